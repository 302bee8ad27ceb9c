"""A frame around what has just changed, for a moment."""

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from studio.gui.theme import Theme, px

_MS = 700


class Flash(QWidget):
    """Stands over a part of the window without being in its way; it does not move."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_MS)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def show_around(self, part: QWidget) -> None:
        """Stand around a part of the window."""
        corner = part.mapTo(self._window, part.rect().topLeft())
        self.setGeometry(part.rect().translated(corner))
        self.show()
        self.raise_()
        self._timer.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the frame."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(Theme.tokens.accent), px(2)))
        inset = px(2)
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), px(6), px(6)
        )
