"""Sections beside each other of which one is shown, chosen by a row of pills."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from studio.gui.theme import px
from studio.gui.widgets.parts import button, hairline


class Sections(QWidget):
    """Shows one section at a time; arrow keys go from pill to pill."""

    shown = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.pills: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        self._stack = QStackedWidget()
        row = QWidget()
        row.setAccessibleName(name)
        self._row = QHBoxLayout(row)
        self._row.setContentsMargins(px(12), px(12), px(12), px(12))
        self._row.setSpacing(px(4))
        self._row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(row)
        column.addWidget(hairline())
        column.addWidget(self._stack, 1)

    def add(self, id: str, title: str, section: QWidget) -> None:
        """Add a section; the first one is shown."""
        pill = button(title, partial(self.show_section, id), "toggle")
        pill.setCheckable(True)
        self._group.addButton(pill)
        self._row.insertWidget(len(self.pills), pill)
        self.pills[id] = pill
        self._stack.addWidget(section)
        if len(self.pills) == 1:
            pill.setChecked(True)

    def show_section(self, id: str) -> None:
        """Show a section."""
        self.pills[id].setChecked(True)
        self._stack.setCurrentIndex(list(self.pills).index(id))
        self.shown.emit(id)

    @property
    def current(self) -> str:
        """The section that is shown."""
        return list(self.pills)[self._stack.currentIndex()]
