"""Numbers with their units in running text, in the ways that languages write them."""

import math
import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice

from studio.grading.readers.units import factor, is_unit, timeless
from studio.grading.readers.values import EXACT, close, fold

_CURRENCY = r"(?:US\$|[$€£¥]|EUR|USD|GBP|CHF|JPY)"
_NUMBER = re.compile(
    rf"(?<![\w.,:/+-])(?P<sign>[-+]?)(?P<currency>{_CURRENCY} ?)?(?P<inner>-?)"
    r"(?P<digits>\d{1,3}(?P<group>[ '\u2019.,])\d{3}(?:(?P=group)\d{3}){0,8}"
    r"(?:(?!(?P=group))[.,]\d+)?"
    r"(?![\d]|[.,' ]\d{3}(?!\d))|\d+(?:[.,]\d+)?|[.,]\d+)"
    r"(?![\d]|[-.,:/]\d|-[A-Za-z]\d)"
    r"(?P<scale> ?(?:thousand|millions?|[mM]io|billions?|bn|mn|Mrd)\b\.?)?"
)
_UNIT = re.compile(
    r" ?(?P<unit>[%‰]|°(?![CF]\b)|[€$£¥](?! ?\d)|per ?cent\b|"
    r"[°μΩA-Za-z][A-Za-z°μΩ0-9/·⋅*^%-]{0,20})"
)
_WORD = re.compile(r"[^\W\d_]{2,}")
_SHORT = re.compile(r" ?(?P<scale>[mMkK])(?!\w)")
_BASE = re.compile(
    r"(?:\b(?:per|pro|je|for every|in every)\s|"
    r"(?<=\d)\s?/\s?(?!1[ '\u2019.,]?000(?![ '\u2019.,]?\d)))"
    r"1(?:0{3,6}|0{0,2}(?:[ '\u2019.,]000){1,2})(?![\w%]|[.,'\u2019/-]\d)"
    r"(?=(?:\s+(?P<word>[^\s\d]+))?)",
    re.IGNORECASE,
)
_SCALES = {"thousand": 1e3, "million": 1e6, "millions": 1e6, "mio": 1e6, "mn": 1e6, "billion": 1e9}
_SCALES |= {"billions": 1e9, "bn": 1e9, "mrd": 1e9, "m": 1e6, "k": 1e3}
_LONGEST_NUMBER = 40
_MOST_VOTES = 10_000


@dataclass(frozen=True)
class Quantity:
    """A number of a text: its value in its unit (empty if it has none), and where it stands.

    `decimals` are those that it is written with; `noun` is the word after it if that is no unit;
    `scale` is what a word such as million multiplied it with.
    """

    value: float
    unit: str
    spelled: str
    start: int
    end: int
    decimals: int = 0
    noun: str = ""
    scale: float = 1.0

    def in_unit(self, unit: str) -> float | None:
        """Return the value in another unit, None if that measures something else."""
        scale = factor(self.unit, unit)
        return None if scale is None else self.value * scale


def decimal_sign(text: str) -> str:
    """Return the decimal sign that the numbers of a text show, a point if none does.

    Args:
        text: folded text.
    """
    votes = {".": 0, ",": 0}
    for found in islice(_NUMBER.finditer(text), _MOST_VOTES):
        sign = _plain_decimal(found["digits"])
        if sign:
            votes[sign] += 1
    return "," if votes[","] > votes["."] else "."


def _plain_decimal(digits: str) -> str | None:
    """Return the sign that can only be the decimal one, None if there is none or none is sure."""
    signs = [sign for sign in digits if sign in ".,"]
    if len(set(signs)) == 2:
        return signs[-1]
    if len(signs) != 1:
        return None
    whole, _, rest = digits.partition(signs[0])
    sure = len(rest) != 3 or len(whole) > 3 or whole in ("", "0") or not whole.isdigit()
    return signs[0] if sure else None


def _value(digits: str, decimal: str) -> tuple[float, int] | None:
    """Return a number and its decimals; an unsure sign is read as `decimal` says."""
    sign = _plain_decimal(digits)
    if sign is None and digits.count(".") + digits.count(",") == 1 and decimal in digits:
        sign = decimal
    whole, _, rest = digits.rpartition(sign) if sign else (digits, "", "")
    plain = re.sub(r"\D", "", whole)
    if len(digits) > _LONGEST_NUMBER:
        return None
    number = float(f"{plain or '0'}.{rest or '0'}")
    return (number, len(rest)) if math.isfinite(number) else None


def quantities(text: str, decimal: str = ".") -> list[Quantity]:
    """Return the numbers of a text that stand as words of their own, with their units.

    Digits within codes, dates, times and ranges are no numbers.

    Args:
        text: folded text.
        decimal: the sign that `1,250` and `1.250` are read with.
    """
    found = []
    for match in _NUMBER.finditer(text.replace("\u2212", "-")):
        made = _quantity(text, match, decimal)
        if made is not None:
            found.append(made)
    return found


def without_bases(text: str) -> str:
    """Return a text without the numbers that rates are told per: `3.1 cases per 100,000`.

    Such a number measures nothing, unless a unit follows it.
    """
    return _BASE.sub(_base_left, text)


def _base_left(found: "re.Match[str]") -> str:
    if is_unit(found["word"] or ""):
        return found[0]
    return "per" if found[0][0].isalpha() else " per"


def _quantity(text: str, match: "re.Match[str]", decimal: str) -> Quantity | None:
    read = _value(match["digits"], decimal)
    if read is None or (match["sign"] and match["inner"]):
        return None
    word = (match["scale"] or "").strip(" .").casefold()
    short = _SHORT.match(text, match.end()) if match["currency"] and not word else None
    scale = _SCALES.get(short["scale"].casefold() if short else word, 1.0)
    value = read[0] * scale * (-1 if "-" in match["sign"] + match["inner"] else 1)
    unit, end, noun = (match["currency"] or "").strip(), short.end() if short else match.end(), ""
    after = _UNIT.match(text, end)
    written = re.sub(r"^per ?cent$", "%", after["unit"].rstrip("-*/")) if after else ""
    if not unit and after and is_unit(written):
        unit, end = written, after.start("unit") + len(after["unit"].rstrip("-*/"))
    elif end < len(text) and (text[end].isalnum() or text[end] == "_"):
        return None
    else:
        named = _WORD.match(text, end + 1) if text[end : end + 1] == " " else None
        noun = named.group() if named else ""
    spelled = text[match.start() : end]
    return Quantity(value, unit, spelled, match.start(), end, read[1], noun, scale)


@lru_cache(maxsize=20_000)
def whole_quantity(text: str, decimal: str = ".") -> Quantity | None:
    """Return the quantity that a whole text is, None if it is anything else."""
    folded = fold(text)
    found = quantities(folded, decimal)
    whole = found[0] if len(found) == 1 else None
    return whole if whole and (whole.start, whole.end) == (0, len(folded)) else None


def agrees(
    expected: float, found: Quantity, unit: str, tolerance: float | None, rounded: bool = False
) -> bool:
    """Tell whether a quantity is the expected number of a unit, within the tolerance.

    A number without a unit is taken to have that of the other; with `rounded` it may also be the
    expected one to fewer decimals.
    """
    readings = [found.in_unit(unit)]
    if readings[0] is None and timeless(found.unit) != found.unit:
        readings.append(replace(found, unit=timeless(found.unit)).in_unit(unit))
    if bool(found.unit) != bool(unit):
        readings.append(found.value)
    scale = factor(found.unit, unit) or 1.0
    room = 0.5 * 10.0**-found.decimals * scale if rounded else 0.0
    return any(
        reading is not None
        and math.isfinite(reading)
        and close(expected, reading, max(tolerance or EXACT, room))
        for reading in readings
    )
