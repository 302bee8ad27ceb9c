"""The page that records: asks and tests, follows the recorder, and shows what it caught."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from studio.gui.language import tr
from studio.gui.pages.record import trial
from studio.gui.pages.record.faces import RunningFace
from studio.gui.pages.record.form import RecordForm
from studio.gui.pages.record.summary import CaughtFace
from studio.gui.pages.record.testing import TestPanel
from studio.gui.recording_state import Face
from studio.gui.theme import px
from studio.gui.widgets.countdown import Countdown
from studio.gui.widgets.parts import button, label, scrolled
from studio.recordings.caught import Caught

_FORM_WIDE, _TEST_WIDE, _NARROW = 720, 320, 840
_SECONDS = 3
_TITLES = {
    "form": "Record your work",
    "running": "Recording your work",
    "caught": "What was caught",
}
_TOLD = {
    "form": "Open the documents of your work first. The window steps aside while you work.",
    "running": "The recorder goes on even if this window is closed.",
    "caught": "It is sealed and kept in your workspace. Look it over before you go on.",
}


class RecordPage(QWidget):
    """One page, a face for each state of a recording.

    Attributes:
        task_asked: a task of what was caught: whether without its empty ends, and the command to go
            on with, empty for none.
    """

    start_asked = Signal()
    test_asked = Signal()
    order_asked = Signal(str)
    task_asked = Signal(bool, str)
    again_asked = Signal()
    discard_asked = Signal()
    begun = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.lines = trial.untried()
        self.form, self.test = RecordForm(), TestPanel()
        self.running, self.caught = RunningFace(), CaughtFace()
        column = QVBoxLayout(self)
        column.setContentsMargins(px(32), px(24), px(16), 0)
        column.setSpacing(px(16))
        column.addLayout(self._make_head())
        self.fault = label("", "fault", wrap=True)
        self.fault.hide()
        column.addWidget(self.fault)
        self.faces = QStackedWidget()
        self._names = tuple(_TITLES)
        column.addWidget(self.faces, 1)
        for part in (self._make_asking(), self.running, self.caught):
            scrolled(part, self.faces.addWidget)
        self.countdown = Countdown(self)
        self.countdown.over.connect(self.begun)
        self.running.asked.connect(self.order_asked)
        self.test.asked.connect(self.test_asked)
        self.form.folders_changed.connect(self.test_asked)
        self.form.changed.connect(self._allow_start)
        self.show_face_named("form")

    def _make_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(px(8))
        words = QVBoxLayout()
        words.setSpacing(px(4))
        self.title, self.told = label("", "pageTitle"), label("", "quiet", wrap=True)
        words.addWidget(self.title)
        words.addWidget(self.told)
        row.addLayout(words, 1)
        self.start = button(tr("Start recording"), self.start_asked.emit, "primary")
        self.discard = button(tr("Discard…"), self.discard_asked.emit)
        self.again = button(tr("Record again"), self.again_asked.emit)
        self.make = button(tr("Make a task of it"), self._ask_task, "primary")
        self.caught.unnamed_asked.connect(lambda: self._ask_task("unnamed"))
        for made in (self.discard, self.again, self.make, self.start):
            row.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
        row.setContentsMargins(0, 0, px(16), 0)
        return row

    def _ask_task(self, then: str = "") -> None:
        """Ask for a task, and for a command to go on with."""
        self.task_asked.emit(self.caught.trim.isChecked(), then)

    def _make_asking(self) -> QWidget:
        box = QWidget()
        self._sides = QBoxLayout(QBoxLayout.Direction.LeftToRight, box)
        self._sides.setContentsMargins(0, 0, px(16), px(16))
        self._sides.setSpacing(px(24))
        self.form.setMaximumWidth(px(_FORM_WIDE))
        self._sides.addWidget(self.form, 1)
        self._sides.addWidget(self.test)
        self._sides.addStretch(0)
        self._arrange()
        return box

    def _arrange(self) -> None:
        narrow = self.width() < px(_NARROW)
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._sides.setDirection(down if narrow else across)
        self.test.setMinimumWidth(0 if narrow else px(_TEST_WIDE))
        self.test.setMaximumWidth(px(_FORM_WIDE if narrow else _TEST_WIDE))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the self-test below the form where there is no room beside it."""
        super().resizeEvent(event)
        self._arrange()
        self.countdown.setGeometry(self.rect())

    @property
    def face(self) -> str:
        """The name of the face that is shown."""
        return self._names[self.faces.currentIndex()]

    def show_face_named(self, name: str) -> None:
        """Show a face: form, running or caught."""
        self.faces.setCurrentIndex(self._names.index(name))
        self.title.setText(tr(_TITLES[name]))
        self.told.setText(tr(_TOLD[name]))
        self.start.setVisible(name == "form")
        for made in (self.make, self.again, self.discard):
            made.setVisible(name == "caught")
        self.say_fault("")
        self._allow_start()

    def say_fault(self, sentence: str) -> None:
        """Say what went wrong, above all; empty takes it away."""
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))

    def show_lines(self, lines: Sequence[trial.Line]) -> None:
        """Show how the channels stand in the self-test."""
        self.lines = tuple(lines)
        self.test.show_lines(self.lines)
        self._allow_start()

    def _allow_start(self) -> None:
        plan_fit, test_fit = self.form.is_fit, trial.fit(self.lines)
        self.start.setEnabled(plan_fit and test_fit)
        reason = ""
        if not plan_fit:
            reason = tr("Name the recording and its folder first.")
        elif not test_fit:
            reason = tr("The self-test says what is missing.")
        self.start.setToolTip(reason)
        self.start.setAccessibleDescription(reason)
        if self.face == "form":
            self.told.setText(reason or tr(_TOLD["form"]))

    def count_down(self, wanted: bool) -> None:
        """Count down, or begin at once; `begun` tells when it is over."""
        self.countdown.begin(_SECONDS if wanted else 0)

    def show_running(self, face: Face) -> None:
        """Show a recorder at work, or one that died."""
        if self.face != "running":
            self.show_face_named("running")
        died = "recover" in face.buttons
        self.title.setText(tr("A recording ended early" if died else _TITLES["running"]))
        self.told.setText("" if died else tr(_TOLD["running"]))
        self.running.show_face(face)
        if died:
            self.running.buttons["recover"].setFocus()

    def show_reading(self, folder: Path) -> None:
        """Show that a sealed recording is being read."""
        self.show_face_named("caught")
        self.title.setText(folder.stem)
        self.make.setEnabled(False)
        self.caught.show_reading()

    def show_caught(self, caught: Caught, word: str, pictures: tuple[QImage, ...]) -> None:
        """Show what a sealed recording caught."""
        self.caught.show_caught(caught, word, pictures)
        self.make.setEnabled(True)
        self.make.setFocus()
