"""How far two surfaces lie apart, whatever their triangles.

From points all over each surface the nearest point of the other is found. Large triangles are split
first, so that the middles of small ones tell which can be nearest; the distance to a triangle
itself is exact (Ericson, Real-Time Collision Detection, 2005, 5.1.5). The largest of both ways is
the Hausdorff distance (Aspert et al., "MESH: measuring errors between surfaces", 2002).
"""

import math
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Literal

import numpy as np

from studio.base.extras import import_extra
from studio.grading.mesh_shapes import normals_of
from studio.grading.readers.meshes import Mesh
from studio.grading.welding import Faces, Points

_PIECES, _MOST_PIECES = 8_000, 1_500_000
_SPREAD, _MOST_SPREAD, _MOST_CORNERS = 3_000, 40_000, 60_000
_NEAREST = (12, 96, 512)
_QUICK = 300
_FAR_OFF = 2.0
_BLOCK = 60_000
_SEED = 7


Distance = Literal["hausdorff", "p95", "mean"]


@dataclass(frozen=True)
class Apart:
    """How far two surfaces lie apart: on the mean, at 95 of 100 places, and at most.

    `rough` if only a few points were asked, as these lie too far off already.
    """

    mean: float
    p95: float
    hausdorff: float
    rough: bool = False

    def by(self, measure: Distance) -> float:
        """Return one of the distances."""
        return float(getattr(self, measure))


class Surface:
    """A mesh made ready to be asked how far points lie from it."""

    def __init__(self, mesh: Mesh) -> None:
        self.mesh = mesh
        self.pieces = _pieces(mesh.corners)
        middles = self.pieces.mean(axis=1)
        self.radii = np.linalg.norm(self.pieces - middles[:, None], axis=2).max(axis=1)
        self.radius = float(self.radii.max())
        self._tree = self.places(middles)

    @staticmethod
    def places(points: Points) -> Any:
        """Return points made ready to be asked which is nearest."""
        return import_extra("scipy.spatial", "meshes", "Meshes and solids").cKDTree(points)

    @cached_property
    def normals(self) -> Points:
        """The normal of each piece, of length 1, or 0 if it has no area."""
        a, b, c = np.moveaxis(self.pieces, 1, 0)
        found = np.cross(b - a, c - a)
        length = np.linalg.norm(found, axis=1, keepdims=True)
        return np.asarray(found / np.where(length > 0, length, 1.0))

    @cached_property
    def spread(self) -> Points:
        """Points all over the surface, as many on each part as its area asks for."""
        wanted = _SPREAD + len(self.mesh.faces) // 10
        return spread_over(self.mesh, min(wanted, _MOST_SPREAD))

    @cached_property
    def corners(self) -> Points:
        """The corners of the mesh, or some of them if there are many."""
        vertices = self.mesh.vertices[np.unique(self.mesh.faces)]
        step = -(-len(vertices) // _MOST_CORNERS)
        return vertices[::step]

    def far(self, points: Points) -> Points:
        """Return how far each point lies from the surface."""
        blocks = range(0, len(points), _BLOCK)
        return np.concatenate([self.nearest(points[n : n + _BLOCK])[0] for n in blocks])

    def about(self, points: Points) -> Points:
        """Return about how far points lie from the surface, as far off as a piece is large."""
        return np.asarray(self._tree.query(points)[0])

    def nearest(
        self, points: Points, asked: tuple[int, ...] = _NEAREST
    ) -> tuple[Points, Points, Faces]:
        """Return how far points lie from the surface, the nearest places, and in which pieces.

        Args:
            points: shape (n, 3).
            asked: how many pieces are looked at, more where that leaves it open which is nearest.
        """
        far = np.full(len(points), np.inf)
        place, piece = np.zeros_like(points), np.zeros(len(points), np.int64)
        unsure = np.arange(len(points))
        for count in asked:
            k = min(count, len(self.pieces))
            middles, found = self._tree.query(points[unsure], k=k)
            middles, found = middles.reshape(len(unsure), k), found.reshape(len(unsure), k)
            # No point of a piece is nearer than its middle less its size.
            rows, ranks = np.nonzero(middles - self.radii[found] < far[unsure][:, None])
            asking, asked_for = unsure[rows], found[rows, ranks]
            near = nearest_on(self.pieces[asked_for], points[asking])
            away = np.sqrt(_square(near - points[asking]))
            best = _least_of_each(rows, away)
            best = best[away[best] < far[asking[best]]]
            far[asking[best]], place[asking[best]] = away[best], near[best]
            piece[asking[best]] = asked_for[best]
            # Whatever was not asked for lies at least this far away.
            still = far[unsure] > middles[:, -1] - self.radius
            unsure = unsure[still] if k < len(self.pieces) else unsure[:0]
            if not len(unsure):
                break
        return far, place, piece


def _least_of_each(rows: Faces, values: Points) -> Faces:
    """Return where the first of the least values of each row stands; rows are in order."""
    if not len(rows):
        return np.empty(0, dtype=np.int64)
    starts = np.flatnonzero(np.diff(rows, prepend=-1))
    least = np.repeat(np.minimum.reduceat(values, starts), np.diff(starts, append=len(rows)))
    hits = np.flatnonzero(values == least)
    return np.asarray(hits[np.flatnonzero(np.diff(rows[hits], prepend=-1))])


def apart(
    one: Surface, other: Surface, limit: float = math.inf, measure: Distance = "hausdorff"
) -> Apart:
    """Return how far two surfaces lie apart, both ways.

    Where a few points show that it is more than the limit, these are enough.
    """
    if one.mesh.is_same(other.mesh):
        return Apart(0.0, 0.0, 0.0)
    found = _apart(one, other, _QUICK)
    sure = limit * (1.0 if measure == "hausdorff" else _FAR_OFF)
    return replace(found, rough=True) if found.by(measure) > sure else _apart(one, other)


def _apart(one: Surface, other: Surface, most: int | None = None) -> Apart:
    """Return how far two surfaces lie apart at all points, or at about `most` of each kind."""
    ways = ((one, other), (other, one))
    spread = [there.far(_some(here.spread, most)) for here, there in ways]
    corners = [there.far(_some(here.corners, most)) for here, there in ways]
    return Apart(
        mean=float(max(way.mean() for way in spread)),
        p95=float(max(np.percentile(way, 95) for way in spread)),
        hausdorff=float(max(way.max() for way in (*spread, *corners))),
    )


def _some(points: Points, most: int | None) -> Points:
    return points if most is None else points[:: -(-len(points) // most)]


def spread_over(mesh: Mesh, count: int) -> Points:
    """Return points all over a mesh, always the same, shape (count, 3)."""
    return spread_with(mesh, count)[0]


def spread_with(mesh: Mesh, count: int) -> tuple[Points, Points]:
    """Return points all over a mesh and the normals there, of length 1, each (count, 3)."""
    normals = normals_of(mesh)
    areas = np.linalg.norm(normals, axis=1)
    rng = np.random.default_rng(_SEED)
    steps = (np.arange(count) + rng.random(count)) / count
    total = np.cumsum(areas)
    chosen = np.minimum(np.searchsorted(total, steps * total[-1]), len(areas) - 1)
    a, b, c = np.moveaxis(mesh.corners[chosen], 1, 0)
    u, v = rng.random((2, count, 1))
    beyond = u + v > 1
    u, v = np.where(beyond, 1 - u, u), np.where(beyond, 1 - v, v)
    lengths = np.where(areas[chosen] > 0, areas[chosen], 1.0)
    return np.asarray(a + u * (b - a) + v * (c - a)), normals[chosen] / lengths[:, None]


def _pieces(corners: Points) -> Points:
    """Return triangles split in halves until none is long, shape (n, 3, 3)."""
    size = np.linalg.norm(corners - np.roll(corners, 1, axis=1), axis=2).max(axis=1)
    area = np.linalg.norm(
        np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1
    )
    longest = 2.0 * float(np.sqrt(area.sum() / _PIECES))
    while _count(size, longest) > _MOST_PIECES:
        longest *= 1.5
    small, large = [corners[size <= longest]], corners[size > longest]
    while len(large):
        halves = _halved(large)
        size = np.linalg.norm(halves - np.roll(halves, 1, axis=1), axis=2).max(axis=1)
        small.append(halves[size <= longest])
        large = halves[size > longest]
    return np.concatenate(small)


def _count(size: Points, longest: float) -> float:
    """Return about how many pieces splitting makes; a thin triangle makes fewer than this."""
    return float(np.maximum(1.0, (size / longest) ** 2).sum())


def _halved(corners: Points) -> Points:
    """Return each triangle split in the middle of its longest side."""
    sides = np.linalg.norm(np.roll(corners, -1, axis=1) - corners, axis=2)
    first = sides.argmax(axis=1)
    rows = np.arange(len(corners))
    a, b, c = (corners[rows, (first + turn) % 3] for turn in range(3))
    middle = (a + b) / 2
    return np.concatenate([np.stack([a, middle, c], 1), np.stack([middle, b, c], 1)])


def nearest_on(triangles: Points, points: Points) -> Points:
    """Return for each point the nearest one of its triangle.

    Args:
        triangles: shape (n, 3, 3).
        points: shape (n, 3).
    """
    a, b, c = np.moveaxis(triangles, 1, 0)
    found = _on_side(a, b, points)
    best = _square(found - points)
    for start, end in ((b, c), (c, a)):
        other = _on_side(start, end, points)
        away = _square(other - points)
        closer = away < best
        found[closer], best[closer] = other[closer], away[closer]
    inside, place = _inside(a, b, c, points)
    found[inside] = place[inside]
    return found


def _square(vectors: Points) -> Points:
    return np.asarray(np.einsum("ij,ij->i", vectors, vectors))


def _on_side(start: Points, end: Points, points: Points) -> Points:
    way = end - start
    length = _square(way)
    share = np.einsum("ij,ij->i", points - start, way) / np.where(length > 0, length, 1.0)
    return np.asarray(start + np.clip(share, 0.0, 1.0)[:, None] * way)


def _inside(a: Points, b: Points, c: Points, points: Points) -> tuple[Any, Points]:
    """Tell which points lie above the inside of their triangles, and where they stand there."""
    one, two, way = b - a, c - a, points - a
    d00, d01, d11 = _square(one), np.einsum("ij,ij->i", one, two), _square(two)
    d20, d21 = np.einsum("ij,ij->i", way, one), np.einsum("ij,ij->i", way, two)
    whole = d00 * d11 - d01 * d01
    real = whole > 1e-14 * d00 * d11
    safe = np.where(real, whole, 1.0)
    v, w = (d11 * d20 - d01 * d21) / safe, (d00 * d21 - d01 * d20) / safe
    return real & (v >= 0) & (w >= 0) & (v + w <= 1), a + v[:, None] * one + w[:, None] * two
