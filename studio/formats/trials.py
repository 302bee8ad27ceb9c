"""Trials as they are kept: which there are, what each found, and what was done in it, act by act.

A trial's folder may come from anybody, and what it shows was made by an agent. So only regular
files of limited size are read, no link is followed, and nothing that an agent handed in is taken
for a trial of its own.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from studio.base.errors import UserError
from studio.formats import layout
from studio.formats.documents import read_document
from studio.model.grade import Grade, GradeFile
from studio.model.trajectory import ToolCall, Trajectory, TrajectoryStep
from studio.model.trial import Trial

MAX_PICTURE = 32 << 20
MAX_DRAWING = 1 << 20
_DEEPEST = 8
_TOLD_EACH = 500


@dataclass(frozen=True)
class KeptTrial:
    """A trial's record, or why it cannot be read.

    Attributes:
        folder: where it lies.
        trial: its record, None if that is damaged.
        fault: what is wrong with the record, in a sentence.
        stamp: (size, time of change in nanoseconds) of the record's file.
    """

    folder: Path
    trial: Trial | None
    fault: str
    stamp: tuple[int, int]


def trial_folders(folder: Path) -> Iterator[Path]:
    """Yield the folders of ended trials in and below `folder`, in the order of their names.

    What lies within a trial is no trial, whatever it is called, and links are not followed.
    """
    yield from _trial_folders(str(folder), _DEEPEST)


def _trial_folders(folder: str, deeper: int) -> Iterator[Path]:
    try:
        with os.scandir(folder) as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except OSError:
        return
    files = {entry.name for entry in entries if entry.is_file(follow_symlinks=False)}
    if layout.TRIAL in files:
        yield Path(folder)
    elif layout.TRIAL_EVENTS not in files and deeper:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _trial_folders(entry.path, deeper - 1)


def kept_trials(
    out: Path,
    known: Mapping[Path, KeptTrial],
    progress: Callable[[int], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> tuple[KeptTrial, ...]:
    """Return the trials in and below a folder, newest first, those that cannot be read last.

    Args:
        out: the folder; it need not exist.
        known: what was read before by its folder; what has not changed is not read again.
        progress: told now and then how many were read.
        cancelled: asked often.
    """
    found: list[KeptTrial] = []
    for place in trial_folders(out):
        if cancelled():
            break
        found.append(_kept(place, known.get(place)))
        if len(found) % _TOLD_EACH == 0:
            progress(len(found))
    return tuple(sorted(found, key=_moment, reverse=True))


def _kept(place: Path, known: KeptTrial | None) -> KeptTrial:
    record = place / layout.TRIAL
    try:
        status = record.lstat()
        stamp = (status.st_size, status.st_mtime_ns)
        if known and known.stamp == stamp:
            return known
        return KeptTrial(place, read_document(record, Trial), "", stamp)
    except UserError as fault:
        return KeptTrial(place, None, str(fault), stamp)
    except OSError as fault:
        return KeptTrial(place, None, fault.strerror or "It cannot be read.", (0, 0))


def _moment(kept: KeptTrial) -> tuple[str, str]:
    return (kept.trial.started if kept.trial else "", kept.folder.name)


@dataclass(frozen=True)
class Act:
    """One turn of an agent.

    Attributes:
        sentence: what it did.
        told: what was said of how it went, empty if it went as it should.
        done: whether it went as it should.
        picture: the path of the screen after it, within the trial's folder.
        events: the first and the last event of the recorded step that it did again.
    """

    sentence: str
    told: str = ""
    done: bool = True
    picture: str | None = None
    events: tuple[int, int] | None = None


@dataclass(frozen=True)
class OpenTrial:
    """All that a trial kept.

    Attributes:
        folder: where it lies.
        trial: its record.
        grade: what each check found, None if that was not kept.
        acts: what the agent did.
        drawings: the pictures of checks that were kept, by the check's id.
        fault: why the grade or the acts cannot be shown, in a sentence.
    """

    folder: Path
    trial: Trial
    grade: Grade | None = None
    acts: tuple[Act, ...] = ()
    drawings: Mapping[str, Path] = field(default_factory=dict)
    fault: str = ""


def open_trial_folder(folder: Path) -> OpenTrial:
    """Return all that the trial in `folder` kept; a part that is damaged is left out and told.

    Raises:
        UserError: if the record itself cannot be read.
    """
    trial = read_document(folder / layout.TRIAL, Trial)
    faults: list[str] = []
    grade: Grade | None = None
    acts: tuple[Act, ...] = ()
    try:
        grade = read_document(folder / layout.GRADE, GradeFile).grade
    except UserError as fault:
        faults.append(str(fault))
    try:
        acts = _acts(read_document(folder / layout.TRAJECTORY, Trajectory))
    except UserError as fault:
        faults.append(str(fault))
    return OpenTrial(folder, trial, grade, acts, _drawings(folder, grade), " ".join(faults))


def _acts(trajectory: Trajectory) -> tuple[Act, ...]:
    return tuple(_act(turn) for turn in trajectory.steps if turn.source == "agent")


def _act(turn: TrajectoryStep) -> Act:
    call = turn.tool_calls[0] if turn.tool_calls else None
    verdict = (call.extra or {}).get("verdict", "done") if call else "done"
    texts, pictures = _observed(turn)
    return Act(
        sentence=turn.message,
        told=" ".join(texts),
        done=verdict == "done",
        picture=pictures[-1] if pictures else None,
        events=_events(call),
    )


def _observed(turn: TrajectoryStep) -> tuple[list[str], list[str]]:
    texts: list[str] = []
    pictures: list[str] = []
    for result in turn.observation.results if turn.observation else ():
        if isinstance(result.content, str):
            texts.append(result.content)
            continue
        for part in result.content or ():
            if part.source:
                pictures.append(part.source.path)
            elif part.text:
                texts.append(part.text)
    return texts, pictures


def _events(call: ToolCall | None) -> tuple[int, int] | None:
    found = (call.extra or {}).get("events") if call else None
    if isinstance(found, list) and len(found) == 2 and all(type(one) is int for one in found):
        return found[0], found[1]
    return None


def _drawings(folder: Path, grade: Grade | None) -> dict[str, Path]:
    checks = (check for point in grade.checkpoints for check in point.checks) if grade else ()
    places = {
        check.id: folder / layout.PICTURES / f"{check.id}{suffix}"
        for check in checks
        for suffix in (".png", ".svg")
        if (folder / layout.PICTURES / f"{check.id}{suffix}").is_file()
    }
    return places if not (folder / layout.PICTURES).is_symlink() else {}
