"""The shell: side bar, top bar, pages; every gesture becomes an action."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from studio.base.errors import UserError
from studio.editing import Changes, Edit
from studio.formats.tasks import TaskFolder
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
EVERYTHING: Changes = frozenset({"task", "prompt", "checkpoints", "checks", "steps", "files"})


class MainWindow(QMainWindow):
    """The one window."""

    refreshed = Signal()

    def __init__(self, session: Session, jobs: Jobs, sample: Path | None) -> None:
        super().__init__()
        self._shown: list[tuple[Changes, Callable[[TaskFolder], object]]] = []
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
        self.asking = Asking(self, session, self.work.results, self.open)
        self._fill_menus()
        self.resize(1280, 800)
        self.setMinimumSize(960, 640)
        window_state.recall_sizes(self, self.pages)

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

    def begin(self) -> None:
        """Show the first page, once everything is wired."""
        self._show_mode()
        self.go("home", self.home.record)
        self.recording.take_up()

    def shows(self, areas: Changes, show: Callable[[TaskFolder], object]) -> None:
        """Call `show` with the open task whenever one of these areas of it changed."""
        self._shown.append((areas, show))

    def open(self, place: Path) -> None:
        """Open a recording, a task or a package; at a fault say so and keep what was open."""
        if self.session.task is None:
            self.show_page("home")
        self.work.opening.open(place)

    def edit(self, edit: Edit) -> None:
        """Apply an edit; at a fault say so and show the document as it is."""
        self.attempt(partial(self.session.apply, edit))

    def attempt(self, do: Callable[[], object]) -> None:
        """Do something with the document; at a fault say so and show the document as it is."""
        try:
            do()
        except UserError as fault:
            self.toast.say(str(fault))
            self.show_changes(EVERYTHING)

    def try_sample(self) -> None:
        """Open the recording that comes with the app."""
        if self._sample is None:
            self.toast.say("The sample recording is missing; install the app anew.")
        else:
            self.open(self._sample)

    def show_all(self) -> None:
        """Show a task that was just opened."""
        self.show_changes(EVERYTHING)

    def show_opened(self) -> None:
        """Show the page that a task which was just opened begins with."""
        if self.session.task:
            window_state.remember_open(str(self.session.task.folder))
        if self.session.recording:
            self.go("steps", self.steps.list)
        else:
            self.go("instruction", self.instruction.text)

    def show_changes(self, changes: Changes) -> None:
        """Let each page show what changed of the open task."""
        task = self.session.task
        if task is None:
            return
        for areas, show in self._shown:
            if areas & changes:
                show(task)
        self.refresh()

    def _left(self) -> tuple[Thing, ...]:
        task = self.session.task
        if task is None or not task.has_private_side:
            return ()
        return remaining(
            task.document, self.session.recording is not None, self.work.results.proven
        )

    def refresh(self) -> None:
        """Show anew what the bars and the actions say."""
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
        self._show_next(task is not None and not private and not at_home)
        self.refreshed.emit()

    def _show_next(self, shown: bool) -> None:
        left = self._left()
        titles = [thing.title for thing in left]
        self.bar.show_left(told(left) if shown else "", titles, not left)
        thing = left[0] if left else EXPORT
        words = f"Next: {thing.title[0].lower()}{thing.title[1:]}"
        self.bar.show_next(words if shown else "", self.actions_.reason(thing.command))

    def go_on(self) -> None:
        """Do the one next thing."""
        left = self._left()
        self.actions_[left[0].command if left else EXPORT.command].trigger()

    @property
    def current_page(self) -> str:
        """The name of the page that is shown."""
        return _PAGES[self.pages.currentIndex()]

    def show_page(self, name: str) -> None:
        """Show a page."""
        if name == "home":
            self.work.home.read_tasks()
        self.pages.setCurrentIndex(_PAGES.index(name))
        self.refresh()

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

    def on(self, page: str, do: Callable[[], None]) -> None:
        """Show a page, and do something there."""
        self.show_page(page)
        do()

    def go(self, page: str, field: QWidget) -> None:
        """Show a page, with the keyboard on one of its parts."""
        self.show_page(page)
        field.setFocus()

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
