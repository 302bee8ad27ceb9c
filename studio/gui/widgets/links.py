"""Names to press, which lead somewhere; one that is too long is shortened at its end."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy

from studio.gui.theme import px

_LEAST = 60
_SIDES = 2


class Link(QPushButton):
    """A name that takes the width it gets; the whole of it is in the tooltip."""

    def __init__(self, text: str, wide: bool = True) -> None:
        super().__init__()
        self.setObjectName("link")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        policy = QSizePolicy.Policy.Ignored if wide else QSizePolicy.Policy.Maximum
        self.setSizePolicy(policy, QSizePolicy.Policy.Fixed)
        self.show_text(text)

    def show_text(self, text: str) -> None:
        """Show another name."""
        self._whole = text
        self.setToolTip(text)
        self.setAccessibleName(text)
        self._shorten()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return room for the whole name."""
        width = QFontMetrics(self.font()).horizontalAdvance(self._whole) + px(_SIDES + 4)
        return QSize(width, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return room for a few letters."""
        return QSize(min(px(_LEAST), self.sizeHint().width()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten anew."""
        super().resizeEvent(event)
        self._shorten()

    def _shorten(self) -> None:
        metrics = QFontMetrics(self.font())
        elide = Qt.TextElideMode.ElideRight
        shown = metrics.elidedText(self._whole, elide, self.width() - px(_SIDES))
        # A single ampersand would be read as the mark of a key.
        self.setText(shown.replace("&", "&&"))
