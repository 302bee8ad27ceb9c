"""What a passage tells but for its numbers, so that two passages about one thing can be found."""

import re

from studio.grading.readers.units import is_unit

_SPARE = 4
_SMALL_WORDS = frozenset(
    re.findall(
        r"\w+",
        "a an the is was are were be been of at to in on for by with and that this it its we our "
        "has have had as there here so now thus therefore about just only together altogether "
        "overall der die das ist sind und summary conclusion short brief finally again",
    )
)
_MONTH = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_FRAMED = re.compile(
    rf"\b\d{{1,2}}(?:st|nd|rd|th|\.)? (?:{_MONTH})[a-z]*\b|\b(?:{_MONTH})[a-z]* \d{{1,2}}\b|"
    r"\b\d{4}-\d\d(?:-\d\d)?\b|"
    r"\b(?:week|wk|kw|phase|step|zone|room|section|table|day|quarter) \d{1,3}\b|"
    r"\b(?:\w+-)*[^\W\d_]+-?\d\w*\b|[^\W\d_]+"
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
        "worst best largest smallest biggest longest shortest first second third top each every "
        "lowest mean average median total without excluding including except other not than from "
        "instead",
    )
)


def frame_of(text: str) -> tuple[str, ...]:
    """Return the words of a passage without its numbers and without small words.

    Dates, codes and what is numbered, such as week 8, are words: they tell what a number is of.
    """
    words = _FRAMED.findall(text.casefold())
    return tuple(word for word in words if word not in _SMALL_WORDS and not is_unit(word))


def is_telling(frame: tuple[str, ...], starts: list[str]) -> bool:
    """Tell whether a passage has words of another claim that are no words of the figure."""
    telling = set(frame) & (_TELLING - _MONTHS)
    return any(not word.startswith(tuple(starts)) for word in telling)


def is_like(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Tell whether two passages say the same in other words: one says all that the other does.

    A word that tells another time, place or kind of number makes another claim.
    """
    less, more = sorted((set(one), set(other)), key=len)
    spare = more - less
    dated = any(sign.isdigit() for word in spare for sign in word)
    telling = dated or spare & _TELLING
    enough = len(less) > 1 or not spare
    return bool(less) and enough and less <= more and len(spare) <= _SPARE and not telling
