"""Rows of the lists: steps with a thumbnail, checks with their verdict."""

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    QSize,
    QSizeF,
    Qt,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPixmap
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from studio.gui.theme import Theme, hue, icon, px
from studio.gui.widgets.fields import tick_box

TITLE = Qt.ItemDataRole.DisplayRole
CAPTION = Qt.ItemDataRole.UserRole + 1
THUMBNAIL = Qt.ItemDataRole.UserRole + 2
HUE = Qt.ItemDataRole.UserRole + 3
HEADING = Qt.ItemDataRole.UserRole + 4
VERDICT = Qt.ItemDataRole.UserRole + 5
IDENTITY = Qt.ItemDataRole.UserRole + 6

Index = QModelIndex | QPersistentModelIndex
_THUMB_WIDTH, _THUMB_HEIGHT = 64, 40
_SIGNS = {
    "right": ("check-bold", "good"),
    "wrong": ("x-bold", "bad"),
    "waits": ("dots-three-bold", "waits"),
}
_ENDLESS = 10_000
_WRAP = int(Qt.TextFlag.TextWordWrap)


def _fonts(base: QFont) -> tuple[QFont, QFont]:
    caption, strong = QFont(base), QFont(base)
    caption.setPixelSize(px(11))
    strong.setWeight(QFont.Weight.DemiBold)
    return caption, strong


def fill_selected(painter: QPainter, area: QRect) -> None:
    """Paint the ground of a selected row; in high contrast it has an edge too."""
    painter.fillRect(area, QColor(Theme.tokens.selection))
    if Theme.mode == "contrast":
        painter.setPen(QPen(QColor(Theme.tokens.text), 1))
        painter.drawRect(area.adjusted(0, 0, -1, -1))


def paint_sign(painter: QPainter, corner: QPoint, verdict: str) -> None:
    """Paint the sign of a verdict: right, wrong or waits, each with a shape of its own."""
    name, colour = _SIGNS[verdict]
    icon(name, colour).paint(painter, QRect(corner, QSize(px(14), px(14))))


def _room(view: QListView) -> int:
    """Return the width of rows beside the scroll bar, whether it is there or not.

    A list that learns of its bar while it lays out its rows does not lay them out again.
    """
    bar = view.verticalScrollBar()
    return view.viewport().width() - (0 if bar.isVisible() else bar.sizeHint().width())


class RowDelegate(QStyledItemDelegate):
    """Paints a row: edge in the checkpoint's hue, picture or verdict, sentence, caption."""

    def __init__(self, view: QListView, pictures: bool = False, margin: int = 16) -> None:
        super().__init__(view)
        self._pictures = pictures
        self._margin = margin

    def _left(self, index: Index) -> int:
        if index.data(HEADING):
            return px(16)
        if self._pictures:
            return px(self._margin + _THUMB_WIDTH + 10)
        # Rows of a list that has no signs begin at its margin.
        return px(self._margin + (0 if index.data(VERDICT) is None else 20))

    def _text_width(self, option: QStyleOptionViewItem, index: Index) -> int:
        view = option.widget
        width = _room(view) if isinstance(view, QListView) else option.rect.width()
        return max(px(80), width - self._left(index) - px(self._margin))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return room for the whole sentence and its caption."""
        if index.data(HEADING):
            return QSize(px(120), px(40))
        metrics = QFontMetrics(option.font)
        room = QRect(0, 0, self._text_width(option, index), _ENDLESS)
        height = metrics.boundingRect(room, _WRAP, str(index.data(TITLE))).height() + px(16)
        caption = str(index.data(CAPTION) or "")
        if caption:
            small = QFontMetrics(_fonts(option.font)[0])
            height += small.boundingRect(room, _WRAP, caption).height() + px(2)
        least = px(_THUMB_HEIGHT + 14 if self._pictures else 30)
        return QSize(px(120), max(height, least))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the row."""
        tokens = Theme.tokens
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected and not index.data(HEADING):
            fill_selected(painter, option.rect)
        elif option.state & QStyle.StateFlag.State_MouseOver and not index.data(HEADING):
            painter.fillRect(option.rect, QColor(tokens.sunken))
        place = index.data(HUE)
        if place is not None and not index.data(HEADING):
            edge = QRect(option.rect.topLeft(), QSize(px(4), option.rect.height()))
            painter.fillRect(edge, QColor(hue(int(place))))
        if index.data(HEADING):
            self._heading(painter, option, index)
        else:
            self._row(painter, option, index)
        focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
        if focused and not index.data(HEADING):
            painter.setPen(QPen(QColor(tokens.accent), px(2)))
            half = px(2) // 2
            painter.drawRect(option.rect.adjusted(half, half, -half, -half))
        painter.restore()

    def _heading(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        _, strong = _fonts(option.font)
        area = option.rect.adjusted(px(16), px(12), -px(16), 0)
        place = index.data(HUE)
        if place is not None:
            dot = QRect(area.x(), area.y() + px(5), px(9), px(9))
            painter.fillRect(dot, QColor(hue(int(place))))
            area.adjust(px(18), 0, 0, 0)
        painter.setFont(strong)
        painter.setPen(QColor(Theme.tokens.text))
        caption = str(index.data(CAPTION) or "")
        room = QFontMetrics(option.font).horizontalAdvance(caption) + px(12)
        title = QFontMetrics(strong).elidedText(
            str(index.data(TITLE)), Qt.TextElideMode.ElideRight, area.width() - room
        )
        painter.drawText(area, int(Qt.AlignmentFlag.AlignLeft), title)
        painter.setFont(option.font)
        painter.setPen(QColor(Theme.tokens.text_3))
        painter.drawText(area, int(Qt.AlignmentFlag.AlignRight), caption)

    def _row(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        top = option.rect.y() + px(7)
        if self._pictures:
            size = QSize(px(_THUMB_WIDTH), px(_THUMB_HEIGHT))
            self._picture(painter, QRect(QPoint(option.rect.x() + px(16), top), size), index)
        self._verdict(painter, option, index)
        left = option.rect.x() + self._left(index)
        area = QRect(left, top, self._text_width(option, index), option.rect.height())
        painter.setFont(option.font)
        painter.setPen(QColor(Theme.tokens.text))
        title = str(index.data(TITLE))
        used = painter.boundingRect(area, _WRAP, title)
        painter.drawText(area, _WRAP, title)
        caption = str(index.data(CAPTION) or "")
        if caption:
            painter.setFont(_fonts(option.font)[0])
            wrong = index.data(VERDICT) == "wrong"
            painter.setPen(QColor(Theme.tokens.bad if wrong else Theme.tokens.text_3))
            area.setTop(used.bottom() + px(2))
            painter.drawText(area, _WRAP, caption)

    def _picture(self, painter: QPainter, box: QRect, index: Index) -> None:
        painter.fillRect(box, QColor(Theme.tokens.sunken))
        picture = index.data(THUMBNAIL)
        if isinstance(picture, QPixmap) and not picture.isNull():
            size = picture.size().scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
            inner = QRect(QPoint(0, 0), size)
            inner.moveCenter(box.center())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(inner, picture)
        painter.setPen(QPen(QColor(Theme.tokens.line), 1))
        painter.drawRect(box)

    def _verdict(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        verdict = index.data(VERDICT)
        if not verdict:
            return
        if verdict in ("ticked", "unticked"):
            place = QPoint(option.rect.x() + px(self._margin), option.rect.y() + px(8))
            tick_box(painter, QRectF(QPointF(place), QSizeF(px(14), px(14))), verdict == "ticked")
            return
        place = QPoint(option.rect.x() + px(self._margin), option.rect.y() + px(8))
        paint_sign(painter, place, str(verdict))
