"""How the gallery sets out its specimens: sections, lines, and a caption under each state."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from studio.gui.theme import px
from studio.gui.widgets.facts import SectionHead
from studio.gui.widgets.parts import label

STATES = ("normal", "hover", "focus", "pressed", "disabled")
FIELD_STATES = ("normal", "hover", "focus", "disabled")
Specimen = tuple[str, QWidget]
Line = tuple[str, Sequence[Specimen]]
_NAMES = 132


def in_states(make: Callable[[], QWidget], states: Sequence[str] = STATES) -> list[Specimen]:
    """Return a widget made anew for each state, and put into it."""
    found = []
    for state in states:
        made = make()
        for part in state.split(" "):
            _put(made, part)
        found.append((state, made))
    return found


def _put(widget: QWidget, state: str) -> None:
    if state == "disabled":
        widget.setEnabled(False)
    elif state == "checked" and isinstance(widget, QAbstractButton):
        widget.setChecked(True)
    elif state == "error":
        widget.setProperty("wrong", True)
    elif state != "normal":
        widget.setProperty("shown", state)


def section(title: str, lines: Sequence[Line], wide: bool = False) -> QWidget:
    """Return a section with a line for each name.

    Args:
        title: what it shows.
        lines: the name of each line and its specimens.
        wide: whether a specimen takes the width of its line.
    """
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(px(12))
    column.addWidget(SectionHead(title))
    grid = QGridLayout()
    grid.setHorizontalSpacing(px(16))
    grid.setVerticalSpacing(px(12))
    grid.setColumnMinimumWidth(0, px(_NAMES))
    grid.setColumnStretch(1, 1)
    for row, (name, specimens) in enumerate(lines):
        grid.addWidget(label(name, "quiet"), row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addLayout(_line(specimens, wide), row, 1)
    column.addLayout(grid)
    return box


def _line(specimens: Sequence[Specimen], wide: bool) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(px(16))
    for state, widget in specimens:
        column = QVBoxLayout()
        column.setSpacing(px(4))
        column.addWidget(widget)
        if state:
            column.addWidget(label(state, "caption"))
        column.addStretch(1)
        row.addLayout(column, 1 if wide else 0)
    if not wide:
        row.addStretch(1)
    return row
