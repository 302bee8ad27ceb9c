"""Trials of the open task: run and followed, listed, opened, reported on."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from studio.base.lazy import import_graders
from studio.base.settings import state_folder, workspace
from studio.formats import layout, trust
from studio.formats.recordings import Recording, open_recording
from studio.formats.tasks import TaskFolder
from studio.formats.trials import KeptTrial, OpenTrial, kept_trials, open_trial_folder
from studio.gui.jobs import Cancelled, Jobs, Progress
from studio.gui.language import tr
from studio.gui.pages.trials.expert import Expert
from studio.gui.pages.trials.film import TrialFilm
from studio.gui.pages.trials.page import TrialsPage
from studio.gui.pages.trials.state import Row, ended_sentence, offered, rows
from studio.gui.session import Session
from studio.gui.work.live import Live
from studio.gui.work.opening import AT_OPENING
from studio.model.step import Step
from studio.model.trial import TrialRow
from studio.running.following import Advance
from studio.steps import reduce_steps

_RUN, _LIST, _OPEN, _REPORT = "run", "trials", "trial", "trial report"
_OF_DOCUMENT = (_RUN, _LIST, _OPEN, _REPORT)
_PAUSE_MS = 300


@dataclass(frozen=True)
class _Recorded:
    """The recording beside the trials, read once for each task."""

    place: Path
    recording: Recording
    steps: tuple[Step, ...]


@dataclass(frozen=True)
class _Kept:
    """The trials that were read, the digest of the task as it is, and the rows that say so."""

    by_folder: dict[Path, KeptTrial]
    digest: str
    rows: tuple[Row, ...]


class TrialsWork(QObject):
    """Runs agents on the open task and shows what they did.

    Attributes:
        ended: what came of an experiment.
        told: a sentence on something that could not be done.
        reported: the page of a report that was written.
    """

    ended = Signal(str)
    told = Signal(str)
    reported = Signal(Path)
    _counted = Signal(int)

    def __init__(self, session: Session, jobs: Jobs, page: TrialsPage) -> None:
        super().__init__(page)
        self._session, self._jobs, self._page = session, jobs, page
        self._known: dict[Path, KeptTrial] = {}
        self._digest = ""
        self._recorded: _Recorded | None = None
        self._stopping, self._wanted = False, ""
        self._counted.connect(self._show_count)
        self._live = Live(self, jobs, self._box)
        self._live.moved.connect(self._show_advance)
        self._live.pictured.connect(page.show_live)
        # Typing changes the task at every key; its digest is asked for once the typing rests.
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_PAUSE_MS)
        self._rest.timeout.connect(self.read)

    def _box(self) -> tuple[int, int] | None:
        page = self._page
        return (page.live.frame.room() or (10_000, 10_000)) if page.is_watched() else None

    @property
    def foreign(self) -> bool:
        """Whether the open task came from elsewhere and nobody here said to trust it."""
        return trust.is_foreign(self._session.open_task().folder)

    def out(self) -> Path:
        """Return where the trials of the open task lie."""
        return workspace() / layout.TRIALS / self._session.open_task().document.task.id

    # The task.

    def show_task(self) -> None:
        """Show the trials of a task that was just opened."""
        for name in _OF_DOCUMENT:
            self._jobs.forget(name)
        self._live.end()
        self._known, self._digest, self._recorded = {}, "", None
        self._page.forget()
        task = self._session.open_task()
        self._page.choosing.offer(offered(task.recording is not None))
        self.read()

    def note_change(self) -> None:
        """The task changed: trials of it as it was are marked once the typing rests."""
        self._rest.start()

    def read(self) -> None:
        """List the trials that there are; those read before are not read again."""
        task = self._session.task
        if task is None:
            return
        out, known = self.out(), dict(self._known)

        def work(progress: Progress, cancelled: Cancelled) -> _Kept:
            kept, digest = kept_trials(out, known, self._counted.emit, cancelled), task.digest
            return _Kept({one.folder: one for one in kept}, digest, rows(kept, digest))

        done, failed = self._show_kept, self._page.show_fault
        self._jobs.start(_LIST, work, done, failed, after=AT_OPENING)

    def _show_count(self, count: int) -> None:
        if self._jobs.running(_LIST):
            told = tr("Reading the trials: {count}")
            self._page.show_reading(told.format(count=f"{count:,}"))

    def _show_kept(self, found: _Kept) -> None:
        self._known, self._digest = found.by_folder, found.digest
        self._page.show_trials(found.rows)
        if self._jobs.running(_RUN) is None:
            self._page.end_run()
        if self._wanted and self._page.select(self._wanted):
            self._wanted = ""

    # Running.

    def run(self, trusted: bool) -> None:
        """Try the agents that were chosen; a foreign task only if it is trusted."""
        asked = self._page.asked()
        if not asked.agents or self._jobs.running(_RUN):
            return
        task, out = self._session.open_task(), self.out()
        self._stopping = False
        following = self._live.begin()
        self._page.show_begun()

        def work(progress: Progress, cancelled: Cancelled) -> list[TrialRow]:
            import_graders()
            from studio.running import run_experiment

            return run_experiment(
                [task.folder],
                asked.agents,
                out,
                trials=asked.trials,
                limit=asked.limit,
                trust=trusted,
                progress=progress,
                cancelled=cancelled,
                following=following,
            )

        def done(found: list[TrialRow]) -> None:
            ended = [(row.agent, row.status, row.score) for row in found if not _was_stopped(row)]
            self._end(ended_sentence(ended, len(asked.agents) * asked.trials))

        self._jobs.start(_RUN, work, done, self._end, lambda told: None)

    def _show_advance(self, advance: Advance) -> None:
        if self._jobs.running(_RUN) is None:
            return
        self._page.show_advance(advance, self._stopping)
        if advance.stretch == "display" and advance.trial > 1:
            self.read()

    def _end(self, sentence: str) -> None:
        self._live.end()
        self._page.show_ended(sentence)
        self.ended.emit(sentence)
        self.read()

    def cancel(self) -> None:
        """Stop the trial that runs; those that ended are kept."""
        if job := self._jobs.running(_RUN):
            self._stopping = True
            job.cancel()
            self._page.show_stopping()

    # One trial.

    def show(self, folder: str) -> None:
        """Select the trial of a folder, once it is listed."""
        self._wanted = "" if self._page.select(folder) else folder

    def open(self, folder: str) -> None:
        """Show a trial with its frames."""
        task = self._session.task
        if task is None:
            return

        def work(progress: Progress, cancelled: Cancelled) -> tuple[OpenTrial, _Recorded | None]:
            return open_trial_folder(Path(folder)), self._recording_of(task)

        def done(found: tuple[OpenTrial, _Recorded | None]) -> None:
            opened, self._recorded = found
            recorded = self._recorded
            expert = Expert(recorded.recording, recorded.steps) if recorded else None
            film = TrialFilm(self._jobs, opened, expert)
            stale = bool(self._digest) and opened.trial.task_digest != self._digest
            self._page.show_trial(film, self._session.document, stale)

        self._jobs.start(_OPEN, work, done, self._page.show_damage)

    def _recording_of(self, task: TaskFolder) -> _Recorded | None:
        place, known = task.recording, self._recorded
        if place is None or (known and known.place == place):
            return known if place else None
        recording = open_recording(place)
        return _Recorded(place, recording, tuple(reduce_steps(recording)))

    def report(self, folder: str) -> None:
        """Write the page about the task and one of its trials."""
        task = self._session.open_task().folder
        page = state_folder() / "reports" / f"{Path(folder).name}.html"

        def work(progress: Progress, cancelled: Cancelled) -> Path:
            import_graders()
            from studio.analysis import report_on

            page.parent.mkdir(parents=True, exist_ok=True)
            return report_on(Path(folder), page, task)

        self._jobs.start(_REPORT, work, self.reported.emit, self.told.emit)


def _was_stopped(row: TrialRow) -> bool:
    return row.status == "VOID" and "cancelled" in (row.reason or "")
