"""The checks of which values a column holds: each once, or only some. Gates."""

from typing import Any

from pydantic import Field

from studio.grading.families.addressing import (
    column_fault,
    needed,
    of_reference,
    place_fault,
    reference_of,
    tables_of,
    unreadable,
)
from studio.grading.kinds import EVIDENCE_CAP, Grounds, Judgement, Kind, failed, passed, register
from studio.grading.phrasing import listed
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.tables import Table
from studio.grading.readers.values import Scalar, fold, scalar, shown
from studio.grading.readers.writing import key_text, plain
from studio.model.check import Check, Target
from studio.model.frozen import Frozen


class ColumnUniqueParameters(Frozen):
    """Columns whose values, taken together, no two rows share."""

    columns: tuple[str, ...] = Field(
        min_length=1, title="Columns", description="The columns that tell rows apart."
    )


def _repeated(table: Table, columns: tuple[str, ...]) -> tuple[int, str] | None:
    """Return the row, from 0, and the values of the first repetition, None if there is none."""
    texts = [map(key_text, table.values(needed(table, name))) for name in columns]
    seen: set[tuple[str, ...]] = set()
    for row, key in enumerate(zip(*texts, strict=True)):
        if key in seen:
            return row, " / ".join(key)
        seen.add(key)
    return None


def _judge_unique(
    check: Check, parameters: ColumnUniqueParameters, target: Target, grounds: Grounds
) -> Judgement:
    try:
        _, found = tables_of(target, grounds, parameters.columns)
        repeated = _repeated(found, parameters.columns)
    except Unreadable as fault:
        return unreadable(check, target, fault)
    names = listed(parameters.columns)
    if repeated is None:
        return passed(f"No two rows share {names}.", rows=found.height)
    place = found.address(repeated[0], needed(found, parameters.columns[0]))
    told = f"{names} of {place} is there before ({repeated[1]})."
    return failed(told, public=f"{names} of {place} is there before.", place=place)


def _unique_fit(
    check: Check, parameters: ColumnUniqueParameters, target: Target, grounds: Grounds
) -> str:
    if fault := place_fault(grounds.reference, target):
        return fault
    table = reference_of(target, grounds, parameters.columns)
    if fault := column_fault(table, parameters.columns):
        return fault
    repeated = _repeated(table, parameters.columns)
    return f"In the reference {repeated[1]} is there twice." if repeated else ""


def _unique_sentence(
    check: Check, parameters: ColumnUniqueParameters, target: Target, grounds: Grounds
) -> str:
    return f"No two rows of {check.target} share {listed(parameters.columns)}"


class ColumnValuesParameters(Frozen):
    """What the filled cells of a column may hold."""

    column: str = Field(min_length=1, title="Column", description="The column that is looked at.")
    allowed: tuple[str | float | int | bool, ...] = Field(
        default=(),
        title="Allowed",
        description="The values that may stand there; the reference's if left out.",
    )
    blanks: bool = Field(
        default=False, title="Blanks allowed", description="Whether cells may be empty."
    )


def _allowed(
    parameters: ColumnValuesParameters, target: Target, grounds: Grounds
) -> dict[str, Scalar]:
    if parameters.allowed:
        given = [plain(scalar(value)) for value in parameters.allowed]
    else:
        table = reference_of(target, grounds, (parameters.column,))
        given = of_reference(lambda: table.values(needed(table, parameters.column)), target)
    return {key_text(value): value for value in given if value is not None}


def _strangers(
    table: Table, parameters: ColumnValuesParameters, allowed: dict[str, Scalar]
) -> list[int]:
    values = table.values(needed(table, parameters.column))
    known = set(allowed) | ({""} if parameters.blanks else set())
    return [row for row, value in enumerate(values) if key_text(value) not in known]


def _judge_values(
    check: Check, parameters: ColumnValuesParameters, target: Target, grounds: Grounds
) -> Judgement:
    allowed = _allowed(parameters, target, grounds)
    try:
        _, found = tables_of(target, grounds, (parameters.column,))
        strangers = _strangers(found, parameters, allowed)
    except Unreadable as fault:
        return unreadable(check, target, fault)
    evidence: dict[str, Any] = {"expected": list(allowed.values())[:EVIDENCE_CAP]}
    if not strangers:
        told = f"{parameters.column} holds nothing but the values allowed."
        return Judgement(1.0 if found.height else 0.0, told, evidence)
    position = needed(found, parameters.column)
    places = [found.address(row, position) for row in strangers[:EVIDENCE_CAP]]
    value = shown(found.raw(position)[strangers[0]])
    return failed(
        f"{places[0]} is {value}, which is not allowed.",
        public=f"{len(strangers):,} values of {parameters.column} are not allowed, the first in "
        f"{places[0]}.",
        places=places,
        **evidence,
    )


def _values_sentence(
    check: Check, parameters: ColumnValuesParameters, target: Target, grounds: Grounds
) -> str:
    names = [fold(shown(v)) for v in _allowed(parameters, target, grounds).values()]
    more = f" and {len(names) - 8} more" if len(names) > 8 else ""
    one_of = "one of " if len(names) > 1 else ""
    return f"{parameters.column} of {check.target} is {one_of}{', '.join(names[:8])}{more}"


def _values_fit(
    check: Check, parameters: ColumnValuesParameters, target: Target, grounds: Grounds
) -> str:
    if fault := place_fault(grounds.reference, target):
        return fault
    table = reference_of(target, grounds, (parameters.column,))
    if fault := column_fault(table, (parameters.column,)):
        return fault
    strangers = _strangers(table, parameters, _allowed(parameters, target, grounds))
    if strangers:
        value = shown(table.raw(needed(table, parameters.column))[strangers[0]])
        return f"The reference holds {value} in {parameters.column}, which is not allowed."
    return ""


register(
    Kind(
        id="column_unique",
        family="tables",
        title="The values of a column differ from each other",
        parameters=ColumnUniqueParameters,
        judge=_judge_unique,
        sentence=_unique_sentence,
        fit=_unique_fit,
        presence=True,
    )
)
register(
    Kind(
        id="column_values",
        family="tables",
        title="A column holds only some values",
        parameters=ColumnValuesParameters,
        judge=_judge_values,
        sentence=_values_sentence,
        fit=_values_fit,
        presence=True,
    )
)
