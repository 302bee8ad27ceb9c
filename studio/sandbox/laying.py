"""Copies of folders that the other user inside a sandbox may read and not change."""

from pathlib import Path

from studio.formats.tasks import copy_tree


def lay_for_reading(source: Path, destination: Path) -> None:
    """Copy the regular files of a folder, readable by everybody.

    Raises:
        HostileInputError: at a link or a device in `source`.
    """
    copy_tree(source, destination, skip_litter=False)
    open_for_reading(destination)


def open_for_reading(folder: Path) -> None:
    """Let everybody read what a folder holds."""
    folder.chmod(0o755)
    for place in folder.rglob("*"):
        place.chmod(0o755 if place.is_dir() else 0o644)
