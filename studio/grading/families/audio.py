"""The checks of sound: how it is stored, how loud it is, and whether it is the right recording."""

import math
from dataclasses import replace
from typing import Literal

from pydantic import Field, model_validator

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
from studio.grading.loudness import integrated_loudness, peak, true_peak
from studio.grading.phrasing import counted, percent
from studio.grading.phrasing import seconds as in_seconds
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.sound import MAX_CHANNELS, MAX_RATE, Sound, read_sound
from studio.grading.spectra import Level, alike, flat_tops
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

# What rounding to 16 bits and the measure itself may be off by.
_TRACE = 0.05
# A half second of which less agrees is another one, however alike the rest is.
_LEAST_MOMENT = 0.5
_NOTHING = "Say at least one thing that is asked for"


class AudioFormatParameters(Frozen):
    """How sound is stored, and how long it is; what is left out is free."""

    rate: int | None = Field(
        default=None, gt=0, le=MAX_RATE, title="Rate", description="Samples a second, in Hz."
    )
    channels: int | None = Field(
        default=None, gt=0, le=MAX_CHANNELS, title="Channels", description="1 is mono, 2 stereo."
    )
    bits: int | None = Field(
        default=None, gt=0, le=64, title="Bits", description="Bits of a sample, such as 16."
    )
    container: Literal["WAV", "FLAC", "Ogg", "MP3", "AIFF"] | None = Field(
        default=None, title="Format", description="What the file really is, whatever its name."
    )
    seconds: float | None = Field(
        default=None, gt=0, title="Seconds", description="How long it is."
    )
    within: float = Field(
        default=0.1, ge=0, title="Within", description="How many seconds it may be off."
    )
    at_least: float | None = Field(
        default=None, gt=0, title="At least", description="The least length in seconds."
    )
    at_most: float | None = Field(
        default=None, gt=0, title="At most", description="The greatest length in seconds."
    )

    @model_validator(mode="after")
    def _asks(self) -> "AudioFormatParameters":
        asked = (self.rate, self.channels, self.bits, self.container, self.seconds, self.at_least)
        if all(one is None for one in (*asked, self.at_most)):
            raise ValueError(_NOTHING)
        return self


def _channels(count: int) -> str:
    return {1: "mono", 2: "stereo"}.get(count, f"{count} channels")


def _stored(asked: AudioFormatParameters, sound: Sound | None) -> list[Fact]:
    """Return what is asked of how sound is stored; of no sound, only how it must be."""
    facts = []
    if asked.rate is not None:
        rate = sound.rate if sound else 0
        told = f"its rate is {rate:,} Hz"
        facts.append(Fact(rate == asked.rate, told, told, f"the rate is {asked.rate:,} Hz"))
    if asked.channels is not None:
        count = sound.channels if sound else 0
        told = f"it is {_channels(count)}"
        wanted = f"it is {_channels(asked.channels)}"
        facts.append(Fact(count == asked.channels, told, told, wanted))
    if asked.bits is not None:
        bits = sound.bits if sound else 0
        told = "its codec has no bits a sample"
        told = f"it has {counted(bits, 'bit')} a sample" if bits else told
        wanted = f"it has {counted(asked.bits, 'bit')} a sample"
        facts.append(Fact(bits == asked.bits, told, told, wanted))
    if asked.container is not None:
        name = sound.container if sound else ""
        told = f"it is a file of {name}"
        wanted = f"it is a file of {asked.container}"
        facts.append(Fact(name == asked.container, told, told, wanted))
    return facts


def lengths(
    seconds: float | None, within: float, at_least: float | None, at_most: float | None, now: float
) -> list[Fact]:
    """Return what is asked of a length in seconds."""
    told, facts = f"it lasts {in_seconds(now)}", []
    if seconds is not None:
        near = abs(now - seconds) <= within + 1e-6
        wanted = f"it lasts {in_seconds(seconds)} within {within:g} s"
        facts.append(Fact(near, told, told, wanted))
    if at_least is not None:
        wanted = f"it lasts at least {at_least:g} s"
        facts.append(Fact(now >= at_least - 1e-6, told, told, wanted))
    if at_most is not None:
        wanted = f"it lasts at most {at_most:g} s"
        facts.append(Fact(now <= at_most + 1e-6, told, told, wanted))
    return facts


def _format_facts(asked: AudioFormatParameters, sound: Sound | None) -> list[Fact]:
    now = sound.seconds if sound else 0.0
    return _stored(asked, sound) + lengths(
        asked.seconds, asked.within, asked.at_least, asked.at_most, now
    )


def _judge_format(
    check: Check, parameters: AudioFormatParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    try:
        sound = read_sound(grounds.output, target.path)
    except Unreadable as fault:
        return unreadable(target, fault)
    evidence = {"rate": sound.rate, "channels": sound.channels, "seconds": round(sound.seconds, 6)}
    facts = _format_facts(parameters, sound)
    return told_of(target.path, facts, whole=False, bits=sound.bits, **evidence)


def _sentence_format(
    check: Check, parameters: AudioFormatParameters, target: Target, grounds: Grounds
) -> str:
    return asked_of(target.path, _format_facts(parameters, None))


class AudioLoudnessParameters(Frozen):
    """How loud sound is, by ITU-R BS.1770-4; what is left out is free.

    With nothing asked, it must be as loud as the reference.
    """

    loudness: float | None = Field(
        default=None,
        ge=-70,
        le=10,
        title="Loudness",
        description="The integrated loudness in LUFS; the reference's if nothing is asked.",
    )
    within: float = Field(
        default=0.5, ge=0, title="Within", description="How many LU the loudness may be off."
    )
    peak: float | None = Field(
        default=None, le=20, title="Peak", description="The highest peak, in dBFS or dBTP."
    )
    peak_within: float = Field(
        default=0.5, ge=0, title="Peak within", description="How many dB the peak may be off."
    )
    peak_at_most: float | None = Field(
        default=None, le=20, title="Peak at most", description="What no peak may be above."
    )
    true_peak: bool = Field(
        default=False,
        title="True peak",
        description="Whether peaks are those of the curve between the samples (dBTP).",
    )

    @property
    def asks(self) -> bool:
        """Whether it names a value; if not, the reference's loudness counts."""
        return any(one is not None for one in (self.loudness, self.peak, self.peak_at_most))


def _shown(level: float, unit: str) -> str:
    return f"{level:.2f} {unit}" if math.isfinite(level) else "that of silence"


def _loudness_facts(
    asked: AudioLoudnessParameters, wanted: float | None, sound: Sound | None
) -> list[Fact]:
    """Return what is asked of the loudness; of no sound, only how it must be."""
    facts = []
    if wanted is not None:
        found = integrated_loudness(sound) if sound else -math.inf
        told = f"its loudness is {_shown(found, 'LUFS')}"
        near = abs(found - wanted) <= asked.within + _TRACE
        right = f"it is {wanted:.4g} LUFS within {asked.within:g} LU"
        facts.append(Fact(near, told, told, right))
    unit = "dBTP" if asked.true_peak else "dBFS"
    highest = -math.inf
    if sound and (asked.peak is not None or asked.peak_at_most is not None):
        highest = true_peak(sound) if asked.true_peak else peak(sound)
    told = f"its peak is {_shown(highest, unit)}"
    if asked.peak is not None:
        near = abs(highest - asked.peak) <= asked.peak_within + _TRACE
        right = f"its peak is {asked.peak:g} {unit} within {asked.peak_within:g} dB"
        facts.append(Fact(near, told, told, right))
    if asked.peak_at_most is not None:
        below = -math.inf < highest <= asked.peak_at_most + _TRACE
        facts.append(Fact(below, told, told, f"no peak is above {asked.peak_at_most:g} {unit}"))
    return facts


def _wanted_loudness(
    parameters: AudioLoudnessParameters, target: Target, grounds: Grounds
) -> float | None:
    if parameters.asks:
        return parameters.loudness
    loudness = integrated_loudness(of_reference(read_sound, target, grounds))
    if not math.isfinite(loudness):
        raise FaultError(f"{target.path} of the reference is silent, so it has no loudness.")
    return loudness


def _judge_loudness(
    check: Check, parameters: AudioLoudnessParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    wanted = _wanted_loudness(parameters, target, grounds)
    try:
        sound = read_sound(grounds.output, target.path)
    except Unreadable as fault:
        return unreadable(target, fault)
    return told_of(target.path, _loudness_facts(parameters, wanted, sound), whole=True)


def _sentence_loudness(
    check: Check, parameters: AudioLoudnessParameters, target: Target, grounds: Grounds
) -> str:
    wanted = _wanted_loudness(parameters, target, grounds)
    return asked_of(target.path, _loudness_facts(parameters, wanted, None))


class AudioSimilarityParameters(Frozen):
    """How alike a recording must be to the reference, whatever wrote the file."""

    at_least: float = Field(
        default=0.95,
        gt=0,
        le=1,
        title="At least",
        description="The part of the moments and bands of the spectrum that must agree.",
    )
    near: float = Field(
        default=0.05,
        ge=0,
        le=1,
        title="Near",
        description="How many seconds early or late the same sound may be.",
    )
    skip_start: float = Field(
        default=0.0, ge=0, title="Skip start", description="Seconds at the start that are free."
    )
    skip_end: float = Field(
        default=0.0, ge=0, title="Skip end", description="Seconds at the end that are free."
    )
    level: Level = Field(
        default="same",
        title="Level",
        description="Whether it must be as loud as the reference, may be louder or softer as a "
        "whole, or may be so at each moment, as after a compressor.",
    )


def _without_ends(sound: Sound, asked: AudioSimilarityParameters) -> Sound:
    start, end = (round(s * sound.rate) for s in (asked.skip_start, asked.skip_end))
    return replace(sound, samples=sound.samples[start : max(start, sound.frames - end)])


def _judge_similarity(
    check: Check, parameters: AudioSimilarityParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    reference = of_reference(read_sound, target, grounds)
    try:
        sound = read_sound(grounds.output, target.path)
    except Unreadable as fault:
        return unreadable(target, fault)
    ours, theirs = (_without_ends(one, parameters) for one in (reference, sound))
    if not ours.frames or not theirs.frames:
        told = f"{target.path} is too short to be compared."
        return failed(told, public=told)
    found = alike(ours, theirs, parameters.near, parameters.level)
    tops = flat_tops(sound)
    evidence = {"alike": round(found.share, 4), "worst": round(found.worst, 4), "flat_tops": tops}
    if tops > 2 * flat_tops(reference) + 10:
        told = f"{target.path} is clipped at {tops:,} places."
        return failed(told, public=told, **evidence)
    told = (
        f"{found.share:.1%} of {target.path} sounds like the reference, which must be at least "
        f"{parameters.at_least:.1%}; it is {found.gain:+.1f} dB louder."
    )
    if found.share >= parameters.at_least - 1e-9 and found.worst < _LEAST_MOMENT:
        told = f"{target.path} is not the reference for half a second or more."
        return failed(told, public=f"A part of {target.path} is not as it must be.", **evidence)
    if found.share >= parameters.at_least - 1e-9:
        public = f"{target.path} sounds as it must."
        return passed(told, public=public, **evidence)
    public = f"{target.path} does not sound as it must."
    return failed(told, public=public, **evidence)


def _sentence_similarity(
    check: Check, parameters: AudioSimilarityParameters, target: Target, grounds: Grounds
) -> str:
    levels = {"same": "just as loud", "overall": "at any volume", "free": "with any dynamics"}
    return (
        f"At least {percent(parameters.at_least)} of {target.path} sounds like the reference, "
        f"{levels[parameters.level]}, within {parameters.near:g} s"
    )


register(
    Kind(
        id="audio_format",
        family="audio",
        title="Sound is stored as asked",
        parameters=AudioFormatParameters,
        judge=_judge_format,
        sentence=_sentence_format,
        fit=fits_reference(_judge_format),
        presence=True,
        extra="audio",
    )
)
register(
    Kind(
        id="audio_loudness",
        family="audio",
        title="Sound is as loud as asked",
        parameters=AudioLoudnessParameters,
        judge=_judge_loudness,
        sentence=_sentence_loudness,
        fit=fits_reference(_judge_loudness),
        extra="audio",
    )
)
register(
    Kind(
        id="audio_similarity",
        family="audio",
        title="Sound is like the reference",
        parameters=AudioSimilarityParameters,
        judge=_judge_similarity,
        sentence=_sentence_similarity,
        fit=fits_reference(_judge_similarity),
        extra="audio",
    )
)
