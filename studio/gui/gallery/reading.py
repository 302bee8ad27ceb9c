"""The specimens of what is read: gates with what came of them, and a page of the guide."""

from pathlib import Path

from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QWidget

from studio.gui.gallery.frame import section
from studio.gui.theme import px
from studio.gui.widgets.cards import CAPTION, ICON, PILL, TONE
from studio.gui.widgets.pill_rows import PillList
from studio.gui.widgets.reader import Reader

_GATES = (
    ("Your own work passes", "2 min ago, took 8 s", "check-circle", "passes", "good"),
    ("Wrong work fails", "just now, took 54 s", "x-circle", "fails", "bad"),
    ("Three regrades agree", "not run yet", "circle", "waits", "neutral"),
)
_TEXT = (
    "## Checks\n\nValues in a sentence are **blue**: press one to change it. `0.005` is how far an "
    "amount may be off. See [Validate](#validate)."
)


def _gates() -> PillList:
    made = PillList("Gates")
    model = QStandardItemModel(made)
    for title, caption, sign, word, tone in _GATES:
        item = QStandardItem(title)
        for role, value in ((CAPTION, caption), (ICON, sign), (PILL, word), (TONE, tone)):
            item.setData(value, role)
        model.appendRow(item)
    made.setModel(model)
    made.setCurrentIndex(model.index(0, 0))
    made.setFixedSize(px(420), px(152))
    return made


def _reader() -> Reader:
    made = Reader()
    made.setFixedSize(px(420), px(152))
    made.show_text(_TEXT, Path(), "amount")
    return made


def reading() -> QWidget:
    """Return rows that stand somehow, and text to read."""
    return section("To read", (("Gates", [("", _gates())]), ("Guide", [("", _reader())])))
