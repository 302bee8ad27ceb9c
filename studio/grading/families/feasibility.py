"""The checks of plans: whether they obey rules, and what they cost; never whether they are equal.

A plan that breaks one rule is none, so there is no credit for the others. A cost counts only for a
plan that obeys its rules: to do nothing is always the cheapest.
"""

from typing import Annotated, Any

from pydantic import Field

from studio.base.errors import FaultError
from studio.grading.costs import Cost
from studio.grading.kinds import EVIDENCE_CAP, Grounds, Judgement, Kind, failed, passed, register
from studio.grading.phrasing import listed, percent, quoted
from studio.grading.planning import Plan
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.values import close, legible
from studio.grading.rule_parts import Rule
from studio.grading.rules import parse_rule
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

Sentence = Annotated[str, Field(min_length=1, max_length=500)]
RULES: Any = Field(
    min_length=1,
    max_length=40,
    title="Rules",
    description="Sentences such as: each `stop` of `stops.csv` is in `stop` once; the sum of "
    "`load` per `route` is at most 20; `arrival` is between 8:00 and 16:00. docs/checks.md "
    "lists them all.",
)


class PlanRulesParameters(Frozen):
    """What a plan must obey, in sentences over its columns and those of the input's tables."""

    rules: tuple[Sentence, ...] = RULES


class PlanCostParameters(Frozen):
    """What a plan costs, computed from its rows, and how much that may be."""

    cost: str = Field(
        min_length=1,
        title="Cost",
        description="A sentence such as: the sum of `hours` times `rate` of `staff.csv` by `name`; "
        "or: the way through `stop` per `route` by `km` of `roads.csv` from and to Depot.",
    )
    rules: tuple[Sentence, ...] = RULES
    at_most: float | None = Field(
        default=None,
        title="At most",
        description="The ceiling; what the reference costs if both are left out.",
    )
    at_least: float | None = Field(
        default=None, title="At least", description="The floor, where more is better."
    )
    share: float = Field(
        default=0.0,
        ge=0,
        lt=1,
        title="Share",
        description="How much worse than the reference it may be where no bound is given: 0.05 "
        "is 5%.",
    )


def plan_columns(rules: tuple[Rule, ...]) -> tuple[str, ...]:
    """Return the names of the plan's columns that rules name, to find its header by."""
    found: dict[str, None] = {}
    for rule in rules:
        for column in rule.read:
            if name := column.by if column.table else column.name:
                found[name] = None
    return tuple(found)


def rules_of(texts: tuple[str, ...]) -> tuple[Rule, ...]:
    """Return the rules that sentences state.

    Raises:
        FaultError: if one is not understood.
    """
    return tuple(parse_rule(text) for text in texts)


def broken(rules: tuple[Rule, ...], plan: Plan) -> dict[str, list[str]]:
    """Return for each rule that a plan breaks where it does so.

    Raises:
        FaultError: if the input lacks what a rule names.
    """
    found = {rule.text: rule.breaches(plan) for rule in rules}
    return {text: breaches for text, breaches in found.items() if breaches}


def _told(broken_rules: dict[str, list[str]], total: int, target: Target) -> tuple[str, str]:
    """Return what is broken for the author, and for others."""
    first, breaches = next(iter(broken_rules.items()))
    more = f", and {len(breaches) - 1:,} times more" if len(breaches) > 1 else ""
    count = f"{target.path} breaks {len(broken_rules)} of {total} rules"
    return (
        f"{count}: {first}: {legible(breaches[0])}{more}.",
        f"{count}: {listed(text for text in broken_rules)}.",
    )


def _judge_rules(
    check: Check, parameters: PlanRulesParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    rules = rules_of(parameters.rules)
    try:
        plan = Plan.read(grounds.output, target, grounds.input, plan_columns(rules))
    except Unreadable as fault:
        told = f"{target.path} {legible(str(fault))}."
        return failed(told, public=told, rules=len(rules))
    wrong = broken(rules, plan)
    shown = {text: breaches[:EVIDENCE_CAP] for text, breaches in wrong.items()}
    if not wrong:
        told = f"{target.path} obeys all {len(rules)} rules."
        return passed(told, public=told, rules=len(rules), rows=plan.rows.height)
    sentence, public = _told(wrong, len(rules), target)
    return failed(sentence, public=public, rules=len(rules), broken=shown)


def _judge_cost(
    check: Check, parameters: PlanCostParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    rules, cost = rules_of(parameters.rules), Cost(parameters.cost)
    bound, more = _bound(parameters, target, grounds)
    names = (*plan_columns(rules), *(column.name for column in cost.columns))
    try:
        plan = Plan.read(grounds.output, target, grounds.input, names)
        wrong = broken(rules, plan)
        if wrong:
            sentence, public = _told(wrong, len(rules), target)
            return failed(sentence, public=public, bound=bound, broken=wrong)
        found = cost.of(plan)
    except Unreadable as fault:
        told = f"{target.path} {legible(str(fault))}."
        return failed(told, public=told, bound=bound)
    side = "at least" if more else "at most"
    good = found > bound if more else found < bound
    sentence = f"{cost.text} is {found:,.10g}, which must be {side} {bound:,.10g}."
    evidence = {"found": round(found, 9), "bound": bound}
    if good or close(bound, found, check.tolerance or 1e-6):
        return passed(sentence, public=f"{cost.text} of {target.path} is right.", **evidence)
    worse = "too low" if more else "too high"
    return failed(sentence, public=f"{cost.text} of {target.path} is {worse}.", **evidence)


def _bound(parameters: PlanCostParameters, target: Target, grounds: Grounds) -> tuple[float, bool]:
    """Return the bound of a cost, and whether more is better.

    Raises:
        FaultError: if the reference costs nothing that can be computed.
    """
    if parameters.at_least is not None:
        return parameters.at_least, True
    if parameters.at_most is not None:
        return parameters.at_most, False
    return reference_cost(parameters, target, grounds) * (1 + parameters.share), False


def reference_cost(parameters: PlanCostParameters, target: Target, grounds: Grounds) -> float:
    """Return what the reference costs.

    Raises:
        FaultError: if it cannot be computed.
    """
    rules, cost = rules_of(parameters.rules), Cost(parameters.cost)
    names = (*plan_columns(rules), *(column.name for column in cost.columns))
    try:
        return cost.of(Plan.read(grounds.reference, target, grounds.input, names))
    except Unreadable as fault:
        raise FaultError(f"{target.path} of the reference {fault}.") from None


def _sentence_rules(
    check: Check, parameters: PlanRulesParameters, target: Target, grounds: Grounds
) -> str:
    return f"{target.path} obeys: {quoted('; '.join(parameters.rules))}"


def _sentence_cost(
    check: Check, parameters: PlanCostParameters, target: Target, grounds: Grounds
) -> str:
    if parameters.at_least is not None or parameters.at_most is not None:
        bound, more = _bound(parameters, target, grounds)
        limit = f"{'at least' if more else 'at most'} {bound:,.10g}"
    elif parameters.share:
        limit = f"at most {percent(parameters.share)} more than the reference's"
    else:
        limit = "at most the reference's"
    return f"In {target.path}, which obeys its rules, {quoted(parameters.cost)} is {limit}"


def _fit_rules(
    check: Check, parameters: PlanRulesParameters, target: Target, grounds: Grounds
) -> str:
    try:
        rules = rules_of(parameters.rules)
        plan = Plan.read(grounds.reference, target, grounds.input, plan_columns(rules))
        wrong = broken(rules, plan)
    except Unreadable as fault:
        return f"{target.path} of the reference {fault}."
    except FaultError as fault:
        return str(fault)
    if wrong:
        first, breaches = next(iter(wrong.items()))
        return f"The reference breaks a rule: {first}: {breaches[0]}."
    return ""


def _fit_cost(
    check: Check, parameters: PlanCostParameters, target: Target, grounds: Grounds
) -> str:
    asked = PlanRulesParameters(rules=parameters.rules)
    if fault := _fit_rules(check, asked, target, grounds):
        return fault
    try:
        bound, more = _bound(parameters, target, grounds)
        found = reference_cost(parameters, target, grounds)
    except FaultError as told:
        return str(told)
    if not close(bound, found, check.tolerance or 1e-6) and (
        found < bound if more else found > bound
    ):
        return f"The cost of the reference is {found:,.10g} already."
    return ""


register(
    Kind(
        id="plan_rules",
        family="feasibility",
        title="A plan obeys its rules",
        parameters=PlanRulesParameters,
        judge=_judge_rules,
        sentence=_sentence_rules,
        fit=_fit_rules,
    )
)
register(
    Kind(
        id="plan_cost",
        family="feasibility",
        title="A plan costs no more than it may",
        parameters=PlanCostParameters,
        judge=_judge_cost,
        sentence=_sentence_cost,
        fit=_fit_cost,
    )
)
