"""A figure that a text must state, and which numbers of a passage are that figure.

It may be written with or without its unit, as a percentage or a fraction, in thousands, as a word,
and a fall with a minus sign or with a word for falling.
"""

import re
from itertools import pairwise

from pydantic import Field

from studio.grading.families.documents_claims import Passage, negated, starts_of
from studio.grading.readers.quantities import Quantity, agrees, whole_quantity
from studio.grading.readers.units import factor, timeless
from studio.model.frozen import Frozen

_SHARES = re.compile(
    r"%|\bper ?cent|\bpct\b|\bshares?\b|\brates?\b|\bturnover\b|Anteil|Prozent", re.IGNORECASE
)
_COMMON = 21
_NEAR = 3
_FROM = re.compile(r"\b(?:from|von)\s*$", re.IGNORECASE)
_TO = re.compile(r"[^.;\d]{0,12}\b(?:to|auf)\s*", re.IGNORECASE)
FALLING = re.compile(
    r"\b(?:cut|cuts|down|falls?(?! (?:on|to|in|under|due|within)\b)|fell|fallen|drop\w*|"
    r"declin\w*|decreas\w*|reduc\w*|less|lower\w*|"
    r"loss|loses?|lost(?![ -](?:days?|time|hours?|work\w*|property|items?|goods))|shrank|"
    r"shrinks?|fewer|minus|weniger|gesunken|sank|sinkt)\b",
    re.IGNORECASE,
)


FELL = re.compile(
    r"\b(?:fell|fallen|drop|dropped|declined?|decreased?|shrank|shrunk|went down|gone down|sank)\b",
    re.IGNORECASE,
)
ROSE = re.compile(
    r"\b(?:rose|risen|rises?|grew|grown|grows|increased?|increases|climbed|went up|gone up)\b",
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
    whole_free: bool = Field(
        default=False,
        title="The whole may be left out",
        description="But no other one may stand there.",
    )
    named: bool = Field(
        default=False,
        title="A name must stand with it",
        description="In the same sentence, line or row, or in the one before or the heading.",
    )
    under: bool = Field(
        default=False,
        title="Under its name",
        description="In a passage with the name, or after one, with no other name between.",
    )
    prose: bool = Field(
        default=False,
        title="Outside of tables",
        description="In the running text, a list, or a table of two columns.",
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
    rises: bool = Field(
        default=False,
        title="It is a rise",
        description="Not beside a word such as fell, and without a minus sign.",
    )
    among_others: bool = Field(
        default=False,
        title="Among others",
        description="Other values may stand in like sentences, for they are of other things.",
    )
    optional: bool = Field(
        default=False,
        title="It may be left out",
        description="But where it stands it is right, and beside the right words.",
    )
    least_digits: int = Field(
        default=0,
        ge=0,
        title="Digits of a scaled figure",
        description="In thousands or millions it may be rounded to so many digits; 0 is never.",
    )


def is_strict(figure: StatedFigure) -> bool:
    """Tell whether a figure may stand anywhere by chance: a small whole number without a unit."""
    asked = whole_quantity(figure.value)
    return (
        asked is not None and not asked.unit and not asked.decimals and abs(asked.value) < _COMMON
    )


def numbers_of(passage: Passage, figure: StatedFigure) -> list[Quantity]:
    """Return the numbers of a passage that are a figure, in its unit, scaled or as a word."""
    asked = whole_quantity(figure.value)
    if asked is None:
        return []
    if _is_turned(figure, passage.text) or _is_turned_round(figure, passage):
        return []
    found = [one for one in passage.numbers if _is(asked, one, figure, passage)]
    if is_strict(figure):
        found += [
            one
            for one in passage.spoken
            if one.value == asked.value and _counts(one, figure, passage)
        ]
    return found


def _counts(one: Quantity, figure: StatedFigure, passage: Passage) -> bool:
    """Tell whether a number in words counts what a figure does: `both` speaks of what follows."""
    following = passage.small[one.end :].split()[:_NEAR]
    return (
        one.spelled.casefold() != "both"
        or not figure.words
        or any(word.startswith(tuple(starts_of(figure.words))) for word in following)
    )


def _is_turned(figure: StatedFigure, text: str) -> bool:
    """Tell whether a passage calls a rise a fall, or a fall a rise."""
    fell, rose = FELL.search(text) is not None, ROSE.search(text) is not None
    return (figure.falls and rose and not FALLING.search(text)) or (
        figure.rises and fell and not rose
    )


def _is_turned_round(figure: StatedFigure, passage: Passage) -> bool:
    """Tell whether a passage says that something rises from more to less, or falls to more."""
    fell = FELL.search(passage.text) is not None and not ROSE.search(passage.text)
    if not (figure.falls if fell else figure.rises):
        return False
    return any(
        _FROM.search(passage.text[: one.start])
        and _TO.fullmatch(passage.text[one.end : other.start])
        and one.unit == other.unit
        and (one.value < other.value if fell else one.value > other.value)
        for one, other in pairwise(passage.numbers)
    )


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


def is_alike(one: Quantity, other: Quantity) -> bool:
    """Tell whether two numbers may be mistaken: of one unit, and written alike."""
    return one.unit == other.unit and _is_kin(one, other)


def _is_kin(one: Quantity, other: Quantity) -> bool:
    """Tell whether two numbers are written alike: both whole or not, or one of them scaled."""
    return one.scale > 1 or bool(one.decimals) == bool(other.decimals)
