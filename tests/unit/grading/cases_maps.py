"""Generated cases of maps: layers in each format, damaged more and more."""

import json
import random
from pathlib import Path
from typing import Any

from studio.model.check import Check
from tests.unit.grading.generated import Case, Damage, case_of
from tests.unit.grading.map_files import Rows, square, write_layer

SUFFIXES = ("geojson", "gpkg", "shp")


def layer_of(rng: random.Random) -> Rows:
    """Return plots in a row, each with a name, an owner and an area of its own."""
    rows = []
    for number in range(rng.randrange(2, 7)):
        side = rng.uniform(60, 120)
        shape = square(500_000 + 200 * number, 5_600_000 + rng.uniform(0, 50), side)
        about = {
            "plot": f"plot-{rng.randrange(10**6)}-{number}",
            "owner": f"owner-{rng.randrange(10**9)}",
            "ha": round(side * side / 1e4, 4),
        }
        rows.append((about, shape))
    return rows


def spoiler(rows: Rows, name: str) -> Damage:
    """Return what takes features away, puts them elsewhere, or leaves rubbish for the file."""
    left = list(rows)

    def spoil(rng: random.Random, folder: Path) -> None:
        kind = rng.randrange(4)
        if kind == 3 or not left:
            junk = rng.choice([b"", b"{}", b"SQLite format 3\0", b"\0\0\x27\x0a", b"[1, 2]"])
            (folder / name).write_bytes(junk)
            left.clear()
            return
        number = rng.randrange(len(left))
        if kind == 0 and len(left) > 1:
            del left[number]
        elif kind == 1:
            about, _ = left[number]
            left[number] = ({**about, "ha": -1.0}, square(600_000, 5_000_000, 10))
        else:
            about, shape = left[number]
            left[number] = ({**about, "owner": "nobody"}, shape)
        write_layer(folder / name, left)

    return spoil


def case(kind: str, rng: random.Random, folder: Path, **parameters: Any) -> Case:
    rows = layer_of(rng)
    name = f"plots.{rng.choice(SUFFIXES)}"
    write_layer(folder / "reference" / name, rows)
    check = Check(id="x", kind=kind, target=name, parameters=parameters, gate="crs" in parameters)
    secrets = tuple(str(about[part]) for about, _ in rows for part in ("owner", "plot"))
    return Case(check, folder / "reference", folder / "input", spoiler(rows, name), secrets)


@case_of("map_features")
def features(rng: random.Random, folder: Path) -> Case:
    return case("map_features", rng, folder, key=["plot"], attributes=["owner", "ha"])


@case_of("map_overlap")
def overlap(rng: random.Random, folder: Path) -> Case:
    return case("map_overlap", rng, folder, key=rng.choice([["plot"], []]), at_least=0.95)


@case_of("map_areas")
def areas(rng: random.Random, folder: Path) -> Case:
    more = rng.choice([{}, {"attribute": "ha"}])
    return case("map_areas", rng, folder, key=["plot"], unit="ha", method="planar", **more)


@case_of("map_projection")
def projection(rng: random.Random, folder: Path) -> Case:
    made = case("map_projection", rng, folder, crs="EPSG:25832")

    def spoil(rng: random.Random, place: Path) -> None:
        name = made.check.target
        write_layer(place / name, layer_of(rng), crs="EPSG:3857")
        if rng.randrange(2):
            (place / name).write_text(json.dumps({"type": "FeatureCollection"}))

    return Case(made.check, made.reference, made.given, spoil, made.secrets)
