"""A list of rows to choose from: a click, Enter or Space chooses the row."""

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QListView, QListWidget, QListWidgetItem

from studio.gui.widgets.pick_row import PickRow
from studio.gui.widgets.rows import CAPTION, IDENTITY, VERDICT, RowDelegate

_MARGIN = 8


class PickList(QListWidget):
    """Shows rows and tells which one was chosen, by its id."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setItemDelegate(RowDelegate(self, margin=_MARGIN))
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.itemClicked.connect(self._tell)
        self._by_hand = False
        self.itemSelectionChanged.connect(self._look_who_marked)

    def show_rows(self, rows: tuple[PickRow, ...]) -> None:
        """Show other rows; if there are as many as before, the place in the list stays."""
        if self.count() != len(rows):
            self.clear()
            for _ in rows:
                self.addItem(QListWidgetItem())
        for number, row in enumerate(rows):
            _fill(self.item(number), row)
        # Rows of another height lie elsewhere.
        self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter and Space for a press on the row."""
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if event.key() in keys and self.currentItem():
            self._tell(self.currentItem())
        else:
            super().keyPressEvent(event)

    def selectionCommand(
        self, index: QModelIndex | QPersistentModelIndex, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        """Note that the mouse or a key selects: they ask this first."""
        self._by_hand = True
        QTimer.singleShot(0, self, self._let_go)
        return super().selectionCommand(index, event)

    def _let_go(self) -> None:
        self._by_hand = False

    def _look_who_marked(self) -> None:
        if self.selectedItems() and not self._by_hand:
            # Not within the change: what selects is not done with it.
            row = self.currentRow()
            QTimer.singleShot(0, self, lambda: self._choose_marked(row))

    def _choose_marked(self, before: int) -> None:
        """Choose the row that assistive technology selected.

        Where this program selected, the keyboard went there too, from the row `before`.
        """
        marked = self.selectedItems()
        if len(marked) == 1 and self.currentRow() == before:
            self.setCurrentItem(marked[0])
            self._tell(marked[0])

    def _tell(self, item: QListWidgetItem) -> None:
        self.chosen.emit(str(item.data(IDENTITY)))


def _fill(item: QListWidgetItem, row: PickRow) -> None:
    signs = {(True, True): "ticked", (True, False): "unticked", (False, True): "right"}
    item.setText(row.title)
    item.setData(CAPTION, row.caption)
    item.setData(IDENTITY, row.id)
    item.setData(VERDICT, signs.get((row.boxed, row.chosen), ""))
    told = f"{row.title}, chosen" if row.chosen else row.title
    item.setData(Qt.ItemDataRole.AccessibleTextRole, told)
