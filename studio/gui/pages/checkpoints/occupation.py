"""Who does this work: what is linked, a search as one types, and its O*NET tasks below."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from studio.gui.language import tr
from studio.gui.theme import px
from studio.gui.widgets.found_list import FoundList, FoundModel
from studio.gui.widgets.found_rows import found_rows, short
from studio.gui.widgets.onet_pick import OnetPick
from studio.gui.widgets.parts import flowing, label
from studio.gui.widgets.rows import IDENTITY
from studio.gui.widgets.searching import SearchField
from studio.model.task import Checkpoint, Task

if TYPE_CHECKING:
    from studio.taxonomy.search import Result

_ASK = "What do you do? A title, a sentence, or a code"
_NO_LINK = "None is linked yet; say below what you do."
_MAX_TEXT = 2000


class OccupationBox(QWidget):
    """Finds and links the occupation of the task, and says which of its tasks a checkpoint is.

    Attributes:
        text_asked: what is searched for; `show_found` brings what was found.
        chosen: the code of the occupation that was chosen.
        shown: the text whose results are shown.
    """

    text_asked = Signal(str)
    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.shown = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        self.linked = flowing("", "strong")
        self.search = SearchField(tr("Find an occupation"), tr(_ASK))
        self.search.setMaxLength(_MAX_TEXT)
        self.search.textChanged.connect(self._ask)
        self.search.installEventFilter(self)
        column.addWidget(label(tr("Who does this work?"), "caption"))
        column.addWidget(self.linked)
        column.addWidget(self.search)
        self.found = FoundModel()
        self.list = FoundList(self.found)
        self.list.clicked.connect(lambda index: self._choose())
        self.list.entered.connect(self._choose)
        self.list.left.connect(self._back)
        self.onet = OnetPick()
        self._none = label("", "quiet", wrap=True)
        self._none.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._views = QStackedWidget()
        for view in (self.onet, self.list, self._none):
            self._views.addWidget(view)
        self._views.setMinimumHeight(px(240))
        column.addWidget(self._views, 1)

    def show_checkpoint(self, task: Task | None, point: Checkpoint | None) -> None:
        """Show what is linked, and which of its tasks a checkpoint is part of."""
        link = task.occupation if task else None
        self.linked.setText(f"{link.title}  ({link.code})" if link else tr(_NO_LINK))
        self.onet.show_checkpoint(task, point)

    def show_found(self, text: str, results: "tuple[Result, ...]") -> None:
        """Show what was found for a text, unless another is asked for by now."""
        if text != self.search.text() or not text.strip():
            return
        self.shown = text
        self.found.show_rows(found_rows(results))
        if results:
            self.list.setCurrentIndex(self.found.index(1))
        told = tr("Nothing is found for “{text}”; say it in other words.")
        self._none.setText(told.format(text=short(text)))
        self._views.setCurrentWidget(self.list if results else self._none)

    def _ask(self, text: str) -> None:
        if text.strip():
            self.text_asked.emit(text)
        else:
            self._views.setCurrentWidget(self.onet)

    def _choose(self) -> None:
        code = str(self.list.currentIndex().data(IDENTITY) or "")
        if code:
            self._back()
            self.chosen.emit(code)

    def _back(self) -> None:
        self.search.clear()
        self.search.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows and Enter in the field move in the results, and choose one."""
        if (
            watched is self.search
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and self._views.currentWidget() is self.list
        ):
            match event.key():
                case Qt.Key.Key_Down:
                    self._step(1)
                case Qt.Key.Key_Up:
                    self._step(-1)
                case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                    self._choose()
                case _:
                    return super().eventFilter(watched, event)
            return True
        return super().eventFilter(watched, event)

    def _step(self, by: int) -> None:
        row = self.list.currentIndex().row() + by
        while 0 <= row < len(self.found.rows) and not self.found.rows[row].code:
            row += by
        if 0 <= row < len(self.found.rows):
            self.list.setCurrentIndex(self.found.index(row))
