"""Rows that stand somehow: an icon, a name over its caption, and a pill with the word for it."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from studio.gui.theme import Theme, icon, px
from studio.gui.widgets.cards import CAPTION, ICON, PILL, TONE
from studio.gui.widgets.enter_list import EnterList
from studio.gui.widgets.pills import paint_pill, small
from studio.gui.widgets.rows import fill_selected

Index = QModelIndex | QPersistentModelIndex
_ROW, _SIDE, _PILL = 48, 16, 22
_ELIDE = Qt.TextElideMode.ElideRight
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_TONES = ("good", "bad", "waits", "accent")


class PillRows(QStyledItemDelegate):
    """Paints the rows; the roles are those of cards."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the same room for each row."""
        return QSize(px(240), px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the row."""
        tokens, area = Theme.tokens, option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            fill_selected(painter, area)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, QColor(tokens.sunken))
        painter.fillRect(QRect(area.x(), area.bottom(), area.width(), 1), QColor(tokens.line))
        words, tone = str(index.data(PILL) or ""), str(index.data(TONE))
        width = QFontMetrics(small(option.font)).horizontalAdvance(words) + px(20)
        high = px(_PILL)
        pill = QRect(
            area.right() - px(_SIDE) - width, area.y() + (area.height() - high) // 2, width, high
        )
        self._sign(painter, area, str(index.data(ICON)), tone)
        self._words(painter, option, index, pill.left() - px(12))
        paint_pill(painter, pill, words, tone, option.font)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.accent), px(2)))
            painter.drawRect(area.adjusted(1, 1, -1, -2))
        painter.restore()

    def _sign(self, painter: QPainter, area: QRect, name: str, tone: str) -> None:
        side = px(_SIDE)
        top = area.y() + (area.height() - side) // 2
        colour = tone if tone in _TONES else "text_3"
        icon(name, colour).paint(painter, QRect(area.x() + px(16), top, side, side))

    def _words(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, right: int
    ) -> None:
        tokens, area = Theme.tokens, option.rect
        left = area.x() + px(44)
        room, caption = right - left, str(index.data(CAPTION) or "")
        name = QRect(left, area.y(), room, area.height())
        if caption:
            name = QRect(left, area.y() + px(6), room, px(20))
            fine = QFont(option.font)
            fine.setPixelSize(px(11))
            painter.setFont(fine)
            painter.setPen(QColor(tokens.text_3))
            told = QFontMetrics(fine).elidedText(caption, _ELIDE, room)
            painter.drawText(QRect(left, area.y() + px(26), room, px(16)), _LEFT, told)
        painter.setFont(option.font)
        painter.setPen(QColor(tokens.text))
        shown = QFontMetrics(option.font).elidedText(str(index.data() or ""), _ELIDE, room)
        painter.drawText(name, _LEFT, shown)


class PillList(EnterList):
    """A list of such rows."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.setItemDelegate(PillRows(self))
        self.setUniformItemSizes(True)
