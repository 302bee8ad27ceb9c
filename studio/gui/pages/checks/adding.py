"""Adding a check: where it looks, what it asks in a few words, and what its kind must know."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractListModel, QEvent, QObject, QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QListView, QVBoxLayout, QWidget

from studio.formats.tasks import TaskFolder
from studio.gui.language import tr
from studio.gui.pages.checks.adding_state import (
    Choice,
    Making,
    Offer,
    choices,
    files_of,
    needs,
    path_of,
)
from studio.gui.pages.checks.form import CheckForm
from studio.gui.pages.checks.models import Index
from studio.gui.theme import px
from studio.gui.widgets.controls import KeyButton
from studio.gui.widgets.fields import Line
from studio.gui.widgets.parts import button, flowing, hairline, headed, label, panel, scrolled
from studio.gui.widgets.rows import CAPTION, TITLE, RowDelegate
from studio.model.check import Check

_PLACE = "report.xlsx#Sheet1!D14, or press it in the file beside"
_WORDS = "Find: total, says, rows, tolerance…"
_REST_MS = 300


class _ChoiceModel(QAbstractListModel):
    """What can be chosen."""

    def __init__(self) -> None:
        super().__init__()
        self.choices: tuple[Choice, ...] = ()

    def show_choices(self, found: tuple[Choice, ...]) -> None:
        """Show these."""
        self.beginResetModel()
        self.choices = found
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of rows."""
        return 0 if parent is not None and parent.isValid() else len(self.choices)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a row shows."""
        choice = self.choices[index.row()]
        values: dict[int, Any] = {
            int(TITLE): choice.title,
            int(CAPTION): choice.caption,
            int(Qt.ItemDataRole.AccessibleTextRole): f"{choice.title}. {choice.caption}",
        }
        return values.get(int(role))


class Adding(QWidget):
    """Makes a check and hands it over.

    Attributes:
        tries: what takes the check that was made, or a whole one; it returns why it does not fit,
            empty if it was added.
        closed: nothing is to be added any more.
        offers_asked: whole checks are wanted for a place, and the words that stand there.
    """

    closed = Signal()
    offers_asked = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.tries: Callable[[Making | Check], str] = lambda made: ""
        self._making, self._offers = Making(), tuple[Offer, ...]()
        self._said = ("", "")
        self.model = _ChoiceModel()
        box, self._column = panel("panel", 16, 12)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(box)
        self._column.addWidget(label(tr("Add a check"), "title"))
        self._make_fields()
        self._make_list()
        self._make_form()
        self._make_foot()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._ask_offers)

    def _make_fields(self) -> None:
        self.place, self.words = Line(), Line()
        self.place.setPlaceholderText(tr(_PLACE))
        self.words.setPlaceholderText(tr(_WORDS))
        self._files = QStringListModel(self)
        completer = QCompleter(self._files, self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.place.setCompleter(completer)
        self.place.textChanged.connect(self._move)
        self.words.textChanged.connect(self._find)
        self.words.installEventFilter(self)
        self._column.addWidget(headed(tr("Where it looks"), self.place))
        self._column.addWidget(headed(tr("What must hold"), self.words))

    def _make_list(self) -> None:
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(RowDelegate(self.list, margin=8))
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(tr("What can be checked"))
        self.list.selectionModel().currentChanged.connect(lambda *_: self._choose())
        self.list.doubleClicked.connect(lambda _: self.add())
        self.list.installEventFilter(self)
        self._none = flowing(tr("No kind of check is told in these words; try others."), "quiet")
        self._column.addWidget(self._none)
        self.finding = flowing(tr("Looking for what your work holds there…"), "caption")
        self.finding.hide()
        self._column.addWidget(self.finding)
        self._column.addWidget(self.list, 3)

    def _make_form(self) -> None:
        self.form = CheckForm(draft=True)
        self.form.changed.connect(lambda _, changes: self._change(changes))
        self.form.refused.connect(self.show_fault)
        inner, column = panel("panel", 0, 0)
        column.addWidget(self.form)
        column.addStretch(1)
        self._area = QWidget()
        around = QVBoxLayout(self._area)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(hairline())
        around.addWidget(scrolled(inner), 1)
        self._area.setMinimumHeight(px(120))
        self._column.addWidget(self._area, 2)
        self._area.hide()

    def _make_foot(self) -> None:
        self.fault = flowing("", "fault")
        self.fault.hide()
        self._column.addWidget(self.fault)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        self.add_button = button(tr("Add"), self.add)
        row.addWidget(self.add_button)
        row.addWidget(KeyButton(tr("Cancel"), tr("Esc"), self.closed.emit))
        row.addStretch(1)
        self._column.addLayout(row)

    def begin(self, task: TaskFolder, target: str, said: str = "") -> None:
        """Begin a new check; the keyboard is on the words.

        Args:
            task: what it is added to.
            target: where it looks, as far as that is known.
            said: the words that stand there, for a place that a target cannot name.
        """
        self._said = (target, said)
        self._files.setStringList(files_of(task))
        self._making, self._offers = Making(), ()
        self.words.clear()
        self.show_fault("")
        self.place.setText(target)
        self._find()
        self._rest.stop()
        self._ask_offers()
        self.words.setFocus()

    def show_offers(self, target: str, offers: Sequence[Offer]) -> None:
        """Show the whole checks of a place, if it is still the one that is meant."""
        if target != self.place.text().strip():
            return
        self._offers = tuple(offers)
        self.finding.hide()
        self._find()

    def _ask_offers(self) -> None:
        target = self.place.text().strip()
        if path_of(target) in self._files.stringList():
            self.finding.show()
            said = self._said[1] if self._said[0] == target else ""
            self.offers_asked.emit(target, said)

    def _move(self, text: str) -> None:
        self._making = replace(self._making, target=text.strip())
        self._offers = ()
        self.finding.hide()
        self.show_fault("")
        self._find()
        self._rest.start()

    def _find(self) -> None:
        target = self.place.text().strip()
        self.model.show_choices(choices(self.words.text(), target, self._offers))
        self._none.setVisible(not self.model.choices)
        if self.model.choices:
            self.list.setCurrentIndex(self.model.index(0))

    def _chosen(self) -> Choice | None:
        index = self.list.currentIndex()
        return self.model.choices[index.row()] if index.isValid() else None

    def _choose(self) -> None:
        choice = self._chosen()
        self.show_fault("")
        if choice is None or choice.check is not None or not needs(choice.kind):
            self._area.hide()
            return
        if choice.kind != self._making.kind:
            self._making = Making(choice.kind, self._making.target)
        self.form.show_check(self._making.draft(), ())
        self._area.show()

    def _change(self, changes: dict[str, Any]) -> None:
        self._making = replace(self._making, **changes)
        self.form.take(self._making.draft())
        self.show_fault("")

    def add(self) -> None:
        """Add what is chosen; say why, if it does not fit."""
        choice = self._chosen()
        if choice is None:
            return
        if choice.check is not None:
            self.show_fault(self.tries(choice.check))
            return
        making = self._making if self._making.kind == choice.kind else Making(choice.kind)
        target = self.place.text().strip()
        if not target:
            self.show_fault(tr("Say where the check looks: type a file, or press it beside."))
            self.place.setFocus()
            return
        self.show_fault(self.tries(replace(making, target=target)))

    def show_fault(self, sentence: str) -> None:
        """Say why a check does not fit, or nothing."""
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrow keys walk the list from the words, and Enter add what is chosen."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._enter()
                return True
            if watched is self.words and event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self._step(1 if event.key() == Qt.Key.Key_Down else -1)
                return True
        return super().eventFilter(watched, event)

    def _enter(self) -> None:
        """Add what is chosen; what must be told more first gets the keyboard."""
        if not self._area.isHidden() and self._making.parameters == {}:
            next(iter(self.form.fields.values())).setFocus()
        else:
            self.add()

    def _step(self, by: int) -> None:
        row = self.list.currentIndex().row() + by
        if 0 <= row < len(self.model.choices):
            self.list.setCurrentIndex(self.model.index(row))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Escape as an answer."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)
