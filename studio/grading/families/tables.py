"""The check of a table: its facts are addressed by key and column, or by position."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from studio.grading.kinds import EVIDENCE_CAP, Grounds, Judgement, Kind, register
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.books import Sheet, address, parse_cells, read_book
from studio.grading.readers.places import locate
from studio.grading.readers.values import Scalar, fold, is_blank, number_of, same, shown
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

Fact = tuple[str, str]


class TableEqualsParameters(Frozen):
    """Which facts of a table must be as in the reference.

    `key` names the columns that identify a row; without it rows are counted. `columns` limits the
    facts to some columns. `facts` picks by the task's input: "changed" are those that the input
    does not hold already (the work), "unchanged" those that it does (what must be left alone).
    `extra_rows` says what a row that the reference lacks amounts to.
    """

    key: tuple[str, ...] = ()
    columns: tuple[str, ...] | None = None
    header: bool = True
    order_matters: bool = False
    extra_rows: Literal["fail", "ignore"] = "fail"
    facts: Literal["all", "changed", "unchanged"] = "all"


@dataclass(frozen=True)
class Table:
    """Facts by (row key, column), the cell each stands in, and the row keys in order."""

    facts: dict[Fact, Scalar]
    cells: dict[Fact, str]
    rows: tuple[str, ...]
    doubled: tuple[str, ...]


def read_table(folder: Path, target: Target, parameters: TableEqualsParameters) -> Table:
    """Return the table that a target names.

    Raises:
        Unreadable: if there is no such file, sheet or column.
    """
    place = locate(folder, target.path)
    if place is None:
        raise Unreadable("is missing")
    sheet = read_book(place).sheet(target.sheet)
    if sheet is None:
        raise Unreadable(f"has no sheet {target.sheet}")
    return _table(sheet, _area(sheet, target), parameters)


def _area(sheet: Sheet, target: Target) -> tuple[int, int, int, int]:
    if target.cells:
        return parse_cells(target.cells)
    rows, columns = sheet.size
    return 1, 1, rows, columns


def _table(
    sheet: Sheet, area: tuple[int, int, int, int], parameters: TableEqualsParameters
) -> Table:
    first, left, last, right = area
    names = _names(sheet, area, parameters.header)
    positions = {name: column for column, name in names.items()}
    for name in parameters.key:
        if fold(name).casefold() not in positions:
            raise Unreadable(f"has no column {name}")
    start = first + 1 if parameters.header else first
    counts: dict[str, int] = {}
    facts: dict[Fact, Scalar] = {}
    cells: dict[Fact, str] = {}
    rows: list[str] = []
    for row in range(start, last + 1):
        if all(is_blank(sheet.value(row, column)) for column in range(left, right + 1)):
            continue
        key = _key(sheet, row, row - start + 1, positions, parameters.key)
        counts[key] = counts.get(key, 0) + 1
        if counts[key] > 1:
            continue
        rows.append(key)
        for column, name in names.items():
            facts[key, name] = sheet.value(row, column)
            cells[key, name] = f"{sheet.name}!{address(row, column)}"
    doubled = tuple(key for key, count in counts.items() if count > 1)
    return Table(facts, cells, tuple(rows), doubled)


def _names(sheet: Sheet, area: tuple[int, int, int, int], header: bool) -> dict[int, str]:
    first, left, _, right = area
    if not header:
        return {column: str(column - left + 1) for column in range(left, right + 1)}
    found = {}
    for column in range(left, right + 1):
        value = sheet.value(first, column)
        if not is_blank(value):
            found[column] = fold(str(value)).casefold()
    return found


def _key(
    sheet: Sheet, row: int, number: int, positions: Mapping[str, int], key: tuple[str, ...]
) -> str:
    if not key:
        return f"row {number}"
    values = [sheet.value(row, positions[fold(name).casefold()]) for name in key]
    return " / ".join(_key_text(value) for value in values)


def _key_text(value: Scalar) -> str:
    number = number_of(value)
    return f"{number:g}" if number is not None else fold(str(value)).casefold()


def _wanted(
    reference: Table, given: Table | None, parameters: TableEqualsParameters
) -> Iterator[Fact]:
    columns = parameters.columns
    names = None if columns is None else {fold(name).casefold() for name in columns}
    for fact, value in reference.facts.items():
        if names is not None and fact[1] not in names:
            continue
        held = given is not None and fact in given.facts and same(value, given.facts[fact], None)
        if parameters.facts == "all" or (parameters.facts == "unchanged") == held:
            yield fact


def _judge(
    check: Check, parameters: TableEqualsParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    reference = read_table(grounds.reference, target, parameters)
    wanted = list(_wanted(reference, _given(target, parameters, grounds), parameters))
    try:
        found = read_table(grounds.output, target, parameters)
    except Unreadable as fault:
        return Judgement(0.0, f"{target.path} {fault}.", {"expected": len(wanted), "found": None})
    wrong = [
        _difference(fact, reference, found)
        for fact in wanted
        if fact not in found.facts
        or not same(reference.facts[fact], found.facts[fact], check.tolerance)
    ]
    return _verdict(check, wanted, wrong, _row_fault(reference, found, parameters))


def _given(target: Target, parameters: TableEqualsParameters, grounds: Grounds) -> Table | None:
    try:
        return read_table(grounds.input, target, parameters)
    except Unreadable:
        return None


def _difference(fact: Fact, reference: Table, found: Table) -> dict[str, Any]:
    return {
        "cell": found.cells.get(fact) or reference.cells[fact],
        "row": fact[0],
        "column": fact[1],
        "expected": reference.facts[fact],
        "found": found.facts.get(fact),
        "missing": fact not in found.facts,
    }


def _row_fault(reference: Table, found: Table, parameters: TableEqualsParameters) -> str | None:
    doubled = [row for row in found.doubled if row not in reference.doubled]
    if doubled:
        return f"{doubled[0]} is there more than once"
    extra = [row for row in found.rows if row not in set(reference.rows)]
    if extra and parameters.extra_rows == "fail":
        return f"there is a row too many ({extra[0]})"
    common = set(reference.rows) & set(found.rows)
    one = [row for row in reference.rows if row in common]
    if parameters.order_matters and one != [row for row in found.rows if row in common]:
        return "the rows are not in the order of the reference"
    return None


def _verdict(
    check: Check, wanted: list[Fact], wrong: list[dict[str, Any]], row_fault: str | None
) -> Judgement:
    evidence: dict[str, Any] = {"facts": len(wanted), "wrong": wrong[:EVIDENCE_CAP]}
    if row_fault:
        return Judgement(0.0, f"In {check.target} {row_fault}.", {**evidence, "rows": row_fault})
    if not wrong:
        told = f"All {len(wanted)} values of {check.target} are right."
        return Judgement(1.0 if wanted else 0.0, told, evidence)
    first = wrong[0]
    found = "missing" if first["missing"] else shown(first["found"])
    more = f" {len(wrong) - 1} more differ." if len(wrong) > 1 else ""
    sentence = f"{first['cell']} is {found}, expected {shown(first['expected'])}.{more}"
    return Judgement(1 - len(wrong) / len(wanted), sentence, evidence)


def _sentence(
    check: Check, parameters: TableEqualsParameters, target: Target, grounds: Grounds
) -> str:
    place = check.target.partition("#")[2] or target.path
    within = f", within {check.tolerance:g}" if check.tolerance else ""
    columns = " and ".join(parameters.columns or ())
    if parameters.facts == "changed":
        what = f"Each value to be completed{f' in {columns}' if columns else ''} of {place}"
        return f"{what} is as in the reference{within}"
    if parameters.facts == "unchanged":
        return f"What {place} held before is still there{within}"
    what = f"{columns} of {place}" if columns else place
    return f"{what} is as in the reference{within}"


register(
    Kind(
        id="table_equals",
        family="tables",
        title="A table holds values",
        parameters=TableEqualsParameters,
        judge=_judge,
        sentence=_sentence,
    )
)
