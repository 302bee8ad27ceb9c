"""Replaying a recording or a trial by itself: on a private display, or on the one that is open."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from studio.base.errors import UserError
from studio.formats import layout
from studio.formats.recordings import Recording
from studio.formats.trust import is_foreign
from studio.model.step import Step
from studio.model.task import StartItem
from studio.model.trial import ReplayResult, StepVerdict
from studio.running.actor import Actor
from studio.running.evidence import Evidence, RecordedEvidence
from studio.running.replay import Choice, Replay, await_nothing
from studio.running.retracing import RetracedTrial, task_of
from studio.running.saves import Saves
from studio.running.staging import (
    answers_format,
    await_quiet,
    lay_input,
    open_start,
    task_screen,
)
from studio.sandbox.desktop import PrivateDesktop
from studio.steps import reduce_steps

Display = Literal["private", "current"]


@dataclass(frozen=True)
class Manner:
    """How a replay is done.

    Attributes:
        display: a fresh private one, or the one of the environment.
        into: the folder of the files, None for one that is thrown away.
        pictures: where a halt leaves its pictures.
        speed: see `Replay`.
        every_picture: see `Replay`.
        before_step: see `Replay`.
        after_step: told each step and its verdict.
        cancelled: asked often.
    """

    display: Display
    into: Path | None
    pictures: Path
    speed: float | None = None
    every_picture: bool = False
    before_step: Callable[[Step], Choice] = lambda _: "act"
    after_step: Callable[[Step, StepVerdict], None] = lambda _, __: None
    cancelled: Callable[[], bool] = field(default=lambda: False)


def replay_recording(recording: Recording, manner: Manner) -> ReplayResult:
    """Do the steps of a recording again.

    On a private display the first state of the watched folders is laid and what was open is opened;
    on the current one `into` is the folder that stands for the recorded one.

    Raises:
        UserError: if the folder holds something, or the first files were too large to keep.
        FaultError: if the display or a program is missing.
    """
    recorded, evidence = reduce_steps(recording, left_out=True), RecordedEvidence(recording)
    steps = [step for step in recorded if not step.left_out]
    if manner.display == "current":
        paths = _current_paths(recording, manner.into)
        saves = Saves(recording, recorded, paths, manner.cancelled)
        return _on_current(steps, evidence, paths, manner, saves.wait)
    with _folder(manner.into) as into:
        paths = _lay_first_state(recording, into)
        items = _start_items(recording, paths, into)
        screen = recording.manifest.screen
        with PrivateDesktop(screen) as desktop, Actor(desktop.environment) as actor:
            open_start(desktop, actor, items, into, answers_format(steps))
            saves = Saves(recording, recorded, paths, manner.cancelled)
            result = _act(actor, steps, evidence, paths, manner, saves.wait)
            await_quiet(into)
    return result


def replay_trial(trial: RetracedTrial, task: Path | None, manner: Manner) -> ReplayResult:
    """Do the acts of a trial again, over a fresh copy of its task's input.

    Raises:
        UserError: if the task is not found, was made elsewhere, or the folder holds something.
        FaultError: if the display or a program is missing.
    """
    if manner.display == "current":
        return _on_current(trial.steps, trial.evidence, {}, manner, await_nothing)
    opened = task_of(trial, task)
    if is_foreign(opened.folder):
        told = f"{opened.folder.name} was made on another machine; "
        raise UserError(f"{told}say first that you trust it.", f"{told}run it with --trust.")
    with _folder(manner.into) as into:
        stage = lay_input(opened, into, trial.trial.variant)
        in_place = opened.document.task.work == "in_place"
        start = stage.output if in_place else stage.input
        screen = task_screen(opened)
        with PrivateDesktop(screen) as desktop, Actor(desktop.environment) as actor:
            open_start(desktop, actor, opened.document.task.start, start)
            result = _act(actor, trial.steps, trial.evidence, {}, manner, await_nothing)
            await_quiet(stage.output)
    return result


def _act(
    actor: Actor,
    steps: Sequence[Step],
    evidence: Evidence,
    paths: Mapping[str, str],
    manner: Manner,
    await_effect: Callable[[Step], str],
) -> ReplayResult:
    replay = Replay(
        actor=actor,
        evidence=evidence,
        paths=paths,
        pictures=manner.pictures,
        await_effect=await_effect,
        after_step=manner.after_step,
        before_step=manner.before_step,
        cancelled=manner.cancelled,
        speed=manner.speed,
        every_picture=manner.every_picture,
    )
    return replay.run(steps)


def _on_current(
    steps: Sequence[Step],
    evidence: Evidence,
    paths: Mapping[str, str],
    manner: Manner,
    await_effect: Callable[[Step], str],
) -> ReplayResult:
    if not os.environ.get("DISPLAY"):
        raise UserError(
            "No display is open here; take a private one.",
            "No display is open here; leave --display out for a private one.",
        )
    with Actor(os.environ, current=True) as actor:
        return _act(actor, steps, evidence, paths, manner, await_effect)


def _current_paths(recording: Recording, into: Path | None) -> dict[str, str]:
    watched = recording.manifest.watched
    if into is None:
        return {}
    if not into.is_dir():
        raise UserError(f"There is no folder {into}; give the one that holds the open documents.")
    if len(watched) == 1:
        return {watched[0].path: str(into.absolute())}
    return {watch.path: str(into.absolute() / watch.id) for watch in watched}


@contextmanager
def _folder(into: Path | None) -> Iterator[Path]:
    """Yield a folder for the files: a new or empty one that was asked for, or a passing one.

    Raises:
        UserError: if it holds something.
    """
    if into is None:
        temporary = Path(tempfile.mkdtemp(prefix="studio-replay-"))
        try:
            yield temporary
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
        return
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise UserError(f"{into.name} is not empty; choose a new folder.")
    yield into.absolute()


def _lay_first_state(recording: Recording, into: Path) -> dict[str, str]:
    paths = {}
    for watch in recording.manifest.watched:
        folder = into / watch.id
        folder.mkdir(parents=True)
        paths[watch.path] = str(folder)
        for path, record in recording.before(watch.id).items():
            content = recording.folder / layout.content(record.digest or "")
            if not content.is_file():
                raise UserError(f"{path} was too large to keep, so this cannot be replayed.")
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_bytes(content.read_bytes())
    return paths


def _start_items(recording: Recording, paths: dict[str, str], into: Path) -> list[StartItem]:
    items = []
    for started in recording.manifest.start:
        for document in started.documents:
            for recorded, folder in paths.items():
                if Path(document).is_relative_to(recorded):
                    place = Path(folder) / Path(document).relative_to(recorded)
                    value = {
                        "open": place.relative_to(into).as_posix(),
                        "with": started.application,
                        "geometry": started.geometry,
                    }
                    items.append(StartItem.model_validate(value))
    return items
