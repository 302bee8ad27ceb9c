"""What is checked: the sentences of the instruction, and what was made or changed in the files."""

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListView,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from studio.gui.language import tr
from studio.gui.pages.checkpoints.covering_state import CoverRow, cover_rows, legend, waiting
from studio.gui.theme import px
from studio.gui.widgets.flow import Flow
from studio.gui.widgets.headed_model import HeadedModel
from studio.gui.widgets.marks import Pill
from studio.gui.widgets.parts import hairline, label, panel
from studio.gui.widgets.rows import VERDICT, RowDelegate
from studio.gui.widgets.states import EmptyState, Progress
from studio.gui.widgets.tinted_text import Tint, TintedText

if TYPE_CHECKING:
    from studio.authoring.coverage import Coverage, SentenceCover

_SIGNS = {"good": "right", "waits": "waits", "plain": ""}
_EMPTY = (
    "What the instruction asks for, and what you made or changed, stands here in the colours of "
    "what a check looks at. Write the instruction first."
)
_READING = "Looking at the files and the instruction…"


class CoverModel(HeadedModel[CoverRow]):
    """Headings, and what is asked for or handed in below each."""

    def more(self, row: CoverRow) -> dict[int, Any]:
        """Return the sign of whether a check looks at it."""
        return {int(VERDICT): _SIGNS.get(row.tone)}


class _List(QListView):
    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter for a press on the row."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class CoveragePane(QWidget):
    """Shows what a check looks at and what waits.

    Attributes:
        check_asked: the id of a check that is to be shown.
        cover_asked: the sentence of what waits and is to be covered.
        cancel_asked: looking for it is to end.
        again_asked: it is to be looked for again.
    """

    check_asked = Signal(str)
    cover_asked = Signal(str)
    cancel_asked = Signal()
    again_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._tinted: list[SentenceCover] = []
        self.model = CoverModel()
        box, column = panel("panel", 0, 0)
        column.addWidget(self._make_head())
        column.addWidget(hairline())
        self._faces = QStackedLayout()
        self.empty = EmptyState("text-align-left", tr(_EMPTY))
        self.fault = EmptyState("warning", "", tr("Look again"))
        self.fault.asked.connect(self.again_asked)
        # In this order: a face without a place would be shown as a window of its own.
        column.addLayout(self._faces, 1)
        for face in (self.empty, self._make_reading(), self.fault, self._make_found()):
            self._faces.addWidget(face)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(box)
        self.setMinimumWidth(px(280))

    def _make_head(self) -> QWidget:
        box, column = panel("panel", 16, 8)
        row = QHBoxLayout()
        row.setSpacing(px(12))
        row.addWidget(label(tr("What is checked"), "title"))
        self.pill = Pill("", "waits")
        row.addWidget(self.pill, 1)
        row.addStretch(0)
        column.addLayout(row)
        self._legend = QWidget()
        flow = Flow(self._legend, px(8))
        self.legend = [Pill("", tone) for tone in ("good", "waits", "neutral")]
        for pill in self.legend:
            flow.addWidget(pill)
        column.addWidget(self._legend)
        return box

    def _make_reading(self) -> QWidget:
        box, column = panel("panel", 16, 8)
        self.progress = Progress(tr("Looking for what is checked"))
        self.progress.show_progress(tr(_READING))
        self.progress.cancel_asked.connect(self.cancel_asked)
        column.addWidget(self.progress)
        column.addStretch(1)
        return box

    def _make_found(self) -> QWidget:
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        self.prompt = TintedText(tr("Instruction with what is checked"))
        self.prompt.setObjectName("plain")
        self.prompt.setMinimumHeight(px(96))
        self.prompt.pressed.connect(self._press_sentence)
        self.list = _List()
        self.list.setModel(self.model)
        self.list.setItemDelegate(RowDelegate(self.list))
        self.list.setResizeMode(QListView.ResizeMode.Adjust)
        self.list.setWordWrap(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMouseTracking(True)
        self.list.setAccessibleName(tr("What is asked for and handed in, with what is checked"))
        self.list.clicked.connect(lambda index: self._press(self.model.rows[index.row()]))
        self.list.entered.connect(self._enter)
        read, around = panel("panel", 8, 0)
        around.addWidget(self.prompt)
        split.addWidget(read)
        split.addWidget(self.list)
        split.setSizes([px(128), px(432)])
        return split

    # What is shown.

    def show_nothing(self) -> None:
        """Show what will be here."""
        self._tell_head(None)
        self._faces.setCurrentIndex(0)

    def show_reading(self) -> None:
        """Show that it is being looked for."""
        self._tell_head(None)
        self._faces.setCurrentIndex(1)

    def show_fault(self, sentence: str) -> None:
        """Show why it could not be found."""
        self._tell_head(None)
        self.fault.show_sentence(sentence)
        self._faces.setCurrentIndex(2)

    def show_coverage(self, prompt: str, found: "Coverage") -> None:
        """Show what is checked of an instruction and of the files."""
        if not found.sentences and not found.files:
            self.show_nothing()
            return
        self._tinted = [one for one in found.sentences if one.place and one.cover != "plain"]
        self.prompt.show_text(prompt, tuple(map(_tint, self._tinted)))
        self.model.show_rows(cover_rows(found))
        self._tell_head(found)
        self._faces.setCurrentIndex(3)

    def _tell_head(self, found: "Coverage | None") -> None:
        self._legend.setVisible(found is not None)
        tone, words = waiting(found) if found else ("", "")
        self.pill.show_state(words, tone or "waits")
        if found:
            for pill, (tone, words) in zip(self.legend, legend(found), strict=True):
                pill.show_state(words, tone)

    @property
    def is_filled(self) -> bool:
        """Whether it shows what is checked."""
        return self._faces.currentIndex() == 3

    # What is asked for.

    def _press_sentence(self, number: int) -> None:
        one = self._tinted[number]
        self._ask(next(iter(one.checks), ""), one.cover == "waits", one.text)

    def _press(self, row: CoverRow) -> None:
        self._ask(row.check, row.tone == "waits", row.title)

    def _ask(self, check: str, waits: bool, text: str) -> None:
        if check:
            self.check_asked.emit(check)
        elif waits:
            self.cover_asked.emit(text)

    def _enter(self) -> None:
        index = self.list.currentIndex()
        if index.isValid():
            self._press(self.model.rows[index.row()])


def _tint(one: "SentenceCover") -> Tint:
    begin, end = one.place or (0, 0)
    if one.cover == "waits":
        return Tint(begin, end, "waits", tr("Asked for, and no check looks at it: press to cover"))
    return Tint(begin, end, "good", tr("Checked: press to see the check"))
