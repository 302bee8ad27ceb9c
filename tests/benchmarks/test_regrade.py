"""Grading many stored outputs side by side, beside what two pure loops gain on this machine."""

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from studio.formats.tasks import TaskFolder, open_task
from studio.grading.isolated import grade_many
from tests.unit.making import write_task

_LOOP = "n = 0\nfor i in range({count}):\n    n += i * i % 7\n"
_COUNT = 12_000_000


def loops(number: int) -> float:
    """Return the seconds that `number` pure loops take side by side."""
    began = time.monotonic()
    running = [
        subprocess.Popen([sys.executable, "-I", "-c", _LOOP.format(count=_COUNT)])
        for _ in range(number)
    ]
    assert all(process.wait() == 0 for process in running)
    return time.monotonic() - began


def seconds(task: TaskFolder, outputs: list[Path], jobs: int) -> float:
    began = time.monotonic()
    grades = grade_many(task, outputs, jobs)
    spent = time.monotonic() - began
    assert [grade.passed for grade in grades] == [True] * len(outputs)
    return spent


@pytest.mark.parametrize("number", [60, pytest.param(1_000, marks=pytest.mark.long)])
def test_two_jobs_beside_two_loops(tmp_path: Path, number: int) -> None:
    task = open_task(write_task(tmp_path / "task"))
    outputs = []
    for count in range(number):
        place = tmp_path / "outputs" / str(count)
        shutil.copytree(task.reference, place)
        outputs.append(place)
    alone = loops(1)
    gain_of_loops = 2 * alone / loops(2)
    one, two = seconds(task, outputs, 1), seconds(task, outputs, 2)
    gain = one / two
    print(
        f"\n{number} outputs: {one:.1f} s with one job, {two:.1f} s with two, gain {gain:.2f}; "
        f"two pure loops gain {gain_of_loops:.2f}; ratio {gain / gain_of_loops:.2f} (limit 0.85)"
    )
