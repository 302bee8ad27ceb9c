"""Every command of the window: id, title, key, and when it can be used."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QPushButton, QWidget

from studio.gui.session import Session

Rule = Callable[[Session], str]


def _always(session: Session) -> str:
    return ""


def _open(session: Session) -> str:
    return "" if session.history else "Open a recording or a task first."


def _private(session: Session) -> str:
    if session.task is None:
        return "Open a recording or a task first."
    return "" if session.task.has_private_side else "This task holds only its public side."


def _unwritten(session: Session) -> str:
    if reason := _private(session):
        return reason
    return "There is an instruction already." if session.document.prompt.strip() else ""


def _recorded(session: Session) -> str:
    if session.task is None:
        return "Open a recording or a task first."
    return "" if session.recording else "This task keeps no recording, so it has no steps."


def _undo(session: Session) -> str:
    return "" if session.history and session.history.can_undo else "There is nothing to undo."


def _redo(session: Session) -> str:
    return "" if session.history and session.history.can_redo else "There is nothing to redo."


def _idle(session: Session) -> str:
    return "Stop or dismiss the recording in the strip first." if session.recorder else ""


def _recording(session: Session) -> str:
    return "" if session.recorder else "Nothing is being recorded."


@dataclass(frozen=True)
class Command:
    """A command; its rule says why it cannot be used now, or nothing."""

    id: str
    title: str
    key: str
    menu: str
    rule: Rule


PAGES = {
    "home": "ph.house",
    "steps": "ph.list-numbers",
    "instruction": "ph.text-align-left",
    "checks": "ph.check-square",
    "results": "ph.shield-check",
    "occupations": "ph.tree-structure",
}
"""The commands that show a page, with their icons."""

COMMANDS = (
    Command("home", "Home", "Ctrl+H", "View", _always),
    Command("record", "New recording…", "Ctrl+N", "File", _idle),
    Command("pause", "Pause or resume the recording", "Ctrl+Shift+P", "File", _recording),
    Command("stop", "Stop the recording", "Ctrl+Shift+S", "File", _recording),
    Command("open_recording", "Open a recording…", "Ctrl+O", "File", _always),
    Command("open_task", "Open a task…", "Ctrl+Shift+O", "File", _always),
    Command("open_package", "Open a package…", "", "File", _always),
    Command("sample", "Try the sample", "", "File", _always),
    Command("export", "Export as a package…", "Ctrl+E", "File", _private),
    Command("quit", "Quit", "Ctrl+Q", "File", _always),
    Command("undo", "Undo", "Ctrl+Z", "Edit", _undo),
    Command("redo", "Redo", "Ctrl+Shift+Z", "Edit", _redo),
    Command("mark", "Mark the selected steps", "Ctrl+M", "Task", _recorded),
    Command("reword", "Edit the sentence of the step", "F2", "Task", _recorded),
    Command("note", "Note why the step was done", "N", "Task", _recorded),
    Command("write", "Write the instruction", "", "Task", _open),
    Command("draft", "Draft the instruction", "", "Task", _unwritten),
    Command("link", "Link an occupation", "Ctrl+L", "Task", _open),
    Command("propose", "Propose checks", "Ctrl+P", "Task", _private),
    Command("validate", "Validate", "Ctrl+Return", "Task", _private),
    Command("run", "Run the agents", "Ctrl+R", "Task", _private),
    Command("steps", "Steps", "Ctrl+1", "View", _open),
    Command("checks", "Checks", "Ctrl+2", "View", _open),
    Command("instruction", "Instruction", "Ctrl+3", "View", _open),
    Command("results", "Validate and run", "Ctrl+4", "View", _open),
    Command("occupations", "Occupations", "Ctrl+5", "View", _always),
    Command("light", "Light", "", "View", _always),
    Command("dark", "Dark", "", "View", _always),
    Command("contrast", "High contrast", "", "View", _always),
    Command("system", "As the system", "", "View", _always),
    Command("about", "About", "", "Help", _always),
)


def title_of(name: str) -> str:
    """Return the title of a command."""
    return next(command.title for command in COMMANDS if command.id == name)


class Actions(QObject):
    """The commands as Qt actions, enabled by their rules."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._actions: dict[str, QAction] = {}
        for command in COMMANDS:
            action = QAction(command.title, self)
            if command.key:
                action.setShortcut(QKeySequence(command.key))
            self._actions[command.id] = action

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def all(self) -> dict[str, QAction]:
        """Return every action by its command's id."""
        return dict(self._actions)

    def bind(self, name: str, do: Callable[[], object]) -> None:
        """Let a command do something."""
        self._actions[name].triggered.connect(lambda: do())

    def attach(self, name: str, made: QPushButton) -> None:
        """Let a button do a command; it tells as the command does why it cannot be used now."""
        action = self._actions[name]

        def follow() -> None:
            made.setEnabled(action.isEnabled())
            made.setToolTip(action.toolTip())

        made.clicked.connect(action.trigger)
        action.changed.connect(follow)

    def confine(self, name: str, page: QWidget) -> None:
        """Let the key of a command count on one page only; its menu entry counts everywhere."""
        action = self._actions[name]
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        page.addAction(action)

    def reason(self, name: str) -> str:
        """Return why a command cannot be used now, empty if it can."""
        command = next(found for found in COMMANDS if found.id == name)
        return command.rule(self._session)

    def refresh(self) -> None:
        """Ask each rule anew."""
        history = self._session.history
        undo = history.undo_title if history else ""
        self._actions["undo"].setText(f"Undo: {undo}" if undo else "Undo")
        redo = history.redo_title if history else ""
        self._actions["redo"].setText(f"Redo: {redo}" if redo else "Redo")
        for command in COMMANDS:
            reason = command.rule(self._session)
            action = self._actions[command.id]
            action.setEnabled(not reason)
            action.setToolTip(reason or f"{action.text()} ({command.key})".replace(" ()", ""))
