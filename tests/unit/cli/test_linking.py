from pathlib import Path

import pytest

from studio.cli.app import run
from studio.formats.tasks import open_task
from studio.taxonomy import releases
from tests.unit.cli.test_commands import Captured, printed, refusal
from tests.unit.onet_release import CSV_FOLDER

LINK = ("task", "link")


def test_a_code_links_and_everything_is_shown(
    task: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STUDIO_AUTHOR", "Ada  Lovelace")
    shown = printed(capsys, "task-show", *LINK, task, "--occupation", "13-2011.00")
    link = shown["task"]["occupation"]
    assert (link["code"], link["soc"], link["release"]) == ("13-2011.00", "13-2011", "O*NET 30.1")
    chosen = link["chosen"]
    assert (chosen["how"], chosen["confidence"], chosen["by"]) == ("expert", None, "Ada Lovelace")
    assert run(["task", "show", str(task)]) == 0
    assert "Chosen by Ada Lovelace on 20" in capsys.readouterr().out


def test_suggestions_change_nothing_and_one_is_accepted(task: Path, capsys: Captured) -> None:
    before = open_task(task).digest
    shown = printed(capsys, "task-link-suggest", *LINK, task, "--suggest")
    rows = shown["suggestions"]
    assert [row["number"] for row in rows] == list(range(1, len(rows) + 1)) and rows
    assert all(row["because"] for row in rows) and shown["read"] == ["instruction", "files"]
    assert open_task(task).digest == before
    assert run([*LINK, str(task), "--suggest"]) == 0
    assert rows[0]["title"] in capsys.readouterr().out
    linked = printed(capsys, "task-show", *LINK, task, "--accept", 1)["task"]["occupation"]
    assert linked["code"] == rows[0]["code"]
    assert linked["chosen"]["how"] == "suggested"
    assert linked["chosen"]["confidence"] == rows[0]["confidence"]


def test_old_codes_are_never_taken_silently(task: Path, capsys: Captured) -> None:
    shown = printed(capsys, "task-show", *LINK, task, "--occupation", "15-1111")
    link = shown["task"]["occupation"]
    assert link["code"] == "15-1221.00" and "15-1111" in link["chosen"]["note"]
    assert run([*LINK, str(task), "--occupation", "15-1111"]) == 0
    told = capsys.readouterr()
    assert "is a code of SOC 2010" in told.err and "Upgraded from 15-1111" in told.out
    assert "choose one" in refusal(capsys, *LINK, task, "--occupation", "15-1132")


def test_a_task_that_holds_an_old_code_says_so_when_shown(task: Path, capsys: Captured) -> None:
    assert printed(capsys, "task-show", "task", "show", task)["notes"] == []
    printed(
        capsys,
        "task-show",
        *("task", "set", task, "occupation.code=15-1132.00", "occupation.soc=15-1132"),
    )
    (note,) = printed(capsys, "task-show", "task", "show", task)["notes"]
    assert "15-1132.00" in note and "15-1252.00" in note
    assert run(["task", "show", str(task)]) == 0
    assert note in capsys.readouterr().out


def test_a_checkpoint_is_linked_to_tasks(task: Path, capsys: Captured) -> None:
    releases.install(CSV_FOLDER, "30.1")
    printed(capsys, "task-show", *LINK, task, "--occupation", "13-2011.00")
    point = (*LINK, task, "--checkpoint", "amounts")
    shown = printed(capsys, "task-link-tasks", *point, "--suggest")
    assert {row["id"] for row in shown["tasks"]} == {"101", "102"}
    assert (shown["answer"], shown["release"]) == ("not_answered", "O*NET 30.1")
    assert "O*NET 30.1" in shown["credit"]
    printed(capsys, "task-show", *point, "--onet-task", "102", "--onet-task", "101")
    shown = printed(capsys, "task-link-tasks", *point, "--suggest")
    assert shown["answer"] == "chosen" and all(row["chosen"] for row in shown["tasks"])
    assert run(["task", "show", str(task)]) == 0
    assert "O*NET tasks: 102, 101" in capsys.readouterr().out
    kept = printed(capsys, "task-show", *point, "--none-fits")["task"]["checkpoints"][0]
    assert kept["onet_tasks"]["ids"] == [] and kept["onet_tasks"]["release"] == "O*NET 30.1"
    assert printed(capsys, "task-link-tasks", *point, "--suggest")["answer"] == "none_fits"
    assert run([str(word) for word in (*point, "--suggest")]) == 0
    assert "none fits" in capsys.readouterr().out
    assert "not a task of" in refusal(capsys, *point, "--onet-task", "201")


def test_ids_without_a_release_are_kept_and_that_is_said(task: Path, capsys: Captured) -> None:
    point = [*LINK, str(task), "--checkpoint", "amounts"]
    assert run([*point, "--onet-task", "2496"]) == 0
    assert "unchecked" in capsys.readouterr().err
    assert "studio occupations install" in refusal(capsys, *point, "--suggest")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ([], "--occupation CODE"),
        (["--occupation", "13-2011.00", "--suggest"], "one of"),
        (["--accept", "1", "--suggest"], "one of"),
        (["--accept", "99"], "from 1 to"),
        (["--accept", "-1"], "from 1 to"),
        (["--none-fits"], "--checkpoint ID"),
        (["--onet-task", "1"], "--checkpoint ID"),
        (["--checkpoint", "amounts"], "--none-fits"),
        (["--checkpoint", "amounts", "--none-fits", "--onet-task", "1"], "one of"),
        (["--checkpoint", "amounts", "--occupation", "13-2011.00"], "one of"),
        (["--checkpoint", "nope", "--none-fits"], "there is amounts"),
        (["--checkpoint", "nope", "--suggest"], "there is amounts"),
        (["--occupation", ""], "is no code"),
        (["--occupation", "clerk"], "studio occupations search"),
        (["--occupation", "43-3031.99"], "43-3031.00"),
    ],
)
def test_wrong_use_is_one_sentence_and_changes_nothing(
    task: Path, capsys: Captured, words: list[str], told: str
) -> None:
    before = open_task(task).digest
    assert told in refusal(capsys, *LINK, task, *words)
    assert open_task(task).digest == before
