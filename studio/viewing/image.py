"""Pictures, shown whole in a size for the screen, or a piece of them in their own."""

from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from studio.grading.readers.archives import Unreadable
from studio.grading.readers.images import Image4, read_image
from studio.viewing.image_data import ImageHead, ImagePiece

MAX_SIDE = 2_048
_MOST_PIECE = 2_048
# Codecs that lose a little change each value by a few steps, which nobody sees.
_SEEN = 8
Bytes = NDArray[np.uint8]


class OpenedImage:
    """An open picture, and the one that it is compared with."""

    def __init__(self, shown: Path, other: Path | None) -> None:
        self._image = read_image(shown)
        self._other_path = other

    @cached_property
    def _other(self) -> Image4 | str:
        """The other picture, or why it is not compared; empty if there is none."""
        if self._other_path is None:
            return ""
        try:
            other = read_image(self._other_path)
        except Unreadable:
            return "the other file is no picture"
        if other.pixels.shape != self._image.pixels.shape:
            return f"the other picture is of another size, {other.width:,} x {other.height:,}"
        return other

    @cached_property
    def _differs(self) -> Bytes | None:
        """Where the pictures differ for the eye: shape (height, width), 0 or 255."""
        other = self._other
        if isinstance(other, str):
            return None
        differs: Bytes = np.zeros(self._image.pixels.shape[:2], np.uint8)
        for top in range(0, self._image.height, 512):
            rows = slice(top, top + 512)
            mine = self._image.pixels[rows].astype(np.int16)
            apart = np.abs(mine - other.pixels[rows].astype(np.int16)).max(axis=2)
            differs[rows] = np.where(apart > _SEEN, 255, 0)
        return differs

    def head(self) -> ImageHead:
        """Return the picture as a whole."""
        image, differs = self._image, self._differs
        arrays: tuple[Bytes, ...] = (_smaller(image.pixels),)
        if differs is not None:
            arrays = (*arrays, _most(differs, arrays[0].shape[:2]))
        return ImageHead(
            image.width,
            image.height,
            image.kind,
            image.format,
            differs is not None,
            0 if differs is None else int((differs > 0).sum()),
            self._other if isinstance(self._other, str) else "",
            arrays,
        )

    def piece(self, left: int, top: int, width: int, height: int) -> ImagePiece:
        """Return a piece of the picture in its full size, at most 2,048 pixels wide and high."""
        left, top = max(0, left), max(0, top)
        rows = slice(top, top + min(height, _MOST_PIECE))
        columns = slice(left, left + min(width, _MOST_PIECE))
        arrays: tuple[Bytes, ...] = (self._image.pixels[rows, columns],)
        if self._differs is not None:
            arrays = (*arrays, self._differs[rows, columns])
        return ImagePiece(left, top, arrays)


def opened(shown: Path, other: Path | None) -> OpenedImage:
    """Return an open picture.

    Raises:
        HostileInputError: if it unpacks to more than the caps.
        Unreadable: if it is no picture, or a broken one.
    """
    return OpenedImage(shown, other)


def _size(shape: tuple[int, ...]) -> tuple[int, int]:
    """Return (width, height) within the largest side."""
    height, width = shape[:2]
    scale = min(1.0, MAX_SIDE / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))


def _smaller(pixels: Bytes) -> Bytes:
    size = _size(pixels.shape)
    if size == (pixels.shape[1], pixels.shape[0]):
        return pixels
    made = Image.fromarray(pixels, "RGBA").resize(size, Image.Resampling.BOX)
    return np.asarray(made, dtype=np.uint8)


def _most(differs: Bytes, shape: tuple[int, ...]) -> Bytes:
    """Return where anything differs, in a smaller size: a single pixel stays seen."""
    if differs.shape == tuple(shape):
        return differs
    made: Bytes = np.zeros(shape, np.uint8)
    rows, columns = np.nonzero(differs)
    high, wide = differs.shape
    made[
        np.minimum(rows * shape[0] // high, shape[0] - 1),
        np.minimum(columns * shape[1] // wide, shape[1] - 1),
    ] = 255
    return made
