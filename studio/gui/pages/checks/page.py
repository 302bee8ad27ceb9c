"""The checks as sentences, the file beside them, and what each output would score."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from studio.formats.tasks import TaskFolder
from studio.gui.pages.checks.beside import Beside
from studio.gui.pages.checks.claims import Claims
from studio.gui.pages.checks.file_state import says_words
from studio.gui.pages.checks.outputs import Outputs
from studio.gui.pages.checks.state import Verdicts, check_at, headline
from studio.gui.theme import px

if TYPE_CHECKING:
    from studio.grading import Told
    from studio.model.contract import MatrixRow
    from studio.validation import Judged


class ChecksPage(QWidget):
    """Divides the page into its three panes, and lets a selection in one count in all.

    Attributes:
        claims: the checks, left.
        beside: the file that the selected check looks at, right above.
        outputs: what each output would score, right below.
    """

    edit_asked = Signal(object)
    propose_asked = Signal()
    told = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._task: TaskFolder | None = None
        self._verdicts: Verdicts = {}
        self._rows: tuple[MatrixRow, ...] = ()
        self.claims, self.beside, self.outputs = Claims(), Beside(), Outputs()
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        # Outer parts first: whatever is put elsewhere is styled anew with all that it holds.
        outer.addWidget(self.splitter)
        self.splitter.addWidget(self.claims)
        right = QSplitter(Qt.Orientation.Vertical)
        self.splitter.addWidget(right)
        right.addWidget(self.beside)
        right.addWidget(self.outputs)
        right.setSizes([px(420), px(340)])
        right.setStretchFactor(0, 1)
        right.setStretchFactor(1, 0)
        self.splitter.setSizes([px(400), px(620)])
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 2)
        for split in (self.splitter, right):
            split.setChildrenCollapsible(False)
        self.claims.edit_asked.connect(self.edit_asked)
        self.claims.propose_asked.connect(self.propose_asked)
        self.claims.told.connect(self.told)
        self.claims.selected_changed.connect(lambda _: self._show_target())
        self.claims.stack.shown_path = self.beside.shown_path
        self.claims.selected_changed.connect(self.outputs.mark_check)
        self.outputs.check_chosen.connect(self.claims.select)
        self.outputs.output_chosen.connect(self._show_output)
        self.outputs.told.connect(self.told)
        self.beside.target_picked.connect(self._pick)

    def show_task(self, task: TaskFolder) -> None:
        """Show the checks of a task; their verdicts follow."""
        self._task = task
        self.claims.show_task(task)
        self.beside.show_task(task)
        self.outputs.show_task(task)
        self._show_head()

    def show_sentences(self, sentences: "dict[str, Told]") -> None:
        """Show what the checks ask."""
        self.claims.show_sentences(sentences)
        self.outputs.show_sentences({id: told.sentence for id, told in sentences.items()})
        self.beside.show_sentences({id: told.sentence for id, told in sentences.items()})

    def show_judged(self, judged: "Judged", task: TaskFolder, whole: bool) -> None:
        """Show what the known outputs get; `whole` tells that near misses are among them."""
        self.outputs.show_judged(judged, task, whole)
        self._verdicts, self._rows = dict(judged.grades), self.outputs.state.rows
        if whole:
            self.claims.show_needed(judged.needed)
        else:
            self.claims.show_verdicts(self._verdicts)
        self._show_head()

    def forget_verdicts(self) -> None:
        """Show that the verdicts are being found."""
        self._verdicts, self._rows = {}, ()
        self.claims.show_verdicts({})
        self.outputs.forget()
        self._show_head()

    def allow_proposing(self, reason: str) -> None:
        """Allow proposals, or say why there can be none."""
        self.claims.allow_proposing(reason)

    def show_proposing(self, busy: bool) -> None:
        """Show that proposals are being made, or none any more."""
        self.claims.head.show_proposing(busy)

    def select(self, check: str) -> None:
        """Select a check by its id."""
        self.claims.select(check)

    def selected(self) -> str:
        """Return the id of the selected check, empty if none is."""
        return self.claims.selected()

    def _show_head(self) -> None:
        if self._task:
            style, sentence = headline(self._task, self._verdicts, self._rows)
            self.claims.head.pill.show_state(sentence, style)

    def _show_target(self) -> None:
        check = self.claims.chosen()
        self.beside.show_target(check.target if check else "")

    def _show_output(self, output: str, folder: str) -> None:
        """Show the files of an output beside those of the reference."""
        other = Path(folder) if folder and output != "reference" else None
        state = self.outputs.state
        self.beside.show_output(other, state.kind_of(output), state.paths.get(output, ""))

    def _pick(self, target: str) -> None:
        """Select the check of a place that was pressed on, or offer to add one.

        Who presses the same place again wants another check of it. A check that is being made looks
        there from now on.
        """
        if self._task is None:
            return
        words = self.beside.picked_text() if says_words(target) else ""
        place, stack = (target, words), self.claims.stack
        if not stack.takes(*place):
            found = check_at(self._task, target, words, self.beside.picked_checks())
            if found and place != stack.picked:
                self.claims.end_adding(take_keyboard=False)
                self.claims.select(found)
            else:
                self.claims.begin_adding(*place, by_press=True)
        stack.picked = place

    def give_check(self, point: str) -> None:
        """Select a checkpoint, and begin to add a check to it."""
        self.claims.select_head(point)
        self.claims.begin_adding()
