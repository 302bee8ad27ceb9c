"""What a mesh is like whatever its triangles: volume, area, edges, through-holes and shells.

Sources: Gauss's divergence theorem (volume); Euler's formula, V - E + F = 2(S - G) - B for S shells
with G through-holes and B open rims.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from studio.base.extras import import_extra
from studio.grading.readers.meshes import Mesh
from studio.grading.welding import Faces, Points

_LEAK = 1e-4
_BLUNT = np.radians(40)
_WHAT = "Meshes and solids"


def normals_of(mesh: Mesh) -> Points:
    """Return the normal of each triangle, as long as twice its area, shape (m, 3)."""
    a, b, c = np.moveaxis(mesh.corners, 1, 0)
    return np.asarray(np.cross(b - a, c - a))


def area_of(mesh: Mesh) -> float:
    """Return the area of the surface."""
    return float(np.linalg.norm(normals_of(mesh), axis=1).sum() / 2)


def volume_of(mesh: Mesh) -> float:
    """Return the volume inside the surface, negative if its faces look inwards."""
    corners = mesh.corners - (mesh.low + mesh.high) / 2
    a, b, c = np.moveaxis(corners, 1, 0)
    return float(np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6)


def leaks(mesh: Mesh) -> bool:
    """Tell whether so much of the surface is missing that it encloses no volume.

    The normals of a closed surface add up to nothing.
    """
    normals = normals_of(mesh)
    return float(np.linalg.norm(normals.sum(axis=0))) > _LEAK * float(
        np.linalg.norm(normals, axis=1).sum()
    )


@dataclass(frozen=True)
class Topology:
    """How the triangles of a mesh hang together.

    Attributes:
        open_edges: edges with a face on one side only.
        crowded_edges: edges that more than two faces share.
        turned_edges: edges beside which one face looks outwards and the other inwards.
        rims: closed lines of open edges: the holes in the surface.
        shells: parts of the surface that are not connected.
        through: the through-holes of all shells together, None where crowded edges leave it open.
    """

    open_edges: int
    crowded_edges: int
    turned_edges: int
    rims: int
    shells: int
    through: int | None


@dataclass(frozen=True)
class _Edges:
    """Edges of faces, those of one place together.

    Attributes:
        order: the sides of faces, 3 f + k for the k-th of face f, ordered by place.
        starts: where in `order` each edge begins.
        counts: how many faces share it.
        ends: the corners of each, the smaller number first, shape (e, 2).
        sense: for each the faces that run from its first to its second end, less the others.
    """

    order: Faces
    starts: Faces
    counts: Faces
    ends: Faces
    sense: Faces


def _edges(faces: Faces) -> _Edges:
    sides = np.stack([faces, np.roll(faces, -1, axis=1)], axis=2).reshape(-1, 2)
    low, high = sides.min(axis=1), sides.max(axis=1)
    keys = low * (int(faces.max()) + 1) + high
    order = np.argsort(keys, kind="stable")
    _, starts, counts = np.unique(keys[order], return_index=True, return_counts=True)
    forwards = np.where(sides[order, 0] == low[order], 1, -1)
    ends = np.stack([low[order][starts], high[order][starts]], axis=1)
    return _Edges(order, starts, counts, ends, np.add.reduceat(forwards, starts))


def topology_of(mesh: Mesh) -> Topology:
    """Return how the triangles of a mesh hang together."""
    faces = mesh.faces
    edges = _edges(faces)
    paired = edges.counts == 2
    first = edges.order[edges.starts[paired]]
    second = edges.order[edges.starts[paired] + 1]
    alone, crowded = edges.counts == 1, edges.counts > 2
    turned = int(np.count_nonzero(edges.sense[paired]))
    shells = connected(len(faces), *_neighbours(edges))[0]
    corners, fan = _fans(faces, first, second)
    sides = edges.order[edges.starts[alone]]
    rims = _groups_with(np.stack([fan[sides], fan[_next(sides)]], axis=1))
    euler = corners - len(edges.counts) + len(faces)
    through = None if crowded.any() else max(0, (2 * shells - rims - euler) // 2)
    return Topology(int(alone.sum()), int(crowded.sum()), turned, rims, shells, through)


def _neighbours(edges: _Edges) -> tuple[Faces, Faces]:
    """Return pairs of faces that share an edge."""
    same = np.ones(len(edges.order), bool)
    same[edges.starts] = False
    later = np.flatnonzero(same)
    return edges.order[later - 1] // 3, edges.order[later] // 3


def _fans(faces: Faces, first: Faces, second: Faces) -> tuple[int, Faces]:
    """Return how many corners there are, and which one each corner of a face is.

    Parts of the surface that only touch in a point have a corner each there.
    """
    flat = faces.reshape(-1)
    starts, ends = first, _next(first)
    others, last = second, _next(second)
    crossed = flat[starts] != flat[others]
    one = np.concatenate([starts, ends])
    two = np.concatenate([np.where(crossed, last, others), np.where(crossed, others, last)])
    return connected(len(flat), one, two)


def _next(sides: Faces) -> Faces:
    """Return for each side of a face the one that follows it."""
    return np.asarray(sides - sides % 3 + (sides % 3 + 1) % 3)


def _groups_with(pairs: Faces) -> int:
    """Return how many groups of connected corners pairs of them make."""
    if not len(pairs):
        return 0
    _, numbers = np.unique(pairs, return_inverse=True)
    one, two = numbers.reshape(-1, 2).T
    return connected(int(numbers.max()) + 1, one, two)[0]


def connected(
    count: int, one: NDArray[np.int64], two: NDArray[np.int64]
) -> tuple[int, NDArray[np.int64]]:
    """Return how many groups things form by links between them, and the group of each."""
    graphs = import_extra("scipy.sparse.csgraph", "meshes", _WHAT)
    sparse = import_extra("scipy.sparse", "meshes", _WHAT)
    links = sparse.coo_matrix((np.ones(len(one), np.int8), (one, two)), shape=(count, count))
    number, group = graphs.connected_components(links, directed=False)
    return int(number), np.asarray(group, dtype=np.int64)


def shells_of(mesh: Mesh) -> list[Mesh]:
    """Return the parts of a surface that are not connected, those with most triangles first."""
    count, group = connected(len(mesh.faces), *_neighbours(_edges(mesh.faces)))
    parts = [Mesh(mesh.vertices, mesh.faces[group == number], mesh.unit) for number in range(count)]
    return sorted(parts, key=lambda part: -len(part.faces))


def widest_rim(mesh: Mesh) -> float:
    """Return the greatest extent of a hole in the surface, 0 if it is closed."""
    edges = _edges(mesh.faces)
    ends = edges.ends[edges.counts == 1]
    if not len(ends):
        return 0.0
    corners, numbers = np.unique(ends, return_inverse=True)
    one, two = numbers.reshape(-1, 2).T
    count, group = connected(len(corners), one, two)
    low, high = np.full((count, 3), np.inf), np.full((count, 3), -np.inf)
    np.minimum.at(low, group, mesh.vertices[corners])
    np.maximum.at(high, group, mesh.vertices[corners])
    return float(np.linalg.norm(high - low, axis=1).max())


def smooth_neighbours(mesh: Mesh, sharp: float) -> tuple[Faces, Faces]:
    """Return pairs of faces that share an edge and turn by at most `sharp` there, in radians."""
    edges = _edges(mesh.faces)
    paired = edges.counts == 2
    first = edges.order[edges.starts[paired]] // 3
    second = edges.order[edges.starts[paired] + 1] // 3
    normals = normals_of(mesh)
    length = np.linalg.norm(normals, axis=1)
    cosine = np.einsum("ij,ij->i", normals[first], normals[second])
    kept = cosine >= np.cos(sharp) * length[first] * length[second]
    return first[kept], second[kept]


def flawed_edges(mesh: Mesh) -> Faces:
    """Return the ends of the edges that do not lie between two faces, shape (e, 2)."""
    edges = _edges(mesh.faces)
    return np.asarray(edges.ends[edges.counts != 2])


def sag_of(mesh: Mesh) -> float:
    """Return how far flat triangles lie from the round surface that they stand for, about.

    Where neighbours meet at a blunt angle t, an arc over a chord c rises c/2 tan(t/4). The 95th
    percentile over the blunt edges, weighted with nothing; 0 for bodies with flat faces only.
    """
    edges = _edges(mesh.faces)
    paired = edges.counts == 2
    first = edges.order[edges.starts[paired]] // 3
    second = edges.order[edges.starts[paired] + 1] // 3
    normals = normals_of(mesh)
    length = np.linalg.norm(normals, axis=1)
    full = (length[first] > 0) & (length[second] > 0)
    first, second = first[full], second[full]
    ends = mesh.vertices[edges.ends[paired][full]]
    along = np.linalg.norm(ends[:, 0] - ends[:, 1], axis=1)
    cosine = np.einsum("ij,ij->i", normals[first], normals[second])
    angle = np.arccos(np.clip(cosine / (length[first] * length[second]), -1, 1))
    blunt = (angle > 1e-3) & (angle < _BLUNT)
    if not blunt.any():
        return 0.0
    width = np.maximum(length[first], length[second])[blunt] / along[blunt]
    return float(np.percentile(width / 2 * np.tan(angle[blunt] / 4), 95))
