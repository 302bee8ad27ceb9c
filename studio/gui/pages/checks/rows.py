"""The rows of the list of checks: headings of checkpoints, and sentences with their values."""

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from studio.gui.language import tr
from studio.gui.pages.checks.models import CheckModel, Index, Shown
from studio.gui.pages.checks.state import Row
from studio.gui.theme import Theme, hue, px
from studio.gui.widgets.claim_text import height_of_one_line, lay_out, paint_laid
from studio.gui.widgets.rows import fill_selected, paint_sign

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
        model: what it shows.

    Attributes:
        model: what the list shows.
        opened: the number of the row that widgets show, and how high they are; -1 for none.
        tail: the room behind the last row.
    """

    def __init__(self, view: QListView, model: CheckModel) -> None:
        super().__init__(view)
        self._view, self.model = view, model
        self.opened, self.tail = (-1, 0), 0
        self._sizes: dict[int, QSize] = {}
        self._heading_size, self._width = QSize(1, px(_HEADING)), 0
        model.dataChanged.connect(self._forget)
        model.modelReset.connect(self._sizes.clear)

    def room(self) -> int:
        """Return the width of a row beside the scroll bar, whether that is there or not."""
        bar = self._view.verticalScrollBar()
        room = self._view.viewport().width()
        return room - (0 if bar.isVisible() else bar.sizeHint().width())

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return room for the whole sentence, or for what stands in its place."""
        number = index.row()
        if number == self.opened[0]:
            return QSize(1, self.opened[1] + self._behind(number))
        # All rows are asked whenever one opens, so this is all that is done for most of them.
        known = self._sizes.get(number)
        if known is None:
            shown = self.model.shown(number)
            high = self._height(option.font, shown, self._width) if shown else 0
            known = self._sizes[number] = QSize(1, high) if shown else self._heading_size
        tail = self._behind(number)
        return QSize(1, known.height() + tail) if tail else known

    def _behind(self, number: int) -> int:
        """Return the room behind a row, which only the last one has."""
        return self.tail if self.tail and number == self.model.rowCount() - 1 else 0

    def without_tail(self, area: QRect, number: int) -> QRect:
        """Return the area of a row without the room behind it."""
        return area.adjusted(0, 0, 0, -self._behind(number))

    def begin(self) -> None:
        """Take the width that the rows have now, before they are asked for their sizes."""
        if self._width != self.room():
            self._width = self.room()
            self._sizes.clear()

    def _forget(self, first: Index, last: Index) -> None:
        """Forget how high the rows were that changed."""
        if last.row() - first.row() + 1 >= len(self.model.rows):
            self._sizes.clear()
            return
        for number in range(first.row(), last.row() + 1):
            self._sizes.pop(number, None)

    def _height(self, font: QFont, shown: Shown, width: int) -> int:
        inner = width - px(LEFT) - px(RIGHT)
        metrics = QFontMetrics(font)
        high = height_of_one_line(shown.row.sentence, len(shown.chips), inner, metrics)
        if not high:
            high = lay_out(shown.row.sentence, shown.chips, inner, metrics).height
        return high + 2 * px(TOP) + self._caption(font, shown.standing.caption, inner)

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
        option.rect = self.without_tail(option.rect, index.row())
        shown = self.model.shown(index.row())
        if shown is None:
            self._ground(painter, option)
            self._heading(painter, option, self.model.rows[index.row()])
        else:
            self._row(painter, option, shown, index.row() == self.opened[0])
        painter.restore()

    def _heading(self, painter: QPainter, option: QStyleOptionViewItem, row: Row) -> None:
        area = option.rect.adjusted(px(16), px(8), -px(RIGHT), 0)
        if row.place is not None:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(hue(row.place)))
            middle = area.y() + area.height() // 2
            painter.drawRoundedRect(QRectF(area.x() + px(1), middle - px(4), px(8), px(8)), 2, 2)
            area.adjust(px(LEFT) - px(16), 0, 0, 0)
        strong = QFont(option.font)
        strong.setWeight(QFont.Weight.DemiBold)
        metrics, plain = QFontMetrics(strong), QFontMetrics(option.font)
        share = row.share
        pill = tr("must pass") if row.must else ""
        small = small_font(option.font)
        pill_width = QFontMetrics(small).horizontalAdvance(pill) + px(16) if pill else 0
        room = area.width() - plain.horizontalAdvance(share) - pill_width - px(24)
        title = metrics.elidedText(row.heading, Qt.TextElideMode.ElideRight, room)
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

    @staticmethod
    def _ground(painter: QPainter, option: QStyleOptionViewItem) -> bool:
        """Paint what lies behind a row; return whether it is selected."""
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            fill_selected(painter, option.rect)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(option.rect, QColor(Theme.tokens.sunken))
        return selected

    def _row(
        self, painter: QPainter, option: QStyleOptionViewItem, shown: Shown, opened: bool
    ) -> None:
        selected = self._ground(painter, option)
        if shown.row.place is not None:
            edge = QRect(option.rect.topLeft(), QSize(px(_EDGE), option.rect.height()))
            painter.fillRect(edge, QColor(hue(shown.row.place)))
        if not opened:
            self._words(painter, option, shown, selected)

    def _words(
        self, painter: QPainter, option: QStyleOptionViewItem, shown: Shown, selected: bool
    ) -> None:
        corner = option.rect.topLeft() + QPoint(px(LEFT), px(TOP))
        sign = option.rect.topLeft() + QPoint(px(SIGN), px(TOP + 3))
        paint_sign(painter, sign, shown.standing.sign)
        painter.setFont(option.font)
        inner = self.room() - px(LEFT) - px(RIGHT)
        laid = lay_out(shown.row.sentence, shown.chips, inner, painter.fontMetrics())
        paint_laid(painter, laid, corner, selected, chips=True)
        if shown.standing.caption:
            tokens = Theme.tokens
            painter.setFont(small_font(option.font))
            colours = {"bad": tokens.bad, "waits": tokens.waits}
            painter.setPen(QColor(colours.get(shown.standing.tone, tokens.text_3)))
            room = QRect(corner.x(), corner.y() + laid.height + px(GAP), inner, 10_000)
            painter.drawText(room, _WRAP, shown.standing.caption)

    def chip_at(self, option: QStyleOptionViewItem, number: int, place: QPoint) -> int:
        """Return which value of a sentence stands at a place of the list, -1 if none does."""
        shown = self.model.shown(number)
        if shown is None:
            return -1
        corner = option.rect.topLeft() + QPoint(px(LEFT), px(TOP))
        inner = self.room() - px(LEFT) - px(RIGHT)
        laid = lay_out(shown.row.sentence, shown.chips, inner, QFontMetrics(option.font))
        hit = (run.chip for run in laid.runs if run.area.translated(corner).contains(place))
        return next((chip for chip in hit if chip is not None), -1)
