"""Trajectories back to steps."""

from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from studio.base.errors import UserError
from studio.formats.documents import write_document
from studio.model.step import Click, PressKeys, TypeText
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
from studio.running.retracing import is_trial, open_trial, task_of

WINDOW = {
    "id": 4,
    "title": "a.txt",
    "application": "editor",
    "pid": 1,
    "bounds": {"x": 0, "y": 0, "width": 400, "height": 300},
}


def turn(number: int, name: str, arguments: dict[str, Any], **extra: Any) -> TrajectoryStep:
    call = ToolCall(
        tool_call_id=f"call-{number}", function_name=name, arguments=arguments, extra=extra or None
    )
    shown = ContentPart(type="image", source=ImageSource(path=f"screenshots/{number:04d}.png"))
    result = ObservationResult(source_call_id=call.tool_call_id, content=(shown,))
    return TrajectoryStep(
        step_id=number,
        timestamp=f"2026-01-01T00:00:{number:02d}.000Z",
        source="agent",
        message=f"turn {number}",
        tool_calls=(call,),
        observation=Observation(results=(result,)),
    )


def make_trial(folder: Path, turns: list[TrajectoryStep]) -> Path:
    (folder / "screenshots").mkdir(parents=True)
    for number in range(1, len(turns) + 1):
        Image.new("RGB", (40, 30), (number, 0, 0)).save(folder / f"screenshots/{number:04d}.png")
    trial = Trial(
        id="trial-a",
        task="task-a",
        title="",
        task_digest="0" * 64,
        agent="someone",
        status="SCORED",
        reason=None,
        score=0.0,
        seconds=1.0,
        started="",
        ended="",
        studio_version="0",
    )
    trajectory = Trajectory(
        session_id="s",
        trajectory_id="t",
        agent=TrajectoryAgent(name="someone", version="1"),
        steps=tuple(turns),
        final_metrics=FinalMetrics(total_steps=len(turns)),
    )
    write_document(folder / "trial.json", trial)
    write_document(folder / "trajectory.json", trajectory)
    return folder


def test_acts_come_back_with_their_windows_and_pictures(tmp_path: Path) -> None:
    folder = make_trial(
        tmp_path / "trial",
        [
            turn(1, "click", {"x": 5, "y": 6}, window=WINDOW),
            turn(2, "think", {"hard": True}),
            turn(3, "type", {"text": "a"}, verdict="halted"),
            turn(4, "type", {"text": "b"}),
            turn(5, "key", {"keys": ["ctrl", "s"]}, verdict="done"),
        ],
    )
    found = open_trial(folder)
    assert is_trial(folder)
    assert [step.action for step in found.steps] == [
        Click(x=5, y=6),
        TypeText(text="b"),
        PressKeys(keys=("ctrl", "s")),
    ]
    first, second, _ = found.steps
    assert second.t_ns - first.t_ns == 3_000_000_000
    assert [window.title for window in found.evidence.active(first)] == ["a.txt"]
    assert found.evidence.under(first) is not None and found.evidence.active(second) == ()
    assert found.evidence.picture(first) is None
    picture = found.evidence.picture(second)
    assert picture is not None and picture.getpixel((0, 0)) == (3, 0, 0)


def test_a_trial_without_acts_is_one_sentence(tmp_path: Path) -> None:
    folder = make_trial(tmp_path / "trial", [turn(1, "lay_reference", {"files": ["a"]})])
    with pytest.raises(UserError, match="no "):
        open_trial(folder)


def test_a_trial_without_its_task_says_so(tmp_path: Path) -> None:
    found = open_trial(make_trial(tmp_path / "trial", [turn(1, "click", {"x": 5, "y": 6})]))
    with pytest.raises(UserError, match="not beside its trials") as refused:
        task_of(found, None)
    assert "give it with --task" in refused.value.in_shell
