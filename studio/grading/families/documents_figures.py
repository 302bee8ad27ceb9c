"""The check that a text states figures, each in a sentence, line or row about what it measures."""

import re
from collections.abc import Iterator
from typing import Any

from pydantic import Field

from studio.grading.families.documents_reading import judged, listed, numbers_in, says
from studio.grading.kinds import Grounds, Judgement, Kind, failed, passed, register
from studio.grading.readers.documents import Block, Document
from studio.grading.readers.values import fold, legible
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=\W*[A-ZÄÖÜ])|[;\n]")
_SHORTEST = 4
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
            yield from (f"{' '.join(row)} | {head}" for row in part.rows)


def _is_stated(figure: StatedFigure, passages: list[str]) -> bool:
    starts = [word[: max(_SHORTEST, len(word) - _ENDING)].casefold() for word in figure.words]
    for passage in passages:
        text = fold(passage)
        small = text.casefold()
        beside = any(re.search(rf"(?<!\w){re.escape(start)}", small) for start in starts)
        if (beside or not starts) and says(text, figure.value, figure.within):
            return True
    return False


def _verdict(document: Document, parameters: FiguresStatedParameters, target: Target) -> Judgement:
    passages = list(passages_of(document))
    missing = [figure for figure in parameters.figures if not _is_stated(figure, passages)]
    evidence: dict[str, Any] = {"place": target.path, "facts": len(parameters.figures)}
    evidence["missing"] = [figure.value for figure in missing]
    most = parameters.max_numbers
    if most is not None and len(numbers_in(document.text)) > most:
        told = f"{target.path} lists more than {most} numbers."
        return failed(told, public=told, **evidence)
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
    )
)
