"""The field to search in."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QToolButton

from studio.gui.language import tr
from studio.gui.theme import icon, px
from studio.gui.widgets.fields import Line

_ICON, _BESIDE = 16, 10


class SearchField(Line):
    """A line with a glass before it, and behind it a cross that empties it; so does Escape."""

    def __init__(self, name: str, hint: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setPlaceholderText(hint or name)
        self._glass = icon("magnifying-glass")
        self.clearing = QToolButton(self)
        self.clearing.setIcon(icon("x"))
        self.clearing.setIconSize(QSize(px(_ICON), px(_ICON)))
        self.clearing.setFixedSize(px(_ICON + 4), px(_ICON + 4))
        self.clearing.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.clearing.setCursor(Qt.CursorShape.ArrowCursor)
        self.clearing.setToolTip(tr("Clear"))
        self.clearing.setAccessibleName(tr("Clear"))
        self.clearing.clicked.connect(self.clear)
        self.clearing.hide()
        self.textChanged.connect(lambda text: self.clearing.setVisible(bool(text)))
        # The field has 8 pixels of its own before and behind the text.
        self.setTextMargins(px(_BESIDE + _ICON), 0, px(_ICON + 4), 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Empty the field on Escape; an empty one leaves the key to the window."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the cross at the end."""
        super().resizeEvent(event)
        side = self.clearing.width()
        self.clearing.move(self.width() - side - px(4), (self.height() - side) // 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the field and its glass."""
        super().paintEvent(event)
        side = px(_ICON)
        place = QRect(px(_BESIDE), (self.height() - side) // 2, side, side)
        self._glass.paint(QPainter(self), place)
