"""The lines of a text that are known so far, and what of them is checked."""

from collections import OrderedDict
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from studio.gui.language import tr
from studio.gui.widgets.file_marks import Mark, Side, folded, looks_at, state_of
from studio.viewing.text_data import TextHead, TextRow, TextRows

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
ROW = Qt.ItemDataRole.UserRole + 1
STATE = Qt.ItemDataRole.UserRole + 2
STRONG = Qt.ItemDataRole.UserRole + 3
_KEPT = 20_000


def place_of(row: TextRow) -> str:
    """Return how a target names a line after `#`, empty for one that is gone."""
    return f"line[{row.number}]" if row.number else ""


class TextModel(QAbstractListModel):
    """The lines that are known so far."""

    def __init__(self) -> None:
        super().__init__()
        self.side: Side = "reference"
        self._count = 0
        self._rows: OrderedDict[int, TextRow] = OrderedDict()
        self._marks: tuple[Mark, ...] = ()

    @property
    def merged(self) -> bool:
        """Whether lines that are gone have rows."""
        return self.side in ("difference", "output")

    def show_head(self, head: TextHead) -> None:
        """Begin another text."""
        self.beginResetModel()
        self._count = head.merged if self.merged else head.lines
        self._rows.clear()
        self.endResetModel()

    def take(self, part: TextRows) -> None:
        """Take some rows."""
        if part.merged != self.merged or not part.rows:
            return
        self._rows.update(enumerate(part.rows, part.first))
        while len(self._rows) > _KEPT:
            self._rows.popitem(last=False)
        last = min(self._count, part.first + len(part.rows)) - 1
        self.dataChanged.emit(self.index(part.first), self.index(last))

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing but a blank line."""
        only = self._rows.get(0)
        return self._count == 1 and only is not None and not only.text

    def missing(self, first: int, last: int) -> bool:
        """Tell whether any row from `first` to `last` is not known."""
        return any(row not in self._rows for row in range(first, min(last, self._count - 1) + 1))

    def show_marks(self, marks: tuple[Mark, ...]) -> None:
        """Mark the lines that hold what checks look for."""
        self._marks = marks
        if self._count:
            self.dataChanged.emit(self.index(0), self.index(self._count - 1))

    def checks_of(self, row: int) -> list[Mark]:
        """Return the marks that look at a line."""
        found = self._rows.get(row)
        if found is None or found.change == "gone" or not self._marks:
            return []
        text, place = folded(found.text), place_of(found)
        return [mark for mark in self._marks if looks_at(mark, text, place)]

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return how many rows there are."""
        return 0 if parent.isValid() else self._count

    def state(self, row: int) -> str:
        """Return `checked`, `changed`, `caught`, `wrong`, or nothing."""
        found = self._rows.get(row)
        return state_of(self.side, bool(found and found.change), bool(self.checks_of(row)))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what is painted, and what is said."""
        found = self._rows.get(index.row())
        if role == ROW:
            return found
        if role == Qt.ItemDataRole.DisplayRole:
            return found.text if found else ""
        if role == STATE:
            return self.state(index.row())
        if role == STRONG:
            return any(mark.selected for mark in self.checks_of(index.row()))
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self.told(index.row())
        return None

    def told(self, row: int) -> str:
        """Return a line in words."""
        found = self._rows.get(row)
        if found is None:
            return ""
        number = tr("Line {number}").format(number=f"{found.number:,}")
        parts = [f"{number if found.number else tr('Gone')}: {found.text}"]
        if found.change == "new" and self.side != "input":
            beside = tr("not in the reference") if self.side == "output" else tr("new")
            parts.append(beside)
        checks = [mark.sentence for mark in self.checks_of(row)]
        if checks:
            parts.append(tr("checked: {checks}").format(checks="; ".join(checks[:3])))
        elif self.state(row) == "changed":
            parts.append(tr("changed by you, not checked"))
        return "\n".join(parts)
