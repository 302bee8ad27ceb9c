"""A plan as rows of a table, with what the input's tables say of them: the ground of rules.

Values are numbers. A time of day is its minutes since midnight, a day its minutes since year 1, so
that differences are minutes whatever is subtracted.
"""

import datetime as dt
import math
import re
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from studio.base.errors import FaultError
from studio.grading.plan_trees import is_tree, table_of_tree
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.dates import date_of
from studio.grading.readers.places import locate
from studio.grading.readers.tables import Table, reference_table
from studio.grading.readers.units import factor
from studio.grading.readers.values import Scalar, fold, number_of
from studio.grading.readers.writing import key_text
from studio.model.check import Target

MOST_ROWS = 20_000
DAY = 24 * 60
_CLOCK = re.compile(
    r"(?:(?P<day>\S+)[T ])?(?P<hour>\d{1,2}):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d)(?:\.\d+)?)?"
    r"(?: ?(?P<half>[ap])\.?m\.?)?",
    re.IGNORECASE,
)
_LENGTH = re.compile(r"(?P<number>[-+]?[\d.,]+) ?(?P<unit>[^\W\d_]+)")
_LIST = re.compile(r"[;,|/+&]|\band\b")
MINUTES = {"min": 1.0, "h": 60.0, "s": 1 / 60, "d": float(DAY)}


def moment_of(value: Scalar) -> float | None:
    """Return a time of day, a day, or both, in minutes; None if a value is neither."""
    if not isinstance(value, str) or len(value) > 40:
        return None
    text = fold(value)
    found = _CLOCK.fullmatch(text)
    day = date_of(found["day"] if found and found["day"] else text)
    if found is None:
        return _minutes_of_day(day) if day else None
    if found["day"] and day is None:
        return None
    hour = int(found["hour"])
    if found["half"]:
        hour = hour % 12 + (12 if found["half"].casefold() == "p" else 0)
    if hour > 47:
        return None
    clock = hour * 60 + int(found["minute"]) + int(found["second"] or 0) / 60
    return clock + (_minutes_of_day(day) if day else 0)


def _minutes_of_day(iso: str) -> float:
    return dt.date.fromisoformat(iso).toordinal() * float(DAY)


def length_of(text: str) -> tuple[float, str] | None:
    """Return a number and its unit, such as (8, "h") of `8 hours`; None if there is no unit."""
    found = _LENGTH.fullmatch(fold(text))
    number = number_of(found["number"]) if found else None
    return (number, found["unit"]) if found and number is not None else None


def measure_of(value: Scalar, unit: str = "") -> float | None:
    """Return what a value measures: a number, a moment, or a quantity with its unit.

    Args:
        value: what stands in a cell or a sentence.
        unit: the unit of time of what it is compared with, minutes if there is none.
    """
    if isinstance(value, bool):
        return None
    number = number_of(value)
    if number is None:
        number = moment_of(value)
    if number is None and isinstance(value, str) and (length := length_of(value)):
        amount, own = length[0], _time_unit(length[1])
        number = amount * MINUTES[own] / MINUTES[unit or "min"] if own else amount
    return number if number is not None and math.isfinite(number) else None


def unit_of(column: str) -> str:
    """Return the unit of time that the name of a column tells, such as `h` of `hours`."""
    words = re.findall(r"[a-z]+", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", column).casefold())
    return next((unit for word in reversed(words) if (unit := _time_unit(word))), "")


def _time_unit(word: str) -> str:
    """Return the unit of time that a word is, empty if it is none."""
    return next((unit for unit in MINUTES if factor(word.casefold(), unit) == 1), "")


@dataclass(frozen=True)
class Column:
    """A column of the plan, or one of an input's table that is looked up.

    Attributes:
        name: its name.
        table: the path of the input's table, empty for the plan itself.
        by: the plan's column that names the row of that table; found if empty.
        key: the table's own name for it, if it has another one.
    """

    name: str
    table: str = ""
    by: str = ""
    key: str = ""

    def __str__(self) -> str:
        key = f" as `{self.key}`" if self.key else ""
        by = f" by `{self.by}`{key}" if self.by else ""
        return f"`{self.name}` of `{self.table}`{by}" if self.table else f"`{self.name}`"


def rows_of(folder: Path, target: Target, names: Collection[str] = ()) -> Table:
    """Return the rows of a plan, in a table or in nested records.

    Raises:
        Unreadable: if there are none.
    """
    if not is_tree(target.path):
        return reference_table(folder, target, names)
    return table_of_tree(_located(folder, target.path), target.pointer or "", unfold=True)


def table_at(folder: Path, path: str) -> Table:
    """Return a table of the input; of nested records those at a pointer after `#`.

    Raises:
        Unreadable: if there is none.
    """
    if not is_tree(path):
        return reference_table(folder, Target(path=path))
    name, _, pointer = path.partition("#")
    return table_of_tree(_located(folder, name), pointer)


def _located(folder: Path, path: str) -> Path:
    place = locate(folder, path)
    if place is None:
        raise Unreadable("is missing")
    return place


@dataclass
class Plan:
    """The rows of a plan, and the tables of the input beside it."""

    rows: Table
    given: Path
    _tables: dict[str, Table] = field(default_factory=dict)
    _measures: dict[Column, list[float]] = field(default_factory=dict)
    _spared: frozenset[str] = frozenset()
    _skipped: frozenset[int] = frozenset()

    @classmethod
    def read(cls, folder: Path, target: Target, given: Path, names: tuple[str, ...]) -> "Plan":
        """Return the plan that a target names.

        Raises:
            Unreadable: if there is none, it has no rows, or too many.
        """
        rows = rows_of(folder, target, names)
        if not rows.height:
            raise Unreadable("holds no rows")
        if rows.height > MOST_ROWS:
            raise Unreadable(f"holds more than {MOST_ROWS:,} rows")
        return cls(rows, given)

    @cached_property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of the rows that count, from 0."""
        return tuple(row for row in range(self.rows.height) if row not in self._skipped)

    def sparing(self, names: frozenset[str], columns: Iterable[str]) -> "Plan":
        """Return the plan without the rows that have one of some names in one of some columns.

        They keep their numbers, so that what goes through a plan row by row still meets them; what
        is looked up for them is nothing.
        """
        skipped: set[int] = set()
        for position in {self.rows.position(column) for column in columns} - {None}:
            assert position is not None
            values = self.rows.values(position)
            skipped |= {row for row, value in enumerate(values) if name_of(value) in names}
        return Plan(self.rows, self.given, self._tables, {}, names, frozenset(skipped))

    def divided(self, column: Column) -> dict[str, "Plan"]:
        """Return the plan of each group alone, by the name of the group.

        Raises:
            Unreadable: if there is no such column.
        """
        every = frozenset(range(self.rows.height))
        return {
            name: Plan(self.rows, self.given, self._tables, {}, self._spared, every - set(rows))
            for (name,), rows in self.groups((column,)).items()
        }

    def table(self, path: str) -> Table:
        """Return a table of the input.

        Raises:
            FaultError: if there is none.
        """
        if path not in self._tables:
            try:
                self._tables[path] = table_at(self.given, path)
            except Unreadable as fault:
                raise FaultError(f"{path} of the input {fault}.") from None
        return self._tables[path]

    def listed(self, column: Column) -> list[str]:
        """Return the values of a column of the input's table, as they are compared.

        Raises:
            FaultError: if there is no such column.
        """
        return [name_of(v) for v in self._given(column.table, column.name)]

    def _given(self, path: str, name: str) -> list[Scalar]:
        table = self.table(path)
        position = table.position(name)
        if position is None:
            raise FaultError(f"{path} of the input has no column {name}.")
        return table.values(position)

    def parted(self, text: str, known: Container[str]) -> list[str]:
        """Return the names that a text lists, such as `j1; j2`; one that is known stays whole."""
        if not text or text in known:
            return [text] if text else []
        return [name for part in _LIST.split(text) if (name := name_of(part.strip()))]

    def values(self, column: Column) -> list[Scalar]:
        """Return the values of a column for each row of the plan.

        Raises:
            Unreadable: if the plan has no such column, or names what the input does not know.
            FaultError: if the input has no such table or column.
        """
        if not column.table:
            position = self.rows.position(column.name)
            if position is None:
                raise Unreadable(f"has no column {column.name}")
            return self.rows.values(position)
        by, key = self.joined(column)
        known = dict(zip(self._keys(column.table, key), self._given(column.table, column.name),
                         strict=True))  # fmt: skip
        names = self.names(Column(by))
        for name in names:
            if name not in known and name not in self._spared:
                raise Unreadable(f"names {name or 'nothing'}, which {column.table} does not")
        return [known.get(name) for name in names]

    def _keys(self, path: str, key: str) -> list[str]:
        names = [name_of(value) for value in self._given(path, key)]
        if len(set(names)) != len(names):
            raise FaultError(f"{key} of {path} is there more than once.")
        return names

    def joined(self, column: Column) -> tuple[str, str]:
        """Return the column of the plan and that of the table that name the same."""
        if column.by:
            return column.by, column.key or column.by
        for name in self.table(column.table).header:
            if self.rows.position(name) is not None and name != column.name:
                return name, name
        raise FaultError(f"Say by which column of the plan {column} is looked up.")

    def names(self, column: Column) -> list[str]:
        """Return the values of a column as they are compared: folded, without capitals."""
        return [name_of(value) for value in self.values(column)]

    def measures(self, column: Column) -> list[float]:
        """Return what the values of a column measure.

        Those of rows that do not count are NaN where they measure nothing.

        Raises:
            Unreadable: if one is no number and no time.
        """
        if column in self._measures:
            return self._measures[column]
        found: list[float] = []
        for row, value in enumerate(self.values(column)):
            measure = measure_of(value)
            if measure is None and row in self._skipped:
                measure = math.nan
            if measure is None:
                told = "nothing" if value is None else fold(str(value))[:40]
                raise Unreadable(f"has {told} for {column.name} in row {row + 1}")
            found.append(measure)
        self._measures[column] = found
        return found

    def groups(self, columns: tuple[Column, ...]) -> Mapping[tuple[str, ...], list[int]]:
        """Return the rows of each group; one group of all if no column tells them apart."""
        found: dict[tuple[str, ...], list[int]] = {}
        names = [self.names(column) for column in columns]
        for row in self.numbers:
            found.setdefault(tuple(column[row] for column in names), []).append(row)
        return found

    def pairs(self, path: str, value: str = "") -> "Pairs":
        """Return what the input tells of pairs, such as distances.

        Args:
            path: a table of rows with two names and values, or a square one.
            value: the column of the values, none for a square one.

        Raises:
            FaultError: if it is neither.
        """
        table = self.table(path)
        if value:
            measures = [measure_of(v) for v in self._given(path, value)]
            ends = [n for n, name in enumerate(table.header) if name.casefold() != value.casefold()]
            if len(ends) < 2 or None in measures:
                raise FaultError(f"{path} needs two columns of names and numbers in {value}.")
            names = ([name_of(v) for v in table.values(end)] for end in ends[:2])
            return Pairs(path, dict(zip(zip(*names, strict=True), _known(measures), strict=True)))
        return Pairs(path, dict(_square(table, path)))


def _known(values: list[float | None]) -> list[float]:
    return [value for value in values if value is not None]


def _square(table: Table, path: str) -> Iterator[tuple[tuple[str, str], float]]:
    names = [name_of(value) for value in table.values(0)]
    for position, head in enumerate(table.header[1:], 1):
        for name, value in zip(names, table.values(position), strict=True):
            measure = measure_of(value)
            if measure is None:
                if name != name_of(head):
                    raise FaultError(f"{path} says nothing of {name} and {head}.")
                measure = 0.0
            yield (name, name_of(head)), measure


@dataclass(frozen=True)
class Pairs:
    """Values of pairs of names, the same both ways where only one is told."""

    path: str
    told: Mapping[tuple[str, str], float]

    @cached_property
    def known(self) -> frozenset[str]:
        """The names."""
        return frozenset(name for pair in self.told for name in pair)

    @cached_property
    def grain(self) -> float:
        """The last decimal that some value has."""
        digits = max((len(repr(v).partition(".")[2]) for v in self.told.values()), default=0)
        whole = all(value.is_integer() for value in self.told.values())
        return 1.0 if whole else 10.0**-digits

    def between(self, one: str, other: str) -> float:
        """Return the value of a pair.

        Raises:
            Unreadable: if nothing is told of it.
        """
        if one == other:
            return self.told.get((one, other), 0.0)
        for pair in ((one, other), (other, one)):
            if pair in self.told:
                return self.told[pair]
        raise Unreadable(f"goes from {one} to {other}, of which {self.path} says nothing")


def name_of(value: Scalar) -> str:
    """Return a value as names are compared."""
    return key_text(fold(value) if isinstance(value, str) else value)
