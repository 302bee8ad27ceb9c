"""The files of the open task, its draft, and what an agent would see: read without waiting."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from studio.authoring import adding_edit, list_files, role_edit
from studio.authoring.files import Role
from studio.authoring.starting import recorded_start
from studio.base.lazy import import_graders
from studio.editing import Edit, SetPrompt, SetValue
from studio.formats.tasks import TaskFolder
from studio.gui.jobs import Cancelled, Jobs, Progress
from studio.gui.language import tr
from studio.gui.pages.instruction.page import InstructionPage
from studio.gui.session import Session
from studio.gui.work.opening import AT_OPENING
from studio.model.instruction_contract import AgentView
from studio.sandbox.applications import installed_applications

_NAMES = ("files", "brief", "draft", "role", "demands", "start")


class InstructionWork(QObject):
    """Starts the long work of the instruction page and shows what it brings."""

    told = Signal(str)
    edit_asked = Signal(object)

    def __init__(self, session: Session, jobs: Jobs, page: InstructionPage) -> None:
        super().__init__()
        self._session, self._jobs, self._page = session, jobs, page
        self._work, self._asked = "", False

    def begin(self) -> None:
        """A task was opened: what was under way for the one before is dropped."""
        for name in _NAMES:
            self._jobs.forget(name)
        page = self._page
        page.writing.show_drafting(False)
        page.writing.show_unchecked(())
        page.files.show_copying("")
        page.files.show_loading()
        page.preview.show_loading()

    def follow(self, task: TaskFolder) -> None:
        """Show the files of the open task, which became others."""
        self._work = task.document.task.work
        settings = self._page.settings
        settings.offer_recorded(task.recording is not None)
        if not self._asked:
            self._asked = True
            found = settings.show_programs
            self._jobs.start(
                "programs",
                lambda p, c: installed_applications(),
                found,
                _quiet,
                after=AT_OPENING,
            )
        self.read_files()

    def follow_settings(self, task: TaskFolder) -> None:
        """Show what follows from other settings: what became of the files, and the preview."""
        if task.document.task.work != self._work:
            self.follow(task)
        else:
            self.show_preview()

    def _start(
        self,
        name: str,
        work: Callable[[TaskFolder], Any],
        done: Callable[[Any], None],
        failed: Callable[[str], None] | None = None,
        after: Sequence[str] = (),
    ) -> None:
        task = self._session.task
        if task is not None:

            def job(progress: Progress, cancelled: Cancelled) -> Any:
                return work(task)

            self._jobs.start(name, job, done, failed or self.told.emit, after=after)

    def read_files(self) -> None:
        """List the files anew, and what an agent would see of them."""
        self._start("files", list_files, self._page.show_files, self._page.files.show_fault)
        self.show_preview()

    def show_preview(self) -> None:
        """Find what an agent is given, if that is being looked at."""
        if self._page.shows_preview:
            preview = self._page.preview
            self._start("brief", _briefed, preview.show_view, preview.show_fault)

    def find_demands(self) -> None:
        """Find which sentences ask for something that no check looks at."""
        task = self._session.task
        asked = task.document.prompt if task else ""

        def show(places: Any) -> None:
            # Typing went on meanwhile: the places are those of an older text.
            if self._page.text.toPlainText() == asked:
                self._page.writing.show_unchecked(places)

        self._start("demands", _unchecked_places, show, _quiet, after=AT_OPENING)

    def draft(self) -> None:
        """Draft the instruction; the draft is one edit of its own."""
        writing = self._page.writing
        writing.show_drafting(True)

        def done(text: str) -> None:
            writing.show_drafting(False)
            if self._session.document.prompt.strip():
                return
            self._session.end_typing()
            self.edit_asked.emit(SetPrompt(text))
            self._session.end_typing()
            writing.begin()

        def failed(sentence: str) -> None:
            writing.show_drafting(False)
            self.told.emit(sentence)

        self._start("draft", _drafted, done, failed)

    def give_role(self, paths: Sequence[str], role: Role) -> None:
        """Give files another role."""
        self._start("role", lambda task: role_edit(task, paths, role), self._edit)

    def add_files(self, places: Sequence[Path], role: Role) -> None:
        """Copy files into the task and give them a role."""
        task, files = self._session.task, self._page.files
        if task is None:
            return
        files.show_copying(tr("Copying…"))

        def work(progress: Progress, cancelled: Cancelled) -> Edit:
            return adding_edit(task, places, role, progress, cancelled)

        def done(edit: Edit) -> None:
            files.show_copying("")
            self._edit(edit)

        def failed(sentence: str) -> None:
            files.show_copying("")
            self.told.emit(sentence)

        def progress(name: str) -> None:
            files.show_copying(tr("Copying {name}…").format(name=name))

        self._jobs.start("role", work, done, failed, progress)

    def cancel_adding(self) -> None:
        """Give up adding files; what was copied is taken away."""
        self._jobs.forget("role")
        self._page.files.show_copying("")
        self.told.emit(tr("Cancelled; no file was added."))

    def take_start(self) -> None:
        """Open at the start what was open when the recording began."""
        self._start("start", recorded_start, lambda value: self._edit(SetValue("start", value)))

    def _edit(self, edit: Edit) -> None:
        self.edit_asked.emit(edit)
        self.read_files()


def _quiet(sentence: str) -> None:
    """Say nothing: what is missing then is only an offer."""


# What reads files of every kind takes long to import, so that is done in the jobs.


def _drafted(task: TaskFolder) -> str:
    import_graders()
    from studio.authoring import draft_instruction

    return draft_instruction(task)


def _unchecked_places(task: TaskFolder) -> Any:
    import_graders()
    from studio.authoring.demands import unchecked_places

    return unchecked_places(task)


def _briefed(task: TaskFolder) -> AgentView:
    import_graders()
    from studio.running import brief

    return brief(task)
