"""A mesh as it is drawn: the arrays of its data, with the directions that its triangles face."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from studio.viewing.mesh_data import MeshData, Point


@dataclass(frozen=True, eq=False)
class Scene:
    """Triangles to be drawn.

    Attributes:
        vertices: the corners from the middle, shape (n, 3).
        faces: three numbers of corners for each triangle, shape (m, 3).
        owners: the number of the body of each triangle, shape (m,).
        bodies: how many bodies are told apart.
        middle, low, high: the middle and the ends of the bounding box, in the unit of the file.
    """

    vertices: NDArray[np.float32]
    faces: NDArray[np.int32]
    owners: NDArray[np.int32]
    bodies: int
    middle: Point
    low: Point
    high: Point

    @cached_property
    def normals(self) -> NDArray[np.float32]:
        """The direction that each triangle faces, of length 1 or 0, shape (m, 3)."""
        a, b, c = (self.vertices[self.faces[:, corner]] for corner in range(3))
        found = np.cross(b - a, c - a)
        length = np.sqrt((found * found).sum(axis=1, keepdims=True))
        return np.asarray(found / np.where(length > 0, length, 1), dtype=np.float32)


def scene_of(data: MeshData) -> Scene:
    """Return what is drawn of a mesh."""
    vertices, faces, owners = (_aligned(array) for array in data.arrays)
    ends = data.whole.low, data.whole.high
    return Scene(vertices, faces, owners, len(data.bodies), data.middle, *ends)


def _aligned(array: NDArray[Any]) -> NDArray[Any]:
    """Return an array whose numbers lie where a processor reads them fast."""
    return np.require(array, requirements=["A", "C"])
