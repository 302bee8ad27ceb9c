"""Bringing the rows of two tables together by key or place, and comparing their values."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from studio.grading.readers import packed
from studio.grading.readers.tables import Column, Table
from studio.grading.readers.values import Scalar
from studio.grading.readers.writing import Writing, agree, key_text, plain

Rows = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Pairing:
    """Rows of two tables brought together.

    `left` are the rows of the first table in order, each key once; `right` their partners in the
    second, -1 where there is none. `extra` are rows of the second without a partner, `doubled`
    those whose key is there more often than once although the first has it at most once,
    `ambiguous` those of the first whose key repeats. `ordered` tells whether the partners follow
    each other as in the first.
    """

    left: Rows
    right: Rows
    extra: Rows
    doubled: Rows
    ambiguous: Rows
    ordered: bool


def pair(left: Table, right: Table, key: Sequence[str]) -> Pairing:
    """Pair the rows of two tables by their key columns, by their number if there are none."""
    one, other = _codes(left, right, key)
    size = int(max(one.max(initial=-1), other.max(initial=-1))) + 1
    first, partner = _firsts(one, size), _firsts(other, size)
    rows = first[first >= 0]
    partners = partner[one[rows]] if size else rows
    ambiguous = _repeated(one, first)
    twice = _repeated(other, partner)
    present = partners[partners >= 0]
    return Pairing(
        rows,
        partners,
        np.sort(partner[(first < 0) & (partner >= 0)]),
        np.sort(partner[np.setdiff1d(twice, ambiguous)]),
        np.sort(first[ambiguous]),
        bool(np.all(present[1:] > present[:-1])),
    )


def _firsts(codes: Rows, size: int) -> Rows:
    first = np.full(size, -1, dtype=np.int64)
    first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)
    return first


def _repeated(codes: Rows, firsts: Rows) -> Rows:
    """Return the codes that are there more than once."""
    if np.count_nonzero(firsts >= 0) == len(codes):
        return np.empty(0, dtype=np.int64)
    return np.flatnonzero(np.bincount(codes, minlength=len(firsts)) > 1)


def _codes(left: Table, right: Table, key: Sequence[str]) -> tuple[Rows, Rows]:
    """Return a number for each row, the same for the same key."""
    if not key:
        return np.arange(left.height), np.arange(right.height)
    if is_packed(left) and is_packed(right):
        return _packed_codes(left, right, key)
    known: dict[tuple[str, ...], int] = {}
    return _listed_codes(left, key, known), _listed_codes(right, key, known)


def _listed_codes(table: Table, key: Sequence[str], known: dict[tuple[str, ...], int]) -> Rows:
    columns = [map(key_text, table.values(_position(table, name))) for name in key]
    found = [known.setdefault(text, len(known)) for text in zip(*columns, strict=True)]
    return np.array(found, dtype=np.int64)


def _packed_codes(left: Table, right: Table, key: Sequence[str]) -> tuple[Rows, Rows]:
    import pyarrow as pa
    import pyarrow.compute as pc

    texts = []
    for table in (left, right):
        parts = []
        for name in key:
            position = _position(table, name)
            text = packed.keys(table.columns[position], _key_writing(table, position))
            parts.append(text if len(key) == 1 else text.cast(pa.large_string()))
        between = pa.scalar("\x1f", pa.large_string())
        joined = parts[0] if len(key) == 1 else pc.binary_join_element_wise(*parts, between)
        texts.append(joined)
    return packed.codes(*texts)


def _key_writing(table: Table, position: int) -> Callable[[], Writing]:
    return lambda: table.writings[position]


def _position(table: Table, name: str) -> int:
    found = table.position(name)
    assert found is not None, name
    return found


def is_packed(table: Table) -> bool:
    """Tell whether the columns of a table are pyarrow's."""
    return bool(table.columns) and not isinstance(table.columns[0], list)


def differing(
    left: tuple[Table, int, Rows],
    right: tuple[Table, int, Rows],
    tolerance: float | None,
    relative: float = 0.0,
) -> Mask:
    """Tell row by row where a column of one table differs from a column of another.

    Args:
        left: the table with the expected values, the position of the column, the rows.
        right: the same of the values found; as many rows.
        tolerance: absolute, for numbers.
        relative: a share of the expected number that it may be off by.
    """
    one, other = left[0].columns[left[1]], right[0].columns[right[1]]
    if not isinstance(one, list) and not isinstance(other, list):
        return _packed_differing(left, right, tolerance, relative)
    return _listed_differing(left, right, tolerance, relative)


def _packed_differing(
    left: tuple[Table, int, Rows],
    right: tuple[Table, int, Rows],
    tolerance: float | None,
    relative: float,
) -> Mask:
    one, other = ((table.columns[position], rows) for table, position, rows in (left, right))

    def writings() -> tuple[Writing, Writing]:
        return left[0].writings[left[1]], right[0].writings[right[1]]

    return packed.differing(one, other, writings, tolerance, relative)


def _listed_differing(
    left: tuple[Table, int, Rows],
    right: tuple[Table, int, Rows],
    tolerance: float | None,
    relative: float,
) -> Mask:
    one, other = left[0].raw(left[1]), right[0].raw(right[1])
    writings = (left[0].writings[left[1]], right[0].writings[right[1]])
    alike = writings[0] == writings[1]
    wrong = np.zeros(len(left[2]), dtype=bool)
    for number, (row, partner) in enumerate(zip(left[2].tolist(), right[2].tolist(), strict=True)):
        expected, found = one[row], other[partner]
        if alike and type(expected) is type(found) and expected == found:
            continue
        meant = plain(expected, writings[0]), plain(found, writings[1])
        room = tolerance
        if relative and isinstance(meant[0], float):
            room = max(tolerance or 0.0, relative * abs(meant[0]))
        wrong[number] = not agree(*meant, room)
    return wrong


def told(column: Column, row: int) -> Scalar:
    """Return one value of a column as it was written."""
    return column[row] if isinstance(column, list) else packed.listed(column.slice(row, 1))[0]
