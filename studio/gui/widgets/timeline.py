"""The timeline under the hand: scrubbing, selecting, zooming, by mouse and by keys."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent

from studio.gui.theme import px
from studio.gui.widgets.timeline_paint import LABELS, RULER
from studio.gui.widgets.timeline_view import GRIP, REACH, TimelineView

_ZOOM = 1.25
_PAN = 0.5


class Timeline(TimelineView):
    """Shows data, tells what was asked for; times are nanoseconds since the recording began.

    Attributes:
        dragged: steps were dragged over, and are selected by now.
    """

    dragged = Signal()
    scrubbed = Signal(object)
    steps_asked = Signal(int, int)
    play_asked = Signal()
    pointed = Signal(object, float, int)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._pressed = ""
        self._anchor = 0
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)

    # Mouse.

    def _t(self, x: float) -> int:
        return self._scale.t(x - px(LABELS))

    def _on_grip(self, x: float) -> bool:
        return abs(x - px(LABELS) - self._scale.x(self._playhead)) <= px(GRIP)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to scrub on the ruler or the playhead, or to select on a lane."""
        x, y = event.position().x(), event.position().y()
        if event.button() != Qt.MouseButton.LeftButton or x < px(LABELS):
            return
        event.accept()
        if y < px(RULER) or self._on_grip(x):
            self._pressed = "scrub"
            self._scrub(self._t(x))
        else:
            self._pressed = "click"
            extends = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._anchor = self._playhead if extends else self._t(x)
            if extends:
                self._select_span(self._anchor, self._t(x))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Scrub, or select the steps that are dragged over."""
        x, y = event.position().x(), event.position().y()
        if self._pressed == "scrub":
            self._scrub(self._t(x))
        elif self._pressed:
            far = abs(x - px(LABELS) - self._scale.x(self._anchor)) >= px(REACH)
            if self._pressed == "range" or far:
                self._pressed = "range"
                self._select_span(self._anchor, self._t(x))
        over = y < px(RULER) or self._on_grip(x)
        shape = Qt.CursorShape.SizeHorCursor if over and x >= px(LABELS) else None
        self.setCursor(shape) if shape else self.unsetCursor()
        if x < px(LABELS) or self._pressed == "range":
            self.left.emit()
        else:
            self.pointed.emit(self._t(x), y, round(x))

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the pointer is elsewhere."""
        super().leaveEvent(event)
        self.left.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End scrubbing; a press without a drag goes to what lies there."""
        pressed, self._pressed = self._pressed, ""
        t = self._t(event.position().x())
        if pressed == "scrub":
            self.seek(t)
        elif pressed == "click":
            self._click(t, event.position().y())
        elif pressed == "range":
            self.dragged.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Select the steps under the bar that was pressed twice."""
        t, row = self._t(event.position().x()), self.row_at(event.position().y())
        if row and row.lane and row.lane.kind == "bars":
            place = row.lane.near(t, 0)
            if place is not None:
                self._select_span(int(row.lane.starts[place]), int(row.lane.ends[place]) - 1)

    def _click(self, t: int, y: float) -> None:
        row = self.row_at(y)
        if row and row.lane and row.lane.kind != "bars":
            place = row.lane.near(t, px(REACH) * self._scale.per_pixel)
            if place is not None:
                t = int(row.lane.starts[place])
        self.seek(t)

    def _scrub(self, t: int) -> None:
        self.show_playhead(t)
        self.scrubbed.emit(t)

    def _select_span(self, first: int, last: int) -> None:
        held = self._data.steps_within(first, last)
        if held:
            self.steps_asked.emit(held[0].id, held[-1].id)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Move along the recording; with Ctrl zoom at the pointer."""
        turned = event.angleDelta()
        distance = turned.y() or turned.x()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            x = max(0.0, event.position().x() - px(LABELS))
            self.zoom(_ZOOM ** (distance / 120), x)
        else:
            self._take_scale(self._scale.scrolled(-distance * _PAN * px(2)))
        event.accept()

    # Keys.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from step to step, zoom, play."""
        key = event.key()
        shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        plain: dict[int, Callable[[], object]] = {
            Qt.Key.Key_Left: lambda: self.step(-1, shift),
            Qt.Key.Key_Right: lambda: self.step(1, shift),
            Qt.Key.Key_Home: lambda: self.seek(0),
            Qt.Key.Key_End: lambda: self.seek(self._data.length),
            Qt.Key.Key_PageUp: lambda: self._turn(-1),
            Qt.Key.Key_PageDown: lambda: self._turn(1),
            Qt.Key.Key_Space: self.play_asked.emit,
            Qt.Key.Key_Plus: self.zoom_in,
            Qt.Key.Key_Equal: self.zoom_in,
            Qt.Key.Key_Minus: self.zoom_out,
            Qt.Key.Key_0: self.fit,
        }
        held = event.modifiers() & (
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
        )
        if key in plain and not held:
            plain[key]()
            event.accept()
        else:
            event.ignore()

    def step(self, by: int, extends: bool = False) -> None:
        """Ask for the step before (-1) or after (1) those selected, or for one more or less."""
        if not self._data.steps:
            return
        ids = [step.id for step in self._data.steps]
        here = self._data.step_at(self._playhead)
        here = -1 if here is None else here
        first, last = (ids.index(id) for id in self._current) if self._current else (here, here)
        end = len(ids) - 1
        if extends and self._current:
            last = min(max(last + by, first), end)
        else:
            first = last = min(max((first if by < 0 else last) + by, 0), end)
        self.steps_asked.emit(ids[first], ids[last])

    def _turn(self, by: int) -> None:
        """Go on by what is seen, or by a tenth where all is seen."""
        share = self._data.length // 10
        seen = round(self._scale.width * self._scale.per_pixel)
        self.seek(self._playhead + by * (share if self._scale.fits else seen))
