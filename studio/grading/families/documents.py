"""Checks of texts and documents: what they say and must not say."""

import re
from pathlib import Path
from typing import Any

import re2
from pydantic import Field, field_validator, model_validator

from studio.grading.kinds import Grounds, Judgement, Kind, failed, passed, register
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.books import TABLES, parse_cells, read_book
from studio.grading.readers.places import MAX_TEXT, decode, locate, read_bytes
from studio.grading.readers.values import fold, number_of, same, spelled_numbers
from studio.model.check import Check, Target
from studio.model.frozen import Frozen


class TextContainsParameters(Frozen):
    """What a text must say and must not say.

    A term that is a number is compared with the numbers of the text, within the tolerance; other
    terms are looked for as whole words after folding. `pattern` is in RE2's language. A text that
    holds more than `max_numbers` numbers fails, so that listing every answer does not pay.
    """

    terms: tuple[str, ...] = ()
    forbidden: tuple[str, ...] = ()
    pattern: str | None = None
    case: bool = False
    max_numbers: int | None = Field(default=None, ge=0)

    @field_validator("pattern")
    @classmethod
    def _is_a_pattern(cls, pattern: str | None) -> str | None:
        try:
            re2.compile(pattern or "")
        except re2.error as fault:
            raise ValueError(f"it is not a pattern of RE2: {fault}") from None
        return pattern

    @model_validator(mode="after")
    def _asks_for_something(self) -> "TextContainsParameters":
        if not self.terms and not self.forbidden and self.pattern is None:
            raise ValueError("give terms, forbidden or pattern")
        return self


def text_of(folder: Path, target: Target) -> str:
    """Return the text of a whole file, or of the cells of a workbook that a target names.

    Raises:
        Unreadable: if there is no such text.
    """
    place = locate(folder, target.path)
    if place is None:
        raise Unreadable("is missing")
    if place.suffix.lower() in TABLES and target.cells:
        sheet = read_book(place).sheet(target.sheet)
        if sheet is None:
            raise Unreadable(f"has no sheet {target.sheet}")
        first, left, last, right = parse_cells(target.cells)
        found = [
            sheet.value(row, column)
            for row, column in sorted(sheet.cells)
            if first <= row <= last and left <= column <= right
        ]
        return "\n".join(str(value) for value in found if value is not None)
    return decode(read_bytes(place, MAX_TEXT))


def numbers_in(text: str) -> list[float]:
    """Return the numbers that a text spells, in order."""
    return [number for _, number in spelled_numbers(text)]


def _says(text: str, term: str, tolerance: float | None, case: bool) -> bool:
    number = number_of(term)
    if number is not None:
        return any(same(number, found, tolerance) for found in numbers_in(text))
    one, other = (fold(term), fold(text)) if case else (fold(term).lower(), fold(text).lower())
    return re.search(rf"(?<!\w){re.escape(one)}(?!\w)", other) is not None


def _text_contains(
    check: Check, parameters: TextContainsParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    try:
        text = text_of(grounds.output, target)
    except Unreadable as fault:
        return failed(f"{target.path} {fault}.", expected=list(parameters.terms), found=None)
    evidence: dict[str, Any] = {"place": check.target, "found": fold(text)[:400]}
    if reason := _text_fault(text, parameters, check.tolerance):
        return failed(f"{check.target} {reason}.", **evidence)
    terms = parameters.terms
    missing = [t for t in terms if not _says(text, t, check.tolerance, parameters.case)]
    evidence |= {"expected": list(terms), "missing": missing}
    if not missing:
        return passed(f"{check.target} says what it must.", **evidence)
    score = 1 - len(missing) / len(terms)
    return Judgement(score, f"{check.target} does not say {_listed(missing)}.", evidence)


def _text_fault(
    text: str, parameters: TextContainsParameters, tolerance: float | None
) -> str | None:
    if not fold(text):
        return "holds no text"
    for term in parameters.forbidden:
        if _says(text, term, tolerance, parameters.case):
            return f"says {term}, which it must not"
    if parameters.max_numbers is not None and len(numbers_in(text)) > parameters.max_numbers:
        return f"lists more than {parameters.max_numbers} numbers"
    if parameters.pattern is not None and not re2.search(parameters.pattern, fold(text)):
        return f"does not match {parameters.pattern}"
    return None


def _listed(terms: list[str] | tuple[str, ...]) -> str:
    if len(terms) == 1:
        return terms[0]
    return f"{', '.join(terms[:-1])} and {terms[-1]}"


def _text_contains_sentence(
    check: Check, parameters: TextContainsParameters, target: Target, grounds: Grounds
) -> str:
    parts = []
    if parameters.terms:
        parts.append(f"says {_listed(parameters.terms)}")
    if parameters.forbidden:
        parts.append(f"does not say {_listed(parameters.forbidden)}")
    if parameters.pattern:
        parts.append(f"matches {parameters.pattern}")
    return f"{check.target} {' and '.join(parts) or 'holds text'}"


register(
    Kind(
        id="text_contains",
        family="documents",
        title="A text says something",
        parameters=TextContainsParameters,
        judge=_text_contains,
        sentence=_text_contains_sentence,
    )
)
