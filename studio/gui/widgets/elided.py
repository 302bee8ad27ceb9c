"""A line of text that is shortened where there is no room for it."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QLabel

from studio.gui.theme import px

_FEW = 60


class Elided(QLabel):
    """A line of plain text, shortened at its end where there is no room for it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setObjectName(name)
        self._whole = ""

    def show_text(self, text: str) -> None:
        """Show a text; the whole of it is in the tooltip."""
        self._whole = text
        self.setToolTip(text)
        self.setAccessibleName(text)
        self._shorten()
        self.updateGeometry()

    @property
    def is_told(self) -> bool:
        """Whether there is a text."""
        return bool(self._whole)

    def sizeHint(self) -> QSize:
        """Return room for the whole text."""
        metrics, hint = QFontMetrics(self.font()), super().sizeHint()
        beside = hint.width() - metrics.horizontalAdvance(self.text())
        width = metrics.horizontalAdvance(self._whole) + max(beside, 0) + px(4)
        return QSize(width, hint.height())

    def minimumSizeHint(self) -> QSize:
        """Return room for a few letters."""
        return QSize(min(px(_FEW), self.sizeHint().width()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten anew."""
        super().resizeEvent(event)
        self._shorten()

    def _shorten(self) -> None:
        metrics = QFontMetrics(self.font())
        room = self.contentsRect().width()
        self.setText(metrics.elidedText(self._whole, Qt.TextElideMode.ElideRight, room))
