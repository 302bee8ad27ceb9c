"""Pictures of plans, predictions and programs: sound SVG that says what went wrong, inert."""

from pathlib import Path
from typing import Any

import pytest
from defusedxml.ElementTree import fromstring

from studio.grading.kinds import Grounds
from studio.grading.pictures import PICTURES
from studio.model.check import Check
from tests.isolation import needs_isolation
from tests.unit.grading.families.grounds import Desk, Files, lay
from tests.unit.grading.families.test_feasibility import RULES
from tests.unit.grading.families.test_predictions import CHANCES, RIGHT, table
from tests.unit.grading.families.test_rerun import MEMORISED, SUM, VISIBLE, hidden
from tests.unit.grading.test_plans import PLAN, STOPS


def texts(desk: Desk, check: Check, output: Files) -> str:
    folder = lay(desk.folder / "shown", output)
    made = PICTURES[check.kind](check, Grounds.of(desk.task, folder))
    assert made.suffix == ".svg" and len(made.content) < 200_000
    assert made == PICTURES[check.kind](check, Grounds.of(desk.task, folder))
    root = fromstring(made.content)
    assert root.tag.endswith("svg") and not list(root.iter("script"))
    return " ".join(element.text or "" for element in root.iter())


def test_rules_and_where_they_are_broken(tmp_path: Path) -> None:
    desk = Desk(tmp_path, {"plan.csv": PLAN}, {"stops.csv": STOPS})
    check = desk.check("plan_rules", "plan.csv", rules=RULES)
    assert texts(desk, check, {"plan.csv": PLAN}).count("✓ right") == 3
    told = texts(desk, check, {"plan.csv": PLAN.replace("2,1,C", "1,3,C")})
    assert told.count("✗ wrong") == 1 and "21 of 1 is not at most 14" in told
    assert "is missing" in texts(desk, check, {"plan.csv": PLAN.replace("C", "<script>")})


@pytest.mark.parametrize(
    ("metric", "values", "told"),
    [
        ("auc", CHANCES, "label 0"),
        ("auc", [0.5] * 10, "label 1"),
        ("auc", CHANCES[:3], "lacks predictions"),
        ("accuracy", RIGHT, "predicted"),
    ],
)
def test_predictions_beside_labels(
    tmp_path: Path, metric: str, values: list[Any], told: str
) -> None:
    desk = Desk(tmp_path, {"out.csv": table(CHANCES)})
    lay(tmp_path / "private/hidden", {"labels.csv": table(RIGHT, "died")})
    names = {"labels": "labels.csv", "label": "died", "prediction": "chance"}
    check = desk.check("prediction_score", "out.csv", metric=metric, at_least=0.7, **names)
    assert told in texts(desk, check, {"out.csv": table(values)})


@needs_isolation
def test_cases_that_went_wrong(tmp_path: Path) -> None:
    desk = Desk(tmp_path, {"sum.py": SUM}, {"orders.csv": VISIBLE})
    lay(tmp_path / "private/hidden/cases", hidden())
    check = desk.check("rerun_program", "sum.py")
    assert "3 cases" in texts(desk, check, {"sum.py": SUM})
    told = texts(desk, check, {"sum.py": MEMORISED})
    assert "few" in told and told.count("✗ wrong") == 3
