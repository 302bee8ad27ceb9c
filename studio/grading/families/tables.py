"""The checks of whole tables: facts addressed by key and column, or by position."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal

import numpy as np
from numpy.typing import NDArray
from pydantic import Field

from studio.grading.families.addressing import (
    column_fault,
    listed,
    of_reference,
    place_fault,
    unreadable,
    within,
)
from studio.grading.families.differences import (
    Comparison,
    Room,
    Side,
    differences,
    needs,
    paired,
    paired_by_values,
)
from studio.grading.families.formulas import refers
from studio.grading.families.sequels import (
    Sequel,
    in_order_of_output,
    paired_anew,
    with_either,
)
from studio.grading.kinds import EVIDENCE_CAP, Grounds, Judgement, Kind, register
from studio.grading.pairing import Pairing, pair, told
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.likeness import table_like
from studio.grading.readers.tables import (
    Table,
    found_table,
    reference_table,
    with_keys,
)
from studio.grading.readers.totals import (
    total_rows,
    with_name_of_sum,
    with_total_labels,
    without_totals,
)
from studio.grading.readers.values import Scalar, shown
from studio.grading.readers.writing import heading
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

Mask = NDArray[np.bool_]


class TableEqualsParameters(Frozen):
    """Which facts of a table must be as in the reference."""

    key: tuple[str, ...] = Field(
        default=(),
        title="Key columns",
        description="The columns that tell rows apart; without any, rows are counted.",
    )
    columns: tuple[str, ...] | None = Field(
        default=None,
        title="Columns",
        description="The columns that are compared; all but the key if left out.",
    )
    without_key: Literal["by place", "by values"] = Field(
        default="by place",
        title="Rows without a key",
        description="Whether rows without key columns are told apart by their number, or are the "
        "same in any order if their compared values are.",
    )
    header: bool = Field(
        default=True, title="Has a header", description="Whether a row of names stands on top."
    )
    order_matters: bool = Field(
        default=False,
        title="Order matters",
        description="Whether rows matched by key must follow each other as in the reference.",
    )
    extra_rows: Literal["fail", "ignore"] = Field(
        default="fail",
        title="Extra rows",
        description="What a row that the reference lacks amounts to.",
    )
    typed: bool = Field(
        default=False,
        title="Numbers and dates as such",
        description="Whether a number or a date must be stored as one, so that text that spells it "
        "is wrong.",
    )
    computed: tuple[str, ...] = Field(
        default=(),
        title="Computed",
        description="Compared columns of a workbook whose cells must hold formulas, not typed "
        "values, where those of the reference do.",
    )
    case: bool = Field(default=True, title="Capitals matter", description="For text.")
    worded: tuple[str, ...] = Field(
        default=(),
        title="Word for word",
        description="Columns in which dates, weeks, months, times, yes and no must be written as "
        "in the reference; elsewhere other ways to write them are the same.",
    )
    empty_is_zero: tuple[str, ...] = Field(
        default=(),
        title="Empty is zero",
        description="Columns in which an empty cell, a dash and 0 are the same, as long as a "
        "formula stands there or something is shown.",
    )
    free_names: tuple[str, ...] = Field(
        default=(),
        title="Free names",
        description="Columns that may have another name; they are found by their values.",
    )
    totals: Literal["compare", "ignore"] = Field(
        default="compare",
        title="Rows of totals",
        description="Whether rows that begin with a word such as Total are rows like others, or "
        "are left out on both sides.",
    )
    numbered: bool = Field(
        default=False,
        title="Numbers its rows",
        description="Whether whoever adds rows goes on with the numbers in the key: rows that the "
        "input lacks are told apart by their other values, and numbered in the order in which they "
        "stand.",
    )
    running: dict[str, tuple[str, ...]] = Field(
        default_factory=dict,
        title="Running totals",
        description="Columns that add up the rows so far, each with those that it adds up, and a "
        "minus before those that it takes away: they follow the order of the rows in the output.",
    )
    either: tuple[tuple[str, str], ...] = Field(
        default=(),
        title="Either filled",
        description="Two columns of which each row fills one, such as debit and credit: the other "
        "may be empty, a dash or 0.",
    )
    sums: tuple[str, ...] = Field(
        default=(),
        title="Names of sums",
        description="Rows that sum up the others, by their key; they may have another name.",
    )
    tolerances: dict[str, Annotated[float, Field(ge=0)]] = Field(
        default_factory=dict,
        title="Tolerances",
        description="How far off the numbers of a column may be, by its name, instead of the "
        "tolerance of the check.",
    )
    relative: float = Field(
        default=0.0,
        ge=0,
        lt=1,
        title="Share",
        description="The share of the right number that a number may be off by: 0.02 is 2%.",
    )
    facts: Literal["all", "changed", "unchanged"] = Field(
        default="all",
        title="Facts",
        description="All values; those that the input does not hold already (the work); or those "
        "that it does (what must be left alone).",
    )


@dataclass(frozen=True)
class _Comparison:
    """The reference beside an output: which facts are asked for, and which of them are wrong."""

    reference: Table
    found: Table
    pairing: Pairing
    columns: tuple[int, ...]
    wanted: Mask
    wrong: Mask


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


def _reference(parameters: TableEqualsParameters, target: Target, grounds: Grounds) -> Table:
    names = (*parameters.key, *(parameters.columns or ()))
    table = of_reference(
        lambda: reference_table(grounds.reference, target, names, parameters.header), target
    )
    return without_totals(table) if parameters.totals == "ignore" else table


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


def _small(names: Iterable[str]) -> frozenset[str]:
    return frozenset(heading(name).casefold() for name in names)


def _compare(
    check: Check, parameters: TableEqualsParameters, target: Target, grounds: Grounds
) -> _Comparison:
    assert grounds.output is not None
    reference = _reference(parameters, target, grounds)
    columns = of_reference(lambda: compared_columns(reference, parameters), target)
    found = _found(grounds.output, target, reference, parameters)
    found = with_name_of_sum(reference, found, parameters.key, parameters.sums)
    if parameters.totals == "ignore":
        found = without_totals(found)
    needs(found, parameters.key)
    reference = with_total_labels(reference, parameters.key)
    found = with_total_labels(found, parameters.key)
    reference, found = with_keys(reference, parameters.key), with_keys(found, parameters.key)
    reference, found = (with_either(table, parameters.either) for table in (reference, found))
    room = Room(check.tolerance, parameters.tolerances, parameters.relative)
    sequel = Sequel(parameters.key, parameters.numbered, parameters.running)
    if parameters.key or parameters.without_key == "by place":
        pairing = paired(reference, found, parameters.key)
        if parameters.numbered:
            tables = reference, found, _given(parameters, target, grounds, reference)
            widest = max(room.of(reference.header[c]) or 0.0 for c in columns)
            pairing = paired_anew(tables, pairing, sequel, columns, widest)
    else:
        pairing = paired_by_values(reference, found, columns, room)
    wanted = _wanted(reference, pairing, columns, parameters, target, grounds)
    wanted &= ~_empty_beside_totals(reference, pairing, columns)
    reference = in_order_of_output(reference, pairing, sequel)
    sides = Side(reference, grounds.reference, target), Side(found, grounds.output, target)
    seen = Comparison(*sides, pairing, columns, wanted, room, _small(parameters.worded))
    wrong = seen.wrong()
    if not parameters.case:
        wrong = seen.unlike_words(wrong)
    wrong |= seen.written_otherwise(parameters.key)
    if parameters.empty_is_zero:
        wrong = seen.unlike_zero(wrong, _small(parameters.empty_is_zero))
    if parameters.typed:
        wrong |= wanted & _spelled(*sides, pairing, columns)
    names = _small(parameters.computed)
    for number, column in enumerate(columns):
        if reference.header[column].casefold() in names:
            wrong[:, number] |= wanted[:, number] & _typed_in(*sides, column, pairing)
    return _Comparison(reference, found, pairing, columns, wanted, wrong)


def _typed_in(reference: Side, found: Side, column: int, pairing: Pairing) -> Mask:
    """Return for each row of the pairing whether typed values stand where a formula must."""
    wanted = reference.formulas(column)
    there = found.formulas(found.table.position(reference.table.header[column]))
    rows = zip(pairing.left, pairing.right, strict=True)
    return np.array(
        [partner >= 0 and _is_typed(wanted[row], there[partner]) for row, partner in rows],
        dtype=bool,
    )


def _is_typed(expected: str, found: str) -> bool:
    """Tell whether nothing is computed, or from typed numbers alone, where more is expected."""
    return bool(expected) and (not found or (refers(expected) and not refers(found)))


def _spelled(reference: Side, found: Side, pairing: Pairing, columns: tuple[int, ...]) -> Mask:
    """Return for each row of the pairing and each column whether text stands for what is none."""
    spelled = np.zeros((len(pairing.left), len(columns)), dtype=bool)
    for number, column in enumerate(columns):
        position = found.table.position(reference.table.header[column])
        if position is None:
            continue
        expected, stored = reference.table.raw(column), found.table.raw(position)
        dated = reference.dates(column)
        days = found.dates(position) if any(dated) else []
        for line, (row, partner) in enumerate(zip(pairing.left, pairing.right, strict=True)):
            if partner >= 0 and isinstance(expected[row], float):
                spelled[line, number] = isinstance(stored[partner], str)
            elif partner >= 0 and dated[row]:
                spelled[line, number] = not days[partner]
    return spelled


def _wanted(
    reference: Table,
    pairing: Pairing,
    columns: tuple[int, ...],
    parameters: TableEqualsParameters,
    target: Target,
    grounds: Grounds,
) -> Mask:
    """Return for each row of the pairing and each column whether its fact is asked for."""
    everything = np.ones((len(pairing.left), len(columns)), dtype=bool)
    if parameters.facts == "all":
        return everything
    held = ~everything
    given = _given(parameters, target, grounds, reference)
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


def _empty_beside_totals(reference: Table, pairing: Pairing, columns: tuple[int, ...]) -> Mask:
    """Return for each row of the pairing and each column whether a row of totals is empty there."""
    totals = set(total_rows(reference))
    empty = np.zeros((len(pairing.left), len(columns)), dtype=bool)
    for line in (n for n, row in enumerate(pairing.left) if int(row) in totals):
        values = (reference.raw(column)[int(pairing.left[line])] for column in columns)
        empty[line] = [value is None for value in values]
    return empty


def _row_fault(seen: _Comparison, parameters: TableEqualsParameters) -> tuple[str, str] | None:
    """Return what is wrong with the rows as a whole: for the author, and for others."""
    pairing = seen.pairing
    if len(pairing.doubled):
        row = int(pairing.doubled[0])
        name = _row_name(seen.found, row, parameters.key)
        return f"{name} is there more than once", "a row is there more than once"
    if len(pairing.extra) and parameters.extra_rows == "fail":
        row = int(pairing.extra[0])
        place = seen.found.rows[row]
        name = _row_name(seen.found, row, parameters.key)
        return f"there is a row too many ({name}, in row {place})", (f"row {place} is one too many")
    if parameters.order_matters and not pairing.ordered:
        return "the rows are not in the order of the reference", "the rows are in another order"
    return None


def _row_name(table: Table, row: int, key: tuple[str, ...]) -> str:
    if not key:
        return f"row {row + 1}"
    positions = [table.position(name) for name in key]
    return " / ".join(heading(told(table.columns[p], row)) for p in positions if p is not None)


def _judge(
    check: Check, parameters: TableEqualsParameters, target: Target, grounds: Grounds
) -> Judgement:
    try:
        seen = _compare(check, parameters, target, grounds)
    except Unreadable as fault:
        return unreadable(check, target, fault)
    total, wrong = int(seen.wanted.sum()), int(seen.wrong.sum())
    evidence: dict[str, Any] = {"facts": total, "wrong": _evidence(seen, parameters)}
    if told_of_rows := _row_fault(seen, parameters):
        evidence["rows"], public = told_of_rows
        sentence = f"In {check.target} {evidence['rows']}."
        return Judgement(0.0, sentence, evidence, f"In {check.target} {public}.")
    if not wrong:
        sentence = f"All {total:,} values of {check.target} are right."
        return Judgement(1.0 if total else 0.0, sentence, evidence)
    return Judgement(
        1 - wrong / total,
        _first_difference(evidence["wrong"], wrong),
        evidence,
        _public_difference(check, evidence["wrong"], wrong, total),
    )


def _evidence(seen: _Comparison, parameters: TableEqualsParameters) -> list[dict[str, Any]]:
    wrong: list[dict[str, Any]] = []
    for number in np.flatnonzero(seen.wrong.any(axis=1))[:EVIDENCE_CAP]:
        for place in np.flatnonzero(seen.wrong[number]):
            wrong.append(_difference(seen, parameters, int(number), seen.columns[int(place)]))
    return wrong[:EVIDENCE_CAP]


def _difference(
    seen: _Comparison, parameters: TableEqualsParameters, number: int, column: int
) -> dict[str, Any]:
    row, partner = int(seen.pairing.left[number]), int(seen.pairing.right[number])
    position = seen.found.position(seen.reference.header[column])
    missing = partner < 0 or position is None
    found: Scalar = None
    if not missing and position is not None:
        found = told(seen.found.columns[position], partner)
    place = seen.reference.address(row, column)
    if not missing and position is not None:
        place = seen.found.address(partner, position)
    return {
        "cell": place,
        "row": _row_name(seen.reference, row, parameters.key),
        "column": seen.reference.header[column],
        "expected": told(seen.reference.columns[column], row),
        "found": found,
        "missing": missing,
    }


def _first_difference(wrong: list[dict[str, Any]], count: int) -> str:
    first = wrong[0]
    found = "missing" if first["missing"] else shown(first["found"])
    more = f" {count - 1:,} more differ." if count > 1 else ""
    return f"{first['cell']} is {found}, expected {shown(first['expected'])}.{more}"


def _public_difference(check: Check, wrong: list[dict[str, Any]], count: int, total: int) -> str:
    there = next((entry["cell"] for entry in wrong if not entry["missing"]), None)
    first = f", the first in {there}" if there else ""
    return f"{count:,} of {total:,} values of {check.target} are missing or wrong{first}."


def _sentence(
    check: Check, parameters: TableEqualsParameters, target: Target, grounds: Grounds
) -> str:
    place = check.target.partition("#")[2] or target.path
    columns = listed(parameters.columns) if parameters.columns else ""
    ending = _ending(check, parameters)
    if parameters.facts == "changed":
        what = f"Each value to be completed{f' in {columns}' if columns else ''} of {place}"
        return f"{what} is as in the reference{ending}"
    if parameters.facts == "unchanged":
        return f"What {place} held before is still there{ending}"
    what = f"{columns} of {place}" if columns else place
    return f"{what} is as in the reference{ending}"


def _ending(check: Check, parameters: TableEqualsParameters) -> str:
    """Return the tolerances of a check as the end of a sentence."""
    rooms = [f"{column} within {room:g}" for column, room in parameters.tolerances.items()]
    told = f", {listed(rooms)}" if rooms else within(check)
    if parameters.computed:
        told = f", {listed(parameters.computed)} by formulas{told}"
    return (
        f"{told}, within {parameters.relative:.3g} of each value" if parameters.relative else told
    )


def _fit(check: Check, parameters: TableEqualsParameters, target: Target, grounds: Grounds) -> str:
    if fault := place_fault(grounds.reference, target):
        return fault
    table = _reference(parameters, target, grounds)
    if fault := column_fault(table, (*parameters.key, *(parameters.columns or ()))):
        return fault
    table = with_keys(table, parameters.key)
    if not table.height:
        return f"{check.target} of the reference holds no rows."
    if parameters.key:
        ambiguous = pair(table, table, parameters.key).ambiguous
        if len(ambiguous):
            name = _row_name(table, int(ambiguous[0]), parameters.key)
            return f"The key {listed(parameters.key)} is not unique: {name} is there twice."
    return ""


register(
    Kind(
        id="table_equals",
        family="tables",
        title="A table holds values",
        parameters=TableEqualsParameters,
        judge=_judge,
        sentence=_sentence,
        fit=_fit,
    )
)
