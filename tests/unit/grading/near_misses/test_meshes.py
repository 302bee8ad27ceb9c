"""Each operator of meshes applies somewhere, and does what it says to the body."""

from pathlib import Path

import numpy as np
import pytest

from studio.grading.mesh_bores import bores_of
from studio.grading.mesh_shapes import topology_of, volume_of
from studio.grading.near_misses import OPERATORS, Scene, made_by
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.meshes import read_mesh
from studio.model.check import Check
from tests.unit.grading.mesh_files import ball, block, frame, plate, solid

FAMILY = {id: one for id, one in OPERATORS.items() if one.family == "meshes"}
HAND = block(40, 10, 5) + block(10, 30, 5).moved(0, 15, 0) + block(5, 5, 20).moved(33, 0, 8)


def asked(alignment: str, *, limit: float = 0.1) -> tuple[Check, ...]:
    kinds = [
        ("mesh_watertight", {}),
        ("surface_distance", {"at_most": limit, "alignment": alignment}),
        ("mesh_measure", {"measure": "faces", "at_most": 2_000}),
    ]
    return tuple(Check(id=kind, kind=kind, target="part", parameters=more) for kind, more in kinds)


@pytest.fixture(scope="module")
def scenes(tmp_path_factory: pytest.TempPathFactory) -> list[Scene]:
    folder = tmp_path_factory.mktemp("reference")
    files = {
        "part.stl": frame().stl(), "hand.ply": HAND.ply(), "ball.obj": ball(10, 2).obj(),
        "part.glb": frame().scaled(0.001, 0.001, 0.001).glb(), "part.step": solid(),
        "bored.stl": plate(4, (5, 3)).stl(),
    }  # fmt: skip
    found = []
    for number, (name, content) in enumerate(files.items()):
        (folder / name).write_bytes(content)
        alignment = ("none", "rigid", "shift", "rigid", "rigid", "rigid")[number]
        limit = 1e-4 if name.endswith("glb") else 0.1
        checks = asked(alignment, limit=limit)
        found.append(Scene(name, folder / name, None, "", folder, checks=checks))
    return found


def test_there_are_many_of_both() -> None:
    near = [one for one in FAMILY.values() if not one.harmless]
    assert len(near) >= 15 and len(FAMILY) - len(near) >= 7


@pytest.mark.parametrize("name", FAMILY)
def test_each_operator_makes_a_file_that_is_what_it_says(
    scenes: list[Scene], tmp_path: Path, name: str
) -> None:
    made = [(scene, one) for scene in scenes for one in made_by(FAMILY[name], scene)]
    assert made, name
    for scene, one in made:
        (content,) = one.files.values()
        assert content is not None and content != scene.content()
        (tmp_path / scene.path).write_bytes(content)
        right = read_mesh(scene.reference, scene.path)
        if name == "mesh_not_numbers":
            with pytest.raises(Unreadable, match="finite"):
                read_mesh(tmp_path, scene.path)
            continue
        found = read_mesh(tmp_path, scene.path)
        if FAMILY[name].harmless:
            assert abs(volume_of(found)) == pytest.approx(abs(volume_of(right)), rel=1e-4)
            assert topology_of(found) == topology_of(right)


def test_what_goes_beyond_the_limit_is_several_times_as_far(scenes: list[Scene]) -> None:
    scene = scenes[0]
    wide = Scene(scene.path, scene.place, None, "", scene.reference, checks=asked("none", limit=2))
    stretched = next(iter(made_by(FAMILY["mesh_stretched"], wide)))
    (content,) = stretched.files.values()
    assert content is not None
    folder = scene.place.parent / "wide"
    folder.mkdir()
    (folder / "part.stl").write_bytes(content)
    made = read_mesh(folder, "part.stl")
    assert float(np.ptp(made.vertices[:, 0])) >= 40 + 4 * 2


@pytest.mark.parametrize("name", ["mesh_bore_narrow", "mesh_bore_moved"])
def test_a_bore_is_spoiled_beyond_its_limit_and_the_body_stays_whole(
    scenes: list[Scene], tmp_path: Path, name: str
) -> None:
    scene = scenes[-1]
    (made,) = made_by(FAMILY[name], scene)
    (content,) = made.files.values()
    assert content is not None
    (tmp_path / scene.path).write_bytes(content)
    found, right = read_mesh(tmp_path, scene.path), read_mesh(scene.reference, scene.path)
    (bore,), (wanted,) = bores_of(found), bores_of(right)
    assert topology_of(found) == topology_of(right)
    assert (found.low == right.low).all() and (found.high == right.high).all()
    away = float(np.linalg.norm(bore.middle - wanted.middle))
    narrower = wanted.radius - bore.radius
    if name == "mesh_bore_narrow":
        assert narrower == pytest.approx(0.4, abs=1e-3) and away < 1e-3
    else:
        assert away == pytest.approx(1.0, abs=1e-3) and abs(narrower) < 1e-3


def test_a_body_without_a_round_bore_has_none_to_spoil(scenes: list[Scene]) -> None:
    assert not list(made_by(FAMILY["mesh_bore_narrow"], scenes[0]))
