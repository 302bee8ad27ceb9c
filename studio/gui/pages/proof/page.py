"""The gates of the task: progress where the result will be, then each gate with its evidence."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout

from studio.gui.language import tr
from studio.gui.theme import px
from studio.gui.widgets.parts import button, empty, label
from studio.gui.widgets.undertaking import Undertaking, UndertakingPage, holding, verdict
from studio.model.validation import ValidationReport

_GATES = {
    "complete": "Everything is filled in",
    "files": "Files are portable and whole",
    "reference": "Your own work passes",
    "nothing": "Doing nothing fails",
    "known_bad": "Wrong work and near misses fail",
    "alternates": "Other right work passes",
    "coverage": "Everything asked for is checked",
    "regrade": "Three regrades agree",
    "replay": "Your recording acts again and passes",
}
_STATUS = {
    "green": ("good", "passes"),
    "red": ("bad", "fails"),
    "cannot_run": ("waits", "cannot run"),
    "not_applicable": ("neutral", "does not apply"),
}
_VALIDATE = "Puts the task through its gates; takes about a minute."
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class ProofPage(UndertakingPage):
    """Shows what was proved."""

    validate_asked = Signal()
    cancel_asked = Signal()

    def __init__(self) -> None:
        self.validate = button(tr("Validate"), lambda: self.validate_asked.emit(), "", "")
        self.gates = Undertaking(tr("Validate"), tr(_VALIDATE), self.validate)
        super().__init__(tr("Validate"), self.gates)
        self.gates.cancel_asked.connect(self.cancel_asked)

    def show_report(self, report: ValidationReport | None, stale: bool) -> None:
        """Show the gates of a report."""
        empty(self.gates.results)
        if report is None:
            return
        if self.gates.cancel.isHidden():
            self.gates.told.setText(self.proof_sentence(report, stale))
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(16))
        grid.setVerticalSpacing(px(8))
        grid.setColumnStretch(2, 1)
        for number, gate in enumerate(report.gates):
            style, told = _STATUS[gate.status]
            grid.addWidget(verdict(tr(told), style), number, 0, _LEFT)
            grid.addWidget(label(tr(_GATES.get(gate.id, gate.id))), number, 1, _LEFT)
            grid.addWidget(label(" ".join(gate.evidence), "quiet", wrap=True), number, 2)
        self.gates.results.addWidget(holding(grid))

    def proof_sentence(self, report: ValidationReport, stale: bool) -> str:
        """Return what a report amounts to."""
        if stale:
            return tr("The task has changed since; validate it again.")
        return tr("This task is proven.") if report.proven else tr("This task is not proven yet.")
