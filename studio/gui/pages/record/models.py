"""The open applications as a table of Qt: a row each, with two boxes to tick."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from studio.gui.language import tr
from studio.gui.pages.record.state import Care, Row
from studio.gui.widgets.rows import CAPTION

Index = QModelIndex | QPersistentModelIndex
_HEADS = ("Application", "Keep its text", "Fill it grey")
_CARES: tuple[Care, ...] = ("none", "text", "grey")
_ROLE = Qt.ItemDataRole


class ApplicationsModel(QAbstractTableModel):
    """Rows of applications; a tick asks for another care of one."""

    cared = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[Row, ...] = ()

    def show_rows(self, rows: tuple[Row, ...]) -> None:
        """Show other rows; if they are the same applications, the place in the table stays."""
        if [row.name for row in rows] == [row.name for row in self.rows]:
            self.rows = rows
            if rows:
                self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, 2))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many applications there are."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return the columns: the application, and the two ticks."""
        return 0 if parent.isValid() else len(_HEADS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        """Return the heads of the columns."""
        wanted = (_ROLE.DisplayRole, _ROLE.AccessibleTextRole)
        if orientation == Qt.Orientation.Horizontal and role in wanted:
            return tr(_HEADS[section])
        return None

    def data(self, index: Index, role: int = _ROLE.DisplayRole) -> Any:
        """Return what a cell shows, and how it is read out."""
        row, column = self.rows[index.row()], index.column()
        if column == 0:
            told = f"{row.name}, {row.shown_titles}"
            found = {
                _ROLE.DisplayRole: row.name,
                CAPTION: row.shown_titles,
                _ROLE.ToolTipRole: "\n".join(row.titles),
                _ROLE.AccessibleTextRole: told,
            }
            return found.get(role)
        if role == _ROLE.CheckStateRole:
            ticked = row.care == _CARES[column]
            return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
        if role == _ROLE.AccessibleTextRole:
            return f"{tr(_HEADS[column])}: {row.name}"
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let the ticks be ticked."""
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return plain | Qt.ItemFlag.ItemIsUserCheckable if index.column() else plain

    def setData(self, index: Index, value: Any, role: int = _ROLE.EditRole) -> bool:
        """Ask for what a tick stands for; taken away it asks for nothing."""
        if role != _ROLE.CheckStateRole or not index.column():
            return False
        care = _CARES[index.column()] if Qt.CheckState(value) == Qt.CheckState.Checked else "none"
        self.cared.emit(self.rows[index.row()].name, care)
        return True
