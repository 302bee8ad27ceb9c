"""The settings of a task in groups that fold: work, start, limits, programs, rights, benchmark."""

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import QStringListModel, Signal
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from studio.authoring.files import TaskFile
from studio.editing import SetValue
from studio.gui.language import tr
from studio.gui.pages.instruction.choices import (
    LICENCES,
    MOST_SECONDS,
    OPTIONS,
    licence_fault,
    option,
    program_fault,
    software_rows,
    start_rows,
    start_value,
    summaries,
)
from studio.gui.pages.instruction.entries import Entries, Fields
from studio.gui.pages.instruction.seen_rows import time_words
from studio.gui.theme import px
from studio.gui.widgets.fields import Choice, Line, Number
from studio.gui.widgets.folding import Fold
from studio.gui.widgets.parts import button, headed, label
from studio.model.task import Task
from studio.sandbox.applications import Application

_MOST_NAMES = 500
_GROUPS = (
    ("work", "Where the work is done"),
    ("start", "Open at the start"),
    ("limits", "Limits"),
    ("software", "Programs that are needed"),
    ("rights", "Rights"),
    ("benchmark", "Place in the benchmark"),
)


class SettingsPane(QWidget):
    """Shows the settings and sends an edit for each change."""

    edit_asked = Signal(object)
    recorded_start_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._task: Task | None = None
        self._names: tuple[str, ...] = ()
        self._programs: tuple[Application, ...] = ()
        self._known = QStringListModel(self)
        self._choices: dict[str, tuple[Choice, QLabel]] = {}
        self.folds = {id: Fold(tr(title), id in ("work", "start")) for id, title in _GROUPS}
        column = QVBoxLayout(self)
        column.setContentsMargins(px(8), px(8), px(8), px(16))
        column.setSpacing(px(4))
        for fold in self.folds.values():
            column.addWidget(fold)
        column.addStretch(1)
        self._add_choice("work", tr("In place or separate"), self.folds["work"])
        self._fill_start()
        self._fill_limits()
        self._fill_software()
        self._fill_rights()
        self._add_choice("tier", tr("Tier"), self.folds["benchmark"])
        self._add_choice("track", tr("Track"), self.folds["benchmark"])

    def _add_choice(self, key: str, title: str, fold: Fold) -> None:
        choice = Choice()
        for known in OPTIONS[key]:
            choice.addItem(tr(known.title), known.value)
        choice.activated.connect(partial(self._send_choice, key))
        meaning = label("", "caption", wrap=True)
        box = headed(title, choice)
        _below(box, meaning)
        fold.column.addWidget(box)
        self._choices[key] = (choice, meaning)

    def _fill_start(self) -> None:
        column = self.folds["start"].column
        nothing = tr("Nothing is opened: the agent begins with an empty desktop.")
        fields = {"open": self._make_files, "with": self._make_programs}
        self.start = Entries(tr("what is opened"), fields, nothing)
        self.start.changed.connect(self._send_start)
        column.addWidget(self.start)
        self.add_start = button(tr("Open a file"), self._add_start)
        self.recorded = button(tr("As in the recording"), self.recorded_start_asked.emit)
        column.addLayout(_beside(self.add_start, self.recorded))

    def _make_files(self) -> Choice:
        made = Choice()
        made.setAccessibleName(tr("File to open"))
        made.setMinimumContentsLength(8)
        made.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for name in self._names[:_MOST_NAMES]:
            made.addItem(name, name)
        return made

    def _make_programs(self) -> Choice:
        made = Choice()
        made.setAccessibleName(tr("Program to open it with"))
        made.setMinimumContentsLength(8)
        made.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for program in self._programs:
            made.addItem(program.name, program.id)
        return made

    def _make_id(self) -> Line:
        made = _line(tr("Program"), "libreoffice-calc")
        made.setCompleter(QCompleter(self._known, made))
        return made

    def _fill_limits(self) -> None:
        column = self.folds["limits"].column
        self.seconds = Number(1, MOST_SECONDS, 0, 600)
        self.seconds.setSuffix(tr(" s"))
        self.seconds.valueChanged.connect(self._send_seconds)
        box = headed(tr("Time that an agent may take"), self.seconds)
        self._time = label("", "caption")
        _below(box, self._time)
        column.addWidget(box)
        self._add_choice("network", tr("Network"), self.folds["limits"])

    def _fill_software(self) -> None:
        column = self.folds["software"].column
        fields: Fields = {
            "id": self._make_id,
            "min_version": partial(_line, tr("Lowest version"), tr("any version")),
            "package": partial(_line, tr("Package that brings it"), tr("package")),
        }
        self.software = Entries(tr("program"), fields, tr("No program is named."))
        self.software.changed.connect(self._send_software)
        column.addWidget(self.software)
        self._software_fault = _fault()
        column.addWidget(self._software_fault)
        self.add_software = button(tr("Name a program"), self._add_software)
        column.addLayout(_beside(self.add_software))

    def _fill_rights(self) -> None:
        column = self.folds["rights"].column
        self.licences: dict[str, Line] = {}
        self._licence_faults: dict[str, QLabel] = {}
        for key, title in (
            ("task", tr("Licence of the words")),
            ("data", tr("Licence of the files")),
        ):
            line = _line(title, "CC-BY-4.0")
            line.setCompleter(QCompleter(LICENCES, line))
            line.editingFinished.connect(partial(self._send_licence, key))
            fault = self._licence_faults[key] = _fault()
            self.licences[key] = line
            box = headed(title, line)
            _below(box, fault)
            column.addWidget(box)
        hint = tr("Only give what is yours to give; a public task is read by anyone.")
        column.addWidget(label(hint, "caption", wrap=True))

    def show_task(self, task: Task) -> None:
        """Show the settings of a task."""
        self._task = task
        for key, (choice, meaning) in self._choices.items():
            value = getattr(task, key)
            choice.setCurrentIndex(choice.findData(value))
            meaning.setText(tr(option(key, value).meaning))
            choice.setAccessibleDescription(meaning.text())
        self.start.show_rows(start_rows(task))
        self.software.show_rows(software_rows(task))
        self._show_limits(task)
        for key, line in self.licences.items():
            if line.text() != getattr(task.licences, key):
                line.setText(getattr(task.licences, key))
        for fault in (self._software_fault, *self._licence_faults.values()):
            fault.hide()
        for id, (template, values) in summaries(task).items():
            self.folds[id].show_summary(tr(template).format(**values))

    def _show_limits(self, task: Task) -> None:
        self.seconds.blockSignals(True)
        self.seconds.setValue(task.limits.seconds)
        self.seconds.blockSignals(False)
        template, values = time_words(task.limits.seconds)
        self._time.setText(tr(template).format(**values))

    def show_files(self, files: Sequence[TaskFile]) -> None:
        """Offer the files that the agent gets, to be opened at the start."""
        names = tuple(file.name for file in files if file.role == "input" and not file.fault)
        if names != self._names:
            self._names = names
            self._remake_start()

    def show_programs(self, programs: tuple[Application, ...]) -> None:
        """Offer the programs of this machine."""
        if programs != self._programs:
            self._programs = programs
            self._known.setStringList([program.id for program in programs])
            self._remake_start()

    def offer_recorded(self, recorded: bool) -> None:
        """Offer what was open in the recording, if there is one."""
        self.recorded.setVisible(recorded)

    def _remake_start(self) -> None:
        self.start.show_rows(())
        if self._task:
            self.start.show_rows(start_rows(self._task))
        nothing = tr("First add a file that the agent gets.")
        self.add_start.setEnabled(bool(self._names and self._programs))
        self.add_start.setToolTip("" if self._names else nothing)

    def _send(self, key: str, value: object) -> None:
        self.edit_asked.emit(SetValue(key, value))

    def _send_choice(self, key: str, place: int) -> None:
        choice, _ = self._choices[key]
        if self._task and choice.itemData(place) != getattr(self._task, key):
            self._send(key, choice.itemData(place))

    def _send_start(self, rows: list[dict[str, str]]) -> None:
        if self._task:
            self._send("start", start_value(self._task, rows))

    def _add_start(self) -> None:
        rows = self.start.values()
        opened = {row["open"] for row in rows}
        file = next((name for name in self._names if name not in opened), self._names[0])
        program = rows[-1]["with"] if rows else self._programs[0].id
        self._send_start([*rows, {"open": file, "with": program}])

    def _send_seconds(self, seconds: float) -> None:
        self._send("limits.seconds", seconds)

    def _send_software(self, rows: Sequence[Mapping[str, str]]) -> None:
        faults = [fault for row in rows if (fault := program_fault(row["id"]))]
        _show_fault(self._software_fault, faults[0] if faults else "")
        if not faults:
            self._send("software", list(rows))

    def _add_software(self) -> None:
        known = {row["id"] for row in self.software.values()}
        used = [row["with"] for row in self.start.values()]
        ids = [program.id for program in self._programs]
        fresh = next((id for id in (*used, *ids) if id not in known), "program")
        row = {"id": fresh, "min_version": "", "package": ""}
        self._send_software([*self.software.values(), row])
        self.software.begin_last("id")

    def _send_licence(self, key: str) -> None:
        line = self.licences[key]
        text = line.text().strip()
        _show_fault(self._licence_faults[key], licence_fault(text))
        if self._task and not licence_fault(text) and text != getattr(self._task.licences, key):
            line.setModified(False)
            self._send(f"licences.{key}", text)


def _below(box: QWidget, caption: QLabel) -> None:
    layout = box.layout()
    assert layout is not None
    layout.addWidget(caption)


def _beside(*buttons: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(px(8))
    for made in buttons:
        row.addWidget(made)
    row.addStretch(1)
    return row


def _line(name: str, example: str) -> Line:
    made = Line()
    made.setAccessibleName(name)
    made.setPlaceholderText(example)
    made.setToolTip(name)
    return made


def _fault() -> QLabel:
    made = label("", "fault", wrap=True)
    made.hide()
    return made


def _show_fault(place: QLabel, sentence: str) -> None:
    place.setText(tr(sentence))
    place.setVisible(bool(sentence))
