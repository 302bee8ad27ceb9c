"""The blocks of a document that are known so far, and what of them is checked."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from studio.gui.language import tr
from studio.gui.widgets.file_marks import Mark, Side, folded, looks_at, state_of
from studio.viewing.document_data import ShownBlock

BLOCK = Qt.ItemDataRole.UserRole + 1
STATE = Qt.ItemDataRole.UserRole + 2
STRONG = Qt.ItemDataRole.UserRole + 3
PAGE = Qt.ItemDataRole.UserRole + 4
TOLD = Qt.ItemDataRole.UserRole + 5
Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class DocumentModel(QAbstractListModel):
    """Blocks in order; those that are gone only where the difference is shown."""

    def __init__(self) -> None:
        super().__init__()
        self.side: Side = "reference"
        self.blocks: list[ShownBlock] = []
        self._folded: list[str] = []
        self._checks: list[tuple[Mark, ...]] = []
        self._marks: tuple[Mark, ...] = ()

    def forget(self) -> None:
        """Show nothing."""
        self.beginResetModel()
        self.blocks, self._folded, self._checks = [], [], []
        self.endResetModel()

    def take(self, blocks: tuple[ShownBlock, ...]) -> None:
        """Take further blocks."""
        shows_gone = self.side in ("difference", "output")
        kept = [block for block in blocks if block.change != "gone" or shows_gone]
        if not kept:
            return
        start = len(self.blocks)
        self.beginInsertRows(_ROOT, start, start + len(kept) - 1)
        self.blocks += kept
        texts = [folded(block.text) for block in kept]
        self._folded += texts
        self._checks += map(self._checks_of, kept, texts)
        self.endInsertRows()

    def show_marks(self, marks: tuple[Mark, ...]) -> None:
        """Mark the blocks that hold what checks look for."""
        self._marks = marks
        self._checks = [*map(self._checks_of, self.blocks, self._folded)]
        if self.blocks:
            self.dataChanged.emit(self.index(0), self.index(len(self.blocks) - 1))

    def _checks_of(self, block: ShownBlock, text: str) -> tuple[Mark, ...]:
        where = (text, block.place, block.above)
        return tuple(mark for mark in self._marks if looks_at(mark, *where))

    def checks_of(self, row: int) -> tuple[Mark, ...]:
        """Return the marks that look at a block."""
        return self._checks[row] if 0 <= row < len(self._checks) else ()

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return how many blocks are known."""
        return 0 if parent.isValid() else len(self.blocks)

    def state(self, row: int) -> str:
        """Return `checked`, `changed`, `caught`, `wrong`, or nothing."""
        return state_of(self.side, bool(self.blocks[row].change), bool(self._checks[row]))

    def next(self, row: int, back: bool) -> int:
        """Return the next row after one, or before it, that differs; -1 if there is none."""
        rows = range(row - 1, -1, -1) if back else range(row + 1, len(self.blocks))
        return next((found for found in rows if self.blocks[found].change), -1)

    def first_of(self, target: str) -> int:
        """Return the first row that is checked by a mark of this target, -1 if none is."""
        found = (n for n, held in enumerate(self._checks) if any(m.target == target for m in held))
        return next(found, -1)

    def row_of(self, place: str) -> int:
        """Return the row of a place as a target names it, -1 if it is not known."""
        return next((n for n, block in enumerate(self.blocks) if block.place == place), -1)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what is painted, and what is said."""
        row = index.row()
        if not 0 <= row < len(self.blocks):
            return None
        if role == BLOCK:
            return self.blocks[row]
        if role == Qt.ItemDataRole.DisplayRole:
            return self.blocks[row].text
        if role == STATE:
            return self.state(row)
        if role == STRONG:
            return any(mark.selected for mark in self._checks[row])
        if role == PAGE:
            page = self.blocks[row].page
            return page if page and (row == 0 or self.blocks[row - 1].page != page) else 0
        if role in (TOLD, Qt.ItemDataRole.AccessibleTextRole):
            return self.told(row)
        return None

    def told(self, row: int) -> str:
        """Return a block in words: what it says, how it differs, what is checked there."""
        block = self.blocks[row]
        text = block.text or "".join(piece.text for piece in block.pieces)
        parts = [tr(_KINDS.get(block.kind, "{text}")).format(text=text)]
        if block.change:
            words = _WRONG if self.side == "output" else _CHANGES
            parts.append(tr(words[block.change]))
        checks = [mark.sentence for mark in self._checks[row]]
        if checks:
            parts.append(tr("checked: {checks}").format(checks="; ".join(checks[:3])))
        elif self.state(row) == "changed":
            parts.append(tr("not checked"))
        return "\n".join(parts)


_KINDS = {"title": "Title: {text}", "heading": "Heading: {text}", "note": "Note: {text}"}
_CHANGES = {
    "new": "new, not in the input",
    "changed": "other than in the input",
    "gone": "in the input, and gone",
}
_WRONG = {
    "new": "not in the reference",
    "changed": "other than in the reference",
    "gone": "in the reference, and missing here",
}
