"""The list of checkpoints: titles are written where they stand, rows are dragged into order."""

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QApplication,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from studio.gui.language import tr
from studio.gui.pages.checkpoints.models import GATE, LACKS, SHARE, Index, PointModel
from studio.gui.theme import Theme, hue, px
from studio.gui.widgets.fields import Line
from studio.gui.widgets.rows import CAPTION, HUE, fill_selected

_ROW, _EDGE, _LEFT, _RIGHT, _PILL = 56, 4, 16, 12, 20
_LEFT_ALIGNED = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT_ALIGNED = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)
_NOWHERE = -1


class PointList(QListView):
    """Shows checkpoints; Alt with an arrow moves one, F2 writes its title, Delete asks it away.

    Attributes:
        moved: the row that is to stand elsewhere, and the place that it is to have.
        remove_asked: the current row is to go.
    """

    moved = Signal(int, int)
    remove_asked = Signal()

    def __init__(self, model: PointModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setItemDelegate(_Delegate(self))
        self.setUniformItemSizes(True)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setEditTriggers(
            QListView.EditTrigger.DoubleClicked | QListView.EditTrigger.EditKeyPressed
        )
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setAccessibleName(tr("Checkpoints"))
        self.setAccessibleDescription(
            tr("Alt with an arrow key moves a checkpoint, F2 writes its title, Delete removes it")
        )
        self._pressed, self._begun, self._gap = _NOWHERE, 0, _NOWHERE

    # Keys.

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the current checkpoint, or ask it away."""
        row = self.currentIndex().row()
        by = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if by and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            if row >= 0 and 0 <= row + by < self.model().rowCount():
                self.moved.emit(row, row + by)
        elif event.key() == Qt.Key.Key_Escape and self._gap != _NOWHERE:
            self._end_drag()
        elif event.key() == Qt.Key.Key_Delete and row >= 0:
            self.remove_asked.emit()
        else:
            super().keyPressEvent(event)

    # Mouse.

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember which row the hand is at."""
        super().mousePressEvent(event)
        left = event.button() == Qt.MouseButton.LeftButton
        self._pressed = self.indexAt(event.position().toPoint()).row() if left else _NOWHERE
        self._begun = round(event.position().y())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show between which rows it would come to stand."""
        held = bool(event.buttons() & Qt.MouseButton.LeftButton) and self._pressed != _NOWHERE
        y = round(event.position().y())
        far = abs(y - self._begun) >= QApplication.startDragDistance()
        if not held or not (far or self._gap != _NOWHERE):
            super().mouseMoveEvent(event)
            return
        self._gap = self._gap_at(y)
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        near = min(max(0, self._gap - (y < self._begun)), self.model().rowCount() - 1)
        self.scrollTo(self.model().index(near, 0))
        self.viewport().update()

    def _gap_at(self, y: int) -> int:
        """Return before which row a pixel lies; that of the count is the end."""
        index = self.indexAt(QPoint(px(8), y))
        if not index.isValid():
            return 0 if y < 0 else self.model().rowCount()
        return index.row() + (y > self.visualRect(index).center().y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let the row go where it was dragged."""
        row, gap = self._pressed, self._gap
        self._end_drag()
        super().mouseReleaseEvent(event)
        if gap != _NOWHERE and row != _NOWHERE:
            place = gap - (gap > row)
            if place != row:
                self.moved.emit(row, place)

    def _end_drag(self) -> None:
        self._pressed, self._gap = _NOWHERE, _NOWHERE
        self.unsetCursor()
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows, and a line where one that is dragged would come to stand."""
        super().paintEvent(event)
        if self._gap == _NOWHERE:
            return
        last = self._gap == self.model().rowCount()
        rect = self.visualRect(self.model().index(self._gap - last, 0))
        y = rect.bottom() if last else rect.top()
        painter = QPainter(self.viewport())
        painter.setPen(QPen(QColor(Theme.tokens.accent), px(2)))
        painter.drawLine(px(4), y, self.viewport().width() - px(4), y)


class _Delegate(QStyledItemDelegate):
    """Paints a checkpoint: edge in its hue, title, share, whether it must pass, what it holds."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the room of every row."""
        return QSize(px(160), px(_ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | Index
    ) -> None:
        """Paint a row."""
        tokens, area = Theme.tokens, option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            fill_selected(painter, area)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, QColor(tokens.sunken))
        painter.fillRect(area.x(), area.y(), px(_EDGE), area.height(), QColor(hue(index.data(HUE))))
        painter.fillRect(area.x(), area.bottom(), area.width(), 1, QColor(tokens.line))
        room = area.adjusted(px(_LEFT), px(8), -px(_RIGHT), -px(8))
        self._first_line(painter, option.font, room, index)
        self._second_line(painter, option.font, room, index)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(tokens.accent), px(2)))
            painter.drawRect(area.adjusted(1, 1, -1, -2))
        painter.restore()

    def _first_line(self, painter: QPainter, font: QFont, room: QRect, index: Index) -> None:
        tokens = Theme.tokens
        line = QRect(room.x(), room.y(), room.width(), px(20))
        share = str(index.data(SHARE))
        painter.setFont(font)
        painter.setPen(QColor(tokens.text_2))
        painter.drawText(line, _RIGHT_ALIGNED, share)
        right = line.right() - QFontMetrics(font).horizontalAdvance("100%") - px(12)
        if index.data(GATE):
            right = self._pill(painter, font, line, right)
        title = QFont(font)
        title.setWeight(QFont.Weight.Medium)
        painter.setFont(title)
        painter.setPen(QColor(tokens.text))
        box = QRect(line.x(), line.y(), right - line.x(), line.height())
        told = QFontMetrics(title).elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, box.width()
        )
        painter.drawText(box, _LEFT_ALIGNED, told)

    def _pill(self, painter: QPainter, font: QFont, line: QRect, right: int) -> int:
        """Paint that it must pass; return where the title has to end."""
        tokens = Theme.tokens
        small = _small(font)
        words = tr("must pass")
        width = QFontMetrics(small).horizontalAdvance(words) + px(16)
        box = QRect(right - width, line.y() + (line.height() - px(_PILL)) // 2, width, px(_PILL))
        edge = tokens.border if Theme.mode == "contrast" else tokens.line
        painter.setPen(QPen(QColor(edge), 1))
        painter.setBrush(QColor(tokens.sunken))
        painter.drawRoundedRect(QRectF(box), px(10), px(10))
        painter.setFont(small)
        painter.setPen(QColor(tokens.text_2))
        painter.drawText(box, _CENTRE, words)
        return box.x() - px(8)

    def _second_line(self, painter: QPainter, font: QFont, room: QRect, index: Index) -> None:
        tokens = Theme.tokens
        small = _small(font)
        painter.setFont(small)
        painter.setPen(QColor(tokens.waits if index.data(LACKS) else tokens.text_3))
        line = QRect(room.x(), room.y() + px(22), room.width(), px(16))
        told = QFontMetrics(small).elidedText(
            str(index.data(CAPTION)), Qt.TextElideMode.ElideRight, line.width()
        )
        painter.drawText(line, _LEFT_ALIGNED, told)

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return the field that the title is written in."""
        line = Line()
        line.setParent(parent)
        line.setMaxLength(120)
        line.setAccessibleName(tr("Title of the checkpoint"))
        return line

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Let the whole title be written over; what was typed stays."""
        assert isinstance(editor, Line)
        if not editor.isModified():
            editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Hand on what was written."""
        assert isinstance(editor, Line)
        model.setData(index, editor.text())

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Lay the field over the title."""
        area = option.rect.adjusted(px(_LEFT) - px(8), px(4), -px(4), 0)
        area.setHeight(px(30))
        editor.setGeometry(area)


def _small(font: QFont) -> QFont:
    made = QFont(font)
    made.setPixelSize(px(11))
    return made
