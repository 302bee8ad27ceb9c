"""Heads of sections and steps, and lists of facts."""

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from studio.gui.theme import px
from studio.gui.widgets.brief import Brief
from studio.gui.widgets.parts import empty, hairline, label

_NAMES = 88


class SectionHead(QWidget):
    """The title of a section over a hairline; at its end a caption or what acts on all of it."""

    def __init__(self, title: str, told: str = "", *ends: QWidget) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        row = QHBoxLayout()
        row.setSpacing(px(8))
        self.title, self.told = label(title, "title"), label(told, "quiet")
        row.addWidget(self.title)
        row.addStretch(1)
        row.addWidget(self.told)
        for end in ends:
            row.addWidget(end)
        column.addLayout(row)
        column.addWidget(hairline())


class Facts(QWidget):
    """Names and what is known of each, one a line."""

    def __init__(self, names: int = _NAMES) -> None:
        super().__init__()
        self._names = names
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def show_facts(self, facts: Iterable[tuple[str, str]]) -> None:
        """Show other facts; those without a value are left out."""
        empty(self._column)
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(12))
        grid.setVerticalSpacing(px(8))
        grid.setColumnMinimumWidth(0, px(self._names))
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        for row, (name, value) in enumerate(fact for fact in facts if fact[1]):
            said = Brief(value, said=name)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(label(name, "quiet"), row, 0, top)
            grid.addWidget(said, row, 1, top)
        self._column.addWidget(box)
