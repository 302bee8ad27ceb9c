"""The steps of the recording beside the frame of the selected one, and its checkpoint."""

from pathlib import Path

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import (
    QButtonGroup,
    QFormLayout,
    QHBoxLayout,
    QListView,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from studio.base.clock import minutes
from studio.editing import AddCheckpoint, RemoveCheckpoint, SetCheckpoint
from studio.formats.tasks import TaskDocument
from studio.gui.pages.steps.models import StepModel
from studio.gui.pages.steps.onet import OnetPick
from studio.gui.pages.steps.pictures import Pictures
from studio.gui.pages.steps.state import Marked, Moment, frame_at, marked_steps, suggested_title
from studio.gui.pages.steps.words import StepWords
from studio.gui.widgets.fields import Line, Number
from studio.gui.widgets.frame_view import FrameView
from studio.gui.widgets.parts import button, hairline, headed, label, panel
from studio.gui.widgets.rows import RowDelegate
from studio.model.step import Step
from studio.steps import with_said

_NO_RECORDING = "This task keeps no recording, so it has no steps. Its checks are on the next page."
_LOADING = "Reading the steps…"
_MOMENTS: dict[Moment, tuple[str, str]] = {
    "before": ("Before", "The screen before the step"),
    "press": ("At the press", "The screen as the step was done, with pointer and target"),
    "after": ("After", "The first still screen after the step"),
}


class StepsPage(QWidget):
    """Shows steps and sends the edits of their checkpoints."""

    edit_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.model = StepModel()
        self._pictures: Pictures | None = None
        self._plain: tuple[Step, ...] = ()
        self._shown: tuple[Path, QPixmap] | None = None
        self._document: TaskDocument | None = None
        self._marked: dict[int, Marked] = {}
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.addWidget(self._make_list())
        self.splitter.addWidget(self._make_frame())
        self.splitter.addWidget(self._make_detail())
        self.splitter.setSizes([290, 640, 260])
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setChildrenCollapsible(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.splitter)

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

    def _make_frame(self) -> QWidget:
        box, column = panel("sunken", 0, 0)
        self.frame = FrameView()
        column.addWidget(self.frame, 1)
        foot, row = panel("panel", 0, 0)
        line = QHBoxLayout()
        line.setContentsMargins(16, 6, 16, 6)
        self._when = QButtonGroup(self)
        self.moments: dict[Moment, QPushButton] = {}
        for moment, (name, tip) in _MOMENTS.items():
            toggle = button(name, self._show_frame, "toggle", tip)
            toggle.setCheckable(True)
            self._when.addButton(toggle)
            self.moments[moment] = toggle
            line.addWidget(toggle)
        self.moments["press"].setChecked(True)
        line.addStretch(1)
        self._clock = label("", "quiet")
        line.addWidget(self._clock)
        row.addLayout(line)
        column.addWidget(hairline())
        column.addWidget(foot)
        return box

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
        self._pictures, self._shown, self._plain = None, None, ()
        self.model.show_steps(None, ())
        self.frame.show_sentence(_LOADING if recorded else _NO_RECORDING)
        self._show_selection()

    def show_fault(self, sentence: str) -> None:
        """Show why the steps could not be read."""
        self.frame.show_sentence(sentence)

    def show_steps(self, steps: tuple[Step, ...], pictures: Pictures) -> None:
        """Show the steps that were read."""
        self._pictures, self._plain = pictures, steps
        self.model.show_steps(pictures, steps)
        if self._document:
            self.show_document(self._document)
        if steps:
            self.list.setCurrentIndex(self.model.index(0))
        else:
            self.frame.show_sentence("The recording holds no steps: no key or button was pressed.")

    def show_document(self, document: TaskDocument) -> None:
        """Show the checkpoints of a document, and what it says of the steps."""
        self._document = document
        self.model.change_steps(with_said(self._plain, document.said))
        self._marked = marked_steps(document, self.model.steps)
        self.model.show_marks(self._marked)
        self._show_selection()

    def selected(self) -> list[Step]:
        """Return the selected steps in order."""
        rows = sorted(index.row() for index in self.list.selectedIndexes())
        return [self.model.steps[row] for row in rows if row < len(self.model.steps)]

    def select(self, first: int, last: int) -> None:
        """Select the steps with these ids."""
        model = self.list.selectionModel()
        model.clear()
        for number, step in enumerate(self.model.steps):
            if first <= step.id <= last:
                model.select(self.model.index(number), QItemSelectionModel.SelectionFlag.Select)
        self._show_selection()

    def _show_selection(self) -> None:
        steps = self.selected()
        marked = self._marked.get(steps[0].id) if steps else None
        self.words.show_step(_numbers(steps), steps[0] if steps else None, self._made(steps))
        first = steps[0] if steps else None
        self._window.setText(first.window.title if first and first.window else "not known")
        element = first.element if first else None
        self._element.setText(f"{element.role}, {element.name}" if element else "not known")
        self._show_checkpoint(steps, marked)
        self._show_frame()

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

    def _show_frame(self) -> None:
        steps = self.selected()
        for toggle in self.moments.values():
            toggle.setEnabled(bool(steps))
        if not steps or self._pictures is None:
            self._clock.setText("")
            return
        step = steps[0]
        moment = next(name for name, toggle in self.moments.items() if toggle.isChecked())
        frame = frame_at(step, moment, self._pictures)
        picture = self._read(self._pictures.place(frame))
        if picture is None:
            self.frame.show_sentence("No picture was kept of this moment.")
        else:
            at_press = moment == "press"
            self.frame.show_frame(
                picture,
                step.point if at_press else None,
                step.target if at_press else None,
                self._pictures.corner(frame),
            )
        self.frame.setAccessibleDescription(f"{_MOMENTS[moment][1]}: {step.sentence}")
        start, end = self.model.steps[0].t_ns, self.model.steps[-1].t_end_ns
        here = minutes((step.t_ns - start) / 1e9)
        self._clock.setText(f"{here} / {minutes((end - start) / 1e9)}")

    def _read(self, place: Path | None) -> QPixmap | None:
        if place is None:
            return None
        if self._shown is None or self._shown[0] != place:
            self._shown = (place, QPixmap(str(place)))
        return None if self._shown[1].isNull() else self._shown[1]

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
