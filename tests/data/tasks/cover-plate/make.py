"""Make the cover plate: shapely cuts the faces into triangles, numpy and trimesh write STL."""

import math
from collections import Counter
from pathlib import Path

import numpy as np
import shapely
import trimesh

from tests.data.tasks.fixed_files import begin, finish, place

NAME = "cover.stl"
INCH = 25.4
LONG, WIDE, THICK, CORNER = 80.0, 50.0, 4.0, 6.0
HOLE, EDGE = 4.5, 8.0
SLOT_AT, SLOT_LONG, SLOT_WIDE = (22.0, 25.0), 20.0, 8.0
WINDOW_AT, WINDOW, COLLAR, RISE = (55.0, 27.0), 0.75 * INCH, 3.0, INCH / 8
REQUEST = """\
From: Piet Harmsen, Waterschap Oostdijk
Re: cover for the level sensor

- plate 80 mm (left to right) x 50 mm (front to back), 4 mm thick, outside corners rounded R 6
- four screw holes for M4, drilled 4.5 mm, each 8 mm in from both edges
- sensor window, a round hole of 3/4 inch, centre 55 mm from the left and 27 mm from the front,
  seen from above
- around the window a collar on the upper side, 3 mm wide, standing 1/8 inch above the plate
- cable slot through the plate, 20 mm x 8 mm over all with round ends, its long side from left to
  right, centre 22 mm from the left and 25 mm from the front

PETG, no fillets anywhere else.
"""
ABOUT = {
    "title": "Model a sensor cover for 3D printing",
    "profession": "Industrial designer",
    "occupation": "27-1021.00",
    "work": "separate",
    "families": ["stl", "txt", "tolerance", "units"],
    "alternate_correct": {
        "coarser_ascii": "Text STL with fewer facets for the round parts, still within 0.1 mm.",
        "other_triangles": "More facets, points along the straight edges too, triangles in "
        "another order, binary STL by trimesh.",
    },
    "known_bad": {
        "mirrored": "Left and right are swapped: the window is 55 mm from the right.",
        "holes_for_m5": "The screw holes are 5.5 mm wide instead of 4.5 mm.",
        "in_inches": "The numbers in the file are inches, so the cover comes out 3 mm long.",
    },
}
Ring = list[tuple[float, float]]
Faces = list[list[tuple[float, float, float]]]


def circle(at: tuple[float, float], across: float, parts: int, turn: float = 0.0) -> Ring:
    angles = [turn + 2 * math.pi * step / parts for step in range(parts)]
    return [
        (at[0] + across / 2 * math.cos(angle), at[1] + across / 2 * math.sin(angle))
        for angle in angles
    ]


def rounded(low: tuple, high: tuple, radius: float, parts: int, along: int = 0) -> Ring:
    """Return a rectangle with round corners, counter-clockwise, `along` more points a side."""
    middles = [
        (high[0] - radius, low[1] + radius, -90),
        (high[0] - radius, high[1] - radius, 0),
        (low[0] + radius, high[1] - radius, 90),
        (low[0] + radius, low[1] + radius, 180),
    ]
    ring: Ring = []
    for x, y, start in middles:
        for step in range(parts + 1):
            angle = math.radians(start + 90 * step / parts)
            point = (x + radius * math.cos(angle), y + radius * math.sin(angle))
            if ring and step == 0 and math.dist(ring[-1], point) > 1e-6:
                ring += between(ring[-1], point, along)
            if not ring or math.dist(ring[-1], point) > 1e-6:
                ring.append(point)
    if math.dist(ring[0], ring[-1]) < 1e-6:
        ring.pop()
    return ring


def between(one: tuple, other: tuple, count: int) -> Ring:
    shares = [(step + 1) / (count + 1) for step in range(count)]
    return [
        (one[0] + share * (other[0] - one[0]), one[1] + share * (other[1] - one[1]))
        for share in shares
    ]


def flat(outer: Ring, inner: list[Ring], height: float, up: bool) -> Faces:
    faces = []
    for piece in shapely.constrained_delaunay_triangles(shapely.Polygon(outer, inner)).geoms:
        ring = list(shapely.orient_polygons(piece).exterior.coords)[:3]
        faces.append([(x, y, height) for x, y in (ring if up else ring[::-1])])
    return faces


def wall(ring: Ring, low: float, high: float, outside: bool) -> Faces:
    faces = []
    for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1], strict=True):
        pair = [[(ax, ay, low), (bx, by, low), (bx, by, high)]]
        pair.append([(ax, ay, low), (bx, by, high), (ax, ay, high)])
        faces += pair if outside else [face[::-1] for face in pair]
    return faces


def cover(parts: int = 32, hole: float = HOLE, turn: float = 0.0, along: int = 0) -> np.ndarray:
    """Return the triangles of the cover in mm, (n, 3, 3)."""
    corners = [(x, y) for x in (EDGE, LONG - EDGE) for y in (EDGE, WIDE - EDGE)]
    outer = rounded((0, 0), (LONG, WIDE), CORNER, parts // 4, along)
    half = (SLOT_LONG / 2, SLOT_WIDE / 2)
    low, high = ((SLOT_AT[0] - s * half[0], SLOT_AT[1] - s * half[1]) for s in (1, -1))
    holes = [circle(at, hole, parts // 2, turn) for at in corners]
    holes.append(rounded(low, high, SLOT_WIDE / 2, parts // 4, along))
    window = circle(WINDOW_AT, WINDOW, parts, turn)
    collar = circle(WINDOW_AT, WINDOW + 2 * COLLAR, parts, turn)
    faces = flat(outer, [*holes, window], 0, up=False)
    faces += flat(outer, [*holes, collar], THICK, up=True)
    faces += flat(collar, [window], THICK + RISE, up=True)
    faces += wall(outer, 0, THICK, outside=True)
    faces += wall(collar, THICK, THICK + RISE, outside=True)
    faces += wall(window, 0, THICK + RISE, outside=False)
    for ring in holes:
        faces += wall(ring, 0, THICK, outside=False)
    return np.array(faces, dtype="<f4")


def normals(faces: np.ndarray) -> np.ndarray:
    across = np.cross(faces[:, 1] - faces[:, 0], faces[:, 2] - faces[:, 0])
    return across / np.linalg.norm(across, axis=1)[:, None]


def write_binary(path: Path, faces: np.ndarray) -> None:
    layout = np.dtype([("normal", "<f4", 3), ("points", "<f4", (3, 3)), ("rest", "<u2")])
    made = np.zeros(len(faces), layout)
    made["normal"], made["points"] = normals(faces), faces
    head = b"cover".ljust(80, b" ") + len(faces).to_bytes(4, "little")
    path.write_bytes(head + made.tobytes())


def write_text(path: Path, faces: np.ndarray) -> None:
    lines = ["solid cover"]
    for normal, face in zip(normals(faces), faces, strict=True):
        lines += [f"facet normal {' '.join(f'{x:.3g}' for x in normal)}", "outer loop"]
        lines += [f"vertex {' '.join(f'{x:.5g}' for x in point)}" for point in face]
        lines += ["endloop", "endfacet"]
    path.write_text("\n".join([*lines, "endsolid cover", ""]), encoding="ascii")


def volume(faces: np.ndarray) -> float:
    a, b, c = (faces[:, at].astype(float) for at in range(3))
    return float((a * np.cross(b, c)).sum() / 6)


def exact_volume() -> float:
    plate = LONG * WIDE - (4 - math.pi) * CORNER**2 - 4 * math.pi * HOLE**2 / 4
    plate -= math.pi * SLOT_WIDE**2 / 4 + (SLOT_LONG - SLOT_WIDE) * SLOT_WIDE
    plate -= math.pi * WINDOW**2 / 4
    ring = math.pi * ((WINDOW / 2 + COLLAR) ** 2 - (WINDOW / 2) ** 2)
    return plate * THICK + ring * RISE


def closed(faces: np.ndarray) -> bool:
    points = np.round(faces.astype(float), 3)
    corners = [[tuple(point) for point in face] for face in points]
    edges = Counter((face[at], face[at - 2]) for face in corners for at in range(3))
    return all(edges[b, a] == count == 1 for (a, b), count in edges.items())


def off(faces: np.ndarray) -> float:
    """Return how far the round parts and the box are from what is asked, in mm."""
    found = faces.reshape(-1, 3).astype(float)
    box = np.array([[0, 0, 0], [LONG, WIDE, THICK + RISE]])
    worst = float(np.abs(np.array([found.min(0), found.max(0)]) - box).max())
    centres = [(x, y) for x in (EDGE, LONG - EDGE) for y in (EDGE, WIDE - EDGE)]
    wanted = [(at, HOLE / 2) for at in centres] + [(WINDOW_AT, WINDOW / 2)]
    middles = np.concatenate([(faces[:, at] + faces[:, at - 1]) / 2 for at in range(3)])
    for at, radius in wanted:
        for points in (found, middles.astype(float)):
            away = np.hypot(points[:, 0] - at[0], points[:, 1] - at[1])
            worst = max(worst, radius - float(away.min()))
        away = np.hypot(found[:, 0] - at[0], found[:, 1] - at[1])
        worst = max(worst, float(np.abs(away - radius).min()))
    return worst


def right(path: Path) -> bool:
    faces = trimesh.load_mesh(path).triangles
    near = abs(volume(faces) / exact_volume() - 1) < 0.01
    return near and closed(faces) and off(faces) < 0.1 and len(faces) <= 5000


def main() -> None:
    folder = begin(__file__)
    (folder / "input" / "request.txt").write_text(REQUEST, encoding="utf-8")
    write_binary(place(folder, "reference") / NAME, cover())
    write_text(place(folder, "alternate_correct/coarser_ascii") / NAME, cover(28, turn=0.05))
    fine = np.random.default_rng(5).permutation(cover(44, turn=0.02, along=3))
    mesh = trimesh.Trimesh(**trimesh.triangles.to_kwargs(fine), process=False)
    mesh.export(place(folder, "alternate_correct/other_triangles") / NAME)
    mirrored = cover() * np.float32([-1, 1, 1]) + np.float32([LONG, 0, 0])
    wrong = {
        "mirrored": mirrored[:, ::-1],
        "holes_for_m5": cover(hole=5.5),
        "in_inches": cover() / np.float32(INCH),
    }
    for name, faces in wrong.items():
        write_binary(place(folder, f"known_bad/{name}") / NAME, faces)
    for path in folder.rglob(NAME):
        assert right(path) == ("known_bad" not in path.parts), path
    finish(folder, ABOUT)


if __name__ == "__main__":
    main()
