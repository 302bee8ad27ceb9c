"""The open document: the one object that turns edits into a signal, and saves.

An edit is on the disk when `apply` returns. What comes at every key is written in a thread instead,
so that a slow disk is not felt in the letters, and is there a moment later: whatever else is saved,
and whoever reads the folder by `open_task`, waits for it.

What reads a document takes long to import, and a window must be there at once; so it is imported
where a document is opened or changed.
"""

import itertools
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from studio.base.claims import Claim, claim
from studio.base.errors import UserError
from studio.base.ids import slug
from studio.base.settings import workspace
from studio.formats import layout
from studio.gui.left_open import LeftOpen
from studio.gui.saving import Saving

if TYPE_CHECKING:
    from studio.editing import Changes, Edit, History
    from studio.formats.recordings import Recording
    from studio.formats.tasks import TaskDocument, TaskFolder

TASKS = "tasks"


class Loaded(NamedTuple):
    """A task that was read, with the recording that it keeps."""

    task: "TaskFolder"
    recording: "Recording | None"


class Session(QObject):
    """Holds the open task, its history and its recording, and knows what is being recorded.

    Attributes:
        changed: the areas that changed; what comes at every key is told of once the keys that wait
            were all worked on.
        not_saved: why what was to be saved soon is not.
        last_changes: the areas that the last edit, undo or redo changed.
        left_open: what the next window goes on with if this one does not end as it should.
        unsaved: why the last change is not on disk, empty if it is.
        recorder: the folder that a recorder on this desktop writes, as far as the window knows.
    """

    opened = Signal()
    changed = Signal(object)
    not_saved = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._task: TaskFolder | None = None
        self.history: History | None = None
        self.recording: Recording | None = None
        self.recorder: Path | None = None
        self._saving: Saving | None = None
        self.unsaved = ""
        self.last_changes: Changes = frozenset()
        self.left_open = LeftOpen()
        self._claim: Claim | None = None
        self._untold: Changes = frozenset()
        self._tell = QTimer(self)
        self._tell.setSingleShot(True)
        self._tell.timeout.connect(self._tell_changes)

    @property
    def task(self) -> "TaskFolder | None":
        """The open task with its present document."""
        if self._task is None or self.history is None:
            return None
        return self._task.with_document(self.history.document)

    def open_task(self) -> "TaskFolder":
        """Return the open task with its present document, once that is on the disk.

        Raises:
            UserError: if nothing is open.
        """
        self.settle()
        if (task := self.task) is None:
            raise UserError("Open a recording or a task first.")
        return task

    @property
    def document(self) -> "TaskDocument":
        """The present document.

        Raises:
            UserError: if nothing is open.
        """
        return self._history().document

    def open(self, place: Path) -> None:
        """Open a task, a package, or the recording of `place` as the draft of a task.

        Raises:
            UserError: if it is none of them; what was open stays open.
        """
        self.adopt(load(place))

    def is_open(self, loaded: Loaded) -> bool:
        """Return whether a task that was loaded is the open one, and nobody else changed it."""
        self.settle()
        ours, theirs = self.task, loaded.task
        if ours is None or self.unsaved or ours.folder.resolve() != theirs.folder.resolve():
            return False
        # A recording that was redacted takes the place of the one that is open.
        recordings = [found and found.manifest for found in (self.recording, loaded.recording)]
        return ours.document == theirs.document and recordings[0] == recordings[1]

    def adopt(self, loaded: Loaded) -> None:
        """Take a task that was loaded as the open one.

        Raises:
            UserError: if another window works on it, or the last change of the open one would be
                lost.
        """
        from studio.editing import History

        task = loaded.task
        claimed = self._claim_for(task.folder)
        if claimed is not self._claim and self._claim:
            self._claim.release()
        self._claim = claimed
        if self._saving:
            self._saving.close()
        self._task, self.recording = task, loaded.recording
        self._untold = frozenset()
        self.history = History(task.document)
        self._saving, self.unsaved = Saving(task.folder, task.document), ""
        self.opened.emit()

    def _claim_for(self, folder: Path) -> Claim:
        self.settle()
        if self.unsaved:
            raise UserError(f"Nothing else is opened yet: {self.unsaved}")
        if self._claim and self._claim.folder.resolve() == folder.resolve():
            return self._claim
        if (found := claim(folder)) is None:
            raise UserError(
                f"{folder.name} is open in another window of the studio; close it there first."
            )
        return found

    def close(self) -> None:
        """Let go of what is open: it was closed as it should be."""
        self.left_open.forget()
        if self._saving:
            self._saving.close()
        if self._claim:
            self._claim.release()
            self._claim = None

    def apply(self, edit: "Edit", soon: bool = False) -> None:
        """Apply an edit, save, and tell everyone what changed.

        Args:
            edit: the edit.
            soon: whether another may come with the next key, so that nobody waits for the disk; if
                it cannot be written, `not_saved` says so.

        Raises:
            UserError: if the edit does not fit, or makes a check that nobody could judge.
        """
        from studio.editing import SetCheck

        if isinstance(edit, SetCheck) and self.task is not None:
            # The graders take long to import, and a window must be there at once.
            from studio.authoring import refuse_change

            refuse_change(self.task, edit.id, edit.changes)
        history = self._history()
        # What begins is told of before the next key, which may ask to undo it.
        goes_on = history.is_typing
        self._spread(history.apply(edit), soon, goes_on)

    def end_typing(self) -> None:
        """Let the next change of the instruction be undone on its own."""
        if self.history:
            self.history.end_typing()

    def undo(self) -> None:
        """Go back one edit."""
        self._spread(self._history().undo())

    def redo(self) -> None:
        """Go forward one edit."""
        self._spread(self._history().redo())

    def _history(self) -> "History":
        if self.history is None:
            raise UserError("Open a recording or a task first.")
        return self.history

    def _spread(self, changes: "Changes", soon: bool = False, goes_on: bool = False) -> None:
        if not changes:
            return
        self.last_changes = changes
        self._untold |= changes
        if soon and self._saving:
            self._saving.soon(self.document, self._note)
            if goes_on:
                self._tell.start()
            else:
                self._tell_changes()
            return
        self.unsaved = self._save()
        self._tell_changes()
        if self.unsaved:
            raise UserError(self.unsaved)

    def _tell_changes(self) -> None:
        self._tell.stop()
        changes, self._untold = self._untold, frozenset()
        if changes:
            self.changed.emit(changes)

    def save_again(self) -> None:
        """Try again to write a change that could not be written.

        Raises:
            UserError: if it still cannot be.
        """
        self.unsaved = self._save()
        self.changed.emit(frozenset())
        if self.unsaved:
            raise UserError(self.unsaved)

    def settle(self) -> None:
        """Wait until what was to be saved soon is on the disk."""
        if self.saving and self._saving:
            self._note(self._saving.settle())

    @property
    def saving(self) -> bool:
        """Whether a change may not be on the disk yet that will be in a moment."""
        return self._saving is not None and self._saving.under_way

    def _note(self, fault: str) -> None:
        """Take in how what was to be saved soon ended."""
        if fault != self.unsaved:
            self.unsaved = fault
            self.changed.emit(frozenset())
        if fault:
            self.not_saved.emit(fault)

    def _save(self) -> str:
        """Write what is not on disk yet; return why it could not be written, if so.

        A document that could not be saved stays open with its change, and is saved by the next.
        """
        return self._saving.now(self.document) if self._saving else ""


def load(place: Path) -> Loaded:
    """Return the task of a folder, a package or a recording; slow, so call it in a job.

    Raises:
        UserError: if there is none.
    """
    from studio.formats.recordings import open_recording

    task = _task_of(place)
    return Loaded(task, open_recording(task.recording) if task.recording else None)


def _task_of(place: Path) -> "TaskFolder":
    from studio.authoring.redacting import mend
    from studio.formats.tasks import open_task

    if place.is_file() and place.suffix == ".task":
        return open_task(_unpacked(place))
    if (place / layout.TASK).exists():
        mend(place)
        return open_task(place)
    if (place / layout.MANIFEST).exists():
        return open_task(draft_of(place))
    if not place.exists():
        raise UserError(f"{place.name} is not there any more; choose another.")
    raise UserError(f"{place.name} is neither a recording nor a task; choose another.")


def _unpacked(package: Path) -> Path:
    from studio.authoring import unpack

    tasks = workspace() / TASKS
    base = slug(package.stem)
    names = (base if number == 1 else f"{base}-{number}" for number in itertools.count(1))
    folder = next(tasks / name for name in names if not (tasks / name).exists())
    unpack(package, folder)
    return folder


def draft_of(recording: Path) -> Path:
    """Return the task in the workspace that was begun from a recording; begin it if there is none.

    Raises:
        UserError: if the recording cannot become a task.
    """
    from studio.authoring import new_task
    from studio.formats.documents import read_document
    from studio.model.recording import RecordingManifest

    manifest = read_document(recording / layout.MANIFEST, RecordingManifest)
    tasks = workspace() / TASKS
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
