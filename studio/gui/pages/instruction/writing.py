"""The title and the text of the instruction, its gaps and what nobody checks."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QTextEdit, QVBoxLayout, QWidget

from studio.editing import SetPrompt, SetValue
from studio.formats.gaps import gap_places
from studio.formats.tasks import TaskDocument
from studio.gui.language import tr
from studio.gui.pages.instruction.state import foot_words, next_gap, signs_before
from studio.gui.theme import Theme, px
from studio.gui.widgets.fields import Line, Text
from studio.gui.widgets.parts import button, headed, label

_HINT = (
    "Say what to make, from which files, where it goes and how exact it must be. "
    "Each sentence that asks for something should have a check."
)
_DRAFT_HINT = (
    "Nothing is written yet. A draft says what the files and your steps tell, and asks you for "
    "the rest in brackets; then it is yours."
)
_REST_MS = 1500


class WritingPane(QWidget):
    """Shows the words of the task and sends their edits."""

    edit_asked = Signal(object)
    rested = Signal()
    draft_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self.rested)
        self._showing = False
        self._unchecked: Sequence[tuple[int, int]] = ()
        self._refusal = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(16), px(24), px(16))
        column.setSpacing(px(12))
        self.title = Line()
        self.title.setMaxLength(200)
        self.title.editingFinished.connect(self._send_title)
        column.addWidget(headed(tr("Title"), self.title))
        self.field = Text()
        self.field.setAccessibleName(tr("Instruction"))
        self.field.setPlaceholderText(tr(_HINT))
        self.field.textChanged.connect(self._send_text)
        column.addWidget(headed(tr("Instruction, as the agent gets it"), self.field), 1)
        column.addWidget(self._make_offer())
        column.addLayout(self._make_foot())
        self._hint = label(tr(_HINT), "caption", wrap=True)
        column.addWidget(self._hint)

    def _make_offer(self) -> QWidget:
        """Return what offers a draft, as long as nothing is written."""
        self._offer = QWidget()
        row = QHBoxLayout(self._offer)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(12))
        self.draft = button(tr("Draft it"), self.draft_asked.emit)
        row.addWidget(label(tr(_DRAFT_HINT), "quiet", wrap=True), 1)
        row.addWidget(self.draft, 0, Qt.AlignmentFlag.AlignTop)
        return self._offer

    def _make_foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(px(12))
        self.foot = label("", "caption")
        self.gap = button(tr("Next gap"), self.go_to_gap, "link")
        row.addWidget(self.foot)
        row.addWidget(self.gap)
        row.addStretch(1)
        return row

    def show_document(self, document: TaskDocument) -> None:
        """Show a document; what has the same text is left alone, cursor and all."""
        self._showing = True
        if self.field.toPlainText() != document.prompt:
            self._replace_text(document.prompt)
        if self.title.text() != document.task.title:
            self.title.setText(document.task.title)
            self.title.setCursorPosition(0)
        self._showing = False
        self._show_state()

    def show_unchecked(self, places: Sequence[tuple[int, int]]) -> None:
        """Underline the sentences that ask for something and that no check looks at."""
        self._unchecked = places
        self._show_state()

    def show_drafting(self, under_way: bool) -> None:
        """Show that a draft is being made."""
        self.draft.setEnabled(not under_way and not self._refusal)
        self.draft.setText(tr("Drafting…") if under_way else tr("Draft it"))

    def allow_draft(self, refusal: str) -> None:
        """Say why no draft can be made, empty if one can."""
        if refusal != self._refusal:
            self._refusal = refusal
            self._show_state()
        self.draft.setEnabled(not refusal)
        self.draft.setToolTip(refusal)

    def begin(self) -> None:
        """Take the keyboard; the first gap is selected, to be written over."""
        self.field.setFocus()
        if gap_places(self.field.toPlainText()):
            self.field.moveCursor(QTextCursor.MoveOperation.Start)
            self.go_to_gap()

    def go_to_gap(self) -> None:
        """Select the next gap after the cursor, else the first."""
        text = self.field.toPlainText()
        cursor = self.field.textCursor()
        place = next_gap(text, cursor.selectionEnd())
        if place is None:
            return
        cursor.setPosition(signs_before(text, place[0]))
        cursor.setPosition(signs_before(text, place[1]), QTextCursor.MoveMode.KeepAnchor)
        self.field.setTextCursor(cursor)
        self.field.setFocus()

    def _replace_text(self, text: str) -> None:
        place = self.field.textCursor().position()
        self.field.setPlainText(text)
        cursor = self.field.textCursor()
        cursor.setPosition(min(place, len(self.field.toPlainText())))
        self.field.setTextCursor(cursor)

    def _send_text(self) -> None:
        if not self._showing:
            # Where sentences stand is known anew once the typing rests.
            self._unchecked = ()
            self._rest.start()
            self.edit_asked.emit(SetPrompt(self.field.toPlainText()))

    def _send_title(self) -> None:
        if not self._showing and self.title.isModified():
            self.title.setModified(False)
            self.edit_asked.emit(SetValue("title", self.title.text().strip()))

    def _show_state(self) -> None:
        text = self.field.toPlainText()
        gaps = gap_places(text)
        template, values = foot_words(text, len(gaps), len(self._unchecked))
        self.foot.setText(tr(template).format(**values))
        self.gap.setVisible(bool(gaps))
        # The empty field says the same.
        self._hint.setVisible(bool(text))
        self._offer.setVisible(not text.strip() and not self._refusal)
        tokens = Theme.tokens
        asked = QTextCharFormat()
        asked.setBackground(QColor(tokens.waits_tint))
        asked.setForeground(QColor(tokens.waits))
        bare = QTextCharFormat()
        bare.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
        bare.setUnderlineColor(QColor(tokens.waits))
        marks = [self._mark(text, place, bare) for place in self._unchecked]
        self.field.setExtraSelections([*marks, *(self._mark(text, place, asked) for place in gaps)])

    def _mark(
        self, text: str, place: tuple[int, int], look: QTextCharFormat
    ) -> QTextEdit.ExtraSelection:
        made = QTextEdit.ExtraSelection()
        made.format = look
        cursor = self.field.textCursor()
        cursor.setPosition(signs_before(text, place[0]))
        cursor.setPosition(signs_before(text, place[1]), QTextCursor.MoveMode.KeepAnchor)
        made.cursor = cursor
        return made

    def changeEvent(self, event: QEvent) -> None:
        """Mark the gaps in the colours of another mode."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "foot"):
            self._show_state()
