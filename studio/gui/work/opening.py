"""Opening a recording, a task or a package."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from studio.base.errors import UserError
from studio.formats.tasks import TaskFolder
from studio.gui.jobs import Jobs
from studio.gui.pages.home.page import HomePage
from studio.gui.session import Session, load


class Opening(QObject):
    """Reads what is to be opened; what is open stays until it is read."""

    told = Signal(str)
    opened = Signal()

    def __init__(self, session: Session, jobs: Jobs, page: HomePage) -> None:
        super().__init__(page)
        self._session, self._jobs, self._page = session, jobs, page

    def open(self, place: Path) -> None:
        """Open a recording, a task or a package."""

        def failed(sentence: str) -> None:
            self._page.show_opening("")
            self.told.emit(sentence)

        self._page.show_opening(place.name)
        self._jobs.start("open", lambda progress, cancelled: load(place), self._adopt, failed)

    def _adopt(self, task: TaskFolder) -> None:
        self._page.show_opening("")
        try:
            self._session.adopt(task)
        except UserError as fault:
            self.told.emit(str(fault))
            return
        self.opened.emit()

    def cancel(self) -> None:
        """Give up opening; what was open stays."""
        self._jobs.forget("open")
        self._page.show_opening("")
