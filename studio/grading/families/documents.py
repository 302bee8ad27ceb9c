"""Checks of what texts and documents say and must not say."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import re2
from pydantic import AfterValidator, Field, model_validator

from studio.grading.families.documents_reading import (
    document_in,
    is_pattern,
    judged,
    numbers_in,
    prose_of,
    reference_document,
    says,
)
from studio.grading.kinds import Grounds, Judgement, Kind, failed, passed, register
from studio.grading.phrasing import listed
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.books import TABLES, parse_cells, read_book
from studio.grading.readers.documents import Document
from studio.grading.readers.lookalikes import skeleton
from studio.grading.readers.placed_words import told_passage
from studio.grading.readers.places import locate
from studio.grading.readers.values import fold, legible, number_of
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

__all__ = ["numbers_in"]

Pattern = Annotated[str, AfterValidator(is_pattern)]
_MAX_MATCHES = 10_000
_LONGEST_TOLD = 80


class TextContainsParameters(Frozen):
    """What a text must say and must not say.

    A term that is a number is compared with the numbers of the text, within the tolerance; other
    terms are looked for as whole words after folding. `pattern` is in RE2's language. A text that
    holds more than `max_numbers` numbers fails, so that listing every answer does not pay.
    """

    terms: tuple[str, ...] = Field(
        default=(), title="Says", description="Words or numbers that the text must say."
    )
    forbidden: tuple[str, ...] = Field(
        default=(), title="Does not say", description="Words or numbers that it must not say."
    )
    pattern: Pattern | None = Field(
        default=None, title="Matches", description="A pattern in RE2's language."
    )
    case: bool = Field(default=False, title="Capitals matter")
    prose: bool = Field(
        default=False, title="Outside tables", description="What only a table says does not count."
    )
    max_numbers: int | None = Field(
        default=None,
        ge=0,
        title="At most so many numbers",
        description="A text with more numbers than this fails: listing every answer does not pay.",
    )

    @model_validator(mode="after")
    def _asks_for_something(self) -> "TextContainsParameters":
        if not self.terms and not self.forbidden and self.pattern is None:
            raise ValueError("give terms, forbidden or pattern")
        return self


def texts_of(folder: Path, target: Target) -> tuple[str, ...]:
    """Return the text of a document, or of the cells of a workbook that a target names.

    Where the file shows its text otherwise than it stores it (Markdown), both are returned.

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
        return ("\n".join(str(value) for value in found if value is not None),)
    document = document_in(folder, target)
    if document.source and fold(document.source) != fold(document.text):
        return document.source, document.text
    return (document.source or document.text,)


def _any_says(texts: Sequence[str], term: str, tolerance: float | None, case: bool) -> bool:
    return any(says(text, term, tolerance, case) for text in texts)


def hidden_or_said(texts: Sequence[str], term: str, tolerance: float | None, case: bool) -> bool:
    """Tell whether a forbidden term is said, also in letters that only look like it."""
    if _any_says(texts, term, tolerance, case):
        return True
    return number_of(term) is None and any(
        says(skeleton(text), skeleton(term), None) for text in texts
    )


def _text_contains(
    check: Check, parameters: TextContainsParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    try:
        texts = texts_of(grounds.output, target)
        if parameters.prose:
            texts = (prose_of(document_in(grounds.output, target)),)
    except Unreadable as fault:
        told = f"{target.path} {fault}."
        return failed(told, public=told, expected=list(parameters.terms), found=None)
    evidence: dict[str, Any] = {"place": check.target, "found": legible(fold(texts[0])[:400])}
    if reason := _text_fault(texts, parameters, check.tolerance):
        public = f"{check.target} does not say what it must, or says what it must not."
        return failed(f"{check.target} {reason}.", public=public, **evidence)
    terms = parameters.terms
    missing = [t for t in terms if not _any_says(texts, t, check.tolerance, parameters.case)]
    evidence |= {"expected": list(terms), "missing": missing}
    if not missing:
        told = f"{check.target} says what it must."
        return passed(told, public=told, **evidence)
    score = 1 - len(missing) / len(terms)
    public = f"{check.target} lacks {len(missing)} of {len(terms)} things that it must say."
    return Judgement(score, f"{check.target} does not say {listed(missing)}.", evidence, public)


def _text_fault(
    texts: Sequence[str], parameters: TextContainsParameters, tolerance: float | None
) -> str | None:
    if not any(fold(text) for text in texts):
        return "holds no text"
    for term in parameters.forbidden:
        if hidden_or_said(texts, term, tolerance, parameters.case):
            return f"says {term}, which it must not"
    most = parameters.max_numbers
    if most is not None and max(len(numbers_in(text)) for text in texts) > most:
        return f"lists more than {most} numbers"
    pattern = parameters.pattern
    if pattern is not None and not any(re2.search(pattern, fold(text)) for text in texts):
        return f"does not match {pattern}"
    return None


def _text_contains_sentence(
    check: Check, parameters: TextContainsParameters, target: Target, grounds: Grounds
) -> str:
    parts = []
    if parameters.terms:
        where = " outside its tables" if parameters.prose else ""
        parts.append(f"says {listed(parameters.terms)}{where}")
    if parameters.forbidden:
        parts.append(f"does not say {listed(parameters.forbidden)}")
    if parameters.pattern:
        parts.append(f"matches {parameters.pattern}")
    return f"{check.target} {' and '.join(parts) or 'holds text'}"


def _text_contains_fit(
    check: Check, parameters: TextContainsParameters, target: Target, grounds: Grounds
) -> str:
    if target.path.lower().endswith(TABLES):
        return ""
    reference_document(target, grounds)
    told = _text_contains(check, parameters, target, replace(grounds, output=grounds.reference))
    return "" if told.score == 1 else f"The reference fails it: {told.sentence}"


class TextAbsentParameters(Frozen):
    """What a document must not say, in whatever capitals and look-alike letters."""

    terms: tuple[str, ...] = Field(
        default=(), title="Does not say", description="Words or numbers that it must not say."
    )
    pattern: Pattern | None = Field(
        default=None,
        title="Does not match",
        description="A pattern in RE2's language that nothing in the text may match.",
    )

    @model_validator(mode="after")
    def _asks_for_something(self) -> "TextAbsentParameters":
        if not self.terms and self.pattern is None:
            raise ValueError("give terms or pattern")
        return self


def _absent_fault(
    document: Document, parameters: TextAbsentParameters, tolerance: float | None
) -> str | None:
    texts = (document.text, document.source) if document.source else (document.text,)
    for term in parameters.terms:
        if hidden_or_said(texts, term, tolerance, False):
            return f"says {term}"
    if parameters.pattern is not None:
        found = next((m for t in texts if (m := re2.search(parameters.pattern, fold(t)))), None)
        return f"says {legible(found.group()[:80])}" if found else None
    return None


def _text_absent(
    check: Check, parameters: TextAbsentParameters, target: Target, grounds: Grounds
) -> Judgement:
    def judge(check: Check, document: Document) -> Judgement:
        fault = _absent_fault(document, parameters, check.tolerance)
        if fault is None:
            told = f"{target.path} does not say what it must not."
            return passed(told, public=told, place=target.path)
        public = f"{target.path} says something that it must not."
        return failed(f"{target.path} {fault}, which it must not.", public=public, found=fault)

    return judged(judge, check, target, grounds)


def _text_absent_fit(
    check: Check, parameters: TextAbsentParameters, target: Target, grounds: Grounds
) -> str:
    fault = _absent_fault(reference_document(target, grounds), parameters, check.tolerance)
    return f"The reference's {target.path} itself {fault}; take that out." if fault else ""


def _text_absent_sentence(
    check: Check, parameters: TextAbsentParameters, target: Target, grounds: Grounds
) -> str:
    parts = [f"does not say {listed(parameters.terms)}"] if parameters.terms else []
    if parameters.pattern:
        parts.append(f"holds nothing that matches {parameters.pattern}")
    return f"{check.target} {' and '.join(parts)}"


class TextPatternParameters(Frozen):
    """How often a text must hold what a pattern describes."""

    pattern: Pattern = Field(
        title="Pattern",
        description="A regular expression of RE2, such as `^Case [0-9]+`; `^` and `$` "
        "stand for the ends of a line.",
        min_length=1,
    )
    at_least: int = Field(default=1, ge=0, title="At least so often")
    at_most: int | None = Field(default=None, ge=0, title="At most so often")
    case: bool = Field(default=True, title="Capitals matter")

    @model_validator(mode="after")
    def _can_be_met(self) -> "TextPatternParameters":
        if self.at_most is not None and self.at_most < self.at_least:
            raise ValueError("at_most is less than at_least")
        return self


def _matches(document: Document, parameters: TextPatternParameters) -> int:
    text = "\n".join(fold(line) for line in document.text.split("\n"))
    flags = "(?m)" if parameters.case else "(?mi)"
    count = 0
    for _ in re2.finditer(flags + parameters.pattern, text):
        count += 1
        if count >= _MAX_MATCHES:
            break
    return count


def _counts(count: int, parameters: TextPatternParameters) -> bool:
    most = parameters.at_most
    return count >= parameters.at_least and (most is None or count <= most)


def _bounds(parameters: TextPatternParameters) -> str:
    least, most = parameters.at_least, parameters.at_most
    if most is None:
        return f"at least {_times(least)}"
    if most == least:
        return _times(least)
    return f"{least} to {_times(most)}" if least else f"at most {_times(most)}"


def _times(count: int) -> str:
    return "once" if count == 1 else f"{count} times"


def _text_pattern(
    check: Check, parameters: TextPatternParameters, target: Target, grounds: Grounds
) -> Judgement:
    def judge(check: Check, document: Document) -> Judgement:
        count = _matches(document, parameters)
        evidence = {"place": target.path, "expected": _bounds(parameters), "found": count}
        placed = _placed(parameters)
        if _counts(count, parameters):
            told = f"says {placed}" if placed else f"matches {parameters.pattern} {count} times"
            public = f"{target.path} matches the pattern as often as it must."
            return passed(f"{target.path} {told}.", public=public, **evidence)
        told = (
            f"does not say {placed}"
            if placed
            else f"matches {parameters.pattern} {count} times, expected {_bounds(parameters)}"
        )
        public = f"{target.path} does not match the pattern as often as it must."
        return failed(f"{target.path} {told}.", public=public, **evidence)

    return judged(judge, check, target, grounds)


def _text_pattern_fit(
    check: Check, parameters: TextPatternParameters, target: Target, grounds: Grounds
) -> str:
    count = _matches(reference_document(target, grounds), parameters)
    if _counts(count, parameters):
        return ""
    return f"The reference's {target.path} matches {parameters.pattern} {count} times itself."


def _text_pattern_sentence(
    check: Check, parameters: TextPatternParameters, target: Target, grounds: Grounds
) -> str:
    if placed := _placed(parameters):
        return f"{check.target} says {placed}"
    return f"{check.target} matches {parameters.pattern} {_bounds(parameters)}"


def _placed(parameters: TextPatternParameters) -> str:
    """Return the value that a pattern looks for and the words beside it, empty if it is another."""
    told = told_passage(parameters.pattern)
    if told is None or (parameters.at_least, parameters.at_most) != (1, None):
        return ""
    before, value, after = told
    short = "something"
    if value:
        short = f"“{value[:_LONGEST_TOLD]}{'…' * (len(value) > _LONGEST_TOLD)}”"
    if before and after:
        return f"{short} between “{before}” and “{after}”"
    if after:
        return f"{short} before “{after}”"
    return f"{short} after “{before}”" if before else f"{short} in a line of its own"


_BLANK = (
    r"(?:to be (?:determined|completed|confirmed|decided|agreed|advised|announced|provided|"
    r"inserted|supplied|added|finali[sz]ed|filled in)|to follow|(?:left|still) (?:open|blank))"
)
# Everyday prose has these words as well ("to be added to the chart"), so only a value or the noun
# of one without more to follow is a blank.
_PLACEHOLDERS = (
    r"(?i)\b(?:tbd|tbc|tba|todo|fixme|xxx+|lorem ipsum|placeholder|insert [a-z ]{1,30} here)\b|"
    r"\bn\.n\.",
    rf"(?im)[:=|] ?{_BLANK} ?(?:[.|]|$)|^{_BLANK}\.?$",
    r"(?im)\b(?:date|time|figure|number|value|amount|name|details?|channel|address|price)s? "
    rf"(?:{_BLANK}|pending) ?(?:[.,;:)|]|$)",
    r"\b(?:XX|TKS?|TKTK|T\.B\.[CDA]\.?)\b|\?\?\?+|(?:^|[:\s(])\?\?(?:[\s).,]|$)",
    r"\[(?:[A-Z][A-Z _/-]*|(?i:(?:insert|enter|your|add|type|fill in|client|company|first|last)?"
    r" ?(?:name|date|title|address|amount|text|here|company|client|number|value|"
    r"[a-z]+ here)[a-z ]{0,20})|\.{3}|_+| {2,})\]",
    r"\[[a-z]{3,20}(?: [a-z]{1,20}){0,4}\]",
    r"<(?:[A-Za-z][A-Za-z _-]{1,40}|\.{3})>",
    r"\{\{[^{}]{0,60}\}\}",
    r"_{3,}|\.{5,}|…{2,}",
)


_EDITORIAL = {"[sic]", "[redacted]", "[emphasis added]", "[inaudible]"}


class NoPlaceholdersParameters(Frozen):
    """Which words count as placeholders beside the usual ones, and which do not."""

    also: tuple[str, ...] = Field(
        default=(), title="Also", description="More words that must have been replaced."
    )
    allowed: tuple[str, ...] = Field(
        default=(), title="Allowed", description="Words that look like placeholders and are none."
    )


def placeholders_in(document: Document, parameters: NoPlaceholdersParameters) -> list[str]:
    """Return the placeholders that a document still holds, in the order of the rules."""
    text = "\n".join(fold(line) for line in document.text.split("\n"))
    allowed = {fold(word).casefold() for word in parameters.allowed} | _EDITORIAL
    found = [term for term in parameters.also if says(text, term, None)]
    for pattern in _PLACEHOLDERS:
        for number, match in enumerate(re2.finditer(pattern, text)):
            if number >= _MAX_MATCHES:
                break
            if fold(match.group()).casefold() not in allowed:
                found.append(match.group())
    return found


def _no_placeholders(
    check: Check, parameters: NoPlaceholdersParameters, target: Target, grounds: Grounds
) -> Judgement:
    def judge(check: Check, document: Document) -> Judgement:
        found = placeholders_in(document, parameters)
        if not found:
            told = f"{target.path} holds no placeholders."
            return passed(told, public=told, place=target.path)
        told = f"{target.path} still holds the placeholder {legible(found[0][:80])}."
        count = len(found)
        public = f"{target.path} still holds {count} placeholder{'s' if count > 1 else ''}."
        return failed(told, public=public, place=target.path, found=found[:20])

    return judged(judge, check, target, grounds)


def _no_placeholders_fit(
    check: Check, parameters: NoPlaceholdersParameters, target: Target, grounds: Grounds
) -> str:
    found = placeholders_in(reference_document(target, grounds), parameters)
    if not found:
        return ""
    return f"The reference's {target.path} holds {legible(found[0][:80])} itself; allow that."


def _no_placeholders_sentence(
    check: Check, parameters: NoPlaceholdersParameters, target: Target, grounds: Grounds
) -> str:
    return f"{check.target} holds no placeholders such as TBD, [name] or ____"


register(
    Kind(
        id="text_contains",
        family="documents",
        title="A text says something",
        parameters=TextContainsParameters,
        judge=_text_contains,
        sentence=_text_contains_sentence,
        fit=_text_contains_fit,
        passages=True,
    )
)
register(
    Kind(
        id="text_absent",
        family="documents",
        title="A text does not say something",
        parameters=TextAbsentParameters,
        judge=_text_absent,
        sentence=_text_absent_sentence,
        fit=_text_absent_fit,
        presence=True,
        passages=True,
    )
)
register(
    Kind(
        id="text_pattern",
        family="documents",
        title="A text matches a pattern",
        parameters=TextPatternParameters,
        judge=_text_pattern,
        sentence=_text_pattern_sentence,
        fit=_text_pattern_fit,
        passages=True,
    )
)
register(
    Kind(
        id="no_placeholders",
        family="documents",
        title="A document holds no placeholders",
        parameters=NoPlaceholdersParameters,
        judge=_no_placeholders,
        sentence=_no_placeholders_sentence,
        fit=_no_placeholders_fit,
        presence=True,
        passages=True,
    )
)
