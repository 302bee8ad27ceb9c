"""A plain text or a program, line by line: what is new and gone, and what is checked."""

from collections import OrderedDict
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
)
from PySide6.QtGui import QColor, QFontDatabase, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from studio.gui.language import tr
from studio.gui.theme import Theme, px
from studio.gui.widgets.elided import Elided
from studio.gui.widgets.file_marks import Mark, Side
from studio.gui.widgets.file_view import FileView, highlight
from studio.viewing.text_data import TextHead, TextPlace, TextRow, TextRows

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
ROW = Qt.ItemDataRole.UserRole + 1
STATE = Qt.ItemDataRole.UserRole + 2
STRONG = Qt.ItemDataRole.UserRole + 3
_HIGH, _AHEAD, _KEPT = 20, 200, 20_000
_SIGNS = {"new": ("+", "good"), "gone": ("\u2212", "bad")}
_RETURN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_MIDDLE = int(Qt.AlignmentFlag.AlignVCenter)


class TextModel(QAbstractListModel):
    """The lines that are known so far."""

    def __init__(self) -> None:
        super().__init__()
        self.side: Side = "reference"
        self._count = 0
        self._rows: OrderedDict[int, TextRow] = OrderedDict()
        self._marks: tuple[Mark, ...] = ()

    @property
    def merged(self) -> bool:
        """Whether lines that are gone have rows."""
        return self.side in ("difference", "output")

    def show_head(self, head: TextHead) -> None:
        """Begin another text."""
        self.beginResetModel()
        self._count = head.merged if self.merged else head.lines
        self._rows.clear()
        self.endResetModel()

    def take(self, part: TextRows) -> None:
        """Take some rows."""
        if part.merged != self.merged or not part.rows:
            return
        self._rows.update(enumerate(part.rows, part.first))
        while len(self._rows) > _KEPT:
            self._rows.popitem(last=False)
        last = min(self._count, part.first + len(part.rows)) - 1
        self.dataChanged.emit(self.index(part.first), self.index(last))

    def missing(self, first: int, last: int) -> bool:
        """Tell whether any row from `first` to `last` is not known."""
        return any(row not in self._rows for row in range(first, min(last, self._count - 1) + 1))

    def show_marks(self, marks: tuple[Mark, ...]) -> None:
        """Mark the lines that hold what checks look for."""
        self._marks = marks
        if self._count:
            self.dataChanged.emit(self.index(0), self.index(self._count - 1))

    def checks_of(self, row: int) -> list[Mark]:
        """Return the marks whose words a line holds."""
        found = self._rows.get(row)
        if found is None or found.change == "gone" or not self._marks:
            return []
        text = " ".join(found.text.split()).casefold()
        return [
            mark
            for mark in self._marks
            if any(" ".join(word.split()).casefold() in text for word in mark.words if word.strip())
        ]

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return how many rows there are."""
        return 0 if parent.isValid() else self._count

    def state(self, row: int) -> str:
        """Return `checked`, `changed`, `caught`, `wrong`, or nothing."""
        found = self._rows.get(row)
        differs = bool(found and found.change)
        if self.side == "output" and differs:
            return "caught" if self.checks_of(row) else "wrong"
        if (differs or self.side != "difference") and self.checks_of(row):
            return "checked"
        return "changed" if differs and self.side in ("reference", "difference") else ""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what is painted, and what is said."""
        found = self._rows.get(index.row())
        if role == ROW:
            return found
        if role == Qt.ItemDataRole.DisplayRole:
            return found.text if found else ""
        if role == STATE:
            return self.state(index.row())
        if role == STRONG:
            return any(mark.selected for mark in self.checks_of(index.row()))
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self.told(index.row())
        return None

    def told(self, row: int) -> str:
        """Return a line in words."""
        found = self._rows.get(row)
        if found is None:
            return ""
        number = tr("Line {number}").format(number=f"{found.number:,}")
        parts = [f"{number if found.number else tr('Gone')}: {found.text}"]
        if found.change == "new" and self.side != "input":
            beside = tr("not in the reference") if self.side == "output" else tr("new")
            parts.append(beside)
        checks = [mark.sentence for mark in self.checks_of(row)]
        if checks:
            parts.append(tr("checked: {checks}").format(checks="; ".join(checks[:3])))
        elif self.state(row) == "changed":
            parts.append(tr("changed by you, not checked"))
        return "\n".join(parts)


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
        if option.state & QStyle.StateFlag.State_HasFocus and selected:
            painter.setPen(QPen(QColor(tokens.accent), px(2)))
            painter.drawRect(inner.adjusted(1, 1, -2, -2))
        painter.restore()


class _List(QListView):
    """The lines; a press or Enter on one tells which."""

    def __init__(self, view: "TextView") -> None:
        super().__init__()
        self._text = view
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter as a pick."""
        if event.key() in _RETURN:
            self._text.pick()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Pick the line when the button goes up."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            self._text.pick()


class TextView(FileView):
    """Shows the lines of a text."""

    goes_on = True

    def __init__(self) -> None:
        super().__init__()
        self.hint = tr("Click a line to check it")
        self.model = TextModel()
        self.line = Elided("caption")
        self.list = _List(self)
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
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addWidget(self.line)
        column.addWidget(self.list, 1)

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

    def go_to_difference(self, back: bool = False) -> None:
        """Ask for the next line that differs."""
        row = self.list.currentIndex().row()
        self.asked.emit("next", {"row": row, "merged": self.model.merged, "back": back})

    def picked_text(self) -> str:
        """Return the current line."""
        return str(self.list.currentIndex().data() or "").strip()

    def pick(self) -> None:
        """Tell that the current line was pressed; a target names a text as a whole."""
        if self.list.currentIndex().isValid():
            self.picked.emit("")

    def _tell(self) -> None:
        """Say in the line above what the current line is."""
        told = self.model.told(self.list.currentIndex().row())
        self.line.show_text("   ·   ".join(told.split("\n")))
