"""The open document: the one object that turns edits into a signal, and saves."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from studio.base.errors import UserError
from studio.base.ids import slug
from studio.base.settings import workspace
from studio.editing import Changes, Edit, History
from studio.formats import layout
from studio.formats.documents import read_document
from studio.formats.recordings import Recording, open_recording
from studio.formats.tasks import TaskDocument, TaskFolder, open_task, save_document
from studio.model.recording import RecordingManifest


class Session(QObject):
    """Holds the open task, its history and its recording."""

    opened = Signal()
    changed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._task: TaskFolder | None = None
        self.history: History | None = None
        self.recording: Recording | None = None

    @property
    def task(self) -> TaskFolder | None:
        """The open task with its present document."""
        if self._task is None or self.history is None:
            return None
        return self._task.with_document(self.history.document)

    @property
    def document(self) -> TaskDocument:
        """The present document.

        Raises:
            UserError: if nothing is open.
        """
        if self.history is None:
            raise UserError("Open a recording or a task first.")
        return self.history.document

    def open(self, folder: Path) -> None:
        """Open a task, or the recording of `folder` as the draft of a task.

        Raises:
            UserError: if it is neither; what was open stays open.
        """
        if (folder / layout.TASK).exists():
            task = open_task(folder)
        elif (folder / layout.MANIFEST).exists():
            task = open_task(draft_of(folder))
        else:
            raise UserError(f"{folder.name} is neither a recording nor a task; choose another.")
        recording = open_recording(task.recording) if task.recording else None
        self._task, self.recording = task, recording
        self.history = History(task.document)
        self.opened.emit()

    def apply(self, edit: Edit) -> None:
        """Apply an edit, save, and tell everyone what changed.

        Raises:
            UserError: if the edit does not fit.
        """
        before = self.document
        assert self.history is not None
        self._spread(before, self.history.apply(edit))

    def undo(self) -> None:
        """Go back one edit."""
        before = self.document
        assert self.history is not None
        self._spread(before, self.history.undo())

    def redo(self) -> None:
        """Go forward one edit."""
        before = self.document
        assert self.history is not None
        self._spread(before, self.history.redo())

    def _spread(self, before: TaskDocument, changes: Changes) -> None:
        if changes and self._task and self.history:
            save_document(self._task.folder, self.history.document, before)
            self.changed.emit(changes)


def draft_of(recording: Path) -> Path:
    """Return the task in the workspace that was begun from a recording; begin it if there is none.

    Raises:
        UserError: if the recording cannot become a task.
    """
    from studio.authoring import new_task

    manifest = read_document(recording / layout.MANIFEST, RecordingManifest)
    tasks = workspace() / "tasks"
    base = slug(recording.stem)
    number = 1
    while True:
        folder = tasks / (base if number == 1 else f"{base}-{number}")
        if not folder.exists():
            return new_task(folder, recording=recording).folder
        place = folder / layout.RECORDING / layout.MANIFEST
        if place.is_file() and read_document(place, RecordingManifest).id == manifest.id:
            return folder
        number += 1
