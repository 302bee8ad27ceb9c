"""Proposals for SVG: all shapes of a drawing that was edited, the named ids of a new one."""

from pathlib import Path

from studio.grading import grade_output, refusals
from studio.grading.near_misses import variants_of_task
from tests.unit.grading.families.grounds import lay
from tests.unit.grading.proposing.test_drawings import found, proposed
from tests.unit.grading.vector_files import HALL, OTHERWISE

EDIT = """In `hall.svg` move the stage 20 units down and paint it #c0392b. The label moves with it.
Everything else stays as it is."""
GIVEN = HALL.replace('y="20"', 'y="0"').replace("#c0392b", "#999999").replace('y="55"', 'y="35"')


def test_an_edit_is_compared_shape_by_shape(tmp_path: Path) -> None:
    task = proposed(tmp_path / "t", EDIT, {"hall.svg": HALL}, {"hall.svg": GIVEN}, "in_place")
    assert set(found(task)) == {"svg_structure"}
    assert refusals(task) == () and grade_output(task, task.reference).passed
    assert grade_output(task, task.input).score == 0
    assert grade_output(task, lay(tmp_path / "o", {"hall.svg": OTHERWISE})).passed
    gone = HALL.replace('<line x1="10"', '<line display="none" x1="10"')
    assert not grade_output(task, lay(tmp_path / "g", {"hall.svg": gone})).passed


def test_near_misses_fail_and_other_ways_to_write_pass(tmp_path: Path) -> None:
    task = proposed(tmp_path / "t", EDIT, {"hall.svg": HALL}, {"hall.svg": GIVEN}, "in_place")
    seen = set()
    for number, variant in enumerate(variants_of_task(task)):
        folder = tmp_path / f"v{number}"
        variant.lay(task.reference, folder)
        assert grade_output(task, folder).passed is variant.harmless, (variant.id, variant.did)
        seen.add(variant.id.partition(":")[2].partition("-")[0])
    assert {
        "svg_moved", "svg_left_out", "svg_recoloured", "svg_renamed", "svg_text_wrong",
        "svg_ungrouped", "svg_emptied", "svg_styled", "svg_wrapped", "svg_rects_as_paths",
        "svg_commented",
    } <= seen  # fmt: skip


def test_a_new_drawing_has_the_ids_that_are_named(tmp_path: Path) -> None:
    prompt = (
        "Draw the hall as `hall.svg`. Give the ids `stage` and `exit-north` to the stage and the "
        "exit; the look is up to you."
    )
    task = proposed(tmp_path / "t", prompt, {"hall.svg": HALL}, {"notes.txt": "A hall.\n"})
    parameters = found(task)["svg_structure"].parameters
    assert set(parameters["ids"]) >= {"stage", "exit-north"} and parameters["place"] is False
    other = HALL.replace('x="150"', 'x="99"').replace("green", "blue")
    assert grade_output(task, lay(tmp_path / "o", {"hall.svg": other})).passed
    renamed = HALL.replace('id="stage"', 'id="podium"')
    assert not grade_output(task, lay(tmp_path / "r", {"hall.svg": renamed})).passed
