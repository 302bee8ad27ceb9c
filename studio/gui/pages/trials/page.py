"""Try it: agents are run on the open task, watched while they act, and looked at afterwards."""

from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QListView, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from studio.formats.tasks import TaskDocument
from studio.gui.language import tr
from studio.gui.pages.trials.choosing import Choosing
from studio.gui.pages.trials.detail import TrialView
from studio.gui.pages.trials.film import TrialFilm
from studio.gui.pages.trials.live import LiveView
from studio.gui.pages.trials.models import TrialModel
from studio.gui.pages.trials.state import NOW, Row, progress_of, selected_after
from studio.gui.theme import px
from studio.gui.widgets.parts import hairline, label, panel
from studio.gui.widgets.states import EmptyState, Skeleton
from studio.gui.widgets.trial_rows import TrialDelegate
from studio.running.following import Advance

_WHAT = (
    "A trial is one agent at work on this task: on a private screen, in a folder of its own, "
    "judged by your checks. Run those of the studio to see whether the checks hold."
)
_WIDE = 340


@dataclass(frozen=True)
class Asked:
    """What a person asked to run."""

    agents: tuple[str, ...]
    trials: int
    limit: float | None


class _TrialList(QListView):
    """The trials, with room for some of them at least."""

    def minimumSizeHint(self) -> QSize:
        """Return room for two."""
        return QSize(px(200), px(112))


class TrialsPage(QWidget):
    """The form and the list of trials at the left, the screens and the verdict at the right."""

    run_asked = Signal()
    cancel_asked = Signal()
    trial_asked = Signal(str)
    report_asked = Signal(str)
    folder_asked = Signal(str)
    check_asked = Signal(str)
    again_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kept: tuple[Row, ...] = ()
        self._now: Row | None = None
        # The trial that is wanted at the right, and the one that is there.
        self._shown, self._ready, self._damage = "", "", ""
        self._reading, self._fault = True, ""
        self.choosing = Choosing()
        self.choosing.run_asked.connect(self.run_asked)
        self.choosing.cancel_asked.connect(self.cancel_asked)
        self.view, self.live = TrialView(), LiveView()
        self.view.report_asked.connect(lambda: self.report_asked.emit(self._shown))
        self.view.folder_asked.connect(lambda: self.folder_asked.emit(self._shown))
        self.view.check_asked.connect(self.check_asked)
        self.empty = EmptyState("flask", tr(_WHAT), tr("Run"), tr("No trial yet"))
        self.empty.asked.connect(self._begin)
        self._loading = Skeleton(6)
        self._right = QStackedWidget()
        for made in (self.empty, self.live, self.view, self._loading):
            self._right.addWidget(made)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self._make_left())
        split.addWidget(self._right)
        split.setStretchFactor(1, 1)
        split.setSizes([px(_WIDE), px(760)])
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(split)
        self.show_trials((), reading=True)

    def _make_left(self) -> QWidget:
        left, column = panel("panel", 0, 0)
        left.setMinimumWidth(px(_WIDE))
        column.addWidget(self.choosing)
        column.addWidget(hairline())
        self._count = label("", "caption")
        self._count.setContentsMargins(px(16), px(8), px(16), px(4))
        column.addWidget(self._count)
        self.model = TrialModel()
        self.list = _TrialList()
        self.list.setAccessibleName(tr("Trials, newest first"))
        self.list.setModel(self.model)
        self.list.setItemDelegate(TrialDelegate(self.list))
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.selectionModel().currentChanged.connect(lambda now, _: self._select(now))
        column.addWidget(self.list, 1)
        return left

    # What is run.

    def asked(self) -> Asked:
        """Return what the form asks to run."""
        form = self.choosing
        return Asked(tuple(form.chosen()), int(form.trials.value()), form.seconds())

    def _begin(self) -> None:
        if not (self._fault or self._damage):
            self.run_asked.emit()
            return
        self._shown = ""
        self.again_asked.emit()

    def allow(self, reason: str) -> None:
        """Let trials be run, or say why they cannot be now."""
        self.choosing.allow(reason)
        self.empty.button.setEnabled(not reason or bool(self._fault))
        self.empty.button.setToolTip(reason)

    def show_begun(self) -> None:
        """Show that an experiment began; it is followed until another trial is selected."""
        self.choosing.show_busy(True)
        self.choosing.say("")
        first = self.asked()
        self._now = progress_of(
            Advance(first.agents[0], 1, len(first.agents) * first.trials, "display")
        )
        self.live.show_waiting(tr("Making a private screen…"))
        self.live.show_progress(self._now.title, self._now.pill, 0, 0)
        self._fill(follow=True)

    def show_advance(self, advance: Advance, stopping: bool) -> None:
        """Show how far the trial is that runs now."""
        self._now = progress_of(advance, stopping)
        told = ", ".join(part for part in (self._now.caption, self._now.pill) if part)
        self.live.show_progress(self._now.title, told, advance.step, advance.steps)
        if advance.stretch == "display":
            self.live.show_waiting(tr("Making a private screen…"))
        self._fill()

    def show_stopping(self) -> None:
        """Show that it stops as soon as it can."""
        self.choosing.show_stopping()

    def show_live(self, image: QImage, screen: tuple[int, int]) -> None:
        """Show what the private screen shows."""
        self.live.show_picture(image, screen)

    def is_watched(self) -> bool:
        """Whether somebody looks at the private screen."""
        return self._right.currentWidget() is self.live and self.isVisible()

    def show_ended(self, sentence: str) -> None:
        """Say what came of an experiment; its trials are listed when they were read."""
        self.choosing.show_busy(False)
        self.choosing.say(sentence)

    def end_run(self) -> None:
        """Take away what ran: the newest trial takes its place."""
        followed = self.selected() == NOW
        self._now = None
        self._fill()
        if followed and self.model.rows:
            self._choose(self.model.key(0))

    # What there is.

    def show_trials(self, rows: tuple[Row, ...], reading: bool = False, told: str = "") -> None:
        """List the trials, newest first.

        Args:
            rows: those that are known.
            reading: whether more may come.
            told: how far the reading is.
        """
        self._kept, self._reading, self._fault = rows, reading, ""
        self._count.setText(told)
        self._fill()

    def show_reading(self, told: str) -> None:
        """Show how far the reading is."""
        self._count.setText(told)

    def show_fault(self, sentence: str) -> None:
        """Say why the trials cannot be listed; what was listed stays."""
        self._fault, self._reading = sentence, False
        self._fill()

    def _fill(self, follow: bool = False) -> None:
        rows = (self._now, *self._kept) if self._now else self._kept
        before = self.selected()
        self.model.show_rows(rows)
        known = self._count.text()
        if self._kept and not self._reading and not known:
            many = tr("1 trial") if len(self._kept) == 1 else tr("{count} trials, newest first")
            self._count.setText(many.format(count=f"{len(self._kept):,}"))
        self._count.setVisible(bool(rows) or self._reading)
        wanted = selected_after(rows, before, follow)
        if wanted != self.selected() or not wanted:
            self._choose(wanted)

    def selected(self) -> str:
        """Return the key of the selected row, empty if none is."""
        return self.model.key(self.list.currentIndex().row())

    def _choose(self, key: str) -> None:
        row = self.model.row_of(key)
        if row >= 0:
            self.list.setCurrentIndex(self.model.index(row))
        else:
            self._show_right("")

    def select(self, folder: str) -> bool:
        """Select the trial of a folder; tell whether it is listed."""
        listed = self.model.row_of(folder) >= 0
        if listed:
            self._choose(folder)
        return listed

    def _select(self, index: QModelIndex) -> None:
        self._show_right(self.model.key(index.row()))

    def _show_right(self, key: str) -> None:
        if key == NOW:
            self._right.setCurrentWidget(self.live)
            return
        if key and key != self._shown:
            self._shown, self._ready, self._damage = key, "", ""
            self.trial_asked.emit(key)
        if key and self._ready == key:
            self._right.setCurrentWidget(self.view)
        elif (key and not self._damage) or (self._reading and not key):
            self._right.setCurrentWidget(self._loading)
        else:
            self._show_empty(self._damage if key else self._fault)

    def _show_empty(self, fault: str) -> None:
        self.empty.show_sentence(fault or tr(_WHAT), tr("Try again") if fault else tr("Run"))
        self.empty.title.setVisible(not fault)
        self._right.setCurrentWidget(self.empty)

    def show_trial(self, film: TrialFilm, document: TaskDocument, stale: bool) -> None:
        """Show the trial that was asked for."""
        self.view.show_trial(film, document, stale)
        self._ready = str(film.opened.folder)
        self._show_right(self.selected())

    def show_damage(self, sentence: str) -> None:
        """Say why the trial that was asked for cannot be shown."""
        self._damage = sentence
        self._show_right(self.selected())

    def forget(self) -> None:
        """Another task was opened: nothing of it is known yet."""
        self._now, self._shown, self._ready, self._damage = None, "", "", ""
        self.view.leave()
        self.choosing.show_busy(False)
        self.choosing.say("")
        self.list.clearSelection()
        self.show_trials((), reading=True)
