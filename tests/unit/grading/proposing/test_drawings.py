"""Proposals for drawings: the instruction's layers, units and bounds; any way to draw is right."""

from pathlib import Path
from typing import Any

import ezdxf
import pytest

from studio.formats.tasks import TaskDocument, TaskFolder
from studio.grading import grade_output, propose, refusals
from studio.grading.near_misses import variants_of_task
from studio.grading.near_misses.drawings import written
from studio.model.check import Check, Checks
from studio.model.task import Task
from tests.unit.grading.drawing_files import empty, entity, on, plan, plan_of_lines
from tests.unit.grading.families.grounds import Files, lay

SURVEY = """Draw the ground floor from the sketch as `plan.dxf`, in millimetres, with the lower left
corner of the house at 0,0. Walls go on layer `A-WALL` (red), doors on `A-DOOR`. Label each room
with its name and its area in m² with two decimals on `A-AREA`. Positions are checked to 2 mm."""
REVISION = """Make the second revision of `plan.dxf`: add a door (block DOOR) to the hall, on
`A-DOOR`, hinge at 4000,0. Leave everything else as it is."""


def proposed(
    folder: Path, prompt: str, reference: Files, given: Files, work: Any = "separate"
) -> TaskFolder:
    task = TaskFolder(
        folder, TaskDocument(Task(id="t", created="now", work=work), prompt, Checks())
    )
    lay(task.reference, reference)
    lay(task.input, given)
    checks = Checks(checks=propose(task, {}).checks)
    return task.with_document(TaskDocument(task.document.task, prompt, checks))


def found(task: TaskFolder) -> dict[str, Check]:
    return {check.kind: check for check in task.document.checks.checks}


def passes(task: TaskFolder, folder: Path, content: bytes) -> bool:
    return grade_output(task, lay(folder, {"plan.dxf": content})).passed


def one_door(made: Any) -> None:
    made.modelspace().delete_entity(entity(made, "INSERT", 1))


def test_the_words_of_the_instruction_become_parameters(tmp_path: Path) -> None:
    task = proposed(tmp_path / "t", SURVEY, {"plan.dxf": plan()}, {"sketch.txt": "6 by 4 m\n"})
    checks = found(task)
    assert refusals(task) == () and grade_output(task, task.reference).passed
    layers = checks["drawing_layers"]
    assert layers.gate and {"name": "A-WALL", "colour": 1} in layers.parameters["layers"]
    drawn = checks["drawing_entities"]
    assert (drawn.tolerance, drawn.parameters["units"]) == (2.0, "header")
    assert drawn.parameters["layers"] == ["A-DOOR", "A-WALL"] and not drawn.gate
    assert "placement" not in drawn.parameters
    texts = checks["drawing_text"]
    assert set(texts.parameters["texts"]) == {"Kitchen", "Hall", "12.00 m2"}
    assert 1000 < texts.parameters["within"] < 2000
    assert passes(task, tmp_path / "lines", plan_of_lines())
    assert passes(task, tmp_path / "metres", plan_of_lines("R2018", 0.001, 6))
    assert not passes(task, tmp_path / "inches", plan_of_lines("R2018", 1.0, 1))


def test_a_revision_is_laid_over_what_was_there(tmp_path: Path) -> None:
    given = {"plan.dxf": plan(one_door)}
    task = proposed(tmp_path / "t", REVISION, {"plan.dxf": plan()}, given, "in_place")
    assert refusals(task) == () and grade_output(task, task.reference).passed
    assert grade_output(task, task.input).score == 0
    drawn = found(task)["drawing_entities"]
    assert drawn.parameters["layers"] == ["A-DOOR", "A-WALL"]
    gone = plan(lambda made: made.modelspace().delete_entity(entity(made, "LINE")))
    assert not passes(task, tmp_path / "gone", gone)
    unlabelled = plan(lambda made: made.modelspace().delete_entity(entity(made, "MTEXT")))
    assert not passes(task, tmp_path / "unlabelled", unlabelled)


@pytest.mark.parametrize("prompt", [SURVEY, "Draw the plan of the house as `plan.dxf`."])
def test_near_misses_fail_and_other_ways_to_draw_pass(tmp_path: Path, prompt: str) -> None:
    task = proposed(tmp_path / "t", prompt, {"plan.dxf": plan()}, {"sketch.txt": "6 by 4 m\n"})
    seen = set()
    for number, variant in enumerate(variants_of_task(task)):
        folder = tmp_path / f"v{number}"
        variant.lay(task.reference, folder)
        assert grade_output(task, folder).passed is variant.harmless, (variant.id, variant.did)
        seen.add(variant.id.partition(":")[2].partition("-")[0])
    assert {
        "drawing_moved", "drawing_left_out", "drawing_doubled", "drawing_wrong_length",
        "drawing_opened", "drawing_wrong_size", "drawing_mirrored", "drawing_wrong_scale",
        "drawing_emptied", "drawing_as_lines", "drawing_as_polylines", "drawing_parted",
        "drawing_exploded", "drawing_reordered", "drawing_other_version", "drawing_binary",
        "drawing_circles_as_arcs",
    } <= seen  # fmt: skip
    named = {"drawing_wrong_layer", "drawing_text_wrong", "drawing_texts_swapped"}
    assert named <= seen or "layer" not in prompt


@pytest.mark.parametrize(
    ("words", "inside"),
    [("The number stands inside the outline.", True), ("Put the number on it.", False)],
)
def test_a_text_stands_inside_where_it_is_asked(tmp_path: Path, words: str, inside: bool) -> None:
    def washer(x: float) -> bytes:
        made = empty()
        model = made.modelspace()
        model.add_circle((40, 40), 40, dxfattribs=on("A-WALL"))
        model.add_text("W-9", height=3, dxfattribs=on("A-AREA")).set_placement((x, 40))
        return written(made)

    prompt = f"Draw washer W-9 as plan.dxf: its outline on A-WALL, its number on A-AREA. {words}"
    task = proposed(tmp_path / "t", prompt, {"plan.dxf": washer(20)}, {"a.txt": "d = 80 mm"})
    assert found(task)["drawing_text"].parameters.get("inside") == ("A-WALL" if inside else None)
    assert refusals(task) == () and passes(task, tmp_path / "a", washer(60))
    assert passes(task, tmp_path / "b", washer(-30)) is not inside
    told = {variant.id.partition(":")[2].partition("-")[0] for variant in variants_of_task(task)}
    assert ("drawing_text_outside" in told) is inside


def boxes(*widths: float, unit: int = 6) -> bytes:
    made = empty(unit=unit)
    for number, wide in enumerate(widths):
        x = 10 * number
        corners = [(x, 0), (x + wide, 0), (x + wide, 5), (x, 5)]
        made.modelspace().add_lwpolyline(corners, close=True, dxfattribs=on("P-BAY"))
    return written(made)


def test_bounds_of_a_free_layout_are_asked_for_and_not_the_layout(tmp_path: Path) -> None:
    prompt = (
        "Lay out three parking bays in `plan.dxf`, in metres, each a closed outline on layer "
        "`P-BAY`. Any layout is fine. Each bay must have an area of at least 12.5 m²."
    )
    task = proposed(tmp_path / "t", prompt, {"plan.dxf": boxes(2.5, 2.5, 2.6)}, {})
    checks = found(task)
    assert "drawing_entities" not in checks
    areas = checks["drawing_areas"].parameters
    assert (areas["each_at_least"], areas["unit"]) == (12.5, "m")
    assert passes(task, tmp_path / "other", boxes(2.9, 3.0, 2.5))
    assert not passes(task, tmp_path / "small", boxes(2.9, 3.0, 2.4))


def test_a_bound_on_the_length_of_a_route(tmp_path: Path) -> None:
    prompt = (
        "Draw any route of the cable on layer `E-CABLE` in `plan.dxf`, in metres; the total "
        "length must be at most 40 m."
    )

    def route(*points: tuple[float, float]) -> bytes:
        made = empty(unit=6)
        made.modelspace().add_lwpolyline(points, dxfattribs=on("E-CABLE"))
        return written(made)

    task = proposed(tmp_path / "t", prompt, {"plan.dxf": route((0, 0), (20, 0), (20, 15))}, {})
    lengths = found(task)["drawing_lengths"].parameters
    assert (lengths["at_most"], lengths["unit"], lengths["layers"]) == (40, "m", ["E-CABLE"])
    assert passes(task, tmp_path / "other", route((0, 0), (0, 15), (20, 15)))
    assert not passes(task, tmp_path / "long", route((0, 0), (30, 0), (30, 15)))
    assert not passes(task, tmp_path / "none", written(ezdxf.new("R2010")))


def test_closed_polylines_are_polylines_where_asked(tmp_path: Path) -> None:
    prompt = (
        "Draw each bay as a closed polyline on layer `P-BAY` in `plan.dxf`, at the coordinates of "
        "the list, in metres. Add no other layers."
    )
    task = proposed(tmp_path / "t", prompt, {"plan.dxf": boxes(2.5, 3.0)}, {})
    checks = found(task)
    assert checks["drawing_areas"].parameters["whole"] is True
    assert checks["drawing_layers"].parameters["exact"] is True
    made = ezdxf.new("R2010")
    made.header["$INSUNITS"] = 6
    for number, wide in enumerate((2.5, 3.0)):
        x = 10 * number
        corners = [(x, 0), (x + wide, 0), (x + wide, 5), (x, 5), (x, 0)]
        made.modelspace().add_lwpolyline(corners, dxfattribs=on("P-BAY"))
    assert passes(task, tmp_path / "first again", written(made))
    for line in list(made.modelspace()):
        line.explode()
    assert not passes(task, tmp_path / "lines", written(made))
