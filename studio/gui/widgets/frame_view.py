"""A frame with the pointer and the target marked."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from studio.gui.theme import Theme, px
from studio.model.frozen import Bounds

_MARGIN = 16


class FrameView(QWidget):
    """Shows one picture as large as it fits, never larger than it is."""

    def __init__(self) -> None:
        super().__init__()
        self._picture: QPixmap | None = None
        self._point: tuple[int, int] | None = None
        self._target: Bounds | None = None
        self._sentence = ""
        self._corner = (0, 0)
        self.setMinimumSize(px(320), px(200))
        self.setAccessibleName("Frame of the selected step")

    def sizeHint(self) -> QSize:
        """Return a size that suits a screen."""
        return QSize(px(640), px(400))

    def show_frame(
        self,
        picture: QPixmap,
        point: tuple[int, int] | None,
        target: Bounds | None,
        corner: tuple[int, int] = (0, 0),
    ) -> None:
        """Show a picture with marks in pixels of a screen whose picture begins at `corner`."""
        self._picture, self._target = picture, target
        self._point, self._corner = point, corner
        self.update()

    def show_sentence(self, sentence: str) -> None:
        """Show a sentence instead of a picture."""
        self._picture, self._sentence = None, sentence
        self.update()

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
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width, height = self.width() - 2 * px(_MARGIN), self.height() - 2 * px(_MARGIN)
        scale = min(1.0, width / self._picture.width(), height / self._picture.height())
        size = (self._picture.width() * scale, self._picture.height() * scale)
        area = QRectF((self.width() - size[0]) / 2, (self.height() - size[1]) / 2, *size)
        painter.drawPixmap(area, self._picture, QRectF(self._picture.rect()))
        painter.setPen(QPen(QColor(Theme.tokens.line), 1))
        painter.drawRect(area)
        self._mark(painter, area.topLeft(), scale)

    def _mark(self, painter: QPainter, corner: QPointF, scale: float) -> None:
        # The frame is a picture of light windows in every mode, so the mark keeps its colours.
        blue, white = QColor("#2F55D4"), QColor(255, 255, 255, 200)
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
