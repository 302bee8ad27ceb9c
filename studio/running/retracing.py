"""From a trial's trajectory back to steps that can be done again."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from studio.base.errors import UserError
from studio.formats import layout
from studio.formats.documents import read_document
from studio.formats.tasks import TaskFolder, open_task
from studio.model.recording import ElementRecord, Window
from studio.model.step import Action, Step
from studio.model.trajectory import ToolCall, Trajectory, TrajectoryStep
from studio.model.trial import Trial
from studio.running.evidence import NotedEvidence

_ACTION: TypeAdapter[Action] = TypeAdapter(Action)
# A trial lies five folders below the one given to `run --out`, and that one beside the task.
_LEVELS = 6


@dataclass(frozen=True)
class RetracedTrial:
    """A trial as it can be done again."""

    folder: Path
    trial: Trial
    steps: tuple[Step, ...]
    evidence: NotedEvidence


def is_trial(folder: Path) -> bool:
    """Tell whether a folder holds a trial."""
    return (folder / layout.TRIAL).is_file()


def open_trial(folder: Path) -> RetracedTrial:
    """Read the acts of a trial.

    Raises:
        UserError: if it holds none, or a file of it is damaged.
    """
    trial = read_document(folder / layout.TRIAL, Trial)
    if not (folder / layout.TRAJECTORY).is_file():
        raise UserError(f"The trial {folder.name} holds no {layout.TRAJECTORY} to replay.")
    trajectory = read_document(folder / layout.TRAJECTORY, Trajectory)
    steps: list[Step] = []
    pictures: dict[int, Path] = {}
    shown: Path | None = None
    for turn in trajectory.steps:
        for call in turn.tool_calls or ():
            step = _step(call, turn, len(steps) + 1)
            if step is None:
                continue
            steps.append(step)
            if shown:
                pictures[step.id] = shown
        shown = next(_pictures(folder, turn), shown)
    if not steps:
        raise UserError(
            f"The trial {folder.name} of the agent {trial.agent} holds no pointer or key acts "
            "to replay."
        )
    return RetracedTrial(folder, trial, tuple(steps), NotedEvidence(pictures))


def _step(call: ToolCall, turn: TrajectoryStep, number: int) -> Step | None:
    extra = call.extra or {}
    if extra.get("verdict", "done") != "done":
        return None
    try:
        action = _ACTION.validate_json(json.dumps({**call.arguments, "type": call.function_name}))
        window, element = _noted(extra, "window", Window), _noted(extra, "element", ElementRecord)
    except ValidationError:
        return None
    moment = _moment_ns(turn.timestamp)
    return Step(
        id=number,
        t_ns=moment,
        t_end_ns=moment,
        first_event=number,
        last_event=number,
        action=action,
        sentence=turn.message,
        window=window,
        element=element,
        frame_before=None,
        frame_after=None,
    )


def _noted(extra: dict[str, Any], name: str, model: Any) -> Any:
    value = extra.get(name)
    return model.model_validate_json(json.dumps(value)) if value else None


def _moment_ns(timestamp: str | None) -> int:
    try:
        return int(datetime.fromisoformat(timestamp or "").timestamp() * 1e9)
    except ValueError:
        return 0


def _pictures(folder: Path, turn: TrajectoryStep) -> Iterator[Path]:
    for result in turn.observation.results if turn.observation else ():
        for part in result.content if isinstance(result.content, tuple) else ():
            if part.source and (folder / part.source.path).is_file():
                yield folder / part.source.path


def task_of(trial: RetracedTrial, task: Path | None) -> TaskFolder:
    """Return the task of a trial: the one given, else one that lies beside the trials.

    Raises:
        UserError: if there is none.
    """
    if task:
        return open_task(task)
    place = trial.folder.absolute()
    for near in (place, *list(place.parents)[:_LEVELS]):
        for found in sorted([*near.glob(layout.TASK), *near.glob(f"*/{layout.TASK}")]):
            try:
                opened = open_task(found.parent)
            except UserError:
                continue
            if opened.document.task.id == trial.trial.task:
                return opened
    told = f"The task {trial.trial.task} is not beside its trials; "
    raise UserError(
        f"{told}put its folder there, or replay on what is open.",
        f"{told}give it with --task, or replay on what is open with --display current.",
    )
