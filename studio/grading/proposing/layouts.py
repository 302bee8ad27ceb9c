"""Finding structure in sheets: tables with header and key, totals below, labels beside values."""

import re
from dataclasses import dataclass, field

from studio.grading.readers.books import Sheet, address
from studio.grading.readers.forms import is_total
from studio.grading.readers.values import Scalar, fold, is_blank, number_of

Place = tuple[int, int]
Area = tuple[int, int, int, int]
_MIN_COLUMNS = 2
_HALF_A_CENT = 0.005
_MAX_HEADER = 80
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:T.*)?|\d{1,2}[./]\d{1,2}[./]\d{2,4}")


@dataclass(frozen=True)
class FoundTable:
    """A table of a sheet.

    `area` holds the header row and the rows of data; `totals` are the rows below that sum them up,
    directly or after one blank row; `header` gives the name of each column.
    """

    area: Area
    header: dict[int, str]
    totals: tuple[int, ...] = ()

    @property
    def cells(self) -> str:
        """The area as `A1:F13`."""
        first, left, last, right = self.area
        return f"{address(first, left)}:{address(last, right)}"

    @property
    def rows(self) -> range:
        """The rows of data."""
        return range(self.area[0] + 1, self.area[2] + 1)

    @property
    def apart(self) -> bool:
        """Whether a blank row parts the totals from the rows."""
        return bool(self.totals) and min(self.totals) > self.area[2] + 1

    def holds(self, row: int, column: int) -> bool:
        """Tell whether a cell is one of the rows below the header."""
        first, left, last, right = self.area
        return first < row <= last and left <= column <= right

    def covers(self, row: int, column: int) -> bool:
        """Tell whether a cell belongs to the table, its header and totals counted."""
        first, left, last, right = self.area
        return first <= row <= max((last, *self.totals)) and left <= column <= right

    def column(self, sheet: Sheet, number: int) -> list[Scalar]:
        """Return the values of a column from top to bottom."""
        return [sheet.value(row, number) for row in self.rows]


@dataclass(frozen=True)
class Pair:
    """A value beside or below its label."""

    label: str
    label_place: Place
    place: Place
    where: str


@dataclass(frozen=True)
class Layout:
    """What a sheet is made of."""

    tables: list[FoundTable] = field(default_factory=list)
    pairs: list[Pair] = field(default_factory=list)


def is_date(value: Scalar) -> bool:
    """Tell whether a value is a date as the readers give it, or written with figures."""
    return isinstance(value, str) and bool(_DATE.fullmatch(fold(value)))


def is_number(value: Scalar) -> bool:
    """Tell whether a value is a number or spells one."""
    return number_of(value) is not None


def is_name(value: Scalar) -> bool:
    """Tell whether a value may be a heading or a label: a short text, no number and no date."""
    if isinstance(value, str):
        text = fold(value)
        return 0 < len(text) <= _MAX_HEADER and not is_number(value) and not is_date(value)
    return False


def _is_year(value: Scalar) -> bool:
    number = number_of(value)
    return number is not None and number.is_integer() and 1900 <= number <= 2100


def _headers_at(sheet: Sheet, row: int, right: int) -> list[dict[int, str]]:
    """Return the runs of names in a row, each of which may head a table."""
    runs: list[dict[int, str]] = [{}]
    for column in range(1, right + 1):
        value = sheet.value(row, column)
        if is_name(value) or (runs[-1] and _is_year(value)):
            runs[-1][column] = fold(str(int(value)) if isinstance(value, float) else str(value))
        elif runs[-1]:
            runs.append({})
    return [run for run in runs if len(run) >= _MIN_COLUMNS and _are_distinct(run)]


def _are_distinct(run: dict[int, str]) -> bool:
    return len({name.casefold() for name in run.values()}) == len(run)


def _rows_below(sheet: Sheet, row: int, header: dict[int, str], bottom: int) -> tuple[int, ...]:
    """Return the rows that belong to a header: filled ones, until an empty one or a note."""
    first = min(header)
    found = []
    for number in range(row + 1, bottom + 1):
        filled = [column for column in header if not is_blank(sheet.value(number, column))]
        if len(filled) < min(2, len(header)) or (
            first not in filled and not any(is_total(sheet.value(number, c)) for c in filled)
        ):
            break
        found.append(number)
    return tuple(found)


def total_rows(sheet: Sheet, rows: tuple[int, ...], header: dict[int, str]) -> tuple[int, ...]:
    """Return the last of some rows that sum up those above."""
    count = 0
    for row in reversed(rows):
        labels = [sheet.value(row, column) for column in header]
        first = next((value for value in labels if not is_blank(value)), None)
        if not is_total(first):
            break
        count += 1
    return rows[len(rows) - count :] if count < len(rows) else ()


def _total_beneath(sheet: Sheet, rows: tuple[int, ...], header: dict[int, str]) -> tuple[int, ...]:
    """Return the row after a blank one that adds up the rows above it.

    A single sum under a label of several words is a labelled value of its own.
    """
    row = rows[-1] + 2
    labels = [str(value) for c in header if is_name(value := sheet.value(row, c))]
    if any(not is_blank(sheet.value(row - 1, c)) for c in header) or not labels:
        return ()
    numbers = [c for c in header if is_number(sheet.value(row, c))]
    sums = [c for c in numbers if _adds_up(sheet, rows, row, c)]
    told = len(sums) > 1 or (len(sums) == 1 and len(labels[0].split()) == 1)
    return (row,) if is_total(labels[0]) and told and sums == numbers else ()


def _adds_up(sheet: Sheet, rows: tuple[int, ...], total: int, column: int) -> bool:
    numbers = [number_of(sheet.value(row, column)) or 0.0 for row in rows]
    whole = number_of(sheet.value(total, column)) or 0.0
    return abs(sum(numbers) - whole) <= _HALF_A_CENT * (1 + len(rows)) and any(numbers)


def _is_pairs(sheet: Sheet, row: int, header: dict[int, str], rows: tuple[int, ...]) -> bool:
    """Tell whether what looks like a table of two columns is labels and values instead."""
    if len(header) != _MIN_COLUMNS:
        return False
    left, right = sorted(header)
    values = [sheet.value(number, right) for number in rows]
    if header[left].endswith(":") or any(str(sheet.value(n, left)).endswith(":") for n in rows):
        return True
    figures = sum(is_number(value) for value in values)
    return 0 < figures < len(values)


def find_tables(sheet: Sheet) -> list[FoundTable]:
    """Return the tables of a sheet from top to bottom: names over rows of values."""
    bottom, right = sheet.size
    found: list[FoundTable] = []
    for row in range(1, bottom):
        for header in _headers_at(sheet, row, right):
            if any(table.covers(row, column) for table in found for column in header):
                continue
            rows = _rows_below(sheet, row, header, bottom)
            if not rows or not _is_table(sheet, row, header, rows):
                continue
            totals = total_rows(sheet, rows, header)
            last = rows[-1] - len(totals)
            totals = totals or _total_beneath(sheet, rows, header)
            found.append(FoundTable((row, min(header), last, max(header)), header, totals))
    return found


def lone_column(sheet: Sheet) -> FoundTable | None:
    """Return the only column of a sheet, its first cell the header; None if it has others."""
    columns = {column for _, column in sheet.cells}
    rows = [row for row, _ in sorted(sheet.cells)]
    if len(columns) != 1 or rows != list(range(rows[0], rows[-1] + 1)):
        return None
    place = rows[0], columns.pop()
    name = fold(str(sheet.value(*place)))
    return FoundTable((*place, rows[-1], place[1]), {place[1]: name})


def _is_table(sheet: Sheet, row: int, header: dict[int, str], rows: tuple[int, ...]) -> bool:
    if _is_pairs(sheet, row, header, rows):
        return False
    if len(rows) == 1:
        figures = any(is_number(sheet.value(rows[0], column)) for column in header)
        return len(header) > _MIN_COLUMNS or figures
    return True


def find_pairs(sheet: Sheet, tables: list[FoundTable]) -> list[Pair]:
    """Return the values outside tables that stand beside or below a text."""
    found: list[Pair] = []
    taken: set[Place] = set()
    for row, column in sorted(sheet.cells):
        value = sheet.value(row, column)
        if not is_name(value) or (row, column) in taken or _in_data(tables, row, column):
            continue
        place, where = _value_of(sheet, row, column), "right"
        if place is None:
            place, where = _value_below(sheet, tables, row, column), "below"
        if place is not None and not _in_data(tables, *place):
            taken.add(place)
            found.append(Pair(fold(str(value)).rstrip(" :"), (row, column), place, where))
    return found


def _in_data(tables: list[FoundTable], row: int, column: int) -> bool:
    return any(table.covers(row, column) and row not in table.totals for table in tables)


def _value_of(sheet: Sheet, row: int, column: int) -> Place | None:
    for step in range(1, 7):
        value = sheet.value(row, column + step)
        if not is_blank(value):
            return row, column + step
    return None


def _value_below(sheet: Sheet, tables: list[FoundTable], row: int, column: int) -> Place | None:
    for step in (1, 2):
        value = sheet.value(row + step, column)
        if is_name(value) and is_blank(sheet.value(row + step, column + 1)) and step == 1:
            continue
        if is_number(value) or is_date(value):
            return row + step, column
        return None
    return None


def layout_of(sheet: Sheet) -> Layout:
    """Return the tables of a sheet and the labelled values outside them."""
    tables = find_tables(sheet)
    return Layout(tables, find_pairs(sheet, tables))


def key_text(value: Scalar) -> str:
    """Return a value as rows are told apart by it."""
    number = number_of(value)
    return f"{number:.12g}" if number is not None else fold(str(value)).casefold()
