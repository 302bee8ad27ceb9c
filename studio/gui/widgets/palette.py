"""The command palette: a box to type in over a list of all that can be done."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from studio.gui.language import tr
from studio.gui.palette_state import Entry
from studio.gui.theme import Theme, px
from studio.gui.theme.measures import CAPTION
from studio.gui.widgets.fields import Line
from studio.gui.widgets.parts import label

_WIDTH, _ROW, _ROWS = 560, 40, 9
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_ENTRY = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


class _Entries(QAbstractListModel):
    """The entries as rows that a screen reader can read."""

    def __init__(self) -> None:
        super().__init__()
        self.entries: Sequence[Entry] = ()

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show other entries."""
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Return how many entries there are."""
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return the words of an entry, what a screen reader says, or the entry."""
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            said = (entry.title, entry.key, entry.reason or entry.caption)
            return ", ".join(part for part in said if part)
        return entry if role == _ENTRY else None


class _Painter(QStyledItemDelegate):
    """Paints an entry: its words, why it cannot be used or where it belongs, and its key."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a row."""
        return QSize(px(120), px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a row."""
        tokens, entry = Theme.tokens, index.data(_ENTRY)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.selection))
            painter.drawRoundedRect(option.rect.adjusted(px(4), 0, -px(4), 0), px(6), px(6))
        place = option.rect.adjusted(px(16), 0, -px(16), 0)
        right = place.right() - self._paint_key(painter, place, entry.key)
        room = QRect(place.left(), place.top(), right - place.left() - px(12), place.height())
        self._paint_words(painter, room, entry)
        painter.restore()

    def _paint_words(self, painter: QPainter, room: QRect, entry: Entry) -> None:
        tokens, metrics = Theme.tokens, QFontMetrics(painter.font())
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.setPen(QColor(tokens.text_3 if entry.reason else tokens.text))
        title = metrics.elidedText(entry.title, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, middle, title)
        rest = room.adjusted(metrics.horizontalAdvance(title) + px(12), 0, 0, 0)
        painter.setPen(QColor(tokens.waits if entry.reason else tokens.text_3))
        beside = entry.reason or entry.caption
        told = metrics.elidedText(beside, Qt.TextElideMode.ElideRight, max(0, rest.width()))
        painter.drawText(rest, middle, told)

    def _paint_key(self, painter: QPainter, place: QRect, key: str) -> int:
        if not key:
            return 0
        tokens, font, words = Theme.tokens, painter.font(), painter.font()
        font.setPixelSize(px(CAPTION))
        painter.setFont(font)
        width = QFontMetrics(font).horizontalAdvance(key) + px(12)
        box = QRect(place.right() - width, place.center().y() - px(9), width, px(18))
        painter.setPen(QPen(QColor(tokens.line), 1))
        painter.setBrush(QColor(tokens.sunken))
        painter.drawRoundedRect(box, px(4), px(4))
        painter.setPen(QColor(tokens.text_2))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), key)
        painter.setFont(words)
        return width


class Palette(QFrame):
    """Asks what to do: arrows move, Enter does it, Escape goes back.

    Attributes:
        typed: what was typed; whoever knows the commands answers with `show_entries`.
        chosen: the id of the entry that was chosen.
        closed: the palette went away without a choice.
    """

    typed = Signal(str)
    chosen = Signal(str)
    closed = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("popup")
        self.setAccessibleName(tr("Commands"))
        self.box = Line()
        self.box.setPlaceholderText(tr("What do you want to do?"))
        self.box.setAccessibleName(tr("What do you want to do?"))
        self.box.textChanged.connect(self.typed)
        self.box.installEventFilter(self)
        self._model = _Entries()
        self.list = QListView()
        self.list.setModel(self._model)
        self.list.setItemDelegate(_Painter(self.list))
        self.list.setAccessibleName(tr("Commands"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setUniformItemSizes(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.clicked.connect(lambda index: self._choose(index.row()))
        self._nothing = label("", "quiet", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(8), px(8), px(8), px(8))
        column.setSpacing(px(8))
        column.addWidget(self.box)
        column.addWidget(self.list)
        column.addWidget(self._nothing)
        self.hide()

    def ask(self) -> None:
        """Come up with an empty box."""
        self.box.clear()
        self.typed.emit("")
        self.show()
        self.raise_()
        self.box.setFocus(Qt.FocusReason.PopupFocusReason)

    def show_entries(self, entries: Sequence[Entry], nothing: str) -> None:
        """Show what was found, or say that nothing was."""
        self._model.show_entries(entries)
        self.list.setVisible(bool(entries))
        self._nothing.setText(nothing)
        self._nothing.setVisible(not entries)
        if entries:
            self.list.setCurrentIndex(self._model.index(0))
        self.list.setFixedHeight(px(_ROW) * min(_ROWS, max(1, len(entries))) + px(4))
        self.place()

    def place(self) -> None:
        """Stand below the top bar, in the middle of the window."""
        room = self._window.width() - px(32)
        self.setFixedWidth(min(px(_WIDTH), room))
        self.adjustSize()
        self.move((self._window.width() - self.width()) // 2, px(84))

    def _choose(self, row: int) -> None:
        if not 0 <= row < len(self._model.entries):
            return
        entry = self._model.entries[row]
        if not entry.reason:
            self.hide()
            self.chosen.emit(entry.id)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows move in the list while the keyboard stays in the box."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._take_key(event)
        lost = event.type() == QEvent.Type.FocusOut and self.isVisible()
        if lost and self._window.isActiveWindow() and not self.isAncestorOf(_focused(self)):
            self._close()
        return False

    def _take_key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._choose(self.list.currentIndex().row())
        elif key == Qt.Key.Key_Escape:
            self._close()
        elif key in _MOVES:
            self._move(key)
        else:
            return False
        return True

    def _move(self, key: int) -> None:
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_PageUp: -_ROWS}.get(
            Qt.Key(key), _ROWS
        )
        last = len(self._model.entries) - 1
        row = max(0, min(last, self.list.currentIndex().row() + by))
        if last >= 0:
            self.list.setCurrentIndex(self._model.index(row))
            self.box.setAccessibleDescription(
                str(self._model.index(row).data(Qt.ItemDataRole.AccessibleTextRole))
            )

    def _close(self) -> None:
        if self.isVisible():
            self.hide()
            self.closed.emit()


def _focused(widget: QWidget) -> QWidget:
    return widget.window().focusWidget() or widget.window()
