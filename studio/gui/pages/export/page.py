"""The package of the task: which side, where to, what will be inside, and what came of it."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QRadioButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from studio.base.settings import told_path
from studio.gui.language import tr
from studio.gui.pages.export.done import DonePane
from studio.gui.pages.export.inside import InsidePane
from studio.gui.pages.export.state import (
    SIDES,
    Packed,
    Side,
    counted,
    first_name,
    name_fault,
    with_suffix,
)
from studio.gui.theme import px
from studio.gui.widgets.banner import Banner
from studio.gui.widgets.elided import Elided
from studio.gui.widgets.fields import Line
from studio.gui.widgets.parts import button, flowing, headed, label, panel, reveal, scrolled
from studio.gui.widgets.states import Progress
from studio.gui.wording import told_size
from studio.model.package import PackagePlan

_READING = "Looking at the files…"


class ExportPage(QWidget):
    """Asks for a package.

    Attributes:
        side_chosen: another side is to be packed.
        pack_asked: the package is to be written.
        choose_asked: its folder is to be chosen.
        proof_asked: what keeps the task from being proven is to be shown.
        next_changed: why nothing can be written, or that something was, is another than before.
    """

    side_chosen = Signal()
    pack_asked = Signal()
    choose_asked = Signal()
    proof_asked = Signal()
    next_changed = Signal()
    cancel_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._task, self._folder = "", Path()
        self._refusal, self._proven, self._busy = "", False, False
        self._packed, self._next = False, ("", False)
        self._failed, self._unfit = "", ""
        self.plan: PackagePlan | None = None
        self.inside, self.done = InsidePane(), DonePane()
        self.done.again_asked.connect(lambda: self.show_packed(None))
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(split)
        form = scrolled(self._make_form(), split.addWidget, tr("The package"))
        form.setMinimumWidth(px(400))
        split.addWidget(self.inside)
        split.setSizes([px(560), px(536)])
        self._show_state()

    def _make_form(self) -> QWidget:
        box, column = panel("panel", 16, 16)
        self.unproven = Banner()
        self.unproven.acted.connect(self.proof_asked)
        column.addWidget(self.unproven)
        column.addWidget(label(tr("Who may see it"), "title"))
        self._sides = QButtonGroup(self)
        self.sides: dict[str, QRadioButton] = {}
        for side in SIDES:
            column.addWidget(self._make_side(side))
        self.sides["full"].setChecked(True)
        self._sides.buttonClicked.connect(lambda _: self._choose_side())
        self.name = Line()
        self.name.textChanged.connect(lambda _: self._begin_again())
        column.addWidget(headed(tr("Name"), self.name))
        place = QHBoxLayout()
        place.setSpacing(px(8))
        self.folder = Elided("")
        self.choose = button(tr("Choose…"), self.choose_asked.emit)
        self.choose.setAccessibleName(tr("Choose the folder"))
        place.addWidget(self.folder, 1)
        place.addWidget(self.choose)
        holder = QWidget()
        holder.setLayout(place)
        place.setContentsMargins(0, 0, 0, 0)
        column.addWidget(headed(tr("Folder"), holder))
        self.fault = flowing("", "fault")
        self.note = flowing("", "quiet")
        column.addWidget(self.note)
        column.addWidget(self.fault)
        self.pack = button(tr("Export all the same"), self.pack_asked.emit)
        column.addWidget(self.pack, 0, Qt.AlignmentFlag.AlignLeft)
        self.progress = Progress(tr("Packing"))
        self.progress.cancel_asked.connect(self.cancel_asked)
        column.addWidget(self.progress)
        column.addWidget(self.done)
        column.addStretch(1)
        return box

    def _make_side(self, side: Side) -> QWidget:
        box = QWidget()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        made = QRadioButton(tr(side.title))
        made.setAccessibleDescription(f"{tr(side.holds)} {tr(side.goes)}")
        self._sides.addButton(made)
        self.sides[side.id] = made
        column.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        told = flowing(f"{tr(side.holds)} {tr(side.goes)}", "quiet")
        told.setContentsMargins(px(24), 0, 0, 0)
        column.addWidget(told)
        return box

    @property
    def side(self) -> str:
        """The side that is to be packed: `full` or `public`."""
        return next(id for id, made in self.sides.items() if made.isChecked())

    @property
    def place(self) -> Path:
        """Where the package is to be written."""
        return self._folder / with_suffix(self.name.text().strip())

    @property
    def exported(self) -> bool:
        """Whether what was written last is what the form asks for."""
        return self._packed

    @property
    def refusal(self) -> str:
        """Why the package cannot be written now, empty if it can."""
        return self._next[0]

    def _begin_again(self) -> None:
        """The form asks for something else: what was written is not told any more."""
        self._packed, self._failed = False, ""
        self.done.show_packed(None)
        self._show_state()

    def show_task(self, task: str, folder: Path) -> None:
        """Show that another task was opened: its id, and the folder where its package goes."""
        self._task, self.plan, self._unfit = task, None, ""
        self.show_busy(False)
        self.show_folder(folder)
        self.name.setText(first_name(task, self.side))
        self.inside.show_plan(None, tr(_READING))
        self.done.show_packed(None)
        self.show_fault("")

    def show_folder(self, folder: Path) -> None:
        """Show where the package goes."""
        self._folder = folder
        self.folder.show_text(told_path(folder))
        self._begin_again()

    def _choose_side(self) -> None:
        named = {first_name(self._task, side.id) for side in SIDES}
        if self.name.text() in named:
            self.name.setText(first_name(self._task, self.side))
        self._begin_again()
        self.show_reading()
        self.side_chosen.emit()

    def show_reading(self) -> None:
        """Show that the files are being looked at."""
        self.plan = None
        self._show_state()

    def show_plan(self, plan: PackagePlan) -> None:
        """Show what the package would hold."""
        self.plan = plan
        self.inside.show_plan(plan)
        self._unfit = " ".join(plan.problems)
        self._show_state()

    def show_unread(self, sentence: str) -> None:
        """Show why the files cannot be looked at."""
        self.plan = None
        self.inside.show_plan(None, "")
        self._unfit = sentence
        self._show_state()

    def show_fault(self, sentence: str) -> None:
        """Show in one sentence why there is no package; an empty one takes it away."""
        self._failed = sentence
        self._show_state()

    def show_proof(self, proven: bool, sentence: str, refusal: str) -> None:
        """Show whether the task is proven, what is in the way, and why it cannot be packed."""
        self._proven, self._refusal = proven, refusal
        told = tr("{why} It can be exported all the same.")
        said = "" if proven or refusal else told.format(why=sentence)
        self.unproven.say(said, "waits", tr("Show the gates") if said else "")
        self._show_state()

    def show_busy(self, busy: bool) -> None:
        """Show that the package is being written, or that it is not any more."""
        self._busy = busy
        self._show_state()
        if busy:
            self.progress.show_progress(tr("Packing…"))
            self.progress.cancel.setFocus()

    def show_progress(self, told: str) -> None:
        """Show how much is packed, from `done/of` in bytes."""
        done, of = counted(told)
        words = tr("{done} of {of} packed").format(done=told_size(done), of=told_size(of))
        # Bytes may be more than the range of a bar.
        self.progress.show_progress(words, done >> 10, max(1, of >> 10))

    def show_packed(self, packed: Packed | None) -> None:
        """Show the package that was written; without one the form asks for one again."""
        again = self.done.again.hasFocus()
        self._packed = packed is not None
        self.done.show_packed(packed)
        self.show_busy(False)
        if packed:
            self.done.folder.setFocus()
        elif again:
            self.name.setFocus()

    def _show_state(self) -> None:
        """Show what can be done now, and what would come of it."""
        # What failed stays told while the files are looked at anew.
        self.fault.setText(self._failed or self._unfit)
        reveal(self.fault, bool(self.fault.text()))
        reveal(self.progress, self._busy)
        # A proven task has its one button above, in the top bar.
        reveal(self.pack, not self._busy and not self._packed and not self._proven)
        for part in (self.name, self.choose, *self.sides.values()):
            part.setEnabled(not self._busy and not self._refusal)
        fault = self._refusal or (name_fault(self.name.text().strip()) if self._task else "")
        known = bool(self._task) and not self._packed and not self._busy
        there = not fault and known and self.place.exists()
        replaced = tr("{name} is there already; it will be replaced.")
        told = fault or (replaced.format(name=self.place.name) if there else "")
        self.note.setText(told)
        reveal(self.note, bool(told))
        problems = self.plan.problems if self.plan else ()
        self.pack.setEnabled(bool(self.plan) and not fault and not problems)
        self.pack.setToolTip(fault)
        self._tell_next(fault or " ".join(problems) or ("" if self.plan else tr(_READING)))

    def _tell_next(self, refusal: str) -> None:
        """Tell the top bar, which holds the button that writes."""
        refusal = tr("The package is being written.") if self._busy else refusal
        before, self._next = self._next, (refusal, self._packed)
        if self._next != before:
            self.next_changed.emit()
