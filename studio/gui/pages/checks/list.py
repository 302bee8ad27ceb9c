"""The list of checks: painted rows, and the selected one as widgets in its place."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

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

_AWAY = -20_000


class ClaimList(QListView):
    """Shows the rows, and a widget in the place of the selected one.

    The widget lies over the list and not in it, for what lies in a list is hidden from assistive
    technology.

    What a person has before them in the widget keeps its place while rows around it change: a
    second press hits what the first one would have hit.

    Attributes:
        pressed_key: a key that the list itself has no use for.
        chip_pressed: the number of a value of the selected sentence that was pressed on.
        steady: returns the part of the widget that keeps its place.
    """

    pressed_key = Signal(QKeyEvent)
    chip_pressed = Signal(int)

    def __init__(self, model: CheckModel, opened: QWidget) -> None:
        super().__init__()
        self._opened = opened
        self.steady: Callable[[], QWidget] = lambda: opened
        self._kept: tuple[QWidget, int] | None = None
        self._holds = 0
        self.setModel(model)
        self.rows_ = ClaimDelegate(self, model)
        self.setItemDelegate(self.rows_)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        model.dataChanged.connect(lambda *_: self.scheduleDelayedItemsLayout())
        opened.installEventFilter(self)

    def _height(self) -> int:
        """Return how high the widget is at the width of the rows."""
        layout = self._opened.layout()
        assert layout is not None
        return max(1, layout.totalHeightForWidth(self.rows_.room()))

    def open(self, shown: bool) -> None:
        """Show the widget in the place of the selected row, or no more."""
        index = self.currentIndex()
        opened = (index.row(), self._height()) if shown and index.isValid() else (-1, 0)
        other = opened[0] != self.rows_.opened[0]
        if other and not self._holds:
            self._kept, self.rows_.tail = None, 0
        if opened != self.rows_.opened:
            self.rows_.opened = opened
            self._lay_out()
            if other and opened[0] >= 0 and not self._holds:
                self.scrollTo(index)
        self.place()
        self._settle()

    @contextmanager
    def holding(self) -> Iterator[None]:
        """Keep the place of the widget, whatever becomes of the rows, and which one is selected."""
        self._holds += 1
        try:
            yield
        finally:
            self._holds -= 1
            self._settle()

    def _shift(self) -> tuple[QWidget, int] | None:
        """Return the part that keeps its place, and how far below the top of the list it is."""
        index, layout = self.currentIndex(), self._opened.layout()
        if self.rows_.opened[0] < 0 or not index.isValid() or layout is None:
            return None
        part = self.steady()
        layout.activate()
        inner = part.mapTo(self._opened, QPoint()).y() if part is not self._opened else 0
        return part, self.visualRect(index).y() + inner

    def _settle(self) -> None:
        """Scroll so that the part that keeps its place is where it was."""
        if self._holds or self.isHidden():
            return
        now, kept = self._shift(), self._kept
        if now is None or kept is None or now[0] is not kept[0]:
            self._kept = now
            return
        bar = self.verticalScrollBar()
        wanted = bar.value() + now[1] - kept[1]
        if wanted == bar.value() or not 0 <= kept[1] < self.viewport().height():
            return
        self._holds += 1
        if wanted > bar.maximum():
            # Behind the last row there is room, so that it can stand as high as any other.
            self.rows_.tail += wanted - bar.maximum()
            self._lay_out()
        bar.setValue(wanted)
        self._holds -= 1

    def _scrolled(self) -> None:
        self.place()
        if not self._holds:
            self._kept = self._shift()

    def _lay_out(self) -> None:
        self.scheduleDelayedItemsLayout()
        self.executeDelayedItemsLayout()

    def doItemsLayout(self) -> None:
        """Lay the rows out at the width that there is now."""
        with self.holding():
            self.rows_.begin()
            super().doItemsLayout()
            self.place()

    def _resize_opened(self) -> None:
        number, high = self.rows_.opened
        if number >= 0 and (now := self._height()) != high:
            self.rows_.opened = (number, now)
            self._lay_out()
            self.place()
        self._settle()

    def place(self) -> None:
        """Put the widget over its row, as far as that is in sight."""
        index, around = self.currentIndex(), self.parentWidget()
        shown = self.rows_.opened[0] >= 0 and index.isValid()
        if not shown or around is None or self.isHidden():
            self._opened.hide()
            return
        row = self.rows_.without_tail(self.visualRect(index), index.row())
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
        if watched is self._opened and event.type() == QEvent.Type.LayoutRequest:
            self._resize_opened()
        return super().eventFilter(watched, event)

    def updateGeometries(self) -> None:
        """Keep the widget over its row."""
        super().updateGeometries()
        self.place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines of the rows anew."""
        super().resizeEvent(event)
        self.rows_.opened = (self.rows_.opened[0], self._height())
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
        if not index.isValid():
            return -1
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        option.rect = self.visualRect(index)
        return self.rows_.chip_at(option, index.row(), place)

    def moveCursor(
        self, action: QListView.CursorAction, modifiers: Qt.KeyboardModifier
    ) -> QModelIndex:
        """Go from check to check: headings are passed over."""
        to, rows = super().moveCursor(action, modifiers), self.rows_.model.rows
        if not to.isValid() or rows[to.row()].check is not None:
            return to
        here = self.currentIndex().row()
        after, before = range(to.row(), len(rows)), range(to.row(), -1, -1)
        ways = (after, before) if to.row() > here else (before, after)
        found = (n for way in ways for n in way if rows[n].check is not None)
        return self.rows_.model.index(next(found, to.row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Offer a key to the page first; letters do not search in sentences."""
        event.ignore()
        self.pressed_key.emit(event)
        if not event.isAccepted() and not event.text().isalnum():
            super().keyPressEvent(event)
