"""What a plan costs or amounts to, computed from its rows and the input's tables.

| sentence | what is computed |
|---|---|
| the sum of `hours` times `rate` of `staff.csv` by `name` | over all rows |
| the number of rows | as it says |
| the number of different `route` | as it says |
| the time from `start` to `end` | last end less first start, in minutes |
| the sum of the times from `start` to `end` | of each row, in minutes |
| the way through `stop` per `route` in order of `position` by `km` of `roads.csv` from and to Depot | the sum over neighbours |

Without `in order of` the order of rows counts, without `per` there is one way, without `from and to`
it is open. `` by `roads.csv` `` alone names a square table. After `, but for` stand names whose rows
do not count.
"""  # noqa: E501

import math
import re
from collections.abc import Callable
from itertools import pairwise

from studio.base.errors import FaultError
from studio.grading.planning import DAY, Column, Plan, name_of
from studio.grading.readers.values import fold
from studio.grading.rule_parts import (
    COLUMN,
    ENDING,
    OPERATOR,
    VALUE,
    column_of,
    measured,
    spared_in,
)

Parts = dict[str, str]


def _sum(parts: Parts, plan: Plan) -> float:
    values = measured(plan, parts["value"])[0]
    return math.fsum(values[row] for row in plan.numbers)


def _rows(parts: Parts, plan: Plan) -> float:
    return float(len(plan.numbers))


def _different(parts: Parts, plan: Plan) -> float:
    names = plan.names(column_of(parts["place"]))
    return float(len({names[row] for row in plan.numbers}))


def _ends(parts: Parts, plan: Plan) -> list[tuple[float, float]]:
    """Return when each row that counts begins and ends."""
    starts, ends = (plan.measures(column_of(parts[part])) for part in ("start", "end"))
    return [(starts[row], ends[row]) for row in plan.numbers]


def _time(parts: Parts, plan: Plan) -> float:
    ends = _ends(parts, plan)
    return max(end for _, end in ends) - min(start for start, _ in ends) if ends else 0.0


def _times(parts: Parts, plan: Plan) -> float:
    # What ends before it begins ends on the next day.
    return math.fsum(end - start + (DAY if end < start else 0) for start, end in _ends(parts, plan))


def _way(parts: Parts, plan: Plan) -> float:
    names = plan.names(column_of(parts["place"]))
    by = column_of(parts["by"])
    # A square table is named alone, so that its path stands where a column would.
    pairs = plan.pairs(by.table, by.name) if by.table else plan.pairs(by.name)
    order = plan.measures(column_of(parts["order"])) if "order" in parts else None
    per = (column_of(parts["per"]),) if "per" in parts else ()
    depot = [name_of(fold(parts["depot"]).strip('`"'))] if "depot" in parts else []
    total = 0.0
    for rows in plan.groups(per).values():
        ordered = sorted(rows, key=lambda row: order[row]) if order else rows
        stops = [*depot, *(names[row] for row in ordered), *depot]
        total += sum(pairs.between(a, b) for a, b in pairwise(stops))
    return total


_PATTERNS: tuple[tuple[str, Callable[[Parts, Plan], float]], ...] = (
    (rf"the sum of the times from (?P<start>{COLUMN}) to (?P<end>{COLUMN})", _times),
    (rf"the sum of (?P<value>{VALUE})", _sum),
    (r"the number of rows", _rows),
    (rf"the number of different (?P<place>{COLUMN})", _different),
    (rf"the time from (?P<start>{COLUMN}) to (?P<end>{COLUMN})", _time),
    (
        rf"the way through (?P<place>{COLUMN})(?: per (?P<per>{COLUMN}))?"
        rf"(?: in order of (?P<order>{COLUMN}))? by (?P<by>{COLUMN})"
        r"(?: from and to (?P<depot>.{1,80}?))?",
        _way,
    ),
)
_READ = tuple(
    (re.compile(pattern + ENDING, re.IGNORECASE), compute) for pattern, compute in _PATTERNS
)


class Cost:
    """A sentence that says what a plan costs."""

    def __init__(self, text: str) -> None:
        """Read a sentence.

        Raises:
            FaultError: if it is none of those that are known.
        """
        self.text = fold(text)
        for pattern, compute in _READ:
            found = pattern.fullmatch(self.text)
            if found:
                self._parts = {name: part for name, part in found.groupdict().items() if part}
                self._compute = compute
                return
        raise FaultError(
            f"The cost {self.text!r} is not understood; write it like: the sum of `hours` times "
            "`rate` of `staff.csv` by `name`."
        )

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of the plan that it reads."""
        return tuple(column for column in self._columns if not column.table)

    @property
    def _columns(self) -> list[Column]:
        texts = [part for name, part in self._parts.items() if name not in ("depot", "spared")]
        return [column_of(piece) for text in texts for piece in OPERATOR.split(text)]

    def of(self, plan: Plan) -> float:
        """Return what a plan costs.

        Raises:
            Unreadable: if the plan lacks what it is computed from.
            FaultError: if the input does.
        """
        if spared := spared_in(self._parts.get("spared", "")):
            naming = {column.by or column.name for column in self._columns}
            plan = plan.sparing(spared, naming)
        return self._compute(self._parts, plan)
