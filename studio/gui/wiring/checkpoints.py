"""The checkpoints page: its edits, and what it leads to."""

from functools import partial

from studio.formats.tasks import TaskFolder
from studio.gui.main_window import MainWindow


def wire(window: MainWindow) -> None:
    """Wire the checkpoints page."""
    actions, page, work = window.actions_, window.checkpoints, window.work.checkpoints
    steps = window.work.steps

    def show(task: TaskFolder) -> None:
        page.show_document(task.document)

    def show_steps() -> None:
        page.show_steps(window.steps.shown() if window.session.recording else None)

    def go_to_steps(first: int, last: int) -> None:
        window.go("steps", window.steps.list)
        steps.select(first, last)

    def see(name: str) -> None:
        work.covering.watch(name == "checkpoints")
        if name == "checkpoints":
            work.warm()

    def go_to_check(check: str) -> None:
        window.go("checks", window.checks.list)
        window.checks.select(check)

    actions.bind("checkpoints", partial(window.go, "checkpoints", page.list))
    actions.bind("add_checkpoint", partial(window.on, "checkpoints", page.add_checkpoint))
    page.edit_asked.connect(window.edit)
    page.steps_asked.connect(go_to_steps)
    page.checks_asked.connect(lambda point: window.go("checks", window.checks.list))
    page.coverage.check_asked.connect(go_to_check)
    page.coverage.cover_asked.connect(lambda text: window.go("checks", window.checks.list))
    window.page_shown.connect(see)
    for speaker in (page, work):
        speaker.told.connect(window.toast.say)
    window.flushed.connect(page.detail.keep_unsent)
    window.session.opened.connect(show_steps)
    steps.shown.connect(show_steps)
    window.shows(frozenset({"steps"}), lambda task: show_steps())
    window.shows(frozenset({"task", "checkpoints", "checks"}), show)
