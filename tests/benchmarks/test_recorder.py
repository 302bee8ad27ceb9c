"""What the recorder costs and keeps, each beside its peer or its limit, in one run."""

import os
import shutil
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.formats.recordings import open_recording
from studio.formats.wholeness import verify
from studio.model.frozen import Bounds
from studio.model.recording import ButtonEvent, KeyEvent
from studio.model.step import Click, PressKeys, TypeText
from studio.running.actor import Actor
from studio.sandbox.desktop import PrivateDesktop, wait_until
from tests.e2e.recording_desk import asked, open_program, recording

HERE = Path(__file__).parent
TICKS = os.sysconf("SC_CLK_TCK")
FFMPEG = shutil.which("ffmpeg")
CODEC = (
    "-c:v libvpx-vp9 -deadline realtime -cpu-used 8 -row-mt 1 -tune-content screen "
    "-lag-in-frames 0 -crf 32 -b:v 0 -g 20"
)


def cpu_seconds(pid: int) -> float:
    """Return the processor time of a process and of all below it, while they live."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    own = (int(fields[11]) + int(fields[12])) / TICKS
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return own + sum(cpu_seconds(int(child)) for child in children)


def cost_of_ffmpeg(desktop: PrivateDesktop, out: Path, seconds: float) -> float:
    grab = f"-f x11grab -framerate 10 -video_size 1280x800 -i {desktop.environment['DISPLAY']}"
    process = subprocess.Popen(
        ["ffmpeg", "-loglevel", "error", *grab.split(), *CODEC.split(), str(out)],
        env=desktop.environment,
        stdin=subprocess.DEVNULL,
    )
    time.sleep(2)
    before = cpu_seconds(process.pid)
    time.sleep(seconds)
    spent = cpu_seconds(process.pid) - before
    process.send_signal(signal.SIGINT)
    process.wait(30)
    return spent / seconds


def cost_of_recorder(desktop: PrivateDesktop, out: Path, seconds: float) -> float:
    with recording(desktop, out) as recorder:
        time.sleep(2)
        before = cpu_seconds(recorder.process.pid)
        time.sleep(seconds)
        return (cpu_seconds(recorder.process.pid) - before) / seconds


@pytest.fixture
def desktop() -> Iterator[PrivateDesktop]:
    with PrivateDesktop() as made:
        yield made


@pytest.mark.skipif(FFMPEG is None, reason="the peer is not installed: apt-get install ffmpeg")
@pytest.mark.parametrize(("screen", "limit"), [("changing", 1.3), ("idle", 0.3)])
def test_processor_time_beside_ffmpeg(
    desktop: PrivateDesktop, tmp_path: Path, screen: str, limit: float
) -> None:
    with Actor(desktop.environment) as actor:
        if screen == "changing":
            program = [sys.executable, str(HERE / "moving_program.py")]
            actor.wake_accessibility()
            desktop.launch(program, desktop.home)
            time.sleep(3)
        else:
            open_program(desktop, actor, ["mousepad"], "Mousepad")
        peer = cost_of_ffmpeg(desktop, tmp_path / "peer.mkv", 15)
        ours = cost_of_recorder(desktop, tmp_path / "a.rec", 15)
    print(
        f"\n{screen} screen: recorder {ours:.1%} of a core, ffmpeg {peer:.1%}, "
        f"ratio {ours / peer:.2f} (limit {limit})"
    )


def test_ten_thousand_events_at_a_thousand_a_second(
    desktop: PrivateDesktop, tmp_path: Path
) -> None:
    out = tmp_path / "a.rec"
    with Actor(desktop.environment) as actor:
        open_program(desktop, actor, ["mousepad"], "Mousepad")
        with recording(desktop, out, "--allow-app", "all") as recorder:
            actor.act(Click(x=600, y=400))
            actor.act(PressKeys(keys=("End",)))
            actor.settle(equal=3)
            injector = subprocess.run(
                [sys.executable, str(HERE / "injector.py")],
                env=desktop.environment,
                capture_output=True,
                text=True,
            )
            assert injector.returncode == 0, injector.stderr
            seconds = float(injector.stdout)
            actor.settle(equal=3)
            began = time.monotonic()
            recorder.stop()
            sealed = time.monotonic() - began
    events = [e for e in open_recording(out).events if isinstance(e, KeyEvent | ButtonEvent)]
    kept = len(events) - 4
    print(
        f"\n10,000 events in {seconds:.1f} s: {kept} kept, {10_000 - kept} lost (limit 0); "
        f"stop to sealed {sealed:.1f} s"
    )
    assert kept == 10_000


@pytest.mark.parametrize("seconds", [30, pytest.param(600, marks=pytest.mark.long)])
def test_bytes_an_hour_and_the_time_to_seal(
    desktop: PrivateDesktop, tmp_path: Path, seconds: int
) -> None:
    out = tmp_path / "a.rec"
    with Actor(desktop.environment) as actor:
        actor.wake_accessibility()
        open_program(
            desktop, actor, ["soffice", "--calc", "--norestore", "--nologo"], "LibreOffice Calc"
        )
        with recording(desktop, out, "--allow-app", "all") as recorder:
            until = time.monotonic() + seconds
            row = 0
            while time.monotonic() < until:
                actor.act(Click(x=200 + 80 * (row % 5), y=260 + 17 * (row % 20)))
                time.sleep(1)
                actor.act(TypeText(text=f"{row * 37 % 1000}.50"))
                time.sleep(0.6)
                actor.act(PressKeys(keys=("Return",)))
                time.sleep(1.2)
                row += 1
            began = time.monotonic()
            recorder.stop()
            sealed = time.monotonic() - began
    assert verify(out) == []
    sizes = {
        name: sum(place.stat().st_size for place in out.glob(f"{name}*/**/*") if place.is_file())
        for name in ("video", "keyframes")
    }
    video = sizes["video"] + (out / "elements.jsonl").stat().st_size
    hour = 3600 / seconds / 1e6
    print(
        f"\n{seconds} s of office work: {video * hour:.0f} MB an hour of video and elements "
        f"(limit 100, peer AgentNet 144), {sizes['keyframes'] * hour:.0f} MB of key frames; "
        f"stop to sealed {sealed:.1f} s (limit 2 after 600 s)"
    )


@pytest.mark.parametrize(
    ("kind", "command", "title"),
    [
        ("spreadsheet", ["soffice", "--calc", "--norestore", "--nologo"], "LibreOffice Calc"),
        ("GTK", ["mousepad"], "Mousepad"),
        ("Qt", [sys.executable, str(HERE.parent / "e2e/form_program.py")], "Log in"),
    ],
)
def test_elements_under_presses(
    desktop: PrivateDesktop, kind: str, command: list[str], title: str
) -> None:
    with Actor(desktop.environment) as actor, asked(desktop) as ask:
        box = open_program(desktop, actor, command, title).bounds
        assert wait_until(lambda: ask(*box.centre)["type"] == "element", 60, interval=0.2)
        named, times = 0, []
        for number in range(60):
            x = box.x + 10 + (number * 137) % (box.width - 20)
            y = box.y - 10 + (number * 89) % box.height
            began = time.monotonic()
            found = ask(x, y)
            times.append((time.monotonic() - began) * 1000)
            true = found["type"] == "element" and Bounds(**found["bounds"]).holds(x, y)
            named += bool(true and found["role"] and found["name"])
    p95 = statistics.quantiles(times, n=20)[-1]
    print(
        f"\n{kind}: role and name under {named / 60:.0%} of 60 points (limit 95%), "
        f"p95 {p95:.0f} ms (limit 150)"
    )
    assert named / 60 >= 0.95
