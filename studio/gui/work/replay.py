"""The recording of the open task done again on a private screen, and watched meanwhile."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QImage

from studio.base.lazy import import_graders
from studio.base.settings import workspace
from studio.formats import layout
from studio.gui.jobs import Cancelled, Jobs, Progress
from studio.gui.language import tr
from studio.gui.session import Session
from studio.gui.widgets.hint import Hint

if TYPE_CHECKING:
    from studio.model.trial import TrialRow


_LOOK_MS = 250
_AGENT = "replay"
_JOB, _WATCH = "replay", "watch"
_SEES = {
    "preparing a display": "Preparing a private screen…",
    "opening the task's programs": "Opening its programs…",
    "acting": "Doing the recorded work again…",
}


class ReplayWork(QObject):
    """Runs one trial of the recording; the hint shows what its screen shows."""

    ended = Signal()

    def __init__(self, session: Session, jobs: Jobs, hint: Hint) -> None:
        super().__init__(hint)
        self._session, self._jobs, self._hint = session, jobs, hint
        self._before: frozenset[Path] = frozenset()
        self._seen: Path | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look)

    def _out(self) -> Path:
        return workspace() / layout.TRIALS / self._session.open_task().document.task.id

    def _trials(self, out: Path) -> frozenset[Path]:
        return frozenset((out / layout.TRIALS / _AGENT).glob("*/base/*"))

    def begin(self, trusted: bool) -> None:
        """Do the recorded work again; a task from elsewhere only if it is trusted."""
        task, out = self._session.open_task(), self._out()
        self._before, self._seen = self._trials(out), None
        self._hint.show_begun(tr("Preparing a private screen…"))

        def work(progress: Progress, cancelled: Cancelled) -> "list[TrialRow]":
            # The agents take long to import, so that is done in the job.
            import_graders()
            from studio.running import run_experiment

            return run_experiment(
                [task.folder], [_AGENT], out, trust=trusted, progress=progress, cancelled=cancelled
            )

        self._jobs.start(_JOB, work, self._show_rows, self._fail, self._tell)
        self._timer.start()

    def _tell(self, sentence: str) -> None:
        words = _SEES.get(sentence.partition(": ")[2])
        if sentence == "grading":
            words = "Judging what was done…"
        if words:
            self._hint.show_busy(tr(words))

    def _look(self) -> None:
        """Show the newest picture of the trial that is under way."""
        if self._jobs.running(_WATCH) or self._jobs.running(_JOB) is None:
            return
        out, before, seen = self._out(), self._before, self._seen

        def work(progress: Progress, cancelled: Cancelled) -> tuple[Path, QImage] | None:
            fresh = self._trials(out) - before
            shots = sorted(s for t in fresh for s in (t / layout.SCREENSHOTS).glob("*.png"))
            if not shots or shots[-1] == seen:
                return None
            image = QImage(str(shots[-1]))
            return None if image.isNull() else (shots[-1], image)

        def done(found: tuple[Path, QImage] | None) -> None:
            if found and self._jobs.running(_JOB):
                self._seen = found[0]
                self._hint.show_picture(found[1])

        self._jobs.start(_WATCH, work, done, lambda told: None)

    def _show_rows(self, rows: "list[TrialRow]") -> None:
        self._timer.stop()
        row = rows[0]
        score = f"{row.score or 0:.2f}"
        if row.status == "VOID":
            self._hint.show_ended(tr("Not replayed"), row.reason or "", "waits")
        elif not row.reason and not self._session.open_task().document.checks.checks:
            told = tr("The recorded work was done again in {seconds} s; no check judges it yet.")
            words = told.format(seconds=f"{row.seconds:.0f}")
            self._hint.show_ended(tr("Done again"), words, "waits")
        elif row.score is not None and row.score >= 1 - 1e-9:
            told = tr("The recorded work was done again in {seconds} s; its checks give {score}.")
            words = told.format(seconds=f"{row.seconds:.0f}", score=score)
            self._hint.show_ended(tr("It passes"), words, "good")
        else:
            told = tr("Its checks give {score}. {reason}")
            words = told.format(score=score, reason=row.reason or "")
            self._hint.show_ended(tr("It does not pass"), words, "bad")
        self.ended.emit()

    def _fail(self, sentence: str) -> None:
        self._timer.stop()
        self._hint.show_ended(tr("Not replayed"), sentence, "waits")

    def cancel(self) -> None:
        """Give up; what the trial left so far is void."""
        self._timer.stop()
        self._jobs.forget(_JOB)
        self._hint.show_offer(tr("It was stopped; nothing of yours was touched."))

    def forget(self) -> None:
        """Another task was opened: the hint was about the one before."""
        self._timer.stop()
        self._jobs.forget(_JOB)
        self._hint.leave()
