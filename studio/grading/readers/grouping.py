"""Points and commas that group thousands, told by the other numbers of their column."""

import re
from collections.abc import Iterable
from typing import Literal

from studio.grading.readers.values import fold

_GROUPED = re.compile(
    r"(?P<before>[^\d.,]*)(?P<digits>(?!0)\d{1,3}(?P<sign>[.,])\d{3}(?:(?P=sign)\d{3}){0,4})"
    r"(?P<after>(?![.,]?\d)[^\d]*)"
)
_SMALL = re.compile(r"[^\d.,]*\d{1,3}(?![.,]?\d)[^\d]*")
_SPACED = re.compile(r"(?<![\d.,])(\d{1,3}(?:[ '\u2019]\d{3})+)(?![\d.,])")


def grouping_of(texts: Iterable[str]) -> Literal["told", "open", ""]:
    """Tell whether the points or commas in the numbers of a column group thousands.

    `told` is where whole numbers below 1,000 stand there without one, as 679 beside 6.904; `open`
    where each number has three digits after one, which may be decimals; empty where they cannot.
    """
    signs, small = [], 0
    for text in map(fold, texts):
        if not any(map(str.isdigit, text)):
            continue
        found = _GROUPED.fullmatch(text)
        if found:
            signs.append(found["sign"])
        elif _SMALL.fullmatch(text):
            small += 1
        else:
            return ""
    if len(set(signs)) != 1:
        return ""
    return "told" if small and len(signs) > 1 else "open"


def ungrouped(text: str) -> str:
    """Return a text whose number has no signs between its thousands, whichever they are."""
    folded = fold(text)
    found = _GROUPED.fullmatch(folded)
    if found:
        return found["before"] + found["digits"].replace(found["sign"], "") + found["after"]
    return _SPACED.sub(lambda match: re.sub(r"\D", "", match[1]), folded)
