"""Arrays and curves made to harm or to be paid without work, in the sandbox of the graders."""

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from studio.formats.tasks import TaskDocument, TaskFolder, open_task, save_document
from studio.grading.isolated import Grader
from studio.model.check import Check, Checks
from studio.model.task import Task
from studio.sandbox.isolation import Limits
from tests.isolation import needs_isolation
from tests.unit.grading.array_files import hdf5, mat, npy, npz, step, table
from tests.unit.grading.families.grounds import Files, lay
from tests.unit.grading.hostile_arrays import GRID, HARMFUL, LIES

pytestmark = needs_isolation
SECONDS = 30.0
MEMORY = 2 << 30
RIGHT: Files = {
    "a.npy": npy(GRID), "a.npz": npz(a=GRID), "a.mat": mat({"a": GRID}), "a.h5": hdf5({"a": GRID}),
    "a.csv": table(step()),
}  # fmt: skip


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    one = Grader(seconds=SECONDS, limits=Limits(memory_bytes=MEMORY))
    yield one
    one.close()


@pytest.fixture(scope="module")
def tasks(tmp_path_factory: pytest.TempPathFactory) -> dict[str, TaskFolder]:
    made = {}
    for name, content in RIGHT.items():
        folder = tmp_path_factory.mktemp("task")
        kind = "curve_distance" if name == "a.csv" else "array_close"
        parameters = {"relative": 0.01}
        check = Check(id="x", kind=kind, target=name, parameters=parameters)
        task = Task(id="t", title="t", created="2026-01-02T03:04:05.000Z", work="separate")
        save_document(folder, TaskDocument(task, "", Checks(checks=(check,))), None)
        lay(folder / "private/reference", {name: content})
        lay(folder / "input", {"readme.txt": "Nothing."})
        made[name] = open_task(folder)
    return made


def graded(grader: Grader, task: TaskFolder, folder: Path, files: Files) -> tuple[str, float]:
    began = time.monotonic()
    grade = grader.grade(task, lay(folder / "o", files))
    assert time.monotonic() - began < 2 * SECONDS
    for point in grade.checkpoints:
        for result in point.checks:
            assert result.status in ("pass", "fail"), result.sentence
            assert result.sentence.isprintable() and result.public.isprintable()
    assert grade.score is not None
    return grade.status, grade.score


@pytest.mark.parametrize("name", RIGHT)
def test_right_work_is_paid(grader: Grader, tasks: dict[str, TaskFolder], name: str) -> None:
    assert grader.grade(tasks[name], tasks[name].reference).passed


X = step()["time (s)"]
WORTHLESS: dict[str, tuple[str, bytes | str]] = {
    **LIES,
    "all without end": ("a.npy", npy(np.full((3, 4), np.inf))),
    "truths for numbers": ("a.npy", npy(GRID > 0)),
    "as large as may be": ("a.npy", npy(np.zeros(7_900_000))),
    "as large as may be, packed": ("a.npz", npz(a=np.zeros(15_000_000))),
    "every value there is": ("a.csv", "x,y\n" + "".join(f"1,{n}\n" for n in range(9_000))),
    "up and down": ("a.csv", table({"t": np.repeat(X, 50), "x": np.tile([1e9, -1e9], 5025)})),
    "numbers without end": ("a.csv", "time (s),x (mm)\n" + "1e999,1e999\n" * 99),
    "a wide line": ("a.csv", ",".join(["1"] * 300_000)),
    "signs that act": ("a.csv", "time (s),x (mm)\n\x1b[31m1,\u202e2\n"),
}


@pytest.mark.parametrize("name", WORTHLESS)
def test_what_is_worthless_is_a_zero_and_no_error(
    grader: Grader, tasks: dict[str, TaskFolder], tmp_path: Path, name: str
) -> None:
    path, content = WORTHLESS[name]
    assert graded(grader, tasks[path], tmp_path, {path: content}) == ("SCORED", 0.0)


@pytest.mark.parametrize("name", HARMFUL)
def test_what_harms_is_invalid(
    grader: Grader, tasks: dict[str, TaskFolder], tmp_path: Path, name: str
) -> None:
    path, content = HARMFUL[name]
    file = path.partition("#")[0]
    assert graded(grader, tasks[file], tmp_path, {file: content}) == ("INVALID", 0.0)
