"""Boxes to tick in tables: by a press, by Space, or by assistive technology.

Such a table selects nothing, for what counts is ticked. Assistive technology knows no other act for
a cell than to select it, so what is selected from outside is ticked.
"""

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    QTimer,
)
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from studio.gui.theme import Theme, px
from studio.gui.widgets.fields import tick_box

Index = QModelIndex | QPersistentModelIndex
_ROW, _BOX, _SIDE = 30, 16, 8
_CHECK = Qt.ItemDataRole.CheckStateRole
_ON, _OFF = Qt.CheckState.Checked, Qt.CheckState.Unchecked


def tick(event: QEvent, model: QAbstractItemModel, index: Index) -> bool:
    """Turn the tick of a cell at a press or at Space; tell whether the event was one of them."""
    pressed = (
        isinstance(event, QMouseEvent)
        and event.type() == QEvent.Type.MouseButtonRelease
        and event.button() == Qt.MouseButton.LeftButton
    )
    space = (
        isinstance(event, QKeyEvent)
        and event.type() == QEvent.Type.KeyPress
        and event.key() == Qt.Key.Key_Space
    )
    return (pressed or space) and _turn(model, index)


def _turn(model: QAbstractItemModel, index: Index) -> bool:
    if not index.flags() & Qt.ItemFlag.ItemIsUserCheckable:
        return False
    now = Qt.CheckState(index.data(_CHECK))
    return model.setData(index, _OFF if now == _ON else _ON, _CHECK)


def tick_marked(view: QAbstractItemView) -> None:
    """Tick what is selected in a view from now on, and take the selection away again."""
    selection = view.selectionModel()

    def turn() -> None:
        marked = [QPersistentModelIndex(index) for index in selection.selectedIndexes()]
        selection.clearSelection()
        for index in marked:
            _turn(view.model(), index)

    # Not within the change: what selects is not done with it.
    selection.selectionChanged.connect(
        lambda chosen, _: QTimer.singleShot(0, view, turn) if chosen.count() else None
    )


def is_current(option: QStyleOptionViewItem, index: Index, whole_row: bool) -> bool:
    """Tell whether a cell that is painted is the one that the keyboard is on, or in its row."""
    view = option.widget
    if not isinstance(view, QAbstractItemView):
        return False
    current = view.currentIndex()
    return current.row() == index.row() and (whole_row or current.column() == index.column())


class TickRows(QStyledItemDelegate):
    """Paints cells; a click on the first column or Space ticks its box."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a row."""
        return QSize(px(60), px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the cell."""
        tokens = Theme.tokens
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area: QRect = option.rect
        if is_current(option, index, whole_row=True):
            painter.fillRect(area, QColor(tokens.selection))
        painter.fillRect(QRect(area.x(), area.bottom(), area.width(), 1), QColor(tokens.line))
        words = area.adjusted(px(_SIDE), 0, -px(_SIDE), 0)
        state = index.data(_CHECK)
        if state is not None:
            top = area.y() + (area.height() - px(_BOX)) / 2
            box = QRectF(words.x() + 0.5, top + 0.5, px(_BOX) - 1, px(_BOX) - 1)
            if index.flags() & Qt.ItemFlag.ItemIsUserCheckable:
                tick_box(painter, box, Qt.CheckState(state) == _ON)
            words.adjust(px(_BOX + _SIDE), 0, 0, 0)
        painter.setPen(QColor(tokens.text if index.column() == 0 else tokens.text_2))
        told = QFontMetrics(option.font).elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, words.width()
        )
        painter.setFont(option.font)
        painter.drawText(words, int(index.data(Qt.ItemDataRole.TextAlignmentRole)), told)
        if option.state & QStyle.StateFlag.State_HasFocus and index.column() == 0:
            painter.setPen(QPen(QColor(tokens.accent), px(2)))
            painter.drawRect(area.adjusted(1, 1, -1, -2))
        painter.restore()

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        """Tick the box, or take the tick away."""
        return tick(event, model, index)
