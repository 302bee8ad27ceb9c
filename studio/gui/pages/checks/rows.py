"""The rows of the list of checks: headings of checkpoints, and sentences with their values."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from studio.gui.language import tr
from studio.gui.pages.checks.models import CHIPS, MUST, TONE, Index
from studio.gui.theme import Theme, hue, px
from studio.gui.widgets.claim_text import lay_out, paint_laid
from studio.gui.widgets.rows import (
    CAPTION,
    HEADING,
    HUE,
    IDENTITY,
    TITLE,
    VERDICT,
    fill_selected,
    paint_sign,
)

LEFT, RIGHT, TOP, GAP = 36, 16, 8, 4
SIGN = 16
_HEADING, _EDGE = 40, 4
_WRAP = int(Qt.TextFlag.TextWordWrap)


def small_font(base: QFont) -> QFont:
    """Return the font of captions."""
    made = QFont(base)
    made.setPixelSize(px(11))
    return made


class ClaimDelegate(QStyledItemDelegate):
    """Paints the rows; the selected one is shown by widgets, for which it only makes room.

    Args:
        view: the list.
        open_height: returns the height of what is shown in place of the row of a check, by its id
            and the width; 0 if the row shows itself.
    """

    def __init__(self, view: QListView, open_height: Callable[[str, int], int]) -> None:
        super().__init__(view)
        self._view, self._open_height = view, open_height
        self._heights: dict[tuple[object, ...], int] = {}

    def room(self) -> int:
        """Return the width of a row beside the scroll bar, whether that is there or not."""
        bar = self._view.verticalScrollBar()
        room = self._view.viewport().width()
        return room - (0 if bar.isVisible() else bar.sizeHint().width())

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return room for the whole sentence, or for what stands in its place."""
        if index.data(HEADING):
            return QSize(px(120), px(_HEADING))
        width = self.room()
        if opened := self._open_height(str(index.data(IDENTITY)), width):
            return QSize(px(120), opened)
        key = (index.data(TITLE), index.data(CHIPS), index.data(CAPTION), width)
        if key not in self._heights:
            if len(self._heights) > 20_000:
                self._heights.clear()
            self._heights[key] = self._height(option.font, index, width)
        return QSize(px(120), self._heights[key])

    def _height(self, font: QFont, index: Index, width: int) -> int:
        inner = width - px(LEFT) - px(RIGHT)
        laid = lay_out(str(index.data(TITLE)), index.data(CHIPS), inner, QFontMetrics(font))
        caption = str(index.data(CAPTION) or "")
        return laid.height + 2 * px(TOP) + self._caption(font, caption, inner)

    @staticmethod
    def _caption(font: QFont, caption: str, width: int) -> int:
        if not caption:
            return 0
        room = QRect(0, 0, width, 10_000)
        metrics = QFontMetrics(small_font(font))
        return metrics.boundingRect(room, _WRAP, caption).height() + px(GAP)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint the row."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if index.data(HEADING):
            self._heading(painter, option, index)
        else:
            self._row(painter, option, index)
        painter.restore()

    def _heading(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        area = option.rect.adjusted(px(16), px(8), -px(RIGHT), 0)
        place = index.data(HUE)
        if place is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(hue(int(place))))
            middle = area.y() + area.height() // 2
            painter.drawRoundedRect(QRectF(area.x() + px(1), middle - px(4), px(8), px(8)), 2, 2)
            area.adjust(px(LEFT) - px(16), 0, 0, 0)
        strong = QFont(option.font)
        strong.setWeight(QFont.Weight.DemiBold)
        metrics, plain = QFontMetrics(strong), QFontMetrics(option.font)
        share = str(index.data(CAPTION) or "")
        pill = tr("must pass") if index.data(MUST) else ""
        small = small_font(option.font)
        pill_width = QFontMetrics(small).horizontalAdvance(pill) + px(16) if pill else 0
        room = area.width() - plain.horizontalAdvance(share) - pill_width - px(24)
        title = metrics.elidedText(str(index.data(TITLE)), Qt.TextElideMode.ElideRight, room)
        middle = int(Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(strong)
        painter.setPen(QColor(Theme.tokens.text))
        painter.drawText(area, middle, title)
        if pill:
            left = area.x() + metrics.horizontalAdvance(title) + px(8)
            high = px(20)
            box = QRect(left, area.center().y() - high // 2, pill_width, high)
            self._pill(painter, small, box, pill)
        painter.setFont(option.font)
        painter.setPen(QColor(Theme.tokens.text_3))
        painter.drawText(area, middle | int(Qt.AlignmentFlag.AlignRight), share)

    @staticmethod
    def _pill(painter: QPainter, font: QFont, box: QRect, text: str) -> None:
        edged = Theme.mode == "contrast"
        painter.setPen(QPen(QColor(Theme.tokens.line), 1) if edged else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(Theme.tokens.sunken))
        painter.drawRoundedRect(QRectF(box), box.height() / 2, box.height() / 2)
        painter.setFont(font)
        painter.setPen(QColor(Theme.tokens.text_2))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), text)

    def _row(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            fill_selected(painter, option.rect)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, QColor(Theme.tokens.sunken))
        place = index.data(HUE)
        if place is not None:
            edge = QRect(option.rect.topLeft(), QSize(px(_EDGE), option.rect.height()))
            painter.fillRect(edge, QColor(hue(int(place))))
        if self._open_height(str(index.data(IDENTITY)), self.room()):
            return
        self._words(painter, option, index, selected)

    def _words(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, selected: bool
    ) -> None:
        corner = option.rect.topLeft() + QPoint(px(LEFT), px(TOP))
        paint_sign(
            painter, option.rect.topLeft() + QPoint(px(SIGN), px(TOP + 3)), index.data(VERDICT)
        )
        painter.setFont(option.font)
        inner = self.room() - px(LEFT) - px(RIGHT)
        laid = lay_out(str(index.data(TITLE)), index.data(CHIPS), inner, painter.fontMetrics())
        paint_laid(painter, laid, corner, selected, chips=True)
        caption = str(index.data(CAPTION) or "")
        if caption:
            tokens = Theme.tokens
            painter.setFont(small_font(option.font))
            colours = {"bad": tokens.bad, "waits": tokens.waits}
            painter.setPen(QColor(colours.get(str(index.data(TONE)), tokens.text_3)))
            room = QRect(corner.x(), corner.y() + laid.height + px(GAP), inner, 10_000)
            painter.drawText(room, _WRAP, caption)

    def chip_at(self, option: QStyleOptionViewItem, index: Index, place: QPoint) -> int:
        """Return which value of a sentence stands at a place of the list, -1 if none does."""
        corner = option.rect.topLeft() + QPoint(px(LEFT), px(TOP))
        inner = self.room() - px(LEFT) - px(RIGHT)
        metrics = QFontMetrics(option.font)
        laid = lay_out(str(index.data(TITLE)), index.data(CHIPS), inner, metrics)
        hit = (run.chip for run in laid.runs if run.area.translated(corner).contains(place))
        return next((chip for chip in hit if chip is not None), -1)
