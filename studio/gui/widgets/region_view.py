"""A picture of a screen with a rectangle that is drawn by mouse or moved by keys."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from studio.gui.language import tr
from studio.gui.theme import MARKS, Theme, px
from studio.model.frozen import Bounds

_MARGIN, _LEAST = 16, 4
_STEP, _FINE = 10, 1
_FIRST = (200, 40)
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


class RegionView(QWidget):
    """Shows a picture, places on it that will be filled, and one that is being drawn.

    The mouse draws a rectangle. By keys: Enter begins one, the arrows move it, with Shift they
    change its size, with Ctrl by one pixel; Delete takes it away.

    Attributes:
        drawn: the rectangle became another one, in pixels of the screen; None is none.
    """

    drawn = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._image: QImage | None = None
        self._screen = (1, 1)
        self._corner = (0, 0)
        self._places: tuple[Bounds, ...] = ()
        self._region: Bounds | None = None
        self._from: QPointF | None = None
        self._sentence = ""
        self.setMinimumSize(px(320), px(200))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(tr("Region to redact"))

    def sizeHint(self) -> QSize:
        """Return a size that suits a screen."""
        return QSize(px(640), px(400))

    def show_image(
        self, image: QImage, screen: tuple[int, int], corner: tuple[int, int] = (0, 0)
    ) -> None:
        """Show a picture of a screen of (width, height) pixels that begins at `corner`."""
        self._image, self._screen, self._corner = image, screen, corner
        self.update()

    def show_sentence(self, sentence: str) -> None:
        """Show a sentence instead of a picture."""
        self._image, self._sentence = None, sentence
        self.update()

    def show_places(self, places: Sequence[Bounds]) -> None:
        """Show what will be filled, in pixels of the whole desktop."""
        self._places = tuple(places)
        self.update()

    @property
    def region(self) -> Bounds | None:
        """The rectangle, in pixels of the whole desktop."""
        return self._region

    def show_region(self, region: Bounds | None) -> None:
        """Show another rectangle."""
        self._region = region
        self.setAccessibleDescription(_told(region))
        event = QAccessibleEvent(self, QAccessible.Event.DescriptionChanged)
        QAccessible.updateAccessibility(event)
        self.update()

    def _take(self, region: Bounds | None) -> None:
        self.show_region(region)
        self.drawn.emit(region)

    def _area(self) -> QRectF:
        """Return where the picture is painted."""
        width, height = self.width() - 2 * px(_MARGIN), self.height() - 2 * px(_MARGIN)
        scale = min(width / self._screen[0], height / self._screen[1])
        size = (self._screen[0] * scale, self._screen[1] * scale)
        return QRectF((self.width() - size[0]) / 2, (self.height() - size[1]) / 2, *size)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture, the places and the rectangle."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(Theme.tokens.sunken))
        if self._image is None:
            painter.setPen(QColor(Theme.tokens.text_2))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            painter.drawText(self.rect().adjusted(px(24), 0, -px(24), 0), flags, self._sentence)
            return
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        area = self._area()
        painter.drawImage(area, self._image)
        painter.setPen(QPen(QColor(Theme.tokens.line), 1))
        painter.drawRect(area)
        for place in self._places:
            self._paint(painter, area, place, px(1))
        if self._region:
            self._paint(painter, area, self._region, px(2))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(Theme.tokens.accent), px(2)))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def _paint(self, painter: QPainter, area: QRectF, place: Bounds, wide: int) -> None:
        scale = area.width() / self._screen[0]
        box = QRectF(
            area.x() + (place.x - self._corner[0]) * scale,
            area.y() + (place.y - self._corner[1]) * scale,
            place.width * scale,
            place.height * scale,
        )
        painter.setBrush(QColor(MARKS.filled))
        for colour, width in ((QColor(MARKS.around), wide + 2), (QColor(MARKS.region), wide)):
            painter.setPen(QPen(colour, width))
            painter.drawRect(box)
            painter.setBrush(Qt.BrushStyle.NoBrush)

    def _at(self, place: QPointF) -> QPoint:
        """Return the pixel of the desktop below a place of the widget, inside of the screen."""
        area = self._area()
        scale = area.width() / self._screen[0]
        x = min(max(0, round((place.x() - area.x()) / scale)), self._screen[0])
        y = min(max(0, round((place.y() - area.y()) / scale)), self._screen[1])
        return QPoint(x + self._corner[0], y + self._corner[1])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a rectangle."""
        if event.button() == Qt.MouseButton.LeftButton and self._image:
            self._from = event.position()
            self._take(None)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Stretch the rectangle to the pointer."""
        if self._from is None:
            return
        one, other = self._at(self._from), self._at(event.position())
        width, height = abs(one.x() - other.x()), abs(one.y() - other.y())
        if min(width, height) >= _LEAST:
            x, y = min(one.x(), other.x()), min(one.y(), other.y())
            self._take(Bounds(x=x, y=y, width=width, height=height))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the rectangle."""
        self._from = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the rectangle or change its size."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._image and not self._region:
            self._take(self._first())
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and self._region:
            self._take(None)
        elif key in _ARROWS and self._image:
            self._move(_ARROWS[key], event.modifiers())
        else:
            super().keyPressEvent(event)

    def _first(self) -> Bounds:
        width, height = (min(size, most) for size, most in zip(_FIRST, self._screen, strict=True))
        x = self._corner[0] + (self._screen[0] - width) // 2
        y = self._corner[1] + (self._screen[1] - height) // 2
        return Bounds(x=x, y=y, width=width, height=height)

    def _move(self, way: tuple[int, int], held: Qt.KeyboardModifier) -> None:
        region = self._region or self._first()
        by = _FINE if held & Qt.KeyboardModifier.ControlModifier else _STEP
        dx, dy = way[0] * by, way[1] * by
        x, y = region.x - self._corner[0], region.y - self._corner[1]
        width, height = region.width, region.height
        if held & Qt.KeyboardModifier.ShiftModifier:
            width = min(max(_LEAST, width + dx), self._screen[0] - x)
            height = min(max(_LEAST, height + dy), self._screen[1] - y)
        else:
            x = min(max(0, x + dx), self._screen[0] - width)
            y = min(max(0, y + dy), self._screen[1] - height)
        corner = (x + self._corner[0], y + self._corner[1])
        self._take(Bounds(x=corner[0], y=corner[1], width=width, height=height))


def _told(region: Bounds | None) -> str:
    if region is None:
        return tr("No region. Draw one with the mouse, or press Enter and use the arrows.")
    told = tr("{width} by {height} pixels at {x}, {y}. Arrows move it, with Shift its edge.")
    return told.format(width=region.width, height=region.height, x=region.x, y=region.y)
