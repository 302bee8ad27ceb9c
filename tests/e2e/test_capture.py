import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from studio.base.errors import FaultError
from studio.capture import selftest
from studio.formats.recordings import open_recording
from studio.formats.wholeness import verify
from studio.model.recording import KeyEvent
from studio.model.step import Click, PressKeys, TypeText
from studio.running.actor import Actor
from studio.sandbox.desktop import PrivateDesktop, wait_until
from studio.steps import reduce_steps
from tests.e2e.conftest import studio

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]
TEXT = "Café <€42> naïve 日本 1,250.00"


@contextmanager
def recorder(desktop: PrivateDesktop, out: Path, *words: str) -> Iterator[None]:
    log = out.with_suffix(".log")
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [sys.executable, "-m", "studio", "record", str(out), *words],
            env=desktop.environment,
            stderr=stream,
            stdout=stream,
        )
    ready = wait_until(lambda: "Recording" in log.read_text().splitlines(), 30)
    assert ready, log.read_text()
    try:
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0, log.read_text()


def test_real_input_comes_back_as_steps(desktop: PrivateDesktop, tmp_path: Path) -> None:
    out = tmp_path / "a.rec"
    (tmp_path / "watched").mkdir()
    watched = tmp_path / "watched/note.txt"
    watched.write_text("before")
    words = ("--watch", str(watched.parent), "--allow-app", "all")
    with Actor(desktop.environment) as actor, recorder(desktop, out, *words):
        actor.act(Click(x=200, y=300))
        actor.act(TypeText(text=TEXT))
        actor.act(PressKeys(keys=("ctrl", "shift", "s")))
        actor.act(Click(x=400, y=500, count=2))
        watched.write_text("after")
        (watched.parent / ".~lock.note.txt#").write_text("litter")
        actor.settle(equal=5)
    recording = open_recording(out)
    assert [step.action for step in reduce_steps(recording)] == [
        Click(x=200, y=300),
        TypeText(text=TEXT),
        PressKeys(keys=("ctrl", "shift", "s")),
        Click(x=400, y=500, count=2),
    ]
    assert verify(out) == []
    assert recording.manifest.state == "sealed"
    assert [(found.path, found.event) for found in recording.files] == [
        ("note.txt", "initial"),
        ("note.txt", "saved"),
    ]
    content = out / "files" / str(recording.after("w1")["note.txt"].digest)
    assert content.read_text() == "after"
    assert recording.frames and recording.keyframe(recording.frames[0])
    assert recording.frames[0].t_ns < recording.events[1].t_ns


def test_without_leave_only_shortcuts_reach_the_disk(
    desktop: PrivateDesktop, tmp_path: Path
) -> None:
    out = tmp_path / "b.rec"
    with Actor(desktop.environment) as actor, recorder(desktop, out):
        actor.act(TypeText(text="secret"))
        actor.act(PressKeys(keys=("ctrl", "s")))
        actor.settle()
    keys = [event for event in open_recording(out).events if isinstance(event, KeyEvent)]
    assert not {event.text for event in keys if not event.modifiers} - {""}
    assert any(event.key == "s" and event.modifiers == ("ctrl",) for event in keys)
    info = json.loads(studio("recording", "info", str(out), "--json").stdout)
    assert info["withheld"] == len("secret")
    assert info["lost"] == 0
    raw = (out / "events-0001.jsonl").read_text()
    assert '"text":"e"' not in raw


def test_seconds_end_a_recording(desktop: PrivateDesktop, tmp_path: Path) -> None:
    out = tmp_path / "c.rec"
    began = time.monotonic()
    answer = studio("record", str(out), "--seconds", "1", environment=desktop.environment)
    assert answer.returncode == 0, answer.stderr
    assert time.monotonic() - began < 60
    assert open_recording(out).manifest.state == "sealed"


def refused(out: Path, environment: dict[str, str]) -> str:
    answer = studio("record", str(out), environment=environment, timeout=60)
    assert answer.returncode == 2
    lines = answer.stderr.strip().splitlines()
    assert len(lines) == 1, answer.stderr
    assert "Traceback" not in lines[0]
    return lines[0]


def test_no_display_is_said_with_its_remedy(tmp_path: Path) -> None:
    environment = {k: v for k, v in os.environ.items() if k not in ("DISPLAY", "WAYLAND_DISPLAY")}
    out = tmp_path / "x.rec"
    assert "desktop session" in refused(out, environment)
    assert "X11 session" in refused(out, environment | {"WAYLAND_DISPLAY": "wayland-0"})
    assert "DISPLAY and XAUTHORITY" in refused(out, environment | {"DISPLAY": ":4711"})
    assert not out.exists()


def test_an_existing_target_stays_as_it_is(desktop: PrivateDesktop, tmp_path: Path) -> None:
    out = tmp_path / "x.rec"
    out.mkdir()
    (out / "mine").write_text("mine")
    assert "exists already" in refused(out, desktop.environment)
    assert (out / "mine").read_text() == "mine"
    assert list(out.iterdir()) == [out / "mine"]


def test_a_watched_folder_that_cannot_be_watched(desktop: PrivateDesktop, tmp_path: Path) -> None:
    out = str(tmp_path / "x.rec")
    for folder, told in ((tmp_path / "nowhere", "nowhere"), (tmp_path, "would lie in")):
        words = ("record", out, "--watch", str(folder))
        answer = studio(*words, environment=desktop.environment)
        assert answer.returncode == 2
        assert told in answer.stderr
    assert not Path(out).exists()


def test_a_server_without_the_input_extensions(tmp_path: Path) -> None:
    # This server's one switch takes both away.
    with PrivateDesktop(server_flags=("-extension", "XTEST")) as desktop:
        told = refused(tmp_path / "x.rec", desktop.environment)
    assert "no XTEST extension" in told and "+extension XTEST" in told
    assert not (tmp_path / "x.rec").exists()


def test_too_little_space(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selftest, "FREE_BYTES", 1 << 60)
    with pytest.raises(FaultError, match="make some space"):
        selftest.refuse_unready(tmp_path / "x.rec")


def test_a_desktop_leaves_nothing_behind() -> None:
    with PrivateDesktop() as made:
        folder = made.folder
        number = made.environment["DISPLAY"].lstrip(":")
        sleeper = made.launch(["sleep", "600"], folder)
        assert folder.is_dir()
    assert not folder.exists()
    assert sleeper.poll() is not None
    assert not Path(f"/tmp/.X11-unix/X{number}").exists()
    assert not (Path("/tmp") / f".studio-display-{number}").exists()


def test_two_desktops_do_not_meet(tmp_path: Path) -> None:
    with PrivateDesktop() as one, PrivateDesktop() as two:
        assert one.environment["DISPLAY"] != two.environment["DISPLAY"]
        stranger = {**two.environment, "XAUTHORITY": one.environment["XAUTHORITY"]}
        answer = subprocess.run(["xprop", "-root"], env=stranger, capture_output=True, text=True)
        assert answer.returncode != 0
