"""Workbooks read a few rows at a time: a sheet of 100,000 rows is there at once.

A sheet's part is unpacked once and its rows are found by their tags; the cells of a row are parsed
when it is asked for, by the parser that the graders use, so that a value is shown as it is judged.
Source: ECMA-376 part 1, 18.3.1.73 (rows) and 18.4.8 (shared strings).
"""

import io
import re
import warnings
from bisect import bisect_left
from collections.abc import Sequence
from typing import Any, overload

from studio.base.errors import HostileInputError
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.books import Cell, stored_cell

_ROW = re.compile(rb"<row(?:\s([^<>]*))?>")
_NUMBER = re.compile(rb"(?:^|\s)r=\"(\d{1,7})\"")
_ROOT = re.compile(rb"<worksheet(?:\s[^<>]*)?>")
_DIMENSION = re.compile(rb"<dimension[^<>]*\sref=\"(?:\$?[A-Z]+\$?\d+:)?\$?([A-Z]{1,3})\$?\d+\"")
_COLUMN = re.compile(rb"<col\s[^<>]*>")
_ATTRIBUTE = re.compile(rb"\b(min|max|width)=\"([0-9.]{1,12})\"")
_FORMULA = re.compile(rb"<f[\s/>]")
_SHARED = re.compile(
    rb"<c\s[^<>]*\br=\"([A-Z]{1,3}\d{1,7})\"[^<>]*><f\s([^<>]*\bt=\"shared\"[^<>]*)>([^<]+)</f>"
)
_INDEX = re.compile(rb"\bsi=\"(\d{1,7})\"")
_STRING = re.compile(rb"<si(?:\s[^<>]*)?>")
_STYLE = re.compile(rb" s=\"\d+\"")
_TEXT_CELL = re.compile(rb't="s"([^<>]*)><v>(\d{1,9})</v>')
_REFERENCE = re.compile(rb"(?<![A-Za-z])(\$?[A-Z]{1,3})(\d{1,7})(?![\d(])")
_EMPTY = re.compile(rb"<c(?:\s[^<>]*)?/>")
_MAX_ROW, _MAX_COLUMN = 1_048_576, 16_384
_MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT = b"http://purl.oclc.org/ooxml/spreadsheetml/main"


class Odd(Exception):
    """A workbook written in a way that this module does not know; it is read as a whole then."""


class _Strings(Sequence[str]):
    """The shared strings of a workbook, each parsed when it is asked for."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        self._starts = [found.start() for found in _STRING.finditer(content)]
        self._known: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self._starts)

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[str]: ...
    def __getitem__(self, index: int | slice) -> str | Sequence[str]:
        if isinstance(index, slice):
            raise Odd
        if index not in self._known:
            self._known[index] = self._parsed(index)
        return self._known[index]

    def mark(self, index: int) -> bytes:
        """Return what stands for a string in any workbook."""
        if not 0 <= index < len(self._starts):
            return b"?"
        stop = self._starts[index + 1] if index + 1 < len(self._starts) else len(self._content)
        return b"%x" % (hash(self._content[self._starts[index] : stop]) & (1 << 64) - 1)

    def _parsed(self, index: int) -> str:
        from openpyxl.cell.text import Text
        from openpyxl.xml.functions import fromstring

        start = self._starts[index]
        end = self._content.find(b"</si>", start)
        if end < 0:
            raise Odd
        item = self._content[start : end + 5]
        root: Any = fromstring(b'<si xmlns="' + _MAIN + b'"' + item[3:])
        content: Any = Text.from_tree(root)
        # As openpyxl does it: a spelt-out underscore is one.
        return str(content.content).replace("x005F_", "")


class LazySheet:
    """One sheet: its rows by number, parsed when they are asked for.

    Attributes:
        name: its title.
        rows: its last row, 0 if it has none.
        columns: its last column as far as it tells.
        widths: by column counted from 1, in letters, where the file sets them.
        has_formulas: whether any cell holds a formula.
    """

    def __init__(self, name: str, content: bytes, book: Any, strings: Sequence[str]) -> None:
        self.name = name
        self._content, self._book, self._strings = content, book, strings
        head = content[: content.find(b"<sheetData")]
        root = _ROOT.search(head)
        if root is None or b"<!--" in content or b"<![CDATA[" in content:
            raise Odd
        self._root = root[0]
        self._numbers, self._starts = _rows_of(content)
        self._end = content.rfind(b"</sheetData>")
        if self._numbers and self._end < 0:
            raise Odd
        self.rows = self._numbers[-1] if self._numbers else 0
        self.has_formulas = _FORMULA.search(content) is not None
        self.widths = _widths(head)
        self._masters: dict[str, Any] | None = None
        self.columns = self._last_column(head)

    def _last_column(self, head: bytes) -> int:
        told = _DIMENSION.search(head)
        letters = told[1].decode() if told else "A"
        told_column = 0
        for sign in letters:
            told_column = told_column * 26 + ord(sign) - 64
        first = self.cells(self._numbers[0], self._numbers[0] + 60) if self._numbers else {}
        seen = max((column for _, column in first), default=0)
        return min(_MAX_COLUMN, max(seen, told_column if self._numbers else 0))

    def _slice(self, first: int, last: int) -> bytes:
        start, end = bisect_left(self._numbers, first), bisect_left(self._numbers, last)
        if start == end:
            return b""
        stop = self._starts[end] if end < len(self._starts) else self._end
        return self._content[self._starts[start] : stop]

    def keys(self) -> list[bytes]:
        """Return for each row up to the last what is equal only for the same content.

        Taken from the bytes without parsing them: where cells stand in their row counts, the number
        of the row, styles and the numbers of shared strings do not.
        """
        start = self._starts[0] if self._starts else 0
        body = _STYLE.sub(b"", self._content[start : self._end if self._starts else 0])
        body = _TEXT_CELL.sub(self._spelled, body)
        _, starts = _rows_of(body)
        if len(starts) != len(self._numbers):
            return []
        found = [b""] * self.rows
        for number, begin, end in zip(self._numbers, starts, [*starts[1:], None], strict=True):
            found[number - 1] = _without_number(body[begin:end], number)
        return found

    def _spelled(self, found: "re.Match[bytes]") -> bytes:
        strings = self._strings
        mark = strings.mark(int(found[2])) if isinstance(strings, _Strings) else found[2]
        return b't="s"%b><v>%b</v>' % (found[1], mark)

    def cells(self, first: int, last: int, computed: bool = False) -> dict[tuple[int, int], Cell]:
        """Return the cells of rows from `first` up to but not including `last`.

        Args:
            first: the first row, counted from 1.
            last: the row after the last.
            computed: whether the values that the file stores are wanted instead of formulas.

        Raises:
            Odd: if they are written in a way that is not known.
        """
        rows = self._slice(first, last)
        if not rows:
            return {}
        source = self._root + b"<sheetData>" + rows + b"</sheetData></worksheet>"
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return dict(self._parsed(io.BytesIO(source), computed))
        except (HostileInputError, MemoryError):
            raise
        except Exception:
            # openpyxl raises whatever its XML and number parsers raise on a damaged file.
            raise Odd from None

    def _parsed(self, source: io.BytesIO, computed: bool) -> Any:
        from openpyxl.cell.read_only import ReadOnlyCell
        from openpyxl.worksheet._reader import WorkSheetParser

        book = self._book
        parser = WorkSheetParser(
            source,
            self._strings,
            data_only=computed,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        if not computed and self.has_formulas:
            parser.shared_formulae = dict(self._shared_formulas())
        styled: Any = _Styled(book)
        for _, row in parser.parse():
            for found in row:
                if found["value"] is not None and found["column"] <= _MAX_COLUMN:
                    cell = ReadOnlyCell(styled, **found)
                    yield (found["row"], found["column"]), stored_cell(cell)

    def _shared_formulas(self) -> dict[str, Any]:
        """Return the formulas that other cells repeat, by their number."""
        from openpyxl.formula.translate import Translator

        if self._masters is None:
            self._masters = {}
            for found in _SHARED.finditer(self._content):
                number = _INDEX.search(found[2])
                if number:
                    text = "=" + found[3].decode("utf-8", "replace")
                    master = Translator(text, found[1].decode())
                    self._masters.setdefault(number[1].decode(), master)
        return self._masters


def _without_number(row: bytes, number: int) -> bytes:
    """Return a row as it would be written anywhere in its sheet."""
    own = b"%d" % number
    told = row[row.find(b">") + 1 : row.rfind(b"</row>")].replace(own + b'"', b'"')
    if b"<f" in told:
        # What a formula says of its own row is the same in every row.
        told = _REFERENCE.sub(lambda f: f[1] + (b"" if f[2] == own else f[2]), told)
    return _EMPTY.sub(b"", told) if b"/>" in told else told


class _Styled:
    """What a cell asks of its sheet."""

    def __init__(self, book: Any) -> None:
        self.parent = book


def _rows_of(content: bytes) -> tuple[list[int], list[int]]:
    """Return the numbers of the rows that hold something, in order, and where each begins."""
    numbers, starts, last = [], [], 0
    for found in _ROW.finditer(content):
        if found[1] is not None and found[1].endswith(b"/"):
            told = _NUMBER.search(found[1])
            last = int(told[1]) if told else last + 1
            continue
        told = _NUMBER.search(found[1]) if found[1] else None
        number = int(told[1]) if told else last + 1
        if not last < number <= _MAX_ROW:
            raise Odd
        last = number
        numbers.append(number)
        starts.append(found.start())
    return numbers, starts


def _widths(head: bytes) -> dict[int, int]:
    found: dict[int, int] = {}
    for column in _COLUMN.findall(head):
        told = {name: float(value) for name, value in _ATTRIBUTE.findall(column)}
        if {b"min", b"max", b"width"} <= set(told):
            last = min(int(told[b"max"]), int(told[b"min"]) + 200)
            for number in range(int(told[b"min"]), last + 1):
                found[number] = int(told[b"width"])
    return found


def lazy_sheets(content: bytes) -> list[LazySheet]:
    """Return the sheets of a workbook that was looked through before.

    Raises:
        Odd: if it is written in a way that is not known.
        Unreadable: if it is no workbook.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _sheets(content)
    except (HostileInputError, MemoryError, Odd, Unreadable):
        raise
    except Exception:
        # openpyxl raises whatever its XML and number parsers raise on a damaged file.
        raise Unreadable("is damaged") from None


def _sheets(content: bytes) -> list[LazySheet]:
    from openpyxl.reader.excel import ExcelReader
    from openpyxl.styles.stylesheet import apply_stylesheet
    from openpyxl.xml.constants import SHARED_STRINGS

    # Its `read` would look for the size of each sheet from end to end, and parse all strings.
    reader: Any = ExcelReader(io.BytesIO(content), read_only=True, keep_links=False)
    reader.read_manifest()
    reader.read_workbook()
    book = reader.wb
    apply_stylesheet(reader.archive, book)
    part = reader.package.find(SHARED_STRINGS)
    strings = _Strings(b"" if part is None else reader.archive.read(part.PartName[1:]))
    made = []
    for sheet, relation in reader.parser.find_sheets():
        if relation.target not in reader.valid_files or "chartsheet" in relation.Type:
            continue
        written = reader.archive.read(relation.target)
        if _STRICT in written[:4096]:
            raise Odd
        made.append(LazySheet(sheet.name, written, book, strings))
    return made
