"""Rows of trials: who acted and how it ended, when, and a bar for the score or for what is done."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from studio.gui.theme import Theme, px
from studio.gui.widgets.rows import fill_selected
from studio.gui.widgets.track import paint_track

TITLE = int(Qt.ItemDataRole.DisplayRole)
CAPTION = int(Qt.ItemDataRole.UserRole) + 1
PILL = int(Qt.ItemDataRole.UserRole) + 2
TONE = int(Qt.ItemDataRole.UserRole) + 3
SHARE = int(Qt.ItemDataRole.UserRole) + 4
MARK = int(Qt.ItemDataRole.UserRole) + 5
SCORE = int(Qt.ItemDataRole.UserRole) + 6

Index = QModelIndex | QPersistentModelIndex
_HEIGHT, _PILL, _BAR, _SCORE, _MARGIN = 56, 22, 72, 36, 16
_ELIDE = Qt.TextElideMode.ElideRight
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)


class TrialDelegate(QStyledItemDelegate):
    """Paints a row of one height, so that a long list is as quick as a short one."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        view.setUniformItemSizes(True)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the same room for each row."""
        return QSize(px(200), px(_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the row."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            fill_selected(painter, area)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, QColor(Theme.tokens.sunken))
        inner = area.adjusted(px(_MARGIN), px(8), -px(_MARGIN), -px(8))
        self._first(painter, option, index, inner)
        self._second(painter, option, index, inner)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(Theme.tokens.accent), px(2)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            half = px(2) // 2
            painter.drawRect(area.adjusted(half, half, -half, -half))
        painter.restore()

    def _first(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, inner: QRect
    ) -> None:
        """Paint who acted, and the pill at the right."""
        small = _small(option.font)
        told = str(index.data(PILL) or "")
        wide = min(QFontMetrics(small).horizontalAdvance(told) + px(20), inner.width() * 2 // 3)
        pill = QRect(inner.right() - wide + 1, inner.y() - px(1), wide, px(_PILL))
        if told:
            self._pill(painter, pill, told, str(index.data(TONE)), small)
        strong = QFont(option.font)
        strong.setWeight(QFont.Weight.Medium)
        painter.setFont(strong)
        painter.setPen(QColor(Theme.tokens.text))
        room = inner.width() - wide - px(8)
        title = QFontMetrics(strong).elidedText(str(index.data(TITLE) or ""), _ELIDE, room)
        painter.drawText(QRect(inner.x(), inner.y(), room, px(20)), _LEFT, title)

    def _pill(self, painter: QPainter, box: QRect, told: str, tone: str, small: QFont) -> None:
        tokens = Theme.tokens
        ink, ground = {
            "good": (tokens.good, tokens.good_tint),
            "bad": (tokens.bad, tokens.bad_tint),
            "waits": (tokens.waits, tokens.waits_tint),
        }.get(tone, (tokens.text_2, tokens.sunken))
        painter.setPen(QPen(QColor(tokens.border if Theme.mode == "contrast" else ground), 1))
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(QRectF(box), px(11), px(11))
        painter.setFont(small)
        painter.setPen(QColor(ink))
        shown = QFontMetrics(small).elidedText(told, _ELIDE, box.width() - px(16))
        painter.drawText(box, _CENTRE, shown)

    def _second(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, inner: QRect
    ) -> None:
        """Paint when it was, what is to be known of it, and the bar at the right."""
        share = index.data(SHARE)
        score = str(index.data(SCORE) or "")
        bar = px(_BAR) if share is not None else 0
        figures = px(_SCORE) if score else 0
        caption = QFont(option.font)
        caption.setPixelSize(px(11))
        metrics = QFontMetrics(caption)
        painter.setFont(caption)
        row = QRect(inner.x(), inner.y() + px(22), inner.width() - bar - figures - px(12), px(18))
        mark = str(index.data(MARK) or "")
        if mark:
            painter.setPen(QColor(Theme.tokens.waits))
            painter.drawText(row, _LEFT, metrics.elidedText(mark, _ELIDE, row.width()))
            row.setLeft(row.left() + metrics.horizontalAdvance(mark) + px(8))
        painter.setPen(QColor(Theme.tokens.text_3))
        told = metrics.elidedText(str(index.data(CAPTION) or ""), _ELIDE, max(0, row.width()))
        painter.drawText(row, _LEFT, told)
        if share is not None:
            track = QRect(inner.right() - bar + 1, inner.y() + px(28), bar, px(6))
            self._bar(painter, track, float(share), str(index.data(TONE)))
            painter.setPen(QColor(Theme.tokens.text))
            painter.setFont(option.font)
            place = QRect(track.x() - figures, row.y(), figures - px(8), row.height())
            painter.drawText(place, _RIGHT, score)

    def _bar(self, painter: QPainter, track: QRect, share: float, tone: str) -> None:
        tokens = Theme.tokens
        paint_track(painter, track)
        if share > 0:
            filled = QRect(track.x(), track.y(), max(px(4), round(track.width() * share)), px(6))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.bad if tone == "bad" else tokens.accent))
            painter.drawRoundedRect(filled, px(3), px(3))


def _small(font: QFont) -> QFont:
    made = QFont(font)
    made.setPixelSize(px(11))
    made.setWeight(QFont.Weight.Medium)
    return made
