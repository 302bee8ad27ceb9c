"""What the highlights of a file mean, in words beside a sample of each."""

from collections.abc import Sequence

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from studio.gui.theme import px
from studio.gui.widgets.file_view import highlight
from studio.gui.widgets.flow import Flow
from studio.gui.widgets.parts import label

_WIDE, _HIGH = 16, 12


class _Sample(QWidget):
    """A small highlight."""

    def __init__(self, state: str) -> None:
        super().__init__()
        self._state = state
        self.setFixedSize(px(_WIDE), px(_HIGH))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it."""
        painter = QPainter(self)
        highlight(painter, QRect(0, 0, self.width(), self.height()), self._state)


class FileLegend(QWidget):
    """Samples with their words."""

    def __init__(self) -> None:
        super().__init__()
        self._row = Flow(self, px(8))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._shown: tuple[tuple[str, str], ...] = ()

    def show_entries(self, entries: Sequence[tuple[str, str]]) -> None:
        """Show other entries: the state of each highlight and its words."""
        if tuple(entries) == self._shown:
            return
        self._shown = tuple(entries)
        while (item := self._row.takeAt(0)) is not None:
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for state, words in entries:
            pair = QWidget()
            row = QHBoxLayout(pair)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(px(8))
            row.addWidget(_Sample(state))
            row.addWidget(label(words, "caption"))
            pair.setContentsMargins(0, 0, px(8), 0)
            self._row.addWidget(pair)
