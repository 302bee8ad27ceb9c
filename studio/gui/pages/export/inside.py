"""What a package will hold, and what not."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTreeView, QVBoxLayout, QWidget

from studio.gui.language import tr
from studio.gui.pages.export.models import InsideModel
from studio.gui.pages.export.state import file_rows, left_out, summary
from studio.gui.theme import px
from studio.gui.widgets.lines import LineDelegate
from studio.gui.widgets.parts import empty, flowing, hairline, label, panel
from studio.model.package import PackagePlan

_COLUMNS = ((1, 112), (2, 88))


class InsidePane(QWidget):
    """Shows the files of a plan, and sentences on what stays out."""

    def __init__(self) -> None:
        super().__init__()
        self.model = InsideModel()
        self.out: tuple[str, ...] = ()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        box, column = panel("panel", 0, 0)
        outer.addWidget(box)
        head, lines = panel("panel", 16, 4)
        lines.addWidget(label(tr("What will be inside"), "title"))
        self.told = flowing("", "quiet")
        lines.addWidget(self.told)
        column.addWidget(head)
        column.addWidget(hairline())
        beside, row = panel("panel", 0, 0)
        # Cells have a margin of their own; so their words stand below those of the head.
        row.setContentsMargins(px(8), 0, px(8), 0)
        row.addWidget(self._make_table())
        column.addWidget(beside, 1)
        column.addWidget(hairline())
        foot, lines = panel("panel", 16, 4)
        lines.addWidget(label(tr("What will not"), "title"))
        self._out = QVBoxLayout()
        self._out.setSpacing(px(4))
        lines.addLayout(self._out)
        column.addWidget(foot)
        self.setMinimumWidth(px(360))

    def _make_table(self) -> QTreeView:
        self.table = QTreeView()
        self.table.setModel(self.model)
        self.table.setAccessibleName(tr("Files of the package"))
        self.table.setItemDelegate(LineDelegate(self.table))
        self.table.setRootIsDecorated(False)
        self.table.setItemsExpandable(False)
        self.table.setUniformRowHeights(True)
        self.table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = self.table.header()
        head.setStretchLastSection(False)
        head.setSectionsMovable(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, width in _COLUMNS:
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            head.resizeSection(column, px(width))
        return self.table

    def show_plan(self, plan: PackagePlan | None, told: str = "") -> None:
        """Show what a package will hold; without a plan a sentence alone."""
        self.model.show_rows(file_rows(plan) if plan else ())
        self.told.setText(summary(plan) if plan else told)
        empty(self._out)
        self.out = left_out(plan) if plan else ()
        for sentence in self.out:
            self._out.addWidget(flowing(sentence, "quiet"))
