"""Who does what when something is asked for: one module a page, each wired once."""

from pathlib import Path

from studio.gui import theme
from studio.gui.jobs import Jobs
from studio.gui.main_window import MainWindow
from studio.gui.session import Session
from studio.gui.wiring import (
    bars,
    checks,
    dropping,
    export,
    history,
    home,
    instruction,
    looks,
    notices,
    occupations,
    palette,
    proof,
    record,
    recovery,
    replay,
    settings,
    shell,
    steps,
    trials,
)

# In the order of the pages; what the window itself shows comes once they have their task.
_PARTS = (
    looks,
    home,
    record,
    steps,
    instruction,
    checks,
    proof,
    trials,
    export,
    replay,
    occupations,
    settings,
    palette,
    history,
    dropping,
    notices,
    recovery,
    bars,
    shell,
)


def build(session: Session, jobs: Jobs, templates: Path | None = None) -> MainWindow:
    """Return the window with everything wired.

    Args:
        session: what is open.
        jobs: the work under way.
        templates: the folder of templates; that of the app by default.
    """
    with theme.styled_once():
        window = MainWindow(session, jobs, templates)
        for part in _PARTS:
            part.wire(window)
        window.begin()
    return window
