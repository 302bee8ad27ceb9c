"""The recording of the open task done again on a private screen, and watched meanwhile."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from studio.base.lazy import import_graders
from studio.base.settings import workspace
from studio.formats import layout
from studio.gui.jobs import Cancelled, Jobs, Progress
from studio.gui.language import tr
from studio.gui.session import Session
from studio.gui.widgets.hint import Hint
from studio.gui.work.live import Live

if TYPE_CHECKING:
    from studio.model.trial import TrialRow
    from studio.running.following import Advance


_AGENT = "replay"
_JOB = "replay"
_SEES = {
    "display": "Preparing a private screen…",
    "programs": "Opening its programs…",
    "acting": "Doing the recorded work again…",
    "grading": "Judging what was done…",
}


class ReplayWork(QObject):
    """Runs one trial of the recording; the hint shows what its screen shows.

    Attributes:
        trial: the folder of the trial that ended last.
    """

    ended = Signal()

    def __init__(self, session: Session, jobs: Jobs, hint: Hint) -> None:
        super().__init__(hint)
        self._session, self._jobs, self._hint = session, jobs, hint
        self.trial: Path | None = None
        self._live = Live(self, jobs, self._box)
        self._live.moved.connect(self._tell)
        self._live.pictured.connect(self._show_picture)

    def _box(self) -> tuple[int, int] | None:
        frame = self._hint.frame
        return (frame.room() or (10_000, 10_000)) if frame.isVisible() else None

    def begin(self, trusted: bool) -> None:
        """Do the recorded work again; a task from elsewhere only if it is trusted."""
        task = self._session.open_task()
        out = workspace() / layout.TRIALS / task.document.task.id
        self.trial = None
        self._hint.show_begun(tr(_SEES["display"]))
        following = self._live.begin()

        def work(progress: Progress, cancelled: Cancelled) -> "list[TrialRow]":
            # The agents take long to import, so that is done in the job.
            import_graders()
            from studio.running import run_experiment

            return run_experiment(
                [task.folder],
                [_AGENT],
                out,
                trust=trusted,
                progress=progress,
                cancelled=cancelled,
                following=following,
            )

        self._jobs.start(_JOB, work, self._show_rows, self._fail, lambda told: None)

    def _tell(self, advance: "Advance") -> None:
        if self._jobs.running(_JOB) is None:
            return
        words = tr(_SEES[advance.stretch])
        if advance.steps:
            told = tr("Doing the recorded work again: step {number} of {count}")
            words = told.format(number=advance.step, count=advance.steps)
        self._hint.show_busy(words, advance.step, advance.steps)

    def _show_picture(self, image: QImage, screen: tuple[int, int]) -> None:
        if self._jobs.running(_JOB):
            self._hint.show_picture(image, screen)

    def _show_rows(self, rows: "list[TrialRow]") -> None:
        self._live.end()
        row = rows[0]
        self.trial = Path(row.folder)
        self._hint.show_ended(*_ended(row, bool(self._session.open_task().document.checks.checks)))
        self.ended.emit()

    def _fail(self, sentence: str) -> None:
        self._live.end()
        self._hint.show_ended(tr("Not replayed"), sentence, "waits")

    def cancel(self) -> None:
        """Give up; what the trial left so far is void."""
        self._live.end()
        self._jobs.forget(_JOB)
        self._hint.show_offer(tr("It was stopped; nothing of yours was touched."))

    def forget(self) -> None:
        """Another task was opened: the hint was about the one before."""
        self._live.end()
        self._jobs.forget(_JOB)
        self._hint.leave()


def _ended(row: "TrialRow", judged: bool) -> tuple[str, str, str]:
    """Return what came of it in a word and in a sentence, and the name of its colour."""
    from studio.gui.pages.trials.state import reason_of
    from studio.model.grade import PASS_MARGIN

    seconds, score = f"{row.seconds:.0f}", f"{row.score or 0:.2f}"
    if row.status == "VOID":
        return tr("Not replayed"), row.reason or "", "waits"
    why = reason_of(row.halted, row.failed, row.unsaved, row.withheld)
    if row.halted:
        told = tr("The recorded work could not be done again to its end. {reason}")
        return tr("It halted"), told.format(reason=why), "bad"
    if not row.reason and not judged:
        told = tr("The recorded work was done again in {seconds} s; no check judges it yet.")
        return tr("Done again"), told.format(seconds=seconds), "waits"
    if row.score is not None and row.score >= 1 - PASS_MARGIN:
        told = tr("The recorded work was done again in {seconds} s, and every check passes.")
        return tr("It passes"), told.format(seconds=seconds), "good"
    told = tr("The recorded work was done again, but it earns {score} of 1. {reason}")
    words = told.format(score=score, reason=row.reason or why).strip()
    return tr("It does not pass"), words, "bad"
