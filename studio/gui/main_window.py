"""The shell: side bar, top bar, pages; every gesture becomes an action."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import qtawesome
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QMainWindow,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from studio import __version__
from studio.base.errors import UserError
from studio.base.settings import workspace
from studio.editing import Changes, Edit
from studio.gui import messages, theme, window_state
from studio.gui.actions import COMMANDS, Actions, title_of
from studio.gui.jobs import Jobs
from studio.gui.pages.checks.page import ChecksPage
from studio.gui.pages.home.page import HomePage
from studio.gui.pages.instruction.page import InstructionPage
from studio.gui.pages.results.page import ResultsPage
from studio.gui.pages.steps.page import StepsPage
from studio.gui.session import Session
from studio.gui.widgets.parts import label, panel
from studio.gui.work import Work

_NAME = "Task Authoring Studio"
_ICONS = {
    "home": "ph.house",
    "steps": "ph.list-numbers",
    "checks": "ph.check-square",
    "instruction": "ph.text-align-left",
    "results": "ph.shield-check",
}
_PAGES = tuple(_ICONS)
_NEXT = {
    "home": ("Try the sample", "sample"),
    "steps": ("Next: instruction", "instruction"),
    "instruction": ("Next: checks", "checks"),
    "checks": ("Next: validate", "results"),
    "results": ("Validate", "validate"),
}
_NARROW = 1200


class MainWindow(QMainWindow):
    """The one window."""

    def __init__(self, session: Session, jobs: Jobs, sample: Path | None) -> None:
        super().__init__()
        self.session, self.jobs, self._sample = session, jobs, sample
        self.actions_ = Actions(session)
        self.home, self.steps, self.checks = HomePage(), StepsPage(), ChecksPage()
        self.instruction, self.results = InstructionPage(), ResultsPage()
        self.toast = messages.Toast(self)
        self.work = Work(session, jobs, (self.steps, self.checks, self.results), self.toast.say)
        self._lay_out()
        self._fill_menus()
        self._connect()
        self.resize(1280, 800)
        self.setMinimumSize(960, 640)
        remembered = window_state.recall_bytes("geometry")
        if isinstance(remembered, QByteArray):
            self.restoreGeometry(remembered)
        self.show_page("home")

    def _lay_out(self) -> None:
        centre = QWidget()
        centre.setObjectName("window")
        row = QHBoxLayout(centre)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self._side, column = panel("side", 8, 4)
        self._side.setFixedWidth(184)
        self._nav = QButtonGroup(self)
        self._nav_buttons: dict[str, QPushButton] = {}
        for name in _PAGES:
            title = title_of(name)
            made = QPushButton(title)
            made.setObjectName("nav")
            made.setCheckable(True)
            made.setAccessibleName(title)
            made.setToolTip(title)
            made.clicked.connect(self.actions_[name].trigger)
            self._nav.addButton(made)
            self._nav_buttons[name] = made
            column.addWidget(made)
        column.addStretch(1)
        row.addWidget(self._side)
        main = QVBoxLayout()
        main.setSpacing(0)
        main.addWidget(self._make_bar())
        self.pages = QStackedWidget()
        for page in (self.home, self.steps, self.checks, self.instruction, self.results):
            self.pages.addWidget(page)
        main.addWidget(self.pages, 1)
        row.addLayout(main, 1)
        self.setCentralWidget(centre)

    def _make_bar(self) -> QWidget:
        bar, column = panel("bar", 0, 0)
        bar.setFixedHeight(52)
        row = QHBoxLayout()
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        self._title = label(_NAME, "title")
        self._subtitle = label("", "quiet")
        row.addWidget(self._title)
        row.addWidget(self._subtitle, 1)
        self._undo, self._redo, self._next = (QPushButton(name) for name in ("Undo", "Redo", ""))
        self._next.setObjectName("primary")
        for made in (self._undo, self._redo, self._next):
            row.addWidget(made)
        column.addLayout(row)
        return bar

    def _fill_menus(self) -> None:
        menus = {name: self.menuBar().addMenu(name) for name in ("File", "Edit", "Task", "View")}
        menus["Help"] = self.menuBar().addMenu("Help")
        for command in COMMANDS:
            menus[command.menu].addAction(self.actions_[command.id])

    def _connect(self) -> None:
        actions = self.actions_
        for name in _PAGES:
            actions.bind(name, partial(self.show_page, name))
        for mode in (*theme.MODES, "system"):
            actions.bind(mode, partial(self.choose_mode, mode))
        actions.bind("open_recording", self._ask_recording)
        actions.bind("open_task", self._ask_task)
        actions.bind("sample", self.try_sample)
        actions.bind("export", self._ask_export)
        actions.bind("quit", self.close)
        actions.bind("undo", self.session.undo)
        actions.bind("redo", self.session.redo)
        actions.bind("propose", partial(self._on, "checks", self.work.propose))
        actions.bind("validate", partial(self._on, "results", self.work.validate))
        actions.bind("run", partial(self._on, "results", self.work.run))
        actions.bind("about", lambda: messages.about(self, __version__))
        self._undo.clicked.connect(actions["undo"].trigger)
        self._redo.clicked.connect(actions["redo"].trigger)
        self._next.clicked.connect(self._go_on)
        self.home.sample_asked.connect(self.try_sample)
        self.home.recording_asked.connect(self._ask_recording)
        self.home.task_asked.connect(self._ask_task)
        self.home.recent_asked.connect(lambda folder: self.open(Path(folder)))
        for page in (self.steps, self.checks, self.instruction):
            page.edit_asked.connect(self.edit)
        self.checks.propose_asked.connect(actions["propose"].trigger)
        self.results.validate_asked.connect(actions["validate"].trigger)
        self.results.run_asked.connect(actions["run"].trigger)
        self.results.export_asked.connect(self._ask_export)
        self.results.cancel_asked.connect(self.work.cancel)
        self.session.opened.connect(self._show_opened)
        self.session.changed.connect(self._show_changes)

    def open(self, folder: Path) -> None:
        """Open a recording or a task; at a fault say so and keep what was open."""
        try:
            self.session.open(folder)
        except UserError as fault:
            self.toast.say(str(fault))
            return
        window_state.remember_open(str(folder))
        self.show_page("steps")

    def edit(self, edit: Edit) -> None:
        """Apply an edit; at a fault say so and show the document as it is."""
        try:
            self.session.apply(edit)
        except UserError as fault:
            self.toast.say(str(fault))
            self._show_changes(frozenset({"task", "prompt", "checkpoints", "checks"}))

    def try_sample(self) -> None:
        """Open the recording that comes with the app."""
        if self._sample is None:
            self.toast.say("The sample recording is missing; install the app anew.")
        else:
            self.open(self._sample)

    def _show_opened(self) -> None:
        for name in ("validate", "run", "export", "propose", "judge"):
            self.jobs.forget(name)
        self.results.show_trials(())
        self.work.read_steps()
        self._show_changes(frozenset({"task", "prompt", "checkpoints", "checks"}))

    def _show_changes(self, changes: Changes) -> None:
        task = self.session.task
        if task is None:
            return
        if changes & {"checkpoints", "checks"}:
            self.checks.show_task(task)
            self.work.judge()
        if changes & {"checkpoints"}:
            self.steps.show_document(task.document)
        if changes & {"task", "prompt"}:
            self.instruction.show_document(task.document)
        self.work.show_report()
        self._show_title()

    def _show_title(self) -> None:
        task = self.session.task
        name = (task.document.task.title or task.folder.name) if task else ""
        self.setWindowTitle(f"{name} - {_NAME}" if name else _NAME)
        at_home = self.current_page == "home"
        self._title.setText(_NAME if at_home or not name else name)
        self._subtitle.setText("" if at_home else title_of(self.current_page))
        self._refresh()

    def _refresh(self) -> None:
        self.actions_.refresh()
        for made, name in ((self._undo, "undo"), (self._redo, "redo")):
            made.setEnabled(self.actions_[name].isEnabled())
            made.setToolTip(self.actions_.reason(name) or self.actions_[name].text())
            made.setVisible(self.session.task is not None)
        private = self.actions_.reason("validate")
        for made in (self.results.validate, self.results.run, self.results.export):
            made.setEnabled(not private)
            made.setToolTip(private)
        self.checks.propose.setEnabled(not private)
        for name, entry in self._nav_buttons.items():
            reason = self.actions_.reason(name)
            entry.setEnabled(not reason)
            entry.setToolTip(reason or entry.accessibleName())
        text, action = _NEXT[self.current_page]
        self._next.setText(text)
        self._next.setEnabled(self.actions_[action].isEnabled())
        self._next.setVisible(self.current_page != "home")

    @property
    def current_page(self) -> str:
        """The name of the page that is shown."""
        return _PAGES[self.pages.currentIndex()]

    def show_page(self, name: str) -> None:
        """Show a page."""
        if name == "home":
            self.home.show_recent(window_state.recent())
        self.pages.setCurrentIndex(_PAGES.index(name))
        self._nav_buttons[name].setChecked(True)
        self._show_icons()
        self._show_title()

    def _show_icons(self) -> None:
        colour = theme.Theme.tokens.text_2
        for name, icon in _ICONS.items():
            self._nav_buttons[name].setIcon(qtawesome.icon(icon, color=colour))

    def choose_mode(self, mode: str) -> None:
        """Show the window light, dark, in high contrast, or as the system asks."""
        window_state.remember_mode(mode)
        theme.apply(theme.system_mode() if mode == "system" else mode)
        self._show_icons()

    def _go_on(self) -> None:
        self.actions_[_NEXT[self.current_page][1]].trigger()

    def _on(self, page: str, do: Callable[[], None]) -> None:
        self.show_page(page)
        do()

    def _ask_recording(self) -> None:
        if found := messages.choose_folder(self, "Open a recording", workspace()):
            self.open(found)

    def _ask_task(self) -> None:
        if found := messages.choose_folder(self, "Open a task", workspace()):
            self.open(found)

    def _ask_export(self) -> None:
        if self.session.task is None:
            return
        self.show_page("results")
        start = workspace() / f"{self.session.task.document.task.id}.task"
        if found := messages.choose_save(self, "Export", start, "Task packages (*.task)"):
            self.work.export(found.with_suffix(".task"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the side bar when the window is narrow."""
        super().resizeEvent(event)
        narrow = self.width() < _NARROW
        self._side.setFixedWidth(56 if narrow else 184)
        for made in self._nav_buttons.values():
            made.setText("" if narrow else made.accessibleName())

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the geometry and end the jobs."""
        window_state.remember_bytes("geometry", self.saveGeometry())
        self.jobs.close()
        super().closeEvent(event)
