import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest
import typer

from studio import __version__
from studio.authoring import new_task
from studio.cli.app import build, run
from studio.formats import digests, layout, trust
from studio.formats.tasks import open_task
from tests.unit.making import RecordingMaker

SCHEMAS = Path(__file__).parents[3] / "schemas" / "cli"
Captured = pytest.CaptureFixture[str]


def printed(capsys: Captured, schema: str, *arguments: object, code: int = 0) -> dict:
    """Run a command with --json; check its code, its schema and that nothing else was printed."""
    found = run([*map(str, arguments), "--json"])
    output = capsys.readouterr()
    assert found == code, output.err
    value = json.loads(output.out)
    contract = json.loads((SCHEMAS / f"{schema}.schema.json").read_text())
    jsonschema.Draft202012Validator(contract).validate(value)
    return value


def refusal(capsys: Captured, *arguments: object) -> str:
    """Run a command that must be refused; return its one sentence."""
    assert run(list(map(str, arguments))) == 2
    output = capsys.readouterr()
    assert output.out == ""
    lines = output.err.strip().splitlines()
    assert len(lines) == 1 and "Traceback" not in output.err, output.err
    return lines[0]


def test_the_story_of_a_task(recording: Path, tmp_path: Path, capsys: Captured) -> None:
    folder = tmp_path / "month"
    prompt = tmp_path / "p.md"
    prompt.write_text("# Fill in the amounts\n\nInvoice A-2 is 250.50; save invoices.csv.\n")
    made = printed(
        capsys, "task-show", "task", "new", folder, "--from", recording, "--prompt", prompt
    )
    assert made["task"]["title"] == "Fill in the amounts"
    printed(capsys, "task-show", "task", "link", folder, "--occupation", "43-3031.00")
    shown = printed(
        capsys,
        "task-show",
        *("task", "checkpoint", folder, "add", "--title", "Amounts", "--weight", "2"),
        *("--steps", "1-2"),
    )
    (checkpoint,) = shown["task"]["checkpoints"]
    assert (checkpoint["title"], checkpoint["weight"]) == ("Amounts", 2.0)
    (span,) = open_task(folder).document.checks.steps
    assert span.first_event == 3 and span.last_event > 4
    printed(
        capsys,
        "task-checks",
        *("task", "checks", folder, "add", "cell_equals", "invoices.csv#amount[A-2]"),
        *("--checkpoint", checkpoint["id"], "--tolerance", "0.005"),
    )
    rows = printed(capsys, "task-check", "task", "check", folder)["matrix"]
    assert [(row["output"], row["score"]) for row in rows] == [
        ("reference", 1.0),
        ("input", 0.0),
        ("empty", 0.0),
    ]
    grade = printed(capsys, "grade", "grade", folder, "--output", folder / layout.REFERENCE)
    assert (grade["status"], grade["score"]) == ("SCORED", 1.0)
    package = tmp_path / "out" / "month.task"
    plan = printed(capsys, "task-plan", "task", "pack", folder, package, "--dry-run", "--public")
    assert "private/checks.json" not in {file["path"] for file in plan["files"]}
    assert not package.exists()
    packed = printed(capsys, "task-package", "task", "pack", folder, package, "--full")
    back = printed(capsys, "task-package", "task", "unpack", package, tmp_path / "back")
    assert back["foreign"] is False
    seen = printed(capsys, "task-package", "task", "inspect", package)
    assert seen["task_digest"] == packed["task_digest"] == back["task_digest"]
    again = printed(capsys, "task-show", "task", "show", tmp_path / "back")
    assert again["digest"] == packed["task_digest"]


def test_one_cent_is_seen(task: Path, tmp_path: Path, capsys: Captured) -> None:
    output = shutil.copytree(task / layout.REFERENCE, tmp_path / "output")
    place = output / "invoices.csv"
    place.write_text(place.read_text().replace("250.50", "250.51"))
    grade = printed(capsys, "grade", "grade", task, "--output", output, code=1)
    assert grade["score"] < 1
    checks = [check for part in grade["checkpoints"] for check in part["checks"]]
    (check,) = [check for check in checks if check["status"] == "fail"]
    told = json.dumps(check["evidence"]) + check["sentence"]
    assert "250.51" in told and "250.5" in told


def test_grading_junk_never_raises(task: Path, tmp_path: Path, capsys: Captured) -> None:
    for number, content in enumerate([b"", b"\xff" * 99, b"PK\x03\x04", b"\0" * 500]):
        output = tmp_path / f"junk{number}"
        output.mkdir()
        (output / "invoices.csv").write_bytes(content)
        assert printed(capsys, "grade", "grade", task, "--output", output, code=1)["score"] == 0
    hostile = tmp_path / "hostile"
    hostile.mkdir()
    (hostile / "invoices.csv").symlink_to(task / layout.REFERENCE / "invoices.csv")
    grade = printed(capsys, "grade", "grade", task, "--output", hostile, code=1)
    assert (grade["status"], grade["score"]) == ("INVALID", 0.0)


def test_checks_are_added_changed_and_removed(task: Path, capsys: Captured) -> None:
    added = printed(
        capsys,
        "task-checks",
        "task",
        "checks",
        task,
        "add",
        "file_exists",
        "invoices.csv",
        "--gate",
    )["checks"]
    assert added[0]["gate"] is True and added[0]["sentence"]
    id = added[0]["id"]
    listed = printed(capsys, "task-checks", "task", "checks", task, "list")["checks"]
    assert [row["id"] for row in listed] == ["amount-a-2", id]
    changed = printed(
        capsys, "task-checks", "task", "checks", task, "set", "amount-a-2", "tolerance=0.5"
    )["checks"]
    assert changed[0]["tolerance"] == 0.5
    left = printed(capsys, "task-checks", "task", "checks", task, "remove", id)["checks"]
    assert [row["id"] for row in left] == ["amount-a-2"]


def test_the_kinds_of_checks_are_told(task: Path, capsys: Captured) -> None:
    rows = printed(capsys, "task-checks-kinds", "task", "checks", task, "kinds")["kinds"]
    found = {row["id"]: row for row in rows}
    assert len(found) >= 35 and found["file_exists"]["gate_only"]
    assert "expected" in found["json_value"]["parameters"]["properties"]
    some = printed(capsys, "task-checks-kinds", "task", "checks", task, "kinds", "trees")["kinds"]
    assert {row["family"] for row in some} == {"trees"}
    assert "consistency" in refusal(capsys, "task", "checks", task, "kinds", "nonsense")


def test_a_weight_on_what_nobody_did_is_refused(task: Path, capsys: Captured) -> None:
    before = (task / layout.CHECKS).read_bytes()
    weighted = ("--weight", "2")
    sentence = refusal(
        capsys, "task", "checks", task, "add", "file_exists", "invoices.csv", *weighted
    )
    assert "gate" in sentence.lower() or "untouched" in sentence.lower()
    assert (task / layout.CHECKS).read_bytes() == before


def test_proposals_can_be_kept(task: Path, capsys: Captured) -> None:
    for row in printed(capsys, "task-checks", "task", "checks", task, "list")["checks"]:
        run(["task", "checks", str(task), "remove", row["id"]])
    capsys.readouterr()
    before = (task / layout.CHECKS).read_bytes()
    proposed = printed(capsys, "task-propose", "task", "propose", task)
    assert proposed["checks"]
    assert (task / layout.CHECKS).read_bytes() == before
    printed(capsys, "task-propose", "task", "propose", task, "--write")
    once = (task / layout.CHECKS).read_bytes()
    printed(capsys, "task-propose", "task", "propose", task, "--write")
    assert (task / layout.CHECKS).read_bytes() == once != before


def test_values_are_set_by_dotted_keys(task: Path, capsys: Captured) -> None:
    shown = printed(capsys, "task-show", "task", "set", task, "title=A = B", "limits.seconds=90")
    assert shown["task"]["title"] == "A = B"
    assert shown["task"]["limits"] == {"seconds": 90.0}
    shown = printed(capsys, "task-show", "task", "set", task, "title=2026", "tier=last-exam")
    assert (shown["task"]["title"], shown["task"]["tier"]) == ("2026", "last-exam")
    before = (task / layout.TASK).read_bytes()
    for pair in ("limits.seconds=-1", "limits.seconds=NaN", "surprise=1", "id=../x", "title"):
        refusal(capsys, "task", "set", task, "title=lost", pair)
    assert (task / layout.TASK).read_bytes() == before


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["task", "show", "{none}"], "not a task"),
        (["task", "link", "{task}", "--occupation", "43-3031.99"], "43-3031.00"),
        (["task", "checkpoint", "{task}", "add"], "--title"),
        (["task", "checkpoint", "{task}", "add", "--title", "T", "--steps", "1-2"], "no recording"),
        (["task", "checkpoint", "{task}", "add", "--title", "T", "--steps", "x"], "3-9"),
        (["task", "checkpoint", "{task}", "set"], "set ID"),
        (["task", "checkpoint", "{task}", "set", "nope", "--title", "T"], "nope"),
        (["task", "checkpoint", "{task}", "explode"], "add"),
        (["task", "checks", "{task}", "add", "nope", "a.txt"], "kind"),
        (["task", "checks", "{task}", "add", "file_exists", "../a"], "inside"),
        (["task", "checks", "{task}", "add", "file_exists"], "KIND TARGET"),
        (["task", "checks", "{task}", "set", "amount-a-2", "weight=heavy"], "JSON"),
        (["task", "checks", "{task}", "set", "amount-a-2", "weight=-1"], "weight"),
        (["task", "checks", "{task}", "set", "nope", "weight=1"], "nope"),
        (["task", "checks", "{task}", "remove", "nope"], "nope"),
        (["task", "pack", "{task}", "{task}/x.task"], "inside"),
        (["task", "pack", "{task}", "{none}/x", "--full", "--public"], "one of"),
        (["task", "unpack", "{none}/x.task", "{none}/y"], "no file"),
        (["task", "inspect", "{task}/task.json"], "damaged"),
        (["task", "new", "{task}", "--input", "{task}", "--reference", "{task}"], "exists"),
        (["task", "new", "{none}/n"], "Give a recording"),
        (["task", "new", "{none}/n", "--work", "sideways"], "work"),
        (["grade", "{task}", "--output", "{none}/x"], "no folder"),
        (["grade", "{task}"], "--output"),
        (["validate", "{task}", "--gate", "nope"], "nope"),
        (["validate", "{none}"], "not a task"),
        (["trials", "list", "{none}/x"], "no folder"),
        (["trials", "show", "{none}"], "trial.json"),
        (["trials", "report", "{none}", "--out", "{none}/r.html"], "no trial"),
        (["explode"], "explode"),
        (["task", "show", "{task}", "--nope"], "--nope"),
    ],
)
def test_mistakes_end_in_one_sentence(
    words: list[str], told: str, task: Path, tmp_path: Path, capsys: Captured
) -> None:
    (tmp_path / "none").mkdir()
    filled = [word.format(task=task, none=tmp_path / "none") for word in words]
    before = sorted(tmp_path.rglob("*"))
    assert told.lower() in refusal(capsys, *filled).lower()
    assert sorted(tmp_path.rglob("*")) == before


def test_a_public_folder_is_not_judged(task: Path, tmp_path: Path, capsys: Captured) -> None:
    run(["task", "pack", str(task), str(tmp_path / "p.task"), "--public"])
    run(["task", "unpack", str(tmp_path / "p.task"), str(tmp_path / "p")])
    capsys.readouterr()
    for words in (["grade", "--output", str(task)], ["validate"]):
        told = refusal(capsys, words[0], tmp_path / "p", *words[1:])
        assert "public side" in told
    assert "public side" in refusal(capsys, "task", "check", tmp_path / "p")
    assert "public side" in refusal(capsys, "task", "pack", tmp_path / "p", tmp_path / "q.task")


def test_trust_is_given_by_hand(task: Path, capsys: Captured) -> None:
    trust.mark_unpacked(task, digests.of_task(task))
    shown = printed(capsys, "task-show", "task", "show", task)
    assert shown["foreign"] is True
    printed(capsys, "validate", "validate", task, "--gate", "complete")
    assert trust.is_foreign(task)
    printed(capsys, "validate", "validate", task, "--gate", "complete", "--trust")
    assert not trust.is_foreign(task)


def test_a_foreign_task_that_is_not_replayed_says_how_trust_is_given(
    recording_maker: RecordingMaker, tmp_path: Path, capsys: Captured
) -> None:
    folder = new_task(tmp_path / "made", recording_maker.write()).folder
    trust.mark_unpacked(folder, digests.of_task(folder))
    assert run(["validate", str(folder), "--gate", "replay"]) == 1
    assert "Give --trust if you trust its author." in capsys.readouterr().out


def test_names_cannot_move_the_cursor(task: Path, capsys: Captured) -> None:
    assert run(["task", "set", str(task), "title=a\x1b[2Jb"]) == 0
    assert "\x1b" not in capsys.readouterr().out


def program(*arguments: object, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "studio", *map(str, arguments)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=100,
    )


def test_the_program_as_a_process(task: Path, tmp_path: Path) -> None:
    version = program("--version")
    assert (version.returncode, version.stdout) == (0, f"studio {__version__}\n")
    shown = program("task", "show", task, "--json", LANG="C", LC_ALL="C")
    assert shown.returncode == 0 and json.loads(shown.stdout)["checks"] == 1
    assert shown.stderr == ""
    wrong = program("task", "show", tmp_path / "none")
    assert wrong.returncode == 2 and len(wrong.stderr.strip().splitlines()) == 1
    (tmp_path / "empty").mkdir()
    failed = program("grade", task, "--output", tmp_path / "empty")
    assert failed.returncode == 1 and failed.stdout.startswith("SCORED  0")


def test_a_reader_that_leaves_early(task: Path) -> None:
    command = f"{sys.executable} -m studio task show {task} | true"
    result = subprocess.run(["bash", "-c", command], capture_output=True, text=True, timeout=60)
    assert "Traceback" not in result.stderr and "Exception" not in result.stderr


def test_interrupting_ends_with_130_and_nothing_left(task: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "studio", "validate", str(task)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # A shell that starts tests in the background lets them ignore this signal, and all below.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    ) as process:
        assert process.stderr is not None
        heard = []
        for line in process.stderr:
            heard.append(line)
            if line.startswith("regrade"):
                process.send_signal(signal.SIGINT)
                break
        heard += process.stderr.readlines()
        assert process.wait(60) == 130
    assert "Traceback" not in "".join(heard)
    assert not (task / layout.REPORT).exists()


def test_a_group_alone_shows_its_commands(capsys: Captured) -> None:
    assert run(["task"]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert lines[0].startswith("Usage: studio task") and any("unpack" in line for line in lines)
    assert run(["task", "--help"]) == 0


def test_help_names_only_what_is_there() -> None:
    command = typer.main.get_command(build())
    names = set(
        command.commands  # type: ignore[attr-defined]
    )
    assert {
        "doctor",
        "task",
        "grade",
        "validate",
        "trials",
        "occupations",
        "suite",
        "templates",
    } <= names
    assert not names & {"review", "keys", "import"}
    assert set(command.commands["suite"].commands) == {"report"}  # type: ignore[attr-defined]


def test_near_misses_are_shown_and_settled(task: Path, capsys: Captured) -> None:
    value = printed(capsys, "task-check", "task", "check", task, "--near-misses", code=1)
    rows = {row["output"]: row for row in value["matrix"]}
    assert {"reference", "input", "empty", "near_miss:off_by_unit"} <= set(rows)
    survivor = rows["near_miss:kept_changed"]
    assert not survivor["ok"] and survivor["expected"] == "fail" and survivor["fix"]
    assert rows["harmless:byte_order_mark"]["ok"]
    assert run(["task", "check", str(task), "--near-misses"]) == 1
    told = capsys.readouterr().out
    assert "near_miss:kept_changed survived: somebody changed what was given in B2" in told
    assert f"studio task checks {task} adjudicate near_miss:kept_changed wrong" in told
    words = ("task", "checks", task, "adjudicate", "near_miss:kept_changed", "wrong")
    kinds = {row["kind"] for row in printed(capsys, "task-checks", *words)["checks"]}
    assert "table_equals" in kinds
    again = printed(capsys, "task-check", "task", "check", task, "--near-misses")["matrix"]
    assert all(row["ok"] for row in again)
    assert "near_miss:kept_changed" not in {row["output"] for row in again}
    assert any(row["output"].startswith("known_bad:near-miss-kept-changed") for row in again)


def test_an_answer_must_be_wrong_or_fine(task: Path, capsys: Captured) -> None:
    told = refusal(capsys, "task", "checks", task, "adjudicate", "near_miss:blanked", "maybe")
    assert "wrong|fine" in told
    told = refusal(capsys, "task", "checks", task, "adjudicate", "near_miss:nonsense", "wrong")
    assert "--near-misses" in told
