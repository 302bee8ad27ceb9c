"""Redacting the recording of a task: a new one takes its place, and checkpoints follow it."""

import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from studio.base import atomic
from studio.base.errors import UserError
from studio.base.ids import new_id
from studio.formats import layout
from studio.formats.recordings import open_recording
from studio.formats.tasks import TaskFolder, open_task, save_document
from studio.model.check import CheckpointSteps, Checks
from studio.recordings.redaction import Counts, Found, Region, redact

_BEFORE, _AFTER = "before-redaction", "redacted"
_RECORDING, _CHECKS = "recording", "checks.json"


@dataclass(frozen=True)
class Redacted:
    """A recording that was made beside a task, to take the place of the task's own."""

    place: Path
    counts: Counts


def _beside(task: Path, what: str) -> Path:
    """Return a place beside a task, on its disk and outside of its folder: never in a package."""
    return task.parent / f".{task.name}.{what}"


def redact_beside(
    task: TaskFolder,
    regions: Sequence[Region],
    words: Sequence[str],
    keep_files: bool,
    found: Found,
    progress: Callable[[int, int], None],
) -> Redacted:
    """Write the task's recording without some words and places, and leave the task as it is.

    Raises:
        UserError: if the task has no recording, or a watched file holds a word and `keep_files` is
            not said; or what `progress` raises, and nothing is left of it then.
    """
    if task.recording is None:
        raise UserError(f"{task.folder.name} keeps no recording.")
    out = _beside(task.folder, _AFTER)
    shutil.rmtree(out, ignore_errors=True)
    source = open_recording(task.recording)
    quiet: Callable[[str], None] = lambda _: None  # noqa: E731
    counts = redact(source, out, regions, words, keep_files, quiet, found, progress)
    return Redacted(out, counts)


def adopt_redacted(task: TaskFolder, made: Redacted) -> Path:
    """Let a redacted recording take the place of the task's own; return where the old one lies.

    The checkpoints keep their steps. It cannot be undone but by putting the old one back.

    Raises:
        UserError: if the task has no recording any more.
    """
    mend(task.folder)
    opened = open_task(task.folder)
    place = opened.folder / layout.RECORDING
    if opened.recording is None:
        raise UserError(f"{task.folder.name} keeps no recording.")
    document = opened.document
    kept = _beside(task.folder, _BEFORE)
    kept.mkdir()
    if opened.has_private_side:
        shutil.copyfile(task.folder / layout.CHECKS, kept / _CHECKS)
    place.replace(kept / _RECORDING)
    made.place.replace(place)
    checks = _moved(document.checks, made.counts.numbers)
    save_document(task.folder, replace(document, checks=checks), document)
    old = _beside(task.folder, new_id("before-redaction-"))
    kept.replace(old)
    return old


def mend(task: Path) -> None:
    """Put back the recording and the checks of a task whose redaction a crash cut short.

    What a writer that was killed left half written goes.
    """
    atomic.sweep(task)
    kept, place = _beside(task, _BEFORE), task / layout.RECORDING
    if not kept.is_dir():
        return
    if (kept / _RECORDING).is_dir():
        shutil.rmtree(place, ignore_errors=True)
        (kept / _RECORDING).replace(place)
        if (kept / _CHECKS).is_file():
            (kept / _CHECKS).replace(task / layout.CHECKS)
    shutil.rmtree(kept)


def _moved(checks: Checks, numbers: Mapping[int, int]) -> Checks:
    """Return the checks with the spans of their checkpoints in new numbers of events."""
    spans = (_span(span, numbers) for span in checks.steps)
    return checks.model_copy(update={"steps": tuple(span for span in spans if span)})


def _span(span: CheckpointSteps, numbers: Mapping[int, int]) -> CheckpointSteps | None:
    kept = [new for old, new in numbers.items() if span.first_event <= old <= span.last_event]
    if not kept:
        return None
    return span.model_copy(update={"first_event": min(kept), "last_event": max(kept)})
