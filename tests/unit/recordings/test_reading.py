"""Words found in pictures by reading them."""

from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from studio.recordings import reading
from studio.recordings.reading import PictureReader, can_read

FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"


def picture(*lines: tuple[int, int, str]) -> Any:
    image = Image.new("RGB", (640, 240), "white")
    draw = ImageDraw.Draw(image)
    for x, y, text in lines:
        draw.text((x, y), text, fill=(20, 20, 20), font=ImageFont.truetype(FONT, 13))
    return np.array(image)


def test_this_machine_reads_pictures() -> None:
    assert can_read()


def test_a_word_is_found_where_it_stands() -> None:
    found = PictureReader(["norwood"]).find(picture((40, 60, "Norwood Paper"), (40, 150, "Halden")))
    assert len(found) == 1
    assert found[0].x <= 42 and found[0].y <= 63 and found[0].holds(70, 68)
    assert found[0].x + found[0].width < 150, "the next word is left alone"


def test_a_phrase_and_a_part_of_a_word_are_found() -> None:
    shown = picture((40, 60, "Dear Ann Smith, your account"), (40, 150, "AnnSmith@example.org"))
    assert len(PictureReader(["ann smith"]).find(shown)) >= 2
    assert len(PictureReader(["example.org"]).find(shown)) == 1
    assert PictureReader(["smithson"]).find(shown) == []


def test_only_what_changed_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    heights: list[int] = []
    real = reading._read
    monkeypatch.setattr(
        reading, "_read", lambda pixels: heights.append(pixels.shape[0]) or real(pixels)
    )
    reader = PictureReader(["norwood"])
    first = picture((40, 30, "Norwood Paper"))
    assert len(reader.find(first)) == 1
    assert len(reader.find(first)) == 1 and heights == [240]
    second = picture((40, 30, "Norwood Paper"), (40, 190, "Norwood again"))
    assert len(reader.find(second)) == 2 and heights[1] < 80
    third = picture((40, 190, "Norwood again"))
    assert len(reader.find(third)) == 1, "what went away is no longer filled"


def test_noise_of_the_video_is_no_change() -> None:
    reader = PictureReader(["norwood"])
    shown = picture((40, 60, "Norwood Paper")).astype(int)
    reader.find(shown.astype(np.uint8))
    noisy = np.clip(shown + np.random.default_rng(5).integers(-9, 9, shown.shape), 0, 255)
    assert reader._changed(noisy.astype(np.uint8)) == []
