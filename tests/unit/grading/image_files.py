"""Small pictures: a scene with shapes and noise, and a card with words."""

import io
import struct
import zlib
from collections.abc import Callable
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFont

Change = Callable[[Image.Image], Image.Image]


def saved(image: Image.Image, name: str = "PNG", **more: Any) -> bytes:
    stream = io.BytesIO()
    image.save(stream, name, **more)
    return stream.getvalue()


def scene(width: int = 400, height: int = 300) -> Image.Image:
    """Return a picture like a photo: soft colours, grain, and a few hard shapes."""
    y, x = np.mgrid[0:height, 0:width]
    waves = np.stack([np.sin(x / 47), np.cos((x + y) / 61), np.sin(y / 37 + 1)], axis=-1)
    grain = np.random.default_rng(7).normal(0, 4, (height, width, 3))
    image = Image.fromarray(np.clip(128 + 70 * waves + grain, 0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(image)
    draw.rectangle((40, 30, 160, 110), fill=(240, 240, 230))
    draw.ellipse((250, 150, 330, 230), fill=(200, 30, 30))
    draw.line((10, 280, 390, 250), fill=(10, 10, 60), width=4)
    return image


def card(
    change: Change | None = None, text: str = "OPEN DAY 14:30", ground: str = "#1f5fbf"
) -> bytes:
    """Return a card of 400 x 160 pixels with large words on one colour."""
    image = Image.new("RGB", (400, 160), ground)
    font = ImageFont.load_default(size=40)
    ImageDraw.Draw(image).text((30, 50), text, font=font, fill="white")
    return saved(change(image) if change else image)


def lying_png(width: int, height: int) -> bytes:
    """Return a PNG of a few bytes that declares any size."""

    def chunk(name: bytes, content: bytes) -> bytes:
        checked = zlib.crc32(name + content)
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", checked)

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    data = zlib.compress(b"\0" * 1000)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts
