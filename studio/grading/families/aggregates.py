"""The check of a sum, mean or count over a column, whatever rows it comes from."""

import math
import statistics
from typing import Any, Literal

from pydantic import Field, model_validator

from studio.grading.families.addressing import (
    needed,
    of_reference,
    place_fault,
    reference_of,
    tables_of,
    there_are,
    unreadable,
    within,
)
from studio.grading.families.conditions import (
    Condition,
    condition_fault,
    named,
    rows_where,
    said,
)
from studio.grading.kinds import Grounds, Judgement, Kind, failed, passed, register
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.tables import Table
from studio.grading.readers.values import close, shown
from studio.grading.readers.writing import key_text
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

Function = Literal["sum", "mean", "median", "min", "max", "count", "distinct"]


class ColumnAggregateParameters(Frozen):
    """What is computed over a column."""

    column: str = Field(min_length=1, title="Column", description="The column that is taken.")
    function: Function = Field(
        default="sum",
        title="Function",
        description="What is computed of its filled cells; distinct counts different values.",
    )
    where: tuple[Condition, ...] = Field(
        default=(), title="Where", description="Only rows that fulfil these are taken."
    )
    expected: float | None = Field(
        default=None, title="Expected", description="The result; the reference's if left out."
    )

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that are looked at."""
        return (self.column, *named(self.where))

    @model_validator(mode="after")
    def _counts_are_whole(self) -> "ColumnAggregateParameters":
        counts = self.function in ("count", "distinct")
        if counts and self.expected is not None and not self.expected.is_integer():
            raise ValueError(f"a {self.function} is a whole number")
        return self


def aggregate(table: Table, parameters: ColumnAggregateParameters) -> float:
    """Return the result over a table.

    Raises:
        Unreadable: if a column is not there, no cell is filled, or one holds no number.
    """
    position = needed(table, parameters.column)
    values = table.values(position)
    rows = [row for row in rows_where(table, parameters.where) if values[row] is not None]
    if not rows:
        raise Unreadable(f"holds nothing in {parameters.column}{said(parameters.where)}")
    if parameters.function == "count":
        return float(len(rows))
    if parameters.function == "distinct":
        return float(len({key_text(values[row]) for row in rows}))
    numbers = []
    for row in rows:
        value = values[row]
        if not isinstance(value, float):
            place = table.address(row, position)
            raise Unreadable(f"holds no number in {place}, but {shown(table.raw(position)[row])}")
        numbers.append(value)
    return _computed(parameters.function, numbers)


def _computed(function: Function, numbers: list[float]) -> float:
    try:
        if function in ("sum", "mean"):
            total = math.fsum(numbers)
            return total if function == "sum" else total / len(numbers)
    except OverflowError:
        raise Unreadable("holds numbers too large to be summed") from None
    if function == "median":
        return statistics.median(numbers)
    return min(numbers) if function == "min" else max(numbers)


def _expected(parameters: ColumnAggregateParameters, target: Target, grounds: Grounds) -> float:
    if parameters.expected is not None:
        return parameters.expected
    table = reference_of(target, grounds, parameters.columns)
    return of_reference(lambda: aggregate(table, parameters), target)


def _name(parameters: ColumnAggregateParameters) -> str:
    names = {"min": "least", "max": "largest", "count": "number of values"}
    names["distinct"] = "number of different values"
    return f"The {names.get(parameters.function, parameters.function)} of {parameters.column}"


def _judge(
    check: Check, parameters: ColumnAggregateParameters, target: Target, grounds: Grounds
) -> Judgement:
    expected = _expected(parameters, target, grounds)
    name = f"{_name(parameters)}{said(parameters.where)}"
    evidence: dict[str, Any] = {"place": check.target, "expected": expected}
    try:
        _, table = tables_of(target, grounds, parameters.columns)
        found = aggregate(table, parameters)
    except Unreadable as fault:
        return unreadable(check, target, fault, **evidence)
    evidence["found"] = found if math.isfinite(found) else str(found)
    if math.isfinite(found) and close(expected, found, check.tolerance):
        return passed(f"{name} is {shown(found)}.", **evidence)
    return failed(
        f"{name} is {shown(found)}, expected {shown(expected)}, off by "
        f"{shown(abs(found - expected))}.",
        public=f"{_name(parameters)} of {check.target} is not as asked.",
        **evidence,
    )


def _sentence(
    check: Check, parameters: ColumnAggregateParameters, target: Target, grounds: Grounds
) -> str:
    expected = shown(_expected(parameters, target, grounds))
    return f"{_name(parameters)}{said(parameters.where)} is {expected}{within(check)}"


def _fit(
    check: Check, parameters: ColumnAggregateParameters, target: Target, grounds: Grounds
) -> str:
    if fault := place_fault(grounds.reference, target):
        return fault
    table = reference_of(target, grounds, parameters.columns)
    if table.position(parameters.column) is None:
        return there_are("column", parameters.column, table.header)
    if fault := condition_fault(table, parameters.where):
        return fault
    try:
        found = aggregate(table, parameters)
    except Unreadable as fault_of_values:
        return f"The reference {fault_of_values}."
    if parameters.expected is not None and not close(parameters.expected, found, check.tolerance):
        return f"The reference's is {shown(found)}, not {shown(parameters.expected)}."
    return ""


register(
    Kind(
        id="column_aggregate",
        family="tables",
        title="A sum, mean or count of a column",
        parameters=ColumnAggregateParameters,
        judge=_judge,
        sentence=_sentence,
        fit=_fit,
    )
)
