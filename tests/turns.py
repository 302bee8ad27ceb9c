"""A watchdog for the thread that draws: how long each turn of its event loop takes, and where.

A turn begins when the event dispatcher wakes up and ends when it is about to wait. A thread looks
at the drawing thread's stack while a turn is longer than it may be.
"""

import sys
import threading
import time
import traceback
from dataclasses import dataclass
from types import FrameType

from PySide6.QtCore import QAbstractEventDispatcher, QObject

LIMIT_MS = 50.0
_LOOK_SECONDS = 0.01
_DEPTH = 14


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
        self._began: float | None = None
        self._stacks: list[tuple[str, ...]] = []
        self._ended = threading.Event()
        dispatcher = QAbstractEventDispatcher.instance()
        assert dispatcher
        dispatcher.awake.connect(self._begin)
        dispatcher.aboutToBlock.connect(self._end)
        self._watch = threading.Thread(target=self._look, daemon=True)
        self._watch.start()

    def _begin(self) -> None:
        # A loop within a loop, such as that of a dialog, begins a turn of its own.
        self._began = time.perf_counter()

    def _end(self) -> None:
        if self._began is None:
            return
        ms = (time.perf_counter() - self._began) * 1000
        self._began = None
        self.lengths.append(ms)
        stacks, self._stacks = self._stacks, []
        if ms > self.limit_ms:
            self.long.append(Turn(ms, stacks[len(stacks) // 2] if stacks else ()))

    def _look(self) -> None:
        while not self._ended.wait(_LOOK_SECONDS):
            began = self._began
            if began is None or (time.perf_counter() - began) * 1000 < self.limit_ms / 2:
                continue
            frame = sys._current_frames().get(self._thread)
            if frame is not None:
                self._stacks.append(_lines(frame))

    def close(self) -> None:
        """End the watching."""
        self._ended.set()
        self._watch.join()
        dispatcher = QAbstractEventDispatcher.instance()
        if dispatcher:
            dispatcher.awake.disconnect(self._begin)
            dispatcher.aboutToBlock.disconnect(self._end)

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


def _lines(frame: FrameType) -> tuple[str, ...]:
    found = traceback.extract_stack(frame)[-_DEPTH:]
    return tuple(f"{entry.filename}:{entry.lineno} {entry.name}" for entry in found)
