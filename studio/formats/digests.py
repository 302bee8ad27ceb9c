"""SHA-256 of files and folders."""

import hashlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from studio.base.errors import HostileInputError
from studio.formats import layout

_BLOCK = 1 << 20


def of_bytes(content: bytes) -> str:
    """Return the SHA-256 of bytes as 64 hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def of_file(path: Path) -> str:
    """Return the SHA-256 of a file's content."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def regular_files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield (relative POSIX path, path) of each file below `folder`, sorted by path.

    Raises:
        HostileInputError: at a link, a device or anything else that is not a file or folder.
    """
    for path in sorted(folder.rglob("*"), key=lambda found: found.relative_to(folder).as_posix()):
        if path.is_symlink():
            raise HostileInputError(f"{path.name} is a link; replace it by the file itself.")
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path
        elif not path.is_dir():
            raise HostileInputError(f"{path.name} is neither a file nor a folder; remove it.")


def of_listing(listing: Iterable[tuple[str, str]]) -> str:
    """Return the SHA-256 over sorted (path, digest) pairs, one `path NUL digest LF` each."""
    digest = hashlib.sha256()
    for path, file_digest in sorted(listing):
        digest.update(f"{path}\0{file_digest}\n".encode())
    return digest.hexdigest()


def of_task(folder: Path) -> str:
    """Return the digest of a task: all its files but reports, reviews and what was left out."""
    return of_listing(
        (path, of_file(place))
        for path, place in regular_files(folder)
        if not layout.is_outside_digest(path)
    )
