"""The file that checks look at: its sides, what is checked in it, and a press that checks more."""

from functools import partial
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from studio.formats.tasks import TaskFolder
from studio.gui.language import tr
from studio.gui.pages.checks import file_state
from studio.gui.pages.checks.file_faces import FileFoot, Reading
from studio.gui.pages.checks.file_head import FileHead
from studio.gui.pages.checks.file_state import FileRow, Look
from studio.gui.pages.checks.file_views import VIEWS
from studio.gui.theme import px
from studio.gui.widgets.file_marks import Side
from studio.gui.widgets.file_view import FileView
from studio.gui.widgets.parts import hairline, panel, reveal
from studio.gui.widgets.states import EmptyState
from studio.model.check import parse_target
from studio.viewing.kinds import Wanted


class FilePane(QWidget):
    """Shows one file of the work beside its checks.

    Attributes:
        target_picked: a place that a person pressed, as a target.
        part_asked: a file, the name of a part of it and what of the part is wanted.
        files_asked: the files of this task are wanted.
        dropped: nothing that was asked for is wanted any more.
        drawing_asked: work that draws a picture, as its view asks for it.
    """

    target_picked = Signal(str)
    part_asked = Signal(object, str, object)
    files_asked = Signal(object)
    dropped = Signal()
    drawing_asked = Signal(object, object, object)

    def __init__(self) -> None:
        super().__init__()
        self._task: TaskFolder | None = None
        self._files: tuple[FileRow, ...] = ()
        self._sentences: dict[str, str] = {}
        self._look = Look()
        self._target = ""
        self._side: Side = "reference"
        self._stale = self._seeks = False
        self._wanted: Wanted | None = None
        self.view: FileView | None = None
        self._views: dict[str, FileView] = {}
        self._ahead = QTimer(self)
        self._ahead.setSingleShot(True)
        self._ahead.timeout.connect(self._make_ahead)
        self.head, self.foot, self.reading = FileHead(), FileFoot(), Reading()
        self.tabs, self.sides, self.hint = self.head.tabs, self.head.sides, self.foot.hint
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.head, hairline(), self._make_ground()):
            column.addWidget(part)
        column.setStretch(2, 1)
        self.setMinimumWidth(px(320))
        self.head.path_chosen.connect(lambda path: self._look_at(path=path))
        self.head.side_chosen.connect(lambda side: self._look_at(side=side))
        self.foot.wanted.connect(self._go_on)
        self.reading.stop_asked.connect(self._stop)
        QShortcut(QKeySequence("Shift+F8"), self, lambda: self._go_on(True))
        QShortcut(QKeySequence("F8"), self, lambda: self._go_on(False))
        self._show_face(self.reading)

    def _make_ground(self) -> QWidget:
        ground, column = panel("sunken", 16, 8)
        self.stack = QStackedWidget()
        self._nothing = EmptyState("file", "")
        self.broken = EmptyState("warning", "", tr("Try again"))
        self.broken.asked.connect(self._open)
        for face in (self.reading, self._nothing, self.broken):
            self.stack.addWidget(face)
        column.addWidget(self.stack, 1)
        column.addWidget(self.foot)
        return ground

    def _stop(self) -> None:
        """End what is being read."""
        self._close()
        self.broken.show_sentence(tr("Reading was stopped."))
        self._show_face(self.broken)

    def show_task(self, task: TaskFolder) -> None:
        """Show the files of a task; another task begins anew."""
        other = self._task is None or self._task.folder != task.folder
        self._task = task
        if other:
            self._files, self._look, self._target = (), Look(), ""
            self._side = "reference"
            self.head.show_files(self._files, self._look)
            self._close()
            self._show_face(self.reading)
        self.files_asked.emit(task)
        self._mark()

    def show_files(self, files: tuple[FileRow, ...]) -> None:
        """Show which files there are."""
        if self._task is None:
            return
        before, known = self._row(self._look.path), self._files
        self._files = file_state.ordered(files, self._task)
        if self._files != known:
            self.head.show_files(self._files, self._look)
        if not self._look.path and self._files:
            self._look = Look(self._files[0].path, "reference", self._look.output)
        # A check that is added puts its file first; what is shown of it stays as it is.
        if before is None or before != self._row(self._look.path):
            self._open()

    @property
    def is_reading(self) -> bool:
        """Whether a file is being read that will be shown."""
        return self.stack.currentWidget() is self.reading

    def show_sentences(self, sentences: dict[str, str]) -> None:
        """Take what each check asks, in words."""
        self._sentences = sentences
        self._mark()

    def show_target(self, target: str) -> None:
        """Show the file of a target, go to its place, and mark it; none takes the mark away."""
        self._target = target
        if not target:
            self._mark()
            return
        path = file_state.file_of(self._files, parse_target(target).path)
        if path and path != self._look.path:
            self._look_at(path=path)
        self._mark()
        if self.view is not None and path == self._look.path:
            self.view.show_place(target.partition("#")[2])

    def show_output(self, folder: Path | None, name: str = "", path: str = "") -> None:
        """Show an output beside the reference, where it differs; None goes back to the reference.

        Args:
            folder: the output that was chosen.
            name: what it is called, for the switch.
            path: the file in which it differs, empty if nobody knows.
        """
        self.head.name_output(name)
        self._side = "output" if folder else "reference"
        look = Look(path or self._look.path, self._side, folder)
        if look != self._look:
            self._look, self._seeks = look, folder is not None
            self._open()

    def _row(self, path: str) -> FileRow | None:
        return next((row for row in self._files if row.path == path), None)

    def _look_at(self, path: str | None = None, side: str | None = None) -> None:
        now = self._look
        self._side, self._seeks = cast(Side, side or self._side), False
        self._look = Look(path or now.path, self._side, now.output)
        self._open()

    def _open(self) -> None:
        """Ask for the file that is looked at, and show that it is being read."""
        if self._task is None:
            return
        self._stale = not self.isVisible()
        row = self._row(self._look.path)
        there = file_state.sides_of(row, self._look)
        if there and self._look.side not in there:
            self._look = Look(self._look.path, there[0], self._look.output)
        self.head.show_look(self._look, row)
        self._close()
        self._wanted = file_state.wanted(self._task, self._look, row, self._files)
        if self._wanted is None:
            self._nothing.show_sentence(file_state.why_nothing(row, self._look))
            self._show_face(self._nothing)
            return
        self._show_face(self.reading)
        if not self._stale:
            self.part_asked.emit(self._wanted, "head", {})
            # While it is read, so that what comes only has to be filled in.
            self._ahead.start()

    def _make_ahead(self) -> None:
        if self._wanted is not None:
            self._view(self._wanted.kind)

    def showEvent(self, event: QShowEvent) -> None:
        """Read what came to be looked at meanwhile."""
        super().showEvent(event)
        if self._stale:
            self._open()

    def _close(self) -> None:
        """Let go of what is shown; what was asked of it is not wanted any more."""
        self.dropped.emit()
        self._wanted = None
        self.view = None

    def take(self, wanted: Wanted, what: str, arguments: dict[str, Any], part: Any) -> None:
        """Take a part of a file; that of one that is not at hand any more is dropped."""
        if wanted != self._wanted:
            return
        if what != "head":
            if self.view is not None:
                self.view.take(what, arguments, part)
            return
        self.view = view = self._view(wanted.kind)
        view.show_side(self._look.side)
        self.hint.show_text("")
        self._show_face(view)
        view.show_head(part)
        self._mark()
        if self._seeks and view.goes_on and wanted.other is not None:
            self._seeks = False
            view.go_to_difference()
        elif self._target and parse_target(self._target).path == self._look.path:
            view.show_place(self._target.partition("#")[2])

    def fail(self, wanted: Wanted, what: str, sentence: str) -> None:
        """Say that a part cannot be had; without its head the file is not shown."""
        if wanted != self._wanted:
            return
        if what == "head":
            self.broken.show_sentence(sentence)
            self._show_face(self.broken)
        else:
            self.hint.show_text(sentence)

    def _view(self, kind: str) -> FileView:
        if kind not in self._views:
            made = VIEWS[kind]()
            made.asked.connect(partial(self._ask, made))
            made.picked.connect(partial(self._pick, made))
            made.told.connect(self.hint.show_text)
            made.drawing_asked.connect(self.drawing_asked)
            self._views[kind] = made
            self.stack.addWidget(made)
        return self._views[kind]

    def _ask(self, view: FileView, what: str, arguments: dict[str, Any]) -> None:
        if view is self.view and self._wanted is not None:
            self.part_asked.emit(self._wanted, what, arguments)

    def _pick(self, view: FileView, place: str) -> None:
        if view is self.view:
            self.target_picked.emit(file_state.target_of(self._look.path, place))

    def picked_text(self) -> str:
        """Return the words at the place that was pressed last, empty if it has none."""
        return self.view.picked_text() if self.view is not None else ""

    def picked_checks(self) -> frozenset[str] | None:
        """Return the checks that look at the place that was pressed last; None if unknown."""
        told = self.view.picked_sentences() if self.view is not None else None
        if told is None or self._task is None:
            return None
        known = {check.id: check.target for check in self._task.document.checks.checks}
        return frozenset(id for id, at in known.items() if self._sentences.get(id, at) in told)

    def shown_path(self) -> str:
        """Return the file that is shown, empty if none is."""
        return self._look.path

    def _mark(self) -> None:
        if self.view is None or self._task is None:
            return
        path = self._look.path
        marks = file_state.marks_of(self._task, path, self._sentences, self._target)
        self.view.show_marks(marks)
        whole = file_state.whole_file(self._task, path)
        self.hint.show_text("   ·   ".join(part for part in (whole, self.view.hint) if part))
        compared = self._wanted is not None and self._wanted.other is not None
        self.foot.explain(self._look.side, self.view.has_legend, self.view.goes_on and compared)

    def _show_face(self, face: QWidget) -> None:
        self.reading.end()
        if face is self.reading and self._look.path:
            self.reading.begin(self._look.path)
        self.stack.setCurrentWidget(face)
        reveal(self.foot, isinstance(face, FileView))

    def _go_on(self, back: bool) -> None:
        if self.view is not None:
            self.view.go_to_difference(back)
