"""What is shown of a mesh: its triangles about their middle, and the bodies that they make up."""

from dataclasses import dataclass
from typing import Any, ClassVar

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
    needs_arrays: ClassVar[bool] = True

    def __post_init__(self) -> None:
        """See to it that the arrays fit one another, for they may come from a broken reader.

        Raises:
            ValueError: if they do not.
        """
        if self.arrays:
            import numpy as np

            vertices, faces, owners = self.arrays
            fits = vertices.shape[1:] == faces.shape[1:] == (3,) and owners.shape == faces.shape[:1]
            fits = fits and len(faces) > 0 and faces.min() >= 0 and faces.max() < len(vertices)
            if not (
                fits
                and owners.min() >= 0
                and owners.max() < len(self.bodies)
                and np.isfinite(vertices).all()
            ):
                raise ValueError("the arrays of a mesh do not fit one another")


PARTS = {"head": MeshData, "other": MeshData}
