"""The checks page: proposals, edits, verdicts."""

from functools import partial

from studio.base.errors import UserError
from studio.editing import Edit
from studio.formats.tasks import TaskFolder
from studio.gui.main_window import MainWindow
from studio.gui.wiring.places import give_first_check

_ANSWERS = ("wrong", "fine", "cover")
"""What is answered about what is selected in the pane of outputs; these keys count here only."""


def wire(window: MainWindow) -> None:
    """Wire the checks page."""
    actions, page, work = window.actions_, window.checks, window.work.checks

    def show(task: TaskFolder) -> None:
        page.show_task(task)
        work.judge()

    actions.bind("checks", partial(window.show_page, "checks"))
    actions.bind("propose", partial(window.on, "checks", work.propose))

    def keep(edit: Edit) -> str:
        """Apply an edit at once; return why it does not fit, empty if it does."""
        try:
            window.session.apply(edit)
        except UserError as fault:
            if window.session.unsaved:
                window.toast.say(str(fault))
                return ""
            return str(fault)
        return ""

    actions.bind("add_check", partial(window.on, "checks", lambda: page.claims.begin_adding()))
    actions.confine("add_check", page)
    actions.bind("give_check", partial(give_first_check, window))
    actions.bind("keep_checks", partial(window.on, "checks", page.claims.keep_every))
    page.claims.tries = keep
    page.claims.cancel_asked.connect(work.cancel_proposing)
    page.claims.adding.offers_asked.connect(work.offer)
    page.edit_asked.connect(window.edit)
    page.told.connect(window.toast.say)
    page.propose_asked.connect(actions["propose"].trigger)
    work.edit_asked.connect(window.edit)
    work.told.connect(window.toast.say)
    work.ended.connect(lambda sentence: window.ended.emit("checks", sentence))
    _wire_outputs(window)
    window.when_opened(work.forget)
    window.when_opened(page.outputs.begin)
    window.when_opened(window.work.files.forget)
    window.refreshed.connect(lambda: page.allow_proposing(actions.reason("validate")))
    window.shows(frozenset({"checkpoints", "checks", "files"}), show)


def _wire_outputs(window: MainWindow) -> None:
    actions, page = window.actions_, window.checks
    pane, deciding = page.outputs, window.work.checks.deciding
    for name in _ANSWERS:
        actions.bind(name, partial(window.on, "checks", partial(pane.answer, name)))
        actions.confine(name, page)
    _show_keys(window)
    actions.keys_changed.connect(partial(_show_keys, window))
    pane.foresight_asked.connect(deciding.foresee)
    pane.answer_asked.connect(deciding.answer)
    pane.cover_asked.connect(deciding.cover)
    pane.no_need_asked.connect(deciding.need_none)


def _show_keys(window: MainWindow) -> None:
    """Show on the buttons of the page the keys that do the same."""
    actions, page = window.actions_, window.checks
    keys = {name: actions.shown_key(name) for name in _ANSWERS}
    page.outputs.deciding.show_keys({**keys, "no_need": keys["fine"]})
    page.claims.add.keys.show_keys(actions.shown_key("add_check"))
    page.claims.head.show_key(actions.shown_key("propose"))
