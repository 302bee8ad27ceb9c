"""The commands that draft an instruction, say what files are, and show what an agent gets."""

from pathlib import Path

import pytest

from studio.authoring import edit_task
from studio.editing import RemoveCheck, SetPrompt
from studio.editing.shares import shares_of
from studio.formats import layout
from studio.formats.tasks import open_task
from tests.unit.cli.test_commands import Captured, printed, refusal


def test_files_are_listed_moved_and_added(task: Path, tmp_path: Path, capsys: Captured) -> None:
    listed = printed(capsys, "task-files", "task", "files", task)["files"]
    assert [(row["role"], row["state"]) for row in listed] == [("input", ""), ("output", "changed")]
    (tmp_path / "labels.csv").write_text("1")
    hidden = ("--role", "hidden")
    words = ("task", "files", task, "add", tmp_path / "labels.csv", *hidden)
    assert len(printed(capsys, "task-files", *words)["files"]) == 3
    moved = ("task", "files", task, "set", "private/hidden/labels.csv", "--role", "scratch")
    printed(capsys, "task-files", *moved)
    assert not (task / layout.HIDDEN / "labels.csv").exists()
    assert "already among" in refusal(
        capsys, "task", "files", task, "set", "input/invoices.csv", "--role", "output"
    )
    for wrong in (["set"], ["add", "x"], ["list", "x"], ["sort"]):
        assert refusal(capsys, "task", "files", task, *wrong).startswith("Say `files DIR list`")


def test_a_draft_is_printed_and_written_only_where_nothing_is(task: Path, capsys: Captured) -> None:
    drafted = printed(capsys, "task-draft", "task", "draft", task)
    assert drafted["gaps"] and not drafted["written"]
    edit_task(task, SetPrompt(""))
    written = printed(capsys, "task-draft", "task", "draft", task, "--write")
    assert written["written"] and open_task(task).document.prompt == drafted["text"]
    assert "has an instruction already" in refusal(capsys, "task", "draft", task, "--write")


@pytest.mark.parametrize("public", [False, True])
def test_a_task_is_shown_as_an_agent_sees_it(task: Path, capsys: Captured, public: bool) -> None:
    if public:
        (task / layout.CHECKS).unlink()
    view = printed(capsys, "task-show-as-agent", "task", "show", task, "--as-agent")
    assert [file["path"] for file in view["files"]] == ["input/invoices.csv", "output/invoices.csv"]
    assert view["prompt"] == open_task(task).document.prompt


def test_coverage_says_what_waits_for_a_check(task: Path, capsys: Captured) -> None:
    before = printed(capsys, "task-coverage", "task", "coverage", task)
    assert before["sentences"] and {file["path"] for file in before["files"]} == {"invoices.csv"}
    for check in open_task(task).document.checks.checks:
        edit_task(task, RemoveCheck(check.id))
    after = printed(capsys, "task-coverage", "task", "coverage", task)
    assert after["waiting"] > before["waiting"]
    assert {row["cover"] for row in after["sentences"]} <= {"waits", "plain"}


def test_shares_and_order_are_set_and_refused(task: Path, capsys: Captured) -> None:
    words = ("task", "checkpoint", task, "add", "--title", "Note", "--share", "25")
    printed(capsys, "task-show", *words)
    before = open_task(task).document
    assert shares_of(before)["note"] == 250
    printed(capsys, "task-show", "task", "checkpoint", task, "set", "note", "--place", "1")
    after = open_task(task).document
    assert after.task.checkpoints[0].id == "note" and shares_of(after) == shares_of(before)
    printed(capsys, "task-show", "task", "checkpoint", task, "set", "note", "--share", "33.3")
    assert shares_of(open_task(task).document)["note"] == 333
    both = ("task", "checkpoint", task, "set", "note", "--share", "3", "--weight", "1")
    assert refusal(capsys, *both) == "Give --weight or --share, not both."
    far = ("task", "checkpoint", task, "set", "note", "--place", "9")
    assert "There is no place 9" in refusal(capsys, *far)
