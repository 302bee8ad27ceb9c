"""Proof, trials and the package of the open task."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from studio.authoring import pack
from studio.base.lazy import import_graders
from studio.base.settings import told_path, workspace
from studio.formats import layout, trust
from studio.gui.jobs import Cancelled, Jobs, Progress
from studio.gui.language import tr
from studio.gui.pages.results.page import ResultsPage
from studio.gui.session import Session
from studio.model.trial import TrialRow
from studio.model.validation import ValidationReport
from studio.validation import read_report

_PAUSE_MS = 300
_OF_DOCUMENT = ("validate", "run", "export", "report", "trials")


class ResultsWork(QObject):
    """Validates, runs and packs the open task, and knows whether it is proven.

    Attributes:
        ended: what came of validate, run or export.
        proven: whether the newest report proves the task as it is now.
    """

    told = Signal(str)
    proof_known = Signal()
    ended = Signal(str)

    def __init__(self, session: Session, jobs: Jobs, page: ResultsPage) -> None:
        super().__init__(page)
        self._session, self._jobs, self._page = session, jobs, page
        self.proven = False
        # Typing changes the task at every key; its digest is asked for once the typing rests.
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_PAUSE_MS)
        self._rest.timeout.connect(self._read_report)

    def forget(self) -> None:
        """Drop what is under way for the task that was open."""
        for name in _OF_DOCUMENT:
            self._jobs.forget(name)
        self.proven = False
        self._page.show_nothing()

    def _start(
        self,
        name: str,
        work: Callable[[Progress, Cancelled], Any],
        done: Callable[[Any], str],
    ) -> None:
        page = self._page
        page.show_busy(name, tr("Starting…"))

        def end(sentence: str) -> None:
            page.show_ended(name, sentence)
            self.ended.emit(sentence)

        self._jobs.start(
            name,
            work,
            lambda result: end(done(result)),
            end,
            lambda told: page.show_busy(name, told),
        )

    def cancel(self, name: str) -> None:
        """Cancel validate, run or export; what was there stays."""
        self._jobs.forget(name)
        self._page.show_ended(name, tr("Cancelled; nothing was changed."))

    def validate(self) -> None:
        """Put the task through its gates."""
        folder = self._session.open_task().folder

        def done(report: ValidationReport) -> str:
            self._show_proof(report, False)
            return self._page.proof_sentence(report, False)

        def work(progress: Progress, cancelled: Cancelled) -> ValidationReport:
            import_graders()
            from studio.validation import validate

            return validate(folder, progress=progress, cancelled=cancelled)

        self._start("validate", work, done)

    @property
    def foreign(self) -> bool:
        """Whether the open task came from elsewhere and nobody here said to trust it."""
        return trust.is_foreign(self._session.open_task().folder)

    def run(self, trusted: bool) -> None:
        """Try the built-in agents; a foreign task only if it is trusted."""
        task = self._session.open_task()
        out = self._trials()

        def done(rows: list[TrialRow]) -> str:
            self._read_trials()
            return f"{len(rows)} trials, kept in {told_path(out)}"

        def work(progress: Progress, cancelled: Cancelled) -> list[TrialRow]:
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

        self._start("run", work, done)

    def _trials(self) -> Path:
        return workspace() / layout.TRIALS / self._session.open_task().document.task.id

    def _read_trials(self) -> None:
        out = self._trials()
        page = self._page
        if out.is_dir():
            self._jobs.start(
                "trials", lambda p, c: _trials_in(out), page.show_trials, self.told.emit
            )

    def export(self, out: Path) -> None:
        """Pack the task; a cancelled package leaves what was there."""
        folder = self._session.open_task().folder

        def work(progress: Progress, cancelled: Cancelled) -> str:
            progress(f"Packing {folder.name}…")
            beside = out.with_name(f".{out.name}.part")
            try:
                manifest = pack(folder, beside)
                if cancelled():
                    return ""
                beside.replace(out)
            finally:
                beside.unlink(missing_ok=True)
            size = sum(member.size for member in manifest.members)
            found = f"{len(manifest.members)} files, {size:,} bytes, the reference included"
            return f"{found}: {told_path(out)}"

        self._start("export", work, str)

    def read_proof(self) -> None:
        """Read the report and the trials of a task that was just opened."""
        self._read_report()
        self._read_trials()

    def note_change(self) -> None:
        """The task changed: whatever was proven is not, until the report says so again."""
        self.proven = False
        self._rest.start()

    def _read_report(self) -> None:
        task = self._session.task
        if task is None:
            return

        def work(progress: Progress, cancelled: Cancelled) -> Any:
            report = read_report(task.folder)
            return report, report is not None and report.task_digest != task.digest

        page = self._page
        self._jobs.start(
            "report",
            work,
            lambda found: self._show_proof(*found),
            lambda told: page.show_ended("validate", told),
        )

    def _show_proof(self, report: ValidationReport | None, stale: bool) -> None:
        self._page.show_report(report, stale)
        self.proven = report is not None and report.proven and not stale
        self.proof_known.emit()


# The graders and agents take long to import, so that is done in the jobs that need them.


def _trials_in(out: Path) -> list[TrialRow]:
    import_graders()
    from studio.running import list_trials

    return list_trials(out)
