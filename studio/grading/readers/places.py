"""Finding and reading the files of an output, which may be anything."""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from studio.base.regular import read_regular
from studio.grading.readers.archives import Unreadable

MAX_FILE = 64 * 1024 * 1024
MAX_TEXT = 8 * 1024 * 1024


def locate(folder: Path, path: str) -> Path | None:
    """Return the regular file at a relative path of a folder, None if it is not there."""
    place = folder / path
    return place if place.is_file() and not place.is_symlink() else None


def read_bytes(path: Path, limit: int = MAX_FILE) -> bytes:
    """Return the content of a regular file of at most `limit` bytes.

    Raises:
        Unreadable: if it is larger or may not be read.
    """
    try:
        content = read_regular(path, limit)
    except OSError as fault:
        raise Unreadable(f"cannot be read ({fault.strerror or 'not a regular file'})") from None
    if content is None:
        raise Unreadable(f"is larger than {limit >> 20} MiB")
    return content


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """Open a regular file to be read in parts, never a link, pipe or device.

    Raises:
        Unreadable: if it is none or may not be read.
    """
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as fault:
        raise Unreadable(f"cannot be read ({fault.strerror})") from None
    with os.fdopen(handle, "rb") as stream:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise Unreadable("is not a regular file")
        yield stream


def decode(content: bytes) -> str:
    """Return text in UTF-8 (with or without its mark), UTF-16 with its mark, or Windows-1252."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
