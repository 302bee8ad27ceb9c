"""Values of cells and fields: what is the same value, whatever way it is written."""

import datetime as dt
import math
import re
import unicodedata
from typing import Any

Scalar = str | float | bool | None
EXACT = 1e-9
_ZERO_WIDTH = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xAD])
_NUMBER = re.compile(
    r"^[-+(]?\s*[$€£¥]?\s*[-+]?(\d{1,3}(,\d{3})+|\d+)?(\.\d+)?([eE][-+]?\d{1,3})?\s*(%|[$€£¥])?\)?$"
)


def fold(text: str) -> str:
    """Return text with Unicode compatibility forms and white space folded, invisible signs out."""
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


def number_of(value: Scalar) -> float | None:
    """Return the number that a value is or spells; truths and non-finite ones are none."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    text = fold(value).replace("\u2212", "-")
    if len(text) > 40 or not any(sign.isdigit() for sign in text) or not _NUMBER.match(text):
        return None
    digits = re.sub(r"[^0-9.eE+-]", "", text)
    try:
        number = float(digits)
    except ValueError:
        return None
    if "%" in text:
        number /= 100
    if text.startswith("(") and text.endswith(")"):
        number = -number
    return number if math.isfinite(number) else None


def is_blank(value: Scalar) -> bool:
    """Tell whether a value is nothing or white space."""
    return value is None or (isinstance(value, str) and not fold(value))


def same(expected: Scalar, found: Scalar, tolerance: float | None, case: bool = True) -> bool:
    """Tell whether `found` is the expected value.

    Numbers agree within `tolerance` (absolute, 1e-9 if None), also when one is spelled as text;
    text agrees after folding; a truth is only a truth.
    """
    if is_blank(expected) or is_blank(found):
        return is_blank(expected) and is_blank(found)
    if isinstance(expected, bool) or isinstance(found, bool):
        return isinstance(expected, bool) and isinstance(found, bool) and expected == found
    left, right = number_of(expected), number_of(found)
    if left is not None and right is not None:
        distance = abs(left - right)
        room = max(tolerance or 0.0, EXACT * max(1.0, abs(left)))
        return math.isfinite(distance) and distance <= room + EXACT
    if left is not None and isinstance(expected, float):
        return False
    one, other = fold(str(expected)), fold(str(found))
    return one == other if case else one.casefold() == other.casefold()


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
    text = fold(str(value))
    return f'"{text}"' if len(text) <= 80 else f'"{text[:79]}…"'
