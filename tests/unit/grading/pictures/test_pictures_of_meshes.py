"""Pictures of meshes: small, the same each time, red where the surface is off."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from studio.grading.kinds import Grounds
from studio.grading.pictures import PICTURES
from tests.unit.grading.families.grounds import Desk, lay
from tests.unit.grading.mesh_files import Body, block, frame


def shown(desk: Desk, kind: str, content: bytes, **more: object) -> tuple[str, bytes]:
    folder = lay(desk.folder / "shown", {"part.stl": content})
    check = desk.check(kind, "part.stl", **more)
    made = PICTURES[kind](check, Grounds.of(desk.task, folder))
    assert len(made.content) < 100_000
    return made.suffix, made.content


def red(content: bytes) -> int:
    """Return how many pixels of a picture are red."""
    pixels = np.asarray(Image.open(io.BytesIO(content)).convert("RGB")).astype(int)
    return int(((pixels[..., 0] > 90) & (pixels[..., 0] > 2 * pixels[..., 1] + 20)).sum())


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, {"part.stl": frame().stl()})


@pytest.mark.parametrize(
    ("body", "least", "most"), [(frame().finer(), 0, 0), (block(), 900, 50_000)]
)
def test_what_is_off_is_red(desk: Desk, body: Body, least: int, most: int) -> None:
    suffix, content = shown(desk, "surface_distance", body.stl(), at_most=0.1)
    assert suffix == ".png" and least <= red(content) <= most


def test_open_edges_are_red(desk: Desk) -> None:
    whole = shown(desk, "mesh_watertight", frame().stl())
    assert red(whole[1]) == 0 and whole == shown(desk, "mesh_watertight", frame().stl())
    assert red(shown(desk, "mesh_watertight", frame().without(0, 1).stl())[1]) > 50


def test_measures_stand_in_a_table(desk: Desk) -> None:
    for kind, more in (("mesh_measure", {"measure": "box"}), ("mesh_holes", {}), ("mesh_unit", {})):
        suffix, content = shown(desk, kind, block(50).stl(), **more)
        assert suffix == ".svg" and b"40 x 30 x 10" in content


@pytest.mark.parametrize("kind", ["surface_distance", "mesh_watertight", "mesh_unit"])
def test_a_mesh_that_cannot_be_read_is_told_in_words(desk: Desk, kind: str) -> None:
    more = {"at_most": 0.1} if kind == "surface_distance" else {}
    suffix, content = shown(desk, kind, b"<script>", **more)
    assert suffix == ".svg" and b"not an STL file" in content and b"<script>" not in content
