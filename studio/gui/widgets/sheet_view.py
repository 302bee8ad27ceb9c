"""A workbook or a table in text: its cells, what is checked of them, a press that checks one."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QEvent, QItemSelection, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTabBar,
    QTableView,
)

from studio.gui.language import tr
from studio.gui.theme import Theme, px
from studio.gui.widgets.file_marks import Mark, Side
from studio.gui.widgets.file_view import LinedView, highlight, ring
from studio.gui.widgets.sheet_model import CellLook, Index, SheetModel, letters
from studio.viewing.sheet_data import AlignedRows, NextCell, SheetHead, SheetPlaces, SheetRows

_ROW, _LETTER, _AROUND = 24, 8, 24
_AHEAD, _BESIDE, _BOTH = 80, 1.8, 24
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RETURN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _Cells(QStyledItemDelegate):
    """Paints a cell with what is checked of it; where it differs, what stood there before."""

    def __init__(self, table: QTableView, model: SheetModel) -> None:
        super().__init__(table)
        self._model = model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a cell."""
        look = self._model.look(index.row(), index.column())
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if not look.text and not look.state and not selected:
            return
        tokens = Theme.tokens
        painter.save()
        area: QRect = option.rect
        if look.state:
            highlight(painter, area, look.state, look.strong, look.edges)
        elif selected:
            painter.fillRect(area, QColor(tokens.selection))
        self._paint_text(painter, area.adjusted(px(8), 0, -px(8), 0), look)
        if option.state & QStyle.StateFlag.State_HasFocus or (selected and look.state):
            ring(painter, area)
        painter.restore()

    def _paint_text(self, painter: QPainter, area: QRect, look: CellLook) -> None:
        metrics = painter.fontMetrics()
        wide = metrics.horizontalAdvance(look.text)
        where = _RIGHT if look.right else _LEFT
        if look.before:
            room = area.width() - wide - (px(12) if look.text else 0)
            if room > metrics.horizontalAdvance(look.before[:3]) + px(8):
                # What is gone stands where it stood, what was changed on the side that is free.
                at_right = look.right if look.gone else not look.right
                self._paint_before(painter, QRect(area), look.before, room, at_right)
        painter.setPen(QColor(Theme.tokens.text))
        text = look.text
        if wide > area.width():
            text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, where, text)

    @staticmethod
    def _paint_before(painter: QPainter, area: QRect, old: str, room: int, at_right: bool) -> None:
        """Paint what stood there, struck out, at one side of the cell."""
        font = painter.font()
        struck = painter.font()
        struck.setStrikeOut(True)
        painter.setFont(struck)
        painter.setPen(QColor(Theme.tokens.text_3))
        shown = painter.fontMetrics().elidedText(old, Qt.TextElideMode.ElideRight, room)
        painter.drawText(area, _RIGHT if at_right else _LEFT, shown)
        painter.setFont(font)


class _Table(QTableView):
    """The cells; a press or Enter tells which, moving the pointer over several tells all."""

    def __init__(self, view: "SheetView") -> None:
        super().__init__()
        self._view = view
        self.setSelectionMode(QAbstractItemView.SelectionMode.ContiguousSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setHighlightSections(True)
            header.setSectionsClickable(True)
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(px(_ROW))
        rows.setDefaultSectionSize(px(_ROW))
        self.horizontalHeader().setMinimumSectionSize(px(_AROUND))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter as a pick."""
        if event.key() in _RETURN:
            self._view.pick()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Pick what is selected when the button goes up."""
        super().mouseReleaseEvent(event)
        if (
            event.button() == Qt.MouseButton.LeftButton
            and self.indexAt(event.position().toPoint()).isValid()
        ):
            self._view.pick()


class SheetView(LinedView):
    """Shows the sheets of a file."""

    goes_on = True

    def __init__(self) -> None:
        super().__init__()
        self.hint = tr("Click a cell to check it")
        self.model = SheetModel()
        self.table = _Table(self)
        self.table.setModel(self.model)
        self.table.setItemDelegate(_Cells(self.table, self.model))
        self.table.setAccessibleName(tr("Cells"))
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(tr("Sheets"))
        self.tabs.setExpanding(False)
        self.tabs.setElideMode(Qt.TextElideMode.ElideMiddle)
        self.tabs.currentChanged.connect(self._show_sheet)
        self._head: SheetHead | None = None
        self._marks: tuple[Mark, ...] = ()
        self._places: SheetPlaces | None = None
        self._wanted = ""
        self._aligns = False
        self._look = QTimer(self)
        self._look.setSingleShot(True)
        self._look.setInterval(0)
        self._look.timeout.connect(self._ask_rows)
        self.lay(self.table, self.tabs)
        self.table.verticalScrollBar().valueChanged.connect(lambda _: self._look.start())
        self.table.viewport().installEventFilter(self)
        self.table.selectionModel().selectionChanged.connect(self._tell)

    def eventFilter(self, watched: Any, event: QEvent) -> bool:
        """Look for rows that are missing when there is more room."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self._look.start()
        return super().eventFilter(watched, event)

    def sizeHint(self) -> QSize:
        """Ask for room for some rows."""
        return QSize(px(480), px(320))

    def show_side(self, side: Side) -> None:
        """Tell which side is shown."""
        self.model.side = side

    def show_head(self, head: SheetHead) -> None:
        """Show the sheets, the one first that was shown before if it is there."""
        before = self.tabs.tabText(self.tabs.currentIndex())
        self._head, self._places = head, None
        names = [sheet.name for sheet in head.sheets]
        self.tabs.blockSignals(True)
        while self.tabs.count():
            self.tabs.removeTab(0)
        for name in names:
            self.tabs.addTab(name.replace("&", "&&"))
        at = names.index(before) if before in names else 0
        self.tabs.setCurrentIndex(at)
        self.tabs.blockSignals(False)
        self.tabs.setVisible(len(names) > 1)
        self._show_sheet(at)
        self._ask_places()
        if head.to_compute:
            self.asked.emit("computed", {})

    def _show_sheet(self, sheet: int) -> None:
        if self._head is None or not 0 <= sheet < len(self._head.sheets):
            return
        name = self._head.sheets[sheet]
        self.model.show_sheet(sheet, name, self._head.compared)
        # Where it differs, what stood there before has room as well.
        both = _BESIDE if self.model.side == "difference" and self._head.compared else 1
        for column, width in enumerate(name.widths):
            letters_ = max(width, min(_BOTH, round(width * both)))
            self.table.setColumnWidth(column, px(letters_ * _LETTER + _AROUND))
        for column in range(len(name.widths), self.model.columnCount()):
            self.table.setColumnWidth(column, px(10 * _LETTER + _AROUND))
        self.table.setCurrentIndex(self.model.index(0, 0))
        self.table.scrollToTop()
        self._look.start()
        self._aligns = self._head.compared and name.aligned is None

    def _visible(self) -> tuple[int, int]:
        high = self.table.viewport().height()
        first, last = self.table.rowAt(0), self.table.rowAt(high)
        return first + 1, (last if last >= 0 else self.model.rowCount() - 1) + 1

    def _ask_rows(self) -> None:
        if self._head is None or not self.isVisible():
            return
        first, last = self._visible()
        if self.model.missing(first, last):
            start = max(1, first - _AHEAD)
            count = min(last + _AHEAD, first + 900) - start + 1
            asked = {"first": start, "count": count, "merged": self.model.merged}
            self.asked.emit("rows", {"sheet": self.model.sheet, **asked})

    def take(self, what: str, arguments: dict[str, Any], part: Any) -> None:
        """Take rows, places, or the next difference."""
        if isinstance(part, SheetRows):
            self.model.take(part)
            self._look.start()
            self._tell()
            if self._aligns and part.sheet == self.model.sheet:
                # What is seen comes first, for this takes time.
                self._aligns = False
                self.told.emit(tr("Looking for rows that were put in or taken out…"))
                self.asked.emit("aligned", {"sheet": part.sheet})
        elif isinstance(part, SheetPlaces):
            self._places = part
            self._mark()
        elif isinstance(part, NextCell):
            self._go(part)
        elif isinstance(part, AlignedRows):
            self._align(part)
        elif what == "computed":
            self._take_computed(part)

    def _align(self, aligned: AlignedRows) -> None:
        """Show which rows belong together, and stay at the row that is looked at."""
        if aligned.sheet != self.model.sheet or self._head is None:
            return
        now = self.table.currentIndex()
        number, column = self.model.number(now.row() + 1), now.column()
        sheets = list(self._head.sheets)
        sheets[aligned.sheet] = replace(sheets[aligned.sheet], aligned=aligned)
        self._head = replace(self._head, sheets=tuple(sheets))
        self.model.show_aligned(aligned)
        self.told.emit(self.hint)
        self._select(self.model.place(max(1, number)), column + 1)

    def _take_computed(self, computed: Any) -> None:
        if computed.done:
            self.model.forget()
            self._look.start()
        else:
            told = tr("Formulas show the values that the file stores: {why}")
            self.told.emit(told.format(why=computed.why))

    def _go(self, place: NextCell) -> None:
        if place.row == 0:
            self.told.emit(tr("Nothing else differs in this sheet"))
            return
        if place.sheet == self.model.sheet:
            self._select(place.row, place.column)

    def _select(self, row: int, column: int) -> None:
        index = self.model.index(row - 1, column - 1)
        self.table.setCurrentIndex(index)
        self.table.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
        self._look.start()

    def go_to_difference(self, back: bool = False) -> None:
        """Ask for the next cell that differs."""
        now = self.table.currentIndex()
        place = {"row": now.row() + 1, "column": now.column() + 1}
        where = {"sheet": self.model.sheet, "merged": self.model.merged}
        self.asked.emit("next", {**where, **place, "back": back})

    def picked_sentences(self) -> tuple[str, ...] | None:
        """Return what is checked of the cell that was pressed last."""
        if self._places is None:
            return None
        return tuple(told for told, _ in self.model.checks_of(self.table.currentIndex()))

    def show_marks(self, marks: tuple[Mark, ...]) -> None:
        """Highlight what checks look at, once it is known where that is."""
        asked = [self._asked(mark) for mark in marks] != [self._asked(m) for m in self._marks]
        self._marks = marks
        if asked or self._places is None:
            self._ask_places()
        else:
            self._mark()

    @staticmethod
    def _asked(mark: Mark) -> dict[str, Any]:
        return {"target": mark.target, "columns": list(mark.columns)}

    def _ask_places(self) -> None:
        self._places = None
        if self._head is not None:
            targets = [self._asked(mark) for mark in self._marks]
            wanted = [{"target": f"file#{self._wanted}"}] if self._wanted else []
            self.asked.emit("places", {"targets": [*targets, *wanted]})

    def _mark(self) -> None:
        found = self._places.places if self._places else ()
        self.model.show_areas(
            [
                (area, mark.sentence, mark.selected)
                for mark, areas in zip(self._marks, found, strict=False)
                for area in areas
            ]
        )
        self._tell()
        if self._wanted and len(found) > len(self._marks):
            self._wanted = ""
            for area in found[-1][:1]:
                if area.sheet != self.model.sheet:
                    self.tabs.setCurrentIndex(area.sheet)
                self._select(self.model.place(area.first), area.left)

    def show_place(self, place: str) -> None:
        """Go to where a target lies, once it is known where that is."""
        self._wanted = place
        if place:
            self._ask_places()

    def pick(self) -> None:
        """Tell which cells are selected, as a target names them."""
        ranges = self.table.selectionModel().selection()
        cell = self.model.cell(self.table.currentIndex())
        place = cell.place if cell else ""
        if self._head and not self._head.by_column:
            place = self._address(ranges)
        if place:
            self.picked.emit(place)
        elif not self.model.number(self.table.currentIndex().row() + 1):
            self.told.emit(tr("This row is not in the file that is shown, so no check can name it"))
        else:
            self.told.emit(tr("A check cannot name this cell: no column and key lead to it"))

    def _address(self, ranges: QItemSelection) -> str:
        now = self.table.currentIndex()
        top, left, bottom, right = now.row(), now.column(), now.row(), now.column()
        if ranges:
            held = ranges.first()
            top, left, bottom, right = held.top(), held.left(), held.bottom(), held.right()
        assert self._head is not None
        numbers = [n for row in range(top + 1, bottom + 2) if (n := self.model.number(row))]
        if not numbers:
            return ""
        first = f"{letters(left + 1)}{numbers[0]}"
        last = f"{letters(right + 1)}{numbers[-1]}"
        name = self._head.sheets[self.model.sheet].name
        return f"{name}!{first}" if first == last else f"{name}!{first}:{last}"

    def _tell(self) -> None:
        """Say in the line above what the current cell holds."""
        index = self.table.currentIndex()
        if not index.isValid():
            self.line.show_text("")
            return
        if self._head is not None and not self._head.sheets[self.model.sheet].rows:
            self.tell(tr("This sheet is empty"))
            return
        cell = self.model.cell(index)
        formula = f"   {cell.formula}" if cell and cell.formula else ""
        first, *rest = self.model.told(index).split("\n")
        self.tell("\n".join([first + formula, *rest]))
