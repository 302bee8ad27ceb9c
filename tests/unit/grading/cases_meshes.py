"""Generated cases of the kinds of meshes."""

import random
from pathlib import Path
from typing import Any

from studio.grading.families.meshes import number
from studio.grading.mesh_shapes import volume_of
from studio.grading.readers.meshes import read_mesh
from studio.model.check import Check
from tests.unit.grading.generated import Case, Damage, case_of
from tests.unit.grading.mesh_files import Body, ball, block, frame

JUNK = (b"", b"\0" * 300, b"solid x", b"ply\nformat ascii 1.0\n", b"v 0 0 0\n", b"glTF\2\0\0\0")


def body(rng: random.Random) -> Body:
    width, depth, height = (round(rng.uniform(20, 60), 3) for _ in range(3))
    made = rng.choice(
        [
            block(width, depth, height),
            frame(width, depth, height, (5, 6), (width - 6, depth - 5)),
            ball(width / 2, 1),
        ]
    )
    return made.moved(*(round(rng.uniform(-50, 50), 2) for _ in range(3)))


def spoiler(made: Body, name: str) -> Damage:
    """Return what makes a mesh worse and worse: longer, with gaps, cut off, no mesh at all."""
    left = [made]

    def spoil(rng: random.Random, folder: Path) -> None:
        kind = rng.randrange(4)
        place = folder / name
        if kind == 0:
            # So much that no face taken away later makes up for it.
            left[0] = left[0].scaled(rng.uniform(20, 50), 1, 1)
        elif kind == 1 and len(left[0].faces) > 1:
            left[0] = left[0].without(rng.randrange(len(left[0].faces)))
        elif kind == 2:
            left[0] = left[0].without(*range(len(left[0].faces)))
            place.write_bytes(place.read_bytes()[: len(place.read_bytes()) // 3])
            return
        else:
            left[0] = left[0].without(*range(len(left[0].faces)))
            place.write_bytes(rng.choice(JUNK))
            return
        place.write_bytes(left[0].written(name.rpartition(".")[2]) if len(left[0].faces) else b"")

    return spoil


def case(rng: random.Random, folder: Path, kind: str, **more: Any) -> Case:
    made = body(rng)
    name = f"part.{rng.choice(['stl', 'obj', 'ply', 'glb'])}"
    (folder / "reference").mkdir()
    (folder / "reference" / name).write_bytes(made.written(name.rpartition(".")[2]))
    secrets: tuple[str, ...] = ()
    if more.get("measure") == "volume":
        secrets = (number(abs(volume_of(read_mesh(folder / "reference", name)))),)
    gate = kind == "mesh_watertight"
    check = Check(id="x", kind=kind, target=name, gate=gate, parameters=more)
    return Case(check, folder / "reference", folder / "input", spoiler(made, name), secrets)


@case_of("mesh_watertight")
def watertight(rng: random.Random, folder: Path) -> Case:
    return case(rng, folder, "mesh_watertight")


@case_of("mesh_measure")
def measure(rng: random.Random, folder: Path) -> Case:
    name = rng.choice(["volume", "area", "box", "place"])
    return case(rng, folder, "mesh_measure", measure=name, within=rng.choice([0.001, 0.05]))


@case_of("mesh_holes")
def holes(rng: random.Random, folder: Path) -> Case:
    return case(rng, folder, "mesh_holes", count=["open", "through"][: rng.randrange(1, 3)])


@case_of("mesh_unit")
def unit(rng: random.Random, folder: Path) -> Case:
    made = case(rng, folder, "mesh_unit")
    unit = "m" if made.check.target.endswith("glb") else "mm"
    check = made.check.model_copy(update={"parameters": {"unit": unit, "within": 0.1}})
    return Case(check, made.reference, made.given, made.damage)


@case_of("surface_distance")
def distance(rng: random.Random, folder: Path) -> Case:
    alignment = rng.choice(["none", "none", "shift", "rigid"])
    measure = rng.choice(["hausdorff", "p95", "mean"])
    return case(rng, folder, "surface_distance", at_most=0.05, alignment=alignment, measure=measure)
