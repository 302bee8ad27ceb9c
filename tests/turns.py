"""A watchdog for the thread that draws: how long its event loop is held up at each turn, and where.

A timer asks for a turn every few milliseconds; how late it comes is how long something else held
the loop. (The signals of the dispatcher do not tell: that of GLib does its work after it said that
it is about to wait.) A thread looks at the drawing thread's stack meanwhile.
"""

import faulthandler
import re
import tempfile
import threading
import time
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, QTimer

LIMIT_MS = 50.0
_LOOK_SECONDS = 0.01
_TICK_MS = 10
_DEPTH = 14
_CALL = re.compile(r'File "(.*)", line (\d+) in (.*)')


@dataclass(frozen=True)
class Turn:
    """A turn that took too long, and what was being done when it was looked at."""

    ms: float
    stack: tuple[str, ...]

    @property
    def told(self) -> str:
        return "\n".join((f"{self.ms:.0f} ms", *(f"    {line}" for line in self.stack)))


class Turns(QObject):
    """Times the turns of the event loop of the thread that makes it, until it is closed."""

    def __init__(self, limit_ms: float = LIMIT_MS) -> None:
        super().__init__()
        self.limit_ms = limit_ms
        self.lengths: list[float] = []
        self.long: list[Turn] = []
        self._thread = threading.get_ident()
        self._due = time.perf_counter() + _TICK_MS / 1000
        self._stacks: list[tuple[str, ...]] = []
        self._ended = threading.Event()
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
        if ms > self.limit_ms:
            self.long.append(Turn(ms, stacks[len(stacks) // 2] if stacks else ()))

    def _look(self) -> None:
        while not self._ended.wait(_LOOK_SECONDS):
            if (time.perf_counter() - self._due) * 1000 < self.limit_ms / 2:
                continue
            if stack := _stack_of(self._thread):
                self._stacks.append(stack)

    def close(self) -> None:
        """End the watching."""
        self._ended.set()
        self._watch.join()
        self._timer.stop()

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


def _stack_of(thread: int) -> tuple[str, ...]:
    """Return the innermost calls of a thread, the outer ones first.

    Nothing is held of its frames: a painter that lives on in one after its turn ends the program.
    """
    with tempfile.TemporaryFile() as told:
        faulthandler.dump_traceback(told, all_threads=True)
        told.seek(0)
        text = told.read().decode("utf-8", "replace")
    _, _, mine = text.partition(f"0x{thread:016x} ")
    calls = _CALL.findall(mine.partition("\n\n")[0])
    return tuple(f"{file}:{line} {name}" for file, line, name in reversed(calls[:_DEPTH]))
