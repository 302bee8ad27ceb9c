"""The first page: try the sample, open something, go on with a task."""

from pathlib import Path

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.gui.pages.home.models import CardModel
from studio.gui.pages.home.state import Card
from studio.gui.widgets.parts import button, hairline, label
from studio.gui.widgets.rows import IDENTITY, RowDelegate

_STORY = (
    "Record what you do and mark what matters. The studio proposes the checks that tell good work "
    "from bad, and proves them. Everything stays on this computer."
)


class HomePage(QWidget):
    """Offers what one can begin with, and the tasks one can go on with."""

    sample_asked = Signal()
    recording_asked = Signal()
    task_asked = Signal()
    package_asked = Signal()
    open_asked = Signal(Path)
    cancel_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(32, 32, 32, 16)
        middle = QWidget()
        middle.setMaximumWidth(880)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(label("Good work becomes a good test", "pageTitle", wrap=True))
        column.addWidget(label(_STORY, "quiet", wrap=True))
        column.addSpacing(12)
        column.addLayout(self._make_buttons())
        column.addWidget(self._make_opening())
        column.addSpacing(12)
        self._heading = label("Your tasks", "title")
        column.addWidget(self._heading)
        column.addWidget(hairline())
        self._make_list(column)
        outer.addWidget(middle, 1)
        outer.addStretch(0)

    def _make_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.record = QPushButton("New recording…")
        self.record.setObjectName("primary")
        self.sample = button("Try the sample", self.sample_asked.emit)
        for made in (
            self.record,
            self.sample,
            button("Open a recording…", self.recording_asked.emit),
            button("Open a task…", self.task_asked.emit),
            button("Open a package…", self.package_asked.emit),
        ):
            made.setProperty("tall", True)
            row.addWidget(made)
        row.addStretch(1)
        return row

    def _make_opening(self) -> QWidget:
        self._opening = QWidget()
        # The row keeps its place while nothing is opened, so that the list below never jumps.
        policy = self._opening.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._opening.setSizePolicy(policy)
        row = QHBoxLayout(self._opening)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self._opening_told = label("", "quiet")
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setAccessibleName("Opening")
        row.addWidget(self._opening_told)
        row.addWidget(bar, 1)
        row.addWidget(button("Cancel", self.cancel_asked.emit))
        self._opening.hide()
        return self._opening

    def _make_list(self, column: QVBoxLayout) -> None:
        self.model = CardModel()
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(RowDelegate(self.list))
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName("Your tasks")
        self.list.activated.connect(self._open)
        self.list.clicked.connect(self._open)
        self._none = label("", "quiet", wrap=True)
        self._none.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._none, 1)
        column.addWidget(self.list, 1)
        self.show_cards(None)

    def show_cards(self, cards: tuple[Card, ...] | None) -> None:
        """List the tasks; None while they are being read."""
        self.model.show_cards(cards or ())
        self.list.setVisible(bool(cards))
        self._none.setVisible(not cards)
        empty = "None yet. The sample shows the whole way, from a recording to a proven task."
        self._none.setText("Looking for your tasks…" if cards is None else empty)

    def show_opening(self, name: str) -> None:
        """Show that something is being opened, or nothing any more."""
        self._opening_told.setText(f"Opening {name}…" if name else "")
        self._opening.setVisible(bool(name))

    def _open(self, index: QModelIndex) -> None:
        self.open_asked.emit(index.data(IDENTITY))
