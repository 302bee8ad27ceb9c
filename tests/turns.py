"""A watchdog for the thread that draws: how long its event loop is held up at each turn, and where.

A timer asks for a turn every few milliseconds; how late it comes is how long something else held
the loop. (The signals of the dispatcher do not tell: that of GLib does its work after it said that
it is about to wait.) A thread lets the drawing thread write down its stack meanwhile, by a signal.
"""

import faulthandler
import re
import signal
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer

LIMIT_MS = 50.0
_LOOK_SECONDS = 0.01
_TICK_MS = 10
_DEPTH = 14
_CALL = re.compile(r'File "(.*)", line (\d+) in (.*)')


@dataclass(frozen=True)
class Turn:
    """A turn that took too long, and what was being done when it was looked at.

    Attributes:
        at: when it ended, in seconds since the watching began.
        ms: how long it held the loop.
        worked: how much of it the processor worked for the thread.
        queued: how much of it the thread could have gone on, and no processor was free for it. What
            is left, it waited for something: a lock, the interpreter, the disk.
        stack: the innermost calls, the outer ones first.
    """

    at: float
    ms: float
    worked: float
    queued: float
    stack: tuple[str, ...]

    @property
    def told(self) -> str:
        spent = f"{self.worked:.0f} at work, {self.queued:.0f} without processor"
        head = f"{self.ms:.0f} ms ({spent}) at {self.at:.1f} s"
        return "\n".join((head, *(f"    {line}" for line in self.stack)))


class Turns(QObject):
    """Times the turns of the event loop of the thread that makes it, until it is closed."""

    def __init__(self, limit_ms: float = LIMIT_MS) -> None:
        super().__init__()
        self.limit_ms = limit_ms
        self.lengths: list[float] = []
        self.long: list[Turn] = []
        self._thread = threading.get_ident()
        self._began = time.perf_counter()
        self._due = self._began + _TICK_MS / 1000
        self._spent = Path(f"/proc/self/task/{threading.get_native_id()}/schedstat")
        self._before = self._times()
        self._stacks: list[tuple[str, ...]] = []
        self._ended = threading.Event()
        self._written = tempfile.TemporaryFile()  # noqa: SIM115  # as long as the watchdog
        faulthandler.register(signal.SIGUSR2, self._written, all_threads=False)
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(_TICK_MS)
        self._timer.timeout.connect(self._turn)
        self._timer.start()
        self._watch = threading.Thread(target=self._look, daemon=True)
        self._watch.start()

    def _turn(self) -> None:
        now = time.perf_counter()
        ms = max(0.0, (now - self._due) * 1000)
        self._due = now + _TICK_MS / 1000
        self.lengths.append(ms)
        stacks, self._stacks = self._stacks, []
        before, self._before = self._before, self._times()
        if ms > self.limit_ms:
            worked, queued = (now - then for now, then in zip(self._before, before, strict=True))
            stack = stacks[len(stacks) // 2] if stacks else ()
            self.long.append(Turn(now - self._began, ms, worked, queued, stack))

    def _times(self) -> tuple[float, float]:
        """Return how long the thread has worked, and waited for a processor, in ms."""
        worked, queued = (int(part) / 1e6 for part in self._spent.read_bytes().split()[:2])
        return worked, queued

    def _look(self) -> None:
        while not self._ended.wait(_LOOK_SECONDS):
            if (time.perf_counter() - self._due) * 1000 < self.limit_ms / 2:
                continue
            if stack := self._stack():
                self._stacks.append(stack)

    def _stack(self) -> tuple[str, ...]:
        """Return the innermost calls of the thread that was looked at last, the outer ones first.

        The thread writes them itself: who walks through the frames of another finds threads that
        are only half made, and who holds a frame keeps its painter alive after its turn.
        """
        self._written.seek(0)
        calls = _CALL.findall(self._written.read().decode("utf-8", "replace"))
        self._written.seek(0)
        self._written.truncate()
        signal.pthread_kill(self._thread, signal.SIGUSR2)
        return tuple(f"{file}:{line} {name}" for file, line, name in reversed(calls[:_DEPTH]))

    def close(self) -> None:
        """End the watching."""
        self._ended.set()
        self._watch.join()
        self._timer.stop()
        faulthandler.unregister(signal.SIGUSR2)
        self._written.close()

    @property
    def share(self) -> float:
        """The share of turns that were short enough."""
        return 1 - len(self.long) / max(1, len(self.lengths))

    @property
    def told(self) -> str:
        """One line, and each longer turn with its stack."""
        worst = max(self.lengths, default=0)
        head = f"{len(self.lengths):,} turns, {self.share:.3%} under {self.limit_ms:.0f} ms"
        lines = (turn.told for turn in sorted(self.long, key=lambda turn: -turn.ms))
        return "\n".join((f"{head}, longest {worst:.0f} ms", *lines))
