"""The checkpoints of a task: what each counts, what it holds, who does it, what is covered."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedLayout, QVBoxLayout, QWidget

from studio.editing import (
    AddCheckpoint,
    MoveCheckpoint,
    RemoveCheckpoint,
    SetCheckpoint,
    ShiftShare,
)
from studio.editing.checkpoint_edits import fresh_title
from studio.editing.shares import WHOLE, even_share
from studio.formats.tasks import TaskDocument
from studio.gui.language import tr
from studio.gui.pages.checkpoints.coverage import CoveragePane
from studio.gui.pages.checkpoints.detail import PointDetail
from studio.gui.pages.checkpoints.list import PointList
from studio.gui.pages.checkpoints.models import PointModel
from studio.gui.pages.checkpoints.state import PointRow, headline, next_selected, parts, rows
from studio.gui.theme import px
from studio.gui.widgets.marks import Pill
from studio.gui.widgets.parts import button, hairline, label, panel
from studio.gui.widgets.share_bar import ShareBar
from studio.gui.widgets.states import EmptyState
from studio.model.step import Step

_EMPTY = (
    "A checkpoint is a milestone of the work with its share of the score. Without one, "
    "“Propose checks” makes one for each file that it checks."
)
_FROM_STEPS = "Drag over steps on Steps and press C, or add one here."


class CheckpointsPage(QWidget):
    """Shows the checkpoints and sends their edits.

    Attributes:
        edit_asked: an edit of the document.
        told: a sentence for the person.
        steps_asked: the numbers of the first and the last step to be shown.
        checks_asked: the id of the checkpoint whose checks are to be shown.
    """

    edit_asked = Signal(object)
    told = Signal(str)
    steps_asked = Signal(int, int)
    checks_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._document: TaskDocument | None = None
        self._steps: Sequence[Step] | None = None
        self.model = PointModel()
        self.list = PointList(self.model)
        self.detail = PointDetail()
        self.bar = ShareBar()
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._make_top())
        outer.addWidget(hairline())
        # Outer parts first: whatever is put elsewhere is styled anew with all that it holds.
        outer.addWidget(self.splitter, 1)
        self.splitter.addWidget(self._make_list())
        self.splitter.addWidget(self.detail)
        self.coverage = CoveragePane()
        self.splitter.addWidget(self.coverage)
        self.splitter.setSizes([px(360), px(360), px(376)])
        self.splitter.setChildrenCollapsible(False)
        self._connect()

    def _connect(self) -> None:
        self.model.written.connect(
            lambda id, title: self.edit_asked.emit(SetCheckpoint(id, title=title))
        )
        self.list.selectionModel().selectionChanged.connect(lambda: self._show_selected())
        self.list.moved.connect(self._move)
        self.list.remove_asked.connect(self._remove)
        self.bar.shifted.connect(
            lambda left, right, tenths: self.edit_asked.emit(ShiftShare(left, right, tenths / 10))
        )
        self.bar.pressed.connect(self.select)
        self.detail.edit_asked.connect(self.edit_asked)
        self.detail.steps_asked.connect(self.steps_asked)
        self.detail.checks_asked.connect(self.checks_asked)

    def _make_top(self) -> QWidget:
        box, column = panel("panel", 16, 8)
        row = QHBoxLayout()
        row.setSpacing(px(12))
        row.addWidget(label(tr("Shares of the score"), "title"))
        self.pill = Pill("", "waits")
        row.addWidget(self.pill, 1)
        row.addStretch(0)
        self.add = button(tr("Add a checkpoint"), self.add_checkpoint)
        row.addWidget(self.add)
        column.addLayout(row)
        column.addWidget(self.bar)
        self._hint = label(
            tr("Drag a divider, or type a share below: together they are always 100%."), "caption"
        )
        column.addWidget(self._hint)
        return box

    def _make_list(self) -> QWidget:
        box, column = panel("panel", 0, 0)
        self.empty = EmptyState("flag", tr(_EMPTY), tr("Add a checkpoint"))
        self.empty.asked.connect(self.add_checkpoint)
        # In this order: a face without a place would be shown as a window of its own.
        self._faces = QStackedLayout()
        column.addLayout(self._faces)
        self._faces.addWidget(self.empty)
        self._faces.addWidget(self.list)
        box.setMinimumWidth(px(280))
        return box

    # What is shown.

    def show_document(self, document: TaskDocument) -> None:
        """Show the checkpoints of a document."""
        self._document = document
        self._show()

    def show_steps(self, steps: Sequence[Step] | None) -> None:
        """Show which steps they hold; None if the task keeps no recording."""
        self._steps = steps
        sentence = f"{tr(_EMPTY)} {tr(_FROM_STEPS)}" if steps is not None else tr(_EMPTY)
        self.empty.show_sentence(sentence)
        self._show()

    def _show(self) -> None:
        if self._document is None:
            return
        before, selected = self.model.rows, self.selected()
        found = rows(self._document, self._steps)
        self.model.show_rows(found)
        self._faces.setCurrentIndex(int(bool(found)))
        shown = parts(self._document)
        before_bar = len(self.bar.dividers)
        self.bar.show_parts(shown)
        if len(self.bar.dividers) != before_bar:
            self._order()
        self._hint.setVisible(bool(self.bar.dividers))
        tone, sentence = headline(found)
        self.pill.show_state(sentence, tone or "waits")
        self.select(next_selected(before, found, selected))
        self._show_selected()

    def _order(self) -> None:
        """Let the keyboard reach the dividers, which are made late, between button and list."""
        here: QWidget = self.add
        for part in (*self.bar.dividers, self.list):
            self.setTabOrder(here, part)
            here = part

    def select(self, id: str) -> None:
        """Select a checkpoint."""
        place = self.model.place_of(id)
        if place is not None and place != self.list.currentIndex().row():
            self.list.setCurrentIndex(self.model.index(place))

    def selected(self) -> str:
        """Return the id of the selected checkpoint, empty if none is."""
        row = self._row()
        return row.id if row else ""

    def _row(self) -> PointRow | None:
        place = self.list.currentIndex().row()
        return self.model.rows[place] if 0 <= place < len(self.model.rows) else None

    def _show_selected(self) -> None:
        row = self._row()
        self.bar.show_selected(row.id if row else WHOLE)
        alone = len(self.bar.parts) == 1
        self.detail.show_row(self._document, row, len(self.model.rows), alone)

    # What is asked for.

    def add_checkpoint(self) -> None:
        """Add a checkpoint without steps, with an even share, and let its title be written."""
        if self._document is None:
            return
        share = even_share(self._document) / 10
        self.edit_asked.emit(AddCheckpoint(fresh_title(self._document), share=share))
        if self._row():
            self.detail.title.setFocus()
            self.detail.title.selectAll()

    def _move(self, row: int, place: int) -> None:
        self.edit_asked.emit(MoveCheckpoint(self.model.rows[row].id, place))

    def _remove(self) -> None:
        row = self._row()
        if row is not None:
            self.edit_asked.emit(RemoveCheckpoint(row.id))
