"""Make the harbour shot: pictures by numpy and Pillow, films by PyAV (FFmpeg), Python's csv."""

import itertools
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from PIL import Image

from tests.data.tasks.fixed_files import begin, finish, place, read_rows, write_rows

FILM, TABLE, RAW = "harbour.mp4", "shots.csv", "rushes.mp4"
RATE = 25
BIG, SMALL = (128, 72), (96, 54)
SHOTS = ((0, 31), (32, 77), (78, 104))
ABOUT = {
    "title": "Cut one shot out of the rushes",
    "profession": "Video editor",
    "occupation": "27-4032.00",
    "work": "separate",
    "families": ["mp4", "csv", "frames", "agreement of two outputs"],
    "alternate_correct": {
        "mpeg4": "MPEG-4 instead of H.264, scaled with another filter, lines of the table in the "
        "opposite order.",
        "high_quality": "H.264 with less loss and more key frames; every "
        "field of the table quoted.",
    },
    "known_bad": {
        "next_shot_begins": "The last four frames are of the town hall, and the table says so.",
        "half_speed": "The frames are right but play at 12.5 a second, twice as long.",
        "mirrored": "The picture is flipped left to right.",
    },
}
Frames = list[np.ndarray]


def picture(shot: int, at: int) -> np.ndarray:
    """Return one frame: ground and sky of the place, and something that moves."""
    wide, high = BIG
    y, x = np.mgrid[:high, :wide]
    sky = ((230, 190, 120), (120, 170, 230), (170, 170, 180))[shot]
    ground = ((120, 90, 50), (20, 60, 110), (60, 110, 60))[shot]
    horizon = (40, 46, 54)[shot]
    made = np.where((y < horizon)[..., None], sky, ground).astype(float)
    made *= (0.85 + 0.15 * x / wide)[..., None]
    if shot == 0:
        for stall in range(3):
            made[30:50, 10 + 40 * stall : 34 + 40 * stall] = (200, 40 + 60 * stall, 40)
        made[50:64, 4 + at * 2 : 12 + at * 2] = (40, 40, 40)
    elif shot == 1:
        made[36:48, 20 + at : 48 + at] = (240, 240, 235)
        made[24:36, 26 + at : 32 + at] = (200, 30, 30)
        made[8:46, 8:16] = (180, 170, 150)
    else:
        made[14:60, 40:96] = (190, 160, 110)
        made[4:14, 64:72] = (90, 60, 50)
        made[56:66, 110 - at * 3 : 118 - at * 3] = (30, 30, 90)
    return np.clip(made, 0, 255).astype(np.uint8)


def rushes() -> Frames:
    return [
        picture(shot, at)
        for shot, (first, last) in enumerate(SHOTS)
        for at in range(last - first + 1)
    ]


def write_film(
    path: Path,
    frames: Sequence[np.ndarray],
    codec: str = "libx264",
    rate: Fraction = Fraction(RATE),
    **options: str,
) -> None:
    """Write a film so that the same frames give the same bytes: one thread, no B-frames."""
    own = {"bf": "0", "x264-params": "asm=0"} if codec == "libx264" else {}
    with av.open(str(path), "w", options={"fflags": "+bitexact"}) as film:
        stream = film.add_stream(codec, rate=rate, options={**own, **options})
        stream.height, stream.width = frames[0].shape[:2]
        stream.pix_fmt = "yuv420p"
        stream.codec_context.flags |= av.codec.context.Flags.bitexact
        stream.codec_context.thread_count = 1
        for frame in frames:
            film.mux(stream.encode(av.VideoFrame.from_ndarray(frame, format="rgb24")))
        film.mux(stream.encode())


def read_film(path: Path) -> tuple[Frames, float, int]:
    """Return the frames, the seconds that they take, and how many sound tracks there are."""
    with av.open(str(path)) as film:
        stream = film.streams.video[0]
        frames = [frame.to_ndarray(format="rgb24") for frame in film.decode(stream)]
        seconds = len(frames) / float(stream.average_rate)
        return frames, seconds, len(film.streams.audio)


def scaled(frames: Frames, way: Image.Resampling = Image.Resampling.BILINEAR) -> Frames:
    return [np.array(Image.fromarray(frame).resize(SMALL, way)) for frame in frames]


def cuts(frames: Frames) -> list[tuple[int, int]]:
    """Find the shots: a cut is where most of the picture changes at once."""
    small = [frame[::4, ::4].astype(int) for frame in frames]
    steps = [np.abs(after - before).mean() for before, after in itertools.pairwise(small)]
    starts = [0, *(at + 1 for at, step in enumerate(steps) if step > 25)]
    ends = [*(at - 1 for at in starts[1:]), len(frames) - 1]
    return list(zip(starts, ends, strict=True))


def lines(shots: Sequence[tuple[int, int]]) -> list[list[object]]:
    return [
        [at, first, last, f"{(last - first + 1) / RATE:.2f}"]
        for at, (first, last) in enumerate(shots, 1)
    ]


def right(made: Path) -> bool:
    frames, seconds, sounds = read_film(made / FILM)
    first, last = SHOTS[1]
    wanted = scaled(rushes()[first : last + 1])
    if len(frames) != len(wanted) or frames[0].shape != wanted[0].shape or sounds:
        return False
    pairs = zip(frames, wanted, strict=True)
    worst = max(np.abs(one.astype(int) - other).mean() for one, other in pairs)
    rows = {int(row["shot"]): row for row in read_rows(made / TABLE)}
    table = all(
        [str(value) for value in line] == list(rows[line[0]].values()) for line in lines(SHOTS)
    )
    return worst < 8 and abs(seconds - len(wanted) / RATE) < 0.01 and table


def main() -> None:
    folder = begin(__file__)
    source = folder / "input" / RAW
    write_film(source, rushes(), crf="20")
    raw = read_film(source)[0]
    shots = cuts(raw)
    assert tuple(shots) == SHOTS, shots

    def store(
        where: str,
        frames: Frames,
        table: list[list[object]],
        quoting: int = 0,
        codec: str = "libx264",
        rate: Fraction = Fraction(RATE),
        **options: str,
    ) -> None:
        made = place(folder, where)
        write_film(made / FILM, frames, codec, rate, **options)
        head = ["shot", "first_frame", "last_frame", "seconds"]
        write_rows(made / TABLE, [head, *table], quoting=quoting)
        assert right(made) == ("known_bad" not in where), where

    first, last = shots[1]
    shot, usual = scaled(raw[first : last + 1]), lines(shots)
    store("reference", shot, usual, crf="23")
    other = scaled(raw[first : last + 1], Image.Resampling.LANCZOS)
    store("alternate_correct/mpeg4", other, usual[::-1], codec="mpeg4", qscale="4", b="900k")
    store("alternate_correct/high_quality", shot, usual, 1, crf="14", g="12")
    later = [(0, 31), (32, 81), (82, 104)]
    store("known_bad/next_shot_begins", scaled(raw[32:82]), lines(later), crf="23")
    store("known_bad/half_speed", shot, usual, rate=Fraction(25, 2), crf="23")
    flipped = [np.ascontiguousarray(frame[:, ::-1]) for frame in shot]
    store("known_bad/mirrored", flipped, usual, crf="23")
    finish(folder, ABOUT)


if __name__ == "__main__":
    main()
