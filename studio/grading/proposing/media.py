"""What an instruction says of sound, music and film: lengths, room in time, and whose it is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from studio.grading.proposing.draft import Draft
from studio.grading.proposing.instruction import Sentence

NUMBER = r"(?P<number>[-+]? ?\d+(?:[.,]\d+)?)"
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-"))
_WORDS = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6"}
_WORDS |= {"seven": "7", "eight": "8", "nine": "9", "ten": "10", "half a": "0.5"}
_WORD = re.compile(rf"\b({'|'.join(_WORDS)})(?=[ -](?:seconds?|minutes?)\b)", re.IGNORECASE)
_CLOCK = re.compile(r"(?<![\w:.])(?P<minutes>\d{1,2}):(?P<seconds>[0-5]\d(?:\.\d+)?)(?![\w:])")
_UNITS = r"ms\b|milliseconds?\b|s\b|secs?\b|seconds?\b|min\b|minutes?\b"
LENGTH = re.compile(
    rf"(?<![\w.,:-])(?P<number>\d+(?:[.,]\d+)?)[ -]?(?P<unit>{_UNITS})", re.IGNORECASE
)
_ROOM = re.compile(
    r"(?:\bwithin|±|\+/-|\+-|\bplus or minus|\btolerance(?: of| is|:)?|\bgive or take)\s*"
    rf"(?P<number>\d+(?:[.,]\d+)?) ?(?P<unit>{_UNITS})",
    re.IGNORECASE,
)
_ROOM_OFF = re.compile(
    rf"(?P<number>\d+(?:[.,]\d+)?) ?(?P<unit>{_UNITS})(?: (?:off|longer|shorter|early|late|earlier|"
    r"later|either way|more|less))(?: or (?:shorter|longer|late|early|later|earlier|more|less)\b)?",
    re.IGNORECASE,
)
_MOST = re.compile(
    r"\b(?:at most|no (?:longer|more) than|not (?:longer|more) than|up to|shorter than|under|below|"
    r"less than|maximum|max\.?|or (?:less|shorter)|(?:must|may|should) not exceed|not over)\b",
    re.IGNORECASE,
)
_LEAST = re.compile(
    r"\b(?:at least|no (?:shorter|less) than|not (?:shorter|less) than|longer than|more than|over|"
    r"minimum|min\.|or (?:more|longer))\b",
    re.IGNORECASE,
)
_NEAR = 24
_BOTH_ENDS = re.compile(
    r"\b(?:both|either|each) (?:ends?|cuts?|sides?)\b|\bat (?:the |both )?(?:ends|cuts)\b|"
    r"\b(?:start|begin|in[- ]point|first|head)\w*\b[^.;]*"
    r"\b(?:stop|end|out[- ]point|finish|last|tail)\w*\b|"
    r"\b(?:cut|trim\w*|clip|part|piece|excerpt|section)\b[^.;]{0,40}?\b(?:from|between)\b"
    r"[^.;]*\d[^.;]*\b(?:to|and|until|till)\b[^.;]*\d",
    re.IGNORECASE,
)
_OF_LENGTH = re.compile(
    r"\b(?:long|length|duration|lasts?|lasting|exactly|total|altogether|run(?:ning)? time)\b", re.I
)


def plain(text: str) -> str:
    """Return a text with its dashes as hyphens and small numbers of seconds in digits."""
    return _WORD.sub(lambda found: _WORDS[found[1].lower()], text.translate(_DASHES))


def number(text: str) -> float:
    """Return the number that a match of `NUMBER` is."""
    return float(text.replace(" ", "").replace(",", "."))


def about(draft: Draft, path: str) -> list[Sentence]:
    """Return the sentences that speak of a file that is made, of what it is made from, or of none.

    Where work is done in place a file that is named is the one that is meant.
    """
    instruction, name = draft.instruction, path.rpartition("/")[2].casefold()

    def is_meant(sentence: Sentence) -> bool:
        named = {file for file in sentence.files if _name(file) not in instruction.given}
        named = named or set(sentence.about)
        return not named or any(name in file for file in named)

    return [
        one
        for one in instruction.sentences
        if instruction.is_about(one, path) or (not draft.in_place and is_meant(one))
    ]


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def in_seconds(found: "re.Match[str]") -> float:
    """Return what a number with a unit of time is in seconds."""
    unit = found["unit"].lower()
    scale = 0.001 if unit.startswith(("ms", "milli")) else 60.0 if unit.startswith("min") else 1.0
    return number(found["number"]) * scale


@dataclass(frozen=True)
class Stated:
    """A length that a sentence states: `seconds`, `at_most` or `at_least` so many seconds."""

    name: str
    seconds: float
    sentence: Sentence


def lengths_in(sentences: Sequence[Sentence]) -> Iterator[Stated]:
    """Yield the lengths that sentences state."""
    for sentence in sentences:
        text = plain(sentence.text)
        rooms = rooms_of(text)
        found = [(m.span(), in_seconds(m)) for m in LENGTH.finditer(text)]
        found += [
            (m.span(), 60 * int(m["minutes"]) + float(m["seconds"])) for m in _CLOCK.finditer(text)
        ]
        for (start, end), seconds in found:
            if seconds > 0 and not any(a <= start < b for a, b in rooms):
                around = text[max(0, start - _NEAR) : start], text[end : end + 12]
                yield Stated(_bound(*around), seconds, sentence)


def rooms_of(text: str) -> list[tuple[int, int]]:
    """Return where a text says how far off a time may be."""
    return [found.span() for one in (_ROOM, _ROOM_OFF) for found in one.finditer(text)]


def _bound(before: str, after: str) -> str:
    if _MOST.search(before) or re.match(r"(?: long)? or (?:less|shorter)", after):
        return "at_most"
    if _LEAST.search(before) or re.match(r"(?: long)? or (?:more|longer)", after):
        return "at_least"
    return "seconds"


def room_in(sentences: Sequence[Sentence]) -> tuple[float, Sentence] | None:
    """Return how many seconds off things may be, with the sentence that says so."""
    for sentence in sentences:
        text = plain(sentence.text)
        if found := _ROOM.search(text) or _ROOM_OFF.search(text):
            return in_seconds(found), sentence
    return None


def _of_length(room: tuple[float, Sentence]) -> float:
    """Return how many seconds off a length may be if a room is that of a start and an end."""
    seconds, sentence = room
    text = plain(sentence.text)
    twice = _BOTH_ENDS.search(text) and not _OF_LENGTH.search(text)
    return round(seconds * (2 if twice else 1), 6)


def length_wish(
    sentences: Sequence[Sentence], seconds: float, otherwise: float
) -> tuple[dict[str, float], Sentence | None, str]:
    """Return what is asked of the length of a recording, who says so, and why it is so.

    Args:
        sentences: those about it.
        seconds: how long the reference is.
        otherwise: how far off the length may be if nothing says so.
    """
    room = room_in(sentences)
    within = _of_length(room) if room else otherwise
    for stated in lengths_in(sentences):
        if stated.name == "at_most" and 0.3 * stated.seconds < seconds <= stated.seconds + 1e-6:
            return {"at_most": stated.seconds}, stated.sentence, "as the instruction says"
        if stated.name == "at_least" and seconds >= stated.seconds > 0.5 * seconds:
            return {"at_least": stated.seconds}, stated.sentence, "as the instruction says"
        if stated.name == "seconds" and abs(stated.seconds - seconds) <= max(0.1, within):
            wish = {"seconds": stated.seconds, "within": max(within, 0.05)}
            return wish, stated.sentence, "as the instruction says"
    wish = {"seconds": round(seconds, 3), "within": within}
    return wish, room[1] if room else None, "as long as the reference"


def files_of(draft: Draft, suffixes: tuple[str, ...]) -> Iterator[str]:
    """Yield the paths of the input's files with some suffixes."""
    for path in draft.given.paths:
        if Path(path).suffix.lower() in suffixes:
            yield path
