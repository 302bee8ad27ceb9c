"""The long work of the window, each started as a job and shown where its result will be."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from studio.authoring import pack, propose_checks
from studio.base.errors import UserError
from studio.base.settings import workspace
from studio.editing import ReplaceProposals
from studio.formats import layout
from studio.formats.documents import read_document
from studio.formats.tasks import TaskFolder
from studio.grading import sample_verdicts
from studio.gui.jobs import Cancelled, Jobs, Progress
from studio.gui.pages.checks.page import ChecksPage
from studio.gui.pages.checks.state import describe_all
from studio.gui.pages.results.page import ResultsPage
from studio.gui.pages.steps.page import StepsPage
from studio.gui.session import Session
from studio.model.validation import ValidationReport
from studio.running import AGENTS, run_experiment
from studio.steps import reduce_steps
from studio.validation import validate

Say = Callable[[str], None]


class Work:
    """Starts jobs for the open task and hands their results to the pages."""

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        pages: tuple[StepsPage, ChecksPage, ResultsPage],
        say: Say,
    ) -> None:
        self._session = session
        self._jobs = jobs
        self._steps, self._checks, self._results = pages
        self._say = say

    def _task(self) -> TaskFolder:
        task = self._session.task
        if task is None:
            raise UserError("Open a recording or a task first.")
        return task

    def read_steps(self) -> None:
        """Read the steps of the recording."""
        recording = self._session.recording
        self._jobs.forget("steps")
        self._steps.show_loading(recording)
        if recording is not None:
            self._jobs.start(
                "steps",
                lambda progress, cancelled: reduce_steps(recording),
                self._steps.show_steps,
                self._say,
            )

    def judge(self) -> None:
        """Find what the checks say of the sample outputs."""
        task = self._task()
        self._checks.forget_verdicts()
        if not task.has_private_side or not task.document.checks.checks:
            self._jobs.forget("judge")
            return

        def work(progress: Progress, cancelled: Cancelled) -> Any:
            return sample_verdicts(task), describe_all(task)

        self._jobs.start("judge", work, lambda found: self._checks.show_verdicts(*found), self._say)

    def propose(self) -> None:
        """Propose checks from what changed; they replace earlier proposals as one edit."""
        folder = self._task().folder
        self._checks.propose.setEnabled(False)
        self._checks.propose.setText("Looking at the files…")

        def ended() -> None:
            self._checks.propose.setEnabled(True)
            self._checks.propose.setText("Propose checks")

        def done(proposal: Any) -> None:
            ended()
            self._session.apply(ReplaceProposals(proposal.checks))
            if not proposal.checks:
                self._say("Nothing in the files differs from the input, so nothing was proposed.")

        def failed(sentence: str) -> None:
            ended()
            self._say(sentence)

        self._jobs.start("propose", lambda p, c: propose_checks(folder, write=False), done, failed)

    def _start(
        self,
        name: str,
        sentence: str,
        work: Callable[[Progress, Cancelled], Any],
        done: Callable[[Any], str],
    ) -> None:
        self._results.show_busy(name, sentence)
        self._jobs.start(
            name,
            work,
            lambda result: self._results.show_ended(name, done(result)),
            lambda told: self._results.show_ended(name, told),
            lambda told: self._results.show_busy(name, told),
        )

    def cancel(self, name: str) -> None:
        """Cancel validate, run or export; what was there stays."""
        self._jobs.forget(name)
        self._results.show_ended(name, "Cancelled; nothing was changed.")

    def validate(self) -> None:
        """Put the task through its gates."""
        folder = self._task().folder

        def done(report: ValidationReport) -> str:
            self._results.show_report(report, stale=False)
            return "This task is proven." if report.proven else "This task is not proven yet."

        def work(progress: Progress, cancelled: Cancelled) -> ValidationReport:
            return validate(folder, progress=progress, cancelled=cancelled)

        self._start("validate", "Starting…", work, done)

    def run(self) -> None:
        """Try the built-in agents."""
        task = self._task()
        agents = [name for name in AGENTS if name != "replay" or task.recording]
        out = workspace() / layout.TRIALS / task.document.task.id

        def done(rows: Any) -> str:
            self._results.show_trials(rows)
            return f"The trials are in {out}"

        def work(progress: Progress, cancelled: Cancelled) -> Any:
            return run_experiment(
                [task.folder], agents, out, progress=progress, cancelled=cancelled
            )

        self._start("run", "Starting…", work, done)

    def export(self, out: Path) -> None:
        """Pack the task."""
        folder = self._task().folder

        def done(_: Any) -> str:
            return f"Packed with everything, the reference included: {out}"

        self._start("export", "Packing…", lambda p, c: pack(folder, out), done)

    def show_report(self) -> None:
        """Show the report that the task holds, and whether it is of this content."""
        task = self._task()
        place = task.folder / layout.REPORT
        try:
            report = read_document(place, ValidationReport) if place.is_file() else None
        except UserError as fault:
            self._results.show_ended("validate", str(fault))
            return
        stale = report is not None and report.task_digest != task.digest
        self._results.show_report(report, stale)
