"""The checks of films: another codec and size of the same passes, another film fails."""

import struct
from pathlib import Path

import numpy as np
import pytest

from studio.grading.readers.film import read_film
from studio.grading.shots import cuts_of
from tests.unit.grading.families.grounds import Desk, lay
from tests.unit.grading.film_files import Pictures, film, shots

PICTURES = shots()
MP4 = film(PICTURES)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, {"a.mp4": MP4})


@pytest.mark.parametrize("kind", ["video_format", "video_frames", "video_shots"])
def test_the_reference_passes_and_nothing_earns_nothing(desk: Desk, kind: str) -> None:
    desk.is_sound(desk.check(kind, "a.mp4", **{"width": 64} if kind == "video_format" else {}))


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"width": 128}, "its width is 64"),
        ({"height": 100}, "its height is 48"),
        ({"rate": 25.0}, "10 pictures a second"),
        ({"codec": "h264"}, "coded as mpeg4"),
        ({"sound": True}, "it has no sound"),
        ({"seconds": 9.0}, "lasts 3 s"),
        ({"at_most": 2.0}, "lasts 3 s"),
    ],
)
def test_each_trait_of_the_form_can_be_asked(
    desk: Desk, asked: dict[str, object], told: str
) -> None:
    result = desk.judged(desk.check("video_format", "a.mp4", **asked), {"a.mp4": MP4})
    assert result.status == "fail" and told in result.sentence and told in result.public


def others() -> dict[str, bytes]:
    large = PICTURES.repeat(2, axis=1).repeat(2, axis=2)
    return {
        "H.264": film(PICTURES, codec="libx264"),
        "Matroska": film(PICTURES, form="matroska", codec="libx264"),
        "AVI": film(PICTURES, form="avi"),
        "larger": film(large),
        "with sound": film(PICTURES, sound=True),
        "20 pictures a second": film(PICTURES.repeat(2, axis=0), 20),
    }


@pytest.mark.parametrize("name", others())
def test_the_same_film_in_another_file_is_right(desk: Desk, name: str) -> None:
    for kind in ("video_frames", "video_shots"):
        result = desk.judged(desk.check(kind, "a.mp4"), {"a.mp4": others()[name]})
        assert result.status == "pass", result.sentence


WRONG: dict[str, Pictures] = {
    "mirrored": PICTURES[:, :, ::-1],
    "black": PICTURES * 0,
    "another order": np.concatenate([PICTURES[10:], PICTURES[:10]]),
    "grey": PICTURES.mean(axis=3, keepdims=True).astype(np.uint8).repeat(3, axis=3),
    "late": np.concatenate([PICTURES[:1].repeat(8, axis=0), PICTURES])[:30],
    "short": PICTURES[:15],
}


@pytest.mark.parametrize("name", WRONG)
def test_another_film_is_wrong(desk: Desk, name: str) -> None:
    result = desk.judged(desk.check("video_frames", "a.mp4"), {"a.mp4": film(WRONG[name])})
    assert result.status == "fail" and "wrong at" in result.sentence, result.sentence


def test_a_caption_that_is_left_is_seen(desk: Desk) -> None:
    marked = PICTURES.copy()
    marked[:, 40:46, 4:60] = 255
    assert desk.score(desk.check("video_frames", "a.mp4"), {"a.mp4": film(marked)}) == 0


def test_cuts_are_found_and_must_be_where_they_are_asked(desk: Desk, tmp_path: Path) -> None:
    lay(tmp_path / "f", {"a.mp4": MP4, "b.mp4": film(shots((8, 14, 8)))})
    assert cuts_of(read_film(tmp_path / "f", "a.mp4")).round(2).tolist() == [1.0, 2.0]
    check = desk.check("video_shots", "a.mp4", times=[1.0, 2.0], near=0.05)
    desk.is_sound(check)
    result = desk.judged(check, {"a.mp4": film(shots((8, 14, 8)))})
    assert "cuts at 0.8 s and 2.2 s; it must cut at 1 s and 2 s" in result.sentence
    assert "at 1 s" not in result.public
    assert desk.score(check, {"a.mp4": film(shots((30,)))}) == 0


def test_what_the_input_shows_already_is_worth_nothing(tmp_path: Path) -> None:
    given = film(np.concatenate([PICTURES[:15], PICTURES[:15] * 0]))
    desk = Desk(tmp_path, {"a.mp4": MP4}, {"a.mp4": given})
    check = desk.check("video_frames", "a.mp4")
    assert desk.score(check, {"a.mp4": given}) == 0


def lying() -> bytes:
    """Return a Matroska film whose header says that it lasts five minutes."""
    content = film(PICTURES, form="matroska", codec="libx264")
    at = content.index(b"\x44\x89\x88") + 3
    return content[:at] + struct.pack(">d", 300_000.0) + content[at + 8 :]


def huge() -> bytes:
    """Return a small GIF that says that it is 60,000 by 60,000 pixels."""
    head = b"GIF89a" + b"\x60\xea\x60\xea\xf7\0\0" + bytes(768)
    return head + b"\x2c\0\0\0\0\x60\xea\x60\xea\0\x08\x08\0\x01\x08\x1c\x48\0\x3b"


PLAYLIST = b"#EXTM3U\n#EXTINF:3,\nfile:///etc/passwd\nhttp://127.0.0.1/a.ts\n#EXT-X-ENDLIST\n"
BROKEN = {
    "empty": (b"", "is no film"),
    "text": (b"A film about a mountain, in colour.", "is no film"),
    "a playlist": (PLAYLIST, "is no film"),
    "a list of files": (b"ffconcat version 1.0\nfile /etc/passwd\n", "is no film"),
    "cut off": (MP4[: len(MP4) // 2], "damaged"),
    "only a head": (MP4[:40], "a.mp4"),
    "header says more": (lying(), "but its pictures end after"),
    "huge": (huge(), "a.mp4"),
    "only sound": (b"\x1a\x45\xdf\xa3" + bytes(50), "damaged"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_film_fails_with_a_sentence_of_the_trade(desk: Desk, name: str) -> None:
    content, told = BROKEN[name]
    for check in (
        desk.check("video_format", "a.mp4", width=64),
        desk.check("video_frames", "a.mp4"),
        desk.check("video_shots", "a.mp4"),
    ):
        result = desk.judged(check, {"a.mp4": content})
        assert (result.status, result.score) == ("fail", 0.0)
        assert told in result.sentence, result.sentence
