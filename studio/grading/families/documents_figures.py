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
    negated,
    passages_of,
    starts_of,
)
from studio.grading.families.documents_reading import judged, listed, numbers_in
from studio.grading.kinds import Grounds, Judgement, Kind, failed, passed, register
from studio.grading.readers.documents import Document
from studio.grading.readers.quantities import Quantity, agrees, decimal_sign, whole_quantity
from studio.grading.readers.units import factor, timeless
from studio.grading.readers.values import fold, legible
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

_OFFERED = re.compile(r"\d\D{0,12}\b(?:or|oder|alternatively|resp)\b\D{0,20}\d", re.IGNORECASE)
_SHARES = re.compile(
    r"%|\bper ?cent|\bpct\b|\bshares?\b|\brates?\b|\bturnover\b|Anteil|Prozent", re.IGNORECASE
)
_COMMON = 21
_SPARE = 4
_SMALL_WORDS = frozenset(
    re.findall(
        r"\w+",
        "a an the is was are were be been of at to in on for by with and that this it its we our "
        "has have had as there here so now thus therefore about just only together altogether "
        "overall der die das ist sind und",
    )
)
_MONTHS = frozenset(
    re.findall(
        r"\w+",
        "january february march april may june july august september october november december",
    )
)
_TELLING = _MONTHS | frozenset(
    re.findall(
        r"\w+",
        "last previous former earlier before prior year month quarter week plan planned budget "
        "target limit allowed permitted threshold maximum minimum max min least most highest "
        "lowest mean average median total without excluding including except other not than from "
        "instead",
    )
)
FALLING = re.compile(
    r"\b(?:cut|cuts|down|falls?(?! (?:on|to|in|under|due|within)\b)|fell|fallen|drop\w*|"
    r"declin\w*|decreas\w*|reduc\w*|less|lower\w*|"
    r"loss|loses?|lost|shrank|shrinks?|fewer|minus|weniger|gesunken|sank|sinkt)\b",
    re.IGNORECASE,
)


class StatedFigure(Frozen):
    """A figure, and words of which one must stand in the same sentence, line or row."""

    value: str = Field(
        min_length=1, title="Figure", description="With its unit, such as 12.5 % or 978.50 EUR."
    )
    words: tuple[str, ...] = Field(
        default=(), title="Words", description="One of them must stand with the figure."
    )
    names: tuple[str, ...] = Field(
        default=(),
        title="Names",
        description="Where a name of another figure stands, one of them must stand, too.",
    )
    within: float | None = Field(
        default=None, ge=0, title="Within", description="How far off it may be, absolute."
    )
    out_of: str = Field(
        default="", title="Out of", description="The whole that it is a part of, as in 5 of 8."
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


def _strict(figure: StatedFigure) -> bool:
    """Tell whether a figure may stand anywhere by chance: a small whole number without a unit."""
    asked = whole_quantity(figure.value)
    return (
        asked is not None and not asked.unit and not asked.decimals and abs(asked.value) < _COMMON
    )


def _numbers(passage: Passage, figure: StatedFigure) -> list[Quantity]:
    """Return the numbers of a passage that are a figure, in its unit, scaled or as a word."""
    asked = whole_quantity(figure.value)
    if asked is None:
        return []
    found = [one for one in passage.numbers if _is(asked, one, figure, passage)]
    if _strict(figure):
        found += [one for one in passage.spoken if one.value == asked.value]
    return found


def _is(asked: Quantity, one: Quantity, figure: StatedFigure, passage: Passage) -> bool:
    """Tell whether a number of a passage is a figure."""
    unit, within = asked.unit, figure.within
    if figure.same_unit and unit and factor(timeless(one.unit) or unit, timeless(unit)) != 1:
        return False
    if unit == "%":
        return _is_share(asked, one, figure, passage)
    if agrees(asked.value, one, unit or ("" if one.unit == "%" else one.unit), within):
        return True
    if figure.falls and _is_fall(asked, one, figure, passage.text):
        return True
    return not figure.same_unit and _is_scaled(asked, one, figure)


def _is_share(asked: Quantity, one: Quantity, figure: StatedFigure, passage: Passage) -> bool:
    """Tell whether a number is a percentage, as such, as a fraction, or in words."""
    room = (figure.within or 0.0) * 100
    if one.unit == "%" or (not one.unit and _SHARES.search(f"{passage.heading} {passage.text}")):
        fitting = agrees(asked.value, one, one.unit, room)
        return fitting or (figure.falls and _is_fall(asked, one, figure, passage.text))
    return not one.unit and agrees(asked.value / 100, one, "", figure.within)


def _is_fall(asked: Quantity, found: Quantity, figure: StatedFigure, text: str) -> bool:
    """Tell whether a number is a fall of the size asked for, by its sign or a word beside it."""
    if found.value > 0 and not FALLING.search(text):
        return False
    room = (figure.within or 0.0) * (100 if asked.unit == "%" else 1)
    return agrees(abs(asked.value), negated(found), asked.unit, room)


def _is_scaled(asked: Quantity, found: Quantity, figure: StatedFigure) -> bool:
    """Tell whether a figure in thousands or millions is the one asked for, rounded rightly."""
    digits = sum(sign.isdigit() for sign in found.spelled)
    if found.scale == 1 or not figure.least_digits or digits < figure.least_digits:
        return False
    room = 0.5 * 10.0**-found.decimals * found.scale
    return agrees(asked.value, found, asked.unit, room * (1 + 1e-9))


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
        found = _numbers(passage, self.figures[number])
        return Placed([passage.place(one.start) for one in found], passage.places_of(starts))

    def states(self, number: int) -> list[Passage]:
        """Return the passages that state a figure beside its words and not those of another."""
        figure = self.figures[number]
        held = [p for p in self.passages if _numbers(p, figure) and self._is_named(number, p)]
        if figure.out_of:
            held = [p for p in held if self._has_whole(figure.out_of, p)]
        if not self.starts[number]:
            return held
        beside = [p for p in held if self._stands(number, p)]
        if beside and self._is_outdone(number, beside):
            return []
        if beside or _strict(figure) or self._is_told_otherwise(number):
            return beside
        return [p for p in held if p.is_told and not self._is_of_others(number, p)]

    def _has_whole(self, whole: str, passage: Passage) -> bool:
        """Tell whether a passage, or the one before it, has the whole that a figure is part of."""
        asked = whole_quantity(whole)
        earlier = Passage(passage.before, "", passage.decimal)
        return asked is not None and any(
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
        if not placed.words:
            return not any(
                passage.places_of(_exact(figure.names)) and not _numbers(passage, figure)
                for _, figure in others
            )
        return not any(
            are_swapped(passage, placed, self.placed(n, passage, _exact(figure.names)))
            for n, figure in others
        )

    def _stands(self, number: int, passage: Passage) -> bool:
        """Tell whether a figure stands beside its words in a passage, or under them."""
        mine, starts = self.figures[number], self.starts[number]
        placed = self.placed(number, passage, starts)
        if not placed.words:
            under = Passage(passage.heading).places_of(starts)
            return bool(under) and not self._is_of_others(number, passage)
        return not any(
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

        def said(passage: Passage) -> int:
            return sum(1 for start in starts if passage.places_of([start]))

        most = max(said(passage) for passage in beside)
        return asked is not None and any(
            said(p) > max(most, 1)
            and self._others(p, asked)
            and not _numbers(p, self.figures[number])
            and not set(_frame(p.text)) & (_TELLING - _MONTHS)
            for p in self.passages
        )

    def _is_of_others(self, number: int, passage: Passage) -> bool:
        """Tell whether a passage has the words of another figure, and not that figure.

        Figures of different names may have the same words.
        """
        names = set(self.figures[number].names)
        return any(
            passage.places_of(starts) and not _numbers(passage, self.figures[n])
            for n, starts in enumerate(self.starts)
            if n != number and not set(starts) & set(self.starts[number])
            if not names or not self.figures[n].names or names & set(self.figures[n].names)
        )

    def _is_told_otherwise(self, number: int) -> bool:
        """Tell whether the words of a figure stand beside a number that none of the figures is."""
        asked = whole_quantity(self.figures[number].value)
        for passage in self.passages if asked is not None else ():
            words = passage.places_of(self.starts[number])
            like = [one for one in passage.numbers if asked and _is_alike(one, asked)]
            if words and like:
                gaps = [min(abs(passage.place(one.start) - w) for w in words) for one in like]
                nearest = like[gaps.index(min(gaps))]
                if asked and nearest in self._others(passage, asked):
                    return True
        return False

    def _others(self, passage: Passage, asked: Quantity) -> list[Quantity]:
        """Return the numbers of a passage that may be mistaken for a figure and are none."""
        known = {one.start for figure in self.figures for one in _numbers(passage, figure)}
        return [one for one in passage.numbers if one.start not in known and _is_alike(one, asked)]

    def hedged(self, number: int) -> bool:
        """Tell whether a figure is told with another value, too: after an or, in a like passage."""
        asked = whole_quantity(self.figures[number].value)
        if asked is None:
            return False
        said = [p for p in self.passages if _numbers(p, self.figures[number])]
        if any(_OFFERED.search(p.text) and self._others(p, asked) for p in said):
            return True
        if _strict(self.figures[number]):
            said = [p for p in said if p.places_of(self.starts[number])]
            frames = {frame for p in said if len(frame := _frame(p.text)) > 1}
            return any(
                self._others(p, asked) and _frame(p.text) in frames
                for p in self.passages
                if p not in said
            )
        frames = {frame for p in said if (frame := _frame(p.text))}
        return any(
            self._others(passage, asked)
            and any(_is_like(frame, _frame(passage.text)) for frame in frames)
            for passage in self.passages
            if passage not in said
        )

    def reversed(self, number: int) -> bool:
        """Tell whether a text has the whole for the part, as in 8 of 5."""
        part, whole = self.figures[number].value, self.figures[number].out_of
        if not whole:
            return False
        values = [one.value for text in (part, whole) if (one := whole_quantity(text))]
        return len(values) == 2 and any(is_reversed(p, *values) for p in self.passages)


def _exact(names: tuple[str, ...]) -> list[str]:
    return [fold(name).casefold() for name in names]


def _is_alike(one: Quantity, other: Quantity) -> bool:
    return one.unit == other.unit and _is_kin(one, other)


def _is_kin(one: Quantity, other: Quantity) -> bool:
    """Tell whether two numbers are written alike: both whole or not, or one of them scaled."""
    return one.scale > 1 or bool(one.decimals) == bool(other.decimals)


def _frame(text: str) -> tuple[str, ...]:
    """Return the words of a passage without its numbers and without small words."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    return tuple(word for word in words if word not in _SMALL_WORDS)


def _is_like(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether two passages say the same in other words: one says all that the other does.

    A word that tells another time, place or kind of number makes another claim.
    """
    less, more = sorted((set(one), set(other)), key=len)
    spare = more - less
    return bool(less) and less <= more and len(spare) <= _SPARE and not spare & _TELLING


def _verdict(document: Document, parameters: FiguresStatedParameters, target: Target) -> Judgement:
    figures = parameters.figures
    evidence: dict[str, Any] = {"place": target.path, "facts": len(figures)}
    most = parameters.max_numbers
    if most is not None and len(numbers_in(document.text)) > most:
        told = f"{target.path} lists more than {most} numbers."
        return failed(told, public=told, **evidence)
    text = _Text.of(document, figures)
    missing = [one for n, one in enumerate(figures) if text.reversed(n) or not text.states(n)]
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
