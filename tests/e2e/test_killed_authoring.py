"""An authoring session that is killed at any moment has lost nothing that it said was saved."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from studio.editing import History, SayStep, SetPrompt
from studio.formats import layout
from studio.formats.recordings import open_recording
from studio.formats.tasks import open_task, save_document
from studio.formats.wholeness import verify
from studio.gui.session import load
from studio.sandbox.desktop import wait_until
from tests.e2e.authoring_program import parts

PROGRAM = Path(__file__).with_name("authoring_program.py")
SEED = 20260906
LONGEST = 2.0
TASK = "invoices"


class Session:
    """One window with somebody who works in it, and what it noted."""

    def __init__(self, place: Path, seed: int) -> None:
        self.workspace, self.log = place / "workspace", place / "log.jsonl"
        recording = Path(__file__).parents[2] / "recordings" / "invoices.rec"
        with (place / "app.log").open("wb") as stream:
            self.process = subprocess.Popen(
                [sys.executable, str(PROGRAM), str(recording), str(self.log), str(seed)],
                env=os.environ
                | {
                    "QT_QPA_PLATFORM": "offscreen",
                    "STUDIO_WORKSPACE": str(self.workspace),
                    "XDG_STATE_HOME": str(place / "state"),
                    "HOME": str(place),
                },
                stdout=stream,
                stderr=stream,
            )
        self.told = place / "app.log"

    def lines(self) -> list[dict[str, Any]]:
        text = self.log.read_text() if self.log.exists() else ""
        # A line that the kill cut off was never noted.
        return [json.loads(line) for line in text.splitlines(keepends=True) if line.endswith("\n")]

    def kill(self, after: float) -> None:
        assert wait_until(lambda: bool(self.lines()), 90, 0.02), self.told.read_text()
        time.sleep(after)
        assert self.process.poll() is None, self.told.read_text()
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


def kill_one(place: Path, seed: int, after: float) -> int:
    """Return how many edits had been saved when it was killed."""
    place.mkdir()
    session = Session(place, seed)
    session.kill(after)
    lines = session.lines()
    saved = [line for line in lines if line["kind"] == "saved"]
    last, coming = saved[-1] if saved else lines[0], lines[-1]
    folder = session.workspace / "tasks" / TASK
    found = parts(load(folder).task.document)
    for part, value in found.items():
        # The edit under way may have reached some files and not yet others.
        assert value in (last["parts"][part], coming["parts"][part]), (part, last["n"])
    assert verify(folder / layout.RECORDING) == []
    still_editable(folder)
    return len(saved)


def still_editable(folder: Path) -> None:
    task = open_task(folder)
    history = History(task.document)
    history.apply(SetPrompt("And after that"))
    history.apply(SayStep(open_recording(folder / layout.RECORDING).events[2].seq, note="Again"))
    save_document(folder, history.document, task.document)
    assert parts(open_task(folder).document) == parts(history.document)


def kill_often(place: Path, times: int) -> None:
    chance = random.Random(SEED)
    kept = []
    for number in range(times):
        after = chance.uniform(0.0, LONGEST)
        kept.append(kill_one(place / str(number), SEED + number, after))
    print(f"\nseed {SEED}: {times} kills after {min(kept)} to {max(kept)} saved edits, none lost")
    assert max(kept) > 0


@pytest.mark.timeout(300)
def test_a_killed_session_keeps_every_edit_that_was_saved(tmp_path: Path) -> None:
    kill_often(tmp_path, 3)


@pytest.mark.long
def test_a_session_killed_30_times(tmp_path: Path) -> None:
    kill_often(tmp_path, 30)
