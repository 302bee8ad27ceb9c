"""A list whose rows are entered by Enter or by a double press, and by nothing else."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class EnterList(QListView):
    """Tells which row was entered (`entered_row`); on some systems Qt's own takes a single press.

    Args:
        name: the accessible name.
    """

    entered_row = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        # Without it a list that became narrower keeps the heights of its rows.
        self.setWordWrap(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.doubleClicked.connect(self._enter)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter for entering the current row."""
        if event.key() in _ENTER:
            self._enter(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _enter(self, place: QModelIndex) -> None:
        if place.isValid():
            self.entered_row.emit(place.row())
