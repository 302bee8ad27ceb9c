"""Rules of a plan about names: who may do what, what goes together, and what excludes itself."""

from collections.abc import Callable

from studio.base.errors import FaultError
from studio.grading.planning import Column, Plan, name_of
from studio.grading.rule_parts import COLUMN, Breaches, Rule, bare, called, column_of

_SEVERAL = rf"{COLUMN}(?:, {COLUMN})*"


def _same(rule: Rule, plan: Plan) -> Breaches:
    one, other = plan.names(rule.column("value")), plan.names(rule.column("place"))
    for row in plan.numbers:
        if one[row] != other[row]:
            yield f"row {row + 1} has {one[row] or 'nothing'}, not {other[row] or 'nothing'}"


def _includes(rule: Rule, plan: Plan) -> Breaches:
    had, needed = plan.names(rule.column("value")), plan.names(rule.column("place"))
    for row in plan.numbers:
        lacking = set(plan.parted(needed[row], ())) - {had[row], *plan.parted(had[row], ())}
        if lacking - {needed[row]} or (lacking and needed[row] != had[row]):
            yield f"row {row + 1} lacks {', '.join(sorted(lacking))}"


def _among(rule: Rule, plan: Plan) -> Breaches:
    known = set(plan.listed(rule.column("listed")))
    names = plan.names(rule.column("value"))
    for row in plan.numbers:
        if names[row] not in known:
            yield f"row {row + 1} has {names[row] or 'nothing'}"


def _told(rule: Rule, plan: Plan) -> set[tuple[str, ...]]:
    """Return the combinations that a table of the input lists."""
    columns = rule.columns("told")
    if len(columns) != len(rule.columns("columns")):
        raise FaultError("Name as many columns of the input as of the plan.")
    path = columns[-1].table
    listed = (plan.listed(Column(column.name, path)) for column in columns)
    return set(zip(*listed, strict=True))


def _pairs_told(rule: Rule, plan: Plan) -> Breaches:
    told = _told(rule, plan)
    columns = [plan.names(column) for column in rule.columns("columns")]
    for row in plan.numbers:
        own = tuple(column[row] for column in columns)
        if (own in told) == (rule.parts["how"] == "no"):
            yield f"row {row + 1} has {' / '.join(own)}"


def _shared(rule: Rule, plan: Plan) -> Breaches:
    given = rule.column("listed")
    members: dict[str, set[str]] = {}
    key = Column(given.key or given.by, given.table)
    for name, member in zip(plan.listed(key), plan.listed(given), strict=True):
        members.setdefault(name, set()).add(member)
    names = plan.names(Column(given.by))
    for group, rows in plan.groups(rule.columns("per")).items():
        first: dict[str, int] = {}
        for row in rows:
            for member in sorted(members.get(names[row], ())):
                other = first.setdefault(member, row)
                if names[other] != names[row]:
                    yield f"rows {other + 1} and {row + 1}{called(group)} share {member}"


def _required(rule: Rule, plan: Plan) -> Breaches:
    there = set(plan.names(rule.column("place")))
    for row, needed in enumerate(plan.names(rule.column("value"))):
        for name in plan.parted(needed, there):
            if name not in there:
                yield f"row {row + 1} needs {name}, which is missing"


def _of_some(rule: Rule, plan: Plan) -> Breaches:
    there = set(plan.names(column_of(rule.parts["place"])))
    names = [name_of(bare(name.strip())) for name in rule.parts["names"].split(",")]
    count, number = sum(name in there for name in names), int(rule.parts["number"])
    how = rule.parts["relation"]
    wrong = {"at most": count > number, "at least": count < number, "exactly": count != number}
    if wrong[how]:
        yield f"{count} are there, not {how} {number}"


NAMES: tuple[tuple[str, Callable[[Rule, Plan], Breaches]], ...] = (
    (rf"(?P<value>{COLUMN}) is the same as (?P<place>{COLUMN})", _same),
    (rf"(?P<value>{COLUMN}) includes (?P<place>{COLUMN})", _includes),
    (rf"(?P<value>{COLUMN}) is among (?P<listed>{COLUMN})", _among),
    (rf"(?P<how>no|each) row has its (?P<columns>{_SEVERAL}) in (?P<told>{_SEVERAL})", _pairs_told),
    (
        rf"no two rows of the same (?P<per>{_SEVERAL}) share an? (?P<listed>{COLUMN})",
        _shared,
    ),
    (
        rf"what (?P<value>{COLUMN}) names is in (?P<place>{COLUMN})",
        _required,
    ),
    (
        r"(?P<relation>at most|at least|exactly) (?P<number>\d{1,4}) of (?P<names>[^;]{1,500}?) "
        rf"(?:is|are) in (?P<place>{COLUMN})",
        _of_some,
    ),
)
