import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from studio.base.errors import HostileInputError, UserError
from studio.formats import trust
from studio.formats.tasks import open_task
from studio.running import list_trials, run_experiment
from studio.running.staging import Stage, collect, lay_input
from studio.running.windows import rewrite_text
from tests.e2e.conftest import studio

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]


def changed(task: Path, folder: Path, **keys: Any) -> Path:
    """Copy a task without its recording and change keys of its task.json."""
    shutil.copytree(task, folder, ignore=shutil.ignore_patterns("recording", "validation"))
    place = folder / "task.json"
    place.write_text(json.dumps(json.loads(place.read_text()) | keys))
    return folder


def test_noop_is_exactly_nothing_and_oracle_everything(task: Path, tmp_path: Path) -> None:
    told: list[str] = []
    rows = run_experiment([task], ["noop", "oracle"], tmp_path / "out", progress=told.append)
    assert [(row.agent, row.status, row.score) for row in rows] == [
        ("noop", "SCORED", 0.0),
        ("oracle", "SCORED", 1.0),
    ]
    assert any("opening" in sentence for sentence in told)
    assert list_trials(tmp_path / "out") == rows
    assert list_trials(Path(rows[0].folder)) == rows[:1]
    events = (Path(rows[0].folder) / "events.jsonl").read_text().splitlines()
    phases = [json.loads(line)["phase"] for line in events]
    middle = ["started", "acting", "stopped", "collected", "graded"]
    assert phases == ["created", "provisioned", "staged", *middle, "recorded"]


def test_a_near_miss_is_named_and_refused(task: Path, tmp_path: Path) -> None:
    copy = changed(task, tmp_path / "copy", start=[])
    rows = run_experiment([copy], ["near-miss"], tmp_path / "out", trials=2)
    again = run_experiment([copy], ["near-miss"], tmp_path / "again")
    assert all(row.status == "SCORED" and row.score is not None and row.score < 1 for row in rows)
    trials = [json.loads((Path(row.folder) / "trial.json").read_text()) for row in [*rows, *again]]
    named = [trial["extra"]["near_miss"] for trial in trials]
    assert all(name.startswith("near_miss:") for name in named)
    assert named[0] == named[2], "the same number hands in the same near miss"
    trajectory = json.loads((Path(rows[0].folder) / "trajectory.json").read_text())
    assert trajectory["steps"][-1]["message"].startswith("Handed in a near miss: ")


@pytest.mark.long
def test_a_replay_that_halts_says_where_and_keeps_the_screen(task: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(task, copy)
    place = copy / "task.json"
    # Nothing is open where the recorded work begins.
    place.write_text(json.dumps(json.loads(place.read_text()) | {"start": []}))
    out = tmp_path / "out"
    told = studio("run", str(copy), "--agent", "replay", "--out", str(out))
    assert told.returncode == 0 and "replay halted at step 1 (Click" in told.stdout
    assert "has the keyboard instead of “invoices_october.xlsx" in told.stdout
    assert "the first check that failed is " in told.stdout
    (row,) = json.loads(studio("trials", "list", str(out), "--json").stdout)["trials"]
    assert row["score"] == 0 and row["halted"]["step"] == "1"
    assert [Path(frame).is_file() for frame in row["halted"]["frames"]] == [True, True]
    assert all(frame in told.stdout for frame in row["halted"]["frames"])


def test_a_missing_program_is_void_and_tried_once_more(task: Path, tmp_path: Path) -> None:
    start = [{"open": "invoices_october.xlsx", "with": "no-such-program", "geometry": None}]
    copy = changed(task, tmp_path / "copy", start=start)
    out = tmp_path / "out"
    answer = studio("run", str(copy), "--agent", "noop", "--out", str(out), "--json")
    rows = json.loads(answer.stdout)["trials"]
    assert answer.returncode == 1
    assert [row["status"] for row in rows] == ["VOID"]
    assert rows[0]["score"] is None
    assert "no-such-program is not installed" in rows[0]["reason"]
    assert len(list(out.rglob("trial.json"))) == 2


def test_a_task_made_elsewhere_opens_nothing_until_trusted(
    story: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "another-machine"))
    folder = tmp_path / "foreign"
    assert studio("task", "unpack", story["package"], str(folder)).returncode == 0
    assert trust.is_foreign(folder)
    out = tmp_path / "out"
    answer = studio("run", str(folder), "--agent", "noop", "--out", str(out))
    assert answer.returncode == 2
    assert "--trust" in answer.stderr
    assert not out.exists()


def test_a_public_package_cannot_be_judged(story: dict[str, Any], tmp_path: Path) -> None:
    package, folder = tmp_path / "public.task", tmp_path / "public"
    assert studio("task", "pack", story["task"], str(package), "--public").returncode == 0
    assert studio("task", "unpack", str(package), str(folder)).returncode == 0
    assert not (folder / "private").exists()
    for words in (("grade", str(folder), "--output", str(folder)), ("validate", str(folder))):
        answer = studio(*words)
        assert answer.returncode == 2
        assert len(answer.stderr.strip().splitlines()) == 1
    answer = studio(
        "run", str(folder), "--agent", "noop", "--out", str(tmp_path / "o"), "--trust", "--json"
    )
    (row,) = json.loads(answer.stdout)["trials"]
    assert (row["status"], row["reason"]) == ("VOID", "no private side")


def test_unknown_agents_and_missing_recordings_are_one_sentence(task: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="noop, oracle, replay, near-miss"):
        run_experiment([task], ["wizard"], tmp_path / "o")
    copy = changed(task, tmp_path / "copy")
    with pytest.raises(UserError, match="no recording"):
        run_experiment([copy], ["replay"], tmp_path / "o")
    with pytest.raises(UserError, match="no folder"):
        list_trials(tmp_path / "nowhere")


def test_a_broken_grader_is_never_a_score(task: Path, tmp_path: Path) -> None:
    copy = changed(task, tmp_path / "copy", start=[])
    place = copy / "private/checks.json"
    checks = json.loads(place.read_text())
    checks["checks"][0]["kind"] = "no_such_kind"
    place.write_text(json.dumps(checks))
    rows = run_experiment([copy], ["oracle"], tmp_path / "o")
    assert [(row.status, row.score) for row in rows] == [("VOID", None)]
    assert "no_such_kind" in str(rows[0].reason)


def test_input_is_laid_twice_in_place(task: Path, tmp_path: Path) -> None:
    stage = lay_input(open_task(task), tmp_path, "base")
    assert (stage.output / "invoices_october.xlsx").read_bytes() == (
        stage.input / "invoices_october.xlsx"
    ).read_bytes()


def test_links_and_devices_are_not_collected(tmp_path: Path) -> None:
    stage = Stage(tmp_path / "input", tmp_path / "output")
    stage.output.mkdir()
    (stage.output / "fine.txt").write_text("fine")
    (stage.output / ".~lock.fine.txt#").write_text("litter")
    assert collect(stage, tmp_path / "one") == 1
    (stage.output / "secret").symlink_to("/etc/passwd")
    with pytest.raises(HostileInputError, match="link"):
        collect(stage, tmp_path / "two")
    (stage.output / "secret").unlink()
    os.mkfifo(stage.output / "pipe")
    with pytest.raises(HostileInputError, match="neither a file nor a folder"):
        collect(stage, tmp_path / "three")


def test_recorded_folders_are_rewritten_longest_first() -> None:
    paths = {"/home/a": "/x", "/home/a/b": "/y"}
    assert rewrite_text("open /home/a/b/c and /home/a/d", paths) == "open /y/c and /x/d"


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_three_agents_five_times_in_a_row(story: dict[str, Any], tmp_path: Path) -> None:
    for number in range(5):
        out = tmp_path / f"out-{number}"
        agents = [word for name in ("noop", "oracle", "replay") for word in ("--agent", name)]
        answer = studio("run", story["task"], *agents, "--out", str(out), "--json")
        rows = json.loads(answer.stdout)["trials"]
        print(number + 1, [(row["agent"], row["score"], row["seconds"]) for row in rows])
        assert [row["score"] for row in rows] == [0.0, 1.0, 1.0]
