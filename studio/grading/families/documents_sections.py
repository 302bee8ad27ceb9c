"""Checks of the sections of a document: its headings, and what a section says."""

from typing import Any

from pydantic import Field, model_validator

from studio.grading.families.documents import hidden_or_said
from studio.grading.families.documents_reading import judged, numbers_in, reference_document, says
from studio.grading.kinds import Grounds, Judgement, Kind, failed, passed, register
from studio.grading.phrasing import listed
from studio.grading.readers.documents import Block, Document
from studio.grading.readers.outline import (
    found_headings,
    heading_key,
    headings_of,
    section,
)
from studio.grading.readers.values import fold, legible
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

_MAX_HEADINGS = 400


class HeadingsPresentParameters(Frozen):
    """Which headings a document must have; those of the reference if none are named."""

    headings: tuple[str, ...] = Field(
        default=(),
        title="Headings",
        description="Their text, numbering and capitals do not matter; the reference's if empty.",
    )
    in_order: bool = Field(default=True, title="In this order")
    filled: bool = Field(
        default=False,
        title="With something below each",
        description="Where the reference has text or a table below a heading, so must the output.",
    )


def _wanted(
    parameters: HeadingsPresentParameters, target: Target, grounds: Grounds
) -> tuple[str, ...]:
    return parameters.headings or headings_of(reference_document(target, grounds))


def _in_order(wanted: list[str], found: list[str]) -> list[str]:
    """Return the longest run of the wanted headings that stands in order among those found."""
    best: list[list[str]] = [[] for _ in range(len(found) + 1)]
    for heading in wanted:
        for place in range(len(found), 0, -1):
            if found[place - 1] == heading:
                best[place] = [*max(best[:place], key=len), heading]
    return max(best, key=len)


def _headings_present(
    check: Check, parameters: HeadingsPresentParameters, target: Target, grounds: Grounds
) -> Judgement:
    wanted = _wanted(parameters, target, grounds)
    filled = _told_below(reference_document(target, grounds), wanted) if parameters.filled else ()

    def judge(check: Check, document: Document) -> Judgement:
        verdict = _headings_verdict(document, wanted, parameters, target)
        bare = [text for text in filled if not _is_filled(document, text, wanted)]
        return _bare_verdict(bare, wanted, target) if bare and verdict.score == 1 else verdict

    return judged(judge, check, target, grounds)


def _told_below(document: Document, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """Return the wanted headings right below which a document says something.

    Those with headings of their own below them do not count: another outline is as good.
    """
    told: dict[str, bool] = {}
    above: list[tuple[str, int]] = []
    for part in document.parts:
        if isinstance(part, Block) and part.kind in ("heading", "title"):
            above = [(key, level) for key, level in above if level < part.level]
            told |= {key: False for key, _ in above}
            above.append((heading_key(part.text), part.level))
            told.setdefault(above[-1][0], False)
        elif above and not (isinstance(part, Block) and part.kind == "note"):
            told[above[-1][0]] = True
    return tuple(text for text in wanted if told.get(heading_key(text)))


def _is_filled(document: Document, heading: str, wanted: tuple[str, ...]) -> bool:
    found = section(document, heading, wanted)
    return found is not None and bool(fold(found.text))


def _bare_verdict(bare: list[str], wanted: tuple[str, ...], target: Target) -> Judgement:
    score = 1 - len(bare) / len(wanted)
    evidence = {"place": target.path, "missing": bare}
    public = f"{target.path} has nothing below {len(bare)} of {len(wanted)} headings."
    return Judgement(score, f"{target.path} has nothing below {_heads(bare)}.", evidence, public)


def _headings_verdict(
    document: Document,
    wanted: tuple[str, ...],
    parameters: HeadingsPresentParameters,
    target: Target,
) -> Judgement:
    keys = [heading_key(heading) for heading in wanted]
    there = [key for key in found_headings(document, wanted) if key in set(keys)][:_MAX_HEADINGS]
    missing = [text for text, key in zip(wanted, keys, strict=True) if key not in there]
    right = len(wanted) - len(missing)
    kept = len(_in_order(keys, there)) if parameters.in_order else right
    evidence = {"place": target.path, "expected": list(wanted), "missing": missing}
    evidence["found"] = [legible(text[:120]) for text in headings_of(document)[:100]]
    score = min(kept, right) / len(wanted)
    if score == 1:
        told = f"{target.path} has the headings that it must have."
        return passed(told, public=told, **evidence)
    if missing:
        public = f"{target.path} lacks {len(missing)} of {len(wanted)} headings."
        return Judgement(score, f"{target.path} lacks {_heads(missing)}.", evidence, public)
    told = f"The headings of {target.path} are not in the order asked for."
    return Judgement(score, told, evidence, told)


def _heads(headings: list[str] | tuple[str, ...]) -> str:
    word = "heading" if len(headings) == 1 else "headings"
    return f"the {word} {listed([fold(h) for h in headings[:8]])}"


def _headings_fit(
    check: Check, parameters: HeadingsPresentParameters, target: Target, grounds: Grounds
) -> str:
    document = reference_document(target, grounds)
    wanted = _wanted(parameters, target, grounds)
    if not wanted:
        return f"The reference's {target.path} has no headings; name those that are asked for."
    if len(wanted) > _MAX_HEADINGS:
        return f"Name the headings that matter; {len(wanted)} are too many."
    verdict = _headings_verdict(document, wanted, parameters, target)
    return "" if verdict.score == 1 else f"The reference fails it: {verdict.sentence}"


def _headings_sentence(
    check: Check, parameters: HeadingsPresentParameters, target: Target, grounds: Grounds
) -> str:
    order = " in this order" if parameters.in_order and len(parameters.headings) != 1 else ""
    more = ", with something below each" if parameters.filled else ""
    if not parameters.headings:
        known = f"the headings of the reference{order.replace('this', 'their')}"
        return f"{target.path} has {known}{more}"
    return f"{target.path} has {_heads(parameters.headings)}{order}{more}"


class SectionSaysParameters(Frozen):
    """What a section of a document must say and must not say."""

    heading: str = Field(
        min_length=1,
        title="Heading",
        description="The text of the heading; numbering, capitals and a colon do not matter.",
    )
    terms: tuple[str, ...] = Field(
        default=(), title="Says", description="Words or numbers that the section must say."
    )
    forbidden: tuple[str, ...] = Field(
        default=(), title="Does not say", description="Words or numbers that it must not say."
    )
    case: bool = Field(default=False, title="Capitals matter")
    max_numbers: int | None = Field(
        default=None,
        ge=0,
        title="At most so many numbers",
        description="A section with more numbers than this fails.",
    )

    @model_validator(mode="after")
    def _asks_for_something(self) -> "SectionSaysParameters":
        if not self.terms and not self.forbidden:
            raise ValueError("give terms or forbidden")
        return self


def _section_says(
    check: Check, parameters: SectionSaysParameters, target: Target, grounds: Grounds
) -> Judgement:
    others = headings_of(reference_document(target, grounds))

    def judge(check: Check, document: Document) -> Judgement:
        return _section_verdict(check, document, parameters, target, others)

    return judged(judge, check, target, grounds)


def _section_verdict(
    check: Check,
    document: Document,
    parameters: SectionSaysParameters,
    target: Target,
    others: tuple[str, ...],
) -> Judgement:
    place = f"{parameters.heading} of {target.path}"
    found = section(document, parameters.heading, others)
    if found is None:
        told = f"{target.path} has no section {parameters.heading}."
        return failed(told, public=told, place=place, expected=list(parameters.terms), found=None)
    evidence: dict[str, Any] = {"place": place, "found": legible(fold(found.text)[:400])}
    fault = _section_fault(found.text, parameters, check.tolerance)
    if fault:
        public = f"{place} says something that it must not, or nothing."
        return failed(f"{place} {fault}.", public=public, **evidence)
    terms = parameters.terms
    missing = [t for t in terms if not says(found.text, t, check.tolerance, parameters.case)]
    evidence |= {"expected": list(terms), "missing": missing}
    if not missing:
        told = f"{place} says what it must."
        return passed(told, public=told, **evidence)
    score = 1 - len(missing) / len(terms)
    public = f"{place} lacks {len(missing)} of {len(terms)} things that it must say."
    return Judgement(score, f"{place} does not say {listed(missing)}.", evidence, public)


def _section_fault(
    text: str, parameters: SectionSaysParameters, tolerance: float | None
) -> str | None:
    if not fold(text):
        return "is empty"
    for term in parameters.forbidden:
        if hidden_or_said((text,), term, tolerance, parameters.case):
            return f"says {term}, which it must not"
    most = parameters.max_numbers
    if most is not None and len(numbers_in(text)) > most:
        return f"lists more than {most} numbers"
    return None


def _section_fit(
    check: Check, parameters: SectionSaysParameters, target: Target, grounds: Grounds
) -> str:
    document = reference_document(target, grounds)
    others = headings_of(document)
    verdict = _section_verdict(check, document, parameters, target, others)
    return "" if verdict.score == 1 else f"The reference fails it: {verdict.sentence}"


def _section_sentence(
    check: Check, parameters: SectionSaysParameters, target: Target, grounds: Grounds
) -> str:
    parts = [f"says {listed(parameters.terms)}"] if parameters.terms else []
    if parameters.forbidden:
        parts.append(f"does not say {listed(parameters.forbidden)}")
    return f"The section {parameters.heading} of {target.path} {' and '.join(parts)}"


register(
    Kind(
        id="headings_present",
        family="documents",
        title="A document has its headings",
        parameters=HeadingsPresentParameters,
        judge=_headings_present,
        sentence=_headings_sentence,
        fit=_headings_fit,
    )
)
register(
    Kind(
        id="section_says",
        family="documents",
        title="A section says something",
        parameters=SectionSaysParameters,
        judge=_section_says,
        sentence=_section_sentence,
        fit=_section_fit,
    )
)
