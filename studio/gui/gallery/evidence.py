"""The specimens of what is only read: words, marks, lists, charts and states of a pane."""

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QHeaderView,
    QListView,
    QTableView,
    QTreeView,
    QWidget,
)

from studio.gui.gallery.frame import section
from studio.gui.theme import TOKENS, px
from studio.gui.widgets import rows
from studio.gui.widgets.ask_box import AskBox
from studio.gui.widgets.banner import Banner
from studio.gui.widgets.bar_row import BarRow
from studio.gui.widgets.bars import Bars
from studio.gui.widgets.chip import Chip
from studio.gui.widgets.claim_line import ClaimLine
from studio.gui.widgets.clamped import Clamped
from studio.gui.widgets.elided import Elided
from studio.gui.widgets.facts import Facts, SectionHead
from studio.gui.widgets.frame_view import FrameView
from studio.gui.widgets.marks import Count, Dot, Icon, Keycap, Pill
from studio.gui.widgets.parts import label, panel
from studio.gui.widgets.pick_row import PickRow
from studio.gui.widgets.picking import PickList
from studio.gui.widgets.region_view import RegionView
from studio.gui.widgets.states import EmptyState, Progress, Skeleton
from studio.gui.widgets.toast import Toast
from studio.model.frozen import Bounds

_LONG = "Type the formula =SUM(D4:D11) in cell D12, then leave it with Enter and save the file"


def _elided() -> QWidget:
    made = Elided("quiet")
    made.show_text(_LONG)
    made.setFixedWidth(px(200))
    return made


def _clamped() -> QWidget:
    made = Clamped("quiet")
    made.setFixedSize(px(200), px(36))
    made.show_text(_LONG)
    return made


def words() -> QWidget:
    """Return the sizes and kinds of words."""
    kinds = ("", "strong", "quiet", "caption", "fault", "caution", "fine", "value")
    return section(
        "Words",
        (
            ("Title of a page", [("24/32", label("Good work becomes a good test", "pageTitle"))]),
            ("Title of a pane", [("15/22", label("What each output would score", "title"))]),
            ("Heading of a list", [("13/20", label("Amounts completed", "heading"))]),
            ("Body", [(kind or "body", label("12,480.00", kind)) for kind in kinds]),
            ("Disabled", [("", _disabled(label("Cannot be used now")))]),
            ("Figures line up", [("", label("1,111.11\n8,888.88"))]),
            ("Shortened", [("", _elided()), ("", _clamped())]),
        ),
    )


def _disabled(made: QWidget) -> QWidget:
    made.setEnabled(False)
    return made


def marks() -> QWidget:
    """Return pills, counts, dots, keys and icons."""
    pills = (
        Pill("Reference passes", "good"),
        Pill("2 wrong outputs still pass", "bad"),
        Pill("3 things left before review", "waits"),
        Pill("must pass", "neutral"),
    )
    hues = range(len(TOKENS["light"].hues))
    names = ("house", "video-camera", "check-square", "flag", "shield-check", "gear", "trash")
    return section(
        "Marks",
        (
            ("Pills", [("", pill) for pill in pills]),
            ("Counts", [("", Count(2)), ("", Count(120)), ("", Count(7, waits=False))]),
            ("Checkpoints", [("", Dot(place)) for place in hues]),
            ("", [("", Dot(place, square=True)) for place in hues]),
            ("Keys", [("", Keycap("C")), ("", Keycap("Ctrl+K")), ("", Keycap("Ctrl+Shift+F9"))]),
            ("Icons", [("", Icon(name)) for name in names]),
            ("", [("", Icon(name, tone)) for name, tone in
                  (("check-circle", "good"), ("x-circle", "bad"), ("warning", "waits"))]),
        ),
    )  # fmt: skip


def _thumbnail() -> QPixmap:
    made = QPixmap(px(64), px(40))
    made.fill(QColor(TOKENS["light"].panel))
    painter = QPainter(made)
    for line in range(4):
        colour = TOKENS["light"].border if line else TOKENS["light"].line
        painter.fillRect(px(6), px(6 + 8 * line), px(52), px(3), QColor(colour))
    painter.end()
    return made


def _row_list(pictures: bool, entries: list[dict[int, object]], height: int) -> QListView:
    model = QStandardItemModel()
    for entry in entries:
        item = QStandardItem()
        for role, value in entry.items():
            item.setData(value, role)
        model.appendRow(item)
    made = QListView()
    model.setParent(made)
    made.setModel(model)
    made.setItemDelegate(rows.RowDelegate(made, pictures=pictures))
    made.setResizeMode(QListView.ResizeMode.Adjust)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setAccessibleName("Specimens")
    made.setCurrentIndex(model.index(2, 0))
    made.setFixedSize(px(320), px(height))
    return made


def _steps() -> QWidget:
    picture = _thumbnail()
    titles = ("Click the cell D9", "Type 1895.00 in cell D9", _LONG, "Press Ctrl+S")
    entries: list[dict[int, object]] = [
        {rows.TITLE: title, rows.CAPTION: f"{number}   05:4{number % 10}", rows.HUE: number // 22,
         rows.THUMBNAIL: picture}
        for number, title in enumerate(titles, 20)
    ]  # fmt: skip
    return _row_list(True, entries, 280)


def _checks() -> QWidget:
    entries: list[dict[int, object]] = [
        {rows.TITLE: "Amounts completed", rows.CAPTION: "40%", rows.HEADING: True, rows.HUE: 0},
        {rows.TITLE: "No row was added or lost in Sheet1", rows.HUE: 0, rows.VERDICT: "right"},
        {rows.TITLE: "Cell Sheet1!D12 is 12,480.00 within 0.005", rows.HUE: 0,
         rows.VERDICT: "right", rows.CAPTION: "must pass"},
        {rows.TITLE: "note.docx has a heading and a date", rows.HUE: 0, rows.VERDICT: "wrong",
         rows.CAPTION: "Your own work fails it: there is no date"},
        {rows.TITLE: "note.docx says the difference", rows.HUE: 0, rows.VERDICT: "waits"},
    ]  # fmt: skip
    return _row_list(False, entries, 280)


def _sentence(field: int = -1, fault: bool = False) -> QWidget:
    told = "Sheet1!D12 is 12,480.00 within 0.005"
    values = ("Sheet1!D12", "12,480.00", "0.005")
    chips = [
        Chip(told.index(value), told.index(value) + len(value), "Value", value) for value in values
    ]
    made, line = panel("selected", 12, 0)
    shown = ClaimLine()
    shown.show_sentence(told, chips)
    line.addWidget(shown)
    made.setFixedWidth(px(320))
    if field >= 0:
        shown.edit(field)
    if fault:
        shown.mark_wrong()
    return made


def _picks() -> QWidget:
    made = PickList()
    made.setAccessibleName("Specimens")
    made.show_rows(
        (
            PickRow("1", "Bookkeeping, Accounting, and Auditing Clerks", "43-3031.00"),
            PickRow("2", "Reconcile records of bank transactions", boxed=True, chosen=True),
            PickRow("3", "Compute deductions and taxes", boxed=True),
            PickRow("4", "Chosen without a box", chosen=True),
        )
    )
    made.setFixedSize(px(320), px(280))
    return made


_CELLS = (("A-1041", "Norwood", "1,250.00"), ("A-1042", "Halden", "980.00"),
          ("A-1043", "Kessler", "12,410.00"))  # fmt: skip


def _cells() -> QStandardItemModel:
    model = QStandardItemModel()
    model.setHorizontalHeaderLabels(["Invoice", "Supplier", "Amount"])
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    for line in _CELLS:
        items = [QStandardItem(cell) for cell in line]
        items[-1].setTextAlignment(right)
        model.appendRow(items)
    return model


def _table() -> QWidget:
    made, model = QTableView(), _cells()
    model.setParent(made)
    made.setModel(model)
    made.verticalHeader().hide()
    made.setShowGrid(False)
    made.horizontalHeader().setHighlightSections(False)
    made.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft)
    made.verticalHeader().setDefaultSectionSize(px(30))
    made.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
    made.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    made.setFixedSize(px(320), px(140))
    made.setAccessibleName("Specimens")
    made.selectRow(1)
    return made


def _tree() -> QWidget:
    made, model = QTreeView(), QStandardItemModel()
    model.setParent(made)
    model.setHorizontalHeaderLabels(["Group or occupation"])
    group = QStandardItem("Office and Administrative Support")
    group.appendRow(QStandardItem("Bookkeeping clerks"))
    group.appendRow(QStandardItem("Payroll clerks"))
    model.appendRow(group)
    model.appendRow(QStandardItem("Legal"))
    other = QStandardItem("Sales and Related")
    other.appendRow(QStandardItem("Cashiers"))
    model.appendRow(other)
    made.setModel(model)
    made.expand(group.index())
    made.setCurrentIndex(group.child(0).index())
    made.setFixedSize(px(320), px(200))
    made.setAccessibleName("Specimens")
    return made


def lists() -> QWidget:
    """Return lists, a table and a tree."""
    return section(
        "Lists",
        (
            ("Rows", [("steps", _steps()), ("checks", _checks()), ("to choose from", _picks())]),
            (
                "Sentences with values",
                [("", _sentence()), ("changed", _sentence(1)), ("wrong", _sentence(2, True))],
            ),
            ("Cells", [("a table", _table()), ("a tree", _tree())]),
        ),
    )


def _bars() -> Bars:
    made = Bars("Specimens")
    made.show_rows(
        (
            BarRow("Office and Administrative Support", "12 tasks", 0.3, 0.5, "30% to 50%"),
            BarRow("Architecture and Engineering", "1 task", 0.1, 0.1, "10%"),
            BarRow("All of Agents' Last Exam", "", 0.6, 0.6, "60%", quiet=True),
        )
    )
    return made


def _frame() -> FrameView:
    picture = QImage(400, 240, QImage.Format.Format_RGB32)
    picture.fill(QColor(TOKENS["light"].panel))
    made = FrameView()
    made.show_frame(picture, (400, 240), 1)
    made.show_marks((200, 120), Bounds(x=160, y=105, width=80, height=30))
    made.setFixedHeight(px(240))
    return made


def _region() -> RegionView:
    picture = QImage(400, 240, QImage.Format.Format_RGB32)
    picture.fill(QColor(TOKENS["light"].panel))
    made = RegionView()
    made.show_image(picture, (400, 240))
    made.show_places((Bounds(x=30, y=30, width=120, height=24),))
    made.show_region(Bounds(x=180, y=100, width=140, height=40))
    made.setFixedHeight(px(240))
    return made


def charts() -> QWidget:
    """Return the charts and the frame."""
    return section(
        "Evidence",
        (
            ("Bars", [("", _bars())]),
            ("Frame", [("", _frame()), ("to redact", _region())]),
        ),
        wide=True,
    )


def _banner(tone: str, sentence: str, action: str = "") -> QWidget:
    made = Banner()
    ground, column = panel("panel", 0, 0)
    column.addWidget(made)
    made.say(sentence, tone, action)
    return ground


def _progress(done: int, of: int) -> QWidget:
    made = Progress("Specimen")
    made.show_progress("Regrading a third time, 40 seconds left", done, of)
    return made


def _toast(action: str) -> QWidget:
    ground = QWidget()
    ground.setFixedSize(px(440), px(100))
    made = Toast(ground)
    made.say("2 steps were merged." if action else "The file holds no sheet.", action)
    for timer in made.findChildren(QTimer):
        timer.stop()
    return ground


def _facts() -> Facts:
    made = Facts()
    made.show_facts(
        (
            ("Window", "accruals_october.xlsx"),
            ("Element", "Table cell, D12"),
            ("Time", "06:12.4, 3.1 s"),
            ("Sentence", _LONG),
        )
    )
    return made


def _asking() -> QWidget:
    question = "Move the recording “month-end” to the trash? 2 tasks were made of it."
    made = AskBox(None, question, "Move to the trash", "Cancel")
    # Inside of a page it is a widget as any other.
    made.setWindowFlags(Qt.WindowType.Widget)
    return made


def panes() -> QWidget:
    """Return what a pane shows around and instead of its data."""
    empty = EmptyState("check-square", "No checks yet. They say what good work must hold.",
                       "Propose checks", "Checks")  # fmt: skip
    return section(
        "Panes",
        (
            ("Heads", [("", SectionHead("Your tasks", "Sorted by what needs you first"))]),
            ("Facts", [("", _facts())]),
            ("Banners", [("", _banner("bad", "The recorder stopped.", "Recover"))]),
            ("", [("", _banner("waits", "The disk is nearly full: 2 minutes are left."))]),
            ("", [("", _banner("good", "This task is proven."))]),
            ("", [("", _banner("info", "Steps can be merged and split.", "Show how"))]),
            ("", [("", _banner("neutral", "Nothing leaves this computer."))]),
            ("Empty", [("", empty)]),
            ("Loading", [("", Skeleton(3)), ("", Skeleton(3, pictures=True))]),
            ("Under way", [("", _progress(40, 100)), ("busy", _progress(0, 0))]),
            ("A question", [("", _asking())]),
            ("Toasts", [("", _toast("")), ("", _toast("Undo"))]),
        ),
        wide=True,
    )
