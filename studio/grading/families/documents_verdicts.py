"""The check that a document says of each of some names whether something holds of it."""

from typing import Any

from pydantic import Field, field_validator, model_validator

from studio.grading.families.documents_reading import judged, reference_document
from studio.grading.kinds import Grounds, Judgement, Kind, passed, register
from studio.grading.phrasing import listed
from studio.grading.readers.documents import Document
from studio.grading.readers.values import fold, legible
from studio.grading.readers.verdict_words import side_of
from studio.grading.readers.verdicts import Said, verdicts_in
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

_MAX_NAMES = 400
_LEAST_CERTAIN = 0.5


class VerdictsToldParameters(Frozen):
    """Which names something holds of, and which it does not."""

    verdict: str = Field(
        min_length=1,
        title="Verdict",
        description="One English word, such as exceeded, passed, compliant, paid, agrees, valid.",
    )
    holds: tuple[str, ...] = Field(
        default=(), max_length=_MAX_NAMES, title="Holds of", description="Names or codes."
    )
    not_holds: tuple[str, ...] = Field(
        default=(), max_length=_MAX_NAMES, title="Does not hold of", description="Names or codes."
    )

    @field_validator("verdict")
    @classmethod
    def _is_known(cls, word: str) -> str:
        if side_of(word) is None:
            raise ValueError(
                f"“{word[:40]}” is no word of judgement that can be told from its opposite; use "
                "one such as exceeded, passed, compliant, paid, complete, valid, correct or agrees"
            )
        return word

    @model_validator(mode="after")
    def _names_something(self) -> "VerdictsToldParameters":
        names = [fold(name).casefold() for name in (*self.holds, *self.not_holds)]
        if not names or not all(names):
            raise ValueError("give holds or not_holds, each with the names that it is about")
        if len(set(names)) < len(names):
            raise ValueError("a name stands twice")
        return self

    @property
    def expected(self) -> dict[str, bool]:
        """The right verdict on each name."""
        return dict.fromkeys(self.holds, True) | dict.fromkeys(self.not_holds, False)


def _verdict(document: Document, parameters: VerdictsToldParameters, target: Target) -> Judgement:
    expected = parameters.expected
    said = verdicts_in(document, tuple(expected), parameters.verdict)
    right, wrong, missing = _sorted_out(said, expected)
    evidence: dict[str, Any] = {"place": target.path, "facts": len(expected)}
    evidence |= {"wrong": [legible(name) for name in wrong[:20]], "missing": missing[:20]}
    both = sum(said.both(name) for name in expected)
    if both > _LEAST_CERTAIN * len(expected):
        told = f"{target.path} gives most names both verdicts."
        return Judgement(0.0, told, evidence, told)
    if right < _LEAST_CERTAIN * len(expected):
        told = f"{target.path} says of few names whether they are {parameters.verdict} or not."
        return Judgement(0.0, told, evidence, f"{target.path} says too little of too few names.")
    if not wrong and not missing:
        told = f"{target.path} gives each name the right verdict."
        return passed(told, public=told, **evidence)
    score = 1 - (len(wrong) + len(missing)) / len(expected)
    parts = [f"judges {listed(wrong[:5])} wrongly"] if wrong else []
    parts += [f"does not speak of {listed(missing[:5])}"] if missing else []
    public = f"{target.path} has {len(wrong)} wrong and lacks {len(missing)} of {len(expected)}."
    return Judgement(score, f"{target.path} {' and '.join(parts)}.", evidence, public)


def _sorted_out(said: Said, expected: dict[str, bool]) -> tuple[int, list[str], list[str]]:
    """Return how many verdicts are right, the names with a wrong one, and those without any.

    A name that is spoken of in words that tell no verdict for certain counts for neither.
    """
    right, wrong, missing = 0, [], []
    for name, holds in expected.items():
        found = said.of(name)
        if found is holds or said.both(name):
            right += 1
        elif found is not None:
            wrong.append(name)
        elif name not in said.mentioned:
            missing.append(name)
    return right, wrong, missing


def _judge(
    check: Check, parameters: VerdictsToldParameters, target: Target, grounds: Grounds
) -> Judgement:
    def judge(check: Check, document: Document) -> Judgement:
        return _verdict(document, parameters, target)

    return judged(judge, check, target, grounds)


def _fit(check: Check, parameters: VerdictsToldParameters, target: Target, grounds: Grounds) -> str:
    verdict = _verdict(reference_document(target, grounds), parameters, target)
    return "" if verdict.score == 1 else f"The reference fails it: {verdict.sentence}"


def _sentence(
    check: Check, parameters: VerdictsToldParameters, target: Target, grounds: Grounds
) -> str:
    parts = [f"{_named(parameters.holds)}: {parameters.verdict}"] if parameters.holds else []
    if parameters.not_holds:
        parts.append(f"{_named(parameters.not_holds)}: not {parameters.verdict}")
    return f"{target.path} says, in whatever words, {'; '.join(parts)}"


def _named(names: tuple[str, ...]) -> str:
    more = [f"{len(names) - 5} more"] if len(names) > 6 else names[5:]
    return listed([*names[:5], *more])


register(
    Kind(
        id="verdicts_told",
        family="documents",
        title="A text says of each name whether something holds",
        parameters=VerdictsToldParameters,
        judge=_judge,
        sentence=_sentence,
        fit=_fit,
    )
)
