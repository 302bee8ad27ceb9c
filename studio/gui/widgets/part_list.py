"""The list beside a drawn thing: its bodies, labels, layers or features, by name and number.

It is the accessible parallel of the drawing: what can be clicked there can be chosen here.
"""

from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView

from studio.gui.theme import px
from studio.gui.widgets.rows import CAPTION, HUE, TITLE, VERDICT, RowDelegate

Index = QModelIndex | QPersistentModelIndex
_MARGIN, _WIDTH = 8, 240
_BATCH = 1_000
_PRESSED = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


@dataclass(frozen=True)
class Part:
    """A line of the list.

    Attributes:
        title: its name.
        caption: its numbers.
        hue: the place of the hue that it is drawn in, None if it has no hue of its own.
        checked: whether a check looks at it.
    """

    title: str
    caption: str = ""
    hue: int | None = None
    checked: bool = False


class _Parts(QAbstractListModel):
    """The Qt model of the parts."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: tuple[Part, ...] = ()
        self._signs = False

    def show_parts(self, parts: tuple[Part, ...]) -> None:
        self.beginResetModel()
        self.parts = parts
        self._signs = any(part.checked for part in parts)
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.parts)

    def data(self, index: Index, role: int = TITLE) -> Any:
        part = self.parts[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return part.title
            case Qt.ItemDataRole.AccessibleTextRole:
                return ", ".join(word for word in (part.title, part.caption) if word)
        if role == CAPTION:
            return part.caption
        if role == HUE:
            return part.hue
        if role == VERDICT:
            return ("right" if part.checked else "") if self._signs else None
        return None


class PartList(QListView):
    """Tells which line is looked at, and which was chosen by a click, Enter or Space."""

    looked_at = Signal(int)
    chosen = Signal(int)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._model = _Parts()
        self._model.setParent(self)
        self.setModel(self._model)
        self.setItemDelegate(RowDelegate(self, margin=_MARGIN))
        # Lines of one height: to measure each of thousands would hold the window up.
        self.setUniformItemSizes(True)
        self.setBatchSize(_BATCH)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)
        self.setFixedWidth(px(_WIDTH))
        self.clicked.connect(lambda index: self.chosen.emit(index.row()))
        self.selectionModel().currentChanged.connect(self._tell)

    def show_parts(self, parts: tuple[Part, ...]) -> None:
        """Show other lines; none of them is looked at."""
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self._model.show_parts(parts)

    @property
    def parts(self) -> tuple[Part, ...]:
        """The lines."""
        return self._model.parts

    def current(self) -> int:
        """Return which line is looked at, -1 for none."""
        return self.currentIndex().row()

    def look_at(self, number: int) -> None:
        """Show a line as the one that is looked at; -1 shows none."""
        if number == self.current():
            return
        if number < 0:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
        else:
            index = self._model.index(number)
            if not self.visualRect(index).isValid():
                self.setLayoutMode(QListView.LayoutMode.SinglePass)
                self.doItemsLayout()
            self.setCurrentIndex(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter and Space for a click."""
        if event.key() in _PRESSED and self.current() >= 0:
            self.chosen.emit(self.current())
        else:
            super().keyPressEvent(event)

    def _tell(self, index: QModelIndex) -> None:
        self.looked_at.emit(index.row())
