"""The timeline: a slider over the whole recording, with lanes of what happened in it.

It is a slider to assistive technology too: its value is the playhead in milliseconds, and its
description says the clock, the step and the window there. The step list beside it is the parallel
of what is drawn.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QHelpEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSlider, QToolTip, QWidget

from studio.gui.language import tr
from studio.gui.theme import Theme, px
from studio.gui.widgets.timeline_data import TimelineData
from studio.gui.widgets.timeline_paint import LABELS, RULER, SCREEN, LanePainter, Row, rows, slots
from studio.gui.widgets.timeline_scale import Scale, clock_of

_MILLISECOND = 1_000_000
_ZOOM = 1.25
_REACH = 4
_GRIP = 6
_PAN = 0.5
_NO_BUTTON = Qt.MouseButton.NoButton


def _no_picture(t: int) -> QImage | None:
    return None


class Timeline(QSlider):
    """Shows data, tells what was asked for; times are nanoseconds since the recording began.

    Attributes:
        picture_at: gives the small picture of a moment if there is one.
    """

    scrubbed = Signal(object)
    sought = Signal(object)
    steps_asked = Signal(int, int)
    play_asked = Signal()
    view_changed = Signal()

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.picture_at: Callable[[int], QImage | None] = _no_picture
        self._data = TimelineData()
        self._scale = Scale.fit(1, 1)
        self._playhead = 0
        self._selection: tuple[int, int] | None = None
        self._current: tuple[int, int] | None = None
        self._ground: QPixmap | None = None
        self._pressed: str = ""
        self._anchor = 0
        self._telling = False
        self.setAccessibleName(tr("Timeline"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setMinimumHeight(px(RULER + SCREEN + 24))
        self.setMinimumWidth(px(LABELS + 200))
        self.valueChanged.connect(self._take_value)

    # What is shown.

    def show_data(self, data: TimelineData) -> None:
        """Show a recording; one of the same length keeps its zoom."""
        same = data.length == self._data.length
        self._data = data
        if not same:
            self._scale = Scale.fit(data.length, self._lane_width())
            self._playhead, self._selection, self._current = 0, None, None
        self._telling = True
        self.setRange(0, data.length // _MILLISECOND)
        self._telling = False
        self._tell()
        self.updateGeometry()
        self.refresh()
        self.view_changed.emit()

    def show_playhead(self, t: int) -> None:
        """Show the playhead at a time, and as much of the recording as makes it seen."""
        self._playhead = min(max(t, 0), self._data.length)
        self._look_at(self._playhead)
        self._tell()
        self.update()

    def show_selection(self, first: int, last: int) -> None:
        """Show which steps are selected by their ids; 0 shows none."""
        held = [step for step in self._data.steps if first <= step.id <= last] if first else []
        self._selection = (held[0].start, held[-1].end) if held else None
        self._current = (first, last) if held else None
        self.update()

    def refresh(self) -> None:
        """Draw the lanes anew: their colours or pictures changed."""
        self._ground = None
        self.update()

    @property
    def playhead(self) -> int:
        """Where the playhead is."""
        return self._playhead

    @property
    def scale_(self) -> Scale:
        """How time lies on the pixels right of the names."""
        return self._scale

    def slots(self) -> list[int]:
        """Return the time of each small picture that is seen, from the left."""
        return [t for t, _ in slots(self._scale)] if self._data.pictures else []

    def row_at(self, y: float) -> Row | None:
        """Return the row at a pixel."""
        return next((row for row in rows(self._data) if row.top <= y < row.top + row.height), None)

    def told_at(self, t: int, y: float) -> str:
        """Return in words what is at a time, and in the lane at a pixel."""
        lines = [clock_of(t)]
        row = self.row_at(y)
        if row and row.lane and row.lane.titles:
            reach = _REACH * self._scale.per_pixel
            place = row.lane.near(t, reach)
            if place is not None:
                lines[0] += f"  {tr(row.name)}: {row.lane.titles[place]}"
        step = self._data.step_at(t)
        if step is not None:
            found = self._data.steps[step]
            lines.append(tr("Step {number}: {sentence}").format(
                number=found.id, sentence=found.sentence
            ))
        return "\n".join(lines)

    def _tell(self) -> None:
        """Say the playhead to assistive technology."""
        self._telling = True
        self.setValue(self._playhead // _MILLISECOND)
        self._telling = False
        words = tr("{now} of {length}").format(
            now=clock_of(self._playhead), length=clock_of(self._data.length)
        )
        place = self._data.step_at(self._playhead)
        if place is not None:
            step = self._data.steps[place]
            words += ", " + tr("step {number}: {sentence}").format(
                number=step.id, sentence=step.sentence
            )
        lane = self._data.lane("windows")
        window = lane.near(self._playhead, 0) if lane else None
        if lane and window is not None:
            words += ", " + tr("window {title}").format(title=lane.titles[window])
        self.setAccessibleDescription(words)

    def _take_value(self, value: int) -> None:
        """Go where assistive technology put the slider."""
        if not self._telling:
            self._seek(value * _MILLISECOND)

    # Size and zoom.

    def sizeHint(self) -> QSize:
        """Ask for the room of all lanes."""
        below = rows(self._data)
        high = below[-1].top + below[-1].height + px(8) if below else px(RULER + SCREEN)
        return QSize(px(LABELS + 600), high)

    def _lane_width(self) -> int:
        return max(1, self.width() - px(LABELS))

    def _take_scale(self, scale: Scale) -> None:
        if scale != self._scale:
            self._scale = scale
            self.refresh()
            self.view_changed.emit()

    def _look_at(self, t: int) -> None:
        self._take_scale(self._scale.showing(t))

    def zoom(self, factor: float, x: float | None = None) -> None:
        """Show `factor` times the detail around a pixel of the lanes, else around the playhead."""
        if x is None:
            x = min(max(self._scale.x(self._playhead), 0.0), float(self._scale.width))
        self._take_scale(self._scale.zoomed(factor, x))

    def zoom_in(self) -> None:
        """Show more detail around the playhead."""
        self.zoom(_ZOOM * _ZOOM)

    def zoom_out(self) -> None:
        """Show less detail around the playhead."""
        self.zoom(1 / (_ZOOM * _ZOOM))

    def fit(self) -> None:
        """Show the whole recording."""
        self._take_scale(Scale.fit(self._data.length, self._lane_width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what is seen."""
        super().resizeEvent(event)
        self._scale = self._scale.resized(self._lane_width())
        self.refresh()
        self.view_changed.emit()

    # Mouse.

    def _t(self, x: float) -> int:
        return self._scale.t(x - px(LABELS))

    def _on_grip(self, x: float) -> bool:
        return abs(x - px(LABELS) - self._scale.x(self._playhead)) <= px(_GRIP)

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
            far = abs(x - px(LABELS) - self._scale.x(self._anchor)) >= px(_REACH)
            if self._pressed == "range" or far:
                self._pressed = "range"
                self._select_span(self._anchor, self._t(x))
        over = y < px(RULER) or self._on_grip(x)
        shape = Qt.CursorShape.SizeHorCursor if over and x >= px(LABELS) else None
        self.setCursor(shape) if shape else self.unsetCursor()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End scrubbing; a press without a drag goes to what lies there."""
        pressed, self._pressed = self._pressed, ""
        t = self._t(event.position().x())
        if pressed == "scrub":
            self._seek(t)
        elif pressed == "click":
            self._click(t, event.position().y())

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
            place = row.lane.near(t, px(_REACH) * self._scale.per_pixel)
            if place is not None:
                t = int(row.lane.starts[place])
        self._seek(t)

    def _scrub(self, t: int) -> None:
        self.show_playhead(t)
        self.scrubbed.emit(t)

    def _seek(self, t: int) -> None:
        self.show_playhead(t)
        self.sought.emit(t)

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
            Qt.Key.Key_Left: lambda: self._step(-1, shift),
            Qt.Key.Key_Right: lambda: self._step(1, shift),
            Qt.Key.Key_Home: lambda: self._seek(0),
            Qt.Key.Key_End: lambda: self._seek(self._data.length),
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

    def _step(self, by: int, extends: bool) -> None:
        steps = self._data.steps
        if not steps:
            return
        ids = [step.id for step in steps]
        if self._current is None:
            place = self._data.step_at(self._playhead)
            wanted = ids[max((place if place is not None else -1) + (by > 0), 0)]
            self.steps_asked.emit(wanted, wanted)
            return
        first, last = (ids.index(id) for id in self._current)
        if not extends:
            place = (first if by < 0 else last) + by
            place = min(max(place, 0), len(ids) - 1)
            self.steps_asked.emit(ids[place], ids[place])
        elif by > 0:
            self.steps_asked.emit(ids[first], ids[min(last + 1, len(ids) - 1)])
        else:
            self.steps_asked.emit(ids[first], ids[max(last - 1, first)])

    def _turn(self, by: int) -> None:
        """Go on by what is seen, or by a tenth where all is seen."""
        share = self._data.length // 10
        seen = round(self._scale.width * self._scale.per_pixel)
        self._seek(self._playhead + by * (share if self._scale.fits else seen))

    # Drawing.

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lanes out of store, and over them what moves."""
        painter = QPainter(self)
        if self._ground is None:
            self._ground = self._draw_ground()
        painter.drawPixmap(0, 0, self._ground)
        painter.setClipRect(QRect(px(LABELS), 0, self._lane_width(), self.height()))
        painter.translate(px(LABELS), 0)
        self._draw_selection(painter)
        self._draw_playhead(painter)
        painter.resetTransform()
        painter.setClipping(False)
        if self.hasFocus():
            painter.setPen(QPen(QColor(Theme.tokens.accent), 2))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _draw_ground(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        made = QPixmap(round(self.width() * ratio), round(self.height() * ratio))
        made.setDevicePixelRatio(ratio)
        painter = QPainter(made)
        size = (self.width(), self.height())
        LanePainter(painter, self.font(), size).paint(self._data, self._scale, self.picture_at)
        painter.end()
        return made

    def _draw_selection(self, painter: QPainter) -> None:
        if self._selection is None:
            return
        left = round(self._scale.x(self._selection[0]))
        right = max(round(self._scale.x(self._selection[1])), left + px(2))
        colour = QColor(Theme.tokens.accent)
        painter.setPen(QPen(colour, 1))
        painter.drawLine(left, px(RULER), left, self.height())
        painter.drawLine(right, px(RULER), right, self.height())
        painter.fillRect(left, px(RULER) - px(4), right - left, px(4), colour)
        colour.setAlpha(36)
        painter.fillRect(left, px(RULER), right - left, self.height(), colour)

    def _draw_playhead(self, painter: QPainter) -> None:
        x = round(self._scale.x(self._playhead))
        colour = QColor(Theme.tokens.bad)
        painter.setPen(QPen(colour, px(2)))
        painter.drawLine(x, px(8), x, self.height())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        half = px(_GRIP)
        grip = (
            *((x - half, 0), (x + half, 0), (x + half, half)),
            *((x, 2 * half), (x - half, half)),
        )
        painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in grip]))
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def changeEvent(self, event: QEvent) -> None:
        """Draw anew in another mode."""
        super().changeEvent(event)
        kinds = (QEvent.Type.PaletteChange, QEvent.Type.StyleChange, QEvent.Type.FontChange)
        if event.type() in kinds:
            self.refresh()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        super().focusInEvent(event)
        self.update()
