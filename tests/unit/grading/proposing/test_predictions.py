"""Proposals for predictions: the instruction's metric and floor, and never equality."""

from pathlib import Path

import pytest

from studio.formats.tasks import TaskDocument, TaskFolder
from studio.grading import grade_output, propose, refusals
from studio.grading.near_misses import variants_of_task
from studio.model.check import Checks
from studio.model.task import Task
from tests.unit.grading.families.grounds import lay
from tests.unit.grading.families.test_predictions import CHANCES, RIGHT, table


def proposed(folder: Path, prompt: str, values: list[float] = CHANCES) -> TaskFolder:
    task = TaskFolder(
        folder, TaskDocument(Task(id="t", created="now", work="separate"), prompt, Checks())
    )
    lay(task.reference, {"out.csv": table(values)})
    lay(task.input, {"train.csv": "id,age,died\nq1,70,1\nq2,40,0\n"})
    lay(folder / "private/hidden", {"labels.csv": table(RIGHT, "died")})
    checks = Checks(checks=propose(task, {}).checks)
    return task.with_document(TaskDocument(task.document.task, prompt, checks))


PROMPT = "Predict for each patient the `chance` to die, as out.csv with `id` and `chance`. "


@pytest.mark.parametrize(
    ("wish", "metric", "side", "bound"),
    [
        ("The AUC must be at least 0.75.", "auc", "at_least", 0.75),
        ("Reach an AUROC of 75% or better.", "auc", "at_least", 0.75),
        ("We measure the area under the ROC curve. It should reach 0.7.", "auc", "at_least", 0.7),
        ("A Brier score below 0.2 is required.", "brier", "at_most", 0.2),
        ("We compare by AUC.", "auc", "at_least", 0.65),
    ],
)
def test_the_instructions_words_become_metric_and_floor(
    tmp_path: Path, wish: str, metric: str, side: str, bound: float
) -> None:
    task = proposed(tmp_path, PROMPT + wish)
    found = {check.kind: check for check in task.document.checks.checks}
    assert set(found) == {"prediction_ids", "prediction_score"}
    score = found["prediction_score"]
    assert (score.parameters["metric"], score.parameters[side]) == (metric, bound)
    assert found["prediction_ids"].gate and not score.gate
    assert score.parameters["label"] == "died" and score.parameters["prediction"] == "chance"
    assert refusals(task) == () and grade_output(task, task.reference).passed


def test_without_a_metric_the_table_is_compared(tmp_path: Path) -> None:
    task = proposed(tmp_path, PROMPT)
    assert {check.kind for check in task.document.checks.checks} & {"table_equals"}


def test_near_misses_fail_and_other_right_predictions_pass(tmp_path: Path) -> None:
    task = proposed(tmp_path / "t", PROMPT + "The AUC must be at least 0.75.")
    seen = set()
    for number, variant in enumerate(variants_of_task(task)):
        folder = tmp_path / f"v{number}"
        variant.lay(task.reference, folder)
        assert grade_output(task, folder).passed is variant.harmless, (variant.id, variant.did)
        seen.add(variant.id.partition(":")[2].partition("-")[0])
    assert {
        "predictions_constant", "predictions_inverted", "predictions_shuffled",
        "predictions_incomplete", "predictions_doubled", "predictions_not_numbers",
        "predictions_reordered", "predictions_rescaled", "predictions_finer",
    } <= seen  # fmt: skip
