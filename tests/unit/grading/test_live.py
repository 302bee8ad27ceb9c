"""The sandbox that stays open for one's own outputs: right, alive again after it died, tidy."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.base.errors import FaultError
from studio.formats import layout
from studio.formats.tasks import TaskFolder, open_task
from studio.grading import kept, live
from studio.grading.kept import KeptVerdicts, Laid
from studio.grading.live import LiveGrader, live_grader
from studio.grading.verdicts import grade_output
from tests.unit.making import write_task

AFTER = "private/reference"


@pytest.fixture
def task(tmp_path: Path) -> TaskFolder:
    return open_task(write_task(tmp_path / "task", kept=True))


@pytest.fixture
def grader(monkeypatch: pytest.MonkeyPatch) -> Iterator[LiveGrader]:
    """Return a sandbox of the test's own."""
    found = LiveGrader()
    monkeypatch.setattr(kept, "live_grader", lambda: found)
    yield found
    found.close()


def output(folder: Path, text: str) -> Laid:
    folder.mkdir()
    (folder / "invoices.csv").write_text(text)
    return Laid(folder)


def test_the_sandbox_gives_the_same_verdicts(
    task: TaskFolder, tmp_path: Path, grader: LiveGrader
) -> None:
    right = (task.folder / AFTER / "invoices.csv").read_text()
    outputs = [
        output(tmp_path / str(number), text)
        for number, text in enumerate((right, right.replace("250.50", "250.40"), "", "x,y\n1,2\n"))
    ]
    verdicts = KeptVerdicts(task)
    verdicts.prepare(task, outputs)
    for laid in outputs:
        grade = verdicts.grader(task)(laid)
        assert grade.isolation == "sandbox"
        assert grade.model_copy(update={"isolation": "none"}) == grade_output(task, laid.folder)
    assert grader.seconds > 0


def test_a_sandbox_that_died_is_started_anew(
    task: TaskFolder, tmp_path: Path, grader: LiveGrader
) -> None:
    verdicts = KeptVerdicts(task)
    assert verdicts.grader(task)(Laid(task.folder / AFTER)).passed
    assert grader._sandbox is not None
    grader._sandbox.process.kill()
    grader._sandbox.process.wait()
    wrong = output(tmp_path / "wrong", "invoice,amount\nA-1,100.00\nA-2,1.00\n")
    assert verdicts.grader(task)(wrong).score == 0


def test_old_outputs_make_room_for_new_ones(
    task: TaskFolder, tmp_path: Path, grader: LiveGrader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "_MOST_BYTES", 100)
    verdicts = KeptVerdicts(task)
    for number in range(6):
        text = f"invoice,amount\nA-1,100.00\nA-2,{number}.00\n"
        assert not verdicts.grader(task)(output(tmp_path / str(number), text)).passed
    assert len(list(grader._exchange.glob("output-*"))) <= 4


def test_another_reference_is_seen(task: TaskFolder, tmp_path: Path, grader: LiveGrader) -> None:
    right = output(tmp_path / "right", (task.folder / AFTER / "invoices.csv").read_text())
    assert KeptVerdicts(task).grader(task)(right).passed
    place = task.folder / layout.REFERENCE / "invoices.csv"
    place.write_text(place.read_text().replace("250.50", "99.00"))
    assert not KeptVerdicts(task).grader(task)(right).passed


def test_where_no_sandbox_can_be_had_the_verdict_says_so(
    task: TaskFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "isolation_fault", lambda: "bwrap is missing")
    assert live_grader() is None
    grade = KeptVerdicts(task).grader(task)(Laid(task.folder / AFTER))
    assert grade.passed and grade.isolation == "none"


def test_what_breaks_inside_is_told_and_the_next_order_is_answered(grader: LiveGrader) -> None:
    order = {"sides": "/exchange/none", "checks": [{"id": 3}], "jobs": []}
    answer = grader._told(json.loads(json.dumps(order)))
    assert "ValidationError" in answer["fault"]
    assert grader._told({"sides": "/exchange/none", "checks": [], "jobs": []})["results"] == []


def test_many_outputs_are_given_more_time_than_one(
    task: TaskFolder, tmp_path: Path, grader: LiveGrader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grader, "_seconds", -50.0)
    text = (task.folder / AFTER / "invoices.csv").read_text()
    outputs = [output(tmp_path / str(number), f"{text}\n" * number) for number in range(6)]
    with pytest.raises(FaultError, match="too much time"):
        KeptVerdicts(task).prepare(task, outputs[:1])
    KeptVerdicts(task).prepare(task, outputs)
