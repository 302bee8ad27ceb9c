"""What no check looks at is named, and a check for exactly that is found."""

import json
import shutil
from pathlib import Path

import pytest

from studio.authoring import (
    Openings,
    checks_at,
    cover,
    cover_on_disk,
    edit_task,
    no_check_needed,
    open_items,
)
from studio.base.errors import UserError
from studio.cli.app import run
from studio.editing import RemoveCheck, SetPrompt, apply
from studio.formats import layout
from studio.formats.tasks import TaskFolder, open_task
from studio.grading import grade_output
from studio.validation import validate
from tests.unit.making import write_task

TEMPLATE = Path(__file__).parents[3] / "task_templates" / "complete-invoices"
TOTAL = "invoices_october.xlsx#Invoices!F14"


@pytest.fixture
def invoices(tmp_path: Path) -> Path:
    return Path(shutil.copytree(TEMPLATE, tmp_path / "invoices"))


def without(folder: Path, *checks: str) -> TaskFolder:
    return edit_task(folder, *(RemoveCheck(check) for check in checks))


def test_a_complete_task_has_nothing_open(invoices: Path) -> None:
    assert open_items(open_task(invoices)) == ()


def test_a_place_whose_check_was_removed_is_open_and_one_edit_covers_it(invoices: Path) -> None:
    task = without(invoices, "cell-f14")
    (item,) = open_items(task)
    assert (item.origin, item.target) == ("place", TOTAL)
    covering = cover(task, item.text)
    assert covering.sentence == item.text and not covering.check.gate
    assert covering.check.checkpoint == "total-and-reconciliation"
    after = edit_task(invoices, covering.edit)
    assert open_items(after) == ()
    assert grade_output(after, after.reference).passed


def test_what_is_open_follows_checks_instruction_and_files(tmp_path: Path) -> None:
    folder = write_task(tmp_path / "task")
    openings = Openings()
    assert openings.of(open_task(folder)) == open_items(open_task(folder)) == ()
    (item,) = openings.of(without(folder, "amount-a-2"))
    assert item.origin == "place"
    asked = "Make the header bold and explain why."
    task = edit_task(folder, SetPrompt(f"Set the amount of A-2 to 250.50. {asked}"))
    assert asked in [found.text for found in openings.of(task)]
    (folder / layout.REFERENCE / "note.md").write_text("The total of March is 812.40.\n")
    assert any("note.md" in found.target for found in openings.of(task))


def test_a_target_gets_a_check_of_just_that(invoices: Path) -> None:
    task = without(invoices, "invoices-amount")
    covering = cover(task, "invoices_october.xlsx#Invoices!F4")
    assert covering.check.target == "invoices_october.xlsx#Invoices!F4"
    assert covering.sentence == "Invoices!F4 is 1,438.20, within 0.005"
    assert not covering.check.gate


def test_what_the_input_holds_already_becomes_a_gate(invoices: Path) -> None:
    covering = cover(open_task(invoices), "invoices_october.xlsx#Invoices!A2")
    assert covering.check.gate and covering.check.checkpoint is None


def test_a_sentence_without_a_trace_in_the_files_says_what_to_do(tmp_path: Path) -> None:
    folder = write_task(tmp_path / "task")
    asked = "Make the header bold and explain why."
    task = edit_task(folder, SetPrompt(f"Set the amount of A-2 to 250.50. {asked}"))
    assert asked in [item.text for item in open_items(task)]
    with pytest.raises(UserError, match="a check that names what it asks for"):
        cover(task, asked)
    after = edit_task(folder, no_check_needed(asked))
    assert asked not in [item.text for item in open_items(after)]


def test_a_covered_sentence_turns_the_gate_green(tmp_path: Path) -> None:
    folder = write_task(tmp_path / "task")
    asked = "Write the amount of A-2."
    edit_task(folder, SetPrompt(asked))
    task = without(folder, "amount-a-2")
    covering = cover(task, asked)
    assert covering.check.because == asked
    edit_task(folder, covering.edit)
    (gate,) = validate(folder, ["coverage"]).gates
    assert gate.status == "green", gate.evidence


@pytest.mark.parametrize("wanted", ["nothing.xlsx", "No such sentence.", "../x#a", ""])
def test_what_is_nowhere_is_refused(invoices: Path, wanted: str) -> None:
    with pytest.raises(UserError, match="neither a place"):
        cover(open_task(invoices), wanted)


def test_a_place_that_no_check_can_look_at_is_refused(invoices: Path) -> None:
    with pytest.raises(UserError, match="Name another place"):
        cover(open_task(invoices), "invoices_october.xlsx#Nowhere!F14")


def test_the_command_line_proposes_for_one_target_and_adds_it_on_demand(
    invoices: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    without(invoices, "cell-f14")
    words = ["task", "propose", str(invoices), "--for", TOTAL, "--json"]
    assert run(words) == 0
    (row,) = json.loads(capsys.readouterr().out)["checks"]
    assert row["target"] == TOTAL
    assert len(open_task(invoices).document.checks.checks) == 5
    assert run([*words, "--write"]) == 0
    assert TOTAL in {check.target for check in open_task(invoices).document.checks.checks}
    assert cover_on_disk(invoices, "invoices_october.xlsx#Invoices!F5", False).check.gate


def test_a_place_has_several_checks_to_choose_from_that_the_reference_passes(
    invoices: Path,
) -> None:
    task = open_task(invoices)
    offers = checks_at(task, "invoices_october.xlsx#Invoices!F4")
    assert offers[0].sentence == "Invoices!F4 is 1,438.20, within 0.005"
    sentences = [offer.sentence for offer in offers]
    assert len(set(sentences)) == len(sentences)
    for offer in offers:
        added, _ = apply(task.document, offer.edit)
        assert grade_output(task.with_document(added), task.reference).passed
    with pytest.raises(UserError):
        checks_at(task, "nowhere.xlsx#Invoices!F4")


def test_what_is_offered_for_a_place_is_listed(
    invoices: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = "invoices_october.xlsx#Invoices!A2"
    assert run(["task", "checks", str(invoices), "at", place, "--json"]) == 0
    rows = json.loads(capsys.readouterr().out)["checks"]
    assert rows[0]["target"] == place and rows[0]["sentence"]
    # Once all that was proposed is kept, there is no more to keep.
    without(invoices, "cell-f14")
    assert run(["task", "propose", str(invoices), "--write"]) == 0
    assert run(["task", "checks", str(invoices), "keep", "all"]) == 0
    assert run(["task", "checks", str(invoices), "keep", "all"]) == 2
