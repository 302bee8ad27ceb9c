"""What one can begin with, the tasks one can go on with, and what the recordings take."""

from pathlib import Path

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QHBoxLayout,
    QMenu,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from studio.gui.language import tr
from studio.gui.pages.home.models import CardModel
from studio.gui.pages.home.state import MANY, Card, in_order, matching
from studio.gui.theme import px
from studio.gui.widgets.cards import CardList
from studio.gui.widgets.fields import Line
from studio.gui.widgets.flow import Flow
from studio.gui.widgets.parts import button, hairline, label
from studio.gui.widgets.states import EmptyState, Skeleton
from studio.gui.wording import told_size

_WIDEST = 920
_MARGINS = (24, 32, 24, 16)
_SIDE = 8


class TasksView(QWidget):
    """The list of tasks under the buttons to begin with."""

    begin_asked = Signal(str)
    sample_asked = Signal()
    again_asked = Signal()
    open_asked = Signal(Path, str)
    folder_asked = Signal(Path)
    forget_asked = Signal(Path)
    delete_asked = Signal(object)
    cancel_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._cards: tuple[Card, ...] = ()
        self._reading, self._fault = True, ""
        outer = QHBoxLayout(self)
        outer.setContentsMargins(*map(px, _MARGINS))
        middle = QWidget()
        middle.setMaximumWidth(px(_WIDEST))
        column = QVBoxLayout(middle)
        column.setContentsMargins(px(_SIDE), 0, px(_SIDE), 0)
        column.setSpacing(px(12))
        column.addWidget(label(tr("Good work becomes a good test"), "pageTitle", wrap=True))
        story = tr("Record what you do. Mark what matters. The studio writes the checks and proves "
                   "them. Everything stays on this computer.")  # fmt: skip
        column.addWidget(label(story, "quiet", wrap=True))
        column.addWidget(self._make_buttons())
        column.addWidget(self._make_opening())
        column.addLayout(self._make_heading())
        column.addWidget(hairline())
        self._make_list(column)
        column.addWidget(self._make_foot())
        outer.addWidget(middle, 1)
        outer.addStretch(0)
        self.show_cards((), reading=True)

    def _make_buttons(self) -> QWidget:
        box = QWidget()
        row = Flow(box, px(8))
        self.record = QPushButton(tr("Record your work"))
        self.record.setObjectName("danger")
        self.template = button(
            tr("Start from a template"), lambda: self.begin_asked.emit("templates")
        )
        self.files = button(tr("New from files"), lambda: self.begin_asked.emit("files"))
        self.opener = QPushButton(tr("Open…"))
        self.sample = button(tr("Try the sample"), self.sample_asked.emit)
        for made in (self.record, self.template, self.files, self.opener, self.sample):
            made.setProperty("tall", True)
            row.addWidget(made)
        return box

    def offer_opening(self, actions: list[QAction]) -> None:
        """Let the button to open offer these commands."""
        menu = QMenu(self.opener)
        menu.addActions(actions)
        self.opener.setMenu(menu)

    def _make_opening(self) -> QWidget:
        self._opening = QWidget()
        # The row keeps its place while nothing is opened, so that the list below never jumps.
        policy = self._opening.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._opening.setSizePolicy(policy)
        row = QHBoxLayout(self._opening)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(12))
        self._opening_told = label("", "quiet")
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setAccessibleName(tr("Opening"))
        row.addWidget(self._opening_told)
        row.addWidget(bar, 1)
        row.addWidget(button(tr("Cancel"), self.cancel_asked.emit))
        self._opening.hide()
        return self._opening

    def _make_heading(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(px(12))
        row.addWidget(label(tr("Your tasks"), "title"))
        self.filter = Line()
        self.filter.setPlaceholderText(tr("Find a task"))
        self.filter.setAccessibleName(tr("Find a task"))
        self.filter.setClearButtonEnabled(True)
        self.filter.setMaximumWidth(px(240))
        self.filter.textChanged.connect(lambda: self._show())
        row.addWidget(self.filter, 1)
        row.addStretch(1)
        self._sorted = label("", "caption")
        row.addWidget(self._sorted)
        return row

    def _make_list(self, column: QVBoxLayout) -> None:
        self.model = CardModel()
        self.list = CardList()
        self.list.setModel(self.model)
        self.list.setAccessibleName(tr("Your tasks"))
        self.list.setAccessibleDescription(
            tr("Enter opens a task, Ctrl+Enter does what its button says, Delete removes it.")
        )
        self.list.chosen.connect(lambda index: self._open(self._card(index)))
        self.list.acted.connect(lambda index: self._act(self._card(index)))
        self.list.delete_asked.connect(lambda index: self._remove(self._card(index)))
        self.list.menu_asked.connect(self._show_menu)
        self._skeleton = Skeleton(4, pictures=True)
        self.empty = EmptyState("tray", "")
        self.empty.asked.connect(
            lambda: (self.again_asked if self._fault else self.sample_asked).emit()
        )
        for made in (self._skeleton, self.empty):
            column.addWidget(made, 1)
        # Pictures and words of the cards stand under the heading, their grounds a little wider.
        wider = QHBoxLayout()
        wider.setContentsMargins(-px(_SIDE), 0, -px(_SIDE), 0)
        wider.addWidget(self.list)
        column.addLayout(wider, 1)

    def _make_foot(self) -> QWidget:
        foot = QWidget()
        row = QHBoxLayout(foot)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        self._storage = label("", "caption")
        self.storage = button(tr("Look"), lambda: self.begin_asked.emit("storage"), "link")
        self.storage.setAccessibleName(tr("Look at what the recordings take"))
        row.addWidget(self._storage)
        row.addWidget(self.storage)
        row.addStretch(1)
        foot.setMinimumHeight(px(24))
        self.show_storage(0, 0)
        return foot

    def show_storage(self, taken: int, may_go: int) -> None:
        """Show how many bytes the recordings take, and how many of them may be cleaned up."""
        words = tr("Recordings use {taken}.")
        if may_go:
            words = tr("Recordings use {taken}; {may_go} can be cleaned up.")
        told = words.format(taken=told_size(taken), may_go=told_size(may_go))
        self._storage.setText(told if taken else "")
        self.storage.setVisible(bool(taken))

    def show_cards(self, cards: tuple[Card, ...], reading: bool, told: str = "") -> None:
        """List the tasks.

        Args:
            cards: those that are known so far.
            reading: whether more may come.
            told: how far the reading is.
        """
        self._cards, self._reading, self._fault = in_order(cards), reading, ""
        self._sorted.setText(told or (tr("Sorted by what needs you first") if cards else ""))
        self.filter.setVisible(len(cards) > MANY or bool(self.filter.text()))
        self._show()

    def show_reading(self, told: str) -> None:
        """Show how far the reading is."""
        self._sorted.setText(told)

    def show_fault(self, sentence: str) -> None:
        """Say why the tasks cannot be listed; those that were listed stay."""
        self._reading, self._fault = False, sentence
        self._sorted.setText(sentence if self._cards else "")
        self._show()

    def _show(self) -> None:
        current = self.list.currentIndex()
        kept = self.model.cards[current.row()].place if current.isValid() else None
        place = self.list.verticalScrollBar().value()
        self.model.show_cards(matching(self._cards, self.filter.text()))
        if kept is not None and (row := self.model.row_of(kept)) >= 0:
            self.list.setCurrentIndex(self.model.index(row))
        self.list.verticalScrollBar().setValue(place)
        found = bool(self.model.cards)
        self.list.setVisible(found)
        self._skeleton.setVisible(not found and self._reading and not self._cards)
        self.empty.setVisible(not found and self._skeleton.isHidden())
        if self._fault:
            self.empty.show_sentence(self._fault, tr("Try again"))
        elif self._cards:
            self.empty.show_sentence(tr("No task is called so; change the words above."), "")
        else:
            self.empty.show_sentence(
                tr("None yet. The sample is a finished task: open it, replay it, look around."),
                tr("Try the sample"),
            )

    def show_opening(self, sentence: str) -> None:
        """Show what is being opened or made, or nothing any more."""
        self._opening_told.setText(sentence)
        self._opening.setVisible(bool(sentence))

    def _card(self, index: QModelIndex) -> Card:
        return self.model.cards[index.row()]

    def _open(self, card: Card) -> None:
        if card.kind != "gone":
            self.open_asked.emit(card.place, card.page)

    def _act(self, card: Card) -> None:
        if card.kind == "gone":
            self.forget_asked.emit(card.place)
        else:
            self.open_asked.emit(card.place, card.command)

    def _remove(self, card: Card) -> None:
        if card.kind == "gone":
            self.forget_asked.emit(card.place)
        else:
            self.delete_asked.emit(card)

    def menu_of(self, card: Card) -> QMenu:
        """Return the menu of a card."""
        menu = QMenu(self)
        if card.next:
            menu.addAction(tr(card.next), lambda: self._act(card))
        if card.kind != "gone":
            menu.addAction(tr("Open"), lambda: self._open(card))
            menu.addAction(tr("Show in folder"), lambda: self.folder_asked.emit(card.place))
            if card.outside:
                menu.addAction(tr("Remove from list"), lambda: self.forget_asked.emit(card.place))
            menu.addSeparator()
            menu.addAction(tr("Delete…"), lambda: self.delete_asked.emit(card))
        return menu

    def _show_menu(self, index: QModelIndex, place: QPoint) -> None:
        menu = self.menu_of(self._card(index))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(place)
