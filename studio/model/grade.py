"""Verdicts: what a grader says of an output."""

from typing import Any, Literal

from pydantic import Field

from studio.model.frozen import Fraction, Frozen, Identifier

PASS_MARGIN = 1e-9
CheckStatus = Literal["pass", "fail", "error", "skipped"]
TrialStatus = Literal["SCORED", "INVALID", "VOID"]


class CheckResult(Frozen):
    """The judgement of one check, told twice.

    `sentence` and `evidence` are for the author; `public` gives nothing of the reference away.
    """

    id: Identifier
    kind: str
    target: str
    status: CheckStatus
    score: Fraction | None
    sentence: str
    public: str = ""
    evidence: dict[str, Any] = Field(default_factory=dict)


class CheckpointResult(Frozen):
    """The score of a checkpoint; None if a check of it is in error."""

    id: Identifier
    score: Fraction | None
    checks: tuple[CheckResult, ...]


class Grade(Frozen):
    """What `studio grade` prints: SCORED has a score, INVALID has 0, VOID has none.

    `isolation` says whether the grader ran in a sandbox or, where none can be had, without.
    """

    status: TrialStatus
    reason: str | None
    score: Fraction | None
    checkpoints: tuple[CheckpointResult, ...]
    isolation: Literal["sandbox", "none"] = "none"

    @property
    def passed(self) -> bool:
        """Whether the score is 1 within the margin."""
        return self.status == "SCORED" and self.score is not None and self.score >= 1 - PASS_MARGIN


class GradeFile(Frozen):
    """`grade.json` of a trial."""

    format: Literal["grade"] = "grade"
    version: Literal[1] = 1
    task_digest: str
    grade: Grade
