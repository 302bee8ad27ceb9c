"""Numbers that a text writes in English words, such as `three hundred eighty-five thousand`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

SPELLED = (
    *("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"),
    *("eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen"),
    *("nineteen", "twenty"),
)
TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SMALL = {word: number for number, word in enumerate(SPELLED)}
_SMALL |= {word: 10 * number for number, word in enumerate(TENS, 2)} | {"fourty": 40}
_LARGE = {"thousand": 10**3, "million": 10**6, "billion": 10**9}
_WORD = "|".join(sorted((*_SMALL, *_LARGE, "hundred"), key=lambda word: (-len(word), word)))
_NUMERAL = re.compile(
    rf"(?<![\w-])(?:an? (?=(?:hundred|thousand|million)\b))?(?:{_WORD})"
    rf"(?:(?:[ -]|, |,? and )(?:{_WORD})(?!\w)){{0,30}}(?!\w)",
    re.IGNORECASE,
)
_SEPARATE = re.compile(r"[ ,-]+")


@dataclass(frozen=True)
class Numeral:
    """A number in words: its value, and where it stands."""

    value: int
    start: int
    end: int


def numerals_in(text: str) -> Iterator[Numeral]:
    """Yield the numbers that stand in words in a text, with `one` and `a hundred` among them.

    Words that make no number together, such as `five, six`, are none.

    Args:
        text: folded text.
    """
    for found in _NUMERAL.finditer(text):
        value = _value(found.group())
        if value is not None:
            yield Numeral(value, found.start(), found.end())


def _value(text: str) -> int | None:
    total = group = 0
    last, least = 10**3, 10**12
    for word in _SEPARATE.split(text.casefold()):
        if word in _LARGE:
            if _LARGE[word] >= least:
                return None
            total, group, last = total + (group or 1) * _LARGE[word], 0, 10**3
            least = _LARGE[word]
        elif word == "hundred":
            if group > 99:
                return None
            group, last = (group or 1) * 100, 100
        elif word in _SMALL:
            if not _follows(_SMALL[word], group, last):
                return None
            group, last = group + _SMALL[word], 10 if _SMALL[word] >= 20 else 1
    return total + group


def _follows(number: int, group: int, last: int) -> bool:
    """Tell whether a word may follow the ones before it: tens hundreds, and ones tens."""
    if last == 1:
        return False
    return 0 < number < 10 if last == 10 else not group or last == 100
