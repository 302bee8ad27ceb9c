"""Reading predictions and labels: columns of a table, or records of a tree, by name."""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from studio.grading.readers.archives import Unreadable
from studio.grading.readers.books import TABLES
from studio.grading.readers.places import locate
from studio.grading.readers.tables import reference_table
from studio.grading.readers.trees import read_tree, value_at
from studio.grading.readers.values import Scalar, fold, legible, number_of, scalar, shown
from studio.grading.readers.writing import key_text
from studio.model.check import Target

MOST_ROWS = 2_000_000
_TREES = (".json", ".jsonl", ".ndjson", ".yaml", ".yml")


def columns_of(folder: Path, target: Target, names: Sequence[str]) -> list[list[Scalar]]:
    """Return the columns of some names from a table, a list of records, or a map of ids.

    A map of ids to values, such as `{"p1": 0.4}`, has two columns, whatever their names.

    Raises:
        Unreadable: if there is no such file or column.
        HostileInputError: if it tries to harm.
    """
    place = locate(folder, target.path)
    if place is None:
        raise Unreadable("is missing")
    if place.suffix.lower() in TABLES:
        return _of_table(folder, target, names)
    if place.suffix.lower() in _TREES:
        return _of_tree(value_at(read_tree(place), target.pointer), names)
    raise Unreadable("is neither a table nor a list of records")


def _of_table(folder: Path, target: Target, names: Sequence[str]) -> list[list[Scalar]]:
    table = reference_table(folder, target, names)
    if table.height > MOST_ROWS:
        raise Unreadable(f"holds more than {MOST_ROWS:,} rows")
    found = []
    for name in names:
        position = table.position(name)
        if position is None:
            raise Unreadable(f"has no column {name}")
        found.append(table.values(position))
    return found


def _of_tree(tree: Any, names: Sequence[str]) -> list[list[Scalar]]:
    if isinstance(tree, dict) and len(names) == 2 and not _holds_lists(tree):
        return [list(tree), [scalar(value) for value in tree.values()]]
    if not isinstance(tree, list) or not all(isinstance(record, dict) for record in tree):
        raise Unreadable("is no list of records")
    for name in names:
        if any(name not in record for record in tree):
            raise Unreadable(f"has a record without {name}")
    return [[scalar(record[name]) for record in tree] for name in names]


def _holds_lists(tree: dict[str, Any]) -> bool:
    return any(isinstance(value, list | dict) for value in tree.values())


def ids_of(column: Sequence[Scalar]) -> list[str]:
    """Return ids as they are compared: without capitals and outer blanks, `7` for 7.0."""
    return [key_text(fold(value) if isinstance(value, str) else value) for value in column]


def classes_of(column: Sequence[Scalar]) -> list[str]:
    """Return classes as they are compared: as ids are, truths as 1 and 0."""
    plain = [float(value) if isinstance(value, bool) else value for value in column]
    numbers = [number_of(value) for value in plain]
    return ids_of([n if n is not None else v for n, v in zip(numbers, plain, strict=True)])


def numbers_of(column: Sequence[Scalar]) -> NDArray[np.float64]:
    """Return numbers as an array.

    Raises:
        Unreadable: if one is none, or without end.
    """
    found = []
    for row, value in enumerate(column, 1):
        number = _number(value)
        if number is None or not math.isfinite(number):
            raise Unreadable(f"has {legible(shown(value))} for a number in row {row:,}")
        found.append(number)
    return np.array(found, dtype=np.float64)


def _number(value: Scalar) -> float | None:
    """Return the number of a value; an exponent is no code here, as programs write 1e-05."""
    number = number_of(value)
    if number is None and isinstance(value, str) and len(value) < 40:
        try:
            return float(value)
        except ValueError:
            return None
    return number
