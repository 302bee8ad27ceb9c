"""Task folders: opening, writing, and copying trees of regular files."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from studio.base import atomic
from studio.base.errors import UserError
from studio.formats import annotations, digests, layout
from studio.formats.broken import at_line, position_of
from studio.formats.documents import read_document, read_text, write_document
from studio.formats.fixtures import follow_answers
from studio.formats.moves import Move, follow_moves
from studio.model.check import Checks
from studio.model.task import Task


@dataclass(frozen=True)
class TaskDocument:
    """What an author edits: the task, its instruction, its checks. All of it immutable.

    Attributes:
        said: what the author says of the steps of the kept recording, by their first event.
        moves: which files went where since the task was opened, in order.
    """

    task: Task
    prompt: str
    checks: Checks
    said: dict[int, annotations.Said] = field(default_factory=dict)
    moves: tuple[Move, ...] = ()


@dataclass(frozen=True)
class TaskFolder:
    """A task on disk."""

    folder: Path
    document: TaskDocument

    @property
    def input(self) -> Path:
        """What the agent gets."""
        return self.folder / layout.INPUT

    @property
    def reference(self) -> Path:
        """What the expert handed in."""
        return self.folder / layout.REFERENCE

    @property
    def recording(self) -> Path | None:
        """The expert's recording, if it was kept."""
        place = self.folder / layout.RECORDING
        return place if (place / layout.MANIFEST).is_file() else None

    @property
    def has_private_side(self) -> bool:
        """Whether the checks are here, which a public package leaves out."""
        return (self.folder / layout.CHECKS).is_file()

    @property
    def digest(self) -> str:
        """The task's digest, read from disk now."""
        return digests.of_task(self.folder)

    def with_document(self, document: TaskDocument) -> "TaskFolder":
        """Return the same folder with another document."""
        return replace(self, document=document)


def open_task(folder: Path) -> TaskFolder:
    """Return the task in `folder`.

    Raises:
        UserError: if there is none, it is newer, or a file of it is damaged.
    """
    if not (folder / layout.TASK).exists():
        raise UserError(f"{folder.name} is not a task: it holds no {layout.TASK}.")
    task = read_document(folder / layout.TASK, Task)
    prompt = read_text(folder / layout.PROMPT) if (folder / layout.PROMPT).exists() else ""
    has_checks = (folder / layout.CHECKS).exists()
    checks = read_document(folder / layout.CHECKS, Checks) if has_checks else Checks()
    for path, name, things in (
        (layout.TASK, "checkpoints", task.checkpoints),
        (layout.CHECKS, "checks", checks.checks),
    ):
        _refuse_twins(folder / path, name, [thing.id for thing in things])
    said = annotations.said(folder / layout.RECORDING)
    return TaskFolder(folder, TaskDocument(task, prompt, checks, said))


def _refuse_twins(place: Path, name: str, ids: list[str]) -> None:
    """Refuse entries of a list that have one id: nobody could tell which of them is meant."""
    if len(set(ids)) == len(ids):
        return
    number = next(number for number, id in enumerate(ids) if id in ids[:number])
    text = read_text(place)
    where = at_line(place.name, text, position_of(text, (name, number, "id")))
    raise UserError(f"{where}: two of the {name} have the id “{ids[number]}”; give each its own.")


def save_document(folder: Path, document: TaskDocument, earlier: TaskDocument | None) -> None:
    """Write the parts of `document` that differ from `earlier`.

    The fixtures of answers that an undo took back go, and come again with a redo; so do files.
    """
    if earlier is None or earlier.task != document.task:
        write_document(folder / layout.TASK, document.task)
    if earlier is None or earlier.prompt != document.prompt:
        atomic.write_text(folder / layout.PROMPT, document.prompt)
    if earlier is None or earlier.checks != document.checks:
        write_document(folder / layout.CHECKS, document.checks)
    if earlier is not None:
        follow_answers(folder, document.checks.answered, earlier.checks.answered)
        annotations.append_changes(folder / layout.RECORDING, earlier.said, document.said)
        # Last: a file that cannot be moved must not keep the words from being saved.
        follow_moves(folder, document.moves, earlier.moves)


def copy_tree(source: Path, destination: Path, skip_litter: bool = True) -> list[str]:
    """Copy the regular files of `source` into `destination`; return their relative paths.

    Raises:
        HostileInputError: at a link or a device in `source`.
    """
    destination.mkdir(parents=True, exist_ok=True)
    files = files_to_copy(source, skip_litter)
    copy_files(files, destination)
    return list(files)


def files_to_copy(source: Path, skip_litter: bool = True) -> dict[str, Path]:
    """Return the regular files of `source` by their relative paths.

    Raises:
        HostileInputError: at a link or a device in `source`.
    """
    return {
        path: place
        for path, place in digests.regular_files(source)
        if not (skip_litter and layout.is_office_litter(place.name))
    }


def copy_files(files: Mapping[str, Path], destination: Path) -> None:
    """Copy files to their relative paths below `destination`."""
    for path, place in files.items():
        (destination / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(place, destination / path)


def empty_folder(folder: Path) -> None:
    """Remove all that `folder` holds, and make it if it is missing."""
    if folder.is_dir():
        shutil.rmtree(folder)
    folder.mkdir(parents=True)
