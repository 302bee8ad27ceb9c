"""The instruction page: its commands, its edits, and what it shows."""

from functools import partial

from studio.gui.main_window import MainWindow


def wire(window: MainWindow) -> None:
    """Wire the instruction page."""
    actions, page, session = window.actions_, window.instruction, window.session

    def show_files() -> None:
        if session.task:
            page.show_files(session.task)

    actions.bind("instruction", partial(window.show_page, "instruction"))
    actions.bind("write", partial(window.go, "instruction", page.text))
    actions.bind("link", partial(window.go, "instruction", page.search))
    page.edit_asked.connect(window.edit)
    page.typing_rested.connect(session.end_typing)
    session.opened.connect(show_files)
    window.shows(frozenset({"task", "prompt"}), lambda task: page.show_document(task.document))
