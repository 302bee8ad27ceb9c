"""A sentence whose values are buttons; a press makes a field of one."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from studio.gui.theme import px
from studio.gui.widgets.chip import Chip
from studio.gui.widgets.claim_text import Laid, lay_out, paint_laid
from studio.gui.widgets.fields import Choice, Line

_LEAST, _MORE, _AROUND = 72, 24, 4
"""The room of a field beyond that of its value; what lies above and below the lines for it."""


class _ChipField(Line):
    """The field of a value: Enter and Tab keep it, Escape drops it."""

    kept = Signal(int)
    dropped = Signal()

    def event(self, event: QEvent) -> bool:
        """Take Tab before the focus goes on."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            steps = {Qt.Key.Key_Tab: 1, Qt.Key.Key_Backtab: -1}
            if step := steps.get(Qt.Key(event.key())):
                self.kept.emit(step)
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter and Escape as answers."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.kept.emit(0)
        elif event.key() == Qt.Key.Key_Escape:
            self.dropped.emit()
        else:
            super().keyPressEvent(event)


class ClaimLine(QWidget):
    """Shows a sentence with its values, and lets one at a time be changed where it stands.

    Attributes:
        keeps: what takes a value: the number of its chip and what was typed; it returns why the
            value cannot stand there, empty if it can.
        faulted: why a value cannot stand there; empty when it is mended or dropped.
        left: the keyboard is to go back to where it came from.
    """

    faulted = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.keeps: Callable[[int, str], str] = lambda chip, text: ""
        self._sentence, self._chips = "", tuple[Chip, ...]()
        self.buttons: list[QPushButton] = []
        self.field: _ChipField | Choice | None = None
        self._editing = -1
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_sentence(self, sentence: str, chips: Sequence[Chip]) -> None:
        """Show a sentence; the same one is left as it is, with a field that is open in it."""
        chips = tuple(chips)
        if (sentence, chips) == (self._sentence, self._chips):
            return
        self.close_field()
        self._sentence, self._chips = sentence, chips
        for old in self.buttons:
            old.hide()
            old.deleteLater()
        self.buttons = [self._button(number, chip) for number, chip in enumerate(chips)]
        self.setAccessibleName(sentence)
        self._place()
        self.updateGeometry()
        self.update()

    def _button(self, number: int, chip: Chip) -> QPushButton:
        made = QPushButton(self)
        made.setObjectName("chip")
        text = self._sentence[chip.begin : chip.end]
        made.setAccessibleName(f"{chip.name}: {text}")
        made.setToolTip(f"{chip.name}: {text}")
        made.clicked.connect(lambda: self.edit(number))
        made.show()
        return made

    def edit(self, number: int) -> None:
        """Make a field of a value; of the first one if there is no such."""
        if not self._chips:
            return
        self.close_field()
        self._editing = number % len(self._chips)
        chip = self._chips[self._editing]
        self.field = self._choice(chip) if chip.choices else self._typed(chip)
        self.field.setParent(self)
        self.field.setAccessibleName(chip.name)
        self._place()
        self.updateGeometry()
        self.update()
        self.field.show()
        self.field.raise_()
        self.field.setFocus()
        if isinstance(self.field, _ChipField):
            self.field.selectAll()

    def _typed(self, chip: Chip) -> _ChipField:
        made = _ChipField(chip.typed)
        made.setObjectName("chipField")
        made.kept.connect(self._keep)
        made.dropped.connect(self._drop)
        made.editingFinished.connect(self._leave)
        return made

    def _choice(self, chip: Chip) -> Choice:
        made = Choice()
        made.addItems(chip.choices)
        made.setCurrentText(chip.typed)
        made.textActivated.connect(lambda text: self._send(text, 0))
        return made

    def _keep(self, step: int) -> None:
        if isinstance(self.field, _ChipField):
            self._send(self.field.text(), step)

    def _send(self, text: str, step: int) -> None:
        """Hand a value over; go on to the next one, or back to where the keyboard came from."""
        number, changed = self._editing, text != self._chips[self._editing].typed
        fault = self.keeps(number, text) if changed else ""
        self.faulted.emit(fault)
        if fault:
            self.mark_wrong()
            return
        self.close_field()
        if step and self._chips:
            self.edit(number + step)
        else:
            self.left.emit()

    def mark_wrong(self) -> None:
        """Show that what is in the field cannot stand there."""
        if self.field is not None:
            self.field.setProperty("wrong", True)
            self.field.style().unpolish(self.field)
            self.field.style().polish(self.field)

    def _drop(self) -> None:
        self.close_field()
        self.faulted.emit("")
        self.left.emit()

    def _leave(self) -> None:
        """Keep a value when the keyboard goes elsewhere; one that cannot stand is dropped."""
        field = self.field
        if not isinstance(field, _ChipField) or field.hasFocus():
            return
        number, text = self._editing, field.text()
        changed = text != self._chips[number].typed
        self.close_field()
        if changed:
            self.faulted.emit(self.keeps(number, text))

    def close_field(self) -> None:
        """Take the field away without keeping what is in it."""
        field, self.field, self._editing = self.field, None, -1
        if field is not None:
            field.blockSignals(True)
            field.hide()
            field.deleteLater()
            self._place()
            self.updateGeometry()
            self.update()

    def hasHeightForWidth(self) -> bool:
        """The lines depend on the width."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of all lines."""
        return self._laid(width).height + 2 * px(_AROUND)

    def sizeHint(self) -> QSize:
        """Return room for the lines at its width."""
        return QSize(px(240), self.heightForWidth(max(px(80), self.width())))

    def _laid(self, width: int) -> Laid:
        metrics = QFontMetrics(self.font())
        widened = (-1, 0)
        if self._editing >= 0:
            text = self._chips[self._editing].typed
            room = max(px(_LEAST), metrics.horizontalAdvance(text) + px(_MORE))
            widened = (self._editing, room)
        return lay_out(self._sentence, self._chips, max(px(80), width), metrics, widened)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Break the lines anew."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        metrics = QFontMetrics(self.font())
        for run in self._laid(self.width()).runs:
            if run.chip is not None:
                button = self.buttons[run.chip]
                button.setGeometry(run.area.translated(0, px(_AROUND)))
                if run.chip == self._editing and self.field is not None:
                    self.field.setGeometry(button.geometry().adjusted(0, -px(2), 0, px(2)))
                room = run.area.width() - 2 * px(4) + 1
                shown = metrics.elidedText(run.text, Qt.TextElideMode.ElideMiddle, room)
                button.setText(shown.replace("&", "&&"))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the words between the values."""
        painter = QPainter(self)
        corner = QPoint(0, px(_AROUND))
        paint_laid(painter, self._laid(self.width()), corner, selected=True, chips=False)
