"""A package that was written: what is known of it, and what can be done with it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.base.settings import told_path
from studio.gui.language import tr
from studio.gui.pages.export.state import Packed, facts
from studio.gui.theme import px
from studio.gui.widgets.facts import Facts
from studio.gui.widgets.marks import Icon
from studio.gui.widgets.parts import button, label, panel, reveal


class DonePane(QWidget):
    """Shows the last package.

    Attributes:
        folder_asked: its folder is to be opened.
        copy_asked: its path is to be copied.
        again_asked: another one is to be written.
    """

    folder_asked = Signal()
    copy_asked = Signal()
    again_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        box, column = panel("sunken", 16, 12)
        outer.addWidget(box)
        head = QHBoxLayout()
        head.setSpacing(px(8))
        head.addWidget(Icon("check-circle", "good"))
        self.title = label("", "title", wrap=True)
        head.addWidget(self.title, 1)
        column.addLayout(head)
        self.facts = Facts(136)
        column.addWidget(self.facts)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        self.folder = button(tr("Open the folder"), self.folder_asked.emit)
        self.copy = button(tr("Copy the path"), self.copy_asked.emit)
        self.again = button(tr("Export again"), self.again_asked.emit)
        for made in (self.folder, self.copy, self.again):
            row.addWidget(made)
        row.addStretch(1)
        column.addLayout(row)
        self.show_packed(None)

    def show_packed(self, packed: Packed | None) -> None:
        """Show a package, or none."""
        reveal(self, packed is not None)
        if packed:
            told = tr("{name} is written to {folder}")
            folder = told_path(packed.place.parent)
            self.title.setText(told.format(name=packed.place.name, folder=folder))
            self.facts.show_facts(facts(packed))
