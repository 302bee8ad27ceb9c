"""The sheets of a file beside those of another: which rows belong together, and what differs."""

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import pairwise
from pathlib import Path

from studio.grading.readers.archives import Unreadable
from studio.grading.readers.books import Cell
from studio.grading.readers.values import EXACT, fold, legible
from studio.viewing.aligning import MOST_ROWS, Alignment, Keys, aligned, in_place
from studio.viewing.cell_text import LONGEST, shown
from studio.viewing.grids import Cells, Grids
from studio.viewing.row_keys import relative

AT_ONCE = 5_000
"""Sheets of up to so many rows are compared before they are shown."""
_BLOCK = 500
_BLANK = Cell(None)
Pair = tuple[int, int]


class SheetPairs:
    """A file, and the one that it is compared with.

    Attributes:
        other: the other file, None if there is none or it cannot be read.
    """

    def __init__(self, file: Grids, other: Path | None) -> None:
        self._file, self._path = file, other
        self._known: dict[int, Alignment] = {}

    @cached_property
    def other(self) -> Grids | None:
        """The other file; one that cannot be read is compared with nothing."""
        try:
            return Grids(self._path) if self._path else None
        except Unreadable:
            return None

    def beside(self, sheet: int) -> int | None:
        """Return the number of the sheet of that name in the other file."""
        if self.other is None:
            return None
        names = [grid.name.casefold() for grid in self.other.grids]
        if self._file.by_column:
            return 0 if names else None
        name = self._file.grids[sheet].name.casefold()
        return names.index(name) if name in names else None

    def is_known(self, sheet: int) -> bool:
        """Tell whether it is known which rows belong together, or takes no time to find out."""
        number = self.beside(sheet)
        if number is None or self.other is None or sheet in self._known:
            return True
        rows = self._file.grids[sheet].rows, self.other.grids[number].rows
        return max(rows) <= AT_ONCE

    def alignment(self, sheet: int) -> Alignment | None:
        """Return which rows belong together, None if there is nothing to compare with."""
        number = self.beside(sheet)
        if number is None or self.other is None:
            return None
        if sheet not in self._known:
            self._known[sheet] = self._found(self.other, number, sheet)
        return self._known[sheet]

    def _found(self, other: Grids, number: int, sheet: int) -> Alignment:
        if max(other.grids[number].rows, self._file.grids[sheet].rows) <= MOST_ROWS:
            before, after = other.keys(number), self._file.keys(sheet)
            there, here = other.grids[number], self._file.grids[sheet]
            if len(before) == there.rows and len(after) == here.rows:

                def heads(old: range, new: range) -> tuple[Keys, Keys]:
                    return _heads(other, number, old), _heads(self._file, sheet, new)

                return aligned(before, after, heads)
        return in_place(other.grids[number].rows, self._file.grids[sheet].rows)

    def doubt(self) -> None:
        """Compare anew what was found to be the same."""
        for found in self._known.values():
            found.doubt()

    def pairs(self, sheet: int, first: int, count: int, merged: bool) -> list[Pair]:
        """Return the numbers of rows in the other sheet and in this one, 0 for none.

        Args:
            sheet: the number of the sheet.
            first: the first row, from 1: of this sheet, or of both if they are merged.
            count: how many rows.
            merged: whether rows that are gone are among them.
        """
        found = self.alignment(sheet) if self.is_known(sheet) else None
        if found is None:
            return [(0, row) for row in range(first, first + count)]
        if merged:
            return found.rows[first - 1 : first - 1 + count]
        return [(found.beside(row)[0], row) for row in range(first, first + count)]

    def before(self, sheet: int, rows: Iterable[int]) -> Cells | None:
        """Return the cells of rows of the other file; None if it is not compared (yet)."""
        number = self.beside(sheet)
        if number is None or self.other is None or not self.is_known(sheet):
            return None
        return cells_of(self.other, number, rows)

    def following(self, sheet: int, row: int, merged: bool, back: bool) -> Iterator[Pair]:
        """Yield the places of cells that differ from a row on, or back from it, in order."""
        found = self.alignment(sheet)
        if found is None:
            return
        rows = range(len(found.rows) if merged else self._file.grids[sheet].rows)
        way = range(row - 1, -1, -1) if back else range(row - 1, len(rows))
        block: list[int] = []
        for place in way:
            if not (found.same[place] if merged else found.beside(place + 1)[1]):
                block.append(place + 1)
            if len(block) == _BLOCK:
                yield from self._differing(sheet, block, merged, back)
                block = []
        yield from self._differing(sheet, block, merged, back)

    def _differing(self, sheet: int, rows: list[int], merged: bool, back: bool) -> Iterator[Pair]:
        pairs = {row: self.pairs(sheet, row, 1, merged)[0] for row in sorted(rows)}
        cells = cells_of(self._file, sheet, (own for _, own in pairs.values() if own))
        before = self.before(sheet, (old for old, _ in pairs.values() if old)) or {}
        beside: dict[int, set[int]] = {}
        for kept, which in ((cells, 1), (before, 0)):
            numbers = {pair[which]: row for row, pair in pairs.items() if pair[which]}
            for row, column in kept:
                beside.setdefault(numbers[row], set()).add(column)
        for row in rows:
            old, own = pairs[row]
            for column in sorted(beside.get(row, ()), reverse=back):
                if not is_same(cells, own, before, old, column):
                    yield row, column


def is_same(cells: Cells, row: int, before: Cells, old: int, column: int) -> bool:
    """Tell whether a cell holds the same as the one of another sheet that it belongs to."""
    cell, other = cells.get((row, column), _BLANK), before.get((old, column), _BLANK)
    mine, its = cell.value, other.value
    if isinstance(mine, float) and isinstance(its, float):
        equal = abs(mine - its) <= EXACT * max(1.0, abs(mine))
    else:
        equal = mine == its or (mine in (None, "") and its in (None, ""))
    return equal and relative(cell.formula or "", row) == relative(other.formula or "", old)


def told_before(was: Cell, now: Cell) -> str:
    """Return what stood in a cell; its formula, if only that is another."""
    if was.formula and was.formula != now.formula:
        return legible(was.formula[:LONGEST])
    return shown(was.value, was.number_format)


def cells_of(file: Grids, sheet: int, rows: Iterable[int]) -> Cells:
    """Return the cells of rows that rise, read in one go where they follow one another."""
    found: Cells = {}
    numbers = [row for row in rows if row]
    if not numbers or not 0 <= sheet < len(file.grids):
        return found
    first = numbers[0]
    for row, following in pairwise([*numbers, -1]):
        if following != row + 1:
            found |= file.cells(sheet, first, row + 1)
            first = following
    return found


def _heads(file: Grids, sheet: int, rows: range) -> Keys:
    """Return the first value of each row, counted from 0; None for a row that is blank."""
    cells = file.cells(sheet, rows.start + 1, rows.stop + 1)
    found: dict[int, str] = {}
    for (row, _), cell in sorted(cells.items(), key=lambda pair: pair[0]):
        if cell.value not in (None, ""):
            found.setdefault(row, fold(str(cell.value)).casefold())
    return [found.get(row + 1) for row in rows]
