"""The checks page: proposals, edits, verdicts."""

from functools import partial

from studio.formats.tasks import TaskFolder
from studio.gui.main_window import MainWindow


def wire(window: MainWindow) -> None:
    """Wire the checks page."""
    actions, page, work = window.actions_, window.checks, window.work.checks

    def show(task: TaskFolder) -> None:
        page.show_task(task)
        work.judge()

    actions.bind("checks", partial(window.show_page, "checks"))
    actions.bind("propose", partial(window.on, "checks", work.propose))
    page.edit_asked.connect(window.edit)
    page.told.connect(window.toast.say)
    page.propose_asked.connect(actions["propose"].trigger)
    work.edit_asked.connect(window.edit)
    work.told.connect(window.toast.say)
    work.ended.connect(lambda sentence: window.ended.emit("checks", sentence))
    window.when_opened(work.forget)
    window.when_opened(window.work.files.forget)
    window.refreshed.connect(lambda: page.allow_proposing(actions.reason("validate")))
    window.shows(frozenset({"checkpoints", "checks", "files"}), show)
