"""The form of the selected check, built from what its kind declares."""

from functools import partial
from typing import Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from studio.gui.language import tr
from studio.gui.pages.checks.parameters import ParameterField, fields_of
from studio.gui.pages.checks.state import LOOSE
from studio.gui.theme import px
from studio.gui.widgets.controls import KeyButton
from studio.gui.widgets.fields import Choice, Line, Lines, Number, Tick
from studio.gui.widgets.parts import button, empty, flowing, label
from studio.model.check import Check
from studio.model.task import Checkpoint

_MUST, _WITHIN = "Must pass, carries no weight", "Within"
_EXACTLY = "How far off a number may be, in its own unit; empty for exactly."
_TITLES = 104
_EACH = {"lines": "One on each line", "pairs": "One on each line, such as Amount = 0.05"}


class CheckForm(QWidget):
    """Shows one check and sends the changes of its fields.

    What is set comes first; what is left as most want it comes when it is asked for.
    """

    changed = Signal(str, dict)
    remove_asked = Signal(str)
    refused = Signal(str)

    def __init__(self, draft: bool = False) -> None:
        """Make the form.

        Args:
            draft: whether the check is not in the task yet, so that it cannot be removed.
        """
        super().__init__()
        self._draft = draft
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(px(12), px(12), px(12), px(12))
        self._column.setSpacing(px(12))
        self._check: Check | None = None
        self._points: tuple[Checkpoint, ...] = ()
        self._all = False
        self._first: frozenset[str] = frozenset()
        self.fields: dict[str, QWidget] = {}
        self.more = button("", self._show_all, "link")
        self.remove: QWidget | None = None

    def show_check(self, check: Check | None, points: tuple[Checkpoint, ...]) -> None:
        """Show a check, or nothing."""
        before, same_points = self._check, points == self._points
        if check == before and same_points and (self.fields or check is None):
            return
        focused = next((key for key, field in self.fields.items() if _has_focus(field)), "")
        self._check, self._points = check, points
        if before and check and same_points and self.fields and _is_alike(before, check):
            self._refresh(before, check)
            return
        if check and not (before and _is_of_one_kind(before, check)):
            # What is set comes first, and stays there while the form is open, whatever is set then.
            self._first = frozenset(field.name for field in fields_of(check) if _is_set(field))
            self._first |= set() if check.tolerance is None else {"tolerance"}
        self._fill()
        if check is not None and focused in self.fields:
            self.fields[focused].setFocus()

    def stops(self) -> list[QWidget]:
        """Return what the keyboard stops at, in order."""
        return [*self.fields.values(), self.more, *([self.remove] if self.remove else [])]

    def take(self, check: Check | None) -> None:
        """Take a check that changed as its fields say, and leave them as they are."""
        self._check = check

    def _fill(self) -> None:
        self.fields, self.remove = {}, None
        self.more.setParent(None)
        empty(self._column)
        check = self._check
        if check is None:
            return
        first, later = _Rows(self), _Rows(self)
        for field in fields_of(check):
            rows = first if field.name in self._first else later
            self._add(rows, field.name, field.title, self._parameter(field), field.explanation)
        rows = first if "tolerance" in self._first else later
        self._add(rows, "tolerance", _WITHIN, self._tolerance(check), tr(_EXACTLY))
        if not self._draft:
            self._counting(first, check)
        if check.because:
            told = flowing(f"“{check.because}”")
            first.add(tr("Asked for by"), told)
        self._lay(first, later)

    def _refresh(self, before: Check, check: Check) -> None:
        """Show what changed of the check in the fields that are there, each in its place."""
        for old, new in zip(fields_of(before), fields_of(check), strict=True):
            self._put(new.name, new.text, old.text != new.text)
            field = self.fields[new.name]
            with QSignalBlocker(field):
                if isinstance(field, Tick):
                    field.setChecked(bool(new.value))
                elif isinstance(field, Choice):
                    field.setCurrentText(str(new.value))
        self._put("tolerance", _told(check.tolerance), before.tolerance != check.tolerance)
        weight, point = self.fields.get("weight"), self.fields.get("checkpoint")
        if isinstance(weight, Number) and weight.value() != check.weight:
            with QSignalBlocker(weight):
                weight.setValue(check.weight)
        if isinstance(point, Choice):
            point.setCurrentIndex(max(0, point.findData(check.checkpoint)))

    def _put(self, name: str, text: str, changed: bool) -> None:
        """Put a text into a field if the value is another one; it is not being changed then."""
        field = self.fields[name]
        if not changed:
            return
        with QSignalBlocker(field):
            if isinstance(field, Line):
                if field.text() != text:
                    field.setText(text)
                field.setModified(False)
            elif isinstance(field, Lines):
                if field.toPlainText() != text:
                    field.setPlainText(text)
                field.document().setModified(False)

    def _counting(self, rows: "_Rows", check: Check) -> None:
        self._add(rows, "gate", _MUST, self._gate(check))
        if not check.gate:
            self._add(rows, "weight", "Weight", self._number("weight", check.weight, 0.01))
        self._add(rows, "checkpoint", "Belongs to", self._points_field(check))

    def _lay(self, first: "_Rows", later: "_Rows") -> None:
        self._column.addWidget(first)
        self.later = later
        later.setVisible(self._all)
        self._column.addWidget(later)
        foot = QHBoxLayout()
        foot.addWidget(self.more)
        foot.addStretch(1)
        check = self._check
        if check is not None and not self._draft:
            remove = partial(self.remove_asked.emit, check.id)
            self.remove = KeyButton(tr("Remove"), "Del", remove)
            foot.addWidget(self.remove)
        box = QWidget()
        box.setLayout(foot)
        foot.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(box)
        self.more.setVisible(later.count > 0)
        self._name_more()

    def _name_more(self) -> None:
        self.more.setText(tr("Fewer settings") if self._all else tr("More settings"))

    def _show_all(self) -> None:
        self._all = not self._all
        self.later.setVisible(self._all)
        self._name_more()

    def _add(
        self, rows: "_Rows", key: str, title: str, field: QWidget, explanation: str = ""
    ) -> None:
        self.fields[key] = field
        field.setToolTip(tr(explanation))
        rows.add(tr(title), field)

    def _send(self, changes: dict[str, Any]) -> None:
        if self._check is not None:
            self.changed.emit(self._check.id, changes)

    def _gate(self, check: Check) -> QWidget:
        made = Tick(tr(_MUST))
        made.setChecked(check.gate)
        made.toggled.connect(lambda on: self._send({"gate": on}))
        return made

    def _number(self, key: str, value: float, least: float) -> QWidget:
        made = Number(least, 1000, 2, value)
        made.valueChanged.connect(lambda number: self._send({key: number}))
        return made

    def _points_field(self, check: Check) -> QWidget:
        made = Choice()
        made.addItem(tr(LOOSE), None)
        for point in self._points:
            made.addItem(point.title, point.id)
        made.setCurrentIndex(max(0, made.findData(check.checkpoint)))
        made.activated.connect(lambda _: self._send({"checkpoint": made.currentData()}))
        return made

    def _tolerance(self, check: Check) -> QWidget:
        return self._line(_told(check.tolerance), self._set_tolerance)

    def _set_tolerance(self, words: str) -> None:
        try:
            value = float(words.replace(",", "")) if words.strip() else None
        except ValueError:
            self.refused.emit(
                tr("“Within” is a number, or empty for exactly; {words} is not.").format(
                    words=repr(words[:40])
                )
            )
            return
        self._send({"tolerance": value})

    def _line(self, text: str, send: Any) -> Line:
        made = Line(text)
        made.editingFinished.connect(lambda: send(made.text()) if made.isModified() else None)
        return made

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
        line = self._line(field.text, lambda words: self._set_parsed(field, words))
        if field.name == "expected":
            line.setPlaceholderText(tr("as in the reference"))
        return line

    def _set_parsed(self, field: ParameterField, text: str) -> None:
        try:
            value = field.parsed(text)
        except ValueError as fault:
            self.refused.emit(f"“{field.title}” {fault}.")
            return
        self._set(field.name, value)

    def _set(self, name: str, value: Any) -> None:
        if self._check is not None:
            self._send({"parameters": {**self._check.parameters, name: value}})


class _Rows(QWidget):
    """Fields beside what they are called."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.count = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(px(12))
        self._grid.setVerticalSpacing(px(8))
        self._grid.setColumnMinimumWidth(0, px(_TITLES))
        self._grid.setColumnStretch(1, 1)

    def add(self, title: str, field: QWidget) -> None:
        """Add a field; a box to tick says itself what it is."""
        if isinstance(field, Tick):
            self._grid.addWidget(field, self.count, 0, 1, 2)
        else:
            caption = label(title, "quiet", wrap=True)
            caption.setMinimumWidth(px(_TITLES))
            caption.setMaximumWidth(px(_TITLES))
            caption.setBuddy(field)
            field.setAccessibleName(field.accessibleName() or title)
            self._grid.addWidget(caption, self.count, 0, Qt.AlignmentFlag.AlignVCenter)
            self._grid.addWidget(field, self.count, 1)
        self.count += 1


def _has_focus(field: QWidget) -> bool:
    return field.hasFocus() or field.isAncestorOf(field.window().focusWidget() or field.window())


def _told(tolerance: float | None) -> str:
    return "" if tolerance is None else f"{tolerance:g}"


def _is_of_one_kind(one: Check, other: Check) -> bool:
    return (one.id, one.kind) == (other.id, other.kind)


def _is_alike(one: Check, other: Check) -> bool:
    """Tell whether two states of a check have the same fields."""
    alike = (one.gate, one.because) == (other.gate, other.because)
    return alike and _is_of_one_kind(one, other)


def _is_set(field: ParameterField) -> bool:
    """Tell whether a parameter is worth its place at once."""
    return field.required or field.value != field.default or field.name == "expected"
