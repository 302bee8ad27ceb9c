"""A table of rows that are known as a whole: its columns, their captions, figures at the right."""

from collections.abc import Sequence
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from studio.gui.language import tr

Index = QModelIndex | QPersistentModelIndex
Row = TypeVar("Row")
_ROOT = QModelIndex()
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class ColumnsModel(QAbstractTableModel, Generic[Row]):
    """Rows under captions.

    Args:
        captions: of the columns.
        figures: the column that stands at the right.
    """

    def __init__(self, captions: Sequence[str], figures: int) -> None:
        super().__init__()
        self._captions, self._figures = tuple(captions), figures
        self.rows: Sequence[Row] = ()

    def put(self, rows: Sequence[Row]) -> None:
        """Show these rows."""
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return the number of rows."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(self._captions)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the caption of a column."""
        if role == Qt.ItemDataRole.TextAlignmentRole and section == self._figures:
            return _RIGHT
        return tr(self._captions[section]) if role == Qt.ItemDataRole.DisplayRole else None

    def text(self, row: Row, column: int) -> str:
        """Return what a cell says."""
        raise NotImplementedError

    def tip(self, row: Row, column: int) -> str:
        """Return what a cell says when one points at it."""
        raise NotImplementedError

    def ink(self, row: Row, column: int) -> Any:
        """Return the colour of a cell, None for that of texts."""
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        row, column = self.rows[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self.text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.tip(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole and column == self._figures:
            return _RIGHT
        return self.ink(row, column) if role == Qt.ItemDataRole.ForegroundRole else None
