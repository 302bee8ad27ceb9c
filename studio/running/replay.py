"""Replay: a recording acts again, step by step, each with a verdict.

Settled means equal grabs 100 ms apart; before each step after a pause the screen must be settled,
and the element under the point must be the recorded one. Otherwise the replay halts there.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from studio.model.step import Click, Drag, Step, TypeText
from studio.model.trial import ReplayResult, StepVerdict
from studio.running.actor import Actor

_PAUSE_NS = 250_000_000
_PATIENCE = 8.0


def rewrite_text(text: str, paths: Mapping[str, str]) -> str:
    """Return `text` with each recorded folder replaced by the one of this replay."""
    for recorded in sorted(paths, key=len, reverse=True):
        text = text.replace(recorded, paths[recorded])
    return text


@dataclass
class Replay:
    """One replay of steps on the display of an actor.

    Attributes:
        actor: who acts.
        paths: recorded folder to folder of this replay, for typed text.
        after_step: called with each step and its verdict.
        cancelled: asked before each step.
    """

    actor: Actor
    paths: Mapping[str, str]
    after_step: Callable[[Step, StepVerdict], None]
    cancelled: Callable[[], bool]
    _verdicts: list[StepVerdict] = field(default_factory=list)

    def run(self, steps: Sequence[Step]) -> ReplayResult:
        """Act out the steps; after a halt the others are skipped."""
        began, last_end = time.monotonic_ns(), 0
        halted = False
        for step in steps:
            if halted or self.cancelled():
                self._note(step, "skipped", "coordinates", 0.0, "An earlier step halted.")
                halted = True
                continue
            if step.t_ns - last_end > _PAUSE_NS:
                self.actor.settle(equal=4)
            late = (time.monotonic_ns() - began - (step.t_ns - steps[0].t_ns)) / 1e6
            halted = not self._act(step, max(0.0, late))
            last_end = step.t_end_ns
        self.actor.settle()
        return ReplayResult(passed=not halted, steps=tuple(self._verdicts))

    def _act(self, step: Step, late: float) -> bool:
        resolved, fault = self._precondition(step)
        if fault:
            self._note(step, "halted", resolved, late, fault)
            return False
        action = step.action
        if isinstance(action, TypeText):
            action = TypeText(text=rewrite_text(action.text, self.paths))
        self.actor.act(action)
        self._note(step, "done", resolved, late, "")
        return True

    def _precondition(self, step: Step) -> tuple[str, str]:
        element = step.element
        if element is None or not isinstance(step.action, Click | Drag):
            return "coordinates", ""
        point = step.point
        assert point is not None
        self.actor.move(*point)
        deadline = time.monotonic() + _PATIENCE
        while True:
            found = self.actor.element(*point)
            if found is None:
                name = role = ""
            else:
                name, role = found["name"], found["role"]
            if role == element.role and (name == element.name or not (name and element.name)):
                return "element", ""
            if time.monotonic() > deadline:
                break
            self.actor.settle(equal=3, cap=2)
        if found is None:
            return "coordinates", ""
        expected = f"{element.role} {element.name}".strip()
        return "coordinates", f"Expected {expected} there, but found {role} {name}.".replace(
            " .", "."
        )

    def _note(self, step: Step, verdict: str, resolved: str, late: float, sentence: str) -> None:
        record = StepVerdict.model_validate(
            {
                "id": step.id,
                "verdict": verdict,
                "resolved_by": resolved,
                "late_ms": round(late, 1),
                "sentence": sentence,
            }
        )
        self._verdicts.append(record)
        self.after_step(step, record)
