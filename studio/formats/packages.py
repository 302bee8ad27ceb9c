"""Packages: a strict subset of ZIP, the same bytes for the same content.

Members are sorted, stored or deflated, dated 1980-01-01, without extra fields, comments or links;
`manifest.json` comes first and holds the digest of each other member. Reading trusts nothing but
those digests and caps.
"""

import io
import secrets
import shutil
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from studio.base import atomic
from studio.base.errors import HostileInputError, UserError
from studio.formats import digests, layout
from studio.formats.documents import dump_json, parse_document
from studio.formats.tasks import open_task
from studio.model.frozen import portable_path
from studio.model.package import Member, PackageManifest

MAX_MEMBERS = 10_000
MAX_BYTES = 256 * 1024 * 1024
_MAX_LISTING = 4 * 1024 * 1024
_FIRST_MARK = b"PK\x03\x04"
_END_MARK, _END_BYTES = b"PK\x05\x06", 22
_PUBLIC = (layout.INPUT, layout.VARIANTS)
_PUBLIC_FILES = (layout.TASK, layout.PROMPT)
_PORTS = [f"{port}{digit}" for port in ("com", "lpt") for digit in "123456789"]
_RESERVED = {"con", "prn", "aux", "nul", *_PORTS}
_TURNING = ("RLO", "LRO", "RLE", "LRE", "RLI", "LRI")
_FAULTS = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    RuntimeError,
    KeyError,
    OverflowError,
)


@dataclass(frozen=True)
class PackedTask:
    """An opened package: its manifest and the content of each member."""

    manifest: PackageManifest
    contents: dict[str, bytes]


def portability_fault(path: str) -> str | None:
    """Return why a path cannot be carried to every system, or None."""
    for part in path.split("/"):
        stem = part.split(".")[0].lower()
        if (
            stem in _RESERVED
            or part.endswith((" ", "."))
            or any(sign in part for sign in '<>:"|?*')
        ):
            return f"{path} is a name that Windows refuses; rename it"
        if any(unicodedata.bidirectional(sign) in _TURNING for sign in part):
            return f"{path!r} holds signs that turn the direction of writing; rename it"
    if unicodedata.normalize("NFC", path) != path:
        return f"{path} is not in the usual Unicode form (NFC); rename it"
    return None


def listing_fault(paths: list[str]) -> str | None:
    """Return why a list of paths cannot live together on every system, or None."""
    folded: dict[str, str] = {}
    for path in paths:
        if fault := portability_fault(path):
            return fault
        other = folded.setdefault(path.casefold(), path)
        if other != path:
            return f"{path} and {other} differ only in case; rename one"
    return None


def goes_in(path: str, kind: str) -> bool:
    """Tell whether a file of a task belongs into its package.

    Args:
        path: where it lies in the task.
        kind: "full" for everything but what was left out, "public" for what the agent may know.
    """
    if kind == "full":
        return not path.startswith(f"{layout.SCRATCH}/")
    return path in _PUBLIC_FILES or path.split("/")[0] in _PUBLIC


def _untold(done: int, of: int) -> None:
    """Say nothing of progress."""


def pack_task(
    folder: Path, out: Path, kind: str = "full", tell: Callable[[int, int], None] = _untold
) -> PackageManifest:
    """Write the task in `folder` to the package `out` and return its manifest.

    Args:
        folder: the task.
        out: the package; its folder is made, an older file is replaced.
        kind: "full" for everything, "public" for what the agent may know.
        tell: is told how many bytes are packed, and of how many; what it raises ends the
            packing, and `out` stays as it was.

    Raises:
        UserError: if the task cannot be read or a name is not portable.
    """
    task = open_task(folder).document.task
    contents = {
        path: place.read_bytes()
        for path, place in digests.regular_files(folder)
        if goes_in(path, kind)
    }
    if fault := listing_fault(sorted(contents)):
        raise UserError(f"{fault}.")
    if sum(map(len, contents.values())) > MAX_BYTES or len(contents) >= MAX_MEMBERS:
        raise UserError(f"{folder.name} is larger than a package may be ({MAX_BYTES >> 20} MiB).")
    task_digest = digests.of_task(folder)
    manifest = PackageManifest(
        kind="full" if kind == "full" else "public",
        task=task.id,
        title=task.title,
        task_digest=task_digest,
        commitment=None if kind == "full" else _commitment(folder, task_digest),
        members=tuple(
            Member(path=path, size=len(content), digest=digests.of_bytes(content))
            for path, content in sorted(contents.items())
        ),
    )
    atomic.write_bytes(out, _zip(manifest, contents, tell))
    return manifest


def _commitment(folder: Path, task_digest: str) -> str:
    salt = folder / layout.SALT
    if not salt.is_file():
        told = f"{folder.name} has no {layout.SALT}; make it anew "
        raise UserError(f"{told}from its files.", f"{told}with `studio task new`.")
    return digests.of_bytes(salt.read_bytes().strip() + b"\0" + task_digest.encode())


def _zip(
    manifest: PackageManifest, contents: dict[str, bytes], tell: Callable[[int, int], None]
) -> bytes:
    buffer = io.BytesIO()
    done, of = 0, sum(map(len, contents.values()))
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        archive.writestr(_entry(layout.MANIFEST), dump_json(manifest) + "\n")
        for path in sorted(contents):
            tell(done, of)
            archive.writestr(_entry(path), contents[path])
            done += len(contents[path])
    tell(done, of)
    return buffer.getvalue()


def _entry(path: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path, (1980, 1, 1, 0, 0, 0))
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = (stat.S_IFREG | 0o644) << 16
    return entry


def read_package(path: Path) -> PackedTask:
    """Return the members of a package after checking each against the manifest.

    Raises:
        UserError: if it is not a package, is cut off or newer.
        HostileInputError: if a member leads outside, is a link, doubles or is too large.
    """
    if not path.is_file():
        raise UserError(f"There is no file {path.name}; check the path.")
    try:
        _refuse_crowded(path)
        with zipfile.ZipFile(path) as archive:
            return _read_members(archive, path.name)
    except UserError:
        raise
    except _FAULTS:
        raise UserError(f"{path.name} is damaged or not a task package.") from None


def _refuse_crowded(path: Path) -> None:
    """Look at the end record before anything is built in memory from the listing of members.

    Nothing stands before the first member, so that no program or picture is a package too. The
    record is the last 22 bytes because packages carry no comment; at 12 it holds the size of
    the listing in 4 bytes (PKWARE's APPNOTE, section 4.3.16).
    """
    size = path.stat().st_size
    if size > MAX_BYTES + _MAX_LISTING:
        raise HostileInputError(f"{path.name} is larger than {MAX_BYTES >> 20} MiB.")
    with path.open("rb") as stream:
        first = stream.read(len(_FIRST_MARK))
        stream.seek(max(0, size - _END_BYTES))
        end = stream.read()
    if first != _FIRST_MARK or end[:4] != _END_MARK or len(end) != _END_BYTES:
        raise UserError(f"{path.name} is damaged or not a task package.")
    if int.from_bytes(end[12:16], "little") > _MAX_LISTING:
        raise HostileInputError(f"{path.name} lists more than {MAX_MEMBERS:,} files.")


def _read_members(archive: zipfile.ZipFile, name: str) -> PackedTask:
    entries = archive.infolist()
    if len(entries) > MAX_MEMBERS or sum(entry.file_size for entry in entries) > MAX_BYTES:
        raise HostileInputError(f"{name} unpacks to more than {MAX_BYTES >> 20} MiB or files.")
    if not entries or entries[0].filename != layout.MANIFEST:
        raise UserError(f"{name} is not a task package: it does not begin with a manifest.")
    for entry in entries:
        _refuse_hostile(entry, name)
    manifest = parse_document(
        archive.read(entries[0]).decode(), f"The manifest of {name}", PackageManifest
    )
    expected = {member.path: member for member in manifest.members}
    names = [entry.filename for entry in entries[1:]]
    if names != sorted(expected) or len(expected) != len(manifest.members):
        raise UserError(f"{name} is damaged: its members are not those of its manifest.")
    if fault := listing_fault(names):
        raise HostileInputError(f"{name}: {fault}.")
    contents = {}
    for entry in entries[1:]:
        content = archive.read(entry)
        if digests.of_bytes(content) != expected[entry.filename].digest:
            raise UserError(f"{name} is damaged: {entry.filename} is not what the manifest says.")
        contents[entry.filename] = content
    return PackedTask(manifest, contents)


def _refuse_hostile(entry: zipfile.ZipInfo, name: str) -> None:
    try:
        portable_path(entry.filename)
    except ValueError:
        raise HostileInputError(
            f"{name} holds a member that leads outside ({entry.filename!r}); nothing was unpacked."
        ) from None
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if entry.is_dir() or kind not in (0, stat.S_IFREG):
        raise HostileInputError(f"{name} holds something that is not a file: {entry.filename!r}.")
    if entry.flag_bits & 1 or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise HostileInputError(f"{name} holds a member of an unknown kind: {entry.filename!r}.")


def unpack_package(package: Path, folder: Path) -> PackageManifest:
    """Write the members of `package` into the new folder `folder`; all of them or none.

    Raises:
        UserError: if the package is not whole or `folder` exists and is not empty.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise UserError(f"{folder.name} exists already; choose a folder that does not.")
    packed = read_package(package)
    beside = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}.part")
    try:
        for path, content in packed.contents.items():
            (beside / path).parent.mkdir(parents=True, exist_ok=True)
            (beside / path).write_bytes(content)
        open_task(beside)
        if (
            packed.manifest.kind == "full"
            and digests.of_task(beside) != packed.manifest.task_digest
        ):
            raise UserError(f"{package.name} is damaged: its task digest does not match.")
        if folder.exists():
            folder.rmdir()
        beside.replace(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    atomic.sync_folder(folder.parent)
    return packed.manifest
