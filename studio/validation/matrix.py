"""What each known output of a task earns, beside what it must earn."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from studio.formats import layout
from studio.formats.tasks import TaskFolder
from studio.grading import grade_output, sample_verdicts
from studio.model.contract import MatrixRow
from studio.model.grade import Grade

Expected = Literal["pass", "fail"]


def _row(output: str, grade: Grade, expected: Expected) -> MatrixRow:
    if expected == "pass":
        ok = grade.passed
    elif output in ("input", "empty"):
        ok = grade.score == 0
    else:
        ok = grade.score is not None and not grade.passed
    return MatrixRow(
        output=output, status=grade.status, score=grade.score, expected=expected, ok=ok
    )


def _fixtures(task: TaskFolder) -> Iterator[tuple[str, Path, Expected]]:
    kinds: tuple[tuple[str, str, Expected], ...] = (
        ("alternate", layout.ALTERNATES, "pass"),
        ("known_bad", layout.KNOWN_BAD, "fail"),
    )
    for name, place, expected in kinds:
        root = task.folder / place
        for folder in sorted(root.iterdir()) if root.is_dir() else ():
            if folder.is_dir():
                yield f"{name}:{folder.name}", folder, expected


def matrix_of(task: TaskFolder) -> tuple[MatrixRow, ...]:
    """Return the verdicts on the reference, the input, the empty folder and each fixture."""
    verdicts = sample_verdicts(task)
    rows = [
        _row("reference", verdicts["reference"], "pass"),
        _row("input", verdicts["input"], "fail"),
        _row("empty", verdicts["empty"], "fail"),
    ]
    rows += [
        _row(name, grade_output(task, folder), expected)
        for name, folder, expected in _fixtures(task)
    ]
    return tuple(rows)
