"""Numbers of a table: right-aligned in one line, with room for a sign behind them."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from studio.gui.theme import Theme, px

SIGN = Qt.ItemDataRole.UserRole + 20
GUTTER = 20
_ROW = 30
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class FigureDelegate(QStyledItemDelegate):
    """Paints a number so that its last digit stands where those above and below have theirs."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Return room for a row."""
        return QSize(super().sizeHint(option, index).width() + px(GUTTER), px(_ROW))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Paint the number and its sign."""
        painter.save()
        tokens = Theme.tokens
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(tokens.selection))
        painter.setFont(option.font)
        painter.setPen(QColor(tokens.text))
        room = option.rect.adjusted(px(4), 0, -px(GUTTER), 0)
        painter.drawText(room, _RIGHT, str(index.data()))
        painter.setPen(QColor(tokens.text_2))
        sign = option.rect.adjusted(0, 0, -px(6), 0)
        painter.drawText(sign, _RIGHT, str(index.data(SIGN) or ""))
        painter.restore()
