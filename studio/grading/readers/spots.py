"""The value, or the values, at whatever place of an output a target names."""

import re
from pathlib import Path
from typing import Any

from studio.grading.readers.archives import Unreadable
from studio.grading.readers.books import TABLES, Sheet, address, parse_cells, places, read_book
from studio.grading.readers.documents import read_document
from studio.grading.readers.places import locate
from studio.grading.readers.trees import read_tree, value_at, values_at
from studio.grading.readers.values import Scalar, fold, is_blank, legible, scalar, spelled_numbers
from studio.model.check import Target

Spot = tuple[str, Scalar]
_GAP = 60


def values_of(folder: Path, target: Target) -> list[Spot]:
    """Return (place, value) of everything that a target names; blanks are left out.

    A cell range gives its cells, `file.csv#column` the column, a pointer with `*` every element,
    and `report.md#label` the number that follows the label in the text.

    Raises:
        Unreadable: if there is no such file or place.
    """
    place = locate(folder, target.path)
    if place is None:
        raise Unreadable("is missing")
    if place.suffix.lower() in TABLES and target.pointer is None:
        found = _of_table(place, target)
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
    return [(f"{pointer or '/'} {n}", scalar(value)) for n, value in enumerate(found, 1)]


def _of_text(place: Path, label: str) -> list[Spot]:
    """Return the number that follows a label; one value however often it is said."""
    text = fold(read_document(place).text)
    numbers: dict[float, Spot] = {}
    for mention in re.finditer(rf"(?<!\w){re.escape(fold(label))}(?!\w)", text, re.IGNORECASE):
        after = spelled_numbers(text[mention.end() : mention.end() + _GAP])
        if after:
            numbers.setdefault(after[0][1], (label, after[0][1]))
    return list(numbers.values())


def _of_table(place: Path, target: Target) -> list[Spot]:
    sheet = read_book(place).sheet(target.sheet)
    if sheet is None:
        raise Unreadable(f"has no sheet {legible(target.sheet or '')}")
    if target.cells is not None:
        first, left, last, right = parse_cells(target.cells)
        rows, columns = sheet.size
        area = (first, left, min(last, rows), min(right, columns))
        return [(address(*spot), sheet.value(*spot)) for spot in places(area)]
    if target.column is None:
        raise Unreadable("is named without a cell or a column")
    return _of_column(sheet, target.column, target.key)


def _of_column(sheet: Sheet, name: str, key: str | None) -> list[Spot]:
    rows, columns = sheet.size
    wanted = fold(name).casefold()
    heads = [n for n in range(1, columns + 1) if _word(sheet.value(1, n)) == wanted]
    if len(heads) != 1:
        raise Unreadable(f"has {len(heads)} columns {legible(name)} where it must have one")
    spots = [(row, heads[0]) for row in range(2, rows + 1)]
    if key is not None:
        spots = [spot for spot in spots if _word(sheet.value(spot[0], 1)) == _word(key)]
    return [(address(*spot), sheet.value(*spot)) for spot in spots]


def _word(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return fold(str(value)).casefold() if value is not None else ""
