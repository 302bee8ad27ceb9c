"""Trials: one agent on one variant of one task."""

from typing import Literal

from pydantic import Field

from studio.base.told import Told
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


HALTED_STEP, HALTED_AT, HALTED, HALTED_FRAMES = (
    "halted_step", "halted_at", "halted", "halted_frames",
)  # fmt: skip
"""What a trial of the recording says of itself in `extra`: at which step it halted, what that step
does, why it could not, and the screens that were kept: the recorded one and the one there was."""
UNSAVED = "unsaved"
"""In `extra`: the files that were saved in the recording and not when it was done again."""
WITHHELD = "withheld_keys"
"""In `extra`: how many keys the expert typed that the recording does not hold."""
FAILED = "failed"
"""In `extra` of a trial that scores 0: what the check that failed first says."""
IT = "It"
"""Who did the recorded work again, where no agent is named."""


class Halt(Frozen):
    """Where the recorded work could not be done again.

    Attributes:
        step: the id of the step.
        does: what the step does, in a sentence.
        why: what was looked for there, and what was there instead.
        frames: paths of the screens that were kept: the recorded one, then the one there was.
    """

    step: str
    does: str
    why: str
    frames: tuple[str, ...] = ()

    def told(self, who: str = IT) -> Told:
        """Return at which step it halted, and why."""
        does = f" ({self.does.rstrip('.')})" if self.does else ""
        values = {"who": who, "step": self.step, "does": does, "why": self.why}
        return Told("{who} halted at step {step}{does}: {why}", values)


def told_unsaved(files: str, who: str = IT) -> Told:
    """Return that files were saved in the recording and not when it was done again."""
    told = "{who} did not save what was saved in the recording: {files}."
    return Told(told, {"who": who, "files": files})


def told_withheld(count: str) -> Told:
    """Return that the recording lacks keys that were typed, and how they come into one."""
    told = (
        "{count} keys that were typed are not in the recording, which holds text only of "
        "applications that were ticked: record again, and tick them."
    )
    return Told(told, {"count": count})


class Trial(Frozen):
    """`trial.json`; `started` and `ended` are UTC, `seconds` is the agent's own time.

    `extra` holds what an agent says of itself, such as which near miss it handed in, and what its
    grade says first.
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

    @property
    def halt(self) -> Halt | None:
        """Where the recorded work halted, its frames by their paths in the trial's folder."""
        step = self.extra.get(HALTED_STEP)
        if not step:
            return None
        frames = tuple(path for path in self.extra.get(HALTED_FRAMES, "").split("\n") if path)
        why, does = self.extra.get(HALTED, ""), self.extra.get(HALTED_AT, "")
        return Halt(step=step, does=does, why=why, frames=frames)


class PhaseRecord(Frozen):
    """A line of a trial's `events.jsonl`."""

    t: str
    phase: Phase
    detail: str = ""


class TrialRow(Frozen):
    """A trial as `run` and `trials list` print it.

    Attributes:
        halted: where the recorded work halted, None if it did not.
        failed: what the check that failed first says, None if the score is not 0.
        unsaved: the files that were saved in the recording and not in its replay, None if none.
        withheld: how many keys were typed that the recording does not hold, None if none.
    """

    id: str
    task: str
    variant: str
    agent: str
    status: TrialStatus
    reason: str | None
    score: Fraction | None
    seconds: float
    folder: str
    halted: Halt | None = None
    failed: str | None = None
    unsaved: str | None = None
    withheld: str | None = None


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
