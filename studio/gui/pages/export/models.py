"""The Qt model of what a package holds."""

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor

from studio.gui.language import tr
from studio.gui.pages.export.state import COLUMNS, FileRow
from studio.gui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_SIZE = 2
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class InsideModel(QAbstractTableModel):
    """The files that a package holds, a row each."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[FileRow, ...] = ()

    def show_rows(self, rows: tuple[FileRow, ...]) -> None:
        """Show these rows; the same ones stay as they are."""
        if rows != self.rows:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return the number of files."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Return the caption of a column."""
        if role == Qt.ItemDataRole.TextAlignmentRole and section == _SIZE:
            return _RIGHT
        return tr(COLUMNS[section]) if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        row, column = self.rows[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return (row.name, row.role, row.size)[column]
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.tip if column == _SIZE else row.name
        if role == Qt.ItemDataRole.TextAlignmentRole and column == _SIZE:
            return _RIGHT
        if role == Qt.ItemDataRole.ForegroundRole and column:
            return QColor(Theme.tokens.text_2)
        return None
