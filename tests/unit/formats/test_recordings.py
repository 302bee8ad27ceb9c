import random
import shutil
import zlib
from pathlib import Path

import pytest

from studio.base.errors import HostileInputError, UserError
from studio.formats import annotations, layout
from studio.formats.event_log import event_line, parse_line, read_marks, read_segment
from studio.formats.recordings import open_recording
from studio.formats.wholeness import verify
from studio.model.recording import FileRecord, MarkEvent

SEED = 7


def test_a_sealed_recording_is_whole(recording: Path) -> None:
    assert verify(recording) == []
    annotations.append(recording, 1, note="why")
    assert verify(recording) == []


def test_every_changed_byte_is_noticed(recording: Path) -> None:
    """One random bit of every file, and every bit of the manifest."""
    chance = random.Random(SEED)
    places = [place for place in sorted(recording.rglob("*")) if place.is_file()]
    bits = [(place, chance.randrange(place.stat().st_size * 8)) for place in places * 3]
    manifest = recording / layout.MANIFEST
    bits += [(manifest, bit) for bit in range(0, manifest.stat().st_size * 8, 5)]
    for place, bit in bits:
        whole = place.read_bytes()
        changed = bytearray(whole)
        changed[bit // 8] ^= 1 << bit % 8
        place.write_bytes(changed)
        try:
            assert verify(recording) != [], f"bit {bit} of {place.name}, seed {SEED}"
        except UserError as fault:
            assert "\n" not in str(fault)
        place.write_bytes(whole)
    assert verify(recording) == []


def test_missing_and_added_files_are_named(recording: Path) -> None:
    (recording / layout.FRAMES).unlink()
    (recording / "extra.txt").write_text("x")
    assert verify(recording) == [
        ("extra.txt", "was added after the seal"),
        (layout.FRAMES, "is missing"),
    ]


def test_a_link_inside_is_hostile(recording: Path) -> None:
    (recording / "events-0002.jsonl").symlink_to("/etc/passwd")
    with pytest.raises(HostileInputError):
        verify(recording)


def test_the_seal_of_another_recording(recording: Path, tmp_path: Path) -> None:
    text = (recording / layout.SEAL).read_text()
    (recording / layout.SEAL).write_text(text.replace('"recording": "rec-', '"recording": "odd-'))
    assert verify(recording) == [(layout.SEAL, "belongs to another recording")]


def test_what_is_no_recording(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="not a recording"):
        open_recording(tmp_path)
    (tmp_path / layout.MANIFEST).write_text('{"format": "recording", "version": 99}')
    with pytest.raises(UserError, match="newer release"):
        open_recording(tmp_path)


def test_before_and_after(recording: Path) -> None:
    opened = open_recording(recording)
    before, after = opened.before("w1"), opened.after("w1")
    assert before.keys() == after.keys() == {"invoices.csv"}
    assert before["invoices.csv"].digest != after["invoices.csv"].digest
    assert opened.before("w2") == opened.after("w2") == {}
    gone = FileRecord(t_ns=9, watch="w1", path="invoices.csv", size=0, digest=None, event="deleted")
    opened.__dict__["files"] = (*opened.files, gone)
    assert opened.after("w1") == {}


def test_a_killed_writer_loses_only_its_last_line(recording: Path) -> None:
    place = recording / layout.event_segment(1)
    whole = list(read_segment(place))
    last = place.read_text().splitlines(keepends=True)[-1]
    for cut in range(1, len(last)):
        place.write_text(place.read_text()[:-1])
        assert list(read_segment(place, tolerant=True)) == whole[:-1]
        if cut > 1:
            with pytest.raises(UserError, match="line"):
                list(read_segment(place))


def test_an_event_line_carries_its_checksum() -> None:
    event = MarkEvent(seq=1, t_ns=5, type="gap", detail={"reason": 'quoted ","crc":"x'})
    line = event_line(event)
    assert parse_line(line) == event
    for place in range(len(line) - 1):
        with pytest.raises(ValueError, match=r"\S"):
            parse_line(line[:place] + "~" + line[place + 1 :])


def test_a_line_holds_one_event_and_not_two(tmp_path: Path) -> None:
    """Lines are read many at once, and each is still one event."""
    first, second = (event_line(MarkEvent(seq=seq, t_ns=seq, type="gap")) for seq in (1, 2))
    place = tmp_path / layout.event_segment(1)
    place.write_text(first + second)
    assert [event.seq for event in read_segment(place)] == [1, 2]
    body = f"{first.rpartition(',')[0]}}},{second.rpartition(',')[0]}"
    place.write_text(first + f'{body},"crc":"{zlib.crc32(body.encode()):08x}"}}\n')
    with pytest.raises(UserError, match="damaged at line 2"):
        list(read_segment(place))


def test_the_marks_are_read_without_the_other_lines(recording: Path) -> None:
    opened = open_recording(recording)
    marks = opened.marks()
    assert "events" not in vars(opened)
    assert marks == tuple(event for event in opened.events if isinstance(event, MarkEvent))
    assert opened.marks() == marks and len(marks) > 1
    place = recording / layout.event_segment(1)
    place.write_text(place.read_text().replace('"type":"started"', '"type":"stopped"'))
    with pytest.raises(UserError, match="damaged"):
        read_marks(place)


def test_a_copy_is_as_whole_as_the_original(recording: Path, tmp_path: Path) -> None:
    assert verify(shutil.copytree(recording, tmp_path / "copy.rec")) == []


def test_what_is_said_last_of_a_step_holds(tmp_path: Path) -> None:
    Said = annotations.Said
    after = {3: Said("Open it", "to see"), 7: Said(note="late")}
    annotations.append_changes(tmp_path, {}, after)
    assert annotations.said(tmp_path) == after
    annotations.append_changes(tmp_path, after, {3: Said("Open it", "to look")})
    assert annotations.said(tmp_path) == {3: Said("Open it", "to look")}
    lines = annotations.read(tmp_path)
    assert [(line.first_event, line.sentence, line.note) for line in lines[2:]] == [
        (3, None, "to look"),
        (7, None, ""),
    ]
    annotations.append_changes(tmp_path, after, after)
    assert annotations.read(tmp_path) == lines and annotations.fault(tmp_path) == ""


def test_annotations_that_are_no_text_leave_the_rest_readable(recording: Path) -> None:
    (recording / layout.ANNOTATIONS).write_bytes(b"\xff\xfe\n")
    assert annotations.said(recording) == {}
    assert ("annotations.jsonl", "cannot be read") in verify(recording)
    with pytest.raises(UserError, match="take it away"):
        annotations.append(recording, 1, sentence="Open it")
