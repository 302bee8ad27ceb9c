from pathlib import Path

import pytest

from studio.authoring import Standing, edit_task, find_template, new_from_template, standing_of
from studio.editing import RemoveCheck, RemoveCheckpoint, SetPrompt, SetValue
from studio.formats import layout
from studio.formats.documents import write_document
from studio.formats.tasks import TaskFolder, open_task
from studio.model.validation import GATES, GateResult, ValidationReport


@pytest.fixture
def task(tmp_path: Path) -> TaskFolder:
    return new_from_template(tmp_path / "books", find_template("complete-invoices"))


def reported(task: TaskFolder, **red: tuple[str, ...]) -> Standing:
    """Write a report in which some gates are red, and return how the task stands then."""
    gates = tuple(
        GateResult(id=gate, status="red" if gate in red else "green", evidence=red.get(gate, ()))
        for gate in GATES
    )
    report = ValidationReport(
        task_digest=task.digest, created="2026-11-26T10:00:00.000Z", versions={},
        proven=not red, validated=False, gates=gates,
    )  # fmt: skip
    write_document(task.folder / layout.REPORT, report)
    return standing_of(open_task(task.folder))


def test_what_is_left_comes_in_the_order_of_the_work(task: TaskFolder) -> None:
    assert standing_of(task).next.command == "validate"
    checks = [RemoveCheck(check.id) for check in task.document.checks.checks]
    task = edit_task(task.folder, *checks)
    assert (standing_of(task).told, standing_of(task).tone) == ("No checks yet", "waits")
    task = edit_task(task.folder, SetValue("occupation", None))
    assert standing_of(task).told == "No occupation yet"
    task = edit_task(task.folder, SetPrompt(" \n"))
    assert standing_of(task).told == "No instruction yet"
    points = [RemoveCheckpoint(point.id) for point in task.document.task.checkpoints]
    found = standing_of(edit_task(task.folder, *points))
    assert found.told == "Recorded, not yet annotated"
    assert (found.next.title, found.next.command) == ("Mark checkpoints", "mark")


def test_red_gates_are_said_in_words_and_counted(task: TaskFolder) -> None:
    wrong = tuple(f"near_miss:{number} passes" for number in range(10))
    found = reported(task, known_bad=(*wrong, "And 7 more."))
    assert found.told == "17 wrong outputs still pass the checks"
    assert (found.tone, found.next.title, found.next.command) == ("waits", "Continue", "mend")
    one = reported(task, known_bad=("near_miss:1 passes",))
    assert one.told == "1 wrong output still passes the checks"
    assert reported(task, reference=("It scores 0.5.", "A4 differs.")).told == (
        "Your own work does not pass"
    )
    assert reported(task, replay=("The replay scores 0.",)).tone == "bad"


@pytest.mark.parametrize("gate", GATES)
def test_every_gate_has_words_of_its_own(task: TaskFolder, gate: str) -> None:
    told = reported(task, **{gate: ("a", "b")}).told
    assert told and told != "A gate is red" and not set("{_") & set(told)


def test_a_proof_counts_until_the_task_changes(task: TaskFolder) -> None:
    assert reported(task).told == "Proven, ready to export"
    changed = edit_task(task.folder, SetValue("title", "Another"))
    assert standing_of(changed).told == "Changed since it was proven"
    assert reported(changed, nothing=("x",)).told == "Doing nothing earns points"
    again = edit_task(task.folder, SetValue("title", "A third"))
    assert standing_of(again).told == "Changed since it was validated"


def test_a_report_of_fewer_gates_proves_nothing(task: TaskFolder) -> None:
    reported(task)
    place = task.folder / layout.REPORT
    report = ValidationReport.model_validate_json(place.read_text())
    write_document(place, report.model_copy(update={"gates": report.gates[:3]}))
    assert standing_of(task).told == "Not every gate was asked yet"
    stopped = GateResult(id="replay", status="cannot_run", evidence=("It was stopped.",))
    write_document(place, report.model_copy(update={"gates": (*report.gates[:-1], stopped)}))
    assert standing_of(task).told == "A gate could not run here"


def test_a_damaged_report_and_a_public_folder_have_words_too(task: TaskFolder) -> None:
    place = task.folder / layout.REPORT
    place.parent.mkdir(exist_ok=True)
    place.write_text("{")
    assert standing_of(task).told == "Not validated yet"
    (task.folder / layout.CHECKS).unlink()
    assert standing_of(open_task(task.folder)).told == "Only the public side"
