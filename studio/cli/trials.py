"""`studio trials`: what agents did."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

import typer

from studio.analysis import report_on
from studio.base.errors import UserError
from studio.cli.grading import lines_of
from studio.cli.printing import AsJson, answer, table
from studio.formats import layout
from studio.formats.documents import read_document
from studio.model.contract import ReportShown, TrialList, TrialShown
from studio.model.grade import GradeFile
from studio.model.trial import Trial, TrialRow, told_unsaved, told_withheld
from studio.running import list_trials, row_of

_FRAMES = ("the screen as it was recorded", "the screen as it was")
Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The folder given to `run --out`.")]


def rows_of(trials: list[TrialRow]) -> list[tuple[str, ...]]:
    """Return the trials as rows of a table with a heading."""
    rows: list[tuple[str, ...]] = [
        ("trial", "task", "variant", "agent", "status", "score", "seconds", "reason")
    ]
    for row in trials:
        score = "-" if row.score is None else f"{row.score:.4g}"
        seconds = f"{row.seconds:.1f}"
        rows.append(
            (row.id, row.task, row.variant, row.agent, row.status, score, seconds, row.reason or "")
        )
    return rows


def trial_lines(trials: list[TrialRow]) -> Iterator[str]:
    """Yield the table of some trials, and below it why they did not do better."""
    yield from table(rows_of(trials))
    yield from why_of(trials)


def why_of(trials: Iterable[TrialRow]) -> Iterator[str]:
    """Yield why trials did not do better: where one halted, and which check failed first."""
    for row in trials:
        if halt := row.halted:
            yield f"{row.id}: {halt.told(row.agent)}"
            for name, frame in zip(_FRAMES[-len(halt.frames) :], halt.frames, strict=False):
                yield f"  {name}: {frame}"
        if row.unsaved:
            yield f"{row.id}: {told_unsaved(row.unsaved, row.agent)}"
        if row.withheld:
            yield f"{row.id}: {told_withheld(row.withheld)}"
        if row.failed:
            yield f"{row.id}: {row.agent} scores 0; the first check that failed is {row.failed}"


def list_(folder: Folder, as_json: AsJson = False) -> None:
    """List the trials of a folder."""
    _demand(folder)
    found = list_trials(folder)
    answer(TrialList(out=str(folder), trials=tuple(found)), as_json, trial_lines(found))


def _demand(folder: Path) -> None:
    if not folder.is_dir():
        raise UserError(f"There is no folder {folder}; check the path.")


def show(folder: Folder, as_json: AsJson = False) -> None:
    """Show one trial: its verdict and what each check found."""
    trial = read_document(folder / layout.TRIAL, Trial)
    place = folder / layout.GRADE
    graded = read_document(place, GradeFile).grade if place.is_file() else None
    shown = TrialShown(trial=trial.model_dump(mode="json"), grade=graded, folder=str(folder))
    answer(shown, as_json, _trial_lines(trial, shown))


def _trial_lines(trial: Trial, shown: TrialShown) -> Iterator[str]:
    yield f"{trial.title}: {trial.agent}, {trial.seconds:.1f} s, started {trial.started}"
    if shown.grade:
        yield from lines_of(shown.grade)
    else:
        yield f"{trial.status}  {trial.reason or ''}".rstrip()
    yield from why_of([row_of(Path(shown.folder), trial)])


def report(
    folder: Folder,
    out: Annotated[Path, typer.Option(metavar="FILE", help="The page to write.")],
    task: Annotated[
        Path | None, typer.Option(metavar="DIR", help="The task, if it is not found beside.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write one page about a task and its trials, with pictures, readable without network."""
    _demand(folder)
    page = report_on(folder, out, task)
    answer(ReportShown(report=str(page)), as_json, [str(page)])


def register(app: typer.Typer) -> None:
    """Add the group to `app`."""
    group = typer.Typer(help="What agents did.", no_args_is_help=True, rich_markup_mode=None)
    group.command("list")(list_)
    group.command()(show)
    group.command()(report)
    app.add_typer(group, name="trials")
