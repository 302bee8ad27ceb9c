"""Proposals for pictures: the size and sort that are asked for, likeness where one was edited."""

from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw, ImageOps

from studio.grading import grade_output, refusals
from studio.grading.near_misses import variants_of_task
from studio.grading.readers import lettering
from tests.unit.grading.families.grounds import lay
from tests.unit.grading.image_files import card, saved, scene
from tests.unit.grading.proposing.test_drawings import found, proposed

CROP = """Cut the plate out of `camera.png`: 200 x 150 pixels from 20,10, and save it as `plate.png`
in greyscale, with at most 200 kB."""
COVER = """Cover the red disc in `yard.png` by a black rectangle. Nothing else may change."""


def covered(image: Image.Image, more: bool = False) -> Image.Image:
    draw = ImageDraw.Draw(image)
    draw.rectangle((245, 145, 335, 235), fill="black")
    if more:
        draw.rectangle((20, 200, 40, 220), fill="white")
    return image


def passes(task: Any, folder: Path, name: str, image: Image.Image) -> bool:
    return grade_output(task, lay(folder, {name: saved(image)})).passed


def test_the_words_of_the_instruction_become_size_and_sort(tmp_path: Path) -> None:
    part = scene().crop((20, 10, 220, 160))
    task = proposed(tmp_path / "t", CROP, {"plate.png": saved(part.convert("L"))},
                    {"camera.png": saved(scene())})  # fmt: skip
    checks = found(task)
    size = checks["image_size"].parameters
    assert checks["image_size"].gate and not checks["image_similarity"].gate
    assert size == {"width": 200, "height": 150, "mode": "grey", "kilobytes_at_most": 200.0,
                    "format": "PNG", "drawn": True}  # fmt: skip
    assert refusals(task) == () and grade_output(task, task.reference).passed
    other = part.convert("L", matrix=(0.2126, 0.7152, 0.0722, 0))
    assert passes(task, tmp_path / "other", "plate.png", other)
    wrong = scene().crop((40, 10, 240, 160)).convert("L")
    assert not passes(task, tmp_path / "wrong", "plate.png", wrong)
    assert not passes(task, tmp_path / "colour", "plate.png", part)


def test_an_edit_is_compared_and_nothing_done_is_not_paid(tmp_path: Path) -> None:
    task = proposed(tmp_path / "t", COVER, {"yard.png": saved(covered(scene()))},
                    {"yard.png": saved(scene())}, "in_place")  # fmt: skip
    assert refusals(task) == () and grade_output(task, task.reference).passed
    assert grade_output(task, task.input).score == 0
    assert not passes(task, tmp_path / "more", "yard.png", covered(scene(), more=True))
    assert passes(task, tmp_path / "alpha", "yard.png", covered(scene()).convert("RGBA"))


def test_near_misses_fail_and_other_ways_to_save_pass(tmp_path: Path) -> None:
    prompt = "Mirror `a.jpg` and save it as `b.jpg`, in the same size."
    task = proposed(tmp_path / "t", prompt, {"b.jpg": saved(ImageOps.mirror(scene()), "JPEG")},
                    {"a.jpg": saved(scene(), "JPEG")})  # fmt: skip
    seen = set()
    for number, variant in enumerate(variants_of_task(task)):
        folder = tmp_path / f"v{number}"
        variant.lay(task.reference, folder)
        assert grade_output(task, folder).passed is variant.harmless, (variant.id, variant.did)
        seen.add(variant.id.partition(":")[2].partition("-")[0])
    assert {
        "image_turned", "image_mirrored", "image_shifted", "image_darker", "image_inverted",
        "image_blank", "image_spot", "image_channels_swapped", "image_wrong_size",
        "image_recompressed", "image_turned_by_exif", "image_described", "image_softened",
    } <= seen  # fmt: skip


@pytest.mark.skipif(not lettering.can_read(), reason="needs tesseract")
def test_a_new_picture_is_judged_by_what_is_asked_of_it(tmp_path: Path) -> None:
    prompt = (
        'Make a card `card.png` with the words "OPEN DAY" on a background of #1f5fbf, 400 x 160 '
        "pixels."
    )
    task = proposed(tmp_path / "t", prompt, {"card.png": card()}, {"notes.txt": "Open day\n"})
    kinds = found(task)
    assert set(kinds) == {"image_size", "region_colour", "image_text"}
    assert kinds["image_text"].parameters["texts"] == ["OPEN DAY"]
    assert refusals(task) == () and grade_output(task, task.reference).passed

    def made(**more: Any) -> bool:
        folder = tmp_path / str(len(list(tmp_path.iterdir())))
        return grade_output(task, lay(folder, {"card.png": card(**more)})).passed

    assert made(text="  OPEN DAY") and made(text="OPEN DAY 9")
    assert not made(ground="#bf1f1f") and not made(text="OPEN BAR")
    assert not made(change=lambda image: image.resize((200, 80)))
