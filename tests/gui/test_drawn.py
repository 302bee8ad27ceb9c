"""What was drawn can be read: contrast is measured on the pixels, in every mode."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QLabel, QListView, QMenu, QTreeView, QWidget
from pytestqt.qtbot import QtBot

from studio.gui import theme
from studio.gui.theme import TOKENS, Theme, px
from studio.gui.widgets import fields, rows
from studio.gui.widgets.controls import KeyButton, Segments, Switch
from studio.gui.widgets.marks import Count, Keycap, Pill
from studio.gui.widgets.parts import button, label
from studio.gui.widgets.searching import SearchField
from tests.gui.pixels import colours, contrast, drawn, ground_and_ink, inside

READS = 4.5
SEEN = 3.0


@pytest.fixture(scope="module", params=list(TOKENS))
def mode(request: pytest.FixtureRequest, qapp: object) -> Iterator[str]:
    theme.apply(request.param)
    yield request.param
    theme.apply("light")


def shown(qtbot: QtBot, made: QWidget) -> QWidget:
    """Return a widget on a pane, as it is shown."""
    ground = QWidget()
    ground.setObjectName("panel")
    ground.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    made.setParent(ground)
    made.move(8, 8)
    made.adjustSize()
    ground.resize(made.width() + 16, made.height() + 16)
    qtbot.addWidget(ground)
    ground.show()
    return ground


def reads(qtbot: QtBot, made: QWidget, edge: int = 4) -> tuple[str, str]:
    """Return ground and ink of a widget after asserting that they can be told apart."""
    ground = shown(qtbot, made)
    area = inside(made, edge).translated(made.pos())
    found = ground_and_ink(drawn(ground, area))
    assert contrast(*found) >= READS, found
    return found


@pytest.mark.parametrize("name", ["", "primary", "danger", "bare", "toggle", "nav", "link"])
@pytest.mark.parametrize("enabled", [True, False])
def test_a_button_reads_whether_it_can_be_pressed_or_not(
    qtbot: QtBot, mode: str, name: str, enabled: bool
) -> None:
    made = button("Next: finish checks", lambda: None, name)
    made.setEnabled(enabled)
    reads(qtbot, made)


@pytest.mark.parametrize("name", ["toggle", "nav"])
def test_what_is_chosen_reads(qtbot: QtBot, mode: str, name: str) -> None:
    made = button("Difference", lambda: None, name)
    made.setCheckable(True)
    made.setChecked(True)
    reads(qtbot, made)


@pytest.mark.parametrize("tone", ["good", "bad", "waits", "neutral"])
def test_a_pill_reads_on_its_own_tint(qtbot: QtBot, mode: str, tone: str) -> None:
    ground, _ = reads(qtbot, Pill("2 wrong outputs still pass", tone))
    tint = "sunken" if tone == "neutral" else f"{tone}_tint"
    assert ground == getattr(Theme.tokens, tint)


MARKS: dict[str, Callable[[], QWidget]] = {
    "count": lambda: Count(12),
    "key": lambda: Keycap("Ctrl+K"),
    "caption": lambda: label("20  05:41", "caption"),
    "value": lambda: label("12,480.00", "value"),
    "key button": lambda: KeyButton("Commands", "Ctrl+K", lambda: None),
    "segments": lambda: Segments("Moment", (("a", "Before"), ("b", "After"))),
}


@pytest.mark.parametrize("name", MARKS)
def test_a_mark_reads(qtbot: QtBot, mode: str, name: str) -> None:
    reads(qtbot, MARKS[name](), edge=2)


def _search() -> QWidget:
    return SearchField("Find a step")


def _line() -> QWidget:
    made = fields.Line()
    made.setPlaceholderText("Title of the task")
    return made


FIELDS: dict[str, Callable[[], QWidget]] = {
    "placeholder": _line,
    "placeholder of a search": _search,
    "box to tick": lambda: fields.Tick("Keep the text"),
    "switch": lambda: Switch("Follow the recording"),
    "number": lambda: fields.Number(0, 100, 2, 12.5),
}


@pytest.mark.parametrize("name", FIELDS)
@pytest.mark.parametrize("enabled", [True, False])
def test_a_field_reads_whether_it_can_be_filled_or_not(
    qtbot: QtBot, mode: str, name: str, enabled: bool
) -> None:
    made = FIELDS[name]()
    made.setEnabled(enabled)
    reads(qtbot, made)


def test_a_disabled_label_reads(qtbot: QtBot, mode: str) -> None:
    made = QLabel("Cannot be used now")
    made.setEnabled(False)
    reads(qtbot, made, edge=0)


def test_selected_text_keeps_its_colour_on_the_selection(qtbot: QtBot, mode: str) -> None:
    made = fields.Line()
    made.setText("MMMMMMMMMM")
    made.selectAll()
    made.setFixedWidth(px(140))
    ground = shown(qtbot, made)
    text = QRect(made.x() + 12, made.y() + 9, 60, 12)
    found = colours(drawn(ground, text))
    tokens = Theme.tokens
    assert tokens.selection in found
    assert contrast(tokens.selection, ground_and_ink(drawn(ground, text))[1]) >= READS
    assert tokens.accent not in found


def selected_list(entries: int = 3) -> QListView:
    """Return a list whose second row is selected."""
    made, model = QListView(), QStandardItemModel()
    model.setParent(made)
    for number in range(entries):
        item = QStandardItem(f"Click the cell D{number}")
        item.setData(f"{number}   05:41", rows.CAPTION)
        item.setData(number, rows.HUE)
        model.appendRow(item)
    made.setModel(model)
    made.setItemDelegate(rows.RowDelegate(made))
    made.setFixedSize(px(240), px(160))
    made.setCurrentIndex(model.index(1, 0))
    return made


def test_a_selected_row_keeps_text_and_caption_on_the_selection(qtbot: QtBot, mode: str) -> None:
    made = selected_list()
    ground = shown(qtbot, made)
    place = made.visualRect(made.model().index(1, 0)).translated(made.pos())
    middle = place.adjusted(px(8), px(4), -px(8), -px(4))
    picture = drawn(ground, middle)
    back, ink = ground_and_ink(picture)
    assert back == Theme.tokens.selection
    assert contrast(back, ink) >= READS
    caption = picture.copy(0, picture.height() - px(16), picture.width(), px(16))
    assert contrast(*ground_and_ink(caption)) >= READS


def test_the_edge_of_a_row_has_the_hue_of_its_checkpoint(qtbot: QtBot, mode: str) -> None:
    made = selected_list()
    ground = shown(qtbot, made)
    for number in (0, 2):
        place = made.visualRect(made.model().index(number, 0)).translated(made.pos())
        edge = ground_and_ink(drawn(ground, QRect(place.x() + 2, place.y() + 4, 2, 8)))[0]
        assert edge == Theme.tokens.hues[number]


def test_a_selected_line_of_a_tree_keeps_its_text(qtbot: QtBot, mode: str) -> None:
    made, model = QTreeView(), QStandardItemModel()
    model.setParent(made)
    model.appendRow(QStandardItem("Bookkeeping clerks"))
    made.setModel(model)
    made.setHeaderHidden(True)
    made.setFixedSize(px(240), px(80))
    made.setCurrentIndex(model.index(0, 0))
    ground = shown(qtbot, made)
    place = made.visualRect(model.index(0, 0)).translated(made.pos()).adjusted(4, 5, -4, -4)
    back, ink = ground_and_ink(drawn(ground, place))
    assert back == Theme.tokens.selection
    assert contrast(back, ink) >= READS


def test_the_chosen_line_of_a_menu_reads(qtbot: QtBot, mode: str) -> None:
    made = QMenu()
    action = made.addAction("Merge with next")
    made.addAction("Not now").setEnabled(False)
    made.setActiveAction(action)
    made.setWindowFlags(Qt.WindowType.Widget)
    ground = shown(qtbot, made)
    for number, entry in enumerate(made.actions()):
        place = made.actionGeometry(entry).translated(made.pos()).adjusted(6, 4, -6, -4)
        back, ink = ground_and_ink(drawn(ground, place))
        assert contrast(back, ink) >= READS, entry.text()
        assert number or back == Theme.tokens.selection


def test_the_edge_of_a_field_is_seen(qtbot: QtBot, mode: str) -> None:
    for made in (fields.Line(), fields.Choice(), button("Open", lambda: None)):
        ground = shown(qtbot, made)
        edge = drawn(ground, QRect(made.x() + made.width() // 2, made.y(), 4, 1))
        found = ground_and_ink(edge)[0]
        assert contrast(found, Theme.tokens.panel) >= SEEN, type(made)


def test_the_ring_of_focus_is_two_pixels_and_moves_nothing(qtbot: QtBot, mode: str) -> None:
    for make in (fields.Line, lambda: button("Open", lambda: None), fields.Choice):
        made = make()
        ground = shown(qtbot, made)
        before, size = made.geometry(), made.sizeHint()
        ground.activateWindow()
        made.setFocus()
        qtbot.waitUntil(made.hasFocus)
        middle = drawn(ground, QRect(made.x() + made.width() // 2, made.y(), 1, 3))
        ring = [middle.pixelColor(0, y).name().upper() for y in range(3)]
        assert ring[:2] == [Theme.tokens.accent] * 2 and ring[2] != Theme.tokens.accent
        assert made.geometry() == before and made.sizeHint() == size
