"""The cells of a sheet that are known so far; more are asked for as they come into view."""

from bisect import bisect_right
from collections import OrderedDict
from itertools import accumulate
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from studio.gui.language import tr
from studio.gui.widgets.file_marks import Side, state_of
from studio.viewing.sheet_data import AlignedRows, Area, SheetName, SheetRows, ShownCell

Index = QModelIndex | QPersistentModelIndex
Edges = tuple[bool, bool, bool, bool]
_ROOT = QModelIndex()
_KEPT_ROWS = 20_000
_LEAST_ROWS, _LEAST_COLUMNS = 20, 6
_ALL = (True, True, True, True)
_OF_REFERENCE = {"new": "this row is not in the input", "gone": "this row is gone"}
_OF_OUTPUT = {
    "new": "this row is not in the reference",
    "gone": "this row of the reference is missing",
}


def letters(column: int) -> str:
    """Return the letters of a column counted from 1."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


class RowNumbers:
    """Which row of a sheet stands where, when rows that are gone stand between them; from 1."""

    def __init__(self, gone: tuple[tuple[int, int], ...] = ()) -> None:
        self._following = [row for row, _ in gone]
        self._counts = [0, *accumulate(count for _, count in gone)]
        before = self._counts[:-1]
        self._starts = [row + n for row, n in zip(self._following, before, strict=True)]

    def place(self, row: int) -> int:
        """Return where a row stands."""
        return row + self._counts[bisect_right(self._following, row)]

    def row(self, place: int) -> int:
        """Return the row that stands at a place, 0 if one does that is gone."""
        at = bisect_right(self._starts, place)
        row = place - self._counts[at]
        return 0 if at and row < self._following[at - 1] else row

    def above(self, place: int) -> int:
        """Return the row that is the nearest above a place."""
        at = bisect_right(self._starts, place)
        row = place - self._counts[at]
        return self._following[at - 1] - 1 if at and row < self._following[at - 1] else row


class CellLook(NamedTuple):
    """All that is painted of a cell, so that it is asked for once."""

    text: str
    right: bool
    before: str
    state: str
    strong: bool
    edges: Edges
    gone: bool = False


_BLANK = CellLook("", False, "", "", False, _ALL)


class SheetModel(QAbstractTableModel):
    """One sheet; rows that are not known yet are blank.

    Attributes:
        sheet: the number of the sheet in its file.
        side: which side is shown.
    """

    def __init__(self) -> None:
        super().__init__()
        self.sheet = 0
        self.side: Side = "reference"
        self.compared = False
        self._name = SheetName("", 0, 0)
        self._numbers = RowNumbers()
        self._merged = 0
        self._rows: OrderedDict[int, dict[int, ShownCell]] = OrderedDict()
        self._changes: dict[int, str] = {}
        self._areas: list[tuple[Area, str, bool]] = []

    def show_sheet(self, sheet: int, name: SheetName, compared: bool) -> None:
        """Show another sheet, with nothing known of it."""
        self.beginResetModel()
        self.sheet, self._name, self.compared = sheet, name, compared
        self._align(name.aligned)
        self.endResetModel()

    @property
    def merged(self) -> bool:
        """Whether rows that are gone have a place."""
        return self.compared and self.side in ("difference", "output")

    def _align(self, aligned: AlignedRows | None) -> None:
        self._rows.clear()
        self._changes.clear()
        known = aligned is not None and self.merged
        self._merged = aligned.merged if known and aligned else self._name.rows
        self._numbers = RowNumbers(aligned.gone if known and aligned else ())

    def show_aligned(self, aligned: AlignedRows) -> None:
        """Show which rows belong to those of the other file, with no cells known."""
        if aligned.sheet == self.sheet:
            self.beginResetModel()
            self._align(aligned)
            self.endResetModel()

    def forget(self) -> None:
        """Forget all cells, so that they are asked for anew."""
        self._rows.clear()
        self._tell(1, self.rowCount())

    def number(self, row: int) -> int:
        """Return the number of the row at a place, both from 1; 0 if it is gone."""
        return self._numbers.row(row)

    def place(self, number: int) -> int:
        """Return the place of a row by its number, both from 1."""
        return self._numbers.place(number)

    def take(self, rows: SheetRows) -> None:
        """Take the cells of some rows."""
        if rows.sheet != self.sheet or rows.merged != self.merged:
            return
        self._changes.update(enumerate(rows.changes, rows.first))
        for row, cells in enumerate(rows.cells, rows.first):
            self._rows[row] = {cell.column: cell for cell in cells}
            self._rows.move_to_end(row)
        while len(self._rows) > _KEPT_ROWS:
            self._rows.popitem(last=False)
        self._tell(rows.first, rows.first + rows.count - 1)

    def show_areas(self, areas: list[tuple[Area, str, bool]]) -> None:
        """Mark areas as checked: each with the sentence of its check, and whether it is chosen."""
        self._areas = areas
        self._tell(1, self.rowCount())

    def _tell(self, first: int, last: int) -> None:
        last = min(last, self.rowCount())
        if 1 <= first <= last:
            self.headerDataChanged.emit(Qt.Orientation.Vertical, first - 1, last - 1)
            self.dataChanged.emit(
                self.index(first - 1, 0), self.index(last - 1, self.columnCount() - 1)
            )

    def missing(self, first: int, last: int) -> bool:
        """Tell whether any row from `first` to `last`, counted from 1, is not known."""
        last = min(last, self._merged)
        return any(row not in self._rows for row in range(first, last + 1))

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return how many rows there are, at least a screenful."""
        return 0 if parent.isValid() else max(_LEAST_ROWS, self._merged)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return how many columns there are."""
        return 0 if parent.isValid() else max(_LEAST_COLUMNS, self._name.columns)

    def cell(self, index: Index) -> ShownCell | None:
        """Return what is known of a cell."""
        return self._rows.get(index.row() + 1, {}).get(index.column() + 1)

    def checks_of(self, index: Index) -> list[tuple[str, bool]]:
        """Return the sentences of the checks that look at a cell, and whether each is chosen."""
        found = self._areas_at(index.row() + 1, index.column() + 1)
        return [(sentence, chosen) for _, sentence, chosen in found]

    def _areas_at(self, row: int, column: int) -> list[tuple[Area, str, bool]]:
        # A check looks at a row that is gone if it looks at the one above.
        number = self._numbers.above(row)
        return [held for held in self._areas if held[0].holds(self.sheet, number, column)]

    def state(self, index: Index) -> str:
        """Return `checked`, `changed`, `caught`, `wrong`, or nothing."""
        return self._state(self.cell(index), bool(self.checks_of(index)))

    def _state(self, cell: ShownCell | None, checked: bool) -> str:
        return state_of(self.side, cell is not None and cell.before is not None, checked)

    def _edges(self, areas: list[tuple[Area, str, bool]], row: int, column: int) -> Edges:
        """Return at which sides (left, top, right, bottom) what is checked ends."""
        if self.side == "difference":
            return _ALL
        held, row = [area for area, _, _ in areas], self.number(row)
        return (
            any(area.left == column for area in held),
            any(area.first == row for area in held),
            any(area.right == column for area in held),
            any(area.last == row for area in held),
        )

    def address(self, index: Index) -> str:
        """Return the address of a cell, such as `D12`; that of a row that is gone has no number."""
        return f"{letters(index.column() + 1)}{self.number(index.row() + 1) or tr(' (gone)')}"

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what is painted, and what is said."""
        if role == Qt.ItemDataRole.DisplayRole:
            return self.look(index.row(), index.column()).text
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self.told(index)
        return None

    def look(self, row: int, column: int) -> CellLook:
        """Return what is painted of a cell; row and column count from 0."""
        cell = self._rows.get(row + 1, {}).get(column + 1)
        areas = self._areas_at(row + 1, column + 1)
        if cell is None and not areas:
            return _BLANK
        state = self._state(cell, bool(areas))
        gone = self._changes.get(row + 1) == "gone"
        shows_before = self.side == "difference" or gone
        return CellLook(
            cell.text if cell else "",
            cell.right if cell else False,
            (cell.before or "") if cell and shows_before else "",
            state,
            any(chosen for _, _, chosen in areas),
            self._edges(areas, row + 1, column + 1) if state == "checked" else _ALL,
            gone,
        )

    def told(self, index: Index) -> str:
        """Return a cell in words: where it is, what it holds, what is checked there."""
        cell = self.cell(index)
        parts = [f"{self.address(index)}: {cell.text if cell and cell.text else tr('blank')}"]
        change = self._changes.get(index.row() + 1, "")
        if change:
            words = _OF_OUTPUT if self.side == "output" else _OF_REFERENCE
            parts.append(tr(words[change]))
        if cell and cell.before is not None and change != "new":
            other = tr("input: {text}")
            if self.side in ("input", "output"):
                other = tr("reference: {text}")
            parts.append(other.format(text=cell.before or tr("blank")))
        checks = [sentence for sentence, _ in self.checks_of(index)]
        if checks:
            parts.append(tr("checked: {checks}").format(checks="; ".join(checks[:3])))
        elif self.state(index) == "changed":
            parts.append(tr("changed by you, not checked"))
        return "\n".join(parts)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """Return the letters of a column or the number of a row."""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return int(Qt.AlignmentFlag.AlignCenter)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation == Qt.Orientation.Horizontal:
            return letters(section + 1)
        number, change = self.number(section + 1), self._changes.get(section + 1)
        if change == "gone" or not number:
            return "\u2212"
        is_new = change == "new" and self.side != "input"
        return f"+ {number}" if is_new else str(number)
