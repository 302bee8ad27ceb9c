"""The list of steps: a field to find one, a filter, and a row for each."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QPoint,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QListView, QMenu, QStackedLayout, QVBoxLayout, QWidget

from studio.gui.language import tr
from studio.gui.pages.steps.filter_menu import FilterButton
from studio.gui.pages.steps.models import StepModel
from studio.gui.pages.steps.rows import StepDelegate, thumb_size
from studio.gui.theme import px
from studio.gui.widgets.parts import hairline, panel
from studio.gui.widgets.searching import SearchField
from studio.gui.widgets.states import EmptyState, Skeleton
from studio.model.step import Step

_LEAST, _REST_MS = 208, 60
_TO_LIST = (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter)


class _View(QListView):
    """The rows; Escape gives up what is searched for, a drag over rows selects them."""

    escaped = Signal()
    menu_asked = Signal(QPoint)
    dragged = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._pressed = -1

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where a drag may begin."""
        super().mousePressEvent(event)
        plain = event.button() == Qt.MouseButton.LeftButton and not event.modifiers()
        self._pressed = self.indexAt(event.position().toPoint()).row() if plain else -1

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell that rows were dragged over."""
        super().mouseReleaseEvent(event)
        begun, self._pressed = self._pressed, -1
        here = self.indexAt(event.position().toPoint()).row()
        if begun >= 0 and here != begun and len(self.selectedIndexes()) > 1:
            self.dragged.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave letters to the commands: rows are found with the field above."""
        if event.key() == Qt.Key.Key_Escape:
            self.escaped.emit()
        elif event.text().isprintable() and event.text() and not event.modifiers():
            # Space too: the timeline plays with it, and the current row is selected anyway.
            event.ignore()
        else:
            super().keyPressEvent(event)


class StepList(QWidget):
    """Shows the steps and tells which are selected.

    Attributes:
        selected: the selection became another.
        menu_asked: a menu of what can be done, at this place of the screen.
        dragged: several steps were dragged over, and are selected.
    """

    selected = Signal()
    dragged = Signal()
    menu_asked = Signal(QPoint)

    def __init__(self) -> None:
        super().__init__()
        self.model = StepModel()
        box, column = panel("panel", 0, 0)
        self.search = SearchField(tr("Find a step"))
        self.filter = FilterButton()
        row = QHBoxLayout()
        row.setContentsMargins(px(12), px(8), px(12), px(8))
        row.setSpacing(px(8))
        row.addWidget(self.search, 1)
        row.addWidget(self.filter)
        column.addLayout(row)
        column.addWidget(hairline())
        self.view = self._make_view()
        self.nothing = EmptyState("magnifying-glass", "", tr("Show all steps"))
        self.nothing.asked.connect(self.show_all)
        self.menu = QMenu(self)
        self._faces = QStackedLayout()
        # First in its place: it shows what it is given, which would be a window of its own.
        column.addLayout(self._faces, 1)
        for face in (self.view, self.nothing, Skeleton(8, pictures=True)):
            self._faces.addWidget(face)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(box)
        self.setMinimumWidth(px(_LEAST))
        self._held: list[int] = []
        self._typed = QTimer(self)
        self._typed.setSingleShot(True)
        self._typed.setInterval(_REST_MS)
        self._typed.timeout.connect(self._narrow)
        self.search.textChanged.connect(lambda: self._typed.start())
        self.search.installEventFilter(self)
        self.filter.changed.connect(self._narrow)

    def _make_view(self) -> _View:
        view = _View()
        view.setModel(self.model)
        view.setItemDelegate(StepDelegate(view))
        # Rows of one height need no measuring: ten thousand are laid out at once.
        view.setUniformItemSizes(True)
        view.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        view.setEditTriggers(QListView.EditTrigger.DoubleClicked)
        view.setResizeMode(QListView.ResizeMode.Adjust)
        view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.setAccessibleName(tr("Steps"))
        view.selectionModel().selectionChanged.connect(lambda: self.selected.emit())
        view.customContextMenuRequested.connect(
            lambda place: self.menu_asked.emit(view.viewport().mapToGlobal(place))
        )
        view.escaped.connect(self._give_up)
        view.dragged.connect(self.dragged)
        ratio = view.devicePixelRatioF()
        self.model.thumbs.fit(thumb_size() * ratio)
        return view

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Go from the field to what was found."""
        if (
            watched is self.search
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() in _TO_LIST
        ):
            self._narrow()
            self._enter()
            return True
        return False

    def _enter(self) -> None:
        if self.model.rowCount():
            if not self.view.selectedIndexes():
                self.view.setCurrentIndex(self.model.index(0))
            self.view.setFocus()

    def seek(self) -> None:
        """Let a step be searched for."""
        self.search.setFocus()
        self.search.selectAll()

    def _narrow(self) -> None:
        self._typed.stop()
        self._held = [step.id for step in self.chosen()] or self._held
        self.model.show_filter(self.filter.wanted(self.search.text()))
        self.show_faces()
        # What was selected before it was filtered away is selected when it comes again.
        if not self.view.selectedIndexes():
            self.choose(self._held)

    def show_loading(self) -> None:
        """Show pale rows while the steps are being read."""
        self._held = []
        self._allow(False)
        self._faces.setCurrentIndex(2)

    def show_none(self, sentence: str = "") -> None:
        """Show why there are no steps at all; nothing if that stands elsewhere."""
        self._held = []
        self._allow(False)
        self.nothing.show_sentence(sentence, "")
        self._faces.setCurrentIndex(1 if sentence else 0)

    def _allow(self, shown: bool) -> None:
        for part in (self.search, self.filter):
            part.setEnabled(shown)

    def show_faces(self) -> None:
        """Show the rows, or why none is found; pale rows if one may still be read."""
        self._allow(True)
        found, reading = bool(self.model.rowCount()), not self.model.whole
        words = self.search.text().strip()
        if not found:
            told = tr("No step has “{words}” in its sentence, note, window or element.")
            none = tr("No step is of this kind.")
            if reading:
                told = tr("Still reading the steps: none so far has “{words}”.")
                none = tr("Still reading the steps: none so far is of this kind.")
            self.nothing.show_sentence(
                told.format(words=words) if words else none, tr("Show all steps")
            )
        narrows = bool(words) or self.model.filter.narrows
        self._faces.setCurrentIndex(0 if found else 1 if narrows or not reading else 2)
        self.filter.show_choices(self.model.steps)

    def show_all(self) -> None:
        """Give up searching and filtering."""
        self.search.clear()
        self.filter.reset()
        self._narrow()
        self.view.setFocus()

    def show_unnamed(self) -> None:
        """Show only the steps that hit nothing with a name, now or once they are read."""
        self.search.clear()
        self.filter.choose_unnamed()
        self.model.show_filter(self.filter.wanted(""))
        if self.model.steps:
            self._narrow()
            self._enter()

    def _give_up(self) -> None:
        if self.search.text():
            self.search.clear()
            self._narrow()

    def chosen(self) -> list[Step]:
        """Return the selected steps in order."""
        rows = sorted(index.row() for index in self.view.selectedIndexes())
        return [self.model.step(row) for row in rows]

    def choose(self, numbers: Sequence[int]) -> None:
        """Select the steps with these numbers as far as they are shown, the last as current."""
        rows = [row for number in numbers if (row := self.model.row_of(number)) is not None]
        selection = QItemSelection()
        for first, last in _runs(sorted(rows)):
            selection.select(self.model.index(first), self.model.index(last))
        flags = QItemSelectionModel.SelectionFlag
        chosen = self.view.selectionModel()
        chosen.select(selection, flags.ClearAndSelect)
        if rows:
            chosen.setCurrentIndex(self.model.index(rows[-1]), flags.NoUpdate)
            self.view.scrollTo(self.model.index(rows[-1]))
            self.view.scrollTo(self.model.index(rows[0]))

    def reword(self) -> None:
        """Let the sentence of the current step be written where it stands."""
        chosen = self.view.selectedIndexes()
        if chosen:
            self.view.setFocus()
            self.view.setCurrentIndex(min(chosen, key=lambda index: index.row()))
            self.view.edit(self.view.currentIndex())

    def show_menu(self, place: QPoint, actions: Sequence[QAction]) -> None:
        """Show what can be done with the selected steps."""
        self.menu.clear()
        self.menu.addActions(actions)
        if actions:
            self.menu.popup(place)

    def sizeHint(self) -> QSize:
        """Return room for a sentence beside its picture."""
        return QSize(px(296), px(480))


def _runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """Return the first and last of each run of rows that follow each other."""
    runs: list[tuple[int, int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1] = runs[-1][0], row
        else:
            runs.append((row, row))
    return runs
