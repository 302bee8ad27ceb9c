"""Opening a recording, a task or a package."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from studio.base.errors import UserError
from studio.gui.jobs import Jobs
from studio.gui.language import tr
from studio.gui.pages.home.page import HomePage
from studio.gui.session import Loaded, Session, load

AT_OPENING = ("open", "steps")
"""The jobs that a person waits for when something is opened; others let them go first."""


class Opening(QObject):
    """Reads what is to be opened; what is open stays until it is read."""

    told = Signal(str)
    opened = Signal()
    asked = Signal(str)

    def __init__(self, session: Session, jobs: Jobs, page: HomePage) -> None:
        super().__init__(page)
        self._session, self._jobs, self._page = session, jobs, page
        self._then = ""

    def open(self, place: Path, then: str = "") -> None:
        """Open a recording, a task or a package; `then` is a command to go on with."""
        self._then = then

        def failed(sentence: str) -> None:
            self._page.show_opening("")
            self.told.emit(sentence)

        self._page.show_opening(tr("Opening {name}…").format(name=place.name))
        self._jobs.start("open", lambda progress, cancelled: load(place), self._adopt, failed)

    def _adopt(self, loaded: Loaded) -> None:
        self._page.show_opening("")
        try:
            # What is open already keeps what can be undone.
            if not self._session.is_open(loaded):
                self._session.adopt(loaded)
        except UserError as fault:
            self.told.emit(str(fault))
            return
        self.opened.emit()
        if self._then:
            self.asked.emit(self._then)

    def cancel(self) -> None:
        """Give up opening; what was open stays."""
        self._jobs.forget("open")
        self._page.show_opening("")
