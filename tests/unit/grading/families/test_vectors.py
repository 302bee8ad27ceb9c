"""Drawings in SVG: written otherwise is right; a shape elsewhere, recoloured or renamed is not."""

import math
from pathlib import Path

import pytest

from studio.base.errors import HostileInputError
from studio.grading.readers.paths import applied, outline, transform
from studio.grading.readers.vectors import colour_of, read_vectors
from studio.model.check import Check
from tests.unit.grading.families.grounds import Desk
from tests.unit.grading.vector_files import HALL, OTHERWISE


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, {"hall.svg": HALL})


def check(desk: Desk, **more: object) -> Check:
    return desk.check("svg_structure", "hall.svg", **more)


def test_the_same_written_otherwise_is_right(desk: Desk) -> None:
    desk.is_sound(check(desk))
    result = desk.judged(check(desk), {"hall.svg": OTHERWISE})
    assert result.status == "pass", result.sentence


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('cx="40"', 'cx="60"', "place of #exit-north"),
        ('fill="green"', 'fill="red"', "colour of #exit-north"),
        ('id="exit-north"', 'id="exit-n"', "presence of #exit-north"),
        (">Stage<", ">Stag<", "text of #label"),
        ('y2="150"', 'y2="170"', "shape of a line"),
        ('stroke-width="2"', 'stroke-width="6"', "colour of #hall"),
        ('<g id="exits">', '<g id="doors">', "group of #exit-north"),
        ('d="M 300 250', 'd="M 290 250', "place of #arrow"),
        ("<g id=\"exits\">", '<g id="exits" display="none">', "presence of #exits"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named(desk: Desk, before: str, after: str, told: str) -> None:
    assert before in HALL
    result = desk.judged(check(desk), {"hall.svg": HALL.replace(before, after)})
    assert result.status == "fail" and result.score is not None and 0 < result.score < 1
    assert told in str(result.evidence["wrong"]) and "#" not in result.public


def test_ids_alone_may_be_asked_for(desk: Desk) -> None:
    free = check(desk, ids=["stage", "label"], place=False, colours=False)
    desk.is_sound(free)
    moved = HALL.replace('x="150"', 'x="90"').replace("#c0392b", "#000000")
    assert desk.score(free, {"hall.svg": moved}) == 1
    assert desk.score(free, {"hall.svg": HALL.replace('"stage"', '"podium"')}) < 1
    assert "no shape or group" in desk.fault(check(desk, ids=["door"]))


def test_only_what_is_new_is_paid(tmp_path: Path) -> None:
    given = HALL.replace('<rect id="stage"', '<rect id="old" x="1" y="1" width="9" height="9"/>'
                         '<rect id="stage" display="none"')  # fmt: skip
    desk = Desk(tmp_path, {"hall.svg": HALL}, {"hall.svg": given})
    desk.is_sound(check(desk))
    left = HALL.replace('<rect id="stage"', '<rect id="old" x="1" y="1" width="9" height="9"/>'
                        '<rect id="stage"')  # fmt: skip
    result = desk.judged(check(desk), {"hall.svg": left})
    assert result.status == "fail" and "1 shapes should be gone" in result.public


def test_paths_and_transforms_are_those_of_the_standard() -> None:
    half = outline("M0 0 A 5 5 0 0 1 10 0")
    assert min(y for _, y in half) == pytest.approx(-5)
    other = outline("M0 0 a5 5 0 0 0 10 0")
    assert max(y for _, y in other) == pytest.approx(5)
    assert outline("M0,0 10-10z")[1] == (10, -10)
    assert max(x for x, _ in outline("M0 0C0 10 10 10 10 0S20-10 20 0")) == 20
    assert max(y for _, y in outline("M0 0Q5 10 10 0T20 0")) == pytest.approx(5)
    turned = transform("translate(10 0) rotate(90) scale(2)")
    assert applied(turned, (1, 0)) == pytest.approx((10, 2))
    assert applied(transform("rotate(180, 5, 5)"), (0, 0)) == pytest.approx((10, 10))
    assert math.isclose(applied(transform("skewX(45)"), (0, 1))[0], 1)


def test_colours_are_the_same_however_they_are_written() -> None:
    red = {
        colour_of(text) for text in ("red", "#F00", "#ff0000", "rgb(255,0,0)", "hsl(0,100%,50%)")
    }
    assert red == {"#ff0000"}
    assert colour_of("url('#fade')") == "url(#fade)" and colour_of("transparent") == "none"


LAUGH = '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><svg>&b;</svg>'
XLINK = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
LOOP = f'<svg {XLINK}><g id="a"><use xlink:href="#a"/></g></svg>'
DEEP = "<svg xmlns='http://www.w3.org/2000/svg'>" + "<g>" * 500 + "</g>" * 500 + "</svg>"
WIDE = (
    f"<svg {XLINK}>"
    + "".join(f'<g id="g{n}">' + f'<use xlink:href="#g{n + 1}"/>' * 10 + "</g>" for n in range(9))
    + '<g id="g9"><rect width="1" height="1"/></g></svg>'
)


@pytest.mark.parametrize("content", [LAUGH, LOOP, DEEP, WIDE])
def test_hostile_drawings_are_refused(tmp_path: Path, content: str) -> None:
    place = tmp_path / "bad.svg"
    place.write_text(content)
    with pytest.raises(HostileInputError):
        read_vectors(place)


@pytest.mark.parametrize(
    "content",
    ["", "<html/>", "<svg", "\0\0", "not xml", HALL[:300],
     HALL.replace('cx="40"', 'cx="1e999"'), HALL.replace("M 300 250", "M 1e999 250")],
)  # fmt: skip
def test_broken_drawings_fail_in_a_sentence(desk: Desk, content: str) -> None:
    result = desk.judged(check(desk), {"hall.svg": content})
    assert result.status == "fail" and (result.score or 0) < 1 and result.sentence.endswith(".")
    assert desk.judged(check(desk), {}).sentence == "hall.svg is missing."
