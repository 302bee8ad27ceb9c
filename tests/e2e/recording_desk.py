"""A real recorder beside real programs on a private desktop."""

import json
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from studio.base.clock import monotonic_ns
from studio.formats.recorder_status import status_of
from studio.model.recording import RecorderStatus, Window
from studio.running.actor import Actor
from studio.sandbox.desktop import PrivateDesktop, wait_until


class Recording:
    """A `studio record` that runs."""

    def __init__(self, desktop: PrivateDesktop, out: Path, *words: str) -> None:
        self.out = out
        self._log = out.with_suffix(".log")
        with self._log.open("wb") as stream:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "studio", "record", str(out), *words],
                env=desktop.environment,
                stderr=stream,
                stdout=stream,
            )
        ready = wait_until(lambda: "Recording" in self.told.splitlines(), 40)
        assert ready, self.told

    @property
    def told(self) -> str:
        return self._log.read_text()

    def status(self) -> RecorderStatus:
        found = status_of(self.out)
        assert found
        return found

    def wait(self, code: int = 0) -> str:
        assert self.process.wait(60) == code, self.told
        return self.told

    def stop(self, code: int = 0) -> str:
        self.process.send_signal(signal.SIGTERM)
        return self.wait(code)

    def channel(self, module: str) -> int:
        """Return the process of a channel."""
        found = subprocess.run(
            ["pgrep", "-P", str(self.process.pid), "-f", f"studio.capture.{module}"],
            capture_output=True,
            text=True,
        )
        return int(found.stdout.split()[0])


@contextmanager
def recording(desktop: PrivateDesktop, out: Path, *words: str) -> Iterator[Recording]:
    made = Recording(desktop, out, *words)
    try:
        yield made
    finally:
        if made.process.poll() is None:
            made.process.terminate()
            made.process.wait(60)


def open_program(
    desktop: PrivateDesktop, actor: Actor, command: Sequence[str], title: str
) -> Window:
    """Start a program and wait until its window stands still."""
    actor.wake_accessibility()
    desktop.launch(list(command), desktop.home)
    found: list[Window] = []

    def shown() -> bool:
        found[:] = [window for window in actor.windows() if title in window.title]
        return bool(found)

    assert wait_until(shown, 40, interval=0.1)
    actor.settle()
    return found[0]


@contextmanager
def asked(desktop: PrivateDesktop) -> Iterator[Callable[[int, int], dict[str, Any]]]:
    """The elements process of the recorder; what a press at a point is told to meet."""
    with subprocess.Popen(
        [sys.executable, "-m", "studio.capture.elements"],
        env=desktop.environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin and process.stdout
        requests, answers = process.stdin, process.stdout

        def ask(x: int, y: int) -> dict[str, Any]:
            question = {"ask": "press", "question": 1, "t_ns": monotonic_ns(), "x": x, "y": y}
            requests.write(json.dumps(question) + "\n")
            requests.flush()
            while (line := json.loads(answers.readline()))["type"] not in ("element", "fault"):
                continue
            return dict(line)

        yield ask
        requests.close()
        answers.read()
