"""The files of a release, in a folder or in a ZIP archive that may be anyone's.

Nothing is ever unpacked to disk: a member is read into memory, up to a cap.
"""

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Protocol

from studio.base.errors import HostileInputError, UserError
from studio.base.regular import read_regular
from studio.model.frozen import portable_path

MAX_ARCHIVE = 256 * 1024 * 1024
MAX_FILE = 64 * 1024 * 1024
_MAX_LISTING = 1024 * 1024
_MAX_FILES = 2_000
_END_MARK, _END_BYTES, _MAX_COMMENT = b"PK\x05\x06", 22, 65_535
_WIDE_LOCATOR, _WIDE_LOCATOR_BYTES, _WIDE_RECORD_BYTES = b"PK\x06\x07", 20, 56
_KINDS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    IndexError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    KeyError,
    OverflowError,
)


class Files(Protocol):
    """Files by path; the name is that of the folder or archive that holds them."""

    name: str
    paths: tuple[str, ...]

    def read(self, path: str) -> bytes:
        """Return the content of one of `paths`.

        Raises:
            UserError: if it is damaged.
            HostileInputError: if it is a link, a device or too large.
        """


class FolderFiles:
    """The files of a folder; if it holds one folder and no file, those of that one."""

    def __init__(self, folder: Path) -> None:
        found = list(islice(folder.iterdir(), _MAX_FILES + 1))
        if len(found) == 1 and found[0].is_dir() and not found[0].is_symlink():
            folder = found[0]
            found = list(islice(folder.iterdir(), _MAX_FILES + 1))
        if len(found) > _MAX_FILES:
            raise UserError(
                f"{folder.name} holds more than {_MAX_FILES:,} files; it is no release."
            )
        self._folder = folder
        self.name = folder.resolve().name
        self.paths = tuple(sorted(place.name for place in found if not place.is_dir()))

    def read(self, path: str) -> bytes:
        """Return the content of a file; see `Files`."""
        try:
            content = read_regular(self._folder / path, MAX_FILE)
        except OSError as fault:
            reason = (fault.strerror or str(fault)).lower()
            raise UserError(f"{path} cannot be read ({reason}); mend or replace it.") from None
        if content is None:
            raise HostileInputError(f"{path} is larger than {MAX_FILE >> 20} MiB.")
        return content


class ZipFiles:
    """The members of a ZIP archive.

    Raises:
        UserError: if it is damaged or no archive.
        HostileInputError: if a member leads outside, is a link, encrypted or doubled.
    """

    def __init__(self, content: bytes, name: str) -> None:
        self.name = name
        _refuse_crowded(content, name)
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(content))
            listed = self._archive.infolist()
        except _FAULTS:
            raise UserError(f"{name} is damaged or not a ZIP archive; fetch it anew.") from None
        entries = [entry for entry in listed if not entry.filename.endswith("/")]
        for entry in entries:
            _refuse_hostile(entry, name)
        self._entries = {entry.filename: entry for entry in entries}
        self.paths = tuple(sorted(self._entries))
        if len(self.paths) != len(entries) or len(entries) > _MAX_FILES:
            raise HostileInputError(f"{name} holds a file twice or more than {_MAX_FILES:,} files.")

    def read(self, path: str) -> bytes:
        """Return the content of a member; see `Files`."""
        entry = self._entries[path]
        if entry.file_size > MAX_FILE:
            raise HostileInputError(f"{path} unpacks to more than {MAX_FILE >> 20} MiB.")
        try:
            # zipfile hands out no more than the size that was just looked at.
            return self._archive.read(entry)
        except _FAULTS:
            raise UserError(f"{path} in {self.name} is damaged; fetch the archive anew.") from None


def _refuse_crowded(content: bytes, name: str) -> None:
    """Look at the end record before the listing of members is built in memory.

    It is found as zipfile finds it. At 12 it holds the size of the listing in 4 bytes; the record
    of the 64-bit kind, which a locator of 20 bytes follows, holds it at 40 in 8 bytes (PKWARE's
    APPNOTE, sections 4.3.14 to 4.3.16).
    """
    start = len(content) - _END_BYTES
    if start < 0 or not (content.startswith(_END_MARK, start) and content.endswith(b"\0\0")):
        start = content.rfind(_END_MARK, max(0, start - _MAX_COMMENT))
    if start < 0:
        raise UserError(f"{name} is damaged or not a ZIP archive; fetch it anew.")
    size = int.from_bytes(content[start + 12 : start + 16], "little")
    if content.startswith(_WIDE_LOCATOR, max(0, start - _WIDE_LOCATOR_BYTES)):
        wide = start - _WIDE_LOCATOR_BYTES - _WIDE_RECORD_BYTES
        size = int.from_bytes(content[max(0, wide) + 40 : max(0, wide) + 48], "little")
    if size > _MAX_LISTING:
        raise HostileInputError(f"{name} lists more files than a release has.")


def _refuse_hostile(entry: zipfile.ZipInfo, name: str) -> None:
    try:
        portable_path(entry.filename)
    except ValueError:
        raise HostileInputError(
            f"{name} holds a member that leads outside ({entry.filename!r}); nothing was read."
        ) from None
    if stat.S_IFMT(entry.external_attr >> 16) not in (0, stat.S_IFREG):
        raise HostileInputError(f"{name} holds something that is not a file: {entry.filename!r}.")
    if entry.flag_bits & 1 or entry.compress_type not in _KINDS:
        raise HostileInputError(f"{name} holds a member of an unknown kind: {entry.filename!r}.")


def files_of(path: Path) -> Files:
    """Return the files of a folder or of a ZIP archive.

    Raises:
        UserError: if there is neither at `path`, or it is damaged.
        HostileInputError: if it tries to harm.
    """
    if path.is_dir():
        return FolderFiles(path)
    if not path.exists():
        raise UserError(f"There is no {path}; give the archive of a release or its folder.")
    try:
        content = read_regular(path.resolve(), MAX_ARCHIVE)
    except OSError as fault:
        reason = (fault.strerror or str(fault)).lower()
        raise UserError(f"{path.name} cannot be read ({reason}); choose another file.") from None
    if content is None:
        raise HostileInputError(f"{path.name} is larger than {MAX_ARCHIVE >> 20} MiB.")
    return ZipFiles(content, path.name)


def folders_of(files: Files) -> Iterator[str]:
    """Yield the names of the archive or folder and of the folders within it."""
    yield files.name
    for path in files.paths:
        yield from path.split("/")[:-1]
