"""A tree of values: its fields, what is checked of them, and a press that checks one."""

from typing import Any

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
)

from studio.gui.language import tr
from studio.gui.theme import Theme, px
from studio.gui.widgets.file_marks import Mark, Side
from studio.gui.widgets.file_view import LinedView, highlight, ring
from studio.gui.widgets.tree_model import NODE, SHOWS_BEFORE, STATE, STRONG, Index, TreeModel
from studio.viewing.tree_data import NextNode, ShownNode, TreeHead, TreeNodes, TreePath

_ROW, _FIELDS = 26, 240
_RETURN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_WHERE = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class _Nodes(QStyledItemDelegate):
    """Paints a field or a value with what is checked of it."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Return the height of a row."""
        return QSize(px(40), px(_ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one of the two columns."""
        tokens, area = Theme.tokens, QRect(option.rect)
        painter.save()
        node: ShownNode = index.data(NODE)
        state = index.data(STATE)
        selected = option.state & QStyle.StateFlag.State_Selected
        if state:
            ends = (index.column() == 0, True, index.column() == 1, True)
            inner = area.adjusted(0, 1, 0, -1)
            highlight(painter, inner, state, bool(index.data(STRONG)), ends)
        elif selected:
            painter.fillRect(area, QColor(tokens.selection))
        text = str(index.data() or "")
        inside = area.adjusted(px(8), 0, -px(4), 0)
        if index.column() == 0 and node.change == "inside":
            text = f"{text}  ≠"
        if index.column() == 1 and node.before and index.data(SHOWS_BEFORE):
            inside = self._paint_before(painter, inside, node.before)
        quiet = index.column() == 1 and node.children
        painter.setPen(QColor(tokens.text_3 if quiet else tokens.text))
        font = QFont(painter.font())
        font.setStrikeOut(node.change == "gone")
        painter.setFont(font)
        shown = painter.fontMetrics().elidedText(
            text, Qt.TextElideMode.ElideRight, max(0, inside.width())
        )
        painter.drawText(inside, _WHERE, shown)
        if selected and index.column() == 0:
            painter.fillRect(area.left(), area.top(), px(2), area.height(), QColor(tokens.accent))
        if option.state & QStyle.StateFlag.State_HasFocus:
            ring(painter, area)
        painter.restore()

    @staticmethod
    def _paint_before(painter: QPainter, area: QRect, before: str) -> QRect:
        """Paint what stood there, struck out, and return the room that is left."""
        base = QFont(painter.font())
        struck = QFont(base)
        struck.setStrikeOut(True)
        painter.setFont(struck)
        painter.setPen(QColor(Theme.tokens.text_3))
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(before, Qt.TextElideMode.ElideRight, area.width() // 2)
        painter.drawText(area, _WHERE, shown)
        painter.setFont(base)
        return area.adjusted(metrics.horizontalAdvance(shown) + px(8), 0, 0, 0)


class _Tree(QTreeView):
    """The fields; a press or Enter on one tells which."""

    def __init__(self, view: "TreeView") -> None:
        super().__init__()
        self._view = view
        self.setUniformRowHeights(True)
        self.setAllColumnsShowFocus(False)
        self.setExpandsOnDoubleClick(True)
        self.header().setSectionsMovable(False)
        self.header().setStretchLastSection(True)
        self.header().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter as a pick."""
        if event.key() in _RETURN:
            self._view.pick()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Pick the field when the button goes up on its words; the arrow only opens it."""
        super().mouseReleaseEvent(event)
        place = event.position().toPoint()
        index = self.indexAt(place)
        on_words = index.isValid() and self.visualRect(index).contains(place)
        if event.button() == Qt.MouseButton.LeftButton and on_words:
            self._view.pick()


class TreeView(LinedView):
    """Shows a tree of values."""

    goes_on = True

    def __init__(self) -> None:
        super().__init__()
        self.hint = tr("Click a field to check it")
        self.model = TreeModel()
        self.tree = _Tree(self)
        self.tree.setModel(self.model)
        self.tree.setItemDelegate(_Nodes(self.tree))
        self.tree.setAccessibleName(tr("Fields"))
        self.tree.setColumnWidth(0, px(_FIELDS))
        self.tree.selectionModel().currentChanged.connect(lambda *_: self._tell())
        self.model.wanted.connect(self._ask)
        self._goal: tuple[int, ...] | None = None
        self.lay(self.tree)

    def _ask(self, pointer: str, first: int, count: int) -> None:
        self.asked.emit("nodes", {"pointer": pointer, "first": first, "count": count})

    def show_side(self, side: Side) -> None:
        """Tell which side is shown."""
        self.model.side = side

    def show_head(self, head: TreeHead) -> None:
        """Show the root, opened."""
        self._goal = None
        self.model.show_root(head.root)
        root = self.model.index(0, 0)
        self.tree.setCurrentIndex(root)
        self.tree.expand(root)
        if self.model.canFetchMore(root):
            self.model.fetchMore(root)

    def take(self, what: str, arguments: dict[str, Any], part: Any) -> None:
        """Take children, or the way to a node."""
        if isinstance(part, TreeNodes):
            self.model.take(part)
        elif isinstance(part, NextNode) and not part.steps:
            self.told.emit(tr("Nothing else differs"))
        elif isinstance(part, TreePath | NextNode):
            self._goal = part.steps
        self._walk()

    def _walk(self) -> None:
        """Open the nodes on the way to the goal; children that are not known come first."""
        if self._goal is None:
            return
        steps = self._goal
        index = self.model.index(0, 0)
        for step in steps:
            self.tree.expand(index)
            while step >= self.model.rowCount(index):
                held = self.model.held(index)
                if held is not None and self.model.canFetchMore(index):
                    self.model.fetchMore(index)
                return
            index = self.model.index(step, 0, index)
        self._goal = None
        self.tree.setCurrentIndex(index)
        self.tree.scrollTo(index)

    def show_marks(self, marks: tuple[Mark, ...]) -> None:
        """Highlight the fields that checks look at."""
        self.model.show_marks(marks)
        self._tell()

    def show_place(self, place: str) -> None:
        """Go to the field at a pointer."""
        if place.startswith("/"):
            self.asked.emit("path", {"pointer": place})

    def go_to_difference(self, back: bool = False) -> None:
        """Ask for the next value that differs."""
        held = self.model.held(self.tree.currentIndex())
        pointer = held.node.pointer if held else ""
        self.asked.emit("next", {"pointer": pointer, "back": back})

    def picked_text(self) -> str:
        """Return the value of the current field."""
        held = self.model.held(self.tree.currentIndex())
        return held.node.text if held else ""

    def pick(self) -> None:
        """Tell which field is current."""
        held = self.model.held(self.tree.currentIndex())
        if held is not None:
            self.picked.emit(held.node.pointer)

    def _tell(self) -> None:
        """Say in the line above where the current field is, and how it differs."""
        self.tell(self.model.told(self.tree.currentIndex()))
