import random
from pathlib import Path

import numpy as np
import pytest

from studio.formats import layout
from studio.formats.video import VideoWriter
from studio.model.recording import FrameRecord
from studio.recordings.scrubbing import Scrubber, fitted

SIZE = (200, 120)
BITS = 8
SEGMENT = 23


def drawn(number: int) -> "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]":
    """Return a picture that holds its number in eight blocks of 20 x 40 pixels."""
    image = np.full((SIZE[1], SIZE[0], 4), 255, np.uint8)
    image[60:, : number * 2 % 200, :3] = 120
    for bit in range(BITS):
        image[10:50, 10 + bit * 20 : 30 + bit * 20, :3] = 255 * (number >> bit & 1)
    return image


def read(pixels: "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]") -> int:
    share = pixels.shape[1] / SIZE[0]
    places = [(20 + bit * 20) * share for bit in range(BITS)]
    row = pixels[int(30 * share)]
    return sum(int(row[int(x), :3].mean() > 127) << bit for bit, x in enumerate(places))


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[FrameRecord]]:
    folder = tmp_path_factory.mktemp("film")
    frames: list[FrameRecord] = []
    chance, t_ns = random.Random(5), 0
    for number in range(60):
        segment, place = number // SEGMENT + 1, number % SEGMENT
        if place == 0:
            writer = VideoWriter(folder / layout.video_segment(segment), *SIZE)
            begun = t_ns
        pts = (t_ns - begun) // 1_000_000
        writer.write(drawn(number), pts)
        spent = chance.randrange(40, 3_000) * 1_000_000
        frames.append(
            FrameRecord(
                id=number + 1,
                t_ns=t_ns,
                t_end_ns=t_ns + spent,
                segment=segment,
                pts=pts,
                monitor="screen",
                digest="0" * 64,
            )
        )
        t_ns += spent
        if place == SEGMENT - 1 or number == 59:
            writer.close()
    return folder, frames


def test_every_frame_is_the_right_one_from_anywhere(film: tuple[Path, list[FrameRecord]]) -> None:
    scrubber = Scrubber(*film)
    order = [*film[1], *reversed(film[1]), *random.Random(1).choices(film[1], k=120)]
    assert [read(scrubber.image(frame).pixels) + 1 for frame in order] == [f.id for f in order]
    scrubber.close()


def test_frames_that_were_dropped_from_memory_are_read_again(
    film: tuple[Path, list[FrameRecord]],
) -> None:
    one = SIZE[0] * SIZE[1] * 2
    scrubber = Scrubber(*film, memory=3 * one)
    for frame in random.Random(2).choices(film[1], k=80):
        assert read(scrubber.image(frame).pixels) + 1 == frame.id
        assert scrubber.held <= 3 * one
    scrubber.close()


def test_an_image_is_shrunk_into_its_box_and_never_grown(
    film: tuple[Path, list[FrameRecord]],
) -> None:
    scrubber = Scrubber(*film)
    found = scrubber.image(film[1][37], (101, 90))
    assert found.pixels.shape == (61, 101, 4) and found.native == SIZE
    assert found.pixels.flags.c_contiguous and read(found.pixels) == 37
    assert scrubber.image(film[1][37], (4_000, 4_000)).pixels.shape == (120, 200, 4)
    scrubber.close()


def test_the_frame_of_a_moment(film: tuple[Path, list[FrameRecord]]) -> None:
    scrubber = Scrubber(*film)
    for frame in film[1]:
        for t_ns in (frame.t_ns, frame.t_end_ns - 1):
            assert scrubber.at(t_ns) == frame
    assert scrubber.at(-5) == film[1][0] and scrubber.at(10**18) == film[1][-1]
    assert Scrubber(film[0], ()).at(0) is None
    scrubber.close()


def test_what_is_not_wanted_any_more_ends_and_spoils_nothing(
    film: tuple[Path, list[FrameRecord]],
) -> None:
    scrubber = Scrubber(*film)
    for place in (19, 45, 58, 30):
        with pytest.raises(ValueError, match="no frame"):
            scrubber.image(film[1][place], None, lambda: True)
        assert read(scrubber.image(film[1][place]).pixels) == place
    scrubber.close()


def test_warming_reads_what_follows(film: tuple[Path, list[FrameRecord]]) -> None:
    scrubber = Scrubber(*film)
    scrubber.image(film[1][0])
    held = scrubber.held
    scrubber.warm(film[1][0], 5, lambda: False)
    assert scrubber.held == 6 * held
    scrubber.close()


def test_a_missing_or_damaged_segment_is_a_fault(
    film: tuple[Path, list[FrameRecord]], tmp_path: Path
) -> None:
    path = tmp_path / layout.video_segment(1)
    path.parent.mkdir()
    with pytest.raises(ValueError, match="cannot be read"):
        Scrubber(tmp_path, film[1]).image(film[1][3])
    path.write_bytes(b"no video" * 400)
    with pytest.raises(ValueError, match="cannot be read"):
        Scrubber(tmp_path, film[1]).image(film[1][3])
    whole = (film[0] / layout.video_segment(1)).read_bytes()
    path.write_bytes(whole[: len(whole) // 3])
    scrubber = Scrubber(tmp_path, film[1])
    assert read(scrubber.image(film[1][0]).pixels) == 0
    with pytest.raises(ValueError, match="frame"):
        scrubber.image(film[1][22])
    scrubber.close()


def test_fitting() -> None:
    assert fitted((1_280, 800), None) == (1_280, 800)
    assert fitted((1_280, 800), (640, 640)) == (640, 400)
    assert fitted((4, 1), (1, 1)) == (1, 1)
