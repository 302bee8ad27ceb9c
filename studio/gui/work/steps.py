"""The steps of the open recording, and redacting it."""

import time
from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QFile, QObject, Signal

from studio.authoring.redacting import adopt_redacted, redact_beside
from studio.base import collector
from studio.base.errors import UserError
from studio.formats.annotations import Said
from studio.formats.recordings import Recording
from studio.gui.jobs import Cancelled, Jobs, Progress
from studio.gui.language import tr
from studio.gui.pages.steps.film import Film
from studio.gui.pages.steps.lanes import Timeline as Lanes
from studio.gui.pages.steps.lanes import TimelineReader
from studio.gui.pages.steps.page import StepsPage
from studio.gui.pages.steps.pictures import Pictures
from studio.gui.pages.steps.redacting import Asked
from studio.gui.session import Session
from studio.recordings.redaction import Found, find
from studio.steps import RecordedSteps, StepReader

_JOB = "redact"
_FIRST, _TIMES = 50, 20
_TELL_S = 0.2
_CANCELLED = "Cancelled; the recording is as it was."


class StepsWork(QObject):
    """Reads the steps of the recording, and redacts it.

    Attributes:
        begun: the page shows the first steps, while the others are being read.
        shown: the page shows the steps that were read.
        told: a sentence for the person.
        replaced: another recording took the place of the task's, which is to be opened anew.
    """

    begun = Signal()
    shown = Signal()
    told = Signal(str)
    replaced = Signal(Path)

    def __init__(self, session: Session, jobs: Jobs, page: StepsPage) -> None:
        super().__init__(page)
        self._wanted: tuple[int, int] | None = None
        self._session, self._jobs, self._page = session, jobs, page
        page.model.thumbs.read_by(jobs)

    def read_steps(self) -> None:
        """Read the steps of the recording that is open; none if there is none."""
        recording, page = self._session.recording, self._page
        self._jobs.forget("steps")
        self._jobs.forget(_JOB)
        page.show_loading(recording is not None)
        if recording is None:
            return
        said = self._session.document.said

        def work(progress: Progress, cancelled: Cancelled) -> tuple[RecordedSteps, Lanes]:
            with collector.held_back():
                pictures = Pictures(recording)
                progress(pictures)
                return _read(recording.anew(), said, progress, cancelled)

        def show(part: Pictures | RecordedSteps) -> None:
            if isinstance(part, Pictures):
                page.show_film(Film(self._jobs, recording, part))
            else:
                page.show_steps(part)
                self.begun.emit()

        self._jobs.start("steps", work, self._show_whole, page.show_fault, parts=show)

    def _show_whole(self, found: tuple[RecordedSteps, Lanes]) -> None:
        source, lanes = found
        self._page.show_steps(source)
        self._page.show_lanes(lanes)
        if self._wanted:
            self.select(*self._wanted)
        self.shown.emit()

    def select(self, first: int, last: int) -> None:
        """Select the steps from one id to another, now or as soon as they are read."""
        self._wanted = None if self._page.whole else (first, last)
        self._page.select(first, last)

    def selected(self) -> tuple[int, int]:
        """Return the ids of the first and the last selected step, 0 and 0 if none is."""
        if self._wanted:
            return self._wanted
        steps = self._page.selected()
        return (steps[0].id, steps[-1].id) if steps else (0, 0)

    def find_redactions(self, asked: Asked) -> None:
        """Look where what is to be redacted stands, and write nothing."""
        recording, pane = self._session.recording, self._page.redacting
        if recording is None:
            return

        def work(progress: Progress, cancelled: Cancelled) -> Found:
            tell = _telling(progress, cancelled)
            return find(recording, asked.regions, asked.words, tell)

        self._jobs.start(_JOB, work, pane.show_found, pane.show_fault, pane.show_progress)

    def redact(self, chosen: tuple[Asked, Found]) -> None:
        """Write the recording without what was found, and let it take the place of the task's."""
        asked, found = chosen
        task, pane = self._session.task, self._page.redacting
        if task is None:
            return

        def work(progress: Progress, cancelled: Cancelled) -> Path:
            tell = _telling(progress, cancelled)
            made = redact_beside(task, asked.regions, asked.words, asked.keep_files, found, tell)
            return adopt_redacted(task, made)

        def done(old: Path) -> None:
            self.replaced.emit(task.folder)
            if QFile(str(old)).moveToTrash():
                self.told.emit(tr("Redacted. The recording as it was is in the trash."))
            else:
                told = tr("Redacted. The recording as it was lies in {place}; delete it there.")
                self.told.emit(told.format(place=old))

        self._jobs.start(_JOB, work, done, pane.show_fault, pane.show_progress)

    def cancel_redacting(self) -> None:
        """Give up; nothing is changed."""
        self._jobs.forget(_JOB)


def _read(
    recording: Recording,
    said: Mapping[int, Said],
    tell: Callable[[RecordedSteps], None],
    cancelled: Cancelled,
) -> tuple[RecordedSteps, Lanes]:
    """Read the steps of a recording, and tell them whenever there are several times as many.

    The events are not kept: the page needs few of them, and reads those again.
    """
    steps, lanes = StepReader(recording), TimelineReader(recording)
    enough = _FIRST
    for events in recording.event_batches():
        if cancelled():
            break
        steps.take(events)
        lanes.take(events)
        if len(steps.plain) >= enough:
            enough = _TIMES * len(steps.plain)
            tell(_arranged(recording, steps, said))
    steps.end()
    found = _arranged(recording, steps, said), lanes.timeline()
    recording.let_go()
    return found


def _arranged(recording: Recording, read: StepReader, said: Mapping[int, Said]) -> RecordedSteps:
    """Return the steps that were read, put as the expert says so that the window has them so."""
    found = RecordedSteps(recording, read)
    found.arranged(said)
    return found


def _telling(progress: Progress, cancelled: Cancelled) -> Callable[[int, int], None]:
    """Return what tells which frame work has come to, with the time left, as `done/of: sentence`.

    It ends the work if that is cancelled.
    """
    began = time.monotonic()
    last = 0.0

    def tell(done: int, of: int) -> None:
        nonlocal last
        if cancelled():
            raise UserError(tr(_CANCELLED))
        now = time.monotonic()
        if now - last < _TELL_S:
            return
        last = now
        told = tr("Picture {number} of {count}").format(number=done + 1, count=of)
        left = (now - began) / done * (of - done) if done else 0.0
        rest = tr(", about {time} left").format(time=_span(left)) if left >= 1 else ""
        progress(f"{done}/{of}: {told}{rest}")

    return tell


def _span(seconds: float) -> str:
    """Return a length of time as people say it."""
    if seconds < 90:
        return tr("{count} s").format(count=round(seconds))
    return tr("{count} min").format(count=round(seconds / 60))
