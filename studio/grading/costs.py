"""What a plan costs, computed from its rows and the input's tables, never taken from the plan.

| sentence | what is computed |
|---|---|
| the sum of `hours` times `rate` of `staff.csv` by `name` | over all rows |
| the number of different `route` | as it says |
| the time from `start` to `end` | last end less first start, in minutes |
| the way through `stop` per `route` in order of `position` by `km` of `roads.csv` from and to Depot | the sum over neighbours |

Without `in order of` the order of rows counts, without `per` there is one way, without `from and to`
it is open. `` by `roads.csv` `` alone names a square table.
"""  # noqa: E501

import re
from collections.abc import Callable
from itertools import pairwise

from studio.base.errors import FaultError
from studio.grading.planning import Column, Plan, name_of
from studio.grading.readers.values import fold
from studio.grading.rule_parts import COLUMN, VALUE, column_of, measured

Parts = dict[str, str]


def _sum(parts: Parts, plan: Plan) -> float:
    return sum(measured(plan, parts["value"])[0])


def _different(parts: Parts, plan: Plan) -> float:
    return float(len(set(plan.names(column_of(parts["place"])))))


def _time(parts: Parts, plan: Plan) -> float:
    ends = plan.measures(column_of(parts["end"]))
    return max(ends) - min(plan.measures(column_of(parts["start"])))


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
    (rf"the sum of (?P<value>{VALUE})", _sum),
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
    (re.compile(pattern + r"\.?", re.IGNORECASE), compute) for pattern, compute in _PATTERNS
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
        texts = [part for name, part in self._parts.items() if name != "depot"]
        found = [column_of(piece) for text in texts for piece in text.split(" times ")]
        return tuple(column for column in found if not column.table)

    def of(self, plan: Plan) -> float:
        """Return what a plan costs.

        Raises:
            Unreadable: if the plan lacks what it is computed from.
            FaultError: if the input does.
        """
        return self._compute(self._parts, plan)
