"""The Qt models of the files of a task, and of what lies there when an agent begins."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, Qt
from PySide6.QtCore import QPersistentModelIndex as Persistent
from PySide6.QtGui import QColor

from studio.authoring.files import TaskFile
from studio.gui.language import tr
from studio.gui.pages.instruction.file_rows import COLUMNS, FileRow, file_rows, ordered
from studio.gui.pages.instruction.seen_rows import SeenRow
from studio.gui.theme import Theme
from studio.gui.widgets.columns_model import ColumnsModel

Index = QModelIndex | Persistent
_ROOT = QModelIndex()
_SIZE = 1


class FilesModel(ColumnsModel[FileRow]):
    """The files of a task, a row each."""

    def __init__(self) -> None:
        super().__init__(COLUMNS, _SIZE)
        self._order = (0, False)

    def show_files(self, files: Sequence[TaskFile]) -> None:
        """Show these files in the order that was chosen."""
        self.put(ordered(file_rows(files), *self._order))

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order the rows by a column."""
        self._order = (max(0, column), order == Qt.SortOrder.DescendingOrder)
        self.put(ordered([*self.rows], *self._order))

    def text(self, row: FileRow, column: int) -> str:
        """Return what a cell says."""
        text = row.cells[column]
        return tr(text) if column > _SIZE and text else text

    def tip(self, row: FileRow, column: int) -> str:
        """Return what is said of the file."""
        return row.tip

    def ink(self, row: FileRow, column: int) -> QColor | None:
        """Return the colour of a cell."""
        return _colour(row, column)


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
