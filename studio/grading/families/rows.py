"""The checks of rows as such: how many there are, and in which order they stand."""

from typing import Any

from pydantic import Field, model_validator

from studio.grading.families.addressing import (
    column_fault,
    needed,
    of_reference,
    place_fault,
    reference_of,
    tables_of,
    unreadable,
)
from studio.grading.families.conditions import Condition, condition_fault, named, rows_where, said
from studio.grading.families.differences import SHARE, alike
from studio.grading.kinds import Grounds, Judgement, Kind, failed, passed, register
from studio.grading.phrasing import counted, listed
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.likeness import table_like
from studio.grading.readers.tables import Table, found_table, times
from studio.grading.readers.totals import without_totals
from studio.grading.readers.values import Scalar
from studio.grading.readers.writing import heading, key_text
from studio.model.check import Check, Target
from studio.model.frozen import Frozen


class RowCountParameters(Frozen):
    """How many rows a table has; as many as the reference if nothing is given."""

    exactly: int | None = Field(default=None, ge=0, title="Exactly", description="Rows.")
    at_least: int | None = Field(default=None, ge=0, title="At least", description="Rows.")
    at_most: int | None = Field(default=None, ge=0, title="At most", description="Rows.")
    where: tuple[Condition, ...] = Field(
        default=(), title="Where", description="Only rows that fulfil these are counted."
    )

    @model_validator(mode="after")
    def _is_possible(self) -> "RowCountParameters":
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            raise ValueError("at least is more than at most")
        return self


def _limits(parameters: RowCountParameters, target: Target, grounds: Grounds) -> tuple[int, float]:
    if parameters.exactly is not None:
        return parameters.exactly, parameters.exactly
    if parameters.at_least is None and parameters.at_most is None:
        table = reference_of(target, grounds, named(parameters.where))
        count = len(of_reference(lambda: rows_where(table, parameters.where), target))
        return count, count
    most = float("inf") if parameters.at_most is None else parameters.at_most
    return parameters.at_least or 0, most


def _said_limits(low: int, high: float) -> str:
    if low == high:
        return counted(low, "row")
    if high == float("inf"):
        return f"at least {counted(low, 'row')}"
    most = counted(int(high), "row")
    return f"{low:,} to {most}" if low else f"at most {most}"


def _judge_count(
    check: Check, parameters: RowCountParameters, target: Target, grounds: Grounds
) -> Judgement:
    low, high = _limits(parameters, target, grounds)
    try:
        _, found = tables_of(target, grounds, named(parameters.where))
        count = len(rows_where(found, parameters.where))
    except Unreadable as fault:
        return unreadable(check, target, fault)
    evidence: dict[str, Any] = {"expected": _said_limits(low, high), "found": count}
    told = f"{check.target} has {count:,} row{'s' * (count != 1)}{said(parameters.where)}"
    if low <= count <= high:
        return passed(f"{told}.", **evidence)
    public = f"{check.target} has not the number of rows asked for."
    return failed(f"{told}, expected {_said_limits(low, high)}.", public=public, **evidence)


def _count_sentence(
    check: Check, parameters: RowCountParameters, target: Target, grounds: Grounds
) -> str:
    limits = _said_limits(*_limits(parameters, target, grounds))
    return f"{check.target} has {limits}{said(parameters.where)}"


def _count_fit(
    check: Check, parameters: RowCountParameters, target: Target, grounds: Grounds
) -> str:
    if fault := place_fault(grounds.reference, target):
        return fault
    table = reference_of(target, grounds, named(parameters.where))
    if fault := condition_fault(table, parameters.where):
        return fault
    low, high = _limits(parameters, target, grounds)
    count = len(rows_where(table, parameters.where))
    if not low <= count <= high:
        return f"The reference has {count:,} rows{said(parameters.where)}."
    return ""


class RowsSortedParameters(Frozen):
    """The columns that the rows are sorted by; rows without a value stand last."""

    columns: tuple[str, ...] = Field(
        min_length=1, title="Columns", description="What the rows are sorted by, the first first."
    )
    descending: bool = Field(
        default=False, title="Descending", description="Whether the largest stands on top."
    )
    other_way: tuple[str, ...] = Field(
        default=(),
        title="The other way",
        description="Columns that ascend where the others descend, or the other way round.",
    )
    sequences: dict[str, tuple[str, ...]] = Field(
        default_factory=dict,
        title="Sequences",
        description="The values of a column in the order in which they must stand, such as grades "
        "or sizes, where that is not by size or alphabet.",
    )
    free_names: tuple[str, ...] = Field(
        default=(),
        title="Free names",
        description="Columns that may have another name; they are found by their values.",
    )


_SortKey = tuple[int, float, str]
_BLANK = 2


def _sort_key(value: Scalar, places: dict[str, int]) -> _SortKey:
    """Return what a plain value sorts by: its place in a sequence, numbers, text, blanks last."""
    if value is None:
        return _BLANK, 0.0, ""
    if places and (place := places.get(key_text(value).casefold())) is not None:
        return -1, float(place), ""
    if isinstance(value, float):
        return 0, value, ""
    return 1, 0.0, key_text(value)


def _sort_keys(table: Table, parameters: RowsSortedParameters) -> list[tuple[_SortKey, ...]]:
    lists = []
    for name in parameters.columns:
        sequence = parameters.sequences.get(name, ())
        places = {key_text(value).casefold(): place for place, value in enumerate(sequence)}
        lists.append([_sort_key(value, places) for value in table.values(needed(table, name))])
    return list(zip(*lists, strict=True))


def _ways(parameters: RowsSortedParameters) -> tuple[bool, ...]:
    """Return for each column whether the largest stands on top."""
    return tuple(
        parameters.descending != (name in parameters.other_way) for name in parameters.columns
    )


def _out_of_order(
    keys: list[tuple[_SortKey, ...]], descending: tuple[bool, ...], room: float = 0.0
) -> int | None:
    """Return the first row, from 0, that stands after one that it must stand before.

    Numbers no further apart than `room` may stand either way: they are the same when rounded.
    """
    for row in range(1, len(keys)):
        if _precedes(keys[row], keys[row - 1], descending, room):
            return row
    return None


def _precedes(
    one: tuple[_SortKey, ...], other: tuple[_SortKey, ...], ways: tuple[bool, ...], room: float
) -> bool:
    for left, right, descending in zip(one, other, ways, strict=True):
        if not _agree(left, right, room):
            if _BLANK in (left[0], right[0]):
                return right[0] == _BLANK
            return left > right if descending else left < right
    return False


def _agree(one: _SortKey, other: _SortKey, room: float) -> bool:
    if one[0] == other[0] == 0:
        return abs(one[1] - other[1]) <= room * (1 + 1e-9) + 1e-12
    return one == other


def _are_those(
    keys: list[tuple[_SortKey, ...]], others: list[tuple[_SortKey, ...]], room: float
) -> bool:
    """Tell whether each column holds the same values in any order, numbers nearly."""
    if len(keys) != len(others):
        return False
    columns = zip(zip(*keys, strict=True), zip(*others, strict=True), strict=True)
    return all(
        all(_agree(one, other, room) for one, other in zip(sorted(a), sorted(b), strict=True))
        for a, b in columns
    )


def _sortable(target: Target, grounds: Grounds, parameters: RowsSortedParameters) -> list[Table]:
    """Return the table of the reference and that of the output, without rows of totals.

    A column of percent in the output may hold fractions or hundreds: each way is one more table.
    """
    assert grounds.output is not None
    reference = without_totals(reference_of(target, grounds, parameters.columns))
    free = {heading(name).casefold() for name in parameters.free_names}
    found = found_table(grounds.output, target, reference)
    if any(found.position(name) is None for name in parameters.columns) and free:
        found = table_like(grounds.output, target, reference, free)
    found = without_totals(found)
    tables = [reference, found]
    for name in parameters.columns:
        position = found.position(name)
        if position is not None and SHARE.search(name):
            tables += [times(found, position, factor) for factor in (100.0, 0.01)]
    return tables


def _otherwise_written(
    reference: Table, found: Table, parameters: RowsSortedParameters, room: float
) -> list[tuple[_SortKey, ...]] | None:
    """Return what the rows are sorted by when columns are brought into one form, None if none is.

    Weeks may be written as numbers and months by their names.
    """
    one, other = reference, found
    for name in parameters.columns:
        one, other = alike(one, other, needed(one, name), needed(other, name))
    keys = _sort_keys(other, parameters)
    return keys if _are_those(keys, _sort_keys(one, parameters), room) else None


def _judge_sorted(
    check: Check, parameters: RowsSortedParameters, target: Target, grounds: Grounds
) -> Judgement:
    try:
        reference, found, *scaled = _sortable(target, grounds, parameters)
        ways = [_sort_keys(table, parameters) for table in (found, *scaled)]
    except Unreadable as fault:
        return unreadable(check, target, fault)
    names, room = listed(parameters.columns), check.tolerance or 0.0
    wanted = _sort_keys(reference, parameters)
    keys = next((way for way in ways if _are_those(way, wanted, room)), None)
    if keys is None:
        keys = _otherwise_written(reference, found, parameters, room)
    if keys is None:
        told = f"The rows of {check.target} are not those that were to be sorted by {names}."
        return failed(told, public=told, rows=found.height)
    row = _out_of_order(keys, _ways(parameters), room)
    if row is None:
        return passed(f"The rows of {check.target} are sorted by {names}.", rows=found.height)
    place = found.address(row, needed(found, parameters.columns[0]))
    told = f"{place} is out of order: the rows must be sorted by {names}."
    return failed(told, public=told, place=place)


def _sorted_sentence(
    check: Check, parameters: RowsSortedParameters, target: Target, grounds: Grounds
) -> str:
    order = ", the largest first" if parameters.descending else ""
    if parameters.other_way:
        order += f", but {listed(parameters.other_way)} the other way"
    for name, values in parameters.sequences.items():
        order += f", {name} in the order {listed(values)}"
    return f"The rows of {check.target} are sorted by {listed(parameters.columns)}{order}"


def _sorted_fit(
    check: Check, parameters: RowsSortedParameters, target: Target, grounds: Grounds
) -> str:
    if fault := place_fault(grounds.reference, target):
        return fault
    table = without_totals(reference_of(target, grounds, parameters.columns))
    if fault := column_fault(table, parameters.columns):
        return fault
    if strange := {*parameters.other_way, *parameters.sequences} - set(parameters.columns):
        return f"The rows are not sorted by {min(strange)}; name it among the columns as well."
    row = _out_of_order(_sort_keys(table, parameters), _ways(parameters))
    if row is not None:
        return f"The reference is not sorted so: row {table.rows[row]} is out of order."
    return "" if table.height > 1 else "The reference has fewer than two rows."


register(
    Kind(
        id="row_count",
        family="tables",
        title="A table has a number of rows",
        parameters=RowCountParameters,
        judge=_judge_count,
        sentence=_count_sentence,
        fit=_count_fit,
        presence=True,
    )
)
register(
    Kind(
        id="rows_sorted",
        family="tables",
        title="Rows are sorted",
        parameters=RowsSortedParameters,
        judge=_judge_sorted,
        sentence=_sorted_sentence,
        fit=_sorted_fit,
    )
)
