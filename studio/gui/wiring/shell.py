"""The window itself: what it shows once the pages have their task."""

from functools import partial

from studio import __version__
from studio.gui import messages
from studio.gui.main_window import MainWindow


def wire(window: MainWindow) -> None:
    """Wire the window."""
    actions, session = window.actions_, window.session
    actions.bind("quit", window.close)
    actions.bind("about", partial(messages.about, window, __version__))
    session.opened.connect(window.show_all)
    session.changed.connect(window.show_changes)
    session.not_saved.connect(window.say_fault)
