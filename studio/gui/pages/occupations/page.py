"""Find an occupation, read about it, use it for the open task; see what the tasks cover."""

from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from studio.authoring import occupation_link
from studio.editing import LinkOccupation
from studio.gui.language import tr
from studio.gui.pages.occupations.coverage import CoverageView
from studio.gui.pages.occupations.finder import Finder
from studio.gui.pages.occupations.pane import OccupationPane
from studio.gui.pages.occupations.state import Shown, Trail
from studio.gui.theme import icon, px
from studio.gui.widgets.marks import Pill
from studio.gui.widgets.parts import button, panel
from studio.gui.widgets.searching import SearchField
from studio.model.occupation_contract import OccupationShown
from studio.model.task import Task

_MAX_TEXT = 2000
_ASK = "What do you do? A title, a sentence, the programs you use, or a code"


class OccupationsPage(QWidget):
    """Shows the box, what was found or the tree, and the page of what was chosen."""

    shown = Signal()
    coverage_shown = Signal()
    text_asked = Signal(str)
    place_asked = Signal(str)
    edit_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._trail = Trail()
        self._linked: str | None = None
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self._make_box())
        self.finder, self.pane, self.coverage = Finder(), OccupationPane(), CoverageView()
        self.coverage.place_asked.connect(self._leave_coverage)
        self.finder.chosen.connect(self._begin)
        self.finder.entered.connect(self.pane.setFocus)
        self.finder.left.connect(self._clear)
        self.pane.place_asked.connect(self._follow)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        self.finder.setMinimumWidth(px(360))
        split.addWidget(self.finder)
        split.addWidget(self._make_side())
        split.setSizes([px(520), px(576)])
        for place in (0, 1):
            split.setStretchFactor(place, 1)
        self._views = QStackedWidget()
        self._views.addWidget(split)
        self._views.addWidget(self.coverage)
        outer.addWidget(self._views, 1)
        self._show_buttons()

    def _make_box(self) -> QWidget:
        box, column = panel("bar", 0, 0)
        row = QHBoxLayout()
        row.setContentsMargins(px(16), px(8), px(16), px(8))
        row.setSpacing(px(12))
        self.search = SearchField(tr("Find an occupation"), tr(_ASK))
        self.search.setMaxLength(_MAX_TEXT)
        self.search.textChanged.connect(self._ask)
        self.search.installEventFilter(self)
        row.addWidget(self.search, 1)
        views = QButtonGroup(self)
        self.views = {}
        for name, tip in (("Browse", "Find and read"), ("Coverage", "What the tasks cover")):
            made = button(tr(name), partial(self.show_view, name), "toggle", tr(tip))
            made.setCheckable(True)
            views.addButton(made)
            self.views[name] = made
            row.addWidget(made)
        self.views["Browse"].setChecked(True)
        column.addLayout(row)
        return box

    def _make_side(self) -> QWidget:
        box, column = panel("panel", 0, 0)
        row = QHBoxLayout()
        row.setContentsMargins(px(24), px(12), px(24), px(8))
        row.setSpacing(px(8))
        self.back = button(tr("Back"), self.go_back, "", tr("Back (Alt+Left)"))
        self.back.setIcon(icon("caret-left"))
        keys = QShortcut(QKeySequence("Alt+Left"), self, self.go_back)
        keys.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.used = Pill("", "good")
        self.use = button(tr("Use for this task"), self._use)
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self.used)
        row.addWidget(self.use)
        column.addLayout(row)
        column.addWidget(self.pane, 1)
        box.setMinimumWidth(px(380))
        return box

    def show_view(self, name: str) -> None:
        """Show the view "Browse" or "Coverage"."""
        self.views[name].setChecked(True)
        covered = name == "Coverage"
        self._views.setCurrentIndex(int(covered))
        if covered:
            self.coverage_shown.emit()

    def show_task(self, task: Task | None) -> None:
        """Show which occupation the open task is linked to; None if no task is open."""
        link = task.occupation if task else None
        self._linked = None if task is None else (link.code if link else "")
        self._show_buttons()

    def show_place(self, shown: Shown) -> None:
        """Show an occupation or a group."""
        self.pane.show_place(shown)
        self.finder.show_place(shown.code)
        self._show_buttons()

    def go_back(self) -> None:
        """Go back to the page that led here."""
        if self._trail.can_go_back:
            self.place_asked.emit(self._trail.go_back())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows, Enter and Escape in the box move in the results below it."""
        if watched is not self.search or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if event.type() != QEvent.Type.KeyPress or event.modifiers() & ~_PAD:
            return super().eventFilter(watched, event)
        match event.key():
            case Qt.Key.Key_Down:
                self.finder.step(1)
            case Qt.Key.Key_Up:
                self.finder.step(-1)
            case Qt.Key.Key_Escape:
                self.search.clear()
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.finder.hasten()
                self.pane.setFocus()
            case _:
                return super().eventFilter(watched, event)
        return True

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that the page is looked at, so that it is filled."""
        super().showEvent(event)
        self.shown.emit()

    def _ask(self, text: str) -> None:
        if text:
            self.show_view("Browse")
        self.text_asked.emit(text)

    def _leave_coverage(self, code: str) -> None:
        self.show_view("Browse")
        self._begin(code)
        self.pane.setFocus()

    def _begin(self, code: str) -> None:
        self._trail.begin(code)
        self.place_asked.emit(code)

    def _follow(self, code: str) -> None:
        self._trail.follow(code)
        self.place_asked.emit(code)
        # The name that was pressed is gone with its page.
        self.pane.setFocus()

    def _clear(self) -> None:
        self.search.clear()
        self.search.setFocus()

    def _use(self) -> None:
        if isinstance(self.pane.shown, OccupationShown):
            # The button goes away once it has done its work.
            self.pane.setFocus()
            self.edit_asked.emit(LinkOccupation(occupation_link(self.pane.shown.code)))

    def _show_buttons(self) -> None:
        shown = self.pane.shown
        self.back.setEnabled(self._trail.can_go_back)
        chosen = isinstance(shown, OccupationShown) and shown.code == self._linked
        self.used.show_state(tr("Used for this task") if chosen else "", "good")
        self.use.setVisible(self._linked is not None and not chosen)
        self.use.setEnabled(isinstance(shown, OccupationShown))
        group = tr("A group is no occupation; choose one in it.")
        group = group if shown else tr("Choose one first.")
        self.use.setToolTip("" if self.use.isEnabled() else group)


_PAD = Qt.KeyboardModifier.KeypadModifier
