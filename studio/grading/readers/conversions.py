"""Units of one quantity turned into each other: kN into N, °C into K, rpm into rad/s, psi into Pa.

Sources: the SI brochure, 9th edition, and its table 8; NIST Special Publication 811 (2008),
appendix B. Cycles and radians are kept apart: Hz is never turned into rad/s.
"""

import math
import re
from collections.abc import Mapping
from functools import lru_cache

from studio.grading.readers.units import is_unit, powers_of
from studio.grading.readers.values import fold

Powers = dict[str, int]
_NEWTON, _JOULE, _WATT = "kg m s-2", "kg m2 s-2", "kg m2 s-3"
_PASCAL, _VOLT = "kg m-1 s-2", "kg m2 s-3 A-1"
# Each unit in base units, and the factor to them.
_BASES: Mapping[str, tuple[str, float]] = {
    "g": ("kg", 1e-3), "t": ("kg", 1e3), "lb": ("kg", 0.45359237), "oz": ("kg", 0.028349523125),
    "N": (_NEWTON, 1), "Pa": (_PASCAL, 1), "bar": (_PASCAL, 1e5), "psi": (_PASCAL, 6894.757293168),
    "mmHg": (_PASCAL, 133.322387415), "J": (_JOULE, 1), "Wh": (_JOULE, 3600), "VA": (_WATT, 1),
    "cal": (_JOULE, 4.184), "eV": (_JOULE, 1.602176634e-19), "W": (_WATT, 1),
    "C": ("s A", 1), "Ah": ("s A", 3600), "V": (_VOLT, 1), "Ω": ("kg m2 s-3 A-2", 1),
    "F": ("kg-1 m-2 s4 A2", 1), "S": ("kg-1 m-2 s3 A2", 1), "Wb": ("kg m2 s-2 A-1", 1),
    "T": ("kg s-2 A-1", 1), "H": ("kg m2 s-2 A-2", 1), "L": ("m3", 1e-3), "Gy": ("m2 s-2", 1),
    "Sv": ("m2 s-2", 1), "Bq": ("s-1", 1), "Hz": ("s-1", 1), "bpm": ("s-1", 1 / 60),
    "min": ("s", 60), "h": ("s", 3600), "d": ("s", 86400), "ha": ("m2", 1e4),
    "mi": ("m", 1609.344), "ft": ("m", 0.3048), "yd": ("m", 0.9144), "inch": ("m", 0.0254),
    "°": ("rad", math.pi / 180), "rpm": ("rad s-1", math.pi / 30), "lm": ("cd", 1),
    "lx": ("cd m-2", 1), "kat": ("mol s-1", 1), "Ci": ("s-1", 3.7e10), "°C": ("K", 1),
    "°F": ("K", 5 / 9),
}  # fmt: skip
# Units that are no prefix and symbol: what they are made of, and the factor.
_MADE: Mapping[str, tuple[str, float]] = {
    "lbf": ("N", 4.4482216152605), "kgf": ("N", 9.80665), "kp": ("N", 9.80665),
    "kip": ("N", 4448.2216152605), "ksi": ("psi", 1e3), "atm": ("Pa", 101325),
    "torr": ("Pa", 101325 / 760), "hp": ("W", 745.69987158227), "ps": ("W", 735.49875),
    "mph": ("mi/h", 1), "kmh": ("km/h", 1), "kph": ("km/h", 1), "knot": ("m/s", 1852 / 3600),
    "knots": ("m/s", 1852 / 3600), "kn": ("m/s", 1852 / 3600), "in": ("inch", 1),
    "kcal": ("cal", 1e3), "rev/min": ("rpm", 1), "rev/s": ("rpm", 60), "gn": ("m/s2", 9.80665),
    "newton": ("N", 1), "newtons": ("N", 1), "pascal": ("Pa", 1), "pascals": ("Pa", 1),
    "volt": ("V", 1), "volts": ("V", 1), "amp": ("A", 1), "amps": ("A", 1), "ampere": ("A", 1),
    "amperes": ("A", 1), "watt": ("W", 1), "watts": ("W", 1), "joule": ("J", 1),
    "joules": ("J", 1), "hertz": ("Hz", 1), "kelvin": ("K", 1), "radians": ("rad", 1),
    "radian": ("rad", 1), "milliseconds": ("ms", 1), "millisecond": ("ms", 1), "msec": ("ms", 1),
    "kilonewton": ("kN", 1), "kilonewtons": ("kN", 1), "megapascals": ("MPa", 1),
    "celsius": ("°C", 1), "degc": ("°C", 1), "deg c": ("°C", 1), "fahrenheit": ("°F", 1),
    "degf": ("°F", 1), "samples": ("", 1),
}  # fmt: skip
_ZEROS = {"°C": 273.15, "°F": 459.67 * 5 / 9}
_TERM = re.compile(r"(kg|m|s|A|K|mol|cd|rad)(-?\d)?")
_POWER = re.compile(r"\^\(?(-?\d)\)?")
_BRACKETED = re.compile(r"^(?P<name>.*?\S)\s*[(\[](?P<unit>[^()\[\]]+)[)\]]$")
_TAIL = re.compile(r"^(?P<name>.*?[^\s_/])(?:_| in |,? /? ?)(?P<unit>[^\s_,]+)$")


def convert(value: float, unit: str, other: str) -> float | None:
    """Return a value in another unit, None if one is unknown or they measure different things.

    Temperatures count from their zeros; a unit without any text is a plain number.
    """
    if plain(unit) == plain(other):
        return value
    one, two = in_base_units(unit), in_base_units(other)
    if one is None or two is None or one[0] != two[0]:
        return None
    base = value * one[1] + _zero(unit)
    found = (base - _zero(other)) / two[1]
    return found if math.isfinite(found) else None


def plain(unit: str) -> str:
    """Return a unit as it is looked up: folded, powers without a sign, products with a point."""
    text = _POWER.sub(r"\1", fold(unit)).replace("**", "").strip(" .")
    text = re.sub(r"^deg(?:rees?)?$", "°", text)
    text = re.sub(r"\bdeg(?=/)", "°", text)
    return re.sub(r"(?<=\w) (?=[A-Za-zµμΩ])", "·", text) if text not in _MADE else text


def _zero(unit: str) -> float:
    return _ZEROS.get(_spelled(plain(unit)), 0.0)


def _spelled(unit: str) -> str:
    made = _made(unit)
    return made[0] if made and made[1] == 1 else unit


def _made(unit: str) -> tuple[str, float] | None:
    """Return what a unit is made of; capitals matter where it is a symbol, as kN and kn are two."""
    if unit in _MADE:
        return _MADE[unit]
    return None if powers_of(unit) else _MADE.get(unit.casefold())


@lru_cache(maxsize=4096)
def in_base_units(unit: str) -> tuple[Powers, float] | None:
    """Return the powers of the base units in a unit and its factor to them, None if unknown."""
    text = plain(unit)
    made = _made(text)
    if made is not None:
        inner = in_base_units(made[0])
        return None if inner is None else (inner[0], inner[1] * made[1])
    found = powers_of(text)
    if found is None:
        return _of_parts(text)
    powers: Powers = {}
    scale = found[1]
    for symbol, power in found[0].items():
        base, factor = _BASES.get(symbol, (symbol, 1.0))
        scale *= float(factor) ** power
        for name, count in _counted(base):
            powers[name] = powers.get(name, 0) + count * power
    return {name: power for name, power in sorted(powers.items()) if power}, scale


def _counted(base: str) -> list[tuple[str, int]]:
    terms = [_TERM.fullmatch(term) for term in base.split()]
    if not all(terms):
        return [(base, 1)]
    return [(term[1], int(term[2] or 1)) for term in terms if term]


def _of_parts(text: str) -> tuple[Powers, float] | None:
    """Return a fraction or product of which a part is one of the units that are made of others."""
    for sign, power in (("/", -1), ("·", 1)):
        head, mark, tail = text.rpartition(sign)
        one, two = (in_base_units(head), in_base_units(tail)) if mark else (None, None)
        if one is not None and two is not None:
            names = sorted({*one[0], *two[0]})
            powers = {name: one[0].get(name, 0) + power * two[0].get(name, 0) for name in names}
            left = {name: count for name, count in powers.items() if count}
            return left, one[1] * two[1] ** power
    return None


def is_known(unit: str) -> bool:
    """Tell whether a text is a unit that can be turned into others."""
    return bool(plain(unit)) and (is_unit(plain(unit)) or in_base_units(unit) is not None)


def named_unit(name: str) -> tuple[str, str]:
    """Return the name of a column or field and its unit: `Force (kN)`, `force_kN`, `time [ms]`.

    The unit is empty if there is none that is known.
    """
    text = fold(name)
    for pattern in (_BRACKETED, _TAIL):
        found = pattern.fullmatch(text)
        if found and is_known(found["unit"].strip()):
            return found["name"].strip(" _,"), found["unit"].strip()
    return text, ""
