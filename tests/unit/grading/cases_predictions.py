"""Generated cases of predictions on hidden labels."""

import random
from pathlib import Path
from typing import Any

from studio.model.check import Check
from tests.unit.grading.generated import Case, Damage, case_of

METRICS = ("accuracy", "f1", "auc", "rmse", "mae", "r2", "spearman", "brier", "ndcg", "map")


def rows_text(name: str, rows: list[tuple[str, Any]]) -> str:
    return f"id,{name}\n" + "".join(f"{key},{value}\n" for key, value in rows)


def spoiler(rows: list[tuple[str, Any]]) -> Damage:
    """Return what makes predictions worse and worse: missing, doubled, not numbers at all."""
    left = list(rows)

    def spoil(rng: random.Random, folder: Path) -> None:
        kind = rng.randrange(3)
        if kind == 0 and left:
            gone = rng.choice(left)[0]
            left[:] = [row for row in left if row[0] != gone]
        elif kind == 1 and left:
            left.append(rng.choice(left))
        else:
            junk = rng.choice([b"", b"\xff\0", b"id\n", b"id,guess\n"])
            left.clear()
            (folder / "out.csv").write_bytes(junk)
            return
        (folder / "out.csv").write_text(rows_text("guess", left))

    return spoil


@case_of("prediction_score")
def score(rng: random.Random, folder: Path) -> Case:
    metric = rng.choice(METRICS)
    count = rng.randrange(8, 40)
    keys = [f"case-{rng.randrange(10**6)}-{n}" for n in range(count)]
    binary = metric in ("f1", "auc", "brier", "map", "accuracy")
    labels: list[Any] = [
        n % 2 if binary else round(rng.uniform(1000, 9999), 3) for n in range(count)
    ]
    rng.shuffle(labels)
    guesses = list(labels)
    if metric in ("auc", "map", "brier"):
        guesses = [round(0.8 * y + rng.uniform(0.0, 0.19), 4) for y in labels]
    if metric in ("rmse", "mae", "r2"):
        guesses = [y + rng.uniform(-1, 1) for y in labels]
    hidden = folder / "hidden"
    hidden.mkdir()
    (hidden / "labels.csv").write_text(rows_text("truth", list(zip(keys, labels, strict=True))))
    rows = list(zip(keys, guesses, strict=True))
    (folder / "reference").mkdir()
    (folder / "reference/out.csv").write_text(rows_text("guess", rows))
    less = metric in ("rmse", "mae", "brier")
    bound = {"at_most": 0.2 if metric == "brier" else 2.0} if less else {"at_least": 0.95}
    check = Check(
        id="x",
        kind="prediction_score",
        target="out.csv",
        parameters={
            "labels": "labels.csv", "label": "truth", "prediction": "guess", "metric": metric,
            **bound, **({"positive": 1} if metric == "f1" else {}),
        },
    )  # fmt: skip
    secrets = () if binary else tuple(map(str, labels))
    return Case(check, folder / "reference", folder / "input", spoiler(rows), secrets)


@case_of("prediction_ids")
def ids(rng: random.Random, folder: Path) -> Case:
    keys = [f"case-{rng.randrange(10**6)}-{n}" for n in range(rng.randrange(2, 30))]
    rows = [(key, rng.randrange(9)) for key in keys]
    for side, name in (("hidden/labels.csv", "truth"), ("reference/out.csv", "guess")):
        place = folder / side
        place.parent.mkdir()
        place.write_text(rows_text(name, rows))
    check = Check(
        id="x", kind="prediction_ids", target="out.csv", gate=True, parameters={"ids": "labels.csv"}
    )
    return Case(check, folder / "reference", folder / "input", spoiler(rows), tuple(keys))
