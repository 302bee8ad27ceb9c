"""Near misses and harmless variants of MIDI files."""

import io
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from studio.base.extras import import_extra
from studio.grading.near_misses.operators import Made, Scene, spoils, varies
from studio.grading.pitches import Key
from studio.grading.readers.music import DRUMS, MUSIC, Mark, Music, Note, read_music

_TICKS = 960


def _track_of(note: Note) -> int:
    return note.channel


def _one_track(note: Note) -> int:
    return 0


def _by_height(note: Note) -> int:
    return int(note.pitch >= 60)


def written(
    music: Music,
    notes: Sequence[Note],
    *,
    ticks: int = _TICKS,
    track_of: Callable[[Note], int] = _track_of,
    silent_ends: bool = False,
    tempo: float = 1.0,
) -> bytes:
    """Return a MIDI file of some notes with the tempos, meters and keys of a piece.

    Args:
        music: the piece.
        notes: its notes, or others.
        ticks: the ticks of a beat.
        track_of: the track of a note, any number.
        silent_ends: whether notes are ended by a note-on of velocity 0.
        tempo: how many times faster it is.
    """
    mido = import_extra("mido", "audio", "Variants of MIDI files")
    events = {-1: _marks(mido, music, ticks, tempo)}
    for note in notes:
        events.setdefault(track_of(note), []).extend(_strokes(mido, note, ticks, silent_ends))
    made = mido.MidiFile(type=1, ticks_per_beat=ticks)
    for number in sorted(events):
        made.tracks.append(_track(mido, events[number]))
    stream = io.BytesIO()
    made.save(file=stream)
    return stream.getvalue()


Event = tuple[int, int, Any]


def _marks(mido: Any, music: Music, ticks: int, tempo: float) -> list[Event]:
    found: list[Event] = []
    for mark in music.tempos:
        micros = round(6e7 / (mark.value * tempo))
        message = mido.MetaMessage("set_tempo", tempo=micros)
        found.append((round(mark.beat * ticks), 0, message))
    for meter in music.meters:
        upper, lower = (int(part) for part in meter.value.split("/"))
        message = mido.MetaMessage("time_signature", numerator=upper, denominator=lower)
        found.append((round(meter.beat * ticks), 0, message))
    for key in music.keys:
        message = mido.MetaMessage("key_signature", key=key.value)
        found.append((round(key.beat * ticks), 0, message))
    return found


def _strokes(mido: Any, note: Note, ticks: int, silent_ends: bool) -> list[Event]:
    start = round(max(0.0, note.beat) * ticks)
    end = max(start + 1, round((note.beat + note.beats) * ticks))
    played = {"channel": note.channel, "note": note.pitch}
    last = "note_on" if silent_ends else "note_off"
    found = [
        (end, 1, mido.Message(last, velocity=0 if silent_ends else 64, **played)),
        (start, 3, mido.Message("note_on", velocity=note.velocity, **played)),
    ]
    if note.channel != DRUMS:
        chosen = mido.Message("program_change", channel=note.channel, program=note.program)
        found.append((start, 2, chosen))
    return found


def _track(mido: Any, events: list[Event]) -> Any:
    track, at = mido.MidiTrack(), 0
    for tick, _, message in sorted(events, key=lambda event: event[:2]):
        track.append(message.copy(time=tick - at))
        at = tick
    return track


Change = Callable[[Music, random.Random], list[Note] | None]


def _operator(id: str, title: str, did: str, harmless: bool = False) -> Callable[[Change], Change]:
    """Register what changes notes; None is a change that does not apply."""
    register = varies if harmless else spoils

    def keep(change: Change) -> Change:
        def make(scene: Scene, rng: random.Random) -> Iterator[Made]:
            music = read_music(scene.reference, scene.path)
            notes = change(music, rng)
            if notes:
                yield scene.made(did, written(music, notes))

        register(id, "midi", title, MUSIC)(make)
        return change

    return keep


def _raised(music: Music, by: int) -> list[Note] | None:
    pitched = [note for note in music.notes if note.channel != DRUMS]
    if not pitched or any(not 0 <= note.pitch + by < 128 for note in pitched):
        return None
    return [
        note if note.channel == DRUMS else replace(note, pitch=note.pitch + by)
        for note in music.notes
    ]


@_operator("notes_semitone_up", "A semitone too high", "transposed it up by a semitone")
def _semitone(music: Music, rng: random.Random) -> list[Note] | None:
    return _raised(music, 1)


@_operator("notes_octave_down", "An octave too low", "transposed it down by an octave")
def _octave(music: Music, rng: random.Random) -> list[Note] | None:
    return _raised(music, -12)


@_operator("notes_late", "All late", "began half a beat late")
def _late(music: Music, rng: random.Random) -> list[Note]:
    return [replace(note, beat=note.beat + 0.5) for note in music.notes]


@_operator("notes_dropped", "Notes are missing", "left out one note")
def _dropped(music: Music, rng: random.Random) -> list[Note] | None:
    gone = rng.randrange(len(music.notes))
    return [note for place, note in enumerate(music.notes) if place != gone]


@_operator("notes_wrong_one", "A wrong note", "played one note a whole tone too high")
def _wrong_one(music: Music, rng: random.Random) -> list[Note] | None:
    places = [n for n, note in enumerate(music.notes) if note.pitch < 126 and note.channel != DRUMS]
    if not places:
        return None
    wrong = rng.choice(places)
    return [
        replace(note, pitch=note.pitch + 2) if place == wrong else note
        for place, note in enumerate(music.notes)
    ]


@_operator("notes_doubled", "Notes there twice", "doubled each note an octave higher")
def _doubled(music: Music, rng: random.Random) -> list[Note] | None:
    raised = _raised(music, 12)
    return [*music.notes, *raised] if raised else None


@_operator("notes_voice_missing", "A voice is missing", "left out the lower half of the notes")
def _voice(music: Music, rng: random.Random) -> list[Note] | None:
    middle = sorted(note.pitch for note in music.notes)[len(music.notes) // 2]
    kept = [note for note in music.notes if note.pitch >= middle]
    return kept if 0 < len(kept) < len(music.notes) else None


@_operator("notes_cut_short", "The end is missing", "left out the last quarter")
def _cut_short(music: Music, rng: random.Random) -> list[Note] | None:
    return list(music.notes[: len(music.notes) * 3 // 4])


@spoils("notes_short", "midi", "Notes too short", MUSIC)
def _short(scene: Scene, rng: random.Random) -> Iterator[Made]:
    counts = any("duration" in check.parameters.get("parts", ()) for check in scene.checks)
    music = read_music(scene.reference, scene.path)
    notes = [replace(note, beats=note.beats / 3) for note in music.notes]
    long = any(note.seconds > 0.3 and note.channel != DRUMS for note in music.notes)
    if counts and long:
        yield scene.made("held each note for a third of its length", written(music, notes))


@spoils("tempo_half", "midi", "Half the tempo", MUSIC)
def _half(scene: Scene, rng: random.Random) -> Iterator[Made]:
    timed = any(
        check.kind == "midi_tempo" or check.parameters.get("clock", "seconds") == "seconds"
        for check in scene.checks
        if check.kind.startswith("midi_")
    )
    if timed:
        music = read_music(scene.reference, scene.path)
        yield scene.made("set half the tempo", written(music, music.notes, tempo=0.5))


@spoils("key_signed_otherwise", "midi", "Another key signature", MUSIC)
def _signed(scene: Scene, rng: random.Random) -> Iterator[Made]:
    keyed = any(check.kind == "midi_key" for check in scene.checks)
    music = read_music(scene.reference, scene.path)
    if keyed and music.keys:
        other = Key((Key.parse(music.keys[0].value).signature + 3) % 12, minor=False)
        marks = (Mark(0.0, 0.0, str(other).split()[0]),)
        yield scene.made("left the key signature of a minor third higher",
                         written(replace(music, keys=marks), music.notes))  # fmt: skip


def _same(id: str, title: str, did: str, **how: Any) -> None:
    def make(scene: Scene, rng: random.Random) -> Iterator[Made]:
        music = read_music(scene.reference, scene.path)
        yield scene.made(did, written(music, music.notes, **how))

    varies(id, "midi", title, MUSIC)(make)


_same("notes_other_ticks", "Other ticks", "saved it with 480 ticks a beat", ticks=480)
_same("notes_one_track", "Notes in one track", "put all notes into one track", track_of=_one_track)
_same("notes_two_hands", "Other tracks", "parted the tracks at middle C", track_of=_by_height)
_same("notes_silent_ends", "Ends of velocity 0", "ended notes by velocity 0", silent_ends=True)


@_operator("notes_jitter", "Milliseconds off", "played each note within a millisecond", True)
def _jitter(music: Music, rng: random.Random) -> list[Note]:
    return [
        replace(note, beat=note.beat + rng.uniform(0, 0.001) * music.tempo_at(note.onset) / 60)
        for note in music.notes
    ]
