"""Trials that run, followed from the window: how far they are, and what their screens show."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from studio.gui.jobs import Jobs

if TYPE_CHECKING:
    from studio.running.following import Following
    from studio.running.watching import Glance, Watcher

_LOOK_MS = 120
Box = tuple[int, int]


class Live(QObject):
    """Looks at the private screen about eight times a second, as long as somebody watches.

    Args:
        parent: who it belongs to.
        jobs: the work under way.
        watched: the largest size of a picture that is of use now, None while nobody looks.

    Attributes:
        moved: how far the experiment is, an `Advance`.
        ended: a trial ended, a `TrialRow`.
        pictured: a picture of the screen, and (width, height) of the screen.
    """

    moved = Signal(object)
    ended = Signal(object)
    pictured = Signal(QImage, object)

    def __init__(self, parent: QObject, jobs: Jobs, watched: Callable[[], Box | None]) -> None:
        super().__init__(parent)
        self._watched = watched
        self._looks = jobs.newest()
        self._watcher: Watcher | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look)

    def begin(self) -> "Following":
        """Return what an experiment is followed by, and begin to look."""
        from studio.running.following import Following

        self._timer.start()
        return Following(moved=self.moved.emit, shown=self._show, ended=self.ended.emit)

    def end(self) -> None:
        """Look no more."""
        self._timer.stop()
        self._looks.forget()

    def _show(self, environment: Mapping[str, str] | None) -> None:
        """Take another display; called in the thread of the experiment."""
        from studio.running.watching import Watcher

        old, self._watcher = self._watcher, Watcher(environment) if environment else None
        if old is not None:
            old.close()

    def _look(self) -> None:
        watcher, box = self._watcher, self._watched()
        if watcher is not None and box is not None and not self._looks.busy:
            self._looks.ask(lambda unwanted: _picture(watcher.look(box)), self._tell, _nothing)

    def _tell(self, found: tuple[QImage, Box] | None) -> None:
        if found is not None:
            self.pictured.emit(*found)


def _picture(glance: "Glance | None") -> tuple[QImage, Box] | None:
    if glance is None:
        return None
    width, height = glance.size
    image = QImage(glance.pixels, width, height, 4 * width, QImage.Format.Format_RGB32)
    return image.copy(), glance.screen


def _nothing(_: object) -> None:
    """Pass over a screen that is gone: the trial tells how it went on."""
