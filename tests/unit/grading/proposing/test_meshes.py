"""Proposals for meshes: the instruction's tolerance, and never one set of triangles."""

from pathlib import Path
from typing import Any

import pytest

from studio.formats.tasks import TaskDocument, TaskFolder
from studio.grading import grade_output, propose, refusals
from studio.grading.near_misses import variants_of_task
from studio.model.check import Check, Checks
from studio.model.task import Task
from tests.unit.grading.families.grounds import Files, lay
from tests.unit.grading.mesh_files import ball, block, frame, globe, plate

SAVE = "Model the frame and save it as `part.stl` in millimetres. "


def proposed(folder: Path, prompt: str, made: Files, given: Files | None = None) -> TaskFolder:
    task = TaskFolder(
        folder, TaskDocument(Task(id="t", created="now", work="separate"), prompt, Checks())
    )
    lay(task.reference, made)
    lay(task.input, given or {"notes.txt": "Part 7"})
    checks = Checks(checks=propose(task, {}).checks)
    return task.with_document(TaskDocument(task.document.task, prompt, checks))


def found(task: TaskFolder) -> dict[str, Check]:
    return {
        check.parameters.get("measure", check.kind)
        if check.kind == "mesh_measure"
        else check.kind: check
        for check in task.document.checks.checks
    }


def passes(task: TaskFolder, folder: Path, files: Files) -> bool:
    return grade_output(task, lay(folder, files)).passed


@pytest.mark.parametrize(
    ("wish", "parameters"),
    [
        ("All surfaces are true within 0.2 mm.", {"at_most": 0.2}),
        ("Nothing may deviate by more than 50 microns.", {"at_most": 0.05}),
        ("The mean deviation is at most 0.1 mm.", {"at_most": 0.1, "measure": "mean"}),
        ("Stay within 1/16 inch of the drawing.", {"at_most": 1.5875}),
        ("It must be accurate to 0.01 cm.", {"at_most": 0.1}),
        ("No corner may shift by more than 0.3 mm.", {"at_most": 0.3}),
        ("Don't let any vertex move more than 0.2 mm.", {"at_most": 0.2}),
        ("It may be no more than 0.4 mm off anywhere.", {"at_most": 0.4}),
    ],
)
def test_the_tolerance_of_the_instruction_is_the_limit(
    tmp_path: Path, wish: str, parameters: dict[str, Any]
) -> None:
    task = proposed(tmp_path, SAVE + wish, {"part.stl": frame().stl()})
    check = found(task)["surface_distance"]
    assert check.parameters == parameters | {"alignment": "rigid"}
    assert check.because == wish and refusals(task) == ()
    assert grade_output(task, task.reference).passed


def test_without_a_tolerance_a_coarser_tessellation_is_as_right(tmp_path: Path) -> None:
    task = proposed(
        tmp_path, "Model a ball of 10 mm radius as ball.ply.", {"ball.ply": ball(10, 4).ply()}
    )
    assert passes(task, tmp_path / "a", {"ball.ply": ball(10, 4).moved(5, 5, 5).ply_text()})
    assert passes(task, tmp_path / "b", {"ball.ply": globe(10, 50).ply()})
    assert not passes(task, tmp_path / "c", {"ball.ply": ball(11, 4).ply()})
    assert not passes(task, tmp_path / "d", {"ball.ply": block(20, 20, 20).ply()})


@pytest.mark.parametrize(
    ("wish", "alignment", "right"),
    [
        ("Where it lies is up to you.", "rigid", True),
        ("Its lower left corner lies at the origin.", "none", False),
        ("Do not move or rotate it.", "none", False),
        ("Its long side is along the x axis.", "shift", False),
    ],
)
def test_place_and_direction_count_where_the_instruction_fixes_them(
    tmp_path: Path, wish: str, alignment: str, right: bool
) -> None:
    task = proposed(tmp_path / "t", SAVE + wish, {"part.stl": frame().stl()})
    assert found(task)["surface_distance"].parameters["alignment"] == alignment
    assert ("place" in found(task)) == (alignment == "none")
    assert passes(task, tmp_path / "a", {"part.stl": frame().finer().stl()})
    turned = frame().turned(90, 0, 0, 1)
    assert passes(task, tmp_path / "b", {"part.stl": turned.stl()}) == right


def test_what_is_asked_of_a_print_becomes_checks(tmp_path: Path) -> None:
    task = proposed(
        tmp_path / "t",
        SAVE + "It must be watertight for 3D printing, one single body with one through-hole. "
        "Its volume must be right within 1%, its surface area within 3 percent.",
        {"part.stl": frame().stl()},
    )
    checks = found(task)
    assert checks["mesh_watertight"].gate and not checks["mesh_holes"].gate
    assert checks["mesh_holes"].parameters["count"] == ["through", "open", "shells"]
    assert checks["volume"].parameters["within"] == 0.01
    assert checks["area"].parameters["within"] in (0.01, 0.03)
    assert checks["mesh_unit"].parameters == {"unit": "mm"}


REDUCE = (
    "Reduce `raw.stl` to no more than {} and save it as `part.stl`. "
    "It must stay within 0.5 mm of the original and stay closed."
)


@pytest.mark.parametrize(
    ("limit", "most"),
    [("5,000 triangles", 5000), ("3k faces", 3000)],
)
def test_a_reduced_mesh_is_held_against_the_original(tmp_path: Path, limit: str, most: int) -> None:
    raw, made = ball(30, 4), ball(30, 3)
    task = proposed(
        tmp_path / "t", REDUCE.format(limit), {"part.stl": made.stl()}, {"raw.stl": raw.stl()}
    )
    checks = found(task)
    assert checks["faces"].parameters["at_most"] == most and not checks["faces"].gate
    distance = checks["surface_distance"]
    assert distance.gate and distance.parameters["of_input"] == "raw.stl"
    assert passes(task, tmp_path / "a", {"part.stl": globe(30, 26).stl()})
    assert grade_output(task, lay(tmp_path / "b", {"part.stl": raw.stl()})).score == 0
    assert not passes(task, tmp_path / "c", {"part.stl": ball(30, 1).stl()})


def test_a_repair_is_not_paid_for_the_scan_itself(tmp_path: Path) -> None:
    scan = ball(20, 3).without(*range(20))
    task = proposed(
        tmp_path / "t",
        "Close the holes of `scan.stl` and save the watertight mesh as `part.stl`.",
        {"part.stl": ball(20, 3).stl()},
        {"scan.stl": scan.stl()},
    )
    assert grade_output(task, lay(tmp_path / "a", {"part.stl": scan.stl()})).score == 0
    assert passes(task, tmp_path / "b", {"part.stl": ball(20, 3).finer().stl()})


def test_metres_of_a_scene_are_told_from_millimetres(tmp_path: Path) -> None:
    small = frame().scaled(0.001, 0.001, 0.001)
    task = proposed(
        tmp_path / "t",
        "Save the frame, 40 mm long, as part.glb, true within 0.1 mm.",
        {"part.glb": small.glb()},
    )
    assert found(task)["surface_distance"].parameters["at_most"] == pytest.approx(1e-4)
    assert not passes(task, tmp_path / "a", {"part.glb": frame().glb()})


def test_what_may_move_in_millimetres_holds_for_place_and_surface_in_metres(
    tmp_path: Path,
) -> None:
    cad = ball(300, 4)
    made = ball(300, 3).scaled(0.001, 0.001, 0.001)
    task = proposed(
        tmp_path / "t",
        "Reduce `cad.stl` (mm) to at most 2,000 triangles and save it as `lamp.glb` in metres, "
        "in place, y = 0 as in CAD. No point may move by more than 4 mm.",
        {"lamp.glb": made.glb()},
        {"cad.stl": cad.stl()},
    )
    checks = found(task)
    assert checks["surface_distance"].parameters["at_most"] == pytest.approx(0.004)
    assert checks["place"].tolerance == pytest.approx(0.004)
    assert not passes(task, tmp_path / "a", {"lamp.glb": made.moved(0, 0.02, 0).glb()})
    assert passes(task, tmp_path / "b", {"lamp.glb": made.moved(0, 0.002, 0).glb()})


@pytest.mark.parametrize(
    "told", ["The jaw moves by more than 20 mm.", "Its holes are more than 3 mm away from the rim."]
)
def test_a_length_that_only_describes_is_no_tolerance(tmp_path: Path, told: str) -> None:
    task = proposed(tmp_path / "t", SAVE + told, {"part.stl": frame().stl()})
    assert found(task)["surface_distance"].parameters["at_most"] < 1


def test_bodies_that_overlap_may_be_joined(tmp_path: Path) -> None:
    cross = block(40, 10, 10) + block(10, 40, 10).moved(15, -15, 0)
    task = proposed(tmp_path, SAVE, {"part.stl": cross.stl()})
    assert "volume" not in found(task)


def test_near_misses_fail_and_harmless_variants_pass(tmp_path: Path) -> None:
    body = frame() + block(5, 5, 5).moved(60, 0, 0)
    prompt = "Its corner stays at the origin; it must be watertight, with two separate bodies."
    task = proposed(tmp_path / "t", SAVE + prompt, {"part.stl": body.stl()})
    seen = set()
    for count, variant in enumerate(variants_of_task(task)):
        output = tmp_path / str(count)
        variant.lay(task.reference, output)
        grade = grade_output(task, output)
        assert grade.passed == variant.harmless, (variant.id, variant.did, grade)
        seen.add(variant.id.partition(":")[2].partition("-")[0])
    assert {"mesh_in_inches", "mesh_stretched", "mesh_dented", "mesh_debris", "mesh_finer",
            "mesh_reordered", "mesh_as_text"} <= seen  # fmt: skip


def test_a_tolerance_of_diameters_is_that_of_the_bores(tmp_path: Path) -> None:
    prompt = "It has two round holes. Diameters within 0.05 mm. The surface lies within 0.4 mm."
    body = plate(4.25) + plate(2.5).moved(60, 0, 0)
    task = proposed(tmp_path / "t", SAVE + prompt, {"part.stl": body.stl()})
    assert found(task)["bores"].tolerance == 0.05
    assert found(task)["surface_distance"].parameters["at_most"] == 0.4
    wide = plate(4.35) + plate(2.5).moved(60, 0, 0)
    assert not passes(task, tmp_path / "wide", {"part.stl": wide.stl()})
    moved = plate(4.25, (0.3, 0)) + plate(2.5).moved(60, 0, 0)
    assert passes(task, tmp_path / "moved", {"part.stl": moved.stl()})


def test_holes_of_another_size_or_place_are_near_misses(tmp_path: Path) -> None:
    prompt = "It has a round hole of 8.5 mm."
    task = proposed(tmp_path / "t", SAVE + prompt, {"part.stl": plate(4.25, (6, 2)).stl()})
    seen = set()
    for variant in variants_of_task(task):
        if "mesh_bore" in variant.id:
            seen.add(variant.id.partition(":")[2].partition("-")[0])
            variant.lay(task.reference, tmp_path / variant.id)
            assert not grade_output(task, tmp_path / variant.id).passed, variant.did
    assert seen == {"mesh_bore_narrow", "mesh_bore_moved"}
