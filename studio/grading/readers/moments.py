"""Days and times of day within a text, and patterns that find them however they are written."""

import re
from collections.abc import Iterator

from studio.grading.readers.dates import date_of

_NAMES = (
    *("january", "february", "march", "april", "may", "june", "july"),
    *("august", "september", "october", "november", "december"),
)
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DAY = re.compile(
    rf"\b(?:(?P<iso>\d{{4}}-\d\d-\d\d)\b(?:T(?=\d))?|(?P<dotted>\d\d?[./]\d\d?[./]\d{{4}})\b|"
    rf"(?P<one>\d\d?)(?:st|nd|rd|th|\.)? (?P<first>{_MONTH})\b(?:,? \d{{4}}\b)?|"
    rf"(?P<second>{_MONTH}) (?P<two>\d\d?)(?:st|nd|rd|th)?\b(?!:)(?:,? \d{{4}}\b)?)",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?<![\d:.])(?P<hour>[01]?\d|2[0-3]):(?P<minute>[0-5]\d)(?::[0-5]\d)?(?![\d:])"
    r"(?: ?(?P<half>[ap])\.?m\b\.?)?",
    re.IGNORECASE,
)


def moments_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield start, end and spelling of each day and time of day in a folded text."""
    for pattern in (_DAY, _TIME):
        for found in pattern.finditer(text):
            yield found.start(), found.end(), found.group()


def day_and_month(text: str) -> tuple[int, int] | None:
    """Return the day and month that a whole text is, None if it is none or may be two."""
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    if found["iso"] or found["dotted"]:
        iso = date_of(found["iso"] or found["dotted"])
        return (int(iso[8:10]), int(iso[5:7])) if iso else None
    name = (found["first"] or found["second"]).casefold()
    months = [number for number, full in enumerate(_NAMES, 1) if full.startswith(name[:3])]
    return int(found["one"] or found["two"]), months[0]


def day_pattern(text: str) -> str:
    """Return a pattern for a day in the ways that people write it, empty if a text is none."""
    found = day_and_month(text)
    if found is None:
        return ""
    day, month = found
    name = rf"{_NAMES[month - 1][:3]}[a-z]{{0,6}}"
    return (
        rf"\b0?{day}(?:st|nd|rd|th|\.)?(?: of)?[ -]{name}\b|\b{name}\.? 0?{day}(?:st|nd|rd|th)?\b|"
        rf"(?<![\d./])0?{day}[./]0?{month}(?![\d])|(?<![\d./])0?{month}/0?{day}(?![\d])|"
        rf"\b\d{{4}}-{month:02d}-{day:02d}|(?<![\d-])0?{day}-0?{month}-\d"
    )


def time_pattern(text: str) -> str:
    """Return a pattern for a time of day in the ways that people write it, empty if it is none."""
    found = _TIME.fullmatch(text)
    if found is None:
        return ""
    hour, minute = int(found["hour"]), found["minute"]
    if found["half"]:
        hour = hour % 12 + (12 if found["half"].casefold() == "p" else 0)
    full = rf"(?<![\d:.])0?{hour}[:.h]{minute}(?!\d| ?[ap]\.?m)"
    half = "p" if hour >= 12 else "a"
    minutes = rf"(?:[:.]{minute})?" if minute == "00" else rf"[:.]{minute}"
    return rf"{full}|(?<![\d:.])0?{(hour - 1) % 12 + 1}{minutes} ?{half}\.?m"
