"""The gates of the open task."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from studio.base.lazy import import_graders
from studio.base.pace import Stage, seldom
from studio.gui.jobs import Cancelled, Jobs, Progress
from studio.gui.pages.proof.page import ProofPage
from studio.gui.pages.proof.state import Proof, headline
from studio.gui.session import Session
from studio.gui.work.opening import AT_OPENING
from studio.model.validation import GATES, GateResult, Lead, ValidationReport
from studio.validation import read_report

if TYPE_CHECKING:
    from studio.validation import UnderWay

_PAUSE_MS, _TELL_S = 300, 0.2
_RUN, _READ = "validate", "report"
_UNREAD = "What was found before cannot be read; run all gates to find it anew."


class ProofWork(QObject):
    """Runs the gates of the open task, and knows whether it is proven.

    Attributes:
        ended: what came of a run.
        known: what is known of the gates now, and what was found or changed.
    """

    proof_known = Signal()
    ended = Signal(str)

    def __init__(self, session: Session, jobs: Jobs, page: ProofPage) -> None:
        super().__init__(page)
        self._session, self._jobs, self._page = session, jobs, page
        self.known = Proof()
        self._changed = False
        self._then: Callable[[], object] | None = None
        # Typing changes the task at every key; its digest is asked for once the typing rests.
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_PAUSE_MS)
        self._rest.timeout.connect(self.read_report)

    @property
    def proven(self) -> bool:
        """Whether the newest report proves the task as it is now."""
        return self.known.proven and not self._changed

    @property
    def lead(self) -> Lead | None:
        """Where what blocks first is mended, None if nothing is known to block."""
        return None if self._changed else self.known.lead

    def when_known(self, do: Callable[[], object]) -> None:
        """Do something once it is known what was found of the task as it is now."""
        if self._rest.isActive() or self._jobs.running(_READ):
            self._then = do
        else:
            do()

    def _show(self, proof: Proof) -> None:
        self.known = proof
        self._page.show_proof(proof)

    def forget(self) -> None:
        """Drop what is under way and known of the task that was open."""
        self._jobs.forget(_RUN)
        self._jobs.forget(_READ)
        self._then, self._changed = None, False
        self._show(Proof())

    def validate(self, gates: Sequence[str] = ()) -> None:
        """Ask gates, all by default; what each found is shown as it ends."""
        folder = self._session.open_task().folder
        asked = tuple(gates or GATES)
        self._show(self.known.begun(asked))

        def work(progress: Progress, cancelled: Cancelled) -> ValidationReport:
            import_graders()
            from studio.validation import validate

            return validate(
                folder, asked, progress=_telling(progress), cancelled=cancelled, ended=progress
            )

        self._jobs.start(_RUN, work, self._end, self._fail, self._hear)

    def _hear(self, told: "UnderWay | GateResult") -> None:
        """Take in how far a gate is, or what one found."""
        if isinstance(told, GateResult):
            self._show(self.known.ended(told))
            self.proof_known.emit()
        else:
            self._show(self.known.told(told.gate, datetime.now(UTC), told.stage))

    def _end(self, report: ValidationReport) -> None:
        self._show(self.known.stopped())
        self._page.show_first()
        self.proof_known.emit()
        self.ended.emit(headline(self.known).sentence)
        # It may have been changed meanwhile.
        self.read_report()

    def _fail(self, sentence: str) -> None:
        self._show(self.known.stopped())
        self._show_fault(sentence)
        self.ended.emit(sentence)

    def _show_fault(self, sentence: str) -> None:
        self._show(replace(self.known, fault=sentence))

    def cancel(self) -> None:
        """Stop asking; what ended until now is kept."""
        self._jobs.forget(_RUN)
        self._show(self.known.stopped())
        self.proof_known.emit()

    def note_change(self) -> None:
        """The task changed: whatever was proven is not, until the report says so again."""
        self._changed = True
        self._rest.start()

    def read_report(self) -> None:
        """Read the report of the open task, and what the task is now."""
        if self._session.task is None:
            return
        task = self._session.open_task()

        def work(progress: Progress, cancelled: Cancelled) -> Any:
            return task.digest, read_report(task.folder)

        self._jobs.start(
            _READ,
            work,
            lambda found: self._take(*found),
            self._show_unread,
            after=AT_OPENING,
        )

    def _show_unread(self, _: str) -> None:
        self._show_fault(_UNREAD)

    def _take(self, digest: str, report: ValidationReport | None) -> None:
        self._changed = self._rest.isActive()
        self._show(self.known.read(report, digest))
        self.proof_known.emit()
        if self._then and not self._changed:
            then, self._then = self._then, None
            then()


def _telling(progress: Progress) -> "Callable[[UnderWay], None]":
    """Return what passes on how far the gates are, not more often than it can be read."""
    now: list[UnderWay] = []
    sometimes = seldom(lambda stage: progress(now[0]), _TELL_S)

    def tell(told: "UnderWay") -> None:
        now[:] = [told]
        sometimes(told.stage or Stage(told.gate, 0, 0))

    return tell
