"""Texts by line and pictures by pixel, beside those that they are compared with."""

import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from studio.base.errors import HostileInputError
from studio.grading.readers.archives import Unreadable
from studio.viewing import image, text
from studio.viewing.text_data import TextRow


def test_lines_that_are_new_and_gone_are_told(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("one\ntwo\nthree\n")
    (tmp_path / "b.py").write_text("one\n2\nthree\nfour\n")
    found = text.opened(tmp_path / "b.py", tmp_path / "a.py")
    assert found.rows(0, 99, True).rows == (
        TextRow(1, "one"),
        TextRow(0, "two", "gone"),
        TextRow(2, "2", "new"),
        TextRow(3, "three"),
        TextRow(4, "four", "new"),
        TextRow(5, ""),
    )
    assert [row.number for row in found.rows(0, 99, False).rows] == [1, 2, 3, 4, 5]
    assert (found.head().lines, found.head().merged) == (5, 6)
    assert found.next(0, True).row == 1 and found.next(1, True).row == 4
    assert found.next(4, True).row == -1 and found.next(4, True, back=True).row == 1
    assert found.find(["THREE"], True).row == 3 and found.find(["none"], True).row == -1


def test_a_text_of_100_000_lines_is_handed_over_in_pieces(tmp_path: Path) -> None:
    (tmp_path / "a.log").write_text("".join(f"line {n}\n" for n in range(100_000)))
    found = text.opened(tmp_path / "a.log", None)
    assert found.rows(70_000, 1, False).rows[0].text == "line 70000"
    assert len(found.rows(0, 10**9, False).rows) == text.MAX_ROWS


def test_what_is_no_text_is_refused_and_signs_that_act_are_shown(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"a\0b")
    with pytest.raises(Unreadable):
        text.opened(tmp_path / "a.txt", None)
    (tmp_path / "b.txt").write_text("a\x1b[31m\u202eb")
    assert (
        text.opened(tmp_path / "b.txt", None).rows(0, 1, False).rows[0].text == "a\ufffd[31m\ufffdb"
    )


def picture(place: Path, size: tuple[int, int], spot: int | None = None) -> Path:
    pixels = np.full((size[1], size[0], 3), 200, np.uint8)
    if spot is not None:
        pixels[spot, spot] = 0
    Image.fromarray(pixels).save(place)
    return place


def test_a_large_picture_is_shown_smaller_and_a_single_pixel_that_differs_stays_seen(
    tmp_path: Path,
) -> None:
    before = picture(tmp_path / "a.png", (3000, 2000))
    after = picture(tmp_path / "b.png", (3000, 2000), spot=1501)
    found = image.opened(after, before)
    head = found.head()
    assert (head.width, head.height, head.differs, head.compared) == (3000, 2000, 1, True)
    whole, differs = head.arrays
    assert whole.shape == (1365, 2048, 4) and differs.shape == (1365, 2048)
    assert int((differs > 0).sum()) == 1
    piece = found.piece(1490, 1490, 20, 20)
    assert piece.arrays[0].shape == (20, 20, 4) and piece.arrays[1][11, 11] == 255


def test_pictures_of_other_sizes_are_not_compared_and_say_why(tmp_path: Path) -> None:
    found = image.opened(
        picture(tmp_path / "a.png", (30, 20)), picture(tmp_path / "b.png", (20, 30))
    ).head()
    assert not found.compared and found.why == "the other picture is of another size, 20 x 30"


def test_a_header_that_declares_a_huge_picture_is_refused(tmp_path: Path) -> None:
    size = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", size), (b"IDAT", zlib.compress(bytes(99))), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(chunks))
    with pytest.raises(HostileInputError, match="pixels"):
        image.opened(tmp_path / "a.png", None)
