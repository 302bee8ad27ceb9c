"""Two monitors and a fractional scale are recorded as they are."""

import json
import subprocess
import time
from pathlib import Path

import pytest

from studio.formats.recordings import open_recording
from studio.model.frozen import Bounds, Size
from studio.model.recording import Monitor
from studio.model.step import Click, Drag, TypeText
from studio.running.actor import Actor
from studio.sandbox.desktop import PrivateDesktop
from studio.steps import reduce_steps
from tests.e2e.conftest import studio
from tests.e2e.recording_desk import open_program, recording

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(120)]
LEFT = Monitor(id="left", bounds=Bounds(x=0, y=0, width=640, height=800), scale=1.5)
RIGHT = Monitor(id="right", bounds=Bounds(x=640, y=100, width=640, height=600), scale=1.5)


def split(desktop: PrivateDesktop) -> None:
    """Make two monitors of one screen, the right one lower, at a scale of 1.5."""
    for monitor, output in ((LEFT, "screen"), (RIGHT, "none")):
        at = monitor.bounds
        place = f"{at.width}/170x{at.height}/210+{at.x}+{at.y}"
        command = ["xrandr", "--setmonitor", monitor.id, place, output]
        subprocess.run(command, env=desktop.environment, check=True)
    subprocess.run(
        ["xrdb", "-merge"], env=desktop.environment, input="Xft.dpi: 144\n", text=True, check=True
    )


def test_two_monitors_at_a_fractional_scale(desktop: PrivateDesktop, tmp_path: Path) -> None:
    out = tmp_path / "a.rec"
    split(desktop)
    with Actor(desktop.environment) as actor:
        window = open_program(desktop, actor, ["mousepad"], "Mousepad")
        actor.place(window, Bounds(x=420, y=150, width=500, height=400))
        actor.settle(equal=3)
        with recording(desktop, out, "--allow-app", "all") as recorder:
            actor.act(Click(x=500, y=400))
            time.sleep(0.8)
            actor.act(Click(x=800, y=400))
            actor.act(TypeText(text="wide"))
            time.sleep(0.8)
            actor.act(Drag(path=((600, 400, 0), (620, 400, 60), (900, 420, 200))))
            time.sleep(0.8)
            actor.act(Click(x=700, y=50))
            actor.settle(equal=3)
            recorder.stop()
    found = open_recording(out)
    assert found.manifest.monitors == (LEFT, RIGHT)
    assert found.manifest.screen == Size(width=1280, height=800)
    assert {frame.monitor for frame in found.frames} == {"screen"}
    steps = reduce_steps(found)
    assert [step.monitor for step in steps] == ["left", "right", "right", "left", ""]
    assert [step.point for step in steps][:2] == [(500, 400), (800, 400)]
    told = json.loads(studio("recording", "steps", str(out), "--json").stdout)["steps"]
    assert [step["monitor"] for step in told] == [step.monitor for step in steps]


def test_one_monitor_is_the_whole_screen(desktop: PrivateDesktop, tmp_path: Path) -> None:
    out = tmp_path / "a.rec"
    with recording(desktop, out) as recorder:
        time.sleep(0.5)
        recorder.stop()
    whole = Monitor(id="screen", bounds=Bounds(x=0, y=0, width=1280, height=800), scale=1.0)
    assert open_recording(out).manifest.monitors == (whole,)
