"""Drawing triangles into a picture with numbers alone, so that it looks the same on every machine.

A triangle becomes the rows of pixels that it crosses, a row the pixels between its ends, and of all
that fall on a pixel the nearest stays: the work is that of the pixels covered, however long and
thin the triangles are. Source: Pineda, "A parallel algorithm for polygon rasterization" (1988), for
the rule that a pixel belongs to the triangle that its centre lies in.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Numbers = NDArray[np.float64]
Whole = NDArray[np.int64]
Cancelled = Callable[[], bool]
NOTHING = -1
MOST_PIXELS = 60_000_000
"""What is drawn at most before a picture is left unfinished: only made-up files need as much."""
_ROWS, _PIXELS = 1 << 20, 1 << 21
_FAR = np.iinfo(np.int64).max
_DEPTHS = float(1 << 30)


class Stopped(Exception):
    """Nobody wants the picture any more."""


@dataclass(frozen=True, eq=False)
class Raster:
    """Which triangle is seen where.

    Attributes:
        ids: the number of the triangle at each pixel, -1 for none, shape (high, wide).
        depth: how far it is from the eye, 0 the nearest and 1 the farthest of all, same shape; what
            it says where there is none means nothing.
        whole: whether everything was drawn.
    """

    ids: NDArray[np.int32]
    depth: NDArray[np.float32]
    whole: bool


def rasterize(
    corners: Numbers, faces: NDArray[Any], size: tuple[int, int], cancelled: Cancelled
) -> Raster:
    """Return which triangle is nearest at each pixel.

    Args:
        corners: x to the right and y downwards in pixels, and the depth from 0 to 1, shape (n, 3).
        faces: three numbers of corners for each triangle, shape (m, 3).
        size: (wide, high) of the picture.
        cancelled: tells whether it is not wanted any more.

    Raises:
        Stopped: if it is not wanted any more.
    """
    wide, high = size
    nearest = np.full(wide * high, _FAR)
    drawn = 0
    for rows in _rows(corners, faces, size):
        for pixels, keys in _pixels(rows, wide):
            if cancelled():
                raise Stopped
            np.minimum.at(nearest, pixels, keys)
            drawn += len(pixels)
            if drawn > MOST_PIXELS:
                return _raster(nearest, size, False)
    return _raster(nearest, size, True)


def _raster(nearest: Whole, size: tuple[int, int], whole: bool) -> Raster:
    shape = size[1], size[0]
    ids = np.where(nearest == _FAR, NOTHING, nearest & 0xFFFFFFFF).astype(np.int32)
    depth = ((nearest >> 32) / _DEPTHS).astype(np.float32)
    return Raster(ids.reshape(shape), depth.reshape(shape), whole)


@dataclass(frozen=True, eq=False)
class _Rows:
    """Rows of triangles: the triangle, the row, its first pixel and how many, depth and slope."""

    face: Whole
    y: Whole
    first: Whole
    count: Whole
    depth: Numbers
    slope: Numbers


def _rows(corners: Numbers, faces: NDArray[Any], size: tuple[int, int]) -> Iterator[_Rows]:
    """Yield the rows that triangles cross inside of the picture, some at a time."""
    x, y, z = (np.ascontiguousarray(corners[:, axis]) for axis in range(3))
    ends = [np.ascontiguousarray(faces[:, corner]) for corner in range(3)]
    top, below = _centres([y[end] for end in ends], size[1])
    left, right = _centres([x[end] for end in ends], size[0])
    # Most triangles of a fine mesh lie between the centres of pixels, and are not seen at all.
    seen = np.flatnonzero((below >= top) & (right >= left))
    first = top[seen].astype(np.int64)
    count = (below - top + 1)[seen].astype(np.int64)
    passed = np.cumsum(count)
    begin = 0
    while begin < len(seen):
        before = passed[begin - 1] if begin else 0
        end = max(begin + 1, int(np.searchsorted(passed, before + _ROWS, "right")))
        some = seen[begin:end]
        places = [[axis[corner[some]] for corner in ends] for axis in (x, y, z)]
        yield _crossed(places, some, first[begin:end], count[begin:end], size[0])
        begin = end


def _centres(ends: list[Numbers], most: int) -> tuple[Numbers, Numbers]:
    """Return the first and the last pixel whose centre lies between the ends of triangles."""
    low = np.minimum(np.minimum(ends[0], ends[1]), ends[2])
    high = np.maximum(np.maximum(ends[0], ends[1]), ends[2])
    return np.clip(np.ceil(low - 0.5), 0, most), np.clip(np.floor(high - 0.5), -1, most - 1)


def _crossed(
    places: list[list[Numbers]], some: Whole, top: Whole, count: Whole, wide: int
) -> _Rows:
    """Return the rows that some triangles cross, from the first at `top` on."""
    x, y, z = places
    own = np.repeat(np.arange(len(some)), count)
    row = np.arange(len(own)) - np.repeat(np.cumsum(count) - count, count) + top[own]
    centre = row + 0.5
    left, right = np.full(len(own), np.inf), np.full(len(own), -np.inf)
    for a, b in ((0, 1), (1, 2), (2, 0)):
        tall = y[b] - y[a]
        lean = (x[b] - x[a]) / np.where(tall == 0, 1.0, tall)
        past = centre - y[a][own]
        at = x[a][own] + past * lean[own]
        # The side is met where the centre lies between its ends, whichever is the upper one.
        meets = (past * (centre - y[b][own]) <= 0) & (tall != 0)[own]
        left = np.minimum(left, np.where(meets, at, np.inf))
        right = np.maximum(right, np.where(meets, at, -np.inf))
    first = np.clip(np.ceil(left - 0.5), 0, wide)
    last = np.clip(np.floor(right - 0.5), -1, wide - 1)
    across, down = _slopes(x, y, z)
    begin = z[0][own] + (centre - y[0][own]) * down[own]
    begin += (first + 0.5 - x[0][own]) * across[own]
    return _Rows(
        some[own], row, first.astype(np.int64), np.maximum(last - first + 1, 0).astype(np.int64),
        begin, across[own],
    )  # fmt: skip


def _slopes(x: list[Numbers], y: list[Numbers], z: list[Numbers]) -> tuple[Numbers, Numbers]:
    """Return how the depth of each triangle changes to the right and downwards."""
    ux, uy, uz = (part[1] - part[0] for part in (x, y, z))
    vx, vy, vz = (part[2] - part[0] for part in (x, y, z))
    area = ux * vy - uy * vx
    flat = np.abs(area) > 1e-12
    area = np.where(flat, area, 1.0)
    across = np.where(flat, (uz * vy - uy * vz) / area, 0.0)
    down = np.where(flat, (ux * vz - uz * vx) / area, 0.0)
    return across, down


def _pixels(rows: _Rows, wide: int) -> Iterator[tuple[Whole, Whole]]:
    """Yield the pixels of rows with a key for each, the lower the nearer, some at a time."""
    passed = np.cumsum(rows.count)
    begin = 0
    while begin < len(passed):
        before = passed[begin - 1] if begin else 0
        end = max(begin + 1, int(np.searchsorted(passed, before + _PIXELS, "right")))
        count = rows.count[begin:end]
        own = np.repeat(np.arange(begin, end), count)
        step = np.arange(len(own)) - np.repeat(np.cumsum(count) - count, count)
        depth = rows.depth[own] + step * rows.slope[own]
        key = (np.clip(depth, 0, 1) * _DEPTHS).astype(np.int64) << 32 | rows.face[own]
        yield rows.y[own] * wide + rows.first[own] + step, key
        begin = end
