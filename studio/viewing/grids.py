"""Sheets of every format as grids whose rows are read when they are asked for."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from studio.base.errors import FaultError
from studio.formats import digests
from studio.grading.readers.archives import Unreadable, refuse_hostile
from studio.grading.readers.books import (
    WORKBOOKS,
    Cell,
    Sheet,
    read_book,
    rows_of_csv,
)
from studio.grading.readers.places import decode, read_bytes
from studio.grading.readers.values import Scalar, legible
from studio.sandbox.office import OfficeRefusal, recompute
from studio.viewing.aligning import Keys
from studio.viewing.lazy_sheets import LazySheet, Odd, lazy_sheets
from studio.viewing.ods_sheets import ods_sheets
from studio.viewing.row_keys import FEW, keys_of

Cells = dict[tuple[int, int], Cell]
_SAMPLE = 200
_BLOCK = 5_000


class Grid(Protocol):
    """A sheet: its name, its last row and column, and its cells by row and column from 1."""

    name: str
    rows: int
    columns: int

    def cells(self, first: int, last: int) -> Cells:
        """Return what stands in rows from `first` up to but not including `last`."""

    def keys(self) -> Keys:
        """Return for each row what is equal only for the same content; none if that takes long."""


class _Whole:
    """A sheet that was read as a whole."""

    def __init__(self, sheet: Sheet) -> None:
        self.name = sheet.name
        self.rows, self.columns = sheet.size
        self._rows: dict[int, dict[int, Cell]] = {}
        for (row, column), cell in sheet.cells.items():
            self._rows.setdefault(row, {})[column] = cell

    def cells(self, first: int, last: int) -> Cells:
        """Return the cells of rows."""
        found = range(first, min(last, self.rows + 1))
        return {(r, c): cell for r in found for c, cell in self._rows.get(r, {}).items()}

    def keys(self) -> Keys:
        """Return the cells of each row."""
        return keys_of(self.cells(1, self.rows + 1), self.rows)


class _Text:
    """A table in text."""

    def __init__(self, name: str, rows: list[list[str]]) -> None:
        self.name, self._rows = name, rows
        self.rows = len(rows)
        self.columns = max(map(len, rows), default=0)

    def cells(self, first: int, last: int) -> Cells:
        """Return the cells of rows."""
        lines = enumerate(self._rows[first - 1 : last - 1], first)
        return {
            (r, c): Cell(text)
            for r, line in lines
            for c, text in enumerate(line, 1)
            if text and not text.isspace()
        }

    def column(self, column: int, first: int, last: int) -> Iterator[tuple[int, str]]:
        """Yield the rows and texts of a column, blanks left out."""
        for row, line in enumerate(self._rows[first - 1 : last - 1], first):
            if len(line) >= column and line[column - 1].strip():
                yield row, line[column - 1]

    def keys(self) -> Keys:
        """Return the texts of each row."""
        return [tuple(text.strip() for text in line) for line in self._rows]


class _Lazy:
    """A sheet of a workbook, with the values of formulas from another reading of it."""

    def __init__(self, sheet: LazySheet, computed: Grid | LazySheet | None) -> None:
        self.name, self.rows, self.columns = sheet.name, sheet.rows, sheet.columns
        self._sheet, self._computed = sheet, computed

    def cells(self, first: int, last: int) -> Cells:
        """Return the cells of rows."""
        cells = self._sheet.cells(first, last)
        if not self._sheet.has_formulas:
            return cells
        source = self._computed or self._sheet
        values = (
            source.cells(first, last, computed=True)
            if isinstance(source, LazySheet)
            else source.cells(first, last)
        )
        for place, cell in cells.items():
            if cell.formula and place in values:
                cells[place] = replace(cell, value=values[place].value)
        return cells

    def keys(self) -> Keys:
        """Return the cells of each row, of a long sheet the bytes that they are written in."""
        if self.rows * self.columns <= FEW:
            return keys_of(self.cells(1, self.rows + 1), self.rows)
        return self._sheet.keys() if isinstance(self._sheet, LazySheet) else []


class Grids:
    """The grids of a file.

    Attributes:
        grids: in order.
        to_compute: whether formulas have only the values that the file stores.
    """

    def __init__(self, place: Path) -> None:
        self._place, self._suffix = place, place.suffix.lower()
        self.to_compute = False
        self._sheets: list[LazySheet] = []
        self.grids: list[Grid] = self._read()
        self.by_column = self._suffix not in WORKBOOKS

    def _read(self) -> list[Grid]:
        if self._suffix in (".csv", ".tsv"):
            return [_Text(self._place.stem, _lines(self._place))]
        if self._suffix not in WORKBOOKS:
            return self._whole()
        content = read_bytes(self._place)
        refuse_hostile(content, legible(self._place.name))
        self._digest = digests.of_bytes(content)
        try:
            if self._suffix == ".ods":
                self.to_compute = True
                return list(ods_sheets(content, legible(self._place.name)))
            self._sheets = lazy_sheets(content)
        except Odd:
            return self._whole()
        self.to_compute = any(sheet.has_formulas for sheet in self._sheets)
        return [_Lazy(sheet, None) for sheet in self._sheets]

    def _whole(self) -> list[Grid]:
        self.to_compute = False
        return [_Whole(sheet) for sheet in read_book(self._place).sheets.values()]

    def cells(self, sheet: int, first: int, last: int) -> Cells:
        """Return the cells of rows of a sheet; a workbook that is written oddly is read anew."""
        try:
            return self.grids[sheet].cells(first, last)
        except Odd:
            self.grids = self._whole()
            return self.grids[sheet].cells(first, last) if sheet < len(self.grids) else {}

    def keys(self, sheet: int) -> Keys:
        """Return the keys of the rows of a sheet, none if that takes long."""
        try:
            return self.grids[sheet].keys()
        except Odd:
            self.grids = self._whole()
            return self.grids[sheet].keys() if sheet < len(self.grids) else []

    def column(self, sheet: int, column: int, first: int) -> Iterator[tuple[int, Scalar]]:
        """Yield the rows and values of a column from a row on, blanks left out."""
        grid = self.grids[sheet]
        for start in range(first, grid.rows + 1, _BLOCK):
            part = self.cells(sheet, start, start + _BLOCK) if not isinstance(grid, _Text) else {}
            if isinstance(grid, _Text):
                yield from grid.column(column, start, start + _BLOCK)
            for (row, found), cell in part.items():
                if found == column and cell.value is not None:
                    yield row, cell.value

    def compute(self) -> str:
        """Take the values of formulas as the office program computes them.

        Returns:
            Why they are not computed, empty if they are.
        """
        if not self.to_compute:
            return ""
        try:
            computed = recompute(self._place, self._digest).read_bytes()
            made = lazy_sheets(computed)
        except (FaultError, OfficeRefusal, Odd, Unreadable) as fault:
            return str(fault) or "it cannot be computed"
        by_name = {sheet.name: sheet for sheet in made}
        own = self._sheets or made
        self.grids = [_Lazy(sheet, by_name.get(sheet.name)) for sheet in own]
        self.to_compute = False
        return ""

    def sample(self, sheet: int) -> Sheet:
        """Return the first rows of a sheet."""
        return Sheet(self.grids[sheet].name, self.cells(sheet, 1, _SAMPLE + 1))


def _lines(place: Path) -> list[list[str]]:
    text = decode(read_bytes(place))
    if "\0" in text:
        raise Unreadable("is not a CSV file")
    try:
        return list(rows_of_csv(text, place.suffix.lower()))
    except csv.Error as fault:
        raise Unreadable(f"is not a CSV file ({fault})") from None
