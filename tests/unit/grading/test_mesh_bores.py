"""Round bores are found wherever they lie, with their size, and nothing else is one."""

from pathlib import Path

import numpy as np
import pytest

from studio.grading.mesh_bores import bores_of
from studio.grading.readers.meshes import read_mesh
from tests.unit.grading.mesh_files import Body, ball, block, frame, plate


def bores(folder: Path, body: Body) -> list[tuple[float, float]]:
    (folder / "part.ply").write_bytes(body.ply())
    found = bores_of(read_mesh(folder, "part.ply"))
    return [(round(bore.diameter, 3), round(bore.length, 3)) for bore in found]


def test_bores_have_their_size_however_the_body_lies(tmp_path: Path) -> None:
    two = plate(4.25) + plate(2.5, (6, -3)).turned(33, 1, 2, 0.3).moved(100, 0, 0)
    assert bores(tmp_path, two) == [(5.0, 6.0), (8.5, 6.0)]
    assert bores(tmp_path, two.inside_out()) == [(5.0, 6.0), (8.5, 6.0)]


def test_the_axis_runs_through_the_middle(tmp_path: Path) -> None:
    (tmp_path / "part.ply").write_bytes(plate(3, (5, 2)).ply())
    (bore,) = bores_of(read_mesh(tmp_path, "part.ply"))
    assert bore.middle == pytest.approx([5, 2, 3], abs=1e-5)
    assert np.abs(bore.axis) == pytest.approx([0, 0, 1], abs=1e-5)


def oval() -> Body:
    return plate(4).scaled(1.5, 1, 1)


@pytest.mark.parametrize(
    "body", [block(), frame(), ball(), oval()], ids=["block", "frame", "ball", "oval"]
)
def test_what_is_not_round_or_no_hole_is_no_bore(tmp_path: Path, body: Body) -> None:
    assert bores(tmp_path, body) == []
