"""The list of what no check looks at."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView

from studio.gui.language import tr
from studio.gui.pages.checks.outputs_models import UncoveredModel
from studio.gui.widgets.rows import IDENTITY, RowDelegate

if TYPE_CHECKING:
    from studio.validation import Uncovered


class Unchecked(QListView):
    """Shows what is not checked, and tells which of it is selected.

    Attributes:
        selected: another one is selected.
    """

    selected = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.items = UncoveredModel()
        self._wanted = ""
        self.setModel(self.items)
        self.setItemDelegate(RowDelegate(self))
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(tr("Not checked yet"))
        self.selectionModel().currentChanged.connect(lambda: self.selected.emit())

    def show_items(self, items: "tuple[Uncovered, ...]") -> None:
        """Show these; if the selected one is gone, the next is selected."""
        row, chosen = self.currentIndex().row(), self.chosen()
        self.items.show_items(items)
        texts = [item.text for item in items]
        if chosen in texts:
            row = texts.index(chosen)
        self.choose(min(max(row, 0), len(items) - 1))
        self._go()

    def seek(self, text: str) -> None:
        """Select what has this text, now or once it is there."""
        self._wanted = text
        self._go()

    def _go(self) -> None:
        texts = [item.text for item in self.items.items]
        if self._wanted in texts:
            self.choose(texts.index(self._wanted))
            self._wanted = ""

    def choose(self, row: int) -> None:
        """Select an item by its row."""
        self.setCurrentIndex(self.items.index(row))

    def chosen(self) -> str:
        """Return the text of the selected one, empty if none is."""
        return str(self.currentIndex().data(IDENTITY) or "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave letters to the commands."""
        if event.text().isprintable() and event.text() and not event.modifiers():
            event.ignore()
        else:
            super().keyPressEvent(event)
