"""The specimens of what the first page shows."""

from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QWidget

from studio.gui.gallery.frame import section
from studio.gui.theme import px
from studio.gui.widgets import cards
from studio.gui.widgets.file_zone import FileZone
from studio.gui.widgets.hint import Hint
from studio.gui.widgets.parts import panel

_CARDS = (
    ("Month-end accruals", "43-3031 Bookkeeping clerks", "2 wrong outputs still pass", "waits",
     "Continue"),
    ("Bracket from a drawing", "17-3013 Mechanical drafters", "Changes asked: 3", "bad", "Look"),
    ("Lesion volumes from FLAIR", "29-2035 MRI technologists", "Proven", "good", "Open"),
    ("A title that is much longer than its card is wide, for that happens to files too",
     "15-1299 Computer occupations", "Recorded", "neutral", "Mark checkpoints"),
)  # fmt: skip


def _cards() -> QWidget:
    made, model = cards.CardList(), QStandardItemModel()
    model.setParent(made)
    for title, caption, pill, tone, action in _CARDS:
        item = QStandardItem(title)
        for role, value in (
            (cards.CAPTION, caption),
            (cards.PILL, pill),
            (cards.TONE, tone),
            (cards.ACTION, action),
            (cards.ICON, "file"),
        ):
            item.setData(value, role)
        model.appendRow(item)
    made.setModel(model)
    made.setCurrentIndex(model.index(1, 0))
    made.setAccessibleName("Specimens")
    made.setFixedHeight(px(264))
    return made


def _hint() -> QWidget:
    ground, column = panel("panel", 0, 0)
    made = Hint()
    column.addWidget(made)
    made.show_offer("This task was made of the sample. See it being done again?")
    return ground


def home() -> QWidget:
    """Return cards, zones for files and the band of what to try."""
    lines = (
        ("Cards", [("", _cards())]),
        ("Files to choose", [("", FileZone("Inputs", "What the agent is given"))]),
        ("What to try", [("", _hint())]),
    )
    return section("First page", lines, wide=True)
