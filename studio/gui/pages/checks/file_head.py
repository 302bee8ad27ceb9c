"""Which file is shown beside the checks, and which side of it."""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QTabBar, QVBoxLayout, QWidget

from studio.gui.language import tr
from studio.gui.pages.checks.file_state import MOST_TABS, FileRow, Look, sides_of
from studio.gui.theme import px
from studio.gui.widgets.controls import Segments
from studio.gui.widgets.parts import panel, reveal

_SIDES = (
    ("reference", "Reference"),
    ("input", "Input"),
    ("difference", "Difference"),
    ("output", "Output"),
)
_LONGEST = 28


class FileHead(QWidget):
    """The files of the work as tabs, and the sides of the one at hand.

    Attributes:
        path_chosen: the path of a file.
        side_chosen: `reference`, `input`, `difference` or `output`.
    """

    path_chosen = Signal(str)
    side_chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        head, column = panel("panel", 0, 0)
        outer.addWidget(head)
        row = QHBoxLayout()
        row.setContentsMargins(px(8), 0, px(8), 0)
        row.setSpacing(px(8))
        self.tabs = QTabBar()
        self.tabs.setAccessibleName(tr("Files"))
        self.tabs.setExpanding(False)
        self.tabs.setUsesScrollButtons(True)
        self.tabs.currentChanged.connect(self._choose)
        self.sides = Segments(tr("Side of the file"), [(key, tr(word)) for key, word in _SIDES])
        self.sides.chosen.connect(self.side_chosen)
        row.addWidget(self.tabs, 1)
        row.addWidget(self.sides)
        column.addLayout(row)

    def _choose(self, at: int) -> None:
        if at >= 0:
            self.path_chosen.emit(str(self.tabs.tabData(at)))

    def show_files(self, files: Iterable[FileRow], look: Look) -> None:
        """Show which files there are, as far as tabs are of use."""
        self.tabs.blockSignals(True)
        while self.tabs.count():
            self.tabs.removeTab(0)
        for row in [*files][:MOST_TABS]:
            self._add(row.path)
        self.tabs.blockSignals(False)
        self._show_tab(look)

    def _add(self, path: str) -> int:
        name = path.rpartition("/")[2]
        if len(name) > _LONGEST:
            name = f"{name[: _LONGEST - 12]}…{name[-11:]}"
        at = self.tabs.addTab(name.replace("&", "&&"))
        self.tabs.setTabToolTip(at, path)
        self.tabs.setTabData(at, path)
        return at

    def _show_tab(self, look: Look) -> None:
        """Show which file is at hand; one that has no tab yet gets one."""
        if not look.path:
            return
        paths = [self.tabs.tabData(at) for at in range(self.tabs.count())]
        self.tabs.blockSignals(True)
        at = paths.index(look.path) if look.path in paths else self._add(look.path)
        self.tabs.setCurrentIndex(at)
        self.tabs.blockSignals(False)

    def name_output(self, name: str) -> None:
        """Call the side of the output by a name."""
        self.sides.buttons["output"].setText(name or tr("Output"))

    def show_look(self, look: Look, row: FileRow | None) -> None:
        """Show what is looked at; sides that a file does not have cannot be chosen."""
        self._show_tab(look)
        there = sides_of(row, look)
        for side, made in self.sides.buttons.items():
            reveal(made, side != "output" or look.output is not None)
            made.setEnabled(side in there)
        self.sides.choose(look.side)
