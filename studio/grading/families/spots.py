"""The value, or the values, at whatever place of an output a target names."""

from pathlib import Path
from typing import Any

from studio.grading.families.cells import cell_at, sheet_at, writing_at
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.books import TABLES, address, parse_cells, places
from studio.grading.readers.documents import read_document
from studio.grading.readers.labels import labelled_numbers
from studio.grading.readers.places import locate
from studio.grading.readers.quantities import Quantity
from studio.grading.readers.tables import Table, reference_table
from studio.grading.readers.trees import read_tree, value_at, values_at
from studio.grading.readers.values import Scalar, is_blank, legible, scalar
from studio.grading.readers.writing import key_text, plain
from studio.model.check import Target

Spot = tuple[str, Scalar]
_COLUMNAR = (*TABLES, ".parquet")


def values_of(folder: Path, target: Target, without: str | None = None) -> list[Spot]:
    """Return (place, value) of everything that a target names; blanks are left out.

    A cell range gives its cells, `file.csv#column` the column, a pointer with `*` every element,
    and `report.md#label` the numbers that stand with the label in the text.

    Args:
        folder: the output.
        target: the place.
        without: the key of a row of a column that is left out.

    Raises:
        Unreadable: if there is no such file or place.
    """
    place = locate(folder, target.path)
    if place is None:
        raise Unreadable("is missing")
    if place.suffix.lower() in _COLUMNAR and target.pointer is None:
        found = _of_table(folder, target, without)
    elif target.column is not None:
        found = _of_text(place, target.column)
    else:
        found = _of_tree(place, target.pointer)
    return [(spot, value) for spot, value in found if not is_blank(value)]


def value_of(folder: Path, target: Target) -> Scalar:
    """Return the one value that a target names.

    Raises:
        Unreadable: if there is none, or more than one.
    """
    found = values_of(folder, target)
    if len(found) != 1:
        raise Unreadable(f"has {len(found)} values there where it must have one")
    return found[0][1]


def _of_tree(place: Path, pointer: str | None) -> list[Spot]:
    tree = read_tree(place)
    if "*" in (pointer or "").split("/"):
        found = values_at(tree, pointer)
    else:
        value = value_at(tree, pointer)
        found = value if isinstance(value, list) else [value]
    if any(isinstance(value, dict | list) for value in found):
        raise Unreadable("has something nested there where a value must be")
    return [(f"{pointer or '/'} {n}", plain(scalar(value))) for n, value in enumerate(found, 1)]


def _of_text(place: Path, label: str) -> list[Spot]:
    """Return the numbers that stand with a label; the same number counts once."""
    numbers: dict[float, Spot] = {}
    for mention in labelled_numbers(read_document(place), label, ""):
        for number in mention.numbers:
            value = _number(number)
            numbers.setdefault(value, (mention.place, value))
    return list(numbers.values())


def _number(number: Quantity) -> float:
    return number.value / 100 if number.unit == "%" else number.value


def _of_table(folder: Path, target: Target, without: str | None) -> list[Spot]:
    if target.cells is not None:
        return _of_cells(folder, target)
    if target.column is None:
        raise Unreadable("is named without a cell or a column")
    if target.key is not None:
        cell, writing = cell_at(folder, target)
        return [(f"{target.column}[{target.key}]", plain(cell.value, writing))]
    whole = target.model_copy(update={"column": None})
    table = reference_table(folder, whole, (target.column,))
    position = table.position(target.column)
    if position is None:
        raise Unreadable(f"has no column {legible(target.column)}")
    left_out = _rows_of(table, without)
    return [
        (table.address(row, position), value)
        for row, value in enumerate(table.values(position))
        if row not in left_out
    ]


def _rows_of(table: Table, key: str | None) -> set[int]:
    """Return the rows in which a key stands."""
    if key is None:
        return set()
    wanted = key_text(plain(key))
    columns: list[list[Any]] = [table.values(n) for n in range(len(table.header))]
    return {row for column in columns for row, v in enumerate(column) if key_text(v) == wanted}


def _of_cells(folder: Path, target: Target) -> list[Spot]:
    sheet = sheet_at(folder, target)
    first, left, last, right = parse_cells(target.cells or "")
    bottom, edge = sheet.size
    area = (first, left, min(last, bottom), min(right, edge))
    writings = {column: writing_at(sheet, column) for column in range(area[1], area[3] + 1)}
    return [(address(*spot), plain(sheet.value(*spot), writings[spot[1]])) for spot in places(area)]
