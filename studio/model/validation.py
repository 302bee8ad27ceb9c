"""The gates of a task and what they found."""

from typing import Literal

from studio.model.frozen import Digest, Frozen

GateStatus = Literal["green", "red", "cannot_run", "not_applicable"]
GATES = (
    "complete", "files", "reference", "nothing", "known_bad", "alternates", "regrade", "coverage",
    "replay",
)  # fmt: skip


class GateResult(Frozen):
    """One gate: its status and sentences of evidence."""

    id: str
    status: GateStatus
    evidence: tuple[str, ...]


class ValidationReport(Frozen):
    """`validation/report.json`."""

    format: Literal["validation"] = "validation"
    version: Literal[1] = 1
    task_digest: Digest
    created: str
    versions: dict[str, str]
    proven: bool
    validated: bool
    gates: tuple[GateResult, ...]
