"""The one door to the trash of this computer: what goes there can be put back."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QFile, QStandardPaths

from studio.base.errors import UserError


@dataclass(frozen=True)
class Trashed:
    """Where something was, and where in the trash it is; None if the system does not tell."""

    was: Path
    now: Path | None


def to_trash(place: Path) -> Trashed:
    """Move a file or a folder to the trash.

    Raises:
        UserError: if this computer has no trash for it; then it is still where it was.
    """
    moved, now = _move(place)
    if not moved:
        raise UserError(
            f"{place.name} could not be moved to the trash, so it stays; delete it by hand."
        )
    return Trashed(place, Path(now) if now else None)


def _move(place: Path) -> tuple[bool, str]:
    # Where a person's data goes is made by the first program that needs it; Qt expects it there.
    data = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.GenericDataLocation)
    Path(data).mkdir(parents=True, exist_ok=True, mode=0o700)
    answer = QFile(str(place))
    moved = answer.moveToTrash()
    return moved, answer.fileName() if moved else ""


def put_back(trashed: Trashed) -> None:
    """Move something from the trash to where it was.

    Raises:
        UserError: if it is not in the trash any more, or something else stands there by now.
    """
    if trashed.was.exists():
        raise UserError(f"There is another {trashed.was.name} by now; take it from the trash.")
    if trashed.now is None or not trashed.now.exists():
        raise UserError(f"{trashed.was.name} is not in the trash any more.")
    trashed.was.parent.mkdir(parents=True, exist_ok=True)
    trashed.now.rename(trashed.was)
    # The trash keeps a note of each thing in it, which would now tell of nothing.
    note = trashed.now.parent.parent / "info" / f"{trashed.now.name}.trashinfo"
    note.unlink(missing_ok=True)
