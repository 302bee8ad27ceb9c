"""What the colours of a drawing mean, each as a small square beside its word."""

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from studio.gui.theme import Theme, hue, px
from studio.gui.widgets.parts import empty, label, reveal

_SIDE = 12
Hue = int | str
"""The place of a hue, or the name of a token."""


class _Square(QWidget):
    def __init__(self, shown: Hue) -> None:
        super().__init__()
        self._shown = shown
        self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:
        return QSize(px(_SIDE), px(_SIDE))

    def paintEvent(self, event: QPaintEvent) -> None:
        shown = self._shown
        name = hue(shown) if isinstance(shown, int) else str(getattr(Theme.tokens, shown))
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(name))
        painter.end()


class Legend(QWidget):
    """A row of words with their squares; without any it is away."""

    def __init__(self) -> None:
        super().__init__()
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(px(8))
        self._shown: tuple[tuple[str, Hue], ...] = ()
        reveal(self, False)

    @property
    def words(self) -> tuple[str, ...]:
        """The words that are shown."""
        return tuple(word for word, _ in self._shown)

    def show_hues(self, entries: tuple[tuple[str, Hue], ...]) -> None:
        """Show other words, each with the place of its hue or the name of its token."""
        if entries == self._shown:
            return
        self._shown = entries
        empty(self._row)
        for word, shown in entries:
            self._row.addWidget(_Square(shown))
            self._row.addWidget(label(word, "caption"))
            self._row.addSpacing(px(8))
        self._row.addStretch(1)
        reveal(self, bool(entries))
