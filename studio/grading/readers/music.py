"""Reading standard MIDI files: notes in seconds and in beats, tempos, meters and key signatures.

Source: The Complete MIDI 1.0 Detailed Specification, Standard MIDI Files 1.0 (MMA, 1996). How the
music is stored plays no part: other ticks, other tracks, running status, and a note that is ended
by a note-on of velocity 0 read the same.
"""

import io
import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from studio.base.extras import import_extra
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.places import locate, read_bytes

MUSIC = (".mid", ".midi", ".smf")
MAX_BYTES = 1 << 20
MAX_NOTES = 100_000
MAX_SECONDS = 24 * 3600.0
_USUAL_TEMPO = 500_000
DRUMS = 9

Value = TypeVar("Value")


@dataclass(frozen=True)
class Note:
    """A note: when it begins and how long it lasts in seconds and in beats, and how it is played.

    `program` is the instrument from 0 to 127, `channel` from 0 to 15; that of drums is 9.
    """

    onset: float
    seconds: float
    beat: float
    beats: float
    pitch: int
    velocity: int
    channel: int
    program: int


class Mark(NamedTuple, Generic[Value]):
    """What holds from a time on, given in seconds and in beats."""

    second: float
    beat: float
    value: Value


@dataclass(frozen=True)
class Music:
    """A piece: its notes by onset, and its tempos, meters and keys.

    Tempos are in beats (quarter notes) a minute, meters such as `3/4`, keys such as `Bbm`.
    """

    notes: tuple[Note, ...]
    tempos: tuple[Mark[float], ...]
    meters: tuple[Mark[str], ...]
    keys: tuple[Mark[str], ...]

    @property
    def seconds(self) -> float:
        """When the last note ends."""
        return max((note.onset + note.seconds for note in self.notes), default=0.0)

    def tempo_at(self, second: float) -> float:
        """Return the tempo at a time."""
        place = bisect_right(self.tempos, second, key=lambda mark: mark.second) - 1
        return self.tempos[max(0, place)].value


def read_music(folder: Path, path: str) -> Music:
    """Return the music at a path of a folder.

    Raises:
        FaultError: if the extra is not installed.
        HostileInputError: if the file runs code in whoever unpacks it.
        Unreadable: if it is missing, broken, too large, or holds no notes.
    """
    place = locate(folder, path)
    if place is None:
        raise Unreadable("is missing")
    content = read_bytes(place, MAX_BYTES)
    _refuse_chunks(content)
    mido = import_extra("mido", "audio", "Checks of MIDI files")
    try:
        found = mido.MidiFile(file=io.BytesIO(content), charset="latin1")
    except (EOFError, OSError, ValueError, TypeError, LookupError, struct.error):
        raise Unreadable("is damaged, or no MIDI file") from None
    except mido.midifiles.meta.KeySignatureError:
        raise Unreadable("has a key signature that does not exist") from None
    if found.type == 2:
        raise Unreadable("holds several pieces (MIDI format 2), not one")
    return _music(found)


def _refuse_chunks(content: bytes) -> None:
    """Hold the lengths that the chunks declare against what is there.

    Raises:
        Unreadable: if the header or a track ends before it says.
    """
    if content[:4] != b"MThd" or len(content) < 14:
        raise Unreadable("is no MIDI file")
    size, _, tracks, division = struct.unpack_from(">IHHH", content, 4)
    if division == 0:
        raise Unreadable("says that a beat has 0 ticks, so nothing in it has a time")
    at, count = 8 + size, 0
    while at + 8 <= len(content) and count < tracks:
        (length,) = struct.unpack_from(">I", content, at + 4)
        at, count = at + 8 + length, count + 1
        if at > len(content):
            raise Unreadable(f"ends within track {count}, before the length that it declares")
    if count < tracks:
        raise Unreadable(f"says that it has {tracks:,} tracks, but holds {count:,}")


class _Clock:
    """Seconds and beats of ticks, by the tempos of all tracks."""

    def __init__(self, division: int, tempos: list[tuple[int, int]]) -> None:
        self._frame = 0.0
        self._division = division
        if division < 0:
            # Time code: frames a second, negative, in the upper byte, ticks a frame in the lower.
            frames, ticks = -(division >> 8), division & 0xFF
            if not frames or not ticks:
                raise Unreadable("counts its time in frames of no length")
            self._frame = 1.0 / (frames * ticks)
            self._division = frames * ticks
        self._starts = [0]
        self._seconds = [0.0]
        self._tempos = [_USUAL_TEMPO]
        for tick, tempo in sorted(dict(tempos).items()):
            at = self.seconds(tick)
            self._starts.append(tick)
            self._seconds.append(at)
            self._tempos.append(tempo)

    def seconds(self, tick: int) -> float:
        if self._frame:
            return tick * self._frame
        place = bisect_right(self._starts, tick) - 1
        passed = tick - self._starts[place]
        return self._seconds[place] + passed * self._tempos[place] / (1e6 * self._division)

    def beats(self, tick: int) -> float:
        return tick / self._division

    def tempos(self) -> Iterator[Mark[float]]:
        for start, second, tempo in zip(self._starts, self._seconds, self._tempos, strict=True):
            yield Mark(second, self.beats(start), 6e7 / tempo)


def _music(found: Any) -> Music:
    tracks = [list(_timed(track)) for track in found.tracks]
    tempos = [(at, m.tempo) for track in tracks for at, m in track if m.type == "set_tempo"]
    if any(tempo <= 0 for _, tempo in tempos):
        raise Unreadable("has a tempo at which a beat lasts no time")
    clock = _Clock(found.ticks_per_beat, tempos)
    programs = _programs(tracks)
    notes = [note for track in tracks for note in _notes(track, clock, programs)]
    if not notes:
        raise Unreadable("holds no notes")
    if len(notes) > MAX_NOTES:
        raise Unreadable(f"holds more than {MAX_NOTES:,} notes")
    notes.sort(key=lambda note: (note.onset, note.pitch, note.seconds, note.channel))
    if notes[-1].onset > MAX_SECONDS:
        raise Unreadable("lasts longer than a day")
    return Music(
        tuple(notes),
        tuple(clock.tempos()),
        tuple(_marks(tracks, clock, "time_signature")),
        tuple(_marks(tracks, clock, "key_signature")),
    )


def _timed(track: Any) -> Iterator[tuple[int, Any]]:
    """Yield the messages of a track with the tick that each stands at."""
    tick = 0
    for message in track:
        tick += message.time
        yield tick, message


def _marks(tracks: list[list[tuple[int, Any]]], clock: _Clock, kind: str) -> Iterator[Mark[str]]:
    found = [(at, m) for track in tracks for at, m in track if m.type == kind]
    for at, mark in sorted(found, key=lambda pair: pair[0]):
        told = str(mark.key) if kind == "key_signature" else f"{mark.numerator}/{mark.denominator}"
        yield Mark(clock.seconds(at), clock.beats(at), told)


def _programs(tracks: list[list[tuple[int, Any]]]) -> dict[int, list[tuple[int, int]]]:
    """Return for each channel the instruments with the ticks they begin at, of all tracks."""
    found: dict[int, list[tuple[int, int]]] = {}
    for track in tracks:
        for at, message in track:
            if message.type == "program_change":
                found.setdefault(message.channel, []).append((at, message.program))
    return {channel: sorted(changes) for channel, changes in found.items()}


def _program_at(changes: list[tuple[int, int]], tick: int) -> int:
    place = bisect_right(changes, (tick, 128)) - 1
    return changes[place][1] if place >= 0 else 0


def _notes(
    track: list[tuple[int, Any]], clock: _Clock, programs: dict[int, list[tuple[int, int]]]
) -> Iterator[Note]:
    """Yield the notes of a track; one that is begun again before it ended goes on beside it."""
    sounding: dict[tuple[int, int], list[tuple[int, int]]] = {}
    last = track[-1][0] if track else 0

    def note(key: tuple[int, int], begun: tuple[int, int], end: int) -> Note:
        (channel, pitch), (start, velocity) = key, begun
        onset, beat = clock.seconds(start), clock.beats(start)
        return Note(
            onset, clock.seconds(end) - onset, beat, clock.beats(end) - beat, pitch, velocity,
            channel, _program_at(programs.get(channel, []), start),
        )  # fmt: skip

    for tick, message in track:
        if message.type not in ("note_on", "note_off"):
            continue
        key = message.channel, message.note
        if message.type == "note_on" and message.velocity:
            sounding.setdefault(key, []).append((tick, message.velocity))
        elif sounding.get(key):
            yield note(key, sounding[key].pop(0), tick)
    for key, begun in sounding.items():
        for one in begun:
            yield note(key, one, last)
