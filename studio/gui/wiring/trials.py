"""The page of trials: agents are run, watched and looked at."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from studio.gui.main_window import EVERYTHING, MainWindow


def wire(window: MainWindow) -> None:
    """Wire the page of trials."""
    actions, page, work = window.actions_, window.trials, window.work.trials
    actions.bind("trials", partial(window.show_page, "trials"))
    actions.bind("run", partial(window.on, "trials", window.asking.whether_to_run))
    page.run_asked.connect(actions["run"].trigger)
    page.cancel_asked.connect(work.cancel)
    page.trial_asked.connect(work.open)
    page.again_asked.connect(work.read)
    page.report_asked.connect(work.report)
    page.folder_asked.connect(lambda folder: _open(Path(folder)))
    page.check_asked.connect(partial(_go_to_check, window))
    work.reported.connect(_open)
    work.told.connect(window.toast.say)
    work.ended.connect(lambda sentence: window.ended.emit("trials", sentence))
    window.when_opened(work.show_task)
    window.shows(EVERYTHING, lambda task: work.note_change())
    window.refreshed.connect(lambda: page.allow(actions.reason("run")))
    show_key = partial(_show_key, window)
    show_key()
    actions.keys_changed.connect(show_key)


def _show_key(window: MainWindow) -> None:
    window.trials.choosing.show_key(window.actions_.shown_key("run"))


def _open(place: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(place)))


def _go_to_check(window: MainWindow, check: str) -> None:
    window.go("checks", window.checks.claims.list)
    window.checks.select(check)
