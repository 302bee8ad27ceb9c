"""The Qt models of the pane of outputs: the lines of the matrix, and what is not checked."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from studio.gui.language import tr
from studio.gui.pages.checks.outputs_state import Line
from studio.gui.widgets.rows import CAPTION, IDENTITY, TITLE

if TYPE_CHECKING:
    from studio.validation import Uncovered

LINE = Qt.ItemDataRole.UserRole + 10
Index = QModelIndex | QPersistentModelIndex
_ORIGINS = {
    "sentence": "The instruction asks for it",
    "fact": "Stands in your work",
    "place": "Stands in your work",
    "tolerance": "The instruction allows it",
    "checkpoint": "It can only score 0",
}


class LineModel(QAbstractListModel):
    """The lines of the matrix."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Line] = []

    def show_lines(self, lines: list[Line]) -> bool:
        """Show these lines; tell whether they are other ones, not only with other verdicts."""
        if [line.identity for line in lines] == [line.identity for line in self.lines]:
            self.lines = lines
            if lines:
                self.dataChanged.emit(self.index(0), self.index(len(lines) - 1))
            return False
        self.beginResetModel()
        self.lines = lines
        self.endResetModel()
        return True

    def place(self, identity: str) -> int:
        """Return the row of a line, -1 if it is not there."""
        found = (row for row, line in enumerate(self.lines) if line.identity == identity)
        return next(found, -1)

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of lines."""
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a line, its title for the tip, and all of it in words for a screen reader."""
        line = self.lines[index.row()]
        if role == LINE:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return line.spoken
        return line.title if role == Qt.ItemDataRole.ToolTipRole else None


class UncoveredModel(QAbstractListModel):
    """What no check looks at."""

    def __init__(self) -> None:
        super().__init__()
        self.items: tuple[Uncovered, ...] = ()

    def show_items(self, items: "tuple[Uncovered, ...]") -> None:
        """Show these."""
        if items != self.items:
            self.beginResetModel()
            self.items = items
            self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Return how many there are."""
        return 0 if parent is not None and parent.isValid() else len(self.items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what it is, and where it comes from."""
        item = self.items[index.row()]
        origin = tr(_ORIGINS[item.origin])
        values: dict[int, Any] = {
            int(TITLE): item.text,
            int(CAPTION): origin,
            int(IDENTITY): item.text,
            int(Qt.ItemDataRole.AccessibleTextRole): f"{item.text}, {origin}",
        }
        return values.get(int(role))
