"""The window that is shown: it is built anew when the zoom changes, and what is open stays."""

from pathlib import Path

from PySide6.QtCore import QObject

from studio.gui import theme, window_state
from studio.gui.jobs import Jobs
from studio.gui.main_window import MainWindow
from studio.gui.pages.settings.state import ZOOMS
from studio.gui.session import Session
from studio.gui.wiring import begin
from studio.gui.wiring.looks import chosen_mode
from studio.gui.wiring.places import go_to, place_of
from studio.gui.wiring.seen import make_ahead


class Shown(QObject):
    """Holds the present window of a session.

    Attributes:
        window: the window as it is now; another one after each change of the zoom.
    """

    def __init__(self, session: Session, jobs: Jobs, templates: Path | None = None) -> None:
        super().__init__()
        self._session, self._jobs, self._templates = session, jobs, templates
        zoom = window_state.zoom()
        _apply(zoom if zoom in ZOOMS else ZOOMS[0])
        self.window = self._build()

    def _build(self) -> MainWindow:
        window = begin(self._session, self._jobs, self._templates)
        window.zoom_chosen.connect(self.zoom)
        make_ahead(window)
        return window

    def zoom(self, percent: int) -> None:
        """Show the same at another zoom: the same task, page and selection."""
        old = self.window
        old.flush()
        place = place_of(old)
        old.remember()
        window_state.remember_zoom(percent)
        self._let_go()
        _apply(percent)
        self.window = self._build()
        if self._session.task:
            self._session.opened.emit()
        self.window.show()
        go_to(self.window, place)
        self.window.home.resume(old.home)
        # Shown first: an application without a window ends.
        old.hide()
        old.deleteLater()

    def _let_go(self) -> None:
        """Let nothing reach the old window any more; what it had begun, the new one begins."""
        self._jobs.forget_all()
        for signal in (self._session.opened, self._session.changed):
            signal.disconnect()


def _apply(percent: int) -> None:
    theme.Zoom.percent = percent
    theme.apply(chosen_mode())
