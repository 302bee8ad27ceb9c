"""The registry of check kinds and what a judgement stands on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from studio.base.errors import UserError
from studio.formats import layout
from studio.formats.tasks import TaskFolder
from studio.model.check import Check, Target, parse_target
from studio.model.frozen import Frozen

EVIDENCE_CAP = 50


@dataclass(frozen=True)
class Judgement:
    """A score in [0, 1], told in two voices.

    `sentence` and `evidence` are the author's and may name what the reference holds. `public` is
    for everybody else: it may say where and in what way the output falls short, and never what
    would have been right; a kind that leaves it empty gets a sentence that says only where.
    What is `skipped` was not judged, and counts neither for nor against.
    """

    score: float
    sentence: str
    evidence: dict[str, Any] = field(default_factory=dict)
    public: str = ""
    skipped: bool = False


@dataclass(frozen=True)
class Grounds:
    """The folders that a check may read: handed in, right, given, and hidden.

    `output` is None while a check is only described. `runs` is what came of the programs of the
    output, if they were run on the hidden cases before (see `reruns`).
    """

    output: Path | None
    reference: Path
    input: Path
    hidden: Path
    runs: Path | None = None

    @classmethod
    def of(
        cls,
        task: TaskFolder,
        output: Path | None,
        variant: str = "base",
        runs: Path | None = None,
    ) -> "Grounds":
        """Return the grounds of one variant of a task."""
        if variant == "base":
            return cls(output, task.reference, task.input, task.folder / layout.HIDDEN, runs)
        private = task.folder / layout.PRIVATE / layout.VARIANTS / variant
        return cls(
            output,
            private / "reference",
            task.folder / layout.VARIANTS / variant / layout.INPUT,
            private / "hidden",
            runs,
        )


Judge = Callable[[Check, Any, Target, Grounds], Judgement]
Sentence = Callable[[Check, Any, Target, Grounds], str]
Fit = Callable[[Check, Any, Target, Grounds], str]


def fits_always(check: Check, parameters: Any, target: Target, grounds: Grounds) -> str:
    """Find no fault: whatever its parameters admit, the kind can judge."""
    return ""


@dataclass(frozen=True)
class Kind:
    """A kind of check.

    `parameters` declares what it takes: schema, form and docs come from it. `judge` returns the
    judgement of an output, `sentence` what it asks in plain words. `fit` returns what is wrong
    with a check beside the reference before anything is graded (an unknown sheet), empty if
    nothing is. A kind of `presence` asks for what doing nothing may already give, so it is a gate
    and carries no weight. `extra` names the optional dependencies that it needs. A kind whose
    `share` is below 1 may carry at most that part of the weight of its checkpoint, so never stands
    alone, and counts for no more than the other checks of the checkpoint earn.
    """

    id: str
    family: str
    title: str
    parameters: type[Frozen]
    judge: Judge
    sentence: Sentence
    fit: Fit = fits_always
    presence: bool = False
    extra: str | None = None
    share: float = 1.0
    passages: bool = False


_KINDS: dict[str, Kind] = {}
KINDS: Mapping[str, Kind] = _KINDS


def register(kind: Kind) -> None:
    """Add a kind to the registry."""
    _KINDS[kind.id] = kind


def no_kind(name: str) -> UserError:
    """Return the fault that says that there is no such kind, with those nearest to it."""
    near = get_close_matches(name, _KINDS, n=3)
    told = f"{name!r} is not a kind of check"
    meant = f"did you mean {' or '.join(near)}?" if near else ""
    listed = "`studio task checks DIR kinds` names them all."
    return UserError(
        f"{told}; {meant}" if meant else f"{told}.",
        f"{told}; {meant} {listed}" if meant else f"{told}; {listed}",
    )


def failed(sentence: str, *, public: str = "", **evidence: Any) -> Judgement:
    """Return a judgement of 0."""
    return Judgement(0.0, sentence, evidence, public)


def passed(sentence: str, *, public: str = "", **evidence: Any) -> Judgement:
    """Return a judgement of 1."""
    return Judgement(1.0, sentence, evidence, public)


def target_of(check: Check) -> Target:
    """Return the parsed target of a check."""
    return parse_target(check.target)
