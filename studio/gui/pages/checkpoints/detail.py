"""The selected checkpoint: its title, share and gate, what it holds, and who does it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedLayout, QVBoxLayout, QWidget

from studio.authoring import occupation_link, onet_edit
from studio.base.errors import UserError
from studio.editing import (
    LinkOccupation,
    MoveCheckpoint,
    RemoveCheckpoint,
    SetCheckpoint,
)
from studio.formats.tasks import TaskDocument
from studio.gui.language import tr
from studio.gui.pages.checkpoints.occupation import OccupationBox
from studio.gui.pages.checkpoints.state import GATE, NO_GATE, PointRow
from studio.gui.theme import icon, px
from studio.gui.widgets.controls import Switch
from studio.gui.widgets.fields import Line
from studio.gui.widgets.links import Link
from studio.gui.widgets.marks import Dot
from studio.gui.widgets.onet_offer import Offer
from studio.gui.widgets.parts import (
    button,
    flowing,
    hairline,
    headed,
    label,
    panel,
    restyle,
    scrolled,
)
from studio.gui.widgets.share_field import ShareField
from studio.gui.widgets.states import EmptyState

_NO_STEPS = "No steps yet: select them on Steps and press C, or leave it without."
_SELECT = "Select a checkpoint on the left to see what it counts and what judges it."
_TITLE_SIGNS = 120


class PointDetail(QWidget):
    """Shows one checkpoint and sends its edits.

    Attributes:
        steps_asked: the numbers of the first and the last step to be shown.
        checks_asked: the id of the checkpoint whose checks are to be shown.
    """

    edit_asked = Signal(object)
    steps_asked = Signal(int, int)
    checks_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._row: PointRow | None = None
        self._document: TaskDocument | None = None
        inner, column = panel("panel", 16, 12)
        column.addLayout(self._make_head())
        column.addLayout(self._make_share())
        column.addWidget(self._make_holds())
        column.addLayout(self._make_buttons())
        column.addWidget(hairline())
        self.box = OccupationBox()
        self.box.onet.answered.connect(self._answer)
        self.box.chosen.connect(self._link)
        column.addWidget(self.box, 1)
        self._faces = QStackedLayout(self)
        nothing, around = panel("panel", 0, 0)
        self.nothing = EmptyState("flag", tr(_SELECT))
        around.addWidget(self.nothing)
        self._faces.addWidget(nothing)
        scrolled(inner, self._faces.addWidget)
        self.setMinimumWidth(px(320))

    def _make_head(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(px(4))
        row = QHBoxLayout()
        row.setSpacing(px(8))
        self._dot, self._number = Dot(0), label("", "caption")
        row.addWidget(self._dot)
        row.addWidget(self._number, 1)
        column.addLayout(row)
        self.title = Line()
        self.title.setMaxLength(_TITLE_SIGNS)
        self.title.setAccessibleName(tr("Title of the checkpoint"))
        self.title.editingFinished.connect(self._keep_title)
        column.addWidget(self.title)
        return column

    def _make_share(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(px(4))
        row = QHBoxLayout()
        row.setSpacing(px(24))
        self.share = ShareField()
        self.share.setMaximumWidth(px(120))
        self.share.kept.connect(self._keep_share)
        self.gate = Switch(tr("Must pass"))
        self.gate.clicked.connect(self._keep_gate)
        row.addWidget(headed(tr("Share of the score"), self.share))
        row.addWidget(headed(tr("Needed for any score"), self.gate), 1)
        column.addLayout(row)
        self._gate_words = flowing("", "caption")
        column.addWidget(self._gate_words)
        return column

    def _make_holds(self) -> QWidget:
        holds = QWidget()
        column = QVBoxLayout(holds)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        self.steps = Link("", wide=False)
        self.steps.clicked.connect(self._go_to_steps)
        self._no_steps = flowing(tr(_NO_STEPS), "quiet")
        self._told = flowing("", "quiet")
        self.checks = Link(tr("Go to its checks"), wide=False)
        self.checks.clicked.connect(self._go_to_checks)
        for part in (self.steps, self._no_steps, self._told, self.checks):
            column.addWidget(part)
        return holds

    def _make_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(px(8))
        self.earlier = button(tr("Earlier"), lambda: self._move(-1), "", tr("Earlier (Alt+Up)"))
        self.later = button(tr("Later"), lambda: self._move(1), "", tr("Later (Alt+Down)"))
        self.earlier.setIcon(icon("arrow-up"))
        self.later.setIcon(icon("arrow-down"))
        self.remove = button(tr("Remove"), self._remove, "", tr("Its checks stay, for the whole"))
        for part in (self.earlier, self.later, self.remove):
            row.addWidget(part)
        row.addStretch(1)
        return row

    # What is shown.

    def show_row(
        self, document: TaskDocument | None, row: PointRow | None, of: int, alone: bool
    ) -> None:
        """Show a checkpoint.

        Args:
            document: the task.
            row: the checkpoint; None shows that none is selected.
            of: how many there are.
            alone: whether it is all that counts, so that there is nothing to share.
        """
        self._document, self._row = document, row
        self._faces.setCurrentIndex(int(row is not None))
        points = document.task.checkpoints if document else ()
        point = points[row.place] if row else None
        self.box.show_checkpoint(document.task if document else None, point)
        if row is None:
            return
        self._dot.show_colour(row.place)
        number = tr("Checkpoint {number} of {count}").format(number=row.place + 1, count=of)
        self._number.setText(number)
        if not (self.title.hasFocus() and self.title.isModified()):
            self.title.setText(row.title)
        self.share.show_share(row.share)
        self.share.setEnabled(not alone)
        only = tr("The only checkpoint counts for the whole score.")
        self.share.setToolTip(only if alone else tr("The others give way in proportion."))
        self.gate.setChecked(row.gate)
        self._gate_words.setText(tr(GATE if row.gate else NO_GATE))
        self.earlier.setEnabled(row.place > 0)
        self.later.setEnabled(row.place < of - 1)
        self._show_holds(row)

    def _show_holds(self, row: PointRow) -> None:
        self.steps.setVisible(row.steps is not None)
        if row.steps is not None:
            self.steps.show_text(row.told_steps)
        self._no_steps.setVisible(row.steps is None and bool(row.told_steps))
        _tell(self._told, row.told_checks, row.lacks)
        self.checks.show_text(tr("Give it a check") if row.lacks else tr("Go to its checks"))

    # What is asked for.

    def _send(self, edit: object) -> None:
        self.edit_asked.emit(edit)

    def _keep_title(self) -> None:
        written = " ".join(self.title.text().split())
        if self._row is None:
            return
        if written and written != self._row.title:
            self.title.setModified(False)
            self._send(SetCheckpoint(self._row.id, title=written))
        elif written != self.title.text() or not written:
            self.title.setText(self._row.title)

    def keep_unsent(self) -> None:
        """Keep the title that was written but not handed over, when the page is left."""
        if self.title.isModified():
            self._keep_title()

    def _keep_share(self, tenths: int) -> None:
        if self._row is not None:
            self._send(SetCheckpoint(self._row.id, share=tenths / 10))

    def _keep_gate(self) -> None:
        if self._row is not None:
            self._send(SetCheckpoint(self._row.id, gate=self.gate.isChecked()))

    def _move(self, by: int) -> None:
        if self._row is not None:
            self._send(MoveCheckpoint(self._row.id, self._row.place + by))

    def _remove(self) -> None:
        if self._row is not None:
            self._send(RemoveCheckpoint(self._row.id))

    def _go_to_steps(self) -> None:
        if self._row is not None and self._row.steps is not None:
            self.steps_asked.emit(*self._row.steps)

    def _go_to_checks(self) -> None:
        if self._row is not None:
            self.checks_asked.emit(self._row.id)

    def _link(self, code: str) -> None:
        link = self._document.task.occupation if self._document else None
        if link is None or link.code != code:
            self._send(LinkOccupation(occupation_link(code)))

    def _answer(self, checkpoint: str, ids: tuple[str, ...] | None) -> None:
        if self._document is None:
            return
        try:
            edit = onet_edit(self._document.task, checkpoint, ids)
        except UserError as fault:
            # The release was removed or damaged since its tasks were read.
            self.box.onet.show_offer(Offer(checkpoint, sentence=str(fault)))
            return
        self._send(edit)


def _tell(shown: QLabel, sentence: str, waits: bool) -> None:
    shown.setText(sentence)
    restyle(shown, "caution" if waits else "quiet")
