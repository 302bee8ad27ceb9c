"""The page of trials."""

from functools import partial

from studio.gui.main_window import MainWindow


def wire(window: MainWindow) -> None:
    """Wire the page of trials."""
    actions, page, work = window.actions_, window.trials, window.work.trials
    actions.bind("trials", partial(window.show_page, "trials"))
    actions.bind("run", partial(window.on, "trials", window.asking.whether_to_run))
    actions.attach("run", page.run)
    page.cancel_asked.connect(work.cancel)
    work.told.connect(window.toast.say)
    work.ended.connect(lambda sentence: window.ended.emit("trials", sentence))
    window.when_opened(work.forget)
    window.when_opened(work.read_trials)
