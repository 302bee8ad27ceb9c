"""The check of a figure beside a plan: it is computed from the plan that was handed in.

Where many plans are right, their totals differ, so that a total is never compared with the
reference's. It counts only beside a plan that obeys its rules: the totals of a plan of one row are
no work.
"""

from pathlib import Path
from typing import Any

from pydantic import Field

from studio.base.errors import FaultError
from studio.grading.costs import Cost
from studio.grading.families.addressing import needed
from studio.grading.families.feasibility import Sentence, broken, plan_columns, rules_of
from studio.grading.families.spots import value_of
from studio.grading.families.trees import how_far, reference_tree, within
from studio.grading.kinds import EVIDENCE_CAP, Grounds, Judgement, Kind, failed, passed, register
from studio.grading.phrasing import quoted
from studio.grading.planning import Column, Plan, name_of
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.tables import reference_table
from studio.grading.readers.trees import is_typed, tree_at
from studio.grading.readers.values import Scalar, close, legible, number_of, shown
from studio.model.check import Check, Target, TargetText, parse_target
from studio.model.frozen import Frozen

_ALL = ""
_NOISE = 1e-6
Figures = dict[str, float]


class PlanTotalParameters(Frozen):
    """Which figure of the handed-in plan stands there."""

    plan: TargetText = Field(
        title="Plan", description="The table or nested data of the plan, such as `plan.csv`."
    )
    figure: str = Field(
        min_length=1,
        max_length=500,
        title="Figure",
        description="A sentence as for a cost: the number of rows; or: the sum of `load` of "
        "`stops.csv` by `stop`.",
    )
    rules: tuple[Sentence, ...] = Field(
        default=(),
        max_length=40,
        title="Rules",
        description="What the plan must obey for its figures to count.",
    )
    times: float = Field(
        default=1.0,
        gt=0,
        title="Times",
        description="What the figure is multiplied by, to bring it into the unit of the place.",
    )
    per: str | None = Field(
        default=None,
        title="Per",
        description="The column of the plan that tells groups apart, if the place is a column "
        "with a figure for each of them.",
    )
    key: str | None = Field(
        default=None,
        title="Column of the group",
        description="The column that names the group beside the figure, if it is called otherwise.",
    )


def _plan_at(parameters: PlanTotalParameters, folder: Path, given: Path) -> Plan:
    """Return the plan that was handed in, if it obeys its rules.

    Raises:
        Unreadable: if there is none, or it breaks one.
        FaultError: if the input lacks what a rule names.
    """
    rules, cost = rules_of(parameters.rules), Cost(parameters.figure)
    names = (*plan_columns(rules), *(column.name for column in cost.columns))
    plan = Plan.read(folder, parse_target(parameters.plan), given, names)
    if wrong := broken(rules, plan):
        raise Unreadable(f"breaks the rule: {next(iter(wrong))}")
    return plan


def _expected(parameters: PlanTotalParameters, plan: Plan) -> Figures:
    cost = Cost(parameters.figure)
    parts = plan.divided(Column(parameters.per)) if parameters.per else {_ALL: plan}
    return {name: cost.of(part) * parameters.times for name, part in parts.items()}


def _told(parameters: PlanTotalParameters, target: Target, grounds: Grounds) -> Figures:
    """Return the figures that stand at the place.

    Raises:
        Unreadable: if there are none, or one is no number.
    """
    assert grounds.output is not None
    folder = grounds.output
    if not parameters.per:
        if target.pointer is not None and is_typed(target.path):
            _as_typed(target, grounds)
        return {_ALL: _number(value_of(folder, target))}
    if target.column is None:
        raise Unreadable("is named without a column")
    key = parameters.key or parameters.per
    whole = target.model_copy(update={"column": None})
    table = reference_table(folder, whole, (key, target.column))
    names = [name_of(value) for value in table.values(needed(table, key))]
    if len(set(names)) != len(names):
        raise Unreadable(f"has one {key} more than once")
    values = table.values(needed(table, target.column))
    return {name: _number(value) for name, value in zip(names, values, strict=True)}


def _as_typed(target: Target, grounds: Grounds) -> None:
    """Refuse a text where the reference has a number, if the format tells them apart.

    Raises:
        Unreadable: if it is one.
    """
    assert grounds.output is not None
    found = tree_at(grounds.output, target)
    if isinstance(found, str) and not isinstance(reference_tree(target, grounds), str):
        raise Unreadable(f"has the text {legible(shown(found))} where a number must be")


def _number(value: Scalar) -> float:
    number = None if isinstance(value, bool) else number_of(value)
    if number is None:
        raise Unreadable(f"has {legible(shown(value))} where a number must be")
    return number


def _judge(
    check: Check, parameters: PlanTotalParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    path = parse_target(parameters.plan).path
    evidence: dict[str, Any] = {"place": check.target, "expected": None, "found": None}
    try:
        plan = _plan_at(parameters, grounds.output, grounds.input)
        expected = _expected(parameters, plan)
        path = target.path
        found = _told(parameters, target, grounds)
    except Unreadable as fault:
        told = f"{check.target} cannot be checked: {path} {legible(str(fault))}."
        return failed(told, public=told, **evidence)
    return _compared(check, parameters, expected, found)


def _compared(
    check: Check, parameters: PlanTotalParameters, expected: Figures, found: Figures
) -> Judgement:
    wrong = [
        name
        for name in dict.fromkeys((*expected, *found))
        if name not in expected
        or name not in found
        or not close(expected[name], found[name], check.tolerance or _NOISE)
    ]
    plan = parse_target(parameters.plan).path
    if not wrong:
        told = f"{check.target} is {parameters.figure} of {plan}."
        return passed(told, public=told, place=check.target, figures=len(found))
    first = wrong[0]
    of = f" of {legible(first)}" if first else ""
    told, due = (shown(one.get(first)) for one in (found, expected))
    more = f" It is wrong for {len(wrong)} groups." if len(wrong) > 1 else ""
    both = first in found and first in expected
    return failed(
        f"{check.target}{of} is {told}, but {parameters.figure} of {plan} is {due}.{more}",
        public=f"{check.target} does not agree with {plan}.",
        place=check.target,
        expected=expected.get(first),
        found=found.get(first),
        wrong=wrong[:EVIDENCE_CAP],
        **(how_far(expected[first], found[first]) if both else {}),
    )


def _sentence(
    check: Check, parameters: PlanTotalParameters, target: Target, grounds: Grounds
) -> str:
    plan = parse_target(parameters.plan).path
    per = f" for each {quoted(parameters.per)}" if parameters.per else ""
    times = f" times {parameters.times:g}" if parameters.times != 1 else ""
    return (
        f"{check.target} is {quoted(parameters.figure)}{times}{per}, computed from the {plan} that "
        f"was handed in{within(check.tolerance)}"
    )


def _fit(check: Check, parameters: PlanTotalParameters, target: Target, grounds: Grounds) -> str:
    own = Grounds(grounds.reference, grounds.reference, grounds.input, grounds.hidden)
    try:
        told = _judge(check, parameters, target, own)
    except FaultError as fault:
        return str(fault)
    return "" if told.score == 1 else f"In the reference itself {told.sentence}"


register(
    Kind(
        id="plan_total",
        family="feasibility",
        title="A figure of a plan is right",
        parameters=PlanTotalParameters,
        judge=_judge,
        sentence=_sentence,
        fit=_fit,
    )
)
