"""The tasks that the first page lists, read without Qt."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from studio.authoring.remaining import remaining, told
from studio.base.errors import UserError
from studio.formats.tasks import TaskFolder, open_task
from studio.gui.listing import known_tasks
from studio.validation import read_report


@dataclass(frozen=True)
class Card:
    """A task as the first page shows it; `next` is what to do with it."""

    folder: Path
    title: str
    caption: str
    next: str
    done: bool


def read_cards(folder: Path, recent: list[Path], cancelled: Callable[[], bool]) -> tuple[Card, ...]:
    """Return a card for each task in `folder` and in `recent`, the newest work first."""
    return tuple(_cards(known_tasks(folder, recent), cancelled))


def _cards(places: list[Path], cancelled: Callable[[], bool]) -> Iterator[Card]:
    for place in places:
        if cancelled():
            return
        try:
            yield _card(open_task(place))
        except UserError as fault:
            yield Card(place, place.name, str(fault), "Cannot be opened", False)


def _card(task: TaskFolder) -> Card:
    document = task.document
    report = read_report(task.folder)
    proven = report is not None and report.proven and report.task_digest == task.digest
    left = remaining(document, task.recording is not None, proven)
    link = document.task.occupation
    return Card(
        folder=task.folder,
        title=document.task.title or task.folder.name,
        caption=f"{link.soc} {link.title}" if link else "No occupation yet",
        next=f"{told(left)}; next: {left[0].title.lower()}" if left else told(left),
        done=not left,
    )
