"""Making a task folder from a recording, or from a folder of inputs and one of references."""

import re
import secrets
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from studio.authoring.marked import with_marked
from studio.base import atomic, clock, ids
from studio.base.errors import UserError
from studio.formats import digests, layout, trust
from studio.formats.documents import read_text
from studio.formats.recordings import Recording, open_recording
from studio.formats.tasks import TaskDocument, TaskFolder, copy_tree, open_task, save_document
from studio.formats.wholeness import verify
from studio.model.check import Checks
from studio.model.recording import FileRecord, StartedApplication
from studio.model.task import Software, StartItem, Task

Work = Literal["in_place", "separate"]
_TITLE_SIGNS = 100


@dataclass(frozen=True)
class _Material:
    """What a task is made from, read and checked before anything is written."""

    work: Work
    start: tuple[StartItem, ...]
    input: dict[str, Path]
    reference: dict[str, Path]
    recording: Path | None


@dataclass(frozen=True)
class Fixtures:
    """Folders that go with a new task: other right outputs, wrong ones, and what checks read."""

    alternates: tuple[Path, ...] = ()
    known_bad: tuple[Path, ...] = ()
    hidden: Path | None = None


def new_task(
    folder: Path,
    recording: Path | None = None,
    input: Path | None = None,
    reference: Path | None = None,
    prompt: Path | str | None = None,
    work: Work | None = None,
    fixtures: Fixtures | None = None,
) -> TaskFolder:
    """Make the task `folder`, whole or not at all, and return it.

    Args:
        folder: where; it must not exist.
        recording: a sealed recording of the work; what was watched becomes input and reference.
        input: without a recording, the folder of files that the agent gets.
        reference: without a recording, the folder that the expert would hand in.
        prompt: the instruction: a file, or the text itself.
        work: whether the expert saves over the input; by default told from the material.
        fixtures: outputs whose verdict is known, and the hidden files of the checks.

    Raises:
        UserError: if the folder exists or the material is not enough for a task.
    """
    if folder.exists() or folder.is_symlink():
        raise UserError(f"{folder.name} exists already; choose a folder that does not.")
    text = read_text(prompt) if isinstance(prompt, Path) else prompt or ""
    material = _gather(recording, input, reference, work)
    beside_it = _fixture_files(fixtures or Fixtures())
    task = Task(
        id=ids.slug(folder.name),
        title=title_of(text) or _called(folder, recording),
        created=clock.utc_now(),
        work=material.work,
        start=material.start,
        software=_software(material.start),
    )
    beside = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}.part")
    try:
        _write(beside, material, _first_document(task, text, recording))
        for place, files in beside_it.items():
            _lay(beside / place, files)
        beside.rename(folder)
    finally:
        shutil.rmtree(beside, ignore_errors=True)
    atomic.sync_folder(folder.parent)
    trust.forget(folder)
    return open_task(folder)


def _first_document(task: Task, text: str, recording: Path | None) -> TaskDocument:
    document = TaskDocument(task, text, Checks())
    return with_marked(document, open_recording(recording)) if recording else document


def title_of(prompt: str) -> str:
    """Return the first heading of an instruction, else its first line, without markup."""
    lines = [line.strip() for line in prompt.splitlines() if line.strip()]
    heading = next((line for line in lines if re.match(r"#{1,6}\s+\S", line)), None)
    title = re.sub(r"[*`]+", "", heading or next(iter(lines), "")).strip("# _")
    if len(title) <= _TITLE_SIGNS:
        return title
    return title[: _TITLE_SIGNS - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"


def _called(folder: Path, recording: Path | None) -> str:
    """Return what a task is called as its folder is, or as the recording that gave it its name."""
    name = recording.stem if recording else ""
    named = re.fullmatch(rf"{re.escape(ids.slug(name))}(-\d+)?", folder.name)
    return ids.in_words(name if name and named else folder.name)


def first_sentence(prompt: str) -> str:
    """Return the first sentence of what an instruction begins with, for a title."""
    return re.split(r"(?<=[.!?])\s", title_of(prompt))[0].rstrip(".")


def _gather(
    recording: Path | None, input: Path | None, reference: Path | None, work: Work | None
) -> _Material:
    if recording is not None and (input is not None or reference is not None):
        raise UserError("Give either a recording or the folders of input and reference, not both.")
    if recording is not None:
        return _from_recording(recording, work)
    if input is None or reference is None:
        raise UserError("Give a recording, or both a folder of inputs and a folder of references.")
    return _from_folders(input, reference, work)


def _from_folders(input: Path, reference: Path, work: Work | None) -> _Material:
    given, handed_in = _files_of(input), _files_of(reference)
    if not handed_in:
        raise UserError(f"{reference.name} holds no file; put the finished work there.")
    told: Work = "in_place" if given.keys() & handed_in.keys() else "separate"
    return _Material(work or told, (), given, handed_in, None)


def _files_of(folder: Path) -> dict[str, Path]:
    if not folder.is_dir():
        raise UserError(f"There is no folder {folder}; check the path.")
    found = digests.regular_files(folder)
    return {path: place for path, place in found if not layout.is_office_litter(place.name)}


def _fixture_files(fixtures: Fixtures) -> dict[str, dict[str, Path]]:
    """Return the files of each fixture by its place in the task; two of one name get a number."""
    found: dict[str, dict[str, Path]] = {}
    for root, folders in (
        (layout.ALTERNATES, fixtures.alternates),
        (layout.KNOWN_BAD, fixtures.known_bad),
    ):
        for folder in folders:
            name = ids.slug(folder.resolve().name, "output")
            taken = sum(place.startswith(f"{root}/{name}") for place in found)
            found[f"{root}/{name}{f'-{taken + 1}' if taken else ''}"] = _files_of(folder)
    if fixtures.hidden is not None:
        files = _files_of(fixtures.hidden)
        if not files:
            told = f"{fixtures.hidden.name} holds no file; leave "
            raise UserError(f"{told}it out.", f"{told}--hidden out.")
        found[layout.HIDDEN] = files
    return found


def _from_recording(folder: Path, work: Work | None) -> _Material:
    recording = open_recording(folder)
    if recording.manifest.state == "recording":
        raise UserError(f"{folder.name} was not finished; stop its recorder, or record it anew.")
    for path, what in verify(folder, decode=False):
        raise UserError(f"{folder.name} is damaged: {path} {what}.")
    watches = [watched.id for watched in recording.manifest.watched]
    if not 1 <= len(watches) <= 2:
        begin = f"{folder.name} watched {len(watches)} folders; record with one "
        ways = "(work in place), or two: the input, then the output."
        raise UserError(f"{begin}{ways}", f"{begin}`--watch` {ways}")
    told: Work = "in_place" if len(watches) == 1 else "separate"
    if work not in (None, told):
        begin = f"{folder.name} watched {len(watches)} folders, so its work is {told}"
        raise UserError(f"{begin}.", f"{begin}; leave --work out.")
    before = recording.before(watches[0])
    after = recording.after(watches[-1])
    made = {p: f for p, f in after.items() if told == "in_place" or f.event != "initial"}
    given, handed_in = _contents(recording, before), _contents(recording, made)
    if not handed_in:
        raise UserError(f"{folder.name} left no file in the watched folder; record it again.")
    return _Material(told, start_of(recording, given), given, handed_in, folder)


def _contents(recording: Recording, records: dict[str, FileRecord]) -> dict[str, Path]:
    found = {}
    for path, record in sorted(records.items()):
        if layout.is_office_litter(Path(path).name):
            continue
        place = recording.folder / layout.content(record.digest) if record.digest else None
        if place is None or not place.is_file():
            told = f"{path} was too large to be kept in the recording ({record.size} bytes); "
            told += "make the task from folders"
            raise UserError(f"{told}.", f"{told} with --input and --reference.")
        if digests.of_file(place) != record.digest:
            raise UserError(f"{recording.folder.name} is damaged: the content of {path} changed.")
        found[path] = place
    return found


def start_of(recording: Recording, given: Iterable[str]) -> tuple[StartItem, ...]:
    """Return what was open at first, as far as it lies among the inputs."""
    root = Path(recording.manifest.watched[0].path)
    names = set(given)
    items: dict[tuple[str, str], StartItem] = {}
    for started in recording.manifest.start:
        for document in started.documents:
            path = _inside(root, document)
            if path in names:
                item = _start_item(path, started)
                items.setdefault((item.open, item.with_), item)
    return tuple(items.values())


def _inside(root: Path, document: str) -> str:
    place = Path(document)
    if place.is_relative_to(root):
        return place.relative_to(root).as_posix()
    if place.resolve().is_relative_to(root.resolve()):
        return place.resolve().relative_to(root.resolve()).as_posix()
    return ""


def _start_item(path: str, started: StartedApplication) -> StartItem:
    with_ = started.application.lower()
    if not re.fullmatch(r"[a-z0-9][a-z0-9._-]{0,63}", with_):
        with_ = ids.slug(started.application, "application")
    return StartItem.model_validate({"open": path, "with": with_, "geometry": started.geometry})


def _software(start: tuple[StartItem, ...]) -> tuple[Software, ...]:
    return tuple(Software(id=name) for name in dict.fromkeys(item.with_ for item in start))


def _write(folder: Path, material: _Material, document: TaskDocument) -> None:
    for root, files in (
        (folder / layout.INPUT, material.input),
        (folder / layout.REFERENCE, material.reference),
    ):
        _lay(root, files)
    if material.recording:
        copy_tree(material.recording, folder / layout.RECORDING, skip_litter=False)
    atomic.write_text(folder / layout.SALT, secrets.token_hex(32) + "\n")
    save_document(folder, document, None)


def _lay(root: Path, files: dict[str, Path]) -> None:
    root.mkdir(parents=True)
    for path, place in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(place, root / path)
