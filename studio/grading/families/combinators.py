"""Checks made of checks: all, any, some, in order, by tiers, and on the average.

What a part earns is what its kind gives it. A part in error makes the whole an error, for the
fault of a grader is never a score. The score of the whole:

| kind | score |
|---|---|
| `all_of` | the least score of a part |
| `any_of` | the greatest score of a part |
| `k_of_n` | the mean of the k greatest scores |
| `first_failing` | 1 if every part passes, else 0; after the first that fails none is judged |
| `tiers` | the share of tiers reached: each part of it passes, and all before are reached |
| `fraction_of` | the mean score of the parts |
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import Field, model_validator

from studio.base.errors import FaultError, HostileInputError
from studio.grading.kinds import KINDS, Grounds, Judgement, Kind, no_kind, register, target_of
from studio.grading.verdicts import parse_parameters
from studio.model.check import Check, Target, TargetText
from studio.model.frozen import Frozen, Identifier

MAX_DEPTH = 3
MAX_PARTS = 20
_PASS = 1 - 1e-9


class Part(Frozen):
    """A check within a check."""

    kind: Identifier = Field(title="Kind")
    target: TargetText = Field(title="Target")
    parameters: dict[str, Any] = Field(default_factory=dict, title="Parameters")
    tolerance: float | None = Field(default=None, ge=0, title="Tolerance")


def nested(written: Any) -> Iterator[Any]:
    """Yield the checks that parameters name, as they are written; what is no list has none."""
    if not isinstance(written, dict):
        return
    checks, tiers = written.get("checks"), written.get("tiers")
    yield from checks if isinstance(checks, list | tuple) else ()
    for tier in tiers if isinstance(tiers, list | tuple) else ():
        yield from nested(tier)


def _count(part: Part, depth: int = 1) -> int:
    """Return how many checks a part is made of.

    Raises:
        ValueError: if they are nested too deeply or do not fit.
    """
    if depth > MAX_DEPTH:
        raise ValueError(f"checks may be nested {MAX_DEPTH} deep")
    inner = (Part.model_validate(written, strict=False) for written in nested(part.parameters))
    return 1 + sum(_count(found, depth + 1) for found in inner)


def _refuse_many(parts: Sequence[Part]) -> None:
    if sum(_count(part) for part in parts) > MAX_PARTS:
        raise ValueError(f"a check may be made of at most {MAX_PARTS} checks")


class PartsParameters(Frozen):
    """The checks that this one is made of."""

    checks: tuple[Part, ...] = Field(
        min_length=1,
        title="Checks",
        description="Each with `kind`, `target`, and where it needs them `parameters` and "
        f"`tolerance`; at most {MAX_PARTS} in all, nested at most {MAX_DEPTH} deep.",
    )

    @model_validator(mode="after")
    def _modest(self) -> "PartsParameters":
        _refuse_many(self.checks)
        return self


class KOfNParameters(PartsParameters):
    """The checks that this one is made of, and how many must pass."""

    k: int = Field(ge=1, title="How many", description="So many of the checks must pass.")

    @model_validator(mode="after")
    def _can_be(self) -> "KOfNParameters":
        if self.k > len(self.checks):
            raise ValueError(f"k is {self.k}, but there are only {len(self.checks)} checks")
        return self


class Tier(Frozen):
    """A level of the work: it is reached if each of its checks passes."""

    title: str = Field(min_length=1, max_length=80, title="Title")
    checks: tuple[Part, ...] = Field(min_length=1, title="Checks")


class TiersParameters(Frozen):
    """The levels of the work, the first one first."""

    tiers: tuple[Tier, ...] = Field(
        min_length=1,
        title="Tiers",
        description="Each with a `title` and `checks`; a tier counts only if those before it are "
        "reached.",
    )

    @model_validator(mode="after")
    def _modest(self) -> "TiersParameters":
        _refuse_many([part for tier in self.tiers for part in tier.checks])
        return self

    @property
    def checks(self) -> tuple[Part, ...]:
        """The checks of all tiers, in order."""
        return tuple(part for tier in self.tiers for part in tier.checks)


@dataclass(frozen=True)
class _Judged:
    """A part and what was said of it."""

    part: Part
    told: Judgement

    @property
    def passes(self) -> bool:
        """Whether the part is as it must be."""
        return self.told.score >= _PASS


def _as_check(part: Part, whole: Check) -> Check:
    return Check(
        id=whole.id,
        kind=part.kind,
        target=part.target,
        parameters=part.parameters,
        tolerance=part.tolerance,
        gate=whole.gate,
    )


def _judged(part: Part, whole: Check, grounds: Grounds) -> _Judged:
    """Judge a part.

    Raises:
        FaultError: if the part is broken, which makes the whole an error.
    """
    check = _as_check(part, whole)
    if check.kind in KINDS and KINDS[check.kind].share < 1:
        raise FaultError(f"{check.kind} may not be part of another check.")
    try:
        parameters = parse_parameters(check)
        told = KINDS[check.kind].judge(check, parameters, target_of(check), grounds)
    except HostileInputError:
        raise
    except FaultError as fault:
        raise FaultError(f"The part {part.kind} of {part.target}: {fault}") from None
    if not math.isfinite(told.score) or not 0 <= told.score <= 1:
        raise FaultError(f"The part {part.kind} of {part.target} scores {told.score}.")
    return _Judged(part, told)


def _told(judged: Sequence[_Judged], score: float, left: int = 0) -> Judgement:
    """Return the judgement of the whole: how many parts pass, and the first that does not."""
    wrong = [found for found in judged if not found.passes]
    evidence: dict[str, Any] = {
        "parts": [
            {
                "kind": found.part.kind,
                "place": found.part.target,
                "score": found.told.score,
                "sentence": found.told.sentence,
                "evidence": found.told.evidence,
            }
            for found in judged
        ],
        "not_judged": left,
    }
    if not wrong:
        return Judgement(score, f"All {len(judged)} parts are right.", evidence)
    count = f"{len(judged) - len(wrong)} of {len(judged) + left} parts are right"
    sentence = f"{count}. {wrong[0].told.sentence}"
    public = f"{count}. {' '.join(_public(found) for found in wrong)}"
    return Judgement(score, sentence, evidence, public)


def _public(found: _Judged) -> str:
    told = f"{KINDS[found.part.kind].title} ({found.part.target}): not as it must be."
    return found.told.public or told


Score = Callable[[Any, list[float]], float]


def _judge_by(rule: Score) -> Callable[[Check, Any, Target, Grounds], Judgement]:
    """Return how a kind judges that looks at all of its parts and scores them by a rule."""

    def judge(check: Check, parameters: Any, target: Target, grounds: Grounds) -> Judgement:
        judged = [_judged(part, check, grounds) for part in parameters.checks]
        return _told(judged, rule(parameters, [found.told.score for found in judged]))

    return judge


def _mean(scores: Sequence[float]) -> float:
    return math.fsum(scores) / len(scores)


def _first_failing(
    check: Check, parameters: PartsParameters, target: Target, grounds: Grounds
) -> Judgement:
    judged: list[_Judged] = []
    for part in parameters.checks:
        judged.append(_judged(part, check, grounds))
        if not judged[-1].passes:
            break
    left = len(parameters.checks) - len(judged)
    return _told(judged, float(judged[-1].passes), left)


def _tiers(
    check: Check, parameters: TiersParameters, target: Target, grounds: Grounds
) -> Judgement:
    reached, all_judged = 0, []
    for tier in parameters.tiers:
        judged = [_judged(part, check, grounds) for part in tier.checks]
        all_judged += judged
        if not all(found.passes for found in judged):
            break
        reached += 1
    left = len(parameters.checks) - len(all_judged)
    told = _told(all_judged, reached / len(parameters.tiers), left)
    titles = [tier.title for tier in parameters.tiers[:reached]]
    last = f"{titles[-1]} is reached" if titles else "No tier is reached"
    public = f"{last}. {told.public}" if told.public else f"{last}."
    evidence = {"reached": titles, **told.evidence}
    return Judgement(told.score, f"{last}. {told.sentence}", evidence, public)


def _fit(check: Check, parameters: Any, target: Target, grounds: Grounds) -> str:
    for part in parameters.checks:
        kind = KINDS.get(part.kind)
        if kind is None:
            return str(no_kind(part.kind))
        if kind.share < 1:
            return f"{part.kind} may not be part of another check; add it by itself."
        inner = _as_check(part, check)
        try:
            fault = kind.fit(inner, parse_parameters(inner), target_of(inner), grounds)
        except FaultError as refusal:
            fault = str(refusal)
        if fault:
            return f"{part.kind} of {part.target}: {fault}"
    return ""


def _sentences(check: Check, parts: Sequence[Part], grounds: Grounds) -> str:
    found = []
    for part in parts:
        inner = _as_check(part, check)
        kind = KINDS[part.kind]
        found.append(kind.sentence(inner, parse_parameters(inner), target_of(inner), grounds))
    return "; ".join(found)


def _sentence_of(beginning: str) -> Callable[[Check, Any, Target, Grounds], str]:
    def sentence(check: Check, parameters: Any, target: Target, grounds: Grounds) -> str:
        start = beginning.format(k=getattr(parameters, "k", 0), n=len(parameters.checks))
        return f"{start}: {_sentences(check, parameters.checks, grounds)}"

    return sentence


def _tiers_sentence(
    check: Check, parameters: TiersParameters, target: Target, grounds: Grounds
) -> str:
    told = [f"{t.title} ({_sentences(check, t.checks, grounds)})" for t in parameters.tiers]
    return f"Reached one after the other: {', then '.join(told)}"


def _register(
    id: str,
    title: str,
    beginning: str,
    judge: Callable[[Check, Any, Target, Grounds], Judgement],
    parameters: type[Frozen] = PartsParameters,
) -> None:
    sentence = _sentence_of(beginning) if beginning else _tiers_sentence
    register(Kind(id, "combinators", title, parameters, judge, sentence, _fit))


_register("all_of", "All checks pass", "All of these", _judge_by(lambda _, scores: min(scores)))
_register(
    "any_of", "One of the checks passes", "One of these", _judge_by(lambda _, scores: max(scores))
)
_register(
    "k_of_n",
    "So many of the checks pass",
    "{k} of these {n}",
    _judge_by(lambda parameters, scores: _mean(sorted(scores)[-parameters.k :])),
    KOfNParameters,
)
_register(
    "first_failing",
    "One check after the other",
    "Each of these in turn, or nothing",
    _first_failing,
)
_register("tiers", "Levels reached in order", "", _tiers, TiersParameters)
_register(
    "fraction_of",
    "The share of checks that pass",
    "The average of these",
    _judge_by(lambda _, scores: _mean(scores)),
)
