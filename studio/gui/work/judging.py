"""Judging the outputs of the open task in the background, whenever its checks change."""

from collections.abc import Callable
from typing import Any

from studio.formats.tasks import TaskFolder
from studio.gui.jobs import Cancelled, Jobs, Progress
from studio.gui.pages.checks.page import ChecksPage
from studio.gui.pages.checks.state import describe_all
from studio.validation import OpenMatrix

_SAMPLES, _VARIANTS, _TIDY = "judge", "spoil", "tidy"
JOBS = (_SAMPLES, _VARIANTS)


class Judging:
    """Shows first what the samples and fixtures get, then what near misses and variants get."""

    def __init__(self, jobs: Jobs, page: ChecksPage, told: Callable[[str], None]) -> None:
        self._jobs, self._page, self._told = jobs, page, told
        self._samples, self._variants = OpenMatrix(False), OpenMatrix(True)

    def judge(self, task: TaskFolder) -> None:
        """Judge anew what changed; the results of an earlier call are dropped."""
        self._page.forget_verdicts()
        for name in JOBS:
            self._jobs.forget(name)
        if not task.has_private_side or not task.document.checks.checks:
            return
        samples = self._samples

        def work(progress: Progress, cancelled: Cancelled) -> Any:
            return samples.judged(task), describe_all(task)

        def done(found: Any) -> None:
            (grades, rows), sentences = found
            self._page.show_verdicts(grades, sentences)
            self._page.show_outputs(rows)
            self._spoil(task)

        self._jobs.start(_SAMPLES, work, done, self._told)

    def _spoil(self, task: TaskFolder) -> None:
        variants = self._variants
        self._jobs.start(
            _VARIANTS,
            lambda progress, cancelled: variants.judged(task)[1],
            self._page.show_outputs,
            self._told,
        )

    def forget(self) -> None:
        """Drop what is under way and the outputs of the task that was open."""
        for name in JOBS:
            self._jobs.forget(name)
        old = (self._samples, self._variants)
        self._samples, self._variants = OpenMatrix(False), OpenMatrix(True)

        def tidy(progress: Progress, cancelled: Cancelled) -> None:
            for matrix in old:
                matrix.close()

        self._jobs.start(_TIDY, tidy, lambda _: None, self._told)
