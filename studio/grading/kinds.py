"""The registry of check kinds and what a judgement stands on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from studio.formats import layout
from studio.formats.tasks import TaskFolder
from studio.model.check import Check, Target, parse_target
from studio.model.frozen import Frozen

EVIDENCE_CAP = 50


@dataclass(frozen=True)
class Judgement:
    """A score in [0, 1], a sentence for people, evidence for programs."""

    score: float
    sentence: str
    evidence: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Grounds:
    """The three folders that a check may read: what was handed in, what is right, what was given.

    `output` is None while a check is only described.
    """

    output: Path | None
    reference: Path
    input: Path

    @classmethod
    def of(cls, task: TaskFolder, output: Path | None, variant: str = "base") -> "Grounds":
        """Return the grounds of one variant of a task."""
        if variant == "base":
            return cls(output, task.reference, task.input)
        private = task.folder / layout.PRIVATE / layout.VARIANTS / variant
        return cls(
            output,
            private / "reference",
            task.folder / layout.VARIANTS / variant / layout.INPUT,
        )


Judge = Callable[[Check, Any, Target, Grounds], Judgement]
Sentence = Callable[[Check, Any, Target, Grounds], str]


@dataclass(frozen=True)
class Kind:
    """A kind of check: its parameters, how it judges, and the sentence that says what it asks."""

    id: str
    title: str
    parameters: type[Frozen]
    judge: Judge
    sentence: Sentence


_KINDS: dict[str, Kind] = {}
KINDS: Mapping[str, Kind] = _KINDS


def register(kind: Kind) -> None:
    """Add a kind to the registry."""
    _KINDS[kind.id] = kind


def failed(sentence: str, **evidence: Any) -> Judgement:
    """Return a judgement of 0."""
    return Judgement(0.0, sentence, evidence)


def passed(sentence: str, **evidence: Any) -> Judgement:
    """Return a judgement of 1."""
    return Judgement(1.0, sentence, evidence)


def target_of(check: Check) -> Target:
    """Return the parsed target of a check."""
    return parse_target(check.target)
