import json
import re
from pathlib import Path
from typing import Any

import pytest

from studio.base.errors import UserError
from studio.formats.documents import dump_json, parse_document, read_document
from studio.formats.tasks import open_task
from studio.model.task import Choice, OnetTasks, Task
from studio.model.validation import ValidationReport

OLD = Path(__file__).parents[2] / "data" / "formats" / "task-v1.json"


def old(**changes: Any) -> str:
    return json.dumps({**json.loads(OLD.read_text()), **changes})


def test_an_old_task_opens_with_all_it_said() -> None:
    task = read_document(OLD, Task)
    assert task.version == 2
    link = task.occupation
    assert link and (link.code, link.release) == ("43-3031.00", "O*NET 30.1")
    # It was found by hand, and nobody wrote down who did it: nothing is made up.
    assert link.chosen == Choice(how="expert", confidence=None, by="", at="")
    first, second = task.checkpoints
    assert first.onet_tasks is None
    assert second.onet_tasks == OnetTasks(ids=("2496", "2503"))
    assert (first.weight, task.start[0].open) == (60.0, "invoices_october.xlsx")


def test_an_old_task_without_an_occupation_opens() -> None:
    task = parse_document(old(occupation=None, checkpoints=[]), "task.json", Task)
    assert task.occupation is None and task.checkpoints == ()


def test_what_was_converted_is_written_as_it_reads() -> None:
    task = read_document(OLD, Task)
    assert json.loads(dump_json(task))["version"] == 2
    assert parse_document(dump_json(task), "task.json", Task) == task


def test_reading_an_old_task_leaves_its_file_alone(task: Path) -> None:
    place = task / "task.json"
    place.write_bytes(OLD.read_bytes())
    before = open_task(task).digest
    assert open_task(task).digest == before and place.read_bytes() == OLD.read_bytes()


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"occupation": {"code": "x", "soc": "43-3031", "title": "", "release": ""}}, "code"),
        ({"occupation": "43-3031.00"}, "occupation"),
        ({"checkpoints": [7]}, "entry 1 of “checkpoints”"),
        ({"checkpoints": {"id": "a"}}, "checkpoints"),
        ({"checkpoints": [{"id": "a", "title": "A", "onet_tasks": "2496"}]}, "onet_tasks"),
        (
            {"checkpoints": [{"id": "a", "title": "A", "onet_tasks": [1]}]},
            "entry 1 of “ids”",
        ),
        ({"version": 3}, "newer release"),
    ],
)
def test_what_was_wrong_in_the_old_shape_is_refused(changes: dict[str, Any], word: str) -> None:
    with pytest.raises(UserError, match=re.escape(word)):
        parse_document(old(**changes), "task.json", Task)


def test_none_fits_is_not_the_same_as_no_answer() -> None:
    value = json.loads(dump_json(read_document(OLD, Task)))
    value["checkpoints"][0]["onet_tasks"] = {"ids": []}
    task = parse_document(json.dumps(value), "task.json", Task)
    kept = parse_document(dump_json(task), "task.json", Task)
    assert kept.checkpoints[0].onet_tasks == OnetTasks()
    value["checkpoints"][0]["onet_tasks"] = None
    assert parse_document(json.dumps(value), "task.json", Task).checkpoints[0].onet_tasks is None


def test_a_report_of_version_1_was_asked_in_one_go() -> None:
    value = {
        "format": "validation", "version": 1, "task_digest": "a" * 64,
        "created": "2026-11-26T10:00:00.000Z", "versions": {}, "proven": False,
        "validated": False, "gates": [{"id": "files", "status": "green", "evidence": ["3 files."]}],
    }  # fmt: skip
    report = parse_document(json.dumps(value), "report.json", ValidationReport)
    (gate,) = report.gates
    assert (gate.task_digest, gate.started) == ("a" * 64, "2026-11-26T10:00:00.000Z")
    assert gate.seconds is None and report.version == 2
    assert parse_document(dump_json(report), "report.json", ValidationReport) == report
