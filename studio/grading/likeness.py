"""How like two pictures are: block by block, so that a small wrong spot is not lost in the rest.

A block is compared by its mean colour, which compression hardly changes, with the picture shifted
by up to one pixel, which scaling and smoothing of edges do.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from studio.grading.readers.images import Pixels

BLOCK = 8
_SHIFTS = [(y, x) for y in (-1, 0, 1) for x in (-1, 0, 1)]
_RATIO = 0.015
_LONGEST = 2400

Levels = NDArray[np.float32]


@dataclass(frozen=True)
class Likeness:
    """How two pictures differ.

    Attributes:
        off: by how many levels (0 to 255) each block is off, of shape (rows, columns).
        counted: which blocks count, of the same shape.
        block: the side of a block in pixels of the reference.
    """

    off: Levels
    counted: NDArray[np.bool_]
    block: float

    def share(self, level: float) -> float:
        """Return the share of the blocks that are off by at most some levels."""
        count = int(self.counted.sum())
        return 1.0 - float((self.off[self.counted] > level).sum()) / count if count else 0.0

    @property
    def worst(self) -> float:
        """By how many levels the worst block is off."""
        return float(self.off[self.counted].max()) if self.counted.any() else 255.0


def has_shape_of(output: Pixels, reference: Pixels) -> bool:
    """Tell whether two pictures have the same ratio of width to height, up to a pixel or so."""
    one, other = (float(p.shape[1]) / float(p.shape[0]) for p in (output, reference))
    shortest = min(*output.shape[:2], *reference.shape[:2])
    return bool(abs(one / other - 1) <= max(_RATIO, 1.5 / shortest))


def scaled_to(pixels: Pixels, width: int, height: int) -> Pixels:
    """Return a picture in another size."""
    if pixels.shape[:2] == (height, width):
        return pixels
    image = Image.fromarray(pixels, "RGBA")
    return np.array(image.resize((width, height), Image.Resampling.BOX if width < image.width
                                 else Image.Resampling.BICUBIC), dtype=np.uint8)  # fmt: skip


def likeness(reference: Pixels, output: Pixels, counted: NDArray[np.bool_] | None) -> Likeness:
    """Compare two pictures of the same shape; the output is brought to the size of the reference.

    Args:
        reference: pixels of shape (height, width, 4).
        output: the same, of any size.
        counted: which pixels of the reference count, all if None.
    """
    height, width = reference.shape[:2]
    shrink = max(1.0, max(height, width) / _LONGEST)
    size = max(1, round(width / shrink)), max(1, round(height / shrink))
    right, made = (_layers(scaled_to(p, *size)) for p in (reference, output))
    off = _off(right, made)
    if counted is None:
        return Likeness(off, np.ones(off.shape, np.bool_), BLOCK * shrink)
    mask = np.array(Image.fromarray(counted).resize(size, Image.Resampling.NEAREST), np.float32)
    return Likeness(off, _pooled(mask[..., None])[..., 0] >= 0.5, BLOCK * shrink)


def _layers(pixels: Pixels) -> Levels:
    """Return colours as they show on black, with how opaque they are."""
    found = pixels.astype(np.float32)
    found[..., :3] *= found[..., 3:] / 255
    return found


def _pooled(values: Levels) -> Levels:
    """Return the means of the blocks; blocks at the right and lower edge may be smaller."""
    rows = np.arange(0, values.shape[0], BLOCK)
    columns = np.arange(0, values.shape[1], BLOCK)
    sums = np.add.reduceat(np.add.reduceat(values, rows, axis=0), columns, axis=1)
    high = np.diff(np.append(rows, values.shape[0]))[:, None, None]
    wide = np.diff(np.append(columns, values.shape[1]))[None, :, None]
    means: Levels = sums / (high * wide)
    return means


def _off(right: Levels, made: Levels) -> Levels:
    wanted = _pooled(right)
    padded = np.pad(made, ((1, 1), (1, 1), (0, 0)), mode="edge")
    height, width = made.shape[:2]
    best = np.full(wanted.shape[:2], 255.0, np.float32)
    for y, x in _SHIFTS:
        shifted = padded[1 + y : 1 + y + height, 1 + x : 1 + x + width]
        best = np.minimum(best, np.abs(_pooled(shifted) - wanted).max(axis=2))
    return best


def mean_colour(pixels: Pixels) -> tuple[float, float, float, float]:
    """Return the mean colour of pixels, weighed by how opaque they are, and the mean of that."""
    found = pixels.reshape(-1, 4).astype(np.float64)
    weight = found[:, 3].sum()
    if not weight:
        return 0.0, 0.0, 0.0, 0.0
    red, green, blue = (found[:, :3] * found[:, 3:]).sum(axis=0) / weight
    return float(red), float(green), float(blue), float(found[:, 3].mean())
