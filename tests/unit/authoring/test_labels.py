"""A label of a volume and a layer of a drawing are places that checks can be made of."""

from pathlib import Path

import pytest

from studio.authoring import checks_at, new_check
from studio.formats import layout
from studio.formats.tasks import TaskFolder, open_task
from tests.unit.grading import drawing_files
from tests.unit.grading.medical_files import nifti, organs
from tests.unit.making import write_task


@pytest.fixture
def task(tmp_path: Path) -> TaskFolder:
    folder = write_task(tmp_path / "work")
    before = organs()
    before[before == 2] = 0
    (folder / layout.INPUT / "organs.nii.gz").write_bytes(nifti(before))
    (folder / layout.REFERENCE / "organs.nii.gz").write_bytes(nifti(organs()))
    (folder / layout.REFERENCE / "plan.dxf").write_bytes(drawing_files.plan())
    return open_task(folder)


def test_a_check_of_a_label_names_it_in_its_parameters(task: TaskFolder) -> None:
    made = new_check(task, "label_volume", "organs.nii.gz@2", checkpoint="amounts")
    assert (made.target, made.parameters) == ("organs.nii.gz", {"labels": [2]})
    named = new_check(
        task, "label_volume", "organs.nii.gz@2", checkpoint="amounts", parameters={"labels": [1]}
    )
    assert named.parameters == {"labels": [1]}


def test_a_check_of_a_layer_names_it_in_its_parameters(task: TaskFolder) -> None:
    made = new_check(task, "drawing_lengths", "plan.dxf@A-WALL", checkpoint="amounts")
    assert (made.target, made.parameters) == ("plan.dxf", {"layers": ["A-WALL"]})
    layers = new_check(task, "drawing_layers", "plan.dxf@A-WALL")
    assert layers.parameters == {"layers": [{"name": "A-WALL"}]}


def test_a_kind_without_labels_looks_at_the_whole_file(task: TaskFolder) -> None:
    made = new_check(task, "file_exists", "organs.nii.gz@2")
    assert (made.target, made.parameters) == ("organs.nii.gz", {})


def test_checks_of_a_label_are_offered(task: TaskFolder) -> None:
    offers = checks_at(task, "organs.nii.gz@2")
    first = offers[0].check
    assert first.target == "organs.nii.gz" and first.parameters == {"labels": [2]}
    assert "label 2" in offers[0].sentence
    assert {offer.check.kind for offer in offers} >= {"label_overlap", "label_volume"}


def test_checks_of_a_layer_are_offered(task: TaskFolder) -> None:
    offers = checks_at(task, "plan.dxf@A-WALL")
    assert offers[0].check.parameters["layers"] == ["A-WALL"]
