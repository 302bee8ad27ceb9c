"""What recordings take on the disk, and which of them may go: a task holds its own copy."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from studio.base.errors import UserError
from studio.formats import annotations, layout
from studio.formats.documents import read_document
from studio.formats.recorder_status import status_of
from studio.formats.wholeness import verify
from studio.model.recording import RecordingManifest, Seal

State = Literal["sealed", "recovered", "unsealed", "running", "broken"]
_SUFFIX = ".rec"
_WHOLE = ("sealed", "recovered")


@dataclass(frozen=True)
class Stored:
    """A recording on the disk.

    Attributes:
        bytes: the size of all its files.
        created: when it began, in UTC as the manifest says; empty if that cannot be read.
        task: the folder of a task that was made from it, None if there is none.
        copied: whether that task holds the same files, so that nothing is lost if this goes.
    """

    folder: Path
    bytes: int
    created: str
    state: State
    task: Path | None = None
    copied: bool = False

    @property
    def may_go(self) -> bool:
        """Whether nothing is lost by it: whole, and held by a task."""
        return self.copied and self.state in _WHOLE


def measure(
    places: Iterable[Path],
    tasks: Iterable[Path],
    cancelled: Callable[[], bool] = lambda: False,
) -> tuple[Stored, ...]:
    """Return the recordings that lie in some folders, the largest first.

    Args:
        places: folders whose recordings are measured.
        tasks: folders of tasks that may hold copies.
        cancelled: says whether to stop; then what was found so far is returned.
    """
    holders = _holders(tasks)
    found = []
    for folder in _recordings(places):
        if cancelled():
            break
        found.append(_stored(folder, holders))
    return tuple(sorted(found, key=lambda stored: (-stored.bytes, stored.folder.name)))


def _recordings(places: Iterable[Path]) -> Iterator[Path]:
    for place in dict.fromkeys(place.resolve() for place in places):
        for folder in sorted(place.iterdir()) if place.is_dir() else ():
            named = folder.suffix == _SUFFIX and not folder.name.startswith(".")
            if named and folder.is_dir() and not folder.is_symlink():
                yield folder


def _holders(tasks: Iterable[Path]) -> dict[str, Path]:
    """Return the tasks that keep a recording, by the id of the recording."""
    found: dict[str, Path] = {}
    for task in tasks:
        with suppress(UserError):
            place = task / layout.RECORDING / layout.MANIFEST
            found.setdefault(read_document(place, RecordingManifest).id, task)
    return found


def size_of(folder: Path) -> int:
    """Return the size in bytes of all regular files below a folder; links count nothing."""
    total = 0
    for place in folder.rglob("*"):
        with suppress(OSError):
            if place.is_file() and not place.is_symlink():
                total += place.stat().st_size
    return total


def _stored(folder: Path, holders: dict[str, Path]) -> Stored:
    size = size_of(folder)
    try:
        manifest = read_document(folder / layout.MANIFEST, RecordingManifest)
    except UserError:
        return Stored(folder, size, "", "broken")
    task = holders.get(manifest.id)
    copied = task is not None and _same(folder, task / layout.RECORDING)
    return Stored(folder, size, manifest.created, _state(folder, manifest), task, copied)


def _state(folder: Path, manifest: RecordingManifest) -> State:
    if status_of(folder):
        return "running"
    if manifest.state == "recording":
        return "unsealed"
    return manifest.state if (folder / layout.SEAL).is_file() else "broken"


def _same(folder: Path, copy: Path) -> bool:
    """Tell by seals and sizes whether a copy holds what a recording holds."""
    seal = folder / layout.SEAL
    try:
        if seal.read_bytes() != (copy / layout.SEAL).read_bytes():
            return False
        files = read_document(seal, Seal).files
        sizes = all(
            (copy / path).stat().st_size == (folder / path).stat().st_size for path in files
        )
        # What was said of its steps after the task was made is in no copy.
        return sizes and annotations.said(folder).items() <= annotations.said(copy).items()
    except (OSError, UserError):
        return False


def refuse_loss(stored: Stored) -> None:
    """Read the copy of a recording that is to go, byte by byte.

    Raises:
        UserError: if it is not whole, so that the recording has to stay.
    """
    if stored.task is None or not stored.may_go:
        return
    for path, what in verify(stored.task / layout.RECORDING, decode=False):
        raise UserError(
            f"{stored.folder.stem} stays: in the copy of {stored.task.name}, {path} {what}."
        )
