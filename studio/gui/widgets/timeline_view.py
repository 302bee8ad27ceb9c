"""The look of the timeline: a slider over the whole recording, with lanes of what happened in it.

It is a slider to assistive technology too: its value is the playhead in milliseconds, and its
description says the clock, the step and the window there. The step list beside it is the parallel
of what is drawn.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QSlider

from studio.gui.language import tr
from studio.gui.theme import Theme, px
from studio.gui.widgets.timeline_data import TimelineData
from studio.gui.widgets.timeline_paint import (
    LABELS,
    LANE,
    RULER,
    SCREEN,
    LanePainter,
    Row,
    rows,
    slots,
)
from studio.gui.widgets.timeline_scale import Scale, clock_of

_MILLISECOND = 1_000_000
_ZOOM = 1.5
_LANES = 6
GRIP, REACH = 6, 4
"""How near, in pixels, the playhead and an item are taken for pressed."""


def _no_picture(t: int) -> QImage | None:
    return None


class TimelineView(QSlider):
    """Draws the recording and its playhead, and says where it is.

    Attributes:
        picture_at: gives the small picture of a moment if there is one.
    """

    sought = Signal(object)
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
        self._telling = False
        self.setAccessibleName(tr("Timeline"))
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
        self._current = (held[0].id, held[-1].id) if held else None
        self.update()

    def refresh(self) -> None:
        """Draw the lanes anew: their colours or pictures changed."""
        self._ground = None
        self.update()

    @property
    def data(self) -> TimelineData:
        """What is shown."""
        return self._data

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
            reach = REACH * self._scale.per_pixel
            place = row.lane.near(t, reach)
            if place is not None:
                lines[0] += f"  {tr(row.name)}: {row.lane.titles[place]}"
        step = self._data.step_at(t)
        if step is not None:
            found = self._data.steps[step]
            lines.append(
                tr("Step {number}: {sentence}").format(number=found.id, sentence=found.sentence)
            )
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
            self.seek(value * _MILLISECOND)

    def seek(self, t: int) -> None:
        """Go to a time, and tell."""
        self.show_playhead(t)
        self.sought.emit(t)

    # Size and zoom.

    def sizeHint(self) -> QSize:
        """Ask for the room of all lanes."""
        return QSize(px(LABELS + 600), px(RULER + SCREEN + _LANES * LANE + 8))

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
        self.zoom(_ZOOM)

    def zoom_out(self) -> None:
        """Show less detail around the playhead."""
        self.zoom(1 / _ZOOM)

    def fit(self) -> None:
        """Show the whole recording."""
        self._take_scale(Scale.fit(self._data.length, self._lane_width()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what is seen."""
        super().resizeEvent(event)
        self._scale = self._scale.resized(self._lane_width())
        self.refresh()
        self.view_changed.emit()

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
        half = px(GRIP)
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
