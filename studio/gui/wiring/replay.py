"""Replaying the recording of the open task, and the hint that shows it."""

from functools import partial

from studio.gui.actions import OF_DOCUMENT, PAGES
from studio.gui.language import tr
from studio.gui.main_window import MainWindow

_SAMPLE = (
    "This is a finished task: somebody completed a month's invoices. Replay it, and watch the "
    "recorded work being done again on a private screen; nothing of yours is touched."
)


def wire(window: MainWindow) -> None:
    """Wire the hint and the command."""
    actions, hint, work = window.actions_, window.hint, window.work.replay
    actions.bind("replay", partial(window.asking.whether_to_replay, work.begin))
    window.when_opened(work.forget)
    window.work.opening.asked.connect(
        lambda name: hint.show_offer(tr(_SAMPLE)) if name == "watch" else None
    )
    hint.try_asked.connect(actions["replay"].trigger)
    hint.cancel_asked.connect(work.cancel)
    hint.more_asked.connect(partial(_show_trial, window))
    hint.watched.connect(lambda on: window.pages.setVisible(not on))
    window.page_shown.connect(lambda page: hint.stand_by(page in OF_DOCUMENT))
    for name in PAGES:
        actions[name].triggered.connect(hint.fold)
    work.ended.connect(lambda: window.work.trials.read())


def _show_trial(window: MainWindow) -> None:
    window.actions_["trials"].trigger()
    if folder := window.work.replay.trial:
        window.work.trials.show(str(folder))
