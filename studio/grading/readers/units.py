"""Units of measure: which two name the same quantity, and by what factor.

Sources: the SI brochure, 9th edition (units and prefixes); ISO 4217 (currencies).
"""

import re
from functools import lru_cache

_Dimensions = tuple[tuple[str, int], ...]
_SI = "m g s A K mol cd Hz N Pa J W C V F Ω S Wb T H lm lx Bq Gy Sv kat L eV bar t Wh Ah VA"
_OTHER = (
    "min h d ° °C °F % ‰ ppm ppb dB HU Ci rad rem cal ha mi ft lb oz yd psi rpm bpm mmHg inch px "
    "pt dpi IU B KB MB GB TB"
)
_MONEY = "EUR USD GBP CHF JPY CNY CAD AUD SEK NOK DKK PLN CZK INR BRL MXN"
_SPELLED = (
    "EUR € euro euros eur",
    "USD $ us$ usd dollar dollars",
    "GBP £ gbp pounds",
    "JPY ¥ yen",
    "CHF chf francs",
    "% percent pct prozent",
    "h hour hours hrs",
    "min minute minutes mins",
    "s sec secs second seconds",
    "d day days",
    "m metre metres meter meters",
    "km kilometres kilometers",
    "L l litre litres liter liters",
    "g gram grams",
    "mg milligram milligrams",
    "ug microgram micrograms mcg",
    "mL millilitre millilitres milliliter milliliters",
    "mm millimetre millimetres millimeter millimeters",
    "cm centimetre centimetres centimeter centimeters",
    "kg kgs kilogram kilograms",
    "m2 sqm",
    "° deg degree degrees",
    "lb lbs",
    "Ω ohm ohms",
    "inch inches",
    "ft feet",
    "mi mile miles",
)
_PREFIXED = frozenset(_SI.split())
_CURRENCIES = frozenset(_MONEY.split())
_PLAIN = frozenset(_OTHER.split()) | _CURRENCIES
_PREFIXES = dict(n=1e-9, u=1e-6, m=1e-3, c=1e-2, d=0.1, h=1e2, k=1e3, M=1e6, G=1e9, T=1e12)
_WORDS = {word: line.split()[0] for line in _SPELLED for word in line.split()[1:]}
_TERM = re.compile(r"(?P<symbol>[^\d^\s/·⋅*-]+)\^?(?P<power>-?[1-3])?")
_PER = re.compile(r"(?<!\w)([A-Za-zµμ°€$£]{1,12}\d?) per (?:a )?([A-Za-zµμ]{1,12}\d?)(?!\w)")
_DEGREES = frozenset(["°", "°C", "°F"])
_RATIOS = {"%": 1e-2, "‰": 1e-3, "ppm": 1e-6, "ppb": 1e-9}


def is_unit(text: str) -> bool:
    """Tell whether a text, folded, is a unit that is known here."""
    return bool(text) and _parsed(text) is not None


def factor(unit: str, other: str) -> float | None:
    """Return what one `unit` is in `other`, None if they measure different things.

    Both are folded texts; an empty one is a plain number. Only prefixes, powers, ratios and the
    ways to write a currency are resolved: hours are never turned into minutes. Degrees without a
    scale are those of the other.
    """
    if unit == other:
        return 1.0
    spoken = {_WORDS.get(unit.casefold(), unit), _WORDS.get(other.casefold(), other)}
    if "°" in spoken and spoken <= _DEGREES:
        return 1.0
    one, two = _parsed(unit), _parsed(other)
    if one is None or two is None or one[0] != two[0]:
        return None
    return one[1] / two[1]


def powers_of(unit: str) -> tuple[dict[str, int], float] | None:
    """Return the powers of the units that a folded text is made of, and the factor of its prefixes.

    None if it is no unit that is known here.
    """
    found = _parsed(unit)
    return None if found is None else (dict(found[0]), found[1])


@lru_cache(maxsize=4096)
def _parsed(unit: str) -> tuple[_Dimensions, float] | None:
    """Return the powers of the base units in a unit, and the factor of its prefixes."""
    unit = unit.strip().replace("μ", "u").replace("µ", "u").replace("\u2126", "Ω")
    if not unit:
        return (), 1.0
    if unit in _RATIOS or _WORDS.get(unit.casefold()) == "%":
        return (), _RATIOS.get(unit, 1e-2)
    powers: dict[str, int] = {}
    scale = 1.0
    for number, side in enumerate(unit.split("/")):
        for written in re.split(r"[·⋅*]|(?<=\w)-(?=[A-Za-z])", side):
            term = _TERM.fullmatch(_WORDS.get(written.strip().casefold(), written.strip()))
            base = _base(term["symbol"]) if term else None
            if term is None or base is None:
                return None
            power = int(term["power"] or 1) * (-1 if number else 1)
            powers[base[0]] = powers.get(base[0], 0) + power
            scale *= base[1] ** power
    return tuple(sorted((base, power) for base, power in powers.items() if power)), scale


def _base(symbol: str) -> tuple[str, float] | None:
    """Return the base unit that a symbol or word names, and the factor of its prefix."""
    if symbol in _PLAIN or symbol in _PREFIXED:
        return symbol, 1.0
    prefix, rest = _PREFIXES.get(symbol[0], 0.0), _WORDS.get(symbol[1:], symbol[1:])
    if prefix and (symbol[1:] in _PREFIXED or rest == "L"):
        return rest if rest == "L" else symbol[1:], prefix
    if prefix == 1e3 and rest in _CURRENCIES:
        return rest, prefix
    return None


def with_rates(text: str) -> str:
    """Return a text with rates such as `milligrams per litre` written as `milligrams/litre`."""
    return _PER.sub(
        lambda found: (
            f"{found[1]}/{found[2]}" if is_unit(found[1]) and is_unit(found[2]) else found[0]
        ),
        text,
    )


def timeless(unit: str) -> str:
    """Return what a rate over time is a rate of: `mg/day` is told in mg where a day is meant."""
    return re.sub(r"/(?:d|days?|h|hours?|w|weeks?|months?|mo|a|years?|yr)$", "", unit)


@lru_cache(maxsize=256)
def product_pattern(unit: str) -> "re.Pattern[str] | None":
    """Return a pattern that finds a product of units, such as mGy·cm, in all its spellings.

    None if the unit is no product.
    """
    parts = re.split(r"[·⋅*]", unit)
    if len(parts) < 2 or not all(part and is_unit(part) for part in parts):
        return None
    joined = r"\s?[·⋅*\u00d7x.\-]?\s?".join(re.escape(part) for part in parts)
    return re.compile(rf"(?<![^\W\d_]){joined}(?![^\W_])")
