"""The form of the selected check, built from what its kind declares."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.gui.language import tr
from studio.gui.pages.checks.parameters import ParameterField, fields_of
from studio.gui.theme import px
from studio.gui.widgets.fields import Choice, Line, Lines, Number, Tick
from studio.gui.widgets.parts import button, empty, headed
from studio.model.check import Check
from studio.model.task import Checkpoint

_NOWHERE = "For the whole work"
_EACH = {"lines": "A sentence on each line", "pairs": "NAME = VALUE on each line"}


class CheckForm(QWidget):
    """Shows one check and sends the changes of its fields."""

    changed = Signal(str, dict)
    remove_asked = Signal(str)
    refused = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(8))
        self._check: Check | None = None
        self.fields: dict[str, QWidget] = {}

    def show_check(self, check: Check | None, points: tuple[Checkpoint, ...]) -> None:
        """Show a check, or nothing."""
        if check is not None and check == self._check and self.fields:
            return
        self._check = check
        self.fields = {}
        empty(self._column)
        if check is None:
            return
        self._add("gate", "Must pass, carries no weight", self._gate(check))
        if not check.gate:
            self._add("weight", "Weight", self._number("weight", check.weight, 0.01))
        self._add("checkpoint", "Belongs to", self._points(check, points))
        self._add("tolerance", "Within (empty: exactly)", self._tolerance(check))
        self._parameters(check)
        self._column.addWidget(
            button(
                tr("Remove this check"), lambda: self.remove_asked.emit(check.id), "", tr("Delete")
            )
        )

    def _add(self, key: str, title: str, field: QWidget) -> None:
        self.fields[key] = field
        self._column.addWidget(field if isinstance(field, Tick) else headed(tr(title), field))

    def _send(self, changes: dict[str, Any]) -> None:
        if self._check is not None:
            self.changed.emit(self._check.id, changes)

    def _gate(self, check: Check) -> QWidget:
        made = Tick(tr("Must pass, carries no weight"))
        made.setChecked(check.gate)
        made.toggled.connect(lambda on: self._send({"gate": on}))
        return made

    def _number(self, key: str, value: float, least: float) -> QWidget:
        made = Number(least, 1000, 2, value)
        made.valueChanged.connect(lambda number: self._send({key: number}))
        return made

    def _points(self, check: Check, points: tuple[Checkpoint, ...]) -> QWidget:
        made = Choice()
        made.addItem(_NOWHERE, None)
        for point in points:
            made.addItem(point.title, point.id)
        made.setCurrentIndex(max(0, made.findData(check.checkpoint)))
        made.activated.connect(lambda _: self._send({"checkpoint": made.currentData()}))
        return made

    def _tolerance(self, check: Check) -> QWidget:
        text = "" if check.tolerance is None else f"{check.tolerance:g}"
        return self._line(text, self._set_tolerance)

    def _set_tolerance(self, words: str) -> None:
        try:
            value = float(words.replace(",", "")) if words.strip() else None
        except ValueError:
            self.refused.emit(
                tr("The tolerance is a number, or empty for exactly; {words} is not.").format(
                    words=repr(words[:40])
                )
            )
            return
        self._send({"tolerance": value})

    def _line(self, text: str, send: Any) -> Line:
        made = Line(text)
        made.editingFinished.connect(lambda: send(made.text()) if made.isModified() else None)
        return made

    def _parameters(self, check: Check) -> None:
        for field in fields_of(check):
            made = self._parameter(field)
            made.setToolTip(field.explanation)
            self._add(field.name, field.title, made)

    def _parameter(self, field: ParameterField) -> QWidget:
        name = field.name
        if field.shape == "tick":
            box = Tick(tr(field.title))
            box.setChecked(bool(field.value))
            box.toggled.connect(lambda on: self._set(name, on))
            return box
        if field.shape == "choice":
            combo = Choice()
            combo.addItems(field.choices)
            combo.setCurrentText(str(field.value))
            combo.textActivated.connect(lambda text: self._set(name, text))
            return combo
        if field.shape in ("lines", "pairs"):
            lines = Lines(field.text)
            lines.setPlaceholderText(_EACH[field.shape])
            lines.kept.connect(lambda words: self._set_parsed(field, words))
            return lines
        return self._line(field.text, lambda words: self._set_parsed(field, words))

    def _set_parsed(self, field: ParameterField, text: str) -> None:
        try:
            value = field.parsed(text)
        except ValueError as fault:
            self.refused.emit(f"{field.title} {fault}.")
            return
        self._set(field.name, value)

    def _set(self, name: str, value: Any) -> None:
        if self._check is not None:
            self._send({"parameters": {**self._check.parameters, name: value}})
