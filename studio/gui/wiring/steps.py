"""The steps page: its commands, its edits, and what it shows."""

from functools import partial

from studio.gui.main_window import MainWindow


def wire(window: MainWindow) -> None:
    """Wire the steps page."""
    actions, steps = window.actions_, window.steps

    def mark() -> None:
        if window.current_page == "steps":
            steps.mark_selected()
        else:
            window.go("steps", steps.list)

    actions.bind("steps", partial(window.show_page, "steps"))
    actions.bind("mark", mark)
    actions.bind("reword", partial(window.on, "steps", steps.words.edit_sentence))
    actions.bind("note", partial(window.on, "steps", steps.words.edit_note))
    for name in ("reword", "note"):
        actions.confine(name, steps)
    steps.edit_asked.connect(window.edit)
    window.session.opened.connect(window.work.steps.read_steps)
    window.shows(
        frozenset({"checkpoints", "steps"}), lambda task: steps.show_document(task.document)
    )
