"""The one door to threads: long work with progress, cancel and a generation."""

import sys
import threading
import time
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QObject, QThreadPool, QTimer, Signal

from studio.base import faults
from studio.base.collector import collect_seldom
from studio.base.pace import Stopped, wanted_until
from studio.gui.language import tr

Progress = Callable[[Any], None]
Cancelled = Callable[[], bool]
Work = Callable[[Progress, Cancelled], Any]
_SWITCH_S = 0.0001
_PAINTED_MS = 20
"""What came is painted before what waited for it begins and wants the interpreter too."""


def told_fault(fault: BaseException) -> str:
    """Return a fault as a sentence; one of the studio itself is noted where it can be looked up."""
    sentence, place = faults.told(fault)
    return tr(sentence).format(place=place) if place else tr(sentence)


class _Signals(QObject):
    told = Signal(object)
    done = Signal(object)
    failed = Signal(str)


class Job:
    """A piece of work under way."""

    def __init__(
        self, name: str, generation: int, long: bool = False, patient: bool = False
    ) -> None:
        self.name = name
        self.long = long
        self.patient = patient
        self.generation = generation
        self.signals = _Signals()
        self._cancel = threading.Event()

    def cancel(self) -> None:
        """Ask the work to stop; its result is then dropped."""
        self._cancel.set()

    @property
    def cancelled(self) -> bool:
        """Whether it was asked to stop."""
        return self._cancel.is_set()

    def run(self, work: Work) -> None:
        """Do the work in the thread of the caller and signal how it ended."""
        try:
            with wanted_until(self._cancel.is_set):
                result = work(self.signals.told.emit, self._cancel.is_set)
        except Stopped:
            self.signals.failed.emit("It was stopped.")
        except Exception as fault:
            # A bug must end in a sentence, not in a thread that dies unseen.
            self.signals.failed.emit(told_fault(fault))
        else:
            self.signals.done.emit(result)


class Newest(QObject):
    """A thread of its own for short work of one kind, of which only what was asked last counts.

    Older work that has not begun is left, and the result of older work is dropped.
    """

    _ended = Signal(int, object, str)
    _told = Signal(int, object)

    def __init__(self) -> None:
        super().__init__()
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._at_work = 0
        self._hear: Progress | None = None
        self._closed = False
        self._generation = 0
        self._done: Callable[[Any], None] | None = None
        self._failed: Callable[[str], None] | None = None
        self._ended.connect(self._end)
        self._told.connect(self._take)

    def ask(
        self,
        work: Callable[[Cancelled], Any],
        done: Callable[[Any], None],
        failed: Callable[[str], None],
        hear: Progress | None = None,
    ) -> None:
        """Do `work` instead of what was asked before; it is told whether it is still wanted.

        What the work gives to `tell` is heard by `hear` in the thread of the window.
        """
        if self._closed:
            return
        self._generation += 1
        self._done, self._failed, self._hear = done, failed, hear
        generation = self._generation
        self._pool.start(lambda: self._run(generation, work))

    @property
    def busy(self) -> bool:
        """Whether what was asked last has not ended."""
        return self._done is not None

    def _run(self, generation: int, work: Callable[[Cancelled], Any]) -> None:
        if generation != self._generation:
            return
        result, fault = None, ""
        self._at_work = generation
        try:
            with wanted_until(lambda: generation != self._generation):
                result = work(lambda: generation != self._generation)
        except Stopped:
            fault = "It was stopped."
        except Exception as caught:
            # A bug must end in a sentence, not in a thread that dies unseen.
            fault = told_fault(caught)
        if generation == self._generation:
            self._ended.emit(generation, result, fault)

    def _end(self, generation: int, result: Any, fault: str) -> None:
        if generation != self._generation:
            return
        done, failed = self._done, self._failed
        self._done = self._failed = self._hear = None
        if fault and failed:
            failed(fault)
        elif done:
            done(result)

    def tell(self, told: object) -> None:
        """Say how far the work is; called by the work."""
        self._told.emit(self._at_work, told)

    def _take(self, generation: int, told: object) -> None:
        if generation == self._generation and self._hear:
            self._hear(told)

    def wait(self) -> None:
        """Wait until what was asked is done; its result comes with the next turn."""
        self._pool.waitForDone()

    def forget(self) -> None:
        """Drop what was asked."""
        self._generation += 1
        self._done = self._failed = self._hear = None

    def close(self, most_ms: int = -1) -> bool:
        """Drop what was asked, wait for the thread, and start nothing any more.

        Args:
            most_ms: how long to wait at most; without end by default.

        Returns:
            whether the thread has ended.
        """
        self._closed = True
        self.forget()
        return self._pool.waitForDone(most_ms)


class Jobs(QObject):
    """Starts work in threads; the results of an older generation of a name are dropped.

    Args:
        patience_ms: how long `close` waits for work that was told to end; without end by default.

    Attributes:
        all_ended: whether all work had ended when `close` gave up waiting.
    """

    busy_changed = Signal()

    def __init__(self, patience_ms: int = -1) -> None:
        super().__init__()
        self._patience_ms = patience_ms
        self.all_ended = True
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(3)
        self._generations: dict[str, int] = {}
        self._running: list[Job] = []
        self._closed = False
        self._newest: list[Newest] = []
        self._patient: Job | None = None
        self._waiting: list[tuple[Job, frozenset[str], Callable[[], None]]] = []
        # The window asks for the interpreter many times a turn, each time for as long as this if a
        # thread is at work; Python's own 5 ms make a turn of half a second of that.
        sys.setswitchinterval(_SWITCH_S)
        collect_seldom()

    def newest(self) -> Newest:
        """Return a thread of its own for one kind of short work; `close` ends it."""
        made = Newest()
        self._newest.append(made)
        return made

    def end(self, thread: Newest) -> None:
        """End a thread that `newest` gave."""
        thread.close()
        if thread in self._newest:
            self._newest.remove(thread)

    def start(
        self,
        name: str,
        work: Work,
        done: Callable[[Any], None],
        failed: Callable[[str], None],
        progress: Progress | None = None,
        after: Sequence[str] = (),
        parts: Callable[[Any], None] | None = None,
    ) -> Job:
        """Start `work` under a name; an earlier job of that name is cancelled.

        Args:
            name: what it is cancelled and asked for by.
            work: what is done in a thread.
            done: gets what came of it, in the thread of the window.
            failed: gets a sentence instead if it failed.
            progress: gets what is told on the way; the work then counts as long.
            after: names of jobs that somebody waits for; as long as one is under way, this waits.
                Such jobs are done one at a time: together they would hold up the window.
            parts: gets what came of it on the way, if the work tells that instead of sentences.
        """
        for job in self._running:
            if job.name == name:
                job.cancel()
        generation = self._generations.get(name, 0) + 1
        self._generations[name] = generation
        job = Job(name, generation, progress is not None, bool(after))
        job.signals.done.connect(lambda result: self._end(job, done, result))
        job.signals.failed.connect(lambda sentence: self._end(job, failed, sentence))
        if told := progress or parts:
            job.signals.told.connect(lambda what: self._tell(job, told, what))
        if self._closed:
            return job
        self._running.append(job)
        self._waiting.append((job, frozenset(after), lambda: job.run(work)))
        self._begin()
        self.busy_changed.emit()
        return job

    def _begin(self) -> None:
        """Start what need not wait any more, in the order of asking."""
        under_way = {job.name for job in self._running}
        waiting, self._waiting = self._waiting, []
        for job, after, run in waiting:
            if not self._counts(job):
                self._running.remove(job)
            elif after & under_way or (job.patient and self._patient in self._running):
                self._waiting.append((job, after, run))
            else:
                self._patient = job if job.patient else self._patient
                self._pool.start(run)

    def _end(self, job: Job, report: Callable[[Any], None], result: Any) -> None:
        if job in self._running:
            self._running.remove(job)
        if self._counts(job):
            report(result)
        if self._waiting:
            QTimer.singleShot(_PAINTED_MS, self._begin)
        self.busy_changed.emit()

    def _tell(self, job: Job, told: Callable[[Any], None], what: Any) -> None:
        # What a cancelled job said may arrive after the page has shown that it was cancelled.
        if self._counts(job):
            told(what)

    def _counts(self, job: Job) -> bool:
        return self._generations.get(job.name) == job.generation and not self._closed

    def running(self, name: str) -> Job | None:
        """Return the newest job of a name that has not ended."""
        found = [job for job in self._running if job.name == name]
        return found[-1] if found else None

    def long_work(self) -> list[str]:
        """Return the names of the work under way that tells how far it is."""
        return [job.name for job in self._running if job.long and not job.cancelled]

    def forget_all(self) -> None:
        """Cancel every job and drop what it will say, and end the threads of the newest work."""
        for name in [*self._generations]:
            self.forget(name)
        for thread in [*self._newest]:
            self.end(thread)

    def forget(self, name: str) -> None:
        """Cancel the jobs of a name and drop what they will say."""
        self._generations[name] = self._generations.get(name, 0) + 1
        for job in self._running:
            if job.name == name:
                job.cancel()

    def close(self) -> None:
        """Cancel everything, wait for the threads, and start nothing any more."""
        self._closed = True
        self._waiting.clear()
        for job in self._running:
            job.cancel()
        for thread in self._newest:
            thread.forget()
        until = time.monotonic() + self._patience_ms / 1000

        def left() -> int:
            return -1 if self._patience_ms < 0 else max(0, round(1000 * (until - time.monotonic())))

        ended = [thread.close(left()) for thread in self._newest]
        self.all_ended = self._pool.waitForDone(left()) and all(ended)
