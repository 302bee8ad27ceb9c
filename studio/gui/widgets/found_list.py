"""The list of occupations that a search found, under a heading for each confidence."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

from studio.gui.language import tr
from studio.gui.widgets.found_rows import FoundRow
from studio.gui.widgets.rows import CAPTION, HEADING, IDENTITY, TITLE, RowDelegate

Index = QModelIndex | QPersistentModelIndex
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FoundModel(QAbstractListModel):
    """Headings and the occupations that were found."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[FoundRow, ...] = ()

    def show_rows(self, rows: tuple[FoundRow, ...]) -> None:
        """Show these rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Return that occupations can be selected and headings cannot."""
        if not self.rows[index.row()].code:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a row shows."""
        row = self.rows[index.row()]
        values: dict[int, Any] = {
            int(TITLE): row.title,
            int(CAPTION): row.caption,
            int(HEADING): not row.code,
            int(IDENTITY): row.code,
            int(Qt.ItemDataRole.AccessibleTextRole): f"{row.title}. {row.caption}",
        }
        return values.get(int(role))


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
