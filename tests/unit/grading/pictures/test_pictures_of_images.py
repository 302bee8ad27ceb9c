"""Pictures of pictures: reference, output, and the blocks that differ."""

import io
from pathlib import Path

from defusedxml.ElementTree import fromstring
from PIL import Image

from studio.grading.kinds import Grounds
from studio.grading.pictures import PICTURES
from tests.unit.grading.families.grounds import Desk, lay
from tests.unit.grading.families.test_images import _spot
from tests.unit.grading.image_files import saved, scene


def reds(content: bytes) -> int:
    image = Image.open(io.BytesIO(content)).convert("RGB")
    assert image.format is None and image.width > image.height
    pixels = image.crop((image.width * 2 // 3, 0, image.width, image.height)).tobytes()
    return sum(pixels[at : at + 3] == b"\xb3&\x1e" for at in range(0, len(pixels), 3))


def test_blocks_that_differ_are_red(tmp_path: Path) -> None:
    desk = Desk(tmp_path, {"p.png": saved(scene())})
    check = desk.check("image_similarity", "p.png")
    outputs = {"bad": saved(_spot(scene())), "good": saved(scene()), "none": b"x"}
    made = {}
    for name, content in outputs.items():
        grounds = Grounds.of(desk.task, lay(tmp_path / name, {"p.png": content}))
        made[name] = PICTURES["image_similarity"](check, grounds)
        assert made[name] == PICTURES["image_similarity"](check, grounds)
    assert made["bad"].suffix == ".png" and reds(made["bad"].content) > 50
    assert reds(made["good"].content) == 0
    assert "not a picture" in (fromstring(made["none"].content).find(".//*[2]") is not None and
                               made["none"].content.decode())  # fmt: skip
    size = PICTURES["image_size"](desk.check("image_size", "p.png", width=9),
                                  Grounds.of(desk.task, tmp_path / "bad"))  # fmt: skip
    assert b"width is 400 pixels" in size.content
