"""Tabular files as cells that can be changed: xlsx, ods, csv, tsv and parquet alike."""

import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl.formula.translate import Translator
from openpyxl.styles.numbers import is_date_format

from studio.grading.near_misses.operators import Scene
from studio.grading.near_misses.workbooks import Changes, Formula, Written, edit_ods, edit_xlsx
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.books import Book, Cell, Sheet, address, read_book
from studio.grading.readers.places import decode
from studio.grading.readers.structure import FoundTable, find_table
from studio.grading.readers.values import Scalar, fold, is_blank, number_of, scalar

TABULAR = (".xlsx", ".xlsm", ".ods", ".csv", ".tsv", ".parquet")
TYPED = (".xlsx", ".xlsm", ".ods")
TEXTUAL = (".csv", ".tsv")
MAX_GRID_CELLS = 60_000
_PATTERNS = ("%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%Y", "%Y/%m/%d")
_DIGITS = re.compile(r"\d[\d,]*(?:\.\d+)?|\.\d+")


@dataclass(frozen=True)
class Spot:
    """A cell with a value: where it stands, and the table it belongs to if any."""

    sheet: str
    row: int
    column: int
    cell: Cell
    table: FoundTable | None
    label: str

    @property
    def value(self) -> Scalar:
        """The value of the cell."""
        return self.cell.value

    @property
    def number(self) -> float | None:
        """The number that it holds or spells, None if none."""
        return number_of(self.cell.value)

    @property
    def name(self) -> str:
        """How a person names the cell: `F4 (Amount of INV-2)`."""
        return f"{address(self.row, self.column)}{f' ({self.label})' if self.label else ''}"


@dataclass(frozen=True)
class Grid:
    """A tabular file: its cells, its tables, and how to write it with changes."""

    book: Book
    tables: Mapping[str, FoundTable]
    write: Callable[[Changes], bytes]

    def spots(self) -> list[Spot]:
        """Return the cells that hold a value, but for the headers of tables."""
        return [
            self._spot(sheet, place, cell)
            for sheet in self.book.sheets.values()
            for place, cell in sorted(sheet.cells.items())
            if not self._is_header(sheet.name, place)
        ]

    def _is_header(self, sheet: str, place: tuple[int, int]) -> bool:
        table = self.tables.get(sheet)
        return bool(table and place[0] == table.area[0] and place[1] in table.header)

    def _spot(self, sheet: Sheet, place: tuple[int, int], cell: Cell) -> Spot:
        table = self.tables.get(sheet.name)
        if table and table.holds(*place) and place[1] in table.header:
            label = f"{table.header[place[1]]} of {row_name(sheet, table, place[0])}"
            return Spot(sheet.name, *place, cell, table, label)
        before = sheet.value(place[0], place[1] - 1)
        label = fold(before)[:40] if isinstance(before, str) and number_of(before) is None else ""
        return Spot(sheet.name, *place, cell, None, label)

    def changed(self, sheet: str, cells: Mapping[tuple[int, int], Written]) -> bytes:
        """Return the file with other values in some cells of a sheet."""
        return self.write({sheet: cells})


def row_name(sheet: Sheet, table: FoundTable, row: int) -> str:
    """Return how a person names a row of a table: by its key, else by its first value."""
    _, left, _, right = table.area
    keys = [column for column, name in table.header.items() if name in table.key]
    for column in (*keys, *range(left, right + 1)):
        value = sheet.value(row, column)
        if not is_blank(value):
            number = number_of(value)
            return f"{number:g}" if number is not None else fold(str(value))[:40]
    return f"row {row}"


def body(table: FoundTable) -> range:
    """Return the numbers of the rows below the header."""
    return range(table.area[0] + 1, table.area[2] + 1)


def open_grid(place: Path) -> Grid:
    """Return a tabular file for changing.

    Raises:
        Unreadable: if it is none, or too large to be changed cell by cell.
    """
    suffix = place.suffix.lower()
    if suffix == ".parquet":
        book, write = _parquet(place)
    else:
        book = read_book(place)
        write = _text_writer(place) if suffix in TEXTUAL else _book_writer(place)
    if sum(len(sheet.cells) for sheet in book.sheets.values()) > MAX_GRID_CELLS:
        raise Unreadable("holds too many cells to be varied")
    tables = {sheet.name: find_table(sheet) for sheet in book.sheets.values()}
    return Grid(book, {name: table for name, table in tables.items() if table}, write)


def _book_writer(place: Path) -> Callable[[Changes], bytes]:
    edit = edit_ods if place.suffix.lower() == ".ods" else edit_xlsx
    return lambda changes: edit(place.read_bytes(), changes)


@dataclass(frozen=True)
class Dialect:
    """How a delimited text is written: its rows, delimiter, line end, encoding and quoting."""

    rows: list[list[str]]
    delimiter: str
    line_end: str
    encoding: str
    quoting: int
    ends_with_line: bool

    def written(self, rows: list[list[str]]) -> bytes:
        """Return the bytes of other rows, written the same way."""
        stream = io.StringIO()
        writer = csv.writer(
            stream,
            delimiter=self.delimiter,
            lineterminator=self.line_end,
            quoting=self.quoting,  # type: ignore[arg-type]
        )
        writer.writerows(rows)
        text = stream.getvalue()
        if not self.ends_with_line:
            text = text.removesuffix(self.line_end)
        return text.encode(self.encoding, "replace")


def read_dialect(place: Path) -> Dialect:
    """Return how a delimited text is written."""
    content = place.read_bytes()
    text = decode(content)
    first = next(iter(text.splitlines()), "")
    delimiter = "\t" if place.suffix.lower() == ".tsv" else max(",;\t|", key=first.count)
    rows = list(csv.reader(io.StringIO(text), delimiter=delimiter))
    whole = first.count('"') >= 2 * max(1, len(rows[0]) if rows else 1)
    return Dialect(
        rows,
        delimiter,
        "\r\n" if "\r\n" in text else "\n",
        _encoding(content),
        csv.QUOTE_ALL if whole else csv.QUOTE_MINIMAL,
        text.endswith(("\n", "\r")),
    )


def _encoding(content: bytes) -> str:
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    if content[:3] == b"\xef\xbb\xbf":
        return "utf-8-sig"
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def _text_writer(place: Path) -> Callable[[Changes], bytes]:
    def write(changes: Changes) -> bytes:
        dialect = read_dialect(place)
        rows = [list(row) for row in dialect.rows]
        for cells in changes.values():
            for (row, column), value in sorted(cells.items()):
                while len(rows) < row:
                    rows.append([])
                rows[row - 1] += [""] * (column - len(rows[row - 1]))
                rows[row - 1][column - 1] = _text_of(value)
        while rows and not any(field.strip() for field in rows[-1]):
            rows.pop()
        return dialect.written(rows)

    return write


def _text_of(value: Written) -> str:
    if value is None or isinstance(value, Formula):
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{value:.10f}".rstrip("0").rstrip(".")
    return value if isinstance(value, str) else value.isoformat()


def _parquet(place: Path) -> tuple[Book, Callable[[Changes], bytes]]:
    import pyarrow.parquet as pq

    table = pq.read_table(place)
    names = list(table.column_names)
    columns = [column.to_pylist() for column in table.columns]
    cells = {(1, number): Cell(name) for number, name in enumerate(names, 1)}
    for number, values in enumerate(columns, 1):
        for row, value in enumerate(values, 2):
            if value is not None:
                cells[row, number] = Cell(scalar(value))

    def write(changes: Changes) -> bytes:
        return _parquet_bytes(table, columns, changes)

    return Book({place.stem: Sheet(place.stem, cells)}), write


def _parquet_bytes(table: Any, columns: list[list[Any]], changes: Changes) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    values = [list(column) for column in columns]
    names = list(table.column_names)
    for cells in changes.values():
        for (row, column), value in sorted(cells.items()):
            if row == 1:
                names[column - 1] = str(value or "")
                continue
            for others in values:
                others += [None] * (row - 1 - len(others))
            values[column - 1][row - 2] = None if isinstance(value, Formula) else value
    while values[0] and all(others[-1] is None for others in values):
        for others in values:
            others.pop()
    arrays = [_array(pa, column, table.schema.types[n]) for n, column in enumerate(values)]
    stream = io.BytesIO()
    pq.write_table(pa.table(arrays, names=names), stream)
    return stream.getvalue()


def _array(pa: Any, values: list[Any], kind: Any) -> Any:
    try:
        if pa.types.is_integer(kind):
            values = [int(v) if isinstance(v, float) and v.is_integer() else v for v in values]
        return pa.array(values, kind)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return pa.array([None if value is None else str(value) for value in values])


def token(value: Scalar) -> str:
    """Return a value as `Scene.held` knows it."""
    number = number_of(value)
    return f"{number:.10g}" if number is not None else fold(str(value)).casefold()


def derived(grid: Grid, scene: Scene) -> list[Spot]:
    """Return the cells that the worker made: those of which the input holds nothing.

    Where nothing was made anew, these are all the cells of tables.
    """
    given = _given_book(scene)
    found = [spot for spot in grid.spots() if _is_new(spot, given, scene)]
    return found or [spot for spot in grid.spots() if spot.table]


def _is_new(spot: Spot, given: Book | None, scene: Scene) -> bool:
    if given is None:
        return token(spot.value) not in scene.held
    sheet = given.sheet(spot.sheet)
    before = sheet.value(spot.row, spot.column) if sheet else None
    return is_blank(before) or token(before) != token(spot.value)


def kept(grid: Grid, scene: Scene) -> list[Spot]:
    """Return the cells that stand as the input gave them, none if the file is a new one."""
    given = _given_book(scene)
    if given is None:
        return []
    return [spot for spot in grid.spots() if not _is_new(spot, given, scene)]


def _given_book(scene: Scene) -> Book | None:
    if scene.given is None:
        return None
    try:
        return open_grid(scene.given).book
    except Unreadable:
        return None


def written_number(spot: Spot, number: float) -> Written:
    """Return a number as the cell would hold it: spelled as before where text stands."""
    if not isinstance(spot.value, str):
        return round(number, 10)
    text = fold(spot.value)
    shown = number * 100 if text.endswith("%") else number
    found = _DIGITS.search(text)
    if found is None:
        return f"{number:g}"
    decimals = len(found.group().partition(".")[2])
    digits = f"{abs(shown):{',' if ',' in found.group() else ''}.{decimals}f}"
    frame = text[: found.start()] + "{}" + text[found.end() :]
    plain = re.sub(r"[-()\u2212]", "", frame)
    return ("-" if shown < 0 else "") + plain.format(digits)


def date_of(spot: Spot) -> tuple[dt.date, str] | None:
    """Return the date that a cell holds and the pattern that it is written in."""
    if not isinstance(spot.value, str):
        return None
    for pattern in _PATTERNS:
        try:
            return dt.datetime.strptime(fold(spot.value), pattern).date(), pattern
        except ValueError:
            continue
    return None


def written_date(spot: Spot, day: dt.date, pattern: str) -> Written:
    """Return a date as the cell would hold it: a date where one stands, text where text does."""
    if spot.cell.number_format and is_date_format(spot.cell.number_format):
        return day
    return day.strftime(pattern)


def moved(cell: Cell | None, origin: tuple[int, int], place: tuple[int, int]) -> Written:
    """Return what a cell would hold in another place: relative formulas move along."""
    if cell is None:
        return None
    if cell.formula:
        translator = Translator(cell.formula, origin=address(*origin))
        return Formula(translator.translate_formula(address(*place)))
    if isinstance(cell.value, str) and cell.number_format and is_date_format(cell.number_format):
        try:
            return dt.datetime.fromisoformat(cell.value)
        except ValueError:
            return cell.value
    return cell.value


def rows_as(
    sheet: Sheet, table: FoundTable, order: Sequence[int | None]
) -> dict[tuple[int, int], Written]:
    """Return the changes that put the rows `order` one below the other under the header.

    None stands for a blank row; what is left of the table below them is blanked.
    """
    _, left, _, right = table.area
    changes: dict[tuple[int, int], Written] = {}
    wanted = [*order, *[None] * (len(body(table)) - len(order))]
    for row, source in enumerate(wanted, table.area[0] + 1):
        for column in range(left, right + 1):
            if source != row:
                cell = sheet.cells.get((source, column)) if source else None
                changes[row, column] = moved(cell, (source or row, column), (row, column))
    return changes


def tables_of(grid: Grid, scene: Scene) -> Iterator[tuple[Sheet, FoundTable]]:
    """Yield each sheet with its table, if the worker made something of the table."""
    touched = {spot.sheet for spot in derived(grid, scene) if spot.table}
    for name, table in grid.tables.items():
        if name in touched or not touched:
            yield grid.book.sheets[name], table
