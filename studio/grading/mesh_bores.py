"""The round bores of a mesh: where each is, which way it goes, and how wide it is.

A bore is a part of the surface between sharp edges whose normals all stand across one axis, look
towards it from all around, and whose corners lie on a circle. The axis is the direction in which
the normals have least extent (singular value decomposition); the circle is fitted by least squares
(Kasa, "A circle fitting procedure and its error analysis", 1976).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from studio.grading.mesh_shapes import connected, normals_of, smooth_neighbours, volume_of
from studio.grading.readers.meshes import Mesh
from studio.grading.welding import Faces, Points

_SHARP = np.radians(50)
_FEWEST_FACES = 8
_MOST_PATCHES = 400
# How far normals may lean along the axis, corners lie off the circle, and a gap may be in it.
_LEAN, _OFF, _GAP = 0.05, 0.03, np.radians(60)
_CLOSED = 0.1


@dataclass(frozen=True)
class Bore:
    """A round hole, through or not.

    Attributes:
        axis: its direction, of length 1.
        middle: the middle of its axis.
        radius: of the circle through its corners, in the units of the file.
        length: along the axis.
        corners: the numbers of its corners.
        faces: the numbers of its triangles.
    """

    axis: Points
    middle: Points
    radius: float
    length: float
    corners: Faces
    faces: Faces

    @property
    def diameter(self) -> float:
        """How wide it is."""
        return 2 * self.radius

    def from_axis(self, points: Points) -> Points:
        """Return the way from the axis to each point, across it, shape (n, 3)."""
        away = points - self.middle
        return np.asarray(away - np.outer(away @ self.axis, self.axis))


def bores_of(mesh: Mesh) -> list[Bore]:
    """Return the round bores of a mesh, the narrowest first."""
    normals = normals_of(mesh)
    sizes = np.linalg.norm(normals, axis=1)
    count, patch = connected(len(mesh.faces), *smooth_neighbours(mesh, float(_SHARP)))
    sums = np.zeros((count, 3))
    np.add.at(sums, patch, normals)
    whole = np.bincount(patch, sizes, count)
    numbers = np.bincount(patch, minlength=count)
    closed = np.linalg.norm(sums, axis=1) <= _CLOSED * whole
    tried = np.flatnonzero(closed & (numbers >= _FEWEST_FACES) & (whole > 0))
    outwards = 1.0 if volume_of(mesh) >= 0 else -1.0
    found = [
        _bore(mesh, np.flatnonzero(patch == number), normals * outwards)
        for number in tried[:_MOST_PATCHES]
    ]
    return sorted((bore for bore in found if bore), key=lambda bore: bore.radius)


def _bore(mesh: Mesh, faces: Faces, normals: Points) -> Bore | None:
    """Return the bore that some faces are, None if they are none."""
    own = normals[faces]
    full = np.linalg.norm(own, axis=1) > 0
    faces, own = faces[full], own[full]
    own = own / np.linalg.norm(own, axis=1, keepdims=True)
    if len(own) < _FEWEST_FACES:
        return None
    axis = np.linalg.svd(own, full_matrices=False)[2][-1]
    if np.abs(own @ axis).max() > _LEAN:
        return None
    corners = np.unique(mesh.faces[faces])
    places = mesh.vertices[corners]
    across = _across(axis)
    middle, radius = _circle(places @ across)
    off = np.abs(np.linalg.norm(places @ across - middle, axis=1) - radius)
    inwards = np.einsum(
        "ij,ij->i", mesh.corners[faces].mean(axis=1) @ across - middle, own @ across
    )
    if (
        radius <= 0
        or off.max() > _OFF * radius
        or inwards.max() >= 0
        or not _is_around(own @ across)
    ):
        return None
    along = places @ axis
    centre = across @ middle + axis * (along.min() + along.max()) / 2
    return Bore(axis, centre, radius, float(np.ptp(along)), corners, faces)


def _across(axis: Points) -> Points:
    """Return two directions across an axis and each other, as columns, shape (3, 2)."""
    least = np.eye(3)[int(np.abs(axis).argmin())]
    one = np.cross(axis, least)
    one = one / np.linalg.norm(one)
    return np.stack([one, np.cross(axis, one)], axis=1)


def _circle(points: Points) -> tuple[Points, float]:
    """Return middle and radius of the circle that lies closest to points, shape (n, 2)."""
    shift = points.mean(axis=0)
    near = points - shift
    matrix = np.column_stack([2 * near, np.ones(len(near))])
    (x, y, rest), *_ = np.linalg.lstsq(matrix, (near**2).sum(axis=1), rcond=None)
    return shift + np.array([x, y]), float(np.sqrt(max(rest + x * x + y * y, 0.0)))


def _is_around(normals: Points) -> bool:
    """Tell whether directions look in from all sides, without a wide gap."""
    angles = np.sort(np.arctan2(normals[:, 1], normals[:, 0]))
    gaps: NDArray[np.float64] = np.diff(np.append(angles, angles[0] + 2 * np.pi))
    return bool(gaps.max() <= _GAP)
