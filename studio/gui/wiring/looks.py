"""The appearance of the window and its zoom."""

from functools import partial

from PySide6.QtWidgets import QProgressBar, QWidget

from studio.gui import theme, window_state
from studio.gui.jobs import Jobs
from studio.gui.language import tr
from studio.gui.main_window import MainWindow
from studio.gui.pages.settings.state import ZOOMS, next_zoom

_NOT_AGAIN = frozenset({"open", "record", "recover", "propose"})
"""Short work that a window built anew would not begin by itself."""


def chosen_mode() -> str:
    """Return the mode that was chosen, or that the system asks for."""
    chosen = window_state.mode()
    return theme.system_mode() if chosen == "system" else chosen


def show_mode(window: MainWindow) -> None:
    """Show the mode that was chosen, or that the system asks for."""
    chosen = window_state.mode()
    if theme.Theme.mode != chosen_mode():
        theme.apply(chosen_mode())
    for mode in (*theme.MODES, "system"):
        window.actions_[mode].setCheckable(True)
        window.actions_[mode].setChecked(mode == chosen)


def follow_system(window: MainWindow) -> None:
    """Take the mode that the system asks for now, if none was chosen."""
    if window_state.mode() == "system":
        show_mode(window)


def show_motion(part: QWidget) -> None:
    """Let bars of work without an end in sight run, or stand full if less motion is wanted."""
    still = window_state.still()
    for bar in part.findChildren(QProgressBar):
        if bar.maximum() == 0 or bar.property("busy"):
            bar.setProperty("busy", True)
            bar.setRange(0, int(still))
            bar.setValue(int(still))


def in_the_way(window: MainWindow, jobs: Jobs) -> str:
    """Return why the window cannot be built anew now, empty if it can."""
    if window.session.recorder:
        return tr("Stop the recording first; then change the size.")
    if jobs.long_work() or any(jobs.running(name) for name in _NOT_AGAIN):
        return tr("Wait until the work that is under way ends, or cancel it; then change the size.")
    return ""


def wire(window: MainWindow) -> None:
    """Wire the appearance and the zoom."""
    actions = window.actions_

    def choose_mode(mode: str) -> None:
        window_state.remember_mode(mode)
        show_mode(window)

    def choose_zoom(percent: int) -> None:
        if percent == theme.Zoom.percent:
            return
        if sentence := in_the_way(window, window.jobs):
            window.toast.say(sentence)
            window.page_shown.emit(window.current_page)
        else:
            window.zoom_chosen.emit(percent)

    def step(by: int) -> None:
        choose_zoom(next_zoom(theme.Zoom.percent, by))

    for mode in (*theme.MODES, "system"):
        actions.bind(mode, partial(choose_mode, mode))
    actions.bind("zoom_in", partial(step, 1))
    actions.bind("zoom_out", partial(step, -1))
    actions.bind("zoom_reset", partial(choose_zoom, ZOOMS[0]))
    window.zoom_wanted.connect(choose_zoom)
    show_mode(window)
    show_motion(window)
    window.page_made.connect(lambda page: show_motion(getattr(window, page)))
