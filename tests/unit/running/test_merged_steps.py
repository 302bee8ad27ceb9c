"""A merged step is acted part by part, has one verdict, and is left out as a whole or in part."""

from pathlib import Path
from typing import Any

from PIL import Image

from studio.editing import annotate, merge_steps
from studio.formats.recordings import open_recording
from studio.model.step import Step
from studio.model.trial import StepVerdict
from studio.running.replay import Replay
from studio.steps import plain_steps, reduce_steps


class Nobody:
    """An actor without a display: it notes what it was asked for."""

    def __init__(self) -> None:
        self.acted: list[str] = []

    def settle(self, equal: int = 5) -> None:
        self.acted.append("settle")

    def act(self, action: Any) -> None:
        self.acted.append(action.type)

    def screenshot(self, place: Path) -> None:
        Image.new("RGB", (1, 1)).save(place)


class Nothing:
    """Evidence of nothing."""

    def picture(self, step: Step) -> None:
        return None


def replayed(steps: tuple[Step, ...], tmp_path: Path, monkeypatch: Any, halt: str = "") -> Any:
    from studio.running import replay

    class Resolver:
        def __init__(self, *_: Any) -> None: ...

        def resolve(self, step: Step) -> Any:
            if step.action.type == halt:
                raise replay.Halted("It is not there.")
            return type("Resolution", (), {"action": step.action, "by": "element"})

    monkeypatch.setattr(replay, "Resolver", Resolver)
    actor, told = Nobody(), []
    made = Replay(
        actor=actor,  # type: ignore[arg-type]
        evidence=Nothing(),  # type: ignore[arg-type]
        paths={},
        pictures=tmp_path / "pictures",
        after_step=lambda step, verdict: told.append((step, verdict)),
    )
    return made.run(steps), actor.acted, told


def test_each_part_is_acted_and_told_and_the_step_has_one_verdict(
    recording: Path, tmp_path: Path, monkeypatch: Any
) -> None:
    plain = plain_steps(open_recording(recording))
    annotate(recording, merge_steps(plain))
    steps = reduce_steps(open_recording(recording))
    result, acted, told = replayed(steps, tmp_path, monkeypatch)
    assert [name for name in acted if name != "settle"] == ["click", "type"]
    assert acted.count("settle") == 3
    assert [(found.id, found.verdict) for found in result.steps] == [(1, "done")]
    assert [step.action for step, _ in told] == [step.action for step in plain]


def test_a_part_that_halts_halts_the_step(
    recording: Path, tmp_path: Path, monkeypatch: Any
) -> None:
    annotate(recording, merge_steps(plain_steps(open_recording(recording))))
    steps = reduce_steps(open_recording(recording))
    result, acted, _ = replayed(steps, tmp_path, monkeypatch, halt="type")
    (verdict,) = result.steps
    assert isinstance(verdict, StepVerdict) and not result.passed
    assert (verdict.verdict, verdict.sentence) == ("halted", "It is not there.")
    assert "type" not in acted
