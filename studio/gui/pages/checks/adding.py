"""Adding a check: where it looks, what it asks in a few words, and what its kind must know."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QAbstractListModel, QEvent, QObject, QStringListModel, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QComboBox,
    QCompleter,
    QHBoxLayout,
    QListView,
    QVBoxLayout,
    QWidget,
)

from studio.formats.tasks import TaskFolder
from studio.gui.language import tr
from studio.gui.pages.checks.adding_state import (
    Choice,
    Making,
    Offer,
    checkpoint_for,
    choices,
    files_of,
    needs,
    path_of,
)
from studio.gui.pages.checks.form import CheckForm
from studio.gui.pages.checks.models import Index
from studio.gui.pages.checks.state import LOOSE
from studio.gui.theme import px
from studio.gui.widgets.controls import KeyButton
from studio.gui.widgets.fields import Choice as ChoiceField
from studio.gui.widgets.fields import Line
from studio.gui.widgets.parts import button, flowing, hairline, headed, label, panel, scrolled
from studio.gui.widgets.rows import CAPTION, TITLE, RowDelegate
from studio.model.check import Check

_PLACE = "report.xlsx#Sheet1!D14, or press it in the file beside"
_WORDS = "Find: total, says, rows, tolerance…"
_REST_MS = 300
_FEW = 8


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
        tries: what takes the check that was made, or a whole one, and the checkpoint that it goes
            into, None for the whole work; it returns why it does not fit, empty if it was added.
        closed: nothing is to be added any more.
        offers_asked: whole checks are wanted for a place, and the words that stand there.
    """

    closed = Signal()
    offers_asked = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.tries: Callable[[Making | Check, str | None], str] = lambda made, point: ""
        self._task: TaskFolder | None = None
        self._near: Check | None = None
        self._head: str | None = None
        # What a person chose is not chosen anew.
        self._chose_point = self._chose_kind = False
        self._making, self._offers = Making(), tuple[Offer, ...]()
        self._said = ("", "")
        self.model = _ChoiceModel()
        box, self._column = panel("panel", 16, 12)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(box)
        self._column.addLayout(self._make_head())
        self._make_fields()
        self._make_list()
        self._make_form()
        self._make_foot()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._ask_offers)

    def _make_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(px(8))
        self.into = ChoiceField()
        self.into.setAccessibleName(tr("Checkpoint that it goes into"))
        self.into.setMinimumContentsLength(_FEW)
        self.into.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.into.activated.connect(lambda _: self._choose_point())
        caption = label(tr("Into"), "quiet")
        caption.setBuddy(self.into)
        row.addWidget(label(tr("Add a check"), "title"))
        row.addSpacing(px(8))
        row.addWidget(caption)
        row.addWidget(self.into, 1)
        return row

    def _choose_point(self) -> None:
        self._chose_point = True
        self.show_fault("")

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
        self.words.textChanged.connect(lambda _: self._search())
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
        self.list.clicked.connect(lambda _: self._choose_kind())
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

    def begin(
        self,
        task: TaskFolder,
        target: str,
        said: str = "",
        near: Check | None = None,
        head: str | None = None,
    ) -> None:
        """Begin a new check; the keyboard is on the words.

        Args:
            task: what it is added to.
            target: where it looks, as far as that is known; the only file if there is just one.
            said: the words that stand there, for a place that a target cannot name.
            near: the selected check.
            head: the selected checkpoint, empty for the whole work; None if none is.
        """
        self._task, self._near, self._head = task, near, head
        self._chose_point = self._chose_kind = False
        files = files_of(task)
        self._files.setStringList(files)
        self._making = Making()
        self._show_points(task)
        self.words.clear()
        self.look_at(target or (files[0] if len(files) == 1 else ""), said)
        self.words.setFocus()

    def look_at(self, target: str, said: str = "") -> None:
        """Look at another place, or at the words there; what must hold stays as it is told."""
        self._said = (target, said)
        if self.place.text() == target:
            self._move(target)
        self.place.setText(target)
        self._rest.stop()
        self._ask_offers()

    @property
    def is_told(self) -> bool:
        """Whether anything is told yet of what must hold."""
        return self._chose_kind or bool(self.words.text().strip())

    def _show_points(self, task: TaskFolder) -> None:
        self.into.clear()
        for point in task.document.task.checkpoints:
            self.into.addItem(point.title, point.id)
        self.into.addItem(tr(LOOSE), "")

    def _show_point(self) -> None:
        """Show which checkpoint it goes into, unless a person chose one."""
        if self._task is None or self._chose_point:
            return
        target = self.place.text().strip()
        point = checkpoint_for(self._task, target, self._near, self._head)
        self.into.setCurrentIndex(self.into.findData(point or ""))

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
        self._show_point()
        self.finding.hide()
        self.show_fault("")
        self._find()
        self._rest.start()

    def _search(self) -> None:
        """Offer what is told in other words, the best of it first."""
        self._chose_kind = False
        self._find()

    def _find(self) -> None:
        target = self.place.text().strip()
        chosen = self._chosen() if self._chose_kind else None
        self.model.show_choices(choices(self.words.text(), target, self._offers))
        found = self.model.choices
        self._none.setVisible(not found)
        if found:
            # That a place is found anew takes nothing from a person who has chosen.
            row = next((n for n, one in enumerate(found) if _alike(one, chosen)), 0)
            self.list.setCurrentIndex(self.model.index(row))

    def _choose_kind(self) -> None:
        self._chose_kind = True

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
        self._choose_kind()
        self._making = replace(self._making, **changes)
        self.form.take(self._making.draft())
        self.show_fault("")

    def add(self) -> None:
        """Add what is chosen; say why, if it does not fit."""
        choice = self._chosen()
        if choice is None:
            return
        point = self.into.currentData() or None
        if choice.check is not None:
            self.show_fault(self.tries(choice.check, point))
            return
        making = self._making if self._making.kind == choice.kind else Making(choice.kind)
        target = self.place.text().strip()
        if not target:
            self.show_fault(tr("Say where the check looks: type a file, or press it beside."))
            self.place.setFocus()
            return
        self.show_fault(self.tries(replace(making, target=target), point))

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
            self._choose_kind()
            self.list.setCurrentIndex(self.model.index(row))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Escape as an answer."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def _alike(choice: Choice, other: Choice | None) -> bool:
    """Tell whether two lines offer the same."""
    return other is not None and (choice.kind, choice.check) == (other.kind, other.check)
