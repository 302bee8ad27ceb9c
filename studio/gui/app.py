"""The composition root: wires session, jobs and window once."""

import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, NoReturn

from studio.base import collector
from studio.base.errors import UserError
from studio.base.lazy import import_graders

if TYPE_CHECKING:
    from studio.gui.jobs import Jobs
    from studio.gui.main_window import MainWindow


# Somebody who closes a window sees it go; what does not end by itself until then is ended.
_PATIENCE_MS = 1200


def demand_display() -> None:
    """Refuse to open a window where there is no display."""
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return
    if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        told = "There is no display for the window"
        raise UserError(f"{told}.", f"{told}; use the commands (`studio --help`).")


def run(path: Path | None) -> int:
    """Open the window, perhaps with a recording or a task; return the exit code."""
    try:
        demand_display()
    except UserError as fault:
        sys.stderr.write(f"{fault.in_shell}\n")
        return 2
    os.environ.setdefault("QT_API", "pyside6")
    from PySide6.QtWidgets import QApplication

    from studio.gui import window_state
    from studio.gui.jobs import Jobs
    from studio.gui.session import Session
    from studio.gui.shown import Shown
    from studio.gui.wiring.looks import follow_system
    from studio.gui.wiring.recovery import resume

    application = QApplication(sys.argv[:1])
    application.setApplicationName("Task Authoring Studio")
    jobs = Jobs(_PATIENCE_MS)
    shown = Shown(Session(), jobs)
    application.styleHints().colorSchemeChanged.connect(lambda _: follow_system(shown.window))
    sys.excepthook = partial(_tell_fault, lambda sentence: shown.window.toast.say(sentence))
    shown.window.completed.connect(partial(_warm_up, jobs))
    _fit(shown.window)
    shown.window.show()
    if path is not None:
        shown.window.open(path)
    elif not resume(shown.window) and not window_state.has_begun():
        shown.window.home.show_view("first")
    code = application.exec()
    # What still holds the window would let it outlive the application, which Qt does not bear.
    sys.excepthook = sys.__excepthook__
    if not jobs.all_ended:
        _leave(code)
    return code


def _leave(code: int) -> NoReturn:
    """End at once, with all that was started; every file that is kept is whole at any moment."""
    from studio.sandbox.desktop import end_desktops
    from studio.sandbox.isolation import end_sandboxes

    end_sandboxes()
    end_desktops()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _fit(window: "MainWindow") -> None:
    """Let a window be no larger than the screen, with room for its title bar."""
    from studio.gui.theme import px

    room = window.screen().availableSize()
    window.resize(min(window.width(), room.width()), min(window.height(), room.height() - px(32)))


def _warm_up(jobs: "Jobs") -> None:
    """Import the graders, which takes a second, once all pages are there."""
    from studio.gui.work.opening import AT_OPENING

    def end(_: object) -> None:
        # Most of what is ever held is code; a look at all of it would be felt in the window.
        collector.spare_what_is_there()

    jobs.start("graders", lambda p, c: import_graders(), end, end, after=AT_OPENING)


def _tell_fault(
    say: Callable[[str], None],
    kind: type[BaseException],
    fault: BaseException,
    trace: TracebackType | None,
) -> None:
    """Say an unexpected fault in the window; its trace is noted where a developer finds it."""
    from studio.gui.jobs import told_fault

    if isinstance(fault, UserError):
        sys.__excepthook__(kind, fault, trace)
    say(told_fault(fault))
