"""The gates of a task and what they found."""

from typing import Literal

from pydantic import Field

from studio.model.frozen import Digest, Frozen

GateStatus = Literal["green", "red", "cannot_run", "not_applicable"]
GATES = (
    "complete", "files", "reference", "nothing", "known_bad", "alternates", "regrade", "coverage",
    "replay",
)  # fmt: skip
FINE: tuple[GateStatus, ...] = ("green", "not_applicable")
"""The statuses that stand in the way of nothing."""

Thing = Literal[
    "title", "prompt", "occupation", "checks", "check", "checkpoint", "file", "start", "recording",
    "step", "output", "uncovered",
]  # fmt: skip
"""The kinds of things that evidence is about; `checks` and `recording` are those as a whole."""


class Lead(Frozen):
    """The thing that a sentence of evidence is about: there it is mended.

    `id` is that of the check, the checkpoint or the step, the path of the file, the name of the
    output in the matrix, or the words that no check covers.
    """

    thing: Thing
    id: str = ""


class GateResult(Frozen):
    """One gate: its status, sentences of evidence, and where each of those is mended.

    `leads` is as long as `evidence`, or empty. `started` says when the gate was asked, `seconds`
    how long that took, and `task_digest` what it was asked of; a gate that was asked by an older
    release knows no seconds.
    """

    id: str
    status: GateStatus
    evidence: tuple[str, ...]
    leads: tuple[Lead | None, ...] = ()
    started: str = ""
    seconds: float | None = Field(default=None, ge=0)
    task_digest: Digest | None = None

    @property
    def fine(self) -> bool:
        """Whether it stands in the way of nothing."""
        return self.status in FINE

    def lead(self, place: int) -> Lead | None:
        """Return where a sentence of evidence leads, by its place."""
        return self.leads[place] if place < len(self.leads) else None


class ValidationReport(Frozen):
    """`validation/report.json`: of each gate what it found when it was last asked.

    Gates that were asked of an earlier state of the task stay in it with the digest of that;
    `proven` and `task_digest` are those of the last time that any was asked.
    """

    format: Literal["validation"] = "validation"
    version: Literal[2] = 2
    task_digest: Digest
    created: str
    versions: dict[str, str]
    proven: bool
    validated: bool
    gates: tuple[GateResult, ...]

    def of(self, digest: str) -> tuple[GateResult, ...]:
        """Return what was found of the task as it is when it has this digest."""
        return tuple(
            gate for gate in self.gates if (gate.task_digest or self.task_digest) == digest
        )

    def proves(self, digest: str) -> bool:
        """Tell whether every gate was asked of the task with this digest, and is fine."""
        found = self.of(digest)
        return {gate.id for gate in found} >= set(GATES) and all(gate.fine for gate in found)
