"""The specimens of what stands beside the instruction."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QListView, QWidget

from studio.gui.gallery.frame import section
from studio.gui.theme import px
from studio.gui.widgets.folding import Fold
from studio.gui.widgets.lines import LineDelegate
from studio.gui.widgets.parts import label
from studio.gui.widgets.sections import Sections, scrolling

_LINES = ("input/", "    invoices_october.xlsx   5.7 kB", "output/  (empty)")


def _fold(unfolded: bool) -> QWidget:
    made = Fold("Limits", unfolded)
    made.show_summary("10 min")
    made.column.addWidget(label("Nothing is reached over the network.", "quiet"))
    return made


def _lines() -> QListView:
    made, model = QListView(), QStandardItemModel()
    model.setParent(made)
    for text in _LINES:
        model.appendRow(QStandardItem(text))
    made.setModel(model)
    made.setItemDelegate(LineDelegate(made, 22, chip=0))
    made.setTextElideMode(Qt.TextElideMode.ElideMiddle)
    made.setCurrentIndex(model.index(1, 0))
    made.setAccessibleName("Specimens")
    made.setFixedHeight(px(72))
    return made


def _sections() -> QWidget:
    made = Sections("Specimens")
    for title in ("Files", "Settings", "Preview"):
        made.add(title, title, scrolling(label(title, "quiet"), title))
    made.setFixedHeight(px(104))
    return made


def instruction() -> QWidget:
    """Return sections, groups that fold and lines of files."""
    lines = (
        ("Sections", [("", _sections())]),
        ("Folding", [("unfolded", _fold(True)), ("folded", _fold(False))]),
        ("Lines", [("", _lines())]),
    )
    return section("Beside the instruction", lines, wide=True)
