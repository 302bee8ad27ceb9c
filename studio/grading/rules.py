"""Rules of a plan, read from sentences: which there are, and where a plan breaks them.

| sentence | holds if |
|---|---|
| each `stop` of `stops.csv` is in `stop` once (or: at least once, at most once) | so |
| the sum of `load` per `route` is at most 20 | for each route |
| the number of rows per `day` is at least 2 | for each day |
| the number of different `nurse` per `shift` is exactly 3 | for each shift |
| `arrival` is between 8:00 and 16:00 | in each row |
| `hours` is at most 8 (or: at least, above, below, exactly, not) | in each row |
| `state` is one of open, closed | in each row |
| the time from `start` to `end` per `route` is at most 8 hours | last end less first start |
| no two rows of the same `room` overlap from `start` to `end` | so |
| no two rows have the same `room`, `day` | so |
| `first` of `links.csv` is done before `then`, from `start` to `end` by `task` | for each link |
| within each `route`, `arrival` follows the one before by at least `minutes` of `travel.csv` between `stop` | in order of `arrival`; plus a column: `plus` and the column |

A column stands in backticks or quotes, or bare if it is one word. It is one of the plan, or looked up
in a table of the input: `` `demand` of `stops.csv` by `stop` ``, and `` as `id` `` if the table names
its key otherwise. Two columns may be multiplied: `` `pieces` times `price` of `prices.csv` ``. Each
limit is a number, a time, a length of time, or a column. After `, but for` stand names that do not
count, such as a depot.
"""  # noqa: E501

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise

from studio.base.errors import FaultError
from studio.grading.planning import Column, Plan, measure_of, name_of, unit_of
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.values import close, fold

_NAME = r"(?:`[^`\n]{1,80}`|\"[^\"\n]{1,80}\"|[\w./-]{1,80})"
COLUMN = rf"{_NAME}(?: of {_NAME}(?: by {_NAME}(?: as {_NAME})?)?)?"
VALUE = rf"{COLUMN}(?: times {COLUMN})?"
_PER = rf"(?: per (?P<per>{COLUMN}(?:, {COLUMN})*))?"
_RELATION = r"(?P<relation>at most|at least|exactly|above|below|not)"
_LIMIT = rf"(?P<limit>{COLUMN}|[^`,]{{1,60}}?)"
_COLUMN = re.compile(
    rf"(?P<name>{_NAME})"
    rf"(?: of (?P<table>{_NAME})(?: by (?P<by>{_NAME})(?: as (?P<key>{_NAME}))?)?)?"
)
Breach = str
Breaches = Iterator[Breach]


@dataclass(frozen=True)
class Rule:
    """A sentence that was understood: its parts, and what finds where it is broken."""

    text: str
    parts: dict[str, str]
    find: Callable[["Rule", Plan], Breaches]

    def breaches(self, plan: Plan) -> list[Breach]:
        """Return where a plan breaks the rule, each as the end of a sentence.

        What cannot be followed, for a column or a value is missing, breaks it.

        Raises:
            FaultError: if the input lacks what the rule names.
        """
        try:
            return list(self.find(self, plan))
        except Unreadable as fault:
            return [f"it {fault}"]

    def column(self, part: str) -> Column:
        """Return the column that a part of the sentence names."""
        return column_of(self.parts[part])

    def columns(self, part: str) -> tuple[Column, ...]:
        """Return the columns that a part lists, none if it is not there."""
        text = self.parts.get(part) or ""
        return tuple(column_of(found.group()) for found in re.finditer(COLUMN, text))

    @property
    def spared(self) -> frozenset[str]:
        """The names that do not count."""
        listed = (self.parts.get("spared") or "").split(",")
        return frozenset(name_of(_bare(name.strip())) for name in listed if name.strip())


def _bare(text: str) -> str:
    return fold(text).strip('`"')


def column_of(text: str) -> Column:
    """Return the column that a text names.

    Raises:
        FaultError: if it names none.
    """
    found = _COLUMN.fullmatch(fold(text))
    if found is None:
        raise FaultError(f"{text} names no column; write it like `load` of `stops.csv` by `stop`.")
    parts = {name: _bare(part or "") for name, part in found.groupdict().items()}
    return Column(parts["name"], parts["table"], parts["by"], parts["key"])


def measured(plan: Plan, text: str) -> tuple[list[float], str]:
    """Return what a value, perhaps a product of two columns, measures in each row, and its unit.

    Raises:
        Unreadable: if the plan has no such numbers.
        FaultError: if the input lacks what is looked up.
    """
    parts = [column_of(part) for part in fold(text).split(" times ")]
    columns = [plan.measures(column) for column in parts]
    if len(columns) == 1:
        return columns[0], unit_of(parts[0].name)
    return [one * other for one, other in zip(*columns, strict=True)], ""


def _limits(plan: Plan, text: str, unit: str, rows: list[int]) -> float:
    """Return a limit: a number or a time, or what a column says of some rows.

    Raises:
        FaultError: if it is neither.
    """
    number = measure_of(_bare(text), unit)
    if number is not None:
        return number
    column = column_of(text)
    if not column.table and plan.rows.position(column.name) is None:
        raise FaultError(f"The limit {text} is no number, no time and no column.")
    values = plan.measures(column)
    return min(values[row] for row in rows)


def _holds(relation: str, value: float, limit: float) -> bool:
    same = close(limit, value, 1e-6)
    if relation in ("exactly", "not"):
        return same == (relation == "exactly")
    if relation in ("at most", "at least"):
        return same or (value < limit if relation == "at most" else value > limit)
    return not same and (value < limit if relation == "below" else value > limit)


def _called(group: tuple[str, ...]) -> str:
    return f" of {' / '.join(group)}" if group else ""


def _each(rule: Rule, plan: Plan) -> Breaches:
    listed = [name for name in plan.listed(rule.column("listed")) if name not in rule.spared]
    counts = Counter(name for name in plan.names(rule.column("place")) if name not in rule.spared)
    how = rule.parts["how"]
    for name in dict.fromkeys(listed):
        count = counts[name]
        if count == 0 and how != "at most once":
            yield f"{name} is missing"
        elif count > 1 and how != "at least once":
            yield f"{name} is there {count} times"
    for name in sorted(counts.keys() - set(listed)):
        yield f"{name or 'a blank'} is none of {rule.column('listed').table}"


def _per_group(
    rule: Rule, plan: Plan, value: Callable[[list[int]], float], unit: str = ""
) -> Breaches:
    for group, rows in plan.groups(rule.columns("per")).items():
        if group and set(group) <= rule.spared:
            continue
        limit = _limits(plan, rule.parts["limit"], unit, rows)
        found = value(rows)
        if not _holds(rule.parts["relation"], found, limit):
            yield f"{found:g}{_called(group)} is not {rule.parts['relation']} {limit:g}"


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
    for row, value in zip(plan.numbers, values, strict=True):
        limit = _limits(plan, rule.parts["limit"], unit, [row])
        if not _holds(rule.parts["relation"], value, limit):
            yield f"row {row + 1} breaks it"


def _between(rule: Rule, plan: Plan) -> Breaches:
    values, unit = measured(plan, rule.parts["value"])
    for row, value in zip(plan.numbers, values, strict=True):
        low = _limits(plan, rule.parts["low"], unit, [row])
        high = _limits(plan, rule.parts["high"], unit, [row])
        if not (_holds("at least", value, low) and _holds("at most", value, high)):
            yield f"row {row + 1} lies outside"


def _one_of(rule: Rule, plan: Plan) -> Breaches:
    allowed = {name_of(_bare(name)) for name in rule.parts["names"].split(",")}
    for row, name in zip(plan.numbers, plan.names(rule.column("value")), strict=True):
        if name not in allowed:
            yield f"row {row + 1} has {name or 'nothing'}"


def _span(rule: Rule, plan: Plan) -> Breaches:
    starts, ends = plan.measures(rule.column("start")), plan.measures(rule.column("end"))
    yield from _per_group(
        rule,
        plan,
        lambda rows: max(ends[row] for row in rows) - min(starts[row] for row in rows),
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
                yield f"rows {latest + 1} and {row + 1}{_called(group)} overlap"
            latest = max(latest, row, key=lambda r: ends[r])


def _distinct(rule: Rule, plan: Plan) -> Breaches:
    for group, rows in plan.groups(rule.columns("columns")).items():
        if len(rows) > 1:
            yield f"{' / '.join(group)} is there {len(rows)} times"


def _before(rule: Rule, plan: Plan) -> Breaches:
    first = rule.column("first")
    then = Column(rule.column("then").name, first.table)
    names = plan.names(rule.column("by"))
    starts, ends = plan.measures(rule.column("start")), plan.measures(rule.column("end"))
    begins, finishes = dict(zip(names, starts, strict=True)), dict(zip(names, ends, strict=True))
    for one, other in zip(plan.listed(first), plan.listed(then), strict=True):
        if not one or not other:
            continue
        if one not in finishes or other not in begins:
            yield f"{one if one not in finishes else other} is missing"
        elif begins[other] < finishes[one] - 1e-6:
            yield f"{other} begins before {one} ends"


def _follows(rule: Rule, plan: Plan) -> Breaches:
    times, names = plan.measures(rule.column("time")), plan.names(rule.column("place"))
    value = rule.column("value")
    pairs = plan.pairs(value.table, value.name)
    more = plan.measures(rule.column("plus")) if rule.parts.get("plus") else [0.0] * len(times)
    for group, rows in plan.groups(rule.columns("per")).items():
        ordered = sorted(rows, key=lambda row: times[row])
        for one, other in pairwise(ordered):
            needed = pairs.between(names[one], names[other]) + more[one]
            if times[other] - times[one] < needed - 1e-6:
                yield f"row {other + 1}{_called(group)} is reached too soon"


_PATTERNS: tuple[tuple[str, Callable[[Rule, Plan], Breaches]], ...] = (
    (
        rf"each (?P<listed>{COLUMN}) is in (?P<place>{COLUMN}) "
        r"(?:exactly )?(?P<how>once|at least once|at most once)",
        _each,
    ),
    (rf"the sum of (?P<value>{VALUE}){_PER} is {_RELATION} {_LIMIT}", _sum),
    (rf"the number of rows{_PER} is {_RELATION} {_LIMIT}", _count),
    (rf"the number of different (?P<place>{COLUMN}){_PER} is {_RELATION} {_LIMIT}", _different),
    (
        rf"the time from (?P<start>{COLUMN}) to (?P<end>{COLUMN}){_PER} is {_RELATION} {_LIMIT}",
        _span,
    ),
    (
        rf"no two rows of the same (?P<per>{COLUMN}(?:, {COLUMN})*) overlap "
        rf"from (?P<start>{COLUMN}) to (?P<end>{COLUMN})",
        _overlap,
    ),
    (rf"no two rows have the same (?P<columns>{COLUMN}(?:, {COLUMN})*)", _distinct),
    (
        rf"(?P<first>{COLUMN}) is done before (?P<then>{COLUMN}), from (?P<start>{COLUMN}) "
        rf"to (?P<end>{COLUMN}) by (?P<by>{COLUMN})",
        _before,
    ),
    (
        rf"within each (?P<per>{COLUMN}), (?P<time>{COLUMN}) follows the one before by at least "
        rf"(?P<value>{COLUMN}) between (?P<place>{COLUMN})(?: plus (?P<plus>{COLUMN}))?",
        _follows,
    ),
    (
        rf"(?P<value>{VALUE}) is between (?P<low>{COLUMN}|[^`,]{{1,60}}?) and "
        rf"(?P<high>{COLUMN}|[^`,]{{1,60}}?)",
        _between,
    ),
    (rf"(?P<value>{COLUMN}) is one of (?P<names>[^;]{{1,2000}}?)", _one_of),
    (rf"(?P<value>{VALUE}) is {_RELATION} {_LIMIT}", _compared),
)
_ENDING = r"(?:, but for (?P<spared>[^;]{1,500}?))?\.?"
_READ = tuple((re.compile(pattern + _ENDING, re.IGNORECASE), find) for pattern, find in _PATTERNS)


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
