"""The specimens of the frame around the pages: bars, menus, and what a recording shows."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QPlainTextEdit, QSplitter, QWidget

from studio.gui.gallery.frame import section
from studio.gui.pages.record.models import ApplicationsModel
from studio.gui.pages.record.state import Row
from studio.gui.palette_state import Entry
from studio.gui.theme import icon, px
from studio.gui.widgets.key_field import KeyField
from studio.gui.widgets.palette import Palette
from studio.gui.widgets.parts import label, panel
from studio.gui.widgets.recording_bar import RecordingBar
from studio.gui.widgets.shell import SideBar
from studio.gui.widgets.tick_table import TickTable
from studio.gui.widgets.top_bar import TopBar

_PAGES = {
    "home": "ph.house",
    "steps": "ph.list-numbers",
    "checks": "ph.check-square",
    "occupations": "ph.tree-structure",
    "settings": "ph.gear",
}


def _side(folded: bool = False) -> QWidget:
    made = SideBar(_PAGES, {name: name.capitalize() for name in _PAGES})
    made.fill(("steps", "checks"), ("occupations",))
    made.fold(folded)
    made.show_document("Month-end accruals")
    made.show_current("steps")
    made.buttons["checks"].show_waiting(2, False, "")
    made.buttons["occupations"].show_waiting(0, True, "")
    made.setFixedHeight(px(240))
    return made


def _top() -> QWidget:
    undo = QAction("Undo")
    made = TopBar(undo)
    undo.setParent(made)
    made.show_names("Month-end accruals", "Recorded 12 Nov, 14 min 08 s, 46 steps")
    made.show_key("Ctrl K", "")
    made.show_history(True)
    made.show_left("3 things left", ["Checks"], False)
    made.show_next("Next: propose checks", "")
    return made


def _menu() -> QMenu:
    made = QMenu()
    for name, keys, picture in (
        ("Mark as checkpoint", "C", "flag"),
        ("Merge with next", "M", "git-merge"),
        ("Redact a region", "R", ""),
    ):
        action = made.addAction(name)
        action.setShortcut(QKeySequence(keys))
        action.setShortcutVisibleInContextMenu(True)
        if picture:
            action.setIcon(icon(picture))
    made.addSeparator()
    ticked = made.addAction("Dark")
    ticked.setCheckable(True)
    ticked.setChecked(True)
    made.addAction("Cannot be done now").setEnabled(False)
    made.addMenu("More")
    made.setActiveAction(made.actions()[1])
    # Inside of a page it is a widget as any other.
    made.setWindowFlags(Qt.WindowType.Widget)
    made.setFixedSize(made.sizeHint())
    return made


def _splitter() -> QSplitter:
    made = QSplitter(Qt.Orientation.Horizontal)
    for name in ("Left what is claimed", "Right the real file"):
        box, column = panel()
        column.addWidget(label(name, "quiet"))
        made.addWidget(box)
    made.setFixedSize(px(400), px(96))
    return made


def _scrolling() -> QPlainTextEdit:
    made = QPlainTextEdit("\n".join(f"Line {number} of many" for number in range(40)))
    made.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
    made.setFixedSize(px(240), px(96))
    return made


def _bar(word: str, tone: str, *orders: str) -> QWidget:
    made = RecordingBar("")
    rates = (0.0, 2.0, 5.0, 12.0, 30.0, 8.0, 0.0, 1.0, 14.0, 22.0, 9.0, 3.0, 12.0)
    made.show_state(word, tone, "02:14")
    made.show_rates(rates, rates)
    made.show_buttons(orders)
    # Inside of a page it is a widget as any other.
    made.setWindowFlags(Qt.WindowType.Widget)
    made.setFixedSize(made.sizeHint())
    return made


def _applications() -> QWidget:
    model = ApplicationsModel()
    made = TickTable(model, "Open applications")
    model.setParent(made)
    calc = Row("libreoffice-calc", ("accruals.xlsx - LibreOffice Calc",), "text")
    model.show_rows((calc, Row("mousepad", ("notes.txt",)), Row("keepassxc", (), "grey")))
    made.setFixedHeight(px(168))
    return made


def frame() -> QWidget:
    """Return the bars around the pages."""
    return section(
        "Around the pages",
        (
            ("Side bar", [("", _side()), ("folded", _side(True)), ("a menu", _menu()),
                          ("a splitter", _splitter()),
                          ("scroll bars", _scrolling())]),
        ),
    )  # fmt: skip


def _palette() -> QWidget:
    ground = QWidget()
    ground.setFixedSize(px(640), px(196))
    made = Palette(ground)
    made.show_entries(
        (
            Entry("mark", "Mark as checkpoint", "Task", "C"),
            Entry("propose", "Propose checks", "Task", "Ctrl+P"),
            Entry("export", "Export…", "File", "", "The task is not proven yet."),
        ),
        "",
    )
    made.move(0, 0)
    made.show()
    return ground


def recording() -> QWidget:
    """Return what a recording shows."""
    return section(
        "Recording",
        (
            ("Top bar", [("", _top())]),
            ("Commands", [("", _palette()), ("a key to choose", KeyField())]),
            ("The bar", [("", _bar("Recording, 2 marked", "bad", "pause", "mark", "stop"))]),
            ("paused", [("", _bar("Paused", "waits", "resume", "mark", "stop"))]),
            ("stopping", [("", _bar("Stopping", "waits"))]),
            ("Applications", [("", _applications())]),
        ),
        wide=True,
    )
