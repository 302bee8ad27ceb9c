"""Drawings made to harm, or to be paid without work, in the sandbox and within its caps."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.formats.tasks import TaskDocument, TaskFolder, open_task, save_document
from studio.grading.isolated import Grader
from studio.model.check import Check, Checks
from studio.model.task import Task
from studio.sandbox.isolation import Limits
from tests.isolation import needs_isolation
from tests.unit.grading.drawing_files import nested, plan, plan_of_lines, raw
from tests.unit.grading.families.grounds import lay

pytestmark = needs_isolation
SECONDS = 30.0
MEMORY = 1 << 30


@pytest.fixture(scope="module")
def grader() -> Iterator[Grader]:
    made = Grader(seconds=SECONDS, limits=Limits(memory_bytes=MEMORY))
    yield made
    made.close()


@pytest.fixture(scope="module")
def task(tmp_path_factory: pytest.TempPathFactory) -> TaskFolder:
    folder = tmp_path_factory.mktemp("task")
    kinds = ("drawing_entities", "drawing_lengths", "drawing_areas", "drawing_text")
    checks = (
        *(Check(id=kind, kind=kind, target="plan.dxf") for kind in kinds),
        Check(id="layers", kind="drawing_layers", target="plan.dxf", gate=True),
    )
    about = Task(id="t", title="t", created="2026-01-02T03:04:05.000Z", work="separate")
    save_document(folder, TaskDocument(about, "", Checks(checks=checks)), None)
    lay(folder / "private/reference", {"plan.dxf": plan()})
    lay(folder / "input", {"note.txt": "Draw it."})
    return open_task(folder)


def test_right_drawings_are_paid(grader: Grader, task: TaskFolder, tmp_path: Path) -> None:
    assert grader.grade(task, task.reference).passed
    assert grader.grade(task, lay(tmp_path, {"plan.dxf": plan_of_lines()})).passed


MANY = raw(*(part for n in range(30_000) for part in (0, "LINE", 8, "A", 10, n, 11, n, 21, 9)))
HARMFUL: list[tuple[str, bytes]] = [
    ("SCORED", b""),
    ("SCORED", b"AC1032" + b"\0" * 99),
    ("SCORED", plan()[:5000]),
    ("SCORED", b"0\nSECTION\n" + b"9\n$X\n" * 200_000 + b"0\nEOF\n"),
    ("SCORED", b"AutoCAD Binary DXF\r\n\x1a\0" + b"\x00SECTION\0" * 999),
    ("SCORED", raw(0, "LWPOLYLINE", 100, "AcDbPolyline", 8, "A", 90, 2**31 - 1, 10, 1, 20, 1)),
    ("SCORED", raw(0, "SPLINE", 8, "A", 71, 2_000_000_000, 72, 2**31 - 1, 73, 2**31 - 1)),
    ("SCORED", raw(0, "LINE", 8, "\x1b[31m\u202e", 10, "nan", 20, 0, 11, 1, 21, 1)),
    ("SCORED", MANY),
    ("INVALID", nested(2, 1, itself=True)),
    ("INVALID", nested(9, 10)),
]


@pytest.mark.parametrize("number", range(len(HARMFUL)))
def test_what_harms_or_is_worthless_is_not_paid(
    grader: Grader, task: TaskFolder, tmp_path: Path, number: int
) -> None:
    status, content = HARMFUL[number]
    grade = grader.grade(task, lay(tmp_path, {"plan.dxf": content}))
    assert (grade.status, grade.score) == (status, 0.0), grade
    for point in grade.checkpoints:
        for check in point.checks:
            assert check.status in ("pass", "fail"), check.sentence
            assert check.sentence.isprintable() and check.public.isprintable()
