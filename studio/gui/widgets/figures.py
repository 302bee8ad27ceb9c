"""Numbers of a table: right-aligned in one line, with room for a sign behind them."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from studio.gui.theme import Theme

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
        return QSize(super().sizeHint(option, index).width() + GUTTER, _ROW)

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
        room = option.rect.adjusted(4, 0, -GUTTER, 0)
        painter.drawText(room, _RIGHT, str(index.data()))
        painter.setPen(QColor(tokens.text_2))
        painter.drawText(option.rect.adjusted(0, 0, -6, 0), _RIGHT, str(index.data(SIGN) or ""))
        painter.restore()
