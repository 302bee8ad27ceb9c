import shutil
from pathlib import Path

import pytest

from studio.authoring import (
    find_template,
    lay_sample,
    list_templates,
    new_from_template,
    standing_of,
)
from studio.base.errors import UserError
from studio.formats import layout
from studio.formats.tasks import open_task
from studio.formats.wholeness import verify


def test_every_template_is_a_proven_task() -> None:
    found = list_templates()
    assert found
    for task in found:
        assert standing_of(task).told == "Proven, ready to export", task.folder.name


def test_a_template_becomes_a_task_of_its_own(tmp_path: Path) -> None:
    template = find_template("complete-invoices")
    task = new_from_template(tmp_path / "My Books", template)
    assert task.document.task.id == "my-books"
    assert task.document.prompt == template.document.prompt
    assert task.document.checks == template.document.checks
    assert task.recording and verify(task.recording, decode=False) == []
    salts = {(place.folder / layout.SALT).read_text() for place in (task, template)}
    assert len(salts) == 2
    assert standing_of(task).told == "Not validated yet"
    with pytest.raises(UserError, match="exists already"):
        new_from_template(tmp_path / "My Books", template)


def test_a_cancelled_template_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="Cancelled"):
        new_from_template(tmp_path / "new", find_template("complete-invoices"), lambda: True)
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_template_names_those_that_there_are(tmp_path: Path) -> None:
    with pytest.raises(UserError, match=r"there is .*complete-invoices"):
        find_template("nope")
    (tmp_path / "broken").mkdir()
    (tmp_path / "broken" / layout.TASK).write_text("{")
    assert list_templates(tmp_path) == ()
    with pytest.raises(UserError, match="install the app anew"):
        find_template("broken", tmp_path)


def test_the_sample_arrives_proven_and_is_laid_once(tmp_path: Path) -> None:
    sample = lay_sample(tmp_path)
    assert standing_of(sample).told == "Proven, ready to export"
    (sample.folder / layout.PROMPT).write_text("Mine\n")
    again = lay_sample(tmp_path)
    assert again.folder == sample.folder and again.document.prompt == "Mine\n"


def test_a_broken_sample_is_left_alone_and_another_laid(tmp_path: Path) -> None:
    (tmp_path / "sample").mkdir()
    (tmp_path / "sample" / "notes.txt").write_text("mine")
    sample = lay_sample(tmp_path)
    assert sample.folder.name == "sample-2" and open_task(sample.folder).recording
    shutil.rmtree(sample.folder)
    assert (tmp_path / "sample" / "notes.txt").read_text() == "mine"


def test_a_missing_sample_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="sample is missing"):
        lay_sample(tmp_path / "tasks", home=tmp_path)
