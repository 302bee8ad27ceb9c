"""Generated cases of drawings: plans of random rooms and labels, spoiled more and more."""

import random
from pathlib import Path
from typing import Any

import ezdxf

from studio.grading.near_misses.drawings import written
from studio.model.check import Check
from tests.unit.grading.generated import Case, Damage, case_of


def drawn(rng: random.Random) -> bytes:
    """Return a drawing of some boxes, lines, circles and texts on a few layers."""
    made = ezdxf.new("R2010")
    made.header["$INSUNITS"] = rng.choice([0, 4, 5, 6])
    model = made.modelspace()
    layers = [f"L{n}" for n in range(rng.randrange(1, 4))]
    for number in range(rng.randrange(2, 7)):
        at = {"layer": rng.choice(layers)}
        x, y = 100 * number + rng.uniform(0, 9), rng.uniform(0, 50)
        wide, high = rng.uniform(20, 60), rng.uniform(20, 60)
        corners = [(x, y), (x + wide, y), (x + wide, y + high), (x, y + high)]
        model.add_lwpolyline(corners, close=True, dxfattribs=at)
        if rng.random() < 0.5:
            model.add_line((x, y + 200), (x + wide, y + 222), dxfattribs=at)
        if rng.random() < 0.5:
            model.add_circle((x, y - 200), rng.uniform(5, 30), dxfattribs=at)
        model.add_text(f"Room {rng.randrange(10**6)}", dxfattribs=at | {"insert": (x, y)})
    return written(made)


def spoiler(name: str) -> Damage:
    """Return what takes away more and more of a drawing, or breaks the file."""

    def spoil(rng: random.Random, folder: Path) -> None:
        place = folder / name
        content = place.read_bytes() if place.is_file() else b""
        if not content.endswith(b"EOF\n") or rng.random() < 0.2:
            place.write_bytes(rng.choice([b"", b"\0" * 40, content[: len(content) // 2]]))
            return
        made = ezdxf.readfile(place)
        entities = list(made.modelspace())
        for entity in rng.sample(entities, min(len(entities), rng.randrange(1, 4))):
            made.modelspace().delete_entity(entity)
        place.write_bytes(written(made))

    return spoil


def case(rng: random.Random, folder: Path, kind: str, **parameters: Any) -> Case:
    (folder / "reference").mkdir()
    (folder / "reference/plan.dxf").write_bytes(drawn(rng))
    check = Check(
        id="x",
        kind=kind,
        target="plan.dxf",
        gate=kind == "drawing_layers",
        tolerance=0.01 if kind in ("drawing_entities", "drawing_lengths") else None,
        parameters=parameters,
    )
    return Case(check, folder / "reference", folder / "input", spoiler("plan.dxf"))


@case_of("drawing_layers")
def layers(rng: random.Random, folder: Path) -> Case:
    return case(rng, folder, "drawing_layers", exact=rng.random() < 0.5)


@case_of("drawing_entities")
def entities(rng: random.Random, folder: Path) -> Case:
    units = rng.choice(["either", "header", "numbers"])
    return case(rng, folder, "drawing_entities", units=units, by_layer=rng.random() < 0.7)


@case_of("drawing_lengths")
def lengths(rng: random.Random, folder: Path) -> Case:
    return case(rng, folder, "drawing_lengths", unit=rng.choice(["", "mm", "m"]))


@case_of("drawing_areas")
def areas(rng: random.Random, folder: Path) -> Case:
    return case(rng, folder, "drawing_areas", whole=rng.random() < 0.5)


@case_of("drawing_text")
def texts(rng: random.Random, folder: Path) -> Case:
    return case(rng, folder, "drawing_text", within=rng.choice([None, 5.0, 50.0]))
