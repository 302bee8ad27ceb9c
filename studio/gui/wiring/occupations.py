"""The page of occupations."""

from functools import partial

from studio.gui.main_window import MainWindow


def wire(window: MainWindow) -> None:
    """Wire the page of occupations."""
    page = window.occupations
    window.actions_.bind("occupations", partial(window.go, "occupations", page.search))
    page.edit_asked.connect(window.edit)
    page.pane.open_asked.connect(window.open)
    work = window.work.occupations
    work.told.connect(window.toast.say)
    window.when_opened(work.show_task)
