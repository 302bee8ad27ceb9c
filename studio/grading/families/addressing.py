"""What the kinds of the tables family ask of their target before anything is judged."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

from studio.base.errors import FaultError
from studio.grading.kinds import Grounds, Judgement
from studio.grading.phrasing import listed
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.books import Book, address, parse_cells, read_book
from studio.grading.readers.columns import is_large
from studio.grading.readers.places import locate
from studio.grading.readers.tables import (
    Table,
    found_table,
    named_sheet,
    reference_table,
    used_area,
)
from studio.model.check import Check, Target

T = TypeVar("T")


def of_reference(read: Callable[[], T], target: Target) -> T:
    """Return what is read from the reference.

    Raises:
        FaultError: if it cannot be read there; then the check is broken, not the output.
    """
    try:
        return read()
    except Unreadable as fault:
        raise FaultError(f"{target.path} of the reference {fault}.") from None


def unreadable(check: Check, target: Target, fault: Unreadable, **evidence: Any) -> Judgement:
    """Return the judgement of an output whose file or place cannot be read."""
    return Judgement(
        0.0,
        f"{target.path} {fault}.",
        {"place": check.target, "found": None, **evidence},
        f"{target.path} is missing." if str(fault) == "is missing" else
        f"{target.path} holds nothing that can be judged at {check.target}.",
    )  # fmt: skip


def there_are(what: str, wanted: str, names: Iterable[str]) -> str:
    """Return the sentence that something is not there, and what is instead."""
    found = list(names)
    if not found:
        return f"There is no {what} {wanted}; there is none at all."
    verb = "is" if len(found) == 1 else "are"
    more = f", and {len(found) - 12} more" if len(found) > 12 else ""
    there = f"{', '.join(found[:12])}{more}" if more else listed(found)
    return f"There is no {what} {wanted}; there {verb} {there}."


def place_fault(folder: Path, target: Target, kind_of_file: str = "") -> str:
    """Return what is wrong with the file, sheet or cells of a target, empty if nothing is."""
    place = locate(folder, target.path)
    if place is None:
        files = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
        return there_are("file", f"{target.path} in the reference", files)
    if is_large(place):
        return ""
    try:
        book = read_book(place)
    except Unreadable as fault:
        return f"{target.path} of the reference {fault}."
    return sheet_fault(book, target)


def sheet_fault(book: Book, target: Target) -> str:
    """Return what is wrong with the sheet or cells of a target, empty if nothing is."""
    name = named_sheet(target)
    sheet = book.sheet(name)
    if sheet is None:
        return there_are("sheet", name or "", book.sheets)
    if target.cells is None:
        return ""
    first, left, last, right = parse_cells(target.cells)
    area = used_area(sheet)
    if first > area[2] or left > area[3] or last < area[0] or right < area[1]:
        holds = f"{address(*area[:2])}:{address(*area[2:])}" if area[2] else "nothing"
        return f"{target.cells} lies outside of what {sheet.name} holds ({holds})."
    return ""


def column_fault(table: Table, names: Iterable[str]) -> str:
    """Return the sentence that a table lacks a column, empty if it has all."""
    for name in names:
        if table.position(name) is None:
            return there_are("column", name, table.header)
    return ""


def within(check: Check) -> str:
    """Return the tolerance of a check as the end of a sentence."""
    return f", within {check.tolerance:g}" if check.tolerance else ""


def tables_of(target: Target, grounds: Grounds, names: tuple[str, ...] = ()) -> tuple[Table, Table]:
    """Return the table of the reference and that of the output.

    Raises:
        FaultError: if the reference has none.
        Unreadable: if the output has none.
    """
    assert grounds.output is not None
    reference = of_reference(lambda: reference_table(grounds.reference, target, names), target)
    return reference, found_table(grounds.output, target, reference)


def reference_of(target: Target, grounds: Grounds, names: tuple[str, ...] = ()) -> Table:
    """Return the table of the reference.

    Raises:
        FaultError: if there is none.
    """
    return of_reference(lambda: reference_table(grounds.reference, target, names), target)


def needed(table: Table, name: str) -> int:
    """Return the position of a column.

    Raises:
        Unreadable: if it is not there.
    """
    position = table.position(name)
    if position is None:
        raise Unreadable(f"has no column {name}")
    return position
