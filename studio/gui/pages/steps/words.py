"""What a step does, in a sentence, and why, in a note: both are edited where they stand."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from studio.editing import SayStep, Several
from studio.gui.language import tr
from studio.gui.pages.steps.state import said_note, said_sentence
from studio.gui.theme import px
from studio.gui.widgets.brief import Brief
from studio.gui.widgets.fields import Words
from studio.gui.widgets.parts import label
from studio.model.step import Step


class StepWords(QWidget):
    """Shows the words of a step and sends their edits."""

    edit_asked = Signal(object)
    ended = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._step: Step | None = None
        self._made = ""
        self._more = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        self._number = label("", "caption")
        column.addWidget(self._number)
        self._sentence = Brief("", "title", most=4)
        self.sentence = self._place(
            column, self._sentence, tr("What the step does"), self._keep_sentence
        )
        self._why = label(tr("Why"), "caption")
        column.addWidget(self._why)
        self._note = label("", "", wrap=True)
        self.note = self._place(column, self._note, tr("Why it was done"), self._keep_note)
        self._hint = label(tr("Enter keeps it, Esc drops it"), "caption")
        column.addWidget(self._hint)
        self.show_step("", None, "")

    def _place(
        self, column: QVBoxLayout, shown: QLabel, name: str, keep: Callable[[str], None]
    ) -> Words:
        """Put a text and its field at one place, of which one is seen."""
        field = Words()
        field.setAccessibleName(name)
        field.hide()

        def end(written: str | None) -> None:
            focused = field.hasFocus()
            field.hide()
            self._show_words()
            if written is not None:
                keep(written)
            if focused:
                self.ended.emit()

        field.kept.connect(end)
        field.dropped.connect(lambda: end(None))
        column.addWidget(shown)
        column.addWidget(field)
        return field

    def show_step(self, number: str, step: Step | None, made: str, more: int = 0) -> None:
        """Show the words of a step.

        Args:
            number: which step, in words.
            step: the step, None if none is selected.
            made: the sentence that was made for it.
            more: how many other steps are selected with it.
        """
        if self._step and step and self._step.first_event != step.first_event:
            self.sentence.hide()
            self.note.hide()
        self._step, self._made, self._more = step, made, more
        self._number.setText(number)
        self._show_words()

    def _show_words(self) -> None:
        step = self._step
        told = step.sentence if step else tr("No step is selected")
        if self._more:
            told = tr("{sentence}, and {count} more").format(sentence=told, count=self._more)
        self._sentence.show_text(told)
        self._sentence.setVisible(self.sentence.isHidden())
        own = step is not None and step.sentence != self._made
        tip = tr("Made for it: {words}").format(words=self._made)
        self._sentence.setToolTip(tip if own else "")
        self._note.setText(step.note if step else "")
        noted = bool(step and step.note)
        self._note.setVisible(noted and self.note.isHidden())
        self._why.setVisible(noted or not self.note.isHidden())
        writing = not (self.sentence.isHidden() and self.note.isHidden())
        self._hint.setVisible(writing)

    def edit_sentence(self) -> None:
        """Let the sentence be written."""
        if self._step:
            self._edit(self.sentence, self._step.sentence)

    def edit_note(self) -> None:
        """Let the note be written."""
        if self._step:
            self._edit(self.note, self._step.note)

    def _edit(self, field: Words, text: str) -> None:
        if field.isHidden():
            field.setPlainText(text)
            field.show()
        self._show_words()
        field.setFocus()
        field.selectAll()

    def _keep_sentence(self, written: str) -> None:
        if self._step:
            self._send(said_sentence(self._step, self._made, written))

    def _keep_note(self, written: str) -> None:
        if self._step:
            self._send(said_note(self._step, written))

    def _send(self, edit: SayStep | Several | None) -> None:
        if edit:
            self.edit_asked.emit(edit)
