"""The steps of the recording: the list, the frame, the detail of what is selected, the timeline."""

from bisect import bisect_left
from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QSplitter, QStackedLayout, QWidget

from studio.base.errors import UserError
from studio.formats.tasks import TaskDocument
from studio.gui.language import tr
from studio.gui.pages.steps.detail import StepDetail
from studio.gui.pages.steps.film import Film
from studio.gui.pages.steps.lanes import Timeline as Lanes
from studio.gui.pages.steps.list import StepList
from studio.gui.pages.steps.offering import READING, Arranged, Offer
from studio.gui.pages.steps.panes import Panes
from studio.gui.pages.steps.redacting import RedactPane
from studio.gui.pages.steps.state import Marked, Selection, marked_steps, said_sentence
from studio.gui.theme import px
from studio.model.step import Step
from studio.steps import RecordedSteps

_NO_RECORDING = (
    "This task keeps no recording, so it has no steps. What it asks for is on Instruction."
)
_NO_STEPS = "No key or button was pressed in this recording, so it has no steps."
_LOADING = "Reading the steps…"
_MARK = "C"


class StepsPage(QWidget):
    """Shows steps and sends the edits of them and of their checkpoints.

    Attributes:
        edit_asked: an edit of the document.
        told: a sentence for the person.
        selection_changed: a `Selection`; the list, the frame, the timeline and the detail show it.
    """

    edit_asked = Signal(object)
    told = Signal(str)
    selection_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._arranged = Arranged()
        self._begin = 0
        self._film: Film | None = None
        self._document: TaskDocument | None = None
        self._marked: dict[int, Marked] = {}
        self.selection = Selection()
        self.steps_list = StepList()
        self.list, self.model = self.steps_list.view, self.steps_list.model
        self.detail = StepDetail()
        self.words, block = self.detail.words, self.detail.checkpoint
        self.onet, self.title, self.share = block.onet, block.title, block.share
        self.mark, self.change, self.remove = block.mark, block.change, block.remove
        self.panes = Panes(self, self.select)
        self.frame, self.moments = self.panes.player.frame, self.panes.player.bar.moments
        self.redacting = RedactPane()
        self._lay_out()
        self.splitting = self.detail.splitting
        self.steps_list.selected.connect(self._show_selection)
        self.steps_list.dragged.connect(self._offer_mark)
        self.panes.timeline.dragged.connect(self._offer_mark)
        self.model.written.connect(self._say)
        for part in (self.detail, self.redacting):
            part.ended.connect(self._back)
        self.detail.edit_asked.connect(self.edit_asked)
        self.splitting.chosen.connect(lambda event: self._do("split", event))

    def _lay_out(self) -> None:
        # Outer parts first: whatever is put elsewhere is styled anew with all that it holds.
        self.stack = QSplitter(Qt.Orientation.Vertical)
        self._faces = QStackedLayout(self)
        self._faces.addWidget(self.stack)
        self._faces.addWidget(self.redacting)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.stack.addWidget(self.splitter)
        for part in (self.steps_list, self.panes.player, self.detail):
            self.splitter.addWidget(part)
        self.splitter.setSizes([px(296), px(640), px(288)])
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setChildrenCollapsible(False)
        self.stack.addWidget(self.panes.timeline)
        self.stack.setStretchFactor(0, 1)
        self.stack.setSizes([px(560), self.panes.timeline.sizeHint().height()])
        self.stack.setChildrenCollapsible(False)

    def take_actions(self, actions: Mapping[str, QAction]) -> None:
        """Show these commands, by their ids, in the detail and in the menu of the list."""
        self.detail.take_actions(actions, {"mark": _MARK})
        self.steps_list.menu_asked.connect(
            lambda place: self.steps_list.show_menu(
                place, [actions[offer.command] for offer in self._offers()]
            )
        )
        also = QShortcut(QKeySequence(_MARK), self.stack)
        also.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        also.activated.connect(actions["mark"].trigger)

    # What is shown.

    def show_loading(self, recorded: bool) -> None:
        """Show that the steps are being read, or that there are none."""
        self._faces.setCurrentWidget(self.stack)
        self._clear()
        if recorded:
            self.steps_list.show_loading()
        else:
            self.steps_list.show_none()
        self.panes.player.show_sentence(tr(_LOADING) if recorded else tr(_NO_RECORDING))
        self._show_selection()

    def show_fault(self, sentence: str) -> None:
        """Show why the steps could not be read; no frame that is under way may hide it."""
        self._clear()
        self.steps_list.show_none()
        self.panes.player.show_sentence(sentence)
        self._show_selection()

    def _clear(self) -> None:
        self._arranged = Arranged()
        self._film = None
        self.model.show_steps(None, (), {})
        self.panes.show_film(None)

    def show_film(self, film: Film) -> None:
        """Show the first frame of the recording, while its steps are being read."""
        self._film, self._begin = film, film.begin
        self.model.show_steps(film.pictures, ())
        self.panes.show_film(film)

    def show_steps(self, source: RecordedSteps) -> None:
        """Show the steps that were read; those that are shown already stay where they are."""
        said = self._document.said if self._document else {}
        self._arranged = Arranged(source, source.arranged(said))
        self._marked = self._marks()
        none_yet = not self.model.rowCount()
        self.model.whole = source.whole
        self.model.change_steps(self._arranged.steps, self._marked)
        self._show_list()
        if none_yet and self.model.rowCount():
            self.list.setCurrentIndex(self.model.index(0))
        self._show_selection()

    def show_lanes(self, lanes: Lanes) -> None:
        """Show what else happened in the recording, beside its steps."""
        self.panes.show_lanes(lanes, self.shown(), self._document)
        self.panes.show_selected(self.selected())

    def _show_list(self) -> None:
        if self._arranged.steps or not self._arranged.whole:
            self.steps_list.show_faces()
        else:
            self.steps_list.show_none(tr(_NO_STEPS))

    def _marks(self) -> dict[int, Marked]:
        return marked_steps(self._document, self._arranged.steps) if self._document else {}

    @property
    def whole(self) -> bool:
        """Whether all steps of the recording are shown."""
        return self._arranged.whole

    def shown(self) -> tuple[Step, ...]:
        """Return the steps that are part of the work, none as long as some are being read."""
        if not self.whole:
            return ()
        return tuple(step for step in self._arranged.steps if not step.left_out)

    def show_document(self, document: TaskDocument) -> None:
        """Show the checkpoints of a document, and what it says of the steps."""
        self._document = document
        source = self._arranged.source
        if source is None:
            return
        held = {key for step in self.selection.steps for key in step.keys}
        self._arranged = Arranged(source, source.arranged(document.said))
        self._marked = self._marks()
        self.model.change_steps(self._arranged.steps, self._marked)
        self._show_list()
        self.panes.show_steps(self.shown(), document)
        self._select_again(held)

    def _select_again(self, held: set[int]) -> None:
        """Select what the steps that were selected have become, else what stands there now."""
        steps = self._arranged.steps
        became = [step.id for step in steps if held.intersection(step.keys)]
        seen = [number for number in became if self.model.row_of(number) is not None]
        if became and not seen:
            numbers = [step.id for step in steps if self.model.row_of(step.id) is not None]
            after = bisect_left(numbers, became[-1])
            seen = numbers[after : after + 1] or numbers[-1:]
        if seen and seen != [step.id for step in self.steps_list.chosen()]:
            self.steps_list.choose(seen)
        self._show_selection()

    def selected(self) -> list[Step]:
        """Return the selected steps in order."""
        return list(self.selection.steps)

    def select(self, first: int, last: int) -> None:
        """Select the steps with these numbers."""
        self.steps_list.choose(range(first, last + 1))

    def _show_selection(self) -> None:
        self.selection = Selection(tuple(self.steps_list.chosen()))
        marked = self._mark_of_first()
        source, first = self._arranged.source, self.selection.first
        made = ""
        if source and first and self._document:
            made = source.made(first, self._document.said)
        changed: Callable[[Step, Step], tuple[str, ...]] = source.changed if source else _none
        self.detail.show_steps(self.selection, made, self._begin, changed)
        self.detail.show_checkpoint(self._document, self.selection, marked)
        self.detail.show_offers(self._offers())
        self.panes.show_selected(self.selected())
        self.selection_changed.emit(self.selection)

    def _mark_of_first(self) -> Marked | None:
        first = self.selection.first
        return self._marked.get(first.id) if first else None

    def _offer_mark(self) -> None:
        """Let steps that were dragged over be marked by one press, if none of them is yet."""
        steps = self.selection.steps
        marked = any(step.id in self._marked for step in steps)
        if len(steps) > 1 and not marked and self.whole:
            self.detail.checkpoint.offer()

    def _offers(self) -> tuple[Offer, ...]:
        return self._arranged.offers(self.selection, self._mark_of_first() is not None)

    def show_facts(self, document: TaskDocument) -> None:
        """Show what hangs on the facts of the task alone: the O*NET tasks of its occupation."""
        self._document = document
        self.detail.show_checkpoint(document, self.selection, self._mark_of_first())

    # What is asked for.

    def do(self, command: str) -> None:
        """Do a command with the selected steps; say why it cannot be done."""
        if not self.selection.steps:
            self.told.emit(tr("Select a step first."))
        elif not self.whole:
            self.told.emit(tr(READING))
        elif command == "mark":
            self.detail.checkpoint.write()
        elif command == "reword":
            self.steps_list.reword()
        elif command == "note":
            self.words.edit_note()
        elif command == "redact":
            self.redacting.begin(self._film, self.selection)
            self._faces.setCurrentWidget(self.redacting)
        elif command == "split":
            self._split()
        else:
            self._do(command)

    def _split(self) -> None:
        """Take a merged step apart; ask where one is to be cut if there are several places."""
        step = self.selection.steps[0]
        cuts = self._arranged.cuts(step)
        if len(cuts) > 1:
            t_ns = self._begin + self.panes.timeline.playhead
            self.splitting.ask(step, cuts, self._arranged.pieces, self._arranged.cut_at(step, t_ns))
        else:
            self._do("split", cuts[0] if cuts else None)

    def _do(self, command: str, event: int | None = None) -> None:
        try:
            edit = self._arranged.edit(command, self.selection, event)
        except UserError as fault:
            self.told.emit(str(fault))
            return
        self.edit_asked.emit(edit)

    def _say(self, step: Step, written: str) -> None:
        source = self._arranged.source
        if source and self._document:
            edit = said_sentence(step, source.made(step, self._document.said), written)
            if edit:
                self.edit_asked.emit(edit)

    def _back(self) -> None:
        """Give the keyboard back to the list."""
        self._faces.setCurrentWidget(self.stack)
        self.list.setFocus()


def _none(first: Step, last: Step) -> tuple[str, ...]:
    return ()
