"""The selected check: its sentence with values to change, what is decided of it, its form."""

import json

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.gui.language import tr
from studio.gui.pages.checks.form import CheckForm
from studio.gui.pages.checks.models import Shown
from studio.gui.pages.checks.rows import GAP, LEFT, RIGHT, SIGN, TOP
from studio.gui.pages.checks.state import Row, Verdicts, kind_title, result_of
from studio.gui.theme import hue, px
from studio.gui.widgets.claim_line import ClaimLine
from studio.gui.widgets.controls import KeyButton
from studio.gui.widgets.parts import button, flowing, panel, restyle
from studio.gui.widgets.rows import fill_selected, paint_sign
from studio.model.task import Checkpoint

_NAMES = (("reference", "Your work"), ("input", "Untouched input"), ("empty", "Empty folder"))
_TONES = {"bad": "smallFault", "waits": "smallCaution", "": "caption"}
_EDGE = 4


class Chosen(QWidget):
    """Shows the selected check.

    Attributes:
        kept: the proposed check is to be kept.
        turned_down: the proposed check is not needed.
        pressed_key: a key that none of its parts had a use for.
        wheeled: the wheel was turned over it, which is meant for the list.
        calm: whether the form stays closed until it is asked for, because what is pressed now and
            again are the buttons that keep and turn down.
    """

    kept = Signal()
    turned_down = Signal()
    pressed_key = Signal(QKeyEvent)
    wheeled = Signal(QWheelEvent)

    def __init__(self) -> None:
        super().__init__()
        self._row: Row | None = None
        self._sign, self.calm = "waits", False
        self.line, self.form = ClaimLine(), CheckForm()
        self.caption, self.fault = flowing("", "caption"), flowing("", "smallFault")
        self.evidence = flowing("", "caption")
        column = QVBoxLayout(self)
        # The line keeps room around it for a field.
        column.setContentsMargins(px(LEFT), px(TOP - GAP), px(RIGHT), px(TOP))
        column.setSpacing(0)
        for part in (self.line, self.fault, self.caption, self._make_deciding()):
            column.addWidget(part)
        card, inner = panel("card", 0, 0)
        inner.addWidget(self.form)
        self.details = QWidget()
        details = QVBoxLayout(self.details)
        details.setContentsMargins(0, px(8), 0, 0)
        details.setSpacing(px(GAP))
        details.addWidget(card)
        details.addWidget(self.evidence)
        column.addWidget(self.details)
        column.addStretch(1)
        self.line.faulted.connect(self.show_fault)
        self.fault.hide()
        self.hide()

    def _make_deciding(self) -> QWidget:
        self.deciding = QWidget()
        row = QHBoxLayout(self.deciding)
        row.setContentsMargins(0, px(8), 0, 0)
        row.setSpacing(px(8))
        self.keep = KeyButton(tr("Keep"), "Y", self.kept.emit)
        self.turn_down = KeyButton(tr("Not needed"), "N", self.turned_down.emit)
        row.addWidget(self.keep)
        row.addWidget(self.turn_down)
        self.settings = button(tr("Settings"), self._show_settings, "link")
        row.addSpacing(px(4))
        row.addWidget(self.settings)
        row.addStretch(1)
        return self.deciding

    def show_row(self, shown: Shown, points: tuple[Checkpoint, ...], verdicts: Verdicts) -> None:
        """Show the check of a row and how it stands."""
        row, standing = shown.row, shown.standing
        check = row.check
        assert check is not None
        if self._row is None or self._row.check is None or self._row.check.id != check.id:
            self.line.close_field()
            self.show_fault("")
            self._open_form(check.origin != "proposed" and not self.calm)
        self._row, self._sign = row, standing.sign
        self.line.show_sentence(row.sentence, shown.chips)
        restyle(self.caption, _TONES[standing.tone])
        caption = f"{standing.caption} {standing.why}".strip()
        self.caption.setText(caption)
        self.caption.setVisible(bool(caption))
        proposed = check.origin == "proposed"
        self.keep.setVisible(proposed)
        self.turn_down.setVisible(proposed)
        self.deciding.setVisible(proposed or not self.settings.isHidden())
        self.form.show_check(check, points)
        told = _evidence(check.id, verdicts) if standing.sign == "wrong" else []
        self.evidence.setText("\n".join([f"{kind_title(check.kind)} · {check.target}", *told]))
        self.setAccessibleName(f"{row.sentence}. {standing.word}.")
        self.update()

    def steady(self) -> QWidget:
        """Return what must not move under the pointer: the form, or the buttons that decide."""
        if not self.details.isHidden():
            return self.details
        return self.deciding

    def stops(self) -> list[QWidget]:
        """Return what the keyboard stops at, in order."""
        deciding = (self.keep, self.turn_down, self.settings)
        return [*self.line.buttons, *deciding, *self.form.stops()]

    def _show_settings(self) -> None:
        """Show the form of a proposal, which is short without it."""
        self._open_form(True)
        self.deciding.setVisible(not self.keep.isHidden())
        next(iter(self.form.fields.values())).setFocus()

    def _open_form(self, shown: bool) -> None:
        self.settings.setHidden(shown)
        self.details.setVisible(shown)

    def show_fault(self, sentence: str) -> None:
        """Say why a value cannot stand in the sentence, or nothing."""
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the ground of a selected row, with the sign of its verdict."""
        painter = QPainter(self)
        fill_selected(painter, self.rect())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._row is not None and self._row.place is not None:
            painter.fillRect(0, 0, px(_EDGE), self.height(), QColor(hue(self._row.place)))
        paint_sign(painter, QPoint(px(SIGN), px(TOP + 3)), self._sign)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hand on what no field wants."""
        event.ignore()
        self.pressed_key.emit(event)
        if not event.isAccepted():
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Let the list scroll."""
        self.wheeled.emit(event)
        event.accept()


def _evidence(check: str, verdicts: Verdicts) -> list[str]:
    """Return how a check judged the sample outputs, a line each."""
    found = []
    for output, name in _NAMES:
        result = result_of(verdicts, output, check)
        if result is not None:
            found.append(f"{tr(name)}: {tr(result.status)}. {result.sentence}")
            wrong = result.evidence.get("wrong")
            if output == "reference" and wrong:
                found.append(json.dumps(wrong[:5], ensure_ascii=False))
    return found
