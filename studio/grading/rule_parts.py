"""The parts of a rule of a plan: the columns, values and limits that its sentence names."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from studio.base.errors import FaultError
from studio.grading.planning import MINUTES, Column, Plan, measure_of, name_of, unit_of
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.values import close, fold

NAME = r"(?:`[^`\n]{1,80}`|\"[^\"\n]{1,80}\"|[\w./-]{1,80})"
COLUMN = rf"{NAME}(?: of {NAME}(?: by {NAME}(?: as {NAME})?)?)?"
VALUE = rf"{COLUMN}(?: (?:times|plus) {COLUMN})?"
PER = rf"(?: per (?P<per>{COLUMN}(?:, {COLUMN})*))?"
RELATION = r"(?P<relation>at most|at least|exactly|above|below|not)"
LIMIT = rf"(?P<limit>{COLUMN}|[^`,]{{1,60}}?)"
ENDING = r"(?:, but for (?P<spared>[^;]{1,500}?))?\.?"
OPERATOR = re.compile(r" (?:times|plus) ")
_COLUMN = re.compile(
    rf"(?P<name>{NAME})"
    rf"(?: of (?P<table>{NAME})(?: by (?P<by>{NAME})(?: as (?P<key>{NAME}))?)?)?"
)
# What a sentence names that is no column, or none of the plan's.
_NO_COLUMNS = frozenset(
    ["how", "relation", "limit", "low", "high", "names", "spared", "then", "home", "at", "speed",
     "pairs", "within", "number", "floor",
     "told", "kind", "only"]
)  # fmt: skip
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
            if self.spared:
                plan = plan.sparing(self.spared, self._naming(plan))
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
    def read(self) -> tuple[Column, ...]:
        """The columns that it reads, without those of its limits."""
        parts = (part for part in self.parts if part not in _NO_COLUMNS)
        return tuple(column for part in parts for column in self.columns(part))

    def _naming(self, plan: Plan) -> set[str]:
        """Return the columns of the plan where names may stand."""
        limits = (self.parts[part] for part in ("limit", "low", "high") if part in self.parts)
        looked_up = (column_of(text) for text in limits if "`" in text or '"' in text)
        found = [c for c in (*self.read, *looked_up) if not c.table or c.by]
        found += [Column(plan.joined(c)[0]) for c in self.columns("value") if c.table and not c.by]
        return {column.by or column.name for column in found}

    @property
    def spared(self) -> frozenset[str]:
        """The names that do not count."""
        return spared_in(self.parts.get("spared") or "")


def bare(text: str) -> str:
    """Return a text without the marks around it."""
    return fold(text).strip('`"')


def spared_in(text: str) -> frozenset[str]:
    """Return the names that a text after `but for` lists."""
    return frozenset(name_of(bare(name.strip())) for name in text.split(",") if name.strip())


def column_of(text: str) -> Column:
    """Return the column that a text names.

    Raises:
        FaultError: if it names none.
    """
    found = _COLUMN.fullmatch(fold(text))
    if found is None:
        raise FaultError(f"{text} names no column; write it like `load` of `stops.csv` by `stop`.")
    parts = {name: bare(part or "") for name, part in found.groupdict().items()}
    return Column(parts["name"], parts["table"], parts["by"], parts["key"])


def measured(plan: Plan, text: str) -> tuple[list[float], str]:
    """Return what a value, perhaps a product of two columns, measures in each row, and its unit.

    Raises:
        Unreadable: if the plan has no such numbers.
        FaultError: if the input lacks what is looked up.
    """
    parts = [column_of(part) for part in OPERATOR.split(fold(text))]
    columns = [plan.measures(column) for column in parts]
    if len(columns) == 1:
        return columns[0], unit_of(parts[0].name)
    if " times " not in fold(text):
        scale = MINUTES.get(unit_of(parts[1].name), 1.0)
        return [one + scale * other for one, other in zip(*columns, strict=True)], ""
    return [one * other for one, other in zip(*columns, strict=True)], ""


def limit_of(plan: Plan, text: str, unit: str, rows: list[int]) -> float:
    """Return a limit: a number or a time, or what a column says of some rows.

    Raises:
        FaultError: if it is neither.
    """
    number = measure_of(bare(text), unit)
    if number is not None:
        return number
    column = column_of(text)
    if not column.table and plan.rows.position(column.name) is None:
        raise FaultError(f"The limit {text} is no number, no time and no column.")
    own = unit_of(column.name)
    scale = MINUTES[own] / MINUTES[unit] if own and unit else 1.0
    values = plan.measures(column)
    return min(values[row] for row in rows) * scale


def holds(relation: str, value: float, limit: float) -> bool:
    """Tell whether a value stands in a relation, such as `at most`, to a limit."""
    same = close(limit, value, 1e-6)
    if relation in ("exactly", "not"):
        return same == (relation == "exactly")
    if relation in ("at most", "at least"):
        return same or (value < limit if relation == "at most" else value > limit)
    return not same and (value < limit if relation == "below" else value > limit)


def called(group: tuple[str, ...]) -> str:
    """Return how a breach tells of which group it is."""
    return f" of {' / '.join(group)}" if group else ""
