"""Small recordings, made by soundfile as any program of the trade would write them."""

import io
from collections.abc import Sequence
from typing import Any

import numpy as np
import soundfile
from numpy.typing import NDArray

Wave = NDArray[np.float64]
RATE = 16_000


def tune(
    pitches: Sequence[float] = (220, 330, 440, 550), rate: int = RATE, each: float = 0.5
) -> Wave:
    """Return tones of some pitches in Hz that fade each, one after the other, mono."""
    time = np.arange(int(rate * each)) / rate
    shape = np.minimum(1, time / 0.01) * np.exp(-3 * time)
    tones = [
        shape * sum(np.sin(2 * np.pi * pitch * part * time) / part for part in (1, 2, 3, 5))
        for pitch in pitches
    ]
    return 0.2 * np.concatenate(tones)


def sound(wave: Any, rate: int = RATE, form: str = "WAV", subtype: str | None = None) -> bytes:
    """Return samples as a file."""
    stream = io.BytesIO()
    soundfile.write(stream, np.asarray(wave), rate, format=form, subtype=subtype)
    return stream.getvalue()
