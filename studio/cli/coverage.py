"""`studio task coverage`: what is asked for or handed in, and whether a check looks at it."""

from collections.abc import Iterator

import typer

from studio.authoring.coverage import Coverage, FileCover, cover, look
from studio.cli.printing import AsJson, answer
from studio.cli.showing import Folder
from studio.formats.tasks import TaskFolder, open_task
from studio.model.instruction_contract import CoverageShown, CoverRow, FileCoverRow

_SIGNS = {"checked": "checked", "waits": "waits  ", "plain": "-      "}
_STATES = {"new": "made", "changed": "changed", "gone": "taken away", "unchanged": "as it was"}


def coverage(folder: Folder, as_json: AsJson = False) -> None:
    """Show what the instruction asks for and the files hold, and what no check looks at."""
    task: TaskFolder = open_task(folder)
    shown = _shown(cover(task, look(task)))
    answer(shown, as_json, _lines(shown))


def _shown(found: Coverage) -> CoverageShown:
    return CoverageShown(
        waiting=found.waiting,
        sentences=tuple(
            CoverRow(text=one.text, cover=one.cover, checks=one.checks, let_be=one.let_be)
            for one in found.sentences
        ),
        files=tuple(map(_file, found.files)),
    )


def _file(file: FileCover) -> FileCoverRow:
    regions = tuple(
        CoverRow(
            text=one.text,
            cover=one.cover,
            checks=(one.check,) if one.check else (),
            let_be=one.let_be,
        )
        for one in file.regions
    )
    return FileCoverRow(path=file.path, state=file.state, regions=regions)


def _lines(shown: CoverageShown) -> Iterator[str]:
    if shown.sentences:
        yield "The instruction"
        yield from map(_line, shown.sentences)
    for file in shown.files:
        state = _STATES.get(file.state)
        yield f"{file.path or 'All files together'}{f', {state}' if state else ''}"
        yield from map(_line, file.regions)
    yield f"{shown.waiting} wait for a check" if shown.waiting else "All that is asked is checked."


def _line(row: CoverRow) -> str:
    return f"  {_SIGNS[row.cover]}  {row.text}"


def register(group: typer.Typer) -> None:
    """Add the command to the group of tasks."""
    group.command()(coverage)
