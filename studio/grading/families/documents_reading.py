"""What the checks of documents share: the document of an output, and that of the reference."""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path

import re2

from studio.base.errors import FaultError
from studio.grading.kinds import Grounds, Judgement, failed
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.books import TABLES
from studio.grading.readers.documents import Document, DocumentTable, read_document
from studio.grading.readers.passages import passage_of
from studio.grading.readers.places import locate
from studio.grading.readers.quantities import (
    Quantity,
    agrees,
    decimal_sign,
    quantities,
    whole_quantity,
)
from studio.grading.readers.units import is_unit
from studio.grading.readers.values import fold, number_of, same, spelled_numbers
from studio.model.check import Check, Target

MAX_PATTERN = 1_000
_PERSON = re.compile(r"([^\W\d_][^,\d]{0,40}), ((?:[^\W\d_][^,\d ]{0,30} ?){1,3})")
_MAX_MEASURED = 200_000


def document_in(folder: Path, target: Target) -> Document:
    """Return the document that a target names, or only a passage of it.

    Raises:
        HostileInputError: if the file tries to harm.
        Unreadable: if it is missing, holds nothing or is not what its name says.
    """
    place = locate(folder, target.path)
    if place is None:
        raise Unreadable("is missing")
    if target.column is not None and place.suffix.lower() not in TABLES:
        return passage_of(place, target.column, target.key)
    document = read_document(place)
    if not document.parts:
        raise Unreadable("holds no text")
    return document


def reference_document(target: Target, grounds: Grounds) -> Document:
    """Return the reference's document.

    Raises:
        FaultError: if the reference has none that can be read.
    """
    try:
        return document_in(grounds.reference, target)
    except Unreadable as fault:
        raise FaultError(f"The reference's {target.path} {fault}.") from None


def unread(target: Target, fault: Unreadable) -> Judgement:
    """Return the judgement of an output without the document."""
    told = f"{target.path} {fault}."
    return failed(told, public=told, place=target.path, found=None)


def judged(
    judge: Callable[[Check, Document], Judgement], check: Check, target: Target, grounds: Grounds
) -> Judgement:
    """Judge the output's document, which may be missing or damaged."""
    assert grounds.output is not None
    try:
        document = document_in(grounds.output, target)
    except Unreadable as fault:
        return unread(target, fault)
    return judge(check, document)


@lru_cache(maxsize=8)
def numbers_in(text: str) -> tuple[float, ...]:
    """Return the numbers that a text spells, in order."""
    return tuple(number for _, number in spelled_numbers(text))


@lru_cache(maxsize=8)
def _measured(text: str) -> tuple[Quantity, ...]:
    """Return the numbers of a text in every locale and with their units, if it is no data dump."""
    folded = _folded(text, True)
    return tuple(quantities(folded, decimal_sign(folded))) if len(folded) <= _MAX_MEASURED else ()


@lru_cache(maxsize=16)
def _folded(text: str, case: bool) -> str:
    return fold(text) if case else fold(text).lower()


def says(text: str, term: str, tolerance: float | None, case: bool = False) -> bool:
    """Tell whether a text says a term: a number by its value, other terms as whole words."""
    number = number_of(term)
    if number is not None:
        if any(same(number, found, tolerance) for found in numbers_in(text)):
            return True
        unit = "%" if "%" in term else ""
        found = _measured(text)
        shown = number * 100 if unit else number
        return any(
            agrees(shown, one, one.unit or unit, tolerance)
            for one in found
            if (one.unit == "%") == (unit == "%")
        )
    asked = whole_quantity(term)
    if asked is not None and asked.unit:
        folded = fold(text)
        return any(
            agrees(asked.value, one, asked.unit, tolerance)
            for one in quantities(folded, decimal_sign(folded))
        )
    plain = _folded(text, case)
    return any(
        re.search(rf"(?<!\w){re.escape(words)}(?!\w)", plain) for words in _spellings(term, case)
    )


def _spellings(term: str, case: bool) -> list[str]:
    """Return a term, and for `Engel, Paula` also `Paula Engel`."""
    folded = _folded(term, case)
    name = _PERSON.fullmatch(fold(term))
    return [folded, _folded(f"{name[2]} {name[1]}", case)] if name else [folded]


def prose_of(document: Document) -> str:
    """Return what a document says outside its tables, which some formats show as lines, too."""
    cells = {fold(cell) for table in document.tables for row in table.rows for cell in row}
    lines = [fold(line) for block in document.blocks for line in block.text.split("\n")]
    return "\n".join(line for line in lines if line not in cells)


def rows_with_units(table: DocumentTable) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a table, plain numbers with the unit that heads their column."""
    units = [_unit_of(fold(cell)) for cell in table.rows[0]]
    yield table.rows[0]
    for row in table.rows[1:]:
        headed = zip(row, [*units, *("" for _ in row)], strict=False)
        yield tuple(f"{cell} {unit}" if unit and _is_bare(cell) else cell for cell, unit in headed)


def _unit_of(head: str) -> str:
    found = re.search(r"[(\[]([^()\[\]]{1,20})[)\]]$", head)
    unit = found[1] if found else head
    return unit if is_unit(unit) else ""


def _is_bare(cell: str) -> bool:
    found = whole_quantity(cell)
    return found is not None and not found.unit


def is_pattern(pattern: str | None) -> str | None:
    """Return a pattern that RE2 understands.

    Raises:
        ValueError: with the reason, if it does not.
    """
    if pattern and len(pattern) > MAX_PATTERN:
        raise ValueError(f"it is longer than {MAX_PATTERN:,} signs")
    try:
        re2.compile(pattern or "")
    except re2.error as fault:
        raise ValueError(f"it is not a pattern of RE2: {fault}") from None
    return pattern
