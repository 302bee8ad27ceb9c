"""Work that a person begins on a page, watches there and may cancel."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from studio.gui.jobs import Cancelled, Jobs, Progress
from studio.gui.language import tr
from studio.gui.widgets.undertaking import Undertaking


class UndertakingWork(QObject):
    """Starts a job and shows in its section how far it is and how it ended.

    Attributes:
        ended: what came of it.
    """

    ended = Signal(str)

    def __init__(self, name: str, jobs: Jobs, section: Undertaking) -> None:
        super().__init__(section)
        self._name, self._jobs, self._section = name, jobs, section

    def start(self, work: Callable[[Progress, Cancelled], Any], done: Callable[[Any], str]) -> None:
        """Start the work; `done` takes its result and says what came of it."""
        section = self._section
        section.show_busy(tr("Starting…"))

        def end(sentence: str) -> None:
            section.show_ended(sentence)
            self.ended.emit(sentence)

        self._jobs.start(self._name, work, lambda result: end(done(result)), end, section.show_busy)

    def forget(self) -> None:
        """Drop the work and what came of it: another task was opened."""
        self._jobs.forget(self._name)
        self._section.show_nothing()

    def cancel(self) -> None:
        """Cancel the work; what was there stays."""
        self._jobs.forget(self._name)
        self._section.show_ended(tr("Cancelled; nothing was changed."))
