"""The check of one cell, named by its place or by the column and key of a table."""

from pathlib import Path
from typing import Any

from pydantic import Field

from studio.grading.families.addressing import (
    of_reference,
    place_fault,
    there_are,
    unreadable,
    within,
)
from studio.grading.kinds import Grounds, Judgement, Kind, failed, passed, register
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.books import WORKBOOKS, Cell, Sheet, parse_cells, read_book
from studio.grading.readers.places import locate
from studio.grading.readers.tables import Table, found_table, named_sheet, reference_table
from studio.grading.readers.values import Scalar, is_blank, scalar, shown
from studio.grading.readers.writing import Writing, agree, heading, key_text, plain, writing_of
from studio.model.check import Check, Target
from studio.model.frozen import Frozen


class CellEqualsParameters(Frozen):
    """The value that a cell must hold."""

    expected: str | float | int | bool | None = Field(
        default=None,
        title="Expected",
        description="The value; the reference's in the same cell if left out.",
    )
    formula: bool = Field(
        default=False,
        title="Computed",
        description="Whether the cell must compute its value by a formula.",
    )
    case: bool = Field(default=True, title="Capitals matter", description="For text.")


def agrees(
    expected: Scalar,
    found: Scalar,
    writings: tuple[Writing, Writing],
    tolerance: float | None,
    case: bool = True,
) -> bool:
    """Tell whether two values as they were written mean the same."""
    one, other = plain(expected, writings[0]), plain(found, writings[1])
    if not case and isinstance(one, str) and isinstance(other, str):
        return one.casefold() == other.casefold()
    return agree(one, other, tolerance)


def writing_at(sheet: Sheet, column: int) -> Writing:
    """Return how a column of a sheet writes its numbers and dates."""
    cells = sheet.cells.items()
    return writing_of(cell.value for (_, c), cell in cells if c == column)


def sheet_at(folder: Path, target: Target) -> Sheet:
    """Return the sheet that a target names, the first if it names none.

    Raises:
        Unreadable: if there is no such file or sheet.
    """
    place = locate(folder, target.path)
    if place is None:
        raise Unreadable("is missing")
    sheet = read_book(place).sheet(named_sheet(target))
    if sheet is None:
        raise Unreadable(f"has no sheet {named_sheet(target)}")
    return sheet


def cell_at(folder: Path, target: Target, reference: Path | None = None) -> tuple[Cell, Writing]:
    """Return the cell that a target names, blank if nothing is there, and how it is written.

    Args:
        folder: the folder of the file.
        target: where the cell is; by `column[key]` it is found below the header of a table.
        reference: the reference's folder, whose table the one in `folder` is to match.

    Raises:
        Unreadable: if there is no such file, sheet or row.
    """
    if target.column is not None and target.key is not None:
        return _named_cell(folder, target, reference or folder)
    if target.cells is None:
        raise Unreadable("is named without a cell")
    sheet = sheet_at(folder, target)
    row, column, _, _ = parse_cells(target.cells)
    return sheet.cells.get((row, column), Cell(None)), writing_at(sheet, column)


def _named_cell(folder: Path, target: Target, reference: Path) -> tuple[Cell, Writing]:
    """Return the cell below a heading in the row that the first column with this key has."""
    names = (target.column or "",)
    right = reference_table(reference, target, names)
    key = key_text(plain(target.key))
    names_by_place = [n for n in range(len(right.header)) if n != right.position(names[0])]
    by = next((n for n in names_by_place if key in _keys(right, n)), None)
    if by is None:
        raise Unreadable(f"has no row {target.key}")
    table = right if folder == reference else found_table(folder, target, right)
    column, place = table.position(names[0]), table.position(right.header[by])
    if column is None or place is None:
        raise Unreadable(f"has no column {target.column if column is None else right.header[by]}")
    rows = [n for n, text in enumerate(_keys(table, place)) if text == key]
    if len(rows) != 1:
        raise Unreadable(f"has {len(rows)} rows {target.key} where it must have one")
    if Path(target.path).suffix.lower() in WORKBOOKS:
        sheet = read_book(folder / target.path).sheets[table.sheet]
        cell = sheet.cells.get((table.rows[rows[0]], table.places[column]), Cell(None))
        return cell, table.writings[column]
    return Cell(table.raw(column)[rows[0]]), table.writings[column]


def _keys(table: Table, position: int) -> list[str]:
    return [key_text(value) for value in table.values(position)]


def place_of(target: Target) -> str:
    """Return how a person names the cell of a target."""
    if target.column is not None:
        return f"{target.column} of {target.key}"
    return f"{target.sheet}!{target.cells}"


def _expected(
    parameters: CellEqualsParameters, target: Target, grounds: Grounds
) -> tuple[Scalar, Writing]:
    if "expected" in parameters.model_fields_set and parameters.expected is not None:
        return scalar(parameters.expected), Writing()
    cell, writing = of_reference(lambda: cell_at(grounds.reference, target), target)
    return cell.value, writing


def _judge_cell(
    check: Check, parameters: CellEqualsParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    expected, writing = _expected(parameters, target, grounds)
    place = place_of(target)
    evidence: dict[str, Any] = {"place": place, "expected": expected, "found": None}
    try:
        cell, other = cell_at(grounds.output, target, grounds.reference)
    except Unreadable as fault:
        return unreadable(check, target, fault, **evidence)
    evidence["found"] = cell.value
    writings = (writing, other)
    if not agrees(expected, cell.value, writings, check.tolerance, parameters.case):
        off = _off_by(plain(expected, writing), plain(cell.value, other))
        sentence = f"{place} is {shown(cell.value)}, expected {shown(expected)}{off}."
        return failed(sentence, public=f"{place} is not the value asked for.", **evidence)
    if parameters.formula and not cell.formula:
        sentence = f"{place} is {shown(cell.value)}, but typed, not computed."
        public = f"{place} is typed, not computed by a formula."
        return failed(sentence, public=public, **evidence)
    return passed(f"{place} is {shown(cell.value)}.", **evidence)


def _off_by(expected: Scalar, found: Scalar) -> str:
    if isinstance(expected, float) and isinstance(found, float):
        return f", off by {shown(abs(found - expected))}"
    return ""


def _cell_sentence(
    check: Check, parameters: CellEqualsParameters, target: Target, grounds: Grounds
) -> str:
    expected = shown(_expected(parameters, target, grounds)[0])
    computed = ", computed by a formula" if parameters.formula else ""
    return f"{place_of(target)} is {expected}{within(check)}{computed}"


def _cell_fit(
    check: Check, parameters: CellEqualsParameters, target: Target, grounds: Grounds
) -> str:
    given = parameters.expected is not None
    if target.key is None and target.cells is None:
        return "Name one cell, like file.xlsx#Sheet!A1 or file.csv#column[key]."
    if target.cells and ":" in target.cells:
        return f"{target.cells} is more than one cell; use range_equals for them."
    if fault := place_fault(grounds.reference, target):
        return fault
    if target.key is not None and (fault := _row_fault(target, grounds)):
        return fault
    cell, _ = of_reference(lambda: cell_at(grounds.reference, target), target)
    if not given and is_blank(cell.value):
        return f"{place_of(target)} of the reference is empty; say what is expected."
    if parameters.formula and not cell.formula:
        return f"{place_of(target)} of the reference holds no formula."
    return ""


def _row_fault(target: Target, grounds: Grounds) -> str:
    table = of_reference(
        lambda: reference_table(grounds.reference, target, (target.column or "",)), target
    )
    if table.position(target.column or "") is None:
        return there_are("column", target.column or "", table.header)
    try:
        cell_at(grounds.reference, target)
    except Unreadable:
        return there_are("row", target.key or "", (heading(v) for v in table.raw(0)))
    return ""


register(
    Kind(
        id="cell_equals",
        family="tables",
        title="A cell holds a value",
        parameters=CellEqualsParameters,
        judge=_judge_cell,
        sentence=_cell_sentence,
        fit=_cell_fit,
    )
)
