"""What a program made beside what it had to make: tables, trees, texts, each by its format."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

from studio.base.errors import FaultError
from studio.grading.families.trees import equal_trees
from studio.grading.kinds import KINDS, Grounds, target_of
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.books import TABLES, Book, address, read_book
from studio.grading.readers.documents import read_document
from studio.grading.readers.places import MAX_FILE, MAX_TEXT, decode, read_bytes
from studio.grading.readers.trees import INI, XML, is_typed, read_tree
from studio.grading.readers.values import close, fold, legible, number_of, same, shown
from studio.grading.verdicts import parse_parameters
from studio.model.check import Check

_TREES = (".json", ".jsonl", ".ndjson", ".yaml", ".yml", ".toml", *INI, *XML)
_BETWEEN = ",;\t|"
_DOCUMENTS = (".docx", ".odt", ".pptx", ".pdf", ".html", ".htm")
_NUMBER = re.compile(
    r"(?<![\w.])[-+]?(?:\d+(?:,\d{3})*(?:\.\d+)?|\.\d+)(?:[eE][-+]?\d{1,3})?(?!\w)"
)


def difference(
    expected: Path, found: Path, tolerance: float | None = None, key: tuple[str, ...] = ()
) -> str:
    """Return how a file differs from the expected one as the end of a sentence, empty if not.

    Tables are compared by their columns' names and, with a key, in any order of rows; nested data
    as values; text line by line without what stands blank at ends of lines and of the text, its
    numbers within the tolerance.

    Raises:
        FaultError: if the expected file is not what its name says.
        HostileInputError: if the found one tries to harm.
    """
    suffix = expected.suffix.lower()
    try:
        if suffix in TABLES:
            return _table_difference(expected, found, tolerance, key)
        if suffix in _TREES:
            return _tree_difference(expected, found, tolerance)
        return _text_difference(_lines(expected), _lines(found), tolerance)
    except Unreadable as fault:
        _refuse_unreadable(expected)
        return str(fault)


def _refuse_unreadable(expected: Path) -> None:
    suffix = expected.suffix.lower()
    read = read_book if suffix in TABLES else read_tree if suffix in _TREES else _lines
    try:
        read(expected)
    except Unreadable as fault:
        raise FaultError(f"The expected {expected.name} {fault}.") from None


def _table_difference(
    expected: Path, found: Path, tolerance: float | None, key: tuple[str, ...]
) -> str:
    wanted = read_book(expected)
    if len(wanted.sheets) != 1 or not _has_header(wanted):
        return _cells_difference(wanted, read_book(found), tolerance)
    check = Check(
        id="answer",
        kind="table_equals",
        target=expected.name,
        parameters={"key": key, "order_matters": not key},
        tolerance=tolerance,
    )
    # Both are looked up by the name of the expected file.
    if found.name != expected.name:
        raise FaultError(f"{found.name} was laid under another name than {expected.name}.")
    grounds = Grounds(found.parent, expected.parent, found.parent, found.parent)
    told = KINDS[check.kind].judge(check, parse_parameters(check), target_of(check), grounds)
    return "" if told.score >= 1 - 1e-9 else told.sentence.removesuffix(".")


def _has_header(book: Book) -> bool:
    """Tell whether names stand in the first row, and something below them."""
    sheet = next(iter(book.sheets.values()))
    rows, columns = sheet.size
    first = [sheet.value(1, column) for column in range(1, columns + 1)]
    named = all(isinstance(value, str) and number_of(value) is None for value in first)
    return rows > 1 and named and len(set(first)) == len(first)


def _cells_difference(wanted: Book, found: Book, tolerance: float | None) -> str:
    for name, sheet in wanted.sheets.items():
        other = found.sheet(name if len(wanted.sheets) > 1 else None)
        if other is None:
            return f"has no sheet {name}"
        for row, column in sorted(sheet.cells.keys() | other.cells.keys()):
            one, two = sheet.value(row, column), other.value(row, column)
            if not same(one, two, tolerance):
                return f"{address(row, column)} is {shown(two)}, expected {shown(one)}"
    return ""


def _tree_difference(expected: Path, found: Path, tolerance: float | None) -> str:
    wanted, other = read_tree(expected), read_tree(found)
    if equal_trees(wanted, other, tolerance, typed=is_typed(expected.name)):
        return ""
    return "holds other values than expected"


def _lines(place: Path) -> list[str]:
    """Return the lines of a text without blanks at their ends, and without blank ones at its end.

    Raises:
        Unreadable: if it holds no text.
    """
    if place.suffix.lower() in _DOCUMENTS:
        text = read_document(place).text
    else:
        content = read_bytes(place, MAX_FILE)
        if len(content) > MAX_TEXT:
            raise Unreadable(f"is larger than {MAX_TEXT >> 20} MiB")
        text = decode(content) if b"\0" not in content else content.hex()
    lines = [line.rstrip() for line in text.splitlines()]
    while lines and not lines[-1]:
        lines.pop()
    return lines


def _text_difference(wanted: list[str], found: list[str], tolerance: float | None) -> str:
    """Return how lines differ; where they are rows of fields, quotes around fields are none."""
    sign = _sign_between(wanted)
    if sign and '"' in "".join((*wanted, *found)):
        wanted, found = (_without_quotes(lines, sign) for lines in (wanted, found))
    return _lines_difference(wanted, found, tolerance)


def _sign_between(lines: list[str]) -> str:
    """Return what stands between the fields of lines that all have as many, empty if nothing."""
    for sign in _BETWEEN:
        rows = _fields(lines, sign)
        if len(rows) == len(lines) > 1 and len({len(row) for row in rows}) == 1 < len(rows[0]):
            return sign
    return ""


def _without_quotes(lines: list[str], sign: str) -> list[str]:
    rows = _fields(lines, sign)
    if len(rows) != len(lines):
        return lines
    # Only where the sign stands in a field do quotes tell something.
    return [sign.join(f'"{field}"' if sign in field else field for field in row) for row in rows]


def _fields(lines: list[str], sign: str) -> list[list[str]]:
    try:
        return list(csv.reader(lines, delimiter=sign))
    except csv.Error:
        return []


def _lines_difference(wanted: list[str], found: list[str], tolerance: float | None) -> str:
    for number, (one, other) in enumerate(zip(wanted, found, strict=False), 1):
        if one != other and not _same_line(one, other, tolerance):
            return f'line {number} is "{legible(other[:80])}", expected "{legible(one[:80])}"'
    if len(wanted) != len(found):
        return f"has {len(found)} lines, expected {len(wanted)}"
    return ""


def _same_line(one: str, other: str, tolerance: float | None) -> bool:
    """Tell whether two lines say the same, their numbers within the tolerance."""
    if _NUMBER.sub("\0", fold(one)) != _NUMBER.sub("\0", fold(other)):
        return False
    pairs = zip(_numbers(one), _numbers(other), strict=True)
    return all(close(a, b, tolerance) for a, b in pairs)


def _numbers(line: str) -> Iterator[float]:
    for found in _NUMBER.findall(fold(line)):
        yield float(found.replace(",", ""))
