"""Rows that a worker adds to a table: numbers that go on, running totals, debit and credit."""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations, pairwise, permutations
from typing import Any

from studio.grading.families.sequels import is_nothing, steps_of
from studio.grading.proposing.columns import Column
from studio.grading.proposing.draft import Draft
from studio.grading.readers.values import Scalar, fold, is_blank, number_of
from studio.grading.readers.writing import key_text

_NUMBER = re.compile(r"(?P<before>.*?)(?P<number>\d+)\W*")
_LEAST_ROWS = 3
_EXACT = 0.006


def sequel_of(
    draft: Draft, columns: Sequence[Column], key: tuple[str, ...], given: Sequence[Scalar]
) -> dict[str, Any]:
    """Return what to know of a table that grew: its numbers, running totals and either columns.

    Args:
        draft: the proposal.
        columns: those of the table in the reference.
        key: the names of those that tell rows apart.
        given: the values of the first key column in the input.
    """
    numbers = next((column for column in columns if key == (column.name,)), None)
    found: dict[str, Any] = {}
    if numbers is not None and _goes_on(draft, numbers.values, given):
        found["numbered"] = True
    if running := running_of(columns):
        found["running"] = running
    if pairs := either_of(columns):
        found["either"] = pairs
    return found


def _goes_on(draft: Draft, values: Sequence[Scalar], given: Sequence[Scalar]) -> bool:
    """Tell whether the values that the input lacks are the next numbers after those it has."""
    held = {key_text(value) for value in given}
    added = [n for n, value in enumerate(values) if key_text(value) not in held]
    if not added or any(draft.given.holds(values[n]) for n in added if not _is_number(values[n])):
        return False
    parts = [_NUMBER.fullmatch(fold(_spelled(value))) for value in values]
    pairs = [(parts[n - 1], parts[n]) for n in added if n]
    return bool(pairs) and all(
        one is not None
        and other is not None
        and one["before"] == other["before"]
        and int(other["number"]) == int(one["number"]) + 1
        for one, other in pairs
    )


def _is_number(value: Scalar) -> bool:
    return number_of(value) is not None


def _spelled(value: Scalar) -> str:
    number = number_of(value)
    whole = number is not None and number.is_integer()
    return str(int(number or 0)) if whole else str(value)


def either_of(columns: Sequence[Column]) -> list[list[str]]:
    """Return the columns of numbers of which each row fills one, in pairs, such as In and Out."""
    amounts = [c for c in columns if c.numbers and _are_amounts(c.values)]
    return [
        [one.name, other.name]
        for one, other in combinations(amounts, 2)
        if len(one.values) >= _LEAST_ROWS
        and all(
            is_nothing(left) != is_nothing(right)
            for left, right in zip(one.values, other.values, strict=True)
        )
    ]


def _are_amounts(values: Sequence[Scalar]) -> bool:
    return all(is_nothing(value) or number_of(value) is not None for value in values)


def running_of(columns: Sequence[Column]) -> dict[str, list[str]]:
    """Return the columns that add up the rows so far, with those that each adds up."""
    amounts = [c for c in columns if c.numbers and _are_amounts(c.values)]
    found: dict[str, list[str]] = {}
    for column in amounts:
        totals = [number_of(value) for value in column.values]
        if len(totals) <= _LEAST_ROWS or any(is_blank(value) for value in column.values):
            continue
        grown = [(b or 0.0) - (a or 0.0) for a, b in pairwise(totals)]
        others = [c for c in amounts if c is not column and len(set(map(str, c.values))) > 1]
        parts = next((p for p in _ways(others) if _explains(p, others, grown)), None)
        if parts and any(abs(step) > _EXACT for step in grown):
            found[column.name] = list(parts)
    return found


def _ways(columns: Sequence[Column]) -> Iterator[tuple[str, ...]]:
    names = [column.name for column in columns]
    for name in names:
        yield (name,)
        yield (f"-{name}",)
    for one, other in permutations(names, 2):
        yield (one, f"-{other}")


def _explains(parts: Sequence[str], columns: Sequence[Column], grown: Sequence[float]) -> bool:
    values = {c.name: c.values for c in columns}
    steps = steps_of({part: values[part.removeprefix("-")] for part in parts})[1:]
    return all(abs(step - total) < _EXACT for step, total in zip(steps, grown, strict=True))


def tied_rows(columns: Sequence[Column], by: Sequence[str], new: Sequence[int]) -> set[int]:
    """Return the new rows, from 0, after which others of the same rank follow.

    What runs along there hangs on the order among them, which is free.

    Args:
        columns: those of the table.
        by: the names of those that the rows are sorted by; none if their order is free.
        new: the rows that the input lacks, from top to bottom.
    """
    ranks = [[str(c.values[row]) for c in columns if c.name in by] for row in new]
    return {row for row, one, other in zip(new, ranks, ranks[1:], strict=False) if one == other}
