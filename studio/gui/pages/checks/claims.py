"""The checks as sentences under their checkpoints: read, changed, kept, turned down, added."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from studio.base.errors import UserError
from studio.editing import AddCheck, Edit, SetCheck
from studio.formats.tasks import TaskFolder
from studio.gui.language import tr
from studio.gui.pages.checks.adding_state import Making
from studio.gui.pages.checks.claim_parts import EMPTY, ClaimParts
from studio.gui.pages.checks.state import Row, Verdicts, nearest_check, rows, typed_change
from studio.model.check import Check

if TYPE_CHECKING:
    from studio.grading import Told

_KEY = Qt.Key


class Claims(ClaimParts):
    """Shows the checks and sends their edits.

    Attributes:
        tries: what takes an edit at once; it returns why it does not fit, empty if it does.
        selected_changed: another check is selected, by its id; empty if none is.
        cancel_asked: the proposals under way are not wanted any more.
    """

    edit_asked = Signal(object)
    propose_asked = Signal()
    cancel_asked = Signal()
    told = Signal(str)
    selected_changed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.tries: Callable[[Edit], str] = self._ask
        self._task: TaskFolder | None = None
        self._id = self._told_id = ""
        self._head: str | None = None
        self._refused = ""
        self._verdicts: Verdicts = {}
        self._sentences: dict[str, Told] = {}
        self._connect()

    def _ask(self, edit: Edit) -> str:
        self.edit_asked.emit(edit)
        return ""

    def _connect(self) -> None:
        self.list.selectionModel().currentChanged.connect(lambda *_: self._select_current())
        self.list.chip_pressed.connect(self.chosen_.line.edit)
        self.list.pressed_key.connect(self._take_key)
        chosen = self.chosen_
        chosen.pressed_key.connect(self._take_key)
        chosen.wheeled.connect(
            lambda event: QApplication.sendEvent(self.list.viewport(), event.clone())
        )
        chosen.kept.connect(self.keep)
        chosen.turned_down.connect(self.remove)
        chosen.line.keeps = self._keep_value
        chosen.line.left.connect(self.list.setFocus)
        chosen.form.changed.connect(self._change)
        chosen.form.refused.connect(chosen.show_fault)
        self.head.propose_asked.connect(self.propose_asked)
        self.head.cancel_asked.connect(self.cancel_asked)
        self.head.keep_asked.connect(self.keep_every)
        chosen.form.remove_asked.connect(lambda _: self.remove())
        self.adding.tries = self._add
        self.adding.closed.connect(lambda: self.end_adding())

    def show_task(self, task: TaskFolder) -> None:
        """Show the checks of a task."""
        if self._task is None or self._task.folder != task.folder:
            self._id, self._head, self._sentences = "", None, {}
            self.stack.picked = ("", "")
        with self.list.holding():
            self._show_rows(task)

    def _show_rows(self, task: TaskFolder) -> None:
        self._task = task
        at = next((n for n, row in enumerate(self.model.rows) if self._is_chosen(row)), -1)
        self.model.show_rows(rows(task, self._sentences))
        checks = task.document.checks.checks
        self.empty.setVisible(not checks)
        self.list.setVisible(bool(checks) or bool(task.document.task.checkpoints))
        self.head.show_waiting(len(self.proposed()))
        if self._id and not any(self._is_chosen(row) for row in self.model.rows):
            self._id = nearest_check(self.model.rows, at)
        self._reselect()

    def proposed(self) -> list[str]:
        """Return the ids of the proposed checks that nobody has decided, in order."""
        checks = (row.check for row in self.model.rows)
        return [check.id for check in checks if check and check.origin == "proposed"]

    def _is_chosen(self, row: Row) -> bool:
        return row.check is not None and row.check.id == self._id

    def _reselect(self) -> None:
        if self._id:
            self.select(self._id)
        elif self._head is not None:
            self.select_head(self._head)
        self._show_chosen()

    def show_sentences(self, sentences: "Mapping[str, Told]") -> None:
        """Show what the checks ask, with the values in it."""
        self._sentences = dict(sentences)
        if self._task:
            self.show_task(self._task)
        self._focus_value()

    def show_verdicts(self, verdicts: Verdicts) -> None:
        """Show what the checks say of the sample outputs."""
        self._verdicts = verdicts
        with self.list.holding():
            self.model.show_verdicts(verdicts)
            self._show_chosen()

    def show_needed(self, needed: Mapping[str, int]) -> None:
        """Show how many wrong outputs pass without a check, by its id."""
        with self.list.holding():
            self.model.show_needed(needed)
            self._show_chosen()

    def allow_proposing(self, reason: str) -> None:
        """Allow proposals and additions, or say why there can be none."""
        self._refused = reason
        self.head.allow_proposing(reason)
        self.add.setEnabled(not reason)
        self.add.setToolTip(reason)
        self.empty.show_sentence(reason or tr(EMPTY))

    def begin_deciding(self) -> None:
        """Select the first proposed check, with the keyboard on the list."""
        if waiting := self.proposed():
            self.select(waiting[0])
            self.list.setFocus()

    def select(self, check: str) -> None:
        """Select a check by its id."""
        self._go_to(row.check is not None and row.check.id == check for row in self.model.rows)

    def select_head(self, point: str) -> None:
        """Select a checkpoint by its id, or the whole work by an empty one."""
        self._go_to(row.check is None and row.point == point for row in self.model.rows)

    def _go_to(self, wanted: Iterable[bool]) -> None:
        if (number := next((n for n, is_it in enumerate(wanted) if is_it), -1)) >= 0:
            self.list.setCurrentIndex(self.model.index(number))

    def selected(self) -> str:
        """Return the id of the selected check, empty if none is."""
        chosen = self.chosen()
        return chosen.id if chosen else ""

    def chosen(self) -> Check | None:
        """Return the selected check as it is now, None if none is."""
        row = self._row()
        return row.check if row else None

    def _row(self) -> Row | None:
        index = self.list.currentIndex()
        row = self.model.rows[index.row()] if index.isValid() else None
        return row if row and row.check else None

    def _select_current(self) -> None:
        index = self.list.currentIndex()
        row = self.model.rows[index.row()] if index.isValid() else None
        if row is None or (row.check and row.check.id == self._id):
            return
        self._id, self._head = (row.check.id, None) if row.check else ("", row.point)
        if row.check:
            self.stack.picked = ("", "")
        self._show_chosen()
        self.selected_changed.emit(self._id)

    def _show_chosen(self) -> None:
        index = self.list.currentIndex()
        shown = self.model.shown(index.row()) if index.isValid() else None
        if shown is None or self._task is None:
            self.list.open(False)
            if not self.model.rows and self._id:
                self._id = ""
                self.selected_changed.emit("")
            return
        self.chosen_.show_row(shown, self._task.document.task.checkpoints, self._verdicts)
        self.list.open(True)
        # What was made later would come last.
        stops = (*self.head.stops(), self.list, *self.chosen_.stops(), self.add)
        for one, following in pairwise(stops):
            QWidget.setTabOrder(one, following)

    def begin_adding(self, target: str = "", words: str = "", by_press: bool = False) -> None:
        """Begin to add a check, into the checkpoint that is selected.

        Args:
            target: where it looks; where a person pressed last if it is not told.
            words: what stands there, for a place that a target cannot name.
            by_press: whether a press in the file asks for it.
        """
        if self._task is None or self._refused:
            return
        self.stack.begin(self._task, (target, words), self.chosen(), self._head, by_press)

    def end_adding(self, take_keyboard: bool = True) -> None:
        """Go back to the checks."""
        self.stack.setCurrentIndex(0)
        if take_keyboard:
            self.list.setFocus()

    def _add(self, made: Making | Check, point: str | None) -> str:
        """Add a check to a checkpoint; return why it does not fit, empty if it was added."""
        assert self._task is not None
        try:
            check = _made(self._task, made, point)
        except UserError as fault:
            return str(fault)
        known = {found.id for found in self._task.document.checks.checks}
        refused = self.tries(AddCheck(check))
        if not refused:
            added = (found.id for found in self._task.document.checks.checks)
            self._id = next((id for id in added if id not in known), self._id)
            self._told_id = self._id
            # A list without a selection takes its first row with the keyboard.
            self._reselect()
            self.end_adding()
            self.selected_changed.emit(self._id)
        return refused

    def _focus_value(self) -> None:
        """Put the keyboard on the first value of a check that was added, once it is told."""
        row = self._row()
        if not (self._told_id and row and row.check and row.check.id == self._told_id and row.told):
            return
        self._told_id = ""
        self.list.scrollTo(self.list.currentIndex())
        if self.chosen_.line.buttons and self.list.hasFocus():
            self.chosen_.line.buttons[0].setFocus()

    def _keep_value(self, number: int, text: str) -> str:
        """Put a value in the place of one of the selected sentence; return why not, if so."""
        row = self._row()
        if not (row and row.check and row.told):
            return ""
        check, before = row.check, dict(self._sentences)
        try:
            changes, said = typed_change(row, number, text)
        except UserError as fault:
            return str(fault)
        # The sentence says so at once; that it is told anew takes a moment.
        self._sentences[check.id] = said
        if refused := self.tries(SetCheck(check.id, changes)):
            self._sentences = before
        return refused

    def _change(self, check: str, changes: dict[str, object]) -> None:
        self.chosen_.show_fault(self.tries(SetCheck(check, changes)))

    def keep(self) -> None:
        """Keep the selected proposal, and go on to the next one."""
        self._decide(lambda check: _keeping(self._task, [check.id]))

    def remove(self) -> None:
        """Remove the selected check; a proposal is turned down."""
        check = self.chosen()
        if check is None or self._task is None:
            return
        if check.origin == "proposed":
            self._decide(lambda check: _removing(self._task, check.id))
        else:
            self.edit_asked.emit(_removing(self._task, check.id))

    def keep_every(self) -> None:
        """Keep all proposed checks as one edit."""
        if self._task is not None and self.proposed():
            self.edit_asked.emit(_keeping(self._task, []))

    def _decide(self, edit: "Callable[[Check], Edit]") -> None:
        check = self.chosen()
        if check is None or check.origin != "proposed":
            return
        waiting = self.proposed()
        at = waiting.index(check.id)
        following = (waiting[at + 1 :] or waiting[:at] or [""])[0]
        self.chosen_.calm = True
        with self.list.holding():
            self.edit_asked.emit(edit(check))
            if following:
                self.select(following)
        self.chosen_.calm = False
        self.list.setFocus()

    def _take_key(self, event: QKeyEvent) -> None:
        """Do what a key means here."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return
        change = partial(self.chosen_.line.edit, 0)
        keys: dict[_KEY, Callable[[], object]] = {
            _KEY.Key_Y: self.keep,
            _KEY.Key_N: self._turn_down,
            _KEY.Key_A: self.begin_adding,
            _KEY.Key_Delete: self.remove,
            _KEY.Key_F2: change,
            _KEY.Key_Return: change,
            _KEY.Key_Enter: change,
            _KEY.Key_Escape: self.list.setFocus,
        }
        does = keys.get(_KEY(event.key()))
        if does is not None:
            event.accept()
            does()

    def _turn_down(self) -> None:
        check = self.chosen()
        if check is not None and check.origin == "proposed":
            self.remove()


def _made(task: TaskFolder, made: Making | Check, point: str | None) -> Check:
    """Return the check that was made, if it fits the task."""
    from studio.authoring import new_check

    if isinstance(made, Check):
        return made.model_copy(update={"checkpoint": point})
    return new_check(
        task,
        made.kind,
        made.target,
        checkpoint=point,
        tolerance=made.tolerance,
        parameters=made.parameters,
    )


def _keeping(task: TaskFolder | None, ids: list[str]) -> Edit:
    from studio.authoring import keep_edit

    assert task is not None
    return keep_edit(task.document, ids)


def _removing(task: TaskFolder | None, id: str) -> Edit:
    from studio.authoring import removal_edit

    assert task is not None
    return removal_edit(task.document, id)
