"""The shell: side bar, top bar, pages; what is asked of it is wired in `wiring`."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

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
from studio.gui import messages, window_state
from studio.gui.actions import COMMANDS, OF_DOCUMENT, OF_WORKSPACE, PAGES, Actions, title_of
from studio.gui.asking import Asking
from studio.gui.jobs import Jobs
from studio.gui.language import tr
from studio.gui.page_set import P, PageSet
from studio.gui.session import Session
from studio.gui.theme import Zoom, px
from studio.gui.theme.measures import NARROW_WINDOW
from studio.gui.widgets.hint import Hint
from studio.gui.widgets.page_scroll import PageScroll
from studio.gui.widgets.shell import SideBar
from studio.gui.widgets.top_bar import TopBar
from studio.gui.work import Work

if TYPE_CHECKING:
    from studio.editing import Changes, Edit
    from studio.formats.tasks import TaskFolder

_SIZE, _LEAST = (1280, 800), (960, 640)
EVERYTHING: "Changes" = frozenset({"task", "prompt", "checkpoints", "checks", "steps", "files"})


class MainWindow(QMainWindow, PageSet):
    """The one window; a page is made, placed and wired when it is first asked for.

    Attributes:
        refreshed: what may be done, or what is left, may have changed.
        seen: the window is on the screen for the first time.
        completed: all pages are there.
        page_made: the name of a page that is there from now on.
        page_shown: the name of the page that is shown now.
        resized: the window has another size.
        flushed: what was written is to be handed over, for the page or the document is left.
        ended: work that a person began ended: its page, and a sentence.
        zoom_wanted: a person wants another zoom, in percent.
        zoom_chosen: nothing is in its way: the window is to be built anew.
        takes_files: what begins a task from files that are dropped on the home page, if anything.
    """

    refreshed = Signal()
    seen = Signal()
    completed = Signal()
    page_made = Signal(str)
    page_shown = Signal(str)
    resized = Signal()
    flushed = Signal()
    ended = Signal(str, str)
    zoom_wanted = Signal(int)
    zoom_chosen = Signal(int)

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        templates: Path | None,
        wire: Callable[["MainWindow", str], None],
    ) -> None:
        super().__init__()
        self._wire, self._rooms = wire, dict[str, PageScroll]()
        self._shown: list[tuple[Changes, Callable[[TaskFolder], object]]] = []
        self._openers: list[Callable[[], object]] = []
        self._kept: list[object] = []
        self._divided: set[str] = set()
        self.takes_files: Callable[[list[Path]], object] | None = None
        self.session, self.jobs = session, jobs
        self.actions_, self.hint = Actions(session), Hint()
        self.actions_.wanted.connect(self.make_for)
        self.work = Work(self, self, self.hint, session, jobs, templates)
        self.bar = TopBar(self.actions_["undo"])
        self.side = SideBar(PAGES, {name: title_of(name) for name in PAGES})
        self.side.fill(OF_DOCUMENT, OF_WORKSPACE)
        self._lay_out()
        self.toast = messages.Toast(self)
        self.asking = Asking(self, self.work, self.open)
        self._fill_menus()
        self.resize(*(px(side) for side in _SIZE))
        # Not at the zoom: the screen does not grow with it, and the pages scroll.
        self.setMinimumSize(*_LEAST)
        window_state.recall_place(self)

    def _lay_out(self) -> None:
        centre = QWidget(self)
        centre.setObjectName("window")
        self.setCentralWidget(centre)
        row = QHBoxLayout(centre)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.side)
        column = QVBoxLayout()
        column.setSpacing(0)
        row.addLayout(column, 1)
        column.addWidget(self.bar)
        column.addWidget(self.hint)
        self.pages = QStackedWidget(centre)
        column.addWidget(self.pages, 1)

    def take_in(self, name: str, make: Callable[[QWidget], P]) -> P:
        """Make a page in its place, and wire it."""
        room = PageScroll(self.pages)
        page = room.fill(make)
        vars(self)[name], self._rooms[name] = page, room
        self._wire(self, name)
        self.page_made.emit(name)
        return page

    def make_for(self, command: str) -> None:
        """Make the pages until one of them does a command."""
        for name in (command, *PAGES):
            if self.actions_.is_bound(command):
                return
            if name in PAGES:
                getattr(self, name)

    def _fill_menus(self) -> None:
        names = ("File", "Edit", "Task", "View", "Help")
        menus = {name: self.menuBar().addMenu(f"&{tr(name)}") for name in names}
        for command in COMMANDS:
            menus[command.menu].addAction(self.actions_[command.id])
        for menu in menus.values():
            menu.setToolTipsVisible(True)

    def begin(self) -> None:
        """Show the first page, once the window is wired."""
        self.go("home", self.home.record)

    def keep(self, part: object) -> None:
        """Keep a part of the wiring as long as the window: Qt holds its methods only weakly."""
        self._kept.append(part)

    def shows(self, areas: "Changes", show: "Callable[[TaskFolder], object]") -> None:
        """Call `show` with the open task whenever one of these areas of it changed.

        It is called at once if a task is open already, so a page says this last.
        """
        self._shown.append((areas, show))
        if task := self.session.task:
            show(task)

    def when_opened(self, do: Callable[[], object]) -> None:
        """Call `do` whenever a task was opened, and at once if one is open already."""
        self._openers.append(do)
        if self.session.task:
            do()

    def open(self, place: Path, then: str = "") -> None:
        """Open a recording, a task or a package; at a fault say so and keep what was open.

        Args:
            place: where it is.
            then: the command to go on with once it is open.
        """
        self.flush()
        if self.session.task is None:
            self.show_page("home")
        self.work.opening.open(place, then)

    def edit(self, edit: "Edit", soon: bool = False) -> None:
        """Apply an edit, saved `soon` or at once; at a fault say so and show what there is."""
        self.attempt(partial(self.session.apply, edit, soon))

    def attempt(self, do: Callable[[], object]) -> None:
        """Do something with the document; at a fault say so and show the document as it is."""
        try:
            do()
        except UserError as fault:
            self.show_changes(EVERYTHING)
            self.say_fault(str(fault))

    def say_fault(self, sentence: str) -> None:
        """Say what failed, with another try if it was the saving."""
        if self.session.unsaved:
            again = partial(self.attempt, self.session.save_again)
            self.toast.say(sentence, tr("Try again"), again)
        else:
            self.toast.say(sentence)

    def flush(self) -> None:
        """Let a field that is being written in hand over what it holds."""
        focused = self.focusWidget()
        if focused is not None and self.pages.isAncestorOf(focused):
            focused.clearFocus()
        self.flushed.emit()
        self.session.settle()

    def show_all(self) -> None:
        """Show a task that was just opened, once all that begins with it has begun."""
        for do in tuple(self._openers):
            do()
        self.show_changes(EVERYTHING)

    def show_opened(self) -> None:
        """Show the page that a task which was just opened begins with."""
        if task := self.session.task:
            title = task.document.task.title or task.folder.name
            window_state.remember_open(str(task.folder), title)
        if self.session.recording:
            self.go("steps", self.steps.list)
        else:
            self.go("instruction", self.instruction.text)

    def show_changes(self, changes: "Changes") -> None:
        """Let each page show what changed of the open task."""
        task = self.session.task
        if task is None:
            return
        for areas, show in tuple(self._shown):
            if areas & changes:
                show(task)
        self.refresh()

    def refresh(self) -> None:
        """Show anew what the bars and the actions say."""
        self.actions_.refresh()
        self.refreshed.emit()

    @property
    def current_page(self) -> str:
        """The name of the page that is shown."""
        shown = self.pages.currentWidget()
        return next((name for name, room in self._rooms.items() if room is shown), "home")

    def show_page(self, name: str) -> None:
        """Show a page."""
        if name != self.current_page:
            self.flush()
        getattr(self, name)
        self.pages.setCurrentWidget(self._rooms[name])
        self._divide(name)
        self.page_shown.emit(name)
        self.refresh()

    def _divide(self, name: str) -> None:
        """Divide a page as it was the last time, once it has its size."""
        if not self.isVisible() or name in self._divided:
            return
        self._divided.add(name)
        if layout := self.pages.layout():
            layout.activate()
        window_state.recall_panes(name, getattr(self, name), Zoom.percent)

    def remember(self) -> None:
        """Remember where the window stands and how the pages that were seen are divided."""
        window_state.remember_sizes(self, self._divided, Zoom.percent)

    def choose_mode(self, mode: str) -> None:
        """Show the window light, dark, in high contrast, or as the system asks."""
        self.actions_[mode].trigger()

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
        self.side.fold(self.width() < px(NARROW_WINDOW))
        self.resized.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember sizes and end the jobs; a recorder goes on."""
        self.flush()
        if not (self.work.recording.may_close() and self._may_lose()):
            return event.ignore()
        self.remember()
        self.jobs.close()
        self.session.close()
        super().closeEvent(event)

    def _may_lose(self) -> bool:
        """Ask whether a change that cannot be saved may be lost."""
        if not self.session.unsaved:
            return True
        question = tr("{reason} If you close the window now, that change is lost.")
        return messages.confirm(
            self, question.format(reason=self.session.unsaved), tr("Close the window")
        )
