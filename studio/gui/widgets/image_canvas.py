"""A picture that can be moved and made larger; where it differs is painted over it."""

from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.gui.theme import Theme, px
from studio.gui.widgets.image_regions import Marked, Regions

_MOST, _STEP, _PAN, _AHEAD = 32.0, 1.25, 48, 64
_KEYS = {
    Qt.Key.Key_Left: (1, 0),
    Qt.Key.Key_Right: (-1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}


def picture(pixels: Any) -> QImage:
    """Return a picture of pixels: shape (high, wide, 4), red, green, blue and how opaque."""
    high, wide = pixels.shape[:2]
    made = QImage(pixels.tobytes(), wide, high, wide * 4, QImage.Format.Format_RGBA8888)
    return made.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def veil(where: Any, colour: QColor) -> QImage:
    """Return a picture of one colour where something is: shape (high, wide), 0 or 255."""
    high, wide = where.shape
    made = QImage(where.tobytes(), wide, high, wide, QImage.Format.Format_Indexed8)
    table = [0] * 256
    table[255] = colour.rgba()
    made.setColorTable(table)
    return made.convertToFormat(QImage.Format.Format_ARGB32_Premultiplied)


def _settled(start: float, size: float, room: float) -> float:
    return (room - size) / 2 if size <= room else min(0.0, max(start, room - size))


class ImageCanvas(QWidget):
    """Shows a picture.

    Attributes:
        pressed: the picture was pressed, or Enter was.
        piece_wanted: a piece is wanted in its full size: left, top, width, height.
        scaled: pixels of the screen for one of the picture.
        region_drawn: a region was drawn or pressed: left, top, width and height in pixels.
        drawing_changed: whether a drag draws a region now.
    """

    pressed = Signal()
    region_drawn = Signal(int, int, int, int)
    drawing_changed = Signal(bool)
    piece_wanted = Signal(int, int, int, int)
    scaled = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self._size = QSize()
        self._whole, self._piece = QImage(), QImage()
        self._veil, self._piece_veil = QImage(), QImage()
        self._piece_at = QPointF()
        self._scale, self._origin, self._fits = 1.0, QPointF(), True
        self._from: QPointF | None = None
        self._moved = False
        self._draws = False
        self._regions = Regions()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(120)
        self._soon.timeout.connect(self._ask)

    def sizeHint(self) -> QSize:
        """Ask for room for a picture."""
        return QSize(px(480), px(320))

    @property
    def scale(self) -> float:
        """Pixels of the screen for one of the picture."""
        return self._scale

    def show_picture(self, size: QSize, whole: QImage, where: QImage) -> None:
        """Show a picture as a whole, and where it differs; an empty one if it does nowhere."""
        self._size, self._whole, self._veil = size, whole, where
        self._piece = self._piece_veil = QImage()
        self._regions.begin(size)
        self.draw_regions(False)
        self.fit()

    def show_regions(self, marked: Marked) -> None:
        """Mark the regions that checks look at."""
        self._regions.marked = marked
        self.update()

    def draw_regions(self, on: bool) -> None:
        """Let a drag draw a region, or move the picture again."""
        if on != self._draws:
            self._draws = on
            self._regions.draft = None
            self.setCursor(Qt.CursorShape.CrossCursor if on else Qt.CursorShape.ArrowCursor)
            self.drawing_changed.emit(on)
            self.update()

    def show_piece(self, left: int, top: int, piece: QImage, where: QImage) -> None:
        """Show a piece in its full size."""
        self._piece, self._piece_veil, self._piece_at = piece, where, QPointF(left, top)
        self.update()

    def fit(self) -> None:
        """Show all of it, no larger than it is."""
        self._fits = True
        if not self._size.isEmpty():
            room = min(self.width() / self._size.width(), self.height() / self._size.height())
            self._zoom(min(1.0, room), None)

    def zoom(self, factor: float, around: QPointF | None = None) -> None:
        """Make it larger or smaller around a place of the canvas, its middle by default."""
        self._fits = False
        self._zoom(self._scale * factor, around or QPointF(self.rect().center()))

    def _zoom(self, scale: float, around: QPointF | None) -> None:
        least = min(0.02, self._scale)
        scale = min(_MOST, max(least, scale))
        if around is not None:
            place = (around - self._origin) / self._scale
            self._origin = around - place * scale
        self._scale = scale
        self._settle()
        self.scaled.emit(scale)

    def _settle(self) -> None:
        """Keep the picture in sight; one that is smaller than the canvas stands in its middle."""
        wide, high = self._size.width() * self._scale, self._size.height() * self._scale
        x = _settled(self._origin.x(), wide, self.width())
        self._origin = QPointF(x, _settled(self._origin.y(), high, self.height()))
        self.update()
        self._soon.start()

    def _ask(self) -> None:
        """Ask for what is seen in its full size, if the whole is too coarse for it."""
        if self._whole.isNull() or self._whole.width() >= self._size.width():
            return
        if self._scale * self._size.width() <= self._whole.width():
            return
        seen = self._seen()
        held = QRectF(self._piece_at, self._piece.size().toSizeF())
        if not held.contains(seen):
            wide, high = int(seen.width()) + 2 * _AHEAD, int(seen.height()) + 2 * _AHEAD
            self.piece_wanted.emit(int(seen.x()) - _AHEAD, int(seen.y()) - _AHEAD, wide, high)

    def _seen(self) -> QRectF:
        """Return what of the picture is seen, in its own pixels."""
        corner = -self._origin / self._scale
        wide, high = self.width() / self._scale, self.height() / self._scale
        seen = QRectF(corner.x(), corner.y(), wide, high)
        return seen & QRectF(0, 0, self._size.width(), self._size.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture, the piece in its full size, and where it differs."""
        painter = QPainter(self)
        tokens = Theme.tokens
        if not self._whole.isNull():
            smooth = self._scale < 2
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
            whole = QRectF(self._origin, self._size.toSizeF() * self._scale)
            painter.fillRect(whole, QColor(tokens.panel))
            painter.drawImage(whole, self._whole)
            piece = QRectF(
                self._origin + self._piece_at * self._scale,
                self._piece.size().toSizeF() * self._scale,
            )
            if not self._piece.isNull():
                painter.drawImage(piece, self._piece)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
            if not self._piece_veil.isNull():
                painter.drawImage(piece, self._piece_veil)
            elif not self._veil.isNull():
                painter.drawImage(whole, self._veil)
            painter.setPen(QPen(QColor(tokens.line), 1))
            painter.drawRect(whole)
            self._regions.paint(painter, self._scale, self._origin)
        if self.hasFocus():
            painter.setPen(QPen(QColor(tokens.accent), px(2)))
            painter.drawRect(self.rect().adjusted(1, 1, -1, -1))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep what was fitted fitted."""
        super().resizeEvent(event)
        if self._fits:
            self.fit()
        else:
            self._settle()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Make it larger or smaller under the pointer."""
        turns = event.angleDelta().y() / 120
        self.zoom(_STEP**turns, event.position())
        event.accept()

    def _place(self, at: QPointF) -> QPointF:
        return (at - self._origin) / self._scale

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to move the picture, or to draw a region."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._from, self._moved = event.position(), False
        self._regions.taken = None
        if self._draws or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._regions.press(self._place(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the picture, or draw the region."""
        if self._from is None:
            return
        way = event.position() - self._from
        if not self._moved and way.manhattanLength() <= px(4):
            return
        self._moved = True
        if self._regions.draft is not None:
            self._regions.drag(self._place(event.position()))
            self.update()
            return
        self._fits = False
        self._origin += way
        self._from = event.position()
        self._settle()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take a press that moved nothing as a pick, and a region that was drawn."""
        if event.button() != Qt.MouseButton.LeftButton or self._from is None:
            return
        self._from = None
        held = self._regions.draft is not None and self._moved
        if held:
            self._take_region()
        elif not self._moved:
            self._regions.draft = None
            self._pick(self._regions.at(self._place(event.position())))
        self.update()

    def _take_region(self) -> None:
        drawn = self._regions.drawn()
        if drawn is not None:
            self.draw_regions(False)
            self._pick(drawn)

    def _pick(self, region: tuple[int, ...] | None) -> None:
        if region is None:
            self.pressed.emit()
        else:
            self.region_drawn.emit(*region[:4])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move by the arrow keys, make larger and smaller by plus and minus, fit by 0.

        R begins a region, which the arrows move, with Shift make larger, and Enter takes.
        """
        way = _KEYS.get(Qt.Key(event.key()))
        if self._draws_by(event):
            self.update()
        elif way:
            self._fits = False
            self._origin += QPointF(*way) * px(_PAN)
            self._settle()
        elif event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(_STEP)
        elif event.key() == Qt.Key.Key_Minus:
            self.zoom(1 / _STEP)
        elif event.key() == Qt.Key.Key_0:
            self.fit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.pressed.emit()
        else:
            super().keyPressEvent(event)

    def _draws_by(self, event: QKeyEvent) -> bool:
        """Tell whether a key was about a region, and do what it means."""
        key, regions = Qt.Key(event.key()), self._regions
        if key == Qt.Key.Key_R and not self._size.isEmpty():
            self.draw_regions(not self._draws)
            if self._draws:
                regions.offer(self._seen())
        elif key == Qt.Key.Key_Escape and self._draws:
            self.draw_regions(False)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and regions.draft is not None:
            self._take_region()
        else:
            return regions.step(key, bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
        return True
