"""The window itself: menus, bars, modes, undo and redo."""

from functools import partial

from studio import __version__
from studio.gui import messages, theme
from studio.gui.main_window import MainWindow


def wire(window: MainWindow) -> None:
    """Wire the window."""
    actions, session = window.actions_, window.session
    actions.bind("quit", window.close)
    actions.bind("undo", partial(window.attempt, session.undo))
    actions.bind("redo", partial(window.attempt, session.redo))
    actions.bind("about", partial(messages.about, window, __version__))
    for mode in (*theme.MODES, "system"):
        actions.bind(mode, partial(window.choose_mode, mode))
    window.bar.next_asked.connect(window.go_on)
    session.opened.connect(window.show_all)
    session.changed.connect(window.show_changes)
