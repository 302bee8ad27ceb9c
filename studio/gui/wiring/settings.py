"""The page of settings: appearance, zoom, workspace, keys."""

from functools import partial

from studio.base import settings
from studio.base.errors import UserError
from studio.gui import messages, window_state
from studio.gui.actions import COMMANDS, title_of
from studio.gui.language import tr
from studio.gui.main_window import MainWindow
from studio.gui.pages.settings.state import KeyRow
from studio.gui.theme import Zoom
from studio.gui.wiring.looks import show_motion


class _Settings:
    """Shows what is chosen, and keeps what is chosen anew."""

    def __init__(self, window: MainWindow) -> None:
        self._window, self._page = window, window.settings

    def show(self) -> None:
        """Show what is chosen."""
        self._page.show_looks(window_state.mode(), Zoom.percent, window_state.still())
        fixed = tr("The variable STUDIO_WORKSPACE names it.") if settings.is_fixed() else ""
        self._page.show_workspace(settings.workspace(), fixed)
        actions = self._window.actions_
        rows = (
            KeyRow(
                command.id,
                title_of(command.id),
                tr(command.menu),
                actions.shown_key(command.id),
                actions.is_own(command.id),
            )
            for command in COMMANDS
        )
        self._page.show_keys(tuple(rows))

    def keep_still(self, wanted: bool) -> None:
        """Keep whether less motion is wanted."""
        window_state.remember_still(wanted)
        show_motion(self._window)

    def choose_workspace(self) -> None:
        """Ask for the folder of the work."""
        found = messages.choose_folder(
            self._window, tr("Choose the folder of your work"), settings.workspace()
        )
        if found is None:
            return
        try:
            settings.choose_workspace(found)
        except UserError as fault:
            self._window.toast.say(str(fault))
        self.show()

    def set_key(self, command: str, key: str) -> None:
        """Give a command a key, or say whose it is."""
        self._try(partial(self._window.actions_.set_key, command, key))

    def reset_key(self, command: str) -> None:
        """Give a command its own key again."""
        self._try(partial(self._window.actions_.reset_key, command))

    def _try(self, do: partial[None]) -> None:
        try:
            do()
        except UserError as fault:
            self._page.show_fault(str(fault))
        else:
            self._page.show_fault("")


def wire(window: MainWindow) -> None:
    """Wire the page of settings."""
    page, chosen = window.settings, _Settings(window)
    window.keep(chosen)
    window.actions_.bind("settings", partial(window.go, "settings", page.mode))
    window.actions_.keys_changed.connect(chosen.show)
    window.page_shown.connect(lambda name: chosen.show() if name == "settings" else None)
    page.mode_asked.connect(lambda mode: window.actions_[mode].trigger())
    page.still_asked.connect(chosen.keep_still)
    page.workspace_asked.connect(chosen.choose_workspace)
    page.key_asked.connect(chosen.set_key)
    page.reset_asked.connect(chosen.reset_key)
    page.reset_all_asked.connect(window.actions_.reset_keys)
    page.zoom_asked.connect(window.zoom_wanted)
