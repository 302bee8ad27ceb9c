"""What the small parts do when they are pressed, typed in and left."""

import pytest
from PySide6.QtCore import QItemSelectionModel, Qt, QTimer
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QLabel, QListView, QStyleOptionViewItem, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from studio.gui import theme
from studio.gui.theme import TOKENS, Theme, Zoom, icon, px
from studio.gui.widgets import rows
from studio.gui.widgets.ask_box import AskBox
from studio.gui.widgets.banner import Banner
from studio.gui.widgets.brief import Brief
from studio.gui.widgets.controls import KeyButton, Segments, Switch
from studio.gui.widgets.facts import Facts
from studio.gui.widgets.marks import Count, Keycap, Pill
from studio.gui.widgets.pick_row import PickRow
from studio.gui.widgets.picking import PickList
from studio.gui.widgets.searching import SearchField
from studio.gui.widgets.states import EmptyState, Progress, Skeleton
from studio.gui.widgets.toast import Toast


@pytest.fixture
def ground(qtbot: QtBot, qapp: object) -> QWidget:
    """A window to put a part in."""
    theme.apply("light")
    made = QWidget()
    made.resize(800, 400)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    return made


def put(ground: QWidget, made: QWidget) -> None:
    """Show a part in a window."""
    made.setParent(ground)
    made.resize(max(made.sizeHint().width(), 320), max(made.sizeHint().height(), 40))
    made.show()


def test_segments_tell_what_was_chosen_by_mouse_and_arrow(qtbot: QtBot, ground: QWidget) -> None:
    made = Segments("Moment", (("before", "Before"), ("press", "At the press"), ("after", "After")))
    put(ground, made)
    told: list[str] = []
    made.chosen.connect(told.append)
    assert made.current() == "before"
    qtbot.mouseClick(made.buttons["press"], Qt.MouseButton.LeftButton)
    qtbot.keyClick(made.buttons["press"], Qt.Key.Key_Right)
    assert told == ["press", "after"] and made.current() == "after"
    made.choose("before")
    assert told == ["press", "after"] and made.current() == "before"


def test_a_switch_takes_a_press_on_its_words(qtbot: QtBot, ground: QWidget) -> None:
    made = Switch("Follow the recording from now on")
    put(ground, made)
    qtbot.mouseClick(made, Qt.MouseButton.LeftButton, pos=made.rect().center())
    assert made.isChecked()


def test_a_search_is_emptied_by_escape_and_by_its_cross(qtbot: QtBot, ground: QWidget) -> None:
    made = SearchField("Find a step")
    put(ground, made)
    qtbot.keyClicks(made, "total")
    assert made.clearing.isVisible()
    qtbot.keyClick(made, Qt.Key.Key_Escape)
    assert made.text() == "" and not made.clearing.isVisible()
    qtbot.keyClicks(made, "sum")
    qtbot.mouseClick(made.clearing, Qt.MouseButton.LeftButton)
    assert made.text() == ""
    assert made.accessibleName() == "Find a step"


def test_a_button_with_a_key_is_pressed_anywhere(qtbot: QtBot, ground: QWidget) -> None:
    pressed: list[bool] = []
    made = KeyButton("Commands", "Ctrl+K", lambda: pressed.append(True))
    put(ground, made)
    assert made.width() >= made.words.width() + made.keys.width()
    qtbot.mouseClick(made, Qt.MouseButton.LeftButton, pos=made.keys.geometry().center())
    assert pressed == [True] and made.keys.text() == "Ctrl K"
    assert made.accessibleName() == "Commands"


def test_a_count_beyond_two_digits_is_told_in_its_tip(qtbot: QtBot, ground: QWidget) -> None:
    made = Count(1250)
    qtbot.addWidget(made)
    assert made.text() == "99+" and made.toolTip() == "1,250"
    made.show_count(3)
    assert made.text() == "3" and made.toolTip() == ""


def test_marks_without_anything_to_say_are_away_and_never_a_window(
    qtbot: QtBot, ground: QWidget
) -> None:
    for made in (Count(0), Keycap(""), Pill(), Count(2), Keycap("C")):
        qtbot.addWidget(made)
        assert not made.isVisible()
    pill = Pill()
    pill.setParent(ground)
    pill.show_state("Reference passes", "good")
    assert pill.isVisible() and pill.objectName() == "good"
    pill.show_state("", "good")
    assert not pill.isVisible()


def test_an_empty_pane_asks_for_the_one_thing(qtbot: QtBot, ground: QWidget) -> None:
    made = EmptyState("check-square", "No checks yet.", "Propose checks")
    put(ground, made)
    with qtbot.waitSignal(made.asked, timeout=20_000):
        qtbot.mouseClick(made.button, Qt.MouseButton.LeftButton)
    made.show_sentence("Nothing was found.", "")
    assert made.button.isHidden() and made.sentence.text() == "Nothing was found."


def test_progress_says_how_far_it_is_and_is_cancelled(qtbot: QtBot, ground: QWidget) -> None:
    made = Progress("Validating")
    put(ground, made)
    made.show_progress("Regrading, 40 seconds left", 3, 10)
    assert (made.bar.value(), made.bar.maximum()) == (3, 10)
    assert "40 seconds" in made.bar.accessibleDescription()
    with qtbot.waitSignal(made.cancel_asked, timeout=20_000):
        qtbot.mouseClick(made.cancel, Qt.MouseButton.LeftButton)
    assert Skeleton().accessibleName()


def test_a_long_fact_fills_three_lines_and_keeps_both_ends(qtbot: QtBot, ground: QWidget) -> None:
    name = "/home/expert/" + "a_folder_whose_name_has_no_end/" * 8 + "accruals.xlsx"
    made = Facts()
    made.setFixedWidth(260)
    pane = QWidget(ground)
    pane.resize(300, 400)
    column = QVBoxLayout(pane)
    column.addWidget(made)
    column.addStretch(1)
    pane.show()
    made.show_facts((("Element", f"Table cell, {name}"), ("Time", "06:12")))
    long, short = made.findChildren(Brief)
    qtbot.waitUntil(lambda: long.width() < 260 and bool(long.toolTip()))
    lines = long.text().split("\n")
    assert len(lines) == 3 and lines[0].startswith("Table cell") and "…" in lines[2]
    assert lines[2].endswith("accruals.xlsx")
    width = long.fontMetrics().horizontalAdvance
    assert all(width(line) <= long.width() for line in lines)
    assert long.accessibleName() == f"Element: Table cell, {name}" and name in long.toolTip()
    assert not short.focusPolicy() & Qt.FocusPolicy.TabFocus and not short.toolTip()
    assert long.focusPolicy() & Qt.FocusPolicy.TabFocus and long.accessibleDescription()
    qtbot.keyClick(long, Qt.Key.Key_Return)
    assert "".join(long.text().split()) == f"Tablecell,{name}"
    qtbot.waitUntil(lambda: long.height() > 6 * long.fontMetrics().lineSpacing())
    qtbot.keyClick(long, Qt.Key.Key_Space)
    assert long.text().split("\n") == lines


def test_facts_without_a_value_are_left_out(qtbot: QtBot, ground: QWidget) -> None:
    made = Facts()
    put(ground, made)
    made.show_facts((("Window", "accruals.xlsx"), ("Files", ""), ("Element", "Cell D12")))
    made.show_facts((("Window", "note.docx"), ("Files", "")))
    qtbot.wait(10)
    texts = [one.text() for one in made.findChildren(QLabel) if one.isVisible()]
    assert texts == ["Window", "note.docx"]


def test_a_banner_stays_until_it_is_settled(qtbot: QtBot, ground: QWidget) -> None:
    made = Banner()
    made.setParent(ground)
    made.say("The recorder stopped.", "bad", "Recover")
    assert made.isVisible() and made.accessibleName() == "The recorder stopped."
    with qtbot.waitSignal(made.acted, timeout=20_000):
        qtbot.mouseClick(made.action, Qt.MouseButton.LeftButton)
    made.say("")
    assert not made.isVisible()


def test_a_toast_does_what_its_button_says_once(qtbot: QtBot, ground: QWidget) -> None:
    made, done = Toast(ground), []
    made.say("2 steps were merged.", "Undo", lambda: done.append(True))
    assert made.isVisible() and made.text() == "2 steps were merged."
    assert ground.rect().contains(made.geometry())
    qtbot.mouseClick(made.action, Qt.MouseButton.LeftButton)
    assert done == [True] and not made.isVisible()
    made.say("A sentence alone.")
    assert made.action.isHidden()
    qtbot.mouseClick(made.close_button, Qt.MouseButton.LeftButton)
    assert not made.isVisible()


def test_a_long_toast_stays_in_the_window(qtbot: QtBot, ground: QWidget) -> None:
    ground.resize(400, 300)
    made = Toast(ground)
    made.say("A sentence that is much longer than the window is wide. " * 3)
    assert ground.rect().contains(made.geometry())
    assert made.sentence.height() >= made.sentence.heightForWidth(made.sentence.width())


def test_enter_and_escape_lose_nothing(qtbot: QtBot, ground: QWidget) -> None:
    for key, pressed in ((Qt.Key.Key_Return, 0), (Qt.Key.Key_Escape, 0), (None, 1)):
        made = AskBox(None, "Move it to the trash?", "Move it", "Cancel")
        qtbot.addWidget(made)

        def answer(box: AskBox = made, key: Qt.Key | None = key) -> None:
            if key is None:
                qtbot.mouseClick(box.yes, Qt.MouseButton.LeftButton)
            else:
                qtbot.keyClick(box.focusWidget() or box, key)

        QTimer.singleShot(50, answer)
        assert made.exec() == pressed


def test_an_icon_that_there_is_not_is_refused_and_a_mode_recolours_it(qapp: object) -> None:
    made = icon("house")
    light = made.pixmap(16, 16).toImage()
    try:
        icon("no-such-icon")
    except ValueError as fault:
        assert "no-such-icon" in str(fault)
    else:
        raise AssertionError("an icon without a picture was made")
    before = Theme.tokens
    Theme.tokens = TOKENS["dark"]
    try:
        assert made.pixmap(16, 16).toImage() != light
    finally:
        Theme.tokens = before


def test_a_hairline_stays_one_pixel_at_every_zoom() -> None:
    before = Zoom.percent
    try:
        for percent, eight in ((100, 8), (150, 12), (200, 16)):
            Zoom.percent = percent
            assert (px(1), px(8)) == (1, eight)
    finally:
        Zoom.percent = before


def test_rows_lie_below_each_other_when_the_scroll_bar_comes(qtbot: QtBot, ground: QWidget) -> None:
    """Sentences that wrap beside the bar would lie over the next row if they were laid without."""
    made, model = QListView(), QStandardItemModel()
    model.setParent(made)
    made.setModel(model)
    made.setItemDelegate(rows.RowDelegate(made))
    made.setResizeMode(QListView.ResizeMode.Adjust)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    for number in range(30):
        words = "Type the formula of the total in the cell below "
        model.appendRow(QStandardItem(words + "W" * number))
    put(ground, made)
    made.resize(230, 200)
    qtbot.waitUntil(made.verticalScrollBar().isVisible)
    qtbot.wait(20)
    option = QStyleOptionViewItem()
    made.initViewItemOption(option)
    for number in range(29):
        here, below = (made.visualRect(model.index(one, 0)) for one in (number, number + 1))
        assert below.top() == here.bottom() + 1
        assert (
            here.height() == made.itemDelegate().sizeHint(option, model.index(number, 0)).height()
        )


def test_a_pill_is_shortened_and_tells_the_whole(qtbot: QtBot, ground: QWidget) -> None:
    made = Pill("Reference passes, doing nothing fails", "good")
    put(ground, made)
    made.resize(120, made.height())
    assert made.text().endswith("…") and made.toolTip() == made.accessibleName()
    made.resize(made.sizeHint())
    assert made.text() == "Reference passes, doing nothing fails"


def test_a_row_that_assistive_technology_selects_is_chosen(qtbot: QtBot) -> None:
    made = PickList()
    qtbot.addWidget(made)
    made.show_rows((PickRow("a", "One"), PickRow("b", "Two"), PickRow("c", "Three")))
    made.show()
    chosen: list[str] = []
    made.chosen.connect(chosen.append)
    made.setCurrentRow(0)
    qtbot.keyClick(made, Qt.Key.Key_Down)
    qtbot.wait(20)
    assert chosen == [], "the arrows look and do not choose"
    made.selectionModel().select(
        made.model().index(2, 0), QItemSelectionModel.SelectionFlag.ClearAndSelect
    )
    qtbot.waitUntil(lambda: chosen == ["c"], timeout=20_000)
    assert made.currentRow() == 2


def test_the_row_that_the_keyboard_is_on_is_chosen_too(qtbot: QtBot) -> None:
    made = PickList()
    qtbot.addWidget(made)
    made.show_rows((PickRow("a", "One"), PickRow("b", "Two")))
    made.show()
    chosen: list[str] = []
    made.chosen.connect(chosen.append)
    flags = QItemSelectionModel.SelectionFlag
    # So a list stands that the keyboard has come to.
    made.selectionModel().setCurrentIndex(made.model().index(0, 0), flags.NoUpdate)
    qtbot.wait(20)
    assert chosen == []
    made.selectionModel().select(made.model().index(0, 0), flags.Select)
    qtbot.waitUntil(lambda: chosen == ["a"], timeout=20_000)
    area = made.visualItemRect(made.item(1))
    qtbot.mouseClick(made.viewport(), Qt.MouseButton.LeftButton, pos=area.center())
    qtbot.wait(20)
    assert chosen == ["a", "b"], "a click chooses once"
