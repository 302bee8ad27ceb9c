"""The instruction that the agent gets, the title, and the occupation that does this work."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from studio.authoring import link_notes, occupation_link, told_choice
from studio.editing import LinkOccupation, SetPrompt, SetValue
from studio.formats.tasks import TaskDocument, TaskFolder
from studio.gui.pages.instruction.state import (
    file_names,
    found_rows,
    heading,
    old_code,
    suggested_rows,
)
from studio.gui.widgets.fields import Line, Text
from studio.gui.widgets.parts import hairline, headed, label, panel
from studio.gui.widgets.picking import PickList
from studio.model.task import Task
from studio.taxonomy import occupations
from studio.taxonomy.linking import Suggestion

_HINT = (
    "Say what to make, from which files, where it goes and how exact it must be. "
    "Each sentence that asks for something should have a check."
)
_REST_MS = 1500
_NO_LINK = "None is linked yet; choose one below."


class InstructionPage(QWidget):
    """Shows the words of the task and sends their edits."""

    edit_asked = Signal(object)
    typing_rested = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self.typing_rested)
        self._showing = False
        self._code = ""
        self._suggested: tuple[Suggestion, ...] = ()
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self._make_text())
        split.addWidget(self._make_side())
        split.setSizes([680, 420])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(split)

    def _make_text(self) -> QWidget:
        box, column = panel()
        self.title = Line()
        self.title.setMaxLength(200)
        self.title.editingFinished.connect(self._send_title)
        column.addWidget(headed("Title", self.title))
        self.text = Text()
        self.text.setAccessibleName("Instruction")
        self.text.setPlaceholderText(_HINT)
        self.text.textChanged.connect(self._send_text)
        column.addWidget(headed("Instruction", self.text), 1)
        column.addWidget(label(_HINT, "caption", wrap=True))
        box.setMinimumWidth(360)
        return box

    def _make_side(self) -> QWidget:
        box, column = panel()
        column.addWidget(label("Occupation", "title"))
        self._linked = label("", "quiet", wrap=True)
        column.addWidget(self._linked)
        self.chosen = label("", "caption", wrap=True)
        column.addWidget(self.chosen)
        self.search = Line()
        self.search.setPlaceholderText("Find by title or code, such as 43-3031")
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(lambda: self._find())
        column.addWidget(headed("Who does this work?", self.search))
        self._heading = label("", "caption", wrap=True)
        column.addWidget(self._heading)
        self.results = PickList()
        self.results.setAccessibleName("Occupations")
        self.results.chosen.connect(self._link)
        column.addWidget(self.results, 1)
        column.addWidget(label(f"Codes and titles from {occupations.RELEASE}.", "caption"))
        column.addWidget(hairline())
        column.addWidget(label("What the agent gets", "title"))
        self._given = label("", "quiet", wrap=True)
        column.addWidget(self._given)
        column.addWidget(label("What you handed in, which it never sees", "title", wrap=True))
        self._handed_in = label("", "quiet", wrap=True)
        column.addWidget(self._handed_in)
        box.setMinimumWidth(280)
        return box

    def show_document(self, document: TaskDocument) -> None:
        """Show a document; what has the same text is left alone, cursor and all."""
        self._showing = True
        if self.text.toPlainText() != document.prompt:
            self._replace_text(document.prompt)
        if self.title.text() != document.task.title:
            self.title.setText(document.task.title)
        self._show_link(document.task)
        self._showing = False

    def _show_link(self, task: Task) -> None:
        link = task.occupation
        self._code = link.code if link else ""
        self._linked.setText(f"{link.code}  {link.title}" if link else _NO_LINK)
        told = [told_choice(link), *link_notes(task)] if link else []
        self.chosen.setText("\n".join(told))
        self.chosen.setVisible(bool(told))
        self._find()

    def show_suggestions(self, found: tuple[Suggestion, ...]) -> None:
        """Offer the occupations that were suggested, as long as nothing is searched for."""
        self._suggested = found
        self._find()

    def show_files(self, task: TaskFolder) -> None:
        """Show the names of the files on either side."""
        self._given.setText(file_names(task.input))
        self._handed_in.setText(file_names(task.reference))

    def _replace_text(self, text: str) -> None:
        place = self.text.textCursor().position()
        self.text.setPlainText(text)
        cursor = self.text.textCursor()
        cursor.setPosition(min(place, len(text)))
        self.text.setTextCursor(cursor)

    def _send_text(self) -> None:
        if not self._showing:
            self._rest.start()
            self.edit_asked.emit(SetPrompt(self.text.toPlainText()))

    def _send_title(self) -> None:
        if not self._showing and self.title.isModified():
            self.title.setModified(False)
            self.edit_asked.emit(SetValue("title", self.title.text().strip()))

    def _find(self) -> None:
        text = self.search.text().strip()
        rows = found_rows(text, self._code) if text else suggested_rows(self._suggested, self._code)
        self.results.show_rows(rows)
        self._heading.setText(heading(text, len(rows)))
        self._heading.setVisible(bool(self._heading.text()))

    def _link(self, code: str) -> None:
        text = self.search.text().strip()
        offered = {} if text else self._confidences()
        if code != self._code:
            link = occupation_link(code, offered.get(code), old_code(text))
            self.edit_asked.emit(LinkOccupation(link))

    def _confidences(self) -> dict[str, float]:
        return {made.occupation.code: made.confidence for made in self._suggested}
