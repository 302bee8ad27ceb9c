"""Values of cells as they are shown: with the digits that their format asks for."""

import re
from dataclasses import dataclass
from functools import lru_cache

from studio.grading.readers.values import Scalar, legible

LONGEST = 500
_BRACKETS = re.compile(r"\[[^\]]*\]|\"[^\"]*\"|\\.|_.|\*.")
_MOST_DIGITS = 15


@dataclass(frozen=True)
class _Format:
    """What a number format asks for: digits after the point (None: as many as there are)."""

    digits: int | None
    grouped: bool
    percent: bool


@lru_cache(512)
def _format(written: str) -> _Format:
    section = _BRACKETS.sub("", written.partition(";")[0])
    if "0" not in section and "#" not in section:
        return _Format(None, False, False)
    whole, point, rest = section.partition(".")
    digits = len(re.match(r"[0#?]*", rest)[0]) if point else 0  # type: ignore[index]
    return _Format(min(digits, _MOST_DIGITS), bool(re.search(r"[#0],[#0]", whole)), "%" in section)


def shown(value: Scalar, number_format: str) -> str:
    """Return a value as text for the eye."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return legible(value[:LONGEST])
    asked = _format(number_format) if "E" not in number_format else _Format(None, False, False)
    number, sign = (value * 100, "%") if asked.percent else (value, "")
    if asked.digits is None:
        return f"{number:.15g}{sign}"
    return f"{number:{',' if asked.grouped else ''}.{asked.digits}f}{sign}"
