"""The checks of music in MIDI files: its notes, its tempo and meter, its key."""

from typing import Literal

from pydantic import Field, field_validator

from studio.base.errors import FaultError
from studio.grading.families.media import (
    Fact,
    asked_of,
    fits_reference,
    of_reference,
    told_of,
    unreadable,
)
from studio.grading.kinds import Grounds, Judgement, Kind, failed, passed, register
from studio.grading.pitches import Clock, Key, Matched, Part, estimated_key, matched
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.music import Music, read_music
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

Source = Literal["notes", "signature"]
_MOMENTS = 64
_TOLD = 5
_PITCHES = ("C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B")


class MidiNotesParameters(Frozen):
    """How closely notes must be those of the reference, whatever tracks and ticks they stand in."""

    onset_within: float = Field(
        default=0.05,
        ge=0,
        le=10,
        title="Onset within",
        description="How early or late a note may begin, in seconds or beats.",
    )
    clock: Clock = Field(
        default="seconds",
        title="Clock",
        description="Whether times are seconds, or beats whatever the tempo.",
    )
    parts: tuple[Part, ...] = Field(
        default=("duration",),
        title="Parts",
        description="What else must agree: duration (within a fifth), velocity, instrument.",
    )
    at_least: float = Field(
        default=1.0, gt=0, le=1, title="At least", description="The floor of F1 over all notes."
    )


def compared(
    parameters: MidiNotesParameters, target: Target, reference: Music, music: Music
) -> Matched:
    """Return which notes of two pieces agree."""
    return matched(
        reference.notes, music.notes, parameters.onset_within, parameters.clock, parameters.parts
    )


def pitch_name(pitch: int) -> str:
    """Return the name of a pitch with its octave; middle C is C4."""
    return f"{_PITCHES[pitch % 12]}{pitch // 12 - 1}"


def _judge_notes(
    check: Check, parameters: MidiNotesParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    reference = of_reference(read_music, target, grounds)
    try:
        music = read_music(grounds.output, target.path)
    except Unreadable as fault:
        return unreadable(target, fault)
    found = compared(parameters, target, reference, music)
    missing, extra = len(found.missing), len(found.extra)
    named = [
        f"{pitch_name(note.pitch)} at {note.onset:.2f} s"
        for note in (reference.notes[place] for place in found.missing[:_TOLD])
    ]
    evidence = {"f1": round(found.f1, 6), "missing": missing, "extra": extra, "lacks": named}
    told = f"{len(found.pairs):,} of {len(reference.notes):,} notes of {target.path} are right"
    if found.f1 >= parameters.at_least - 1e-9:
        return passed(f"{told}, {extra:,} are extra.", public=f"{told}.", **evidence)
    lacks = f"; {', '.join(named)} are among the missing" if named else ""
    sentence = f"{told}, {missing:,} are missing or wrong, {extra:,} are extra{lacks}."
    public = f"{extra:,} of {len(music.notes):,} notes of {target.path} are not right."
    score = _above(found.f1, _free(parameters, target, reference, grounds)) / parameters.at_least
    return Judgement(min(score, 0.99), sentence, evidence, public)


def _above(f1: float, free: float) -> float:
    return max(0.0, (f1 - free) / (1 - free)) if free < 1 else 0.0


def _free(
    parameters: MidiNotesParameters, target: Target, reference: Music, grounds: Grounds
) -> float:
    """Return what the untouched file of the input reaches, which is worth nothing."""
    try:
        return compared(parameters, target, reference, read_music(grounds.input, target.path)).f1
    except Unreadable:
        return 0.0


def _sentence_notes(
    check: Check, parameters: MidiNotesParameters, target: Target, grounds: Grounds
) -> str:
    unit = "beat" if parameters.onset_within == 1 else "beats"
    unit = "s" if parameters.clock == "seconds" else unit
    also = f", with their {' and '.join(parameters.parts)}" if parameters.parts else ""
    return (
        f"{target.path} has the notes of the reference, each within "
        f"{parameters.onset_within:g} {unit}{also} (F1 at least {parameters.at_least:g})"
    )


class MidiTempoParameters(Frozen):
    """The tempo and the meter; what is left out is that of the reference, or free."""

    bpm: float | None = Field(
        default=None,
        gt=0,
        le=1000,
        title="Tempo",
        description="Beats (quarter notes) a minute throughout; the reference's at each moment if "
        "left out.",
    )
    within: float = Field(
        default=0.5, ge=0, title="Within", description="How many beats a minute it may be off."
    )
    meter: str | None = Field(
        default=None, pattern=r"^\d{1,2}/\d{1,2}$", title="Meter", description="Such as 3/4."
    )


def _tempo_facts(
    asked: MidiTempoParameters, reference: Music | None, music: Music | None
) -> list[Fact]:
    facts = []
    asks = f"{asked.bpm:g} BPM" if asked.bpm is not None else "that of the reference"
    wanted = f"the tempo is {asks} within {asked.within:g}"
    right, told = True, ""
    if music is not None:
        end = music.seconds
        for moment in (end * (n + 0.5) / _MOMENTS for n in range(_MOMENTS)):
            tempo = music.tempo_at(moment)
            goal = asked.bpm or (reference.tempo_at(moment) if reference else tempo)
            if abs(tempo - goal) > asked.within + 1e-3:
                right = False
                told = f"its tempo is {tempo:.4g} BPM at {moment:.1f} s"
                break
            told = f"its tempo is {tempo:.4g} BPM"
    facts.append(Fact(right, told, told, wanted))
    if asked.meter is not None:
        meter = music.meters[0].value if music and music.meters else "4/4"
        told = f"its meter is {meter}"
        facts.append(Fact(meter == asked.meter, told, told, f"it is in {asked.meter}"))
    return facts


def _judge_tempo(
    check: Check, parameters: MidiTempoParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    reference = of_reference(read_music, target, grounds)
    try:
        music = read_music(grounds.output, target.path)
    except Unreadable as fault:
        return unreadable(target, fault)
    return told_of(target.path, _tempo_facts(parameters, reference, music), whole=True)


def _sentence_tempo(
    check: Check, parameters: MidiTempoParameters, target: Target, grounds: Grounds
) -> str:
    return asked_of(target.path, _tempo_facts(parameters, None, None))


class MidiKeyParameters(Frozen):
    """The key; that of the reference if left out."""

    key: str | None = Field(
        default=None, title="Key", description="Such as `D major`, `Bb minor`, `F#m`."
    )
    source: Source = Field(
        default="notes",
        title="Source",
        description="Whether the notes tell it (Krumhansl's profiles), which a key signature must "
        "not contradict if there is one, or the key signature.",
    )

    @field_validator("key")
    @classmethod
    def _is_key(cls, key: str | None) -> str | None:
        if key is not None:
            Key.parse(key)
        return key


def key_of(music: Music, source: Source) -> Key | None:
    """Return the key of a piece, None if it has no key signature and that is asked for."""
    if source == "notes":
        return estimated_key(music)
    return Key.parse(music.keys[0].value) if music.keys else None


def signed_otherwise(music: Music, key: Key) -> Key | None:
    """Return the key that a piece is signed with at its start, None if that is as in `key`.

    Sharps and flats count, so D major may be written for B minor. None without a signature.
    """
    first = [Key.parse(mark.value) for mark in music.keys if mark.beat == music.keys[0].beat]
    return next((found for found in first if found.signature != key.signature), None)


def _wanted_key(parameters: MidiKeyParameters, target: Target, grounds: Grounds) -> Key:
    if parameters.key is not None:
        return Key.parse(parameters.key)
    key = key_of(of_reference(read_music, target, grounds), parameters.source)
    if key is None:
        raise FaultError(f"{target.path} of the reference has no key signature; name the key.")
    return key


def _judge_key(
    check: Check, parameters: MidiKeyParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    wanted = _wanted_key(parameters, target, grounds)
    try:
        music = read_music(grounds.output, target.path)
    except Unreadable as fault:
        return unreadable(target, fault)
    found, signed = key_of(music, parameters.source), signed_otherwise(music, wanted)
    if found is None:
        told = f"{target.path} has no key signature."
        return failed(told, public=told)
    if found == wanted and signed is not None:
        told = f"{target.path} is in {found}, but its key signature is that of {signed}."
        return failed(told, public=f"{target.path} has the key signature of {signed}.")
    if found == wanted:
        told = f"{target.path} is in {found}."
        return passed(told, public=told)
    public = f"{target.path} is in {found}, which is not the key asked for."
    return failed(f"{target.path} is in {found}, not in {wanted}.", public=public)


def _sentence_key(
    check: Check, parameters: MidiKeyParameters, target: Target, grounds: Grounds
) -> str:
    told = "by its key signature" if parameters.source == "signature" else "by its notes"
    return f"{target.path} is in {_wanted_key(parameters, target, grounds)} {told}"


register(
    Kind(
        id="midi_notes",
        family="midi",
        title="The notes are right",
        parameters=MidiNotesParameters,
        judge=_judge_notes,
        sentence=_sentence_notes,
        fit=fits_reference(_judge_notes),
        extra="audio",
    )
)
register(
    Kind(
        id="midi_tempo",
        family="midi",
        title="Tempo and meter are right",
        parameters=MidiTempoParameters,
        judge=_judge_tempo,
        sentence=_sentence_tempo,
        fit=fits_reference(_judge_tempo),
        extra="audio",
    )
)
register(
    Kind(
        id="midi_key",
        family="midi",
        title="The key is right",
        parameters=MidiKeyParameters,
        judge=_judge_key,
        sentence=_sentence_key,
        fit=fits_reference(_judge_key),
        extra="audio",
    )
)
