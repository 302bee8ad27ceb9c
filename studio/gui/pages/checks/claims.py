"""The checks as sentences under their checkpoints, and the form of the selected one."""

import json

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListView, QSplitter, QVBoxLayout, QWidget

from studio.editing import RemoveCheck, SetCheck
from studio.formats.tasks import TaskFolder
from studio.gui.language import tr
from studio.gui.pages.checks.form import CheckForm
from studio.gui.pages.checks.models import CheckModel
from studio.gui.pages.checks.state import Verdicts, kind_title, result_of, rows
from studio.gui.theme import px
from studio.gui.widgets.marks import Pill
from studio.gui.widgets.parts import button, hairline, label, panel, scrolled
from studio.gui.widgets.rows import IDENTITY, RowDelegate
from studio.gui.widgets.states import EmptyState
from studio.model.check import Check

_EMPTY = (
    "No checks yet. “Propose checks” looks at what you changed in the files "
    "and proposes what good work must hold."
)
_SELECT = "Select a check to see its evidence"
_NAMES = (("reference", "Your work"), ("input", "Untouched input"), ("empty", "Empty folder"))


class Claims(QWidget):
    """Shows the checks and sends their edits.

    Attributes:
        selected_changed: another check is selected, by its id; empty if none is.
    """

    edit_asked = Signal(object)
    propose_asked = Signal()
    told = Signal(str)
    selected_changed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.model = CheckModel()
        self._task: TaskFolder | None = None
        self._refused, self._proposing = "", False
        self._verdicts: Verdicts = {}
        self._sentences: dict[str, str] = {}
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(self._make_list())
        split.addWidget(self._make_selected())
        split.setSizes([px(480), px(320)])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(split)

    def _make_list(self) -> QWidget:
        box, column = panel("panel", 0, 0)
        head = QHBoxLayout()
        head.setContentsMargins(px(16), px(8), px(16), px(8))
        head.setSpacing(px(8))
        self.pill = Pill("", "waits")
        head.addWidget(self.pill)
        head.addStretch(1)
        self.propose = button(tr("Propose checks"), self.propose_asked.emit, "", "Ctrl+P")
        head.addWidget(self.propose)
        column.addLayout(head)
        column.addWidget(hairline())
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(RowDelegate(self.list))
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(tr("Checks"))
        self.list.selectionModel().selectionChanged.connect(lambda: self._show_selected())
        self._empty = EmptyState("check-square", tr(_EMPTY))
        column.addWidget(self._empty, 1)
        column.addWidget(self.list, 1)
        box.setMinimumWidth(px(360))
        return box

    def _make_selected(self) -> QWidget:
        inner, column = panel()
        self._sentence = label(tr(_SELECT), "title", wrap=True)
        self._target = label("", "quiet", wrap=True)
        self._evidence = label("", "quiet", wrap=True)
        self.form = CheckForm()
        self.form.changed.connect(lambda id, changes: self.edit_asked.emit(SetCheck(id, changes)))
        self.form.refused.connect(self.told)
        self.form.remove_asked.connect(lambda id: self.edit_asked.emit(RemoveCheck(id)))
        for widget in (self._sentence, self._target, self._evidence, self.form):
            column.addWidget(widget)
        column.addStretch(1)
        area = scrolled(inner)
        area.setAccessibleName(tr("The selected check"))
        return area

    def show_task(self, task: TaskFolder) -> None:
        """Show the checks of a task."""
        self._task = task
        chosen = self.selected()
        self.model.show_rows(rows(task, self._sentences))
        there = bool(task.document.checks.checks)
        self._empty.setVisible(not there)
        self.list.setVisible(there or bool(task.document.task.checkpoints))
        if chosen:
            self.select(chosen)
        self._show_selected()

    def show_verdicts(self, verdicts: Verdicts, sentences: dict[str, str]) -> None:
        """Show what the checks say of the sample outputs."""
        self._verdicts, self._sentences = verdicts, sentences
        self.model.show_verdicts(verdicts)
        if self._task:
            self.show_task(self._task)

    def forget_verdicts(self) -> None:
        """Show that the verdicts are being found."""
        self._verdicts = {}
        self.model.show_verdicts({})

    def allow_proposing(self, reason: str) -> None:
        """Allow proposals, or say why there can be none."""
        self._refused = reason
        self.propose.setToolTip(reason or "Ctrl+P")
        self.propose.setEnabled(not reason and not self._proposing)

    def show_proposing(self, busy: bool) -> None:
        """Show that proposals are being made, or none any more."""
        self._proposing = busy
        self.allow_proposing(self._refused)
        self.propose.setText(tr("Looking at the files…") if busy else tr("Propose checks"))

    def select(self, check: str) -> None:
        """Select a check by its id."""
        for number, row in enumerate(self.model.rows):
            if row.check and row.check.id == check:
                self.list.setCurrentIndex(self.model.index(number))

    def selected(self) -> str:
        """Return the id of the selected check, empty if none is."""
        chosen = self.chosen()
        return chosen.id if chosen else ""

    def chosen(self) -> Check | None:
        """Return the selected check as it is now, None if none is."""
        index = self.list.currentIndex()
        if not index.isValid() or self._task is None:
            return None
        identity = index.data(IDENTITY)
        checks = self._task.document.checks.checks
        return next((check for check in checks if check.id == identity), None)

    def _show_selected(self) -> None:
        check = self.chosen()
        points = self._task.document.task.checkpoints if self._task else ()
        self.form.show_check(check, points)
        self.selected_changed.emit(check.id if check else "")
        if check is None:
            self._sentence.setText(tr(_SELECT))
            self._target.setText("")
            self._evidence.setText("")
            return
        self._sentence.setText(self._sentences.get(check.id, check.target))
        self._target.setText(f"{kind_title(check.kind)} · {check.target}")
        self._evidence.setText("\n".join(self._evidence_lines(check.id)))

    def _evidence_lines(self, check: str) -> list[str]:
        found = []
        for output, name in _NAMES:
            result = result_of(self._verdicts, output, check)
            if result is not None:
                found.append(f"{tr(name)}: {result.status}. {result.sentence}")
                wrong = result.evidence.get("wrong")
                if output == "reference" and wrong:
                    found.append(json.dumps(wrong[:5], ensure_ascii=False))
        return found
