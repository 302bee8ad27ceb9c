"""Near misses and harmless variants of pictures: edited wrong, or only saved otherwise."""

import io
import random
from collections.abc import Callable, Iterator
from typing import Any

from PIL import Image, ImageDraw, ImageEnhance, ImageOps

from studio.grading.near_misses.operators import Made, Scene, spoils, varies
from studio.grading.readers.images import read_image

_FORMATS = {".jpg": "JPEG", ".jpeg": "JPEG", ".png": "PNG", ".webp": "WEBP", ".tif": "TIFF",
            ".tiff": "TIFF", ".bmp": "BMP"}  # fmt: skip
_SUFFIXES = tuple(_FORMATS)
_OTHERWISE: dict[str, dict[str, Any]] = {
    "PNG": {"compress_level": 1},
    "JPEG": {"quality": 88, "progressive": True},
    "WEBP": {"quality": 90},
    "TIFF": {"compression": "tiff_lzw"},
}
_PLAIN = ("L", "RGB", "RGBA", "LA", "1")
_QUALITY = 95
_SEEN, _MOST_ALIKE = 40, 8
_ORIENTATION = 0x0112
_ON_ITS_SIDE = 6


def _opened(scene: Scene) -> Image.Image:
    """Return the picture of a scene as it is shown; the reader has looked at its size first."""
    read_image(scene.place)
    image = ImageOps.exif_transpose(Image.open(io.BytesIO(scene.content())))
    return image if image.mode in _PLAIN else image.convert("RGBA")


def _saved(scene: Scene, image: Image.Image, **more: Any) -> bytes:
    """Return a picture in the format of the scene, with its resolution."""
    name = _FORMATS[scene.suffix]
    if name in ("JPEG", "BMP") and image.mode not in ("L", "RGB", "1"):
        image = image.convert("RGB")
    read = read_image(scene.place)
    dpi = {"dpi": (read.dpi, read.dpi)} if read.dpi and name in ("JPEG", "PNG", "TIFF") else {}
    quality = {"quality": _QUALITY} if name in ("JPEG", "WEBP") else {}
    stream = io.BytesIO()
    image.save(stream, name, **(dpi | quality | more))
    return stream.getvalue()


def _kinds(scene: Scene) -> frozenset[str]:
    return frozenset(check.kind for check in scene.checks)


Change = Callable[[Image.Image, random.Random], Image.Image | None]


def _spoils(id: str, title: str, did: str, always: bool = False) -> Callable[[Change], Change]:
    """Register what spoils the look of a picture; None is a change that does not apply.

    Unless `always`, only where a check compares the look: else other pictures are right too.
    """

    def keep(change: Change) -> Change:
        def make(scene: Scene, rng: random.Random) -> Iterator[Made]:
            if not always and scene.checks and "image_similarity" not in _kinds(scene):
                return
            image = _opened(scene)
            changed = change(image, rng)
            if changed is not None:
                content = _saved(scene, changed)
                if _differs(image, changed):
                    yield scene.made(did, content)

        spoils(id, "images", title, _SUFFIXES)(make)
        return change

    return keep


def _differs(one: Image.Image, other: Image.Image) -> bool:
    """Tell whether a person would see that two pictures are not the same."""
    if one.size != other.size or (one.mode in ("RGBA", "LA")) != (other.mode in ("RGBA", "LA")):
        return True
    small = [image.convert("RGBA").resize((64, 64), Image.Resampling.BOX) for image in (one, other)]
    pairs = zip(small[0].tobytes(), small[1].tobytes(), strict=True)
    return sum(abs(a - b) > _SEEN for a, b in pairs) > _MOST_ALIKE


@_spoils("image_turned", "Upside down", "turned the picture upside down")
def _turned(image: Image.Image, rng: random.Random) -> Image.Image:
    return image.rotate(180)


@_spoils("image_mirrored", "The wrong way round", "mirrored the picture")
def _mirrored(image: Image.Image, rng: random.Random) -> Image.Image:
    return ImageOps.mirror(image)


@_spoils("image_shifted", "Cut out elsewhere", "cut the picture out a little further down right")
def _shifted(image: Image.Image, rng: random.Random) -> Image.Image:
    across, down = max(4, image.width // 16), max(4, image.height // 16)
    part = image.crop((across, down, image.width, image.height))
    moved = Image.new(image.mode, image.size)
    moved.paste(part.resize(image.size), (0, 0))
    moved.paste(part, (0, 0))
    return moved


@_spoils("image_darker", "Too dark", "left the picture a third too dark")
def _darker(image: Image.Image, rng: random.Random) -> Image.Image | None:
    if image.mode == "1":
        return None
    dark = (
        ImageEnhance.Brightness(image.convert("RGB"))
        .enhance(0.62)
        .convert("L" if image.mode in ("L", "LA") else "RGB")
    )
    if "A" in image.mode:
        dark.putalpha(image.getchannel("A"))
    return dark


@_spoils("image_inverted", "A negative", "turned light into dark")
def _inverted(image: Image.Image, rng: random.Random) -> Image.Image:
    plain = ImageOps.invert(image.convert("L" if image.mode in ("1", "L", "LA") else "RGB"))
    if "A" in image.mode:
        plain.putalpha(image.getchannel("A"))
    return plain.convert("1") if image.mode == "1" else plain


@_spoils("image_blank", "An empty picture", "handed in an empty picture", always=True)
def _blank(image: Image.Image, rng: random.Random) -> Image.Image:
    return Image.new(image.mode, image.size, "white" if image.mode in ("1", "L", "RGB") else None)


@_spoils("image_spot", "A spot that does not belong there", "left a spot in the picture")
def _spot(image: Image.Image, rng: random.Random) -> Image.Image:
    made = image.convert("RGB") if image.mode in ("RGB", "1") else image.copy()
    side = max(16, min(image.size) // 20)
    left = rng.randrange(max(1, image.width - side))
    top = rng.randrange(max(1, image.height - side))
    box = (left, top, left + side, top + side)
    mean = image.convert("L").crop(box).resize((1, 1)).tobytes()[0]
    shade = 0 if mean > 127 else 255
    colour: Any = {"L": shade, "LA": (shade, 255), "RGBA": (shade, shade, shade, 255)}.get(
        made.mode, (shade, shade, shade)
    )
    ImageDraw.Draw(made).rectangle(box, fill=colour)
    return made.convert("1") if image.mode == "1" else made


@_spoils("image_channels_swapped", "Red for blue", "swapped red and blue")
def _swapped(image: Image.Image, rng: random.Random) -> Image.Image | None:
    if image.mode not in ("RGB", "RGBA"):
        return None
    bands = list(image.split())
    bands[0], bands[2] = bands[2], bands[0]
    return Image.merge(image.mode, bands)


@_spoils("image_flattened", "Nothing is transparent", "lost what was transparent")
def _flattened(image: Image.Image, rng: random.Random) -> Image.Image | None:
    if image.mode != "RGBA" or image.getchannel("A").getextrema()[0] == 255:
        return None
    ground = Image.new("RGBA", image.size, (255, 0, 0, 255))
    ground.alpha_composite(image)
    return ground.convert("RGB")


@spoils("image_wrong_size", "images", "Of another size", _SUFFIXES)
def _wrong_size(scene: Scene, rng: random.Random) -> Iterator[Made]:
    asked = [check for check in scene.checks if check.kind == "image_size"]
    if scene.checks and not any({"width", "height"} & c.parameters.keys() for c in asked):
        return
    image = _opened(scene)
    half = image.resize((max(1, image.width // 2), max(1, image.height // 2)))
    yield scene.made("saved half the size", _saved(scene, half))


@varies("image_recompressed", "images", "Compressed otherwise", _SUFFIXES)
def _recompressed(scene: Scene, rng: random.Random) -> Iterator[Made]:
    name = _FORMATS[scene.suffix]
    more = _OTHERWISE.get(name)
    if more:
        yield scene.made("compressed the picture otherwise", _saved(scene, _opened(scene), **more))


@varies("image_with_alpha", "images", "With a channel for transparency", (".png", ".webp"))
def _with_alpha(scene: Scene, rng: random.Random) -> Iterator[Made]:
    image = _opened(scene)
    if image.mode == "RGB":
        more = {"lossless": True} if scene.suffix == ".webp" else {}
        yield scene.made("saved with opaque alpha", _saved(scene, image.convert("RGBA"), **more))


@varies("image_turned_by_exif", "images", "Turned by what the file says", (".jpg", ".jpeg"))
def _turned_by_exif(scene: Scene, rng: random.Random) -> Iterator[Made]:
    image = _opened(scene).convert("RGB")
    exif = Image.Exif()
    exif[_ORIENTATION] = _ON_ITS_SIDE
    lying = image.transpose(Image.Transpose.ROTATE_90)
    yield scene.made("left the turning to EXIF", _saved(scene, lying, exif=exif))


@varies("image_described", "images", "With a comment in the file", (".png", ".jpg", ".jpeg"))
def _described(scene: Scene, rng: random.Random) -> Iterator[Made]:
    exif = Image.Exif()
    exif[0x010E] = "final version"
    yield scene.made("wrote a comment into the file", _saved(scene, _opened(scene), exif=exif))


@varies("image_softened", "images", "Edges a trace softer", _SUFFIXES)
def _softened(scene: Scene, rng: random.Random) -> Iterator[Made]:
    image = _opened(scene)
    if image.mode not in ("L", "RGB") or min(image.size) < 64:
        return
    larger = image.resize((image.width * 2, image.height * 2), Image.Resampling.BICUBIC)
    again = larger.resize(image.size, Image.Resampling.BILINEAR)
    yield scene.made("scaled the picture up and down again", _saved(scene, again))
