"""A table whose first column tells what a row is, and whose others are boxes to tick."""

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from studio.gui.theme import Theme, px
from studio.gui.theme.measures import CAPTION as CAPTION_SIZE
from studio.gui.widgets.fields import tick_box
from studio.gui.widgets.rows import CAPTION
from studio.gui.widgets.tick_rows import is_current, tick, tick_marked

Index = QModelIndex | QPersistentModelIndex
_ROW, _COLUMN, _SIDE = 44, 104, 16
_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter)


class _Cells(QStyledItemDelegate):
    """Paints a name over its caption, or a box; a press or Space ticks it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return room for two lines."""
        return QSize(px(_COLUMN), px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the cell."""
        tokens = Theme.tokens
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state = option.state
        if is_current(option, index, whole_row=False):
            painter.fillRect(option.rect, QColor(tokens.selection))
        if index.column():
            self._paint_box(painter, option.rect, index)
        else:
            self._paint_words(painter, option, index)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.accent), px(2)))
            painter.drawRoundedRect(QRectF(option.rect).adjusted(1, 1, -1, -1), px(4), px(4))
        painter.restore()

    def _paint_box(self, painter: QPainter, area: QRect, index: Index) -> None:
        side = px(_SIDE)
        place = QRectF(area.x() + px(8) + 0.5, area.center().y() - side / 2, side, side)
        ticked = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole))
        tick_box(painter, place, ticked == Qt.CheckState.Checked)

    def _paint_words(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        tokens, area = Theme.tokens, option.rect.adjusted(px(8), px(4), -px(8), -px(4))
        caption = str(index.data(CAPTION) or "")
        name, told = QRect(area), QRect(area)
        if caption:
            name.setBottom(area.center().y())
            told.setTop(area.center().y())
        painter.setFont(option.font)
        painter.setPen(QColor(tokens.text))
        painter.drawText(name, _MIDDLE, str(index.data()))
        small = QFont(option.font)
        small.setPixelSize(px(CAPTION_SIZE))
        painter.setFont(small)
        painter.setPen(QColor(tokens.text_3))
        short = painter.fontMetrics().elidedText(caption, Qt.TextElideMode.ElideRight, told.width())
        painter.drawText(told, _MIDDLE, short)

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Tick where a box is pressed, or by Space."""
        return tick(event, model, index)


class TickTable(QTableView):
    """Arrows go from cell to cell, Space ticks, Tab goes on to the next part of the page."""

    def __init__(self, model: QAbstractItemModel, name: str) -> None:
        super().__init__()
        self.setModel(model)
        self.setItemDelegate(_Cells(self))
        self.setAccessibleName(name)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        tick_marked(self)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        rows, heads = self.verticalHeader(), self.horizontalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(px(_ROW))
        heads.setSectionsClickable(False)
        heads.setHighlightSections(False)
        heads.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        heads.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        heads.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        heads.setMinimumSectionSize(px(_COLUMN))
        for column in range(1, model.columnCount()):
            self.setColumnWidth(column, px(_COLUMN))

    def selectionCommand(
        self, index: Index, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        """Select nothing by mouse and keys, for what counts is ticked."""
        return QItemSelectionModel.SelectionFlag.NoUpdate
