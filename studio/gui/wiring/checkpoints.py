"""The checkpoints page: its edits, and what it leads to."""

from functools import partial

from studio.formats.tasks import TaskFolder
from studio.gui.main_window import MainWindow
from studio.gui.wiring.places import give_check, install_release, unjudged_of


class _Checkpoints:
    """Goes from the checkpoints page to others, and shows on it what they know."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    def show_steps(self) -> None:
        """Show which steps the checkpoints hold, as far as they are read."""
        window = self._window
        recorded = window.session.recording is not None
        window.checkpoints.show_steps(window.steps.shown() if recorded else None)

    def show(self, task: TaskFolder) -> None:
        """Show the checkpoints of the open task."""
        self._window.checkpoints.show_document(task.document)

    def see(self, page: str) -> None:
        """Work for the page only while it is looked at."""
        work = self._window.work.checkpoints
        work.covering.watch(page == "checkpoints")
        if page == "checkpoints":
            work.warm()

    def go_to_steps(self, first: int, last: int) -> None:
        """Show steps, selected."""
        self._window.go("steps", self._window.steps.list)
        self._window.work.steps.select(first, last)

    def go_to_checks(self, check: str) -> None:
        """Show the checks, one of them selected if it is given."""
        self._window.go("checks", self._window.checks.claims.list)
        if check:
            self._window.checks.select(check)

    def cover(self, text: str) -> None:
        """Show the checks, with what is not checked selected, so that one key covers it."""
        pane = self._window.checks.outputs
        self._window.show_page("checks")
        pane.open.setChecked(True)
        pane.unchecked.seek(text)
        pane.unchecked.setFocus()

    def go_to_first(self, point: str) -> None:
        """Show the checks, the first one of a checkpoint selected; add one if nothing judges it."""
        if point in unjudged_of(self._window):
            give_check(self._window, point)
            return
        checks = self._window.session.document.checks.checks
        self.go_to_checks(next((one.id for one in checks if one.checkpoint == point), ""))


def wire(window: MainWindow) -> None:
    """Wire the checkpoints page."""
    actions, page, work = window.actions_, window.checkpoints, window.work.checkpoints
    ways = _Checkpoints(window)
    window.keep(ways)
    actions.bind("checkpoints", partial(window.go, "checkpoints", page.list))
    actions.bind("add_checkpoint", partial(window.on, "checkpoints", page.add_checkpoint))
    page.edit_asked.connect(window.edit)
    page.steps_asked.connect(ways.go_to_steps)
    page.checks_asked.connect(ways.go_to_first)
    page.coverage.check_asked.connect(ways.go_to_checks)
    page.coverage.cover_asked.connect(ways.cover)
    page.detail.box.onet.release_asked.connect(partial(install_release, window))
    for speaker in (page, work):
        speaker.told.connect(window.toast.say)
    window.flushed.connect(page.detail.keep_unsent)
    window.page_shown.connect(ways.see)
    window.work.steps.shown.connect(ways.show_steps)
    window.when_opened(ways.show_steps)
    window.shows(frozenset({"steps"}), lambda task: ways.show_steps())
    window.shows(frozenset({"task", "checkpoints", "checks"}), ways.show)
