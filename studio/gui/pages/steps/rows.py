"""The rows of the list of steps: all of one height, so that none needs measuring."""

from collections import OrderedDict
from typing import Any

from PySide6.QtCore import QAbstractItemModel, QPoint, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QImage,
    QPainter,
    QPen,
)
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from studio.gui.language import tr
from studio.gui.pages.steps.models import LEFT_OUT, UNNAMED, Index
from studio.gui.theme import Theme, hue, icon, px
from studio.gui.widgets.brief import broken_lines
from studio.gui.widgets.fields import Line
from studio.gui.widgets.rows import CAPTION, HUE, THUMBNAIL, TITLE, fill_selected

_HEIGHT, _TOP, _LEFT, _RIGHT = 64, 8, 16, 12
_THUMB = (64, 40)
_BESIDE, _EDGE = 12, 4
_LINES, _CAPTION = 2, 11
_KEPT = 4_000


def thumb_size() -> QSize:
    """Return how large the picture of a row is."""
    return QSize(px(_THUMB[0]), px(_THUMB[1]))


class StepDelegate(QStyledItemDelegate):
    """Paints a step: edge in the hue of its checkpoint, picture, sentence, number and time."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._broken: OrderedDict[tuple[str, int], tuple[str, ...]] = OrderedDict()
        self._caption = QFont(view.font())
        self._caption.setPixelSize(px(_CAPTION))
        self._left = px(_LEFT + _THUMB[0] + _BESIDE)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the room of every row."""
        return QSize(px(160), px(_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a row."""
        painter.save()
        self._ground(painter, option, index)
        area = option.rect
        corner = QPoint(area.x() + px(_LEFT), area.y() + px(_TOP))
        _picture(painter, QRect(corner, thumb_size()), index.data(THUMBNAIL))
        room = area.adjusted(self._left, px(_TOP), -px(_RIGHT), -px(_TOP))
        self._words(painter, option.font, room, index)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(Theme.tokens.accent), px(2)))
            painter.drawRect(area.adjusted(1, 1, -1, -1))
        painter.restore()

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if option.state & QStyle.StateFlag.State_Selected:
            fill_selected(painter, option.rect)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, QColor(Theme.tokens.sunken))
        place = index.data(HUE)
        if place is not None:
            edge = QRect(option.rect)
            edge.setWidth(px(_EDGE))
            painter.fillRect(edge, QColor(hue(int(place))))

    def _words(self, painter: QPainter, font: QFont, room: QRect, index: Index) -> None:
        out = bool(index.data(LEFT_OUT))
        font = QFont(font)
        font.setStrikeOut(out)
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(QColor(Theme.tokens.text_3 if out else Theme.tokens.text))
        y = room.y()
        for line in self._lines(str(index.data(TITLE)), font, room.width()):
            painter.drawText(room.x(), y + metrics.ascent(), line)
            y += metrics.lineSpacing()
        painter.setFont(self._caption)
        painter.setPen(QColor(Theme.tokens.text_3))
        small = QFontMetrics(self._caption)
        if index.data(UNNAMED):
            sign = QRect(room.x(), y + px(2), small.height(), small.height())
            icon("warning", "waits").paint(painter, sign)
            room.setLeft(sign.right() + px(4))
        told = small.elidedText(str(index.data(CAPTION)), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room.x(), y + px(2) + small.ascent(), told)

    def _lines(self, text: str, font: QFont, width: int) -> tuple[str, ...]:
        """Return a sentence in at most two lines; how it breaks is kept."""
        key = (text, width)
        found = self._broken.get(key)
        if found is None:
            found = _broken(text, font, width)
            self._broken[key] = found
            if len(self._broken) > _KEPT:
                self._broken.popitem(last=False)
        return found

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        """Return the field that the sentence is written in."""
        line = Line()
        line.setParent(parent)
        line.setAccessibleName(tr("What the step does"))
        return line

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Let the whole sentence be written over."""
        assert isinstance(editor, Line)
        if editor.isModified():
            # A picture that comes for a row asks this again: what was typed stays.
            return
        editor.setText(str(index.data(Qt.ItemDataRole.EditRole)))
        editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Hand on what was written."""
        assert isinstance(editor, Line)
        model.setData(index, editor.text())

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Lay the field over the sentence."""
        area = option.rect.adjusted(self._left - px(8), px(4), -px(4), 0)
        area.setHeight(px(30))
        editor.setGeometry(area)


def _picture(painter: QPainter, box: QRect, picture: Any) -> None:
    painter.fillRect(box, QColor(Theme.tokens.sunken))
    if isinstance(picture, QImage) and not picture.isNull():
        size = picture.size().scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
        inner = QRect(QPoint(0, 0), size)
        inner.moveCenter(box.center())
        painter.drawImage(inner, picture)
    painter.setPen(QPen(QColor(Theme.tokens.line), 1))
    painter.drawRect(box.adjusted(0, 0, -1, -1))


def _broken(text: str, font: QFont, width: int) -> tuple[str, ...]:
    """Return a text broken into at most `_LINES` lines, the last of them shortened."""
    lines = broken_lines(text, font, width, _LINES)
    if lines:
        elide = Qt.TextElideMode.ElideRight
        lines[-1] = QFontMetrics(font).elidedText(lines[-1], elide, width)
    return tuple(lines)
