"""Judging the outputs of the open task in the background, whenever its checks change."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from studio.base.lazy import import_graders
from studio.base.pace import Pace, seldom
from studio.formats.tasks import TaskFolder
from studio.gui.jobs import Cancelled, Jobs
from studio.gui.pages.checks.page import ChecksPage

if TYPE_CHECKING:
    from studio.validation import Judged, OpenMatrix

_TIDY, _TELL_S = "tidy", 0.5


class Matrix:
    """The outputs of one task, made in the job that first judges: graders take long to import."""

    def __init__(self) -> None:
        self._made: OpenMatrix | None = None

    def opened(self) -> "OpenMatrix":
        """Return the open matrix; to be called in a job."""
        import_graders()
        from studio.validation import OpenMatrix

        self._made = self._made or OpenMatrix()
        return self._made

    def close(self) -> None:
        """Take the outputs away."""
        if self._made is not None:
            self._made.close()


class Judging:
    """Shows first what the samples and fixtures get, then what near misses and variants get.

    Of what is asked while it works only the newest counts.
    """

    def __init__(self, jobs: Jobs, page: ChecksPage, told: Callable[[str], None]) -> None:
        self._jobs, self._page, self._told = jobs, page, told
        self._samples, self._variants = jobs.newest(), jobs.newest()
        self.matrix = Matrix()

    def judge(self, task: TaskFolder) -> None:
        """Judge anew what changed; the results of an earlier call are dropped."""
        self._samples.forget()
        self._variants.forget()
        if not task.has_private_side or not task.document.checks.checks:
            self._page.forget_verdicts()
            return
        matrix = self.matrix

        def done(judged: "Judged") -> None:
            self._page.show_judged(judged, task, whole=False)
            self._spoil(task)

        def work(cancelled: Cancelled) -> "Judged":
            return matrix.opened().judged(task, pace=Pace(cancelled=cancelled))

        self._samples.ask(work, done, self._failed)

    def _spoil(self, task: TaskFolder) -> None:
        matrix = self.matrix

        def done(judged: "Judged") -> None:
            self._page.show_judged(judged, task, whole=True)

        tell = seldom(self._variants.tell, _TELL_S)

        def work(cancelled: Cancelled) -> "Judged":
            return matrix.opened().judged(task, True, Pace(tell, cancelled))

        head = self._page.outputs.head
        self._variants.ask(work, done, self._failed, head.show_stage)

    def _failed(self, sentence: str) -> None:
        self._page.outputs.show_fault(sentence)
        self._told(sentence)

    def forget(self) -> None:
        """Drop what is under way and the outputs of the task that was open."""
        self._samples.forget()
        self._variants.forget()
        old, self.matrix = self.matrix, Matrix()
        self._jobs.start(_TIDY, lambda progress, cancelled: old.close(), lambda _: None, self._told)
