"""Pages are made when they are asked for, and nobody sees it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from studio.editing import SetPrompt
from studio.gui import theme
from studio.gui.actions import PAGES
from studio.gui.jobs import Jobs
from studio.gui.main_window import MainWindow
from studio.gui.session import Session
from studio.gui.shown import Shown
from studio.gui.wiring import begin

LONG_MS = 30_000


def made(window: MainWindow) -> list[str]:
    return [name for name in PAGES if window.is_made(name)]


class Windows(QObject):
    """The windows that were shown while it watched."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.shown.append(repr(watched))
        return False


@pytest.fixture
def window(qtbot: QtBot, qapp: object) -> Iterator[MainWindow]:
    """A window that makes its pages when they are asked for."""
    theme.apply("light")
    found = begin(Session(), Jobs())
    qtbot.addWidget(found)
    found.show()
    qtbot.waitExposed(found)
    found.activateWindow()
    yield found
    found.close()


@pytest.fixture
def shown(qtbot: QtBot, qapp: object) -> Iterator[Shown]:
    theme.apply("light")
    found = Shown(Session(), Jobs())
    qtbot.addWidget(found.window)
    yield found
    found.window.close()


def test_a_page_is_made_when_it_is_shown(window: MainWindow) -> None:
    assert made(window) == ["home"]
    window.actions_["settings"].trigger()
    assert window.current_page == "settings" and made(window) == ["home", "settings"]
    assert window.focusWidget() is window.settings.mode


def test_a_command_makes_the_page_that_does_it(
    window: MainWindow, qtbot: QtBot, desk: Path
) -> None:
    window.open(desk)
    qtbot.waitUntil(lambda: window.current_page == "steps", timeout=LONG_MS)
    qtbot.waitUntil(window.steps.list.hasFocus, timeout=LONG_MS)
    assert not window.is_made("instruction")
    window.actions_["write"].trigger()
    assert window.current_page == "instruction"


def test_a_page_made_late_shows_what_is_open(window: MainWindow, qtbot: QtBot, desk: Path) -> None:
    window.open(desk)
    qtbot.waitUntil(lambda: window.current_page == "steps", timeout=LONG_MS)
    window.edit(SetPrompt("Close the month."))
    assert not window.is_made("instruction")
    assert window.instruction.text.toPlainText() == "Close the month."
    fields = window.instruction.findChildren(QLineEdit)
    assert fields and not any(field.acceptDrops() for field in fields)


def test_making_a_page_shows_no_window_of_its_own(window: MainWindow, qapp: QApplication) -> None:
    windows = Windows()
    qapp.installEventFilter(windows)
    for name in PAGES:
        getattr(window, name)
    qapp.removeEventFilter(windows)
    assert windows.shown == [] and window.current_page == "home"


def test_all_pages_are_there_soon_after_the_window_was_seen(shown: Shown, qtbot: QtBot) -> None:
    window = shown.window
    assert made(window) == ["home"]
    with qtbot.waitSignal(window.completed, timeout=LONG_MS):
        window.show()
    assert made(window) == list(PAGES) and window.current_page == "home"
    assert all(window.actions_.is_bound(name) for name in window.actions_.all())
