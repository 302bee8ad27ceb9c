"""A program of the studio that stays warm in a sandbox and answers one order at a time."""

import json
import os
import select
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

import studio
from studio.base.errors import FaultError
from studio.base.pace import UNHEARD, Pace, Stopped
from studio.base.settings import SHARED_CACHE, cache_folder
from studio.sandbox.isolation import Bind, Limits, Sandbox, python_binds
from studio.sandbox.office import RECOMPUTED

EXCHANGE = "/exchange"
_START_SECONDS = 60.0
_GRACE_SECONDS = 10.0
_MAX_LINE = 64 * 1024 * 1024
_LOOK_SECONDS = 0.2
# The regrades differ in these, so the grader inside must feel them too.
_SURROUNDINGS = ("LANG", "LC_ALL", "TZ", "PYTHONHASHSEED")


class Ended(Exception):
    """The sandbox is gone."""


class Warm:
    """A sandbox, the folder that is read inside as `/exchange`, and its orders and answers.

    Orders go in and answers come out as one JSON object a line; the first line is
    `{"ready": true}`.

    Args:
        seconds: how long an order may take.
        limits: what the sandbox may use.

    Attributes:
        module: what runs inside.
        named: what it is called where it fails.
        tuning: variables that what runs inside starts with.
    """

    module = ""
    named = "grader"
    tuning: ClassVar[Mapping[str, str]] = {}

    def __init__(self, seconds: float, limits: Limits | None = None) -> None:
        self._seconds = seconds
        self._limits = limits or Limits()
        self._lock = threading.Lock()
        self._place = Path(tempfile.mkdtemp(prefix="studio-grading-"))
        # What lies below may be read by the other user inside; nobody else comes past the folder.
        self._exchange = self._place / "exchange"
        self._exchange.mkdir()
        self._exchange.chmod(0o755)
        self._sandbox: Sandbox | None = None

    def _told(
        self, order: dict[str, Any], more: float = 0.0, pace: Pace = UNHEARD
    ) -> dict[str, Any]:
        """Return the answer to an order, given as many seconds `more` as its size asks for.

        Raises:
            Ended: if the program ended or took too long.
            Stopped: if nobody waits for the answer any more; the sandbox is ended then.
        """
        sandbox = self._sandbox or self._start(pace)
        self._send(sandbox, order)
        try:
            return self._line(sandbox, self._seconds + more + _GRACE_SECONDS, pace)
        except Stopped:
            self._stop()
            raise

    @staticmethod
    def _send(sandbox: Sandbox, order: dict[str, Any]) -> None:
        assert sandbox.process.stdin is not None
        try:
            sandbox.process.stdin.write(json.dumps(order).encode() + b"\n")
            sandbox.process.stdin.flush()
        except OSError:
            raise Ended from None

    def _start(self, pace: Pace = UNHEARD) -> Sandbox:
        self._sandbox = self._opened()
        try:
            if self._line(self._sandbox, _START_SECONDS, pace) == {"ready": True}:
                return self._sandbox
        except Ended:
            pass
        except Stopped:
            self._stop()
            raise
        told = self._last_words()
        self._stop()
        raise FaultError(f"The {self.named} does not start in its sandbox: {told}")

    def _opened(self) -> Sandbox:
        recomputed = cache_folder() / RECOMPUTED
        recomputed.mkdir(parents=True, exist_ok=True)
        recomputed.chmod(0o755)
        package = Path(studio.__file__).parent
        environment = {name: os.environ[name] for name in _SURROUNDINGS if name in os.environ}
        environment |= dict(self.tuning) | {
            "PYTHONPATH": "/app",
            SHARED_CACHE: "/cache",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        return Sandbox(
            [sys.executable, "-P", "-s", "-m", self.module],
            [
                *python_binds(package),
                Bind(self._exchange, EXCHANGE),
                Bind(recomputed, f"/cache/{RECOMPUTED}"),
            ],
            environment,
            self._limits,
        )

    def _last_words(self) -> str:
        assert self._sandbox and self._sandbox.process.stderr
        self._sandbox.process.kill()
        lines = self._sandbox.process.stderr.read(1 << 16).decode("utf-8", "replace").splitlines()
        return lines[-1] if lines else "it gave no reason."

    @staticmethod
    def _line(sandbox: Sandbox, seconds: float, pace: Pace = UNHEARD) -> dict[str, Any]:
        stream = sandbox.process.stdout
        assert stream is not None
        deadline = time.monotonic() + seconds
        told = b""
        while not told.endswith(b"\n"):
            pace.go_on()
            left = deadline - time.monotonic()
            if left <= 0:
                raise Ended
            if not select.select([stream], [], [], min(left, _LOOK_SECONDS))[0]:
                continue
            block = os.read(stream.fileno(), 1 << 16)
            if not block or len(told) > _MAX_LINE:
                raise Ended
            told += block
        try:
            answer = json.loads(told)
        except ValueError:
            raise Ended from None
        if not isinstance(answer, dict):
            raise Ended
        return answer

    def _stop(self) -> None:
        if self._sandbox is not None:
            self._sandbox.close()
            self._sandbox = None

    def close(self) -> None:
        """End the program and remove its copies."""
        with self._lock:
            self._stop()
            shutil.rmtree(self._place, ignore_errors=True)
