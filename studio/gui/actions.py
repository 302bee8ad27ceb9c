"""Every command of the window: id, title, key, and when it can be used."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QPushButton, QWidget

from studio.base.errors import UserError
from studio.gui import window_state
from studio.gui.language import tr
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


def _replayable(session: Session) -> str:
    return _private(session) or _recorded(session)


def _undo(session: Session) -> str:
    return "" if session.history and session.history.can_undo else "There is nothing to undo."


def _redo(session: Session) -> str:
    return "" if session.history and session.history.can_redo else "There is nothing to redo."


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
    "record": "ph.record",
    "steps": "ph.list-numbers",
    "instruction": "ph.text-align-left",
    "checkpoints": "ph.flag",
    "checks": "ph.check-square",
    "proof": "ph.shield-check",
    "trials": "ph.flask",
    "export": "ph.package",
    "occupations": "ph.tree-structure",
    "settings": "ph.gear-six",
}
"""The commands that show a page, with their icons."""

OF_DOCUMENT = ("steps", "instruction", "checkpoints", "checks", "proof", "trials", "export")
OF_WORKSPACE = ("occupations",)
"""The pages that stand in the side bar below the name of the document, and below the workspace."""

COMMANDS = (
    Command("home", "Home", "Ctrl+H", "View", _always),
    Command("record", "New recording", "Ctrl+N", "File", _always),
    Command("pause", "Pause or resume the recording", "Ctrl+Shift+P", "File", _recording),
    Command("stop", "Stop the recording", "Ctrl+Shift+S", "File", _recording),
    Command("new_template", "Start from a template…", "", "File", _always),
    Command("new_files", "New from files…", "", "File", _always),
    Command("checkpoint", "Mark a checkpoint in the recording", "", "File", _recording),
    Command("open_recording", "Open a recording…", "Ctrl+O", "File", _always),
    Command("open_task", "Open a task…", "Ctrl+Shift+O", "File", _always),
    Command("open_package", "Open a package…", "", "File", _always),
    Command("sample", "Try the sample", "", "File", _always),
    Command("pack", "Export as a package…", "Ctrl+E", "File", _private),
    Command("quit", "Quit", "Ctrl+Q", "File", _always),
    Command("undo", "Undo", "Ctrl+Z", "Edit", _undo),
    Command("redo", "Redo", "Ctrl+Shift+Z", "Edit", _redo),
    Command("settings", "Settings", "Ctrl+,", "Edit", _always),
    Command("mark", "Mark the selected steps", "Ctrl+M", "Task", _recorded),
    Command("reword", "Edit the sentence of the step", "F2", "Task", _recorded),
    Command("note", "Note why the step was done", "N", "Task", _recorded),
    Command("play", "Play from the playhead, or pause", "P", "View", _recorded),
    Command("find_step", "Find a step", "Ctrl+F", "Task", _recorded),
    Command("merge", "Merge the steps, or one with the next", "M", "Task", _recorded),
    Command("split", "Split the step", "S", "Task", _recorded),
    Command("leave_out", "Leave the steps out", "Del", "Task", _recorded),
    Command("bring_back", "Bring steps back that were left out", "Ins", "Task", _recorded),
    Command("by_place", "Find by the place in the window, or by element", "B", "Task", _recorded),
    Command("unnamed", "Show the clicks that hit nothing with a name", "", "Task", _recorded),
    Command("trim_before", "Leave out all before the steps", "[", "Task", _recorded),
    Command("trim_after", "Leave out all after the steps", "]", "Task", _recorded),
    Command("add_checkpoint", "Add a checkpoint", "", "Task", _open),
    Command("redact", "Redact a region or a word…", "R", "Task", _recorded),
    Command("write", "Write the instruction", "", "Task", _open),
    Command("draft", "Draft the instruction", "", "Task", _unwritten),
    Command("link", "Link an occupation", "Ctrl+L", "Task", _open),
    Command("add_check", "Add a check…", "A", "Task", _private),
    Command("give_check", "Give each checkpoint a check", "", "Task", _private),
    Command("keep_checks", "Keep all proposed checks", "", "Task", _private),
    Command("propose", "Propose checks", "Ctrl+P", "Task", _private),
    Command("wrong", "This output is wrong", "W", "Task", _private),
    Command("fine", "This output is fine", "F", "Task", _private),
    Command("cover", "Cover what is not checked", "U", "Task", _private),
    Command("validate", "Validate the task", "Ctrl+Return", "Task", _private),
    Command("mend", "Go to what blocks", "Ctrl+G", "Task", _private),
    Command("run", "Run the agents", "Ctrl+R", "Task", _private),
    Command("commands", "Commands", "Ctrl+K", "View", _always),
    Command("replay", "Replay the recording", "Ctrl+Shift+R", "Task", _replayable),
    Command("steps", "Steps", "Ctrl+1", "View", _open),
    Command("instruction", "Instruction", "Ctrl+2", "View", _open),
    Command("checkpoints", "Checkpoints", "Ctrl+3", "View", _open),
    Command("checks", "Checks", "Ctrl+4", "View", _open),
    Command("proof", "Validate", "Ctrl+5", "View", _open),
    Command("trials", "Trials", "Ctrl+6", "View", _open),
    Command("export", "Export", "Ctrl+7", "View", _private),
    Command("occupations", "Occupations", "Ctrl+8", "View", _always),
    Command("zoom_in", "Zoom in", "Ctrl++", "View", _always),
    Command("zoom_out", "Zoom out", "Ctrl+-", "View", _always),
    Command("zoom_reset", "Normal size", "Ctrl+0", "View", _always),
    Command("light", "Light", "", "View", _always),
    Command("dark", "Dark", "", "View", _always),
    Command("contrast", "High contrast", "", "View", _always),
    Command("system", "As the system", "", "View", _always),
    Command("help", "Help for this page", "F1", "Help", _always),
    Command("tutorial", "Tutorial: your first task", "", "Help", _always),
    Command("about", "About", "", "Help", _always),
)


def title_of(name: str) -> str:
    """Return the title of a command, in the language of the application."""
    return tr(_command(name).title)


@cache
def _command(name: str) -> Command:
    return next(command for command in COMMANDS if command.id == name)


@cache
def _normal(key: str) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.PortableText)


class Actions(QObject):
    """The commands as Qt actions, enabled by their rules, with the keys that were chosen.

    Attributes:
        keys_changed: some command has another key.
        wanted: a command is to be done that nothing does yet; what is bound now does it.
    """

    keys_changed = Signal()
    wanted = Signal(str)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._actions: dict[str, QAction] = {}
        self._chosen = window_state.keys()
        self._does: dict[str, Callable[[], object]] = {}
        for command in COMMANDS:
            action = QAction(tr(command.title), self)
            action.triggered.connect(lambda _=False, name=command.id: self._do(name))
            self._actions[command.id] = action
            self._show_key(command.id)

    def __getitem__(self, name: str) -> QAction:
        return self._actions[name]

    def all(self) -> dict[str, QAction]:
        """Return every action by its command's id."""
        return dict(self._actions)

    def bind(self, name: str, do: Callable[[], object]) -> None:
        """Let a command do something."""
        self._does[name] = do

    def is_bound(self, name: str) -> bool:
        """Whether a command does something yet."""
        return name in self._does

    def _do(self, name: str) -> None:
        if name not in self._does:
            self.wanted.emit(name)
        if name in self._does:
            self._does[name]()

    def attach(self, name: str, made: QPushButton) -> None:
        """Let a button do a command; it tells as the command does why it cannot be used now."""
        action = self._actions[name]

        def follow() -> None:
            made.setEnabled(action.isEnabled())
            made.setToolTip(action.toolTip())

        made.clicked.connect(action.trigger)
        action.changed.connect(follow)
        follow()

    def confine(self, name: str, page: QWidget) -> None:
        """Let the key of a command count on one page only; its menu entry counts everywhere."""
        action = self._actions[name]
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        page.addAction(action)

    def key(self, name: str) -> str:
        """Return the key of a command, as `Ctrl+K`; empty if it has none."""
        return _normal(self._chosen.get(name, _command(name).key))

    def shown_key(self, name: str) -> str:
        """Return the key of a command as this system writes it."""
        return _shown(self.key(name))

    def is_own(self, name: str) -> bool:
        """Whether the key of a command was chosen and is not the one it came with."""
        return self.key(name) != _normal(_command(name).key)

    def clash(self, name: str, key: str) -> str:
        """Return the id of another command that has this key, empty if none has it."""
        others = (command.id for command in COMMANDS if command.id != name)
        return next((other for other in others if key and self.key(other) == _normal(key)), "")

    def set_key(self, name: str, key: str) -> None:
        """Give a command a key.

        Raises:
            UserError: if another command has it.
        """
        if other := self.clash(name, key):
            told = tr("{key} belongs to “{title}”; press other keys, or change that one first.")
            raise UserError(told.format(key=_shown(key), title=title_of(other)))
        self._chosen[name] = _normal(key)
        self._keep_keys([name])

    def reset_key(self, name: str) -> None:
        """Give a command the key it came with.

        Raises:
            UserError: if another command has it now.
        """
        self.set_key(name, _command(name).key)

    def reset_keys(self) -> None:
        """Give every command the key it came with."""
        self._chosen = {}
        self._keep_keys([command.id for command in COMMANDS])

    def _keep_keys(self, names: list[str]) -> None:
        self._chosen = {name: key for name, key in self._chosen.items() if self.is_own(name)}
        window_state.remember_keys(self._chosen)
        for name in names:
            self._show_key(name)
        self.refresh()
        self.keys_changed.emit()

    def _show_key(self, name: str) -> None:
        keys = [QKeySequence(self.key(name))]
        # On many keyboards the plus is on the key of the equals sign, with Shift.
        if name == "zoom_in" and not self.is_own(name):
            keys.append(QKeySequence("Ctrl+="))
        self._actions[name].setShortcuts(keys if self.key(name) else [])

    def reason(self, name: str) -> str:
        """Return why a command cannot be used now, empty if it can."""
        return tr(reason) if (reason := _command(name).rule(self._session)) else ""

    def refresh(self) -> None:
        """Ask each rule anew."""
        history = self._session.history
        self._name("undo", history.undo_title if history else "")
        self._name("redo", history.redo_title if history else "")
        for name, action in self._actions.items():
            reason = self.reason(name)
            action.setEnabled(not reason)
            key = self.shown_key(name)
            action.setToolTip(reason or (f"{action.text()} ({key})" if key else action.text()))

    def _name(self, name: str, what: str) -> None:
        told = f"{title_of(name)}: {tr(what)}" if what else title_of(name)
        self._actions[name].setText(told)


@cache
def _shown(key: str) -> str:
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)
