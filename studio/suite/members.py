"""The tasks below a folder, which may come from anywhere: links are not followed."""

import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from studio.base.errors import UserError
from studio.formats import digests, layout
from studio.formats.documents import parse_document
from studio.formats.packages import read_package
from studio.formats.tasks import open_task
from studio.model.task import Task

MAX_ENTRIES = 100_000
MAX_DEPTH = 12
PACKAGE = ".task"
_RECORDING = ".rec"


@dataclass(frozen=True)
class Member:
    """A task below a folder, or why something there could not be read.

    Attributes:
        path: relative to the folder, POSIX.
        place: the task folder or the package.
        task: what anyone may know of it, None if it could not be read.
        digest: of the whole task as its package states it, None of a folder.
        fault: the reason, empty if it was read.
    """

    path: str
    place: Path
    task: Task | None = None
    digest: str | None = None
    fault: str = ""

    def whole_digest(self) -> str:
        """Return the digest of the task; that of a folder is computed now."""
        return self.digest or digests.of_task(self.place)


def members(folder: Path) -> Iterator[Member]:
    """Yield the tasks in and below `folder`, by path; what is damaged is yielded with its fault.

    Trials, recordings, hidden folders and what lies inside of a task are left out.

    Raises:
        UserError: if there is no such folder, or it holds too much to be one of tasks.
    """
    if not folder.is_dir():
        raise UserError(f"There is no folder {folder}; check the path.")
    seen = [0]
    yield from _below(folder, folder, 0, seen)


def _below(root: Path, folder: Path, depth: int, seen: list[int]) -> Iterator[Member]:
    try:
        inside = sorted(folder.iterdir())
        names = {path.name for path in inside}
    except OSError as fault:
        yield _unread(root, folder, _of_system(fault))
        return
    seen[0] += len(inside)
    if seen[0] > MAX_ENTRIES:
        raise UserError(
            f"{root} holds more than {MAX_ENTRIES:,} files; give a folder that holds only tasks."
        )
    if layout.TASK in names:
        yield _read(root, folder)
    elif layout.TRIAL not in names:
        for path in inside:
            yield from _entry(root, path, depth, seen)


def _entry(root: Path, path: Path, depth: int, seen: list[int]) -> Iterator[Member]:
    if path.name.startswith("."):
        return
    try:
        mode = path.lstat().st_mode
        leads_on = stat.S_ISLNK(mode) and (path.suffix == PACKAGE or path.is_dir())
    except OSError as fault:
        yield _unread(root, path, _of_system(fault))
        return
    if leads_on:
        yield _unread(root, path, "It is a link, which is not followed.")
    elif stat.S_ISDIR(mode) and path.suffix != _RECORDING:
        if depth < MAX_DEPTH:
            yield from _below(root, path, depth + 1, seen)
        else:
            yield _unread(root, path, f"It lies more than {MAX_DEPTH} folders deep.")
    elif path.suffix == PACKAGE:
        yield _read(root, path)


def _read(root: Path, place: Path) -> Member:
    try:
        if place.is_dir():
            task, digest = open_task(place).document.task, None
        else:
            task, digest = _packed(place)
        return Member(_told(root, place), place, task, digest)
    except UserError as fault:
        return _unread(root, place, str(fault))
    except OSError as fault:
        return _unread(root, place, _of_system(fault))


def _packed(place: Path) -> tuple[Task, str]:
    packed = read_package(place)
    content = packed.contents.get(layout.TASK)
    if content is None:
        raise UserError(f"It holds no {layout.TASK}.")
    try:
        text = content.decode()
    except UnicodeDecodeError:
        raise UserError(f"Its {layout.TASK} cannot be read as text.") from None
    return parse_document(text, f"Its {layout.TASK}", Task), packed.manifest.task_digest


def _unread(root: Path, place: Path, fault: str) -> Member:
    return Member(_told(root, place), place, fault=_legible(fault))


def _told(root: Path, place: Path) -> str:
    # A task that was itself given as the folder is told by its name.
    own = place == root
    return _legible(place.resolve().name if own else place.relative_to(root).as_posix())


def _legible(text: str) -> str:
    # File names need not be UTF-8, texts must.
    return os.fsencode(text).decode("utf-8", "replace")


def _of_system(fault: OSError) -> str:
    return f"It cannot be read: {(fault.strerror or type(fault).__name__).lower()}."
