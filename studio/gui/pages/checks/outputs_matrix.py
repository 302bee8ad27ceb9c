"""The matrix of outputs: their rows, and a column a check with its head."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.gui.language import tr
from studio.gui.pages.checks.output_heads import OutputHeads
from studio.gui.pages.checks.output_rows import OutputView
from studio.gui.pages.checks.outputs_models import LineModel
from studio.gui.pages.checks.outputs_state import OutputsState


class OutputsMatrix(QWidget):
    """Shows what each output got, by check where that is wished.

    Attributes:
        check_chosen: a check was chosen by its column.
    """

    check_chosen = Signal(str)

    def __init__(self, state: OutputsState, model: LineModel) -> None:
        super().__init__()
        self.view = OutputView()
        self.view.setModel(model)
        self.view.setAccessibleName(tr("What each output would score"))
        self.view.tip_of, self.view.rows.statuses = state.tip, state.statuses
        self.heads = OutputHeads(self.view, lambda check: state.sentences.get(check, check))
        for part in (self.view, self.heads):
            part.check_chosen.connect(self.check_chosen)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.heads)
        column.addWidget(self.view, 1)

    def show_columns(self, targets: Mapping[str, str]) -> None:
        """Show a column for each of these checks, told by its target; none for no checks."""
        self.view.rows.checks = tuple(targets)
        self.heads.show_checks(targets)
        self.view.viewport().update()

    def mark_check(self, check: str) -> None:
        """Mark the column of a check."""
        self.view.rows.chosen = check
        self.view.viewport().update()
        self.heads.update()
