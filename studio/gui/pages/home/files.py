"""A task from files, without a recording: what it begins with, what is finished, what it says."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QListWidget,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from studio import authoring
from studio.gui.language import tr
from studio.gui.pages.home.words import (
    IN_PLACE,
    SEPARATE,
    given_lines,
    handed_in_rows,
    suggested_title,
)
from studio.gui.theme import px
from studio.gui.widgets.fields import Line, Text
from studio.gui.widgets.file_zone import FileZone
from studio.gui.widgets.parts import button, hairline, headed, label, panel

if TYPE_CHECKING:
    from studio.authoring import Material, Understood


_WIDEST, _BESIDE = 1080, 760
_REST_MS = 150


@dataclass(frozen=True)
class Wish:
    """What a person wants made: the words, and the files."""

    title: str
    prompt: str
    material: "Material"


class FilesView(QWidget):
    """A form for files; what it understood of them stands beside it."""

    ended = Signal()
    look_asked = Signal(object)
    make_asked = Signal(object)
    cancel_asked = Signal()
    choose_asked = Signal(object, bool)

    def __init__(self) -> None:
        super().__init__()
        self._understood: Understood | None = None
        self._suggested = ""
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(lambda: self.look_asked.emit(self.material()))
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setAccessibleName(tr("New from files"))
        inner, column = panel("panel", 32, 16)
        column.addWidget(label(tr("New from files"), "pageTitle"))
        story = tr("For work that was not recorded: give the files it begins with and the finished "
                   "ones. The studio proposes checks from what differs.")  # fmt: skip
        column.addWidget(label(story, "quiet", wrap=True))
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._halves.setSpacing(px(24))
        self._halves.addWidget(self._make_form(), 3)
        self._halves.addWidget(self._make_understood(), 2)
        column.addLayout(self._halves, 1)
        inner.setMaximumWidth(px(_WIDEST))
        area.setWidget(inner)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(area, 1)
        outer.addWidget(hairline())
        outer.addWidget(self._make_foot())
        self.clear()

    def _make_form(self) -> QWidget:
        form = QWidget()
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        self.inputs = FileZone(
            tr("What the work begins with"), tr("Drop files or a folder here: the agent gets them.")
        )
        self.outputs = FileZone(
            tr("The finished work"), tr("Drop what you would hand in: the agent never sees it.")
        )
        self.hidden = FileZone(
            tr("Hidden from everyone (optional)"),
            tr("Files that only the checks read, such as the labels of a test set."),
        )
        self.title, self.prompt = Line(), Text()
        self.title.setMaxLength(200)
        self.prompt.setPlaceholderText(tr("Can be written later."))
        self.prompt.setFixedHeight(px(96))
        self.prompt.textChanged.connect(self._suggest)
        for zone in (self.inputs, self.outputs, self.hidden):
            zone.changed.connect(self._note_change)
            zone.files_asked.connect(lambda z=zone: self.choose_asked.emit(z, False))
            zone.folder_asked.connect(lambda z=zone: self.choose_asked.emit(z, True))
            column.addWidget(zone)
        column.addWidget(headed(tr("Title"), self.title))
        column.addWidget(headed(tr("Instruction"), self.prompt))
        column.addStretch(1)
        return form

    def _make_understood(self) -> QWidget:
        box, column = panel("sunken", 16, 8)
        column.addWidget(label(tr("What the studio understood"), "title"))
        self.told = label("", "quiet", wrap=True)
        column.addWidget(self.told)
        self._given_head = label("", "caption")
        self.given = _names(tr("Files that the agent gets"))
        self._done_head = label("", "caption")
        self.done = _names(tr("Finished files"))
        for made, stretch in (
            (self._given_head, 0), (self.given, 1), (self._done_head, 0), (self.done, 1),
        ):  # fmt: skip
            column.addWidget(made, stretch)
        column.addStretch(0)
        return box

    def _make_foot(self) -> QWidget:
        foot = QWidget()
        foot.setMaximumWidth(px(_WIDEST))
        row = QHBoxLayout(foot)
        row.setContentsMargins(px(32), px(12), px(32), px(12))
        row.setSpacing(px(8))
        self.fault = label("", "quiet", wrap=True)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(tr("Making the task"))
        self.make = QPushButton(tr("Make the task"))
        self.make.setObjectName("primary")
        self.make.clicked.connect(lambda: self.make_asked.emit(self.wish()))
        self.cancel = button(tr("Cancel"), self._give_up)
        row.addWidget(self.fault, 2)
        row.addWidget(self._bar, 1)
        row.addWidget(self.cancel)
        row.addWidget(self.make)
        return foot

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put what was understood below the form where there is no room beside it."""
        super().resizeEvent(event)
        beside = self.width() >= px(_BESIDE)
        directions = QBoxLayout.Direction
        self._halves.setDirection(directions.LeftToRight if beside else directions.TopToBottom)

    def clear(self) -> None:
        """Show an empty form."""
        self._understood = None
        for zone in (self.inputs, self.outputs, self.hidden):
            zone.show_places(())
        self.title.clear()
        self.prompt.setPlainText("")
        self._suggested = ""
        self.show_making(False)
        self.show_nothing(tr("Choose the files that the work begins with."))

    def fill(self, wish: Wish) -> None:
        """Fill in what was wished elsewhere."""
        places = (wish.material.inputs, wish.material.outputs, wish.material.hidden)
        for zone, held in zip((self.inputs, self.outputs, self.hidden), places, strict=True):
            zone.show_places(held)
        self.title.setText(wish.title)
        self.prompt.setPlainText(wish.prompt)

    def take(self, places: list[Path]) -> None:
        """Begin with files that were dropped elsewhere: as input, or as the finished ones."""
        zone = self.outputs if self.inputs.places else self.inputs
        zone.add(places)

    def material(self) -> "Material":
        """Return the files that are chosen."""
        return authoring.Material(self.inputs.places, self.outputs.places, self.hidden.places)

    def wish(self) -> Wish:
        """Return what is filled in."""
        title = self.title.text().strip() or self._suggested
        return Wish(title, self.prompt.toPlainText(), self.material())

    def _note_change(self) -> None:
        self.make.setEnabled(False)
        self._rest.start()

    def show_nothing(self, sentence: str) -> None:
        """Show why no task can be made of these files yet."""
        self._understood = None
        self.told.setText(sentence)
        for made in (self._given_head, self.given, self._done_head, self.done):
            made.hide()
        self.make.setEnabled(False)
        self.make.setToolTip(sentence)
        self.fault.setText("")

    def show_understood(self, found: "Understood") -> None:
        """Show what a task of these files would be."""
        self._understood = found
        self.told.setText(tr(IN_PLACE if found.work == "in_place" else SEPARATE))
        self._suggest()
        given = (
            tr("The agent gets 1 file")
            if len(found.given) == 1
            else tr("The agent gets {count} files")
        )
        self._given_head.setText(given.format(count=f"{len(found.given):,}"))
        done = tr("1 finished file") if len(found.handed_in) == 1 else tr("{count} finished files")
        self._done_head.setText(done.format(count=f"{len(found.handed_in):,}"))
        self.given.clear()
        self.given.addItems(given_lines(found))
        self.done.clear()
        self.done.addItems([f"{name}  ({tr(told)})" for name, told in handed_in_rows(found)])
        for made in (self._given_head, self.given, self._done_head, self.done):
            made.show()
        self.make.setEnabled(True)
        self.make.setToolTip("")
        self.fault.setText("")

    def _suggest(self) -> None:
        """Propose a title as long as nobody wrote one."""
        if self._understood is not None and self.title.text() in ("", self._suggested):
            prompt = self.prompt.toPlainText()
            self._suggested = suggested_title(self._understood, prompt)[: self.title.maxLength()]
            self.title.setText(self._suggested)

    def show_making(self, making: bool, fault: str = "") -> None:
        """Show that the task is being made, or why it was not."""
        self._bar.setVisible(making)
        self.make.setEnabled(not making and self._understood is not None)
        self.fault.setText(fault)

    def _give_up(self) -> None:
        if self._bar.isVisible():
            self.cancel_asked.emit()
            self.show_making(False)
        else:
            self.ended.emit()


def _names(name: str) -> QListWidget:
    made = QListWidget()
    made.setAccessibleName(name)
    made.setUniformItemSizes(True)
    made.setMinimumHeight(px(64))
    # As high as what is left beside the form, however long the list is.
    made.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
    return made
