"""The files of a task: what each is for, and giving it another role."""

import os
import secrets
import shutil
import stat
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from studio.authoring.changes import applied, saved, with_private_side
from studio.base import atomic
from studio.base.errors import HostileInputError, UserError
from studio.editing import Edit, MoveFiles, SetValue, Several
from studio.formats import digests, layout
from studio.formats.moves import Move
from studio.formats.packages import MAX_BYTES, MAX_MEMBERS, portability_fault
from studio.formats.tasks import TaskFolder
from studio.model.frozen import portable_path

Role = Literal["input", "output", "hidden", "scratch"]
State = Literal["", "unchanged", "changed", "new", "gone"]
ROOTS: dict[Role, str] = {
    "input": layout.INPUT,
    "output": layout.REFERENCE,
    "hidden": layout.HIDDEN,
    "scratch": layout.SCRATCH,
}
_PLACES = {
    "input": "what the agent gets",
    "output": "what was handed in",
    "hidden": "what only the checks read",
    "scratch": "what was left out",
}
_ADDED = "added"


@dataclass(frozen=True)
class TaskFile:
    """A file of a task.

    Attributes:
        path: where it lies in the task.
        name: where it lies among the files of its role, as the one who works sees it.
        role: what it is for.
        size: in bytes.
        state: of an output, whether it is new, changed or as it was given; of an input that is
            not there any more afterwards, that it is gone; else nothing.
        fault: why it cannot be used, empty if it can.
    """

    path: str
    name: str
    role: Role
    size: int
    state: State = ""
    fault: str = ""


def list_files(task: TaskFolder) -> tuple[TaskFile, ...]:
    """Return the files of a task that have a role, by name; the same name on both sides together.

    A link or a device is listed with its fault instead of being followed.
    """
    found = [file for role in ROOTS for file in _files_of(task.folder, role)]
    return tuple(sorted(_with_states(task, found), key=lambda file: (file.name, file.path)))


def _files_of(folder: Path, role: Role) -> Iterator[TaskFile]:
    root = folder / ROOTS[role]
    if root.is_symlink():
        yield TaskFile(ROOTS[role], root.name, role, 0, fault=_fault(root))
        return
    for path, status in _entries(root, "") if root.is_dir() else ():
        shown = path.partition("/")[2] if role == "scratch" else path
        name = path.rpartition("/")[2]
        fault = _fault_of(name, status.st_mode)
        yield TaskFile(f"{ROOTS[role]}/{path}", shown, role, status.st_size, fault=fault)


def _entries(folder: Path, above: str) -> Iterator[tuple[str, os.stat_result]]:
    """Yield each file below a folder, and whatever else is no folder, with its state."""
    with os.scandir(folder) as entries:
        for entry in entries:
            path = f"{above}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                yield from _entries(folder / entry.name, f"{path}/")
            else:
                yield path, entry.stat(follow_symlinks=False)


def _fault(place: Path) -> str:
    return _fault_of(place.name, place.lstat().st_mode)


def _fault_of(name: str, mode: int) -> str:
    if stat.S_ISLNK(mode):
        return f"{name} is a link; replace it by the file itself."
    if not stat.S_ISREG(mode):
        return f"{name} is neither a file nor a folder; remove it."
    return ""


def _with_states(task: TaskFolder, found: Sequence[TaskFile]) -> Iterator[TaskFile]:
    given = {file.name: file for file in found if file.role == "input" and not file.fault}
    made = {file.name for file in found if file.role == "output"}
    kept = task.has_private_side and task.document.task.work == "in_place"
    for file in found:
        state: State = ""
        if file.role == "output":
            other = given.get(file.name)
            same = other is not None and not file.fault and _are_same(task.folder, file, other)
            state = "new" if other is None else "unchanged" if same else "changed"
        elif file.role == "input" and kept and file.name not in made:
            state = "gone"
        yield TaskFile(file.path, file.name, file.role, file.size, state, file.fault)


def _are_same(folder: Path, one: TaskFile, other: TaskFile) -> bool:
    if one.size != other.size:
        return False
    return digests.of_file(folder / one.path) == digests.of_file(folder / other.path)


def role_edit(task: TaskFolder, paths: Iterable[str], role: Role) -> Edit:
    """Return the edit that gives files of the task a role; a file that has it already stays.

    What the start opens and the agent does not get any more is not opened any more.

    Args:
        task: the task with its private side.
        paths: where the files lie in the task.
        role: what they are for from now on.

    Raises:
        UserError: if a file is missing or a link, or the place that it would take is taken.
    """
    moves: dict[str, Move] = {}
    for path in paths:
        was, name = _place_of(task, path)
        if was != role:
            place = _destination(task, was, name, role, moves)
            moves[place] = Move(path, place)
    start = task.document.task.start
    gone = {move.source.removeprefix(f"{layout.INPUT}/") for move in moves.values()}
    kept = [item for item in start if item.open not in gone]
    edit = MoveFiles(tuple(moves.values()))
    if len(kept) == len(start):
        return edit
    opened = [item.model_dump(mode="json", by_alias=True) for item in kept]
    return Several("Change what a file is", (edit, SetValue("start", opened)))


def _place_of(task: TaskFolder, path: str) -> tuple[Role, str]:
    for role, root in ROOTS.items():
        if path.startswith(f"{root}/"):
            place = task.folder / path
            if not place.exists() and not place.is_symlink():
                raise UserError(f"{path} is not there any more; open the task anew.")
            if fault := _fault(place):
                raise HostileInputError(fault)
            name = path.removeprefix(f"{root}/")
            return role, name.partition("/")[2] if role == "scratch" else name
    told = f"{path} is no file of the task"
    raise UserError(f"{told}.", f"{told}; `studio task files DIR` lists them.")


def _destination(task: TaskFolder, was: Role, name: str, role: Role, moves: Container[str]) -> str:
    if role == "scratch":
        return _free_scratch(task, was, name, moves)
    path = f"{ROOTS[role]}/{name}"
    place, root = task.folder / path, task.folder / ROOTS[role]
    above = [parent for parent in place.parents if parent != root and parent.is_relative_to(root)]
    taken = place.exists() or place.is_symlink() or any(not p.is_dir() for p in above if p.exists())
    if taken or path in moves:
        raise UserError(f"{name} is already among {_PLACES[role]}; leave that one out first.")
    return path


def _free_scratch(task: TaskFolder, was: str, name: str, moves: Container[str]) -> str:
    number = 1
    while True:
        folder = was if number == 1 else f"{was}-{number}"
        path = f"{layout.SCRATCH}/{folder}/{name}"
        if path not in moves and not (task.folder / path).exists():
            return path
        number += 1


def adding_edit(
    task: TaskFolder,
    sources: Iterable[Path],
    role: Role,
    progress: Callable[[str], None] = lambda told: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Edit:
    """Copy files into the task's side folder and return the edit that gives them their role.

    The files of a folder keep their place below it. What is copied and never given a role stays
    among what was left out.

    Args:
        task: the task with its private side.
        sources: files and folders from anywhere but the task.
        role: what they are for.
        progress: told which file is copied.
        cancelled: asked before each file.

    Raises:
        UserError: if one is missing, a link, lies in the task, has a name that other systems
            refuse, a name that is taken, if it cannot be copied, or the work was cancelled; then
            nothing is added.
    """
    found = [file for source in sources for file in _incoming(task, source)]
    if not found:
        raise UserError("There is no file in what was chosen; choose files.")
    if len(found) > MAX_MEMBERS or sum(place.stat().st_size for _, place in found) > MAX_BYTES:
        raise UserError(
            f"That is more than a task may hold ({MAX_MEMBERS:,} files, {MAX_BYTES >> 20} MiB)."
        )
    moves: dict[str, Move] = {}
    for name, _ in found:
        _refuse_name(name)
        # What is added as left out stays where it is copied to.
        if role != "scratch":
            path = _destination(task, "scratch", name, role, moves)
            moves[path] = Move(_free_scratch(task, _ADDED, name, ()), path)
    _copy_all(task, found, progress, cancelled)
    return Several("Add files", (MoveFiles(tuple(moves.values())),))


def _copy_all(
    task: TaskFolder,
    found: Sequence[tuple[str, Path]],
    progress: Callable[[str], None],
    cancelled: Callable[[], bool],
) -> None:
    """Copy files among what is left out; if one cannot be copied, none stays."""
    copied: list[Path] = []
    try:
        for name, place in found:
            if cancelled():
                raise UserError("Cancelled; no file was added.")
            progress(name)
            copy = task.folder / _free_scratch(task, _ADDED, name, ())
            copied.append(copy)
            _copy(place, copy)
    except (OSError, UserError) as fault:
        for copy in copied:
            copy.unlink(missing_ok=True)
        if isinstance(fault, UserError):
            raise
        reason = fault.strerror or type(fault).__name__
        raise UserError(f"{name} could not be copied ({reason}); no file was added.") from None


def _incoming(task: TaskFolder, source: Path) -> Iterator[tuple[str, Path]]:
    if source.is_symlink():
        raise HostileInputError(f"{source.name} is a link; choose the file itself.")
    if source.resolve().is_relative_to(task.folder.resolve()):
        raise UserError(f"{source.name} lies in this task already; choose its role in the table.")
    if source.is_dir():
        for name, place in digests.regular_files(source):
            if not layout.is_office_litter(place.name):
                yield f"{source.name}/{name}", place
    elif not source.exists():
        raise UserError(f"{source.name} is not there any more; choose another.")
    elif fault := _fault(source):
        raise HostileInputError(fault)
    else:
        yield source.name, source


def _refuse_name(name: str) -> None:
    try:
        portable_path(name)
    except ValueError as fault:
        raise UserError(f"{name!r} cannot be a file of a task: {fault}.") from None
    if fault_of_name := portability_fault(name):
        raise UserError(f"{fault_of_name}.")


def _copy(source: Path, destination: Path) -> None:
    """Copy a regular file; the copy is whole or not there."""
    destination.parent.mkdir(parents=True, exist_ok=True)
    beside = destination.with_name(f".{secrets.token_hex(6)}.part")
    handle = os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        with os.fdopen(handle, "rb") as stream, beside.open("xb") as copy:
            shutil.copyfileobj(stream, copy)
            copy.flush()
            os.fsync(copy.fileno())
        beside.replace(destination)
    finally:
        beside.unlink(missing_ok=True)
    atomic.sync_folder(destination.parent)


def give_role(folder: Path, paths: Iterable[str], role: Role) -> TaskFolder:
    """Give files of the task in `folder` a role and save it.

    Raises:
        UserError: as `role_edit` does, or if the task lacks its private side.
    """
    task = with_private_side(folder)
    return saved(task, applied(task.document, role_edit(task, paths, role)))


def add_files(folder: Path, sources: Iterable[Path], role: Role) -> TaskFolder:
    """Add files to the task in `folder` and save it.

    Raises:
        UserError: as `adding_edit` does, or if the task lacks its private side.
    """
    task = with_private_side(folder)
    return saved(task, applied(task.document, adding_edit(task, sources, role)))
