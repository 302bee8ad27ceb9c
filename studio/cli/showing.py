"""A task as the commands print it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from studio.authoring import link_notes, standing_of, told_choice
from studio.cli.printing import answer
from studio.editing.shares import shares_of, shown_share
from studio.formats import trust
from studio.formats.tasks import TaskFolder
from studio.model.contract import TaskShown

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The task folder.")]


def show_task(task: TaskFolder, as_json: bool) -> None:
    """Print a task in short."""
    document, digest = task.document, task.digest
    shown = TaskShown(
        folder=str(task.folder),
        digest=digest,
        foreign=trust.is_foreign(task.folder),
        task=document.task.model_dump(mode="json", by_alias=True),
        prompt=document.prompt,
        checks=len(document.checks.checks),
        notes=tuple(link_notes(document.task)),
        standing=standing_of(task, lambda: digest).told,
    )
    answer(shown, as_json, _lines(task, shown))


def _lines(task: TaskFolder, shown: TaskShown) -> Iterator[str]:
    facts = task.document.task
    yield f"{facts.title or facts.id}  ({facts.work.replace('_', ' ')})"
    if facts.occupation:
        yield f"occupation  {facts.occupation.code} {facts.occupation.title}"
        yield f"            {told_choice(facts.occupation)}"
    yield f"limit       {facts.limits.seconds:g} s"
    for item in facts.start:
        yield f"start       {item.open} with {item.with_}"
    shares = shares_of(task.document)
    for checkpoint in facts.checkpoints:
        gate = ", gate" if checkpoint.gate else ""
        share = f"{shown_share(shares[checkpoint.id])}{gate}"
        yield f"checkpoint  {checkpoint.id}: {checkpoint.title} ({share})"
        if checkpoint.onet_tasks:
            yield f"            O*NET tasks: {', '.join(checkpoint.onet_tasks.ids) or 'none fits'}"
    yield from (f"note        {note}" for note in shown.notes)
    yield f"checks      {shown.checks}"
    yield f"stands      {shown.standing}"
    yield f"digest      {shown.digest}" + ("  (from elsewhere)" if shown.foreign else "")
