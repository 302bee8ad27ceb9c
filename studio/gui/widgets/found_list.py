"""The list of occupations that a search found, under a heading for each confidence."""

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

from studio.gui.language import tr
from studio.gui.widgets.found_rows import FoundRow
from studio.gui.widgets.headed_model import HeadedModel
from studio.gui.widgets.rows import IDENTITY, RowDelegate

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FoundModel(HeadedModel[FoundRow]):
    """Headings and the occupations that were found."""

    def more(self, row: FoundRow) -> dict[int, Any]:
        """Return the code."""
        return {int(IDENTITY): row.code}


class FoundList(QListView):
    """Shows what was found; Enter goes on with the row, Escape goes back to the box."""

    entered = Signal()
    left = Signal()

    def __init__(self, found: FoundModel) -> None:
        super().__init__()
        self.setModel(found)
        self.setItemDelegate(RowDelegate(self, margin=8))
        self.setResizeMode(QListView.ResizeMode.Adjust)
        # Without it a list that became narrower keeps the heights of its rows.
        self.setWordWrap(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(tr("Occupations found"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter for going on, Escape for going back to the box."""
        if event.key() in _ENTER:
            self.entered.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)
