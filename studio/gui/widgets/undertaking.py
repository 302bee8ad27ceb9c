"""Something long that a page can do: its button, its progress, and below them what came of it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QScrollArea, QVBoxLayout, QWidget

from studio.gui.language import tr
from studio.gui.theme import px
from studio.gui.widgets.facts import SectionHead
from studio.gui.widgets.marks import Pill
from studio.gui.widgets.parts import empty, label, page_column, reveal
from studio.gui.widgets.states import Progress


class Undertaking(QWidget):
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
        self.show_ended()

    @property
    def cancel(self) -> QWidget:
        """The button that ends what is under way."""
        return self.progress.cancel

    def show_nothing(self) -> None:
        """Show that nothing is known yet."""
        self.show_ended(self.before)
        empty(self.results)

    def show_busy(self, sentence: str) -> None:
        """Show that work is under way."""
        self._show(True, sentence)

    def show_ended(self, sentence: str = "") -> None:
        """Show how the work ended."""
        self._show(False, sentence)

    def _show(self, busy: bool, sentence: str) -> None:
        reveal(self.progress, busy)
        reveal(self.progress.cancel, busy)
        if sentence:
            self.told.setText(sentence)


class UndertakingPage(QWidget):
    """A page with one undertaking."""

    def __init__(self, title: str, section: Undertaking) -> None:
        super().__init__()
        self.section = section
        area = QScrollArea()
        area.setAccessibleName(title)
        area.setWidgetResizable(True)
        inner, column = page_column()
        column.setSpacing(px(24))
        column.addWidget(section)
        column.addStretch(1)
        area.setWidget(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)


def verdict(word: str, tone: str) -> QWidget:
    """Return a word as a pill, or as plain text where its tone is none of a pill's."""
    return Pill(word, tone) if tone in ("good", "bad", "waits", "neutral") else label(word, tone)


def holding(grid: QGridLayout) -> QWidget:
    """Return a widget that holds nothing but a grid."""
    made = QWidget()
    grid.setContentsMargins(0, 0, 0, 0)
    made.setLayout(grid)
    return made
