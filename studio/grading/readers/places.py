"""Finding and reading the files of an output, which may be anything."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from studio.base.errors import HostileInputError
from studio.base.regular import read_regular
from studio.grading.readers.archives import Unreadable

MAX_FILE = 64 * 1024 * 1024
MAX_TEXT = 8 * 1024 * 1024
_PROTOCOLS = (b"\x02", b"\x03", b"\x04", b"\x05")
_ARRAY_HEAD = 1 << 16


def locate(folder: Path, path: str) -> Path | None:
    """Return the regular file at a relative path of a folder, None if it is not there."""
    place = folder / path
    return place if place.is_file() and not place.is_symlink() else None


def read_bytes(path: Path, limit: int = MAX_FILE) -> bytes:
    """Return the content of a regular file of at most `limit` bytes.

    Raises:
        HostileInputError: if it runs code in whoever unpacks it.
        Unreadable: if it is larger or may not be read.
    """
    try:
        content = read_regular(path, limit)
    except OSError as fault:
        raise Unreadable(f"cannot be read ({fault.strerror or 'not a regular file'})") from None
    if content is None:
        raise Unreadable(f"is larger than {limit >> 20} MiB")
    _refuse_code(content)
    return content


def _refuse_code(content: bytes) -> None:
    """Look for what runs code in whoever unpacks it, whatever its name is.

    Sources: PEP 3154 (a pickle opens with 0x80 and its protocol, and ends with a point), NEP 1
    (the array format, whose arrays of objects hold a pickle).

    Raises:
        HostileInputError: if it is a pickle, or an array of objects.
    """
    pickled = content[:1] == b"\x80" and content[1:2] in _PROTOCOLS and content[-1:] == b"."
    if pickled or b"|O" in _array_header(content):
        raise HostileInputError("The output holds a pickle, which runs code when it is opened.")


def _array_header(content: bytes) -> bytes:
    """Return what the array format says of its values; the values may hold any bytes."""
    if not content.startswith(b"\x93NUMPY"):
        return b""
    start = 10 if content[6:7] == b"\x01" else 12
    return content[start : start + int.from_bytes(content[8:start], "little")]


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Open a regular file to be read in parts, never a link, pipe or device.

    Raises:
        HostileInputError: if it runs code in whoever unpacks it.
        Unreadable: if it is none or may not be read.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as fault:
        raise Unreadable(f"cannot be read ({fault.strerror})") from None
    with os.fdopen(handle, "rb") as stream:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise Unreadable("is not a regular file")
        head = stream.read(_ARRAY_HEAD)
        stream.seek(max(0, status.st_size - 1))
        _refuse_code(head + stream.read(1))
        stream.seek(0)
        yield stream


def decode(content: bytes) -> str:
    """Return text in UTF-8 (with or without its mark), UTF-16 with its mark, or Windows-1252."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
