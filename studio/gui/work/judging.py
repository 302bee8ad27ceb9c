"""Judging the outputs of the open task in the background, whenever its checks change."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from studio.base.lazy import import_graders
from studio.formats.tasks import TaskFolder
from studio.gui.jobs import Cancelled, Jobs, Progress
from studio.gui.pages.checks.page import ChecksPage
from studio.gui.pages.checks.state import describe_all
from studio.gui.work.opening import AT_OPENING

if TYPE_CHECKING:
    from studio.validation import OpenMatrix

_SAMPLES, _VARIANTS, _TIDY = "judge", "spoil", "tidy"
JOBS = (_SAMPLES, _VARIANTS)


class _Matrices:
    """The outputs of one task, made in the job that first judges: graders take long to import."""

    def __init__(self) -> None:
        self._made: dict[bool, OpenMatrix] = {}

    def of(self, variants: bool) -> "OpenMatrix":
        import_graders()
        from studio.validation import OpenMatrix

        return self._made.setdefault(variants, OpenMatrix(variants))

    def close(self) -> None:
        for matrix in self._made.values():
            matrix.close()


class Judging:
    """Shows first what the samples and fixtures get, then what near misses and variants get."""

    def __init__(self, jobs: Jobs, page: ChecksPage, told: Callable[[str], None]) -> None:
        self._jobs, self._page, self._told = jobs, page, told
        self._matrices = _Matrices()

    def judge(self, task: TaskFolder) -> None:
        """Judge anew what changed; the results of an earlier call are dropped."""
        self._page.forget_verdicts()
        for name in JOBS:
            self._jobs.forget(name)
        if not task.has_private_side or not task.document.checks.checks:
            return
        matrices = self._matrices

        def work(progress: Progress, cancelled: Cancelled) -> Any:
            return matrices.of(False).judged(task), describe_all(task)

        def done(found: Any) -> None:
            (grades, rows), sentences = found
            self._page.show_verdicts(grades, sentences)
            self._page.show_outputs(rows)
            self._spoil(task)

        self._jobs.start(_SAMPLES, work, done, self._told, after=AT_OPENING)

    def _spoil(self, task: TaskFolder) -> None:
        matrices = self._matrices
        self._jobs.start(
            _VARIANTS,
            lambda progress, cancelled: matrices.of(True).judged(task)[1],
            self._page.show_outputs,
            self._told,
        )

    def forget(self) -> None:
        """Drop what is under way and the outputs of the task that was open."""
        for name in JOBS:
            self._jobs.forget(name)
        old, self._matrices = self._matrices, _Matrices()
        self._jobs.start(_TIDY, lambda progress, cancelled: old.close(), lambda _: None, self._told)
