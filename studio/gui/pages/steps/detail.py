"""What is known of the selected steps, their checkpoint, and what can be done with them."""

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from studio.base.clock import minutes
from studio.formats.tasks import TaskDocument
from studio.gui.language import tr
from studio.gui.pages.steps.checkpoint import CheckpointBlock
from studio.gui.pages.steps.offering import Offer
from studio.gui.pages.steps.splitting import SplitRow
from studio.gui.pages.steps.state import (
    FOUND_BY,
    Marked,
    Selection,
    found_by,
    place_in_window,
)
from studio.gui.pages.steps.words import StepWords
from studio.gui.theme import px
from studio.gui.widgets.controls import KeyButton
from studio.gui.widgets.facts import Facts
from studio.gui.widgets.parts import hairline, label, panel, scrolled
from studio.model.recording import ElementRecord
from studio.model.step import Step

_LEAST, _FEW_FILES, _ROW = 232, 3, 26


class StepDetail(QWidget):
    """Shows one step, or several together.

    Attributes:
        edit_asked: an edit of the document.
        ended: what was written is kept or dropped; the keyboard goes back to the list.
    """

    edit_asked = Signal(object)
    ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._actions: dict[str, QAction] = {}
        self._rows: dict[str, KeyButton] = {}
        box, column = panel()
        box.setMinimumWidth(px(_LEAST))
        self.words = StepWords()
        self.words.edit_asked.connect(self.edit_asked)
        self.words.ended.connect(self.ended)
        self.facts = Facts()
        self.checkpoint = CheckpointBlock()
        self.checkpoint.edit_asked.connect(self.edit_asked)
        self.checkpoint.ended.connect(self.ended)
        self.splitting = SplitRow()
        self.splitting.ended.connect(self.ended)
        column.addWidget(self.words)
        column.addWidget(self.splitting)
        column.addWidget(self.facts)
        self._above = hairline()
        column.addWidget(self._above)
        column.addWidget(self.checkpoint)
        self._line = hairline()
        column.addWidget(self._line)
        self._head = label(tr("Actions"), "caption")
        column.addWidget(self._head)
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        column.addLayout(self._column)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        scrolled(box, outer.addWidget)

    def take_actions(self, actions: Mapping[str, QAction], keys: Mapping[str, str]) -> None:
        """Show these commands as rows, each with its key; those that suit the selection are seen.

        Args:
            actions: by the id of the command.
            keys: keys that stand on the caps instead of those of the actions.
        """
        for name, action in actions.items():
            row = KeyButton(action.text(), "", action.trigger, 0)
            row.setObjectName("bare")
            row.words.setObjectName("quiet")
            row.setFixedHeight(px(_ROW))
            # A long word must not make the pane wider than there is room for.
            row.setMinimumWidth(px(_ROW))
            row.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            self._actions[name], self._rows[name] = action, row
            self._column.addWidget(row)
            action.changed.connect(lambda name=name: self._show_key(name, keys.get(name, "")))
            self._show_key(name, keys.get(name, ""))

    def _show_key(self, name: str, key: str) -> None:
        row, action = self._rows[name], self._actions[name]
        row.keys.show_keys(key or action.shortcut().toString())
        row.setToolTip(action.toolTip())

    def show_offers(self, offers: Sequence[Offer]) -> None:
        """Show the commands that suit the selected steps, in words that suit them."""
        words = {offer.command: tr(offer.words) for offer in offers}
        for name, row in self._rows.items():
            row.setVisible(name in words)
            if name in words:
                row.words.setText(words[name])
                row.setAccessibleName(words[name])
        for part in (self._line, self._head):
            part.setVisible(bool(offers))

    def show_steps(
        self,
        selection: Selection,
        made: str,
        begin_ns: int,
        changed: Callable[[Step, Step], tuple[str, ...]],
    ) -> None:
        """Show the facts of the selected steps.

        Args:
            selection: the steps.
            made: the sentence that was made for the first.
            begin_ns: when the recording begins.
            changed: tells which files changed from one step to another.
        """
        steps = selection.steps
        first = selection.first
        self.words.show_step(numbers(selection), first, made, max(0, len(steps) - 1))
        self.splitting.forget(first if len(steps) == 1 else None)
        if first is None:
            self.facts.show_facts(())
            return
        last = steps[-1]
        windows = dict.fromkeys(step.window.title for step in steps if step.window)
        element = first.element if len(steps) == 1 else None
        took = (last.t_end_ns - first.t_ns) / 1e9
        time = f"{minutes((first.t_ns - begin_ns) / 1e9)}, {took:.1f} s"
        files = changed(first, last)
        self.facts.show_facts(
            (
                (tr("Window"), "\n".join(list(windows)[:_FEW_FILES]) or tr("not known")),
                (tr("Element"), _element(element) if len(steps) == 1 else ""),
                (tr("Found"), _found(first) if len(steps) == 1 else ""),
                (tr("Time"), time),
                (tr("Files"), _files(files)),
            )
        )

    def show_checkpoint(
        self, document: TaskDocument | None, selection: Selection, marked: Marked | None
    ) -> None:
        """Show the checkpoint of the first selected step."""
        for part in (self.checkpoint, self._above):
            part.setVisible(bool(selection.steps))
        self.checkpoint.show_checkpoint(document, selection, marked)


def numbers(selection: Selection) -> str:
    """Return which steps are selected, in words."""
    found = selection.numbers
    if not found:
        return ""
    if len(found) == 1:
        return tr("Step {number}").format(number=found[0])
    if found[-1] - found[0] == len(found) - 1:
        return tr("Steps {first} to {last}").format(first=found[0], last=found[-1])
    return tr("{count} steps from {first} to {last}").format(
        count=len(found), first=found[0], last=found[-1]
    )


def _element(element: ElementRecord | None) -> str:
    if element is None or not element.role:
        return tr("not known")
    role = element.role[0].upper() + element.role[1:]
    return f"{role}, {element.name}" if element.name else role


def _found(step: Step) -> str:
    """Return how a replay finds what a step pressed, where that is not by its element."""
    how = found_by(step)
    if how == "nothing":
        return tr("by its picture alone: it hit nothing with a name")
    at = place_in_window(step) if how else None
    if at is None:
        return tr(FOUND_BY[how]) if how else ""
    told = tr("by its place in the window: {x}, {y} from the corner")
    return told.format(x=at[0], y=at[1])


def _files(files: Sequence[str]) -> str:
    if not files:
        return tr("none changed")
    more = len(files) - _FEW_FILES
    rest = [tr("and {count} more").format(count=more)] if more > 0 else []
    return "\n".join([*files[:_FEW_FILES], *rest])
