"""How loud sound is: integrated loudness, sample peak and true peak.

Source: Recommendation ITU-R BS.1770-4 (10/2015), Algorithms to measure audio programme loudness and
true-peak audio level: annex 1 (K-weighting, gating) and annex 2 (true peak by oversampling).
"""

import math

import numpy as np
from numpy.typing import NDArray

from studio.base.extras import import_extra
from studio.grading.readers.sound import Samples, Sound

Numbers = NDArray[np.float64]
# The filters of annex 1 as poles and gains, from which they follow for any rate; at 48 kHz they are
# the coefficients of its tables 1 and 2.
_SHELF = (1681.974450955533, 3.999843853973347, 0.7071752369554196)
_HIGHPASS = (38.13547087602444, 0.5003270373238773)
_BLOCK_SECONDS = 0.4
_STEPS = 4
_ABSOLUTE_GATE = -70.0
_RELATIVE_GATE = -10.0
_OFFSET = -0.691
_SURROUND = 1.41
_OVERSAMPLED = 4
_PART = 1 << 20


def _shelf(rate: int) -> tuple[Numbers, Numbers]:
    frequency, gain, quality = _SHELF
    k = math.tan(math.pi * frequency / rate)
    high = 10 ** (gain / 20)
    middle = high**0.4996667741545416
    scale = 1 + k / quality + k * k
    slope = middle * k / quality
    above = np.array([high + slope + k * k, 2 * (k * k - high), high - slope + k * k])
    below = np.array([scale, 2 * (k * k - 1), 1 - k / quality + k * k])
    return above / scale, below / scale


def _highpass(rate: int) -> tuple[Numbers, Numbers]:
    frequency, quality = _HIGHPASS
    k = math.tan(math.pi * frequency / rate)
    scale = 1 + k / quality + k * k
    below = np.array([scale, 2 * (k * k - 1), 1 - k / quality + k * k])
    return np.array([1.0, -2.0, 1.0]), below / scale


def _weights(channels: int) -> list[float]:
    """Return what each channel counts for: in 5.1 the low effects nothing, the surrounds more."""
    if channels == 6:
        return [1.0, 1.0, 1.0, 0.0, _SURROUND, _SURROUND]
    if channels == 5:
        return [1.0, 1.0, 1.0, _SURROUND, _SURROUND]
    return [1.0] * channels


def _block_powers(sound: Sound) -> Numbers:
    """Return the weighted power of each block of 400 ms that begins 100 ms after the last."""
    signal = import_extra("scipy.signal", "audio", "Checks of loudness")
    step = max(1, round(sound.rate * _BLOCK_SECONDS / _STEPS))
    total = np.zeros(sound.frames // step)
    for channel, weight in enumerate(_weights(sound.channels)):
        if not weight:
            continue
        heard = sound.samples[:, channel].astype(np.float64)
        for above, below in (_shelf(sound.rate), _highpass(sound.rate)):
            heard = signal.lfilter(above, below, heard)
        steps = heard[: len(total) * step].reshape(-1, step)
        total += weight * np.mean(steps * steps, axis=1)
    if len(total) < _STEPS:
        return np.zeros(0)
    return np.convolve(total, np.full(_STEPS, 1 / _STEPS), mode="valid")


def _level(powers: Numbers) -> Numbers:
    with np.errstate(divide="ignore"):
        return np.asarray(_OFFSET + 10 * np.log10(powers))


def integrated_loudness(sound: Sound) -> float:
    """Return the integrated loudness in LUFS, minus infinity for silence or less than 400 ms."""
    powers = _block_powers(sound)
    kept = powers[_level(powers) > _ABSOLUTE_GATE]
    if not len(kept):
        return -math.inf
    gate = float(_level(np.array([kept.mean()]))[0]) + _RELATIVE_GATE
    kept = kept[_level(kept) > gate]
    return float(_level(np.array([kept.mean()]))[0]) if len(kept) else -math.inf


def decibels(ratio: float) -> float:
    """Return a ratio of amplitudes in decibels, minus infinity for 0."""
    return 20 * math.log10(ratio) if ratio > 0 else -math.inf


def peak(sound: Sound) -> float:
    """Return the highest sample in dBFS."""
    return decibels(float(np.max(np.abs(sound.samples), initial=0.0)))


def true_peak(sound: Sound) -> float:
    """Return the highest point of the curve through the samples in dBTP, four times oversampled."""
    signal = import_extra("scipy.signal", "audio", "Checks of loudness")
    highest = 0.0
    for channel in range(sound.channels):
        for start in range(0, sound.frames, _PART):
            # A little of what comes before and after, for the filter reaches over its ends.
            part: Samples = sound.samples[max(0, start - 64) : start + _PART + 64, channel]
            found = signal.resample_poly(part.astype(np.float64), _OVERSAMPLED, 1)
            highest = max(highest, float(np.max(np.abs(found), initial=0.0)))
    return decibels(max(highest, float(np.max(np.abs(sound.samples), initial=0.0))))
