"""Columns told by their values, where a person is free to name them."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from studio.grading.readers.archives import Unreadable
from studio.grading.readers.forms import in_one_form
from studio.grading.readers.tables import Table, tables_in
from studio.grading.readers.units import is_unit
from studio.grading.readers.values import Scalar
from studio.grading.readers.writing import key_text
from studio.model.check import Target

_ENOUGH = 0.6
_NEAR = 0.02
_SURELY = 0.9
_MOST_TRIED = 1_000
_SMALL = frozenset(["in", "of", "the", "per", "no", "nr", "a"])


def renamed(
    header: Sequence[str],
    columns: Sequence[Sequence[Scalar]],
    like: Mapping[str, Sequence[Scalar]],
    free: Collection[str],
) -> tuple[str, ...]:
    """Return a header in which columns of free names have those of the columns they are like.

    Args:
        header: the names as they stand.
        columns: the plain values below each.
        like: the plain values of each wanted column, by name.
        free: which of the wanted columns may have another name, in small letters.
    """
    names = list(header)
    there = {name.casefold() for name in names}
    known = {name.casefold() for name in like}
    rest = [n for n, name in enumerate(names) if name.casefold() not in known]
    lacking = [w for w in like if w.casefold() in free and w.casefold() not in there]
    shares = {
        (wanted, n): _likeness(wanted, like[wanted], names[n], columns[n])
        for wanted in lacking
        for n in rest
    }
    given: set[str] = set()
    for wanted, n in sorted(shares, key=lambda pair: (-shares[pair], pair[1])):
        if shares[wanted, n] >= _ENOUGH and wanted not in given and n in rest:
            names[n] = wanted
            given.add(wanted)
            rest.remove(n)
    return tuple(names)


def _likeness(wanted: str, expected: Sequence[Scalar], name: str, found: Sequence[Scalar]) -> float:
    """Return how like a column is: the share of values in whatever form, and 1 of the same name.

    Names are the same without units and small words: `Cost in EUR` is `Cost (EUR)`.
    """
    share = overlap(expected, found)
    if share < _ENOUGH and _is_hundredfold(expected, found):
        share = _ENOUGH
    if share < _ENOUGH and (forms := in_one_form(expected, found, (wanted, name))):
        share = overlap(*forms)
    return share + (1.0 if _bare(wanted) and _bare(wanted) == _bare(name) else 0.0)


def _is_hundredfold(expected: Sequence[Scalar], found: Sequence[Scalar]) -> bool:
    """Tell whether numbers are those expected as percentages instead of fractions, or back."""
    numbers = [value * 100 if isinstance(value, float) else value for value in expected]
    back = [value / 100 if isinstance(value, float) else value for value in expected]
    filled = [value for value in expected if isinstance(value, float)]
    return len(filled) > 1 and max(overlap(numbers, found), overlap(back, found)) >= _SURELY


def _bare(name: str) -> str:
    words = re.findall(r"[^\W_]+|%", re.sub(r"[(\[][^()\[\]]{1,16}[)\]]", " ", name).casefold())
    kept = [word for word in words if word not in _SMALL and not is_unit(word)]
    return " ".join(kept or words)


def overlap(expected: Sequence[Scalar], found: Sequence[Scalar]) -> float:
    """Return the share of the expected values that stand among some others, numbers nearly."""
    filled = [value for value in expected if value is not None]
    if not filled:
        return 0.0
    filled = filled[:: 1 + len(filled) // _MOST_TRIED]
    texts = Counter(key_text(value) for value in found if not isinstance(value, float))
    numbers = sorted(value for value in found if isinstance(value, float))
    held = 0
    for value in filled:
        if isinstance(value, float):
            held += _takes_near(value, numbers)
        elif texts[key_text(value)] > 0:
            texts[key_text(value)] -= 1
            held += 1
    return held / len(filled)


def _takes_near(value: float, numbers: list[float]) -> bool:
    """Take the number that is nearest out of a sorted list, and tell whether it is near."""
    place = bisect_left(numbers, value)
    beside = [n for n in (place - 1, place) if 0 <= n < len(numbers)]
    near = min(beside, key=lambda n: abs(numbers[n] - value), default=None)
    if near is None or abs(numbers[near] - value) > _NEAR * max(abs(value), 0.1):
        return False
    numbers.pop(near)
    return True


def table_like(folder: Path, target: Target, like: Table, free: Collection[str]) -> Table:
    """Return the table of an output whose columns are like those of another, by name or values.

    Raises:
        Unreadable: if there is no such file or sheet, or no table with such columns.
    """
    wanted = {name: like.values(n) for n, name in enumerate(like.header)}
    small = {name.casefold() for name in free}
    best: Table | None = None
    most = 0
    for table in tables_in(folder, target):
        names = renamed(
            table.header, [table.values(n) for n in range(len(table.header))], wanted, small
        )
        count = len({name.casefold() for name in names} & set(like.names))
        if count > most:
            best, most = replace(table, header=names), count
    if best is None:
        raise Unreadable("has no table with the columns asked for")
    return best
