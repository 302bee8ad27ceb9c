"""Reading workbooks and CSV as sheets of cells; hostile files are refused before any parser."""

import csv
import io
import re
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from studio.base.errors import HostileInputError
from studio.formats import digests
from studio.grading.readers.archives import Unreadable, refuse_hostile
from studio.grading.readers.memory import Memory
from studio.grading.readers.places import decode, read_bytes
from studio.grading.readers.values import Scalar, legible, scalar
from studio.sandbox.office import OfficeRefusal, recompute

WORKBOOKS = (".xlsx", ".xlsm", ".ods")
TABLES = (*WORKBOOKS, ".csv", ".tsv", ".parquet")
MAX_CELLS = 1_500_000
_KEPT_BOOKS = 300
_KEPT_CELLS = 3_000_000
_SAMPLED_LINES = 60
_QUOTED = re.compile('"[^"]*"')
_SHOWN_PERCENT = re.compile(r'"[^"]*%[^"]*"|\\%')


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its value, its formula if it has one, and its number format."""

    value: Scalar
    formula: str | None = None
    number_format: str = ""


@dataclass(frozen=True)
class Sheet:
    """A sheet: cells by (row, column), both counted from 1; blanks are left out."""

    name: str
    cells: dict[tuple[int, int], Cell]

    @cached_property
    def size(self) -> tuple[int, int]:
        """The last row and column that hold something, (0, 0) if none does."""
        if not self.cells:
            return 0, 0
        return max(row for row, _ in self.cells), max(column for _, column in self.cells)

    def value(self, row: int, column: int) -> Scalar:
        """Return the value of a cell, None if it is blank."""
        cell = self.cells.get((row, column))
        return cell.value if cell else None


@dataclass(frozen=True)
class Book:
    """A workbook, CSV or Parquet file: its sheets by name, in order."""

    sheets: dict[str, Sheet]

    @property
    def count(self) -> int:
        """How many cells it holds."""
        return sum(len(sheet.cells) for sheet in self.sheets.values())

    def sheet(self, name: str | None) -> Sheet | None:
        """Return a sheet by name, without regard to case; the first if no name is given."""
        if name is None:
            return next(iter(self.sheets.values()), None)
        wanted = name.casefold()
        return next((s for key, s in self.sheets.items() if key.casefold() == wanted), None)


def read_book(path: Path) -> Book:
    """Return the sheets of an xlsx, ods, csv, tsv or parquet file; formulas are computed anew.

    Raises:
        HostileInputError: if the file tries to harm.
        Unreadable: if it is not what its name says.
        FaultError: if this machine cannot recompute it.
    """
    suffix = path.suffix.lower()
    if suffix in WORKBOOKS:
        content = read_bytes(path)
        digest = digests.of_bytes(content)
        return _books.get(f"{digest}{suffix}", lambda: _workbook(digest, content, path))
    if suffix in (".csv", ".tsv"):
        content = read_bytes(path)
        name = f"{digests.of_bytes(content)}{path.name}"
        return _books.get(name, lambda: _csv_book(content, path))
    if suffix == ".parquet":
        return _parquet_book(path)
    raise Unreadable("is not a workbook, CSV or Parquet file")


_books: Memory[Book] = Memory(_KEPT_BOOKS, lambda book: book.count, _KEPT_CELLS)


def _workbook(digest: str, content: bytes, path: Path) -> Book:
    refuse_hostile(content, legible(path.name))
    return _computed(digest, content, path)


def _computed(digest: str, content: bytes, path: Path) -> Book:
    try:
        if path.suffix.lower() == ".ods":
            content = recompute(path, digest).read_bytes()
            return _merged(_parse(content, False), _parse(content, True))
        written = _parse(content, False)
        if not any(cell.formula for sheet in written.sheets.values() for cell in _cells(sheet)):
            return written
        return _merged(written, _parse(recompute(path, digest).read_bytes(), True))
    except OfficeRefusal as fault:
        raise Unreadable(f"cannot be computed: {fault}") from None


def _cells(sheet: Sheet) -> Iterator[Cell]:
    yield from sheet.cells.values()


def _merged(written: Book, computed: Book) -> Book:
    """Return the formulas and formats of `written` with the values of `computed`."""
    sheets = {}
    for name, sheet in written.sheets.items():
        other = computed.sheet(name)
        cells = dict(other.cells) if other else {}
        for place, cell in sheet.cells.items():
            value = cells[place].value if place in cells else None
            cells[place] = Cell(value, cell.formula, cell.number_format)
        sheets[name] = Sheet(name, {p: c for p, c in cells.items() if c.formula or c.value != ""})
    return Book(sheets)


def _parse(content: bytes, computed: bool) -> Book:
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=computed)
            return Book({sheet.title: _sheet(book, sheet) for sheet in book.worksheets})
    except (HostileInputError, MemoryError):
        raise
    except Exception:
        # openpyxl raises whatever its XML and number parsers raise on a damaged file.
        raise Unreadable("is damaged") from None


def _sheet(book: Any, sheet: Any) -> Sheet:
    cells: dict[tuple[int, int], Cell] = {}
    for place, found in _stored_cells(book, sheet):
        cells[place] = stored_cell(found)
        if len(cells) > MAX_CELLS:
            raise HostileInputError(f"The sheet {legible(sheet.title)} holds too many cells.")
    return Sheet(sheet.title, cells)


def stored_cell(found: Any) -> Cell:
    """Return a cell of openpyxl as it is judged.

    A number beside a quoted percent sign is shown as a percentage and is one.
    """
    formula = _formula(found.value) if found.data_type == "f" else None
    value = None if formula else scalar(found.value)
    number_format = str(found.number_format or "")
    if isinstance(value, float) and _SHOWN_PERCENT.search(number_format):
        value /= 100
    return Cell(value, formula, number_format)


def _formula(written: Any) -> str:
    return written if isinstance(written, str) else str(getattr(written, "text", "=") or "=")


def _stored_cells(book: Any, sheet: Any) -> Iterator[tuple[tuple[int, int], Any]]:
    """Yield what the file stores, cell by cell.

    openpyxl's own iteration fills rows up to the size that a sheet declares, and its full reader
    makes a cell of each place of a merged range: one short line of XML would fill the memory.
    """
    from openpyxl.cell.read_only import ReadOnlyCell
    from openpyxl.worksheet._reader import WorkSheetParser

    with sheet._get_source() as source:
        parser = WorkSheetParser(
            source,
            sheet._shared_strings,
            data_only=book.data_only,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for _, row in parser.parse():
            for found in row:
                if found["value"] is not None:
                    yield (found["row"], found["column"]), ReadOnlyCell(sheet, **found)


def _csv_book(content: bytes, path: Path) -> Book:
    text = decode(content)
    if "\0" in text:
        raise Unreadable("is not a CSV file")
    cells: dict[tuple[int, int], Cell] = {}
    try:
        for row, values in enumerate(rows_of_csv(text, path.suffix.lower()), 1):
            for column, value in enumerate(values, 1):
                if value.strip():
                    cells[row, column] = Cell(value)
            if len(cells) > MAX_CELLS:
                raise Unreadable(f"holds more than {MAX_CELLS:,} cells")
    except csv.Error as fault:
        raise Unreadable(f"is not a CSV file ({fault})") from None
    return Book({path.stem: Sheet(path.stem, cells)})


def rows_of_csv(text: str, suffix: str) -> Iterator[list[str]]:
    """Yield the rows of delimited text, its delimiter found in its first lines.

    Raises:
        csv.Error: if a field is too long.
    """
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text, suffix))


def delimiter_of(text: str, suffix: str) -> str:
    """Return the sign that most of the first lines hold equally often, outside of quotes."""
    if suffix == ".tsv":
        return "\t"
    lines = text[: 1 << 18].splitlines()[:_SAMPLED_LINES]
    bare = [_QUOTED.sub("", line) for line in lines if line.strip()]
    best, most = ",", (0, 0)
    for sign in ",;\t|":
        counts = Counter(line.count(sign) for line in bare if sign in line)
        count, lines_so = max(counts.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        if (lines_so, count) > most:
            best, most = sign, (lines_so, count)
    return best


def _parquet_book(path: Path) -> Book:
    from studio.grading.readers.columns import read_parquet

    packed = read_parquet(path)
    if packed.count > MAX_CELLS:
        raise Unreadable(f"holds more than {MAX_CELLS:,} cells")
    cells = {(1, n): Cell(name) for n, name in enumerate(packed.names, 1)}
    for number, column in enumerate(packed.columns, 1):
        for row, value in enumerate(column.to_pylist(), 2):
            if value != "" and value == value:
                cells[row, number] = Cell(scalar(value))
    return Book({path.stem: Sheet(path.stem, cells)})


def column_letters(column: int) -> str:
    """Return the letters of a column counted from 1: A, B, ..., Z, AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def address(row: int, column: int) -> str:
    """Return the address of a cell, such as F14."""
    return f"{column_letters(column)}{row}"


def parse_cells(text: str) -> tuple[int, int, int, int]:
    """Return (first row, first column, last row, last column) of `A1` or `A1:B9`."""
    corners = []
    for part in text.split(":"):
        letters = part.rstrip("0123456789")
        column = 0
        for sign in letters:
            column = column * 26 + ord(sign.upper()) - 64
        corners.append((int(part[len(letters) :]), column))
    rows = [row for row, _ in corners]
    columns = [column for _, column in corners]
    return min(rows), min(columns), max(rows), max(columns)


def places(area: tuple[int, int, int, int]) -> Iterator[tuple[int, int]]:
    """Yield each (row, column) of an area."""
    first, left, last, right = area
    for row in range(first, last + 1):
        for column in range(left, right + 1):
            yield row, column
