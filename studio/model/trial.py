"""Trials: one agent on one variant of one task."""

from typing import Literal

from pydantic import Field

from studio.model.frozen import Digest, Fraction, Frozen, Identifier
from studio.model.grade import TrialStatus

Phase = Literal[
    "created", "provisioned", "staged", "started", "acting", "stopped", "collected", "graded",
    "recorded", "failed",
]  # fmt: skip
NEXT_PHASES: dict[str, tuple[str, ...]] = {
    "created": ("provisioned", "failed"),
    "provisioned": ("staged", "failed"),
    "staged": ("started", "failed"),
    "started": ("acting", "failed"),
    "acting": ("stopped", "failed"),
    "stopped": ("collected", "failed"),
    "collected": ("graded", "failed"),
    "graded": ("recorded", "failed"),
    "failed": ("recorded",),
    "recorded": (),
}


class Trial(Frozen):
    """`trial.json`; `started` and `ended` are UTC, `seconds` is the agent's own time.

    `extra` holds what an agent says of itself, such as which near miss it handed in.
    """

    format: Literal["trial"] = "trial"
    version: Literal[1] = 1
    id: Identifier
    task: Identifier
    title: str
    task_digest: Digest
    variant: str = "base"
    agent: str
    status: TrialStatus
    reason: str | None
    score: Fraction | None
    seconds: float = Field(ge=0)
    started: str
    ended: str
    studio_version: str
    extra: dict[str, str] = Field(default_factory=dict)


class PhaseRecord(Frozen):
    """A line of a trial's `events.jsonl`."""

    t: str
    phase: Phase
    detail: str = ""


class TrialRow(Frozen):
    """A trial as `run` and `trials list` print it."""

    id: str
    task: str
    variant: str
    agent: str
    status: TrialStatus
    reason: str | None
    score: Fraction | None
    seconds: float
    folder: str


class StepVerdict(Frozen):
    """How one step of a replay went; `late_ms` is how much later than recorded it began.

    `pictures` are paths of PNG: the recorded screen and the present one where it halted, the screen
    it acted on where a report was asked for.
    """

    id: int
    verdict: Literal["done", "halted", "skipped"]
    resolved_by: Literal["element", "picture", "coordinates"]
    late_ms: float
    sentence: str = ""
    pictures: tuple[str, ...] = ()


class ReplayResult(Frozen):
    """What a replay did, step by step."""

    passed: bool
    steps: tuple[StepVerdict, ...]
