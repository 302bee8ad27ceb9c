"""The specimens of trials: their rows, and the small pictures of what was done."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QListView, QWidget

from studio.gui.gallery.frame import section
from studio.gui.theme import TOKENS, px
from studio.gui.widgets import trial_rows
from studio.gui.widgets.film_strip import FilmStrip

_ROWS: tuple[tuple[str, str, str, str, float | None, str, str], ...] = (
    ("Replay", "Trial 2 of 4", "step 12 of 41", "neutral", 0.3, "", ""),
    ("Noop", "26 Nov, 22:09, 0.1 s", "as it should", "good", 0.0, "0.00", ""),
    ("Near miss: typed the total", "26 Nov, 22:08", "not as it should", "bad", 1.0, "1.00", ""),
    ("Oracle", "26 Nov, 22:05", "no verdict", "waits", None, "", "Task changed"),
)
_ROLES = (
    trial_rows.TITLE,
    trial_rows.CAPTION,
    trial_rows.PILL,
    trial_rows.TONE,
    trial_rows.SHARE,
    trial_rows.SCORE,
    trial_rows.MARK,
)


def _rows() -> QWidget:
    model = QStandardItemModel()
    for values in _ROWS:
        item = QStandardItem()
        for role, value in zip(_ROLES, values, strict=True):
            item.setData(value, role)
        model.appendRow(item)
    made = QListView()
    model.setParent(made)
    made.setModel(model)
    made.setItemDelegate(trial_rows.TrialDelegate(made))
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setAccessibleName("Specimens")
    made.setCurrentIndex(model.index(1, 0))
    made.setFixedSize(px(340), px(232))
    return made


def _strip() -> FilmStrip:
    picture = QImage(64, 40, QImage.Format.Format_RGB32)
    picture.fill(QColor(TOKENS["light"].panel))
    made = FilmStrip()
    made.show_acts([0, 0, 0, 1, 1, None])
    made.look_up(lambda place: picture)
    made.show_place(3, "Step 4 of 6")
    made.setFixedWidth(px(480))
    return made


def trials() -> QWidget:
    """Return what the page of trials is made of."""
    return section(
        "Trials", (("Rows", [("", _rows())]), ("Film strip", [("", _strip())])), wide=True
    )
