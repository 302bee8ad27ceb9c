"""The real app records by real input, dies while it records, and takes the recorder up again."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image

from studio.base.clock import monotonic_ns
from studio.formats import annotations, layout
from studio.formats.recorder_status import status_of
from studio.formats.recordings import Recording, open_recording
from studio.formats.tasks import open_task
from studio.formats.video import read_frames
from studio.formats.wholeness import verify
from studio.model.frozen import Bounds
from studio.model.recording import ButtonEvent, Window
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

    def bar(self) -> Window:
        """The recording bar, once it stands somewhere."""
        assert wait_until(lambda: self.window("Recording bar") is not None, 20, 0.1)
        found = self.window("Recording bar")
        assert found
        return found

    def await_bar(self, word: str) -> None:
        """Wait until the bar says a word below its time."""
        near = self.bar().bounds.centre
        reached = wait_until(lambda: self.find("label", word, near) is not None, 30, 0.2)
        if not reached:
            self.picture("bar")
        assert reached, self.log.read_text()

    def press_on_bar(self, name: str) -> None:
        self.press(name, self.bar().bounds.centre)

    def state_of(self, window: Window) -> str:
        words = ["xprop", "-id", str(window.id), "_NET_WM_STATE"]
        done = subprocess.run(words, env=self.desktop.environment, capture_output=True, text=True)
        return done.stdout

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

    def find(self, role: str, name: str, near: tuple[int, int] = (640, 400)) -> Bounds | None:
        found = self.actor.find_elements(self.process.pid, role, name, near, 3.0)
        return Bounds(**found[0]["bounds"]) if found else None

    def wait_for(self, name: str, near: tuple[int, int] = (640, 400)) -> Bounds:
        """Wait until a button is there; return where it stands on the screen."""
        found: list[Bounds | None] = []

        def is_there() -> bool:
            found[:] = [self.find("push button", name, near)]
            return found[0] is not None

        assert wait_until(is_there, 30, 0.2), name
        assert found[0]
        return found[0]

    def press(self, name: str, near: tuple[int, int] = (640, 400)) -> None:
        """Press a button where it stands on the screen."""
        x, y = self.wait_for(name, near).centre
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

    def begin(self, called_off: bool = False) -> None:
        """Fill in the page by hand and start, perhaps after a countdown that was called off."""
        app = self.app
        app.front()
        app.keys("Escape")
        app.keys("ctrl", "n")
        head = 1180, 137
        app.wait_for("Start recording", head)
        app.actor.settle()
        app.keys("ctrl", "a")
        app.type("Month end")
        app.keys("Tab")
        app.type(str(self.folder))
        cell = app.find("cell", "Keep its text: mousepad", (720, 620))
        assert cell, [window.title for window in app.actor.windows()]
        app.actor.act(Click(x=cell.x + 16, y=cell.centre[1]))
        test = 1060, 300
        assert wait_until(lambda: app.find("label", "Ready", test) is not None, 20, 0.2)
        assert app.find("label", "Files: works. 1 file followed.", test)
        app.picture("form")
        app.press("Start recording", head)
        if called_off:
            app.keys("Escape")
            assert not wait_until(lambda: self.out.exists(), 4, 0.5)
            app.press("Start recording", head)
            app.picture("countdown")
        assert wait_until(lambda: status_of(self.out) is not None, 40, 0.1)

        def at_work() -> bool:
            active = app.actor.active()
            return active is not None and active.application == "mousepad"

        assert wait_until(at_work, 30, 0.1), "the window steps aside for the work"
        app.await_bar("Recording")
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

    def has_marked(self, count: int) -> bool:
        status = status_of(self.out)
        return status is not None and status.marks == count

    def make_task(self) -> None:
        """Go on to a task from what was caught."""
        head = 1180, 137
        self.app.wait_for("Make a task of it", head)
        self.app.picture("caught")
        self.app.press("Make a task of it", head)
        self.wait_opened()

    def wait_opened(self) -> None:
        app, title = self.app, f"Month end - {NAME}"
        assert wait_until(lambda: app.window(title) is not None, 40, 0.1), app.log.read_text()
        app.actor.settle()
        assert (self.out / layout.SEAL).exists() and verify(self.out) == []


def test_the_bar_is_over_the_work_and_in_no_picture_and_outlives_its_window(
    desktop: PrivateDesktop, tmp_path: Path
) -> None:
    with app_on(desktop, tmp_path) as app:
        work = Work(app)
        work.begin()
        bars = work_beside_the_bar(app, work)
        until = monotonic_ns()
        app.process.send_signal(signal.SIGKILL)
        app.process.wait()
        assert status_of(work.out), "the recorder outlives its window"

        app.start_again()
        app.await_bar("Recording, 2 marked")
        app.press_on_bar("Pause")
        assert wait_until(work.is_paused, 10, 0.1)
        app.picture("paused")
        app.press_on_bar("Go on")
        assert wait_until(lambda: not work.is_paused(), 10, 0.1)
        app.press_on_bar("Stop")
        work.make_task()
        recording = open_recording(work.out)
        assert_filled(recording, bars, until)
        events = [event for event in recording.events if isinstance(event, ButtonEvent)]
        presses = [(event.x, event.y) for event in events if event.type == "press"]
        assert presses == [beside(bars[0])], "no press on the bar is kept"
        assert all("Recording bar" not in found.title for found in recording.manifest.start)
        steps = reduce_steps(recording)
        assert any("8,385.00" in step.sentence for step in steps), steps
        checkpoints = open_task(app.workspace / "tasks/month-end").document.checks.steps
        assert len(checkpoints) == 2 and checkpoints[0].first_event == steps[0].first_event
        word_the_first_step(app)


def beside(bar: Bounds) -> tuple[int, int]:
    """A point that is near the bar, and not on it."""
    return bar.x - 12, bar.centre[1]


def work_beside_the_bar(app: App, work: Work) -> list[Bounds]:
    """Mark two checkpoints and press beside the bar and on it; return where it stood."""
    first = app.bar()
    assert "_NET_WM_STATE_ABOVE" in app.state_of(first)
    work.do()
    app.press_on_bar("Checkpoint")
    assert wait_until(lambda: work.has_marked(1), 10, 0.1)
    app.actor.settle()
    assert app.bar().bounds == first.bounds, "its own button does not move it"
    active = app.actor.active()
    assert active and active.application == "mousepad", "the work keeps the keyboard"
    app.type(" and 12.00")
    app.keys("ctrl", "shift", "F8")
    assert wait_until(lambda: work.has_marked(2), 10, 0.1)
    x, y = beside(first.bounds)
    app.actor.act(Click(x=x, y=y))
    assert wait_until(lambda: app.bar().bounds != first.bounds, 10, 0.1), "it gives way"
    second = app.bar()
    app.picture("recording")
    app.actor.act(Click(x=second.bounds.x + 60, y=second.bounds.centre[1]))
    app.actor.settle()
    assert app.bar().bounds == second.bounds, "pressed itself, it stays"
    return [first.bounds, second.bounds]


def assert_filled(recording: Recording, places: Sequence[Bounds], until_ns: int) -> None:
    """Each frame and each still shows one of the bar's places filled."""
    frames = [frame for frame in recording.frames if frame.t_ns < until_ns]
    assert len(frames) > 5
    wanted = {frame.pts for frame in frames if frame.segment == 1}
    shown = read_frames(recording.folder / layout.video_segment(1), wanted)
    pictures = [pixels[:, :, :3] for _, pixels in shown]
    assert pictures
    for frame in frames:
        if still := recording.keyframe(frame):
            pictures.append(np.asarray(Image.open(still).convert("RGB")))
    for pixels in pictures:
        assert any(is_grey(pixels, place) for place in places)


def is_grey(pixels: "np.ndarray[Any, Any]", place: Bounds) -> bool:
    # A video is near to what was filled, not equal; its edges mix with what lies beside them.
    rows = slice(place.y + 4, place.y + place.height - 4)
    columns = slice(place.x + 4, place.x + place.width - 4)
    return bool((np.abs(pixels[rows, columns].astype(int) - 96) < 16).all())


def test_the_stop_keys_bring_the_window_back_and_the_work_acts_again(
    desktop: PrivateDesktop, tmp_path: Path
) -> None:
    with app_on(desktop, tmp_path) as app:
        work = Work(app)
        work.begin(called_off=True)
        work.do()
        app.keys("ctrl", "shift", "F10")
        work.make_task()
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
        recover = 300, 273
        app.wait_for("Recover what was kept", recover)
        app.picture("ended")
        app.press("Recover what was kept", recover)
        work.make_task()
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
