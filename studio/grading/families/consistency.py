"""Checks of an output against itself: two places agree, and a total is the sum of its parts."""

import math
from typing import Any

from pydantic import Field

from studio.grading.families.spots import Spot, value_of, values_of
from studio.grading.families.trees import how_far, within
from studio.grading.kinds import EVIDENCE_CAP, Grounds, Judgement, Kind, failed, passed, register
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.values import Scalar, close, legible, number_of, shown
from studio.grading.readers.writing import agree
from studio.model.check import Check, Target, TargetText, parse_target
from studio.model.frozen import Frozen


class OutputsAgreeParameters(Frozen):
    """The other place that must hold the same value."""

    other: TargetText = Field(
        title="Other place",
        description="A target such as `report.docx#Total due` or `summary.json#/total`.",
    )
    case: bool = Field(
        default=True, title="Capitals matter", description="Off: `Paid` and `PAID` are the same."
    )


def _agree(
    check: Check, parameters: OutputsAgreeParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    values = []
    for text in (check.target, parameters.other):
        place = parse_target(text)
        try:
            values.append(value_of(grounds.output, place))
        except Unreadable as fault:
            told = f"{text}: {place.path} {fault}."
            return failed(told, public=told, place=text, expected="a value", found=None)
    one, other = values
    both = [check.target, parameters.other]
    evidence: dict[str, Any] = {"place": both, "expected": one, "found": other}
    if _same(one, other, check.tolerance, parameters.case):
        return passed(f"{check.target} and {parameters.other} are both {shown(one)}.", **evidence)
    return failed(
        f"{check.target} is {shown(one)}, but {parameters.other} is {shown(other)}.",
        public=f"{check.target} and {parameters.other} do not agree.",
        **evidence,
        **how_far(one, other),
    )


def _same(one: Scalar, other: Scalar, tolerance: float | None, case: bool) -> bool:
    if not case and isinstance(one, str) and isinstance(other, str):
        return one.casefold() == other.casefold()
    return agree(one, other, tolerance)


def _agree_fit(
    check: Check, parameters: OutputsAgreeParameters, target: Target, grounds: Grounds
) -> str:
    if parameters.other == check.target:
        return "A place always agrees with itself; name another one."
    return _fault_of(_agree(check, parameters, target, _as_output(grounds)))


def _as_output(grounds: Grounds) -> Grounds:
    return Grounds(grounds.reference, grounds.reference, grounds.input, grounds.hidden)


def _fault_of(told: Judgement) -> str:
    return "" if told.score == 1 else f"In the reference itself {told.sentence}"


def _agree_sentence(
    check: Check, parameters: OutputsAgreeParameters, target: Target, grounds: Grounds
) -> str:
    return f"{check.target} and {parameters.other} are the same{within(check.tolerance)}"


class TotalIsSumParameters(Frozen):
    """Where the parts of a total stand."""

    parts: TargetText = Field(
        title="Parts",
        description="A target that names several numbers: `book.xlsx#Costs!C2:C9`, "
        "`costs.csv#amount` or `costs.json#/rows/*/amount`.",
    )


def _numbers(spots: list[Spot]) -> list[float]:
    numbers = []
    for place, value in spots:
        number = number_of(value)
        if number is None:
            raise Unreadable(f"holds {shown(value)} at {legible(place)}, which is no number")
        numbers.append(number)
    return numbers


def _parts(
    check: Check, parameters: TotalIsSumParameters, target: Target, grounds: Grounds
) -> list[float]:
    """Return the parts; the total itself is none of them if it stands in the same column."""
    assert grounds.output is not None
    place = parse_target(parameters.parts)
    own = place.path == target.path and place.column == target.column
    return _numbers(values_of(grounds.output, place, target.key if own else None))


def _sum_of(numbers: list[float]) -> float:
    try:
        total = math.fsum(numbers)
    except OverflowError:
        raise Unreadable("holds parts whose sum is without end") from None
    if not math.isfinite(total):
        raise Unreadable("holds parts whose sum is without end")
    return total


def _sum(
    check: Check, parameters: TotalIsSumParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    evidence: dict[str, Any] = {"place": check.target, "expected": None, "found": None}
    place = target.path
    try:
        total = number_of(value_of(grounds.output, target))
        if total is None:
            raise Unreadable(f"has no number at {check.target}")
        evidence["found"] = total
        place = parse_target(parameters.parts).path
        numbers = _parts(check, parameters, target, grounds)
        if not numbers:
            raise Unreadable(f"has no parts at {parameters.parts}")
        expected = _sum_of(numbers)
    except Unreadable as fault:
        told = f"The sum of {check.target} cannot be checked: {place} {fault}."
        return failed(told, public=told, **evidence)
    evidence |= {"expected": expected, "parts": numbers[:EVIDENCE_CAP], **how_far(expected, total)}
    if close(expected, total, check.tolerance):
        return passed(f"{check.target} is the sum of its parts, {shown(total)}.", **evidence)
    return failed(
        f"{check.target} is {shown(total)}, but {parameters.parts} add up to {shown(expected)}.",
        public=f"{check.target} is not the sum of {parameters.parts}.",
        **evidence,
    )


def _sum_fit(
    check: Check, parameters: TotalIsSumParameters, target: Target, grounds: Grounds
) -> str:
    return _fault_of(_sum(check, parameters, target, _as_output(grounds)))


def _sum_sentence(
    check: Check, parameters: TotalIsSumParameters, target: Target, grounds: Grounds
) -> str:
    return f"{check.target} is the sum of {parameters.parts}{within(check.tolerance)}"


register(
    Kind(
        id="outputs_agree",
        family="consistency",
        title="Two places of the output agree",
        parameters=OutputsAgreeParameters,
        judge=_agree,
        sentence=_agree_sentence,
        fit=_agree_fit,
    )
)
register(
    Kind(
        id="total_is_sum",
        family="consistency",
        title="A total is the sum of its parts",
        parameters=TotalIsSumParameters,
        judge=_sum,
        sentence=_sum_sentence,
        fit=_sum_fit,
    )
)
