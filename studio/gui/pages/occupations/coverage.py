"""The view of the coverage: what the tasks of a folder cover, and where the biggest holes are."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from studio.base.settings import told_path
from studio.gui.language import tr
from studio.gui.pages.occupations import covering
from studio.gui.pages.occupations.covering import HoleRow
from studio.gui.theme import px
from studio.gui.widgets.bar_row import BarRow
from studio.gui.widgets.bars import Bars
from studio.gui.widgets.elided import Elided
from studio.gui.widgets.links import Link
from studio.gui.widgets.parts import button, empty, flowing, hairline, label, page_column
from studio.model.coverage_contract import Coverage, SuiteReport

_STORY = (
    "Choose a folder that holds tasks. Here stands which major groups and subdomains they cover, "
    "which share of employment and wages, and where the biggest holes are."
)
_WIDEST = 1040


class CoverageView(QScrollArea):
    """Shows what the tasks of one folder cover."""

    place_asked = Signal(str)
    folder_asked = Signal()
    cancel_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Coverage"))
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer, column = page_column(_WIDEST)
        column.setSpacing(px(8))
        column.addLayout(self._make_head())
        self._told = flowing(tr(_STORY), "quiet")
        column.addWidget(self._told)
        column.addWidget(self._make_progress())
        self._column = QVBoxLayout()
        self._column.setSpacing(px(8))
        column.addLayout(self._column)
        column.addStretch(1)
        self.setWidget(outer)

    def _make_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(px(12))
        row.addWidget(label(tr("Coverage"), "pageTitle"))
        self._folder = Elided("quiet")
        row.addWidget(self._folder, 1)
        self.choose = button(tr("Choose a folder…"), self.folder_asked.emit)
        row.addWidget(self.choose)
        return row

    def _make_progress(self) -> QWidget:
        self._progress = QWidget()
        row = QHBoxLayout(self._progress)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(12))
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setAccessibleName(tr("Reading the tasks"))
        row.addWidget(bar, 1)
        self.cancel = button(tr("Cancel"), self.cancel_asked.emit)
        row.addWidget(self.cancel)
        self._progress.hide()
        return self._progress

    def show_reading(self, folder: Path) -> None:
        """Show that the tasks of a folder are being read."""
        self._folder.show_text(told_path(folder))
        self._told.setText(tr("Reading the tasks…"))
        self._progress.show()

    def show_fault(self, sentence: str) -> None:
        """Show why there is nothing to show."""
        self._progress.hide()
        empty(self._column)
        self._told.setText(sentence)

    def show_report(self, report: SuiteReport) -> None:
        """Show what the tasks cover."""
        self._progress.hide()
        empty(self._column)
        self._told.setText(covering.summary(report))
        for sentence in covering.remarks(report):
            self._add(flowing(sentence, "caution"))
        found = report.coverage
        self._bars("Share of employment", covering.economy(found, False))
        self._bars("Share of wages", covering.economy(found, True))
        self._add(flowing(covering.legend(found), "caption"))
        self._bars("What ALE and GDPval list", covering.lists(found))
        self._holes("Biggest holes by employment", "Employed", covering.holes(found, False))
        self._holes("Biggest holes by wages", "Wages a year", covering.holes(found, True))
        self._bars("Major groups, most persons uncovered first", covering.groups(found))
        self._heading("Subdomains of Agents' Last Exam without a task")
        self._add(flowing(covering.missing_subdomains(found), "quiet"))
        self._rest_on(found)

    def _rest_on(self, found: Coverage) -> None:
        self._heading("What the figures rest on")
        for sentence in (*found.notes, found.source):
            self._add(flowing(sentence, "quiet"))
        self._add(hairline())
        self._add(flowing(found.credit, "caption"))

    def _add(self, widget: QWidget) -> None:
        self._column.addWidget(widget)

    def _heading(self, title: str) -> None:
        made = label(tr(title), "title")
        made.setContentsMargins(0, px(16), 0, 0)
        self._add(made)

    def _bars(self, title: str, rows: tuple[BarRow, ...]) -> None:
        self._heading(title)
        made = Bars(title)
        made.show_rows(rows)
        self._add(made)

    def _holes(self, title: str, figure: str, rows: tuple[HoleRow, ...]) -> None:
        self._heading(title)
        if not rows:
            self._add(label(tr("None: every estimate has a task."), "quiet"))
            return
        box = QWidget()
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(px(24))
        grid.setVerticalSpacing(px(4))
        for column, (share, least) in enumerate(((3, 0), (0, 100), (0, 84), (2, 0))):
            grid.setColumnStretch(column, share)
            grid.setColumnMinimumWidth(column, px(least))
        for column, name in enumerate(("Occupation", figure, "Mean wage", "Others have it")):
            grid.addWidget(label(tr(name), "caption"), 0, column, _ALIGNED[column])
        for number, row in enumerate(rows, 1):
            grid.addWidget(_link(row.title, partial(self.place_asked.emit, row.code)), number, 0)
            for column, text in enumerate((row.figure, row.wage), 1):
                grid.addWidget(label(text), number, column, _ALIGNED[column])
            note = Elided("quiet")
            note.show_text(row.note)
            grid.addWidget(note, number, 3)
        self._add(box)


_ALIGNED = (
    Qt.AlignmentFlag.AlignLeft,
    Qt.AlignmentFlag.AlignRight,
    Qt.AlignmentFlag.AlignRight,
    Qt.AlignmentFlag.AlignLeft,
)


def _link(text: str, pressed: Callable[[], object]) -> Link:
    made = Link(text)
    made.clicked.connect(lambda: pressed())
    return made
