"""The long work of the window, each started as a job and shown where its result will be."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from studio.authoring import pack, proposal_edit, propose_checks
from studio.base.errors import UserError
from studio.base.settings import told_path, workspace
from studio.editing import Edit
from studio.formats import layout, trust
from studio.formats.tasks import TaskFolder
from studio.gui import linking
from studio.gui.browsing import Browsing
from studio.gui.jobs import Cancelled, Jobs, Progress
from studio.gui.judging import Judging
from studio.gui.pages.checks.page import ChecksPage
from studio.gui.pages.home.page import HomePage
from studio.gui.pages.home.state import read_cards
from studio.gui.pages.instruction.page import InstructionPage
from studio.gui.pages.occupations.page import OccupationsPage
from studio.gui.pages.results.page import ResultsPage
from studio.gui.pages.steps.page import StepsPage
from studio.gui.pages.steps.pictures import Pictures
from studio.gui.session import TASKS, Session, load
from studio.model.trial import TrialRow
from studio.model.validation import ValidationReport
from studio.running import AGENTS, list_trials, run_experiment
from studio.steps import plain_steps
from studio.validation import read_report, validate

_PAUSE_MS = 300
_OF_DOCUMENT = ("validate", "run", "export", "propose", "report", "trials", "steps", *linking.JOBS)


@dataclass(frozen=True)
class Pages:
    """The pages that show what the jobs bring."""

    home: HomePage
    steps: StepsPage
    instruction: InstructionPage
    checks: ChecksPage
    results: ResultsPage
    occupations: OccupationsPage


class Work(QObject):
    """Starts jobs for the open task and hands their results to the pages."""

    told = Signal(str)
    edit_asked = Signal(object)
    opened = Signal()
    proof_known = Signal()

    def __init__(self, session: Session, jobs: Jobs, pages: Pages) -> None:
        super().__init__()
        self._session = session
        self._jobs = jobs
        self._pages = pages
        self.browsing = Browsing(session, jobs, pages.occupations)
        self.browsing.told.connect(self.told)
        self._linking = linking.Linking(session, jobs, pages.steps, pages.instruction)
        self._judging = Judging(jobs, pages.checks, self.told.emit)
        self.proven = False
        # Typing changes the task at every key; its digest is asked for once the typing rests.
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_PAUSE_MS)
        self._rest.timeout.connect(self._read_report)

    def _task(self) -> TaskFolder:
        task = self._session.task
        if task is None:
            raise UserError("Open a recording or a task first.")
        return task

    def open(self, place: Path) -> None:
        """Open a recording, a task or a package; what is open stays until it is read."""

        def ended() -> None:
            self._pages.home.show_opening("")

        def done(task: TaskFolder) -> None:
            ended()
            try:
                self._session.adopt(task)
            except UserError as fault:
                self.told.emit(str(fault))
                return
            self.opened.emit()

        def failed(sentence: str) -> None:
            ended()
            self.told.emit(sentence)

        self._pages.home.show_opening(place.name)
        self._jobs.start("open", lambda progress, cancelled: load(place), done, failed)

    def cancel_opening(self) -> None:
        """Give up opening; what was open stays."""
        self._jobs.forget("open")
        self._pages.home.show_opening("")

    def read_tasks(self, recent: list[Path]) -> None:
        """List the tasks of the workspace and those opened lately."""
        folder = workspace() / TASKS
        home = self._pages.home
        work = lambda progress, cancelled: read_cards(folder, recent, cancelled)  # noqa: E731
        self._jobs.start("tasks", work, home.show_cards, self.told.emit)

    def forget_document(self) -> None:
        """Drop what is under way for the document that was open."""
        for name in _OF_DOCUMENT:
            self._jobs.forget(name)
        self._judging.forget()
        self.proven = False
        self._pages.checks.show_proposing(False)
        self._pages.results.show_nothing()

    def read_steps(self) -> None:
        """Read the steps of the recording."""
        recording = self._session.recording
        steps = self._pages.steps
        steps.show_loading(recording is not None)
        if recording is None:
            return

        def work(progress: Progress, cancelled: Cancelled) -> Any:
            return plain_steps(recording), Pictures(recording)

        self._jobs.start("steps", work, lambda found: steps.show_steps(*found), steps.show_fault)

    def judge(self) -> None:
        """Find what the checks say of each known output."""
        self._judging.judge(self._task())

    def propose(self) -> None:
        """Propose checks from what changed; they replace earlier proposals as one edit."""
        folder = self._task().folder
        self._pages.checks.show_proposing(True)

        def done(proposal: Any) -> None:
            self._pages.checks.show_proposing(False)
            edit: Edit = proposal_edit(self._session.document, proposal)
            self.edit_asked.emit(edit)
            if not proposal.checks:
                self.told.emit("Nothing in the files differs from the input; nothing to propose.")

        def failed(sentence: str) -> None:
            self._pages.checks.show_proposing(False)
            self.told.emit(sentence)

        self._jobs.start("propose", lambda p, c: propose_checks(folder, write=False), done, failed)

    def _start(
        self,
        name: str,
        work: Callable[[Progress, Cancelled], Any],
        done: Callable[[Any], str],
    ) -> None:
        results = self._pages.results
        results.show_busy(name, "Starting…")
        self._jobs.start(
            name,
            work,
            lambda result: results.show_ended(name, done(result)),
            lambda told: results.show_ended(name, told),
            lambda told: results.show_busy(name, told),
        )

    def cancel(self, name: str) -> None:
        """Cancel validate, run or export; what was there stays."""
        self._jobs.forget(name)
        self._pages.results.show_ended(name, "Cancelled; nothing was changed.")

    def validate(self) -> None:
        """Put the task through its gates."""
        folder = self._task().folder

        def done(report: ValidationReport) -> str:
            self._show_proof(report, False)
            return self._pages.results.proof_sentence(report, False)

        def work(progress: Progress, cancelled: Cancelled) -> ValidationReport:
            return validate(folder, progress=progress, cancelled=cancelled)

        self._start("validate", work, done)

    @property
    def foreign(self) -> bool:
        """Whether the open task came from elsewhere and nobody here said to trust it."""
        return trust.is_foreign(self._task().folder)

    def run(self, trusted: bool) -> None:
        """Try the built-in agents; a foreign task only if it is trusted."""
        task = self._task()
        agents = [name for name in AGENTS if name != "replay" or task.recording]
        out = self._trials()

        def done(rows: list[TrialRow]) -> str:
            self._read_trials()
            return f"{len(rows)} trials, kept in {told_path(out)}"

        def work(progress: Progress, cancelled: Cancelled) -> list[TrialRow]:
            return run_experiment(
                [task.folder],
                agents,
                out,
                trust=trusted,
                progress=progress,
                cancelled=cancelled,
            )

        self._start("run", work, done)

    def _trials(self) -> Path:
        return workspace() / layout.TRIALS / self._task().document.task.id

    def _read_trials(self) -> None:
        out = self._trials()
        results = self._pages.results
        if out.is_dir():
            work = lambda progress, cancelled: list_trials(out)  # noqa: E731
            self._jobs.start("trials", work, results.show_trials, self.told.emit)

    def export(self, out: Path) -> None:
        """Pack the task; a cancelled package leaves what was there."""
        folder = self._task().folder

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

        results = self._pages.results
        self._jobs.start(
            "report",
            work,
            lambda found: self._show_proof(*found),
            lambda told: results.show_ended("validate", told),
        )

    def _show_proof(self, report: ValidationReport | None, stale: bool) -> None:
        self._pages.results.show_report(report, stale)
        self.proven = report is not None and report.proven and not stale
        self.proof_known.emit()
