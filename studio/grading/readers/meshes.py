"""Reading meshes of triangles (STL, OBJ, PLY, GLB) and solids (STEP), safely.

What a file declares is held against its size before anything is made room for; nothing outside of
the file is ever opened. Corners in the same place become one, for STL knows no shared corners.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from studio.base.errors import HostileInputError
from studio.base.extras import import_extra
from studio.formats import digests
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.memory import Memory
from studio.grading.readers.mesh_headers import (
    MOST_FACES,
    check_glb,
    check_obj,
    check_ply,
    check_stl,
)
from studio.grading.readers.places import locate, read_bytes
from studio.grading.readers.solids import tessellated
from studio.grading.welding import Faces, Points, welded

SOLIDS = (".step", ".stp")
SURFACES = (".stl", ".obj", ".ply", ".glb")
MESHES = (*SURFACES, *SOLIDS)
_KEPT_MESHES = 60
_KEPT_BYTES = 128 * 1024 * 1024
_FARTHEST = 1e12
_IN_PLACE = np.eye(4)


@dataclass(frozen=True, eq=False)
class Mesh:
    """Triangles in space.

    Attributes:
        vertices: the corners, shape (n, 3), no two in the same place.
        faces: three numbers of corners for each triangle, shape (m, 3), m at least 1.
        unit: the unit that the format fixes, empty if it leaves it open.
    """

    vertices: Points
    faces: Faces
    unit: str = ""

    @property
    def corners(self) -> Points:
        """The corners of each triangle, shape (m, 3, 3)."""
        return self.vertices[self.faces]

    @property
    def low(self) -> Points:
        """The least x, y and z."""
        return np.asarray(self.vertices.min(axis=0))

    @property
    def high(self) -> Points:
        """The greatest x, y and z."""
        return np.asarray(self.vertices.max(axis=0))

    @property
    def size(self) -> float:
        """The diagonal of the bounding box."""
        return float(np.linalg.norm(self.high - self.low))

    def is_same(self, other: "Mesh") -> bool:
        """Tell whether another mesh has the very same triangles in the same order."""
        if self is other:
            return True
        return np.array_equal(self.vertices, other.vertices) and np.array_equal(
            self.faces, other.faces
        )

    def moved(self, turn: Points, shift: Points) -> "Mesh":
        """Return the mesh turned by a matrix of shape (3, 3), then shifted."""
        return Mesh(self.vertices @ turn.T + shift, self.faces, self.unit)


def read_mesh(folder: Path, path: str) -> Mesh:
    """Return the mesh at a relative path of a folder, solids as fine triangles in millimetres.

    Raises:
        Unreadable: if it is missing, damaged, without faces, or has corners that are no numbers.
        HostileInputError: if it declares more than a mesh may hold.
        FaultError: if the extra for meshes is missing.
    """
    place = locate(folder, path)
    if place is None:
        raise Unreadable("is missing")
    suffix = place.suffix.lower()
    if suffix not in MESHES:
        raise Unreadable("is no mesh (STL, OBJ, PLY, GLB or STEP)")
    content = read_bytes(place)
    found = _meshes.get(f"{digests.of_bytes(content)}{suffix}", lambda: _tried(content, suffix))
    if isinstance(found, str):
        raise Unreadable(found)
    return found


def _tried(content: bytes, suffix: str) -> Mesh | str:
    """Return a mesh, or why it cannot be read, which takes as long to find out."""
    try:
        return _mesh(content, suffix)
    except Unreadable as fault:
        return str(fault)


def _weight(found: Mesh | str) -> int:
    return len(found) if isinstance(found, str) else found.vertices.nbytes + found.faces.nbytes


_meshes: Memory[Mesh | str] = Memory(_KEPT_MESHES, _weight, _KEPT_BYTES)


def _mesh(content: bytes, suffix: str) -> Mesh:
    if not content.strip(b"\0 \r\n\t"):
        raise Unreadable("is empty")
    if suffix in SOLIDS:
        corners, unit = _triangles(tessellated(content), ".glb") * 1000.0, "mm"
    else:
        corners, unit = _triangles(content, suffix), "m" if suffix == ".glb" else ""
    if not len(corners):
        raise Unreadable("is a mesh without faces")
    if not np.all(np.isfinite(corners)):
        raise Unreadable("has corners that are not finite numbers")
    if np.abs(corners).max() > _FARTHEST:
        raise Unreadable("has corners that are too far away to be measured")
    vertices, faces = welded(corners)
    if not len(faces) or not np.any(vertices.max(axis=0) > vertices.min(axis=0)):
        raise Unreadable("is a mesh without faces that have an area")
    return Mesh(vertices, faces, unit)


_CHECKS: dict[str, Callable[[bytes], None]] = {
    ".stl": check_stl,
    ".obj": check_obj,
    ".ply": check_ply,
    ".glb": check_glb,
}


def _triangles(content: bytes, suffix: str) -> Points:
    """Return the corners of all triangles of a file, shape (m, 3, 3)."""
    _CHECKS[suffix](content)
    trimesh = import_extra("trimesh", "meshes", "Meshes and solids")
    try:
        with np.errstate(all="ignore"):
            scene = trimesh.load_scene(
                io.BytesIO(content), file_type=suffix[1:], process=False, skip_materials=True
            )
            return _corners(scene)
    except (Unreadable, HostileInputError):
        raise
    except Exception:
        # The library raises whatever it likes at a file that is not what its name says.
        raise Unreadable(f"is damaged or not {_named(suffix)}") from None


def _named(suffix: str) -> str:
    article = "a" if suffix == ".ply" or suffix == ".glb" else "an"
    return f"{article} {suffix[1:].upper()} file"


def _corners(scene: Any) -> Points:
    found: list[Points] = []
    count = 0
    for node in sorted(scene.graph.nodes_geometry):
        transform, name = scene.graph[node]
        geometry = scene.geometry[name]
        faces = np.asarray(getattr(geometry, "faces", np.empty((0, 3), np.int64)))
        count += len(faces)
        if count > MOST_FACES:
            raise HostileInputError(f"The mesh holds more than {MOST_FACES:,} triangles.")
        if not len(faces):
            continue
        vertices = np.asarray(geometry.vertices, dtype=np.float64)
        if faces.min() < 0 or faces.max() >= len(vertices):
            raise Unreadable("has faces with corners that are not there")
        matrix = np.asarray(transform, dtype=np.float64)
        if not np.array_equal(matrix, _IN_PLACE):
            vertices = vertices @ matrix[:3, :3].T + matrix[:3, 3]
        found.append(np.take(vertices, faces, axis=0))
    if not found:
        return np.empty((0, 3, 3))
    return found[0] if len(found) == 1 else np.concatenate(found)
