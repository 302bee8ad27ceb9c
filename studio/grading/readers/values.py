"""Values of cells and fields: what is the same value, whatever way it is written."""

import datetime as dt
import math
import re
import unicodedata
from typing import Any

from studio.grading.readers.dates import date_of

Scalar = str | float | bool | None
EXACT = 1e-9
_ZERO_WIDTH = dict.fromkeys([0x00AD, 0x180E, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF])
_AMOUNT = r"(?:\d{1,3}(?:,\d{3})+|0|[1-9]\d*)(?:\.\d+)?"
_NUMBER = re.compile(
    rf"(?P<open>\()?(?P<sign>[-+]?)(?:[$€£¥] ?)?(?P<inner>[-+]?)(?P<digits>{_AMOUNT}|\.\d+)"
    r"(?P<percent> ?%)?(?: ?[$€£¥])?(?(open)\))"
)
_IN_TEXT = re.compile(
    rf"(?<![\w.,+-])(?P<sign>[-+]?)(?:[$€£¥] ?)?(?P<digits>{_AMOUNT})"
    r"(?!\w|[-.,:/]\d)(?P<percent> ?%)?"
)
_LONGEST_NUMBER = 40
_MOST_DIGITS = 15
_TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


def fold(text: str) -> str:
    """Return text with Unicode compatibility forms and white space folded, invisible signs out."""
    if text.isascii():
        return " ".join(text.split())
    return " ".join(unicodedata.normalize("NFKC", text.translate(_ZERO_WIDTH)).split())


def scalar(value: Any) -> Scalar:
    """Return a value read from a file as text, number, truth or nothing; dates as ISO text."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int | float):
        return _float(value)
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time()
        return value.date().isoformat() if midnight else value.isoformat(timespec="seconds")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, dt.timedelta):
        return value.total_seconds() / 86400
    return str(value)


def _float(value: int | float) -> float | str:
    try:
        number = float(value)
    except OverflowError:
        return str(value)[:40]
    return number if math.isfinite(number) else str(value)


def _amount(found: "re.Match[str]") -> float | None:
    number = float(found["digits"].replace(",", ""))
    if found["percent"]:
        number /= 100
    return number if math.isfinite(number) else None


def _plain_signs(text: str) -> str:
    return fold(text).replace("\u2212", "-")


def number_of(value: Scalar) -> float | None:
    """Return the number that a value is or spells; truths and non-finite ones are none.

    Text spells a number as `1,250.00`, `(12)`, `€ 4.5` or `12%`. With leading zeros it is a code,
    and with an exponent it may be one, so `007` and `1E5` are none; so are whole ones of more than
    15 digits, which a float cannot tell apart.
    """
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    text = _plain_signs(value)
    found = _NUMBER.fullmatch(text) if len(text) <= _LONGEST_NUMBER else None
    if found is None or (found["sign"] and found["inner"]):
        return None
    if "." not in found["digits"] and sum(map(str.isdigit, found["digits"])) > _MOST_DIGITS:
        return None
    number = _amount(found)
    if number is None:
        return None
    return -number if found["open"] or "-" in found["sign"] + found["inner"] else number


def spelled_numbers(text: str) -> list[tuple[str, float]]:
    """Return the numbers that stand as words of their own in a text, spelled and as values.

    Digits within codes and dates (`INV-2047`, `2026-10-01`) are no numbers.
    """
    found = []
    for match in _IN_TEXT.finditer(_plain_signs(text)):
        number = _amount(match)
        if number is not None:
            found.append((match.group(), -number if match["sign"] == "-" else number))
    return found


def is_blank(value: Scalar) -> bool:
    """Tell whether a value is nothing or white space."""
    return value is None or (isinstance(value, str) and not fold(value))


def same(expected: Scalar, found: Scalar, tolerance: float | None, case: bool = True) -> bool:
    """Tell whether `found` is the expected value.

    Numbers agree within `tolerance` (absolute, 1e-9 if None), also when one is spelled as text;
    text agrees after folding, dates however they are written if that is plain; a truth is only a
    truth.
    """
    if is_blank(expected) or is_blank(found):
        return is_blank(expected) and is_blank(found)
    if isinstance(expected, bool) or isinstance(found, bool):
        return isinstance(expected, bool) and isinstance(found, bool) and expected == found
    left, right = number_of(expected), number_of(found)
    if left is not None and right is not None:
        return close(left, right, tolerance)
    if isinstance(expected, float) or isinstance(found, float):
        return False
    one, other = fold(expected or ""), fold(found or "")
    if one == other or (not case and one.casefold() == other.casefold()):
        return True
    day = date_of(one)
    return day is not None and day == date_of(other)


def close(expected: float, found: float, tolerance: float | None) -> bool:
    """Tell whether two finite numbers differ by at most `tolerance` (absolute; 1e-9 if None).

    The noise of floats is forgiven, but whole numbers have none.
    """
    whole = expected.is_integer() and found.is_integer()
    noise = 0.0 if whole else 1e-14 * max(abs(expected), abs(found))
    return abs(expected - found) <= max(tolerance or 0.0, EXACT) + noise


def shown(value: Scalar) -> str:
    """Return a value as a person reads it: thousands separated, text quoted, blanks named."""
    if is_blank(value):
        return "empty"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        if value == int(value) and abs(value) < 1e15:
            return f"{int(value):,}"
        decimals = len(f"{abs(value):.6f}".rstrip("0").partition(".")[2])
        return f"{value:,.{max(2, decimals)}f}"
    text = legible(fold(value or ""))
    return f'"{text}"' if len(text) <= 80 else f'"{text[:79]}…"'


def legible(text: str) -> str:
    """Return text without signs that a screen acts on or that UTF-8 cannot hold."""
    return "".join(
        "\ufffd" if unicodedata.category(sign) in ("Cc", "Cs") or sign in _TURNING else sign
        for sign in text
    )
