"""The commands that draft an instruction, say what files are, and show what an agent gets."""

from pathlib import Path

import pytest

from studio.authoring import edit_task
from studio.editing import SetPrompt
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
