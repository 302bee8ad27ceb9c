"""The command palette: every command and the tasks opened lately."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from studio.base.settings import told_path
from studio.gui import window_state
from studio.gui.actions import COMMANDS
from studio.gui.language import tr
from studio.gui.main_window import MainWindow
from studio.gui.palette_state import Entry, found
from studio.gui.widgets.palette import Palette

_TASK = "task:"


class _Choosing:
    """Answers the palette and does what was chosen."""

    def __init__(self, window: MainWindow, palette: Palette) -> None:
        self._window, self._palette = window, palette
        self._entries: list[Entry] = []
        self._before: QWidget | None = None
        palette.typed.connect(self.find)
        palette.chosen.connect(self.do)
        palette.closed.connect(self._give_back)

    def ask(self) -> None:
        """Bring the palette up, or send it away again."""
        self._before = self._window.focusWidget()
        self._entries = [*self._commands(), *self._tasks()]
        self._palette.ask()

    def find(self, text: str) -> None:
        """Show what a text may mean."""
        entries = found(self._entries, text, window_state.used_commands())
        nothing = tr("Nothing is called “{text}”; try another word.").format(text=text.strip())
        self._palette.show_entries(entries, nothing)

    def do(self, name: str) -> None:
        """Do what was chosen."""
        self._give_back()
        if name.startswith(_TASK):
            self._window.open(Path(name.removeprefix(_TASK)))
            return
        window_state.remember_command(name)
        self._window.actions_[name].trigger()

    def _give_back(self) -> None:
        if self._before and self._before.isVisible():
            self._before.setFocus()

    def _commands(self) -> list[Entry]:
        actions = self._window.actions_
        return [
            Entry(
                id=command.id,
                title=actions[command.id].text(),
                caption=tr(command.menu),
                key=actions.shown_key(command.id),
                reason=actions.reason(command.id),
            )
            for command in COMMANDS
            if command.id != "commands"
        ]

    def _tasks(self) -> list[Entry]:
        titles = window_state.titles()
        return [
            Entry(
                id=f"{_TASK}{folder}",
                title=tr("Open {title}").format(title=titles.get(folder) or Path(folder).name),
                caption=told_path(Path(folder)),
            )
            for folder in window_state.recent()
        ]


def wire(window: MainWindow) -> None:
    """Wire the palette."""
    palette = Palette(window)
    choosing = _Choosing(window, palette)
    window.keep(choosing)
    window.actions_.bind("commands", choosing.ask)
    window.bar.commands_asked.connect(window.actions_["commands"].trigger)
    window.resized.connect(palette.place)
