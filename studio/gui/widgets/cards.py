"""Cards in a long list: a picture, two lines, a pill that says how it stands, a button."""

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from studio.gui.theme import Theme, icon, px
from studio.gui.widgets.pills import paint_pill, small

TITLE = int(Qt.ItemDataRole.DisplayRole)
CAPTION = int(Qt.ItemDataRole.UserRole) + 1
THUMBNAIL = int(Qt.ItemDataRole.UserRole) + 2
ICON = int(Qt.ItemDataRole.UserRole) + 3
PILL = int(Qt.ItemDataRole.UserRole) + 4
TONE = int(Qt.ItemDataRole.UserRole) + 5
ACTION = int(Qt.ItemDataRole.UserRole) + 6

Index = QModelIndex | QPersistentModelIndex
_HEIGHT, _PICTURE = 64, (80, 48)
_PILL, _BUTTON = 22, 30
_NARROW = 640
_BY_KEY = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)
_ELIDE = Qt.TextElideMode.ElideRight
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class CardList(QListView):
    """A list of cards: a press on a card chooses it, one on its button asks for what it says.

    By keyboard Enter chooses, Ctrl+Enter presses the button, Delete asks to delete, and the menu
    key opens the menu.
    """

    chosen = Signal(QModelIndex)
    acted = Signal(QModelIndex)
    delete_asked = Signal(QModelIndex)
    menu_asked = Signal(QModelIndex, QPoint)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("cards")
        self._delegate = CardDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self._down = (-1, False)
        self.pointer = QPoint(-1, -1)

    def button_box(self, index: Index) -> QRect:
        """Return where the button of a card lies in the viewport."""
        return self._delegate.button_box(self.visualRect(index), index, self.font())

    def _hit(self, event: QMouseEvent) -> tuple[QModelIndex, bool]:
        place = event.position().toPoint()
        index = self.indexAt(place)
        return index, index.isValid() and self.button_box(index).contains(place)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where the press began."""
        super().mousePressEvent(event)
        index, on_button = self._hit(event)
        left = event.button() == Qt.MouseButton.LeftButton
        self._down = (index.row(), on_button) if left else (-1, False)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose the card, or press its button."""
        super().mouseReleaseEvent(event)
        index, on_button = self._hit(event)
        down, self._down = self._down, (-1, False)
        if index.isValid() and down == (index.row(), on_button):
            (self.acted if on_button else self.chosen).emit(index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show which button is under the pointer."""
        super().mouseMoveEvent(event)
        self.pointer = event.position().toPoint()
        self.viewport().update()

    def leaveEvent(self, event: QEvent) -> None:
        """No button is under the pointer any more."""
        super().leaveEvent(event)
        self.pointer = QPoint(-1, -1)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter, Ctrl+Enter and Delete as answers."""
        index = self.currentIndex()
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if not index.isValid() or not (enter or event.key() == Qt.Key.Key_Delete):
            super().keyPressEvent(event)
        elif not enter:
            self.delete_asked.emit(index)
        elif event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.acted.emit(index)
        else:
            self.chosen.emit(index)

    def event(self, event: QEvent) -> bool:
        """Keep Ctrl+Enter from the commands of the window while a card has the keyboard."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and self.currentIndex().isValid()
        ):
            event.accept()
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Let the arrows begin at the first card."""
        super().focusInEvent(event)
        by_key = event.reason() in _BY_KEY
        if by_key and not self.currentIndex().isValid() and self.model().rowCount():
            self.setCurrentIndex(self.model().index(0, 0))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the menu of the card under the pointer, or of the current one."""
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        if index.isValid():
            box = self.visualRect(index)
            place = QPoint(box.center().x(), box.center().y()) if by_key else event.pos()
            self.menu_asked.emit(index, self.viewport().mapToGlobal(place))


class CardDelegate(QStyledItemDelegate):
    """Paints a card."""

    def __init__(self, view: CardList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the same room for each card."""
        narrow = self._view.viewport().width() < px(_NARROW)
        return QSize(px(120), px(_HEIGHT + (_PILL if narrow else 0)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the card."""
        tokens = Theme.tokens
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(area, QColor(tokens.selection))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, QColor(tokens.sunken))
        painter.fillRect(QRect(area.x(), area.bottom(), area.width(), 1), QColor(tokens.line))
        self._picture(painter, self._picture_box(area), index)
        button = self.button_box(area, index, option.font)
        pill = self._pill_box(area, index, option.font)
        self._words(painter, option, index, pill, button)
        paint_pill(painter, pill, str(index.data(PILL)), str(index.data(TONE)), painter.font())
        self._button(painter, button, index, option)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(tokens.accent), px(2)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(area.adjusted(1, 1, -1, -2))
        painter.restore()

    def _picture_box(self, area: QRect) -> QRect:
        return QRect(QPoint(area.x() + px(7), area.y() + px(8)), QSize(*map(px, _PICTURE)))

    def button_box(self, area: QRect, index: Index, font: QFont) -> QRect:
        """Return where the button of a card lies, empty if it has none."""
        words = str(index.data(ACTION) or "")
        if not words:
            return QRect(area.right() - px(7), area.y(), 0, 0)
        width = QFontMetrics(font).horizontalAdvance(words) + px(24)
        top = area.y() + (px(_HEIGHT) - px(_BUTTON)) // 2
        return QRect(area.right() - px(7) - width, top, width, px(_BUTTON))

    def _pill_box(self, area: QRect, index: Index, font: QFont) -> QRect:
        words = str(index.data(PILL) or "")
        button = self.button_box(area, index, font)
        width = QFontMetrics(small(font)).horizontalAdvance(words) + px(20)
        if area.width() < px(_NARROW):
            left = self._picture_box(area).right() + px(16)
            room = area.right() - px(8) - left
            return QRect(left, area.y() + px(_HEIGHT) - px(4), min(width, room), px(_PILL))
        left = area.x() + round(area.width() * 0.55)
        top = area.y() + (px(_HEIGHT) - px(_PILL)) // 2
        return QRect(left, top, min(width, button.left() - px(16) - left), px(_PILL))

    def _words(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: Index,
        pill: QRect,
        button: QRect,
    ) -> None:
        area = option.rect
        left = self._picture_box(area).right() + px(16)
        narrow = area.width() < px(_NARROW)
        width = (button.left() if narrow else pill.left()) - px(16) - left
        title = QFont(option.font)
        title.setWeight(QFont.Weight.Medium)
        rows = ((TITLE, title, Theme.tokens.text, 10), (CAPTION, option.font, None, 32))
        for role, font, colour, top in rows:
            painter.setFont(font)
            painter.setPen(QColor(colour or Theme.tokens.text_3))
            told = QFontMetrics(font).elidedText(str(index.data(role) or ""), _ELIDE, width)
            painter.drawText(QRect(left, area.y() + px(top), width, px(22)), _LEFT, told)

    def _button(
        self, painter: QPainter, box: QRect, index: Index, option: QStyleOptionViewItem
    ) -> None:
        if box.isEmpty():
            return
        tokens = Theme.tokens
        under = box.contains(self._view.pointer)
        painter.setPen(QPen(QColor(tokens.border), 1))
        painter.setBrush(QColor(tokens.sunken if under else tokens.panel))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), px(6), px(6))
        painter.setFont(option.font)
        painter.setPen(QColor(tokens.text))
        painter.drawText(box, _CENTRE, str(index.data(ACTION)))

    def _picture(self, painter: QPainter, box: QRect, index: Index) -> None:
        tokens = Theme.tokens
        painter.fillRect(box, QColor(tokens.sunken))
        picture = index.data(THUMBNAIL)
        if isinstance(picture, QPixmap):
            keep = Qt.AspectRatioMode.KeepAspectRatio
            source = QRect(QPoint(0, 0), box.size().scaled(picture.size(), keep))
            source.moveCenter(picture.rect().center())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(box, picture, source)
        else:
            side = px(24)
            inner = QRect(0, 0, side, side)
            inner.moveCenter(box.center())
            icon(str(index.data(ICON) or "file"), tokens.text_3).paint(painter, inner)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(tokens.line), 1))
        painter.drawRect(box.adjusted(0, 0, -1, -1))
