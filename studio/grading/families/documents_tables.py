"""The check of a table in a document: its facts are addressed by key and column, or by row."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import Field

from studio.base.errors import FaultError
from studio.grading.families.documents_reading import document_in, judged, reference_document
from studio.grading.kinds import EVIDENCE_CAP, Grounds, Judgement, Kind, failed, register
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.documents import Document, DocumentTable
from studio.grading.readers.quantities import Quantity, agrees, decimal_sign, whole_quantity
from studio.grading.readers.units import is_unit
from studio.grading.readers.values import fold, is_blank, legible, number_of, same, shown
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

Fact = tuple[str, str]
_SPARE_TABLES = 2
_ALIKE = 0.5


class DocumentTableParameters(Frozen):
    """Which facts of a table must be as in the reference.

    `key` names the columns that identify a row; without it rows are counted. `facts` picks by the
    task's input: "changed" are those that the input does not hold already (the work), "unchanged"
    those that it does.
    """

    table: int | None = Field(
        default=None,
        ge=1,
        title="Table",
        description="Its number in the reference; the first with these columns if left out.",
    )
    key: tuple[str, ...] = Field(
        default=(), title="Key", description="The columns whose values identify a row."
    )
    columns: tuple[str, ...] | None = Field(
        default=None, title="Columns", description="The columns that count; all if left out."
    )
    header: bool = Field(default=True, title="The first row names the columns")
    order_matters: bool = Field(default=False, title="The order of rows matters")
    extra_rows: Literal["fail", "ignore"] = Field(
        default="fail", title="A row that the reference lacks"
    )
    facts: Literal["all", "changed", "unchanged"] = Field(default="all", title="Facts")
    names: Literal["free", "exact"] = Field(
        default="free",
        title="Names of columns",
        description="If free, a column of another name counts by the values that it holds.",
    )


@dataclass(frozen=True)
class _Cell:
    """A cell's text, and what it says as a quantity."""

    text: str
    quantity: Quantity | None


@dataclass(frozen=True)
class _Grid:
    """Cells by (row key, column), the row keys in order, and those that are not unique."""

    cells: dict[Fact, _Cell]
    names: tuple[str, ...]
    rows: tuple[str, ...]
    doubled: tuple[str, ...]


def _named(header: str) -> tuple[str, str]:
    """Return the name of a column as it is compared, and the unit in brackets behind it."""
    name = fold(header).casefold().rstrip(":")
    for opening, closing in ("()", "[]"):
        head, mark, unit = fold(header).rstrip(":").rpartition(opening)
        if mark and unit.endswith(closing) and is_unit(unit[:-1]) and head.strip():
            return head.strip().casefold(), unit[:-1]
    return name, ""


def _header(table: DocumentTable, parameters: DocumentTableParameters) -> list[tuple[str, str]]:
    if parameters.header:
        return [_named(cell) for cell in table.rows[0]]
    return [(str(number), "") for number in range(1, max(map(len, table.rows)) + 1)]


def _names(table: DocumentTable, parameters: DocumentTableParameters) -> set[str]:
    return {name for name, _ in _header(table, parameters) if name}


def _asked(parameters: DocumentTableParameters) -> list[str]:
    return [_named(name)[0] for name in (*parameters.key, *(parameters.columns or ()))]


def _grid(
    table: DocumentTable,
    parameters: DocumentTableParameters,
    decimal: str,
    header: list[tuple[str, str]],
) -> _Grid:
    key = [_named(name)[0] for name in parameters.key]
    cells: dict[Fact, _Cell] = {}
    counts: dict[str, int] = {}
    for number, row in enumerate(table.rows[1:] if parameters.header else table.rows, 1):
        line = {
            name: _cell(row[column] if column < len(row) else "", unit, decimal)
            for column, (name, unit) in reversed(list(enumerate(header)))
            if name
        }
        words = [_key_text(line[name].text) for name in key if name in line]
        row_key = " / ".join(words) if key else f"row {number}"
        counts[row_key] = counts.get(row_key, 0) + 1
        if counts[row_key] == 1:
            cells |= {(row_key, name): cell for name, cell in line.items()}
    doubled = tuple(row for row, count in counts.items() if count > 1)
    names = tuple(dict.fromkeys(name for name, _ in header if name))
    return _Grid(cells, names, tuple(counts), doubled)


def _cell(text: str, unit: str, decimal: str) -> _Cell:
    found = whole_quantity(text, decimal)
    if found is not None and unit and not found.unit:
        found = Quantity(found.value, unit, found.spelled, 0, 0, found.decimals)
    return _Cell(text, found)


def _key_text(text: str) -> str:
    number = number_of(text)
    return f"{number:g}" if number is not None else fold(text).casefold()


def _same(expected: _Cell, found: _Cell, tolerance: float | None) -> bool:
    one, other = expected.quantity, found.quantity
    if one is None or other is None:
        return same(expected.text, found.text, tolerance, case=False)
    if not one.unit and other.unit and agrees(one.value, other, other.unit, tolerance):
        return True
    return agrees(one.value, other, one.unit, tolerance)


def _reference_table(
    document: Document, parameters: DocumentTableParameters, target: Target
) -> tuple[DocumentTable, int]:
    """Return the table asked for, and how many before it have its columns, too.

    Raises:
        FaultError: if the reference has no such table.
    """
    asked = set(_asked(parameters))
    if not document.tables:
        raise FaultError(
            f"The reference's {target.path} has no table that can be read; check its numbers by "
            "their labels instead."
        )
    matching = [t for t in document.tables if asked <= _names(t, parameters)]
    if parameters.table is None:
        if not matching:
            named = " and ".join((*parameters.key, *(parameters.columns or ())))
            raise FaultError(f"No table of the reference's {target.path} has the columns {named}.")
        return matching[0], _place(document, matching[0], parameters)
    if parameters.table > len(document.tables):
        count = len(document.tables)
        raise FaultError(f"The reference's {target.path} has {count} tables only.")
    table = document.tables[parameters.table - 1]
    lacking = sorted(asked - _names(table, parameters))
    if lacking:
        raise FaultError(f"Table {parameters.table} of the reference has no column {lacking[0]}.")
    return table, _place(document, table, parameters)


def _place(document: Document, table: DocumentTable, parameters: DocumentTableParameters) -> int:
    """Return how many tables before one have its columns, too."""
    wanted = _compared(_names(table, parameters), parameters)
    before = document.tables[: next(n for n, t in enumerate(document.tables) if t is table)]
    return sum(wanted <= _names(other, parameters) for other in before)


def _compared(names: set[str], parameters: DocumentTableParameters) -> set[str]:
    """Return the columns that are compared or identify a row, of those that a table has."""
    return names if parameters.columns is None else set(_asked(parameters))


def _output_table(
    document: Document, wanted: "_Wanted", parameters: DocumentTableParameters
) -> tuple[DocumentTable, list[tuple[str, str]]] | None:
    """Return a table with the names of its columns: the one in the same place among its like.

    If no table has the columns by name, the one that has most of them by name or values is it;
    only as many tables are tried as a worker may add, so that listing every answer does not pay.
    """
    matching = [t for t in document.tables if wanted.names <= _names(t, parameters)]
    if matching:
        if wanted.place >= len(matching):
            return None
        return matching[wanted.place], _header(matching[wanted.place], parameters)
    decimal = decimal_sign(fold(document.text))
    tried = [
        (table, _aligned(table, wanted, parameters, decimal))
        for table in document.tables[: wanted.tables + _SPARE_TABLES]
    ]
    if not tried:
        return None
    return max(tried, key=lambda one: len(wanted.names & {name for name, _ in one[1]}))


def _aligned(
    table: DocumentTable, wanted: "_Wanted", parameters: DocumentTableParameters, decimal: str
) -> list[tuple[str, str]]:
    """Return the names of columns, those of other names renamed after the values they hold."""
    header = _header(table, parameters)
    if parameters.names == "exact" or not parameters.header:
        return header
    there = {name for name, _ in header}
    held = {
        column: {_word(_cell(row[column], "", decimal)) for row in table.rows if column < len(row)}
        for column, (name, _) in enumerate(header)
        if name not in wanted.values
    }
    for name, words in wanted.values.items():
        if name in there or not held or not words:
            continue
        shares = {c: sum(word in held[c] for word in words) / len(words) for c in held}
        best = max(shares, key=lambda column: (shares[column], -column))
        if shares[best] >= _ALIKE:
            header[best] = (name, header[best][1])
            del held[best]
    return header


def _word(cell: _Cell) -> str:
    return f"{cell.quantity.value:.10g}" if cell.quantity else _key_text(cell.text)


@dataclass(frozen=True)
class _Wanted:
    """What the table asked for looks like: its columns, and where it stands among its like.

    `values` are the words of each column, `tables` the number of tables of the reference.
    """

    names: frozenset[str]
    values: dict[str, list[str]]
    place: int
    tables: int


def _wanted_table(
    source: Document, reference: _Grid, place: int, parameters: DocumentTableParameters
) -> _Wanted:
    names = _compared(set(reference.names), parameters)
    values: dict[str, list[str]] = {}
    for (_, name), cell in reference.cells.items():
        if name in names and not is_blank(cell.text):
            values.setdefault(name, []).append(_word(cell))
    return _Wanted(frozenset(names), values, place, len(source.tables))


def _wanted(
    reference: _Grid, given: _Grid | None, parameters: DocumentTableParameters
) -> Iterator[Fact]:
    columns = {_named(name)[0] for name in parameters.columns or ()}
    key = {_named(name)[0] for name in parameters.key}
    for fact, cell in reference.cells.items():
        if fact[1] not in columns if columns else fact[1] in key:
            continue
        held = given is not None and fact in given.cells and _same(cell, given.cells[fact], None)
        if parameters.facts == "all" or (parameters.facts == "unchanged") == held:
            yield fact


def _judge(
    check: Check, parameters: DocumentTableParameters, target: Target, grounds: Grounds
) -> Judgement:
    source = reference_document(target, grounds)
    table, place = _reference_table(source, parameters, target)
    reference = _reference_grid(table, source, parameters)
    like = _wanted_table(source, reference, place, parameters)
    given = _given(target, like, parameters, grounds)
    wanted = list(_wanted(reference, given, parameters))

    def judge(check: Check, document: Document) -> Judgement:
        found = _found(document, like, parameters)
        if found is None:
            told = f"{target.path} has no such table."
            return failed(told, public=told, place=target.path, expected=len(wanted), found=None)
        return _verdict(check, target, parameters, reference, found, wanted)

    return judged(judge, check, target, grounds)


def _reference_grid(
    table: DocumentTable, source: Document, parameters: DocumentTableParameters
) -> _Grid:
    decimal = decimal_sign(fold(source.text))
    return _grid(table, parameters, decimal, _header(table, parameters))


def _found(
    document: Document, wanted: _Wanted, parameters: DocumentTableParameters
) -> _Grid | None:
    table = _output_table(document, wanted, parameters)
    if table is None:
        return None
    key = {_named(name)[0] for name in parameters.key}
    if not key <= {name for name, _ in table[1]}:
        return None
    return _grid(table[0], parameters, decimal_sign(fold(document.text)), table[1])


def _given(
    target: Target,
    wanted: _Wanted,
    parameters: DocumentTableParameters,
    grounds: Grounds,
) -> _Grid | None:
    try:
        return _found(document_in(grounds.input, target), wanted, parameters)
    except Unreadable:
        return None


def _row_fault(reference: _Grid, found: _Grid, parameters: DocumentTableParameters) -> str:
    doubled = [row for row in found.doubled if row not in reference.doubled]
    if doubled:
        return f"{legible(doubled[0][:80])} is there more than once"
    extra = [row for row in found.rows if row not in set(reference.rows)]
    if extra and parameters.extra_rows == "fail":
        return f"there is a row too many ({legible(extra[0][:80])})"
    one = [row for row in reference.rows if row in set(found.rows)]
    if parameters.order_matters and one != [r for r in found.rows if r in set(reference.rows)]:
        return "the rows are not in the order asked for"
    return ""


def _verdict(
    check: Check,
    target: Target,
    parameters: DocumentTableParameters,
    reference: _Grid,
    found: _Grid,
    wanted: list[Fact],
) -> Judgement:
    wrong = [
        _difference(fact, reference, found)
        for fact in wanted
        if fact not in found.cells
        or not _same(reference.cells[fact], found.cells[fact], check.tolerance)
    ]
    place = f"The table of {target.path}"
    evidence: dict[str, Any] = {
        "place": place,
        "facts": len(wanted),
        "wrong": wrong[:EVIDENCE_CAP],
    }
    fault = _row_fault(reference, found, parameters)
    if fault:
        public = f"{place} has rows that it must not have, twice or out of order."
        return Judgement(0.0, f"In the table of {target.path} {fault}.", evidence, public)
    if not wrong:
        told = f"All {len(wanted)} values of the table of {target.path} are right."
        return Judgement(1.0 if wanted else 0.0, told, evidence, told)
    first = wrong[0]
    what = "missing" if first["found"] is None else shown(first["found"])
    more = f" {len(wrong) - 1} more differ." if len(wrong) > 1 else ""
    told = (
        f"{first['column']} of {first['row']} is {what}, expected {shown(first['expected'])}.{more}"
    )
    rows = len({one["row"] for one in wrong})
    count = len({row for row, _ in wanted})
    public = f"{place} is not as it must be; {rows} of {count} rows are wrong."
    return Judgement(1 - len(wrong) / len(wanted), told, evidence, public)


def _difference(fact: Fact, reference: _Grid, found: _Grid) -> dict[str, Any]:
    expected, cell = reference.cells[fact], found.cells.get(fact)
    off = None
    if cell is not None and expected.quantity and cell.quantity:
        value = cell.quantity.in_unit(expected.quantity.unit)
        off = None if value is None else value - expected.quantity.value
    return {
        "row": fact[0],
        "column": fact[1],
        "expected": expected.text,
        "found": None if cell is None else legible(cell.text[:200]),
        "off": off,
    }


def _sentence(
    check: Check, parameters: DocumentTableParameters, target: Target, grounds: Grounds
) -> str:
    number = f"table {parameters.table}" if parameters.table else "the table"
    within = f", within {check.tolerance:g}" if check.tolerance else ""
    columns = " and ".join(parameters.columns or ())
    of = f"{columns} in {number} of {target.path}" if columns else f"{number} of {target.path}"
    if parameters.facts == "changed":
        told = f"each value to be completed in {of} is as in the reference"
    elif parameters.facts == "unchanged":
        told = f"what {of} held before is still there"
    else:
        told = f"{of} is as in the reference"
    return f"{told[:1].upper()}{told[1:]}{within}" if not columns else f"{told}{within}"


def _fit(
    check: Check, parameters: DocumentTableParameters, target: Target, grounds: Grounds
) -> str:
    source = reference_document(target, grounds)
    table, place = _reference_table(source, parameters, target)
    reference = _reference_grid(table, source, parameters)
    if parameters.key and reference.doubled:
        key = " and ".join(parameters.key)
        return f"{key} does not identify a row: {reference.doubled[0]} stands there twice."
    like = _wanted_table(source, reference, place, parameters)
    given = _given(target, like, parameters, grounds)
    wanted = list(_wanted(reference, given, parameters))
    if not wanted or all(is_blank(reference.cells[fact].text) for fact in wanted):
        return "The table of the reference holds no such values."
    return ""


register(
    Kind(
        id="document_table",
        family="documents",
        title="A table in a document holds values",
        parameters=DocumentTableParameters,
        judge=_judge,
        sentence=_sentence,
        fit=_fit,
    )
)
