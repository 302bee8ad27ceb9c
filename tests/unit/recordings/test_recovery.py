"""A recording that was cut off anywhere becomes whole again, and keeps all that can be read."""

import random
import shutil
from pathlib import Path

import pytest

from studio.formats import layout
from studio.formats.documents import write_document
from studio.formats.recordings import open_recording
from studio.formats.wholeness import verify
from studio.model.recording import MarkEvent
from studio.recordings.recovery import recover
from studio.steps import reduce_steps
from tests.unit.making import RecordingMaker


@pytest.fixture
def crashed(tmp_path: Path) -> Path:
    """A recording as a killed recorder leaves it: no seal, the last segment open."""
    folder = RecordingMaker(tmp_path / "a.rec").write()
    (folder / layout.SEAL).unlink()
    manifest = open_recording(folder).manifest
    write_document(folder / layout.MANIFEST, manifest.model_copy(update={"state": "recording"}))
    path = folder / layout.event_segment(1)
    lines = path.read_bytes().split(b"\n")
    path.write_bytes(b"\n".join(lines[:-2]) + b"\n")
    (folder / layout.RESERVE).write_bytes(bytes(1000))
    (folder / "keyframes/x.part").write_bytes(b"half")
    return folder


def test_a_crash_is_recovered_whole(crashed: Path) -> None:
    before = open_recording(crashed)
    steps = [step.action for step in reduce_steps(before)]
    found = recover(crashed)
    assert (found.events, found.dropped) == (len(before.events), 0)
    after = open_recording(crashed)
    assert after.manifest.state == "recovered" and verify(crashed) == []
    assert [step.action for step in reduce_steps(after)] == steps
    marks = [event.type for event in after.events if isinstance(event, MarkEvent)]
    assert marks == ["started", "gap", "stopped", "sealed"]
    assert not (crashed / layout.RESERVE).exists() and not list(crashed.rglob("*.part"))
    assert recover(crashed).was_whole


def test_any_cut_in_any_file_is_recovered(crashed: Path, tmp_path: Path) -> None:
    chance = random.Random(5)
    names = [layout.event_segment(1), layout.FRAMES, layout.ELEMENTS, layout.FILES]
    for number in range(40):
        folder = tmp_path / f"{number}.rec"
        shutil.copytree(crashed, folder)
        for name in (*names, layout.video_segment(1)):
            path = folder / name
            path.write_bytes(path.read_bytes()[: chance.randrange(path.stat().st_size + 1)])
        kept = len(open_recording(folder).events)
        assert recover(folder).events >= kept
        assert verify(folder) == [], number


def test_a_damaged_line_ends_what_is_kept(crashed: Path) -> None:
    path = crashed / layout.event_segment(1)
    lines = path.read_bytes().split(b"\n")
    lines[4] = lines[4].replace(b"press", b"prass", 1)
    path.write_bytes(b"\n".join(lines))
    found = recover(crashed)
    assert found.events == 4 and found.dropped == len(lines) - 5
    assert verify(crashed) == []


def test_a_recovery_that_was_cut_off_can_be_run_again(
    crashed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    events = len(open_recording(crashed).events)
    with monkeypatch.context() as patched:
        patched.setattr("studio.recordings.recovery.seal", _killed)
        with pytest.raises(KeyboardInterrupt):
            recover(crashed)
    recover(crashed)
    assert verify(crashed) == []
    after = open_recording(crashed).events
    assert len(after) == events + 3


def _killed(folder: Path, recording_id: str) -> None:
    raise KeyboardInterrupt
