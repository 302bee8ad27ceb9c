"""Gathering parts of shapes into the arrays that a plan travels as."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from studio.grading.readers.archives import Unreadable
from studio.viewing.plan_data import Feature, PlanData, PlanLayer, PlanText

MOST_LISTED = 10_000
MOST_POINTS = 1_500_000
Points = NDArray[np.float64]


class Gathering:
    """Collects parts: their points, feature, layer and kind."""

    def __init__(self) -> None:
        self._points: list[Points] = []
        self._owners: list[int] = []
        self._layers: list[int] = []
        self._kinds: list[int] = []
        self._size = 0
        self.features: list[Feature] = []
        self.count = 0

    def add(self, points: Points, feature: int, layer: int, kind: int) -> None:
        """Add a part.

        Raises:
            Unreadable: if there are more points than are shown.
        """
        if not len(points):
            return
        self._size += len(points)
        if self._size > MOST_POINTS:
            raise Unreadable(f"has more than {MOST_POINTS:,} points to be drawn")
        self._points.append(points)
        self._owners.append(feature)
        self._layers.append(layer)
        self._kinds.append(kind)

    def begin(self, layer: int, title: str, facts: str = "") -> int:
        """Begin a feature, and return its number; the first of them are listed."""
        if len(self.features) < MOST_LISTED:
            self.features.append(Feature(layer, title, facts))
        self.count += 1
        return self.count - 1

    def plan(
        self,
        layers: Sequence[PlanLayer],
        unit: str,
        *,
        texts: Sequence[PlanText] = (),
        degrees: bool = False,
        projection: str = "",
        down: bool = False,
        unread: int = 0,
        compared: bool = False,
    ) -> PlanData:
        """Return what was gathered.

        Raises:
            Unreadable: if there is nothing to be drawn, or it has coordinates that are no numbers.
        """
        places = [np.array([[text.x, text.y]]) for text in texts]
        if not self._points and not places:
            raise Unreadable("holds nothing that can be drawn")
        every = np.concatenate([*self._points, *places])
        if not np.isfinite(every).all():
            raise Unreadable("has coordinates that are no numbers")
        low, high = every.min(axis=0), every.max(axis=0)
        middle = (low + high) / 2
        sizes = [len(points) for points in self._points]
        drawn = every[: sum(sizes)] - middle
        x, y = map(float, middle)
        return PlanData(
            (x, y), (float(low[0]), float(low[1]), float(high[0]), float(high[1])),
            unit, degrees, projection, down, tuple(layers), tuple(self.features), self.count,
            tuple(PlanText(t.layer, t.text, t.x - x, t.y - y, t.height) for t in texts),
            unread, compared,
            (
                drawn.reshape(-1, 2),
                np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32),
                np.array(self._owners, np.int32),
                np.array(self._layers, np.int32),
                np.array(self._kinds, np.uint8),
            ),
        )  # fmt: skip
