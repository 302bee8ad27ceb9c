"""Rows that go on with a table: numbered by whoever adds them, with totals that run along."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from studio.grading.pairing import Pairing, is_packed
from studio.grading.readers.matching import matched
from studio.grading.readers.tables import Table
from studio.grading.readers.values import Scalar, is_blank, number_of
from studio.grading.readers.writing import key_text

_NOTHING = ("-", "\u2013", "\u2014")


@dataclass(frozen=True)
class Sequel:
    """How rows go on: whether the key numbers them, and which columns are running totals.

    `running` gives for each of those the columns that add to it, with a minus before those that
    take away from it.
    """

    key: tuple[str, ...] = ()
    numbered: bool = False
    running: Mapping[str, Sequence[str]] = field(default_factory=dict)


def with_either(table: Table, pairs: Sequence[tuple[str, str]]) -> Table:
    """Return a table in which only one of two columns is filled, such as debit and credit.

    A 0 or a dash beside an amount becomes an empty cell. A large table is returned as it is.
    """
    if is_packed(table):
        return table
    columns = [list(table.values(n)) for n in range(len(table.header))] if pairs else []
    changed = dict[int, list[Scalar]]()
    for names in pairs:
        places = [table.position(name) for name in names]
        if None in places:
            continue
        one, other = (columns[place] for place in places if place is not None)
        for row, (left, right) in enumerate(zip(one, other, strict=True)):
            if is_nothing(left) != is_nothing(right):
                (one if is_nothing(left) else other)[row] = None
        changed |= {place: columns[place] for place in places if place is not None}
    return replace(table, columns=tuple(changed.get(n, c) for n, c in enumerate(table.columns)))


def is_nothing(value: Scalar) -> bool:
    """Tell whether a value is an empty cell, a 0 or a dash."""
    return is_blank(value) or number_of(value) == 0 or value in _NOTHING


def paired_anew(
    tables: tuple[Table, Table, Table | None],
    pairing: Pairing,
    sequel: Sequel,
    columns: Sequence[int],
    tolerance: float,
) -> Pairing:
    """Return a pairing in which rows that the input lacks are brought together by their values.

    Those of which no other has the values stay with the one of the same key.

    Args:
        tables: the reference, the output, and the same table of the input, if it has one.
        pairing: the rows of the first two by key.
        sequel: how rows go on; their numbers and running totals tell nothing.
        columns: those of the reference that are compared.
        tolerance: how far off numbers may be.
    """
    reference, found, given = tables
    if not sequel.numbered or any(is_packed(table) for table in (reference, found)):
        return pairing
    held = set(_keys(given, sequel.key)) if given is not None else set()
    new = [row for row, key in enumerate(_keys(reference, sequel.key)) if key not in held]
    fresh = [row for row, key in enumerate(_keys(found, sequel.key)) if key not in held]
    left_out = {name.casefold() for name in (*sequel.key, *sequel.running)}
    names = [n for c in columns if (n := reference.header[c]).casefold() not in left_out]
    one, other = _lines(reference, names, new), _lines(found, names, fresh)
    partners = matched(one, other, tolerance, case=False)
    right = dict(zip(map(int, pairing.left), map(int, pairing.right), strict=True))
    by_values = {row: fresh[p] for row, p in zip(new, partners, strict=True) if p is not None}
    taken = set(by_values.values())
    for row in new:
        earlier = right.get(row, -1)
        right[row] = by_values.get(row, -1 if earlier in taken else earlier)
        taken.add(right[row])
    left = np.array(sorted(right), dtype=np.int64)
    ordered = np.array([right[int(row)] for row in left], dtype=np.int64)
    extra = [row for row in range(found.height) if row not in set(right.values())]
    doubled = {int(row) for row in pairing.doubled}
    there = ordered[ordered >= 0]
    return replace(
        pairing,
        left=left,
        right=ordered,
        extra=np.array([row for row in extra if row not in doubled], dtype=np.int64),
        ordered=bool(np.all(np.diff(there) > 0)),
    )


def in_order_of_output(reference: Table, pairing: Pairing, sequel: Sequel) -> Table:
    """Return the reference with the numbers and running totals that its rows have in an output.

    Numbers are given out, and totals run, in the order in which the rows stand there.
    """
    if is_packed(reference) or not (sequel.numbered or sequel.running):
        return reference
    places: list[tuple[int, int]] = []
    last = -1
    for row, partner in zip(pairing.left, pairing.right, strict=True):
        last = int(partner) if partner >= 0 else last
        places.append((last, int(row)))
    order = [row for _, row in sorted(places)]
    if order == sorted(order):
        return reference
    columns = list(reference.columns)
    for name in sequel.key if sequel.numbered else ():
        if (position := reference.position(name)) is not None:
            columns[position] = _given_out(reference.values(position), order)
    for name, parts in sequel.running.items():
        if (position := reference.position(name)) is not None:
            columns[position] = _run(reference, position, parts, order)
    return replace(reference, columns=tuple(columns))


def _given_out(values: list[Scalar], order: Sequence[int]) -> list[Scalar]:
    found = list(values)
    for row, earlier in zip(order, sorted(order), strict=True):
        found[row] = values[earlier]
    return found


def _run(table: Table, position: int, parts: Sequence[str], order: Sequence[int]) -> list[Scalar]:
    values = list(table.values(position))
    places = {name: table.position(bare(name)) for name in parts}
    steps = steps_of({name: table.values(p) for name, p in places.items() if p is not None})
    first = min(order)
    total = (number_of(values[first]) or 0.0) - steps[first]
    for row in order:
        total += steps[row]
        values[row] = round(total, 9)
    return values


def bare(part: str) -> str:
    """Return the name of a column without the minus that tells that it takes away."""
    return part.removeprefix("-")


def steps_of(parts: Mapping[str, Sequence[Scalar]]) -> list[float]:
    """Return for each row by how much a total grows there: the sum of its parts."""
    signed = [
        [(-1.0 if name.startswith("-") else 1.0) * (number_of(value) or 0.0) for value in values]
        for name, values in parts.items()
    ]
    return [sum(row) for row in zip(*signed, strict=True)]


def _keys(table: Table, key: Sequence[str]) -> list[tuple[str, ...]]:
    columns = [table.values(p) for name in key if (p := table.position(name)) is not None]
    return [tuple(map(key_text, row)) for row in zip(*columns, strict=True)]


def _lines(table: Table, names: Sequence[str], rows: Sequence[int]) -> list[tuple[Scalar, ...]]:
    columns = [
        table.values(p) if (p := table.position(name)) is not None else [None] * table.height
        for name in names
    ]
    return [tuple(column[row] for column in columns) for row in rows]
