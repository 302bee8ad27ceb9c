"""Predictions beside hidden labels: skill is paid, constants and tricks are not."""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from studio.grading import metrics
from studio.model.check import Check
from tests.unit.grading.families.grounds import Desk, lay

CHANCES = [0.9, 0.8, 0.75, 0.6, 0.55, 0.4, 0.35, 0.3, 0.2, 0.1]
RIGHT = [1, 1, 0, 1, 1, 0, 0, 1, 0, 0]


def table(values: list[Any], name: str = "chance", ids: list[int] | None = None) -> str:
    rows = zip(ids or range(1, len(values) + 1), values, strict=True)
    return f"id,{name}\n" + "".join(f"p{n},{value}\n" for n, value in rows)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    made = Desk(tmp_path, {"out.csv": table(CHANCES)})
    lay(tmp_path / "private/hidden", {"labels.csv": table(RIGHT, "died")})
    return made


def asked(desk: Desk, metric: str = "auc", **more: Any) -> Check:
    names = {"labels": "labels.csv", "label": "died", "prediction": "chance"}
    return desk.check("prediction_score", "out.csv", metric=metric, **names, **more)


def array(*values: float) -> metrics.Numbers:
    return np.array(values, dtype=np.float64)


def test_the_metrics_are_those_of_the_books() -> None:
    right, chances = array(*RIGHT), array(*CHANCES)
    pairs = [(a > b) + 0.5 * (a == b) for a in chances[right == 1] for b in chances[right == 0]]
    assert metrics.auc(right, chances) == pytest.approx(sum(pairs) / len(pairs))
    assert metrics.rmse(array(1, 2), array(2, 4)) == pytest.approx(math.sqrt(2.5))
    assert metrics.mae(array(1, 2), array(2, 4)) == 1.5
    assert metrics.r2(array(1, 2, 3), array(2, 2, 2)) == 0
    assert metrics.spearman(array(1, 2, 3, 4), array(1, 3, 2, 4)) == pytest.approx(0.8)
    assert metrics.spearman(array(1, 2, 3), array(5, 5, 5)) == 0
    assert metrics.brier(array(1, 0), array(0.8, 0.4)) == pytest.approx(0.1)
    assert metrics.ece(array(1, 0, 1), array(0.85, 0.85, 0.15)) == pytest.approx(
        2 / 3 * 0.35 + 1 / 3 * 0.85
    )
    gains = 3 / 1 + 2 / math.log2(3)
    assert metrics.ndcg(array(3, 2, 0), array(9, 8, 7)) == 1
    assert metrics.ndcg(array(3, 2, 0), array(8, 9, 7), 2) == pytest.approx(
        (2 + 3 / math.log2(3)) / gains
    )
    assert metrics.average_precision(array(1, 0, 1), array(3, 2, 1)) == pytest.approx(
        (1 + 2 / 3) / 2
    )
    codes = np.array([0, 1, 1, 0]), np.array([0, 1, 0, 0])
    assert metrics.accuracy(*codes) == 0.75
    assert metrics.f1_of(*codes, 1) == pytest.approx(2 / 3)
    assert metrics.macro_f1(*codes) == pytest.approx((2 / 3 + 0.8) / 2)


def test_equal_predictions_do_not_gain_from_where_they_stand() -> None:
    for labels in (array(1, 1, 0, 0), array(0, 0, 1, 1)):
        constant = array(5, 5, 5, 5)
        assert metrics.auc(labels, constant) == 0.5
        assert metrics.average_precision(labels, constant) == 0.5
        assert metrics.ndcg(labels, constant) < 0.9


def test_a_floor_is_met_or_not(desk: Desk) -> None:
    check = asked(desk, at_least=0.75)
    desk.is_sound(check)
    assert "at least 0.75" in desk.sentence(check)
    assert desk.score(check, {"out.csv": table([c**3 for c in CHANCES])}) == 1
    assert desk.score(check, {"out.csv": table(CHANCES[::-1], ids=list(range(10, 0, -1)))}) == 1
    records = [{"id": f"P{n}", "chance": c} for n, c in enumerate(CHANCES, 1)]
    check = check.model_copy(update={"target": "out.json"})
    assert desk.score(check, {"out.json": json.dumps(records)}) == 1
    assert desk.score(check, {"out.json": json.dumps({r["id"]: r["chance"] for r in records})}) == 1


@pytest.mark.parametrize(
    "values",
    [
        [0.5] * 10,
        [1 - c for c in CHANCES],
        CHANCES[5:] + CHANCES[:5],
        ["nan", *CHANCES[1:]],
        ["inf", *CHANCES[1:]],
        ["", *CHANCES[1:]],
        ["1e999", *CHANCES[1:]],
        ["high", *CHANCES[1:]],
        CHANCES[:9],
        [],
    ],
)
def test_what_knows_nothing_or_is_broken_fails(desk: Desk, values: list[Any]) -> None:
    result = desk.judged(asked(desk, at_least=0.75), {"out.csv": table(values)})
    assert (result.status, result.score) == ("fail", 0.0)
    assert "0.8" not in result.public and "died" not in result.public


def test_an_id_may_not_be_predicted_twice(desk: Desk) -> None:
    twice = table(CHANCES) + "p1,0.99\n"
    assert desk.score(asked(desk, at_least=0.75), {"out.csv": twice}) == 0
    ids = desk.check("prediction_ids", "out.csv", ids="labels.csv")
    assert ids.gate
    assert desk.score(ids, {"out.csv": table(CHANCES)}) == 1
    assert desk.score(ids, {"out.csv": twice}) == pytest.approx(0.9)
    assert desk.score(ids, {"out.csv": table(CHANCES[:8])}) == pytest.approx(0.8)
    assert desk.score(ids, {"out.csv": table([*CHANCES, 0.5])}) == pytest.approx(0.9)
    free = desk.check("prediction_ids", "out.csv", ids="labels.csv", extra="ignore")
    assert desk.score(free, {"out.csv": table([*CHANCES, 0.5])}) == 1


@pytest.mark.parametrize(
    ("metric", "bound", "fault"),
    [
        ("auc", {"at_least": 0.95}, "The auc of the reference"),
        ("auc", {"at_least": 0.5}, "ask for more than 0.5"),
        ("auc", {"at_most": 0.5}, "with at_least"),
        ("brier", {"at_most": 0.25}, "ask for more than 0.25"),
        ("brier", {"at_most": 0.2}, ""),
        ("spearman", {"at_least": 0.4}, ""),
    ],
)
def test_a_floor_without_skill_is_refused(
    desk: Desk, metric: str, bound: dict[str, float], fault: str
) -> None:
    found = desk.fault(asked(desk, metric, **bound))
    assert fault.casefold() in found.casefold() if fault else found == ""


def test_classes_are_compared_as_they_are_meant(tmp_path: Path) -> None:
    names = ["Benign", "malignant", "benign", "benign ", "malignant"]
    desk = Desk(tmp_path, {"out.csv": table(names, "class")})
    right = ["benign", "malignant", "benign", "benign", "benign"]
    lay(tmp_path / "private/hidden", {"labels.csv": table(right, "class")})
    more = {"labels": "labels.csv", "label": "class", "prediction": "class"}
    check = desk.check("prediction_score", "out.csv", metric="f1", at_least=0.6,
                       positive="malignant", **more)  # fmt: skip
    desk.is_sound(check)
    refused = desk.check("prediction_score", "out.csv", metric="accuracy", at_least=0.8, **more)
    assert "Benign for all reaches 0.8 already" in desk.fault(refused)
    flipped = ["malignant" if name.strip().lower() == "benign" else "benign" for name in names]
    assert desk.score(check, {"out.csv": table(flipped, "class")}) == 0


def test_rankings_are_measured_by_group(tmp_path: Path) -> None:
    desk = Desk(tmp_path, {"out.csv": table([3, 2, 1, 1, 2, 3], "score")})
    rows = "id,query,gain\np1,a,2\np2,a,1\np3,a,0\np4,b,0\np5,b,1\np6,b,2\n"
    lay(tmp_path / "private/hidden", {"labels.csv": rows})
    check = desk.check(
        "prediction_score", "out.csv", metric="ndcg", at_least=0.99, labels="labels.csv",
        label="gain", prediction="score", group="query", depth=2,
    )  # fmt: skip
    desk.is_sound(check)
    assert desk.score(check, {"out.csv": table([1, 2, 3, 3, 2, 1], "score")}) == 0
    assert desk.score(check, {"out.csv": table([30, 20, 10, 1, 2, 3], "score")}) == 1


def test_calibration_without_skill_is_not_paid(desk: Desk) -> None:
    check = asked(desk, "ece", at_most=0.3)
    desk.is_sound(check)
    almost = [0.52 + n / 1e6 for n in range(10)]
    assert desk.score(check, {"out.csv": table(almost)}) == 0


def test_labels_that_are_missing_are_the_authors_fault(desk: Desk) -> None:
    check = asked(desk, at_least=0.75)
    place = desk.folder / "private/hidden/labels.csv"
    place.write_text(table([*RIGHT], "died") + "p1,0\n")
    assert "An id is twice" in desk.fault(check)
    place.unlink()
    assert "is missing" in desk.fault(check)
    assert desk.judged(check, {"out.csv": table(CHANCES)}).status == "error"
