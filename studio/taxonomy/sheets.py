"""The rows of the first sheet of an `.xlsx` workbook, as text, read without trust.

Only what a table needs is read (ECMA-376 part 1, sections 18.3 and 18.4): shared and inline
strings and stored values; formulas, dates and formats are not looked at.
"""

import io
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from studio.base.errors import HostileInputError, UserError
from studio.taxonomy.archives import ZipFiles

if TYPE_CHECKING:
    from lxml import etree

MAX_ROWS = 200_000
_MAX_ELEMENTS = 4_000_000
_MAX_COLUMNS = 200
_STRINGS = "xl/sharedStrings.xml"


def rows_of(content: bytes, name: str) -> Iterator[list[str]]:
    """Yield the rows of the first sheet, each as its cells from the first column on.

    Raises:
        UserError: if it is no workbook or damaged.
        HostileInputError: if it tries to harm.
    """
    book = ZipFiles(content, name)
    sheets = sorted(path for path in book.paths if re.fullmatch(r"xl/worksheets/\w+\.xml", path))
    if not sheets:
        raise UserError(f"{name} is not a workbook; fetch it anew.")
    first = next((path for path in sheets if path.endswith("/sheet1.xml")), sheets[0])
    strings = list(_strings(book.read(_STRINGS), name)) if _STRINGS in book.paths else []
    rows = (element for element in _elements(book.read(first), name, "row"))
    for count, row in enumerate(rows):
        if count >= MAX_ROWS:
            raise HostileInputError(f"{name} holds more than {MAX_ROWS:,} rows.")
        yield _cells(row, strings, name)


def _strings(content: bytes, name: str) -> Iterator[str]:
    for element in _elements(content, name, "si"):
        yield _text(element)


def _elements(content: bytes, name: str, wanted: str) -> "Iterator[etree._Element]":
    """Yield the elements of one name, whole; each is forgotten when the next is asked for."""
    from lxml import etree

    walk = etree.iterparse(
        io.BytesIO(content), events=("start", "end"), resolve_entities=False, no_network=True
    )
    count = 0
    try:
        for event, element in walk:
            count += 1
            if count > 2 * _MAX_ELEMENTS:
                raise HostileInputError(f"{name} holds more cells than a table of a release has.")
            if count == 1 and element.getroottree().docinfo.doctype:
                raise HostileInputError(f"{name} declares entities, which a workbook never does.")
            if event == "end" and _local(element) == wanted:
                yield element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except etree.XMLSyntaxError:
        raise UserError(f"{name} is damaged; fetch it anew.") from None


def _local(element: "etree._Element") -> str:
    return str(element.tag).rpartition("}")[2]


def _text(element: "etree._Element") -> str:
    """Return the text of a string in one or many runs, without its reading aids (phonetics)."""
    return "".join(
        part.text or "" for part in element.iter("{*}t") if _local(part.getparent()) != "rPh"
    )


def _cells(row: "etree._Element", strings: list[str], name: str) -> list[str]:
    cells: list[str] = []
    for cell in row.iterchildren("{*}c"):
        column = _column(cell.get("r", ""), len(cells))
        if column >= _MAX_COLUMNS:
            break
        cells.extend([""] * (column - len(cells)))
        cells.append(_value(cell, strings, name))
    return cells


def _column(place: str, following: int) -> int:
    """Return the column of a place such as `AB12`, counted from 0; at least `following`."""
    number = 0
    for sign in place[:3]:
        if not "A" <= sign <= "Z":
            break
        number = number * 26 + ord(sign) - 64
    return max(number - 1, following)


def _value(cell: "etree._Element", strings: list[str], name: str) -> str:
    kind = cell.get("t", "n")
    if kind == "inlineStr":
        return _text(cell)
    stored = next(cell.iterchildren("{*}v"), None)
    value = (stored.text or "") if stored is not None else ""
    if kind == "s":
        if not value.isdecimal() or int(value) >= len(strings):
            raise UserError(f"{name} is damaged: it points at a text that it does not hold.")
        return strings[int(value)]
    return value.removesuffix(".0") if kind == "n" else value
