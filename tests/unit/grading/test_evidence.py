"""Tests of the pictures of what is off: drawn in the sandbox, kept as bytes of a stranger."""

import base64
from pathlib import Path

import numpy as np
import pytest

from studio.authoring import add_check, new_task
from studio.formats.tasks import TaskFolder, open_task
from studio.grading import grade_isolated
from studio.grading.evidence import MAX_PICTURE, keep_drawn


def write_array(folder: Path, first: float = 1.0) -> Path:
    folder.mkdir(parents=True)
    np.save(folder / "a.npy", np.array([first, 2.0, 3.0]))
    return folder


@pytest.fixture
def task(tmp_path: Path) -> TaskFolder:
    given = tmp_path / "input"
    given.mkdir()
    (given / "readme.txt").write_text("Measure.")
    reference = write_array(tmp_path / "reference")
    folder = new_task(tmp_path / "task", input=given, reference=reference, prompt="Write a.npy.")
    _, check = add_check(folder.folder, "array_close", "a.npy", tolerance=0.01)
    assert check.id == "array-close-1"
    return open_task(folder.folder)


def test_what_fails_is_drawn(task: TaskFolder, tmp_path: Path) -> None:
    wrong, pictures = write_array(tmp_path / "wrong", 7.0), tmp_path / "pictures"
    assert not grade_isolated(task, wrong, pictures=pictures).passed
    (place,) = pictures.iterdir()
    assert place.stem == "array-close-1" and place.suffix in (".svg", ".png")
    assert place.stat().st_size > 100


def test_right_work_and_those_who_ask_for_none_get_no_picture(
    task: TaskFolder, tmp_path: Path
) -> None:
    right = write_array(tmp_path / "right")
    assert grade_isolated(task, right, pictures=tmp_path / "pictures").passed
    assert not grade_isolated(task, write_array(tmp_path / "wrong", 7.0)).passed
    assert not (tmp_path / "pictures").exists()


def test_what_is_missing_altogether_is_said_and_not_drawn(task: TaskFolder, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert not grade_isolated(task, tmp_path / "empty", pictures=tmp_path / "pictures").passed
    assert not (tmp_path / "pictures").exists()


def test_only_pictures_of_the_tasks_own_checks_are_kept(task: TaskFolder, tmp_path: Path) -> None:
    sound = base64.b64encode(b"<svg/>").decode()
    large = base64.b64encode(bytes(2 * MAX_PICTURE)).decode()
    for drawn in (
        None,
        "array-close-1",
        {"../array-close-1": [".svg", sound]},
        {"array-close-2": [".svg", sound]},
        {"array-close-1": [".html", sound]},
        {"array-close-1": [".svg", "no base64!"]},
        {"array-close-1": [".svg", large]},
        {"array-close-1": sound},
    ):
        keep_drawn(drawn, task, tmp_path / "pictures")
        assert not (tmp_path / "pictures").exists(), drawn
    keep_drawn({"array-close-1": [".svg", sound]}, task, tmp_path / "pictures")
    assert (tmp_path / "pictures/array-close-1.svg").read_bytes() == b"<svg/>"
