"""Pictures of the window, kept small, and how far two of them are apart."""

import os
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

KEPT = Path(__file__).parent / "screens"
RENEW = "STUDIO_SCREENS"
SIZE = (640, 400)
TILE = 16
# Of 255: a letter that lies a pixel off, or that another release of its font draws, stays below
# both; a button that is missing or of another colour does not.
MOST_OF_A_TILE, MOST_OF_ALL = 60.0, 4.0
_COLOURS = 255


def picture_of(widget: QWidget) -> Image.Image:
    """Return what a widget shows, at the size at which pictures are kept."""
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    row = image.bytesPerLine()
    whole = Image.frombuffer(
        "RGB", (image.width(), image.height()), bytes(image.constBits()), "raw", "RGB", row
    )
    return whole.resize(SIZE, Image.Resampling.BOX)


def keep(picture: Image.Image, name: str) -> None:
    """Keep a picture, in few colours."""
    KEPT.mkdir(exist_ok=True)
    few = picture.quantize(_COLOURS, dither=Image.Dither.NONE)
    few.save(KEPT / f"{name}.png", optimize=True)


def apart(one: Image.Image, other: Image.Image) -> NDArray[np.float64]:
    """Return the mean difference of each tile of two pictures, 0 to 255, by row and column.

    Each is blurred by a pixel, so that the edges of letters weigh little.
    """
    left, right = (_blurred(picture) for picture in (one, other))
    far = np.abs(left - right).max(axis=2)
    rows, columns = far.shape[0] // TILE, far.shape[1] // TILE
    tiles = far[: rows * TILE, : columns * TILE].reshape(rows, TILE, columns, TILE)
    found: NDArray[np.float64] = tiles.mean(axis=(1, 3))
    return found


def _blurred(picture: Image.Image) -> NDArray[np.float64]:
    small = picture.convert("RGB").resize((SIZE[0] // 2, SIZE[1] // 2), Image.Resampling.BOX)
    return np.asarray(small.resize(SIZE, Image.Resampling.BILINEAR), dtype=np.float64)


def fault(picture: Image.Image, name: str, place: Path) -> str:
    """Return how a picture differs from the kept one, empty if it does not; renew it if asked.

    Args:
        picture: what is shown now.
        name: of the kept picture.
        place: the folder in which a picture that differs is left to be looked at.
    """
    if os.environ.get(RENEW):
        keep(picture, name)
        return ""
    kept = KEPT / f"{name}.png"
    if not kept.exists():
        return f"{name}: no picture is kept; look at it and run `make screens`"
    tiles = apart(picture, Image.open(kept))
    if tiles.max() <= MOST_OF_A_TILE and tiles.mean() <= MOST_OF_ALL:
        return ""
    picture.save(place / f"{name}.png")
    row, column = np.unravel_index(int(tiles.argmax()), tiles.shape)
    return (
        f"{name}: {tiles.mean():.1f} of {MOST_OF_ALL} on the whole, {tiles.max():.0f} of "
        f"{MOST_OF_A_TILE:.0f} at {column * TILE * 2}, {row * TILE * 2}; see {place / name}.png"
    )
