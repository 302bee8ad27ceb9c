"""The check that a text states figures, each in a sentence, line or row about what it measures."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from pydantic import Field

from studio.grading.families.documents_reading import (
    judged,
    listed,
    numbers_in,
    reference_document,
    rows_with_units,
    says,
)
from studio.grading.kinds import Grounds, Judgement, Kind, failed, passed, register
from studio.grading.readers.documents import Block, Document
from studio.grading.readers.quantities import (
    Quantity,
    agrees,
    decimal_sign,
    quantities,
    whole_quantity,
)
from studio.grading.readers.units import factor
from studio.grading.readers.values import fold, legible
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=\W*[A-ZÄÖÜ])|[;\n]")
_OFFERED = re.compile(r"\d\D{0,12}\b(?:or|oder|alternatively|resp)\b\D{0,20}\d", re.IGNORECASE)
_MAX_PASSAGES = 5_000
_LONG_WORD = re.compile(r"[^\W\d_]{3,}")
_SHORTEST = 4
_COMMON = 100
FALLING = re.compile(
    r"\b(?:cut|cuts|down|fall|falls|fell|fallen|drop\w*|declin\w*|decreas\w*|reduc\w*|less|lower\w*|"
    r"loss|loses?|lost|shrank|shrinks?|fewer|minus|weniger|gesunken|sank|sinkt)\b",
    re.IGNORECASE,
)
_ENDING = 3


class StatedFigure(Frozen):
    """A figure, and words of which one must stand in the same sentence, line or row."""

    value: str = Field(
        min_length=1, title="Figure", description="With its unit, such as 12.5 % or 978.50 EUR."
    )
    words: tuple[str, ...] = Field(
        default=(), title="Words", description="One of them must stand with the figure."
    )
    within: float | None = Field(
        default=None, ge=0, title="Within", description="How far off it may be, absolute."
    )
    same_unit: bool = Field(
        default=False,
        title="In just this unit",
        description="The same quantity in another unit, such as mmol/L for mol/L, is wrong.",
    )
    falls: bool = Field(
        default=False,
        title="It is a fall",
        description="Written with a minus sign, or without one beside a word such as down or cut.",
    )
    least_digits: int = Field(
        default=0,
        ge=0,
        title="Digits of a scaled figure",
        description="In thousands or millions it may be rounded to so many digits; 0 is never.",
    )


class FiguresStatedParameters(Frozen):
    """The figures that a text must state, in whatever words."""

    figures: tuple[StatedFigure, ...] = Field(min_length=1, title="Figures")
    max_numbers: int | None = Field(
        default=None,
        ge=0,
        title="At most so many numbers",
        description="A text with more numbers than this fails: listing every answer does not pay.",
    )


def passages_of(document: Document) -> Iterator[str]:
    """Yield the sentences and lines of a document, and the rows of its tables with their heads."""
    for part in document.parts:
        if isinstance(part, Block):
            yield from (text for text in _SENTENCE.split(part.text) if text.strip())
        else:
            head = " ".join(part.rows[0])
            yield from (f"{' | '.join(row)} | {head}" for row in rows_with_units(part))


@dataclass(frozen=True)
class _Passages:
    """The passages of a document in small letters, and the starts of the words of each figure.

    A figure is strict if it may stand anywhere by chance: a small whole number without a unit.
    """

    texts: list[str]
    starts: list[list[str]]
    strict: list[bool]

    def stands(self, number: int, text: str) -> bool:
        """Tell whether a passage holds a word of a figure, or of no other figure."""
        if not self.starts[number] or _holds(text, self.starts[number]):
            return True
        if self.strict[number] or not _is_told(text):
            return False
        others = [starts for n, starts in enumerate(self.starts) if n != number and starts]
        return not any(_holds(text, starts) for starts in others)


def _is_told(text: str) -> bool:
    """Tell whether a passage has as many words as numbers, so that it says what they are."""
    return len(_LONG_WORD.findall(text)) >= len(quantities(text))


def _is_common(figure: StatedFigure) -> bool:
    asked = whole_quantity(figure.value)
    return (
        asked is not None and not asked.unit and not asked.decimals and abs(asked.value) < _COMMON
    )


def _starts(words: Iterable[str]) -> list[str]:
    return [word[: max(_SHORTEST, len(word) - _ENDING)].casefold() for word in words]


def _holds(text: str, starts: Iterable[str]) -> bool:
    small = text.casefold()
    return any(re.search(rf"(?<!\w){re.escape(start)}", small) for start in starts)


def _states(text: str, figure: StatedFigure) -> bool:
    """Tell whether a passage gives a figure, in its unit, perhaps in thousands or millions."""
    asked = whole_quantity(figure.value)
    found = quantities(text, decimal_sign(text))
    if figure.same_unit and asked is not None and asked.unit:
        found = [one for one in found if factor(one.unit or asked.unit, asked.unit) == 1]
        return any(agrees(asked.value, one, asked.unit, figure.within) for one in found)
    if says(text, figure.value, figure.within):
        return True
    if asked is None:
        return False
    if figure.falls and any(_is_fall(asked, one, figure, text) for one in found):
        return True
    return any(_is_scaled(asked, one, figure) for one in found)


def _is_fall(asked: Quantity, found: Quantity, figure: StatedFigure, text: str) -> bool:
    """Tell whether a number is a fall of the size asked for, by its sign or a word beside it."""
    if found.value > 0 and not FALLING.search(text):
        return False
    room = (figure.within or 0.0) * (100 if asked.unit == "%" else 1)
    size = replace(found, value=abs(found.value))
    return agrees(abs(asked.value), size, asked.unit, room)


def _is_scaled(asked: Quantity, found: Quantity, figure: StatedFigure) -> bool:
    """Tell whether a figure in thousands or millions is the one asked for, rounded rightly."""
    digits = sum(sign.isdigit() for sign in found.spelled)
    if found.scale == 1 or not figure.least_digits or digits < figure.least_digits:
        return False
    room = 0.5 * 10.0**-found.decimals * found.scale
    return agrees(asked.value, found, asked.unit, room * (1 + 1e-9))


def _is_hedged(
    figure: StatedFigure, passages: _Passages, figures: tuple[StatedFigure, ...]
) -> bool:
    """Tell whether another value is offered beside a figure: in a like passage, or after an or."""
    asked = whole_quantity(figure.value)
    if asked is None or not (asked.decimals or asked.unit):
        return False
    said = [text for text in passages.texts if _states(text, figure)]
    frames = {frame for text in said if len(frame := _frame(text)) > _SHORTEST}
    for text in passages.texts:
        offered = bool(_OFFERED.search(text)) and text in said
        if not offered and _frame(text) not in frames:
            continue
        for one in quantities(text, decimal_sign(text)):
            alike = one.unit == asked.unit and _is_kin(one, asked)
            if alike and not any(_states(one.spelled, other) for other in figures):
                return True
    return False


def _is_kin(one: Quantity, other: Quantity) -> bool:
    """Tell whether two numbers are written alike: both whole or not, or one of them scaled."""
    return one.scale > 1 or bool(one.decimals) == bool(other.decimals)


def _frame(text: str) -> str:
    """Return the words of a passage without its numbers."""
    return " ".join(re.findall(r"[^\W\d_]+", text.casefold()))


def _verdict(document: Document, parameters: FiguresStatedParameters, target: Target) -> Judgement:
    figures = parameters.figures
    texts = [fold(text) for text in passages_of(document)][:_MAX_PASSAGES]
    passages = _Passages(
        texts,
        [_starts(figure.words) for figure in figures],
        [_is_common(figure) for figure in figures],
    )
    missing = [
        figure
        for number, figure in enumerate(figures)
        if not any(passages.stands(number, text) and _states(text, figure) for text in texts)
    ]
    evidence: dict[str, Any] = {"place": target.path, "facts": len(parameters.figures)}
    evidence["missing"] = [figure.value for figure in missing]
    most = parameters.max_numbers
    if most is not None and len(numbers_in(document.text)) > most:
        told = f"{target.path} lists more than {most} numbers."
        return failed(told, public=told, **evidence)
    hedged = [figure for figure in figures if _is_hedged(figure, passages, figures)]
    if not missing and hedged:
        told = f"{target.path} gives another value beside {hedged[0].value}."
        public = f"{target.path} gives more than one value for the same thing."
        return failed(told, public=public, **evidence)
    if not missing:
        told = f"{target.path} states the figures that it must."
        return passed(told, public=told, **evidence)
    score = 1 - len(missing) / len(parameters.figures)
    named = listed([_told(figure) for figure in missing[:3]])
    public = f"{target.path} lacks {len(missing)} of {len(parameters.figures)} figures."
    return Judgement(score, f"{target.path} does not state {legible(named)}.", evidence, public)


def _told(figure: StatedFigure) -> str:
    return f"{figure.value} beside {' or '.join(figure.words)}" if figure.words else figure.value


def _judge(
    check: Check, parameters: FiguresStatedParameters, target: Target, grounds: Grounds
) -> Judgement:
    def judge(check: Check, document: Document) -> Judgement:
        return _verdict(document, parameters, target)

    return judged(judge, check, target, grounds)


def _fit(
    check: Check, parameters: FiguresStatedParameters, target: Target, grounds: Grounds
) -> str:
    verdict = _verdict(reference_document(target, grounds), parameters, target)
    return "" if verdict.score == 1 else f"The reference fails it: {verdict.sentence}"


def _sentence(
    check: Check, parameters: FiguresStatedParameters, target: Target, grounds: Grounds
) -> str:
    return f"{target.path} states {listed([_told(figure) for figure in parameters.figures])}"


register(
    Kind(
        id="figures_stated",
        family="documents",
        title="A text states figures",
        parameters=FiguresStatedParameters,
        judge=_judge,
        sentence=_sentence,
        fit=_fit,
    )
)
