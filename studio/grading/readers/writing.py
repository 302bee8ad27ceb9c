"""How a column writes its numbers and dates, and the plain values that it means."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal

from studio.grading.readers.dates import date_of, day_stands_first
from studio.grading.readers.values import Scalar, close, fold, number_of

_GROUPED = r"(?:[1-9]\d{0,2}(?:[. '\u2019]\d{3})+|0|[1-9]\d*)"
_COMMA = re.compile(
    rf"(?P<open>\()?(?P<sign>[-+\u2212]?)(?:[$€£¥] ?)?(?P<digits>{_GROUPED}(?:,\d+)?)"
    r"(?P<percent> ?%)?(?: ?[$€£¥])?(?(open)\))"
)
_SPACED = re.compile(r"[-+\u2212]?[1-9]\d{0,2}(?:[ '\u2019]\d{3})+(?:\.\d+)?")
_GAPS = re.compile("[ '\u2019]")
_LONGEST = 40
# Sums of MD5 and of the SHA family are the same in capitals.
_DIGESTS = frozenset((32, 40, 56, 64, 96, 128))
_DIGEST = re.compile(r"(?=.*[0-9])(?=.*[A-Fa-f])[0-9A-Fa-f]+")
_DASHES = ("-", "\u2013", "\u2014")
_ANSWERS = frozenset(["yes", "no", "ja", "nein", "oui", "non", "sí", "si"])


@dataclass(frozen=True)
class Writing:
    """How a column writes: its decimal sign and the order of day and month, if it tells."""

    decimal: Literal["", ".", ","] = ""
    day_first: bool | None = None


PLAIN = Writing()


def writing_of(values: Iterable[Scalar]) -> Writing:
    """Return how a column writes; what some of its values tell and none contradicts."""
    signs: set[str] = set()
    orders: set[bool] = set()
    for value in values:
        if not isinstance(value, str) or len(value) > _LONGEST:
            continue
        if "," in value or "." in value:
            signs.add(_decimal(fold(value)))
        elif "/" in value or "-" in value:
            order = day_stands_first(fold(value).partition(" ")[0])
            orders |= set() if order is None else {order}
    signs.discard("")
    return Writing(
        "," if signs == {","} else "." if signs else "",
        orders.pop() if len(orders) == 1 else None,
    )


def _decimal(text: str) -> Literal["", ".", ","]:
    """Return the decimal sign that a number plainly has, empty if it may be either or is none."""
    point, comma = number_of(text) is not None, _COMMA.fullmatch(text) is not None
    if point == comma:
        return ""
    return "." if point else "," if "," in text or text.count(".") > 1 else ""


def of_one_hand(writings: Iterable[Writing]) -> tuple[Writing, ...]:
    """Return the writings of the columns of one table, unclear ones as all the clear ones are."""
    found = tuple(writings)
    if {writing.decimal for writing in found} - {""} != {","}:
        return found
    return tuple(replace(writing, decimal=",") for writing in found)


def plain(value: Scalar, writing: Writing = PLAIN) -> Scalar:
    """Return what a value means: a number, ISO date, truth or folded text; None if blank."""
    if not isinstance(value, str):
        return value
    text = fold(value)
    if not text:
        return None
    number = _number(text, writing)
    if number is not None:
        return number
    if text.casefold() in ("true", "false"):
        return text.casefold() == "true"
    if text.casefold() in _ANSWERS:
        return text.casefold()
    if len(text) in _DIGESTS and _DIGEST.fullmatch(text):
        return text.lower()
    return date_of(text, writing.day_first) or text


def _number(text: str, writing: Writing) -> float | None:
    if len(text) > _LONGEST:
        return None
    if writing.decimal == ",":
        if not _COMMA.fullmatch(text):
            return None
        return number_of(_GAPS.sub("", text.replace(".", "")).replace(",", "."))
    if _SPACED.fullmatch(text):
        text = _GAPS.sub("", text)
    return number_of(text)


def agree(expected: Scalar, found: Scalar, tolerance: float | None) -> bool:
    """Tell whether two plain values are the same, numbers within the tolerance.

    A dash stands for nothing where nothing is expected.
    """
    if expected is None and found in _DASHES:
        return True
    if isinstance(expected, float) and isinstance(found, float):
        return close(expected, found, tolerance)
    return type(expected) is type(found) and expected == found


def key_text(value: Scalar) -> str:
    """Return a plain value as keys and headings are compared: no capitals, `12` for 12.0."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(value)
    return (value or "").casefold()


def heading(value: Scalar) -> str:
    """Return a heading as it is shown: folded text."""
    if isinstance(value, float):
        return key_text(value)
    return fold(str(value)) if value is not None else ""
