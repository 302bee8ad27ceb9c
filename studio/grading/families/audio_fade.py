"""The check of fades: sound that grows from silence at its start, or dies away at its end."""

import math
from typing import Literal

import numpy as np
from pydantic import Field

from studio.grading.families.media import Fact, asked_of, fits_reference, told_of, unreadable
from studio.grading.kinds import Grounds, Judgement, Kind, register
from studio.grading.loudness import decibels
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.sound import Samples, Sound, read_sound
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

# A straight fade is 8 to 16 dB down over this part of its way, an equal-power one 5 to 13 dB; what
# is not faded yet is as loud as before.
_LATE = (0.6, 0.85)
_LATE_DROP = -3.0
# Exponential fades over 60 dB are 12 dB down here, and what was cut off is silent.
_EARLY = (0.02, 0.2)
_EARLY_DROP = -20.0
_END_SECONDS = 0.03
_END_DROP = -30.0
_SILENCE = 1e-7


class AudioFadeParameters(Frozen):
    """Where sound fades, and over how long, whatever the curve."""

    side: Literal["in", "out"] = Field(
        default="out", title="Side", description="Whether it fades in at its start, or out."
    )
    seconds: float = Field(gt=0, le=600, title="Seconds", description="How long the fade takes.")


def _power(samples: Samples) -> float:
    """Return the level of some samples in dBFS."""
    if not samples.size:
        return -math.inf
    return decibels(math.sqrt(float(np.mean(samples.astype(np.float64) ** 2))))


def _facts(asked: AudioFadeParameters, sound: Sound | None) -> list[Fact]:
    way = f"it fades {asked.side} over {asked.seconds:g} s"
    if sound is None:
        return [Fact(True, way, way, way)]
    samples = sound.samples if asked.side == "out" else sound.samples[::-1]
    length = round(asked.seconds * sound.rate)
    if length >= len(samples):
        told = f"it is no longer than a fade of {asked.seconds:g} s"
        return [Fact(False, told, told, way)]
    before, faded = samples[:-length][-max(length, sound.rate) :], samples[-length:]
    level = _power(before)
    late, early = (_power(faded[round(a * length) : round(b * length)]) for a, b in (_LATE, _EARLY))
    end = _power(faded[-max(1, round(_END_SECONDS * sound.rate)) :])
    heard = level > decibels(_SILENCE)
    told = f"it does not fade {asked.side} as asked"
    return [
        Fact(heard and late <= level + _LATE_DROP, f"{told}, it begins too late", told, way),
        Fact(heard and early >= level + _EARLY_DROP, f"{told}, it begins too early", told, way),
        Fact(heard and end <= level + _END_DROP, f"{told}, its end is not silent", told, way),
    ]


def _judge(
    check: Check, parameters: AudioFadeParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    try:
        sound = read_sound(grounds.output, target.path)
    except Unreadable as fault:
        return unreadable(target, fault)
    facts = _facts(parameters, sound)
    wrong = [fact for fact in facts if not fact.holds][:1]
    return told_of(target.path, wrong or _facts(parameters, None), whole=True)


def _sentence(
    check: Check, parameters: AudioFadeParameters, target: Target, grounds: Grounds
) -> str:
    return asked_of(target.path, _facts(parameters, None))


register(
    Kind(
        id="audio_fade",
        family="audio",
        title="Sound fades in or out",
        parameters=AudioFadeParameters,
        judge=_judge,
        sentence=_sentence,
        fit=fits_reference(_judge),
        extra="audio",
    )
)
