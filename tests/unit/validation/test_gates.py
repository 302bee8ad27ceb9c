import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from studio.authoring import edit_task, new_task
from studio.base.errors import HostileInputError, UserError
from studio.base.pace import Pace
from studio.editing import RemoveCheck, SetPrompt, SetValue
from studio.formats import digests, layout, trust
from studio.formats.tasks import open_task
from studio.model.grade import GradeFile
from studio.model.trial import Halt, TrialRow
from studio.model.validation import GATES, GateResult, Lead, ValidationReport
from studio.validation import UnderWay, read_report, run_grade_processes, validate
from studio.validation.evidence import SURROUNDINGS, FreshGrade
from studio.validation.gates import agreement, of_replay
from studio.validation.matrix import matrix_of
from tests.unit.making import RecordingMaker, write_task


@pytest.fixture
def task(tmp_path: Path) -> Path:
    return write_task(tmp_path / "fill-amounts", kept=True)


def ask(folder: Path, gate: str) -> tuple[str, str]:
    report = validate(folder, [gate])
    found = next(one for one in report.gates if one.id == gate)
    assert found.task_digest == report.task_digest and found.seconds is not None
    return found.status, " ".join(found.evidence)


def test_a_good_task_is_proven(task: Path) -> None:
    told: list[UnderWay] = []
    report = validate(task, progress=told.append)
    assert [(gate.id, gate.status) for gate in report.gates] == [
        ("complete", "green"),
        ("files", "green"),
        ("reference", "green"),
        ("nothing", "green"),
        ("known_bad", "green"),
        ("alternates", "green"),
        ("regrade", "green"),
        ("coverage", "green"),
        ("replay", "not_applicable"),
    ]
    assert report.proven and not report.validated
    asked = [one for one in told if one.stage is None]
    assert [one.gate for one in asked] == list(GATES)
    assert [(one.number, one.of) for one in asked] == [(n, len(GATES)) for n in range(1, 10)]
    assert read_report(task) == report
    assert report.task_digest == digests.of_task(task)
    # A gate that is asked again leaves the others as they are.
    title = open_task(task).document.task.title
    again = validate(task, ["complete"])
    assert again.proven and again.gates[1:] == report.gates[1:]
    assert again.gates[0].started > report.gates[0].started
    # Once the task changes, what was found of it as it was stays, and counts no more.
    edit_task(task, SetValue("title", "Another"))
    changed = validate(task, ["complete"])
    assert not changed.proven and len(changed.gates) == len(GATES)
    assert [gate.id for gate in changed.of(changed.task_digest)] == ["complete"]
    edit_task(task, SetValue("title", title))
    assert not changed.proves(report.task_digest), "that of this gate was overwritten"
    assert validate(task, ["complete"]).proven


def test_part_of_the_gates_proves_nothing(task: Path) -> None:
    report = validate(task, ["reference", "complete"])
    assert [gate.id for gate in report.gates] == ["complete", "reference"]
    assert all(gate.status == "green" for gate in report.gates)
    assert not report.proven


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        (lambda folder: edit_task(folder, SetValue("title", "")), "title"),
        (lambda folder: edit_task(folder, SetPrompt(" \n")), "instruction"),
        (lambda folder: edit_task(folder, SetValue("occupation", None)), "occupation"),
        (lambda folder: edit_task(folder, RemoveCheck("amount-a-2")), "check"),
    ],
)
def test_complete(spoil: Callable[[Path], object], told: str, task: Path) -> None:
    spoil(task)
    status, evidence = ask(task, "complete")
    assert status == "red" and told in evidence


@pytest.mark.parametrize("name", ["input/aux.txt", "input/cafe\u0301.txt", "input/INVOICES.csv"])
def test_files_must_be_portable(name: str, task: Path) -> None:
    (task / name).write_text("x")
    assert ask(task, "files")[0] == "red"


def test_files_must_be_files_and_there(task: Path) -> None:
    (task / "input" / "link").symlink_to("/etc/passwd")
    with pytest.raises(HostileInputError, match="link"):
        validate(task)
    assert not (task / layout.REPORT).exists()
    (task / "input" / "link").unlink()
    (task / layout.SALT).unlink()
    start = [{"open": "gone.ods", "with": "libreoffice-calc", "geometry": None}]
    edit_task(task, SetValue("start", start))
    status, evidence = ask(task, "files")
    assert status == "red" and "gone.ods" in evidence and "salt" in evidence


def test_files_looks_into_the_recording(recording: Path, tmp_path: Path) -> None:
    task = new_task(tmp_path / "made", recording)
    assert ask(task.folder, "files")[0] == "green"
    place = task.folder / layout.RECORDING / layout.FRAMES
    place.write_text(place.read_text() + "\n")
    status, evidence = ask(task.folder, "files")
    assert status == "red" and "frames.jsonl was changed" in evidence


def test_the_reference_must_pass(task: Path) -> None:
    (task / layout.REFERENCE / "invoices.csv").unlink()
    (task / layout.REFERENCE / "other.csv").write_text("a\n")
    status, evidence = ask(task, "reference")
    assert status in ("red", "cannot_run") and "invoices.csv" in evidence
    assert not validate(task).proven


def test_a_checkpoint_without_checks_keeps_the_reference_red(task: Path) -> None:
    document = open_task(task).document.task
    checkpoints = [found.model_dump() for found in document.checkpoints]
    checkpoints.append({**checkpoints[0], "id": "second", "title": "Second"})
    edit_task(task, SetValue("checkpoints", checkpoints))
    status, evidence = ask(task, "reference")
    assert status == "red"
    assert "of the score and has no weighted check, so it scores 0" in evidence


def test_doing_nothing_must_earn_nothing(task: Path) -> None:
    shutil.copyfile(task / layout.REFERENCE / "invoices.csv", task / layout.INPUT / "invoices.csv")
    status, evidence = ask(task, "nothing")
    assert status == "red" and "input" in evidence


def test_fresh_processes_agree_and_differ_in_their_surroundings(task: Path) -> None:
    opened = open_task(task)
    grades = run_grade_processes(task, opened.reference)
    assert len(grades) == len(SURROUNDINGS) == 3
    assert all(grade.fault == "" for grade in grades)
    assert grades[0].value == grades[1].value == grades[2].value
    for key in ("LANG", "LC_ALL", "TZ", "PYTHONHASHSEED"):
        assert len({found[key] for found in SURROUNDINGS}) == 3


@pytest.mark.parametrize(
    ("third", "status", "told"),
    [
        (FreshGrade({"status": "SCORED", "score": 1.0, "reason": None}, ""), "green", "agree"),
        (
            FreshGrade({"status": "SCORED", "score": 0.5, "reason": None}, ""),
            "red",
            "1.0, 1.0, 0.5",
        ),
        (FreshGrade({"status": "INVALID", "score": 1.0, "reason": None}, ""), "red", "differ"),
        (
            FreshGrade({"status": "VOID", "score": None, "reason": "no office"}, ""),
            "cannot_run",
            "no office",
        ),
        (FreshGrade(None, "it ended with -9"), "cannot_run", "-9"),
    ],
)
def test_what_three_verdicts_mean(third: FreshGrade, status: str, told: str) -> None:
    one = FreshGrade({"status": "SCORED", "score": 1.0, "reason": None}, "")
    found = agreement([one, one, third])
    assert found.status == status and told in " ".join(found.evidence)


def test_a_process_that_cannot_grade_says_why(task: Path) -> None:
    opened = open_task(task)
    (task / layout.CHECKS).write_text("{")
    grades = run_grade_processes(task, opened.reference)
    assert all(grade.value is None and "checks.json" in grade.fault for grade in grades)


def test_fresh_processes_end_when_cancelled(task: Path) -> None:
    grades = run_grade_processes(task, open_task(task).reference, Pace(cancelled=lambda: True))
    assert all(grade.value is None for grade in grades)


def test_a_foreign_task_is_not_replayed(recording_maker: RecordingMaker, tmp_path: Path) -> None:
    task = new_task(tmp_path / "made", recording_maker.write())
    trust.mark_unpacked(task.folder, digests.of_task(task.folder))
    status, evidence = ask(task.folder, "replay")
    assert status == "cannot_run" and "if you trust its author" in evidence


def test_public_side_and_unknown_gates_are_refused(task: Path) -> None:
    with pytest.raises(UserError, match="not a gate"):
        validate(task, ["blind"])
    shutil.rmtree(task / layout.PRIVATE)
    with pytest.raises(UserError, match="public side"):
        validate(task)
    assert not (task / layout.REPORT).exists()


def test_stopping_keeps_the_earlier_report(task: Path) -> None:
    first = validate(task, ["complete"])
    report = validate(task, cancelled=lambda: True)
    assert report.gates == first.gates and not report.proven
    assert read_report(task) == first


def test_stopping_keeps_what_ended(task: Path) -> None:
    found: list[GateResult] = []
    report = validate(task, cancelled=lambda: len(found) == 2, ended=found.append)
    assert [gate.id for gate in found] == ["complete", "files"]
    kept = read_report(task)
    assert kept == report and kept.gates == tuple(found) and not kept.proven


def test_a_damaged_report_is_written_anew(task: Path) -> None:
    (task / layout.REPORT).parent.mkdir(exist_ok=True)
    (task / layout.REPORT).write_text("{")
    assert [gate.id for gate in validate(task, ["files"]).gates] == ["files"]
    assert read_report(task) is not None


def leads(folder: Path, gate: str) -> list[Lead | None]:
    found = next(one for one in validate(folder, [gate]).gates if one.id == gate)
    assert len(found.leads) in (0, len(found.evidence))
    return [found.lead(place) for place in range(len(found.evidence))]


def test_evidence_leads_to_the_thing_that_it_is_about(task: Path) -> None:
    assert leads(task, "complete") == [None]
    edit_task(task, SetValue("title", ""), SetPrompt(" \n"), SetValue("occupation", None))
    things = [lead and lead.thing for lead in leads(task, "complete")]
    assert things == ["title", "prompt", "occupation"]
    (task / "input" / "aux.txt").write_text("x")
    assert leads(task, "files") == [Lead(thing="file", id="input/aux.txt")]
    (task / layout.REFERENCE / "invoices.csv").write_text("invoice,amount\nA-1,100.00\n")
    assert leads(task, "reference") == [Lead(thing="check", id="amount-a-2")]


def test_paid_idleness_leads_to_the_check_that_pays(task: Path) -> None:
    shutil.copyfile(task / layout.REFERENCE / "invoices.csv", task / layout.INPUT / "invoices.csv")
    found = [lead for lead in leads(task, "nothing") if lead]
    assert found[0] == Lead(thing="check", id="amount-a-2")


def test_wrong_outputs_and_what_nothing_covers_are_led_to(task: Path) -> None:
    put(task, f"{layout.KNOWN_BAD}/right", "invoice,amount\nA-1,100.00\nA-2,250.50\n")
    assert leads(task, "known_bad") == [Lead(thing="output", id="known_bad:right")]
    edit_task(task, SetPrompt("# Fill in\n\nA-2 is 250.50.\n\nUpdate the list of clients.\n"))
    (lead,) = leads(task, "coverage")
    assert lead is not None and lead.thing == "uncovered" and "clients" in lead.id


def test_a_replay_that_halts_leads_to_the_step() -> None:
    row = TrialRow(
        id="1", task="a", variant="base", agent="replay", status="SCORED", reason=None, score=0.0,
        seconds=1, folder="", failed="total: The total is missing.",
        halted=Halt(step="7", does="Click Save.", why="The window is gone."),
    )  # fmt: skip
    found = of_replay(row)
    assert found.evidence[1] == "It halted at step 7 (Click Save): The window is gone."
    assert found.lead(1) == Lead(thing="step", id="7")
    went_on = of_replay(row.model_copy(update={"halted": None}))
    assert went_on.evidence[1] == "total: The total is missing."
    assert went_on.lead(1) == Lead(thing="check", id="total")
    lacking = {"halted": None, "withheld": "151", "unsaved": "a.csv"}
    lacks = of_replay(row.model_copy(update=lacking))
    assert lacks.evidence[1] == "It did not save what was saved in the recording: a.csv."
    assert lacks.evidence[2].startswith("151 keys that were typed are not in the recording")
    assert lacks.lead(2) == Lead(thing="recording")
    assert of_replay(None).status == "cannot_run"


def test_the_report_is_outside_the_digest_and_readable(task: Path) -> None:
    before = digests.of_task(task)
    validate(task, ["complete"])
    assert digests.of_task(task) == before
    text = (task / layout.REPORT).read_text()
    assert ValidationReport.model_validate_json(text) == read_report(task)
    (task / layout.REPORT).write_text(text[:40])
    with pytest.raises(UserError):
        read_report(task)
    assert json.loads(text)["format"] != GradeFile.model_fields["format"].default


def test_the_matrix_holds_the_fixtures(task: Path) -> None:
    for name, content in (("alternate_correct/reordered", None), ("known_bad/copied", "input")):
        place = task / "private" / "fixtures" / name
        shutil.copytree(task / (layout.INPUT if content else layout.REFERENCE), place)
    rows = {row.output: row for row in matrix_of(open_task(task))}
    assert list(rows) == ["reference", "input", "empty", "alternate:reordered", "known_bad:copied"]
    assert all(row.ok for row in rows.values())
    shutil.copytree(task / layout.REFERENCE, task / layout.KNOWN_BAD / "right", dirs_exist_ok=True)
    rows = {row.output: row for row in matrix_of(open_task(task))}
    assert not rows["known_bad:right"].ok and rows["known_bad:right"].expected == "fail"


def put(folder: Path, place: str, text: str) -> None:
    target = folder / place / "invoices.csv"
    target.parent.mkdir(parents=True)
    target.write_text(text)


def test_known_bad_outputs_must_fail(task: Path) -> None:
    put(task, f"{layout.KNOWN_BAD}/a-cent-more", "invoice,amount\nA-1,100.00\nA-2,250.51\n")
    assert ask(task, "known_bad")[0] == "green"
    put(task, f"{layout.KNOWN_BAD}/as-it-must-be", "invoice,amount\nA-1,100.00\nA-2,250.50\n")
    status, evidence = ask(task, "known_bad")
    assert status == "red" and "known_bad:as-it-must-be passes" in evidence


def test_near_misses_must_fail(task: Path) -> None:
    edit_task(task, RemoveCheck("rest-kept"))
    status, evidence = ask(task, "known_bad")
    assert status == "red" and "changed what was given in B2" in evidence
    assert ask(task, "alternates")[0] == "green"


def test_alternates_must_pass(task: Path) -> None:
    put(task, f"{layout.ALTERNATES}/other-signs", "invoice;amount\r\nA-2;250.5\r\nA-1;100\r\n")
    assert ask(task, "alternates")[0] == "green"
    put(task, f"{layout.ALTERNATES}/two-decimals-off", "invoice,amount\nA-1,100\nA-2,250.6\n")
    status, evidence = ask(task, "alternates")
    assert status == "red" and "two-decimals-off scores 0" in evidence
    assert "250.50" in evidence, "it says what the check expected"


def test_nothing_to_vary_does_not_apply(task: Path) -> None:
    shutil.rmtree(task / layout.REFERENCE)
    (task / layout.REFERENCE).mkdir()
    assert ask(task, "known_bad")[0] == "not_applicable"
    assert ask(task, "alternates")[0] == "not_applicable"


def test_a_broken_check_cannot_say_what_fails(task: Path) -> None:
    place = task / layout.CHECKS
    place.write_text(place.read_text().replace('"cell_equals"', '"no_such_kind"'))
    for gate in ("known_bad", "alternates"):
        status, evidence = ask(task, gate)
        assert status == "cannot_run" and "no_such_kind" in evidence


def test_what_is_asked_and_not_checked_is_uncovered(task: Path) -> None:
    assert ask(task, "coverage")[0] == "green"
    edit_task(task, SetPrompt("# Fill in\n\nA-2 is 250.50.\n\nUpdate the list of clients.\n"))
    status, evidence = ask(task, "coverage")
    assert status == "red" and "Update the list of clients." in evidence


def test_an_empty_fixture_is_an_output_too(task: Path) -> None:
    (task / layout.KNOWN_BAD / "nothing-at-all").mkdir(parents=True)
    rows = {row.output: row for row in matrix_of(open_task(task))}
    assert rows["known_bad:nothing-at-all"].ok
