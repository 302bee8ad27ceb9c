"""Pictures: saved, turned or compressed otherwise is right; what a person sees wrong is not."""

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageOps

from studio.base.errors import HostileInputError
from studio.grading.readers import lettering
from studio.grading.readers.images import read_image
from studio.model.check import Check
from tests.unit.grading.families.grounds import Desk, lay
from tests.unit.grading.image_files import card, lying_png, saved, scene


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, {"p.png": saved(scene())})


def looks(desk: Desk, **more: Any) -> Check:
    return desk.check("image_similarity", "p.png", **more)


def on_its_side() -> bytes:
    exif = Image.Exif()
    exif[0x0112] = 6
    return saved(scene().transpose(Image.Transpose.ROTATE_90), "JPEG", quality=92, exif=exif)


def with_alpha() -> bytes:
    return saved(scene().convert("RGBA"))


OTHERWISE: dict[str, bytes] = {
    "jpeg": saved(scene(), "JPEG", quality=80),
    "webp": saved(scene(), "WEBP", quality=80),
    "tiff": saved(scene(), "TIFF", compression="tiff_lzw"),
    "exif": on_its_side(),
    "alpha": with_alpha(),
    "twice the size": saved(scene().resize((800, 600), Image.Resampling.BICUBIC)),
    "a pixel less": saved(scene().crop((0, 0, 399, 299))),
}


@pytest.mark.parametrize("way", OTHERWISE)
def test_the_same_saved_otherwise_is_right(desk: Desk, way: str) -> None:
    desk.is_sound(looks(desk))
    result = desk.judged(looks(desk), {"p.png": OTHERWISE[way]})
    assert result.status == "pass", result.sentence


def _spot(image: Image.Image) -> Image.Image:
    ImageDraw.Draw(image).rectangle((300, 20, 312, 32), fill=(255, 255, 0))
    return image


def _circle_moved(image: Image.Image) -> Image.Image:
    ImageDraw.Draw(image).ellipse((262, 150, 342, 230), fill=(200, 30, 30))
    return image


WRONG = {
    "a spot": _spot,
    "a shape moved": _circle_moved,
    "mirrored": ImageOps.mirror,
    "upside down": lambda i: i.rotate(180),
    "grey": lambda i: i.convert("L"),
    "darker": lambda i: ImageEnhance.Brightness(i).enhance(0.8),
    "shifted": lambda i: i.transform(i.size, Image.Transform.AFFINE, (1, 0, 6, 0, 1, 0)),
    "cut off": lambda i: i.crop((0, 0, 400, 260)),
    "blank": lambda i: Image.new("RGB", i.size, "white"),
    "transparent": lambda i: i.convert("RGBA").point(lambda v: 0),
}


@pytest.mark.parametrize("way", WRONG)
def test_what_a_person_sees_wrong_fails(desk: Desk, way: str) -> None:
    result = desk.judged(looks(desk), {"p.png": saved(WRONG[way](scene()))})
    assert result.status == "fail" and (result.score or 0.0) < 1
    assert "%" not in result.public


def test_only_the_mask_counts(tmp_path: Path) -> None:
    mask = Image.new("L", (400, 300), 0)
    ImageDraw.Draw(mask).rectangle((200, 100, 399, 299), fill=255)
    desk = Desk(tmp_path, {"p.png": saved(scene())})
    lay(tmp_path / "private/hidden", {"mask.png": saved(mask)})
    check = looks(desk, mask="mask.png")
    desk.is_sound(check)
    assert desk.score(check, {"p.png": saved(_spot(scene()))}) == 1
    assert desk.score(check, {"p.png": saved(_circle_moved(scene()))}) < 1
    region = looks(desk, region=[200, 100, 200, 200])
    assert desk.score(region, {"p.png": saved(_spot(scene()))}) == 1
    assert "mask" in desk.fault(looks(desk, mask="gone.png"))
    assert "No pixel" in desk.fault(looks(desk, region=[900, 0, 5, 5]))


def test_the_untouched_picture_earns_nothing(tmp_path: Path) -> None:
    desk = Desk(tmp_path, {"p.png": saved(_circle_moved(scene()))}, {"p.png": saved(scene())})
    desk.is_sound(looks(desk))


def test_sizes_and_sorts(desk: Desk) -> None:
    def size(**more: Any) -> Check:
        return desk.check("image_size", "p.png", **more)

    wanted = size(width=400, height=300, mode="colour", alpha=False, format="PNG")
    desk.is_sound(wanted)
    desk.is_sound(size())
    assert desk.score(wanted, {"p.png": with_alpha()}) == 1
    for spoiled in (
        saved(scene().resize((300, 400))),
        saved(scene().convert("L")),
        saved(scene(), "JPEG"),
        saved(scene().convert("RGBA").point(lambda v: v // 2)),
    ):
        assert desk.score(wanted, {"p.png": spoiled}) == 0
    turned = desk.judged(size(width=400, height=300), {"p.png": on_its_side()})
    assert turned.status == "pass", turned.sentence
    assert desk.score(size(mode="grey"), {"p.png": saved(scene().convert("L"))}) == 1
    assert desk.score(size(mode="grey"), {"p.png": saved(scene())}) == 0
    assert desk.score(size(dpi=300), {"p.png": saved(scene(), dpi=(300, 300))}) == 1
    assert desk.score(size(dpi=300), {"p.png": saved(scene(), dpi=(72, 72))}) == 0
    assert desk.score(size(longest_at_most=400), {"p.png": saved(scene())}) == 1
    assert desk.score(size(shortest_at_least=301), {"p.png": saved(scene())}) == 0
    assert desk.score(size(kilobytes_at_most=5), {"p.png": saved(scene())}) == 0
    assert "The reference fails it" in desk.fault(size(width=7))


def test_colours_of_regions(tmp_path: Path) -> None:
    desk = Desk(tmp_path, {"p.png": card()})
    ground = {"region": [0, 0, 400, 40], "colour": "#1f5fbf", "even": True}
    check = desk.check("region_colour", "p.png", **ground)
    desk.is_sound(check)
    desk.is_sound(desk.check("region_colour", "p.png", region=[0, 0, 400, 40]))
    assert desk.score(check, {"p.png": card(lambda i: i.resize((800, 320)))}) == 1
    assert desk.score(check, {"p.png": card(ground="#2563c4")}) == 1
    assert desk.score(check, {"p.png": card(ground="#bf5f1f")}) == 0
    stripes = Image.fromarray(
        np.tile(np.array([[[0, 0, 0]], [[62, 190, 255]]], np.uint8), (80, 400, 1))
    )
    assert desk.score(check, {"p.png": saved(stripes)}) == 0
    share = desk.check(
        "region_colour", "p.png", region=[0, 0, 400, 160], colour="#1f5fbf", share=0.5
    )
    desk.is_sound(share)
    assert desk.score(share, {"p.png": card(text="DAY")}) == 1
    assert desk.score(share, {"p.png": card(ground="#ffffff")}) == 0


needs_tesseract = pytest.mark.skipif(not lettering.can_read(), reason="needs tesseract")


@needs_tesseract
def test_words_are_read(tmp_path: Path) -> None:
    desk = Desk(tmp_path, {"p.png": card()})
    check = desk.check("image_text", "p.png", texts=["Open Day", "14:30"], absent=["Draft"])
    desk.is_sound(check)
    assert desk.score(check, {"p.png": card(ground="#7f1f1f")}) == 1
    assert desk.score(check, {"p.png": card(text="OPEN DAY 15:30")}) == 0.5
    assert desk.score(check, {"p.png": card(text="Draft")}) == 0
    assert desk.score(check, {"p.png": saved(Image.new("RGB", (50, 50), "white"))}) == 0
    told = desk.judged(check, {"p.png": card(text="OPEN DAY 15:30")})
    assert "14:30" in told.sentence and "14:30" not in told.public


def test_without_tesseract_a_sentence_says_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(tmp_path, {"p.png": card()})
    monkeypatch.setattr(lettering.shutil, "which", lambda name: None)
    lettering._kept.clear()
    check = desk.check("image_text", "p.png", texts=["Open Day"])
    result = desk.judged(check, {"p.png": card()})
    assert result.status == "error" and "package tesseract-ocr has" in result.sentence
    assert "tesseract-ocr" in desk.fault(check)


@pytest.mark.parametrize(
    ("wanted", "read"),
    [("Open day", "0PEN DAY"), ("14:30", "at 14:30."), ("Receipt", "Recelpt"), ("A", "a b")],
)
def test_letters_may_be_misread(wanted: str, read: str) -> None:
    assert lettering.says(read, wanted)


@pytest.mark.parametrize(
    ("wanted", "read"), [("14:30", "14:80"), ("1,250", "1,260"), ("cat", "cut")]
)
def test_digits_and_short_words_must_be_right(wanted: str, read: str) -> None:
    assert not lettering.says(read, wanted)


BROKEN = [
    (b"", "not a picture"),
    (b"\x89PNG\r\n\x1a\n", "picture"),
    (b"GIF89a", "picture"),
    (saved(scene())[:2000], "broken picture"),
    (b"<svg/>", "not a picture"),
    (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "not a picture"),
    (lying_png(0, 0), "picture"),
]


@pytest.mark.parametrize("number", range(len(BROKEN)))
def test_broken_pictures_are_told_in_a_sentence(desk: Desk, number: int) -> None:
    content, told = BROKEN[number]
    for check in (looks(desk), desk.check("image_size", "p.png"),
                  desk.check("region_colour", "p.png", region=[0, 0, 9, 9])):  # fmt: skip
        result = desk.judged(check, {"p.png": content})
        assert (result.status, result.score) == ("fail", 0.0)
        assert told in result.sentence, result.sentence
    assert desk.judged(looks(desk), {}).sentence == "p.png is missing."


@pytest.mark.parametrize(("width", "height"), [(60_000, 60_000), (2**31 - 1, 4), (9_000, 9_000)])
def test_a_declared_size_is_looked_at_before_anything_is_unpacked(
    tmp_path: Path, width: int, height: int
) -> None:
    place = tmp_path / "p.png"
    place.write_bytes(lying_png(width, height))
    with pytest.raises(HostileInputError, match="pixels"):
        read_image(place)


def test_pictures_of_many_bits_are_read(tmp_path: Path) -> None:
    values = (np.arange(256 * 64, dtype=np.uint16).reshape(64, 256) * 4).astype(np.uint16)
    place = tmp_path / "p.png"
    place.write_bytes(saved(Image.fromarray(values)))
    found = read_image(place)
    assert (found.bits, found.kind) == (16, "grey")
    assert found.pixels[0, 0, 0] == 0 and found.pixels[-1, -1, 0] >= 254
    assert Image.open(io.BytesIO(place.read_bytes())).mode.startswith("I")
