"""Corners in the same place become one, and so do those along cracks thinner than rounding.

Each triangle of an STL file brings corners of its own; what is one surface shows only when equal
corners are joined.
"""

import numpy as np
from numpy.typing import NDArray

from studio.base.extras import import_extra

Points = NDArray[np.float64]
Faces = NDArray[np.int64]
# What single precision loses, as a part of the size of the body and of its distance from zero.
_CRACK, _ROUNDING = 1e-6, 2e-7
_NEIGHBOURS = 6
_MIX = (0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9)


def welded(corners: Points) -> tuple[Points, Faces]:
    """Return the places of corners, and the triangles between them that have three places.

    Args:
        corners: the corners of each triangle, shape (m, 3, 3), finite.

    Returns:
        Places of shape (n, 3), and numbers of places of shape (k, 3), k at most m.
    """
    places, numbers = _distinct(corners.reshape(-1, 3) + 0.0)
    faces = _without_lines(numbers.reshape(-1, 3))
    joined = _joined(places, faces)
    if joined is None:
        return places, faces
    return places, _without_lines(joined[faces])


def _without_lines(faces: Faces) -> Faces:
    a, b, c = faces.T
    return np.asarray(faces[(a != b) & (b != c) & (a != c)])


def _distinct(points: Points) -> tuple[Points, Faces]:
    """Return points without those that come again, and where each went."""
    bits = np.ascontiguousarray(points).view(np.uint64)
    mixed = np.zeros(len(points), np.uint64)
    for axis, factor in enumerate(_MIX):
        mixed = (mixed ^ (bits[:, axis] >> np.uint64(17)) ^ bits[:, axis]) * np.uint64(factor)
    _, first, numbers = np.unique(mixed, return_index=True, return_inverse=True)
    found = points[first]
    if not np.array_equal(np.take(found, numbers, axis=0), points):
        found, numbers = np.unique(points, axis=0, return_inverse=True)
    return found, numbers.astype(np.int64).reshape(-1)


def _joined(places: Points, faces: Faces) -> Faces | None:
    """Return for each place the one that it is joined with, None if the surface has no edges."""
    one, other = faces.reshape(-1), faces[:, [1, 2, 0]].reshape(-1)
    keys = np.minimum(one, other) * len(places) + np.maximum(one, other)
    unique, counts = np.unique(keys, return_counts=True)
    alone = unique[counts == 1]
    if not len(alone):
        return None
    rim = np.unique(np.concatenate([alone // len(places), alone % len(places)]))
    spatial = import_extra("scipy.spatial", "meshes", "Meshes and solids")
    graphs = import_extra("scipy.sparse.csgraph", "meshes", "Meshes and solids")
    sparse = import_extra("scipy.sparse", "meshes", "Meshes and solids")
    points = places[rim]
    size = float(np.linalg.norm(places.max(axis=0) - places.min(axis=0)))
    reach = _CRACK * size + _ROUNDING * float(np.abs(places).max())
    far, near = spatial.cKDTree(points).query(
        points, k=min(_NEIGHBOURS, len(points)), distance_upper_bound=reach
    )
    far, near = far.reshape(len(points), -1), near.reshape(len(points), -1)
    here, beside = np.nonzero(np.isfinite(far))
    links = sparse.coo_matrix(
        (np.ones(len(here), np.int8), (here, near[here, beside])), shape=(len(rim), len(rim))
    )
    count, group = graphs.connected_components(links, directed=False)
    leader = np.full(count, len(places), np.int64)
    np.minimum.at(leader, group, rim)
    joined = np.arange(len(places), dtype=np.int64)
    joined[rim] = leader[group]
    return joined
