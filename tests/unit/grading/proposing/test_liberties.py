"""What a table leaves to the worker: the name of the row that sums up the others."""

from pathlib import Path
from typing import Any

import pytest

from studio.formats.tasks import TaskDocument, TaskFolder
from studio.grading import propose
from studio.model.check import Checks
from studio.model.task import Task
from tests.unit.grading.families.grounds import lay
from tests.unit.grading.proposing.scenes import Rows, csv_text

PARTS: Rows = [["site", "visits", "cost"], ["Quay", 412, 1210.5], ["Mole", 295, 870.25]]
NUMBERED: Rows = [["part", "starts", "ends"], [1, 0, 40], [2, 41, 90], [3, 91, 128]]


def parameters(folder: Path, rows: Rows) -> dict[str, Any]:
    prompt = f"Write `out.csv` with {', '.join(map(str, rows[0]))}, and a last line."
    task = TaskFolder(
        folder, TaskDocument(Task(id="t", created="now", work="separate"), prompt, Checks())
    )
    lay(task.reference, {"out.csv": csv_text(rows).encode()})
    lay(task.input, {"notes.txt": "Quay and Mole"})
    (check,) = (c for c in propose(task, {}).checks if c.kind == "table_equals")
    return dict(check.parameters)


@pytest.mark.parametrize(
    ("rows", "sums"),
    [
        ([*PARTS, ["Harbour", 707, 2080.75]], ["Harbour"]),
        ([["site", "visits", "mean"], ["Quay", 41, 3.5], ["Mole", 29, 4], ["All", 70, 3.7]], None),
        ([["site", "visits"], ["Quay", 4], ["Mole", 3], ["Whole port", 7]], ["Whole port"]),
        ([["site", "visits"], ["Quay", 4], ["Mole", 3], ["Fort", 7]], None),
        ([*PARTS, ["Fort", 707, 96.5]], None),
        (NUMBERED, None),
        ([["no", "a"], [1, 101], [2, 202], [3, 303]], None),
    ],
)
def test_a_row_of_sums_is_none_by_coincidence(
    tmp_path: Path, rows: Rows, sums: list[str] | None
) -> None:
    assert parameters(tmp_path, rows).get("sums") == sums
