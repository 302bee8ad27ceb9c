"""Rows of fields that are added, filled in and removed: programs, and what is opened."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from studio.gui.language import tr
from studio.gui.theme import icon, px
from studio.gui.widgets.fields import Choice, Line
from studio.gui.widgets.parts import button, empty, label

Field = Line | Choice
Fields = Mapping[str, Callable[[], Field]]


def text_of(field: Field) -> str:
    """Return what stands in a field."""
    if isinstance(field, QComboBox):
        data = field.currentData()
        return str(data if data is not None else field.currentText()).strip()
    return field.text().strip()


class Entries(QWidget):
    """Rows of the same fields; each change tells all rows."""

    changed = Signal(object)

    def __init__(self, name: str, fields: Fields, nothing: str) -> None:
        """Make the rows.

        Args:
            name: what a row is, in the singular.
            fields: how each field of a row is made, by its key.
            nothing: what is said when there is no row.
        """
        super().__init__()
        self._name, self._fields = name, fields
        self.rows: list[dict[str, Field]] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(px(8))
        self._nothing = label(nothing, "quiet", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(self._nothing)
        column.addLayout(self._column)

    def show_rows(self, values: Sequence[Mapping[str, str]]) -> None:
        """Show these rows; as long as there are as many, the fields stay and keep the keyboard."""
        self._nothing.setVisible(not values)
        if len(values) != len(self.rows):
            self.rows = []
            empty(self._column)
            for number in range(len(values)):
                self._column.addWidget(self._make_row(number))
        for row, value in zip(self.rows, values, strict=True):
            for key, field in row.items():
                fill(field, value.get(key, ""))

    def _make_row(self, number: int) -> QWidget:
        box = QWidget()
        line = QHBoxLayout(box)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(px(8))
        row: dict[str, Field] = {}
        for key, make in self._fields.items():
            field = row[key] = make()
            if isinstance(field, QComboBox):
                field.activated.connect(self._send)
            else:
                field.editingFinished.connect(partial(self._send_line, field))
            # The first field names what the row is about; it may be long.
            line.addWidget(field, 2 if len(row) > 1 else 3)
        remove = button("", partial(self._remove, number))
        remove.setIcon(icon("x"))
        remove.setFixedWidth(px(32))
        remove.setToolTip(tr("Remove"))
        told = tr("Remove {name} {number}").format(name=self._name, number=number + 1)
        remove.setAccessibleName(told)
        line.addWidget(remove)
        self.rows.append(row)
        return box

    def values(self) -> list[dict[str, str]]:
        """Return what stands in the rows."""
        return [{key: text_of(field) for key, field in row.items()} for row in self.rows]

    def begin_last(self, key: str) -> None:
        """Take the keyboard to a field of the last row, to be written over."""
        field = self.rows[-1][key] if self.rows else None
        if field is not None:
            field.setFocus()
            if isinstance(field, QLineEdit):
                field.selectAll()

    def _send_line(self, field: QLineEdit) -> None:
        if field.isModified():
            field.setModified(False)
            self._send()

    def _send(self) -> None:
        self.changed.emit(self.values())

    def _remove(self, number: int) -> None:
        values = self.values()
        del values[number]
        self.changed.emit(values)


def fill(field: Field, text: str) -> None:
    """Show a value in a field, unless it stands there already."""
    if isinstance(field, QComboBox):
        place = field.findData(text)
        if place < 0:
            field.addItem(text, text)
            place = field.count() - 1
        field.setCurrentIndex(place)
        field.setToolTip(field.currentText())
    elif field.text() != text:
        field.setText(text)
