"""Conditions that pick rows of a table, for the kinds that count, sum or look at some of them."""

from typing import Literal

from pydantic import Field

from studio.grading.families.addressing import there_are
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.tables import Table
from studio.grading.readers.values import Scalar, fold, scalar
from studio.grading.readers.writing import agree, plain
from studio.model.frozen import Frozen

Relation = Literal[
    "is", "is not", "above", "at least", "below", "at most", "contains", "blank", "filled"
]


class Condition(Frozen):
    """What a row must fulfil in one column."""

    column: str = Field(title="Column", description="The column that is looked at.")
    relation: Relation = Field(default="is", title="Relation", description="How it compares.")
    value: str | float | int | bool | None = Field(
        default=None, title="Value", description="What it is compared with."
    )

    def holds(self, value: Scalar) -> bool:
        """Tell whether a plain value fulfils it; dates compare as ISO text."""
        wanted = plain(scalar(self.value))
        if self.relation in ("blank", "filled"):
            return (value is None) == (self.relation == "blank")
        if self.relation in ("is", "is not"):
            return _alike(wanted, value) == (self.relation == "is")
        if self.relation == "contains":
            return fold(str(self.value)).casefold() in str(value or "").casefold()
        if isinstance(value, float) and isinstance(wanted, float):
            return _ordered(self.relation, value - wanted)
        if isinstance(value, str) and isinstance(wanted, str):
            return _ordered(self.relation, (value > wanted) - (value < wanted))
        return False

    def __str__(self) -> str:
        """Say the condition in words."""
        value = "" if self.relation in ("blank", "filled") else f" {self.value}"
        relation = self.relation if self.relation.startswith("is") else f"is {self.relation}"
        relation = "contains" if self.relation == "contains" else relation
        return f"{self.column} {relation}{value}"


def _alike(one: Scalar, other: Scalar) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return one.casefold() == other.casefold()
    return agree(one, other, None)


def _ordered(relation: str, difference: float) -> bool:
    return {
        "above": difference > 0,
        "at least": difference >= 0,
        "below": difference < 0,
        "at most": difference <= 0,
    }[relation]


def rows_where(table: Table, conditions: tuple[Condition, ...]) -> list[int]:
    """Return the rows, from 0, that fulfil all conditions.

    Raises:
        Unreadable: if a column is not there.
    """
    rows = list(range(table.height))
    for condition in conditions:
        position = table.position(condition.column)
        if position is None:
            raise Unreadable(f"has no column {condition.column}")
        values = table.values(position)
        rows = [row for row in rows if condition.holds(values[row])]
    return rows


def condition_fault(table: Table, conditions: tuple[Condition, ...]) -> str:
    """Return the sentence that a condition names no column of a table, empty if all do."""
    for condition in conditions:
        if table.position(condition.column) is None:
            return there_are("column", condition.column, table.header)
    return ""


def named(conditions: tuple[Condition, ...]) -> tuple[str, ...]:
    """Return the columns that conditions look at."""
    return tuple(condition.column for condition in conditions)


def said(conditions: tuple[Condition, ...]) -> str:
    """Return conditions as the end of a sentence, empty if there are none."""
    return f" where {' and '.join(map(str, conditions))}" if conditions else ""
