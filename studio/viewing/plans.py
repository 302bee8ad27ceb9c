"""Drawing a plan: which of its parts a window shows, as lines of few points, and what lies where.

Points nearer to one another than half a pixel are left out, so the work is that of the pixels.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from studio.viewing.plan_data import AREA, POINT, PlanData

Points = NDArray[np.float64]
_FINE = 2.0
_MOST_ELEMENTS = 20_000
_MIX = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F)


@dataclass(frozen=True)
class Window:
    """What of a plan is seen: pixel = (place - middle) * scale + half of the size.

    Attributes:
        x, y: the middle, from the middle of the plan; y upwards, or downwards as the plan has it.
        scale: pixels for a unit of y.
        squeeze: how much narrower a unit of x is, for degrees of longitude.
        size: (wide, high) in pixels.
        down: whether y grows downwards.
    """

    x: float
    y: float
    scale: float
    squeeze: float
    size: tuple[int, int]
    down: bool

    def pixels(self, points: Points) -> Points:
        """Return places as pixels."""
        made = np.empty_like(points)
        sign = 1.0 if self.down else -1.0
        made[:, 0] = (points[:, 0] - self.x) * self.scale * self.squeeze + self.size[0] / 2
        made[:, 1] = sign * (points[:, 1] - self.y) * self.scale + self.size[1] / 2
        return made

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Return the place that a pixel shows."""
        sign = 1.0 if self.down else -1.0
        across = (x - self.size[0] / 2) / (self.scale * self.squeeze)
        return self.x + across, self.y + sign * (y - self.size[1] / 2) / self.scale


class Plan:
    """The parts of a plan, ready to be asked for."""

    def __init__(self, data: PlanData) -> None:
        self.data = data
        points, starts, owners, layers, kinds = (
            np.require(array, requirements=["A", "C"]) for array in data.arrays
        )
        self.points: Points = points
        self.starts, self.owners, self.layers, self.kinds = starts, owners, layers, kinds
        self._alike: tuple[Plan, NDArray[Any], NDArray[Any]] | None = None

    @cached_property
    def boxes(self) -> Points:
        """The least x and y and the greatest of each part, shape (p, 4)."""
        if not len(self.owners):
            return np.zeros((0, 4))
        begin = self.starts[:-1]
        low = np.minimum.reduceat(self.points, begin, axis=0)
        high = np.maximum.reduceat(self.points, begin, axis=0)
        return np.concatenate([low, high], axis=1)

    def alike(self, other: "Plan") -> tuple[NDArray[Any], NDArray[Any]]:
        """Return for each feature of both whether the other plan has one of the same shape.

        Which way a line runs, where a ring begins and what a feature is called do not matter.
        """
        if self._alike is None or self._alike[0] is not other:
            box = self.data.box
            fine = max(box[2] - box[0], box[3] - box[1], 1e-9) * 1e-6
            one, two = self._marks(fine), other._marks(fine)
            self._alike = other, np.isin(one, two), np.isin(two, one)
        return self._alike[1], self._alike[2]

    def _marks(self, fine: float) -> NDArray[Any]:
        """Return a number for each feature by which its shape is known, places being as fine."""
        places = np.rint((self.points + np.array(self.data.middle)) / fine)
        bits = places.astype(np.int64).view(np.uint64)
        mixed = (bits[:, 0] * np.uint64(_MIX[0])) ^ (bits[:, 1] * np.uint64(_MIX[1]))
        mixed *= mixed | np.uint64(1)
        # A ring ends where it begins, wherever that is.
        last = self.starts[1:][self.kinds == AREA] - 1
        mixed[last] = 0
        found = np.zeros(max(self.data.count, 1), np.uint64)
        np.add.at(found, np.repeat(self.owners, np.diff(self.starts)), mixed)
        return found

    def seen(self, window: Window) -> NDArray[Any]:
        """Return the numbers of the parts of which some may be seen."""
        return self._within(window.place(0, 0), window.place(*window.size))

    def lines(self, window: Window, parts: NDArray[Any]) -> "tuple[Points, NDArray[np.bool_]]":
        """Return the points of parts in pixels, and whether each is the first of its part."""
        sizes = np.diff(self.starts)[parts]
        total = int(sizes.sum())
        first = np.zeros(total, bool)
        if not total:
            return np.zeros((0, 2)), first
        begins = np.cumsum(sizes) - sizes
        first[begins] = True
        rows = np.arange(total) - np.repeat(begins - self.starts[:-1][parts], sizes)
        pixels = window.pixels(self.points[rows])
        last = np.zeros(total, bool)
        last[begins + sizes - 1] = True
        cell = np.rint(pixels * _FINE)
        kept = first | last
        kept[1:] |= (cell[1:] != cell[:-1]).any(axis=1)
        return pixels[kept], first[kept]

    def hit(self, window: Window, x: float, y: float, reach: float) -> int:
        """Return the feature at a pixel: the nearest line or point, else the area, -1 for none."""
        parts = self._near(window, x, y, reach)
        best, found = reach, -1
        inside: list[int] = []
        for part in parts[:_MOST_ELEMENTS]:
            pixels = window.pixels(self.points[self.starts[part] : self.starts[part + 1]])
            gap = _gap(pixels, x, y, self.kinds[part] == POINT)
            if gap < best:
                best, found = gap, int(self.owners[part])
            if self.kinds[part] == AREA and _holds(pixels, x, y):
                inside.append(int(self.owners[part]))
        if found >= 0:
            return found
        # A hole is a ring too: who holds the place an odd number of times has it.
        odd = [owner for owner in inside if inside.count(owner) % 2]
        return odd[-1] if odd else -1

    def _near(self, window: Window, x: float, y: float, reach: float) -> NDArray[Any]:
        return self._within(window.place(x - reach, y - reach), window.place(x + reach, y + reach))

    def _within(self, one: tuple[float, float], other: tuple[float, float]) -> NDArray[Any]:
        """Return the parts of which some may lie between two corners."""
        low, high, boxes = np.minimum(one, other), np.maximum(one, other), self.boxes
        inside = (boxes[:, 2] >= low[0]) & (boxes[:, 0] <= high[0])
        inside &= (boxes[:, 3] >= low[1]) & (boxes[:, 1] <= high[1])
        return np.flatnonzero(inside)

    def middle_of(self, feature: int) -> tuple[float, float] | None:
        """Return the middle of the box of a feature, None if nothing of it is drawn."""
        boxes = self.boxes[self.owners == feature]
        if not len(boxes):
            return None
        low, high = boxes[:, :2].min(axis=0), boxes[:, 2:].max(axis=0)
        x, y = map(float, (low + high) / 2)
        return x, y


def _gap(pixels: Points, x: float, y: float, single: bool) -> float:
    """Return how far a place is from a line, or from single points."""
    place = np.array([x, y])
    if single or len(pixels) < 2:
        return float(np.sqrt(((pixels - place) ** 2).sum(axis=1)).min())
    a, b = pixels[:-1], pixels[1:]
    along = b - a
    length = (along * along).sum(axis=1)
    share = ((place - a) * along).sum(axis=1) / np.where(length > 0, length, 1)
    nearest = a + np.clip(share, 0, 1)[:, None] * along
    return float(np.sqrt(((nearest - place) ** 2).sum(axis=1)).min())


def _holds(pixels: Points, x: float, y: float) -> bool:
    """Tell whether a ring goes around a place: a ray from it crosses an odd number of sides."""
    a, b = pixels, np.roll(pixels, -1, axis=0)
    crosses = (a[:, 1] > y) != (b[:, 1] > y)
    a, b = a[crosses], b[crosses]
    at = a[:, 0] + (y - a[:, 1]) * (b[:, 0] - a[:, 0]) / (b[:, 1] - a[:, 1])
    return bool(np.count_nonzero(at > x) % 2)
