"""A child process that speaks JSON lines: how the recorder talks to each of its channels."""

import json
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any

from studio.base.remedies import to_examine


class Channel:
    """A running channel; `receive` is called in its own thread for each line it says.

    It holds on to the file descriptors `held`, so that their locks last as long as it lives.
    """

    def __init__(
        self,
        name: str,
        module: str,
        arguments: Sequence[str],
        receive: Callable[[Any], None],
        held: Sequence[int] = (),
    ) -> None:
        self.name = name
        self._receive = receive
        self._ready: queue.Queue[bool] = queue.Queue()
        self.drained = False
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            pass_fds=held,
        )
        self._complaints: list[str] = []
        self._threads = [
            threading.Thread(target=self._read, daemon=True),
            threading.Thread(target=self._listen_to_complaints, daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def _read(self) -> None:
        assert self._process.stdout
        for line in self._process.stdout:
            value = json.loads(line)
            if value.get("type") == "ready":
                self._ready.put(True)
            elif value.get("type") == "drained":
                self.drained = True
            else:
                self._receive(value)
        self._ready.put(False)

    def _listen_to_complaints(self) -> None:
        assert self._process.stderr
        for line in self._process.stderr:
            self._complaints = [*self._complaints, line.strip()][-5:]

    def wait_ready(self, seconds: float = 20) -> None:
        """Wait until the channel says that it is ready.

        Raises:
            FaultError: if it ends before, or says nothing in time.
        """
        with suppress(queue.Empty):
            if self._ready.get(timeout=seconds):
                return
        self.close()
        reason = self._complaints[-1] if self._complaints else "it gave no answer"
        raise to_examine(f"The {self.name} channel did not start ({reason})")

    def say(self, value: dict[str, Any]) -> None:
        """Send a line; a channel that has ended is left alone, `alive` tells of it."""
        assert self._process.stdin
        with suppress(BrokenPipeError, ValueError):
            self._process.stdin.write(json.dumps(value) + "\n")
            self._process.stdin.flush()

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process.poll() is None

    def close(self, seconds: float = 20) -> bool:
        """Let the channel drain and end; return whether it did so by itself."""
        assert self._process.stdin
        with suppress(BrokenPipeError, ValueError):
            self._process.stdin.close()
        try:
            self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for thread in self._threads:
            thread.join(5)
        for stream in (self._process.stdout, self._process.stderr):
            if stream:
                stream.close()
        return self.drained
