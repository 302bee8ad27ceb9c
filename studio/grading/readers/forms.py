"""One thing written in several ways: weeks, months, quarters, weekdays, times, yes and no, units.

A column as a whole is read in one form, so that a word that is a form by chance changes nothing.
"""

import re
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

from studio.grading.readers.dates import date_of
from studio.grading.readers.units import is_unit
from studio.grading.readers.values import Scalar, fold, number_of
from studio.grading.readers.writing import plain

Period = tuple[int | None, int]
_MONTHS = (
    "jan januar january janvier enero gennaio", "feb februar february février febrero febbraio",
    "mar mär mrz märz march mars marzo", "apr april avril abril aprile", "may mai mayo maggio",
    "jun juni june juin junio giugno", "jul juli july juillet julio luglio",
    "aug august août agosto", "sep sept september septembre septiembre settembre",
    "oct okt october oktober octobre octubre ottobre", "nov november novembre noviembre",
    "dec dez december dezember décembre diciembre dicembre",
)  # fmt: skip
_DAYS = (
    "mo mon monday montag lundi lunes lunedì", "tu tue tues tuesday di dienstag mardi martes",
    "we wed wednesday mi mittwoch mercredi miércoles", "th thu thur thurs thursday do donnerstag "
    "jeudi jueves", "fr fri friday freitag vendredi viernes", "sa sat saturday samstag samedi "
    "sábado", "su sun sunday so sonntag dimanche domingo",
)  # fmt: skip
_MONTH_OF = {name: n for n, names in enumerate(_MONTHS, 1) for name in names.split()}
_DAY_OF = {name: n for n, names in enumerate(_DAYS, 1) for name in names.split()}
_YES = frozenset(["yes", "y", "ja", "j", "oui", "o", "sí", "si", "s", "true", "wahr", "vrai", "1"])
_NO = frozenset(["no", "n", "nein", "non", "false", "falsch", "faux", "0"])
_TICK = frozenset(["x", "✓", "✔", "☑", "•", "*"])
_UNTICKED = frozenset(["-", "\u2013", "\u2014", "☐", "✗", "✘"])
_WEEK = re.compile(
    r"(?:(?P<y>\d{4})[-/ ]?)?(?:iso[- ]?)?(?:calendar[- ]?)?(?:w|wk|week|kw|woche|cw)\.?[- ]?"
    r"(?P<w>\d{1,2})(?:[-/, ]+(?P<z>\d{4}))?",
    re.IGNORECASE,
)
_QUARTER = re.compile(
    r"(?:(?P<y>\d{4})[-/ ]?)?(?:q|quarter ?|quartal ?)(?P<q>[1-4])(?:[-/, ]+(?P<z>\d{2,4}))?",
    re.IGNORECASE,
)
_NAMED_MONTH = re.compile(r"(?P<m>[^\W\d]{3,10})\.?(?:[-/, ']*(?P<y>\d{4}|\d{2}))?")
_YEAR_MONTH = re.compile(r"(?P<y>\d{4})[-/.](?P<m>0?[1-9]|1[0-2])")
_MONTH_YEAR = re.compile(r"(?P<m>0?[1-9]|1[0-2])[-/.](?P<y>\d{4})")
_TIME = re.compile(r"(?P<h>[01]?\d|2[0-4])[:h.](?P<m>[0-5]\d)(?::(?P<s>[0-5]\d))?(?: ?uhr)?", re.I)
_HALF = re.compile(r"(?P<h>1[0-2]|0?[1-9])(?:[:.](?P<m>[0-5]\d))? ?(?P<half>[ap])\.?m\.?", re.I)
_WITH_UNIT = re.compile(
    r"(?:(?P<before>[^\W\d]{1,4}) ?)?(?P<number>[-+\u2212]?\d[\d.,' ]*?) ?"
    r"(?P<unit>[^\d\s.,'][^\d]{0,11})?"
)
_LONGEST = 80
_LIKE_A_SLIP = 0.75
_PATH = re.compile(r"(?=.*[A-Za-z_])[\w ./\[\]:>-]+")
_PARTED = re.compile(r"[./\[\]:>]+")
_STEPS = re.compile(r"[ ./\[\]:>]+")
_TOTAL = re.compile(
    r"(?:grand |sub|sub-|over)?(?:totals?|all|sum|summe|gesamt\w*|average|mean|insgesamt|"
    r"somme|totaux)\b",
    re.IGNORECASE,
)
_CALLED = {
    "week": re.compile(r"\bweeks?\b|\b(?-i:KW|kw|Kw)\b|\bwoche\b|\bcw\b|\bwk\b", re.IGNORECASE),
    "month": re.compile(r"\bmonths?\b|\bmonat\b|\bmois\b", re.IGNORECASE),
    "quarter": re.compile(r"\bquarters?\b|\bquartal\b|\bqtr\b", re.IGNORECASE),
}


def in_one_form(
    expected: Sequence[Scalar], found: Sequence[Scalar], names: Sequence[str]
) -> tuple[list[Scalar], list[Scalar]] | None:
    """Return two columns written alike, None if they are not the same thing in two forms.

    Args:
        expected: plain values, as `writing.plain` gives them.
        found: plain values.
        names: what the columns are called; a bare number is a week only where they say so.
    """
    for value in (*expected, *found):
        if isinstance(value, str) and len(value) > _LONGEST:
            return None
    one, other = ([None if is_total(v) else v for v in side] for side in (expected, found))
    forms = _form_of(one, other, names)
    if forms is None:
        return None
    return _with_totals(forms[0], expected), _with_totals(forms[1], found)


def is_total(value: Scalar) -> bool:
    """Tell whether a cell names a row that sums up others."""
    return isinstance(value, str) and _TOTAL.match(fold(value)) is not None


def is_renamed_total(one: Scalar, other: Scalar) -> bool:
    """Tell whether two names of rows of totals are other words for one, and no slip of the pen."""
    if not (isinstance(one, str) and isinstance(other, str) and is_total(one) and is_total(other)):
        return False
    left, right = fold(one).casefold(), fold(other).casefold()
    if left.startswith(right) or right.startswith(left):
        return True
    return SequenceMatcher(None, left, right).ratio() < _LIKE_A_SLIP


def _with_totals(values: Sequence[Scalar], written: Sequence[Scalar]) -> list[Scalar]:
    return [w if is_total(w) else v for v, w in zip(values, written, strict=True)]


def _form_of(
    expected: Sequence[Scalar], found: Sequence[Scalar], names: Sequence[str]
) -> tuple[list[Scalar], list[Scalar]] | None:
    for kind, read in _PERIODS.items():
        called = any(_CALLED[kind].search(name.replace("_", " ")) for name in names)
        periods = _periods(expected, found, read, called)
        if periods:
            return periods
    for form in (_weekday, _time):
        one, other = _read(expected, form), _read(found, form)
        if one and other:
            return one, other
    if _are_paths(expected) and _are_paths(found):
        return [_path(value) for value in expected], [_path(value) for value in found]
    return _truths(expected, found) or _amounts(expected, found)


def _read(values: Sequence[Scalar], form: Callable[[Scalar], Scalar]) -> list[Scalar] | None:
    """Return values in a form, blanks as they are; None if one is not of it, or all are blank."""
    read = [None if value is None else form(value) for value in values]
    filled = [value for value in values if value is not None]
    there = [value for value in read if value is not None]
    return read if filled and len(there) == len(filled) else None


def _periods(
    expected: Sequence[Scalar],
    found: Sequence[Scalar],
    read: Callable[[Scalar, bool], Period | None],
    called: bool,
) -> tuple[list[Scalar], list[Scalar]] | None:
    """Return two columns of periods as texts; the year is left out where one of them has none."""
    sides = []
    for values in (expected, found):
        filled = [value for value in values if value is not None]
        periods = [read(value, called) for value in filled]
        if not filled or None in periods:
            return None
        sides.append([None if value is None else read(value, called) for value in values])
    whole = all(period is None or period[0] is not None for side in sides for period in side)
    for side in sides:
        known = {period for period in side if period is not None}
        if not whole and len({number for _, number in known}) < len(known):
            return None
    one, other = ([_told(period, whole) for period in side] for side in sides)
    return one, other


def _told(period: Period | None, whole: bool) -> Scalar:
    if period is None:
        return None
    return f"{period[0]}-{period[1]:02d}" if whole else f"{period[1]}"


def _whole(value: Scalar, most: int) -> int | None:
    number = number_of(value)
    fits = number is not None and number.is_integer() and 1 <= number <= most
    return int(number) if fits and number is not None else None


def _year(text: str | None) -> int | None:
    if not text:
        return None
    return int(text) + (2000 if len(text) == 2 else 0)


def _week(value: Scalar, called: bool) -> Period | None:
    text = fold(str(value)) if isinstance(value, str) else ""
    found = _WEEK.fullmatch(text)
    if found:
        number = int(found["w"])
        return (_year(found["y"] or found["z"]), number) if 1 <= number <= 53 else None
    if not called:
        return None
    bare = re.fullmatch(r"(\d{4})[-/](\d\d)", text)
    if bare and 1 <= int(bare[2]) <= 53:
        return int(bare[1]), int(bare[2])
    number_ = _whole(value, 53)
    return None if number_ is None else (None, number_)


def _month(value: Scalar, called: bool) -> Period | None:
    text = fold(str(value)).casefold() if isinstance(value, str) else ""
    named = _NAMED_MONTH.fullmatch(text)
    if named and named["m"] in _MONTH_OF:
        return _year(named["y"]), _MONTH_OF[named["m"]]
    found = _YEAR_MONTH.fullmatch(text) or _MONTH_YEAR.fullmatch(text)
    if found:
        return int(found["y"]), int(found["m"])
    if re.fullmatch(r"\d{4}-\d\d-01", text):
        return int(text[:4]), int(text[5:7])
    number = _whole(value, 12) if called else None
    return None if number is None else (None, number)


def _quarter(value: Scalar, called: bool) -> Period | None:
    found = _QUARTER.fullmatch(fold(value)) if isinstance(value, str) else None
    if found:
        return _year(found["y"] or found["z"]), int(found["q"])
    number = _whole(value, 4) if called else None
    return None if number is None else (None, number)


_PERIODS: dict[str, Callable[[Scalar, bool], Period | None]] = {
    "week": _week,
    "month": _month,
    "quarter": _quarter,
}


def is_period(text: str) -> bool:
    """Tell whether a text is a week, a month, a quarter or a day of the week."""
    return any(read(text, False) for read in _PERIODS.values()) or _weekday(text) is not None


def _weekday(value: Scalar) -> Scalar:
    text = fold(value).casefold().rstrip(".") if isinstance(value, str) else ""
    return f"day {_DAY_OF[text]}" if text in _DAY_OF else None


def _time(value: Scalar) -> Scalar:
    """Return a time of day as text; a sheet stores it as a share of a day."""
    if isinstance(value, float):
        minutes = value * 1440
        fits = 0 <= value < 1 and abs(minutes - round(minutes)) < 1e-4
        return f"{round(minutes) // 60}:{round(minutes) % 60:02d}" if fits else None
    text = fold(value) if isinstance(value, str) else ""
    half = _HALF.fullmatch(text)
    if half:
        hour = int(half["h"]) % 12 + (12 if half["half"].casefold() == "p" else 0)
        return f"{hour}:{half['m'] or '00'}"
    found = _TIME.fullmatch(text)
    if found is None or (found["s"] or "00") != "00":
        return None
    return f"{int(found['h'])}:{found['m']}"


def _are_paths(values: Sequence[Scalar]) -> bool:
    """Tell whether texts lead to a setting or a file: names with dots, slashes or brackets."""
    texts = [value for value in values if value is not None]
    whole = all(isinstance(value, str) and _PATH.fullmatch(value) for value in texts)
    return whole and any(_PARTED.search(str(value).strip("/")) for value in texts)


def _path(value: Scalar) -> Scalar:
    return None if value is None else "/".join(filter(None, _STEPS.split(str(value).casefold())))


def _truths(
    expected: Sequence[Scalar], found: Sequence[Scalar]
) -> tuple[list[Scalar], list[Scalar]] | None:
    one, other = _truth(expected), _truth(found)
    return (one, other) if one and other else None


def _truth(values: Sequence[Scalar]) -> list[Scalar] | None:
    """Return yes and no as truths; where one is a tick, a blank is the other."""
    texts = ["" if value is None else fold(_spelled(value)).casefold() for value in values]
    words = set(texts)
    if words & _TICK and words <= _TICK | _UNTICKED | {""}:
        return [text in _TICK for text in texts]
    if words <= _YES | {""} and words & (_YES - {"1"}):
        return [text in _YES for text in texts]
    if words & (_YES | _NO) and words <= _YES | _NO:
        return [text in _YES for text in texts]
    return None


def _spelled(value: Scalar) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return f"{value:g}"
    return str(value)


def _amounts(
    expected: Sequence[Scalar], found: Sequence[Scalar]
) -> tuple[list[Scalar], list[Scalar]] | None:
    """Return two columns as numbers where one of them writes one unit behind each."""
    one, other = _numbers(expected), _numbers(found)
    if one is None or other is None:
        return None
    units = one[1] | other[1]
    return (one[0], other[0]) if len(units) == 1 else None


def _numbers(values: Sequence[Scalar]) -> tuple[list[Scalar], set[str]] | None:
    read: list[Scalar] = []
    units: set[str] = set()
    for value in values:
        if value is None or isinstance(value, float):
            read.append(value)
            continue
        match = _WITH_UNIT.fullmatch(fold(value)) if isinstance(value, str) else None
        if match is None or date_of(match.group()):
            return None
        unit = (match["unit"] or match["before"] or "").strip()
        number = plain(match["number"].strip())
        if not is_unit(unit) or not isinstance(number, float):
            return None
        read.append(number)
        units.add(unit.casefold())
    return read, units
