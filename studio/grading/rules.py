"""Rules of a plan, read from sentences: which there are, and where a plan breaks them.

| sentence | holds if |
|---|---|
| each `stop` of `stops.csv` is in `stop` once (or: at least once, at most once) | so |
| each `job` of `jobs.csv` where `class` is A is in `job` once | so; others may be there too |
| the sum of `load` per `route` is at most 20 | for each route |
| the number of rows per `day` is at least 2 | for each day |
| the number of different `nurse` per `shift` is exactly 3 | for each shift |
| `arrival` is between 8:00 and 16:00 | in each row; of a moment with a day the time of day counts |
| `hours` is at most 8 (or: at least, above, below, exactly, not) | in each row |
| `state` is one of open, closed | in each row |
| the time from `start` to `end` per `route` is at most 8 hours | last end less first start |
| no two rows of the same `room` overlap from `start` to `end` (or: no two rows overlap) | so |
| no row runs between 12:00 and 13:00, from `start` to `end` | on no day; `` where `room` is R2 `` in those rows |
| no two rows have the same `room`, `day` | so |
| `first` of `links.csv` is done before `then`, from `start` to `end` by `task` | for each link |
| within each `route`, `arrival` follows the one before by at least `minutes` of `travel.csv` between `stop` | in order of `arrival`, or `in order of` another column; `exactly` to the minute; `` `arrival` follows `leaves` of the one before `` likewise. After it: ``at 42 km/h``, ``plus 18 minutes`` or a column, ``from Depot at 7:00``, ``, not before `opens` of `stops.csv` by `stop` `` |
| within each `nurse`, `start` follows `end` of the one before by at least 11 hours | so; `` `day` plus `start` of `shifts.csv` by `shift` `` is a moment too, and what ends before it begins ends on the next day. Without `within each` in the order of all rows. After it: `` where `colour` changes `` (or: stays), for the rows that have another one than the row before |
| `km` is the way to `stop` from the one before per `route` in order of `position` by `km` of `roads.csv` from Depot | to the last digit that the input's table has, or `within 0.5` |
| each `route` ends with Depot in `stop` in order of `position` (or: begins) | so |
| `position` counts from 1 per `route` | so |
| the rows stand in order of `start` | so, the first first |

A column stands in backticks or quotes, or bare if it is one word. It is one of the plan, or looked up
in a table of the input: `` `demand` of `stops.csv` by `stop` ``, and `` as `id` `` if the table names
its key otherwise. Two columns may be multiplied: `` `pieces` times `price` of `prices.csv` ``, or added with `plus`. Each
limit is a number, a time, a length of time, or a column. After `, but for` stand names whose rows do
not count, such as a depot.
"""  # noqa: E501

import re
from collections import Counter
from collections.abc import Callable

from studio.base.errors import FaultError
from studio.grading.planning import DAY, Column, Plan, moment_of, name_of
from studio.grading.readers.values import fold
from studio.grading.rule_names import NAMES
from studio.grading.rule_orders import ORDERS
from studio.grading.rule_parts import (
    COLUMN,
    ENDING,
    LIMIT,
    NAME,
    PER,
    RELATION,
    VALUE,
    Breaches,
    Rule,
    bare,
    called,
    holds,
    limit_of,
    measured,
)

_TINY = 1e-6
# Moments from here on, in minutes since year 1, have a day; those before are times of a day.
_DATED = 100.0 * DAY


def _each(rule: Rule, plan: Plan) -> Breaches:
    listed = [name for name in _listed(rule, plan) if name not in rule.spared]
    counts = Counter(name for name in plan.names(rule.column("place")) if name not in rule.spared)
    how = rule.parts["how"]
    for name in dict.fromkeys(listed):
        count = counts[name]
        if count == 0 and how != "at most once":
            yield f"{name} is missing"
        elif count > 1 and how != "at least once":
            yield f"{name} is there {count} times"
    for name in sorted(counts.keys() - set(listed)) if "only" not in rule.parts else ():
        yield f"{name or 'a blank'} is none of {rule.column('listed').table}"


def _listed(rule: Rule, plan: Plan) -> list[str]:
    """Return what the input lists, of some class alone where the rule says so."""
    column = rule.column("listed")
    names = plan.listed(column)
    if "only" not in rule.parts:
        return names
    only = name_of(bare(rule.parts["only"]))
    kinds = plan.listed(Column(bare(rule.parts["kind"]), column.table))
    return [name for name, kind in zip(names, kinds, strict=True) if kind == only]


def _per_group(
    rule: Rule, plan: Plan, value: Callable[[list[int]], float], unit: str = ""
) -> Breaches:
    for group, rows in plan.groups(rule.columns("per")).items():
        if group and set(group) <= rule.spared:
            continue
        limit = limit_of(plan, rule.parts["limit"], unit, rows)
        found = value(rows)
        if not holds(rule.parts["relation"], found, limit):
            yield f"{found:g}{called(group)} is not {rule.parts['relation']} {limit:g}"


def _sum(rule: Rule, plan: Plan) -> Breaches:
    values, unit = measured(plan, rule.parts["value"])
    yield from _per_group(rule, plan, lambda rows: sum(values[row] for row in rows), unit)


def _count(rule: Rule, plan: Plan) -> Breaches:
    yield from _per_group(rule, plan, lambda rows: float(len(rows)))


def _different(rule: Rule, plan: Plan) -> Breaches:
    names = plan.names(rule.column("place"))
    yield from _per_group(rule, plan, lambda rows: float(len({names[row] for row in rows})))


def _compared(rule: Rule, plan: Plan) -> Breaches:
    values, unit = measured(plan, rule.parts["value"])
    for row in plan.numbers:
        limit = limit_of(plan, rule.parts["limit"], unit, [row])
        value = _of_day(values[row], rule.parts["limit"])
        if not holds(rule.parts["relation"], value, limit):
            yield f"row {row + 1} breaks it"


def _of_day(value: float, limit: str) -> float:
    """Return the time of day of a moment with a day, if the limit is a time of day alone."""
    clock = moment_of(bare(limit))
    return value % DAY if clock is not None and clock < _DATED <= value else value


def _between(rule: Rule, plan: Plan) -> Breaches:
    values, unit = measured(plan, rule.parts["value"])
    for row in plan.numbers:
        low = limit_of(plan, rule.parts["low"], unit, [row])
        high = limit_of(plan, rule.parts["high"], unit, [row])
        value = _of_day(values[row], rule.parts["low"])
        sides = (holds("at least", value, low), holds("at most", value, high))
        # From 22:00 to 6:00 is the night.
        is_night = high < low and value != values[row]
        if not (any(sides) if is_night else all(sides)):
            yield f"row {row + 1} lies outside"


def _one_of(rule: Rule, plan: Plan) -> Breaches:
    allowed = {name_of(bare(name)) for name in rule.parts["names"].split(",")}
    names = plan.names(rule.column("value"))
    for row in plan.numbers:
        if names[row] not in allowed:
            yield f"row {row + 1} has {names[row] or 'nothing'}"


def _span(rule: Rule, plan: Plan) -> Breaches:
    start = moment_of(bare(rule.parts["start"]))
    ends = plan.measures(rule.column("end"))
    starts = [start] * len(ends) if start is not None else plan.measures(rule.column("start"))
    told = any(moment_of(value) is not None for value in plan.values(rule.column("end")))
    yield from _per_group(
        rule,
        plan,
        lambda rows: max(ends[row] for row in rows) - min(starts[row] for row in rows),
        "min" if told else "",
    )


def _overlap(rule: Rule, plan: Plan) -> Breaches:
    starts, ends = plan.measures(rule.column("start")), plan.measures(rule.column("end"))
    for row in plan.numbers:
        if ends[row] < starts[row]:
            yield f"row {row + 1} ends before it begins"
    for group, rows in plan.groups(rule.columns("per")).items():
        ordered = sorted(rows, key=lambda row: (starts[row], ends[row]))
        latest = ordered[0]
        for row in ordered[1:]:
            if starts[row] < ends[latest] - 1e-6:
                yield f"rows {latest + 1} and {row + 1}{called(group)} overlap"
            latest = max(latest, row, key=lambda r: ends[r])


def _closed(rule: Rule, plan: Plan) -> Breaches:
    low, high = (moment_of(bare(rule.parts[part])) for part in ("low", "high"))
    if low is None or high is None:
        raise FaultError("A closed period is told as times, such as between 12:00 and 13:00.")
    high += DAY if high <= low < _DATED else 0
    only = name_of(bare(rule.parts["only"])) if "only" in rule.parts else ""
    names = plan.names(rule.column("value")) if only else []
    starts, ends = plan.measures(rule.column("start")), plan.measures(rule.column("end"))
    for row in plan.numbers:
        if not only or names[row] == only:
            end = ends[row] + (DAY if ends[row] < starts[row] < _DATED else 0)
            if _meets(starts[row], end, low, high):
                yield f"row {row + 1} runs then"


def _meets(start: float, end: float, low: float, high: float) -> bool:
    """Tell whether a span meets a period, one of each day if it is told without a day."""
    if low >= _DATED:
        return start < high - _TINY and end > low + _TINY
    if end - start >= DAY:
        return True
    days = (start // DAY - 1 + number for number in range(3))
    return any(start < high + day * DAY - _TINY and end > low + day * DAY + _TINY for day in days)


def _distinct(rule: Rule, plan: Plan) -> Breaches:
    for group, rows in plan.groups(rule.columns("columns")).items():
        if len(rows) > 1:
            yield f"{' / '.join(group)} is there {len(rows)} times"


_PATTERNS: tuple[tuple[str, Callable[[Rule, Plan], Breaches]], ...] = (
    (
        rf"each (?P<listed>{COLUMN})(?: where (?P<kind>{NAME}) is (?P<only>[^,;]{{1,60}}?))? "
        rf"is in (?P<place>{COLUMN}) "
        r"(?:exactly )?(?P<how>once|at least once|at most once)",
        _each,
    ),
    (rf"the sum of (?P<value>{VALUE}){PER} is {RELATION} {LIMIT}", _sum),
    (rf"the number of rows{PER} is {RELATION} {LIMIT}", _count),
    (rf"the number of different (?P<place>{COLUMN}){PER} is {RELATION} {LIMIT}", _different),
    (
        rf"the time from (?P<start>{COLUMN}|\d{{1,2}}:\d\d) to (?P<end>{COLUMN}){PER} "
        rf"is {RELATION} {LIMIT}",
        _span,
    ),
    (
        rf"no two rows(?: of the same (?P<per>{COLUMN}(?:, {COLUMN})*))? overlap "
        rf"from (?P<start>{COLUMN}) to (?P<end>{COLUMN})",
        _overlap,
    ),
    (
        rf"no row runs between (?P<low>[^`,]{{1,40}}?) and (?P<high>[^`,]{{1,40}}?), "
        rf"from (?P<start>{COLUMN}) to (?P<end>{COLUMN})"
        r"(?: where (?P<value>" + COLUMN + r") is (?P<only>[^,;]{1,60}?))?",
        _closed,
    ),
    (rf"no two rows have the same (?P<columns>{COLUMN}(?:, {COLUMN})*)", _distinct),
    *ORDERS,
    *NAMES,
    (
        rf"(?P<value>{VALUE}) is between (?P<low>{COLUMN}|[^`,]{{1,60}}?) and "
        rf"(?P<high>{COLUMN}|[^`,]{{1,60}}?)",
        _between,
    ),
    (rf"(?P<value>{COLUMN}) is one of (?P<names>[^;]{{1,2000}}?)", _one_of),
    (rf"(?P<value>{VALUE}) is {RELATION} {LIMIT}", _compared),
)
_READ = tuple((re.compile(pattern + ENDING, re.IGNORECASE), find) for pattern, find in _PATTERNS)


def parse_rule(text: str) -> Rule:
    """Return the rule that a sentence states.

    Raises:
        FaultError: if it is none of the sentences that are known.
    """
    folded = fold(text)
    for pattern, find in _READ:
        found = pattern.fullmatch(folded)
        if found:
            parts = {name: part for name, part in found.groupdict().items() if part}
            lowered = {"how", "relation"} & parts.keys()
            return Rule(folded, parts | {name: parts[name].lower() for name in lowered}, find)
    raise FaultError(
        f"The rule {folded!r} is not understood; write it like: the sum of `load` per `route` is "
        "at most 20."
    )
