"""`studio recording storage`: what the recordings take on the disk."""

from pathlib import Path
from typing import Annotated

import typer

from studio.base.errors import UserError
from studio.base.settings import told_path, workspace
from studio.cli.printing import AsJson, answer, table
from studio.formats import layout
from studio.model.contract import StorageShown, StoredRow
from studio.recordings.storage import Stored, measure

_MEGA = 1e6


def storage(
    folder: Annotated[
        Path | None,
        typer.Argument(metavar="[DIR]", help="A folder of recordings; the workspace by default."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Tell what each recording takes on the disk, and which of them a task holds too."""
    if folder is not None and not folder.is_dir():
        raise UserError(f"There is no folder {folder}; check the path.")
    tasks = workspace() / layout.WORKSPACE_TASKS
    found = measure(
        [folder or workspace() / layout.WORKSPACE_RECORDINGS],
        sorted(tasks.iterdir()) if tasks.is_dir() else (),
    )
    shown = StorageShown(
        bytes=sum(stored.bytes for stored in found),
        may_go=sum(stored.bytes for stored in found if stored.may_go),
        recordings=tuple(map(_row, found)),
    )
    lines = [
        *(table(_cells(stored) for stored in found) if found else ()),
        f"{len(found)} recording{'' if len(found) == 1 else 's'}, {shown.bytes / _MEGA:,.1f} MB; "
        f"{shown.may_go / _MEGA:,.1f} MB are held by tasks too and may go.",
    ]
    answer(shown, as_json, lines)


def _row(stored: Stored) -> StoredRow:
    return StoredRow(
        folder=str(stored.folder),
        bytes=stored.bytes,
        created=stored.created,
        state=stored.state,
        task=str(stored.task) if stored.task else None,
        may_go=stored.may_go,
    )


def _cells(stored: Stored) -> tuple[str, ...]:
    held = f"held by {stored.task.name}" if stored.task and stored.copied else "held by no task"
    size = f"{stored.bytes / _MEGA:,.1f} MB"
    return (told_path(stored.folder), size, stored.created[:10], stored.state, held)
