"""How the lanes of the timeline are drawn: only what is seen, and what shares a pixel once."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QImage, QPainter, QPen

from studio.base.lazy import Later
from studio.gui.language import tr
from studio.gui.theme import Theme, hue, px
from studio.gui.widgets.timeline_data import Lane, TimelineData
from studio.gui.widgets.timeline_scale import LEVELS, Scale, levels, ruler, within

if TYPE_CHECKING:
    import numpy as np
else:
    np = Later("numpy")

LABELS, RULER, SCREEN, LANE = 112, 24, 40, 22
THUMB = (52, 32)
_GAP = 4
_MARK = 64
_LEAST_BAR = 3
# Even the least that shares a pixel stands out from the ground.
_FAINTEST = 0.45
_VERTICAL = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
SCREEN_ROW = "screen"


@dataclass(frozen=True)
class Row:
    """Where a lane stands: its top and height in pixels; the pictures have no lane."""

    name: str
    top: int
    height: int
    lane: Lane | None = None


def rows(data: TimelineData) -> tuple[Row, ...]:
    """Return the rows below the ruler, from the top."""
    found, top = [], px(RULER)
    if data.pictures:
        found.append(Row("Screen", top, px(SCREEN)))
        top += px(SCREEN)
    for lane in data.lanes:
        found.append(Row(lane.name, top, px(LANE), lane))
        top += px(LANE)
    return tuple(found)


def slots(scale: Scale) -> Iterator[tuple[int, int]]:
    """Yield the (time, pixel) of each picture that is seen; a slot keeps its time while panned."""
    stride = scale.per_pixel * px(THUMB[0] + _GAP)
    for number in range(int(scale.first // stride), int(scale.last // stride) + 1):
        t = round(number * stride)
        if t < scale.length:
            yield t, round(scale.x(t))


class LanePainter:
    """Draws everything of the timeline that stays while the playhead moves."""

    def __init__(
        self, painter: QPainter, font: QFont, size: tuple[int, int], ratio: float = 1.0
    ) -> None:
        self._painter = painter
        self._width, self._height = size
        self._ratio = ratio
        self._small = QFont(font)
        self._small.setPixelSize(px(11))
        painter.setFont(self._small)
        self._metrics = QFontMetrics(self._small)

    def paint(
        self, data: TimelineData, scale: Scale, picture: Callable[[int], QImage | None]
    ) -> None:
        """Draw ground, ruler, names and lanes."""
        painter, tokens = self._painter, Theme.tokens
        painter.fillRect(QRect(0, 0, self._width, self._height), QColor(tokens.panel))
        self._names(data)
        painter.save()
        painter.setClipRect(QRect(px(LABELS), 0, self._width - px(LABELS), self._height))
        painter.translate(px(LABELS), 0)
        self._ruler(scale)
        for row in rows(data):
            if row.top < self._height:
                self._row(row, scale, picture)
        painter.restore()
        painter.setPen(QPen(QColor(tokens.line), 1))
        painter.drawLine(px(LABELS) - 1, 0, px(LABELS) - 1, self._height)

    def _names(self, data: TimelineData) -> None:
        self._painter.setPen(QColor(Theme.tokens.text_3))
        for row in rows(data):
            area = QRect(px(16), row.top, px(LABELS) - px(24), row.height)
            name = self._metrics.elidedText(tr(row.name), Qt.TextElideMode.ElideRight, area.width())
            self._painter.drawText(area, int(_VERTICAL), name)

    def _ruler(self, scale: Scale) -> None:
        painter, tokens = self._painter, Theme.tokens
        for x, words in ruler(scale, px(_MARK)):
            place = round(x)
            painter.setPen(QPen(QColor(tokens.line), 1))
            painter.drawLine(place, px(RULER) - px(4), place, px(RULER) - 1)
            painter.setPen(QColor(tokens.text_2))
            # A label that would be cut by the edge stands inside of it.
            wide = self._metrics.horizontalAdvance(words)
            left = min(max(place - wide // 2, px(4)), scale.width - wide - px(4))
            painter.drawText(QRect(left, 0, wide + 2, px(RULER) - px(4)), int(_VERTICAL), words)

    def _row(self, row: Row, scale: Scale, picture: Callable[[int], QImage | None]) -> None:
        if row.lane is None:
            self._screen(row, scale, picture)
            return
        draw = {"ticks": self._ticks, "bars": self._bars, "dots": self._dots, "words": self._words}
        draw[row.lane.kind](row, row.lane, scale)

    def _screen(self, row: Row, scale: Scale, picture: Callable[[int], QImage | None]) -> None:
        painter, tokens = self._painter, Theme.tokens
        wide, high = px(THUMB[0]), px(THUMB[1])
        top = row.top + (row.height - high) // 2
        for t, x in slots(scale):
            area = QRect(x, top, wide, high)
            painter.fillRect(area, QColor(tokens.sunken))
            image = picture(t)
            if image is not None and not image.isNull():
                shown = image.deviceIndependentSize()
                corner = QPointF(
                    area.x() + (wide - shown.width()) / 2, area.y() + (high - shown.height()) / 2
                )
                painter.drawImage(corner.toPoint(), image)
            painter.setPen(QPen(QColor(tokens.line), 1))
            painter.drawRect(area.adjusted(0, 0, -1, -1))

    def _ticks(self, row: Row, lane: Lane, scale: Scale) -> None:
        tokens = Theme.tokens
        colour = QColor(tokens.accent if lane.id == "keys" else tokens.border)
        self._strip(row, px(12), colour, levels(scale, lane.starts, lane.ends, px(2)))

    def _strip(self, row: Row, high: int, colour: QColor, found: Any) -> None:
        """Draw one row of pixels, stretched to the height of its marks."""
        shades = np.zeros((LEVELS + 1, 4), np.uint8)
        for level in range(1, LEVELS + 1):
            share = _FAINTEST + (1 - _FAINTEST) * level / LEVELS
            parts = (colour.blue(), colour.green(), colour.red(), 255)
            shades[level] = [round(part * share) for part in parts]
        pixels = np.ascontiguousarray(shades[found])
        image = QImage(pixels.data, len(found), 1, QImage.Format.Format_ARGB32_Premultiplied)
        top = row.top + (row.height - high) // 2
        self._painter.drawImage(QRect(0, top, len(found), high), image)

    def _dots(self, row: Row, lane: Lane, scale: Scale) -> None:
        painter = self._painter
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(Theme.tokens.panel), 1))
        painter.setBrush(QColor(Theme.tokens.good))
        radius, last = px(5), -px(100)
        low, high = within(lane.starts, lane.ends, scale.first, scale.last)
        for t in lane.starts[low:high]:
            x = round(scale.x(int(t)))
            if x - last >= px(3):
                painter.drawEllipse(QPointF(x, row.top + row.height / 2), radius, radius)
                last = x
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)

    def _words(self, row: Row, lane: Lane, scale: Scale) -> None:
        painter, tokens = self._painter, Theme.tokens
        low, high = within(lane.starts, lane.ends, scale.first, scale.last)
        marks = levels(scale, lane.starts, lane.ends, px(2))
        self._strip(row, px(10), QColor(tokens.text_3), marks)
        if (high - low) * px(24) > scale.width:
            return
        painter.setPen(QColor(tokens.text_2))
        for place in range(low, high):
            x = round(scale.x(int(lane.starts[place]))) + px(6)
            after = place + 1 < len(lane.starts)
            end = round(scale.x(int(lane.starts[place + 1]))) if after else scale.width
            if end - x > px(24):
                area = QRect(x, row.top, end - x - px(4), row.height)
                self._text(area, lane.titles[place])

    def _bars(self, row: Row, lane: Lane, scale: Scale) -> None:
        low, high = within(lane.starts, lane.ends, scale.first, scale.last)
        crumbs = []
        for place in range(low, high):
            left = scale.x(int(lane.starts[place]))
            right = scale.x(int(lane.ends[place]))
            if lane.hues or right - left >= px(_LEAST_BAR):
                self._bar(row, lane, place, max(left, -px(8)), min(right, scale.width + px(8)))
            else:
                crumbs.append(place)
        if crumbs:
            small = levels(scale, lane.starts[crumbs], lane.ends[crumbs], 1)
            self._strip(row, row.height - px(8), QColor(Theme.tokens.border), small)

    def _bar(self, row: Row, lane: Lane, place: int, left: float, right: float) -> None:
        painter, tokens = self._painter, Theme.tokens
        inset = px(2) if lane.hues else px(4)
        area = QRectF(left + 0.5, row.top + inset + 0.5, 0, row.height - 2 * inset - 1)
        area.setWidth(max(right - left - px(2), px(_LEAST_BAR)))
        edge, fill = QColor(tokens.line), QColor(tokens.sunken)
        if lane.hues:
            edge = QColor(hue(lane.hues[place]))
            fill = QColor(edge)
            fill.setAlpha(40)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(edge, 1))
        painter.setBrush(fill)
        painter.drawRoundedRect(area, px(3), px(3))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if lane.titles and area.width() > px(24):
            painter.setPen(QColor(tokens.text if lane.hues else tokens.text_2))
            inner = area.toRect().adjusted(px(6), 0, -px(4), 0)
            # The title of a bar that begins far to the left is still read.
            inner.setLeft(max(inner.left(), px(6)))
            self._text(inner, lane.titles[place])

    def _text(self, area: QRect, text: str) -> None:
        shown = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        if len(shown) > 1 or shown == text:
            self._painter.drawText(area, int(_VERTICAL), shown)
