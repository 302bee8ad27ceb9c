"""What stands over the list of checks: how they do, proposals, and what waits for the author."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.gui.language import tr
from studio.gui.theme import px
from studio.gui.widgets.banner import Banner
from studio.gui.widgets.marks import Pill
from studio.gui.widgets.parts import button, hairline
from studio.gui.widgets.states import Progress
from studio.gui.wording import count

_WAITING = "{count} proposed checks wait for you."


class ClaimsHead(QWidget):
    """Says how the checks do, and asks for proposals.

    Attributes:
        propose_asked: checks are to be proposed.
        cancel_asked: the proposals under way are not wanted any more.
        keep_asked: all proposed checks are to be kept.
    """

    propose_asked = Signal()
    cancel_asked = Signal()
    keep_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._refused, self._proposing = "", False
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._make_row())
        column.addWidget(hairline())
        column.addWidget(self._make_banners())
        self.progress = Progress(tr("Proposing checks"))
        self.progress.cancel_asked.connect(self.cancel_asked)
        self.progress.setContentsMargins(px(16), px(8), px(16), px(8))
        self.progress.hide()
        column.addWidget(self.progress)

    def _make_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(px(16), px(8), px(16), px(8))
        row.setSpacing(px(8))
        self.pill = Pill("", "waits")
        row.addWidget(self.pill)
        row.addStretch(1)
        self.propose = button(tr("Propose checks"), self.propose_asked.emit)
        self._key = ""
        row.addWidget(self.propose)
        return row

    def _make_banners(self) -> QWidget:
        self._around = QWidget()
        around = QVBoxLayout(self._around)
        around.setContentsMargins(px(16), px(8), px(16), px(8))
        around.setSpacing(px(8))
        self.waiting, self.failed = Banner(), Banner()
        self.waiting.acted.connect(self.keep_asked)
        self.failed.acted.connect(self.propose_asked)
        around.addWidget(self.waiting)
        around.addWidget(self.failed)
        self._around.hide()
        return self._around

    def stops(self) -> tuple[QWidget, ...]:
        """Return what takes the keyboard here, in order."""
        return self.propose, self.waiting.action, self.failed.action

    def show_waiting(self, number: int) -> None:
        """Show how many proposed checks nobody has decided."""
        told = count(number, "1 proposed check waits for you.", _WAITING) if number else ""
        self.waiting.say(told, "waits", tr("Keep all"))
        self._show_banners()

    def show_failed(self, sentence: str) -> None:
        """Show why no checks could be proposed, with the way to try again; empty for nothing."""
        self.failed.say(sentence, "bad", tr("Try again"))
        self._show_banners()

    def _show_banners(self) -> None:
        self._around.setVisible(not (self.waiting.isHidden() and self.failed.isHidden()))

    def show_key(self, key: str) -> None:
        """Show by which key checks are proposed."""
        self._key = key
        self.allow_proposing(self._refused)

    def allow_proposing(self, reason: str) -> None:
        """Allow proposals, or say why there can be none."""
        self._refused = reason
        self.propose.setToolTip(reason or self._key)
        self.propose.setEnabled(not reason and not self._proposing)

    def show_proposing(self, busy: bool) -> None:
        """Show that proposals are being made, or none any more."""
        self._proposing = busy
        if busy:
            self.show_failed("")
        self.allow_proposing(self._refused)
        self.progress.setVisible(busy)
        self.progress.show_progress(tr("Looking at the files…") if busy else "")
