"""Who does what when something is asked for: one module a page, wired when the page is made."""

from importlib import import_module
from pathlib import Path

from studio.gui import theme
from studio.gui.actions import PAGES
from studio.gui.jobs import Jobs
from studio.gui.main_window import MainWindow
from studio.gui.session import Session
from studio.gui.wiring import (
    bars,
    dropping,
    help,
    history,
    looks,
    notices,
    palette,
    recovery,
    replay,
    seen,
    shell,
)

# Those first that want to know of each page that is made; what the window itself shows comes last.
_PARTS = (looks, dropping, recovery, replay, palette, help, history, notices, seen, bars, shell)


def wire_page(window: MainWindow, name: str) -> None:
    """Wire a page that was just made; its module here has its name."""
    import_module(f"studio.gui.wiring.{name}").wire(window)


def begin(session: Session, jobs: Jobs, templates: Path | None = None) -> MainWindow:
    """Return the window with its first page; every other page is made when it is asked for.

    Args:
        session: what is open.
        jobs: the work under way.
        templates: the folder of templates; that of the app by default.
    """
    with theme.styled_once():
        window = MainWindow(session, jobs, templates, wire_page)
        for part in _PARTS:
            part.wire(window)
        window.begin()
    return window


def build(session: Session, jobs: Jobs, templates: Path | None = None) -> MainWindow:
    """Return the window as `begin` does, with every page."""
    with theme.styled_once():
        window = begin(session, jobs, templates)
        for name in PAGES:
            getattr(window, name)
    return window
