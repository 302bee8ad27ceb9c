"""Workbooks and tables in text, shown a few hundred rows at a time."""

from functools import cached_property
from pathlib import Path
from typing import Any

from studio.grading.readers.books import Cell, Sheet, address, parse_cells
from studio.grading.readers.structure import FoundTable, find_table
from studio.grading.readers.values import fold, legible, number_of
from studio.grading.readers.writing import key_text, plain
from studio.model.check import Target, parse_target
from studio.viewing.cell_text import LONGEST, shown
from studio.viewing.grids import Cells, Grids
from studio.viewing.sheet_data import (
    AlignedRows,
    Area,
    Computed,
    NextCell,
    SheetHead,
    SheetName,
    SheetPlaces,
    SheetRows,
    ShownCell,
)
from studio.viewing.sheet_pairs import SheetPairs, cells_of, is_same, told_before

MAX_ROWS = 1_000
MAX_COLUMNS = 1_000
_NARROW, _WIDE, _USUAL = 6, 36, 0.9
_MOST_TARGETS = 2_000


class OpenedSheets:
    """An open file with its sheets, and the file that it is compared with."""

    def __init__(self, shown: Path, other: Path | None) -> None:
        self._file = Grids(shown)
        self._path = shown.name
        self._pairs = SheetPairs(self._file, other)
        self._tables: dict[int, FoundTable | None] = {}

    def head(self) -> SheetHead:
        """Return the sheets."""
        found = tuple(self._name(number) for number in range(len(self._file.grids)))
        return SheetHead(
            found, self._file.by_column, self._file.to_compute, self._pairs.other is not None
        )

    def _name(self, sheet: int) -> SheetName:
        cells = self._file.sample(sheet).cells
        columns = min(MAX_COLUMNS, self._file.grids[sheet].columns)
        lengths: list[list[int]] = [[] for _ in range(columns)]
        for (_, column), cell in cells.items():
            if column <= columns and cell.value is not None:
                lengths[column - 1].append(len(shown(cell.value, cell.number_format)))
        name = legible(self._file.grids[sheet].name)
        found = self.aligned(sheet) if self._pairs.is_known(sheet) else None
        rows = self._file.grids[sheet].rows
        return SheetName(name, rows, columns, tuple(map(_width, lengths)), found)

    def aligned(self, sheet: int) -> AlignedRows:
        """Find out which rows belong to those of the other file; takes time in a long sheet."""
        found = self._pairs.alignment(sheet)
        if found is None:
            return AlignedRows(sheet, self._file.grids[sheet].rows)
        return AlignedRows(sheet, len(found.rows), found.gone())

    def computed(self) -> Computed:
        """Compute the formulas of both files."""
        why = self._file.compute()
        if self._pairs.other is not None:
            self._pairs.other.compute()
        self._pairs.doubt()
        return Computed(not why, why)

    def rows(self, sheet: int, first: int, count: int, merged: bool = False) -> SheetRows:
        """Return rows of a sheet.

        Args:
            sheet: its number in order.
            first: the first row, counted from 1: of this sheet, or of both if they are merged.
            count: how many, at most `MAX_ROWS`.
            merged: whether rows that are gone are among them.
        """
        count, rows = max(0, min(count, MAX_ROWS)), self._file.grids[sheet].rows
        pairs = self._pairs.pairs(sheet, first, count, merged)
        cells = cells_of(self._file, sheet, (own for _, own in pairs))
        before = self._pairs.before(sheet, (old for old, _ in pairs))
        columns: dict[int, set[int]] = {}
        for row, column in cells:
            columns.setdefault(row, set()).add(column)
        gone: dict[int, set[int]] = {}
        for row, column in before or ():
            gone.setdefault(row, set()).add(column)
        lines = tuple(
            tuple(
                self._shown(sheet, (old, own), column, cells, before)
                for column in sorted(columns.get(own, set()) | gone.get(old, set()))
                if column <= MAX_COLUMNS
            )
            for old, own in pairs
        )
        blank = ((),) * (count - len(lines))
        compared = before is not None
        changes = tuple(_change(pair, compared and pair[1] <= rows) for pair in pairs)
        return SheetRows(sheet, first, count, lines + blank, merged, changes)

    def _shown(
        self, sheet: int, pair: tuple[int, int], column: int, cells: Cells, before: Cells | None
    ) -> ShownCell:
        old, row = pair
        cell = cells.get((row, column), Cell(None))
        was = (before or {}).get((old, column), Cell(None))
        told = None
        if before is not None and not is_same(cells, row, before, old, column):
            told = told_before(was, cell)
        value = cell.value if row else was.value
        return ShownCell(
            column,
            shown(cell.value, cell.number_format),
            isinstance(value, float) or _is_number(value),
            legible((cell.formula or "")[:LONGEST]),
            self._place(sheet, row, column) if row else "",
            told,
        )

    def _place(self, sheet: int, row: int, column: int) -> str:
        if not self._file.by_column:
            return f"{_quoted(self._file.grids[sheet].name)}!{address(row, column)}"
        name = self._header.get(column, "")
        if row == self._header_row:
            return name
        key = self._keys.get(row, "") if name else ""
        return f"{name}[{key}]" if key else ""

    @cached_property
    def _header_row(self) -> int:
        found = self._table(0)
        return found.area[0] if found else 0

    @cached_property
    def _header(self) -> dict[int, str]:
        """The names of columns that a target can name."""
        found = self._table(0)
        names = found.header if found else {}
        return {c: n for c, n in names.items() if not set(n) & set("[]#!") and n[:1] != "/"}

    @cached_property
    def _keys(self) -> dict[int, str]:
        """What stands first in each row below the header, where it stands there once."""
        found = self._table(0)
        if found is None:
            return {}
        rows: dict[str, list[int]] = {}
        texts = {}
        for row, value in self._file.column(0, found.area[1], found.area[0] + 1):
            texts[row] = fold(str(value))
            rows.setdefault(key_text(plain(texts[row])), []).append(row)
        once = {held[0] for held in rows.values() if len(held) == 1}
        return {r: text for r, text in texts.items() if r in once and not set(text) & set("[]")}

    def _table(self, sheet: int) -> FoundTable | None:
        if sheet not in self._tables:
            sample = self._file.sample(sheet)
            self._tables[sheet] = find_table(sample) or self._first_row(sample)
        return self._tables[sheet]

    def _first_row(self, sheet: Sheet) -> FoundTable | None:
        """Return the table below the first row, for a text whose few rows tell no other."""
        names = {
            column: fold(str(cell.value)) for (row, column), cell in sheet.cells.items() if row == 1
        }
        if not self._file.by_column or len(set(names.values())) < len(names) or not names:
            return None
        return FoundTable((1, min(names), sheet.size[0], max(names)), names, ())

    def places(self, targets: list[dict[str, Any]]) -> SheetPlaces:
        """Return where targets lie.

        Args:
            targets: for each `{"target": text, "columns": [names]}`; columns narrow an area down.
        """
        return SheetPlaces(
            tuple(
                tuple(self._areas(parse_target(asked["target"]), asked.get("columns") or ()))
                for asked in targets[:_MOST_TARGETS]
            )
        )

    def _areas(self, target: Target, columns: Any) -> list[Area]:
        sheet = self._sheet_of(target)
        if sheet is None:
            return []
        grid = self._file.grids[sheet]
        if target.cells:
            area = Area(sheet, *parse_cells(target.cells))
        elif target.column is not None and (self._file.by_column or target.key is not None):
            return self._by_column(sheet, target)
        else:
            area = Area(sheet, 1, 1, max(1, grid.rows), max(1, grid.columns))
        return self._narrowed(area, {fold(str(name)).casefold() for name in columns}) or [area]

    def _sheet_of(self, target: Target) -> int | None:
        names = [grid.name.casefold() for grid in self._file.grids]
        named = target.sheet
        if named is None and target.key is None and not self._file.by_column:
            named = target.column
        if named is None or self._file.by_column:
            return 0 if names else None
        return names.index(named.casefold()) if named.casefold() in names else None

    def _narrowed(self, area: Area, columns: set[str]) -> list[Area]:
        """Return the columns of an area below those of its cells that are called so."""
        if not columns:
            return []
        cells = self._file.cells(area.sheet, area.first, min(area.last, area.first + 30) + 1)
        for row in range(area.first, area.first + 30):
            found = [
                c
                for (r, c), cell in cells.items()
                if r == row and fold(str(cell.value or "")).casefold() in columns
                if area.left <= c <= area.right
            ]
            if found:
                return [Area(area.sheet, row + 1, c, max(row + 1, area.last), c) for c in found]
        return []

    def _by_column(self, sheet: int, target: Target) -> list[Area]:
        found = self._table(sheet)
        wanted = fold(target.column or "").casefold()
        names = found.header if found else {}
        column = next((c for c, name in names.items() if name.casefold() == wanted), None)
        if found is None or column is None:
            return []
        last = self._file.grids[sheet].rows
        if target.key is None:
            return [Area(sheet, found.area[0] + 1, column, last, column)]
        key = key_text(plain(target.key))
        return [
            Area(sheet, row, column, row, column)
            for row, value in self._file.column(sheet, found.area[1], found.area[0] + 1)
            if key_text(plain(value)) == key
        ]

    def next(
        self, sheet: int, row: int, column: int, back: bool = False, merged: bool = False
    ) -> NextCell:
        """Return the next cell after a place, or before it, that differs from the other file."""
        for found in self._pairs.following(sheet, row, merged, back):
            if found < (row, column) if back else found > (row, column):
                return NextCell(sheet, *found)
        return NextCell(sheet, 0, 0)


def opened(shown: Path, other: Path | None) -> OpenedSheets:
    """Return an open file.

    Raises:
        HostileInputError: if it tries to harm.
        Unreadable: if it is not what its name says.
    """
    return OpenedSheets(shown, other)


def _change(pair: tuple[int, int], compared: bool) -> str:
    if not compared or all(pair):
        return ""
    return "new" if pair[1] else "gone"


def _width(lengths: list[int]) -> int:
    """Return how wide a column is, whatever its few longest texts are."""
    usual = sorted(lengths)[int(len(lengths) * _USUAL)] if lengths else 0
    return max(_NARROW, min(_WIDE, usual))


def _quoted(sheet: str) -> str:
    return f"'{sheet}'" if "'" in (sheet[:1], sheet[-1:]) else sheet


def _is_number(value: object) -> bool:
    return isinstance(value, str) and len(value) < 40 and number_of(value) is not None
