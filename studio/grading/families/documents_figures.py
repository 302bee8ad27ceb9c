"""The check that a text states figures, each in a sentence, line or row about what it measures."""

import re
from dataclasses import dataclass
from typing import Any

from pydantic import Field

from studio.grading.families.documents_claims import (
    Passage,
    Placed,
    are_swapped,
    is_reversed,
    passages_of,
    starts_of,
    wholes_of,
)
from studio.grading.families.documents_frames import frame_of, is_like, is_telling
from studio.grading.families.documents_reading import judged, numbers_in, reference_document
from studio.grading.families.documents_stated import (
    StatedFigure,
    is_alike,
    is_strict,
    numbers_of,
)
from studio.grading.kinds import Grounds, Judgement, Kind, failed, passed, register
from studio.grading.phrasing import listed
from studio.grading.readers.documents import Document
from studio.grading.readers.quantities import Quantity, decimal_sign, whole_quantity
from studio.grading.readers.values import fold, legible
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

_OFFERED = re.compile(r"\d\D{0,12}\b(?:or|oder|alternatively|resp)\b\D{0,20}\d", re.IGNORECASE)
_ITS = re.compile(r"\W*(?:its|their|his|her)\b")
_CODE = re.compile(r"\b(?:\w+-)*[^\W\d_]+-?\d\w*\b")
_CAPITAL = re.compile(r"(?<=[\w,;:] )[A-ZÄÖÜ][\w-]+")


class FiguresStatedParameters(Frozen):
    """The figures that a text must state, in whatever words."""

    figures: tuple[StatedFigure, ...] = Field(min_length=1, title="Figures")
    max_numbers: int | None = Field(
        default=None,
        ge=0,
        title="At most so many numbers",
        description="A text with more numbers than this fails: listing every answer does not pay.",
    )


@dataclass(frozen=True)
class _Text:
    """The passages of a document, the figures asked for, and the beginnings of their words."""

    passages: list[Passage]
    figures: tuple[StatedFigure, ...]
    starts: list[list[str]]

    @classmethod
    def of(cls, document: Document, figures: tuple[StatedFigure, ...]) -> "_Text":
        asked = [whole_quantity(figure.value) for figure in figures]
        units = [one.unit for one in asked if one is not None and one.unit]
        decimal = decimal_sign(fold(document.text))
        passages = passages_of(document, decimal, units)
        return cls(passages, figures, [starts_of(figure.words) for figure in figures])

    def placed(self, number: int, passage: Passage, starts: list[str]) -> Placed:
        """Return where the number of a figure and some words stand in a passage."""
        found = numbers_of(passage, self.figures[number])
        return Placed([passage.place(one.start) for one in found], passage.places_of(starts))

    def states(self, number: int) -> list[Passage]:
        """Return the passages that state a figure beside its words and not those of another."""
        figure = self.figures[number]
        held = [
            p
            for p in self.passages
            if numbers_of(p, figure) and self._is_named(number, p)
            if not (figure.prose and p.wide)
        ]
        if figure.out_of:
            held = [p for p in held if self._has_whole(figure, p)]
        if not self.starts[number]:
            return held
        beside = [p for p in held if self._stands(number, p)]
        if beside and not figure.among_others and self._is_outdone(number, beside):
            return []
        if beside or is_strict(figure) or self._is_told_otherwise(number):
            return beside
        return [
            p
            for p in held
            if p.is_told and not self._is_of_others(number, p) and not self._is_swapped(number, p)
        ]

    def leaves_out(self, number: int) -> bool:
        """Tell whether a figure that may be left out stands nowhere, not the wrong way either."""
        figure = self.figures[number].model_copy(update={"falls": False, "rises": False})
        return figure.optional and not any(numbers_of(p, figure) for p in self.passages)

    def _has_whole(self, figure: StatedFigure, passage: Passage) -> bool:
        """Tell whether a passage, or the one before it, has the whole that a figure is part of."""
        asked = whole_quantity(figure.out_of)
        if asked is None:
            return False
        if figure.whole_free:
            wholes = wholes_of(passage)
            return not wholes or asked.value in wholes
        earlier = Passage(passage.before, "", passage.decimal)
        return any(
            one.value == asked.value
            for text in (passage, earlier)
            for one in (*text.numbers, *text.spoken)
        )

    def _is_named(self, number: int, passage: Passage) -> bool:
        """Tell whether a figure stands with one of its names, nearer than another's figure."""
        mine = self.figures[number]
        if not mine.names:
            return True
        others = [
            (n, figure)
            for n, figure in enumerate(self.figures)
            if figure.value != mine.value and not set(figure.names) & set(mine.names)
        ]
        placed = self.placed(number, passage, _exact(mine.names))
        if not placed.words and mine.under:
            return self._is_under(number, passage)
        if not placed.words and mine.named:
            near = Passage(f"{passage.heading} | {passage.before} | {self._owner(passage)}")
            return bool(near.places_of(_exact(mine.names)))
        if not placed.words:
            return not any(
                passage.places_of(_exact(figure.names)) and not numbers_of(passage, figure)
                for _, figure in others
            )
        if self._is_of_another_code(number, passage, placed):
            return False
        return not any(
            are_swapped(passage, placed, self.placed(n, passage, _exact(figure.names)))
            for n, figure in others
        )

    def _is_of_another_code(self, number: int, passage: Passage, placed: Placed) -> bool:
        """Tell whether a figure has changed places with a number of a code like its own.

        In `P04: 8 falls, P03: 11 falls` the 11 is no figure of P04.
        """
        figure = self.figures[number]
        asked = whole_quantity(figure.value)
        shapes = {re.sub(r"\d", "0", name) for name in _exact(figure.names)}
        own = [one.start for one in numbers_of(passage, figure)]
        others = [
            one.start
            for one in passage.numbers
            if asked and one.start not in own and is_alike(one, asked)
        ]
        rivals = [
            match.start()
            for match in _CODE.finditer(passage.small)
            if re.sub(r"\d", "0", match.group()) in shapes
            and match.group() not in _exact(figure.names)
        ]
        other = Placed(list(map(passage.place, others)), list(map(passage.place, rivals)))
        return are_swapped(passage, placed, other)

    def _is_under(self, number: int, passage: Passage) -> bool:
        """Tell whether the last name of a figure that stands up to a passage is one of its own."""
        own = _exact(self.figures[number].names)
        names = {name for figure in self.figures for name in _exact(figure.names)}
        for earlier in reversed(self.passages[: self.passages.index(passage) + 1]):
            if any(name in earlier.small for name in names):
                return any(name in earlier.small for name in own)
        return False

    def _owner(self, passage: Passage) -> str:
        """Return the passage of which those that begin with `its` speak, one after another."""
        place = self.passages.index(passage)
        while place and _ITS.match(self.passages[place].small):
            place -= 1
        return self.passages[place].text

    def _stands(self, number: int, passage: Passage) -> bool:
        """Tell whether a figure stands beside its words in a passage, or under them."""
        starts = self.starts[number]
        placed = self.placed(number, passage, starts)
        if not placed.words:
            under = Passage(passage.heading).places_of(starts)
            told = bool(under) or self._follows_whole(number, passage)
            return told and not self._is_of_others(number, passage)
        return not self._is_swapped(number, passage)

    def _follows_whole(self, number: int, passage: Passage) -> bool:
        """Tell whether the sentence before has the whole beside a figure's words: 8 came. 5 won."""
        asked = whole_quantity(self.figures[number].out_of)
        earlier = Passage(passage.before, "", passage.decimal)
        return (
            asked is not None
            and not passage.wide
            and asked.value in {one.value for one in (*earlier.numbers, *earlier.spoken)}
            and bool(earlier.places_of(self.starts[number]))
        )

    def _is_swapped(self, number: int, passage: Passage) -> bool:
        """Tell whether a figure and another one stand each beside the words of the other."""
        mine, starts = self.figures[number], self.starts[number]
        return any(
            are_swapped(
                passage,
                self.placed(number, passage, [s for s in starts if s not in self.starts[n]]),
                self.placed(n, passage, [s for s in self.starts[n] if s not in starts]),
            )
            for n, figure in enumerate(self.figures)
            if figure.value != mine.value
        )

    def _is_outdone(self, number: int, beside: list[Passage]) -> bool:
        """Tell whether another value stands beside more of a figure's words than it does itself."""
        asked, starts = whole_quantity(self.figures[number].value), self.starts[number]
        whole = whole_quantity(self.figures[number].out_of)

        def said(passage: Passage) -> int:
            words = sum(1 for start in starts if passage.places_of([start]))
            return words - is_telling(frame_of(passage.text), starts)

        most = max(said(passage) for passage in beside)
        return asked is not None and any(
            said(p) > max(most, 1)
            and any(
                is_alike(one, asked) and not (whole and one.value == whole.value)
                for one in p.numbers
            )
            and not numbers_of(p, self.figures[number])
            and not self._is_of_another_name(number, p)
            and not is_telling(frame_of(p.text), starts)
            for p in self.passages
        )

    def _is_of_another_name(self, number: int, passage: Passage) -> bool:
        """Tell whether a passage has the names of other figures and none of this one's."""
        mine = self.figures[number].names
        if not mine or passage.places_of(_exact(mine)):
            return False
        return any(passage.places_of(_exact(figure.names)) for figure in self.figures)

    def _is_of_others(self, number: int, passage: Passage) -> bool:
        """Tell whether a passage has the words of another figure, and not that figure.

        Figures of different names, or of different things under headings of their own, may have
        the same words: one of them must stand there. One that is told elsewhere is not meant.
        """
        names = set(self.figures[number].names)
        return any(
            2 * sum(1 for start in starts if passage.places_of([start])) > len(starts)
            and not any(
                numbers_of(passage, figure)
                for figure, same in zip(self.figures, self.starts, strict=True)
                if same == starts
            )
            and not self._is_told_elsewhere(n, passage)
            for n, starts in enumerate(self.starts)
            if n != number and not set(starts) & set(self.starts[number])
            if not (theirs := self.figures[n].names)
            or names & set(theirs)
            or (not names and passage.places_of(_exact(theirs)))
        )

    def _is_told_elsewhere(self, number: int, passage: Passage) -> bool:
        """Tell whether another passage has a figure beside its words."""
        return any(
            numbers_of(one, self.figures[number]) and one.places_of(self.starts[number])
            for one in self.passages
            if one != passage
        )

    def _is_told_otherwise(self, number: int) -> bool:
        """Tell whether the words of a figure stand beside another number that they do not explain.

        One of the other figures is explained by words of its own.
        """
        asked = whole_quantity(self.figures[number].value)
        for passage in self.passages if asked is not None else ():
            words = passage.places_of(self.starts[number])
            like = [one for one in passage.numbers if asked and is_alike(one, asked)]
            if words and like and not self._is_of_another_name(number, passage):
                gaps = [min(abs(passage.place(one.start) - w) for w in words) for one in like]
                nearest = like[gaps.index(min(gaps))]
                if asked and nearest in self._unexplained(number, passage, asked):
                    return True
        return False

    def _unexplained(self, number: int, passage: Passage, asked: Quantity) -> list[Quantity]:
        """Return the numbers like a figure that are none, or another one without its own words."""
        mine = self.starts[number]
        said = sum(1 for start in mine if passage.places_of([start]))
        named = passage.places_of(_exact(self.figures[number].names))
        meant = 2 * said >= len(mine) and (named or not self.figures[number].names)
        context = Passage(f"{passage.heading} {passage.before} {passage.text}")
        known = {
            one.start
            for figure, starts in zip(self.figures, self.starts, strict=True)
            for one in numbers_of(passage, figure)
            if not meant
            or figure.value == self.figures[number].value
            or not (own := set(starts) - set(mine))
            or context.places_of(own)
        }
        return [one for one in passage.numbers if one.start not in known and is_alike(one, asked)]

    def _others(self, passage: Passage, asked: Quantity) -> list[Quantity]:
        """Return the numbers of a passage that may be mistaken for a figure and are none."""
        known = {one.start for figure in self.figures for one in numbers_of(passage, figure)}
        return [one for one in passage.numbers if one.start not in known and is_alike(one, asked)]

    def hedged(self, number: int) -> bool:
        """Tell whether a figure is told with another value, too: after an or, in a like passage."""
        asked = whole_quantity(self.figures[number].value)
        if asked is None or self.figures[number].among_others:
            return False
        said = [p for p in self.passages if numbers_of(p, self.figures[number])]
        rest = [p for p in self.passages if p not in said and self._may_tell(number, p)]
        if any(_OFFERED.search(p.text) and self._others(p, asked) for p in said):
            return True
        if is_strict(self.figures[number]):
            said = self._nearest(number, said)
            frames = {frame for p in said if len(frame := frame_of(p.text)) > 1}
            return any(
                self._others(p, asked) and frame_of(p.text) in frames
                for p in self.passages
                if p not in said
            )
        frames = {frame for p in said if (frame := frame_of(p.text))}
        return any(
            self._others(passage, asked)
            and any(is_like(frame, frame_of(passage.text)) for frame in frames)
            and not _is_of_new_names(passage, said)
            for passage in rest
        )

    def _may_tell(self, number: int, passage: Passage) -> bool:
        """Tell whether a passage may be about a figure: one under its own name is under it."""
        return not self.figures[number].under or self._is_under(number, passage)

    def _nearest(self, number: int, said: list[Passage]) -> list[Passage]:
        """Return the passages with most words of a figure, none if none has any."""
        words = [len([s for s in self.starts[number] if p.places_of([s])]) for p in said]
        most = max(words, default=0)
        return [p for p, count in zip(said, words, strict=True) if count == most > 0]


def _is_of_new_names(passage: Passage, said: list[Passage]) -> bool:
    """Tell whether a passage has a word with a capital, within it, that the others have not."""
    known = " ".join(one.small for one in said)
    names = _CAPITAL.findall(passage.text)
    return any(name.casefold() not in known for name in names)


def _is_turned_round(text: _Text, number: int) -> bool:
    """Tell whether a text has the whole for the part, as in 8 of 5."""
    part, whole = text.figures[number].value, text.figures[number].out_of
    if not whole:
        return False
    values = [one.value for told in (part, whole) if (one := whole_quantity(told))]
    return len(values) == 2 and any(is_reversed(p, *values) for p in text.passages)


def _exact(names: tuple[str, ...]) -> list[str]:
    return [fold(name).casefold() for name in names]


def fitting(document: Document, figures: tuple[StatedFigure, ...]) -> list[str]:
    """Return for each figure how a document itself has it: `stated`, `hedged` or `missing`."""
    text = _Text.of(document, figures)
    return [
        "missing"
        if _is_turned_round(text, number) or not text.states(number)
        else "hedged"
        if text.hedged(number)
        else "stated"
        for number in range(len(figures))
    ]


def _verdict(document: Document, parameters: FiguresStatedParameters, target: Target) -> Judgement:
    figures = parameters.figures
    evidence: dict[str, Any] = {"place": target.path, "facts": len(figures)}
    most = parameters.max_numbers
    if most is not None and len(numbers_in(document.text)) > most:
        told = f"{target.path} lists more than {most} numbers."
        return failed(told, public=told, **evidence)
    text = _Text.of(document, figures)
    missing = [
        one
        for n, one in enumerate(figures)
        if _is_turned_round(text, n) or not (text.states(n) or text.leaves_out(n))
    ]
    evidence["missing"] = [figure.value for figure in missing]
    hedged = [] if missing else [one for n, one in enumerate(figures) if text.hedged(n)]
    if hedged:
        told = f"{target.path} gives another value beside {hedged[0].value}."
        public = f"{target.path} gives more than one value for the same thing."
        return failed(told, public=public, **evidence)
    if not missing:
        told = f"{target.path} states the figures that it must."
        return passed(told, public=told, **evidence)
    score = 1 - len(missing) / len(figures)
    named = listed([_told(figure) for figure in missing[:3]])
    public = f"{target.path} lacks {len(missing)} of {len(figures)} figures."
    return Judgement(score, f"{target.path} does not state {legible(named)}.", evidence, public)


def _told(figure: StatedFigure) -> str:
    value = f"{figure.value} of {figure.out_of}" if figure.out_of else figure.value
    named = f"{value} for {' or '.join(figure.names)}" if figure.names else value
    return f"{named} beside {' or '.join(figure.words)}" if figure.words else named


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
    return f"{check.target} states {listed([_told(figure) for figure in parameters.figures])}"


register(
    Kind(
        id="figures_stated",
        family="documents",
        title="A text states figures",
        parameters=FiguresStatedParameters,
        judge=_judge,
        sentence=_sentence,
        fit=_fit,
        passages=True,
    )
)
