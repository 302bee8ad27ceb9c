"""Two tables made ready to be compared: all that the room for numbers has no say in.

It is kept, for a change of a tolerance asks for the same tables again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from studio.formats import digests
from studio.grading.families.addressing import column_fault, of_reference
from studio.grading.families.differences import Room, Side, differences, needs, paired, side_of
from studio.grading.families.sequels import with_either
from studio.grading.families.table_parameters import TableEqualsParameters
from studio.grading.kinds import Grounds
from studio.grading.pairing import Pairing, pair
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.columns import is_large
from studio.grading.readers.likeness import table_like
from studio.grading.readers.memory import Memory
from studio.grading.readers.places import locate, read_bytes
from studio.grading.readers.tables import Table, found_table, reference_table, with_keys
from studio.grading.readers.totals import (
    only_totals,
    with_name_of_sum,
    with_total_labels,
    without_totals,
)
from studio.grading.readers.writing import heading
from studio.model.check import Target

Mask = NDArray[np.bool_]
T = TypeVar("T")
_ROOM = {"tolerances", "relative", "shares"}
_KEPT_TABLES = 400
_KEPT_VALUES = 3_000_000


@dataclass(frozen=True)
class Asked:
    """The table of the reference, and which of its values are facts.

    Attributes:
        table: as it was handed in.
        side: the table to compare, with the labels of its totals, without rows that have no key.
        columns: the positions of the columns that are compared.
        given: the same table of the input; None if there is none, or if nothing depends on it.
        facts: for each row (each key once) and each column, whether its fact is asked for; None
            if all are.
    """

    table: Table
    side: Side
    columns: tuple[int, ...]
    given: Table | None
    facts: Mask | None


@dataclass(frozen=True)
class Ready:
    """The table that is asked for beside that of an output."""

    asked: Asked
    found: Side
    key: tuple[str, ...]

    @cached_property
    def by_key(self) -> Pairing:
        """The rows of both brought together by key, by their number if there is none."""
        return paired(self.asked.side.table, self.found.table, self.key)


_asked: Memory[Asked] = Memory(_KEPT_TABLES, lambda asked: asked.side.table.count, _KEPT_VALUES)
_ready: Memory[Ready] = Memory(_KEPT_TABLES, lambda ready: ready.found.table.count, _KEPT_VALUES)


def prepare(parameters: TableEqualsParameters, target: Target, grounds: Grounds) -> Ready:
    """Return the tables of reference and output ready to be compared.

    Raises:
        FaultError: if the reference cannot be read.
        Unreadable: if the output has no such table.
    """
    output = grounds.output
    assert output is not None
    stamps = [_stamp(folder, target) for folder in (grounds.reference, grounds.input)]
    text = parameters.model_dump_json(exclude=_ROOM)
    name = "\n".join([repr(target), text, *map(str, stamps)])
    large = None in stamps
    asked = _kept(_asked, None if large else name, lambda: _ask(parameters, target, grounds))
    stamp = None if large else _stamp(output, target)
    full = None if stamp is None else f"{name}\n{stamp}"
    return _kept(_ready, full, lambda: _make_ready(parameters, target, output, asked))


def _kept(memory: Memory[T], name: str | None, make: Callable[[], T]) -> T:
    return make() if name is None else memory.get(name, make)


def _stamp(folder: Path | None, target: Target) -> str | None:
    """Return what tells the content of a file, empty if there is none, None if it is large."""
    place = None if folder is None else locate(folder, target.path)
    if place is None:
        return ""
    return None if is_large(place) else digests.of_bytes(read_bytes(place))


def _ask(parameters: TableEqualsParameters, target: Target, grounds: Grounds) -> Asked:
    table = reference_of(parameters, target, grounds)
    columns = of_reference(lambda: compared_columns(table, parameters), target)
    compared = with_keys(with_total_labels(table, parameters.key), parameters.key)
    compared = with_either(compared, parameters.either)
    given = None
    if parameters.numbered or parameters.facts != "all":
        given = _given(parameters, target, grounds, compared)
    facts = _facts(compared, given, columns, parameters)
    return Asked(table, side_of(compared, grounds.reference, target), columns, given, facts)


def _make_ready(
    parameters: TableEqualsParameters, target: Target, output: Path, asked: Asked
) -> Ready:
    found = _found(output, target, asked.table, parameters)
    found = with_name_of_sum(asked.table, found, parameters.key, parameters.sums)
    found = _of_totals(found, parameters)
    needs(found, parameters.key)
    found = with_keys(with_total_labels(found, parameters.key), parameters.key)
    found = with_either(found, parameters.either)
    return Ready(asked, side_of(found, output, target), parameters.key)


def compared_columns(table: Table, parameters: TableEqualsParameters) -> tuple[int, ...]:
    """Return the positions of the columns whose values are facts.

    Raises:
        Unreadable: if a named column is not there.
    """
    if fault := column_fault(table, (*parameters.key, *(parameters.columns or ()))):
        raise Unreadable(f"cannot be compared. {fault.removesuffix('.')}")
    if parameters.columns is not None:
        return tuple(table.names[heading(name).casefold()] for name in parameters.columns)
    keys = {table.position(name) for name in parameters.key}
    rest = tuple(n for n in range(len(table.header)) if n not in keys)
    return rest or tuple(range(len(table.header)))


def reference_of(parameters: TableEqualsParameters, target: Target, grounds: Grounds) -> Table:
    """Return the table of the reference, with the rows that are compared.

    Raises:
        FaultError: if it cannot be read.
    """
    names = (*parameters.key, *(parameters.columns or ()))
    table = of_reference(
        lambda: reference_table(grounds.reference, target, names, parameters.header), target
    )
    return of_reference(lambda: _of_totals(table, parameters), target)


def _of_totals(table: Table, parameters: TableEqualsParameters) -> Table:
    """Return a table with or without its rows of totals, or with these alone, as is asked for."""
    if parameters.totals == "compare":
        return table
    return only_totals(table) if parameters.totals == "only" else without_totals(table)


def _found(
    folder: Path, target: Target, reference: Table, parameters: TableEqualsParameters
) -> Table:
    """Return the table of an output, its columns found by name or, where free, by their values."""
    free = {heading(name).casefold() for name in parameters.free_names}
    try:
        found = found_table(folder, target, reference, parameters.header)
    except Unreadable:
        if not free or not parameters.header:
            raise
        return table_like(folder, target, reference, free)
    asked = {heading(n).casefold() for n in (*parameters.key, *(parameters.columns or ()))}
    if free & (asked - set(found.names)) and parameters.header:
        return table_like(folder, target, reference, free)
    return found


def _facts(
    reference: Table,
    given: Table | None,
    columns: tuple[int, ...],
    parameters: TableEqualsParameters,
) -> Mask | None:
    if parameters.facts == "all":
        return None
    rows = pair(reference, reference, parameters.key).left
    held = np.zeros((len(rows), len(columns)), dtype=bool)
    if given is not None:
        given = with_either(given, parameters.either)
        earlier = pair(reference, given, parameters.key)
        held = ~differences(reference, given, earlier, columns, Room())
    return held if parameters.facts == "unchanged" else ~held


def _given(
    parameters: TableEqualsParameters, target: Target, grounds: Grounds, reference: Table
) -> Table | None:
    """Return the same table of the input, None if it has none with the key columns."""
    try:
        given = found_table(grounds.input, target, reference, parameters.header)
    except Unreadable:
        return None
    known = all(given.position(name) is not None for name in parameters.key)
    return given if known else None
