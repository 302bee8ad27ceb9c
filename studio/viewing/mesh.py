"""Reading a mesh for showing: its triangles, and what the bodies that they make up measure."""

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from studio.grading.mesh_shapes import connected
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.meshes import Mesh, read_mesh
from studio.viewing.mesh_data import Body, MeshData, Point

MOST_BODIES = 2_000
_LEAK = 1e-4


class MeshFile:
    """A mesh and the one that it is compared with, each read when it is asked for."""

    def __init__(self, shown: Path, other: Path | None) -> None:
        self._shown, self._other = shown, other

    def head(self) -> MeshData:
        """Return the mesh."""
        return mesh_data(self._shown, self._other is not None)

    def other(self) -> MeshData:
        """Return the one that it is compared with.

        Raises:
            Unreadable: if there is none.
        """
        if self._other is None:
            raise Unreadable("is compared with nothing")
        return mesh_data(self._other, True)


opened = MeshFile


def mesh_data(place: Path, compared: bool = False) -> MeshData:
    """Return a mesh as it is shown, and say whether it is compared with another one.

    Raises:
        Unreadable: if it is missing, damaged, without faces, or has corners that are no numbers.
        HostileInputError: if it declares more than a mesh may hold.
        FaultError: if the extra for meshes is missing.
    """
    mesh = read_mesh(place.parent, place.name)
    count, owners = _owners(mesh)
    middle = (mesh.low + mesh.high) / 2
    bodies = _bodies(mesh, owners, middle)
    whole = bodies[0]
    if len(bodies) > 1:
        whole = _bodies(mesh, np.zeros(len(owners), np.int32), middle)[0]
    arrays = (mesh.vertices - middle).astype(np.float32), mesh.faces.astype(np.int32), owners
    return MeshData(_point(middle), bodies, count, whole, mesh.unit, compared, arrays)


def _owners(mesh: Mesh) -> tuple[int, NDArray[np.int32]]:
    """Return how many bodies there are, and the body of each triangle, the largest numbered 0.

    Triangles that share a corner belong together.
    """
    a, b, c = (np.ascontiguousarray(mesh.faces[:, corner]) for corner in range(3))
    most, group = connected(len(mesh.vertices), np.concatenate([a, b]), np.concatenate([b, c]))
    own = group[a]
    sizes = np.bincount(own, minlength=most)
    rank = np.empty(most, np.int32)
    rank[np.argsort(-sizes, kind="stable")] = np.minimum(np.arange(most), MOST_BODIES - 1)
    # Corners of triangles without an area belong to no triangle any more.
    return int(np.count_nonzero(sizes)), rank[own]


def _bodies(mesh: Mesh, owners: NDArray[np.int32], middle: NDArray[Any]) -> tuple[Body, ...]:
    """Return what the bodies of a mesh measure (Gauss's theorem for the volume)."""
    count = int(owners.max()) + 1
    places = mesh.vertices - middle
    a, b, c = (np.take(places, mesh.faces[:, corner], axis=0) for corner in range(3))
    normals = np.cross(b - a, c - a)
    areas = np.sqrt((normals * normals).sum(axis=1)) / 2
    parts = np.einsum("ij,ij->i", a, np.cross(b, c)) / 6
    area, volume = (np.bincount(owners, one, minlength=count) for one in (areas, parts))
    sums = np.stack([np.bincount(owners, one, minlength=count) for one in normals.T], axis=1)
    # The normals of a closed surface add up to nothing.
    leaks = np.linalg.norm(sums, axis=1) > _LEAK * 2 * area
    low, high = _boxes(mesh, owners, count)
    triangles = np.bincount(owners, minlength=count)
    return tuple(
        Body(
            int(triangles[n]), _point(low[n]), _point(high[n]), float(area[n]),
            None if leaks[n] else float(volume[n]),
        )
        for n in range(count)
    )  # fmt: skip


def _boxes(mesh: Mesh, owners: NDArray[np.int32], count: int) -> tuple[NDArray[Any], NDArray[Any]]:
    if count == 1:
        return mesh.low[None], mesh.high[None]
    low, high = np.full((count, 3), np.inf), np.full((count, 3), -np.inf)
    corners = mesh.vertices[mesh.faces].reshape(-1, 3)
    own = np.repeat(owners, 3)
    for axis in range(3):
        np.minimum.at(low[:, axis], own, corners[:, axis])
        np.maximum.at(high[:, axis], own, corners[:, axis])
    return low, high


def _point(place: NDArray[Any]) -> Point:
    x, y, z = map(float, place)
    return x, y, z
