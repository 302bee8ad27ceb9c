"""The one door to threads: long work with progress, cancel and a generation."""

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QThreadPool, Signal

from studio.base.errors import UserError

Progress = Callable[[str], None]
Cancelled = Callable[[], bool]
Work = Callable[[Progress, Cancelled], Any]


class _Signals(QObject):
    told = Signal(str)
    done = Signal(object)
    failed = Signal(str)


class Job:
    """A piece of work under way."""

    def __init__(self, name: str, generation: int, long: bool = False) -> None:
        self.name = name
        self.long = long
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
            result = work(self.signals.told.emit, lambda: self._cancel.is_set())
        except UserError as fault:
            self.signals.failed.emit(str(fault))
        except Exception as fault:
            # A bug must end in a sentence, not in a thread that dies unseen.
            self.signals.failed.emit(f"{self.name} failed: {type(fault).__name__}: {fault}")
        else:
            self.signals.done.emit(result)


class Jobs(QObject):
    """Starts work in threads; the results of an older generation of a name are dropped."""

    busy_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(3)
        self._generations: dict[str, int] = {}
        self._running: list[Job] = []
        self._closed = False

    def start(
        self,
        name: str,
        work: Work,
        done: Callable[[Any], None],
        failed: Callable[[str], None],
        progress: Callable[[str], None] | None = None,
    ) -> Job:
        """Start `work` under a name; an earlier job of that name is cancelled."""
        for job in self._running:
            if job.name == name:
                job.cancel()
        generation = self._generations.get(name, 0) + 1
        self._generations[name] = generation
        job = Job(name, generation, long=progress is not None)
        job.signals.done.connect(lambda result: self._end(job, done, result))
        job.signals.failed.connect(lambda sentence: self._end(job, failed, sentence))
        if progress:
            job.signals.told.connect(lambda sentence: self._tell(job, progress, sentence))
        if self._closed:
            return job
        self._running.append(job)
        self._pool.start(lambda: job.run(work))
        self.busy_changed.emit()
        return job

    def _end(self, job: Job, report: Callable[[Any], None], result: Any) -> None:
        if job in self._running:
            self._running.remove(job)
        if self._counts(job):
            report(result)
        self.busy_changed.emit()

    def _tell(self, job: Job, progress: Progress, sentence: str) -> None:
        # What a cancelled job said may arrive after the page has shown that it was cancelled.
        if self._counts(job):
            progress(sentence)

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
        """Cancel every job and drop what it will say."""
        for name in [*self._generations]:
            self.forget(name)

    def forget(self, name: str) -> None:
        """Cancel the jobs of a name and drop what they will say."""
        self._generations[name] = self._generations.get(name, 0) + 1
        for job in self._running:
            if job.name == name:
                job.cancel()

    def close(self) -> None:
        """Cancel everything, wait for the threads, and start nothing any more."""
        self._closed = True
        for job in self._running:
            job.cancel()
        self._pool.waitForDone()
