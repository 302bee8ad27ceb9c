"""Finding words in pictures by reading them: Tesseract, a program of the system, reads each change.

Tesseract's output as TSV: one recognised word a line with its box and its line in the text
(tesseract(1), config `tsv`).
"""

import io
import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from studio.base.errors import FaultError
from studio.base.lazy import Later
from studio.model.frozen import Bounds

if TYPE_CHECKING:
    import numpy as np
    from PIL import Image
    from rapidfuzz import fuzz
else:
    np = Later("numpy")
    Image = Later("PIL.Image")
    fuzz = Later("rapidfuzz.fuzz")

_SECONDS = 120.0
_SCALE = 2
_MARGIN = 24
_CHANGED = 40
_ALIKE = 80.0
_SHORT = 4
_BORDER = 3


@dataclass(frozen=True)
class _Word:
    """A word that was read: its text, its place, and the line that it stands in."""

    text: str
    bounds: Bounds
    line: tuple[str, str, str]


def can_read() -> bool:
    """Tell whether pictures can be read on this machine."""
    return shutil.which("tesseract") is not None


class PictureReader:
    """Finds words in the pictures of a recording; only what changed since the last one is read.

    Args:
        words: what is looked for, folded to small letters; letters that were misread are allowed.
    """

    def __init__(self, words: Sequence[str]) -> None:
        self._words = words
        self._last: Any = None
        self._found: list[Bounds] = []

    def find(self, pixels: Any) -> list[Bounds]:
        """Return the places of the words in a picture of shape (height, width, 3), 8 bits.

        Raises:
            FaultError: if the reader fails.
        """
        for top, bottom in self._changed(pixels):
            width = pixels.shape[1]
            band = Bounds(x=0, y=top, width=width, height=bottom - top)
            kept = [place for place in self._found if not _meet(place, band)]
            self._found = kept + [
                Bounds(x=place.x, y=top + place.y, width=place.width, height=place.height)
                for place in places_of(_read(pixels[top:bottom]), self._words)
            ]
        self._last = pixels.copy()
        return list(self._found)

    def _changed(self, pixels: Any) -> list[tuple[int, int]]:
        """Return the bands of rows, first and one past the last, that differ from the last picture.

        A band is as high as the lines of text that it touches: half a word is not recognised.
        """
        height = pixels.shape[0]
        if self._last is None or self._last.shape != pixels.shape:
            return [(0, height)]
        # Pictures out of a video differ a little everywhere; text that changes differs much.
        differs = (np.abs(pixels.astype(np.int16) - self._last) > _CHANGED).any(axis=(1, 2))
        bands: list[tuple[int, int]] = []
        for row in np.flatnonzero(differs):
            top, bottom = max(0, int(row) - _MARGIN), min(height, int(row) + _MARGIN)
            if bands and top <= bands[-1][1]:
                top = bands.pop()[0]
            bands.append((top, bottom))
        return bands


def _meet(one: Bounds, other: Bounds) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


def _read(pixels: Any) -> list[_Word]:
    image = Image.fromarray(pixels).convert("L")
    large = image.resize((image.width * _SCALE, image.height * _SCALE), Image.Resampling.LANCZOS)
    stream = io.BytesIO()
    large.save(stream, "PNG")
    try:
        done = subprocess.run(
            ["tesseract", "stdin", "stdout", "--psm", "11", "tsv"],
            input=stream.getvalue(),
            capture_output=True,
            # Its threads wait for each other longer than they work on pictures of this size.
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            timeout=_SECONDS,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as fault:
        raise FaultError(f"The pictures cannot be read: {fault}.") from None
    return list(_parsed(done.stdout.decode("utf-8", "replace")))


def _parsed(table: str) -> Iterator[_Word]:
    for row in table.splitlines()[1:]:
        fields = row.split("\t")
        if len(fields) != 12 or not fields[11].strip():
            continue
        left, top, width, height = (int(number) // _SCALE for number in fields[6:10])
        bounds = Bounds(
            x=max(0, left - _BORDER),
            y=max(0, top - _BORDER),
            width=width + 2 * _BORDER + 1,
            height=height + 2 * _BORDER + 1,
        )
        yield _Word(fields[11].strip().casefold(), bounds, (fields[2], fields[3], fields[4]))


def places_of(read: Sequence[_Word], words: Sequence[str]) -> list[Bounds]:
    """Return the places of the words among what was read, one for each word of a phrase."""
    lines: dict[tuple[str, str, str], list[_Word]] = {}
    for word in read:
        lines.setdefault(word.line, []).append(word)
    found = []
    for wanted in words:
        parts = wanted.split()
        for line in lines.values():
            for start in range(len(line) - len(parts) + 1):
                stretch = line[start : start + len(parts)]
                if all(_alike(part, word.text) for part, word in zip(parts, stretch, strict=True)):
                    found += [word.bounds for word in stretch]
    return found


def _alike(wanted: str, read: str) -> bool:
    """Tell whether a word holds what is wanted, a letter in five misread."""
    if wanted in read:
        return True
    long_enough = len(wanted) >= _SHORT and len(read) >= len(wanted) - 1
    return long_enough and fuzz.partial_ratio(wanted, read) >= _ALIKE
