"""What one gate found: a sentence a line, and the way to the thing that it is about."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from studio.gui.language import tr
from studio.gui.pages.proof.models import EvidenceModel
from studio.gui.pages.proof.state import ASKS, NAMES, Evidence, Proof, cost, evidence, standing
from studio.gui.theme import px
from studio.gui.widgets.enter_list import EnterList
from studio.gui.widgets.parts import button, flowing, hairline, label, panel, reveal
from studio.gui.widgets.rows import RowDelegate
from studio.model.validation import GateResult

_NOTHING = "This gate was not run yet, so nothing is known."


class FoundPane(QWidget):
    """Shows a gate: what it asks, what it found, and two buttons.

    Attributes:
        run_asked: the id of the gate that is to be run.
        go_asked: the lead of the selected sentence.
    """

    run_asked = Signal(str)
    go_asked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._gate = ""
        self._found: GateResult | None = None
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        box, column = panel("panel", 0, 0)
        outer.addWidget(box)
        head, lines = panel("panel", 16, 4)
        row = QHBoxLayout()
        row.setSpacing(px(12))
        self.title, self.asks = label("", "title", wrap=True), flowing("", "quiet")
        self.run = button(tr("Run this gate"), lambda: self.run_asked.emit(self._gate))
        row.addWidget(self.title, 1)
        row.addWidget(self.run)
        lines.addLayout(row)
        lines.addWidget(self.asks)
        column.addWidget(head)
        column.addWidget(hairline())
        self.nothing = flowing(tr(_NOTHING), "quiet")
        self.nothing.setContentsMargins(px(16), px(16), px(16), px(16))
        column.addWidget(self.nothing, 0, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self._make_list(), 1)
        column.addStretch(0)
        self._foot, foot = panel("panel", 16, 0)
        self.go = button("", self._go)
        foot.addWidget(self.go, 0, Qt.AlignmentFlag.AlignLeft)
        self._line = hairline()
        column.addWidget(self._line)
        column.addWidget(self._foot)
        self.setMinimumWidth(px(360))

    def _make_list(self) -> EnterList:
        self.model = EvidenceModel()
        self.list = EnterList(tr("What the gate found"))
        self.list.setModel(self.model)
        # The heights of thousands of sentences are not measured in one go.
        self.list.setLayoutMode(EnterList.LayoutMode.Batched)
        self.list.setItemDelegate(RowDelegate(self.list))
        self.list.selectionModel().currentChanged.connect(lambda: self._show_way())
        self.list.entered_row.connect(lambda _: self._go())
        self.list.hide()
        return self.list

    def show_gate(self, gate: str, proof: Proof, refusal: str) -> None:
        """Show a gate; `refusal` says why it cannot be run, empty if it can."""
        self.title.setText(tr(NAMES[gate]) if gate else "")
        self.asks.setText(tr(ASKS[gate]) if gate else "")
        self.run.setEnabled(bool(gate) and not refusal and not proof.busy)
        self.run.setToolTip(refusal or (cost([gate], proof) if gate else ""))
        found = proof.found.get(gate)
        if gate != self._gate or found is not self._found:
            self._gate, self._found = gate, found
            self._show_lines(evidence(gate, proof))
        stale = bool(gate) and standing(gate, proof) == "stale"
        self.list.setEnabled(not stale)
        self._show_way()

    def _show_lines(self, lines: tuple[Evidence, ...]) -> None:
        """Show sentences, and select the first that names a thing."""
        self.model.show_lines(lines)
        first = next((place for place, line in enumerate(lines) if line.place), 0)
        self.list.setCurrentIndex(self.model.index(first))
        reveal(self.list, bool(lines))
        reveal(self.nothing, not lines)

    def _show_way(self) -> None:
        """Show where the selected sentence leads."""
        row = self.list.currentIndex().row()
        line = self.model.lines[row] if 0 <= row < len(self.model.lines) else None
        led = line is not None and line.lead is not None
        for part in (self._foot, self._line):
            reveal(part, led)
        if line is not None and led:
            self.go.setText(line.goes)
            self.go.setAccessibleDescription(line.sentence)

    def _go(self) -> None:
        row = self.list.currentIndex().row()
        if 0 <= row < len(self.model.lines) and (lead := self.model.lines[row].lead):
            self.go_asked.emit(lead)
