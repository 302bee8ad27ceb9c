"""The pane that says what each output would score, and asks what only its author can know."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from studio.formats.tasks import TaskFolder
from studio.gui.language import tr
from studio.gui.pages.checks.deciding import Deciding
from studio.gui.pages.checks.outputs_head import OutputsHead
from studio.gui.pages.checks.outputs_matrix import OutputsMatrix
from studio.gui.pages.checks.outputs_models import LineModel
from studio.gui.pages.checks.outputs_state import (
    SAMPLES,
    OutputsState,
)
from studio.gui.pages.checks.unchecked import Unchecked
from studio.gui.theme import px
from studio.gui.widgets.parts import hairline, panel
from studio.gui.widgets.states import EmptyState, Skeleton

if TYPE_CHECKING:
    from studio.authoring import Foreseen
    from studio.validation import Judged, Uncovered

_DIM_MS, _REST_MS = 150, 180
_EMPTY = "Once there are checks, you see here what each output would score."
_SELECT = "Select an output to see which checks refuse it."
_GROUP = "Right and Left unfold and fold the group."
_SELECT_FIRST = "Select a near miss, a variant or a kept output first."
_UNKNOWN = "It could not be found out what would change: {why}"
_NOT_YET = "What would change is still being found; press again once it stands there."


class Outputs(QWidget):
    """Shows the matrix of outputs, what is not checked, and what an answer would do.

    Attributes:
        output_chosen: another output is selected: its name, and the folder where it lies.
        check_chosen: a check was chosen by its column.
        foresight_asked: what the answers about an output would do is to be found.
        answer_asked: an answer is to be given, as it was foreseen.
        cover_asked: what is not checked is to be covered.
        no_need_asked: what is not checked needs no check.
        told: why something cannot be done now.
    """

    output_chosen = Signal(str, str)
    check_chosen = Signal(str)
    foresight_asked = Signal(str)
    answer_asked = Signal(object)
    cover_asked = Signal(str)
    no_need_asked = Signal(str)
    told = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.state, self.model = OutputsState(), LineModel()
        self._folder: Path | None = None
        self._targets: dict[str, str] = {}
        self._foreseen: Mapping[str, Foreseen] = {}
        self._unknown = ""
        self._chosen, self._sought = "", ""
        self._showing = False
        self.head = OutputsHead()
        self.age, self.only_wrong = self.head.age, self.head.only_wrong
        self.by_check, self.open = self.head.by_check, self.head.open
        self.head.connect_toggles(self._filter, self._turn_columns, self._turn)
        self._dim = _timer(self, self._show_dimmed)
        self._rest = _timer(self, self._ask_foresight)
        self.matrix, self.unchecked = OutputsMatrix(self.state, self.model), Unchecked()
        self.view, self.heads, self.deciding = self.matrix.view, self.matrix.heads, Deciding()
        self.matrix.check_chosen.connect(self.check_chosen)
        self.view.fold_asked.connect(self._fold)
        self.view.selectionModel().currentChanged.connect(lambda: self._choose())
        self.unchecked.selected.connect(self._show_chosen)
        self.deciding.asked.connect(self.answer)
        self._lay_out()
        self._show_face()
        self._show_chosen()

    def _lay_out(self) -> None:
        box, column = panel("panel", 0, 0)
        column.addWidget(self.head)
        self._faces = QStackedLayout()
        column.addLayout(self._faces, 1)
        self._all = {"matrix": self.matrix, "unchecked": self.unchecked, **_empty_faces()}
        for face in self._all.values():
            self._faces.addWidget(face)
        column.addWidget(hairline())
        column.addWidget(self.deciding)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(box)
        self.setMinimumHeight(px(280))

    def show_task(self, task: TaskFolder) -> None:
        """Show that the checks changed: what was judged stays, dimmed, until it is judged anew."""
        self._targets = {check.id: check.target for check in task.document.checks.checks}
        self._foreseen, self._unknown = {}, ""
        if task.folder != self._folder:
            self._folder = task.folder
            self.forget()
        if not self._targets or not task.has_private_side:
            self.forget()
            return
        self.state.stale = True
        if not self._dim.isActive():
            self._dim.start(_DIM_MS)
        self._show_columns(self.by_check.isChecked())
        self._show_face()
        self._show_chosen()

    def show_judged(self, judged: "Judged", task: TaskFolder, whole: bool) -> None:
        """Show what outputs got; `whole` tells that these are all of them."""
        self.state.show(judged, task.document.checks.answered, whole)
        if whole:
            self._dim.stop()
            self.view.rows.dimmed = False
            self.head.show_fresh()
            self._rest.start(_REST_MS)
        elif not self._dim.isActive():
            self._show_dimmed()
        self._show_lines()
        self._show_chosen()

    def show_sentences(self, sentences: Mapping[str, str]) -> None:
        """Take the sentences of the checks."""
        self.state.sentences = sentences
        self._show_chosen()

    def show_uncovered(self, items: "tuple[Uncovered, ...]") -> None:
        """Show what no check looks at."""
        self.head.show_open(len(items))
        self.unchecked.show_items(items)
        self._show_face()
        self._show_chosen()

    def show_covering(self, busy: bool, fault: str = "") -> None:
        """Show that a check is being looked for, or why none was found."""
        if self.open.isChecked():
            self.deciding.show_covering(busy, fault)

    def show_foreseen(self, foreseen: "Mapping[str, Foreseen]", fault: str = "") -> None:
        """Show what the answers about the selected output would do, or why nobody knows."""
        self._foreseen = foreseen
        self._unknown = tr(_UNKNOWN).format(why=fault) if fault else ""
        self._show_chosen()

    def show_fault(self, sentence: str) -> None:
        """Show in one sentence why nothing could be judged; what was judged stays."""
        self._dim.stop()
        self.head.show_told(sentence)
        self.show_foreseen({}, sentence)

    def forget(self) -> None:
        """Show that nothing is judged."""
        for timer in (self._dim, self._rest):
            timer.stop()
        self.state.forget()
        self._chosen = ""
        self.view.rows.dimmed = False
        self.head.show_told("")
        self._show_lines()

    def begin(self) -> None:
        """Show all outputs of another task, whatever was shown of the one before."""
        for toggle in (self.head.only_wrong, self.head.open):
            toggle.setChecked(False)

    def mark_check(self, check: str) -> None:
        """Mark the column of a check."""
        self.matrix.mark_check(check)

    def choose(self, output: str) -> None:
        """Select an output by its name."""
        row = self.model.place(output)
        if row >= 0:
            self.view.setCurrentIndex(self.model.index(row))

    def seek(self, output: str) -> None:
        """Select an output by its name, now or once it is judged."""
        self.open.setChecked(False)
        self._sought = output
        self._find_sought()
        self.view.setFocus()

    def _find_sought(self) -> None:
        if self._sought and self.model.place(self._sought) >= 0:
            sought, self._sought = self._sought, ""
            self.choose(sought)

    def seek_unchecked(self, text: str) -> None:
        """Select by its text what is not checked, now or once that is known."""
        self.open.setChecked(True)
        self.unchecked.seek(text)
        self.unchecked.setFocus()

    def go_on(self, after: str) -> None:
        """Select what is to be decided next."""
        self.choose(self.state.next_undecided(after))

    def chosen(self) -> str:
        """Return the name of the selected output, empty if none is."""
        line = self.view.line()
        return line.output if line else ""

    def answer(self, name: str) -> None:
        """Answer about what is selected: `wrong`, `fine`, `cover` or `no_need`."""
        if name == "cover" and not self.open.isChecked():
            self.open.setChecked(True)
            self.unchecked.setFocus()
        elif self.open.isChecked() and name != "wrong":
            asked = self.cover_asked if name == "cover" else self.no_need_asked
            if item := self.unchecked.chosen():
                asked.emit(item)
        elif self.chosen() in ("", *SAMPLES):
            self.told.emit(tr(_SELECT_FIRST))
        elif name in self._foreseen:
            self.answer_asked.emit(self._foreseen[name])
        else:
            self.told.emit(self._unknown or tr(_NOT_YET))

    def _filter(self, only_wrong: bool) -> None:
        self.state.only_wrong = only_wrong
        self.state.settle()
        # What is asked of the outputs is shown at once, whatever stood in their place.
        self.open.setChecked(False)
        self._show_lines()

    def _turn_columns(self, shown: bool) -> None:
        self.open.setChecked(False)
        self._show_columns(shown)

    def _turn(self, unchecked: bool) -> None:
        self._show_face()
        self._show_chosen()

    def _fold(self, group: str) -> None:
        self.state.toggle(group)
        self._show_lines()

    def _show_columns(self, shown: bool) -> None:
        self.matrix.show_columns(self._targets if shown else {})

    def _show_lines(self) -> None:
        kept, self._showing = self._chosen, True
        self.model.show_lines(self.state.lines())
        if (row := self.model.place(kept)) >= 0:
            self.view.setCurrentIndex(self.model.index(row))
        self._showing = False
        self._find_sought()
        self.head.show_wrong(self.state.wrong())
        self._show_face()
        self.view.viewport().update()

    def _show_face(self) -> None:
        if self.open.isChecked():
            name = "unchecked" if self.unchecked.items.items else "all_checked"
        elif not self._targets:
            name = "nothing"
        elif not self.state.rows:
            name = "loading"
        else:
            name = "matrix" if self.model.lines else "none_wrong"
        self._faces.setCurrentWidget(self._all[name])

    def _show_dimmed(self) -> None:
        if self.state.stale and self.state.rows:
            # What is judged stays as it is while the first near misses are made.
            self.view.rows.dimmed = bool(self.state.groups)
            self.head.show_updating(self.view.rows.dimmed)
            self.view.viewport().update()

    def _choose(self) -> None:
        line = self.view.line()
        if self._showing or line is None or line.identity == self._chosen:
            return
        self._chosen, self._foreseen, self._unknown = line.identity, {}, ""
        self._show_chosen()
        if line.output:
            self.output_chosen.emit(line.output, str(self.state.folders.get(line.output, "")))
            self._rest.start(_REST_MS)

    def _ask_foresight(self) -> None:
        if not self.state.stale and not self._foreseen and self.chosen() not in ("", *SAMPLES):
            self.foresight_asked.emit(self.chosen())

    def _show_chosen(self) -> None:
        if self.open.isChecked():
            if self.unchecked.chosen():
                self.deciding.show_covering(False)
            else:
                self.deciding.show_info("")
            return
        line = self.view.line()
        if line is None:
            self.deciding.show_info(tr(_SELECT) if self.state.rows else "")
        elif not line.output:
            self.deciding.show_info(tr(_GROUP))
        elif line.output in SAMPLES:
            self.deciding.show_info(self.state.refusal(line.output))
        elif self._foreseen:
            told = self.state.answers_told(line.output, self._foreseen, self._unknown)
            self.deciding.show_answers(told)
        elif self._unknown:
            self.deciding.show_info(self._unknown)
        else:
            self.deciding.show_looking()


def _timer(parent: QWidget, do: Callable[[], object]) -> QTimer:
    made = QTimer(parent)
    made.setSingleShot(True)
    made.timeout.connect(do)
    return made


def _empty_faces() -> dict[str, QWidget]:
    """Return what stands in the place of the outputs where there are none to show."""
    return {
        "nothing": EmptyState("chart-bar-horizontal", tr(_EMPTY)),
        "loading": Skeleton(4),
        "none_wrong": EmptyState("check-circle", tr("Every output gets what it must.")),
        "all_checked": EmptyState("check-circle", tr("All that is asked for is checked.")),
    }
