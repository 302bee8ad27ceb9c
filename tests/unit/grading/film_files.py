"""Small films: a bright block that moves over one colour for each shot."""

import io
from collections.abc import Sequence

import av
import numpy as np
from numpy.typing import NDArray

COLOURS = ((200, 40, 40), (40, 160, 60), (50, 60, 200), (190, 180, 40))
Pictures = NDArray[np.uint8]


def shots(
    lengths: Sequence[int] = (10, 10, 10),
    width: int = 64,
    height: int = 48,
    colours: Sequence[tuple[int, int, int]] = COLOURS,
) -> Pictures:
    """Return the pictures of some shots, each so many pictures long."""
    made = np.zeros((sum(lengths), height, width, 3), np.uint8)
    at = 0
    for length, colour in zip(lengths, colours, strict=False):
        made[at : at + length] = colour
        at += length
    for number, picture in enumerate(made):
        left = number * width // (2 * len(made))
        picture[height // 4 : height // 2, left : left + width // 4] = 250
    return made


def film(
    pictures: Pictures,
    rate: int = 10,
    *,
    form: str = "mp4",
    codec: str = "mpeg4",
    sound: bool = False,
) -> bytes:
    """Return pictures as a film."""
    stream = io.BytesIO()
    with av.open(stream, "w", format=form) as container:
        made = container.add_stream(codec, rate=rate)
        made.height, made.width = pictures.shape[1:3]
        made.pix_fmt = "yuv420p"
        made.bit_rate = 1_000_000
        track = container.add_stream("aac", rate=8000, layout="mono") if sound else None
        for picture in pictures:
            container.mux(made.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        container.mux(made.encode())
        if track is not None:
            silence = av.AudioFrame.from_ndarray(
                np.zeros((1, 1024), np.float32), format="fltp", layout="mono"
            )
            silence.sample_rate = 8000
            container.mux(track.encode(silence))
            container.mux(track.encode())
    return stream.getvalue()
