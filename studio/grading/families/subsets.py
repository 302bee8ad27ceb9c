"""The check that a table holds some rows, wherever they stand and without a key."""

from collections import Counter
from typing import Any, Literal

from pydantic import Field

from studio.base.errors import FaultError
from studio.grading.families.addressing import (
    column_fault,
    place_fault,
    reference_of,
    tables_of,
    unreadable,
    within,
)
from studio.grading.kinds import EVIDENCE_CAP, Grounds, Judgement, Kind, register
from studio.grading.phrasing import listed
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.tables import Table, found_table
from studio.grading.readers.values import Scalar, close, shown
from studio.grading.readers.writing import key_text
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

Row = tuple[Scalar, ...]


class TableSubsetParameters(Frozen):
    """Which rows of the reference a table must hold, among others."""

    columns: tuple[str, ...] | None = Field(
        default=None,
        title="Columns",
        description="The columns by which rows are compared; all if left out.",
    )
    most_extra: int | None = Field(
        default=None,
        ge=0,
        title="Most extra rows",
        description="How many other rows may stand there; as many as the reference has rows if "
        "left out, so that listing everything does not pay.",
    )
    facts: Literal["all", "changed"] = Field(
        default="all",
        title="Rows that count",
        description="All rows of the reference, or those that the input does not hold already.",
    )


def _rows(table: Table, names: tuple[str, ...]) -> list[Row]:
    """Return the rows of a table by columns, None where a column is not there."""
    blank: list[Scalar] = [None] * table.height
    positions = [table.position(name) for name in names]
    lists = [blank if p is None else table.values(p) for p in positions]
    return list(zip(*lists, strict=True))


def _texts(row: Row) -> tuple[str, ...]:
    """Return what a row is looked up by: all but its numbers."""
    return tuple("#" if isinstance(value, float) else key_text(value) for value in row)


def _fits(one: Row, other: Row, tolerance: float | None) -> bool:
    pairs = zip(one, other, strict=True)
    return all(not isinstance(a, float) or close(a, float(b or 0), tolerance) for a, b in pairs)


def missing_rows(wanted: list[Row], found: list[Row], tolerance: float | None) -> list[int]:
    """Return the wanted rows, from 0, that have no row of their own among those found."""
    left: dict[tuple[str, ...], list[Row]] = {}
    for row in found:
        left.setdefault(_texts(row), []).append(row)
    missing = []
    for number, row in enumerate(wanted):
        candidates = left.get(_texts(row), [])
        place = next((n for n, r in enumerate(candidates) if _fits(row, r, tolerance)), None)
        if place is None:
            missing.append(number)
        else:
            candidates.pop(place)
    return missing


def _wanted(
    table: Table, parameters: TableSubsetParameters, target: Target, grounds: Grounds
) -> list[Row]:
    names = parameters.columns or table.header
    rows = _rows(table, names)
    if parameters.facts == "all":
        return rows
    try:
        held = Counter(_rows(found_table(grounds.input, target, table), names))
    except Unreadable:
        return rows
    fresh = []
    for row in rows:
        if held[row]:
            held[row] -= 1
        else:
            fresh.append(row)
    return fresh


def _judge(
    check: Check, parameters: TableSubsetParameters, target: Target, grounds: Grounds
) -> Judgement:
    try:
        reference, table = tables_of(target, grounds, parameters.columns or ())
    except Unreadable as fault:
        return unreadable(check, target, fault)
    names = parameters.columns or reference.header
    wanted, found = _wanted(reference, parameters, target, grounds), _rows(table, names)
    missing = missing_rows(wanted, found, check.tolerance)
    evidence: dict[str, Any] = {
        "facts": len(wanted),
        "missing": [dict(zip(names, wanted[n], strict=True)) for n in missing[:EVIDENCE_CAP]],
        "found": len(found),
    }
    most = reference.height if parameters.most_extra is None else parameters.most_extra
    if len(found) > reference.height + most:
        told = f"{check.target} has {len(found):,} rows, more than {most:,} too many."
        return Judgement(0.0, told, evidence, f"{check.target} has too many rows.")
    if not missing:
        told = f"All {len(wanted):,} rows are in {check.target}."
        return Judgement(1.0 if wanted else 0.0, told, evidence)
    first = ", ".join(shown(value) for value in wanted[missing[0]])
    more = f" {len(missing) - 1:,} more are missing." if len(missing) > 1 else ""
    return Judgement(
        1 - len(missing) / len(wanted),
        f"{check.target} lacks the row {first}.{more}",
        evidence,
        f"{len(missing):,} of {len(wanted):,} rows asked for are not in {check.target}.",
    )


def _sentence(
    check: Check, parameters: TableSubsetParameters, target: Target, grounds: Grounds
) -> str:
    try:
        table = reference_of(target, grounds, parameters.columns or ())
        count = len(_wanted(table, parameters, target, grounds))
        rows = f"{count:,} rows" if count != 1 else "row"
    except FaultError:
        rows = "rows"
    by = f" by {listed(parameters.columns)}" if parameters.columns else ""
    return f"{check.target} holds the {rows} of the reference{by}{within(check)}"


def _fit(check: Check, parameters: TableSubsetParameters, target: Target, grounds: Grounds) -> str:
    if fault := place_fault(grounds.reference, target):
        return fault
    table = reference_of(target, grounds, parameters.columns or ())
    if fault := column_fault(table, parameters.columns or ()):
        return fault
    if not _wanted(table, parameters, target, grounds):
        return "The reference holds no row that the input does not hold already."
    return ""


register(
    Kind(
        id="table_subset",
        family="tables",
        title="A table holds rows among others",
        parameters=TableSubsetParameters,
        judge=_judge,
        sentence=_sentence,
        fit=_fit,
    )
)
