"""Generated cases of pictures: random boxes, covered more and more, or broken."""

import io
import random
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from studio.grading.readers.lettering import can_read
from studio.model.check import Check
from tests.unit.grading.generated import Case, case_of
from tests.unit.grading.image_files import saved


def drawn(rng: random.Random, words: str = "") -> Image.Image:
    width, height = rng.randrange(60, 160), rng.randrange(60, 120)
    image = Image.new("RGB", (width, height), tuple(rng.randrange(60, 200) for _ in range(3)))
    draw = ImageDraw.Draw(image)
    for _ in range(rng.randrange(1, 6) if not words else 0):
        x, y = rng.randrange(width - 20), rng.randrange(height - 20)
        draw.rectangle((x, y, x + 18, y + 16), fill=tuple(rng.randrange(256) for _ in range(3)))
    if words:
        image = Image.new("RGB", (420, 80), "white")
        font = ImageFont.load_default(size=36)
        ImageDraw.Draw(image).text((12, 16), words, font=font, fill="black")
    return image


def spoil(rng: random.Random, folder: Path) -> None:
    """Cover a half of the picture from the left, then all of it, or break the file."""
    place = folder / "p.png"
    content = place.read_bytes() if place.is_file() else b""
    if not content.startswith(b"\x89PNG") or len(content) < 60 or rng.random() < 0.3:
        place.write_bytes(rng.choice([b"", b"\0" * 40, b"\x89PNG\r\n\x1a\n"]))
        return
    image = Image.open(io.BytesIO(content)).convert("RGB")
    pixel = image.getpixel((image.width - 1, image.height - 1))
    assert isinstance(pixel, tuple)
    colour = tuple(255 if level < 128 else 0 for level in pixel)
    if image.getpixel((0, 0)) == colour:
        image = image.resize((image.width, 2 * image.height))
        ImageDraw.Draw(image).rectangle((0, 0, image.width, image.height), fill=colour)
    else:
        ImageDraw.Draw(image).rectangle((0, 0, image.width // 2, image.height), fill=colour)
    place.write_bytes(saved(image))


def case(rng: random.Random, folder: Path, kind: str, image: Image.Image, **more: Any) -> Case:
    (folder / "reference").mkdir()
    (folder / "reference/p.png").write_bytes(saved(image))
    check = Check(id="x", kind=kind, target="p.png", gate=kind == "image_size", parameters=more)
    return Case(check, folder / "reference", folder / "input", spoil)


@case_of("image_size")
def size(rng: random.Random, folder: Path) -> Case:
    return case(rng, folder, "image_size", drawn(rng), **({"format": "PNG"} if rng.random() < 0.5
                                                         else {}))  # fmt: skip


@case_of("image_similarity")
def similarity(rng: random.Random, folder: Path) -> Case:
    return case(rng, folder, "image_similarity", drawn(rng), at_least=rng.choice([0.9, 0.998]))


@case_of("region_colour")
def colour(rng: random.Random, folder: Path) -> Case:
    return case(rng, folder, "region_colour", drawn(rng), region=[0, 0, 30, 30])


def spoil_shapes(rng: random.Random, folder: Path) -> None:
    """Take out a shape, or break the file."""
    place = folder / "p.svg"
    lines = place.read_text().splitlines() if place.is_file() else []
    shapes = [number for number, line in enumerate(lines) if "<rect" in line]
    if not shapes or rng.random() < 0.3:
        place.write_text(rng.choice(["", "<svg", "<html/>"]))
        return
    del lines[rng.choice(shapes)]
    place.write_text("\n".join(lines))


@case_of("svg_structure")
def shapes(rng: random.Random, folder: Path) -> Case:
    lines = ['<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 900">']
    for number in range(rng.randrange(2, 9)):
        x, y = rng.randrange(90) * 10, rng.randrange(90) * 10
        named = f' id="s{number}"' if rng.random() < 0.6 else ""
        colour = f"#{rng.randrange(1 << 24):06x}"
        lines.append(f'<rect{named} x="{x}" y="{y}" width="{99 + number}" height="9" '
                     f'fill="{colour}"/>')  # fmt: skip
    (folder / "reference").mkdir()
    (folder / "reference/p.svg").write_text("\n".join([*lines, "</svg>"]))
    check = Check(id="x", kind="svg_structure", target="p.svg")
    return Case(check, folder / "reference", folder / "input", spoil_shapes)


@case_of("image_text")
def text(rng: random.Random, folder: Path) -> Case:
    words = rng.choice(["Total 4821", "Room 3075", "Gate 2216"])
    asked = {"texts": words.split()} if can_read() else {"texts": ["x"]}
    return case(rng, folder, "image_text", drawn(rng, words), **asked)
