"""The steps of the open recording."""

from typing import Any

from studio.formats.recordings import Recording
from studio.gui.jobs import Cancelled, Jobs, Progress
from studio.gui.pages.steps.film import Film
from studio.gui.pages.steps.lanes import read_timeline
from studio.gui.pages.steps.page import StepsPage
from studio.gui.pages.steps.pictures import Pictures
from studio.gui.session import Session
from studio.steps import plain_steps


class StepsWork:
    """Reads the steps of the recording."""

    def __init__(self, session: Session, jobs: Jobs, page: StepsPage) -> None:
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

        self._jobs.start("steps", work, lambda found: page.show_steps(*found), page.show_fault)
