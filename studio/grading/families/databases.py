"""Checks of SQLite databases: what a query answers, and which tables there are."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import Field, field_validator

from studio.base.errors import FaultError
from studio.grading.families.trees import how_far, within
from studio.grading.kinds import EVIDENCE_CAP, Grounds, Judgement, Kind, failed, passed, register
from studio.grading.phrasing import listed
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.databases import QueryFault, ask, columns_of, open_database
from studio.grading.readers.matching import matched
from studio.grading.readers.values import Scalar, legible, same, shown
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

Rows = list[tuple[Scalar, ...]]
_READING = re.compile(r"\s*(SELECT|WITH)\b", re.IGNORECASE)
_CHANGING = re.compile(r"\bcurrent_(date|time|timestamp)\b|['\"]now['\"]", re.IGNORECASE)
_LONGEST_QUERY = 5_000
_MAX_BESIDE = 200


class SqliteQueryParameters(Frozen):
    """A question whose answer must be as in the reference."""

    query: str = Field(
        max_length=_LONGEST_QUERY,
        title="Query",
        description="One SELECT, asked of the reference and of the output alike.",
    )
    order_matters: bool = Field(
        default=False, title="Order matters", description="The rows must come in the same order."
    )
    case: bool = Field(
        default=True, title="Capitals matter", description="Off: `Paid` and `PAID` are the same."
    )

    @field_validator("query")
    @classmethod
    def _reads(cls, query: str) -> str:
        if not _READING.match(query):
            raise ValueError("it must begin with SELECT or WITH")
        if _CHANGING.search(query):
            raise ValueError("it must not ask for the present time")
        return query


def _answer(folder: Path, target: Target, query: str) -> Rows:
    with open_database(folder, target.path) as connection:
        return ask(connection, query)


def _expected(parameters: SqliteQueryParameters, target: Target, grounds: Grounds) -> Rows:
    try:
        rows = _answer(grounds.reference, target, parameters.query)
    except QueryFault as fault:
        raise FaultError(f"Asked of the reference, the query {fault}.") from None
    except Unreadable as fault:
        raise FaultError(f"The reference's {target.path} {fault}.") from None
    if not rows:
        raise FaultError("Asked of the reference, the query gives no row.")
    return rows


def _partners(
    rows: Rows,
    others: Sequence[tuple[Scalar, ...]],
    check: Check,
    parameters: SqliteQueryParameters,
) -> list[int | None]:
    if not parameters.order_matters:
        return matched(rows, others, check.tolerance, parameters.case)
    pairs = list(zip(rows, others, strict=False))
    right = [
        len(row) == len(other)
        and all(
            same(a, b, check.tolerance, parameters.case) for a, b in zip(row, other, strict=True)
        )
        for row, other in pairs
    ]
    found: list[int | None] = [index if fits else None for index, fits in enumerate(right)]
    return found + [None] * (len(rows) - len(pairs))


def _held(
    rows: Rows, check: Check, parameters: SqliteQueryParameters, target: Target, grounds: Grounds
) -> set[int]:
    """Return which rows the input answers already."""
    try:
        given = _answer(grounds.input, target, parameters.query)
    except (QueryFault, Unreadable):
        return set()
    return _indices(_partners(rows, given, check, parameters))


def _indices(partners: list[int | None]) -> set[int]:
    return {index for index, partner in enumerate(partners) if partner is not None}


def _query(
    check: Check, parameters: SqliteQueryParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    rows = _expected(parameters, target, grounds)
    evidence: dict[str, Any] = {"place": check.target, "expected": len(rows), "found": None}
    try:
        found = _answer(grounds.output, target, parameters.query)
    except QueryFault as fault:
        public = f"{target.path} does not answer what is asked of it."
        return failed(f"Asked of {target.path}, the query {fault}.", public=public, **evidence)
    except Unreadable as fault:
        told = f"{target.path} {fault}."
        return failed(told, public=told, **evidence)
    partners = _partners(rows, found, check, parameters)
    right, held = _indices(partners), _held(rows, check, parameters, target, grounds)
    evidence |= {"found": len(found), "wrong": _differences(rows, found, partners)}
    if len(found) > len(rows):
        told = f"{target.path} answers with {len(found)} rows, expected {len(rows)}."
        return failed(told, public=f"{target.path} answers with rows too many.", **evidence)
    if len(right) == len(rows):
        return passed(f"All {len(rows)} rows of {target.path} are right.", **evidence)
    wanted = len(rows) - len(held & right)
    told = _told(target, evidence["wrong"], len(rows) - len(right))
    public = f"{target.path}: {len(rows) - len(right)} of {len(rows)} rows are wrong."
    return Judgement(len(right - held) / wanted, told, evidence, public)


def _differences(rows: Rows, found: Rows, partners: list[int | None]) -> list[dict[str, Any]]:
    """Return each row that is wrong beside the unpaired one that is most like it."""
    taken = set(partners)
    free = [row for index, row in enumerate(found) if index not in taken][:_MAX_BESIDE]
    wrong: list[dict[str, Any]] = []
    missed = [index for index, partner in enumerate(partners) if partner is None]
    for index in missed[:EVIDENCE_CAP]:
        row = rows[index]
        other = max(free, key=lambda candidate: _likeness(row, candidate), default=None)
        if other is not None:
            free.remove(other)
        off = [how_far(a, b) for a, b in zip(row, other or (), strict=False)]
        wrong.append(
            {
                "row": index + 1,
                "expected": list(row),
                "found": None if other is None else list(other),
                **next((amount for amount in off if amount), {}),
            }
        )
    return wrong


def _likeness(row: tuple[Scalar, ...], other: tuple[Scalar, ...]) -> int:
    return sum(same(a, b, None) for a, b in zip(row, other, strict=False))


def _told(target: Target, wrong: list[dict[str, Any]], count: int) -> str:
    first = wrong[0]
    expected = ", ".join(shown(value) for value in first["expected"])
    found = "missing" if first["found"] is None else ", ".join(shown(v) for v in first["found"])
    more = f" {count - 1} more differ." if count > 1 else ""
    return f"Row {first['row']} of {target.path} is {found}, expected {expected}.{more}"


def _query_fit(
    check: Check, parameters: SqliteQueryParameters, target: Target, grounds: Grounds
) -> str:
    _expected(parameters, target, grounds)
    return ""


def _query_sentence(
    check: Check, parameters: SqliteQueryParameters, target: Target, grounds: Grounds
) -> str:
    query = legible(" ".join(parameters.query.split()))
    asked = query if len(query) <= 120 else query[:119] + "…"
    order = ", in the same order" if parameters.order_matters else ""
    told = f"{target.path} answers “{asked}” as the reference does"
    return f"{told}{order}{within(check.tolerance)}"


class SqliteSchemaParameters(Frozen):
    """Which tables and columns there must be."""

    tables: tuple[str, ...] = Field(
        default=(),
        title="Tables",
        description="The tables and views to compare; all of the reference if left out.",
    )
    gone: tuple[str, ...] = Field(
        default=(),
        title="Gone",
        description="Tables, and columns such as `books.author`, that may not be there any more. "
        "If no table is named beside them nothing else is compared.",
    )
    types: bool = Field(
        default=True, title="Types too", description="The declared type of each column counts."
    )
    exact: bool = Field(
        default=False, title="Nothing else", description="A table or column too many fails."
    )


Columns = dict[str, dict[str, str]]


def _columns(folder: Path, target: Target) -> Columns:
    with open_database(folder, target.path) as connection:
        return columns_of(connection)


def _schema_wanted(parameters: SqliteSchemaParameters, target: Target, grounds: Grounds) -> Columns:
    try:
        found = _columns(grounds.reference, target)
    except (QueryFault, Unreadable) as fault:
        raise FaultError(f"The reference's {target.path} {fault}.") from None
    left = () if parameters.gone else found
    names = [name.casefold() for name in parameters.tables] or list(left)
    if missing := [name for name in names if name not in found]:
        raise FaultError(f"The reference's {target.path} has no table {missing[0]}.")
    return {name: found[name] for name in names}


def _schema_faults(
    wanted: Columns, found: Columns, parameters: SqliteSchemaParameters
) -> list[str]:
    faults = []
    for table, columns in wanted.items():
        if table not in found:
            faults.append(f"the table {table} is missing")
            continue
        for column, declared in columns.items():
            if column not in found[table]:
                faults.append(f"{table} has no column {column}")
            elif parameters.types and found[table][column] != declared:
                faults.append(f"{table}.{column} is of another type")
        if parameters.exact and (more := sorted(found[table].keys() - columns.keys())):
            faults.append(f"{table} has a column too many ({more[0]})")
    if (
        parameters.exact
        and not (parameters.tables or parameters.gone)
        and (more := sorted(found.keys() - wanted.keys()))
    ):
        faults.append(f"there is a table too many ({more[0]})")
    return faults + [f"{name} is still there" for name in parameters.gone if _holds(found, name)]


def _holds(found: Columns, name: str) -> bool:
    """Tell whether a database has a table, or the column of one."""
    wanted = name.casefold()
    return wanted in found or any(
        wanted == f"{table}.{column}" for table, columns in found.items() for column in columns
    )


def _schema(
    check: Check, parameters: SqliteSchemaParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    wanted = _schema_wanted(parameters, target, grounds)
    evidence: dict[str, Any] = {"place": target.path, "expected": wanted, "found": None}
    try:
        found = _columns(grounds.output, target)
    except (QueryFault, Unreadable) as fault:
        return failed(f"{target.path} {fault}.", public=f"{target.path} {fault}.", **evidence)
    faults = [legible(fault) for fault in _schema_faults(wanted, found, parameters)]
    evidence |= {"found": found, "faults": faults[:EVIDENCE_CAP]}
    if not faults:
        return passed(f"{target.path} has the tables that it must.", **evidence)
    public = f"{target.path} does not have the tables and columns asked for."
    return failed(f"In {target.path} {faults[0]}.", public=public, **evidence)


def _schema_fit(
    check: Check, parameters: SqliteSchemaParameters, target: Target, grounds: Grounds
) -> str:
    if not _schema_wanted(parameters, target, grounds) and not parameters.gone:
        return f"The reference's {target.path} has no table."
    held = _columns(grounds.reference, target) if parameters.gone else {}
    left = next((name for name in parameters.gone if _holds(held, name)), "")
    return f"The reference's {target.path} still has {left}." if left else ""


def _schema_sentence(
    check: Check, parameters: SqliteSchemaParameters, target: Target, grounds: Grounds
) -> str:
    names = parameters.tables
    which = f"the table{'s' * (len(names) > 1)} {listed(names)}" if names else "the tables"
    also = " and nothing else" if parameters.exact else ""
    less = " or ".join(legible(name) for name in parameters.gone)
    if less and not parameters.tables:
        return f"{target.path} does not have {less} any more"
    also += f", and not {less} any more" if less else ""
    return f"{target.path} has {which} with the columns of the reference{also}"


register(
    Kind(
        id="sqlite_query",
        family="databases",
        title="A query answers as in the reference",
        parameters=SqliteQueryParameters,
        judge=_query,
        sentence=_query_sentence,
        fit=_query_fit,
    )
)
register(
    Kind(
        id="sqlite_schema",
        family="databases",
        title="A database has tables and columns",
        parameters=SqliteSchemaParameters,
        judge=_schema,
        sentence=_schema_sentence,
        fit=_schema_fit,
        presence=True,
    )
)
