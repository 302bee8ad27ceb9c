"""Reading pictures of strangers: their declared size is looked at before a pixel is unpacked."""

import io
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from studio.base.errors import HostileInputError
from studio.formats import digests
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.memory import Memory
from studio.grading.readers.places import read_bytes

IMAGES = (".png", ".jpg", ".jpeg", ".webp", ".tif", ".tiff", ".gif", ".bmp")
MAX_BYTES = 48 * 1024 * 1024
MAX_PIXELS = 40_000_000
MAX_SIDE = 30_000
_FORMATS = ("PNG", "JPEG", "WEBP", "TIFF", "GIF", "BMP")
_KEPT = 40
_KEPT_PIXELS = 60_000_000
_BITS = {"1": 1, "I;16": 16, "I;16B": 16, "I;16L": 16, "I": 16, "F": 32}

Pixels = NDArray[np.uint8]


@dataclass(frozen=True)
class Image4:
    """A picture as it is shown: turned as its camera says.

    Attributes:
        pixels: of shape (height, width, 4): red, green, blue and how opaque, 8 bits each.
        kind: `bilevel`, `grey` or `colour`, as it is stored.
        alpha: whether it can be transparent.
        format: the format of the file, such as PNG, whatever its name says.
        bits: how many bits a channel has.
        dpi: its resolution, None if the file says none.
        size: how many bytes the file has.
    """

    pixels: Pixels
    kind: str
    alpha: bool
    format: str
    bits: int
    dpi: float | None
    size: int

    @property
    def width(self) -> int:
        """Its width in pixels."""
        return int(self.pixels.shape[1])

    @property
    def height(self) -> int:
        """Its height in pixels."""
        return int(self.pixels.shape[0])


def read_image(place: Path) -> Image4:
    """Return the first picture of a file.

    Raises:
        HostileInputError: if it unpacks to more than the caps.
        Unreadable: if it is no picture, or a broken one.
    """
    content = read_bytes(place, MAX_BYTES)
    return _images.get(digests.of_bytes(content), lambda: _read(content))


def _read(content: bytes) -> Image4:
    # Pillow warns of large pictures; the caps here are lower than where it begins to.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
                _refuse_large(image.width, image.height)
                return _unpacked(image, len(content))
        except Image.DecompressionBombError:
            raise HostileInputError("The picture unpacks to more pixels than allowed.") from None
        except HostileInputError:
            raise
        except UnidentifiedImageError:
            raise Unreadable("is not a picture (PNG, JPEG, WebP, TIFF, GIF or BMP)") from None
        except MemoryError:
            raise HostileInputError("The picture unpacks to more than the memory holds.") from None
        except Exception:
            # The decoders raise whatever they do on files that are broken.
            raise Unreadable("is a broken picture") from None


def _refuse_large(width: int, height: int) -> None:
    if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
        raise HostileInputError(
            f"The picture declares {width:,} x {height:,} pixels; "
            f"at most {MAX_PIXELS:,} are unpacked."
        )


def _unpacked(image: Image.Image, size: int) -> Image4:
    mode, alpha = image.mode, "A" in image.getbands() or "transparency" in image.info
    bits = _BITS.get(mode, 8)
    found = image.info.get("dpi")
    dpi = float(found[0]) if isinstance(found, tuple) and found and found[0] else None
    name = str(image.format)
    turned = ImageOps.exif_transpose(image)
    if bits > 8:
        turned = _in_8_bits(turned)
    shown = turned.convert("RGBA")
    pixels = np.array(shown, dtype=np.uint8)
    return Image4(pixels, _kind(mode, pixels), alpha, name, bits, dpi, size)


def _in_8_bits(image: Image.Image) -> Image.Image:
    """Return a picture of 16 or 32 bits in 8; one that uses few values is stretched to white."""
    values = np.array(image, dtype=np.float64)
    values = np.nan_to_num(values, nan=0.0, posinf=0.0, neginf=0.0)
    top = next(t for t in (1.0, 255.0, 65535.0, np.inf) if values.max(initial=0.0) <= t)
    return Image.fromarray(np.clip(values * (255 / min(top, 65535.0)), 0, 255).astype(np.uint8))


def _kind(mode: str, pixels: Pixels) -> str:
    """Return what sort of picture it is; one of a palette by the colours that it uses."""
    if mode == "1":
        return "bilevel"
    if mode in ("L", "LA", "I", "F") or mode.startswith("I;16"):
        return "grey"
    if mode in ("P", "PA") and is_grey(pixels):
        return "grey"
    return "colour"


def is_grey(pixels: Pixels) -> bool:
    """Tell whether a picture shows no colour."""
    red, green, blue = (pixels[..., channel] for channel in range(3))
    most = np.maximum(np.maximum(red, green), blue)
    least = np.minimum(np.minimum(red, green), blue)
    return not bool((most - least > 4).any())


_images: Memory[Image4] = Memory(_KEPT, lambda image: image.width * image.height, _KEPT_PIXELS)
