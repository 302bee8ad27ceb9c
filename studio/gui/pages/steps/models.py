"""The Qt model of the list of steps."""

from collections import deque
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt, QTimer
from PySide6.QtGui import QImageReader, QPixmap

from studio.base.clock import minutes
from studio.gui.pages.steps.pictures import Pictures
from studio.gui.pages.steps.state import Marked, short_note
from studio.gui.widgets.rows import CAPTION, HUE, IDENTITY, THUMBNAIL, TITLE
from studio.model.step import Step

Index = QModelIndex | QPersistentModelIndex
_THUMB_WIDTH = 128
_KEPT = 400


class StepModel(QAbstractListModel):
    """Steps with their thumbnails, which are read one at a time once they were asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.steps: tuple[Step, ...] = ()
        self._pictures: Pictures | None = None
        self._begin = 0
        self._marked: dict[int, Marked] = {}
        self._thumbnails: dict[Path, QPixmap] = {}
        self._wanted: deque[tuple[int, Path]] = deque(maxlen=64)
        # One picture a turn of the event loop keeps the window answering while they are read.
        self._reader = QTimer(self)
        self._reader.setInterval(0)
        self._reader.timeout.connect(self._read_one)

    def show_steps(self, pictures: Pictures | None, steps: tuple[Step, ...]) -> None:
        """Show the steps of a recording."""
        self.beginResetModel()
        self.steps, self._pictures = steps, pictures
        self._begin = pictures.begin if pictures else 0
        self._thumbnails = {}
        self._wanted.clear()
        self.endResetModel()

    def change_steps(self, steps: tuple[Step, ...]) -> None:
        """Show the same steps in other words."""
        changed = [row for row, step in enumerate(steps) if step != self.steps[row]]
        self.steps = steps
        for row in changed:
            self.dataChanged.emit(self.index(row), self.index(row))

    def show_marks(self, marked: dict[int, Marked]) -> None:
        """Show which checkpoint covers each step."""
        self._marked = marked
        if self.steps:
            self.dataChanged.emit(self.index(0), self.index(len(self.steps) - 1))

    def rowCount(self, parent: Index | None = None) -> int:
        """Return the number of steps."""
        return 0 if parent is not None and parent.isValid() else len(self.steps)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what a row shows."""
        step = self.steps[index.row()]
        marked = self._marked.get(step.id)
        match role:
            case int(r) if r == TITLE:
                return step.sentence
            case int(r) if r == CAPTION:
                when = f"{step.id}   {minutes((step.t_ns - self._begin) / 1e9)}"
                return f"{when}\nWhy: {short_note(step)}" if step.note else when
            case int(r) if r == HUE:
                return marked.place if marked else None
            case int(r) if r == THUMBNAIL:
                return self._thumbnail(index.row(), step)
            case int(r) if r == IDENTITY:
                return step.id
            case Qt.ItemDataRole.AccessibleTextRole:
                where = f", checkpoint {marked.checkpoint.title}" if marked else ""
                why = f", why: {step.note}" if step.note else ""
                return f"Step {step.id}: {step.sentence}{why}{where}"
            case Qt.ItemDataRole.ToolTipRole:
                return marked.checkpoint.title if marked else None
            case _:
                return None

    def _thumbnail(self, row: int, step: Step) -> QPixmap | None:
        place = self._pictures.place(step.frame_after) if self._pictures else None
        if place is None:
            return None
        if place not in self._thumbnails and (row, place) not in self._wanted:
            self._wanted.append((row, place))
            self._reader.start()
        return self._thumbnails.get(place)

    def _read_one(self) -> None:
        if not self._wanted:
            self._reader.stop()
            return
        row, place = self._wanted.popleft()
        if place not in self._thumbnails:
            if len(self._thumbnails) >= _KEPT:
                del self._thumbnails[next(iter(self._thumbnails))]
            self._thumbnails[place] = _small(place)
        if row < len(self.steps):
            self.dataChanged.emit(self.index(row), self.index(row), [int(THUMBNAIL)])


def _small(place: Path) -> QPixmap:
    reader = QImageReader(str(place))
    size = reader.size()
    if size.width() > 0:
        reader.setScaledSize(QSize(_THUMB_WIDTH, size.height() * _THUMB_WIDTH // size.width()))
    return QPixmap.fromImage(reader.read())
