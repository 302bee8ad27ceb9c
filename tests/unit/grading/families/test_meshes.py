"""Meshes as bodies: other triangles are as right; another body, unit or place is not."""

from pathlib import Path

import pytest

from studio.grading.kinds import Grounds
from studio.grading.verdicts import judge
from tests.unit.grading.families.grounds import Desk
from tests.unit.grading.mesh_files import Body, ball, block, frame, globe, plate, scene, solid

VOLUME = 40 * 30 * 10 - 12 * 12 * 10


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, {"part.stl": frame().stl()}, {"raw.stl": frame().stl()})


def handed(body: Body) -> dict[str, str | bytes]:
    return {"part.stl": body.stl()}


TWO = block() + block().moved(100, 0, 0)
CROWDED = block() + Body(block().vertices, block().faces[:1])


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (frame().without(3), "3 open edges around 1 holes"),
        (frame().inside_out(), "inside out"),
        (Body(frame().vertices, [*frame().faces[:5, ::-1], *frame().faces[5:]]), "turned"),
        (CROWDED, "more than two faces share"),
    ],
)
def test_what_leaks_is_not_watertight(desk: Desk, body: Body, why: str) -> None:
    check = desk.check("mesh_watertight", "part.stl")
    desk.is_sound(check)
    told = desk.judged(check, handed(body))
    assert told.score == 0 and why in told.sentence and why in told.public
    for whole in (frame().finer(2), frame().moved(500, 2, -3), ball(), TWO):
        assert desk.score(check, handed(whole)) == 1


def test_faces_may_look_inwards_where_that_is_free(desk: Desk) -> None:
    check = desk.check("mesh_watertight", "part.stl", outwards=False)
    assert desk.score(check, handed(frame().inside_out())) == 1


def test_a_crack_thinner_than_rounding_is_none(desk: Desk) -> None:
    check = desk.check("mesh_watertight", "part.stl")
    made = frame()
    corners = made.vertices[made.faces].reshape(-1, 3)
    corners[::5] += 2e-5
    assert desk.score(check, handed(Body(corners, [[n, n + 1, n + 2] for n in range(0, 96, 3)])))
    corners[::5] += 2e-2
    assert not desk.score(
        check, handed(Body(corners, [[n, n + 1, n + 2] for n in range(0, 96, 3)]))
    )


@pytest.mark.parametrize(
    ("measure", "wrong"),
    [
        ("volume", frame(high=(22, 21))),
        ("area", frame().scaled(1.02, 1, 1)),
        ("box", frame().scaled(1.02, 1, 1)),
        ("place", frame().moved(0, 0, 2)),
    ],
)
def test_measures_of_the_body_and_not_of_its_triangles(
    desk: Desk, measure: str, wrong: Body
) -> None:
    check = desk.check("mesh_measure", "part.stl", measure=measure, within=0.001)
    desk.is_sound(check)
    assert desk.score(check, handed(frame().finer(2))) == 1
    told = desk.judged(check, handed(wrong))
    assert told.score is not None and told.score < 1
    assert "10,560" not in told.public and "40" not in told.public


def test_a_volume_is_that_of_the_closed_body(desk: Desk) -> None:
    check = desk.check("mesh_measure", "part.stl", measure="volume", expected=[VOLUME])
    assert desk.score(check, handed(frame())) == 1
    assert desk.score(check, handed(frame().moved(1000, 1000, 1000))) == 1
    assert "not closed" in desk.judged(check, handed(frame().without(0))).sentence


def test_sides_may_be_those_of_other_axes(desk: Desk) -> None:
    lying = handed(frame().turned(90, 1, 0, 0))
    assert desk.score(desk.check("mesh_measure", "part.stl", measure="box"), lying) < 1
    free = desk.check("mesh_measure", "part.stl", measure="box", any_axes=True)
    assert desk.score(free, lying) == 1


def test_the_diameters_of_bores_are_told_apart_from_their_number(tmp_path: Path) -> None:
    desk = Desk(tmp_path, {"part.stl": (plate(4.25) + plate(2.5).moved(60, 0, 0)).stl()}, {})
    check = desk.check("mesh_measure", "part.stl", tolerance=0.05, measure="bores")
    desk.is_sound(check)
    near = plate(4.26) + plate(2.5).moved(60, 0, 0)
    wide = plate(4.5) + plate(2.5).moved(60, 0, 0)
    assert desk.score(check, handed(near)) == 1
    told = desk.judged(check, handed(wide))
    assert told.score == 0.5 and "8.5" not in told.public
    assert (
        told.sentence == "The bore diameters of part.stl are 5 and 9, not 5 and 8.5, within 0.05."
    )
    assert desk.score(check, handed(plate(2.5))) == 0.5
    assert "no round bore" in desk.judged(check, handed(block())).public


def test_a_limit_to_the_number_of_triangles(desk: Desk) -> None:
    check = desk.check("mesh_measure", "part.stl", measure="faces", at_most=40)
    assert desk.score(check, handed(frame())) == 1
    told = desk.judged(check, handed(frame().finer()))
    assert told.score == 0 and "128" in told.sentence and "at most 40" in told.public


@pytest.mark.parametrize(
    ("body", "score"),
    [(frame().finer(), 1), (block(), 0.5), (frame().without(0), 0.5), (ball().without(1, 9), 0)],
)
def test_bores_and_gaps_are_counted(desk: Desk, body: Body, score: float) -> None:
    check = desk.check("mesh_holes", "part.stl")
    desk.is_sound(check)
    assert desk.score(check, handed(body)) == score


def test_bores_of_several_shells_are_counted_together(desk: Desk) -> None:
    check = desk.check("mesh_holes", "part.stl", count=["through", "shells"])
    told = desk.judged(check, handed(frame() + frame().moved(100, 0, 0)))
    assert told.score == 0 and "2 through-holes and 2 separate shells" in told.sentence
    # Two shells that touch in one corner are two all the same.
    corner = block().moved(40, 30, 10)
    shells = desk.check("mesh_holes", "part.stl", count=["shells"])
    assert "2 separate shells" in desk.judged(shells, handed(block() + corner)).sentence


@pytest.mark.parametrize(
    ("factor", "unit"), [(1 / 25.4, "inch"), (0.001, "m"), (0.1, "cm"), (3, "")]
)
def test_another_unit_is_told_by_its_name(desk: Desk, factor: float, unit: str) -> None:
    check = desk.check("mesh_unit", "part.stl", unit="mm")
    desk.is_sound(check)
    told = desk.judged(check, handed(frame().scaled(factor, factor, factor)))
    assert told.score == 0 and ("as if it were in" in told.sentence) == bool(unit)
    assert unit in told.sentence and "25.4" not in told.public
    assert desk.score(check, handed(frame().turned(45, 0, 0, 1).finer())) == 1


def test_a_surface_lies_close_whatever_its_triangles(tmp_path: Path) -> None:
    desk = Desk(tmp_path, {"part.stl": ball(10, 4).stl()})
    check = desk.check("surface_distance", "part.stl", at_most=0.05)
    desk.is_sound(check)
    assert desk.score(check, handed(globe(10, 60))) == 1
    assert desk.score(check, handed(globe(10, 12))) == 0
    assert desk.score(check, handed(ball(10.1, 4))) == 0
    mean = desk.check("surface_distance", "part.stl", at_most=0.05, measure="mean")
    assert desk.score(mean, handed(ball(10.04, 4))) == 1


@pytest.mark.parametrize(
    ("body", "alignment", "score"),
    [
        (frame().moved(7, 8, 9), "none", 0),
        (frame().moved(7, 8, 9), "shift", 1),
        (frame().turned(90, 1, 0, 0), "shift", 0),
        (frame().turned(90, 1, 0, 0), "rigid", 1),
        (frame().turned(37, 1, 2, 3).moved(5, 5, 5), "rigid", 1),
        (frame().mirrored(), "rigid", 1),
        (frame().scaled(1.02, 1.02, 1.02), "rigid", 0),
        (block(), "rigid", 0),
        (frame(low=(11, 8), high=(23, 20)), "rigid", 0),
    ],
)
def test_place_and_turn_count_only_where_they_are_to(
    desk: Desk, body: Body, alignment: str, score: float
) -> None:
    check = desk.check("surface_distance", "part.stl", at_most=0.1, alignment=alignment)
    desk.is_sound(check)
    assert desk.score(check, handed(body)) == score


def test_a_left_hand_is_no_right_hand(tmp_path: Path) -> None:
    hand = quads_of_hand()
    desk = Desk(tmp_path, {"part.stl": hand.stl()})
    check = desk.check("surface_distance", "part.stl", at_most=0.5, alignment="rigid")
    assert desk.score(check, handed(hand.turned(120, 1, 1, 1))) == 1
    assert desk.score(check, handed(hand.mirrored())) == 0


def quads_of_hand() -> Body:
    return block(40, 10, 5) + block(10, 30, 5).moved(0, 15, 0) + block(5, 5, 20).moved(33, 0, 8)


def test_a_mesh_of_the_input_may_be_what_counts(desk: Desk) -> None:
    check = desk.check("surface_distance", "part.stl", at_most=0.5, of_input="raw.stl")
    assert desk.fault(check) == "" and desk.score(check, handed(frame().finer())) == 1
    told = desk.judged(check, handed(frame().scaled(1.1, 1, 1)))
    assert told.score == 0 and "raw.stl of the input" in told.public


def test_parts_of_a_scene_stand_where_their_nodes_put_them(tmp_path: Path) -> None:
    right = scene((block(), (0, 0, 0)), (block(), (100, 0, 0)))
    desk = Desk(tmp_path, {"part.glb": right})
    check = desk.check("surface_distance", "part.glb", at_most=0.01)
    desk.is_sound(check)
    assert desk.score(check, {"part.glb": TWO.glb()}) == 1
    assert desk.score(check, {"part.glb": scene((block(), (0, 0, 0)), (block(), (90, 0, 0)))}) == 0


def test_solids_of_cad_are_judged_as_bodies(tmp_path: Path) -> None:
    desk = Desk(tmp_path, {"part.step": solid()})
    checks = [
        desk.check("mesh_watertight", "part.step"),
        desk.check("mesh_measure", "part.step", measure="volume", expected=[VOLUME], within=1e-4),
        desk.check("mesh_holes", "part.step"),
        desk.check("mesh_unit", "part.step"),
        desk.check("surface_distance", "part.step", at_most=0.05),
    ]
    other = {"part.step": solid().replace(b"\n", b"\r\n")}
    wrong = {"part.step": solid(metres=True)}
    scores = []
    for check in checks:
        desk.is_sound(check)
        assert desk.score(check, other) == 1
        scores.append(desk.score(check, wrong))
    assert scores == [1, 0, 1, 0, 0]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"solid empty\nendsolid empty\n", "is a mesh without faces"),
        (b"\0" * 84, "is empty"),
        (b"name".ljust(80) + b"\0\0\0\0", "is a mesh without faces"),
        (frame().stl()[:80] + b"\xff\xff\xff\x7f" + frame().stl()[84:], "says that it holds"),
        (frame().stl()[:-50], "says that it holds 32 triangles but has room for 31"),
        (Body([[0, 0, 0], [1, 0, 0], [float("nan"), 1, 0]], [[0, 1, 2]]).stl(), "finite"),
        (frame().stl()[:96] + b"\0\0\x80\x7f" + frame().stl()[100:], "finite"),
        (Body([[2, 2, 2]] * 3, [[0, 1, 2]]).stl(), "without faces that have an area"),
        (b"<html>not found</html>", "is not an STL file"),
    ],
)
def test_a_mesh_that_is_none_fails_with_a_sentence_of_the_trade(
    desk: Desk, content: bytes, told: str
) -> None:
    for kind, more in (
        ("mesh_watertight", {}),
        ("mesh_measure", {"measure": "volume"}),
        ("mesh_holes", {}),
        ("mesh_unit", {}),
        ("surface_distance", {"at_most": 0.1}),
    ):
        check = desk.check(kind, "part.stl", **more)
        result = desk.judged(check, {"part.stl": content})
        assert result.status == "fail" and result.score == 0
        assert told in result.sentence and told in result.public


def test_without_an_output_nothing_is_earned(desk: Desk) -> None:
    check = desk.check("surface_distance", "part.stl", at_most=0.1)
    grounds = Grounds(desk.folder / "nowhere", desk.task.reference, desk.folder, desk.folder)
    assert judge(check, grounds).sentence == "part.stl is missing."
