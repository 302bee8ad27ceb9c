"""The steps of the open recording."""

from typing import Any

from PySide6.QtCore import QObject, Signal

from studio.base import collector
from studio.formats.recordings import Recording, open_recording
from studio.gui.jobs import Cancelled, Jobs, Progress
from studio.gui.pages.steps.film import Film
from studio.gui.pages.steps.lanes import Timeline as Lanes
from studio.gui.pages.steps.lanes import read_timeline
from studio.gui.pages.steps.page import StepsPage
from studio.gui.pages.steps.pictures import Pictures
from studio.gui.session import Session
from studio.model.step import Step
from studio.steps import plain_steps


class StepsWork(QObject):
    """Reads the steps of the recording.

    Attributes:
        shown: the page shows the steps that were read.
    """

    shown = Signal()

    def __init__(self, session: Session, jobs: Jobs, page: StepsPage) -> None:
        super().__init__(page)
        self._wanted: tuple[int, int] | None = None
        self._session, self._jobs, self._page = session, jobs, page

    def read_steps(self) -> None:
        """Read the steps of the recording that is open; none if there is none."""
        recording, page = self._session.recording, self._page
        self._jobs.forget("steps")
        page.show_loading(recording is not None)
        if recording is None:
            return

        self._jobs.start(
            "steps",
            lambda progress, cancelled: Pictures(recording),
            lambda pictures: self._show_film(recording, pictures),
            page.show_fault,
        )

    def _show_film(self, recording: Recording, pictures: Pictures) -> None:
        """Show the first frame, and go on with the steps."""
        page = self._page
        page.show_film(Film(self._jobs, recording, pictures))

        def work(progress: Progress, cancelled: Cancelled) -> Any:
            # The events are let go with this reading of it: nothing on the page needs them.
            with collector.held_back():
                read = open_recording(recording.folder)
                found = plain_steps(read), pictures, read_timeline(read)
                del read
            return found

        def done(found: tuple[tuple[Step, ...], Pictures, Lanes]) -> None:
            page.show_steps(*found)
            if self._wanted:
                self.select(*self._wanted)
            self.shown.emit()

        self._jobs.start("steps", work, done, page.show_fault)

    def select(self, first: int, last: int) -> None:
        """Select the steps from one id to another, now or as soon as they are read."""
        self._wanted = None if self._page.model.steps else (first, last)
        self._page.select(first, last)

    def selected(self) -> tuple[int, int]:
        """Return the ids of the first and the last selected step, 0 and 0 if none is."""
        if self._wanted:
            return self._wanted
        steps = self._page.selected()
        return (steps[0].id, steps[-1].id) if steps else (0, 0)
