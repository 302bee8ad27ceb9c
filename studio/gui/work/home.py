"""What the home page lists."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from studio.base.settings import workspace
from studio.gui import window_state
from studio.gui.jobs import Jobs
from studio.gui.pages.home.page import HomePage
from studio.gui.pages.home.state import read_cards
from studio.gui.session import TASKS


class HomeWork(QObject):
    """Reads the tasks of the workspace and those opened lately."""

    told = Signal(str)

    def __init__(self, jobs: Jobs, page: HomePage) -> None:
        super().__init__(page)
        self._jobs, self._page = jobs, page

    def read_tasks(self) -> None:
        """List the tasks of the workspace and those opened lately."""
        folder = workspace() / TASKS
        recent = [Path(place) for place in window_state.recent()]
        work = lambda progress, cancelled: read_cards(folder, recent, cancelled)  # noqa: E731
        self._jobs.start("tasks", work, self._page.show_cards, self.told.emit)
