"""A replay goes on once what was saved in the recording is saved in it too."""

import threading
import time
from pathlib import Path

from studio.formats.recordings import Recording, open_recording
from studio.running.saves import Saves
from studio.steps import reduce_steps
from tests.unit.making import AFTER, RecordingMaker

SECOND = 1_000_000_000
NAME, WATCHED = "invoices.csv", "/home/expert/books"


def saved_at(folder: Path, *times: int) -> Recording:
    """Return a recording of a click at 1 s and typing at 2 s, with a file that changed then."""
    recording = open_recording(RecordingMaker(folder).write())
    first, change = recording.files
    later = (
        change.model_copy(update={"t_ns": t_ns, "digest": f"{number:064x}"})
        for number, t_ns in enumerate(times)
    )
    recording.__dict__["files"] = (first, *later)
    return recording


def laid(folder: Path) -> Path:
    folder.mkdir()
    (folder / NAME).write_text("as it was given")
    return folder


def test_what_is_saved_late_is_waited_for(tmp_path: Path) -> None:
    recording, output = saved_at(tmp_path / "a.rec", 3 * SECOND), laid(tmp_path / "output")
    click, typed = steps = reduce_steps(recording)
    saves = Saves(recording, steps, {WATCHED: str(output)})
    begun = time.monotonic()
    assert saves.wait(click) == "" and time.monotonic() - begun < 1, "nothing was saved there"
    threading.Timer(1.5, (output / NAME).write_text, [AFTER]).start()
    assert saves.wait(typed) == ""
    assert (output / NAME).read_text() == AFTER and saves.missed() == []


def test_what_never_comes_is_named_and_not_waited_for_again(tmp_path: Path) -> None:
    recording = saved_at(tmp_path / "a.rec", SECOND + 1, 3 * SECOND)
    output = laid(tmp_path / "output")
    click, typed = steps = reduce_steps(recording)
    saves = Saves(recording, steps, {WATCHED: str(output)}, patience=0.5)
    # Written anew with the same content: nothing was saved.
    (output / NAME).write_text("as it was given")
    assert saves.wait(click) == "invoices.csv was saved then, and is not now."
    begun = time.monotonic()
    assert saves.wait(typed) == "" and time.monotonic() - begun < 0.4
    assert saves.missed() == [NAME]
    (output / NAME).write_text(AFTER)
    assert saves.missed() == [], "it came after all"


def test_a_step_that_is_left_out_saves_nothing(tmp_path: Path) -> None:
    recording, output = saved_at(tmp_path / "a.rec", 3 * SECOND), laid(tmp_path / "output")
    steps = reduce_steps(recording)
    saves = Saves(recording, steps, {WATCHED: str(output)})
    begun = time.monotonic()
    assert [saves.wait(step) for step in steps[:1]] == [""] and saves.missed() == []
    assert time.monotonic() - begun < 1


def test_a_replay_that_is_called_off_waits_no_longer(tmp_path: Path) -> None:
    recording, output = saved_at(tmp_path / "a.rec", 3 * SECOND), laid(tmp_path / "output")
    steps = reduce_steps(recording)
    saves = Saves(recording, steps, {WATCHED: str(output)}, cancelled=lambda: True)
    begun = time.monotonic()
    saves.wait(steps[-1])
    assert time.monotonic() - begun < 5


def test_other_folders_are_not_waited_for(tmp_path: Path) -> None:
    recording = saved_at(tmp_path / "a.rec", 3 * SECOND)
    steps = reduce_steps(recording)
    assert Saves(recording, steps, {}).wait(steps[-1]) == ""
