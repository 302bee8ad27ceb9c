"""The recording bar on the screen: where it stands, and how it gets out of the way of the work."""

import sys
from collections import deque
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QSocketNotifier, QTimer, Signal
from PySide6.QtGui import QCursor, QGuiApplication

from studio.base.errors import FaultError
from studio.capture.options import BAR_ROLE
from studio.gui import window_state
from studio.gui.language import tr
from studio.gui.recording_state import Face, Rates, corner_away, inside, is_near
from studio.gui.theme import px
from studio.gui.widgets.recording_bar import RecordingBar

if TYPE_CHECKING:
    from studio.capture.presses import Presses

_MARGIN, _NEAR = 16, 48
# The word that the press was on the bar itself may come a little later, so it waits.
_HOP_MS = 200
_FOLLOW_MS = 60
_TOUCHES = 8
_MENDS = 6


class BarWork(QObject):
    """Makes the bar when it is needed, and lets it give way to presses beside it."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.bar: RecordingBar | None = None
        self._presses: Presses | None = None
        self._held_elsewhere = False
        self._hop = QTimer(self)
        self._hop.setSingleShot(True)
        self._hop.setInterval(_HOP_MS)
        self._hop.timeout.connect(self._go_away)
        self._touches: deque[int] = deque(maxlen=_TOUCHES)
        self._from, self._at, self._mends = QPoint(), QPoint(), 0
        self._follow = QTimer(self)
        self._follow.setInterval(_FOLLOW_MS)
        self._follow.timeout.connect(self._watch_drag)

    def show_face(self, face: Face, rates: Rates) -> None:
        """Show how the recorder stands; the first time the bar appears where it was last."""
        if self.bar is None:
            self.bar = self._make()
        bar = self.bar
        marked = tr("{state}, {marks} marked").format(state=tr(face.state), marks=face.marks)
        word = tr(face.news) or (marked if face.marks else tr(face.state))
        bar.show_state(word, face.tone, face.time or "00:00")
        bar.show_rates(rates.events, rates.frames)
        bar.show_buttons(face.buttons)
        if not bar.isVisible():
            bar.resize(bar.sizeHint())
            self._place()
            bar.show()
        self._mend_place()

    def _make(self) -> RecordingBar:
        made = RecordingBar(BAR_ROLE)
        made.asked.connect(self.asked)
        made.moved.connect(self._keep_place)
        made.touched.connect(self._stay)
        if sys.platform == "linux" and QGuiApplication.platformName() == "xcb":
            self._settle_in(made)
        return made

    def _screen(self) -> tuple[int, int, int, int]:
        screen = (self.bar.screen() if self.bar else None) or QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        return room.x(), room.y(), room.width(), room.height()

    def _place(self) -> None:
        if self.bar is None:
            return
        screen, size = self._screen(), (self.bar.width(), self.bar.height())
        place = window_state.bar_place() or corner_away(screen[:2], size, screen, px(_MARGIN))
        self._put(QPoint(*inside(place, size, screen)))

    def _put(self, place: QPoint) -> None:
        self._at, self._mends = place, _MENDS
        if self.bar:
            self.bar.move(place)

    def _keep_place(self, place: QPoint) -> None:
        self._at = place
        window_state.remember_bar(place.x(), place.y())

    def _mend_place(self) -> None:
        """Put the bar again where it belongs if Qt takes it to be elsewhere.

        A window that is shown while its frame is made may be told its place in the frame, and Qt
        keeps that for its place on the screen; asked again, the window manager tells the true one.
        """
        bar = self.bar
        if bar and not bar.is_held and bar.pos() != self._at and self._mends > 0:
            self._mends -= 1
            bar.move(self._at)

    def _settle_in(self, made: RecordingBar) -> None:
        """Tell the window system what Qt cannot, and hear presses anywhere."""
        from studio.capture.bar import never_focus
        from studio.capture.presses import Presses

        identifier = int(made.winId())
        QGuiApplication.sync()
        try:
            never_focus(identifier)
            presses = Presses()
        except (FaultError, OSError):
            return
        self._presses = presses
        heard = QSocketNotifier(presses.number, QSocketNotifier.Type.Read, self)
        heard.activated.connect(lambda *_: self.hear(presses.heard()))

    def hear(self, presses: list[int | None]) -> None:
        """Take the word of presses, by their times (ms), and of releases anywhere on the screen."""
        for pressed_ms in presses:
            if pressed_ms is None:
                self._held_elsewhere = False
                self._follow.stop()
            elif self.bar and self.bar.isVisible() and pressed_ms not in self._touches:
                at = QCursor.pos()
                if not self.bar.geometry().contains(at):
                    self._held_elsewhere = True
                    self._follow.start()
                    self._step_aside(at)

    def _stay(self, pressed_ms: int) -> None:
        """Stay where the bar is: it was pressed itself.

        The word that something was pressed then comes before or after that, when the pointer may be
        beside the bar again.
        """
        self._touches.append(pressed_ms)
        self._held_elsewhere = False
        self._follow.stop()
        self._hop.stop()

    def _watch_drag(self) -> None:
        if self._held_elsewhere:
            self._step_aside(QCursor.pos())

    def _step_aside(self, at: QPoint) -> None:
        if self.bar is None:
            return
        area = self.bar.geometry()
        place = area.x(), area.y(), area.width(), area.height()
        if is_near((at.x(), at.y()), place, px(_NEAR)):
            self._give_way(at)

    def _give_way(self, at: QPoint) -> None:
        if not self._hop.isActive():
            self._from = at
            self._hop.start()

    def _go_away(self) -> None:
        if self.bar is None or not self.bar.isVisible():
            return
        size = self.bar.width(), self.bar.height()
        at = self._from.x(), self._from.y()
        self._put(QPoint(*corner_away(at, size, self._screen(), px(_MARGIN))))

    def hide(self) -> None:
        """Take the bar away."""
        self._follow.stop()
        self._hop.stop()
        if self.bar:
            self.bar.hide()

    def close(self) -> None:
        """Take the bar away for good."""
        self.hide()
        for notifier in self.findChildren(QSocketNotifier):
            notifier.setEnabled(False)
            notifier.deleteLater()
        if self._presses is not None:
            self._presses.close()
            self._presses = None
        if self.bar:
            self.bar.deleteLater()
            self.bar = None
