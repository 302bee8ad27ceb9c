"""What the window remembers of its places: of panes, of boxes that ask for files, of the guide."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QSplitter, QWidget
from pytestqt.qtbot import QtBot

from studio.gui import messages, window_state
from studio.gui.main_window import MainWindow
from studio.gui.widgets.file_box import FileBox
from studio.gui.widgets.help_window import HelpWindow
from tests.unit.making import write_task

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


def page_of(width: int) -> tuple[QWidget, QSplitter]:
    """Return a page with three panes, the middle one of which stretches."""
    page = QWidget()
    page.resize(width, 400)
    split = QSplitter(Qt.Orientation.Horizontal, page)
    for name in ("left", "middle", "right"):
        split.addWidget(QLabel(name))
    split.setStretchFactor(1, 1)
    split.resize(width, 400)
    return page, split


def test_panes_have_at_each_zoom_the_size_that_they_had_at_100(qtbot: QtBot) -> None:
    page, split = page_of(2000)
    qtbot.addWidget(page)
    split.setSizes([600, 1000, 400])
    left, _, right = split.sizes()
    vars(page)["steps"] = page
    window_state.remember_sizes(page, ["steps"], 200)
    for percent, width in ((100, 2000), (200, 2000), (100, 1400)):
        other, again = page_of(width)
        qtbot.addWidget(other)
        window_state.recall_panes("steps", other, percent)
        found = again.sizes()
        assert abs(found[0] - left * percent / 200) <= 2, (percent, width, found)
        assert abs(found[2] - right * percent / 200) <= 2, (percent, width, found)
    # A page that has other panes is left as it is.
    two, fewer = page_of(900)
    qtbot.addWidget(two)
    fewer.widget(2).setParent(None)
    before = fewer.sizes()
    window_state.recall_panes("steps", two, 100)
    assert fewer.sizes() == before


def test_a_box_begins_where_something_was_chosen_the_last_time(
    window: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    answers = [tmp_path / "there" / "a.zip", None, None]
    (tmp_path / "there").mkdir()

    def ask(box: FileBox) -> list[Path]:
        seen.append(box.directory().path())
        found = answers.pop(0)
        return [found] if found else []

    monkeypatch.setattr(FileBox, "ask", ask)
    assert messages.choose_file(window, "Open", tmp_path, "") == tmp_path / "there" / "a.zip"
    messages.choose_file(window, "Open", tmp_path, "")
    messages.choose_folder(window, "Another box", tmp_path)
    assert seen == [str(tmp_path), str(tmp_path / "there"), str(tmp_path)]


def test_the_guide_stands_beside_the_window_and_keeps_its_place(
    window: MainWindow, qtbot: QtBot
) -> None:
    free = window.screen().availableGeometry()
    help_window = HelpWindow(window)
    qtbot.addWidget(help_window)
    small = QWidget()
    qtbot.addWidget(small)
    small.setGeometry(0, 0, free.width() - 500, 500)
    help_window.stand_beside(small)
    assert not help_window.geometry().intersects(small.geometry())
    # Where there is no room beside, it stands at the right edge.
    small.setGeometry(free)
    help_window.stand_beside(small)
    assert help_window.geometry().right() == free.right() and help_window.width() >= 480
    assert help_window.width() <= max(480, free.width() // 2)
    help_window.show()
    help_window.resize(500, 300)
    qtbot.waitSignal(help_window.placed, timeout=20_000).wait()
    window_state.remember_help(help_window)
    other = HelpWindow(window)
    qtbot.addWidget(other)
    assert window_state.recall_help(other) and other.size() == help_window.size()


def test_buttons_tell_the_keys_that_were_chosen(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    window.open(write_task(tmp_path / "fill-amounts"))
    qtbot.waitUntil(lambda: window.session.task is not None)
    run, propose = window.trials.choosing.run, window.checks.claims.head.propose
    assert run.toolTip() == "Run the ticked agents (Ctrl+R)" and propose.toolTip() == "Ctrl+P"
    window.actions_.set_key("run", "Ctrl+Shift+T")
    window.actions_.set_key("propose", "")
    window.actions_.set_key("add_check", "Z")
    window.actions_.set_key("wrong", "X")
    assert run.toolTip() == "Run the ticked agents (Ctrl+Shift+T)" and propose.toolTip() == ""
    assert window.checks.claims.add.keys.text() == "Z"
    assert window.checks.outputs.deciding.buttons["wrong"].keys.text() == "X"
