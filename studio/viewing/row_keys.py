"""What a row holds, as a key that is equal only for the same content wherever the row stands."""

import re
from collections.abc import Hashable, Mapping

from studio.grading.readers.books import Cell
from studio.viewing.aligning import Keys

FEW = 40_000
"""A sheet of up to so many cells is read for its keys."""
_REFERENCE = re.compile(r"(?<![A-Za-z])(\$?[A-Z]{1,3})(\d{1,7})(?![\d(])")


def keys_of(cells: Mapping[tuple[int, int], Cell], rows: int) -> Keys:
    """Return the key of each row up to the last."""
    found: list[list[Hashable]] = [[] for _ in range(rows)]
    for (row, column), cell in sorted(cells.items(), key=lambda pair: pair[0]):
        if row <= rows and (cell.value not in (None, "") or cell.formula):
            found[row - 1].append((column, cell.value, relative(cell.formula or "", row)))
    return [tuple(row) for row in found]


def relative(formula: str, row: int) -> str:
    """Return a formula with what it says of its own row as it would be said in any row."""
    if not formula:
        return ""
    return _REFERENCE.sub(lambda f: f[1] if f[2] == str(row) else f[0], formula)
