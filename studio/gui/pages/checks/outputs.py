"""The pane that says what each output would score."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.gui.language import tr
from studio.gui.theme import px
from studio.gui.widgets.ladder import Ladder
from studio.gui.widgets.parts import label, panel, scrolled
from studio.gui.widgets.rung import Rung


class Outputs(QWidget):
    """Shows the rungs of the known outputs."""

    def __init__(self) -> None:
        super().__init__()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        foot, lines = panel()
        lines.addWidget(label(tr("What each output would score"), "title"))
        self.ladder = Ladder()
        lines.addWidget(self.ladder)
        lines.addStretch(1)
        outer.addWidget(scrolled(foot))
        self.setMinimumHeight(px(120))

    def show_rungs(self, rungs: tuple[Rung, ...]) -> None:
        """Show these rungs."""
        self.ladder.show_rungs(rungs)
