"""The Qt models of the files of a task, and of what lies there when an agent begins."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QAbstractTableModel, QModelIndex, Qt
from PySide6.QtCore import QPersistentModelIndex as Persistent
from PySide6.QtGui import QColor

from studio.authoring.files import TaskFile
from studio.gui.language import tr
from studio.gui.pages.instruction.file_rows import COLUMNS, FileRow, file_rows, ordered
from studio.gui.pages.instruction.seen_rows import SeenRow
from studio.gui.theme import Theme

Index = QModelIndex | Persistent
_ROOT = QModelIndex()
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class FilesModel(QAbstractTableModel):
    """The files of a task, a row each."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[FileRow] = []
        self._order = (0, False)

    def show_files(self, files: Sequence[TaskFile]) -> None:
        """Show these files in the order that was chosen."""
        self.beginResetModel()
        self.rows = ordered(file_rows(files), *self._order)
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order the rows by a column."""
        self.beginResetModel()
        self._order = (max(0, column), order == Qt.SortOrder.DescendingOrder)
        self.rows = ordered(self.rows, *self._order)
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
        if role == Qt.ItemDataRole.TextAlignmentRole and section == 1:
            return _RIGHT
        return tr(COLUMNS[section]) if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a cell shows."""
        row, column = self.rows[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            text = row.cells[column]
            return tr(text) if column > 1 and text else text
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.tip
        if role == Qt.ItemDataRole.TextAlignmentRole and column == 1:
            return _RIGHT
        if role == Qt.ItemDataRole.ForegroundRole:
            return _colour(row, column)
        return None


def _colour(row: FileRow, column: int) -> QColor | None:
    tokens = Theme.tokens
    if row.file.fault and column == 3:
        return QColor(tokens.bad)
    if column == 2 and not row.file.fault:
        return QColor(tokens.accent)
    if row.file.role == "scratch" or column == 1:
        return QColor(tokens.text_3)
    return None


class SeenModel(QAbstractListModel):
    """What lies in the working folder when an agent begins, a line each."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[SeenRow, ...] = ()

    def show_rows(self, rows: tuple[SeenRow, ...]) -> None:
        """Show these lines; the same ones stay as they are."""
        if rows != self.rows:
            self.beginResetModel()
            self.rows = rows
            self.endResetModel()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return the number of lines."""
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a line shows."""
        row = self.rows[index.row()]
        values: dict[int, Any] = {
            int(Qt.ItemDataRole.DisplayRole): row.text,
            int(Qt.ItemDataRole.ToolTipRole): row.path,
            int(Qt.ItemDataRole.AccessibleTextRole): row.told,
        }
        return values.get(int(role))
