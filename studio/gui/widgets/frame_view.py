"""A frame with the pointer and the target marked, at any zoom."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from studio.gui.language import tr
from studio.gui.theme import MARKS, Theme, px

if TYPE_CHECKING:
    from studio.model.frozen import Bounds


_MARGIN = 16
_STEP = 1.25
_CLOSEST = 4.0


class FrameView(QWidget):
    """Shows one picture of a screen as large as it fits, or at a zoom that was chosen.

    Attributes:
        shown: the number of the frame that is shown, None if none is.
    """

    zoom_changed = Signal()
    room_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.shown: int | None = None
        self._picture: QImage | None = None
        self._size = (1, 1)
        self._point: tuple[int, int] | None = None
        self._target: Bounds | None = None
        self._sentence = ""
        self._corner = (0, 0)
        self._zoom: float | None = None
        self._moved = QPointF(0, 0)
        self._held: QPointF | None = None
        self.setMinimumSize(px(240), px(120))
        self.setAccessibleName(tr("Frame of the selected step"))

    def sizeHint(self) -> QSize:
        """Return a size that suits a screen."""
        return QSize(px(640), px(400))

    def show_frame(
        self,
        picture: QImage,
        size: tuple[int, int] | None = None,
        number: int | None = None,
        corner: tuple[int, int] = (0, 0),
    ) -> None:
        """Show a picture without marks.

        Args:
            picture: the pixels, perhaps fewer than the screen had.
            size: (width, height) of the screen, None if the picture has all of it.
            number: the frame of a recording that it shows, if it does.
            corner: where the screen begins on the desktop, for the marks.
        """
        size = size or (picture.width(), picture.height())
        if size != self._size:
            self._moved = QPointF(0, 0)
        self._picture, self._size, self.shown, self._corner = picture, size, number, corner
        self.zoom_changed.emit()
        self.update()

    def show_marks(self, point: tuple[int, int] | None, target: "Bounds | None") -> None:
        """Mark the pointer and the target, both in pixels of the desktop."""
        if (point, target) != (self._point, self._target):
            self._point, self._target = point, target
            self.update()

    def show_sentence(self, sentence: str) -> None:
        """Show a sentence instead of a picture."""
        self._picture, self.shown, self._sentence = None, None, sentence
        self.zoom_changed.emit()
        self.update()

    # Zoom.

    @property
    def picture(self) -> QImage | None:
        """The picture that is shown, perhaps of fewer pixels than the screen had."""
        return self._picture

    def room(self) -> tuple[int, int] | None:
        """Return the largest (width, height) in device pixels that is of use, None for all."""
        if self._zoom is not None:
            return None
        ratio = self.devicePixelRatioF()
        wide, high = self._inner()
        return max(1, round(wide * ratio)), max(1, round(high * ratio))

    def _inner(self) -> tuple[float, float]:
        return self.width() - 2 * px(_MARGIN), self.height() - 2 * px(_MARGIN)

    def _fit(self) -> float:
        ratio = self.devicePixelRatioF()
        wide, high = self._inner()
        return max(0.01, min(1 / ratio, wide / self._size[0], high / self._size[1]))

    @property
    def scale(self) -> float:
        """How many logical pixels a pixel of the screen takes."""
        return self._fit() if self._zoom is None else self._zoom

    @property
    def percent(self) -> int | None:
        """The zoom in percent of device pixels, None if there is no picture."""
        if self._picture is None:
            return None
        return round(self.scale * self.devicePixelRatioF() * 100)

    @property
    def fits(self) -> bool:
        """Whether the picture is shown as large as it fits."""
        return self._zoom is None

    def fit(self) -> None:
        """Show the picture as large as it fits."""
        self._take_zoom(None)

    def full(self) -> None:
        """Show each pixel of the screen as one."""
        self._take_zoom(1 / self.devicePixelRatioF())

    def _take_zoom(self, zoom: float | None) -> None:
        self._zoom = zoom
        if zoom is None:
            self._moved = QPointF(0, 0)
        self._bound()
        self.zoom_changed.emit()
        self.room_changed.emit()
        self.update()

    def _bound(self) -> None:
        wide, high = (side * self.scale for side in self._size)
        far_x = max(0.0, (wide - self._inner()[0]) / 2)
        far_y = max(0.0, (high - self._inner()[1]) / 2)
        self._moved = QPointF(
            min(max(self._moved.x(), -far_x), far_x), min(max(self._moved.y(), -far_y), far_y)
        )

    def area(self) -> QRectF:
        """Return where the whole picture lies, in pixels of this widget."""
        wide, high = (side * self.scale for side in self._size)
        corner = QPointF((self.width() - wide) / 2, (self.height() - high) / 2) + self._moved
        return QRectF(corner, QPointF(corner.x() + wide, corner.y() + high))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer with Ctrl; else move a picture that is larger than its place."""
        turned = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            before, area = self.scale, self.area()
            wanted = before * _STEP ** (turned.y() / 120)
            fit = self._fit()
            zoom = None if wanted <= fit * 1.001 else min(wanted, _CLOSEST)
            at = (event.position() - area.topLeft()) / before
            self._zoom = zoom
            moved = event.position() - at * self.scale
            self._moved = QPointF(0, 0)
            self._moved = moved - self.area().topLeft() if zoom else QPointF(0, 0)
            self._take_zoom(zoom)
        elif not self.fits:
            self._moved += QPointF(turned.x(), turned.y()) / 2
            self._take_zoom(self._zoom)
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of a picture that is larger than its place."""
        if event.button() == Qt.MouseButton.LeftButton and not self.fits:
            self._held = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move it."""
        if self._held is not None:
            self._moved += event.position() - self._held
            self._held = event.position()
            self._bound()
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go of it."""
        self._held = None
        self.unsetCursor()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell that another size of the picture is of use."""
        super().resizeEvent(event)
        self._bound()
        self.zoom_changed.emit()
        self.room_changed.emit()

    # Drawing.

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture and its marks."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(Theme.tokens.sunken))
        if self._picture is None or self._picture.isNull():
            painter.setPen(QColor(Theme.tokens.text_2))
            flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
            room = self.rect().adjusted(px(24), px(24), -px(24), -px(24))
            painter.drawText(room, flags, self._sentence)
            return
        area = self.area()
        ratio = self.devicePixelRatioF()
        whole = abs(area.width() * ratio - self._picture.width()) < 1
        if whole:
            # Pixel upon pixel: a half one would blur the whole picture.
            area.moveTo(QPointF(area.topLeft().toPoint()))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not whole)
        painter.drawImage(area, self._picture)
        painter.setPen(QPen(QColor(Theme.tokens.line), 1))
        painter.drawRect(area)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._mark(painter, area.topLeft(), self.scale)

    def _mark(self, painter: QPainter, corner: QPointF, scale: float) -> None:
        # The frame is a picture of light windows in every mode, so the mark keeps its colours.
        blue, white = QColor(MARKS.pointer), QColor(MARKS.around)
        left, top = self._corner
        if self._target is not None:
            box = QRectF(
                corner.x() + (self._target.x - left) * scale,
                corner.y() + (self._target.y - top) * scale,
                self._target.width * scale,
                self._target.height * scale,
            )
            for colour, wide in ((white, 4), (blue, 2)):
                painter.setPen(QPen(colour, px(wide)))
                painter.drawRoundedRect(box.adjusted(-px(3), -px(3), px(3), px(3)), px(3), px(3))
        if self._point is not None:
            x, y = self._point[0] - left, self._point[1] - top
            centre = QPointF(corner.x() + x * scale, corner.y() + y * scale)
            for colour, wide in ((white, 4), (blue, 2)):
                painter.setPen(QPen(colour, px(wide)))
                painter.drawEllipse(centre, px(8), px(8))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(blue)
            painter.drawEllipse(centre, px(5) / 2, px(5) / 2)
            painter.setBrush(Qt.BrushStyle.NoBrush)
