"""The cells of a sheet that are known so far; more are asked for as they come into view."""

from collections import OrderedDict
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from studio.gui.language import tr
from studio.viewing.sheet_data import Area, SheetName, SheetRows, ShownCell

Index = QModelIndex | QPersistentModelIndex
Edges = tuple[bool, bool, bool, bool]
_ROOT = QModelIndex()
_KEPT_ROWS = 20_000
_LEAST_ROWS, _LEAST_COLUMNS = 20, 6
_ALL = (True, True, True, True)


def letters(column: int) -> str:
    """Return the letters of a column counted from 1."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(65 + rest) + found
    return found


class CellLook(NamedTuple):
    """All that is painted of a cell, so that it is asked for once."""

    text: str
    right: bool
    before: str
    state: str
    strong: bool
    edges: Edges


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
        self.side = "reference"
        self.compared = False
        self._name = SheetName("", 0, 0)
        self._rows: OrderedDict[int, dict[int, ShownCell]] = OrderedDict()
        self._areas: list[tuple[Area, str, bool]] = []

    def show_sheet(self, sheet: int, name: SheetName, compared: bool) -> None:
        """Show another sheet, with nothing known of it."""
        self.beginResetModel()
        self.sheet, self._name, self.compared = sheet, name, compared
        self._rows.clear()
        self.endResetModel()

    def forget(self) -> None:
        """Forget all cells, so that they are asked for anew."""
        self._rows.clear()
        self._tell(1, self.rowCount())

    def take(self, rows: SheetRows) -> None:
        """Take the cells of some rows."""
        if rows.sheet != self.sheet:
            return
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
            self.dataChanged.emit(
                self.index(first - 1, 0), self.index(last - 1, self.columnCount() - 1)
            )

    def missing(self, first: int, last: int) -> bool:
        """Tell whether any row from `first` to `last`, counted from 1, is not known."""
        last = min(last, self._name.rows)
        return any(row not in self._rows for row in range(first, last + 1))

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return how many rows there are, at least a screenful."""
        return 0 if parent.isValid() else max(_LEAST_ROWS, self._name.rows)

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
        return [held for held in self._areas if held[0].holds(self.sheet, row, column)]

    def state(self, index: Index) -> str:
        """Return `checked`, `changed`, `caught`, `wrong`, or nothing."""
        return self._state(self.cell(index), bool(self.checks_of(index)))

    def _state(self, cell: ShownCell | None, checked: bool) -> str:
        differs = cell is not None and cell.before is not None
        if self.side == "output" and differs:
            return "caught" if checked else "wrong"
        if checked and (differs or self.side != "difference"):
            return "checked"
        return "changed" if differs and self.side in ("reference", "difference") else ""

    def _edges(self, areas: list[tuple[Area, str, bool]], row: int, column: int) -> Edges:
        """Return at which sides (left, top, right, bottom) what is checked ends."""
        if self.side == "difference":
            return _ALL
        held = [area for area, _, _ in areas]
        return (
            any(area.left == column for area in held),
            any(area.first == row for area in held),
            any(area.right == column for area in held),
            any(area.last == row for area in held),
        )

    def address(self, index: Index) -> str:
        """Return the address of a cell, such as `D12`."""
        return f"{letters(index.column() + 1)}{index.row() + 1}"

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
        shows_before = self.side == "difference"
        return CellLook(
            cell.text if cell else "",
            cell.right if cell else False,
            (cell.before or "") if cell and shows_before else "",
            state,
            any(chosen for _, _, chosen in areas),
            self._edges(areas, row + 1, column + 1) if state == "checked" else _ALL,
        )

    def told(self, index: Index) -> str:
        """Return a cell in words: where it is, what it holds, what is checked there."""
        cell = self.cell(index)
        parts = [f"{self.address(index)}: {cell.text if cell and cell.text else tr('blank')}"]
        if cell and cell.before is not None:
            other = tr("reference: {text}") if self.side == "output" else tr("input: {text}")
            if self.side == "input":
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
        across = orientation == Qt.Orientation.Horizontal
        return letters(section + 1) if across else str(section + 1)
