"""The commands and their keys as a table."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from studio.gui.language import tr
from studio.gui.pages.settings.state import KeyRow

Index = QModelIndex | QPersistentModelIndex
_HEADS = ("Command", "Menu", "Keys")


class KeyModel(QAbstractTableModel):
    """One command a row: its words, its menu, its key."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[KeyRow, ...] = ()

    def show_rows(self, rows: tuple[KeyRow, ...]) -> None:
        """Show other rows; rows of the same commands keep the selection."""
        if [row.id for row in rows] == [row.id for row in self.rows]:
            self.rows = rows
            last = self.index(len(rows) - 1, len(_HEADS) - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many commands are shown."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return three: command, menu, keys."""
        return 0 if parent.isValid() else len(_HEADS)

    def headerData(
        self, section: int, way: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return the head of a column."""
        if way == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return tr(_HEADS[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a cell, or what a screen reader says of it."""
        row = self.rows[index.row()]
        key = f"{row.key}  {tr('(yours)')}" if row.own and row.key else row.key
        cells = (row.title, row.menu, key or (tr("none (yours)") if row.own else ""))
        if role == Qt.ItemDataRole.DisplayRole:
            return cells[index.column()]
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == 0:
            return ", ".join(cell for cell in cells if cell)
        return None
