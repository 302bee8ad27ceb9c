import os
import time
from pathlib import Path

import pytest

from studio.base.clock import monotonic_ns
from studio.base.errors import FaultError
from studio.capture.control import StatusFile
from studio.capture.launching import last_told, launch, log_of, look_at, open_applications, unsealed
from studio.capture.options import RecordOptions
from studio.formats import layout
from studio.formats.documents import read_document, write_document
from studio.model.recording import RecorderStatus, RecordingManifest


def unfinish(folder: Path) -> None:
    manifest = read_document(folder / layout.MANIFEST, RecordingManifest)
    write_document(folder / layout.MANIFEST, manifest.model_copy(update={"state": "recording"}))
    (folder / layout.SEAL).unlink()


def tell(status: StatusFile) -> None:
    counts = {"events": 3, "frames": 2, "elements": 1, "files": 0, "withheld": 0}
    status.write(
        RecorderStatus(
            pid=os.getpid(), paused=False, seconds=1.5, t_ns=monotonic_ns(), frame=None, **counts
        )
    )


def test_a_sealed_recording_is_not_looked_for(recording: Path) -> None:
    assert look_at(recording).ending == "sealed"
    assert unsealed([recording.parent]) == []


def test_a_recorder_at_work_comes_before_what_a_dead_one_left(
    recording: Path, tmp_path: Path
) -> None:
    unfinish(recording)
    assert look_at(recording).ending == "died"
    other = tmp_path / "zz.rec"
    other.mkdir()
    (other / layout.MANIFEST).write_bytes((recording / layout.MANIFEST).read_bytes())
    status = StatusFile(other)
    tell(status)
    found = unsealed([tmp_path, tmp_path / "nowhere"])
    assert [(look.folder, look.ending) for look in found] == [
        (other, "running"),
        (recording, "died"),
    ]
    assert found[0].status and found[0].status.events == 3
    status.close()
    assert look_at(other).ending == "died"


def test_a_recorder_is_left_time_to_seal(recording: Path) -> None:
    (recording / layout.SEAL).unlink()
    assert look_at(recording).ending == "sealing"
    assert unsealed([recording.parent]) == []
    long_ago = time.time() - 600
    os.utime(recording / layout.MANIFEST, (long_ago, long_ago))
    assert look_at(recording).ending == "died"


def test_what_is_no_recording_is_gone(tmp_path: Path) -> None:
    assert look_at(tmp_path / "nothing.rec").ending == "gone"
    (tmp_path / "empty.rec").mkdir()
    assert look_at(tmp_path / "empty.rec").ending == "gone"
    assert unsealed([tmp_path]) == []


def test_the_newest_sentence_is_read_from_the_log(tmp_path: Path) -> None:
    out = tmp_path / "a.rec"
    assert last_told(out) == ""
    log_of(out).write_text("Ready: screen.\nRecording\n")
    assert last_told(out) == "Ready: screen."
    log_of(out).write_bytes(b"x" * 300_000 + b"\nRecording\nThe screen channel ended.\n\n\xff\n ")
    assert last_told(out) == "�"
    log_of(out).write_text("Recording\nThe screen channel ended; the gap is marked.\n\n")
    assert last_told(out) == "The screen channel ended; the gap is marked."


def test_without_a_display_nothing_is_started(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY"):
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(FaultError, match="There is no display"):
        launch(tmp_path / "a.rec", RecordOptions())
    with pytest.raises(FaultError, match="There is no display"):
        open_applications("x")
    assert list(tmp_path.iterdir()) == []
