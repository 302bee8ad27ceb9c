"""Files of a task that change their role by changing their place, and go back at an undo.

A file is renamed within the task, never copied and removed: whatever happens between, it lies in
one of the two places. A file that is left out lies in `private/scratch/`, which is no part of the
task: neither its digest nor a package holds it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from studio.base.atomic import sync_folder
from studio.base.errors import HostileInputError, UserError
from studio.formats import layout
from studio.model.frozen import portable_path

ROOTS = (layout.INPUT, layout.REFERENCE, layout.HIDDEN, layout.SCRATCH)
"""The folders of a task between which its files move."""


@dataclass(frozen=True)
class Move:
    """A file goes from one place to another; both are paths in the task."""

    source: str
    destination: str


def root_of(path: str) -> str:
    """Return which of `ROOTS` a path of a task lies in, empty if in none."""
    return next((root for root in ROOTS if path.startswith(f"{root}/")), "")


def refuse_outside(moves: Iterable[Move]) -> None:
    """Check that files stay among those of the task.

    Raises:
        UserError: if a path is not one of a file that may move.
    """
    for move in moves:
        for path in (move.source, move.destination):
            try:
                fits = bool(root_of(portable_path(path)))
            except ValueError:
                fits = False
            if not fits:
                raise UserError(f"{path!r} is no file of a task that has a role; name another.")


def follow_moves(folder: Path, now: tuple[Move, ...], before: tuple[Move, ...]) -> None:
    """Take back the moves that are gone, newest first, and make those that came.

    A file that is not there any more, or whose place is taken, stays as it is.

    Args:
        folder: the task.
        now: the moves that its document has now.
        before: those that it had.

    Raises:
        HostileInputError: if a folder on the way is a link.
    """
    same = 0
    while same < min(len(now), len(before)) and now[same] == before[same]:
        same += 1
    ways = [(move.destination, move.source) for move in reversed(before[same:])]
    ways += [(move.source, move.destination) for move in now[same:]]
    _refuse_links(folder, ways)
    touched: set[Path] = set()
    try:
        for source, destination in ways:
            touched |= _move(folder / source, folder / destination)
    finally:
        for place in touched:
            sync_folder(place)
        for root in ROOTS:
            _remove_empty(folder / root, touched)


def _refuse_links(folder: Path, ways: Iterable[tuple[str, str]]) -> None:
    above = {parent for way in ways for path in way for parent in list(Path(path).parents)[:-1]}
    for parent in sorted(above):
        if (folder / parent).is_symlink():
            raise HostileInputError(f"{parent} is a link; replace it by the folder itself.")


def _move(old: Path, new: Path) -> set[Path]:
    """Move a file and return the folders that changed."""
    if not old.is_file() or old.is_symlink() or new.exists() or new.is_symlink():
        return set()
    new.parent.mkdir(parents=True, exist_ok=True)
    old.rename(new)
    return {old.parent, new.parent}


def _remove_empty(root: Path, touched: Iterable[Path]) -> None:
    """Remove the folders below `root` that nothing is left in."""
    for folder in touched:
        while folder != root and folder.is_relative_to(root) and folder.is_dir():
            if any(folder.iterdir()):
                break
            folder.rmdir()
            folder = folder.parent
