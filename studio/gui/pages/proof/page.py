"""The gates of the task, what each of them found, and where that is mended."""

from datetime import UTC, datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from studio.gui.language import tr
from studio.gui.pages.proof.found import FoundPane
from studio.gui.pages.proof.models import GateModel
from studio.gui.pages.proof.state import GOES, Proof, cost, gate_rows, headline
from studio.gui.theme import px
from studio.gui.widgets.marks import Icon
from studio.gui.widgets.parts import button, flowing, hairline, panel
from studio.gui.widgets.pill_rows import PillList
from studio.gui.widgets.states import Progress
from studio.model.validation import GATES

_AGE_MS, _COUNT_MS = 20_000, 1000
_PROGRESS = 280


class ProofPage(QWidget):
    """Shows the gates; asks to run them and to go where something is mended.

    Attributes:
        validate: the button that runs every gate; what it does is attached from outside.
        one_asked: the id of a gate that is to be run alone.
        go_asked: the lead to the thing that is to be shown.
    """

    one_asked = Signal(str)
    go_asked = Signal(object)
    cancel_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._proof, self._refusal = Proof(), ""
        self.model = GateModel()
        self.list = PillList(tr("Gates"))
        self.list.setModel(self.model)
        self.found = FoundPane()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._make_head())
        outer.addWidget(hairline())
        outer.addWidget(self._make_panes(), 1)
        self.list.selectionModel().currentChanged.connect(lambda: self._show_found())
        self.list.entered_row.connect(self._run_one)
        self.found.run_asked.connect(self.one_asked)
        self.found.go_asked.connect(self.go_asked)
        self._ages = QTimer(self)
        self._ages.timeout.connect(self._show_ages)
        self.show_proof(Proof())

    def _make_head(self) -> QWidget:
        box, column = panel("panel", 16, 0)
        row = QHBoxLayout()
        row.setSpacing(px(12))
        self.sign = Icon("shield", "waits", 24)
        self.told = flowing("", "title")
        self.go = button("", self._go_first)
        self.validate = button(tr("Run all gates"), lambda: None)
        self.validate.setAccessibleDescription(tr("Puts the task through every gate"))
        self.progress = Progress(tr("Gates that are through"))
        self.progress.setFixedWidth(px(_PROGRESS))
        self.progress.cancel_asked.connect(self.cancel_asked)
        row.addWidget(self.sign, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.told, 1)
        for made in (self.progress, self.go, self.validate):
            row.addWidget(made, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(row)
        box.setMinimumHeight(px(72))
        return box

    def _make_panes(self) -> QSplitter:
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        box, column = panel("panel", 0, 0)
        column.addWidget(self.list)
        box.setMinimumWidth(px(360))
        split.addWidget(box)
        split.addWidget(self.found)
        split.setSizes([px(520), px(576)])
        return split

    @property
    def selected(self) -> str:
        """The id of the selected gate, empty if none is."""
        row = self.list.currentIndex().row()
        return GATES[row] if row >= 0 else ""

    def select(self, gate: str) -> None:
        """Select a gate."""
        if gate in GATES:
            self.list.setCurrentIndex(self.model.index(GATES.index(gate)))

    def allow(self, refusal: str) -> None:
        """Allow gates to be run, or say why none can be."""
        self._refusal = refusal
        self._show_found()

    def show_proof(self, proof: Proof) -> None:
        """Show what is known of the gates; what is selected stays selected."""
        began = proof.busy and not self._proof.busy
        self._proof = proof
        self._ages.start(_COUNT_MS if proof.busy else _AGE_MS)
        self.model.show_rows(gate_rows(proof, datetime.now(UTC)))
        if not self.selected:
            self.select(GATES[0])
        self._show_head(proof)
        self._show_found()
        if began and self.validate.hasFocus():
            self.progress.cancel.setFocus()

    def show_first(self) -> None:
        """Select what blocks first, if anything does."""
        if self._proof.blocking:
            self.select(self._proof.blocking[0].id)

    def _show_head(self, proof: Proof) -> None:
        told = headline(proof)
        self.sign.show_icon(told.icon, told.tone)
        self.told.setText(told.sentence)
        self.go.setText(tr(GOES[told.lead.thing]) if told.lead else "")
        self.go.setVisible(told.lead is not None)
        self.validate.setVisible(not proof.busy)
        self.validate.setAccessibleDescription(cost(GATES, proof))
        self.progress.setVisible(proof.busy)
        if proof.busy:
            self._count(proof)

    def _count(self, proof: Proof) -> None:
        """Show how many of the gates that were asked for are through."""
        told = tr("{done} of {count} gates are through")
        words = told.format(done=proof.through, count=proof.asked)
        self.progress.show_progress(words, proof.through, proof.asked)

    def _show_found(self) -> None:
        self.found.show_gate(self.selected, self._proof, self._refusal)

    def _show_ages(self) -> None:
        if self.isVisible():
            self.model.show_rows(gate_rows(self._proof, datetime.now(UTC)))

    def showEvent(self, event: QShowEvent) -> None:
        """Show how old everything is by now."""
        super().showEvent(event)
        self._show_ages()

    def _run_one(self, row: int) -> None:
        if not self._refusal and not self._proof.busy:
            self.one_asked.emit(GATES[row])

    def _go_first(self) -> None:
        if lead := headline(self._proof).lead:
            self.go_asked.emit(lead)
