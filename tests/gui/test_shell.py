"""The window around the pages: palette, keys, settings, zoom."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QApplication, QProgressBar
from pytestqt.qtbot import QtBot

from studio.base.errors import UserError
from studio.gui import theme, window_state
from studio.gui.actions import Actions
from studio.gui.jobs import Jobs
from studio.gui.main_window import MainWindow
from studio.gui.session import Session
from studio.gui.shown import Shown
from studio.gui.widgets.palette import Palette

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
LONG_MS = 30_000


@pytest.fixture
def opened(window: MainWindow, desk: Path, qtbot: QtBot) -> MainWindow:
    window.open(desk)
    qtbot.waitUntil(lambda: bool(window.steps.model.steps), timeout=LONG_MS)
    return window


def palette_of(window: MainWindow) -> Palette:
    found = window.findChild(Palette)
    assert isinstance(found, Palette)
    return found


def rows(palette: Palette) -> list[str]:
    model = palette.list.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_the_palette_finds_and_does_by_keys_alone(opened: MainWindow, qtbot: QtBot) -> None:
    opened.steps.list.setFocus()
    qtbot.keyClick(opened, KEY.Key_K, CTRL)
    palette = palette_of(opened)
    assert palette.isVisible() and opened.focusWidget() is palette.box
    qtbot.keyClicks(palette.box, "chek")
    assert rows(palette)[:2] == ["Checks", "Checkpoints"]
    qtbot.keyClick(palette.box, KEY.Key_Down)
    qtbot.keyClick(palette.box, KEY.Key_Up)
    qtbot.keyClick(palette.box, KEY.Key_Return)
    assert not palette.isVisible() and opened.current_page == "checks"
    # What was chosen lately comes first.
    qtbot.keyClick(opened, KEY.Key_K, CTRL)
    assert rows(palette)[0] == "Checks"
    opened.show_page("steps")
    opened.steps.list.setFocus()
    qtbot.keyClick(opened, KEY.Key_K, CTRL)
    qtbot.keyClick(palette.box, KEY.Key_Escape)
    assert not palette.isVisible() and opened.focusWidget() is opened.steps.list


def test_the_palette_says_why_and_does_not_do_what_cannot_be_done(
    window: MainWindow, qtbot: QtBot
) -> None:
    qtbot.keyClick(window, KEY.Key_K, CTRL)
    palette = palette_of(window)
    qtbot.keyClicks(palette.box, "validate")
    said = palette.list.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said.startswith("Validate, Ctrl+5, Open a recording")
    qtbot.keyClick(palette.box, KEY.Key_Return)
    assert palette.isVisible() and window.current_page == "home"
    qtbot.keyClicks(palette.box, " zzqx")
    assert rows(palette) == []


def test_a_key_is_changed_shown_everywhere_and_kept(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, KEY.Key_Comma, CTRL)
    page = window.settings
    assert window.current_page == "settings"
    page.select("propose")
    page.set_key.click()
    qtbot.keyClick(page.field, KEY.Key_F7)
    action = window.actions_["propose"]
    assert action.shortcut().toString() == "F7"
    assert window_state.keys() == {"propose": "F7"}
    assert window.actions_.shown_key("propose") == "F7"
    page.reset.click()
    assert action.shortcut().toString() == "Ctrl+P" and window_state.keys() == {}
    # A clash is refused in a sentence that names the other command.
    page.set_key.click()
    qtbot.keyClick(page.field, KEY.Key_E, CTRL)
    assert "“Export as a package…”" in page.fault and page.fault.count(".") == 1
    assert window.actions_["propose"].shortcut().toString() == "Ctrl+P"
    with pytest.raises(UserError):
        window.actions_.set_key("run", "ctrl+e")
    page.set_key.click()
    qtbot.keyClick(page.field, KEY.Key_Escape)
    assert page.field.isHidden() and window.actions_.key("propose") == "Ctrl+P"


def test_less_motion_is_kept_and_stops_the_running_bars(window: MainWindow) -> None:
    bars = [bar for bar in window.findChildren(QProgressBar) if bar.maximum() == 0]
    assert bars
    window.actions_["settings"].trigger()
    window.settings.still.click()
    assert window_state.still() and all(bar.maximum() == 1 for bar in bars)
    window.settings.still.click()
    assert not window_state.still() and all(bar.maximum() == 0 for bar in bars)


def test_no_two_commands_come_with_the_same_key(qapp: QApplication) -> None:
    actions = Actions(Session())
    assert [name for name in actions.all() if actions.clash(name, actions.key(name))] == []


@pytest.fixture
def shown(qtbot: QtBot, qapp: QApplication) -> Iterator[Shown]:
    made = Shown(Session(), Jobs(), None)
    made.window.show()
    yield made
    made.window.close()
    made.window.deleteLater()
    theme.Zoom.percent = 100
    theme.apply("light")


def test_zoom_keeps_the_task_the_page_the_selection_and_is_remembered(
    shown: Shown, desk: Path, qtbot: QtBot
) -> None:
    shown.window.open(desk)
    qtbot.waitUntil(lambda: bool(shown.window.steps.model.steps), timeout=LONG_MS)
    qtbot.waitUntil(lambda: not shown.window.jobs.long_work(), timeout=LONG_MS)
    shown.window.steps.select(3, 4)
    before, task = shown.window, shown.window.session.task
    shown.window.actions_["zoom_in"].trigger()
    after = shown.window
    assert after is not before and theme.Zoom.percent == 125 and window_state.zoom() == 125
    assert after.session.task == task and after.current_page == "steps"
    qtbot.waitUntil(lambda: bool(after.steps.model.steps), timeout=LONG_MS)
    assert [step.id for step in after.steps.selected()] == [3, 4]
    QCoreApplication.sendPostedEvents(None, 52)
    after.steps.title.setText("Marked when larger")
    after.steps.mark.click()
    assert after.session.document.task.checkpoints[0].title == "Marked when larger"
    after.actions_["undo"].trigger()
    after.actions_["zoom_reset"].trigger()
    assert theme.Zoom.percent == 100 and shown.window is not after


def test_zoom_waits_for_work_under_way(shown: Shown, desk: Path, qtbot: QtBot) -> None:
    shown.window.open(desk)
    qtbot.waitUntil(lambda: bool(shown.window.steps.model.steps), timeout=LONG_MS)
    shown.window.actions_["validate"].trigger()
    before = shown.window
    shown.window.actions_["zoom_in"].trigger()
    assert shown.window is before and "Wait until the work" in before.toast.text()
    before.work.proof.cancel()
