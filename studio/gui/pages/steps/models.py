"""The Qt model of the list of steps."""

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QPixmap

from studio.base.clock import minutes
from studio.formats.recordings import Recording
from studio.gui.pages.steps.state import Marked
from studio.gui.widgets.rows import CAPTION, HUE, IDENTITY, THUMBNAIL, TITLE
from studio.model.step import Step

Index = QModelIndex | QPersistentModelIndex
_THUMB_WIDTH = 128


class StepModel(QAbstractListModel):
    """Steps with their thumbnails, which are read when first shown."""

    def __init__(self) -> None:
        super().__init__()
        self.steps: tuple[Step, ...] = ()
        self._recording: Recording | None = None
        self._marked: dict[int, Marked] = {}
        self._thumbnails: dict[int, QPixmap] = {}

    def show_steps(self, recording: Recording | None, steps: tuple[Step, ...]) -> None:
        """Show the steps of a recording."""
        self.beginResetModel()
        self.steps, self._recording = steps, recording
        self._thumbnails = {}
        self.endResetModel()

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
                return f"{step.id}   {minutes((step.t_ns - self.steps[0].t_ns) / 1e9)}"
            case int(r) if r == HUE:
                return marked.place if marked else None
            case int(r) if r == THUMBNAIL:
                return self._thumbnail(step)
            case int(r) if r == IDENTITY:
                return step.id
            case Qt.ItemDataRole.AccessibleTextRole:
                where = f", checkpoint {marked.checkpoint.title}" if marked else ""
                return f"Step {step.id}: {step.sentence}{where}"
            case _:
                return None

    def _thumbnail(self, step: Step) -> QPixmap:
        if step.id not in self._thumbnails:
            picture = frame_picture(self._recording, step.frame_after)
            self._thumbnails[step.id] = (
                picture.scaledToWidth(_THUMB_WIDTH, Qt.TransformationMode.SmoothTransformation)
                if picture
                else QPixmap(1, 1)
            )
        return self._thumbnails[step.id]


def frame_picture(recording: Recording | None, frame: int | None) -> QPixmap | None:
    """Return the picture of a frame: its lossless still, or the one nearest before it."""
    if recording is None or frame is None:
        return None
    for record in reversed(recording.frames[:frame]):
        if place := recording.keyframe(record):
            picture = QPixmap(str(place))
            return None if picture.isNull() else picture
    return None
