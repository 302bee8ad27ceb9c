"""What the checks of sound, music and film share: facts that hold or not, told in two voices."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, NamedTuple, TypeVar

from studio.base.errors import FaultError
from studio.grading.kinds import Fit, Grounds, Judge, Judgement, failed
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.values import legible
from studio.model.check import Check, Target

Read = TypeVar("Read")


class Fact(NamedTuple):
    """Something that holds or not, told to the author and, without the right value, to others.

    `wanted` is how it must be, as the end of a sentence.
    """

    holds: bool
    told: str
    public: str
    wanted: str


def of_reference(read: Callable[..., Read], target: Target, grounds: Grounds) -> Read:
    """Return what a reader reads of the reference.

    Raises:
        FaultError: if it cannot be read.
    """
    try:
        return read(grounds.reference, target.path)
    except Unreadable as fault:
        raise FaultError(f"{target.path} of the reference {fault}.") from None


def unreadable(target: Target, fault: Unreadable) -> Judgement:
    """Return the judgement of a file that cannot be read."""
    told = f"{target.path} {legible(str(fault))}."
    return failed(told, public=told)


def told_of(path: str, facts: Sequence[Fact], *, whole: bool, **evidence: Any) -> Judgement:
    """Return the judgement that facts come to.

    Args:
        path: the file.
        facts: what was asked.
        whole: whether one that does not hold makes the score 0; else each counts.
        evidence: numbers for the author.
    """
    wrong = [fact for fact in facts if not fact.holds]
    kept = [f"{fact.told}, {fact.wanted}" for fact in wrong] or [fact.told for fact in facts]
    sentence = f"{path}: {'; '.join(kept)}."
    public = f"{path}: {'; '.join(fact.public for fact in wrong) or 'as it must be'}."
    share = (len(facts) - len(wrong)) / len(facts)
    return Judgement(share if not whole or not wrong else 0.0, sentence, evidence, public)


def asked_of(path: str, facts: Sequence[Fact]) -> str:
    """Return the sentence that says how each fact must be."""
    return f"{path}: {'; '.join(fact.wanted for fact in facts)}"


def fits_reference(judge: Judge) -> Fit:
    """Return what looks whether the reference itself passes a check."""

    def fit(check: Check, parameters: Any, target: Target, grounds: Grounds) -> str:
        told = judge(check, parameters, target, replace(grounds, output=grounds.reference))
        return "" if told.score >= 1 else f"The reference fails this check. {told.sentence}"

    return fit
