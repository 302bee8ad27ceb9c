"""The composition root: wires session, jobs and window once."""

import os
import sys
from pathlib import Path

from studio.base.errors import UserError


def sample_recording() -> Path | None:
    """Return the recording that comes with the app, None if it is not installed."""
    for base in (Path(__file__).parents[2], Path(sys.prefix) / "share/task-authoring-studio"):
        found = sorted((base / "recordings").glob("*.rec"))
        if found:
            return found[0]
    return None


def _demand_display() -> None:
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return
    if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        raise UserError("There is no display for the window; use the commands (`studio --help`).")


def run(path: Path | None) -> int:
    """Open the window, perhaps with a recording or a task; return the exit code."""
    try:
        _demand_display()
    except UserError as fault:
        sys.stderr.write(f"{fault}\n")
        return 2
    os.environ.setdefault("QT_API", "pyside6")
    from PySide6.QtWidgets import QApplication

    from studio.gui import theme, window_state
    from studio.gui.jobs import Jobs
    from studio.gui.main_window import MainWindow
    from studio.gui.session import Session

    application = QApplication(sys.argv[:1])
    application.setApplicationName("Task Authoring Studio")
    mode = window_state.mode()
    theme.apply(theme.system_mode() if mode == "system" else mode)
    window = MainWindow(Session(), Jobs(), sample_recording())
    window.show()
    if path is not None:
        window.open(path)
    return application.exec()
