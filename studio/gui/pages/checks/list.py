"""The list of checks: painted rows, and the selected one as widgets in its place."""

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QListView, QStyleOptionViewItem, QWidget

from studio.gui.pages.checks.models import CheckModel
from studio.gui.pages.checks.rows import ClaimDelegate
from studio.gui.widgets.rows import IDENTITY

_AWAY = -20_000


class ClaimList(QListView):
    """Shows the rows, and a widget in the place of the selected one.

    The widget lies over the list and not in it, for what lies in a list is hidden from assistive
    technology.

    Attributes:
        pressed_key: a key that the list itself has no use for.
        chip_pressed: the number of a value of the selected sentence that was pressed on.
    """

    pressed_key = Signal(QKeyEvent)
    chip_pressed = Signal(int)

    def __init__(self, model: CheckModel, opened: QWidget) -> None:
        super().__init__()
        self._opened = opened
        self._open_id, self._high = "", 0
        self.setModel(model)
        self.rows_ = ClaimDelegate(self, self._open_height)
        self.setItemDelegate(self.rows_)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.verticalScrollBar().valueChanged.connect(self.place)
        opened.installEventFilter(self)

    def _open_height(self, check: str, width: int) -> int:
        if not self._open_id or check != self._open_id:
            return 0
        layout = self._opened.layout()
        assert layout is not None
        return max(1, layout.totalHeightForWidth(width))

    def open(self, check: str, still: bool = False) -> None:
        """Show the widget in the place of a check, or of none.

        Args:
            check: the id of the check, empty for none.
            still: whether the row stays where it was in sight, though others close above it.
        """
        index = self.currentIndex()
        before = self.visualRect(index).y() if index.isValid() else 0
        self._open_id = check
        self._lay_out()
        if still and index.isValid():
            moved = self.visualRect(index).y() - before
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() + moved)
        if index.isValid() and check:
            self.scrollTo(index)
        self.place()

    def _lay_out(self) -> None:
        self._high = self._open_height(self._open_id, self.rows_.room())
        self.scheduleDelayedItemsLayout()
        self.executeDelayedItemsLayout()

    def place(self) -> None:
        """Put the widget over its row, as far as that is in sight."""
        index, around = self.currentIndex(), self.parentWidget()
        if not self._open_id or not index.isValid() or around is None or self.isHidden():
            self._opened.hide()
            return
        row = self.visualRect(index)
        if row.isEmpty():
            return
        corner = self.viewport().mapTo(around, row.topLeft())
        seen = row & self.viewport().rect()
        if seen.isEmpty():
            # Hidden, it would lose the keyboard to another part of the window.
            corner = QPoint(_AWAY, 0)
        self._opened.setGeometry(QRect(corner, row.size()))
        self._opened.setMask(QRegion(seen.translated(-row.topLeft())))
        self._opened.show()
        self._opened.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Make room when the widget needs more or less of it."""
        asked = watched is self._opened and event.type() == QEvent.Type.LayoutRequest
        if asked and self._open_height(self._open_id, self.rows_.room()) != self._high:
            self._lay_out()
            self.place()
        return super().eventFilter(watched, event)

    def updateGeometries(self) -> None:
        """Keep the widget over its row."""
        super().updateGeometries()
        self.place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines of the rows anew."""
        super().resizeEvent(event)
        self._lay_out()
        self.place()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select a check; on one of its values, begin to change it."""
        index = self.indexAt(event.position().toPoint())
        chip = self._chip_at(index, event.position().toPoint())
        super().mousePressEvent(event)
        if chip >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.chip_pressed.emit(chip)

    def _chip_at(self, index: QModelIndex | QPersistentModelIndex, place: QPoint) -> int:
        if not index.isValid() or not index.data(IDENTITY):
            return -1
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        option.rect = self.visualRect(index)
        return self.rows_.chip_at(option, index, place)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Offer a key to the page first; letters do not search in sentences."""
        event.ignore()
        self.pressed_key.emit(event)
        if not event.isAccepted() and not event.text().isalnum():
            super().keyPressEvent(event)
