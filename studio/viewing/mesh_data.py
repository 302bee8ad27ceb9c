"""What is shown of a mesh: its triangles about their middle, and the bodies that they make up."""

from dataclasses import dataclass
from typing import Any

Point = tuple[float, float, float]


@dataclass(frozen=True)
class Body:
    """A part of a surface that is not connected with others, in the unit of the file.

    Attributes:
        triangles: how many it has.
        low, high: the ends of its bounding box.
        area: that of its surface.
        volume: what it encloses, negative if its faces look inwards, None if it is open.
    """

    triangles: int
    low: Point
    high: Point
    area: float
    volume: float | None

    @property
    def sides(self) -> Point:
        """How long its bounding box is along x, y and z."""
        x, y, z = (high - low for low, high in zip(self.low, self.high, strict=True))
        return x, y, z


@dataclass(frozen=True, eq=False)
class MeshData:
    """A mesh to be looked at.

    Attributes:
        middle: the middle of its bounding box, in the unit of the file.
        bodies: the bodies, those with most triangles first; where there are too many to be listed
            the last one is all the others together.
        count: how many bodies there are.
        whole: all triangles as one body.
        unit: the unit that the format fixes, empty if it leaves it open.
        compared: whether there is another file that it is compared with.
        arrays: the corners from the middle, single precision, shape (n, 3); three numbers of
            corners for each triangle, shape (m, 3); the number of the body of each, shape (m,).
    """

    middle: Point
    bodies: tuple[Body, ...]
    count: int
    whole: Body
    unit: str = ""
    compared: bool = False
    arrays: tuple[Any, ...] = ()


PARTS = {"head": MeshData, "other": MeshData}
