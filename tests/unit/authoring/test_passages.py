"""A paragraph, a line and a region of a picture are places that checks can be made of."""

from pathlib import Path

import pytest
from PIL import Image

from studio.authoring import checks_at, new_check
from studio.base.errors import UserError
from studio.formats import layout
from studio.formats.tasks import TaskFolder, open_task
from studio.grading.kinds import Grounds
from studio.grading.verdicts import judge
from tests.unit.making import write_task

BEFORE = "# Findings\n\nNot read yet.\n\n# Impression\n\nNone.\n"
AFTER = "# Findings\n\nA nodule of 8 mm.\n\nNo effusion.\n\n# Impression\n\nFollow up.\n"


@pytest.fixture
def task(tmp_path: Path) -> TaskFolder:
    folder = write_task(tmp_path / "work")
    (folder / layout.INPUT / "report.md").write_text(BEFORE)
    (folder / layout.REFERENCE / "report.md").write_text(AFTER)
    picture = Image.new("RGB", (80, 60), "white")
    picture.save(folder / layout.INPUT / "shot.png")
    picture.paste((20, 80, 160), (10, 10, 40, 30))
    picture.save(folder / layout.REFERENCE / "shot.png")
    return open_task(folder)


def status(task: TaskFolder, check: object, folder: Path, text: str) -> str:
    folder.mkdir()
    (folder / "report.md").write_text(text)
    return str(judge(check, Grounds.of(task, folder)).status)  # type: ignore[arg-type]


def test_a_check_of_a_paragraph_looks_nowhere_else(task: TaskFolder, tmp_path: Path) -> None:
    check = new_check(
        task, "text_contains", "report.md#Findings[1]", "amounts", parameters={"terms": ["8 mm"]}
    )
    assert check.target == "report.md#Findings[1]"
    assert status(task, check, tmp_path / "same", AFTER) == "pass"
    moved = AFTER.replace("A nodule of 8 mm.", "No nodule.").replace("Follow up", "8 mm")
    assert status(task, check, tmp_path / "moved", moved) == "fail"
    renamed = AFTER.replace("# Findings", "# Results")
    assert status(task, check, tmp_path / "renamed", renamed) == "fail"


def test_a_paragraph_that_the_reference_does_not_have_is_refused(task: TaskFolder) -> None:
    with pytest.raises(UserError, match="has no 7 below Findings"):
        new_check(
            task, "text_contains", "report.md#Findings[7]", "amounts", parameters={"terms": ["8"]}
        )


def test_a_kind_takes_the_paragraph_as_it_can(task: TaskFolder) -> None:
    place = "report.md#Findings[1]"
    said = new_check(task, "section_says", place, "amounts", parameters={"terms": ["8 mm"]})
    assert (said.target, said.parameters["heading"]) == ("report.md", "Findings")
    heads = new_check(task, "headings_present", place)
    assert (heads.target, heads.parameters) == ("report.md", {})


def test_a_paragraph_is_offered_before_its_section(task: TaskFolder) -> None:
    offers = checks_at(task, "report.md#Findings[1]", "A nodule of 8 mm.")
    assert [offer.sentence for offer in offers[:4]] == [
        "report.md#Findings[1] says A nodule of 8 mm.",
        "report.md#Findings[1] says 8",
        "The section Findings of report.md says A nodule of 8 mm.",
        "The section Findings of report.md says 8",
    ]


def test_a_region_of_a_picture_is_offered_and_named_in_parameters(task: TaskFolder) -> None:
    place = "shot.png#region[10,10,30,20]"
    made = new_check(task, "region_colour", place, "amounts")
    assert (made.target, made.parameters) == ("shot.png", {"region": [10, 10, 30, 20]})
    offers = checks_at(task, place)
    assert {"image_similarity", "region_colour"} <= {offer.check.kind for offer in offers}
    assert all(offer.check.parameters["region"] == [10, 10, 30, 20] for offer in offers[:2])
