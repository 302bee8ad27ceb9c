"""The real app records by real input, dies while it records, and takes the recorder up again."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from studio.formats import annotations, layout
from studio.formats.recorder_status import status_of
from studio.formats.recordings import open_recording
from studio.formats.wholeness import verify
from studio.model.frozen import Bounds
from studio.model.recording import Window
from studio.model.step import Click, PressKeys, TypeText
from studio.running.actor import Actor
from studio.sandbox.desktop import PrivateDesktop, wait_until
from studio.steps import reduce_steps
from tests.e2e.conftest import studio
from tests.e2e.recording_desk import open_program

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]
NAME = "Task Authoring Studio"


class App:
    """The app on a private desktop, and the hand that works on it."""

    def __init__(self, desktop: PrivateDesktop, actor: Actor, pictures: Path) -> None:
        self.desktop, self.actor, self._pictures = desktop, actor, pictures
        self.workspace = desktop.home / "Work"
        self.log = desktop.folder / "app.log"
        self.process = self._start()

    def _start(self) -> "subprocess.Popen[bytes]":
        with self.log.open("ab") as stream:
            process = subprocess.Popen(
                [sys.executable, "-m", "studio"],
                env=self.desktop.environment | {"STUDIO_WORKSPACE": str(self.workspace)},
                stdout=stream,
                stderr=stream,
            )
        assert wait_until(lambda: self.window() is not None, 40, 0.1), self.log.read_text()
        self.actor.settle()
        return process

    def start_again(self) -> None:
        self.process = self._start()

    def window(self, title: str = NAME) -> Window | None:
        found = [window for window in self.actor.windows() if window.title.endswith(title)]
        return found[-1] if found else None

    def front(self, title: str = NAME) -> None:
        """Bring the window to the front."""
        window = self.window(title)
        assert window
        self.actor.activate(window)

        def active() -> bool:
            now = self.actor.active()
            return now is not None and now.id == window.id

        assert wait_until(active, 10, 0.1)
        self.actor.settle()

    def keys(self, *keys: str, count: int = 1) -> None:
        self.actor.act(PressKeys(keys=keys, count=count))

    def type(self, text: str) -> None:
        self.actor.act(TypeText(text=text))

    def find(self, role: str, name: str) -> Bounds | None:
        found = self.actor.find_elements(self.process.pid, role, name, (640, 400), 3.0)
        return Bounds(**found[0]["bounds"]) if found else None

    def wait_for(self, name: str) -> None:
        """Wait until a button is there."""
        assert wait_until(lambda: self.find("push button", name) is not None, 20, 0.2), name

    def press(self, name: str) -> None:
        """Press a button where it stands on the screen."""
        self.wait_for(name)
        bounds = self.find("push button", name)
        assert bounds
        x, y = bounds.centre
        self.actor.act(Click(x=x, y=y))

    def picture(self, name: str) -> None:
        self.actor.settle()
        self._pictures.mkdir(parents=True, exist_ok=True)
        self.actor.screenshot(self._pictures / f"{name}.png")


@contextmanager
def app_on(desktop: PrivateDesktop, pictures: Path) -> Iterator[App]:
    with Actor(desktop.environment) as actor:
        actor.wake_accessibility()
        app = App(desktop, actor, pictures)
        try:
            yield app
        finally:
            if app.process.poll() is None:
                app.process.kill()
            app.process.wait()


class Work:
    """Notes that are completed in an editor while the window records."""

    def __init__(self, app: App) -> None:
        self.app = app
        self.folder = app.desktop.home / "books"
        self.folder.mkdir()
        self.notes = self.folder / "notes.txt"
        self.notes.write_text("October\n")
        self.out = app.workspace / layout.WORKSPACE_RECORDINGS / "Month end.rec"
        open_program(app.desktop, app.actor, ["mousepad", str(self.notes)], "notes.txt")

    def begin(self) -> None:
        """Fill in the form by hand and start."""
        app = self.app
        app.front()
        app.keys("Escape")
        app.picture("home")
        app.press("Record your work")
        assert wait_until(lambda: app.window("New recording") is not None, 20, 0.1)
        app.actor.settle()
        app.type("Month end")
        app.keys("Tab")
        app.type(str(self.folder))
        tick = app.find("check box", f"mousepad: {self.notes} - Mousepad")
        assert tick, [window.title for window in app.actor.windows()]
        app.actor.act(Click(x=tick.x + 12, y=tick.centre[1]))
        app.picture("dialog")
        app.keys("Return")
        assert wait_until(lambda: status_of(self.out) is not None, 40, 0.1)

        def at_work() -> bool:
            active = app.actor.active()
            return active is not None and active.application == "mousepad"

        assert wait_until(at_work, 30, 0.1), "the window steps aside for the work"
        app.actor.settle()

    def do(self) -> None:
        self.app.keys("ctrl", "End")
        self.app.type("Total 8,385.00")
        self.app.keys("ctrl", "s")
        assert wait_until(lambda: "8,385" in self.notes.read_text(), 10)
        self.app.actor.settle()

    def is_paused(self) -> bool:
        status = status_of(self.out)
        return status is not None and status.paused

    def wait_opened(self) -> None:
        app, title = self.app, f"month-end - {NAME}"
        assert wait_until(lambda: app.window(title) is not None, 40, 0.1), app.log.read_text()
        app.actor.settle()
        assert (self.out / layout.SEAL).exists() and verify(self.out) == []


def test_a_recording_outlives_its_window_and_is_opened_by_the_next(
    desktop: PrivateDesktop, tmp_path: Path
) -> None:
    with app_on(desktop, tmp_path) as app:
        work = Work(app)
        work.begin()
        work.do()
        app.front()
        app.wait_for("Pause")
        app.picture("recording")
        app.process.send_signal(signal.SIGKILL)
        app.process.wait()
        assert status_of(work.out), "the recorder outlives its window"

        app.start_again()
        app.front()
        app.press("Pause")
        assert wait_until(work.is_paused, 10, 0.1)
        app.picture("paused")
        app.press("Resume")
        assert wait_until(lambda: not work.is_paused(), 10, 0.1)
        app.press("Stop")
        work.wait_opened()
        steps = [step.sentence for step in reduce_steps(open_recording(work.out))]
        assert any("8,385.00" in sentence for sentence in steps), steps
        assert not [sentence for sentence in steps if "Stop" in sentence or "Pause" in sentence]
        word_the_first_step(app)


def test_the_stop_keys_bring_the_window_back_and_the_work_acts_again(
    desktop: PrivateDesktop, tmp_path: Path
) -> None:
    with app_on(desktop, tmp_path) as app:
        work = Work(app)
        work.begin()
        work.do()
        app.keys("ctrl", "shift", "F10")
        work.wait_opened()
        active = app.actor.active()
        assert active and active.title.endswith(NAME)
    answer = studio("replay", str(work.out), "--json")
    assert json.loads(answer.stdout)["passed"], answer.stdout + answer.stderr


def test_what_a_killed_recorder_left_is_recovered_in_the_window(
    desktop: PrivateDesktop, tmp_path: Path
) -> None:
    with app_on(desktop, tmp_path) as app:
        work = Work(app)
        work.begin()
        work.do()
        status = status_of(work.out)
        assert status
        os.kill(status.pid, signal.SIGKILL)
        app.wait_for("Recover")
        app.picture("ended")
        app.press("Recover")
        work.wait_opened()
        assert open_recording(work.out).manifest.state == "recovered"


def word_the_first_step(app: App) -> None:
    kept = app.workspace / "tasks/month-end" / layout.RECORDING
    first = reduce_steps(open_recording(kept))[0].first_event
    app.keys("F2")
    app.keys("ctrl", "a")
    app.type("Go to the end of the notes")
    app.keys("Return")
    assert wait_until(lambda: annotations.read(kept) != [], 10)
    app.keys("n")
    app.type("The total goes under the last line")
    app.keys("Return")
    assert wait_until(lambda: len(annotations.read(kept)) == 2, 10)
    app.picture("worded")
    said = annotations.said(kept)[first]
    assert said.sentence == "Go to the end of the notes"
    assert said.note == "The total goes under the last line"
    app.keys("ctrl", "z")
    assert wait_until(lambda: annotations.said(kept)[first].note == "", 10)
    assert verify(kept) == []
