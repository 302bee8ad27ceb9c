"""The check of which columns a table has, and of what type: a gate."""

from typing import Any, Literal

from pydantic import Field

from studio.grading.families.addressing import column_fault, place_fault, reference_of, unreadable
from studio.grading.kinds import Grounds, Judgement, Kind, failed, passed, register
from studio.grading.phrasing import listed
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.dates import date_of
from studio.grading.readers.tables import Table, reference_table
from studio.grading.readers.values import Scalar
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

ColumnType = Literal["number", "text", "date", "truth", "any"]


class ColumnShape(Frozen):
    """A column by name, and what its cells hold."""

    name: str = Field(min_length=1, title="Name", description="The heading of the column.")
    type: ColumnType = Field(
        default="any", title="Type", description="What its filled cells must be."
    )


class TableSchemaParameters(Frozen):
    """Which columns a table must have."""

    columns: tuple[ColumnShape, ...] = Field(
        default=(), title="Columns", description="The columns; the reference's if left out."
    )
    order: bool = Field(
        default=False, title="In order", description="Whether they must follow each other so."
    )
    exact: bool = Field(
        default=False, title="No others", description="Whether other columns are forbidden."
    )


def type_of(value: Scalar) -> ColumnType:
    """Return the type of a plain value."""
    if isinstance(value, bool):
        return "truth"
    if isinstance(value, float):
        return "number"
    return "date" if isinstance(value, str) and date_of(value) else "text"


def _types(table: Table, position: int) -> set[ColumnType]:
    return {type_of(value) for value in table.values(position) if value is not None}


def _shapes(
    parameters: TableSchemaParameters, target: Target, grounds: Grounds
) -> tuple[ColumnShape, ...]:
    if parameters.columns:
        return parameters.columns
    table = reference_of(target, grounds)
    shapes = []
    for position, name in enumerate(table.header):
        types = _types(table, position)
        shapes.append(ColumnShape(name=name, type=types.pop() if len(types) == 1 else "any"))
    return tuple(shapes)


def _judge_schema(
    check: Check, parameters: TableSchemaParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    shapes = _shapes(parameters, target, grounds)
    names = tuple(shape.name for shape in shapes)
    try:
        found = reference_table(grounds.output, target, names)
    except Unreadable as fault:
        return unreadable(check, target, fault)
    evidence: dict[str, Any] = {"expected": list(names), "found": list(found.header)}
    reason = _schema_fault(found, shapes, parameters)
    if reason:
        public = f"The columns of {check.target} are not as asked."
        return failed(f"In {check.target} {reason}.", public=public, **evidence)
    return passed(f"{check.target} has the columns asked for.", **evidence)


def _schema_fault(
    found: Table, shapes: tuple[ColumnShape, ...], parameters: TableSchemaParameters
) -> str:
    positions = [found.position(shape.name) for shape in shapes]
    known = [position for position in positions if position is not None]
    if len(known) < len(shapes):
        missing = [s.name for s, p in zip(shapes, positions, strict=True) if p is None]
        return f"there is no column {listed(missing)}"
    if parameters.order and known != sorted(known):
        return "the columns are in another order"
    if parameters.exact and len(found.header) > len(shapes):
        more = [name for n, name in enumerate(found.header) if n not in known]
        return f"there is a column too many ({listed(more)})"
    for shape, position in zip(shapes, known, strict=True):
        wrong = _types(found, position) - {shape.type}
        if shape.type != "any" and wrong:
            return f"the column {shape.name} holds a {min(wrong)} where each must be a {shape.type}"
    return ""


def _schema_sentence(
    check: Check, parameters: TableSchemaParameters, target: Target, grounds: Grounds
) -> str:
    names = [f"{s.name}" for s in _shapes(parameters, target, grounds)]
    ends = " in this order" if parameters.order and len(names) > 1 else ""
    ends += " and no others" if parameters.exact else ""
    return f"{check.target} has the column{'s' * (len(names) > 1)} {listed(names)}{ends}"


def _schema_fit(
    check: Check, parameters: TableSchemaParameters, target: Target, grounds: Grounds
) -> str:
    if fault := place_fault(grounds.reference, target):
        return fault
    shapes = _shapes(parameters, target, grounds)
    table = reference_of(target, grounds, tuple(shape.name for shape in shapes))
    if fault := column_fault(table, (shape.name for shape in shapes)):
        return fault
    reason = _schema_fault(table, shapes, parameters)
    return f"In the reference {reason}." if reason else ""


register(
    Kind(
        id="table_schema",
        family="tables",
        title="A table has columns",
        parameters=TableSchemaParameters,
        judge=_judge_schema,
        sentence=_schema_sentence,
        fit=_schema_fit,
        presence=True,
    )
)
