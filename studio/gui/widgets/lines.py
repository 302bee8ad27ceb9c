"""Lines of one height in lists and tables, painted alike in every mode."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from studio.gui.theme import Theme, px

Index = QModelIndex | QPersistentModelIndex


class LineDelegate(QStyledItemDelegate):
    """Paints one line of text a row; the column `chip` looks like a value that can be pressed."""

    def __init__(self, view: QAbstractItemView, height: int = 30, chip: int = -1) -> None:
        super().__init__(view)
        self._view, self._height, self._chip = view, height, chip

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a line."""
        return QSize(px(80), px(self._height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the line."""
        tokens = Theme.tokens
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, QColor(tokens.selection))
        area = option.rect.adjusted(px(8), 0, -px(8), 0)
        text = option.fontMetrics.elidedText(
            str(index.data() or ""), self._view.textElideMode(), area.width()
        )
        colour = index.data(Qt.ItemDataRole.ForegroundRole)
        painter.setPen(colour if isinstance(colour, QColor) else QColor(tokens.text))
        if index.column() == self._chip and text:
            self._paint_chip(painter, area, option.fontMetrics.horizontalAdvance(text))
        aligned = index.data(Qt.ItemDataRole.TextAlignmentRole)
        left = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(area, int(aligned) if aligned else left, text)
        if self._view.hasFocus() and index.row() == self._view.currentIndex().row():
            self._paint_focus(painter, option.rect)
        painter.restore()

    def _paint_chip(self, painter: QPainter, area: QRect, width: int) -> None:
        pen = painter.pen()
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(Theme.tokens.accent_tint))
        height = px(22)
        chip = QRectF(area.x() - px(4), 0, width + px(8), height)
        chip.moveTop(area.y() + (area.height() - height) / 2)
        painter.drawRoundedRect(chip, px(4), px(4))
        painter.setPen(pen)

    @staticmethod
    def _paint_focus(painter: QPainter, row: QRect) -> None:
        painter.setPen(QPen(QColor(Theme.tokens.accent), 2))
        painter.drawLine(row.topLeft(), row.topRight())
        painter.drawLine(row.bottomLeft(), row.bottomRight())
