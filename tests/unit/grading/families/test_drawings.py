"""Drawings in DXF: the same drawn otherwise is right; moved, misplaced, short or open is not."""

import math
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import ezdxf
import pytest

from studio.base.errors import HostileInputError
from studio.grading import overlays
from studio.grading.outlines import outlines_of
from studio.grading.readers import drawings
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.drawings import read_drawing
from studio.grading.readers.strokes import arc, bulged
from studio.grading.tracing import total_length
from studio.grading.verdicts import describe
from studio.model.check import Check
from tests.unit.grading.drawing_files import (
    empty,
    entity,
    nested,
    on,
    plan,
    plan_of_lines,
    raw,
    written,
)
from tests.unit.grading.families.grounds import Desk


@pytest.mark.parametrize(
    ("place", "version", "right"),
    [((800, 600), "R2010", 1), ((-300, 600), "R2010", 0), ((800, 600), "R12", 1)],
)
def test_texts_stand_inside_an_outline(
    tmp_path: Path, place: tuple[float, float], version: str, right: int
) -> None:
    def made(place: tuple[float, float], version: str) -> bytes:
        document = empty(version)
        model = document.modelspace()
        corners = [(0, 0), (2000, 0), (2000, 1000), (0, 1000), (0, 0)]
        for one, two in pairwise(corners):
            model.add_line(one, two, dxfattribs=on("A-WALL"))
        model.add_text("P-7", height=50, dxfattribs=on("A-AREA")).set_placement(place)
        return written(document)

    desk = Desk(tmp_path, {"p.dxf": made((300, 300), "R2010")})
    check = desk.check("drawing_text", "p.dxf", texts=["P-7"], inside="A-WALL")
    desk.is_sound(check)
    assert desk.score(check, {"p.dxf": made(place, version)}) == right
    assert "inside" in describe(check, desk.task)
    assert "outside" in desk.fault(desk.check("drawing_text", "p.dxf", inside="A-DOOR"))


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, {"plan.dxf": plan()})


def checks(desk: Desk) -> list[Check]:
    return [
        desk.check("drawing_layers", "plan.dxf"),
        desk.check("drawing_entities", "plan.dxf", tolerance=1.0),
        desk.check("drawing_lengths", "plan.dxf", unit="m", tolerance=0.005),
        desk.check("drawing_areas", "plan.dxf", layers=["A-WALL"], unit="m", tolerance=0.01),
        desk.check("drawing_text", "plan.dxf", within=1500.0),
    ]


def scores(desk: Desk, content: bytes) -> list[float]:
    return [desk.score(check, {"plan.dxf": content}) for check in checks(desk)]


def test_the_checks_are_sound(desk: Desk) -> None:
    for check in checks(desk):
        desk.is_sound(check)
    told = [desk.sentence(check) for check in checks(desk)]
    assert "A-AREA, A-DOOR and A-WALL" in told[0] and "within 1" in told[1]


OTHERWISE = {
    "lines and arcs in R12": plan_of_lines,
    "in metres": lambda: plan_of_lines("R2018", 0.001, 6),
    "without a unit": lambda: plan_of_lines("R2000", 1.0, 0),
    "blocks exploded": lambda: plan(lambda d: [i.explode() for i in list(d.query("INSERT"))]),
    "polylines exploded": lambda: plan(lambda d: entity(d, "LWPOLYLINE").explode()),
    "binary": lambda: written(ezdxf.read(_text(plan())), binary=True),
}


def _text(content: bytes) -> Any:
    import io

    return io.StringIO(content.decode())


@pytest.mark.parametrize("way", OTHERWISE)
def test_the_same_drawn_otherwise_is_right(desk: Desk, way: str) -> None:
    content = OTHERWISE[way]()
    for check in checks(desk):
        result = desk.judged(check, {"plan.dxf": content})
        assert result.status == "pass", (check.kind, result.sentence)


def _moved(made: Any) -> None:
    entity(made, "LINE").translate(100, 0, 0)


def _short(made: Any) -> None:
    entity(made, "LINE").dxf.end = (3000, 3900)


def _on_other_layer(made: Any) -> None:
    entity(made, "LINE").dxf.layer = "A-DOOR"


def _opened(made: Any) -> None:
    entity(made, "LWPOLYLINE").close(False)


def _twice(made: Any) -> None:
    made.modelspace().add_line((3000, 0), (3000, 4000), dxfattribs=on("A-WALL"))


def _door_gone(made: Any) -> None:
    made.modelspace().delete_entity(entity(made, "INSERT", 1))


def _mirrored(made: Any) -> None:
    entity(made, "INSERT").dxf.xscale = -1


def _larger(made: Any) -> None:
    entity(made, "CIRCLE").dxf.radius = 260


def _more(made: Any) -> None:
    made.modelspace().add_line((500, 500), (900, 500), dxfattribs=on("A-WALL"))


def _inches(made: Any) -> None:
    made.header["$INSUNITS"] = 1
    for one in made.modelspace():
        one.transform(ezdxf.math.Matrix44.scale(0.5, 0.5, 0.5))


@pytest.mark.parametrize(
    "change",
    [_moved, _short, _on_other_layer, _opened, _twice, _door_gone, _mirrored, _larger, _more,
     _inches],
)  # fmt: skip
def test_what_is_drawn_wrong_fails(desk: Desk, change: Any) -> None:
    check = checks(desk)[1]
    result = desk.judged(check, {"plan.dxf": plan(change)})
    assert result.status == "fail" and (result.score or 0) < 0.99
    assert "3900" not in result.public and "2000" not in result.public


def test_lengths_and_areas_say_which_layer(desk: Desk) -> None:
    layers, _, lengths, areas, _ = checks(desk)
    told = desk.judged(lengths, {"plan.dxf": plan(_short)})
    assert "A-WALL".casefold() in told.sentence and told.score == pytest.approx(1 / 2)
    assert "25.47" not in told.public
    told = desk.judged(areas, {"plan.dxf": plan(_opened)})
    assert "open" in told.public and told.score is not None and told.score < 1
    assert desk.score(layers, {"plan.dxf": plan(_on_other_layer)}) == 1
    gone = plan(lambda made: [made.modelspace().delete_entity(i) for i in made.query("INSERT")])
    assert "A-DOOR is empty" in desk.judged(layers, {"plan.dxf": gone}).sentence


def test_layers_have_their_colours(desk: Desk) -> None:
    wanted = [{"name": "a-wall", "colour": 1}, {"name": "A-DOOR"}, {"name": "A-AREA"}]
    check = desk.check("drawing_layers", "plan.dxf", layers=wanted, exact=True)
    desk.is_sound(check)
    green = plan(lambda made: made.layers.get("A-WALL").set_color(3))
    assert desk.score(check, {"plan.dxf": green}) < 1
    more = plan(lambda made: made.modelspace().add_line((0, 0), (1, 1), dxfattribs=on("Notes")))
    assert desk.score(check, {"plan.dxf": more}) < 1


def test_bounds_on_lengths_and_areas(desk: Desk) -> None:
    lengths = desk.check(
        "drawing_lengths", "plan.dxf", layers=["A-WALL"], unit="m", at_least=20, at_most=26
    )
    areas = desk.check(
        "drawing_areas", "plan.dxf", layers=["A-WALL"], unit="m", each_at_least=0.1, at_most=25
    )
    for check in (lengths, areas):
        desk.is_sound(check)
        assert desk.score(check, {"plan.dxf": written(empty())}) == 0
    longer = plan(lambda made: _more(made) or _twice(made))
    assert desk.score(lengths, {"plan.dxf": longer}) == 1
    far = plan(lambda d: d.modelspace().add_line((0, 9000), (900, 9000), dxfattribs=on("A-WALL")))
    assert desk.score(lengths, {"plan.dxf": far}) == 0
    small = plan(lambda made: setattr(entity(made, "CIRCLE").dxf, "radius", 50))
    assert "1 outlines are below 0.1" in desk.judged(areas, {"plan.dxf": small}).public


def test_texts_stand_where_they_must(desk: Desk) -> None:
    check = checks(desk)[4]

    def swapped(made: Any) -> None:
        one, other = made.modelspace().query("MTEXT")
        one.text, other.text = other.text, one.text

    def renamed(made: Any) -> None:
        entity(made, "MTEXT").text = "Larder\\P12.00 m²"

    def precise(made: Any) -> None:
        entity(made, "MTEXT").text = "{\\fArial|b1;KITCHEN}\\P12.004 m2"

    def measured_wrong(made: Any) -> None:
        entity(made, "MTEXT").text = "Kitchen\\P12.40 m²"

    assert desk.score(check, {"plan.dxf": plan(precise)}) == 1
    assert desk.score(check, {"plan.dxf": plan(swapped)}) == 0.5
    assert desk.score(check, {"plan.dxf": plan(renamed)}) == 0.75
    assert desk.score(check, {"plan.dxf": plan(measured_wrong)}) == 0.75
    named = desk.check("drawing_text", "plan.dxf", texts=["Hall"], absent=["Larder"])
    desk.is_sound(named)
    assert "should be gone" in desk.judged(named, {"plan.dxf": plan(renamed)}).public


def test_dimensions_say_what_they_measure(tmp_path: Path) -> None:
    def dimensioned(width: float, text: str = "<>") -> bytes:
        made = empty()
        made.modelspace().add_linear_dim((0, -500), (0, 0), (width, 0), text=text).render()
        return written(made)

    desk = Desk(tmp_path, {"plan.dxf": dimensioned(6000)})
    check = desk.check("drawing_text", "plan.dxf", texts=["6000"])
    desk.is_sound(check)
    assert desk.score(check, {"plan.dxf": dimensioned(5900)}) == 0
    assert desk.score(check, {"plan.dxf": dimensioned(5900, "5900")}) == 0


def test_only_what_is_new_is_paid(tmp_path: Path) -> None:
    before = plan(_door_gone)
    desk = Desk(tmp_path, {"plan.dxf": plan()}, {"plan.dxf": before, "old.dxf": before})
    for check in (
        desk.check("drawing_entities", "plan.dxf", tolerance=1.0),
        desk.check("drawing_entities", "plan.dxf", tolerance=1.0, before="old.dxf"),
    ):
        desk.is_sound(check)
        assert desk.score(check, {"plan.dxf": before}) == 0
        both = plan(lambda made: made.modelspace().delete_entity(entity(made, "LWPOLYLINE")))
        assert desk.score(check, {"plan.dxf": both}) == 0
    back = Desk(tmp_path / "2", {"plan.dxf": before}, {"plan.dxf": plan()})
    check = back.check("drawing_entities", "plan.dxf", tolerance=1.0)
    back.is_sound(check)
    assert back.score(check, {"plan.dxf": plan(_more)}) == 0


def test_a_drawing_may_stand_elsewhere_if_nothing_says_where(desk: Desk) -> None:
    def shifted(made: Any) -> None:
        for one in made.modelspace():
            one.translate(5000, -777, 0)

    free = desk.check("drawing_entities", "plan.dxf", tolerance=1.0, placement="free")
    assert desk.score(free, {"plan.dxf": plan(shifted)}) == 1
    assert desk.score(free, {"plan.dxf": plan(lambda d: shifted(d) or _moved(d))}) < 1
    assert desk.score(checks(desk)[1], {"plan.dxf": plan(shifted)}) == 0


def test_units_are_taken_at_their_word_where_asked(desk: Desk) -> None:
    wrong_header = plan_of_lines("R2018", 1.0, 6)
    for units, score in (("either", 1), ("numbers", 1), ("header", 0)):
        check = desk.check("drawing_entities", "plan.dxf", tolerance=1.0, units=units)
        assert desk.score(check, {"plan.dxf": wrong_header}) == score


def test_geometry_is_that_of_the_books() -> None:
    half = bulged((0, 0), (2, 0), 1.0)
    assert half.radius == pytest.approx(1) and half.sweep == pytest.approx(math.pi)
    assert half.at(0.5) == pytest.approx((1, -1))
    assert bulged((2, 0), (0, 0), -1.0).at(0.5) == pytest.approx((1, -1))
    quarter = arc((0, 0), 2, 0, math.pi / 2)
    assert quarter.length == pytest.approx(math.pi) and quarter.box() == pytest.approx((0, 0, 2, 2))
    assert total_length([quarter, quarter, arc((0, 0), 2, 1, 2)], 1e-6) == pytest.approx(4)


def areas(tmp_path: Path, draw: Any) -> list[float]:
    made = ezdxf.new("R2010")
    draw(made.modelspace())
    place = tmp_path / "a.dxf"
    place.write_bytes(written(made))
    return sorted(round(o.area, 4) for o in outlines_of(read_drawing(place).strokes, 1e-4))


def test_areas_of_outlines_however_they_are_drawn(tmp_path: Path) -> None:
    def rooms_of_lines(model: Any) -> None:
        for one, two in [((0, 0), (6, 0)), ((6, 0), (6, 4)), ((6, 4), (0, 4)), ((0, 4), (0, 0)),
                         ((2, 0), (2, 4)), ((2, 1), (4, 1))]:  # fmt: skip
            model.add_line(one, two)

    def slot(model: Any) -> None:
        model.add_line((0, 0), (4, 0))
        model.add_arc((4, 1), 1, 270, 90)
        model.add_line((4, 2), (0, 2))
        model.add_arc((0, 1), 1, 90, 270)

    def others(model: Any) -> None:
        model.add_circle((0, 0), 1)
        model.add_ellipse((9, 0), (2, 0), 0.5)
        model.add_lwpolyline([(20, 0, 1), (22, 0, 1)], format="xyb", close=True)
        hatch = model.add_hatch()
        hatch.paths.add_polyline_path([(30, 0), (33, 0), (33, 3), (30, 3)], is_closed=True)
        model.add_lwpolyline([(30, 0), (33, 0), (33, 3), (30, 3)], close=True)
        model.add_line((50, 0), (60, 0))

    assert areas(tmp_path, rooms_of_lines) == [8, 16]
    assert areas(tmp_path, slot) == [pytest.approx(8 + math.pi, abs=1e-4)]
    assert areas(tmp_path, others) == pytest.approx([math.pi, math.pi, 2 * math.pi, 9], abs=2e-3)


def test_mirrored_arcs_and_polylines_lie_where_they_show(tmp_path: Path) -> None:
    made = ezdxf.new("R2010")
    model = made.modelspace()
    model.add_arc((-5, 0), 2, 0, 90, dxfattribs={"extrusion": (0, 0, -1)})
    model.add_lwpolyline([(-1, 0, 1), (-3, 0)], format="xyb",
                         dxfattribs={"extrusion": (0, 0, -1)})  # fmt: skip
    place = tmp_path / "m.dxf"
    place.write_bytes(written(made))
    curve, line = read_drawing(place).strokes
    assert curve.pieces[0].at(0.5) == pytest.approx((5 - 2**0.5, 2**0.5))
    assert line.pieces[0].box() == pytest.approx((1, 0, 3, 1))


BROKEN = [
    (b"", "is not a DXF drawing"),
    (b"AC1027\0\0\0\0", "DWG"),
    (b"\x89PNG\r\n\x1a\n" + b"SECTION", "not a DXF drawing|breaks off|damaged"),
    (plan()[: len(plan()) // 2], "breaks off"),
    (plan_of_lines().replace(b"LINE", b"\xff\xff"), ""),
    (raw(0, "LINE", 8, "A", 10, "nan", 20, 0, 11, 1, 21, 1), "no numbers"),
    (raw(0, "LINE", 8, "A", 10, "1e999", 20, 0, 11, 1, 21, 1), "no numbers"),
    (raw(0, "LINE", 8, "A", 10, "many", 20, 0, 11, 1, 21, 1), "damaged|no numbers"),
    (raw(0, "CIRCLE", 8, "A", 10, 0, 20, 0, 40, "1e300"), "no numbers"),
    (raw(0, "LWPOLYLINE", 100, "AcDbPolyline", 8, "A", 90, 2147483647, 70, 1, 10, 1, 20, 1), ""),
    (b"0\nSECTION\n2\nENTITIES\n0\nEOF\n", ""),
]


@pytest.mark.parametrize("number", range(len(BROKEN)))
def test_broken_files_are_told_in_a_sentence(desk: Desk, number: int) -> None:
    content, told = BROKEN[number]
    for check in checks(desk):
        result = desk.judged(check, {"plan.dxf": content})
        assert result.status == "fail" and result.score == 0, result.sentence
        assert any(part in result.sentence for part in told.split("|")), result.sentence
    missing = desk.judged(checks(desk)[1], {})
    assert missing.sentence == "plan.dxf is missing." and missing.score == 0


def _many_rows() -> bytes:
    made = ezdxf.new("R2010")
    made.blocks.new("B").add_line((0, 0), (1, 1))
    made.modelspace().add_blockref(
        "B", (0, 0), dxfattribs={"row_count": 30000, "column_count": 30000, "row_spacing": 1}
    )
    return written(made)


HOSTILE = {
    "a block that holds itself": lambda: nested(2, 1, itself=True),
    "a billion lines in blocks": lambda: nested(9, 10),
    "blocks in blocks without end": lambda: nested(40, 1),
    "rows and columns without end": _many_rows,
}


@pytest.mark.parametrize("way", HOSTILE)
def test_hostile_drawings_are_refused_at_once(tmp_path: Path, way: str) -> None:
    place = tmp_path / "bad.dxf"
    place.write_bytes(HOSTILE[way]())
    began = time.process_time()
    with pytest.raises(HostileInputError):
        read_drawing(place)
    assert time.process_time() - began < 5


def test_too_large_a_file_is_not_read(tmp_path: Path) -> None:
    place = tmp_path / "large.dxf"
    with place.open("wb") as stream:
        stream.truncate(drawings.MAX_BYTES + 1)
    with pytest.raises(Unreadable, match="larger than 16 MiB"):
        read_drawing(place)


@pytest.mark.parametrize(
    ("kind", "parameters", "told"),
    [
        ("drawing_entities", {"layers": ["A-ROOF"]}, "nothing on a layer A-ROOF"),
        ("drawing_entities", {"before": "old.dxf"}, "old.dxf of the input is missing"),
        ("drawing_lengths", {"expected": {"A-WALL": 9.0}}, "The reference fails it"),
        ("drawing_lengths", {"layers": ["A-ROOF"]}, "A-ROOF"),
        ("drawing_areas", {"layers": ["A-DOOR"]}, "no closed outline"),
        ("drawing_areas", {"layers": ["A-WALL"], "each_at_least": 1e12}, "fails it"),
        ("drawing_layers", {"layers": [{"name": "A-ROOF"}]}, "A-ROOF of the reference is missing"),
        ("drawing_text", {"texts": ["Roof"]}, "no text Roof"),
        ("drawing_text", {"absent": ["Hall"]}, "says Hall still"),
    ],
)
def test_checks_that_the_reference_does_not_fit_are_refused(
    desk: Desk, kind: str, parameters: dict[str, Any], told: str
) -> None:
    assert told in desk.fault(desk.check(kind, "plan.dxf", **parameters))


def test_a_usual_tolerance_is_a_ten_thousandth(tmp_path: Path) -> None:
    place = tmp_path / "plan.dxf"
    place.write_bytes(plan())
    assert overlays.usual_tolerance(read_drawing(place)) == pytest.approx(0.6)


def test_many_lines_are_compared_in_time(tmp_path: Path) -> None:
    def many(shift: float) -> bytes:
        made = empty()
        for n in range(2000):
            x, y = n % 80 * 10, n // 80 * 10
            made.modelspace().add_line((x, y), (x + 8 + shift, y + 3), dxfattribs=on("A-WALL"))
        return written(made)

    desk = Desk(tmp_path, {"plan.dxf": many(0)})
    check = desk.check("drawing_entities", "plan.dxf", tolerance=0.1)
    began = time.process_time()
    result = desk.judged(check, {"plan.dxf": many(1.0)})
    assert result.status == "fail" and time.process_time() - began < 8
