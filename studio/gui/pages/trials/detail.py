"""One trial: how it ended, its frames beside the expert's, and what each check found."""

from PySide6.QtCore import QItemSelection, QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListView,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from studio.formats.tasks import TaskDocument
from studio.gui.language import tr
from studio.gui.pages.trials.film import TrialFilm
from studio.gui.pages.trials.frames import Frames
from studio.gui.pages.trials.models import FoundModel
from studio.gui.pages.trials.state import (
    Found,
    caption_of,
    checks_of,
    found_of,
    missed,
    name_of,
    points_of,
    reached,
    shown,
    title_of,
    verdict_of,
)
from studio.gui.theme import px
from studio.gui.widgets.elided import Elided
from studio.gui.widgets.marks import Pill
from studio.gui.widgets.parts import button, flowing, label, panel
from studio.gui.widgets.rows import RowDelegate

_DIVIDED, _TITLE = (380, 270), 120
_SIDEWAYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class _Lines(QListView):
    """A list of what was found; Left and Right are for the frames."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setItemDelegate(RowDelegate(self))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)

    def minimumSizeHint(self) -> QSize:
        """Return room for a few lines."""
        return QSize(px(160), px(96))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Left and Right to the trial."""
        if Qt.Key(event.key()) in _SIDEWAYS:
            event.ignore()
        else:
            super().keyPressEvent(event)


def _one(selection: QItemSelection) -> QModelIndex:
    """Return the selected line, an invalid index if none is."""
    return next(iter(selection.indexes()), QModelIndex())


class TrialView(QWidget):
    """Shows a trial; Left and Right go from step to step."""

    report_asked = Signal()
    folder_asked = Signal()
    check_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._found: tuple[Found, ...] = ()
        self._at: dict[str, int] = {}
        self._film: TrialFilm | None = None
        self._document: TaskDocument | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._make_head())
        self.frames = Frames()
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(self.frames)
        split.addWidget(self._make_found())
        split.setStretchFactor(0, 3)
        split.setStretchFactor(1, 2)
        split.setSizes([px(side) for side in _DIVIDED])
        column.addWidget(split, 1)

    def _make_head(self) -> QWidget:
        head, column = panel("panel", 12, 4)
        row = QHBoxLayout()
        row.setSpacing(px(8))
        self.title = Elided("title")
        self.title.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.title.setMinimumWidth(px(_TITLE))
        self.pill, self.missed = Pill(), Pill()
        self.stale = Pill(tr("Task changed since"), "waits")
        self.report = button(tr("Report"), self.report_asked.emit)
        self.report.setToolTip(tr("Open a page about the task and this trial in the browser"))
        self.folder = button(tr("Open the folder"), self.folder_asked.emit)
        row.addWidget(self.title, 1)
        for made in (self.pill, self.missed, self.stale, self.report, self.folder):
            row.addWidget(made)
        column.addLayout(row)
        self.sentence = flowing("", "quiet")
        column.addWidget(self.sentence)
        return head

    def _make_found(self) -> QWidget:
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        self._points, self._checks = FoundModel(), FoundModel()
        self.points, self.checks = _Lines(tr("Checkpoints")), _Lines(tr("Checks"))
        self.points.setModel(self._points)
        self.checks.setModel(self._checks)
        # The keyboard alone makes a line current without selecting it: that must move nothing.
        self.points.selectionModel().selectionChanged.connect(lambda now, _: self._go_to(_one(now)))
        self.points.clicked.connect(self._go_to)
        self.checks.selectionModel().selectionChanged.connect(lambda *_: self._choose())
        self.check = button(tr("Go to the check"), self._ask_check)
        self.picture = button(tr("Show its picture"), self._show_picture)
        for title, view, ends in (
            (tr("Checkpoints"), self.points, ()),
            (tr("Checks"), self.checks, (self.picture, self.check)),
        ):
            side, column = panel("panel", 0, 0)
            head = QHBoxLayout()
            head.setContentsMargins(px(16), px(8), px(12), px(4))
            head.setSpacing(px(8))
            name = label(title, "title")
            name.setMinimumHeight(px(30))
            head.addWidget(name)
            head.addStretch(1)
            for end in ends:
                head.addWidget(end)
            column.addLayout(head)
            if view is self.checks:
                self.nothing = flowing(tr("No check judged it."), "quiet")
                self.nothing.setContentsMargins(px(16), px(8), px(16), px(8))
                column.addWidget(self.nothing)
            column.addWidget(view, 1)
            side.setMinimumHeight(px(140))
            split.addWidget(side)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        return split

    def show_trial(self, film: TrialFilm, document: TaskDocument, stale: bool) -> None:
        """Show a trial of the open task."""
        opened, points = film.opened, document.task.checkpoints
        trial, verdict = opened.trial, verdict_of(opened.trial)
        self._film, self._document = film, document
        self.title.show_text(title_of(trial))
        self.pill.show_state(verdict.pill, verdict.tone)
        self.stale.setVisible(stale)
        faults = f" {shown(opened.fault)}" if opened.fault and trial.status != "VOID" else ""
        score = "" if trial.status == "VOID" else f"{trial.score or 0.0:.2f}, "
        self.sentence.setText(f"{score}{caption_of(trial)}. {verdict.sentence}{faults}")
        spans = document.checks.steps
        self._found = found_of(opened, points)
        self._at = reached(opened.acts, spans)
        followed = any(act.events for act in opened.acts)
        # What must fail misses checkpoints as it should.
        tone = "bad" if verdict.tone == "bad" else "neutral"
        self.missed.show_state(missed(self._found), tone)
        self._points.show_lines(points_of(self._found, self._at, followed))
        self._checks.show_lines(checks_of(self._found))
        self.nothing.setVisible(not self._found)
        self._choose()
        self.frames.show_film(film, name_of(trial.agent), spans, points)

    def leave(self) -> None:
        """Let go of the trial that is shown."""
        self._film = None
        self.frames.close_film()

    # Choosing.

    def _go_to(self, index: QModelIndex) -> None:
        """Go to the frame at which a checkpoint was reached, else to the last one."""
        if not index.isValid() or self._film is None or self._document is None:
            return
        point = self._points.lines[index.row()].checkpoint
        spans = [one for one in self._document.checks.steps if one.checkpoint == point]
        expert = self._film.expert
        beside = expert.end_of(spans[-1]) if expert and spans else None
        self.frames.by(0)
        self.frames.go(self._at.get(point, len(self._film.opened.acts) - 1), beside)
        row = next((n for n, line in enumerate(self._found) if line.checkpoint == point), -1)
        where = self._checks.index(row)
        self.checks.scrollTo(where, QAbstractItemView.ScrollHint.PositionAtTop)

    def _chosen(self) -> Found | None:
        index = _one(self.checks.selectionModel().selection())
        line = self._checks.lines[index.row()] if index.isValid() else None
        return line if line and line.check else None

    def _choose(self) -> None:
        line = self._chosen()
        check = line.check if line else ""
        drawn = bool(check and self._film and check in self._film.opened.drawings)
        self.picture.setVisible(drawn)
        known = {one.id for one in self._document.checks.checks} if self._document else set()
        self.check.setEnabled(check in known)
        gone = tr("This check is not part of the task any more.")
        pick = tr("Select a check first.")
        self.check.setToolTip("" if check in known else gone if check else pick)

    def _ask_check(self) -> None:
        if line := self._chosen():
            self.check_asked.emit(line.check)

    def _show_picture(self) -> None:
        if line := self._chosen():
            self.frames.show_drawing(line.check)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from step to step."""
        steps = _SIDEWAYS.get(Qt.Key(event.key()))
        if steps is None:
            super().keyPressEvent(event)
        else:
            self.frames.by(steps)
