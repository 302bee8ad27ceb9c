"""OpenDocument spreadsheets read a few rows at a time, as the file stores them.

The graders let an office program turn them into workbooks, which takes seconds; this shows them
meanwhile. Source: OpenDocument 1.3 part 3, 9.1 (tables) and 19.385 (values).
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

from studio.grading.readers.archives import refuse_entities
from studio.grading.readers.books import Cell
from studio.grading.readers.packages import Package
from studio.grading.readers.values import Scalar
from studio.viewing.aligning import Keys
from studio.viewing.lazy_sheets import Odd
from studio.viewing.row_keys import FEW, keys_of

_CONTENT = "content.xml"
_TABLE = re.compile(rb"<table:table\s[^<>]*\btable:name=\"([^\"<>]*)\"[^<>]*>")
_ROW = re.compile(rb"<table:table-row(?:\s([^<>]*?))?(/?)>")
_REPEATED = re.compile(rb"\btable:number-rows-repeated=\"(\d{1,7})\"")
_ROOT = re.compile(rb"<office:document-content(\s[^<>]*)?>")
_REFERENCE = re.compile(r"\[\.?([^\[\]]*)\]")
_SHOWN = re.compile(r"-?[\d,]*?\d(?:\.(\d+))?(%?)")
_MAX_ROW, _MAX_COLUMN, _MOST_REPEATED = 1_048_576, 16_384, 1_000
_ROW_END = b"</table:table-row>"


def _named(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


class OdsSheet:
    """One sheet: its rows by number, parsed when they are asked for.

    Attributes:
        name: its title.
        rows: its last row that holds something, 0 if none does.
        columns: its last column in the first rows.
    """

    def __init__(self, name: str, root: bytes, table: bytes) -> None:
        self.name, self._root, self._table = name, root, table
        self._numbers: list[int] = []
        self._places: list[tuple[int, int]] = []
        self.rows = self._find_rows()
        first = self.cells(1, 200) if self.rows else {}
        self.columns = max((column for _, column in first), default=0)

    def _find_rows(self) -> int:
        """Find where rows begin, and return the last that holds something."""
        number, last = 1, 0
        for found in _ROW.finditer(self._table):
            told = _REPEATED.search(found[1] or b"")
            count = int(told[1]) if told else 1
            end = found.end()
            if not found[2]:
                end = self._table.find(_ROW_END, end) + len(_ROW_END)
            if end < found.end() or number > _MAX_ROW:
                raise Odd
            self._numbers.append(number)
            self._places.append((found.start(), end))
            number += count
            if b"office:value-type" in self._table[found.start() : end]:
                last = number - 1
        return min(last, _MAX_ROW)

    def cells(self, first: int, last: int) -> dict[tuple[int, int], Cell]:
        """Return the cells of rows from `first` up to but not including `last`.

        Raises:
            Odd: if they are written in a way that is not known.
        """
        found: dict[tuple[int, int], Cell] = {}
        kept: dict[int, dict[int, Cell]] = {}
        for row in range(first, min(last, self.rows + 1)):
            at = bisect_right(self._numbers, row) - 1
            if at not in kept:
                kept[at] = dict(self._row(*self._places[at])) if at >= 0 else {}
            found.update({(row, column): cell for column, cell in kept[at].items()})
        return found

    def keys(self) -> Keys:
        """Return the cells of each row, nothing for a long sheet."""
        if self.rows * self.columns > FEW:
            return []
        return keys_of(self.cells(1, self.rows + 1), self.rows)

    def _row(self, start: int, end: int) -> Iterator[tuple[int, Cell]]:
        source = b"<root" + self._root + b">" + self._table[start:end] + b"</root>"
        try:
            row = ElementTree.fromstring(source)[0]
        except (ElementTree.ParseError, IndexError):
            raise Odd from None
        column = 1
        for element in row:
            attributes = {_local(name): value for name, value in element.attrib.items()}
            told = attributes.get("number-columns-repeated", "1")
            count = int(told) if told.isdecimal() and len(told) < 7 else 1
            if "value-type" in attributes and _named(element) == "table-cell":
                cell = _cell(element, attributes)
                for place in range(column, column + min(count, _MOST_REPEATED)):
                    if place <= _MAX_COLUMN:
                        yield place, cell
            column += count


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _cell(element: Any, attributes: dict[str, str]) -> Cell:
    text = "\n".join("".join(part.itertext()) for part in element if _named(part) == "p")
    written = attributes.get("formula", "")
    formula = "=" + _plain(written.partition("=")[2]) if written else None
    return Cell(_value(attributes, text), formula, _format(text))


def _value(attributes: dict[str, str], text: str) -> Scalar:
    kind = attributes["value-type"]
    if kind == "boolean":
        return attributes.get("boolean-value") == "true"
    if kind in ("date", "time"):
        return attributes.get(f"{kind}-value", text).removesuffix("T00:00:00")
    if kind == "string":
        return attributes.get("string-value", text)
    try:
        return float(attributes.get("value", ""))
    except ValueError:
        return text


def _plain(formula: str) -> str:
    """Return a formula as spreadsheets show it: `[.A1:.B2]` is `A1:B2`."""
    return _REFERENCE.sub(lambda found: found[1].replace(":.", ":").lstrip("$"), formula)


def _format(text: str) -> str:
    """Return the number format that a number which is shown so has."""
    found = _SHOWN.fullmatch(text.strip())
    if found is None:
        return ""
    digits = f".{'0' * len(found[1])}" if found[1] else ""
    return f"{'#,##0' if ',' in text else '0'}{digits}{found[2]}"


def ods_sheets(content: bytes, name: str) -> list[OdsSheet]:
    """Return the sheets of a spreadsheet.

    Raises:
        HostileInputError: if it tries to harm.
        Unreadable: if it is damaged.
        Odd: if it is written in a way that is not known.
    """
    part = Package(content, name).content(_CONTENT)
    root = _ROOT.search(part) if part else None
    if part is None or root is None or b"<!--" in part or b"<![CDATA[" in part:
        raise Odd
    refuse_entities(part, name)
    starts = [(found[1], found.start()) for found in _TABLE.finditer(part)]
    ends = [place for _, place in starts[1:]] + [len(part)]
    namespaces = root[1] or b""
    return [
        OdsSheet(_unescaped(title), namespaces, part[start:end])
        for (title, start), end in zip(starts, ends, strict=True)
    ]


def _unescaped(title: bytes) -> str:
    from xml.sax.saxutils import unescape

    return unescape(title.decode("utf-8", "replace"), {"&quot;": '"', "&apos;": "'"})
