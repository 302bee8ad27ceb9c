"""Measuring the recordings, and moving to the trash what may go."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.base.errors import UserError
from studio.base.settings import workspace
from studio.formats import layout
from studio.gui import window_state
from studio.gui.jobs import Cancelled, Jobs, Progress
from studio.gui.language import tr
from studio.gui.listing import known_tasks
from studio.gui.pages.home.page import HomePage
from studio.gui.trash import Trashed, put_back, to_trash
from studio.gui.wording import told_size

if TYPE_CHECKING:
    from studio.recordings.storage import Stored


@dataclass(frozen=True)
class Cleaned:
    """What went to the trash, its bytes, and why something stayed."""

    trashed: tuple[Trashed, ...]
    bytes: int
    kept: tuple[str, ...]


class StorageWork(QObject):
    """Shows what the recordings take, and cleans up."""

    told = Signal(str)
    changed = Signal()

    def __init__(self, jobs: Jobs, page: HomePage) -> None:
        super().__init__(page)
        self._jobs, self._page = jobs, page
        self._trashed: tuple[Trashed, ...] = ()

    def measure(self) -> None:
        """Measure the recordings of the workspace."""
        place = workspace()
        recent = [Path(found) for found in window_state.recent()]

        def work(progress: Progress, cancelled: Cancelled) -> "tuple[Stored, ...]":
            from studio.recordings.storage import measure

            tasks = known_tasks(place / layout.WORKSPACE_TASKS, recent)
            return measure([place / layout.WORKSPACE_RECORDINGS], tasks, cancelled)

        self._page.storage.show_measuring()
        self._jobs.start("storage", work, self._show, self._fail)

    def _show(self, found: "tuple[Stored, ...]") -> None:
        taken = sum(stored.bytes for stored in found)
        may_go = sum(stored.bytes for stored in found if stored.may_go)
        self._page.tasks.show_storage(taken, may_go)
        self._page.storage.show_found(found)

    def _fail(self, sentence: str) -> None:
        self._page.storage.show_ended(sentence, False)

    def clean(self, chosen: "tuple[Stored, ...]") -> None:
        """Move recordings to the trash, each once its copy was read."""
        view = self._page.storage
        view.show_busy(tr("Reading the copies…"))

        def work(progress: Progress, cancelled: Cancelled) -> Cleaned:
            return _clean(chosen, progress, cancelled)

        self._jobs.start("clean", work, self._show_cleaned, self._fail, view.show_busy)

    def _show_cleaned(self, cleaned: Cleaned) -> None:
        self._trashed = cleaned.trashed
        told = tr("{count} recordings are in the trash now; {size} are freed once it is emptied.")
        if len(cleaned.trashed) == 1:
            told = tr("1 recording is in the trash now; {size} are freed once it is emptied.")
        words = told.format(count=len(cleaned.trashed), size=told_size(cleaned.bytes))
        if not cleaned.trashed:
            words = tr("Nothing was moved.")
        undoable = any(trashed.now for trashed in cleaned.trashed)
        self._page.storage.show_ended(" ".join((words, *cleaned.kept[:1])), undoable)
        self._again()

    def put_back(self) -> None:
        """Put back what went to the trash last."""
        trashed, self._trashed = self._trashed, ()
        view = self._page.storage
        view.show_busy(tr("Putting back…"))

        def work(progress: Progress, cancelled: Cancelled) -> int:
            for found in trashed:
                put_back(found)
            return len(trashed)

        def done(count: int) -> None:
            told = tr("1 recording is back.") if count == 1 else tr("{count} recordings are back.")
            view.show_ended(told.format(count=count), False)
            self._again()

        self._jobs.start("clean", work, done, self._fail)

    def _again(self) -> None:
        told, undoable = self._page.storage.told.text(), bool(self._trashed)
        self.measure()
        self._page.storage.show_ended(told, undoable)
        self.changed.emit()

    def cancel(self) -> None:
        """Stop cleaning after the recording that is being moved."""
        if job := self._jobs.running("clean"):
            job.cancel()
        self._jobs.forget("storage")
        self._page.storage.show_ended("", bool(self._trashed))


def _clean(chosen: "tuple[Stored, ...]", progress: Progress, cancelled: Cancelled) -> Cleaned:
    from studio.recordings.storage import refuse_loss

    trashed: list[Trashed] = []
    kept: list[str] = []
    size = 0
    for number, stored in enumerate(chosen, 1):
        if cancelled():
            kept.append("It was stopped.")
            break
        told = tr("Moving {number} of {count}: {name}")
        progress(told.format(number=number, count=len(chosen), name=stored.folder.stem))
        try:
            refuse_loss(stored)
            trashed.append(to_trash(stored.folder))
        except UserError as fault:
            kept.append(str(fault))
        else:
            size += stored.bytes
    return Cleaned(tuple(trashed), size, tuple(kept))
