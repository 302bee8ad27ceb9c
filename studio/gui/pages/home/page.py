"""The first page: try the sample, open something, go on with what was open."""

import functools
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.gui.widgets.parts import button, empty, label


class HomePage(QWidget):
    """Offers what one can begin with."""

    sample_asked = Signal()
    recording_asked = Signal()
    task_asked = Signal()
    recent_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        outer = QHBoxLayout(self)
        middle = QWidget()
        middle.setMaximumWidth(640)
        column = QVBoxLayout(middle)
        column.setContentsMargins(32, 32, 32, 32)
        column.setSpacing(12)
        column.addStretch(1)
        column.addWidget(label("Turn your work into a proven task", "pageTitle", wrap=True))
        column.addWidget(
            label(
                "Record how you do a piece of work, mark its milestones, and let the app propose "
                "the checks that tell good work from bad. Everything stays on this computer.",
                "quiet",
                wrap=True,
            )
        )
        column.addSpacing(12)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.sample = button("Try the sample", self.sample_asked.emit, "primary")
        self.sample.setMinimumHeight(36)
        row.addWidget(self.sample)
        row.addWidget(button("Open a recording…", self.recording_asked.emit))
        row.addWidget(button("Open a task…", self.task_asked.emit))
        row.addStretch(1)
        column.addLayout(row)
        column.addSpacing(24)
        self._recent = QVBoxLayout()
        self._recent.setSpacing(4)
        column.addLayout(self._recent)
        column.addStretch(2)
        outer.addStretch(1)
        outer.addWidget(middle, 10)
        outer.addStretch(1)

    def show_recent(self, folders: list[str]) -> None:
        """List what was open lately, if it is still there."""
        empty(self._recent)
        there = [folder for folder in folders if Path(folder).is_dir()]
        self._recent.addWidget(label("Lately open" if there else "", "caption"))
        for folder in there:
            ask = functools.partial(self.recent_asked.emit, folder)
            entry = button(Path(folder).name, ask, "nav", folder)
            self._recent.addWidget(entry)
