"""What a score is worth: gates, weights, errors, hostile and worthless outputs."""

import json
import os
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studio.formats.tasks import TaskDocument, TaskFolder
from studio.grading import grade_output, propose, refusals, sample_verdicts
from studio.model.check import Check, Checks
from studio.model.grade import Grade
from studio.model.task import Checkpoint, Task

GIVEN = {"file.csv": "id,amount\na,1.00\nb,\nc,\n", "note.txt": "", "data.json": '{"n": 1}'}
RIGHT = {
    "file.csv": "id,amount\na,1.00\nb,2.50\nc,4.00\n",
    "note.txt": "The difference is 7.50 euro.",
    "data.json": '{"n": 1, "sum": 7.5, "ok": true, "name": "Ann"}',
}


def lay(folder: Path, files: dict[str, str]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_text(text)
    return folder


def make(folder: Path, checks: list[Check], points: tuple[Checkpoint, ...] = ()) -> TaskFolder:
    lay(folder / "input", GIVEN)
    lay(folder / "private/reference", RIGHT)
    task = Task(id="t", created="now", work="in_place", checkpoints=points)
    return TaskFolder(folder, TaskDocument(task, "", Checks(checks=tuple(checks))))


def check(id: str, kind: str, target: str, point: str | None = None, **more: Any) -> Check:
    return Check(id=id, kind=kind, target=target, checkpoint=point, **more)


AMOUNTS = check(
    "amounts", "table_equals", "file.csv", parameters={"key": ["id"], "facts": "changed"}
)
KEPT = check(
    "kept", "table_equals", "file.csv", gate=True, parameters={"key": ["id"], "facts": "unchanged"}
)
NOTE = check("note", "text_contains", "note.txt", parameters={"terms": ["7.50"], "max_numbers": 3})
SUM = check("sum", "json_value", "data.json#/sum")


def graded(task: TaskFolder, folder: Path, **files: str) -> Grade:
    named = {name.replace("_", "."): text for name, text in files.items()}
    return grade_output(task, lay(folder, RIGHT | named))


def test_partial_credit_is_the_share_of_facts(tmp_path: Path) -> None:
    task = make(tmp_path / "t", [AMOUNTS, KEPT])
    half = graded(task, tmp_path / "o", file_csv="id,amount\na,1.00\nb,2.50\nc,9\n")
    assert half.score == pytest.approx(0.5)
    wrong = half.checkpoints[0].checks[0].evidence["wrong"]
    assert [(found["row"], found["expected"], found["found"]) for found in wrong] == [
        ("c", "4.00", "9")
    ]


def test_a_touched_fact_of_the_input_makes_all_worthless(tmp_path: Path) -> None:
    task = make(tmp_path / "t", [AMOUNTS, KEPT])
    grade = graded(task, tmp_path / "o", file_csv="id,amount\na,1.01\nb,2.50\nc,4.00\n")
    assert grade.status == "SCORED"
    assert grade.score == 0.0


@pytest.mark.parametrize(
    "text",
    [
        "id,amount\nc,4\nb,2.5\na,1\n",
        "id;amount\na;1.00\nb;2.50\nc;4.00\n",
        '\ufeffid,amount\r\n"a","1.00"\r\n"b","2.50"\r\n"c","4.00"\r\n',
        "amount,id\n1.00,a\n2.50,b\n4.00,c\n",
    ],
)
def test_harmless_ways_to_write_a_table_pass(tmp_path: Path, text: str) -> None:
    task = make(tmp_path / "t", [AMOUNTS, KEPT])
    assert graded(task, tmp_path / "o", file_csv=text).passed


@pytest.mark.parametrize(
    "text",
    [
        "id,amount\na,1.00\nb,2.50\n",
        "id,amount\na,1.00\nb,2.50\nc,4.00\nd,5\n",
        "id,amount\na,1.00\nb,2.50\nc,4.00\nc,4.00\n",
        "id,amount\na,1.00\nb,4.00\nc,2.50\n",
        "id,amount\na,1.00\nb,-2.50\nc,4.00\n",
        "id,amount\na,1.00\nb,NaN\nc,inf\n",
        "",
        "\0\0\0",
    ],
)
def test_wrong_tables_fail(tmp_path: Path, text: str) -> None:
    task = make(tmp_path / "t", [AMOUNTS, KEPT])
    grade = graded(task, tmp_path / "o", file_csv=text)
    assert grade.status == "SCORED"
    assert not grade.passed


def test_weights_of_checks_and_checkpoints(tmp_path: Path) -> None:
    points = (Checkpoint(id="one", title="1", weight=3), Checkpoint(id="two", title="2", weight=1))
    checks = [
        check("a", "json_value", "data.json#/sum", "one", weight=3.0),
        check("b", "json_value", "data.json#/ok", "one", weight=1.0),
        NOTE.model_copy(update={"checkpoint": "two"}),
    ]
    task = make(tmp_path / "t", checks, points)
    grade = graded(task, tmp_path / "o", data_json='{"sum": 7.5, "ok": false}')
    assert [point.score for point in grade.checkpoints] == [0.75, 1.0]
    assert grade.score == pytest.approx((3 * 0.75 + 1) / 4)


def test_a_weight_without_a_weighted_check_earns_nothing(tmp_path: Path) -> None:
    points = (Checkpoint(id="one", title="1"), Checkpoint(id="two", title="2"))
    task = make(tmp_path / "t", [SUM.model_copy(update={"checkpoint": "one"})], points)
    assert grade_output(task, task.reference).score == 0.5


def test_a_gate_checkpoint_must_be_whole(tmp_path: Path) -> None:
    points = (Checkpoint(id="one", title="1", gate=True), Checkpoint(id="two", title="2"))
    checks = [
        SUM.model_copy(update={"checkpoint": "one"}),
        NOTE.model_copy(update={"checkpoint": "two"}),
    ]
    task = make(tmp_path / "t", checks, points)
    assert grade_output(task, task.reference).passed
    assert graded(task, tmp_path / "o", data_json='{"sum": 7}').score == 0.0


@pytest.mark.parametrize(
    "text",
    [
        '{"sum": NaN}',
        '{"sum": 1e999}',
        '{"sum": true}',
        '{"sum": "7.5"}',
        '{"sum": 0, "sum": 7.5}',
        "{}",
        "null",
        "",
        "[" * 100_000,
    ],
)
def test_worthless_json_scores_nothing(tmp_path: Path, text: str) -> None:
    task = make(tmp_path / "t", [SUM])
    grade = graded(task, tmp_path / "o", data_json=text)
    assert (grade.status, grade.score) == ("SCORED", 0.0)


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("difference: 7.50", True),
        ("difference: 7.5 EUR", True),
        ("€7.50", True),
        ("17.50", False),
        ("7.501", False),
        ("1 2 3 4 5 6 7.50", False),
        ("", False),
        ("7 50", False),
    ],
)
def test_figures_in_text(tmp_path: Path, text: str, passes: bool) -> None:
    task = make(tmp_path / "t", [NOTE])
    assert graded(task, tmp_path / "o", note_txt=text).passed is passes


def test_a_regular_expression_cannot_hang(tmp_path: Path) -> None:
    bomb = check("x", "text_contains", "note.txt", parameters={"pattern": "(a+)+$"})
    task = make(tmp_path / "t", [bomb])
    assert graded(task, tmp_path / "o", note_txt="a" * 50_000 + "b").score == 0.0


def test_links_pipes_and_hard_links_are_invalid(tmp_path: Path) -> None:
    task = make(tmp_path / "t", [SUM])
    for number, plant in enumerate(
        (
            lambda place: place.symlink_to("/etc/passwd"),
            os.mkfifo,
            lambda place: os.link(task.reference / "note.txt", place),
        )
    ):
        output = lay(tmp_path / f"o{number}", RIGHT)
        plant(output / "planted")
        grade = grade_output(task, output)
        assert (grade.status, grade.score) == ("INVALID", 0.0)
        assert grade.reason


def _bomb(place: Path) -> None:
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"\0" * (220 * 1024 * 1024))


def _entities(place: Path) -> None:
    with zipfile.ZipFile(place, "w") as archive:
        archive.writestr("xl/workbook.xml", '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')


@pytest.mark.parametrize("plant", [_bomb, _entities])
def test_bombs_in_workbooks_are_invalid(tmp_path: Path, plant: Any) -> None:
    task = make(tmp_path / "t", [check("x", "cell_equals", "book.xlsx#S!A1")])
    book = openpyxl.Workbook()
    book.active.title = "S"  # type: ignore[union-attr]
    book.save(task.reference / "book.xlsx")
    output = lay(tmp_path / "o", {})
    plant(output / "book.xlsx")
    grade = grade_output(task, output)
    assert (grade.status, grade.score) == ("INVALID", 0.0)


def test_a_workbook_that_is_none_fails_with_a_sentence(tmp_path: Path) -> None:
    task = make(tmp_path / "t", [check("x", "cell_equals", "book.xlsx#S!A1")])
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "S"
    sheet["A1"] = 5
    book.save(task.reference / "book.xlsx")
    for content in (b"", b"PK\x03\x04 no archive", b"<html>"):
        output = lay(tmp_path / "o", {})
        (output / "book.xlsx").write_bytes(content)
        grade = grade_output(task, output)
        result = grade.checkpoints[0].checks[0]
        assert (grade.status, result.status) == ("SCORED", "fail")
        assert result.sentence.startswith("book.xlsx") and result.sentence.endswith(".")


@pytest.mark.parametrize(
    "broken",
    [
        check("x", "no_such_kind", "a.txt"),
        check("x", "cell_equals", "book.xlsx#S!A1"),
        check("x", "text_contains", "note.txt", parameters={"pattern": "("}),
        check("x", "text_contains", "note.txt", parameters={"unknown": 1}),
    ],
)
def test_a_broken_check_is_an_error_and_never_a_score(tmp_path: Path, broken: Check) -> None:
    task = make(tmp_path / "t", [SUM, broken])
    grade = grade_output(task, task.reference)
    assert (grade.status, grade.score) == ("VOID", None)
    assert grade.reason and "x" in grade.reason
    assert [found.status for point in grade.checkpoints for found in point.checks] == [
        "pass",
        "error",
    ]


def test_doing_nothing_is_refused_a_weight(tmp_path: Path) -> None:
    there = check("there", "file_exists", "data.json")
    assert any("there" in told for told in refusals(make(tmp_path / "a", [SUM, there])))
    gate = there.model_copy(update={"gate": True})
    assert refusals(make(tmp_path / "b", [SUM, gate])) == ()
    assert "no weighted check" in refusals(make(tmp_path / "c", [gate]))[0]


def test_proposals_pass_the_reference_and_fail_the_rest(tmp_path: Path) -> None:
    task = make(tmp_path / "t", [])
    proposal = propose(task, {})
    assert {found.kind for found in proposal.checks} >= {
        "table_equals",
        "tree_equals",
        "figures_stated",
    }
    proposed = task.with_document(
        TaskDocument(task.document.task, "", Checks(checks=proposal.checks))
    )
    verdicts = sample_verdicts(proposed)
    assert verdicts["reference"].score == 1.0
    assert verdicts["input"].score == 0.0
    assert verdicts["empty"].score == 0.0
    assert refusals(proposed) == ()


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    text=st.text(max_size=60),
    value=st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=9),
        lambda inner: st.lists(inner, max_size=3),
        max_leaves=5,
    ),
)
def test_any_output_gets_a_finite_score_the_same_each_time(
    tmp_path: Path, text: str, value: object
) -> None:
    task = make(tmp_path / "t", [AMOUNTS, NOTE, SUM])
    output = lay(tmp_path / "o", {})
    (output / "file.csv").write_bytes(f"id,amount\nb,{text}\n".encode("utf-8", "surrogatepass"))
    (output / "note.txt").write_bytes(text.encode("utf-8", "surrogatepass"))
    (output / "data.json").write_text(json.dumps({"sum": value}))
    one, two = grade_output(task, output), grade_output(task, output)
    assert one == two
    assert one.status == "SCORED"
    assert one.score is not None and 0.0 <= one.score <= 1.0
