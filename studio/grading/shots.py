"""How alike two films are at a time, and where a film cuts from one shot to another.

A cut is where two pictures that follow each other differ much more than those around do, which is
the detector that shot boundary detection began with (Zhang, Kankanhalli and Smoliar, Multimedia
Systems 1, 1993).
"""

import numpy as np
from numpy.typing import NDArray

from studio.grading.readers.film import Film, Pictures

Numbers = NDArray[np.float64]
_APART = 0.2
_MOST_APART = 0.03
_LEAST_JUMP = 0.06
_JUMP_FACTOR = 4.0
_AROUND = 8


def distance(wanted: Pictures, found: Pictures) -> float:
    """Return how far apart a picture and the nearest of some others are, 1 at most.

    It is the mean difference of the colours, or more where a part of the picture is quite another.
    """
    if not len(found):
        return 1.0
    apart = np.abs(found.astype(np.int16) - wanted.astype(np.int16)) / 255
    means = apart.mean(axis=(1, 2, 3))
    parts = (apart.mean(axis=3) > _APART).mean(axis=(1, 2))
    return float(np.min(means + np.where(parts > _MOST_APART, parts, 0.0)))


def cuts_of(film: Film) -> Numbers:
    """Return the seconds at which another shot begins."""
    steps = np.abs(np.diff(film.pictures.astype(np.int16), axis=0)).mean(axis=(1, 2, 3)) / 255
    found = []
    for place, step in enumerate(steps):
        around = np.concatenate(
            [steps[max(0, place - _AROUND) : place], steps[place + 1 : place + 1 + _AROUND]]
        )
        usual = float(np.median(around)) if len(around) else 0.0
        if step >= max(_LEAST_JUMP, _JUMP_FACTOR * usual):
            found.append(float(film.times[place + 1]))
    return np.array(found)


def paired(wanted: Numbers, found: Numbers, near: float) -> int:
    """Return how many times of two lists in order are the same, each used once."""
    a = b = count = 0
    while a < len(wanted) and b < len(found):
        apart = found[b] - wanted[a]
        if abs(apart) <= near + 1e-6:
            count, a, b = count + 1, a + 1, b + 1
        elif apart < 0:
            b += 1
        else:
            a += 1
    return count
