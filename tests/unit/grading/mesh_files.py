"""Small bodies as meshes of every format, and as solids of CAD."""

import io
from collections.abc import Sequence
from typing import Any

import numpy as np
import trimesh
from numpy.typing import NDArray

Loop = Sequence[tuple[float, float, float]]


class Body:
    """Corners and triangles, all turned outwards."""

    def __init__(self, vertices: Any, faces: Any) -> None:
        self.vertices: NDArray[np.float64] = np.asarray(vertices, dtype=np.float64)
        self.faces: NDArray[np.int64] = np.asarray(faces, dtype=np.int64)

    def moved(self, *shift: float) -> "Body":
        return Body(self.vertices + np.array(shift), self.faces)

    def scaled(self, *factors: float) -> "Body":
        return Body(self.vertices * np.array(factors), self.faces)

    def turned(self, degrees: float, *axis: float) -> "Body":
        matrix = trimesh.transformations.rotation_matrix(np.radians(degrees), axis)
        return Body(self.vertices @ matrix[:3, :3].T, self.faces)

    def finer(self, times: int = 1) -> "Body":
        made = self.mesh()
        for _ in range(times):
            made = made.subdivide()
        return Body(made.vertices, made.faces)

    def without(self, *numbers: int) -> "Body":
        return Body(self.vertices, np.delete(self.faces, numbers, axis=0))

    def inside_out(self) -> "Body":
        return Body(self.vertices, self.faces[:, ::-1])

    def mirrored(self) -> "Body":
        return self.scaled(-1, 1, 1).inside_out()

    def __add__(self, other: "Body") -> "Body":
        faces = np.concatenate([self.faces, other.faces + len(self.vertices)])
        return Body(np.concatenate([self.vertices, other.vertices]), faces)

    def mesh(self) -> Any:
        return trimesh.Trimesh(self.vertices, self.faces, process=False, validate=False)

    def stl(self) -> bytes:
        return bytes(self.mesh().export(file_type="stl"))

    def stl_text(self) -> bytes:
        return str(self.mesh().export(file_type="stl_ascii")).encode()

    def obj(self) -> bytes:
        return str(self.mesh().export(file_type="obj")).encode()

    def ply(self) -> bytes:
        return bytes(self.mesh().export(file_type="ply"))

    def ply_text(self) -> bytes:
        return bytes(self.mesh().export(file_type="ply", encoding="ascii"))

    def glb(self) -> bytes:
        return bytes(self.mesh().export(file_type="glb"))

    def written(self, suffix: str) -> bytes:
        return bytes(getattr(self, suffix.lstrip("."))())


def quads(loops: Sequence[Loop]) -> Body:
    """Return the body that four-cornered faces enclose."""
    places: dict[tuple[float, float, float], int] = {}
    numbers = [[places.setdefault(p, len(places)) for p in loop] for loop in loops]
    faces = [f for a, b, c, d in numbers for f in ((a, b, c), (a, c, d))]
    return Body(list(places), faces)


def _ring(low: tuple[float, float], high: tuple[float, float]) -> list[tuple[float, float]]:
    (a, b), (c, d) = low, high
    return [(a, b), (c, b), (c, d), (a, d)]


def block(width: float = 40, depth: float = 30, height: float = 10) -> Body:
    """Return a block with a corner at zero."""
    outer = _ring((0, 0), (width, depth))
    loops = [[(x, y, 0.0) for x, y in outer[::-1]], [(x, y, height) for x, y in outer]]
    return quads([*loops, *_walls(outer, height)])


def _walls(ring: list[tuple[float, float]], height: float) -> list[Loop]:
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return [[(*p, 0.0), (*q, 0.0), (*q, height), (*p, height)] for p, q in pairs]


def frame(
    width: float = 40, depth: float = 30, height: float = 10, low: tuple[float, float] = (10, 8),
    high: tuple[float, float] = (22, 20),
) -> Body:  # fmt: skip
    """Return a block with a square hole through it, from `low` to `high`."""
    outer, inner = _ring((0, 0), (width, depth)), _ring(low, high)
    loops: list[Loop] = [*_walls(outer, height), *_walls(inner[::-1], height)]
    for n in range(4):
        a, b, c, d = outer[n], outer[(n + 1) % 4], inner[(n + 1) % 4], inner[n]
        loops.append([(*p, height) for p in (a, b, c, d)])
        loops.append([(*p, 0.0) for p in (d, c, b, a)])
    return quads(loops)


def plate(radius: float = 4.0, at: tuple[float, float] = (0.0, 0.0), height: float = 6.0) -> Body:
    """Return a square plate of 40 with a round bore of 48 sides through it."""
    angles = 2 * np.pi * np.arange(48) / 48
    ways = np.stack([np.cos(angles), np.sin(angles)], axis=1)
    inner = [(float(x), float(y)) for x, y in ways * radius + np.array(at)]
    outer = [(float(x), float(y)) for x, y in ways / np.abs(ways).max(axis=1)[:, None] * 20]
    loops: list[Loop] = [*_walls(outer, height), *_walls(inner[::-1], height)]
    for n in range(48):
        a, b, c, d = outer[n - 1], outer[n], inner[n], inner[n - 1]
        loops.append([(*p, height) for p in (a, b, c, d)])
        loops.append([(*p, 0.0) for p in (d, c, b, a)])
    return quads(loops)


def ball(radius: float = 10.0, fine: int = 3) -> Body:
    """Return a ball of triangles of about one size."""
    made = trimesh.creation.icosphere(subdivisions=fine, radius=radius)
    return Body(made.vertices, made.faces)


def globe(radius: float = 10.0, count: int = 40) -> Body:
    """Return a ball of triangles between meridians."""
    made = trimesh.creation.uv_sphere(radius=radius, count=[count, count])
    return Body(made.vertices, made.faces)


def scene(*bodies: tuple[Body, Sequence[float]]) -> bytes:
    """Return a GLB file of several bodies, each moved by its node."""
    made = trimesh.Scene()
    for number, (body, shift) in enumerate(bodies):
        matrix = trimesh.transformations.translation_matrix(shift)
        made.add_geometry(body.mesh(), node_name=f"part{number}", transform=matrix)
    stream = io.BytesIO()
    made.export(stream, file_type="glb")
    return stream.getvalue()


_STEP_HEAD = """ISO-10303-21;
HEADER;
FILE_DESCRIPTION(('part'),'2;1');
FILE_NAME('part.step','2026-01-01T00:00:00',(''),(''),'','','');
FILE_SCHEMA(('AUTOMOTIVE_DESIGN { 1 0 10303 214 1 1 1 1 }'));
ENDSEC;
DATA;
#1=APPLICATION_CONTEXT('design');
#2=PRODUCT_CONTEXT('',#1,'mechanical');
#3=PRODUCT('part','part','',(#2));
#4=PRODUCT_DEFINITION_FORMATION('','',#3);
#5=PRODUCT_DEFINITION_CONTEXT('part definition',#1,'design');
#6=PRODUCT_DEFINITION('design','',#4,#5);
#7=PRODUCT_DEFINITION_SHAPE('','',#6);
#8=(LENGTH_UNIT()NAMED_UNIT(*)SI_UNIT({prefix},.METRE.));
#9=(NAMED_UNIT(*)PLANE_ANGLE_UNIT()SI_UNIT($,.RADIAN.));
#10=(NAMED_UNIT(*)SI_UNIT($,.STERADIAN.)SOLID_ANGLE_UNIT());
#11=UNCERTAINTY_MEASURE_WITH_UNIT(LENGTH_MEASURE(1.E-7),#8,'distance','');
#12=(GEOMETRIC_REPRESENTATION_CONTEXT(3)GLOBAL_UNCERTAINTY_ASSIGNED_CONTEXT((#11))\
GLOBAL_UNIT_ASSIGNED_CONTEXT((#8,#9,#10))REPRESENTATION_CONTEXT('',''));
#13=CARTESIAN_POINT('',(0.,0.,0.));
#14=DIRECTION('',(0.,0.,1.));
#15=DIRECTION('',(1.,0.,0.));
#16=AXIS2_PLACEMENT_3D('',#13,#14,#15);
"""
_STEP_TAIL = """#90=ADVANCED_BREP_SHAPE_REPRESENTATION('',(#16,{solid}),#12);
#91=SHAPE_DEFINITION_REPRESENTATION(#7,#90);
ENDSEC;
END-ISO-10303-21;
"""


class _Step:
    """The lines of a solid with flat faces (ISO 10303-42)."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self._corners: dict[tuple[float, ...], tuple[str, str]] = {}
        self._edges: dict[frozenset[str], tuple[str, str]] = {}

    def add(self, text: str) -> str:
        name = f"#{100 + len(self.lines)}"
        self.lines.append(f"{name}={text};")
        return name

    def triple(self, kind: str, values: Sequence[float]) -> str:
        return self.add(f"{kind}('',({','.join(repr(float(v)) for v in values)}))")

    def corner(self, place: tuple[float, float, float]) -> tuple[str, str]:
        if place not in self._corners:
            point = self.triple("CARTESIAN_POINT", place)
            self._corners[place] = point, self.add(f"VERTEX_POINT('',{point})")
        return self._corners[place]

    def side(self, start: tuple[float, float, float], end: tuple[float, float, float]) -> str:
        (point, first), (_, last) = self.corner(start), self.corner(end)
        key = frozenset((first, last))
        if key not in self._edges:
            way = np.subtract(end, start)
            along = self.triple("DIRECTION", way / np.linalg.norm(way))
            vector = self.add(f"VECTOR('',{along},1.)")
            line = self.add(f"LINE('',{point},{vector})")
            self._edges[key] = first, self.add(f"EDGE_CURVE('',{first},{last},{line},.T.)")
        began, curve = self._edges[key]
        return self.add(f"ORIENTED_EDGE('',*,*,{curve},{'.T.' if began == first else '.F.'})")

    def face(self, loops: Sequence[Loop]) -> str:
        bounds = []
        for number, loop in enumerate(loops):
            pairs = zip(loop, [*loop[1:], loop[0]], strict=True)
            sides = ",".join(self.side(p, q) for p, q in pairs)
            ring = self.add(f"EDGE_LOOP('',({sides}))")
            kind = "FACE_BOUND" if number else "FACE_OUTER_BOUND"
            bounds.append(self.add(f"{kind}('',{ring},.T.)"))
        a, b, c = (np.array(p) for p in loops[0][:3])
        normal = np.cross(b - a, c - b)
        up = self.triple("DIRECTION", normal / np.linalg.norm(normal))
        right = self.triple("DIRECTION", (b - a) / np.linalg.norm(b - a))
        at = self.add(f"AXIS2_PLACEMENT_3D('',{self.corner(loops[0][0])[0]},{up},{right})")
        plane = self.add(f"PLANE('',{at})")
        return self.add(f"ADVANCED_FACE('',({','.join(bounds)}),{plane},.T.)")


def solid(
    width: float = 40, depth: float = 30, height: float = 10, low: tuple[float, float] = (10, 8),
    high: tuple[float, float] = (22, 20), metres: bool = False,
) -> bytes:  # fmt: skip
    """Return a STEP file of a block with a square hole through it."""
    outer, inner = _ring((0, 0), (width, depth)), _ring(low, high)
    faces: list[list[Loop]] = [[wall] for wall in _walls(outer, height)]
    faces += [[wall] for wall in _walls(inner[::-1], height)]
    faces.append([[(*p, height) for p in outer], [(*p, height) for p in inner[::-1]]])
    faces.append([[(*p, 0.0) for p in outer[::-1]], [(*p, 0.0) for p in inner]])
    made = _Step()
    shell = made.add(f"CLOSED_SHELL('',({','.join(made.face(loops) for loops in faces)}))")
    brep = made.add(f"MANIFOLD_SOLID_BREP('part',{shell})")
    head = _STEP_HEAD.replace("{prefix}", "$" if metres else ".MILLI.")
    return (head + "\n".join(made.lines) + "\n" + _STEP_TAIL.format(solid=brep)).encode()
