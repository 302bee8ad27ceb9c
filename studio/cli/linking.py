"""`studio task link`: which occupation does the work, and which of its tasks each checkpoint is."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from studio.authoring import (
    accept_suggestion,
    link_occupation,
    link_onet_tasks,
    rank_onet_tasks,
    suggest_occupations,
    why_nothing_suggested,
)
from studio.base.errors import UserError
from studio.cli.printing import AsJson, answer, say
from studio.cli.showing import Folder, show_task
from studio.formats.tasks import TaskFolder, open_task
from studio.model.contract import (
    OccupationSuggestions,
    OnetTaskSuggestions,
    SuggestedOccupation,
    SuggestedTask,
)
from studio.taxonomy import crosswalks, releases
from studio.taxonomy.linking import Ranked, Suggestion
from studio.taxonomy.occupations import credit_of

_ONE_OF = "Give one of --occupation CODE, --suggest and --accept N."
_ONE_OF_TASKS = "With --checkpoint give one of --suggest, --onet-task ID and --none-fits."


def link(
    folder: Folder,
    occupation: Annotated[
        str | None, typer.Option(metavar="CODE", help="An O*NET-SOC code such as 43-3031.00.")
    ] = None,
    suggest: Annotated[
        bool, typer.Option("--suggest", help="Show what is likely, and change nothing.")
    ] = False,
    accept: Annotated[
        int | None, typer.Option(metavar="N", help="Link the Nth suggestion.")
    ] = None,
    checkpoint: Annotated[
        str | None, typer.Option(metavar="ID", help="Link a checkpoint to O*NET tasks.")
    ] = None,
    onet_task: Annotated[
        list[str] | None, typer.Option(metavar="ID", help="An O*NET task; may be repeated.")
    ] = None,
    none_fits: Annotated[
        bool, typer.Option("--none-fits", help="Keep that no O*NET task fits the checkpoint.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Say which occupation does this work, or which of its tasks a checkpoint is part of."""
    ids = tuple(onet_task or ())
    if checkpoint is None:
        if ids or none_fits:
            raise UserError("Name the checkpoint with --checkpoint ID.")
        _link_task(folder, occupation, suggest, accept, as_json)
    else:
        if occupation is not None or accept is not None:
            raise UserError(_ONE_OF_TASKS)
        _link_checkpoint(folder, checkpoint, suggest, ids, none_fits, as_json)


def _link_task(
    folder: Path, occupation: str | None, suggest: bool, accept: int | None, as_json: bool
) -> None:
    if [occupation is not None, suggest, accept is not None].count(True) != 1:
        raise UserError(_ONE_OF)
    if occupation is not None:
        _, note = crosswalks.followed(occupation)
        if note:
            say(note)
        show_task(link_occupation(folder, occupation), as_json)
    elif accept is not None:
        show_task(accept_suggestion(folder, accept), as_json)
    else:
        _show_suggestions(open_task(folder), as_json)


def _show_suggestions(task: TaskFolder, as_json: bool) -> None:
    found = suggest_occupations(task)
    rows = tuple(_row(number, made) for number, made in enumerate(found, 1))
    read = ("instruction", "files", *(("recording",) if task.recording else ()))
    shown = OccupationSuggestions(suggestions=rows, read=read)
    answer(shown, as_json, _lines(shown) if found else (why_nothing_suggested(task),))


def _row(number: int, made: Suggestion) -> SuggestedOccupation:
    known = made.occupation
    return SuggestedOccupation(
        number=number,
        code=known.code,
        soc=known.soc,
        title=known.title,
        confidence=made.confidence,
        because=made.because,
    )


def _lines(shown: OccupationSuggestions) -> Iterator[str]:
    for row in shown.suggestions:
        yield f"{row.number}  {row.code}  {row.title}  ({row.confidence:.0%})"
        yield from (f"     {reason}" for reason in row.because[:3])


def _link_checkpoint(
    folder: Path,
    checkpoint: str,
    suggest: bool,
    ids: tuple[str, ...],
    none_fits: bool,
    as_json: bool,
) -> None:
    if [suggest, bool(ids), none_fits].count(True) != 1:
        raise UserError(_ONE_OF_TASKS)
    if suggest:
        _show_tasks(open_task(folder), checkpoint, as_json)
        return
    linked = link_onet_tasks(folder, checkpoint, ids)
    if ids and not releases.installed():
        say(f"The ids were kept unchecked. {releases.how_to_get()}")
    show_task(linked, as_json)


def _show_tasks(task: TaskFolder, checkpoint: str, as_json: bool) -> None:
    ranked = rank_onet_tasks(task, checkpoint)
    points = {point.id: point for point in task.document.task.checkpoints}
    answered, link = points[checkpoint].onet_tasks, task.document.task.occupation
    chosen = answered.ids if answered else ()
    release = releases.release_of(None)
    name = release.name if release else ""
    shown = OnetTaskSuggestions(
        checkpoint=checkpoint,
        occupation=link.code if link else "",
        release=name,
        answer="not_answered" if answered is None else "chosen" if chosen else "none_fits",
        tasks=tuple(_task_row(made, chosen) for made in ranked),
        credit=credit_of(name),
    )
    answer(shown, as_json, _task_lines(shown))


def _task_row(made: Ranked, chosen: tuple[str, ...]) -> SuggestedTask:
    return SuggestedTask(
        **made.statement.model_dump(),
        score=made.score,
        because=made.because,
        chosen=made.statement.id in chosen,
    )


def _task_lines(shown: OnetTaskSuggestions) -> Iterator[str]:
    for row in shown.tasks:
        mark = "x" if row.chosen else " "
        yield f"[{mark}] {row.id:>6}  {row.text}"
        if row.because:
            yield f"            shares: {', '.join(row.because)}"
    if not shown.tasks:
        yield f"{shown.release} lists no task for {shown.occupation}; --none-fits keeps that."
    if shown.answer == "none_fits":
        yield "The answer that is kept: none fits."
    yield shown.credit
