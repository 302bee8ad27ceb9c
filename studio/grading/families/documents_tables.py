"""The check of a table in a document: its facts are addressed by key and column, or by row."""

from collections.abc import Iterator
from typing import Any

from studio.grading.families.documents_grids import (
    DocumentTableParameters,
    Fact,
    Grid,
    Likeness,
    TableCell,
    column_name,
    likeness,
    output_grid,
    reference_grid,
    reference_table,
    same_cell,
    sums_up,
)
from studio.grading.families.documents_reading import document_in, judged, reference_document
from studio.grading.kinds import EVIDENCE_CAP, Grounds, Judgement, Kind, failed, register
from studio.grading.phrasing import are, listed
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.documents import Document
from studio.grading.readers.values import is_blank, legible, shown
from studio.model.check import Check, Target


def _wanted(
    reference: Grid, given: Grid | None, parameters: DocumentTableParameters
) -> Iterator[Fact]:
    columns = {column_name(name)[0] for name in parameters.columns or ()}
    key = {column_name(name)[0] for name in parameters.key}
    for fact, cell in reference.cells.items():
        if fact[1] not in columns if columns else fact[1] in key:
            continue
        held = (
            given is not None and fact in given.cells and same_cell(cell, given.cells[fact], None)
        )
        if parameters.facts == "all" or (parameters.facts == "unchanged") == held:
            yield fact


def _judge(
    check: Check, parameters: DocumentTableParameters, target: Target, grounds: Grounds
) -> Judgement:
    source = reference_document(target, grounds)
    table, place = reference_table(source, parameters, target)
    reference = reference_grid(table, source, parameters)
    like = likeness(source, reference, place, parameters)
    given = _given(target, like, parameters, grounds)
    wanted = list(_wanted(reference, given, parameters))

    def judge(check: Check, document: Document) -> Judgement:
        found = output_grid(document, like, parameters)
        if found is None:
            told = f"{target.path} has no such table."
            return failed(told, public=told, place=target.path, expected=len(wanted), found=None)
        return _verdict(check, target, parameters, reference, found, wanted)

    return judged(judge, check, target, grounds)


def _given(
    target: Target,
    wanted: Likeness,
    parameters: DocumentTableParameters,
    grounds: Grounds,
) -> Grid | None:
    try:
        return output_grid(document_in(grounds.input, target), wanted, parameters)
    except Unreadable:
        return None


def _row_fault(reference: Grid, found: Grid, parameters: DocumentTableParameters) -> str:
    doubled = [row for row in found.doubled if row not in reference.doubled]
    if doubled:
        return f"{legible(doubled[0][:80])} is there more than once"
    known = set(reference.rows)
    extra = [row for row in found.rows if row not in known and _is_filled(found, row)]
    if parameters.totals == "ignore" and len(extra) == 1:
        extra = [row for row in extra if not sums_up(found, row, reference.names)]
    if extra and parameters.extra_rows == "fail":
        return f"there is a row too many ({legible(extra[0][:80])})"
    one = [row for row in reference.rows if row in set(found.rows)]
    if parameters.order_matters and one != [r for r in found.rows if r in set(reference.rows)]:
        return "the rows are not in the order asked for"
    return ""


def _is_filled(grid: Grid, row: str) -> bool:
    """Tell whether a row fills more than half of its columns, as one of the same kind does.

    A remark or a labelled figure at the foot of a table is no such row.
    """
    filled = sum(not is_blank(grid.cells[row, name].text) for name in grid.names)
    return 2 * filled > len(grid.names)


def _room(
    check: Check, parameters: DocumentTableParameters, column: str, expected: TableCell
) -> float | None:
    """Return how far off a number of a column may be, absolute."""
    named = {column_name(name)[0]: room for name, room in parameters.tolerances.items()}
    shares = {column_name(name)[0]: share for name, share in parameters.shares.items()}
    room = named.get(column, check.tolerance)
    if column not in shares or expected.quantity is None:
        return room
    return max(room or 0.0, shares[column] * abs(expected.quantity.value))


def _verdict(
    check: Check,
    target: Target,
    parameters: DocumentTableParameters,
    reference: Grid,
    found: Grid,
    wanted: list[Fact],
) -> Judgement:
    wrong = [
        _difference(fact, reference, found)
        for fact in wanted
        if fact not in found.cells
        or not same_cell(
            reference.cells[fact],
            found.cells[fact],
            _room(check, parameters, fact[1], reference.cells[fact]),
        )
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


def _difference(fact: Fact, reference: Grid, found: Grid) -> dict[str, Any]:
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
    rooms = [f"{column} within {room:g}" for column, room in parameters.tolerances.items()]
    rooms += [f"{column} within {share * 100:g}%" for column, share in parameters.shares.items()]
    within = f", {' and '.join(rooms)}" if rooms else ""
    if check.tolerance and not rooms:
        within = f", within {check.tolerance:g}"
    columns = listed(parameters.columns or ())
    of = f"{columns} in {number} of {target.path}" if columns else f"{number} of {target.path}"
    if parameters.facts == "changed":
        told = f"Each value to be completed in {of} is as in the reference"
    elif parameters.facts == "unchanged":
        told = f"What {of} held before is still there"
    else:
        # The name of a column stays as it is written.
        of = of if columns else f"{of[:1].upper()}{of[1:]}"
        told = f"{of} {are(len(parameters.columns or ' '))} as in the reference"
    return f"{told}{within}"


def _fit(
    check: Check, parameters: DocumentTableParameters, target: Target, grounds: Grounds
) -> str:
    source = reference_document(target, grounds)
    table, place = reference_table(source, parameters, target)
    reference = reference_grid(table, source, parameters)
    if parameters.key and reference.doubled:
        key = " and ".join(parameters.key)
        return f"{key} does not identify a row: {reference.doubled[0]} stands there twice."
    like = likeness(source, reference, place, parameters)
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
