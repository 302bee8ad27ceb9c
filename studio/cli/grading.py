"""`studio grade`: what an output folder earns."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from studio.base.errors import UserError
from studio.cli.printing import AsJson, answer, no, say
from studio.formats.tasks import TaskFolder, open_task
from studio.grading import grade_isolated
from studio.model.grade import Grade
from studio.sandbox.isolation import isolation_fault


def open_full(folder: Path) -> TaskFolder:
    """Return the task in `folder` with its private side.

    Raises:
        UserError: if it holds only the public side.
    """
    task = open_task(folder)
    if not task.has_private_side:
        raise UserError(f"{folder.name} holds only the public side; its checks are elsewhere.")
    return task


def lines_of(grade: Grade) -> Iterator[str]:
    """Yield a grade for people."""
    score = "no score" if grade.score is None else f"{grade.score:.4g}"
    yield f"{grade.status}  {score}" + (f"  {grade.reason}" if grade.reason else "")
    for checkpoint in grade.checkpoints:
        share = "no score" if checkpoint.score is None else f"{checkpoint.score:.4g}"
        yield f"{checkpoint.id}  {share}"
        for check in checkpoint.checks:
            yield f"  {check.status:<7}  {check.sentence}"


def grade(
    task: Annotated[Path, typer.Argument(metavar="TASK", help="The task folder.")],
    output: Annotated[Path, typer.Option(metavar="DIR", help="What was handed in.")],
    pictures: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="A folder for pictures of what is off."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Grade an output folder; ends with 0 only at a pass."""
    opened = open_full(task)
    if not output.is_dir():
        raise UserError(f"There is no folder {output}; check the path of --output.")
    verdict = grade_isolated(opened, output, pictures=pictures)
    if verdict.isolation == "none":
        say(f"Graded without isolation: {isolation_fault() or 'already inside a sandbox'}.")
    answer(verdict, as_json, lines_of(verdict))
    no(not verdict.passed)


def register(app: typer.Typer) -> None:
    """Add the command to `app`."""
    app.command()(grade)
