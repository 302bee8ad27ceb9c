"""Validate, run and export: progress where the result will be, then gates and trials."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from studio.gui.language import tr
from studio.gui.theme import px
from studio.gui.widgets.facts import SectionHead
from studio.gui.widgets.marks import Pill
from studio.gui.widgets.parts import button, empty, label, page_column, reveal
from studio.gui.widgets.states import Progress
from studio.model.trial import TrialRow
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
_RUN = "Tries three agents: one that does nothing, one that knows, and your recording."
_EXPORT = "Packs the whole task, with its reference, as one file."
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class _Section(QWidget):
    """A heading with its button, a progress line and a column of results."""

    cancel_asked = Signal()

    def __init__(self, title: str, told: str, button: QWidget) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(SectionHead(title, "", button))
        self.before = told
        self.told = label(told, "quiet", wrap=True)
        column.addWidget(self.told)
        self.progress = Progress(tr("{title}: under way").format(title=title))
        self.progress.cancel_asked.connect(self.cancel_asked)
        column.addWidget(self.progress)
        self.results = QVBoxLayout()
        self.results.setSpacing(px(8))
        column.addLayout(self.results)
        self.show_busy(False)

    @property
    def cancel(self) -> QWidget:
        """The button that ends what is under way."""
        return self.progress.cancel

    def show_busy(self, busy: bool, sentence: str = "") -> None:
        """Show that work is under way, or what came of it."""
        reveal(self.progress, busy)
        reveal(self.progress.cancel, busy)
        if sentence:
            self.told.setText(sentence)


class ResultsPage(QWidget):
    """Shows what was proved and tried."""

    validate_asked = Signal()
    run_asked = Signal()
    export_asked = Signal()
    cancel_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        area = QScrollArea()
        area.setAccessibleName(tr("Results"))
        area.setWidgetResizable(True)
        inner, column = page_column()
        column.setSpacing(px(24))
        self.validate = button(tr("Validate"), self.validate_asked.emit, "", "Ctrl+Return")
        self.run = button(tr("Run"), self.run_asked.emit, "", "Ctrl+R")
        self.export = button(tr("Export…"), self.export_asked.emit, "", "Ctrl+E")
        self.gates = _Section(tr("Validate"), tr(_VALIDATE), self.validate)
        self.trials = _Section(tr("Run"), tr(_RUN), self.run)
        self.package = _Section(tr("Export"), tr(_EXPORT), self.export)
        for name in ("validate", "run", "export"):
            section = self.section(name)
            section.cancel_asked.connect(lambda n=name: self.cancel_asked.emit(n))
            column.addWidget(section)
        column.addStretch(1)
        area.setWidget(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)

    def section(self, name: str) -> _Section:
        """Return the section of validate, run or export."""
        return {"validate": self.gates, "run": self.trials, "export": self.package}[name]

    def show_nothing(self) -> None:
        """Show that another task was opened: no result of it is known yet."""
        for section in (self.gates, self.trials, self.package):
            section.show_busy(False, section.before)
            empty(section.results)

    def show_busy(self, name: str, sentence: str) -> None:
        """Show that one of them is under way."""
        self.section(name).show_busy(True, sentence)

    def show_ended(self, name: str, sentence: str) -> None:
        """Show how one of them ended."""
        self.section(name).show_busy(False, sentence)

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
            grid.addWidget(_verdict(tr(told), style), number, 0, _LEFT)
            grid.addWidget(label(tr(_GATES.get(gate.id, gate.id))), number, 1, _LEFT)
            grid.addWidget(label(" ".join(gate.evidence), "quiet", wrap=True), number, 2)
        self.gates.results.addWidget(_holding(grid))

    def proof_sentence(self, report: ValidationReport, stale: bool) -> str:
        """Return what a report amounts to."""
        if stale:
            return tr("The task has changed since; validate it again.")
        return tr("This task is proven.") if report.proven else tr("This task is not proven yet.")

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
            grid.addWidget(_verdict(tr(row.status.lower()), style), number, 1, _LEFT)
            grid.addWidget(label(score), number, 2, _RIGHT)
            grid.addWidget(label(f"{row.seconds:.1f} s"), number, 3, _RIGHT)
            grid.addWidget(label(row.reason or "", "quiet", wrap=True), number, 4)
        self.trials.results.addWidget(_holding(grid))


def _verdict(word: str, tone: str) -> QWidget:
    return Pill(word, tone) if tone in ("good", "bad", "waits", "neutral") else label(word, tone)


def _holding(grid: QGridLayout) -> QWidget:
    made = QWidget()
    grid.setContentsMargins(0, 0, 0, 0)
    made.setLayout(grid)
    return made
