"""A tolerance that a sentence tells beside other things is taken over by what it speaks of."""

from pathlib import Path

import pytest

from studio.authoring import cover, open_items, propose_checks
from studio.authoring.creation import new_task
from studio.base.errors import UserError
from studio.formats.tasks import TaskFolder, open_task
from studio.grading import Proposal, propose
from studio.grading.proposing.allowances import allowances_of
from studio.grading.proposing.instruction import Instruction
from studio.validation.coverage import uncovered

TABLE = "label,volume_ml,longest_mm\nleft,5.94,24.0\nright,7.31,29.5\n"
ASKED = (
    "Write report.csv with the columns label, volume_ml, longest_mm and a row for each label: the "
    "volume in millilitres to two decimals, within 0.6 ml, and the longest diameter in "
    "millimetres, within 3 mm."
)


def task_of(folder: Path, prompt: str, files: dict[str, str]) -> TaskFolder:
    given, made = folder / "given", folder / "made"
    given.mkdir()
    made.mkdir()
    (given / "notes.txt").write_text("Two nodules.")
    for name, text in files.items():
        (made / name).write_text(text)
    return new_task(folder / "task", input=given, reference=made, prompt=prompt)


def rooms(proposal: Proposal) -> dict[str, float]:
    """Return the tolerance of each compared column."""
    (check,) = (c for c in proposal.checks if c.kind == "table_equals")
    own = check.parameters.get("tolerances", {})
    return {name: own.get(name, check.tolerance) for name in check.parameters["columns"]}


def test_two_tolerances_of_one_sentence_go_to_what_was_named_before_each(tmp_path: Path) -> None:
    found = propose(task_of(tmp_path, ASKED, {"report.csv": TABLE}), {})
    assert rooms(found) == {"volume_ml": 0.6, "longest_mm": 3.0}
    assert found.unused_tolerances == ()


@pytest.mark.parametrize(
    ("said", "rooms_told"),
    [
        ("Volumes within 0.6 ml.", {"volume_ml": 0.6, "longest_mm": 0.05}),
        ("The longest diameter is right within 0.4 cm.", {"volume_ml": 0.005, "longest_mm": 4.0}),
        ("Give the longest diameter to the nearest mm.", {"volume_ml": 0.005, "longest_mm": 0.5}),
        ("Give the volume as you find it, within 0.6 ml.", {"volume_ml": 0.6, "longest_mm": 0.05}),
    ],
)
def test_a_tolerance_is_that_of_its_own_column(
    tmp_path: Path, said: str, rooms_told: dict[str, float]
) -> None:
    table = TABLE.replace("24.0", "24").replace("29.5", "29") if "nearest" in said else TABLE
    prompt = f"Write report.csv with label, volume_ml and longest_mm. {said}"
    found = propose(task_of(tmp_path, prompt, {"report.csv": table}), {})
    assert rooms(found) == pytest.approx(rooms_told)
    assert found.unused_tolerances == ()


def test_give_or_take_is_a_share(tmp_path: Path) -> None:
    prompt = (
        "Write report.csv with label, volume_ml, longest_mm. The volume, give or take 2 percent."
    )
    (check,) = propose(task_of(tmp_path, prompt, {"report.csv": TABLE}), {}).checks
    shares = check.parameters.get("shares") or {"volume_ml": check.parameters.get("relative")}
    assert shares == {"volume_ml": 0.02}


@pytest.mark.parametrize(
    "said",
    [
        "Merge the points that lie within 5 m of the road.",
        "Answer within two days.",
        "Write it within 100 words.",
        "Drill within 0.2 mm of the edge.",
        "Mark rows that agree within 3 %.",
    ],
)
def test_distances_terms_and_conditions_are_no_tolerances(said: str) -> None:
    (sentence,) = Instruction(said).sentences
    assert allowances_of(sentence) == ()


def test_a_tolerance_that_no_check_has_is_told_and_blocks_nothing(tmp_path: Path) -> None:
    prompt = "Write note.md: say which nodule is larger. Volumes within 0.6 ml, please."
    text = "The nodule in the left lung is larger.\n"
    task = task_of(tmp_path, prompt, {"note.md": text})
    told = "The instruction allows 0.6 ml; no check uses it"
    assert propose_checks(task.folder, write=True).unused_tolerances == (told,)
    task = open_task(task.folder)
    assert told in [item.text for item in open_items(task) if item.origin == "tolerance"]
    assert told not in uncovered(task)
    with pytest.raises(UserError, match="change the tolerance of the check"):
        cover(task, told)
