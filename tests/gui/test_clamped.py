"""A text of a few lines is cut between words and marked, and told as a whole."""

from pytestqt.qtbot import QtBot

from studio.gui.widgets.clamped import Clamped

LONG = "What it said before is still there, but for what was to be changed. " * 6


def test_whole_lines_are_shown_and_the_last_one_says_that_there_is_more(qtbot: QtBot) -> None:
    shown = Clamped("quiet")
    qtbot.addWidget(shown)
    spacing = shown.fontMetrics().lineSpacing()
    shown.show()
    shown.resize(300, 2 * spacing + spacing // 2)
    shown.show_text(LONG)
    lines = shown.text().split("\n")
    assert len(lines) == 2 and lines[1].endswith("…") and LONG.startswith(lines[0])
    assert all(shown.fontMetrics().horizontalAdvance(line) <= 300 for line in lines)
    assert shown.toolTip() == shown.accessibleName() == shown.whole == LONG
    shown.resize(300, 60 * spacing)
    assert shown.text().replace("\n", " ").split() == LONG.split()
    shown.show_text("")
    assert shown.text() == ""
