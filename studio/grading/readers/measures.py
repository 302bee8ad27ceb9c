"""A number with its unit as it is written: `12.4 kN`, or a value and a unit side by side."""

import math
import re
from dataclasses import dataclass
from typing import Any

from studio.grading.readers.conversions import is_known, named_unit
from studio.grading.readers.values import Scalar, fold, scalar

_SPELLED = re.compile(
    r"(?P<number>[-+\u2212]?(?:\d{1,3}(?:[ ,]\d{3})+|\d+)?(?:\.\d+)?(?:[eE][-+]?\d{1,3})?)"
    r"\s*(?P<unit>[^\d\s.,].*)?"
)
_VALUES = ("value", "magnitude", "amount", "number", "val")
_UNITS = ("unit", "units", "uom")
_LONGEST = 80


@dataclass(frozen=True)
class Measure:
    """A finite number and its unit, empty if it has none."""

    value: float
    unit: str


def measure_of(value: Scalar) -> Measure | None:
    """Return the quantity that a value is or spells, None if it is anything else."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, float):
        return Measure(value, "") if math.isfinite(value) else None
    text = fold(value).replace("\u2212", "-")
    found = _SPELLED.fullmatch(text) if len(text) <= _LONGEST else None
    if found is None or not re.search(r"\d", found["number"]):
        return None
    unit = (found["unit"] or "").strip()
    number = float(re.sub(r"[ ,]", "", found["number"]))
    if not math.isfinite(number) or (unit and not is_known(unit)):
        return None
    return Measure(number, unit)


def measure_in(value: Any, name: str) -> Measure | None:
    """Return the quantity that a field of nested data holds, None if it is anything else.

    Args:
        value: what stands there: a scalar, or a dict of a value and a unit.
        name: the name of the field, which may end with a unit.
    """
    if isinstance(value, dict):
        return _of_pair({str(key).casefold().lstrip("@#"): one for key, one in value.items()})
    found = measure_of(scalar(value)) if not isinstance(value, list) else None
    if found is None or found.unit:
        return found
    return Measure(found.value, named_unit(name)[1])


def _of_pair(fields: dict[str, Any]) -> Measure | None:
    number = next((fields[name] for name in (*_VALUES, "text") if name in fields), None)
    unit = next((fields[name] for name in _UNITS if name in fields), "")
    if isinstance(number, dict | list) or not isinstance(unit, str):
        return None
    found = measure_of(scalar(number))
    if found is None or (unit and not is_known(unit)):
        return None
    return Measure(found.value, fold(unit) or found.unit)


def bare_name(name: str) -> str:
    """Return a name without its unit and without signs between its words, in small letters."""
    return re.sub(r"[\W_]+", " ", named_unit(name)[0].casefold()).strip()
