"""A document as blocks one below the other: what changed in them, and what is checked."""

from typing import Any

from PySide6.QtCore import QEvent, QPointF, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QPainter,
    QTextCharFormat,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from studio.gui.language import tr
from studio.gui.theme import Theme, px
from studio.gui.theme.measures import BODY, CAPTION, PAGE_TITLE, TITLE
from studio.gui.widgets.document_model import BLOCK, PAGE, STATE, STRONG, DocumentModel, Index
from studio.gui.widgets.file_marks import Mark, Side
from studio.gui.widgets.file_view import LinedView, highlight, ring
from studio.gui.widgets.passage_list import PassageList
from studio.viewing.document_data import DocumentBlocks, DocumentHead, Piece, ShownBlock

_SIDE, _GAP, _PAGE, _LEAST = 16, 4, 20, 24
_INDENTS = {"item": 24, "note": 12}
_LETTERS, _LOW = {"title": PAGE_TITLE, "heading": TITLE, "note": CAPTION}, 3
_BATCH = 60
_RETURN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def _font(base: QFont, block: ShownBlock) -> QFont:
    font = QFont(base)
    size = _LETTERS.get(block.kind, BODY)
    if block.kind == "heading":
        size = size if block.level < _LOW else BODY
        font.setWeight(QFont.Weight.DemiBold)
    font.setPixelSize(px(size))
    return font


class _Blocks(QStyledItemDelegate):
    """Paints one block."""

    def __init__(self, view: QListView, document: "DocumentView") -> None:
        super().__init__(view)
        self._view, self._document = view, document

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the room that the text takes at the width of the view."""
        block: ShownBlock = index.data(BLOCK)
        width = self._view.viewport().width() - 1
        high = 0.0
        for text, room, _ in self._columns(block, width):
            high = max(high, self._layout(text, block, room).boundingRect().height())
        page = px(_PAGE) if index.data(PAGE) else 0
        return QSize(width, max(px(_LEAST), int(high) + 2 * px(_GAP)) + page)

    def _columns(
        self, block: ShownBlock, width: int
    ) -> list[tuple[tuple[Piece, ...], float, float]]:
        """Return the texts that stand side by side, the width of each and where it begins."""
        indent = px(_SIDE + _INDENTS.get(block.kind, 0))
        room = max(px(40), width - indent - px(_SIDE))
        if not block.cells:
            return [(self._told(block.pieces), float(room), float(indent))]
        each = room / len(block.cells)
        return [
            (pieces, max(px(12), each - px(8)), indent + number * each)
            for number, pieces in enumerate(self._cells(block))
        ]

    def _cells(self, block: ShownBlock) -> list[tuple[Piece, ...]]:
        """Return what stands in the cells of a row, and in a difference what stood there before."""
        if not self._document.shows_both or len(block.before) != len(block.cells):
            return [(Piece(text),) for text in block.cells]
        return [
            (Piece(text),) if text == old else self._told((*_gone(old), Piece(text, "insertion")))
            for text, old in zip(block.cells, block.before, strict=True)
        ]

    def _told(self, pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
        if not self._document.shows_both:
            kept = tuple(piece for piece in pieces if piece.change != "deletion")
            return kept or pieces
        # Words that were taken out do not run into those that stand there now.
        found: list[Piece] = []
        for piece in pieces:
            if found and found[-1].change == "deletion" and piece.change == "insertion":
                found.append(Piece(" "))
            found.append(piece)
        return tuple(found)

    def _layout(self, pieces: tuple[Piece, ...], block: ShownBlock, room: float) -> QTextLayout:
        text = "".join(piece.text for piece in pieces).replace("\n", "\u2028")
        made = QTextLayout(text, _font(self._view.font(), block))
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        made.setTextOption(option)
        made.setFormats(self._formats(pieces))
        made.beginLayout()
        y = 0.0
        while (line := made.createLine()).isValid():
            line.setLineWidth(room)
            line.setPosition(QPointF(0, y))
            y += line.height()
        made.endLayout()
        return made

    def _formats(self, pieces: tuple[Piece, ...]) -> list[QTextLayout.FormatRange]:
        found, place = [], 0
        for piece in pieces:
            if piece.change and self._document.tells_changes:
                told = QTextLayout.FormatRange()
                told.start, told.length = place, len(piece.text)
                told.format = _changed(piece.change)
                found.append(told)
            place += len(piece.text)
        return found

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint a block."""
        block: ShownBlock = index.data(BLOCK)
        tokens = Theme.tokens
        painter.save()
        area: QRect = option.rect
        page = int(index.data(PAGE) or 0)
        if page:
            self._paint_page(painter, area, page)
            area = area.adjusted(0, px(_PAGE), 0, 0)
        state = index.data(STATE)
        inner = area.adjusted(px(4), 1, -px(4), -1)
        selected = option.state & QStyle.StateFlag.State_Selected
        if state:
            highlight(painter, inner, state, bool(index.data(STRONG)))
        elif selected:
            painter.fillRect(inner, QColor(tokens.selection))
        painter.setPen(QColor(tokens.text_2 if block.kind == "note" else tokens.text))
        if block.kind == "item":
            painter.drawText(
                area.adjusted(px(_SIDE + 8), px(_GAP), 0, 0), int(Qt.AlignmentFlag.AlignTop), "•"
            )
        for text, room, left in self._columns(block, area.width()):
            place = QPointF(area.left() + left, area.top() + px(_GAP))
            self._layout(text, block, room).draw(painter, place)
        if selected and (state or option.state & QStyle.StateFlag.State_HasFocus):
            ring(painter, inner)
        painter.restore()

    def _paint_page(self, painter: QPainter, area: QRect, page: int) -> None:
        font = QFont(painter.font())
        font.setPixelSize(px(11))
        painter.save()
        painter.setFont(font)
        painter.setPen(QColor(Theme.tokens.text_3))
        place = QRect(area.left() + px(_SIDE), area.top(), area.width() - 2 * px(_SIDE), px(_PAGE))
        where = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(place, where, tr("Page {number}").format(number=page))
        painter.restore()


def _gone(text: str) -> tuple[Piece, ...]:
    return (Piece(text, "deletion"),) if text else ()


def _changed(change: str) -> QTextCharFormat:
    """Return how text looks that was put in (underlined) or taken out (struck out)."""
    made, tokens = QTextCharFormat(), Theme.tokens
    if change == "insertion":
        made.setForeground(QColor(tokens.good))
        made.setFontUnderline(True)
    else:
        made.setForeground(QColor(tokens.bad))
        made.setFontStrikeOut(True)
    return made


class _List(PassageList):
    """The blocks."""

    def __init__(self) -> None:
        super().__init__()
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        # All blocks of a long document at once would hold the window up.
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(_BATCH)


class DocumentView(LinedView):
    """Shows the blocks of a document.

    Attributes:
        tells_changes: whether words that were put in or taken out are told apart.
    """

    goes_on = True

    def __init__(self) -> None:
        super().__init__()
        self.hint = tr("Click a paragraph to check it")
        self.model = DocumentModel()
        self.list = _List()
        self.list.picked.connect(self.pick)
        self.list.setModel(self.model)
        self.list.setItemDelegate(_Blocks(self.list, self))
        self.list.setAccessibleName(tr("Document"))
        self.list.selectionModel().currentChanged.connect(lambda *_: self._tell())
        self.tells_changes = True
        self._head: DocumentHead | None = None
        self._wanted = self._place = ""
        self._is_empty = False
        self.lay(self.list)

    def show_side(self, side: Side) -> None:
        """Tell which side is shown."""
        self.model.side = side

    @property
    def shows_both(self) -> bool:
        """Whether what was taken out stands there, too."""
        return self.model.side in ("difference", "output")

    def changeEvent(self, event: QEvent) -> None:
        """Lay the blocks out anew when the letters are others."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.list.scheduleDelayedItemsLayout()

    def show_head(self, head: DocumentHead) -> None:
        """Begin a document; its blocks are asked for one part after another."""
        self._head, self._is_empty = head, False
        compared = head.compared and not self.shows_both
        self.tells_changes = not compared
        self.model.forget()
        self._tell()
        self.asked.emit("blocks", {"part": 0})

    def take(self, what: str, arguments: dict[str, Any], part: Any) -> None:
        """Take the blocks of a part, and ask for the next."""
        if not isinstance(part, DocumentBlocks) or self._head is None:
            return
        self.model.take(part.blocks)
        self._is_empty = self._head.parts == 1 and not part.blocks
        if part.part + 1 < self._head.parts:
            self.asked.emit("blocks", {"part": part.part + 1})
        if part.part == 0 and self.model.blocks:
            self.list.setCurrentIndex(self.model.index(0))
            self.list.scrollToTop()
        if self._wanted or self._place:
            self.show_place("")
        self._tell()

    def show_marks(self, marks: tuple[Mark, ...]) -> None:
        """Highlight what checks look for."""
        self.model.show_marks(marks)
        chosen = next((mark for mark in marks if mark.selected and mark.words), None)
        if chosen is not None:
            self._wanted = chosen.target
            self.show_place("")
        self._tell()

    def show_place(self, place: str) -> None:
        """Go to a passage, or to the first block that the selected check looks at."""
        self._place = place or self._place
        row = self.model.row_of(self._place) if self._place else -1
        if row < 0:
            row = self.model.first_of(self._wanted)
        if row >= 0:
            self._wanted = self._place = ""
            self._go(row)

    def _go(self, row: int) -> None:
        self.list.setCurrentIndex(self.model.index(row))
        self.list.scrollTo(self.model.index(row))

    def go_to_difference(self, back: bool = False) -> None:
        """Go to the next block that differs."""
        row = self.model.next(self.list.currentIndex().row(), back)
        if row < 0:
            self.told.emit(tr("Nothing else differs"))
        else:
            self._go(row)

    def picked_text(self) -> str:
        """Return what the current block says."""
        return str(self.list.currentIndex().data() or "")

    def picked_sentences(self) -> tuple[str, ...]:
        """Return what is checked of the current block."""
        return tuple(mark.sentence for mark in self.model.checks_of(self.list.currentIndex().row()))

    def pick(self) -> None:
        """Tell which block was pressed; what no target can name is the document as a whole."""
        row = self.list.currentIndex().row()
        if 0 <= row < self.model.rowCount():
            self.picked.emit(self.model.blocks[row].place)

    def _tell(self) -> None:
        """Say in the line above what the current block is."""
        row, head = self.list.currentIndex().row(), self._head
        parts = []
        if self._is_empty:
            parts.append(tr("This document holds no text"))
        if head is not None and head.pages:
            parts.append(tr("{count} pages").format(count=f"{head.pages:,}"))
        if head is not None and head.revisions:
            told = tr("{count} tracked changes that nobody has accepted")
            parts.append(told.format(count=head.revisions))
        if 0 <= row < self.model.rowCount():
            parts += self.model.told(row).split("\n")[-2:] if self.model.state(row) else []
        self.line.show_text("   ·   ".join(parts))
