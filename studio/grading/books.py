"""Reading workbooks and CSV as sheets of cells; hostile files are refused before any parser."""

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from studio.base.errors import HostileInputError
from studio.formats import digests
from studio.grading.values import Scalar, scalar
from studio.sandbox.office import OfficeRefusal, recompute

WORKBOOKS = (".xlsx", ".xlsm", ".ods")
TABLES = (*WORKBOOKS, ".csv", ".tsv")
MAX_UNPACKED = 200 * 1024 * 1024
MAX_FILE = 64 * 1024 * 1024
MAX_MEMBERS = 5_000
MAX_CELLS = 400_000
_MAX_RATIO = 400
_DTD = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_FORMULA_MARKS = (b"<f>", b"<f ", b"<f/>", b"table:formula=")


class Unreadable(Exception):
    """A file that is not what its name says; the message is the rest of a sentence."""


@dataclass(frozen=True)
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

    @property
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
    """A workbook or CSV file: its sheets by name, in order."""

    sheets: dict[str, Sheet]

    def sheet(self, name: str | None) -> Sheet | None:
        """Return a sheet by name, without regard to case; the first if no name is given."""
        if name is None:
            return next(iter(self.sheets.values()), None)
        wanted = name.casefold()
        return next((s for key, s in self.sheets.items() if key.casefold() == wanted), None)


def refuse_hostile_archive(path: Path) -> bool:
    """Check an archive's declared and real sizes and its XML; return whether it holds formulas.

    Raises:
        HostileInputError: if it is a bomb, or its XML declares entities.
        Unreadable: if it is no archive.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return _look_through(archive, path)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError):
        raise Unreadable("is damaged or not a workbook") from None


def _look_through(archive: zipfile.ZipFile, path: Path) -> bool:
    entries = archive.infolist()
    declared = sum(entry.file_size for entry in entries)
    packed = max(1, path.stat().st_size)
    too_dense = declared > 20 * 1024 * 1024 and declared / packed > _MAX_RATIO
    if len(entries) > MAX_MEMBERS or declared > MAX_UNPACKED or too_dense:
        raise HostileInputError(f"{path.name} unpacks to more than a workbook may hold.")
    has_formulas = False
    left = MAX_UNPACKED
    for entry in entries:
        with archive.open(entry) as stream:
            content = stream.read(left + 1)
        left -= len(content)
        if left < 0:
            raise HostileInputError(f"{path.name} unpacks to more than a workbook may hold.")
        if entry.filename.endswith((".xml", ".rels")):
            if _DTD.search(content):
                raise HostileInputError(f"{path.name} declares XML entities, which may be a bomb.")
            has_formulas = has_formulas or any(mark in content for mark in _FORMULA_MARKS)
    return has_formulas


def read_book(path: Path) -> Book:
    """Return the sheets of an xlsx, ods or csv file; formulas are computed anew.

    Raises:
        HostileInputError: if the file tries to harm.
        Unreadable: if it is not what its name says.
        FaultError: if this machine cannot recompute it.
    """
    if path.stat().st_size > MAX_FILE:
        raise HostileInputError(f"{path.name} is larger than {MAX_FILE >> 20} MiB.")
    suffix = path.suffix.lower()
    if suffix in WORKBOOKS:
        return _workbook(digests.of_file(path), path)
    if suffix in (".csv", ".tsv"):
        return _csv_book(path)
    raise Unreadable("is not a workbook or a CSV file")


@lru_cache(maxsize=32)
def _parsed(digest: str, path: Path, has_formulas: bool) -> Book:
    try:
        convert = has_formulas or path.suffix.lower() == ".ods"
        computed = recompute(path, digest) if convert else path
        formulas = path if path.suffix.lower() != ".ods" else computed
        return _load(computed, formulas if has_formulas else None)
    except OfficeRefusal as fault:
        raise Unreadable(f"cannot be computed: {fault}") from None


def _workbook(digest: str, path: Path) -> Book:
    return _parsed(digest, path, refuse_hostile_archive(path))


def _load(values: Path, formulas: Path | None) -> Book:
    import openpyxl

    try:
        book = openpyxl.load_workbook(values, data_only=True)
        written = openpyxl.load_workbook(formulas) if formulas else None
    except Exception as fault:
        # openpyxl raises whatever its XML and number parsers raise on a damaged file.
        raise Unreadable(f"is damaged ({type(fault).__name__})") from None
    return Book({sheet.title: _sheet(sheet, written) for sheet in book.worksheets})


def _sheet(sheet: Any, written: Any) -> Sheet:
    other = written[sheet.title] if written and sheet.title in written.sheetnames else None
    cells = {}
    for row in sheet.iter_rows():
        for cell in row:
            if cell.value is None:
                continue
            formula = other[cell.coordinate].value if other else None
            cells[cell.row, cell.column] = Cell(
                value=scalar(cell.value),
                formula=formula if isinstance(formula, str) and formula[:1] == "=" else None,
                number_format=str(cell.number_format or ""),
            )
            if len(cells) > MAX_CELLS:
                raise HostileInputError(f"The sheet {sheet.title} holds too many cells.")
    return Sheet(sheet.title, cells)


def decode(content: bytes) -> str:
    """Return text in UTF-8 (with or without its mark), UTF-16 with its mark, or Windows-1252."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _csv_book(path: Path) -> Book:
    text = decode(path.read_bytes())
    if "\0" in text:
        raise Unreadable("is not a CSV file")
    delimiter = _delimiter(text, path.suffix.lower())
    cells: dict[tuple[int, int], Cell] = {}
    try:
        for row, values in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter), 1):
            for column, value in enumerate(values, 1):
                if value.strip():
                    cells[row, column] = Cell(value)
            if len(cells) > MAX_CELLS:
                raise HostileInputError(f"{path.name} holds too many cells.")
    except csv.Error as fault:
        raise Unreadable(f"is not a CSV file ({fault})") from None
    return Book({path.stem: Sheet(path.stem, cells)})


def _delimiter(text: str, suffix: str) -> str:
    if suffix == ".tsv":
        return "\t"
    first = text.splitlines()[0] if text.strip() else ""
    return max(",;\t|", key=first.count)


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
