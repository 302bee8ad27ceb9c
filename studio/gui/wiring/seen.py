"""What begins once the window was seen: its list is read, and its other pages are made.

Nothing of it is imported or done before the first picture is on the screen. Afterwards each turn of
the event loop does one short thing, so that a press is answered meanwhile.
"""

from collections.abc import Callable
from functools import partial
from importlib import import_module
from importlib.util import find_spec

from PySide6.QtCore import QEvent, QObject, QTimer

from studio.gui.actions import PAGES
from studio.gui.main_window import MainWindow

_PAUSE_MS = 5
_KNOWN = (
    "pydantic",
    "studio.authoring.standing",
    "studio.authoring.starting",
    "studio.authoring.files",
    "studio.authoring.exchange",
    "studio.authoring.linking",
    "studio.authoring.redacting",
    "studio.capture.backend",
    "studio.capture.control",
    "studio.capture.options",
    "studio.capture.selftest",
    "studio.model.instruction_contract",
    "studio.model.coverage_contract",
    "studio.model.occupation_contract",
    "studio.model.trial",
    "studio.recordings.caught",
    "studio.recordings.scrubbing",
    "studio.recordings.storage",
    "studio.sandbox.applications",
    "studio.suite.words",
    "studio.taxonomy.browsing",
    "studio.validation",
)
"""What the pages read with, by which most of what they import is there."""

_BESIDE = ("studio.gui.pages.checks.file_pane", "studio.gui.work.files")
"""What is only imported where it is used: the files beside the checks."""


class _FirstPicture(QObject):
    """Tells when the window was seen for the first time."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window until it is on the screen."""
        if event.type() == QEvent.Type.Show and watched is self._window:
            watched.removeEventFilter(self)
            self._window.windowHandle().installEventFilter(self)
        elif event.type() == QEvent.Type.Expose:
            watched.removeEventFilter(self)
            # It is painted while the event is worked on, so after that.
            QTimer.singleShot(0, self._window.seen.emit)
        return False


def wire(window: MainWindow) -> None:
    """Wire what begins with the first picture."""
    window.keep(_FirstPicture(window))
    window.seen.connect(
        lambda: window.work.home.read_tasks() if window.current_page == "home" else None
    )


def make_ahead(window: MainWindow) -> None:
    """Make every page once the window was seen, a little at each turn of the event loop."""
    turns = QTimer(window)
    turns.setInterval(_PAUSE_MS)
    left = _turns(window)

    def turn() -> None:
        if left and window.isVisible():
            left.pop(0)()
        else:
            turns.stop()
            window.completed.emit()

    turns.timeout.connect(turn)
    begin = lambda _: turns.start()  # noqa: E731
    window.seen.connect(
        lambda: window.jobs.start("known", lambda p, c: _import_known(), begin, begin)
    )


def _turns(window: MainWindow) -> list[Callable[[], object]]:
    return [partial(getattr, window, name) for name in PAGES]


def _import_known() -> None:
    """Import what the pages need, in a thread: the window is free meanwhile."""
    of_pages = (f"{part}.{name}" for name in PAGES for part in ("work", "wiring"))
    for name in (*_KNOWN, *(f"studio.gui.pages.{page}.page" for page in PAGES), *_BESIDE):
        import_module(name)
    for name in of_pages:
        # A page whose work is done by others has no module of that name.
        if find_spec(f"studio.gui.{name}"):
            import_module(f"studio.gui.{name}")
