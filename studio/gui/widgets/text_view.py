"""A plain text or a program, line by line: what is new and gone, and what is checked."""

from typing import Any

from PySide6.QtCore import QEvent, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFontDatabase, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from studio.gui.language import tr
from studio.gui.theme import Theme, px
from studio.gui.widgets.file_marks import Mark, Side
from studio.gui.widgets.file_view import LinedView, highlight, ring
from studio.gui.widgets.passage_list import PassageList
from studio.gui.widgets.text_model import ROW, STATE, STRONG, Index, TextModel, place_of
from studio.viewing.text_data import TextHead, TextPlace, TextRow, TextRows

_HIGH, _AHEAD = 20, 200
_SIGNS = {"new": ("+", "good"), "gone": ("\u2212", "bad")}
_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter)


class _Lines(QStyledItemDelegate):
    """Paints a line with its number and its sign."""

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self._font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        self._font.setPixelSize(px(13))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a line."""
        return QSize(px(40), px(_HIGH))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a line."""
        row: TextRow | None = index.data(ROW)
        if row is None:
            return
        tokens, area = Theme.tokens, QRect(option.rect)
        painter.save()
        painter.setFont(self._font)
        metrics = painter.fontMetrics()
        gutter = metrics.horizontalAdvance("000000") + px(8)
        state = index.data(STATE)
        selected = option.state & QStyle.StateFlag.State_Selected
        inner = area.adjusted(gutter, 0, -1, 0)
        if state:
            highlight(painter, inner, state, bool(index.data(STRONG)))
        elif selected:
            painter.fillRect(inner, QColor(tokens.selection))
        painter.setPen(QColor(tokens.text_3))
        where = QRect(area.left(), area.top(), gutter - px(8), area.height())
        number = str(row.number) if row.number else ""
        painter.drawText(where, _MIDDLE | int(Qt.AlignmentFlag.AlignRight), number)
        sign, colour = _SIGNS.get(row.change, ("", "text"))
        painter.setPen(QColor(getattr(tokens, colour)))
        painter.drawText(inner.adjusted(px(4), 0, 0, 0), _MIDDLE, sign)
        painter.setPen(QColor(tokens.text_3 if row.change == "gone" else tokens.text))
        inside = inner.adjusted(px(20), 0, -px(4), 0)
        shown = metrics.elidedText(row.text, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, _MIDDLE, shown)
        if selected and (state or option.state & QStyle.StateFlag.State_HasFocus):
            ring(painter, inner)
        painter.restore()


class TextView(LinedView):
    """Shows the lines of a text."""

    goes_on = True

    def __init__(self) -> None:
        super().__init__()
        self.hint = tr("Click a line to check it")
        self.model = TextModel()
        self.list = PassageList()
        self.list.setUniformItemSizes(True)
        self.list.picked.connect(self.pick)
        self.list.setModel(self.model)
        self.list.setItemDelegate(_Lines(self.list))
        self.list.setAccessibleName(tr("Lines"))
        self.list.selectionModel().currentChanged.connect(lambda *_: self._tell())
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(0)
        self._look.timeout.connect(self._ask_rows)
        self.list.verticalScrollBar().valueChanged.connect(lambda _: self._look.start())
        self.list.viewport().installEventFilter(self)
        self._marks: tuple[Mark, ...] = ()
        self.lay(self.list)

    def eventFilter(self, watched: Any, event: QEvent) -> bool:
        """Look for lines that are missing when there is more room."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self._look.start()
        return super().eventFilter(watched, event)

    def show_side(self, side: Side) -> None:
        """Tell which side is shown."""
        self.model.side = side

    def show_head(self, head: TextHead) -> None:
        """Begin a text."""
        self.model.show_head(head)
        if self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(0))
        self._look.start()

    def _ask_rows(self) -> None:
        if not self.isVisible() or not self.model.rowCount():
            return
        first = max(0, self.list.indexAt(self.list.viewport().rect().topLeft()).row())
        last = first + self.list.viewport().height() // px(_HIGH) + 1
        if self.model.missing(first, last):
            start = max(0, first - _AHEAD)
            count = min(last + _AHEAD - start, 1_000)
            self.asked.emit("rows", {"first": start, "count": count, "merged": self.model.merged})

    def take(self, what: str, arguments: dict[str, Any], part: Any) -> None:
        """Take lines, or a place to go to."""
        if isinstance(part, TextRows):
            self.model.take(part)
            self._look.start()
            self._tell()
        elif isinstance(part, TextPlace) and part.row >= 0:
            self.list.setCurrentIndex(self.model.index(part.row))
            self.list.scrollTo(self.model.index(part.row))
            self._look.start()
        elif isinstance(part, TextPlace) and what == "next":
            self.told.emit(tr("Nothing else differs"))

    def show_marks(self, marks: tuple[Mark, ...]) -> None:
        """Highlight what checks look for, and go to what the selected one does."""
        before = {mark.target for mark in self._marks if mark.selected}
        self._marks = marks
        self.model.show_marks(marks)
        chosen = [mark for mark in marks if mark.selected and mark.words]
        if chosen and not before & {mark.target for mark in chosen}:
            words = [word for mark in chosen for word in mark.words]
            self.asked.emit("find", {"words": words, "merged": self.model.merged})
        self._tell()

    def show_place(self, place: str) -> None:
        """Go to a line."""
        number = place.removeprefix("line[").removesuffix("]")
        if number.isdecimal():
            self.asked.emit("line", {"number": int(number), "merged": self.model.merged})

    def go_to_difference(self, back: bool = False) -> None:
        """Ask for the next line that differs."""
        row = self.list.currentIndex().row()
        self.asked.emit("next", {"row": row, "merged": self.model.merged, "back": back})

    def picked_text(self) -> str:
        """Return the current line."""
        return str(self.list.currentIndex().data() or "").strip()

    def picked_sentences(self) -> tuple[str, ...]:
        """Return what is checked of the current line."""
        return tuple(mark.sentence for mark in self.model.checks_of(self.list.currentIndex().row()))

    def pick(self) -> None:
        """Tell which line was pressed; one that is gone is the text as a whole."""
        row = self.list.currentIndex().data(ROW)
        if row is not None:
            self.picked.emit(place_of(row))

    def _tell(self) -> None:
        """Say in the line above what the current line is."""
        if self.model.is_empty:
            self.tell(tr("This file is empty"))
        else:
            self.tell(self.model.told(self.list.currentIndex().row()))
