"""Verdicts made in the sandbox: the same as without, and never at the mercy of an output."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from studio.formats import layout
from studio.formats.tasks import TaskFolder, open_task
from studio.grading.isolated import Grader
from studio.grading.verdicts import grade_output
from studio.model.check import Check
from tests.unit.making import write_task


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    made = Grader()
    yield made
    made.close()


@pytest.fixture
def task(tmp_path: Path) -> TaskFolder:
    return open_task(write_task(tmp_path / "task"))


def test_the_verdict_is_the_same_as_without(grader: Grader, task: TaskFolder) -> None:
    for output in (task.reference, task.input):
        inside, outside = grader.grade(task, output), grade_output(task, output)
        assert (inside.isolation, outside.isolation) == ("sandbox", "none")
        assert inside.model_copy(update={"isolation": "none"}) == outside


def test_a_change_of_the_task_is_seen(grader: Grader, task: TaskFolder) -> None:
    assert grader.grade(task, task.reference).passed
    (task.reference / "invoices.csv").write_text("invoice,amount\nA-1,100.00\nA-2,9.00\n")
    output = task.folder.parent / "output"
    output.mkdir()
    (output / "invoices.csv").write_text("invoice,amount\nA-1,100.00\nA-2,250.50\n")
    assert not grader.grade(task, output).passed


def test_hostile_outputs_are_invalid_before_they_are_opened(
    grader: Grader, task: TaskFolder, tmp_path: Path
) -> None:
    for name in ("link", "pipe", "hard", "sparse"):
        output = tmp_path / name
        output.mkdir()
        place = output / "invoices.csv"
        if name == "link":
            place.symlink_to(task.reference / "invoices.csv")
        elif name == "pipe":
            os.mkfifo(place)
        elif name == "hard":
            place.write_text("x")
            (output / "other.csv").hardlink_to(place)
        else:
            with place.open("wb") as stream:
                stream.truncate(1 << 40)
        grade = grader.grade(task, output)
        assert (grade.status, grade.score) == ("INVALID", 0.0), name


def test_an_output_that_never_ends_being_read_is_invalid(task: TaskFolder, tmp_path: Path) -> None:
    document = task.document
    slow = Check(
        id="slow", checkpoint="amounts", kind="text_contains", target="notes.txt",
        parameters={"terms": [str(10**6 + number) for number in range(400)]},
    )  # fmt: skip
    checks = document.checks.model_copy(update={"checks": (slow,)})
    (task.reference / "notes.txt").write_text(" ".join(str(10**6 + n) for n in range(400)))
    output = tmp_path / "output"
    output.mkdir()
    (output / "notes.txt").write_text("1000000 " * 900_000)
    changed = task.with_document(replace(document, checks=checks))
    grader = Grader(seconds=3.0)
    try:
        grade = grader.grade(changed, output)
        assert (grade.status, grade.score) == ("INVALID", 0.0), grade
        assert "3 s" in (grade.reason or "")
        assert grader.grade(changed, changed.reference).passed
    finally:
        grader.close()


def test_a_grader_that_dies_is_started_anew(grader: Grader, task: TaskFolder) -> None:
    assert grader.grade(task, task.reference).passed
    assert grader._sandbox is not None
    grader._sandbox.process.kill()
    grader._sandbox.process.wait()
    assert grader.grade(task, task.reference).passed


def test_nothing_of_a_task_is_open_to_other_users(grader: Grader, task: TaskFolder) -> None:
    grader.grade(task, task.reference)
    assert grader._place.stat().st_mode & 0o077 == 0


def test_without_bubblewrap_the_result_says_so(task: TaskFolder, tmp_path: Path) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "python3").symlink_to(sys.executable)
    result = subprocess.run(
        [sys.executable, "-m", "studio", "grade", str(task.folder), "--output",
         str(task.reference), "--json"],
        env={**os.environ, "PATH": str(programs)},
        capture_output=True,
        text=True,
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["isolation"] == "none"
    assert "bwrap is missing" in result.stderr


def test_fixtures_and_recordings_are_not_laid_before_the_grader(
    grader: Grader, task: TaskFolder
) -> None:
    bad = task.folder / layout.KNOWN_BAD / "one"
    bad.mkdir(parents=True)
    (bad / "invoices.csv").write_text("x")
    reopened = open_task(task.folder)
    grader.grade(reopened, reopened.reference)
    laid = list(grader._laid.values())[-1]
    assert not (laid / layout.KNOWN_BAD).exists()
    assert (laid / layout.REFERENCE).is_dir()
