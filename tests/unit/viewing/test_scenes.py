"""Meshes as they are shown: read, measured, drawn, and hit where they are seen."""

import dataclasses
import json
import math
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from studio.base.errors import HostileInputError
from studio.grading.readers.archives import Unreadable
from studio.viewing import frames, mesh, rasters
from studio.viewing.cameras import ASLANT, FRONT, SIDE, TOP, Camera
from studio.viewing.coarser import coarser
from studio.viewing.colours import Colours
from studio.viewing.figures import figure, sides
from studio.viewing.mesh_data import MeshData
from studio.viewing.rasters import MOST_PIXELS, Stopped, rasterize
from studio.viewing.scenes import Scene, scene_of
from studio.viewing.shading import Picture, draw
from tests.unit.grading.mesh_files import Body, ball, block

COLOURS = Colours((250, 250, 250), (0, 0, 0), ((120, 120, 120), (0, 120, 0), (0, 0, 220)))
SIZE = 120, 100


def never() -> bool:
    return False


def written(folder: Path, body: Body, name: str = "part.stl") -> Path:
    place = folder / name
    place.write_bytes(body.written(place.suffix))
    return place


def seen(data: MeshData, camera: Camera = FRONT, tones: bytes = b"") -> Picture:
    tones = tones or bytes(len(data.bodies))
    return draw([scene_of(data)], camera, SIZE, COLOURS, tones, never)


def travelled(answer: Any, kind: Any) -> Any:
    """Return an answer as it arrives in the window."""
    line, *rest = frames.packed(answer)
    return frames.unpacked(kind, json.loads(line), memoryview(b"".join(rest)))


# Reading.


def test_a_mesh_is_measured_body_by_body_the_largest_first(tmp_path: Path) -> None:
    both = block(40, 30, 10) + ball(5.0, 2).moved(60, 0, 5)
    data = mesh.opened(written(tmp_path, both), None).head()
    assert data.count == 2 and [body.triangles for body in data.bodies] == [320, 12]
    slab = data.bodies[1]
    assert slab.sides == pytest.approx((40, 30, 10))
    assert slab.volume == pytest.approx(12_000) and slab.area == pytest.approx(3_800)
    assert data.whole.triangles == 332 and not data.compared


def test_an_open_body_has_no_volume(tmp_path: Path) -> None:
    data = mesh.opened(written(tmp_path, block().without(0)), None).head()
    assert data.whole.volume is None


def test_a_mesh_far_away_is_drawn_as_finely(tmp_path: Path) -> None:
    near = mesh.opened(written(tmp_path, ball()), None).head()
    far = mesh.opened(written(tmp_path, ball().moved(4.5e5, 5.4e6, 0), "far.ply"), None).head()
    assert far.middle[1] == pytest.approx(5.4e6, rel=1e-6)
    a, b = (np.abs(data.arrays[0]).max() for data in (near, far))
    assert a == pytest.approx(b, rel=0.1)


def test_what_is_read_arrives_as_it_was(tmp_path: Path) -> None:
    made = mesh.opened(written(tmp_path, block()), None).head()
    came = travelled(made, MeshData)
    assert dataclasses.replace(came, arrays=()) == dataclasses.replace(made, arrays=()) or (
        came.bodies == made.bodies and came.middle == made.middle
    )
    for one, other in zip(came.arrays, made.arrays, strict=True):
        assert one.dtype == other.dtype and np.array_equal(one, other)


def test_the_mesh_that_it_is_compared_with_is_another_part(tmp_path: Path) -> None:
    one, two = written(tmp_path, block()), written(tmp_path, ball(), "other.obj")
    file = mesh.opened(one, two)
    assert file.head().compared and file.other().whole.triangles == len(ball().faces)
    with pytest.raises(Unreadable):
        mesh.opened(one, None).other()


def test_more_bodies_than_are_listed_end_in_one_of_all_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mesh, "MOST_BODIES", 3)
    many = block(1, 1, 1)
    for number in range(1, 6):
        many = many + block(1, 1, 1).moved(3.0 * number, 0, 0)
    data = mesh.opened(written(tmp_path, many), None).head()
    assert data.count == 6 and [body.triangles for body in data.bodies] == [12, 12, 48]


def stl(*triangles: Any) -> bytes:
    faces = b"".join(struct.pack("<12fH", 0, 0, 1, *np.ravel(t), 0) for t in triangles)
    return bytes(80) + struct.pack("<I", len(triangles)) + faces


BAD = {
    "nothing": b"",
    "no triangles": bytes(80) + struct.pack("<I", 0),
    "header of two milliards": bytes(80) + struct.pack("<I", 2_000_000_000) + bytes(500),
    "not a number": stl([(0, 0, 0), (math.nan, 0, 0), (0, 1, 0)]),
    "endless": stl([(0, 0, 0), (math.inf, 0, 0), (0, 1, 0)]),
    "without an area": stl([(1, 1, 1), (1, 1, 1), (1, 1, 1)]),
    "too far": stl([(0, 0, 0), (3e38, 0, 0), (0, 3e38, 0)]),
}


@pytest.mark.parametrize("content", BAD.values(), ids=list(BAD))
def test_a_damaged_mesh_is_refused_in_a_sentence(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "part.stl").write_bytes(content)
    with pytest.raises((Unreadable, HostileInputError)) as refused:
        mesh.opened(tmp_path / "part.stl", None).head()
    assert "\n" not in str(refused.value) and "Error" not in str(refused.value)


# Drawing.


@pytest.mark.parametrize(
    ("camera", "across", "upright"),
    [(FRONT, 40, 10), (SIDE, 30, 10), (TOP, 40, 30)],
    ids=["front", "side", "top"],
)
def test_a_block_is_seen_with_its_sides_from_each_view(
    tmp_path: Path, camera: Camera, across: float, upright: float
) -> None:
    data = mesh.opened(written(tmp_path, block(40, 30, 10)), None).head()
    rows, columns = np.nonzero(seen(data, camera).owners >= 0)
    wide, high = np.ptp(columns) + 1, np.ptp(rows) + 1
    assert wide / high == pytest.approx(across / upright, rel=0.06)
    assert len(rows) == wide * high


def test_what_is_nearer_hides_what_is_behind(tmp_path: Path) -> None:
    # From the front, along y, the small block stands before the large one.
    both = block(40, 10, 40) + block(10, 10, 10).finer(1).moved(15, -30, 15)
    data = mesh.opened(written(tmp_path, both), None).head()
    small = 0 if data.bodies[0].sides[0] < 20 else 1
    assert seen(data).owners[50, 60] == small
    assert seen(data, Camera(180.0, 0.0)).owners[50, 60] == 1 - small


def test_long_thin_triangles_are_drawn_whole() -> None:
    corners = np.array([[0.0, 10, 0.5], [400, 11, 0.5], [400, 13, 0.5]])
    found = rasterize(corners, np.array([[0, 1, 2]]), (400, 30), never)
    assert found.whole and 380 < np.count_nonzero(found.ids >= 0) < 420


def test_neighbours_leave_no_gap_and_nothing_outside_is_drawn() -> None:
    rng = np.random.default_rng(7)
    grid = np.stack(np.meshgrid(np.arange(9.0), np.arange(9.0)), axis=-1).reshape(-1, 2)
    inner = (grid > 0).all(axis=1) & (grid < 8).all(axis=1)
    grid[inner] += rng.uniform(-0.3, 0.3, (int(inner.sum()), 2))
    corners = np.column_stack([grid * 20 - 30, np.full(81, 0.5)])
    faces = [
        (a, a + 1, a + 10) if half else (a, a + 10, a + 9)
        for a in (row * 9 + column for row in range(8) for column in range(8))
        for half in (True, False)
    ]
    found = rasterize(corners, np.array(faces), (100, 100), never)
    assert (found.ids >= 0).all()


def test_a_body_that_is_looked_at_has_another_colour(tmp_path: Path) -> None:
    data = mesh.opened(written(tmp_path, ball()), None).head()
    plain, looked = seen(data), seen(data, FRONT, bytes([2]))
    here = plain.owners >= 0
    assert (looked.pixels[here][:, 2] > looked.pixels[here][:, 0]).all()
    assert np.array_equal(plain.pixels[~here], looked.pixels[~here])


def test_two_meshes_over_one_another_show_what_each_has_alone(tmp_path: Path) -> None:
    one = mesh.opened(written(tmp_path, block(40, 30, 10)), None).head()
    two = mesh.opened(written(tmp_path, block(40, 30, 10).moved(8, 0, 0), "b.stl"), None).head()
    made = draw([scene_of(one), scene_of(two)], FRONT, SIZE, COLOURS, b"", never)
    row = made.pixels[50, :, :3].astype(int)
    columns = np.flatnonzero(made.owners[50] >= 0)
    first, middle, last = columns[2], columns[len(columns) // 2], columns[-3]
    # Only the first, both, only the second: the tones are grey, green and blue in that order.
    assert row[first][1] > row[first][0] and np.ptp(row[middle]) < 5
    assert row[last][2] > row[last][0]


def test_a_rough_mesh_has_few_triangles_and_about_the_same_outline() -> None:
    import trimesh

    made = trimesh.creation.torus(40, 12, major_sections=300, minor_sections=150)
    fine = Scene(
        made.vertices.astype(np.float32), made.faces.astype(np.int32),
        np.zeros(len(made.faces), np.int32), 1, (0, 0, 0), (-52, -52, -12), (52, 52, 12),
    )  # fmt: skip
    rough = coarser(fine, 20_000)
    assert 5_000 < len(rough.faces) <= 20_000
    a, b = (draw([s], ASLANT, SIZE, COLOURS, b"\0", never).owners >= 0 for s in (fine, rough))
    assert np.count_nonzero(a != b) < 0.03 * np.count_nonzero(a)
    assert coarser(rough) is rough


def test_a_picture_that_nobody_wants_is_left(tmp_path: Path) -> None:
    data = mesh.opened(written(tmp_path, ball()), None).head()
    with pytest.raises(Stopped):
        draw([scene_of(data)], FRONT, SIZE, COLOURS, b"\0", lambda: True)


def test_triangles_that_all_cover_the_picture_do_not_take_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rasters, "MOST_PIXELS", 200_000)
    corners = np.array([[-500.0, -500, 0.5], [900, -500, 0.5], [0, 900, 0.5]])
    faces = np.tile(np.array([[0, 1, 2]]), (5_000, 1))
    found = rasterize(corners, faces, (100, 100), never)
    assert not found.whole and MOST_PIXELS > 200_000


# Cameras and figures.


def test_a_place_under_the_pointer_stays_when_it_comes_nearer() -> None:
    camera = Camera(zoom=2.0, x=0.1, y=-0.2)
    x, y = 0.3, 0.25
    nearer = camera.zoomed(1.5, x, y)
    for axis, spot in (("x", x), ("y", y)):
        before = (spot - getattr(camera, axis)) / camera.zoom
        assert (spot - getattr(nearer, axis)) / nearer.zoom == pytest.approx(before)


@pytest.mark.parametrize("factor", [1e9, 1e-9])
def test_the_zoom_has_ends(factor: float) -> None:
    camera = Camera().zoomed(factor)
    assert math.isfinite(camera.zoom) and 0.1 < camera.zoom < 1e3
    assert Camera().turned(0, 500).tilt == 90.0


@pytest.mark.parametrize(
    ("value", "told"),
    [(0, "0"), (1250, "1,250"), (0.125, "0.125"), (12480.4, "12,480"), (-3.14159, "-3.142"),
     (100.0, "100"), (1e-12, "1e-12"), (5e13, "5e+13"), (math.inf, "not a number")],
)  # fmt: skip
def test_numbers_are_told_as_people_read_them(value: float, told: str) -> None:
    assert figure(value) == told


def test_sides_are_told_in_order() -> None:
    assert sides((60.0, 40.0, 8.5)) == "60 x 40 x 8.5"
