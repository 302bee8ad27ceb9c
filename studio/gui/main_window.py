"""The shell: side bar, top bar, pages; every gesture becomes an action."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from studio import __version__
from studio.base.errors import UserError
from studio.editing import Changes, Edit
from studio.gui import messages, theme, window_state
from studio.gui.actions import COMMANDS, PAGES, Actions, title_of
from studio.gui.asking import Asking
from studio.gui.jobs import Jobs
from studio.gui.pages.checks.page import ChecksPage
from studio.gui.pages.home.page import HomePage
from studio.gui.pages.instruction.page import InstructionPage
from studio.gui.pages.occupations.page import OccupationsPage
from studio.gui.pages.results.page import ResultsPage
from studio.gui.pages.steps.page import StepsPage
from studio.gui.recording import RecordingWork
from studio.gui.remaining import EXPORT, Thing, remaining, told
from studio.gui.session import Session
from studio.gui.widgets.shell import SideBar, TopBar
from studio.gui.work import Pages, Work

_NAME = "Task Authoring Studio"
_PAGES = tuple(PAGES)
_NARROW = 1200
_ALL: Changes = frozenset({"task", "prompt", "checkpoints", "checks", "steps"})


class MainWindow(QMainWindow):
    """The one window."""

    def __init__(self, session: Session, jobs: Jobs, sample: Path | None) -> None:
        super().__init__()
        self.session, self.jobs, self._sample = session, jobs, sample
        self.actions_ = Actions(session)
        self.home, self.steps, self.checks = HomePage(), StepsPage(), ChecksPage()
        self.instruction, self.results = InstructionPage(), ResultsPage()
        self.occupations = OccupationsPage()
        self.work = Work(session, jobs, Pages(**{name: getattr(self, name) for name in _PAGES}))
        self.bar = TopBar(self.actions_["undo"], self.actions_["redo"])
        self.side = SideBar(PAGES, self.actions_.all())
        self.recording = RecordingWork(self, session, jobs, self.actions_)
        self._lay_out()
        self.toast = messages.Toast(self)
        self.asking = Asking(self, session, self.work, self.open)
        self._fill_menus()
        self._bind()
        self._connect()
        self.resize(1280, 800)
        self.setMinimumSize(960, 640)
        window_state.recall_sizes(self, self.pages)
        self._show_mode()
        self._go("home", self.home.record)
        self.recording.take_up()

    def _lay_out(self) -> None:
        centre = QWidget()
        centre.setObjectName("window")
        row = QHBoxLayout(centre)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.side)
        column = QVBoxLayout()
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.recording.strip)
        self.pages = QStackedWidget()
        for name in _PAGES:
            self.pages.addWidget(getattr(self, name))
        column.addWidget(self.pages, 1)
        row.addLayout(column, 1)
        self.setCentralWidget(centre)

    def _fill_menus(self) -> None:
        names = ("File", "Edit", "Task", "View", "Help")
        menus = {name: self.menuBar().addMenu(f"&{name}") for name in names}
        for command in COMMANDS:
            menus[command.menu].addAction(self.actions_[command.id])
        for menu in menus.values():
            menu.setToolTipsVisible(True)

    def _bind(self) -> None:
        commands: dict[str, Callable[[], object]] = {
            "open_recording": partial(self.asking.which_folder, "Open a recording"),
            "open_task": partial(self.asking.which_folder, "Open a task"),
            "open_package": self.asking.which_package,
            "sample": self.try_sample,
            "export": partial(self._on, "results", self.asking.where_to_export),
            "quit": self.close,
            "undo": partial(self._try, self.session.undo),
            "redo": partial(self._try, self.session.redo),
            "mark": self._mark,
            "reword": partial(self._on, "steps", self.steps.words.edit_sentence),
            "note": partial(self._on, "steps", self.steps.words.edit_note),
            "write": partial(self._go, "instruction", self.instruction.text),
            "link": partial(self._go, "instruction", self.instruction.search),
            "propose": partial(self._on, "checks", self.work.propose),
            "validate": partial(self._on, "results", self.work.validate),
            "run": partial(self._on, "results", self.asking.whether_to_run),
            "about": partial(messages.about, self, __version__),
        }
        commands |= {name: partial(self.show_page, name) for name in _PAGES}
        commands |= {mode: partial(self.choose_mode, mode) for mode in (*theme.MODES, "system")}
        commands["occupations"] = partial(self._go, "occupations", self.occupations.search)
        for name, do in commands.items():
            self.actions_.bind(name, do)
        for name in ("reword", "note"):
            self.actions_.confine(name, self.steps)

    def _connect(self) -> None:
        actions, home, results = self.actions_, self.home, self.results
        self.bar.next_asked.connect(self._go_on)
        actions.attach("record", home.record)
        home.sample_asked.connect(actions["sample"].trigger)
        home.recording_asked.connect(actions["open_recording"].trigger)
        home.task_asked.connect(actions["open_task"].trigger)
        home.package_asked.connect(actions["open_package"].trigger)
        home.open_asked.connect(self.open)
        self.occupations.pane.open_asked.connect(self.open)
        home.cancel_asked.connect(self.work.cancel_opening)
        for page in (self.steps, self.checks, self.instruction, self.occupations):
            page.edit_asked.connect(self.edit)
        self.instruction.typing_rested.connect(self.session.end_typing)
        self.checks.propose_asked.connect(actions["propose"].trigger)
        results.validate_asked.connect(actions["validate"].trigger)
        results.run_asked.connect(actions["run"].trigger)
        results.export_asked.connect(actions["export"].trigger)
        results.cancel_asked.connect(self.work.cancel)
        for speaker in (self.work, self.recording, self.checks):
            speaker.told.connect(self.toast.say)
        self.recording.sealed.connect(self.open)
        self.recording.changed.connect(self._refresh)
        self.work.edit_asked.connect(self.edit)
        self.work.opened.connect(self._show_steps)
        self.work.proof_known.connect(self._refresh)
        self.session.opened.connect(self._show_opened)
        self.session.changed.connect(self._show_changes)

    def open(self, place: Path) -> None:
        """Open a recording, a task or a package; at a fault say so and keep what was open."""
        if self.session.task is None:
            self.show_page("home")
        self.work.open(place)

    def edit(self, edit: Edit) -> None:
        """Apply an edit; at a fault say so and show the document as it is."""
        self._try(partial(self.session.apply, edit))

    def _try(self, do: Callable[[], object]) -> None:
        try:
            do()
        except UserError as fault:
            self.toast.say(str(fault))
            self._show_changes(_ALL)

    def try_sample(self) -> None:
        """Open the recording that comes with the app."""
        if self._sample is None:
            self.toast.say("The sample recording is missing; install the app anew.")
        else:
            self.open(self._sample)

    def _show_opened(self) -> None:
        self.work.forget_document()
        self.work.read_steps()
        if self.session.task:
            self.instruction.show_files(self.session.task)
        self._show_changes(_ALL)
        self.work.read_proof()

    def _show_steps(self) -> None:
        if self.session.task:
            window_state.remember_open(str(self.session.task.folder))
        if self.session.recording:
            self._go("steps", self.steps.list)
        else:
            self._go("instruction", self.instruction.text)

    def _show_changes(self, changes: Changes) -> None:
        task = self.session.task
        if task is None:
            return
        if changes & {"checkpoints", "checks"}:
            self.checks.show_task(task)
            self.work.judge()
        if changes & {"checkpoints", "steps"}:
            self.steps.show_document(task.document)
        if changes & {"task", "prompt"}:
            self.instruction.show_document(task.document)
        self.work.note_change()
        self._refresh()

    def _left(self) -> tuple[Thing, ...]:
        task = self.session.task
        if task is None or not task.has_private_side:
            return ()
        return remaining(task.document, self.session.recording is not None, self.work.proven)

    def _refresh(self) -> None:
        task = self.session.task
        name = (task.document.task.title or task.folder.name) if task else ""
        at_home = self.current_page == "home"
        self.setWindowTitle(f"{name} - {_NAME}" if name else _NAME)
        self.actions_.refresh()
        page = "" if at_home else title_of(self.current_page)
        self.bar.show_names(_NAME if at_home else name or _NAME, page)
        self.bar.show_history(task is not None and not at_home)
        reasons = {page: self.actions_.reason(page) for page in _PAGES}
        self.side.show_state(self.current_page, name, reasons)
        private = self.actions_.reason("validate")
        for made in (self.results.validate, self.results.run, self.results.export):
            made.setEnabled(not private)
            made.setToolTip(private)
        self.checks.allow_proposing(private)
        self._show_next(task is not None and not private and not at_home)

    def _show_next(self, shown: bool) -> None:
        left = self._left()
        titles = [thing.title for thing in left]
        self.bar.show_left(told(left) if shown else "", titles, not left)
        thing = left[0] if left else EXPORT
        words = f"Next: {thing.title[0].lower()}{thing.title[1:]}"
        self.bar.show_next(words if shown else "", self.actions_.reason(thing.command))

    def _go_on(self) -> None:
        left = self._left()
        self.actions_[left[0].command if left else EXPORT.command].trigger()

    @property
    def current_page(self) -> str:
        """The name of the page that is shown."""
        return _PAGES[self.pages.currentIndex()]

    def show_page(self, name: str) -> None:
        """Show a page."""
        if name == "home":
            self.work.read_tasks([Path(folder) for folder in window_state.recent()])
        self.pages.setCurrentIndex(_PAGES.index(name))
        self._refresh()

    def choose_mode(self, mode: str) -> None:
        """Show the window light, dark, in high contrast, or as the system asks."""
        window_state.remember_mode(mode)
        self._show_mode()

    def follow_system(self) -> None:
        """Take the mode that the system asks for now, if none was chosen."""
        if window_state.mode() == "system":
            self._show_mode()

    def _show_mode(self) -> None:
        chosen = window_state.mode()
        theme.apply(theme.system_mode() if chosen == "system" else chosen)
        for mode in (*theme.MODES, "system"):
            self.actions_[mode].setCheckable(True)
            self.actions_[mode].setChecked(mode == chosen)
        self.side.show_icons()

    def _on(self, page: str, do: Callable[[], None]) -> None:
        self.show_page(page)
        do()

    def _go(self, page: str, field: QWidget) -> None:
        self.show_page(page)
        field.setFocus()

    def _mark(self) -> None:
        if self.current_page == "steps":
            self.steps.mark_selected()
        else:
            self._go("steps", self.steps.list)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the side bar when the window is narrow."""
        super().resizeEvent(event)
        self.side.fold(self.width() < _NARROW)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember sizes and end the jobs; a recorder goes on."""
        if not self.recording.may_close():
            return event.ignore()
        window_state.remember_sizes(self, self.pages)
        self.jobs.close()
        super().closeEvent(event)
