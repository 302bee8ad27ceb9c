"""Replay: steps act again, one by one, each with a verdict.

Before each step after a pause the screen must stand still (equal grabs 100 ms apart), the recorded
window must have the keyboard and the target must be found. Otherwise the replay halts there.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from typing import Literal

from studio.model.step import Step, acts
from studio.model.trial import ReplayResult, StepVerdict
from studio.running.actor import Actor
from studio.running.evidence import Evidence
from studio.running.placing import By
from studio.running.resolving import Halted, Resolver

_PAUSE_NS = 250_000_000
_BY_PLACE = "Found by its place in the window, as the expert chose."
Choice = Literal["act", "skip", "quit"]


def _always_act(_: Step) -> Choice:
    return "act"


def await_nothing(_: Step) -> str:
    """Wait for nothing but the screen."""
    return ""


def _ignore(_: Step, __: StepVerdict) -> None:
    """Hear of a verdict and do nothing."""


@dataclass
class Replay:
    """One replay of steps on the display of an actor.

    Attributes:
        actor: who acts.
        evidence: what the screen was like at each step.
        paths: recorded folder to folder of this replay, for titles and typed text.
        pictures: where a halt leaves the recorded and the present screen; made when needed.
        after_step: called with each step, or part of a merged one, and its verdict.
        await_effect: waits after a step until what it does behind the screen is done; tells what
            is not, nothing if it is.
        before_step: asked whether to act, skip or quit.
        cancelled: asked before each step.
        speed: how many times shorter than recorded the pauses between steps are; None keeps
            none but the settling.
        every_picture: whether each step leaves the screen it began on in `pictures`.
    """

    actor: Actor
    evidence: Evidence
    paths: Mapping[str, str]
    pictures: Path
    after_step: Callable[[Step, StepVerdict], None] = _ignore
    await_effect: Callable[[Step], str] = await_nothing
    before_step: Callable[[Step], Choice] = _always_act
    cancelled: Callable[[], bool] = lambda: False
    speed: float | None = None
    every_picture: bool = False
    _verdicts: list[StepVerdict] = field(default_factory=list)

    def run(self, steps: Sequence[Step]) -> ReplayResult:
        """Act out the steps, of merged ones each part; after a halt the others are skipped."""
        steps = tuple(acts(steps))
        resolver = Resolver(self.actor, self.evidence, self.paths)
        began, last_end, ended = time.monotonic_ns(), 0, ""
        for step in steps:
            ended = ended or ("The replay was cancelled." if self.cancelled() else "")
            if ended:
                self._note(step, "skipped", "coordinates", 0.0, ended)
                continue
            due = began + int((step.t_ns - steps[0].t_ns) / (self.speed or 1))
            self._wait(due if self.speed else 0)
            if step.t_ns - last_end > _PAUSE_NS:
                self.actor.settle(equal=4)
            asked = time.monotonic_ns()
            choice = self.before_step(step)
            began += time.monotonic_ns() - asked
            late = max(0.0, (asked - due) / 1e6)
            ended = self._step(resolver, step, choice, late)
            last_end = step.t_end_ns
        self.actor.settle()
        done = all(record.verdict == "done" for record in self._verdicts)
        return ReplayResult(passed=done, steps=_of_steps(self._verdicts))

    def _wait(self, due: int) -> None:
        while (left := due - time.monotonic_ns()) > 0 and not self.cancelled():
            time.sleep(min(left / 1e9, 0.1))

    def _step(self, resolver: Resolver, step: Step, choice: Choice, late: float) -> str:
        """Do a step; return why the replay ends with it, nothing if it goes on."""
        if choice != "act":
            quits = choice == "quit"
            told = "The replay was ended here." if quits else "It was left out on request."
            self._note(step, "skipped", "coordinates", late, told)
            return "The replay was ended before." if quits else ""
        try:
            resolution = resolver.resolve(step)
        except Halted as halt:
            self._note(step, "halted", "coordinates", late, str(halt), self._both(step))
            return "An earlier step halted."
        shown = (self._screen(step),) if self.every_picture else ()
        self.actor.act(resolution.action)
        told = self.await_effect(step) or (_BY_PLACE if step.by_place else "")
        self._note(step, "done", resolution.by, late, told, shown)
        return ""

    def _place(self, step: Step, what: str) -> Path:
        self.pictures.mkdir(parents=True, exist_ok=True)
        return self.pictures / f"{step.id:04d}-{what}.png"

    def _both(self, step: Step) -> tuple[str, ...]:
        """Keep the recorded screen and the present one; return their paths."""
        places = []
        if before := self.evidence.picture(step):
            places.append(self._place(step, "recorded"))
            before.save(places[-1])
        return (*(str(place) for place in places), self._screen(step))

    def _screen(self, step: Step) -> str:
        place = self._place(step, "screen")
        self.actor.screenshot(place)
        return str(place)

    def _note(
        self,
        step: Step,
        verdict: Literal["done", "halted", "skipped"],
        by: By,
        late: float,
        sentence: str,
        pictures: tuple[str, ...] = (),
    ) -> None:
        record = StepVerdict(
            id=step.id,
            verdict=verdict,
            resolved_by=by,
            late_ms=round(late, 1),
            sentence=sentence,
            pictures=pictures,
        )
        self._verdicts.append(record)
        self.after_step(step, record)


def _of_steps(verdicts: Sequence[StepVerdict]) -> tuple[StepVerdict, ...]:
    """Return one verdict for each step; a merged one is done if every part of it is."""
    told = []
    for _, group in groupby(verdicts, key=lambda verdict: verdict.id):
        parts = list(group)
        first = next((part for part in parts if part.verdict != "done"), parts[0])
        late = max(part.late_ms for part in parts)
        pictures = tuple(dict.fromkeys(place for part in parts for place in part.pictures))
        told.append(first.model_copy(update={"late_ms": late, "pictures": pictures}))
    return tuple(told)
