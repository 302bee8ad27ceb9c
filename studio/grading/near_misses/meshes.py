"""Near misses and harmless variants of meshes: the mistakes of modelling, scanning and exporting.

How large a mistake is follows from the limit that the checks set to the distance of surfaces: a few
times as much. A harmless variant is the same body, told otherwise.
"""

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from studio.base.extras import import_extra
from studio.grading.families.surfaces import SurfaceDistanceParameters
from studio.grading.mesh_bores import Bore, bores_of
from studio.grading.mesh_distances import Surface, apart
from studio.grading.mesh_poses import laid_on
from studio.grading.mesh_shapes import normals_of, shells_of, volume_of
from studio.grading.near_misses.operators import Made, Scene, spoils, varies
from studio.grading.readers.meshes import SOLIDS, SURFACES, Mesh, read_mesh
from studio.grading.verdicts import parse_parameters
from studio.grading.welding import Faces, Points

_TIMES = 4.0
_STRETCH = 0.03
# By how much of its radius a bore is too narrow or off its place, and how narrow it may become.
_NARROWER, _AWAY, _WALL = 0.1, 0.25, 0.8
_ACROSS, _LEAST = 0.999, 1e-6
_TEXTS = {".stl": "stl_ascii", ".ply": "ply"}


@dataclass(frozen=True)
class _Work:
    """A mesh of the reference, with what its checks allow."""

    scene: Scene
    mesh: Mesh

    def parameters(self, kind: str) -> Any:
        """Return the parameters of the first check of a kind, None if there is none."""
        check = next((check for check in self.scene.checks if check.kind == kind), None)
        return parse_parameters(check) if check else None

    @cached_property
    def distance(self) -> SurfaceDistanceParameters | None:
        """The check of its distance."""
        found = self.parameters("surface_distance")
        return found if isinstance(found, SurfaceDistanceParameters) else None

    @property
    def wrong(self) -> float:
        """A length that is surely wrong: a few times the limit, and not nothing."""
        limit = self.distance.at_most if self.distance else 0.0
        return max(_TIMES * limit, 0.01 * self.mesh.size)

    @property
    def closed(self) -> bool:
        """Whether a closed surface is asked for."""
        return any(check.kind == "mesh_watertight" for check in self.scene.checks)

    @property
    def most_faces(self) -> float | None:
        """How many triangles there may be, None if that is free."""
        limits = [
            check.parameters.get("at_most")
            for check in self.scene.checks
            if check.kind == "mesh_measure" and check.parameters.get("measure") == "faces"
        ]
        return next((limit for limit in limits if limit is not None), None)

    @property
    def alignment(self) -> str:
        """Which of place and direction are free: `none`, `shift` or `rigid`."""
        placed = any(check.parameters.get("measure") == "place" for check in self.scene.checks)
        return "none" if placed or self.distance is None else self.distance.alignment

    def differs(self, other: Mesh, least: float = 0.0) -> bool:
        """Tell whether another mesh, laid on this one, lies farther off than is allowed.

        Farther than `least`, if that is given.
        """
        fixed, most = Surface(self.mesh), least or self.wrong / 2
        return apart(Surface(laid_on(other, fixed, "rigid")), fixed, most).hausdorff > most

    def bore(self, rng: random.Random) -> Bore | None:
        """Return a round bore that may have another size or place and stay a bore, None if none is.

        Whatever meets its ends must lie across it: then its edge moves within flat faces.
        """
        normals = normals_of(self.mesh)
        found = [bore for bore in bores_of(self.mesh) if _ends_in_planes(bore, self.mesh, normals)]
        return rng.choice(found) if found else None

    def slip(self, share: float, bore: Bore) -> float:
        """Return a length that is wrong for a bore: a share of its radius, beyond the limits."""
        limits = [self.distance.at_most] if self.distance else []
        limits += [
            (check.tolerance or 0.0) / 2
            for check in self.scene.checks
            if check.parameters.get("measure") == "bores" and share == _NARROWER
        ]
        return max(share * bore.radius, _TIMES * min(limits, default=0.0))

    def written(self, vertices: Points, faces: Faces, *, text: bool = False) -> bytes:
        """Return a file of the same format."""
        trimesh = import_extra("trimesh", "meshes", "Meshes and solids")
        made = trimesh.Trimesh(vertices, faces, process=False, validate=False)
        suffix = self.scene.suffix
        if text and suffix == ".ply":
            return _bytes(made.export(file_type="ply", encoding="ascii"))
        return _bytes(made.export(file_type=_TEXTS[suffix] if text else suffix[1:]))


def _bytes(content: Any) -> bytes:
    return content if isinstance(content, bytes) else str(content).encode()


Change = Callable[[_Work, random.Random], bytes | None]


def _operator(id: str, title: str, did: str, harmless: bool = False) -> Callable[[Change], Change]:
    """Register what changes a mesh; None is a change that does not apply."""
    register = varies if harmless else spoils

    def keep(change: Change) -> Change:
        def make(scene: Scene, rng: random.Random) -> Iterator[Made]:
            work = _Work(scene, read_mesh(scene.place.parent, scene.place.name))
            content = change(work, rng)
            if content is not None:
                yield scene.made(did, content)

        register(id, "meshes", title, SURFACES)(make)
        return change

    return keep


@_operator("mesh_in_inches", "In the wrong unit", "wrote the mesh in inches")
def _inches(work: _Work, rng: random.Random) -> bytes:
    return work.written(work.mesh.vertices / 25.4, work.mesh.faces)


@_operator("mesh_thousandfold", "A thousand times too large", "mixed up metres and millimetres")
def _thousandfold(work: _Work, rng: random.Random) -> bytes:
    return work.written(work.mesh.vertices * 1000.0, work.mesh.faces)


@_operator("mesh_stretched", "One side too long", "made one side too long")
def _stretched(work: _Work, rng: random.Random) -> bytes:
    sides = work.mesh.high - work.mesh.low
    axis = int(sides.argmax())
    factors = np.ones(3)
    factors[axis] = 1 + max(_STRETCH, 2 * work.wrong / float(sides[axis]))
    return work.written((work.mesh.vertices - work.mesh.low) * factors + work.mesh.low,
                        work.mesh.faces)  # fmt: skip


@_operator("mesh_mirrored", "Left for right", "mirrored the mesh")
def _mirrored(work: _Work, rng: random.Random) -> bytes | None:
    middle = (work.mesh.low + work.mesh.high) / 2
    vertices = (work.mesh.vertices - middle) * np.array([-1.0, 1.0, 1.0]) + middle
    faces = work.mesh.faces[:, ::-1]
    differs = work.differs(Mesh(vertices, faces))
    return work.written(vertices, faces) if differs else None


def _ends_in_planes(bore: Bore, mesh: Mesh, normals: Points) -> bool:
    """Tell whether the faces around a bore lie across its axis."""
    around = np.asarray(np.isin(mesh.faces, bore.corners).any(axis=1))
    around[bore.faces] = False
    beside = normals[around]
    size = np.linalg.norm(beside, axis=1)
    return bool(len(beside)) and bool(np.all(np.abs(beside @ bore.axis) >= _ACROSS * size))


@_operator("mesh_bore_narrow", "A hole too narrow", "made a hole too narrow")
def _bore_narrow(work: _Work, rng: random.Random) -> bytes | None:
    bore = work.bore(rng)
    if bore is None:
        return None
    slip = work.slip(_NARROWER, bore)
    # Where the room is wider than the hole, it is too wide instead.
    slip = slip if slip < _WALL * bore.radius else -slip
    vertices = work.mesh.vertices.copy()
    vertices[bore.corners] -= bore.from_axis(vertices[bore.corners]) * (slip / bore.radius)
    return work.written(vertices, work.mesh.faces)


@_operator("mesh_bore_moved", "A hole in the wrong place", "put a hole in the wrong place")
def _bore_moved(work: _Work, rng: random.Random) -> bytes | None:
    bore = work.bore(rng)
    if bore is None:
        return None
    slip = work.slip(_AWAY, bore)
    middle = (work.mesh.low + work.mesh.high) / 2
    way = bore.from_axis(middle[None])[0]
    if np.linalg.norm(way) < slip:
        way = bore.from_axis(work.mesh.vertices[bore.corners][:1])[0]
    vertices = work.mesh.vertices.copy()
    vertices[bore.corners] += way / np.linalg.norm(way) * slip
    made = Mesh(vertices, work.mesh.faces)
    limit = work.distance.at_most if work.distance else 0.0
    return (
        work.written(vertices, work.mesh.faces) if work.differs(made, max(limit, _LEAST)) else None
    )


@_operator("mesh_opened", "A gap in the surface", "left a gap in the surface")
def _opened(work: _Work, rng: random.Random) -> bytes | None:
    middles = work.mesh.corners.mean(axis=1)
    start = middles[rng.randrange(len(middles))]
    away = np.linalg.norm(middles - start, axis=1)
    gone = away <= max(work.wrong, float(away.min()))
    if gone.all() or not (work.closed or gone.sum() > 3):
        return None
    return work.written(work.mesh.vertices, work.mesh.faces[~gone])


@_operator("mesh_dented", "A corner out of place", "pulled a corner out of place")
def _dented(work: _Work, rng: random.Random) -> bytes:
    vertices = work.mesh.vertices.copy()
    middle = (work.mesh.low + work.mesh.high) / 2
    corner = int(np.linalg.norm(vertices - middle, axis=1).argmax())
    way = vertices[corner] - middle
    vertices[corner] += way / np.linalg.norm(way) * 2 * work.wrong
    return work.written(vertices, work.mesh.faces)


@_operator("mesh_part_lost", "A part is missing", "lost a part of the mesh")
def _part_lost(work: _Work, rng: random.Random) -> bytes | None:
    parts = shells_of(work.mesh)
    if len(parts) < 2:
        return None
    small = parts[-1].corners.reshape(-1, 3)
    if np.linalg.norm(small.max(axis=0) - small.min(axis=0)) <= 2 * work.wrong:
        return None
    return work.written(work.mesh.vertices, np.concatenate([part.faces for part in parts[:-1]]))


@_operator("mesh_debris", "Loose bits beside the body", "left a loose bit beside the body")
def _debris(work: _Work, rng: random.Random) -> bytes:
    size = work.wrong
    bit = np.array([[0.0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]]) * size
    faces = np.array([[0, 2, 1], [0, 1, 3], [1, 2, 3], [0, 3, 2]])
    vertices = np.concatenate([work.mesh.vertices, bit + work.mesh.high + 2 * size])
    return work.written(
        vertices, np.concatenate([work.mesh.faces, faces + len(work.mesh.vertices)])
    )


@_operator("mesh_box_instead", "Only the outer box", "handed in a box of the same size")
def _box(work: _Work, rng: random.Random) -> bytes | None:
    trimesh = import_extra("trimesh", "meshes", "Meshes and solids")
    box = trimesh.creation.box(bounds=[work.mesh.low, work.mesh.high])
    made = Mesh(np.asarray(box.vertices, float), np.asarray(box.faces, np.int64))
    return work.written(made.vertices, made.faces) if work.differs(made) else None


@_operator("mesh_hull_instead", "Its convex hull", "handed in the convex hull")
def _hull(work: _Work, rng: random.Random) -> bytes | None:
    trimesh = import_extra("trimesh", "meshes", "Meshes and solids")
    hull = trimesh.Trimesh(work.mesh.vertices, work.mesh.faces, process=False).convex_hull
    made = Mesh(np.asarray(hull.vertices, float), np.asarray(hull.faces, np.int64))
    larger = volume_of(made) > 1.05 * abs(volume_of(work.mesh))
    return work.written(made.vertices, made.faces) if larger and work.differs(made) else None


@_operator("mesh_rough", "Corners on a coarse grid", "rounded the corners to a coarse grid")
def _rough(work: _Work, rng: random.Random) -> bytes | None:
    step = 3 * work.wrong
    vertices = np.floor(work.mesh.vertices / step) * step
    faces = work.mesh.faces
    kept = np.any(np.ptp(vertices[faces], axis=1) > 0, axis=1)
    made = Mesh(vertices, faces[kept])
    return work.written(vertices, faces[kept]) if kept.any() and work.differs(made) else None


@_operator("mesh_inside_out", "Inside out", "turned all faces inwards")
def _inside_out(work: _Work, rng: random.Random) -> bytes | None:
    return work.written(work.mesh.vertices, work.mesh.faces[:, ::-1]) if work.closed else None


@_operator("mesh_half_turned", "Some faces turned", "turned some faces inwards")
def _half_turned(work: _Work, rng: random.Random) -> bytes | None:
    faces = work.mesh.faces.copy()
    count = max(1, len(faces) // 5)
    faces[:count] = faces[:count, ::-1]
    return work.written(work.mesh.vertices, faces) if work.closed else None


@_operator("mesh_doubled", "Faces twice", "wrote some faces twice")
def _doubled(work: _Work, rng: random.Random) -> bytes | None:
    faces = np.concatenate([work.mesh.faces, work.mesh.faces[: max(1, len(work.mesh.faces) // 9)]])
    return work.written(work.mesh.vertices, faces) if work.closed else None


@_operator("mesh_moved", "In another place", "moved the mesh")
def _moved(work: _Work, rng: random.Random) -> bytes | None:
    if work.alignment != "none" or work.distance is None:
        return None
    return work.written(work.mesh.vertices + 3 * work.wrong, work.mesh.faces)


@_operator("mesh_tipped", "Lying another way", "took the y axis for the z axis")
def _tipped(work: _Work, rng: random.Random) -> bytes | None:
    if work.alignment == "rigid" or work.distance is None:
        return None
    vertices = work.mesh.vertices[:, [0, 2, 1]] * np.array([1.0, -1.0, 1.0])
    moved = Mesh(vertices, work.mesh.faces)
    fixed = Surface(work.mesh)
    away = apart(Surface(laid_on(moved, fixed, "shift")), fixed, work.wrong).hausdorff
    return work.written(vertices, work.mesh.faces) if away > work.wrong else None


@_operator("mesh_not_numbers", "A corner that is no number", "left a corner that is no number")
def _not_numbers(work: _Work, rng: random.Random) -> bytes:
    vertices = work.mesh.vertices.copy()
    vertices[work.mesh.faces[0, 0]] = np.nan
    return work.written(vertices, work.mesh.faces)


@_operator("mesh_too_fine", "Too many triangles", "kept too many triangles")
def _too_fine(work: _Work, rng: random.Random) -> bytes | None:
    limit = work.most_faces
    vertices, faces = work.mesh.vertices, work.mesh.faces
    while limit is not None and len(faces) <= limit:
        vertices, faces = _finer(vertices, faces)
    return work.written(vertices, faces) if limit is not None else None


def _finer(vertices: Points, faces: Faces) -> tuple[Points, Faces]:
    """Return each triangle parted into four."""
    sides = np.sort(np.stack([faces, np.roll(faces, -1, axis=1)], axis=2).reshape(-1, 2), axis=1)
    unique, numbers = np.unique(sides, axis=0, return_inverse=True)
    middles = vertices[unique].mean(axis=1)
    a, b, c = faces.T
    ab, bc, ca = (numbers.reshape(-1, 3) + len(vertices)).T
    parts = [(a, ab, ca), (ab, b, bc), (ca, bc, c), (ab, bc, ca)]
    return np.concatenate([vertices, middles]), np.concatenate(
        [np.stack(part, axis=1) for part in parts]
    )


@_operator("mesh_reordered", "Triangles in another order", "put the triangles in another order",
           True)  # fmt: skip
def _reordered(work: _Work, rng: random.Random) -> bytes:
    order = np.random.default_rng(rng.randrange(2**32)).permutation(len(work.mesh.faces))
    return work.written(work.mesh.vertices, np.roll(work.mesh.faces[order], 1, axis=1))


@_operator("mesh_finer", "More triangles", "parted each triangle into four", True)
def _more(work: _Work, rng: random.Random) -> bytes | None:
    vertices, faces = _finer(work.mesh.vertices, work.mesh.faces)
    limit = work.most_faces
    return work.written(vertices, faces) if limit is None or len(faces) <= limit else None


@_operator("mesh_as_text", "Saved as text", "saved the mesh as text", True)
def _as_text(work: _Work, rng: random.Random) -> bytes | None:
    known = work.scene.suffix in _TEXTS
    return work.written(work.mesh.vertices, work.mesh.faces, text=True) if known else None


@_operator("mesh_soup", "Each triangle with corners of its own", "gave each triangle its corners",
           True)  # fmt: skip
def _soup(work: _Work, rng: random.Random) -> bytes:
    corners = work.mesh.corners.reshape(-1, 3)
    return work.written(corners, np.arange(len(corners)).reshape(-1, 3))


@_operator("mesh_rounded", "Rounded in the seventh digit", "rounded in the seventh digit", True)
def _rounded(work: _Work, rng: random.Random) -> bytes:
    step = 1e-7 * work.mesh.size
    return work.written(np.round(work.mesh.vertices / step) * step, work.mesh.faces)


@_operator("mesh_elsewhere", "In another place, where that is free", "moved the mesh", True)
def _elsewhere(work: _Work, rng: random.Random) -> bytes | None:
    if work.alignment == "none":
        return None
    return work.written(work.mesh.vertices + 0.3 * work.mesh.size, work.mesh.faces)


@_operator("mesh_lying", "Lying another way, where that is free", "laid the mesh on its side", True)
def _lying(work: _Work, rng: random.Random) -> bytes | None:
    if work.alignment != "rigid":
        return None
    vertices = work.mesh.vertices[:, [0, 2, 1]] * np.array([1.0, -1.0, 1.0])
    return work.written(vertices, work.mesh.faces)


@spoils("solid_in_metres", "meshes", "A solid a thousand times too large", SOLIDS)
def _solid_in_metres(scene: Scene, rng: random.Random) -> Iterator[Made]:
    content = scene.content()
    if b".MILLI.,.METRE." in content:
        yield scene.made("declared metres", content.replace(b".MILLI.,.METRE.", b"$,.METRE."))


@varies("solid_respaced", "meshes", "A solid with other line ends", SOLIDS)
def _solid_respaced(scene: Scene, rng: random.Random) -> Iterator[Made]:
    yield scene.made("wrote other line ends", scene.content().replace(b"\n", b"\r\n"))
