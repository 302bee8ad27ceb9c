"""The gates of the open task."""

from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from studio.base.lazy import import_graders
from studio.gui.jobs import Cancelled, Jobs, Progress
from studio.gui.pages.proof.page import ProofPage
from studio.gui.session import Session
from studio.gui.work.undertaking import UndertakingWork
from studio.model.validation import ValidationReport
from studio.validation import read_report

_PAUSE_MS = 300


class ProofWork(QObject):
    """Validates the open task, and knows whether it is proven.

    Attributes:
        ended: what came of validating it.
        proven: whether the newest report proves the task as it is now.
    """

    proof_known = Signal()
    ended = Signal(str)

    def __init__(self, session: Session, jobs: Jobs, page: ProofPage) -> None:
        super().__init__(page)
        self._session, self._jobs, self._page = session, jobs, page
        self._work = UndertakingWork("validate", jobs, page.gates)
        self._work.ended.connect(self.ended)
        self.cancel = self._work.cancel
        self.proven = False
        # Typing changes the task at every key; its digest is asked for once the typing rests.
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_PAUSE_MS)
        self._rest.timeout.connect(self.read_report)

    def forget(self) -> None:
        """Drop what is under way for the task that was open."""
        self._jobs.forget("report")
        self._work.forget()
        self.proven = False

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

        self._work.start(work, done)

    def note_change(self) -> None:
        """The task changed: whatever was proven is not, until the report says so again."""
        self.proven = False
        self._rest.start()

    def read_report(self) -> None:
        """Read the report of the open task."""
        task = self._session.task
        if task is None:
            return

        def work(progress: Progress, cancelled: Cancelled) -> Any:
            report = read_report(task.folder)
            return report, report is not None and report.task_digest != task.digest

        self._jobs.start(
            "report",
            work,
            lambda found: self._show_proof(*found),
            self._page.gates.show_ended,
        )

    def _show_proof(self, report: ValidationReport | None, stale: bool) -> None:
        self._page.show_report(report, stale)
        self.proven = report is not None and report.proven and not stale
        self.proof_known.emit()
