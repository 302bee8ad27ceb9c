"""The child that looks at a display and never acts on it.

Runs as `python -m studio.running.looking` in the environment of the display. Takes `WIDTH HEIGHT`
a line, the largest size that is of use, and answers each with a head (width and height of the
picture, width and height of the screen) and the pixels, four bytes each, BGRX, row by row. Where
nothing has changed the width and height of the picture are 0. It gives way to all other programs.
"""

import os
import sys
from typing import BinaryIO

import mss
from PIL import Image

from studio.running.watching import HEAD

_NICE = 10


def _fitted(size: tuple[int, int], box: tuple[int, int]) -> tuple[int, int]:
    scale = min(1.0, box[0] / size[0], box[1] / size[1])
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def look(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer until the requests end."""
    with mss.MSS(with_cursor=True) as grabber:
        last: tuple[bytes, str] = (b"", "")
        for line in requests:
            shot = grabber.grab(grabber.monitors[0])
            pixels, asked = bytes(shot.raw), line.decode()
            if (pixels, asked) == last:
                answers.write(HEAD.pack(0, 0, *shot.size))
            else:
                last = (pixels, asked)
                _answer(answers, pixels, (shot.width, shot.height), asked)
            answers.flush()


def _answer(answers: BinaryIO, pixels: bytes, size: tuple[int, int], asked: str) -> None:
    wide, high = (int(number) for number in asked.split())
    box = _fitted(size, (wide, high))
    if box != size:
        image = Image.frombuffer("RGB", size, pixels, "raw", "BGRX", 0, 1)
        pixels = image.resize(box, Image.Resampling.BILINEAR).tobytes("raw", "BGRX")
    answers.write(HEAD.pack(*box, *size))
    answers.write(pixels)


def main() -> None:
    """Look, at the pace of who asks."""
    os.nice(_NICE)
    look(sys.stdin.buffer, sys.stdout.buffer)


if __name__ == "__main__":
    main()
