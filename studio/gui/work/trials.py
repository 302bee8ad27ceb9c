"""The trials of the open task."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from studio.base.lazy import import_graders
from studio.base.settings import told_path, workspace
from studio.formats import layout, trust
from studio.gui.jobs import Cancelled, Jobs, Progress
from studio.gui.pages.trials.page import TrialsPage
from studio.gui.session import Session
from studio.gui.work.undertaking import UndertakingWork
from studio.model.trial import TrialRow


class TrialsWork(QObject):
    """Tries the open task.

    Attributes:
        ended: what came of it.
    """

    told = Signal(str)
    ended = Signal(str)

    def __init__(self, session: Session, jobs: Jobs, page: TrialsPage) -> None:
        super().__init__(page)
        self._session, self._jobs, self._page = session, jobs, page
        self._work = UndertakingWork("run", jobs, page.trials)
        self._work.ended.connect(self.ended)
        self.cancel = self._work.cancel

    def forget(self) -> None:
        """Drop what is under way for the task that was open."""
        self._jobs.forget("trials")
        self._work.forget()

    @property
    def foreign(self) -> bool:
        """Whether the open task came from elsewhere and nobody here said to trust it."""
        return trust.is_foreign(self._session.open_task().folder)

    def run(self, trusted: bool) -> None:
        """Try the built-in agents; a foreign task only if it is trusted."""
        task = self._session.open_task()
        out = self._trials()

        def done(rows: list[TrialRow]) -> str:
            self.read_trials()
            return f"{len(rows)} trials, kept in {told_path(out)}"

        def work(progress: Progress, cancelled: Cancelled) -> list[TrialRow]:
            # The agents take long to import, so that is done in the job.
            import_graders()
            from studio.running import AGENTS, run_experiment

            return run_experiment(
                [task.folder],
                [name for name in AGENTS if name != "replay" or task.recording],
                out,
                trust=trusted,
                progress=progress,
                cancelled=cancelled,
            )

        self._work.start(work, done)

    def _trials(self) -> Path:
        return workspace() / layout.TRIALS / self._session.open_task().document.task.id

    def read_trials(self) -> None:
        """Read the trials that were kept."""
        out = self._trials()
        page = self._page
        if out.is_dir():
            self._jobs.start(
                "trials", lambda p, c: _trials_in(out), page.show_trials, self.told.emit
            )


def _trials_in(out: Path) -> list[TrialRow]:
    import_graders()
    from studio.running import list_trials

    return list_trials(out)
