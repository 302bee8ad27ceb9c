"""Tables found in what was handed in: the header by its names, the rows below it, as columns."""

import csv
import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from studio.grading.readers import packed
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.books import (
    WORKBOOKS,
    Book,
    Cell,
    Sheet,
    address,
    delimiter_of,
    parse_cells,
    read_book,
    rows_of_csv,
)
from studio.grading.readers.columns import (
    Irregular,
    Packed,
    head_of,
    is_large,
    read_delimited,
    read_parquet,
)
from studio.grading.readers.places import locate
from studio.grading.readers.structure import find_table
from studio.grading.readers.values import Scalar, fold, is_blank
from studio.grading.readers.writing import (
    Writing,
    heading,
    key_text,
    of_one_hand,
    plain,
    writing_of,
)
from studio.model.check import Target

Column = list[Scalar] | Any
_HEADER_WITHIN = 1_000
_TRIED_ROWS = 60
_TWICE = re.compile(r" \(\d+\)$")
Area = tuple[int, int, int, int]


@dataclass(frozen=True)
class Table:
    """A table: its header, and its columns as lists of scalars or as pyarrow arrays.

    `rows` and `places` are the rows and columns of its sheet, counted from 1. `continues` tells
    that cells follow right below its area, `ends` that others follow after a gap.
    """

    sheet: str
    header: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: Sequence[int]
    places: tuple[int, ...]
    area: Area | None = None
    continues: bool = False
    ends: bool = False

    @property
    def height(self) -> int:
        """How many rows it has below the header."""
        return len(self.rows)

    @property
    def count(self) -> int:
        """How many values it has."""
        return self.height * len(self.columns)

    @cached_property
    def names(self) -> dict[str, int]:
        """The position of each column by its name without capitals."""
        return {name.casefold(): n for n, name in enumerate(self.header)}

    def position(self, name: str) -> int | None:
        """Return the position of a column by its name, None if it has none."""
        return self.names.get(fold(name).casefold())

    def address(self, row: int, column: int) -> str:
        """Return where the value of a row and column stands, both counted from 0."""
        return f"{self.sheet}!{address(self.rows[row], self.places[column])}"

    @cached_property
    def writings(self) -> tuple[Writing, ...]:
        """How each column writes its numbers and dates."""
        if any(not isinstance(column, list) for column in self.columns):
            return of_one_hand(packed.writings(self.columns))
        return of_one_hand(writing_of(column) for column in self.columns)

    def raw(self, position: int) -> list[Scalar]:
        """Return the values of a column as they were written."""
        column = self.columns[position]
        return column if isinstance(column, list) else packed.listed(column)

    def values(self, position: int) -> list[Scalar]:
        """Return what the values of a column mean; the list is the table's own."""
        if position not in self._meanings:
            writing = self.writings[position]
            meant = [plain(value, writing) for value in self.raw(position)]
            if not isinstance(self.columns[position], list):
                return meant
            self._meanings[position] = meant
        return self._meanings[position]

    @cached_property
    def _meanings(self) -> dict[int, list[Scalar]]:
        return {}


def named_sheet(target: Target) -> str | None:
    """Return the sheet that a target names, also as `file.xlsx#Sheet` without cells."""
    if target.sheet is None and target.column is not None and target.key is None:
        return target.column if Path(target.path).suffix.lower() in WORKBOOKS else None
    return target.sheet


def reference_table(
    folder: Path, target: Target, names: Collection[str] = (), header: bool = True
) -> Table:
    """Return the table that a target names, its header found by names or by its shape.

    Raises:
        Unreadable: if there is no such file or sheet.
    """
    place = _placed(folder, target)
    if is_large(place) and header:
        return _large_table(place, {fold(name).casefold() for name in names})
    book = read_book(place)
    wanted = {fold(name).casefold() for name in names}
    sheet = _sheet_for(book, named_sheet(target), wanted)
    if target.cells:
        return _within(sheet, parse_cells(target.cells), header)
    if not header:
        return _within(sheet, used_area(sheet), False)
    return _below(sheet, *_reference_header(sheet, wanted))


def found_table(folder: Path, target: Target, like: Table, header: bool = True) -> Table:
    """Return the table of an output that is to be compared with `like`, wherever it stands.

    Its header is the row that names most columns of `like`; other columns are left out.

    Raises:
        Unreadable: if there is no such file, sheet or header.
    """
    place = _placed(folder, target)
    wanted = set(like.names)
    if is_large(place) and header:
        return _large_table(place, wanted, only=True)
    book = read_book(place)
    if not header:
        sheet = _sheet_for(book, named_sheet(target), set())
        return _within(sheet, like.area if target.cells and like.area else used_area(sheet), False)
    sheet, row = _header_for(book, named_sheet(target), like)
    at_its_place = _header_row(sheet, like.area[0]) if like.area else {}
    if like.area and {name.casefold() for name in at_its_place.values()} >= wanted:
        row, names = like.area[0], at_its_place
    else:
        names = _header_row(sheet, row)
    names = _best_run(names, wanted)
    columns = {c: name for c, name in names.items() if name.casefold() in wanted}
    limit = like.area[2] - like.area[0] if like.area and like.continues else None
    return _below(sheet, row, columns, limit, like.ends)


def _header_for(book: Book, name: str | None, like: Table) -> tuple[Sheet, int]:
    """Return the sheet and row whose headings name most columns of a table.

    Of several that name as many it is the one on the sheet of the same name, then the one with
    the values that are most like: a copy of the raw data may have the same headings.

    Raises:
        Unreadable: if there is no such sheet or heading.
    """
    wanted = set(like.names)
    sheets = [_sheet_for(book, name, wanted)] if name else list(book.sheets.values())
    found = [(sheet, row, count) for sheet in sheets for row, count in _best_rows(sheet, wanted)]
    most = max((count for *_, count in found), default=0)
    if not most:
        raise Unreadable("has no table with the columns asked for")
    best = [(sheet, row) for sheet, row, count in found if count == most][:_TRIED_ROWS]
    if len(best) > 1:
        best.sort(key=lambda b: (b[0].name != like.sheet, -_sameness(b[0], b[1], like)))
    return best[0]


def _sameness(sheet: Sheet, row: int, like: Table) -> float:
    """Return how like the values below a heading are, from 0 to 1 for each column."""
    names = {c: n for c, n in _header_row(sheet, row).items() if n.casefold() in like.names}
    table = _below(sheet, row, names)
    total = 0.0
    for number, name in enumerate(table.header):
        position = like.position(name)
        if position is not None and table.height:
            expected = Counter(key_text(value) for value in like.values(position))
            found = Counter(key_text(value) for value in table.values(number))
            total += (expected & found).total() / max(like.height, table.height)
    return total


def tables_in(folder: Path, target: Target) -> Iterator[Table]:
    """Yield what may be a table on the sheets that a target names, header row by header row.

    Raises:
        Unreadable: if there is no such file or sheet.
    """
    place = _placed(folder, target)
    if is_large(place):
        return
    name = named_sheet(target)
    book = read_book(place)
    sheets = [_sheet_for(book, name, set())] if name else list(book.sheets.values())
    for sheet in sheets:
        for row in range(1, min(sheet.size[0], _TRIED_ROWS) + 1):
            for run in _runs(_header_row(sheet, row)):
                if len(run) > 1 and all(isinstance(sheet.value(row, c), str) for c in run):
                    yield _below(sheet, row, run)


def _runs(names: dict[int, str]) -> list[dict[int, str]]:
    """Return the headings of a row in groups that stand side by side without a gap."""
    runs: list[dict[int, str]] = []
    for column, name in names.items():
        if column - 1 not in names:
            runs.append({})
        runs[-1][column] = name
    return runs


def times(table: Table, position: int, factor: float) -> Table:
    """Return a table in which the numbers of one column are multiplied, a large one as it is."""
    if not isinstance(table.columns[position], list):
        return table
    scaled: Column = [
        value * factor if isinstance(value, float) else value for value in table.values(position)
    ]
    columns = tuple(scaled if n == position else c for n, c in enumerate(table.columns))
    return replace(table, columns=columns)


def with_keys(table: Table, key: Sequence[str]) -> Table:
    """Return a table without the rows in which all key columns are blank, a large one as it is.

    Such rows are notes, or labels and values below the table.
    """
    columns = [table.columns[p] for name in key if (p := table.position(name)) is not None]
    listed = [column for column in columns if isinstance(column, list)]
    if not listed or len(listed) != len(columns):
        return table
    kept = [n for n, line in enumerate(_lines(listed)) if not all(map(is_blank, line))]
    return table if len(kept) == table.height else of_rows(table, kept)


def of_rows(table: Table, kept: list[int]) -> Table:
    """Return a table, held in lists, with some of its rows alone."""
    columns = tuple([column[n] for n in kept] for column in table.columns)
    return replace(table, columns=columns, rows=[table.rows[n] for n in kept])


def _placed(folder: Path, target: Target) -> Path:
    place = locate(folder, target.path)
    if place is None:
        raise Unreadable("is missing")
    return place


def _sheet_for(book: Book, name: str | None, wanted: set[str], like: str | None = None) -> Sheet:
    """Return the named sheet, else the one whose best header names most, else the first."""
    if name is not None:
        sheet = book.sheet(name)
        if sheet is None:
            raise Unreadable(f"has no sheet {name}")
        return sheet
    sheets = list(book.sheets.values())
    if not sheets:
        raise Unreadable("has no sheet")
    if len(sheets) == 1:
        return sheets[0]
    if not wanted:
        return next((sheet for sheet in sheets if find_table(sheet)), sheets[0])
    return max(sheets, key=lambda sheet: (_best_row(sheet, wanted)[1], sheet.name == like))


def used_area(sheet: Sheet) -> Area:
    """Return the smallest area that holds all cells of a sheet, (1, 1, 0, 0) if none does."""
    if not sheet.cells:
        return 1, 1, 0, 0
    bottom, right = sheet.size
    return min(row for row, _ in sheet.cells), min(c for _, c in sheet.cells), bottom, right


def _best_row(sheet: Sheet, wanted: set[str]) -> tuple[int, int]:
    """Return the row that names most of the wanted columns, the first of several, and how many."""
    return next(iter(_best_rows(sheet, wanted)), (0, 0))


def _best_rows(sheet: Sheet, wanted: set[str]) -> list[tuple[int, int]]:
    """Return the rows that name most of the wanted columns, and how many."""
    found: dict[int, set[str]] = {}
    for (row, _), cell in sheet.cells.items():
        if row <= _HEADER_WITHIN and not is_blank(cell.value):
            name = heading(cell.value).casefold()
            if name in wanted:
                found.setdefault(row, set()).add(name)
    most = max(map(len, found.values()), default=0)
    return [(row, most) for row in sorted(found) if len(found[row]) == most]


def _named_header(sheet: Sheet, wanted: set[str]) -> tuple[int, dict[int, str]]:
    row, count = _best_row(sheet, wanted)
    if not count:
        raise Unreadable("has no table with the columns asked for")
    return row, _header_row(sheet, row)


def _header_row(sheet: Sheet, row: int, left: int = 1, right: int | None = None) -> dict[int, str]:
    """Return the headings of a row by column; repeated ones are numbered."""
    last = sheet.size[1] if right is None else right
    names: dict[int, str] = {}
    taken: dict[str, int] = {}
    for column in range(left, last + 1):
        value = sheet.value(row, column)
        if is_blank(value):
            continue
        name = heading(value)
        count = taken[name.casefold()] = taken.get(name.casefold(), 0) + 1
        names[column] = name if count == 1 else f"{name} ({count})"
    return names


def _reference_header(sheet: Sheet, wanted: set[str]) -> tuple[int, dict[int, str]]:
    """Return the header of the reference: the row that is named, else the largest table's."""
    row, count = _best_row(sheet, wanted) if wanted else (0, 0)
    if count:
        return row, _run_of(_header_row(sheet, row), wanted)
    table = find_table(sheet)
    if table:
        return table.area[0], _header_row(sheet, table.area[0], table.area[1], table.area[3])
    first = used_area(sheet)[0]
    return first, _header_row(sheet, first)


def _best_run(names: dict[int, str], wanted: set[str]) -> dict[int, str]:
    """Return the headings of one of several tables side by side, if one names as much as all.

    The headings that were numbered for standing twice in the row get their names back.
    """
    first, *others = _runs(names) or [{}]
    runs = [first, *({c: _TWICE.sub("", name) for c, name in run.items()} for run in others)]
    count = len({name.casefold() for name in names.values()} & wanted)
    best = max(runs, key=lambda run: len({n.casefold() for n in run.values()} & wanted))
    named = {name.casefold() for name in best.values()}
    return best if len(named) == len(best) and len(named & wanted) >= count else names


def _run_of(names: dict[int, str], wanted: set[str]) -> dict[int, str]:
    """Return the headings that stand side by side with the wanted ones, and those between."""
    held = [column for column, name in names.items() if name.casefold() in wanted]
    left, right = min(held), max(held)
    while left - 1 in names:
        left -= 1
    while right + 1 in names:
        right += 1
    return {column: name for column, name in names.items() if left <= column <= right}


def _within(sheet: Sheet, area: Area, header: bool) -> Table:
    """Return the table of a fixed area; blank rows are left out."""
    first, left, last, right = area
    names = {c: str(c - left + 1) for c in range(left, right + 1)}
    if header:
        names = _header_row(sheet, first, left, right)
    start = first + 1 if header else first
    columns = [_cells_of(sheet, column, start, last) for column in names]
    rows = [n for n, values in enumerate(_lines(columns)) if any(v is not None for v in values)]
    below = any(not is_blank(sheet.value(last + 1, column)) for column in names)
    more = any(row > last and column in names for row, column in sheet.cells)
    table = _table(sheet, names, columns, rows, start, area, below)
    return replace(table, ends=more and not below)


def _below(
    sheet: Sheet, row: int, names: dict[int, str], limit: int | None = None, ends: bool = False
) -> Table:
    """Return the table below a header: what follows a gap is of it only if it looks like it.

    Nothing is where the table is known to end at a gap.
    """
    last = sheet.size[0] if limit is None else min(sheet.size[0], row + limit)
    columns = [_cells_of(sheet, column, row + 1, last) for column in names]
    kept: list[int] = []
    gap = False
    numeric: list[bool] = []
    for number, values in enumerate(_lines(columns)):
        filled = len(values) - values.count(None)
        if not filled:
            if not gap and kept:
                numeric = [_all_numbers(column, kept) for column in columns]
            gap = True
            continue
        if gap and kept and ends:
            break
        if gap and kept:
            if filled < min(2, len(columns)):
                continue
            if any(n and isinstance(v, str) for n, v in zip(numeric, values, strict=True)):
                break
        gap = False
        kept.append(number)
    return _table(sheet, names, columns, kept, row + 1, None, False)


def _all_numbers(column: list[Scalar], rows: list[int]) -> bool:
    found = [column[row] for row in rows if column[row] is not None]
    return bool(found) and all(isinstance(value, float) for value in found)


def _cells_of(sheet: Sheet, column: int, first: int, last: int) -> list[Scalar]:
    held = sheet.cells
    values: list[Scalar] = []
    for row in range(first, last + 1):
        cell = held.get((row, column))
        value = cell.value if cell else None
        values.append(None if isinstance(value, str) and not value.strip() else value)
    return values


def _lines(columns: list[list[Scalar]]) -> Iterator[tuple[Scalar, ...]]:
    return zip(*columns, strict=True)


def _table(
    sheet: Sheet,
    names: dict[int, str],
    columns: list[list[Scalar]],
    rows: list[int],
    start: int,
    area: Area | None,
    continues: bool,
) -> Table:
    return Table(
        sheet.name,
        tuple(names.values()),
        tuple([column[row] for row in rows] for column in columns),
        [start + row for row in rows],
        tuple(names),
        area,
        continues,
    )


def _large_table(place: Path, wanted: set[str], only: bool = False) -> Table:
    """Return a large table as columns, or cell by cell if its lines are of many lengths."""
    if place.suffix.lower() == ".parquet":
        return _of_packed(place.stem, read_parquet(place), wanted if only else None)
    text = head_of(place)
    try:
        lines = list(rows_of_csv(text, place.suffix.lower()))
    except csv.Error as fault:
        raise Unreadable(f"is not a CSV file ({fault})") from None
    cells = {(r, c): Cell(v) for r, line in enumerate(lines, 1) for c, v in enumerate(line, 1) if v}
    sheet = Sheet(place.stem, cells)
    row, names = _named_header(sheet, wanted) if only else _reference_header(sheet, wanted)
    kept = {c: name for c, name in names.items() if not only or name.casefold() in wanted}
    try:
        fields = tuple(names.get(n, "") for n in range(1, len(lines[row - 1]) + 1))
        delimiter = delimiter_of(text, place.suffix.lower())
        read = read_delimited(place, delimiter, fields, row, tuple(c - 1 for c in kept))
    except Irregular:
        return _below(next(iter(read_book(place).sheets.values())), row, kept)
    return Table(place.stem, tuple(kept.values()), read.columns, read.rows, tuple(kept))


def _of_packed(name: str, read: Packed, wanted: set[str] | None) -> Table:
    kept = [n for n, c in enumerate(read.names) if wanted is None or c.casefold() in wanted]
    if not kept:
        raise Unreadable("has no table with the columns asked for")
    header = tuple(read.names[n] for n in kept)
    columns = tuple(read.columns[n] for n in kept)
    return Table(name, header, columns, read.rows, tuple(n + 1 for n in kept))
