"""The left side of the page: what the search found, or the SOC tree while nothing is asked."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QProgressBar,
    QStackedWidget,
    QTreeView,
    QWidget,
)

from studio.gui.language import tr
from studio.gui.pages.occupations.models import SocModel
from studio.gui.pages.occupations.state import LEGEND, Branch
from studio.gui.theme import px
from studio.gui.widgets.figures import FigureDelegate
from studio.gui.widgets.found_list import FoundList, FoundModel
from studio.gui.widgets.found_rows import found_rows, short
from studio.gui.widgets.parts import button, hairline, label, panel
from studio.gui.widgets.rows import IDENTITY

_FLAG = QItemSelectionModel.SelectionFlag
_REST_MS = 120
_NOTHING = (
    "Say it in other words: what you make, the programs you use, or the title on a job offer. "
    "A code such as 43-3031 works too."
)

if TYPE_CHECKING:
    from studio.taxonomy.search import Result


class _Tree(QTreeView):
    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter for going on to the page of the line."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class Finder(QStackedWidget):
    """Shows results or the tree, and tells which line was chosen (`chosen`) or entered.

    Attributes:
        asked: the text whose results are shown, empty while the tree is.
    """

    chosen = Signal(str)
    entered = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.found, self.soc = FoundModel(), SocModel()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._tell)
        self._waiting, self._quiet = "", False
        self.asked = ""
        for made in (self._make_loading(), self._make_tree(), self._make_list(), self._make_none()):
            self.addWidget(made)

    def _make_loading(self) -> QWidget:
        self._loading, column = panel()
        self._loading_told = label(tr("Reading the occupations…"), "quiet", wrap=True)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("Reading the occupations"))
        column.addWidget(self._loading_told)
        column.addWidget(self._bar)
        column.addStretch(1)
        return self._loading

    def _make_tree(self) -> QWidget:
        self._browse, column = panel("panel", 0, 0)
        self.tree = _Tree()
        self.tree.setModel(self.soc)
        self.tree.setUniformRowHeights(True)
        self.tree.setIndentation(px(20))
        self.tree.setAccessibleName(tr("Groups and occupations"))
        self.tree.setAllColumnsShowFocus(True)
        self.tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = self.tree.header()
        head.setStretchLastSection(False)
        head.setSectionsMovable(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for place, width in ((1, 108), (2, 96)):
            head.setSectionResizeMode(place, QHeaderView.ResizeMode.Fixed)
            head.resizeSection(place, px(width))
            self.tree.setItemDelegateForColumn(place, FigureDelegate(self.tree))
        self.tree.selectionModel().currentChanged.connect(self._choose)
        self.tree.entered.connect(self._enter)
        column.addWidget(self.tree, 1)
        column.addWidget(hairline())
        foot, inner = panel("panel", 12, 0)
        inner.addWidget(label(tr(LEGEND), "caption", wrap=True))
        column.addWidget(foot)
        return self._browse

    def _make_list(self) -> QWidget:
        self.list = FoundList(self.found)
        self.list.selectionModel().currentChanged.connect(self._choose)
        self.list.entered.connect(self._enter)
        self.list.left.connect(self.left)
        return self.list

    def _make_none(self) -> QWidget:
        self._none, column = panel()
        self._none_title = label("", "title", wrap=True)
        column.addWidget(self._none_title)
        column.addWidget(label(tr(_NOTHING), "quiet", wrap=True))
        back = button(tr("Back to the groups"), self.left.emit)
        column.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        return self._none

    def show_tree(self, tops: tuple[Branch, ...]) -> None:
        """Show these groups."""
        self.soc.show_tree(tops)
        self.setCurrentWidget(self._browse)

    def show_fault(self, sentence: str) -> None:
        """Show why the groups cannot be shown."""
        self._bar.hide()
        self._loading_told.setText(sentence)

    def show_found(self, text: str, results: "tuple[Result, ...] | None") -> None:
        """Show what was found for a text; None goes back to the tree."""
        self.asked = text
        if results is None:
            read = self.soc.rowCount() > 0
            self.setCurrentWidget(self._browse if read else self._loading)
            return
        self.found.show_rows(found_rows(results))
        self._none_title.setText(tr("Nothing is found for “{text}”").format(text=short(text)))
        self.setCurrentWidget(self.list if results else self._none)
        if results:
            self._select(self.list, self.found.index(1))
        else:
            self._rest.stop()

    def step(self, by: int) -> None:
        """Go down (1) or up (-1) in what is shown; headings are passed over."""
        if self.currentWidget() is self._browse:
            here = self.tree.currentIndex()
            near = self.tree.indexBelow(here) if by > 0 else self.tree.indexAbove(here)
            self._select(self.tree, near if here.isValid() else self.soc.index(0, 0))
        elif self.currentWidget() is self.list:
            row = self.list.currentIndex().row() + by
            while 0 <= row < len(self.found.rows) and not self.found.rows[row].code:
                row += by
            self._select(self.list, self.found.index(row))

    def show_place(self, code: str) -> None:
        """Select a code in the tree, if it holds it; that is no choice to tell of."""
        place = self.soc.place(code)
        if place.isValid():
            self._quiet = True
            self._select(self.tree, place)
            self._quiet = False

    def hasten(self) -> None:
        """Tell at once of the line that was chosen last."""
        if self._rest.isActive():
            self._rest.stop()
            self._tell()

    def _select(self, view: QAbstractItemView, index: QModelIndex) -> None:
        if index.isValid():
            flag = _FLAG.ClearAndSelect | _FLAG.Rows
            view.selectionModel().setCurrentIndex(index, flag)

    def _choose(self, index: QModelIndex) -> None:
        self._waiting = str(index.data(IDENTITY) or "")
        if self._waiting and not self._quiet:
            self._rest.start()

    def _tell(self) -> None:
        self.chosen.emit(self._waiting)

    def _enter(self) -> None:
        self.hasten()
        self.entered.emit()
