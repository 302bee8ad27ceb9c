"""A list of passages of a text: a press or Enter on one picks it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QListView

ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PassageList(QListView):
    """Shows passages one below the other.

    Attributes:
        picked: the current passage was pressed, or Enter on it was.
    """

    picked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter as a pick."""
        if event.key() in ENTER:
            self.picked.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Pick the passage when the button goes up."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            self.picked.emit()
