"""The chain of annotations: old lines, newer lines, lines cut off, damaged, taken away or moved."""

import json
import random
import zlib
from pathlib import Path

import pytest

from studio.base.errors import UserError
from studio.formats import annotations, layout
from studio.formats.annotations import Said
from studio.formats.recordings import open_recording
from studio.steps import reduce_steps


def chained(**keys: object) -> str:
    body = json.dumps(keys, separators=(",", ":"))[:-1]
    return f'{body},"crc":"{zlib.crc32(body.encode()):08x}"}}'


def write(folder: Path, *lines: str) -> Path:
    path = folder / layout.ANNOTATIONS
    path.write_text("".join(f"{line}\n" for line in lines))
    return path


OLD = {"t": "2026-01-02T03:04:05.000Z", "first_event": 3, "sentence": "Open it", "note": None}


def test_lines_of_the_first_version_read_as_before(recording: Path) -> None:
    write(recording, chained(**OLD, previous=""))
    assert annotations.said(recording) == {3: Said("Open it")}
    assert reduce_steps(open_recording(recording))[0].sentence == "Open it"


def test_only_a_line_that_needs_it_names_a_later_version(tmp_path: Path) -> None:
    annotations.append(tmp_path, 3, note="why")
    annotations.append(tmp_path, 5, left_out=True)
    annotations.append(tmp_path, -5, note="lunch")
    annotations.append(tmp_path, 7, by_place=True)
    first, second, third, fourth = (tmp_path / layout.ANNOTATIONS).read_text().splitlines()
    assert "version" not in first and set(json.loads(first)) <= {*OLD, "previous", "crc"}
    assert json.loads(second)["version"] == json.loads(third)["version"] == 2
    assert json.loads(third)["wait"] is True
    assert json.loads(fourth)["version"] == 3
    assert annotations.said(tmp_path)[7] == Said(by_place=True)


def test_lines_of_the_second_version_read_as_before(tmp_path: Path) -> None:
    write(tmp_path, chained(**OLD, version=2, left_out=True, previous=""))
    assert annotations.said(tmp_path) == {3: Said("Open it", left_out=True)}


def test_a_newer_line_is_refused_with_what_to_do(recording: Path) -> None:
    path = write(recording, chained(version=4, **OLD, colour="red", previous=""))
    with pytest.raises(UserError, match=r"newer release; update Task Authoring Studio"):
        reduce_steps(open_recording(recording))
    text = path.read_text()
    with pytest.raises(UserError, match="newer release"):
        annotations.append(recording, 3, note="why")
    assert path.read_text() == text
    assert annotations.fault(recording) == "was written by a newer release"


@pytest.mark.parametrize(
    "keys",
    [
        {"edge": "begins"},
        {"version": 2, "edge": "somewhere"},
        {"version": 2, "colour": "red"},
        {"version": 2, "by_place": True},
        {"version": 2, "left_out": "yes"},
        {"version": 2, "first_event": 0},
    ],
)
def test_what_no_release_wrote_is_damage(tmp_path: Path, keys: dict[str, object]) -> None:
    write(tmp_path, chained(**{**OLD, **keys, "previous": ""}))
    assert annotations.fault(tmp_path) == "is damaged at line 1"
    assert annotations.said(tmp_path) == {}
    with pytest.raises(UserError, match="take it away"):
        annotations.append(tmp_path, 3, note="why")


def test_wherever_a_crash_cuts_the_file_what_was_kept_is_kept(tmp_path: Path) -> None:
    states = [annotations.said(tmp_path)]
    for key, given in ((3, {"note": "a"}), (5, {"edge": "joins"}), (-9, {"left_out": True})):
        annotations.append(tmp_path, key, **given)
        states.append(annotations.said(tmp_path))
    path = tmp_path / layout.ANNOTATIONS
    whole = path.read_bytes()
    for length in range(0, len(whole), 7):
        path.write_bytes(whole[:length])
        lines = whole[:length].count(b"\n")
        assert annotations.said(tmp_path) == states[lines], length
        annotations.append(tmp_path, 7, sentence="goes on")
        assert annotations.said(tmp_path) == {**states[lines], 7: Said("goes on")}
        assert annotations.fault(tmp_path) == ""


def test_no_flip_adds_or_changes_what_was_said(tmp_path: Path) -> None:
    for key in (3, 5, 7):
        annotations.append(tmp_path, key, note=f"why {key}", left_out=True)
    path = tmp_path / layout.ANNOTATIONS
    whole, said = path.read_bytes(), annotations.said(tmp_path)
    rng = random.Random(9)
    for place in range(len(whole)):
        flipped = bytearray(whole)
        flipped[place] ^= 1 << rng.randrange(7)
        path.write_bytes(flipped)
        found = annotations.said(tmp_path)
        assert found.items() <= said.items() and annotations.fault(tmp_path), place


def test_many_steps_are_said_at_once(tmp_path: Path) -> None:
    after = {key: Said(left_out=True) for key in range(1, 3_000)}
    annotations.append_changes(tmp_path, {}, after)
    assert annotations.said(tmp_path) == after
    annotations.append_changes(tmp_path, after, {})
    assert annotations.said(tmp_path) == {} and annotations.fault(tmp_path) == ""
