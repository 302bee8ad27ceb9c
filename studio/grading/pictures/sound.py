"""Two recordings one above the other, and what differs between them."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from studio.base.errors import FaultError
from studio.grading.families.media import of_reference
from studio.grading.kinds import Grounds, target_of
from studio.grading.pictures.picture import (
    PLAIN,
    RIGHT,
    WRONG,
    Cell,
    Picture,
    drawn,
    table,
    text_at,
)
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.sound import Sound, read_sound
from studio.grading.spectra import resampled
from studio.model.check import Check

_COLUMNS = 600
_LANE = 90.0
_LEFT = 96.0
_TOP = 34.0

Wave = NDArray[np.float32]


def picture(check: Check, grounds: Grounds) -> Picture:
    """Return the waves of the reference and of the output, and their difference."""
    title = f"{check.target} beside the reference"
    target = target_of(check)
    try:
        reference = of_reference(read_sound, target, grounds)
        assert grounds.output is not None
        sound = read_sound(grounds.output, target.path)
    except (Unreadable, FaultError) as fault:
        return table(title, ("what went wrong",), [[Cell(f"{target.path} {fault}", WRONG)]])
    ours, theirs = _mixed(reference, reference.rate), _mixed(sound, reference.rate)
    return _lanes(title, ours, theirs, reference.rate)


def _mixed(sound: Sound, rate: int) -> Wave:
    return resampled(sound.samples.mean(axis=1, dtype=np.float32), sound.rate, rate)


def _lanes(title: str, ours: Wave, theirs: Wave, rate: int) -> Picture:
    length = max(len(ours), len(theirs))
    ours, theirs = (np.pad(wave, (0, length - len(wave))) for wave in (ours, theirs))
    top = max(float(np.abs(ours).max(initial=0.0)), float(np.abs(theirs).max(initial=0.0)), 1e-6)
    parts = [text_at(10, 18, title, bold=True)]
    lanes = (
        ("reference", ours, PLAIN),
        ("output", theirs, RIGHT),
        ("difference", theirs - ours, WRONG),
    )
    for number, (name, wave, colour) in enumerate(lanes):
        middle = _TOP + (number + 0.5) * _LANE
        shown = np.clip(wave / top, -1, 1)
        parts += [text_at(10, middle + 4, name, colour), _drawn_wave(shown, middle, colour)]
    bottom = _TOP + 3 * _LANE + 14
    parts.append(text_at(_LEFT, bottom, "0 s"))
    parts.append(text_at(_LEFT + _COLUMNS - 50, bottom, f"{length / rate:.2f} s"))
    return drawn(_LEFT + _COLUMNS + 20, bottom + 14, parts, title)


def _drawn_wave(wave: Wave, middle: float, colour: str) -> str:
    """Return a wave as an upright stroke from the least to the greatest sample of each column."""
    edges = np.linspace(0, len(wave), _COLUMNS + 1).astype(int)
    half = _LANE * 0.45
    strokes = []
    for column, (start, end) in enumerate(pairwise(edges)):
        part = wave[start : max(end, start + 1)]
        low, high = (float(part.min()), float(part.max())) if len(part) else (0.0, 0.0)
        above, below = middle - half * high, middle - half * low
        strokes.append(f"M{_LEFT + column:.0f} {above:.1f}V{max(below, above + 0.6):.1f}")
    return f'<path d="{"".join(strokes)}" stroke="{colour}" stroke-width="1" fill="none"/>'


PICTURES = {"audio_similarity": picture, "audio_loudness": picture, "audio_fade": picture}
