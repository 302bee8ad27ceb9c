"""A task from files that lie anywhere: what was understood of them first, then the task."""

import re
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import Literal

from studio.authoring.changes import edit_task
from studio.authoring.creation import Fixtures, Work, new_task
from studio.base.errors import UserError
from studio.editing import SetValue
from studio.formats import digests, layout
from studio.formats.packages import MAX_BYTES, MAX_MEMBERS
from studio.formats.tasks import TaskFolder

Became = Literal["new", "changed", "same", "left"]
_GIVEN, _DONE, _HIDDEN = "given", "done", "hidden"
_TAKES = re.compile(
    r"\b(?:delete|remove|rename|move|sort|tidy|discard|erase|archive|clean|get rid|throw)\b", re.I
)
_FILES = re.compile(r"\b(?:files?|folders?|duplicates?|copies|the rest)\b", re.I)


@dataclass(frozen=True)
class Material:
    """The files and folders that a task is made of; a folder stands for what it holds."""

    inputs: tuple[Path, ...] = ()
    outputs: tuple[Path, ...] = ()
    hidden: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Understood:
    """What some material amounts to.

    Attributes:
        work: whether the work is done over the input or put elsewhere.
        given: the names of the files that the agent gets.
        handed_in: the names of the finished files, each with what became of it; those that were
            given and are not among the finished ones are `left` where the work is done in place.
        bytes: how much all of it is.
    """

    work: Work
    given: tuple[str, ...]
    handed_in: tuple[tuple[str, Became], ...]
    hidden: tuple[str, ...]
    bytes: int


def gather(places: Sequence[Path]) -> dict[str, Path]:
    """Return the files of some places by the name that each gets in the task.

    A single folder gives what it holds; of several places each folder keeps its name.

    Raises:
        UserError: if one is missing, is a link or a device, two have the same name, or there are
            more than a task may hold.
    """
    found: dict[str, Path] = {}
    for name, place in islice(_files(places), MAX_MEMBERS + 1):
        if found.setdefault(name, place) is not place:
            raise UserError(f"Two files are named {name}; rename one of them or leave it out.")
    if len(found) > MAX_MEMBERS:
        raise UserError(f"These are more than {MAX_MEMBERS:,} files; choose a smaller folder.")
    return found


def _files(places: Sequence[Path]) -> Iterator[tuple[str, Path]]:
    for place in places:
        if place.is_symlink():
            raise UserError(f"{place.name} is a link; choose the file itself.")
        if place.is_dir():
            root = "" if len(places) == 1 else f"{place.name}/"
            for path, file in digests.regular_files(place):
                if not layout.is_office_litter(file.name):
                    yield f"{root}{path}", file
        elif place.is_file():
            yield place.name, place
        elif place.exists():
            raise UserError(f"{place.name} is neither a file nor a folder; leave it out.")
        else:
            raise UserError(f"{place.name} is not there any more; choose it again.")


def understand(material: Material) -> Understood:
    """Return what a task of this material would be.

    Raises:
        UserError: if it is not enough for a task, or nothing was done; the sentence says what to
            choose.
    """
    if not material.inputs:
        raise UserError("Choose the files that the work begins with.")
    if not material.outputs:
        raise UserError("Choose the finished files: what you would hand in.")
    given, done, hidden = (
        gather(places) for places in (material.inputs, material.outputs, material.hidden)
    )
    if not done:
        raise UserError("The finished folder holds no file; put the finished work there.")
    size = sum(place.stat().st_size for files in (given, done, hidden) for place in files.values())
    if size > MAX_BYTES:
        raise UserError(
            f"The files are larger than the {MAX_BYTES >> 20} MiB that a task may hold."
        )
    handed_in: tuple[tuple[str, Became], ...]
    handed_in = tuple((name, _became(given.get(name), place)) for name, place in done.items())
    if all(became == "same" for _, became in handed_in):
        raise UserError("The finished files are the same as those it begins with; choose others.")
    told: Work = "in_place" if given.keys() & done.keys() else "separate"
    if told == "in_place":
        handed_in += tuple((name, "left") for name in given if name not in done)
    return Understood(told, tuple(given), handed_in, tuple(hidden), size)


def _became(before: Path | None, after: Path) -> Became:
    if before is None:
        return "new"
    if before.stat().st_size != after.stat().st_size:
        return "changed"
    return "same" if digests.of_file(before) == digests.of_file(after) else "changed"


def new_task_of(
    folder: Path,
    material: Material,
    title: str = "",
    prompt: str = "",
    work: Work | None = None,
    cancelled: Callable[[], bool] = lambda: False,
) -> TaskFolder:
    """Make the task `folder` of this material, whole or not at all, and return it.

    Raises:
        UserError: if the folder exists, the material is not enough, or it was cancelled.
    """
    understood = understand(material)
    chosen = work or understood.work
    with tempfile.TemporaryDirectory(prefix="studio-files-") as place:
        laid = {
            name: _lay(Path(place) / name, gather(places), cancelled)
            for name, places in (
                (_GIVEN, material.inputs),
                (_DONE, material.outputs),
                (_HIDDEN, material.hidden),
            )
        }
        if chosen == "in_place":
            _keep_left(laid[_GIVEN], laid[_DONE], prompt)
        fixtures = Fixtures(hidden=laid[_HIDDEN] if material.hidden else None)
        made = new_task(folder, None, laid[_GIVEN], laid[_DONE], prompt, chosen, fixtures)
    return edit_task(folder, SetValue("title", title)) if title else made


def _keep_left(given: Path, done: Path, prompt: str) -> None:
    """Lay beside the finished files those that were given and nobody is asked to take away."""
    for path, place in digests.regular_files(given):
        if not (done / path).exists() and not _takes_away(prompt, path):
            (done / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(place, done / path)


def _takes_away(prompt: str, path: str) -> bool:
    name = PurePosixPath(path)
    return any(
        _TAKES.search(sentence)
        and (_FILES.search(sentence) or name.name in sentence or name.stem in sentence)
        for sentence in re.split(r"(?<=[.!?;])\s|\n", prompt)
    )


def _lay(root: Path, files: dict[str, Path], cancelled: Callable[[], bool]) -> Path:
    root.mkdir()
    for name, place in _until(cancelled, files.items()):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(place, root / name)
    return root


def _until(
    cancelled: Callable[[], bool], items: Iterable[tuple[str, Path]]
) -> Iterator[tuple[str, Path]]:
    for item in items:
        if cancelled():
            raise UserError("Cancelled; nothing was made.")
        yield item
