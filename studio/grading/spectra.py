"""How alike two recordings are: which parts of their spectra agree, moment by moment.

Both are cut into short windows, and the power of each in bands that widen with the frequency as
those of hearing do (Stevens, Volkmann and Newman, JASA 8, 1937: the mel scale). A cell, one band at
one moment, is alike if the other recording has it as loud within some decibels at nearly the same
moment. So another codec, resampler or dither changes little, and another take, a cut, a late start
or a missing channel much.
"""

import math
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from studio.base.extras import import_extra
from studio.grading.readers.sound import Samples, Sound

Level = Literal["same", "overall", "free"]
Cells = NDArray[np.float32]
Shares = tuple[float, float]
TOP_RATE = 48_000
_BOTTOM, _TOP = 40.0, 15_000.0
_BANDS = 40
_WINDOW_SECONDS = 0.046
_HOP_SECONDS = 0.012
_ROOM = 3.0
_FLOOR = -60.0
_HEARD = -45.0
_SAME_LEVEL = 1.5
_PART = 4096
_TINY = 1e-12
_ALIGNING_RATE = 8_000
_MOMENT_SECONDS = 0.5
_STILL = 0.9999
_STILL_SAMPLES = 4


@dataclass(frozen=True)
class Alike:
    """How alike two recordings are.

    `share` is the part of the cells that are alike, in [0, 1], of the recording that has fewer of
    them; `worst` that of the half second in which it is least; `gain` how many decibels the second
    is louder.
    """

    share: float
    worst: float
    gain: float


def resampled(samples: Samples, rate: int, wanted: int) -> Samples:
    """Return a channel at another rate."""
    if rate == wanted:
        return samples
    signal = import_extra("scipy.signal", "audio", "Checks of sound")
    shared = math.gcd(rate, wanted)
    found = signal.resample_poly(samples, wanted // shared, rate // shared)
    return np.asarray(found, np.float32)


def _edges(rate: int) -> NDArray[np.float64]:
    top = min(0.9 * rate / 2, _TOP)
    low, high = (2595 * math.log10(1 + frequency / 700) for frequency in (_BOTTOM, top))
    return np.asarray(700 * (10 ** (np.linspace(low, high, _BANDS + 1) / 2595) - 1))


def cells_of(samples: Samples, rate: int) -> Cells:
    """Return the power of each moment and band of a channel in decibels."""
    width = 1 << max(6, round(math.log2(rate * _WINDOW_SECONDS)))
    hop = max(1, round(rate * _HOP_SECONDS))
    padded = np.pad(samples, (width // 2, width))
    windows = np.lib.stride_tricks.sliding_window_view(padded, width)[::hop]
    shape = np.hanning(width).astype(np.float32)
    bins = np.unique(np.round(_edges(rate) * width / rate).astype(int))
    found = [
        np.add.reduceat(np.abs(np.fft.rfft(part * shape)) ** 2, bins, axis=1)[:, :-1]
        for part in (windows[at : at + _PART] for at in range(0, len(windows), _PART))
    ]
    powers = np.concatenate(found) / (width * width)
    return np.asarray(10 * np.log10(powers + _TINY), np.float32)


def alike(reference: Sound, found: Sound, near: float, level: Level) -> Alike:
    """Return how alike two recordings are.

    Args:
        reference: the right one; its channels count.
        found: the other, at any rate and with any number of channels.
        near: how many seconds apart the same sound may stand.
        level: whether it must be as loud, may be louder by one gain, or by another each moment.
    """
    found = _aligned(reference, found, near)
    pairs = [_pair(reference, found, channel) for channel in range(reference.channels)]
    gain = _gain(pairs)
    if level == "same" and abs(gain) > _SAME_LEVEL:
        return Alike(0.0, 0.0, gain)
    shares = [_share(*pair, near, level, gain) for pair in pairs]
    return Alike(min(share for share, _ in shares), min(worst for _, worst in shares), gain)


def _aligned(reference: Sound, found: Sound, near: float) -> Sound:
    """Return the second moved, by no more than `near`, to where it is most like the first."""
    signal = import_extra("scipy.signal", "audio", "Checks of sound")
    ours, theirs = (
        resampled(sound.samples.mean(axis=1, dtype=np.float32), sound.rate, _ALIGNING_RATE)
        for sound in (reference, found)
    )
    reach = int(near * _ALIGNING_RATE)
    whole = signal.correlate(ours, theirs, mode="full", method="fft")
    middle = len(theirs) - 1
    low, high = max(0, middle - reach), min(len(whole), middle + reach + 1)
    lag = int(np.argmax(np.abs(whole[low:high]))) + low - middle
    moved = round(lag * found.rate / _ALIGNING_RATE)
    if moved > 0:
        return replace(found, samples=np.pad(found.samples, ((moved, 0), (0, 0))))
    return replace(found, samples=found.samples[-moved:])


def flat_tops(sound: Sound) -> int:
    """Return how often the wave stands still at its highest level, as it does where it clips."""
    count = 0
    for channel in range(sound.channels):
        heights = np.abs(sound.samples[:, channel])
        at_top = heights >= _STILL * max(float(heights.max(initial=0.0)), _TINY)
        edges = np.flatnonzero(np.diff(np.concatenate(([False], at_top, [False])).astype(np.int8)))
        count += int(np.sum(edges[1::2] - edges[::2] >= _STILL_SAMPLES))
    return count


def _pair(reference: Sound, found: Sound, channel: int) -> tuple[Cells, Cells]:
    """Return the cells of a channel, and of what stands for it in the other recording."""
    rate = min(reference.rate, TOP_RATE)
    if reference.channels == 1 and found.channels > 1:
        other: Samples = found.samples.mean(axis=1, dtype=np.float32)
    else:
        other = found.samples[:, min(channel, found.channels - 1)]
    ours = resampled(reference.samples[:, channel], reference.rate, rate)
    return _padded(cells_of(ours, rate), cells_of(resampled(other, found.rate, rate), rate))


def _padded(first: Cells, second: Cells) -> tuple[Cells, Cells]:
    length = max(len(first), len(second))
    silence = np.float32(10 * math.log10(_TINY))
    made = [
        np.pad(cells, ((0, length - len(cells)), (0, 0)), constant_values=silence)
        for cells in (first, second)
    ]
    return made[0], made[1]


def _loudest(pairs: list[tuple[Cells, Cells]], side: int) -> float:
    return max(float(pair[side].max(initial=-120.0)) for pair in pairs)


def _gain(pairs: list[tuple[Cells, Cells]]) -> float:
    """Return how many decibels louder the second is where both are heard."""
    tops = _loudest(pairs, 0), _loudest(pairs, 1)
    differences = [
        (second - first)[(first > tops[0] + _HEARD) & (second > tops[1] + _HEARD)]
        for first, second in pairs
    ]
    joined = np.concatenate(differences)
    return float(np.median(joined)) if len(joined) else 0.0


def _share(first: Cells, second: Cells, near: float, level: Level, gain: float) -> Shares:
    """Return the share of the cells that are alike, and that of the worst half second."""
    second = second - np.float32(gain)
    top = max(float(first.max(initial=-120.0)), float(second.max(initial=-120.0)))
    reach = math.ceil(near / _HOP_SECONDS)
    ways = [
        _found_in(first, second, top, reach, level),
        _found_in(second, first, top, reach, level),
    ]
    return min(share for share, _ in ways), min(worst for _, worst in ways)


def _found_in(first: Cells, second: Cells, top: float, reach: int, level: Level) -> Shares:
    """Return the part of the cells of the first that the second has at nearly the same moment."""
    heard = first > max(top + _HEARD, -100.0)
    counts = heard.sum(axis=1)
    total = int(counts.sum())
    if not total:
        return 1.0, 1.0
    floor = np.float32(top + _FLOOR)
    ours, theirs = np.maximum(first, floor), np.maximum(second, floor)
    best = np.zeros(len(first))
    for lag in range(-reach, reach + 1):
        moved = np.full_like(theirs, floor)
        kept = slice(max(0, lag), len(theirs) + min(0, lag))
        moved[kept] = theirs[max(0, -lag) : len(theirs) - max(0, lag)]
        apart = ours - moved
        if level == "free":
            apart = apart - _middle(apart, heard)
        best = np.maximum(best, (heard & (np.abs(apart) <= _ROOM)).sum(axis=1))
    return float(best.sum() / total), _worst(best, counts)


def _worst(found: NDArray[np.float64], counts: NDArray[np.int64]) -> float:
    """Return the least share of any half second in which enough is heard to tell."""
    width = min(len(found), round(_MOMENT_SECONDS / _HOP_SECONDS))
    whole = np.convolve(counts, np.ones(width), mode="valid")
    right = np.convolve(found, np.ones(width), mode="valid")
    enough = whole >= max(width, float(whole.max()) / 4)
    return float(np.min(right[enough] / whole[enough], initial=1.0))


def _middle(apart: Cells, heard: NDArray[np.bool_]) -> Cells:
    """Return the median of the differences of each moment over the cells that are heard."""
    masked = np.where(heard, apart, np.float32(np.nan))
    silent = ~heard.any(axis=1)
    masked[silent] = 0
    return np.asarray(np.nanmedian(masked, axis=1, keepdims=True), np.float32)
