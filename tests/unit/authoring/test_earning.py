"""A checkpoint that no check earns gets one, or is told what is left to check."""

import json
from pathlib import Path

import pytest

from studio.authoring import add_checkpoint, cover, edit_task, propose_checks
from studio.authoring.creation import new_task
from studio.base.errors import UserError
from studio.cli.app import run
from studio.editing import KeepProposals, RemoveCheck
from studio.formats.tasks import open_task
from tests.unit.grading.proposing.scenes import csv_text

HEAD = ["Date", "Text", "Net"]
RECEIPTS = [["2026-11-03", "Stamps", "20.00"], ["2026-11-05", "Paper", "35.50"]]
PROMPT = "Enter each receipt in cash.csv: date, text, net. Beneath write the total of net.\n"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """Return a task with a table, a total beneath it, and one checkpoint."""
    given, made = tmp_path / "given", tmp_path / "made"
    given.mkdir()
    made.mkdir()
    (given / "receipts.txt").write_text("Stamps 20.00, paper 35.50")
    (made / "cash.csv").write_text(csv_text([HEAD, *RECEIPTS, ["Total", "", "55.50"]]))
    new_task(tmp_path / "task", input=given, reference=made, prompt=PROMPT)
    add_checkpoint(tmp_path / "task", "Each receipt is entered")
    return tmp_path / "task"


def test_a_later_checkpoint_for_the_total_gets_its_check(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    propose_checks(book, write=True)
    kept = tuple(check.id for check in open_task(book).document.checks.checks)
    edit_task(book, KeepProposals(kept))
    task = add_checkpoint(book, "The total is right")
    point = task.document.task.checkpoints[-1]
    by_title = cover(task, "The total is right").check
    assert by_title == cover(task, point.id).check
    assert (by_title.checkpoint, by_title.parameters["totals"]) == (point.id, "only")
    assert run(["task", "propose", str(book), "--for", point.id, "--write", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)["checks"]
    assert row["checkpoint"] == point.id
    with pytest.raises(UserError, match="other checkpoints have the checks of all"):
        cover(add_checkpoint(book, "The letter is sent"), "The letter is sent")


def test_a_checkpoint_without_a_trace_is_told_what_no_check_holds(book: Path) -> None:
    propose_checks(book, write=True)
    task = add_checkpoint(book, "The letter is sent")
    (check,) = task.document.checks.checks
    task = edit_task(book, RemoveCheck(check.id))
    with pytest.raises(UserError, match=r"cover one of these for it.*Net.*cash\.csv"):
        cover(task, "The letter is sent")
