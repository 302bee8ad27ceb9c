"""The checks of a letter that is filled in: what they say, cost, and belong to."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from studio.formats.tasks import TaskDocument, TaskFolder
from studio.grading import Proposal, describe, grade_output, propose, sample_verdicts
from studio.model.check import Checks
from studio.model.task import Checkpoint, Task
from tests.unit.grading.families.grounds import lay
from tests.unit.grading.proposing.scenes import csv_text, word

FORM = ("Kanzlei Brandt", "NAME", "STREET", "ZIP CITY", "DATE", "Dear NAME,",
        "we refer to your letter of last week and act for you.", "CLAUSE",
        "Our fees follow the statutory table.")  # fmt: skip
VALUES = {
    "NAME": "Helga Sommer", "STREET": "Lindenallee 5", "ZIP": "80331", "CITY": "Munich",
    "DATE": "27 November 2026",
    "CLAUSE": "The client may end this mandate at any time without giving reasons.",
}  # fmt: skip
PROMPT = (
    "Fill in the name, the street, the ZIP code, the city and the date in letter.docx from "
    "data.csv, and put in the clause. Leave everything else as it is."
)


def filled(**other: str) -> bytes:
    text = "\n".join(FORM)
    for blank, value in (VALUES | other).items():
        text = text.replace(blank, value)
    return word(text.split("\n"))


def task_of(folder: Path, points: Sequence[tuple[str, float]] = ()) -> TaskFolder:
    checkpoints = tuple(
        Checkpoint(id=f"c{number}", title=title, weight=weight)
        for number, (title, weight) in enumerate(points)
    )
    facts = Task(id="t", created="now", work="in_place", checkpoints=checkpoints)
    task = TaskFolder(folder, TaskDocument(facts, PROMPT, Checks()))
    data = csv_text([["field", "value"], *([k.lower(), v] for k, v in VALUES.items())])
    lay(task.input, {"letter.docx": word(FORM), "data.csv": data})
    lay(task.reference, {"letter.docx": filled(), "data.csv": data})
    return task


def proposed(task: TaskFolder) -> tuple[Proposal, TaskFolder]:
    proposal = propose(task, {})
    document = TaskDocument(task.document.task, PROMPT, Checks(checks=proposal.checks))
    return proposal, task.with_document(document)


def test_each_value_is_a_weighted_check_told_with_the_words_around_it(tmp_path: Path) -> None:
    proposal, task = proposed(task_of(tmp_path))
    told = [describe(check, task) for check in proposal.checks if not check.gate]
    assert told == [
        "letter.docx says “Helga Sommer” after “Kanzlei Brandt”",
        "letter.docx says “Lindenallee 5” after “Kanzlei Brandt …”",
        "letter.docx says “80331 Munich” after “Kanzlei Brandt …”",
        "letter.docx says “27 November 2026” after “Kanzlei Brandt …”",
        "letter.docx says “Helga Sommer” after “Dear”",
        "letter.docx says “The client may end this mandate at any time without giving reasons” "
        "after “for you”",
    ]
    gates = [check.kind for check in proposal.checks if check.gate]
    assert gates == ["text_kept", "inputs_unchanged"]


@pytest.mark.parametrize(
    ("other", "cost"),
    [
        ({"NAME": "Helga Sammer"}, 2),
        ({"STREET": "Lindenallee 6"}, 1),
        ({"CITY": "Munchen"}, 1),
        ({"DATE": "27 October 2026"}, 1),
        ({"DATE": "27.11.2026"}, 0),
        ({"CLAUSE": VALUES["CLAUSE"].replace("any time", "no time")}, 1),
    ],
)
def test_a_wrong_value_costs_its_checks_whole(
    tmp_path: Path, other: dict[str, str], cost: int
) -> None:
    _, task = proposed(task_of(tmp_path / "task"))
    data = (task.input / "data.csv").read_text()
    lay(tmp_path / "output", {"letter.docx": filled(**other), "data.csv": data})
    grade = grade_output(task, tmp_path / "output")
    scores = [result.score for point in grade.checkpoints for result in point.checks]
    assert sorted(scores) == [0.0] * cost + [1.0] * (8 - cost)


def test_each_checkpoint_gets_the_values_that_its_title_names(tmp_path: Path) -> None:
    titles = ["The name", "Street", "ZIP and city", "Date", "The clause is in", "Save the letter"]
    proposal, task = proposed(task_of(tmp_path, [(title, 1.0) for title in titles]))
    held = {
        check.checkpoint: check.id.partition("-")[0] for check in proposal.checks if not check.gate
    }
    assert held == {"c0": "name", "c1": "street", "c2": "zip", "c3": "date", "c4": "clause"}
    assert proposal.uncovered_reference == (
        "The checkpoint Save the letter has a weight, but no check earns it",
    )
    assert sample_verdicts(task)["input"].score == 0.0


def test_a_checkpoint_that_a_title_speaks_of_is_not_left_with_gates(tmp_path: Path) -> None:
    points = [("Name and street and city and date", 1.0), ("The city", 1.0)]
    proposal, _ = proposed(task_of(tmp_path, points))
    weighted = [check.checkpoint for check in proposal.checks if not check.gate]
    assert weighted.count("c1") == 1
    assert not any("no check earns it" in text for text in proposal.uncovered_reference)
