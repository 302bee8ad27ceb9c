"""Generated cases of plans."""

import random
from pathlib import Path
from typing import Any

from studio.model.check import Check
from tests.unit.grading.generated import Case, Damage, case_of

Rows = list[tuple[Any, ...]]
RULES = [
    "each `stop` of `stops.csv` is in `stop` once",
    "the sum of `load` of `stops.csv` by `stop` per `route` is at most 100",
    "the number of rows per `route` is at least 1",
    "`at` is between 8:00 and 18:00",
    "the time from `at` to `at` per `route` is at most 8 hours",
    "no two rows have the same `route`, `at`",
]


def text(head: str, rows: Rows) -> str:
    return head + "\n" + "".join(",".join(map(str, row)) + "\n" for row in rows)


def clock(minutes: int) -> str:
    return f"{minutes // 60}:{minutes % 60:02d}"


def laid(rng: random.Random, folder: Path) -> tuple[Path, Path, Rows]:
    """Write an input, and a plan that obeys."""
    names = [f"S{rng.randrange(100_000, 999_999)}" for _ in range(rng.randrange(2, 12))]
    names = list(dict.fromkeys(names))
    loads = [rng.randrange(1, 60) for _ in names]
    rows: Rows = []
    route, held, at = 1, 0, 480
    for name, load in zip(names, loads, strict=True):
        if held + load > 100:
            route, held, at = route + 1, 0, 480
        held += load
        rows.append((f"R{route}", name, clock(at)))
        at += rng.randrange(5, 30)
    given, reference = folder / "input", folder / "reference"
    given.mkdir()
    reference.mkdir()
    (given / "stops.csv").write_text(text("stop,load", list(zip(names, loads, strict=True))))
    (reference / "plan.csv").write_text(text("route,stop,at", rows))
    return given, reference, rows


def spoiler(rows: Rows) -> Damage:
    """Return what leaves out one stop after the other, or breaks the plan for good."""
    left = list(rows)

    def spoil(rng: random.Random, folder: Path) -> None:
        if not left or rng.random() < 0.3:
            left.clear()
            (folder / "plan.csv").write_bytes(rng.choice([b"", b"\xff\0", b"route,stop,at\n"]))
            return
        left.remove(rng.choice(left))
        (folder / "plan.csv").write_text(text("route,stop,at", left))

    return spoil


@case_of("plan_rules")
def rules(rng: random.Random, folder: Path) -> Case:
    given, reference, rows = laid(rng, folder)
    chosen = [RULES[0], *rng.sample(RULES[1:], rng.randrange(0, 6))]
    check = Check(id="x", kind="plan_rules", target="plan.csv", parameters={"rules": chosen})
    return Case(check, reference, given, spoiler(rows))


@case_of("plan_cost")
def cost(rng: random.Random, folder: Path) -> Case:
    given, reference, rows = laid(rng, folder)
    sentence = rng.choice(
        ["the number of different `route`", "the time from `at` to `at`",
         "the sum of `load` of `stops.csv` by `stop`"]
    )  # fmt: skip
    parameters = {"cost": sentence, "rules": RULES, "share": rng.choice([0.0, 0.1])}
    check = Check(id="x", kind="plan_cost", target="plan.csv", parameters=parameters)
    return Case(check, reference, given, spoiler(rows))


@case_of("plan_total")
def total(rng: random.Random, folder: Path) -> Case:
    given, reference, rows = laid(rng, folder)
    figure, value = rng.choice(
        [("the number of rows", len(rows)),
         ("the number of different `route`", len({route for route, _, _ in rows}))]
    )  # fmt: skip
    name, content = rng.choice(
        [("totals.json#/rows", f'{{"rows": {value}}}'),
         ("totals.csv#value[rows]", f"what,value\nrows,{value}\n")]
    )  # fmt: skip
    (reference / name.partition("#")[0]).write_text(content)
    parameters = {"plan": "plan.csv", "figure": figure, "rules": RULES}
    check = Check(id="x", kind="plan_total", target=name, parameters=parameters)
    return Case(check, reference, given, spoiler(rows))
