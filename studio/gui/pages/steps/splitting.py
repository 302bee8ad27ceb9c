"""Where a typed text, a repeated key or a scroll is cut in two: a slider and both halves."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSlider, QVBoxLayout, QWidget

from studio.gui.language import tr
from studio.gui.theme import px
from studio.gui.widgets.parts import button, label
from studio.model.step import Step

Pieces = Callable[[Step, int], tuple[Step, ...]]


class SplitRow(QWidget):
    """Asks where to cut a step; the arrow keys move the place, Enter cuts, Escape gives up.

    Attributes:
        chosen: the event at which the second half begins.
        ended: nothing is asked any more.
    """

    chosen = Signal(int)
    ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._step: Step | None = None
        self._cuts: Sequence[int] = ()
        self._pieces: Pieces | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(label(tr("Split into"), "caption"))
        self.first, self.second = label("", "", wrap=True), label("", "", wrap=True)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName(tr("Where the second step begins"))
        self.slider.setPageStep(5)
        self.slider.valueChanged.connect(lambda _: self._show())
        for part in (self.first, self.slider, self.second):
            column.addWidget(part)
        self.keep = button(tr("Split"), self._keep)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        row.addWidget(self.keep)
        row.addWidget(button(tr("Cancel"), self.give_up))
        row.addStretch(1)
        column.addLayout(row)
        self.hide()

    def ask(self, step: Step, cuts: Sequence[int], pieces: Pieces, at: int) -> None:
        """Ask where to cut a step.

        Args:
            step: which one.
            cuts: the events at which another could begin.
            pieces: tells what a step becomes when it is cut at an event.
            at: which of the cuts is offered first.
        """
        self._step, self._cuts, self._pieces = step, cuts, pieces
        self.slider.setRange(0, len(cuts) - 1)
        self.slider.setValue(at)
        self._show()
        self.show()
        self.slider.setFocus()

    def forget(self, step: Step | None) -> None:
        """Ask no more if another step is selected."""
        if self._step is not None and (step is None or step != self._step):
            self._step = None
            self.hide()

    def give_up(self) -> None:
        """Ask no more, and give the keyboard back."""
        self._step = None
        self.hide()
        self.ended.emit()

    def _show(self) -> None:
        if self._step is None or self._pieces is None:
            return
        pieces = self._pieces(self._step, self._cuts[self.slider.value()])
        self.first.setText(pieces[0].sentence)
        self.second.setText("\n".join(piece.sentence for piece in pieces[1:]))

    def _keep(self) -> None:
        event = self._cuts[self.slider.value()]
        self.give_up()
        self.chosen.emit(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter and Escape as answers."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._keep()
        elif event.key() == Qt.Key.Key_Escape:
            self.give_up()
        else:
            super().keyPressEvent(event)
