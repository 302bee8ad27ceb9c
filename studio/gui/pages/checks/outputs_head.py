"""The head of the pane of outputs: its title, how old the verdicts are, and what is shown."""

import time
from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from studio.base.pace import Stage
from studio.gui.language import tr
from studio.gui.pages.checks.outputs_state import age, ago, counted, next_look
from studio.gui.theme import px
from studio.gui.widgets.elided import Elided
from studio.gui.widgets.fields import Tick
from studio.gui.wording import elapsed, told_stage

_UPDATING = "updating…"
_MAKING = "making near misses…"


class OutputsHead(QWidget):
    """Shows the title and the age, and holds the toggles of what is shown.

    Attributes:
        only_wrong: only the outputs that are not as they should be.
        by_check: which checks refuse each output.
        open: what is not checked, in place of the outputs.
    """

    def __init__(self) -> None:
        super().__init__()
        self.only_wrong = _switch(tr("Only wrong"))
        self.by_check = _switch(tr("By check"))
        self.by_check.setToolTip(tr("Show for each output which checks refuse it"))
        self.open = _switch(tr("Not checked"))
        title, self.age = Elided("title"), Elided("caption")
        title.show_text(tr("What each output would score"))
        row = QHBoxLayout(self)
        row.setContentsMargins(px(16), px(8), px(16), px(8))
        row.setSpacing(px(8))
        row.addWidget(title)
        row.addWidget(self.age, 1)
        for made in (self.only_wrong, self.by_check, self.open):
            row.addWidget(made)
        self._came = 0.0
        self._began: float | None = None
        self._aged = QTimer(self)
        self._aged.setSingleShot(True)
        self._aged.timeout.connect(self._show_age)

    def show_wrong(self, number: int) -> None:
        """Show how many outputs are not as they should be."""
        self.only_wrong.setText(counted(tr("Only wrong"), number))

    def show_open(self, number: int) -> None:
        """Show how much is not checked."""
        self.open.setText(counted(tr("Not checked"), number))

    def show_fresh(self) -> None:
        """Show that the verdicts came just now; their age is told from then on."""
        self._came, self._began = time.monotonic(), None
        self._show_age()

    def show_updating(self, known: bool) -> None:
        """Show that verdicts are being found; at first near misses have to be made for it."""
        if self._began is None:
            self.show_told(tr(_UPDATING) if known else tr(_MAKING))
            self._began = time.monotonic()

    def show_stage(self, stage: Stage) -> None:
        """Show how far that is, once it has taken long enough to be wondered about."""
        if self._began is None:
            return
        if took := elapsed(time.monotonic() - self._began):
            self.age.show_text(f"{told_stage(stage)}, {took}")

    def show_told(self, sentence: str) -> None:
        """Show a sentence in place of the age."""
        self._began = None
        self._aged.stop()
        self.age.show_text(sentence)

    def _show_age(self) -> None:
        seconds = time.monotonic() - self._came
        told = age(seconds)
        fits = self.age.fontMetrics().horizontalAdvance(told) <= self.age.width()
        self.age.show_text(told if fits else ago(seconds))
        self._aged.start(round(next_look(seconds) * 1000))

    def connect_toggles(
        self,
        only_wrong: Callable[[bool], object],
        by_check: Callable[[bool], object],
        unchecked: Callable[[bool], object],
    ) -> None:
        """Call these when a toggle changes."""
        self.only_wrong.toggled.connect(only_wrong)
        self.by_check.toggled.connect(by_check)
        self.open.toggled.connect(unchecked)


def _switch(text: str) -> Tick:
    """Return a switch; it is no tab, for several of them can be on."""
    made = Tick(text)
    made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    return made
