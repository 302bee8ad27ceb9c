"""What an instruction says of bodies: lengths with units, tolerances, counts of triangles, places.

All lengths are in millimetres until a file's own unit is known.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from studio.grading.proposing.instruction import Sentence
from studio.grading.readers.values import fold

_UNITS = {
    "mm": r"mm|millimet(?:er|re)s?",
    "cm": r"cm|centimet(?:er|re)s?",
    "um": r"[uµμ]m|microns?|micromet(?:er|re)s?",
    "m": r"m|met(?:er|re)s?",
    "inch": r"inch(?:es)?|in\.|″|\"",
    "ft": r"ft|foot|feet",
}
_SIZES = {"mm": 1.0, "cm": 10.0, "um": 1e-3, "m": 1000.0, "inch": 25.4, "ft": 304.8}
_NAMED = "|".join(f"(?P<{name}>{words})" for name, words in _UNITS.items())
_LENGTH = re.compile(
    rf"(?<![\w.,/])(?P<number>\d+(?:[.,]\d+)?(?:/\d+)?|\.\d+)[ -]?(?:{_NAMED})(?![\w²³^])",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?) ?(?:%|percent\b|per cent\b)", re.IGNORECASE)
_WRITTEN = re.compile(
    rf"\b(?:in|to|into|units?(?: of length)?(?: are| is| must be|:)?|as) (?:{_NAMED})(?![\w²³])",
    re.IGNORECASE,
)
_MAKES = re.compile(r"\b(?:sav|export|writ|convert|scal|units?\b|deliver|hand|model)", re.I)
_MOVED = (
    r"\b(?:no|not|never|nothing|none|without|cannot|can't|don't|mustn't|shouldn't)\b[^.;]{0,60}?"
    r"\b(?:mov|shift|displac|chang|vary|vari|wander|drift|creep)\w*(?: \w+){0,3}? more than\b|"
    r"\b(?:mov|shift|displac|wander|drift|creep)\w*(?: \w+){0,3}? (?:less than|at most|under)\b"
)
_SLACK = re.compile(
    r"\b(?:within|deviat\w*|deviation|toleranc\w*|accura\w+|distance|stray\w*|off by|differ\w*|"
    r"devia\w*|close to|closer|exact to|hausdorff|true to|up to)\b|±|\+/-|\+-|"
    r"\b(?:no|not|never) (?:more|further|farther) than [\d.,/]+[ -]?\w+ (?:off|out|away|from)\b|"
    r"\bat most [\d.,/]+[ -]?\w+ (?:off|out|away|from)\b|" + _MOVED,
    re.IGNORECASE,
)
_SIZED = re.compile(
    r"\b(?:dimensions?|sizes?|lengths?|measure(?:s|ments?)|diameters?|widths?|heights?|sides?)\b",
    re.IGNORECASE,
)
_MEAN = re.compile(r"\b(?:mean|average|rms|on average)\b", re.IGNORECASE)
_P95 = re.compile(r"\b(?:95(?:th)?(?: per ?cent(?:ile)?|%)|p95)", re.IGNORECASE)
_ORIGINAL = re.compile(
    r"\b(?:original|input|given|source|scan(?:ned)?|supplied|raw|starting|high[- ]res\w*)\b|"
    + _MOVED,
    re.IGNORECASE,
)
_FACES = re.compile(
    r"(?P<bound>at most|no more than|not more than|fewer than|less than|under|below|"
    r"maximum(?: of)?|up to|exceed(?:s|ing)?|reduced? to|down to|at least|no fewer than|"
    r"more than|minimum(?: of)?|budget(?: of|:)?|limit(?: of|:)?)"
    r" (?:about |around |roughly |to )?(?P<number>\d[\d,.' ]*?)(?P<kilo> ?k)?[ -]"
    r"(?:triangles|triangle|faces|polygons|polys|tris|facets)\b",
    re.IGNORECASE,
)
_FLOORS = ("at least", "no fewer", "more than", "minimum")
_PLACED = re.compile(
    r"\borigin\b|\b[xyz] ?= ?-?\d|\b(?:build|print) (?:plate|bed)\b|\bcoordinates?\b|"
    r"\b(?:same|original|its) (?:position|place|location|pose)\b|"
    r"\b(?:do not|don't|never|must not|should not|not) (?:be )?(?:mov|rotat|shift|turn)|"
    r"\bcent(?:re|er)(?:ed|d)? (?:on|at|about) (?:\(?0|zero)|\bin place\b",
    re.IGNORECASE,
)
_TURNED = re.compile(
    r"\b(?:along|about|around|parallel to|in) (?:the )?[+-]?[xyz]\b|"
    r"\b[xyz][- ]?(?:axis|up|direction)\b|\b[xyz] (?:is|points) up\b|"
    r"\b(?:xy|xz|yz)[- ]?plane\b|\borientation\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Length:
    """A length in a text: millimetres, the unit as named here, and where it stands."""

    value: float
    unit: str
    start: int


def lengths_in(text: str) -> list[Length]:
    """Return the lengths of a text, 1/16 inch as well as 0.5 mm."""
    found = []
    for match in _LENGTH.finditer(text):
        whole, _, part = match["number"].replace(",", ".").partition("/")
        value = float(whole) / float(part) if part.strip("0") else float(whole)
        unit = _unit_of(match)
        found.append(Length(value * _SIZES[unit], unit, match.start()))
    return found


def _unit_of(match: "re.Match[str]") -> str:
    return next(name for name in _UNITS if match[name])


def written_unit(sentences: Sequence[Sentence]) -> tuple[str, Sentence] | None:
    """Return the unit that an instruction wants a file written in, and where it says so."""
    found = [
        (bool(_MAKES.search(sentence.text)), match.group().lower().startswith("to"), number, match)
        for number, sentence in enumerate(sentences)
        for match in _WRITTEN.finditer(sentence.text)
    ]
    wished = [one for one in found if _unit_of(one[3]) != "um"]
    if not wished:
        return None
    best = max(wished, key=lambda one: (one[0], one[1], one[2]))
    return _unit_of(best[3]), sentences[best[2]]


def common_unit(sentences: Sequence[Sentence]) -> str:
    """Return the unit that most lengths of an instruction have, mm if there are none."""
    units = Counter(
        length.unit for s in sentences for length in lengths_in(s.text) if length.unit != "um"
    )
    return units.most_common(1)[0][0] if units else "mm"


@dataclass(frozen=True)
class Slack:
    """How far a surface may lie from another: millimetres, by which measure, of what, and where."""

    value: float
    measure: str
    of_original: bool
    of_sizes: bool
    sentence: Sentence


def slacks_for(sentences: Sequence[Sentence]) -> list[Slack]:
    """Return the tolerances of length that an instruction gives, those of surfaces first."""
    found = []
    for sentence in sentences:
        words = list(_SLACK.finditer(sentence.text))
        lengths = lengths_in(sentence.text)
        if not words or not lengths:
            continue
        near = min(
            lengths, key=lambda one: min(_apart(one.start, w.start(), w.end()) for w in words)
        )
        measure = "mean" if _MEAN.search(sentence.text) else "hausdorff"
        measure = "p95" if _P95.search(sentence.text) else measure
        original = bool(_ORIGINAL.search(sentence.text))
        sized = bool(_SIZED.search(sentence.text))
        found.append(Slack(near.value, measure, original, sized, sentence))
    return sorted(found, key=lambda one: one.of_sizes)


def _apart(place: int, start: int, end: int) -> int:
    """Return how far a number stands from a word, less if it follows."""
    return place - end if place >= end else 2 * (start - place)


def share_for(text: str, word: str) -> float | None:
    """Return the share within which a measure must be right: 0.02 for `volume within 2%`."""
    if not re.search(word, text, re.IGNORECASE):
        return None
    found = _PERCENT.search(text)
    return float(found[1]) / 100 if found and _SLACK.search(text) else None


def faces_for(text: str) -> tuple[str, int] | None:
    """Return the limit that a text sets to the number of triangles: `at_most` or `at_least`."""
    found = _FACES.search(fold(text))
    if found is None:
        return None
    digits = re.sub(r"\D", "", found["number"])
    if not digits or len(digits) > 9:
        return None
    side = "at_least" if found["bound"].lower().startswith(_FLOORS) else "at_most"
    before = text[max(0, found.start() - 12) : found.start()].lower()
    if found["bound"].lower() == "more than" and re.search(r"\b(?:no|not)\b", before):
        side = "at_most"
    strict = found["bound"].lower() in ("fewer than", "less than", "under", "below")
    return side, int(digits) * (1000 if found["kilo"] else 1) - strict


def placed_in(sentences: Sequence[Sentence]) -> Sentence | None:
    """Return where an instruction fixes the place of a body in space."""
    return next((s for s in sentences if _PLACED.search(s.text)), None)


def turned_in(sentences: Sequence[Sentence]) -> Sentence | None:
    """Return where an instruction fixes which way a body lies."""
    return next((s for s in sentences if _TURNED.search(s.text)), None)
