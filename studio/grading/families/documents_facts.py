"""The check that a document tells facts, each in one line, sentence or row, in whatever layout."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import Field

from studio.grading.families.documents_reading import (
    judged,
    reference_document,
    rows_with_units,
    says,
)
from studio.grading.kinds import Grounds, Judgement, Kind, failed, passed, register
from studio.grading.readers.documents import Block, Document
from studio.grading.readers.moments import day_and_month, day_pattern, time_pattern
from studio.grading.readers.outline import heading_key
from studio.grading.readers.quantities import whole_quantity
from studio.grading.readers.units import product_pattern, with_rates
from studio.grading.readers.values import fold, legible
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

SENTENCE = re.compile(r"(?<=[.!?])\s+(?=\W*[A-ZÄÖÜ])|;\s|\n")
PIECE = re.compile(r"[,;|]\s|\s(?:and|und|et|y)\s")
RATIO = re.compile(r"(?<![\d:.,])(\d{1,4}) ?: ?(\d{1,4})(?![\d:])")
_DIGITS = re.compile(r"\d+")
_MAX_PASSAGES = 5_000


class ToldFact(Frozen):
    """Names, numbers, dates and times that belong together."""

    terms: tuple[str, ...] = Field(
        min_length=1, title="Says", description="All of them stand in one line, sentence or row."
    )
    under: str = Field(
        default="", title="Under", description="The heading or the title of the slide above it."
    )


class FactsToldParameters(Frozen):
    """The facts that a document must tell; lists, tables and sentences are the same."""

    facts: tuple[ToldFact, ...] = Field(min_length=1, title="What it must tell")
    within: float | None = Field(
        default=None, ge=0, title="Within", description="How far off a number may be, absolute."
    )
    in_order: bool = Field(default=False, title="In this order")
    max_numbers: int | None = Field(
        default=None,
        ge=0,
        title="At most so many numbers",
        description="A text with more groups of digits fails: listing every answer does not pay.",
    )


@dataclass(frozen=True)
class _Passage:
    """A line, sentence or row, its pieces, and the heading or slide that it stands under."""

    text: str
    pieces: tuple[str, ...]
    heading: str


def _passages(document: Document, heads: frozenset[str] = frozenset()) -> Iterator[_Passage]:
    """Yield the passages; a line of its own that is one of the headings asked for counts as one."""
    titles: dict[int, str] = {}
    for block in document.blocks:
        if block.page and (block.kind in ("heading", "title") or heading_key(block.text) in heads):
            titles.setdefault(block.page, block.text)
    heading = ""
    for part in document.parts:
        if isinstance(part, Block) and (
            part.kind in ("heading", "title") or heading_key(part.text) in heads
        ):
            heading = part.text
        above = titles.get(part.page, heading) if document.pages else heading
        if isinstance(part, Block):
            for line in part.text.split("\n"):
                for text in SENTENCE.split(line):
                    yield _passage(text, above)
        else:
            for row in rows_with_units(part):
                text = " | ".join(cell for cell in row if cell)
                yield _Passage(fold(text), (fold(text),), above)


def _passage(text: str, heading: str) -> _Passage:
    folded = fold(text)
    return _Passage(folded, tuple(p for p in PIECE.split(folded) if p), heading)


def tells(text: str, term: str, within: float | None) -> bool:
    """Tell whether a passage says a term: a time, a day, a number, or words."""
    pattern = time_pattern(term) or day_pattern(term)
    if pattern and re.search(pattern, text, re.IGNORECASE):
        return True
    if ratio := RATIO.fullmatch(term):
        written = rf"(?<![\d:.,-]){ratio[1]} ?[:\u2013-] ?{ratio[2]}(?![\d:])"
        return re.search(written, text) is not None
    if pattern:
        return False
    asked = whole_quantity(term)
    if asked is not None and asked.unit:
        text = with_rates(text)
        if product := product_pattern(asked.unit):
            text = product.sub(asked.unit, text)
    return says(text, term, within / 100 if within and term.endswith("%") else within)


def _holds(passage: _Passage, fact: ToldFact, within: float | None) -> bool:
    context = f"{passage.heading} | {passage.text}"
    return all(
        tells(context if day_and_month(term) else passage.text, term, within) for term in fact.terms
    )


def _holds_apart(
    passage: _Passage,
    fact: ToldFact,
    shared: frozenset[str],
    parts: Iterable[str],
    within: float | None,
) -> bool:
    """Tell whether one piece or part of a passage holds what is the fact's own."""
    own = [term for term in fact.terms if term not in shared]
    return any(
        all(tells(piece, term, within) for term in own) for piece in (*passage.pieces, *parts)
    )


def _parts(
    text: str, facts: list[ToldFact], shared: frozenset[str], within: float | None
) -> tuple[str, ...]:
    """Return what follows each name up to the next, none if a figure comes before the first."""
    own = [term for fact in facts for term in fact.terms if term not in shared]
    names = [term for term in own if not term[:1].isdigit()]
    found = [re.search(rf"(?<!\w){re.escape(n)}(?!\w)", text, re.IGNORECASE) for n in names]
    starts = sorted(match.start() for match in found if match)
    if not starts or any(
        tells(text[: starts[0]], term, within) for term in own if term not in names
    ):
        return ()
    return tuple(text[i:j] for i, j in zip(starts, [*starts[1:], len(text)], strict=True))


def _places(document: Document, parameters: FactsToldParameters) -> list[int | None]:
    """Return for each fact the number of the passage that tells it, None if none does."""
    terms = [term for fact in parameters.facts for term in set(fact.terms)]
    shared = frozenset(term for term in terms if terms.count(term) > 1)
    places: dict[int, int] = {}
    heads = frozenset(heading_key(fact.under) for fact in parameters.facts if fact.under)
    for number, passage in enumerate(_passages(document, heads)):
        if number >= _MAX_PASSAGES:
            break
        held = [
            index
            for index, fact in enumerate(parameters.facts)
            if (not fact.under or heading_key(passage.heading) == heading_key(fact.under))
            and _holds(passage, fact, parameters.within)
        ]
        facts = [parameters.facts[index] for index in held]
        parts = _parts(passage.text, facts, shared, parameters.within) if len(held) > 1 else ()
        for index, fact in zip(held, facts, strict=True):
            if len(held) == 1 or _holds_apart(passage, fact, shared, parts, parameters.within):
                places.setdefault(index, number)
    return [places.get(index) for index in range(len(parameters.facts))]


def _told(fact: ToldFact) -> str:
    return ", ".join(fact.terms) + (f" under {fact.under}" if fact.under else "")


def _verdict(document: Document, parameters: FactsToldParameters, target: Target) -> Judgement:
    evidence: dict[str, Any] = {"place": target.path, "facts": len(parameters.facts)}
    most = parameters.max_numbers
    if most is not None and len(_DIGITS.findall(document.text)) > most:
        told = f"{target.path} lists more than {most} numbers."
        return failed(told, public=told, **evidence)
    places = _places(document, parameters)
    pairs = zip(parameters.facts, places, strict=True)
    missing = [_told(fact) for fact, place in pairs if place is None]
    evidence["missing"] = missing[:20]
    found = [place for place in places if place is not None]
    if missing:
        score = 1 - len(missing) / len(places)
        public = f"{target.path} lacks {len(missing)} of {len(places)} facts."
        named = legible("; ".join(missing[:3]))
        return Judgement(score, f"{target.path} does not tell {named}.", evidence, public)
    if parameters.in_order and found != sorted(found):
        told = f"What {target.path} tells is not in the order asked for."
        return failed(told, public=told, **evidence)
    told = f"{target.path} tells the facts that it must."
    return passed(told, public=told, **evidence)


def _judge(
    check: Check, parameters: FactsToldParameters, target: Target, grounds: Grounds
) -> Judgement:
    def judge(check: Check, document: Document) -> Judgement:
        return _verdict(document, parameters, target)

    return judged(judge, check, target, grounds)


def _fit(check: Check, parameters: FactsToldParameters, target: Target, grounds: Grounds) -> str:
    verdict = _verdict(reference_document(target, grounds), parameters, target)
    return "" if verdict.score == 1 else f"The reference fails it: {verdict.sentence}"


def _sentence(
    check: Check, parameters: FactsToldParameters, target: Target, grounds: Grounds
) -> str:
    order = " in this order" if parameters.in_order else ""
    facts = [_told(fact) for fact in parameters.facts]
    more = [f"and {len(facts) - 4} more facts"] if len(facts) > 5 else facts[4:]
    return f"{target.path} tells{order}: {'; '.join([*facts[:4], *more])}"


register(
    Kind(
        id="facts_told",
        family="documents",
        title="A document tells facts, each in one line, sentence or row",
        parameters=FactsToldParameters,
        judge=_judge,
        sentence=_sentence,
        fit=_fit,
    )
)
