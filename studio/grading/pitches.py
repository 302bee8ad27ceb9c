"""How alike two pieces are note by note, and in which key a piece stands.

Sources: Raffel et al., mir_eval, ISMIR 2014 (F1 of notes that agree in onset, pitch and offset,
with 50 ms for the onset and a fifth of the length, 50 ms at least, for the end); Krumhansl,
Cognitive Foundations of Musical Pitch, 1990, chapter 4 (the key whose profile correlates best).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from studio.grading.readers.music import DRUMS, Music, Note

Part = Literal["duration", "velocity", "instrument"]
Clock = Literal["seconds", "beats"]
_LENGTH_SHARE = 0.2
_VELOCITY_ROOM = 2
_TINY = 1e-6
_MAJOR = (6.35, 2.23, 3.48, 2.33, 4.38, 4.09, 2.52, 5.19, 2.39, 3.66, 2.29, 2.88)
_MINOR = (6.33, 2.68, 3.52, 5.38, 2.60, 3.53, 2.54, 4.75, 3.98, 2.69, 3.34, 3.17)
_NAMES = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_SHOWN = ("C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")


@dataclass(frozen=True)
class Matched:
    """Which notes of two pieces are the same, by their places in each, and which are left over."""

    pairs: tuple[tuple[int, int], ...]
    missing: tuple[int, ...]
    extra: tuple[int, ...]

    @property
    def f1(self) -> float:
        """Twice the notes that agree, as a part of all notes of both."""
        agreed = len(self.pairs)
        return 2 * agreed / (2 * agreed + len(self.missing) + len(self.extra))


def matched(
    wanted: Sequence[Note], found: Sequence[Note], room: float, clock: Clock, parts: Sequence[Part]
) -> Matched:
    """Return which notes agree in pitch, in onset within `room`, and in the parts that count.

    Of notes of one pitch the earliest are paired first, which pairs as many as can be, for all
    have the same room.
    """
    voices: dict[tuple[int, bool], tuple[list[int], list[int]]] = {}
    for side, notes in enumerate((wanted, found)):
        for place, note in enumerate(notes):
            key = note.pitch, note.channel == DRUMS
            voices.setdefault(key, ([], []))[side].append(place)
    pairs: list[tuple[int, int]] = []
    for ours, theirs in voices.values():
        pairs += _paired(wanted, found, ours, theirs, room, clock)
    agreed = [pair for pair in pairs if _agree(wanted[pair[0]], found[pair[1]], clock, room, parts)]
    left, right = {a for a, _ in agreed}, {b for _, b in agreed}
    return Matched(
        tuple(sorted(agreed)),
        tuple(place for place in range(len(wanted)) if place not in left),
        tuple(place for place in range(len(found)) if place not in right),
    )


def _onset(note: Note, clock: Clock) -> float:
    return note.onset if clock == "seconds" else note.beat


def _paired(
    wanted: Sequence[Note],
    found: Sequence[Note],
    ours: list[int],
    theirs: list[int],
    room: float,
    clock: Clock,
) -> list[tuple[int, int]]:
    pairs = []
    a = b = 0
    while a < len(ours) and b < len(theirs):
        apart = _onset(found[theirs[b]], clock) - _onset(wanted[ours[a]], clock)
        if abs(apart) <= room + _TINY:
            pairs.append((ours[a], theirs[b]))
            a, b = a + 1, b + 1
        elif apart < 0:
            b += 1
        else:
            a += 1
    return pairs


def _agree(ours: Note, theirs: Note, clock: Clock, room: float, parts: Sequence[Part]) -> bool:
    if "velocity" in parts and abs(ours.velocity - theirs.velocity) > _VELOCITY_ROOM:
        return False
    if ours.channel == DRUMS:
        # How long a stroke of a drum is held says nothing, nor does the program of its channel.
        return True
    if "instrument" in parts and ours.program != theirs.program:
        return False
    if "duration" not in parts:
        return True
    length, other = (
        (note.seconds if clock == "seconds" else note.beats) for note in (ours, theirs)
    )
    return abs(length - other) <= max(_LENGTH_SHARE * length, room) + _TINY


def pitch_of(name: str) -> int:
    """Return the pitch class, from 0 for C, of a name such as `Bb` or `F#`.

    Raises:
        ValueError: if it is none.
    """
    letter, signs = name[:1].upper(), name[1:]
    if letter not in _NAMES or signs.strip("#b") or len(signs) > 2:
        raise ValueError(f"{name!r} is no pitch")
    return (_NAMES[letter] + signs.count("#") - signs.count("b")) % 12


@dataclass(frozen=True)
class Key:
    """A key: the pitch class of its tonic, from 0 for C, and whether it is minor."""

    tonic: int
    minor: bool

    @classmethod
    def parse(cls, text: str) -> "Key":
        """Return the key of `Bb major`, `F# minor`, `Am` or `C`.

        Raises:
            ValueError: if it is none.
        """
        words = text.strip().replace("\u266d", "b").replace("\u266f", "#").replace("-", " ").split()
        spoken = {"flat": "b", "sharp": "#"}
        if not words:
            raise ValueError("a key is written as D major or F#m")
        name = words[0] + "".join(spoken.get(word.lower(), "") for word in words[1:])
        mode = words[-1].lower() if len(words) > 1 else ""
        short = mode not in ("major", "minor") and name.endswith("m")
        return cls(pitch_of(name.removesuffix("m") if short else name), short or mode == "minor")

    @property
    def signature(self) -> int:
        """The tonic of the major key that is written with the same sharps or flats."""
        return (self.tonic + 3 * self.minor) % 12

    def __str__(self) -> str:
        return f"{_SHOWN[self.tonic]} {'minor' if self.minor else 'major'}"


def estimated_key(music: Music) -> Key:
    """Return the key whose profile the lengths of the pitches fit best; drums do not count."""
    lengths = np.zeros(12)
    for note in music.notes:
        if note.channel != DRUMS:
            lengths[note.pitch % 12] += max(note.beats, 1e-3)
    fits = {
        Key(tonic, minor): _fit(lengths, np.roll(profile, tonic))
        for tonic in range(12)
        for minor, profile in ((False, _MAJOR), (True, _MINOR))
    }
    return max(fits, key=lambda key: fits[key])


def _fit(lengths: np.ndarray, profile: np.ndarray) -> float:
    ours, theirs = lengths - lengths.mean(), profile - profile.mean()
    size = float(np.linalg.norm(ours) * np.linalg.norm(theirs))
    return round(float(ours @ theirs) / size, 9) if size else 0.0
