"""Trials as they are kept, written by hand for the tests that look at them."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PIL import Image

from studio.formats import layout
from studio.formats.documents import write_document
from studio.model.grade import CheckpointResult, CheckResult, Grade, GradeFile
from studio.model.trajectory import (
    ContentPart,
    FinalMetrics,
    ImageSource,
    Observation,
    ObservationResult,
    ToolCall,
    Trajectory,
    TrajectoryAgent,
    TrajectoryStep,
)
from studio.model.trial import Trial

DIGEST = "0" * 64
SIZE = (320, 200)


def keep_trial(
    out: Path,
    name: str = "trial-000000000001",
    agent: str = "replay",
    acts: Sequence[tuple[str, tuple[int, int] | None]] = (),
    checkpoints: Sequence[CheckpointResult] = (),
    **facts: Any,
) -> Path:
    """Write a trial with a screen for each act, told apart by its shade; return its folder.

    Args:
        out: the folder that `run --out` would have been given.
        name: of the trial.
        agent: who acted.
        acts: (sentence, first and last event) of each act.
        checkpoints: what was found.
        facts: of the record.
    """
    task = facts.pop("task", "month-end")
    folder = out / layout.TRIALS / agent / task / "base" / name
    (folder / layout.SCREENSHOTS).mkdir(parents=True)
    record = Trial.model_validate(
        {
            "id": name,
            "task": task,
            "title": "October invoices",
            "task_digest": DIGEST,
            "agent": agent,
            "status": "SCORED",
            "reason": None,
            "score": 1.0,
            "seconds": 18.8,
            "started": "2026-11-26T22:09:00.000Z",
            "ended": "2026-11-26T22:09:30.000Z",
            "studio_version": "0.1",
        }
        | facts
    )
    grade = Grade(
        status=record.status, reason=record.reason, score=record.score, checkpoints=(*checkpoints,)
    )
    write_document(folder / layout.TRIAL, record)
    write_document(folder / layout.GRADE, GradeFile(task_digest=record.task_digest, grade=grade))
    steps = [TrajectoryStep(step_id=1, source="user", message="Do the work.")]
    steps += [_step(folder, number, *act) for number, act in enumerate(acts, 1)]
    trajectory = Trajectory(
        session_id=name,
        trajectory_id="traj-1",
        agent=TrajectoryAgent(name=agent, version="0.1"),
        steps=tuple(steps),
        final_metrics=FinalMetrics(total_steps=len(steps)),
    )
    write_document(folder / layout.TRAJECTORY, trajectory)
    return folder


def shade(number: int) -> int:
    """Return the brightness of the screen after an act, counted from 1."""
    return 20 + 10 * number % 200


def _step(
    folder: Path, number: int, sentence: str, events: tuple[int, int] | None
) -> TrajectoryStep:
    path = f"{layout.SCREENSHOTS}/{number:04d}.png"
    Image.new("RGB", SIZE, (shade(number),) * 3).save(folder / path)
    extra = {"verdict": "done"} | ({"events": list(events)} if events else {})
    call = ToolCall(tool_call_id=f"call-{number}", function_name="click", arguments={}, extra=extra)
    part = ContentPart(type="image", source=ImageSource(path=path))
    seen = Observation(results=(ObservationResult(content=(part,)),))
    return TrajectoryStep(
        step_id=number + 1, source="agent", message=sentence, tool_calls=(call,), observation=seen
    )


def point(id: str, score: float | None, *checks: CheckResult) -> CheckpointResult:
    """Return what was found at a checkpoint."""
    return CheckpointResult(id=id, score=score, checks=checks)


def check(id: str, score: float, sentence: str, **evidence: Any) -> CheckResult:
    """Return what a check found."""
    status = "pass" if score == 1 else "fail"
    return CheckResult.model_validate(
        {
            "id": id,
            "kind": "cell_value",
            "target": "invoices.xlsx#October!D7",
            "status": status,
            "score": score,
            "sentence": sentence,
            "evidence": json.loads(json.dumps(evidence)),
        }
    )
