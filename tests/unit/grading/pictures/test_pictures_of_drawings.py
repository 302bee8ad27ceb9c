"""Pictures of drawings: what is missing and what is too many, as sound SVG."""

from pathlib import Path
from typing import Any

from defusedxml.ElementTree import fromstring

from studio.grading.kinds import Grounds
from studio.grading.pictures import PICTURES
from tests.unit.grading.drawing_files import entity, on, plan
from tests.unit.grading.families.grounds import Desk, lay


def spoiled(made: Any) -> None:
    entity(made, "LINE").translate(500, 0, 0)
    entity(made, "MTEXT").text = "<script>"
    made.modelspace().add_line((0, 0), (900, 900), dxfattribs=on("A-DOOR"))


def test_pictures_say_what_is_wrong(tmp_path: Path) -> None:
    desk = Desk(tmp_path, {"plan.dxf": plan()})
    told = {
        "drawing_entities": "missing: 1", "drawing_areas": "too many: 2",
        "drawing_lengths": "a-door", "drawing_text": "Kitchen", "drawing_layers": "right",
    }  # fmt: skip
    for kind, words in told.items():
        check = desk.check(kind, "plan.dxf")
        for name, content in (("bad", plan(spoiled)), ("none", b"nothing"), ("good", plan())):
            folder = lay(tmp_path / f"{kind}-{name}", {"plan.dxf": content})
            made = PICTURES[kind](check, Grounds.of(desk.task, folder))
            assert made == PICTURES[kind](check, Grounds.of(desk.task, folder))
            assert made.suffix == ".svg" and len(made.content) < 100_000
            root = fromstring(made.content)
            text = " ".join(element.text or "" for element in root.iter())
            assert not list(root.iter("script"))
            assert (words in text) == (name == "bad" or kind == "drawing_layers") or name == "none"
