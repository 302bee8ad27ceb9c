"""Dates as people write them, read only where they can be read in one way."""

import datetime as dt
import re

_TIME = (
    r"(?:[T ](?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)"
    r"(?::(?P<second>[0-5]\d)(?:\.(?P<fraction>\d{1,9}))?)?(?P<zone>Z|[+-]\d\d:?\d\d)?)?"
)
_YEAR_FIRST = re.compile(rf"(?P<year>\d{{4}})[-/.](?P<month>\d\d?)[-/.](?P<day>\d\d?){_TIME}")
_DOTTED = re.compile(rf"(?P<day>\d\d?)\. ?(?P<month>\d\d?)\. ?(?P<year>\d{{4}}){_TIME}")
_EITHER = re.compile(
    rf"(?P<one>\d\d?)(?P<mark>[/-])(?P<two>\d\d?)(?P=mark)(?P<year>\d{{4}}){_TIME}"
)
_DAY_NAMED = re.compile(
    r"(?P<day>\d\d?)(?:st|nd|rd|th|\.)?[ -](?P<name>[A-Za-z]{3,9})\.?,?[ -]"
    rf"(?P<year>\d{{4}}){_TIME}"
)
_NAMED_DAY = re.compile(
    rf"(?P<name>[A-Za-z]{{3,9}})\.? (?P<day>\d\d?)(?:st|nd|rd|th)?,? (?P<year>\d{{4}}){_TIME}"
)
MONTHS = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
"""The English names of the months, in small letters."""
_SHORTEST, _LONGEST = 8, 40


def date_of(text: str, day_first: bool | None = None) -> str | None:
    """Return the ISO form of a date or time, None if the text is none or may mean two.

    Args:
        text: folded text, such as `31/10/2026`, `31.10.2026`, `Oct 31, 2026` or
            `2026-10-31T00:00:00`; midnight is the date alone.
        day_first: how `05/10/2026` is to be read, None if nobody knows.
    """
    if not _SHORTEST <= len(text) <= _LONGEST:
        return None
    if not (text[0].isdecimal() or text[-1].isdecimal()):
        return None
    for pattern in (_YEAR_FIRST, _DOTTED):
        if found := pattern.fullmatch(text):
            return _iso(found, int(found["month"]), int(found["day"]))
    if found := _EITHER.fullmatch(text):
        return _either(found, day_first)
    return _named(text)


def day_stands_first(text: str) -> bool | None:
    """Tell of a date of two small numbers whether the day stands first, None if unclear."""
    found = _EITHER.fullmatch(text)
    if found is None or (int(found["one"]) > 12) == (int(found["two"]) > 12):
        return None
    return int(found["one"]) > 12


def _either(found: "re.Match[str]", day_first: bool | None) -> str | None:
    one, two = int(found["one"]), int(found["two"])
    plain = day_stands_first(found.group())
    order = day_first if plain is None else plain
    if order is None and one != two:
        return None
    return _iso(found, two, one) if order else _iso(found, one, two)


def _named(text: str) -> str | None:
    found = _DAY_NAMED.fullmatch(text) or _NAMED_DAY.fullmatch(text)
    if found is None:
        return None
    name = found["name"].lower()
    months = [n for n, month in enumerate(MONTHS, 1) if name in (month, month[:3], month[:4])]
    return _iso(found, months[0], int(found["day"])) if months else None


def _iso(found: "re.Match[str]", month: int, day: int) -> str | None:
    try:
        date = dt.date(int(found["year"]), month, day).isoformat()
    except ValueError:
        return None
    clock = [int(found[part] or 0) for part in ("hour", "minute", "second")]
    fraction = (found["fraction"] or "").rstrip("0")
    zone = (found["zone"] or "").replace(":", "").replace("+0000", "Z")
    if not any(clock) and not fraction and not zone:
        return date
    seconds = ":".join(f"{part:02d}" for part in clock)
    return f"{date}T{seconds}{'.' + fraction if fraction else ''}{zone}"
