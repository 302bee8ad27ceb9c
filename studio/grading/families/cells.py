"""The check of one cell."""

from pathlib import Path
from typing import Any

from studio.grading.kinds import Grounds, Judgement, Kind, failed, passed, register
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.books import Cell, Sheet, parse_cells, read_book
from studio.grading.readers.places import locate
from studio.grading.readers.values import Scalar, fold, same, scalar, shown
from studio.model.check import Check, Target
from studio.model.frozen import Frozen


class CellEqualsParameters(Frozen):
    """The expected value; the reference's in the same cell if it is left out.

    `formula` demands that the cell computes its value; `case` false ignores capitals.
    """

    expected: str | float | int | bool | None = None
    formula: bool = False
    case: bool = True


def cell_at(folder: Path, target: Target) -> Cell:
    """Return the cell that a target names; a blank one has no value.

    Raises:
        Unreadable: if there is no such file, sheet or cell.
    """
    place = locate(folder, target.path)
    if place is None:
        raise Unreadable("is missing")
    sheet = read_book(place).sheet(target.sheet)
    if sheet is None:
        raise Unreadable(f"has no sheet {target.sheet}")
    if target.column is not None and target.key is not None:
        return _named_cell(sheet, target.column, target.key)
    if target.cells is None:
        raise Unreadable("is named without a cell")
    row, column, _, _ = parse_cells(target.cells)
    return sheet.cells.get((row, column), Cell(None))


def _named_cell(sheet: Sheet, column: str, key: str) -> Cell:
    """Return the cell under the heading `column` in the row whose first value is `key`."""
    rows, columns = sheet.size
    found = [n for n in range(1, columns + 1) if _key_text(sheet.value(1, n)) == fold(column)]
    if not found:
        raise Unreadable(f"has no column {column}")
    matching = [n for n in range(2, rows + 1) if _key_text(sheet.value(n, 1)) == fold(key)]
    if len(matching) != 1:
        raise Unreadable(f"has {len(matching)} rows {key} where it must have one")
    return sheet.cells.get((matching[0], found[0]), Cell(None))


def _key_text(value: Scalar) -> str:
    """Return a heading or key as it is compared."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return fold(str(value)) if value is not None else ""


def place_of(target: Target) -> str:
    """Return how a person names the cell of a target."""
    if target.column is not None:
        return f"{target.column} of {target.key}"
    return f"{target.sheet}!{target.cells}"


def _expected(parameters: CellEqualsParameters, target: Target, grounds: Grounds) -> Scalar:
    if "expected" in parameters.model_fields_set and parameters.expected is not None:
        return scalar(parameters.expected)
    return cell_at(grounds.reference, target).value


def _judge(
    check: Check, parameters: CellEqualsParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    expected = _expected(parameters, target, grounds)
    place = place_of(target)
    evidence: dict[str, Any] = {"place": place, "expected": expected, "found": None}
    try:
        cell = cell_at(grounds.output, target)
    except Unreadable as fault:
        return failed(f"{target.path} {fault}.", **evidence)
    evidence["found"] = cell.value
    if not same(expected, cell.value, check.tolerance, parameters.case):
        sentence = f"{place} is {shown(cell.value)}, expected {shown(expected)}."
        return failed(sentence, **evidence)
    if parameters.formula and not cell.formula:
        return failed(f"{place} is {shown(cell.value)}, but typed, not computed.", **evidence)
    return passed(f"{place} is {shown(cell.value)}.", **evidence)


def _sentence(
    check: Check, parameters: CellEqualsParameters, target: Target, grounds: Grounds
) -> str:
    try:
        expected = shown(_expected(parameters, target, grounds))
    except Unreadable:
        expected = "as in the reference"
    within = f", within {check.tolerance:g}" if check.tolerance else ""
    computed = ", computed by a formula" if parameters.formula else ""
    return f"{place_of(target)} is {expected}{within}{computed}"


register(
    Kind(
        id="cell_equals",
        family="tables",
        title="A cell holds a value",
        parameters=CellEqualsParameters,
        judge=_judge,
        sentence=_sentence,
    )
)
