"""The steps of the recording beside the frame of the selected one, and its checkpoint."""

from PySide6.QtCore import QItemSelection, QItemSelectionModel, Qt, Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QListView,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from studio.editing import AddCheckpoint, RemoveCheckpoint, SetCheckpoint
from studio.formats.tasks import TaskDocument
from studio.gui.language import tr
from studio.gui.pages.steps.film import Film
from studio.gui.pages.steps.lanes import Timeline as Lanes
from studio.gui.pages.steps.models import StepModel
from studio.gui.pages.steps.onet import OnetPick
from studio.gui.pages.steps.panes import Panes
from studio.gui.pages.steps.pictures import Pictures
from studio.gui.pages.steps.state import Marked, marked_steps, suggested_title
from studio.gui.pages.steps.words import StepWords
from studio.gui.theme import px
from studio.gui.widgets.fields import Line, Number
from studio.gui.widgets.parts import button, hairline, headed, label, panel, scrolled
from studio.gui.widgets.rows import RowDelegate
from studio.model.step import Step
from studio.steps import with_said

_NO_RECORDING = "This task keeps no recording, so it has no steps. Its checks are on the next page."
_LOADING = "Reading the steps…"


class StepsPage(QWidget):
    """Shows steps and sends the edits of their checkpoints."""

    edit_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.model = StepModel()
        self._plain: tuple[Step, ...] = ()
        self._document: TaskDocument | None = None
        self._marked: dict[int, Marked] = {}
        self.panes = Panes(self, self.select)
        self.frame, self.moments = self.panes.player.frame, self.panes.player.moments
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(self._make_list())
        self.splitter.addWidget(self.panes.player)
        self.splitter.addWidget(scrolled(self._make_detail()))
        self.splitter.setSizes([290, 640, 260])
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setChildrenCollapsible(False)
        self.stack = QSplitter(Qt.Orientation.Vertical)
        self.stack.addWidget(self.splitter)
        self.stack.addWidget(self.panes.timeline)
        self.stack.setStretchFactor(0, 1)
        self.stack.setSizes([px(560), self.panes.timeline.sizeHint().height()])
        self.stack.setChildrenCollapsible(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.stack)

    def _make_list(self) -> QWidget:
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(RowDelegate(self.list, pictures=True))
        self.list.setLayoutMode(QListView.LayoutMode.Batched)
        self.list.setBatchSize(200)
        self.list.setSelectionMode(QListView.SelectionMode.ContiguousSelection)
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName("Steps")
        self.list.setMinimumWidth(220)
        self.list.selectionModel().selectionChanged.connect(lambda: self._show_selection())
        return self.list

    def _make_detail(self) -> QWidget:
        box, column = panel()
        box.setMinimumWidth(240)
        self.words = StepWords()
        self.words.edit_asked.connect(self.edit_asked)
        self.words.ended.connect(self.list.setFocus)
        self._facts = QFormLayout()
        self._facts.setHorizontalSpacing(16)
        self._window, self._element = label(wrap=True), label(wrap=True)
        self._facts.addRow(label("Window", "quiet"), self._window)
        self._facts.addRow(label("Element", "quiet"), self._element)
        self._heading = label("Checkpoint", "caption")
        self.title = Line()
        self.title.setMaxLength(120)
        self.title.returnPressed.connect(self._keep_title)
        self.weight = Number(0, 1000, 1, 1)
        self.mark = button("Mark as checkpoint", self._mark, "", "Mark the selected steps (Ctrl+M)")
        self.change = button("Change", self._change)
        self.remove = button("Remove", self._remove)
        column.addWidget(self.words)
        column.addLayout(self._facts)
        column.addWidget(hairline())
        column.addWidget(self._heading)
        column.addWidget(headed("Title", self.title))
        column.addWidget(headed("Weight", self.weight))
        row = QHBoxLayout()
        row.setSpacing(8)
        for made in (self.mark, self.change, self.remove):
            row.addWidget(made)
        row.addStretch(1)
        column.addLayout(row)
        self._hint = label("", "caption", wrap=True)
        column.addWidget(self._hint)
        self.onet = OnetPick()
        self.onet.edit_asked.connect(self.edit_asked)
        column.addWidget(self.onet, 1)
        column.addStretch(0)
        return box

    def show_loading(self, recorded: bool) -> None:
        """Show that the steps are being read, or that there are none."""
        self._plain = ()
        self.model.show_steps(None, ())
        self.panes.show_film(None)
        self.panes.player.show_sentence(tr(_LOADING) if recorded else tr(_NO_RECORDING))
        self._show_selection()

    def show_fault(self, sentence: str) -> None:
        """Show why the steps could not be read."""
        self.panes.player.show_sentence(sentence)

    def show_film(self, film: Film) -> None:
        """Show the first frame of the recording, while its steps are being read."""
        self.panes.show_film(film)

    def show_steps(self, steps: tuple[Step, ...], pictures: Pictures, lanes: Lanes) -> None:
        """Show the steps that were read, and what else happened in the recording."""
        self._plain = steps
        self.model.show_steps(pictures, steps)
        self.panes.show_lanes(lanes, steps, self._document)
        if self._document:
            self.show_document(self._document)
        if steps:
            self.list.setCurrentIndex(self.model.index(0))

    def show_document(self, document: TaskDocument) -> None:
        """Show the checkpoints of a document, and what it says of the steps."""
        self._document = document
        self.model.change_steps(with_said(self._plain, document.said))
        self._marked = marked_steps(document, self.model.steps)
        self.model.show_marks(self._marked)
        self.panes.show_steps(self.model.steps, document)
        self._show_selection()

    def selected(self) -> list[Step]:
        """Return the selected steps in order."""
        rows = sorted(index.row() for index in self.list.selectedIndexes())
        return [self.model.steps[row] for row in rows if row < len(self.model.steps)]

    def select(self, first: int, last: int) -> None:
        """Select the steps with these ids."""
        rows = [row for row, step in enumerate(self.model.steps) if first <= step.id <= last]
        if not rows:
            self.list.clearSelection()
            return
        begin, end = self.model.index(rows[0]), self.model.index(rows[-1])
        flags = QItemSelectionModel.SelectionFlag
        model = self.list.selectionModel()
        model.select(QItemSelection(begin, end), flags.ClearAndSelect)
        model.setCurrentIndex(end, flags.NoUpdate)
        self.list.scrollTo(begin)

    def _show_selection(self) -> None:
        steps = self.selected()
        marked = self._marked.get(steps[0].id) if steps else None
        self.words.show_step(_numbers(steps), steps[0] if steps else None, self._made(steps))
        first = steps[0] if steps else None
        self._window.setText(first.window.title if first and first.window else "not known")
        element = first.element if first else None
        self._element.setText(f"{element.role}, {element.name}" if element else "not known")
        self._show_checkpoint(steps, marked)
        self.panes.show_selected(steps)

    def _made(self, steps: list[Step]) -> str:
        """Return the sentence that was made for the first of some steps."""
        return self._plain[steps[0].id - 1].sentence if steps else ""

    def _show_checkpoint(self, steps: list[Step], marked: Marked | None) -> None:
        share = f", {marked.share:.0%} of the score" if marked else ""
        self._heading.setText(f"Checkpoint{share}" if marked else "No checkpoint yet")
        if marked:
            self.title.setText(marked.checkpoint.title)
            self.weight.setValue(marked.checkpoint.weight)
        elif self._document:
            self.title.setText(suggested_title(self._document))
        self.mark.setVisible(marked is None)
        self.change.setVisible(marked is not None)
        self.remove.setVisible(marked is not None)
        for widget in (self.mark, self.title, self.weight):
            widget.setEnabled(bool(steps))
        self._show_onet(marked)
        several = "Select several steps with Shift to mark them together."
        self._hint.setText("" if marked or not steps else several)
        self._hint.setVisible(bool(self._hint.text()))

    def _show_onet(self, marked: Marked | None) -> None:
        task = self._document.task if self._document else None
        self.onet.show_checkpoint(task, marked.checkpoint if marked else None)

    def show_facts(self, document: TaskDocument) -> None:
        """Show what hangs on the facts of the task alone: the O*NET tasks of its occupation."""
        self._document = document
        steps = self.selected()
        self._show_onet(self._marked.get(steps[0].id) if steps else None)

    def mark_selected(self) -> None:
        """Mark the selected steps, or go to the title of their checkpoint if they have one."""
        if self.mark.isHidden() or not self.selected():
            self.title.setFocus()
            self.title.selectAll()
        else:
            self._mark()

    def _keep_title(self) -> None:
        if self.mark.isHidden():
            self._change()
        else:
            self._mark()

    def _mark(self) -> None:
        steps = self.selected()
        title = self.title.text().strip()
        if steps and title:
            self.edit_asked.emit(
                AddCheckpoint(
                    title, self.weight.value(), steps[0].first_event, steps[-1].last_event
                )
            )

    def _change(self) -> None:
        steps = self.selected()
        marked = self._marked.get(steps[0].id) if steps else None
        if marked and self.title.text().strip():
            self.edit_asked.emit(
                SetCheckpoint(
                    marked.checkpoint.id,
                    title=self.title.text().strip(),
                    weight=self.weight.value(),
                )
            )

    def _remove(self) -> None:
        steps = self.selected()
        marked = self._marked.get(steps[0].id) if steps else None
        if marked:
            self.edit_asked.emit(RemoveCheckpoint(marked.checkpoint.id))


def _numbers(steps: list[Step]) -> str:
    if not steps:
        return ""
    if len(steps) == 1:
        return f"Step {steps[0].id}"
    return f"Steps {steps[0].id} to {steps[-1].id}"
