"""Reading the words in a picture with Tesseract, a program of the system.

The picture is written anew from its pixels, so that nothing of the file itself reaches it.
"""

import io
import os
import re
import shutil
import subprocess
from collections.abc import Sequence

from PIL import Image
from rapidfuzz import fuzz

from studio.base.errors import FaultError
from studio.base.remedies import to_install
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.images import Pixels
from studio.grading.readers.values import fold

_SECONDS = 20.0
_MOST_PIXELS = 6_000_000
_SMALL = 1_000
_PAGE = 250_000
_LIKE = 84.0
_SHORT = 4
_MOST_TEXT = 100_000
_kept: dict[bytes, str] = {}
_DIGITS = str.maketrans("oOlI|", "00111")
_LETTERS = str.maketrans("01|i5", "ollls")


def can_read() -> bool:
    """Tell whether the program that reads pictures is installed."""
    return shutil.which("tesseract") is not None


def text_in(pixels: Pixels) -> str:
    """Return the words in a picture, folded.

    Args:
        pixels: of shape (height, width, 4).

    Raises:
        FaultError: if the program is not installed.
        Unreadable: if it finds no end of it.
    """
    if not can_read():
        lacks = "Texts in pictures are read by Tesseract, which is not installed"
        raise to_install(lacks, "tesseract-ocr")
    content = _written(pixels)
    if content not in _kept:
        while len(_kept) >= 8:
            _kept.pop(next(iter(_kept)))
        # Words on a picture and lines on a page are found in different ways; both are taken, but
        # for small pictures, which are no pages.
        modes = ("3", "11") if pixels.shape[0] * pixels.shape[1] > _PAGE else ("11",)
        _kept[content] = fold(" ".join(_read(content, mode) for mode in modes))
    return _kept[content]


def _written(pixels: Pixels) -> bytes:
    """Return a picture in greys on white, of a size that is read well."""
    height, width = pixels.shape[:2]
    scale = 2.0 if max(width, height) < _SMALL else 1.0
    scale = min(scale, (_MOST_PIXELS / (width * height)) ** 0.5)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    image = Image.fromarray(pixels, "RGBA").resize(size, Image.Resampling.LANCZOS)
    ground = Image.new("RGBA", size, "white")
    ground.alpha_composite(image)
    stream = io.BytesIO()
    ground.convert("L").save(stream, "PNG", compress_level=1)
    return stream.getvalue()


def _read(content: bytes, mode: str) -> str:
    try:
        done = subprocess.run(
            ["tesseract", "stdin", "stdout", "--psm", mode],
            input=content,
            capture_output=True,
            # Its threads wait for each other longer than they work on pictures of this size.
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Unreadable("shows more than can be read in time") from None
    except OSError as fault:
        raise FaultError(f"Tesseract does not run: {fault.strerror}.") from None
    return done.stdout[:_MOST_TEXT].decode("utf-8", "replace")


def says(read: str, wanted: str) -> bool:
    """Tell whether a text that was read says what is wanted; a letter in six may be misread.

    Numbers must be right to the digit, but for letters that look like one.
    """
    words = fold(read).casefold().split()
    parts = fold(wanted).casefold().split()
    for start in range(len(words) - len(parts) + 1):
        if _is_like(words[start : start + len(parts)], parts):
            return True
    joined, whole = "".join(words), "".join(parts)
    return len(whole) >= _SHORT and whole in joined


def _is_like(words: Sequence[str], parts: Sequence[str]) -> bool:
    return all(_is_word(word, part) for word, part in zip(words, parts, strict=True))


def _is_word(word: str, part: str) -> bool:
    plain, wanted = (re.sub(r"[^\w%€$£.,:/+-]|[.,:]+$", "", text) for text in (word, part))
    if plain == wanted:
        return True
    if any(sign.isdigit() for sign in wanted):
        return plain.translate(_DIGITS) == wanted.translate(_DIGITS)
    plain, wanted = plain.translate(_LETTERS), wanted.translate(_LETTERS)
    return plain == wanted or (len(wanted) >= _SHORT and fuzz.ratio(plain, wanted) >= _LIKE)
