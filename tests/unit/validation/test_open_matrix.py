"""The matrix of an open task follows its checks, answers and fixtures."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.authoring import adjudicate, foresee, keep_fixture
from studio.authoring.changes import applied
from studio.base.errors import UserError
from studio.editing import SetCheck
from studio.formats import layout
from studio.formats.tasks import TaskFolder, open_task, save_document
from studio.validation import OpenMatrix, matrix_of
from tests.unit.making import write_task


@pytest.fixture
def loose(tmp_path: Path) -> Path:
    """Return a task whose checks do not look at what the input held."""
    return write_task(tmp_path / "loose")


@pytest.fixture
def matrix() -> Iterator[OpenMatrix]:
    made = OpenMatrix()
    yield made
    made.close()


def test_it_says_what_the_matrix_of_the_command_line_says(loose: Path, matrix: OpenMatrix) -> None:
    task = open_task(loose)
    assert matrix.judged(task).rows == matrix_of(task)
    judged = matrix.judged(task, near_misses=True)
    assert judged.rows == matrix_of(task, near_misses=True)
    assert judged.groups["near_miss:kept_changed"] and "reference" not in judged.groups
    changed = judged.folders["near_miss:kept_changed"] / "invoices.csv"
    assert "100.00" not in changed.read_text()


def test_a_changed_value_is_judged_and_files_are_laid_once(loose: Path, matrix: OpenMatrix) -> None:
    task = open_task(loose)
    before = matrix.judged(task, near_misses=True)
    wide = applied(task.document, SetCheck("amount-a-2", {"tolerance": 1_000.0}))
    after = matrix.judged(task.with_document(wide), near_misses=True)
    assert dict(after.folders) == dict(before.folders)
    passing = {row.output for row in after.rows if not row.ok}
    assert "near_miss:off_by_unit" in passing
    assert "near_miss:off_by_unit" not in {row.output for row in before.rows if not row.ok}
    assert matrix.judged(task, near_misses=True).rows == before.rows


def test_an_answer_moves_a_variant_to_the_fixtures_and_undo_brings_it_back(
    loose: Path, matrix: OpenMatrix
) -> None:
    task = open_task(loose)
    before = matrix.judged(task, near_misses=True)
    settled = adjudicate(loose, "near_miss:kept_changed", "wrong")
    names = {row.output: row for row in matrix.judged(settled.task, near_misses=True).rows}
    assert settled.fixture is not None
    assert "near_miss:kept_changed" not in names
    assert names[f"known_bad:{settled.fixture.name}"].ok
    save_document(loose, task.document, settled.task.document)
    assert matrix.judged(task, near_misses=True).rows == before.rows


def test_it_leaves_no_files_behind(loose: Path) -> None:
    matrix = OpenMatrix()
    folders = matrix.judged(open_task(loose), near_misses=True).folders
    scratch = folders["empty"].parent
    assert scratch.is_dir()
    matrix.close()
    assert not scratch.exists()
    again = OpenMatrix()
    scratch = again.judged(open_task(loose)).folders["empty"].parent
    del again
    gc.collect()
    assert not scratch.exists() and loose.is_dir()


def test_what_an_answer_would_do_is_told_before_it_is_done(loose: Path, matrix: OpenMatrix) -> None:
    task = open_task(loose)
    known = sorted(place for place in loose.rglob("*"))
    foreseen = foresee(task, matrix.live(task), "near_miss:kept_changed", "wrong")
    assert foreseen.helps and foreseen.sentence.startswith("Add the check")
    (change,) = foreseen.changes
    assert change.old == "" and "invoices.csv" in change.new
    assert sorted(loose.rglob("*")) == known and open_task(loose).document == task.document
    keep_fixture(foreseen)
    later = task.with_document(applied(task.document, foreseen.edit))
    rows = {row.output: row for row in matrix.judged(later, near_misses=True).rows}
    assert rows[f"known_bad:{foreseen.fixture.name}"].ok


def test_a_tolerance_is_told_as_it_was_and_as_it_would_be(
    tmp_path: Path, matrix: OpenMatrix
) -> None:
    task = open_task(write_task(tmp_path / "coarse", kept=True))
    coarse = _with(task, SetCheck("amount-a-2", {"tolerance": 0.015}))
    foreseen = foresee(coarse, matrix.live(coarse), "near_miss:off_by_unit", "wrong")
    (change,) = foreseen.changes
    assert "within 0.015" in change.old and "within 0.0075" in change.new


def test_fine_changes_nothing_of_what_passes(loose: Path, matrix: OpenMatrix) -> None:
    task = open_task(loose)
    foreseen = foresee(task, matrix.live(task), "near_miss:kept_changed", "fine")
    assert foreseen.helps and foreseen.changes == ()
    assert foreseen.fixture.parent == loose / layout.ALTERNATES


def test_nothing_is_looked_for_once_nobody_waits(loose: Path, matrix: OpenMatrix) -> None:
    task = open_task(loose)
    live = matrix.live(task)
    assert not foresee(task, live, "near_miss:kept_changed", "wrong", lambda: False).helps
    with pytest.raises(UserError, match="stands"):
        foresee(task, live, "reference", "wrong")


def _with(task: TaskFolder, edit: SetCheck) -> TaskFolder:
    return task.with_document(applied(task.document, edit))
