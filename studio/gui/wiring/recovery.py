"""What is open is kept as it changes, so that the next window goes on after a crash."""

from functools import partial

from PySide6.QtCore import QTimer

from studio.gui.language import tr
from studio.gui.left_open import take_abandoned
from studio.gui.main_window import MainWindow
from studio.gui.wiring.places import Place, go_to, place_from, place_of

_REST_MS = 400


def wire(window: MainWindow) -> None:
    """Keep where a person is, soon after it changed."""
    left_open, thread = window.session.left_open, window.jobs.newest()
    rest = QTimer(window)
    rest.setSingleShot(True)
    rest.setInterval(_REST_MS)

    def keep() -> None:
        if task := window.session.task:
            folder, place = task.folder, place_of(window).as_values()
            thread.ask(lambda unwanted: left_open.keep(folder, place), _nothing, _nothing)

    rest.timeout.connect(keep)
    window.page_shown.connect(lambda _: rest.start())
    window.work.opening.opened.connect(keep)

    def follow(page: str) -> None:
        if page in ("steps", "checks"):
            view = window.steps.list if page == "steps" else window.checks.claims.list
            view.selectionModel().selectionChanged.connect(lambda *_: rest.start())

    window.page_made.connect(follow)


def _nothing(_: object) -> None:
    """Say nothing: what cannot be kept is only not gone on with after a crash."""


def resume(window: MainWindow) -> bool:
    """Open what a window had open that ended without being closed, where it was.

    Returns:
        whether there is something to go on with.
    """
    left = take_abandoned()
    if left is None:
        return False

    def opened(place: Place) -> None:
        window.work.opening.opened.disconnect(again)
        go_to(window, place)
        window.toast.say(tr("Opened again where you were."))

    again = partial(opened, place_from(left.place))
    window.work.opening.opened.connect(again)
    window.open(left.folder)
    return True
