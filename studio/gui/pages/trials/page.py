"""The trials of the task: progress where the result will be, then one trial a line."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout

from studio.gui.language import tr
from studio.gui.theme import px
from studio.gui.widgets.parts import button, empty, label
from studio.gui.widgets.undertaking import Undertaking, UndertakingPage, holding, verdict
from studio.model.trial import TrialRow

_RUN = "Tries three agents: one that does nothing, one that knows, and your recording."
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class TrialsPage(UndertakingPage):
    """Shows what was tried."""

    run_asked = Signal()
    cancel_asked = Signal()

    def __init__(self) -> None:
        self.run = button(tr("Run"), lambda: self.run_asked.emit(), "", "")
        self.trials = Undertaking(tr("Trials"), tr(_RUN), self.run)
        super().__init__(tr("Trials"), self.trials)
        self.trials.cancel_asked.connect(self.cancel_asked)

    def show_trials(self, rows: Sequence[TrialRow]) -> None:
        """Show trials, one a line."""
        empty(self.trials.results)
        if not rows:
            return
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(24))
        grid.setVerticalSpacing(px(8))
        grid.setColumnStretch(4, 1)
        for column, name in enumerate(("Agent", "Verdict", "Score", "Time", "")):
            side = _RIGHT if column in (2, 3) else _LEFT
            grid.addWidget(label(tr(name) if name else "", "caption"), 0, column, side)
        for number, row in enumerate(rows, 1):
            score = tr("none") if row.score is None else f"{row.score:.2f}"
            style = {"SCORED": "", "INVALID": "bad", "VOID": "waits"}[row.status]
            grid.addWidget(label(row.agent), number, 0, _LEFT)
            grid.addWidget(verdict(tr(row.status.lower()), style), number, 1, _LEFT)
            grid.addWidget(label(score), number, 2, _RIGHT)
            grid.addWidget(label(f"{row.seconds:.1f} s"), number, 3, _RIGHT)
            grid.addWidget(label(row.reason or "", "quiet", wrap=True), number, 4)
        self.trials.results.addWidget(holding(grid))
