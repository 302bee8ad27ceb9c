"""The steps of the open recording."""

from typing import Any

from PySide6.QtCore import QItemSelectionModel, QObject, Signal

from studio.formats.recordings import Recording
from studio.gui.jobs import Cancelled, Jobs, Progress
from studio.gui.pages.steps.film import Film
from studio.gui.pages.steps.lanes import read_timeline
from studio.gui.pages.steps.page import StepsPage
from studio.gui.pages.steps.pictures import Pictures
from studio.gui.session import Session
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
            return plain_steps(recording), pictures, read_timeline(recording)

        def done(found: Any) -> None:
            page.show_steps(*found)
            if self._wanted:
                self.select(*self._wanted)
            self.shown.emit()

        self._jobs.start("steps", work, done, page.show_fault)

    def select(self, first: int, last: int) -> None:
        """Select the steps from one id to another, now or as soon as they are read."""
        model, view = self._page.model, self._page.list
        self._wanted = None if model.steps else (first, last)
        rows = [row for row, step in enumerate(model.steps) if first <= step.id <= last]
        if rows:
            self._page.select(first, last)
            here, flag = model.index(rows[0]), QItemSelectionModel.SelectionFlag.NoUpdate
            view.selectionModel().setCurrentIndex(here, flag)
            view.scrollTo(here)

    def selected(self) -> tuple[int, int]:
        """Return the ids of the first and the last selected step, 0 and 0 if none is."""
        if self._wanted:
            return self._wanted
        steps = self._page.selected()
        return (steps[0].id, steps[-1].id) if steps else (0, 0)
