"""Whom to try, how often and how long: the form above the list of trials."""

from collections.abc import Collection

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from studio.gui.language import tr
from studio.gui.pages.trials.state import CHOICES
from studio.gui.theme import px
from studio.gui.widgets.fields import Number, Tick
from studio.gui.widgets.parts import button, flowing, headed, label

_MOST_TRIALS, _MOST_SECONDS = 100, 86_400


class Choosing(QWidget):
    """Ticks for the agents, the number of trials, the limit, and the button that runs them."""

    run_asked = Signal()
    cancel_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._reason, self._key, self._busy, self._stopping = "", "", False, False
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(12), px(16), px(12))
        column.setSpacing(px(12))
        head = QHBoxLayout()
        head.addWidget(label(tr("Try it"), "title"))
        head.addStretch(1)
        self.run = button(tr("Run"), self.run_asked.emit)
        self.cancel = button(tr("Stop"), self.cancel_asked.emit)
        self.cancel.setToolTip(tr("Stop; what ended is kept"))
        self.cancel.hide()
        head.addWidget(self.run)
        head.addWidget(self.cancel)
        column.addLayout(head)
        column.addLayout(self._make_ticks())
        column.addLayout(self._make_numbers())
        self.told = flowing("", "quiet")
        self.told.hide()
        column.addWidget(self.told)

    def _make_ticks(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(px(8))
        grid.setVerticalSpacing(px(4))
        grid.setColumnStretch(1, 1)
        self.ticks: dict[str, Tick] = {}
        self._words: dict[str, QWidget] = {}
        for row, choice in enumerate(CHOICES):
            tick = Tick(tr(choice.name))
            told = tr(choice.told)
            tick.setAccessibleDescription(told)
            tick.setChecked(True)
            tick.toggled.connect(lambda _: self._show())
            words = flowing(told, "quiet")
            grid.addWidget(tick, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(words, row, 1, Qt.AlignmentFlag.AlignVCenter)
            self.ticks[choice.agent], self._words[choice.agent] = tick, words
        return grid

    def _make_numbers(self) -> QHBoxLayout:
        self.trials = Number(1, _MOST_TRIALS, 0, 1)
        self.limit = Number(0, _MOST_SECONDS, 0, 0)
        self.limit.setSuffix(tr(" s"))
        self.limit.setSpecialValueText(tr("the task's own"))
        self.limit.setToolTip(tr("How long an agent may take; 0 is what the task says"))
        row = QHBoxLayout()
        row.setSpacing(px(12))
        row.addWidget(headed(tr("Trials of each"), self.trials), 1)
        row.addWidget(headed(tr("Limit"), self.limit), 1)
        return row

    def offer(self, agents: Collection[str]) -> None:
        """Offer these agents; the others cannot be tried on this task."""
        for agent, tick in self.ticks.items():
            tick.setVisible(agent in agents)
            self._words[agent].setVisible(agent in agents)
        self._show()

    def chosen(self) -> list[str]:
        """Return the agents that are ticked, in their order."""
        return [
            agent for agent, tick in self.ticks.items() if tick.isChecked() and not tick.isHidden()
        ]

    def seconds(self) -> float | None:
        """Return the limit that was chosen, None for the task's own."""
        return self.limit.value() or None

    def allow(self, reason: str) -> None:
        """Let it be run, or say why it cannot be now."""
        self._reason = reason
        self._show()

    def show_key(self, key: str) -> None:
        """Show by which key they are run."""
        self._key = key
        self._show()

    def show_busy(self, busy: bool) -> None:
        """Show that trials run: there is a button to stop instead of the one to begin."""
        held = self.run.hasFocus() or self.cancel.hasFocus()
        self._busy, self._stopping = busy, False
        self.run.setVisible(not busy)
        self.cancel.setVisible(busy)
        if held:
            (self.cancel if busy else self.run).setFocus()
        self._show()

    def show_stopping(self) -> None:
        """Show that it stops as soon as it can."""
        self._stopping = True
        self._show()

    def say(self, sentence: str) -> None:
        """Say what came of it."""
        self.told.setText(sentence)
        self.told.setVisible(bool(sentence))

    def _show(self) -> None:
        reason = self._reason or ("" if self.chosen() else tr("Tick at least one of them."))
        self.run.setEnabled(not reason and not self._busy)
        key = f" ({self._key})" if self._key else ""
        self.run.setToolTip(reason or tr("Run the ticked agents") + key)
        self.cancel.setEnabled(not self._stopping)
        for part in (*self.ticks.values(), self.trials, self.limit):
            part.setEnabled(not self._busy and not self._reason)
