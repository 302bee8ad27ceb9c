"""Packing a task, unpacking it elsewhere, and remembering whose it is."""

from collections.abc import Callable, Iterable
from pathlib import Path

from studio.base.errors import UserError
from studio.base.settings import told_path
from studio.formats import digests, layout, trust
from studio.formats.packages import pack_task, read_package, unpack_package
from studio.formats.tasks import open_task
from studio.model.package import Member, PackageManifest


def _untold(done: int, of: int) -> None:
    """Say nothing of progress."""


def pack(
    folder: Path, out: Path, kind: str = "full", tell: Callable[[int, int], None] = _untold
) -> PackageManifest:
    """Write the task in `folder` to the package `out`; this machine will know it again.

    Args:
        folder: the task.
        out: the package; an older file is replaced.
        kind: "full" for everything, "public" for what the agent may know.
        tell: is told how many bytes are packed, and of how many; what it raises ends the
            packing, and `out` stays as it was.

    Raises:
        UserError: if the task cannot be packed, or `out` would lie inside it.
    """
    if out.is_dir():
        raise UserError(f"{out.name} is a folder; name a file such as {folder.name}.task.")
    if out.resolve().is_relative_to(folder.resolve()):
        raise UserError(f"{out.name} would lie inside the task; choose a place outside of it.")
    if not open_task(folder).has_private_side and kind == "full":
        told = f"{folder.name} holds only the public side; pack "
        raise UserError(f"{told}that side.", f"{told}it with --public.")
    try:
        manifest = pack_task(folder, out, kind, tell)
    except OSError as fault:
        reason = (fault.strerror or type(fault).__name__).lower()
        raise UserError(f"{told_path(out)} cannot be written: {reason}.") from None
    trust.note_packed(_content_digest(manifest.members))
    return manifest


def _content_digest(members: Iterable[Member]) -> str:
    """Return the digest of the folder that these members make, unlike any that is claimed."""
    return digests.of_listing(
        (member.path, member.digest)
        for member in members
        if not layout.is_outside_digest(member.path)
    )


def unpack(package: Path, folder: Path) -> tuple[PackageManifest, bool]:
    """Write the package into the new `folder`; return its manifest and whether it is foreign.

    Raises:
        UserError: if the package is not whole; then nothing was written.
    """
    manifest = unpack_package(package, folder)
    return manifest, trust.mark_unpacked(folder, digests.of_task(folder))


def laid_out(place: Path, folder: Path) -> Path:
    """Return the folder of a task: `place` itself, or below `folder` where a package is unpacked.

    A package that lies there already, unchanged, is not unpacked again.

    Raises:
        UserError: if the package is not whole, or another task lies in its place.
    """
    if not place.is_file():
        return place
    found = folder / place.stem
    if not found.is_dir():
        unpack(place, found)
    elif digests.of_task(found) != inspect_package(place).task_digest:
        told = f"{told_path(found)} holds another task than {place.name}; name another "
        raise UserError(f"{told}folder.", f"{told}--out.")
    return found


def inspect_package(package: Path) -> PackageManifest:
    """Return the manifest of a package after checking every member, writing nothing."""
    return read_package(package).manifest
