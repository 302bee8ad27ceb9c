"""A map or a drawing that is moved and enlarged by hand or by keys; a click tells the feature."""

import math
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)

from studio.gui.language import tr
from studio.gui.theme import Theme, hue, px
from studio.gui.widgets.drawing import Ask
from studio.gui.widgets.held_canvas import HeldCanvas
from studio.gui.widgets.plan_paint import Look, Shown, paint_plan
from studio.gui.widgets.scene_frame import ONLY_FIRST, ONLY_SECOND, plain_token
from studio.viewing.figures import figure

if TYPE_CHECKING:
    from studio.viewing.plans import Plan, Window

_MOVE, _FILLED = 0.1, 0.9
_CLOSEST, _FARTHEST = 1e5, 0.5
_REACH, _REST_MS, _BAR = 8, 60, 96


class PlanCanvas(HeldCanvas):
    """Paints plans in another thread; while it is moved the last picture moves along.

    Attributes:
        pointed: the place under the pointer, None once it has left.
    """

    pointed = Signal(object)

    def __init__(self, ask: Ask) -> None:
        super().__init__(ask, tr("Map"), _REST_MS)
        self._plan: Plan | None = None
        self._other: Plan | None = None
        self._faint: frozenset[int] = frozenset()
        self._looked = -1
        self._zoom, self._x, self._y = 1.0, 0.0, 0.0
        self._shown: Shown | None = None
        self.setMouseTracking(True)

    # What is shown.

    def show_plan(self, plan: "Plan | None", other: "Plan | None" = None) -> None:
        """Show a plan, or how two differ, as large as it fits."""
        self._plan, self._other = plan, other
        self._shown, self._looked, self._faint = None, -1, frozenset()
        self._zoom, self._x, self._y = 1.0, 0.0, 0.0
        self._drawer.begin()
        self.redraw()

    def show_marks(self, faint: frozenset[int], looked: int) -> None:
        """Show some layers without their hue, and a feature as looked at (-1 for none)."""
        if (faint, looked) != (self._faint, self._looked):
            self._faint, self._looked = faint, looked
            self.redraw()

    def window_at(self, ratio: float = 1.0) -> "Window":
        """Return what of the plan is seen, with so many pixels for one of this widget."""
        from studio.viewing.plans import Window

        assert self._plan is not None
        data = self._plan.data
        west, south, east, north = data.box
        squeeze = 1.0
        if data.degrees:
            squeeze = max(0.05, math.cos(math.radians(min(max((south + north) / 2, -88), 88))))
        wide, high = max((east - west) * squeeze, 1e-12), max(north - south, 1e-12)
        fit = _FILLED * min(self.width() / wide, self.height() / high)
        size = max(1, round(self.width() * ratio)), max(1, round(self.height() * ratio))
        return Window(self._x, self._y, fit * self._zoom * ratio, squeeze, size, data.down)

    @property
    def is_filled(self) -> bool:
        """Whether there is a plan."""
        return self._plan is not None

    def shift(self, x: float, y: float) -> None:
        """Move the plan by pixels."""
        if self._plan is None:
            return
        window = self.window_at()
        self._x, self._y = window.place(window.size[0] / 2 - x, window.size[1] / 2 - y)
        self._rest.start()
        self.update()

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Show it larger, with one place of this widget staying where it is."""
        if self._plan is None:
            return
        before = self.window_at()
        spot = at or QPointF(self.width() / 2, self.height() / 2)
        x, y = before.place(spot.x(), spot.y())
        self._zoom = min(max(self._zoom * factor, _FARTHEST), _CLOSEST)
        after = self.window_at()
        there = after.place(spot.x(), spot.y())
        self._x, self._y = self._x + x - there[0], self._y + y - there[1]
        self._rest.start()
        self.update()

    def fit(self) -> None:
        """Show all of it."""
        self._zoom, self._x, self._y = 1.0, 0.0, 0.0
        self.redraw()

    def go_to(self, feature: int) -> None:
        """Bring a feature into sight."""
        middle = self._plan.middle_of(feature) if self._plan else None
        if middle is None:
            return
        window = self.window_at()
        x, y = window.pixels(_pair(middle))[0]
        if not (0 <= x < window.size[0] and 0 <= y < window.size[1]):
            self._x, self._y = middle
            self.redraw()

    def redraw(self) -> None:
        """Draw it anew."""
        self._rest.stop()
        self.update()
        if self._plan is None or self.width() < 2:
            return
        window = self.window_at(self.devicePixelRatioF())
        work = partial(paint_plan, self._plan, self._other, window, self._look(), self._looked)
        self._settled = False
        self._drawer.draw(work)

    def _look(self) -> Look:
        assert self._plan is not None
        tokens, plain = Theme.tokens, str(getattr(Theme.tokens, plain_token()))
        layers = tuple(
            plain if number in self._faint else hue(number)
            for number in range(len(self._plan.data.layers))
        )
        ratio = self.devicePixelRatioF()
        return Look(
            tokens.sunken, tokens.text, layers, tokens.accent, hue(ONLY_FIRST), hue(ONLY_SECOND),
            plain, px(3) / 2 * ratio, px(7) * ratio,
        )  # fmt: skip

    def _show(self, shown: Any) -> None:
        self._shown, self._settled = shown, True
        self.update()
        self.drawn.emit()

    # Hand and keys.

    def _drag(self, gone: QPointF, event: QMouseEvent) -> None:
        """Move it."""
        self.shift(gone.x(), gone.y())

    def _hover(self, place: QPointF) -> None:
        """Tell the place under the pointer."""
        if self._plan is not None:
            self.pointed.emit(self.window_at().place(place.x(), place.y()))

    def at(self, place: QPointF) -> int:
        """Return the feature at a place of this widget, -1 if there is none."""
        if self._plan is None:
            return -1
        return self._plan.hit(self.window_at(), place.x(), place.y(), px(_REACH))

    def leaveEvent(self, event: QEvent) -> None:
        """Tell that the pointer is away."""
        self.pointed.emit(None)

    def _step(self, right: int, down: int, shift: bool) -> None:
        """Move it by an arrow key."""
        self.shift(-right * _MOVE * self.width(), -down * _MOVE * self.height())

    def _take_key(self, key: Qt.Key) -> bool:
        """Show all by 0."""
        if key == Qt.Key.Key_0:
            self.fit()
        return key == Qt.Key.Key_0

    # Drawing.

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the newest picture where it belongs now, and how long a stretch is."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(Theme.tokens.sunken))
        if self._plan is not None and self._shown is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self._where(self._shown), self._shown.image)
            self._paint_bar(painter)
        self._paint_focus(painter)
        painter.end()

    def _where(self, shown: Shown) -> QRectF:
        now, then = self.window_at(), shown.window
        corners = [then.place(0, 0), then.place(*then.size)]
        (left, top), (right, bottom) = (now.pixels(_pair(corner))[0] for corner in corners)
        return QRectF(left, top, right - left, bottom - top)

    def _paint_bar(self, painter: QPainter) -> None:
        assert self._plan is not None
        window = self.window_at()
        length = round_down(px(_BAR) / (window.scale * window.squeeze))
        wide = length * window.scale * window.squeeze
        left, bottom = px(16), self.height() - px(12)
        unit = self._plan.data.unit
        told = figure(length) + (unit if unit == "°" else f" {unit}" if unit else "")
        metrics = painter.fontMetrics()
        room = QRectF(left, bottom, max(wide, metrics.horizontalAdvance(told)), 0)
        high = metrics.height() + px(4)
        # What is drawn below would cross the letters.
        around = room.adjusted(-px(8), -high, px(8), px(8))
        painter.fillRect(around, QColor(Theme.tokens.sunken))
        painter.setPen(QPen(QColor(Theme.tokens.text_2), px(2)))
        painter.drawLine(QPointF(left, bottom), QPointF(left + wide, bottom))
        painter.drawText(QPointF(left, bottom - px(4)), told)


def round_down(length: float) -> float:
    """Return 1, 2 or 5 times a power of ten, at most a length."""
    if not 0 < length < math.inf:
        return 1.0
    power = 10.0 ** math.floor(math.log10(length))
    return max(step for step in (1.0, 2.0, 5.0) if step * power <= length * 1.0000001) * power


def _pair(place: tuple[float, float]) -> Any:
    import numpy as np

    return np.array([place])
