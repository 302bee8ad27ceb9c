"""Rules of a plan about what follows what: the way from one row to the next, and its time."""

from collections.abc import Callable, Iterator
from itertools import pairwise

from studio.base.errors import FaultError
from studio.grading.planning import (
    DAY,
    MINUTES,
    Column,
    Pairs,
    Plan,
    measure_of,
    moment_of,
    name_of,
    unit_of,
)
from studio.grading.rule_parts import (
    COLUMN,
    VALUE,
    Breaches,
    Rule,
    bare,
    called,
    column_of,
    limit_of,
    measured,
)

_ORDER = rf"(?: in order of (?P<order>{COLUMN}))?"
_PERS = rf"(?P<per>{COLUMN}(?:, {COLUMN})*)"
_FREE = r"[^`,]{1,60}?"
_TINY = 1e-6


def _followed(
    rule: Rule, plan: Plan, by: list[float]
) -> Iterator[tuple[tuple[str, ...], list[int]]]:
    """Yield the rows of each group in the order that the rule tells, also those that are spared."""
    order = plan.measures(rule.column("order")) if "order" in rule.parts else by
    every = Plan(plan.rows, plan.given)
    for group, rows in every.groups(rule.columns("per")).items():
        yield group, sorted(rows, key=lambda row: order[row])


def _pairs(rule: Rule, plan: Plan) -> tuple[Pairs, float]:
    """Return what the input tells of pairs, and what makes minutes of it."""
    column = column_of(rule.parts["pairs"])
    pairs = plan.pairs(column.table, column.name) if column.table else plan.pairs(column.name)
    speed = measure_of(rule.parts["speed"]) if "speed" in rule.parts else None
    if speed is not None and speed <= 0:
        raise FaultError("A speed must be above 0.")
    unit = unit_of(column.name) if column.table else ""
    return pairs, MINUTES["h"] / speed if speed else MINUTES.get(unit, 1.0)


def _home(rule: Rule) -> str:
    return name_of(bare(rule.parts["home"])) if "home" in rule.parts else ""


def _legs(rule: Rule, plan: Plan) -> Breaches:
    told, names = plan.measures(rule.column("value")), plan.names(rule.column("place"))
    pairs, _ = _pairs(rule, plan)
    slack = (measure_of(rule.parts["within"]) or 0.0) if "within" in rule.parts else pairs.grain / 2
    home = _home(rule)
    for group, rows in _followed(rule, plan, [float(row) for row in range(plan.rows.height)]):
        before = home
        for row in rows:
            leg = pairs.between(before, names[row]) if before else 0.0
            is_start = before in ("", names[row]) and row == rows[0]
            # What is no number is written so only where no way was gone yet.
            if not (is_start and told[row] != told[row]) and not abs(told[row] - leg) <= slack + (
                _TINY * max(1.0, abs(leg))
            ):
                yield f"row {row + 1}{called(group)} tells {told[row]:g}, where it is {leg:g}"
            before = names[row]


def _amounts(rule: Rule, plan: Plan) -> list[float]:
    """Return what comes on top in each row: a length of time, or what a column says."""
    text = rule.parts.get("plus", "")
    height = plan.rows.height
    if not text:
        return [0.0] * height
    length = measure_of(bare(text))
    if length is not None:
        return [length] * height
    column = column_of(text)
    scale = MINUTES.get(unit_of(column.name), 1.0)
    return [value * scale for value in plan.measures(column)]


def _floors(rule: Rule, plan: Plan) -> list[float]:
    """Return before when each row does not begin."""
    text = rule.parts.get("floor", "")
    if not text:
        return [float("-inf")] * plan.rows.height
    return [float("-inf") if v != v else v for v in plan.measures(column_of(text))]


def _follows(rule: Rule, plan: Plan) -> Breaches:
    times, names = plan.measures(rule.column("time")), plan.names(rule.column("place"))
    leaves = plan.measures(rule.column("after")) if "after" in rule.parts else times
    pairs, scale = _pairs(rule, plan)
    more, floors = _amounts(rule, plan), _floors(rule, plan)
    exact = rule.parts["relation"] == "exactly"
    home, start = _home(rule), moment_of(bare(rule.parts.get("at", "")))
    for group, rows in _followed(rule, plan, times):
        steps = [(one, other, leaves[one] + _more(more[one])) for one, other in pairwise(rows)]
        earliest = [
            (r, leaving + pairs.between(names[q], names[r]) * scale) for q, r, leaving in steps
        ]
        if home and start is not None and names[rows[0]] != home:
            earliest.insert(0, (rows[0], start + pairs.between(home, names[rows[0]]) * scale))
        for row, reached in earliest:
            due = max(reached, floors[row])
            # Times are written in whole minutes, so that one may be lost on each side.
            slack = 1.0 if exact or scale != 1.0 else 0.0
            if times[row] < due - slack - _TINY:
                yield f"row {row + 1}{called(group)} is reached too soon"
            elif exact and times[row] > due + slack + _TINY:
                yield f"row {row + 1}{called(group)} is reached later than it is told"


def _more(value: float) -> float:
    return 0.0 if value != value else value


def _rests(rule: Rule, plan: Plan) -> Breaches:
    starts = measured(plan, rule.parts["time"])[0]
    ends = measured(plan, rule.parts["after"])[0]
    apart = plan.names(rule.column("apart")) if "apart" in rule.parts else []
    for group, rows in plan.groups(rule.columns("per")).items():
        ordered = sorted(rows, key=lambda row: starts[row])
        for one, other in pairwise(ordered):
            if apart and (apart[one] != apart[other]) != (rule.parts["how"] == "changes"):
                continue
            # What ends before it begins ends on the next day.
            end = ends[one] if ends[one] > starts[one] else ends[one] + DAY
            if starts[other] - end < limit_of(plan, rule.parts["limit"], "", [other]) - _TINY:
                yield f"row {other + 1}{called(group)} begins too soon after row {one + 1}"


def _counted(rule: Rule, plan: Plan) -> Breaches:
    told = plan.measures(rule.column("value"))
    for group, rows in plan.groups(rule.columns("per")).items():
        wanted = [float(number) for number in range(1, len(rows) + 1)]
        if sorted(told[row] for row in rows) != wanted:
            yield f"it does not count 1 to {len(rows)}{called(group)}"


def _sorted(rule: Rule, plan: Plan) -> Breaches:
    values = plan.measures(rule.column("value"))
    for one, other in pairwise(plan.numbers):
        if values[other] < values[one] - _TINY:
            yield f"row {other + 1} stands after row {one + 1}, which is later"


def _ends(rule: Rule, plan: Plan) -> Breaches:
    names, wanted = plan.names(rule.column("place")), name_of(bare(rule.parts["home"]))
    at = 0 if rule.parts["how"] == "begins" else -1
    for group, rows in _followed(rule, plan, [float(row) for row in range(plan.rows.height)]):
        found = names[rows[at]]
        if found != wanted:
            yield f"{' / '.join(group)} {rule.parts['how']} with {found or 'nothing'}"


def _before(rule: Rule, plan: Plan) -> Breaches:
    first = rule.column("first")
    then = Column(rule.column("then").name, first.table)
    names = plan.names(rule.column("by"))
    starts, ends = plan.measures(rule.column("start")), plan.measures(rule.column("end"))
    begins, finishes = dict(zip(names, starts, strict=True)), dict(zip(names, ends, strict=True))
    for listed, other in zip(plan.listed(first), plan.listed(then), strict=True):
        for one in plan.parted(listed, finishes) if other else ():
            if one not in finishes or other not in begins:
                yield f"{one if one not in finishes else other} is missing"
            elif begins[other] < finishes[one] - _TINY:
                yield f"{other} begins before {one} ends"


ORDERS: tuple[tuple[str, Callable[[Rule, Plan], Breaches]], ...] = (
    (
        rf"(?P<first>{COLUMN}) is done before (?P<then>{COLUMN}), from (?P<start>{COLUMN}) "
        rf"to (?P<end>{COLUMN}) by (?P<by>{COLUMN})",
        _before,
    ),
    (
        rf"within each {_PERS}{_ORDER}, (?P<time>{COLUMN}) follows "
        rf"(?:the one before|(?P<after>{COLUMN}) of the one before) by "
        rf"(?P<relation>at least|exactly) (?P<pairs>{COLUMN}) between (?P<place>{COLUMN})"
        rf"(?: at (?P<speed>[\d.]{{1,12}})(?: km/h)?)?(?: plus (?P<plus>{COLUMN}|{_FREE}))?"
        rf"(?: from (?P<home>{_FREE}) at (?P<at>{_FREE}))?(?:, not before (?P<floor>{COLUMN}))?",
        _follows,
    ),
    (
        rf"(?:within each {_PERS}, )?(?P<time>{VALUE}) follows (?P<after>{VALUE}) of the one "
        rf"before by at least (?P<limit>{COLUMN}|{_FREE})"
        rf"(?: where (?P<apart>{COLUMN}) (?P<how>changes|stays))?",
        _rests,
    ),
    (
        rf"(?P<value>{COLUMN}) is the way to (?P<place>{COLUMN}) from the one before"
        rf"(?: per (?P<per>{COLUMN}))?{_ORDER} by (?P<pairs>{COLUMN})(?: from (?P<home>{_FREE}))?"
        r"(?: within (?P<within>[\d.]{1,12}))?",
        _legs,
    ),
    (
        rf"each {_PERS} (?P<how>begins|ends) with (?P<home>{_FREE}) in (?P<place>{COLUMN}){_ORDER}",
        _ends,
    ),
    (rf"the rows stand in order of (?P<value>{COLUMN})", _sorted),
    (rf"(?P<value>{COLUMN}) counts from 1 per {_PERS}", _counted),
)
