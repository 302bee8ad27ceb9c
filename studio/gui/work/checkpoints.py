"""What the checkpoints page asks for, without the window waiting for it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.gui.jobs import Cancelled, Jobs
from studio.gui.pages.checkpoints.page import CheckpointsPage
from studio.gui.session import Session
from studio.gui.work.covering import Covering
from studio.gui.work.linking import Offering

if TYPE_CHECKING:
    from studio.taxonomy.search import Result

_FIRST = "a"


class CheckpointsWork(QObject):
    """Searches occupations while one types, and finds what is checked.

    Attributes:
        told: a sentence for the person.
    """

    told = Signal(str)

    def __init__(self, session: Session, jobs: Jobs, page: CheckpointsPage) -> None:
        super().__init__(page)
        self._session, self._jobs, self._page = session, jobs, page
        self._searching = jobs.newest()
        self.covering = Covering(session, jobs, page.coverage)
        self._offering = Offering(session, jobs, page.detail.box.onet, "offer for a checkpoint")
        page.detail.box.text_asked.connect(self.find)

    def warm(self) -> None:
        """Read the index of occupations before the first key, for that takes a while."""
        self._searching.ask(lambda cancelled: _search(_FIRST), lambda _: None, lambda _: None)

    def find(self, text: str) -> None:
        """Find the occupations that a text may mean; only what was asked last is shown."""
        box = self._page.detail.box

        def work(cancelled: Cancelled) -> "tuple[Result, ...]":
            return () if cancelled() else _search(text)

        self._searching.ask(work, lambda found: box.show_found(text, found), self.told.emit)


def _search(text: str) -> "tuple[Result, ...]":
    # It takes long to import, and a window must be there at once.
    from studio.taxonomy.search import search

    return search(text)
