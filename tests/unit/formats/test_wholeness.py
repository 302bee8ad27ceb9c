"""Every bit of a recording is accounted for."""

import random
import shutil
from pathlib import Path

import pytest

from studio.formats import annotations, layout
from studio.formats.documents import read_document, write_document
from studio.formats.recordings import open_recording, seal
from studio.formats.wholeness import verify
from studio.model.recording import Seal
from studio.steps import reduce_steps
from tests.unit.making import RecordingMaker


@pytest.fixture
def whole(tmp_path: Path) -> Path:
    folder = RecordingMaker(tmp_path / "a.rec").write()
    annotations.append(folder, 1, sentence="Open the invoices")
    annotations.append(folder, 1, note="The bank wants them by Friday")
    assert verify(folder) == []
    return folder


def flip(folder: Path, each: int, seed: int = 11) -> tuple[int, list[str]]:
    """Flip one bit in every `each`-th byte; return how many and where it went unnoticed."""
    chance = random.Random(seed)
    count, missed = 0, []
    for path in sorted(place for place in folder.rglob("*") if place.is_file()):
        content = bytearray(path.read_bytes())
        for place in range(chance.randrange(min(each, len(content) or 1)), len(content), each):
            bit = 1 << chance.randrange(8)
            content[place] ^= bit
            path.write_bytes(content)
            count += 1
            if not verify(folder):
                missed.append(f"{path.name}:{place}")
            content[place] ^= bit
        path.write_bytes(content)
    return count, missed


def test_a_flipped_bit_is_found_in_every_file(whole: Path) -> None:
    count, missed = flip(whole, each=61)
    assert count > 50 and missed == []


@pytest.mark.long
@pytest.mark.timeout(3600)
def test_every_byte_of_100_kb(whole: Path) -> None:
    content = random.Random(3).randbytes(90_000)
    path = whole / layout.CONTENTS / "filler"
    path.write_bytes(content)
    from studio.formats import digests

    path.rename(path.with_name(digests.of_bytes(content)))
    seal(whole, open_recording(whole).manifest.id)
    assert verify(whole) == []
    size = sum(place.stat().st_size for place in whole.rglob("*") if place.is_file())
    count, missed = flip(whole, each=1)
    print(f"\n{count} of {size} bytes flipped, {len(missed)} not found (limit 0)")
    assert count == size and missed == []


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda folder: shutil.rmtree(folder / layout.KEYFRAMES), "is missing"),
        (lambda folder: (folder / "more.txt").write_text("x"), "was added after the seal"),
        (lambda folder: (folder / layout.ANNOTATIONS).write_text("{}\n"), "damaged at line 1"),
    ],
)
def test_what_was_taken_or_added_is_named(whole: Path, change: object, told: str) -> None:
    assert callable(change)
    change(whole)
    assert any(told in what for _, what in verify(whole))


def test_frames_that_the_video_lacks_are_told_even_under_a_seal(whole: Path) -> None:
    lines = (whole / layout.FRAMES).read_text().splitlines(keepends=True)
    (whole / layout.FRAMES).write_text("".join(lines).replace('"pts":0', '"pts":77777', 1))
    seal(whole, read_document(whole / layout.SEAL, Seal).recording)
    assert any("lacks 1 of" in what for _, what in verify(whole))


def test_what_a_killed_channel_left_half_written_is_not_sealed(whole: Path) -> None:
    left = whole / layout.KEYFRAMES / "e230.part"
    left.write_bytes(b"RIFF")
    seal(whole, open_recording(whole).manifest.id)
    assert not left.exists() and verify(whole) == []


def test_annotations_change_steps_and_survive_a_cut(whole: Path) -> None:
    path = whole / layout.ANNOTATIONS
    with path.open("a") as stream:
        stream.write('{"t":"2026')
    assert verify(whole) == []
    assert [found.note for found in annotations.read(whole)] == [
        None,
        "The bank wants them by Friday",
    ]
    assert reduce_steps(open_recording(whole))


def test_another_sign_at_the_end_of_the_annotations_is_found(whole: Path) -> None:
    path = whole / layout.ANNOTATIONS
    text = path.read_text()
    path.write_text(text[:-1] + "J")
    assert verify(whole) == [(layout.ANNOTATIONS, "is damaged at line 2")]
    path.write_text(text[:-1])
    assert verify(whole) == []


def test_a_line_taken_from_the_annotations_is_missed(whole: Path) -> None:
    path = whole / layout.ANNOTATIONS
    path.write_text(path.read_text().split("\n", 1)[1])
    assert verify(whole) == [(layout.ANNOTATIONS, "lacks a line before line 1")]


def test_signs_that_look_like_line_ends_stay_in_their_line(tmp_path: Path) -> None:
    maker = RecordingMaker(tmp_path / "a.rec")
    folder = maker.write()
    manifest = open_recording(folder).manifest
    write_document(folder / layout.MANIFEST, manifest)
    annotations.append(folder, 1, sentence="one\u2028two\x85three")
    assert annotations.read(folder)[0].sentence == "one\u2028two\x85three"
