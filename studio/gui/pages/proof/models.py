"""The Qt models of the gates and of what one of them found."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from studio.gui.pages.proof.state import Evidence, GateRow
from studio.gui.widgets import cards, rows

Index = QModelIndex | QPersistentModelIndex
_SAID = int(Qt.ItemDataRole.AccessibleTextRole)
_TIP = int(Qt.ItemDataRole.ToolTipRole)


class GateModel(QAbstractListModel):
    """A line for each gate."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[GateRow, ...] = ()

    def show_rows(self, found: tuple[GateRow, ...]) -> None:
        """Show these lines; where only their words differ, what is selected stays."""
        if len(found) != len(self.rows):
            self.beginResetModel()
            self.rows = found
            self.endResetModel()
            return
        before, self.rows = self.rows, found
        for number, (old, new) in enumerate(zip(before, found, strict=True)):
            if old != new:
                place = self.index(number)
                self.dataChanged.emit(place, place)

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of lines."""
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a line shows."""
        row = self.rows[index.row()]
        said = ", ".join(part for part in (row.name, row.word, row.caption) if part)
        values: dict[int, Any] = {
            cards.TITLE: row.name,
            cards.CAPTION: row.caption,
            cards.ICON: row.icon,
            cards.PILL: row.word,
            cards.TONE: row.tone,
            _SAID: said,
            _TIP: said,
        }
        return values.get(int(role))


class EvidenceModel(QAbstractListModel):
    """A line for each sentence that a gate found."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[Evidence, ...] = ()

    def show_lines(self, found: tuple[Evidence, ...]) -> None:
        """Show these lines."""
        self.beginResetModel()
        self.lines = found
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of lines."""
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a line shows."""
        line = self.lines[index.row()]
        values: dict[int, Any] = {
            int(rows.TITLE): line.sentence,
            _SAID: f"{line.sentence} {line.goes}".strip(),
        }
        return values.get(int(role))
