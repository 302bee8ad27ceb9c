"""What is shown of a map or a drawing: shapes in a plane on layers, and the texts on it."""

from dataclasses import dataclass
from typing import Any, ClassVar

POINT, LINE, AREA = 0, 1, 2
"""What a part of a feature is."""


@dataclass(frozen=True)
class PlanLayer:
    """A layer: its name, how many features it has, and how a target names it after the file."""

    name: str
    count: int
    place: str = ""


@dataclass(frozen=True)
class Feature:
    """A feature that is listed: its layer, its name, what is known of it."""

    layer: int
    title: str
    facts: str = ""


@dataclass(frozen=True)
class PlanText:
    """A text: its layer, where its middle is from the middle of the plan, and how high it is."""

    layer: int
    text: str
    x: float
    y: float
    height: float


@dataclass(frozen=True, eq=False)
class PlanData:
    """A map or a drawing to be looked at.

    Attributes:
        middle: the middle of what is drawn.
        box: its least x and y and its greatest.
        unit: the unit of coordinates, empty if it is not known.
        degrees: whether coordinates are degrees of longitude and latitude.
        projection: what people call it, empty for drawings.
        down: whether y grows downwards.
        layers: the layers in order.
        features: the features, the first of them listed.
        count: how many features there are.
        texts: the texts.
        unread: how many things are of kinds that are not shown.
        compared: whether there is another file that it is compared with.
        arrays: points from the middle, shape (n, 2), double precision; where each part begins and
            the last ends, shape (p + 1,); the feature of each part; its layer; what it is.
    """

    middle: tuple[float, float]
    box: tuple[float, float, float, float]
    unit: str
    degrees: bool
    projection: str
    down: bool
    layers: tuple[PlanLayer, ...]
    features: tuple[Feature, ...]
    count: int
    texts: tuple[PlanText, ...] = ()
    unread: int = 0
    compared: bool = False
    arrays: tuple[Any, ...] = ()
    needs_arrays: ClassVar[bool] = True

    def __post_init__(self) -> None:
        """See to it that the arrays fit one another, for they may come from a broken reader.

        Raises:
            ValueError: if they do not.
        """
        if self.arrays:
            import numpy as np

            points, starts, owners, layers, kinds = self.arrays
            same = owners.shape == layers.shape == kinds.shape == (len(starts) - 1,)
            fits = same and points.shape[1:] == (2,) and bool(np.isfinite(points).all())
            fits = fits and starts[0] == 0 and starts[-1] == len(points)
            fits = fits and bool((np.diff(starts) > 0).all())
            if not fits or not _within(owners, self.count) or not _within(layers, len(self.layers)):
                raise ValueError("the arrays of a plan do not fit one another")


def _within(numbers: Any, count: int) -> bool:
    """Tell whether numbers are places of so many things."""
    return not len(numbers) or bool(numbers.min() >= 0 and numbers.max() < count)


PARTS = {"head": PlanData, "other": PlanData}
