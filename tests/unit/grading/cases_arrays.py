"""Generated cases of arrays, curves and quantities."""

import json
import random
from pathlib import Path
from typing import Any

import numpy as np

from studio.model.check import Check
from tests.unit.grading.array_files import hdf5, mat, npy, npz, table, told_hdf5
from tests.unit.grading.generated import Case, Damage, case_of

JUNK = (b"", b"\xff\0", b"\x93NUMPY\x01\x00v\x00{}", b"PK\x03\x04", b"a,b\n")


def write(place: Path, values: Any) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    makers = {".npy": npy, ".npz": lambda v: npz(a=v), ".mat": lambda v: mat({"a": v}),
              ".h5": lambda v: hdf5({"a": v})}  # fmt: skip
    place.write_bytes(makers[place.suffix](values))


def spoiler(name: str, values: Any) -> Damage:
    """Return what makes one number after the other wrong, or breaks the file for good."""
    left = values.copy()
    whole = [True]

    def spoil(rng: random.Random, folder: Path) -> None:
        if rng.random() < 0.25 or not whole[0]:
            whole[0] = False
            (folder / name).write_bytes(rng.choice(JUNK))
            return
        left.reshape(-1)[rng.randrange(left.size)] = rng.choice([np.nan, np.inf, 1e30, -1e9])
        write(folder / name, left)

    return spoil


def numbers(rng: random.Random) -> Any:
    shape = rng.choice([(rng.randrange(3, 40),), (rng.randrange(2, 7), rng.randrange(2, 7))])
    count = int(np.prod(shape))
    return np.array([rng.uniform(1_000, 9_999) for _ in range(count)]).reshape(shape)


def array_case(rng: random.Random, folder: Path, kind: str, parameters: dict[str, Any]) -> Case:
    name = rng.choice(["a.npy", "a.npz", "a.mat", "a.h5"])
    values = numbers(rng)
    write(folder / "reference" / name, values)
    target = name if name == "a.npy" else f"{name}#a"
    check = Check(id="x", kind=kind, target=target, parameters=parameters)
    secrets = tuple(f"{value:.6g}" for value in values.reshape(-1))
    return Case(check, folder / "reference", folder / "input", spoiler(name, values), secrets)


@case_of("array_close")
def close(rng: random.Random, folder: Path) -> Case:
    nan = rng.choice(["equal", "ignore", "fail"])
    return array_case(rng, folder, "array_close", {"relative": rng.choice([0, 0.01]), "nan": nan})


@case_of("array_attributes")
def attributes(rng: random.Random, folder: Path) -> Case:
    told = {"a": {"unit": rng.choice(["mV", "kPa"]), "rate": rng.randrange(1000, 9999)}}
    values = {"a": numbers(rng)}
    (folder / "reference").mkdir()
    (folder / "reference/a.h5").write_bytes(told_hdf5(values, told))
    names = ["unit", "rate"] if rng.random() < 0.5 else ["unit"]
    check = Check(id="x", kind="array_attributes", target="a.h5", parameters={"names": names})
    stages = [told_hdf5(values, {"a": {"rate": told["a"]["rate"]}}), hdf5(values)]

    def spoil(rng: random.Random, folder: Path) -> None:
        (folder / "a.h5").write_bytes(stages.pop(0) if stages else rng.choice(JUNK))

    return Case(check, folder / "reference", folder / "input", spoil, (str(told["a"]["unit"]),))


@case_of("array_norm")
def norm(rng: random.Random, folder: Path) -> Case:
    name = rng.choice(["euclidean", "largest", "sum"])
    return array_case(rng, folder, "array_norm", {"at_most": 0.01, "norm": name})


@case_of("array_statistics")
def statistics(rng: random.Random, folder: Path) -> Case:
    names = ["mean", "max"] if rng.random() < 0.5 else ["max"]
    case = array_case(rng, folder, "array_statistics", {"statistics": names})

    def spoil(rng: random.Random, folder: Path) -> None:
        (folder / case.check.target.partition("#")[0]).write_bytes(rng.choice(JUNK))

    return Case(case.check, case.reference, case.given, spoil, case.secrets)


@case_of("array_shape")
def shape(rng: random.Random, folder: Path) -> Case:
    made = array_case(rng, folder, "array_shape", {"numbers": rng.choice(["any", "real"])})
    return Case(made.check.model_copy(update={"gate": True}), *_rest(made))


def _rest(case: Case) -> tuple[Any, ...]:
    return case.reference, case.given, case.damage


@case_of("curve_distance")
def curve(rng: random.Random, folder: Path) -> Case:
    count = rng.randrange(30, 200)
    x = np.linspace(0, rng.uniform(1, 9), count)
    y = np.cumsum([rng.uniform(-1, 1) for _ in range(count)]) + rng.uniform(1_000, 9_000)
    (folder / "reference").mkdir()
    (folder / "reference/a.csv").write_text(table({"t (s)": x, "y": y}))
    rows = [[*pair] for pair in zip(x, y, strict=True)]

    def spoil(rng: random.Random, folder: Path) -> None:
        kind = rng.randrange(3)
        if kind == 0 or len(rows) < 5:
            rows.clear()
            (folder / "a.csv").write_bytes(rng.choice(JUNK))
            return
        if kind == 1:
            rows[rng.randrange(len(rows))][1] += 1e6
        else:
            del rows[len(rows) // 2 :]
        columns = np.array(rows)
        (folder / "a.csv").write_text(table({"t (s)": columns[:, 0], "y": columns[:, 1]}))

    limit = {"relative": 0.01} if rng.random() < 0.5 else {"at_most": 0.05}
    measure = rng.choice(["rms", "largest"])
    check = Check(
        id="x", kind="curve_distance", target="a.csv", parameters={"measure": measure, **limit}
    )
    secrets = tuple(f"{value:.4g}" for value in y if abs(value) > 1_000)
    return Case(check, folder / "reference", folder / "input", spoil, secrets)


@case_of("quantity_close")
def quantity(rng: random.Random, folder: Path) -> Case:
    value = round(rng.uniform(1_000, 9_999), 2)
    unit = rng.choice(["N", "mm", "°C", "rad/s", "kPa"])
    (folder / "reference").mkdir()
    (folder / "reference/r.json").write_text(json.dumps({"peak": f"{value} {unit}"}))

    def spoil(rng: random.Random, folder: Path) -> None:
        wrong = rng.choice(
            [f"{value * 2} {unit}", f"{value} J", value / 3, None, [], {}, "x", True]
        )
        (folder / "r.json").write_text(json.dumps({"peak": wrong}))

    check = Check(
        id="x", kind="quantity_close", target="r.json#/peak", tolerance=0.5, parameters={}
    )
    return Case(check, folder / "reference", folder / "input", spoil, (str(value),))
