"""Columns of text as whole numbers, eight bytes in each, so that texts are compared as numbers are.

Two texts are the same if and only if their words are: nothing is hashed.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint64]
Places = NDArray[np.int64]
T = TypeVar("T")
S = TypeVar("S")
_WORD = 8
_LONGEST = 64
_MASKS = np.array([(1 << 8 * count) - 1 for count in range(_WORD + 1)], dtype=np.uint64)
_ODD = 0xBF58476D1CE4E5B9
_MAX_TABLES = 40
_JOBS = 2
_BLOCK = 1 << 18
# Texts of very unlike lengths would take many times their size.
_SPARE_BYTES = 1 << 26
_GROWTH = 4


def _at_once(work: Callable[[S], T], things: Sequence[S]) -> list[T]:
    """Do the same to several things at once, as numpy and pyarrow leave the interpreter free."""
    with ThreadPoolExecutor(_JOBS) as pool:
        return list(pool.map(work, things))


def words(columns: Sequence[Any]) -> tuple[Words, ...] | None:
    """Return the words of packed columns of text, for each an array of (words a text, texts).

    All have the same number of words. None if a text is longer than 64 bytes or has a zero byte,
    or if they would take much more room than the texts.
    """
    longest = max((_longest(column) for column in columns), default=0)
    count = max(1, -(-longest // _WORD))
    room = sum(_WORD * count * len(column) for column in columns)
    size = sum(column.nbytes for column in columns)
    if longest > _LONGEST or room > max(_SPARE_BYTES, _GROWTH * size):
        return None
    found = [np.empty((count, len(column)), dtype=np.uint64) for column in columns]
    sides = zip(columns, found, strict=True)
    parts = [part for column, held in sides for part in _parts(column, held)]
    return tuple(found) if all(_at_once(lambda part: _fill(*part), parts)) else None


def _longest(column: Any) -> int:
    import pyarrow.compute as pc

    return int(pc.max(pc.binary_length(column)).as_py() or 0)


def _parts(column: Any, held: Words) -> list[tuple[Any, Words]]:
    parts, start = [], 0
    for part in getattr(column, "chunks", [column]):
        parts.append((part, held[:, start : start + len(part)]))
        start += len(part)
    return parts


def _fill(texts: Any, held: Words) -> bool:
    """Write the words of an array of texts; tell whether it has no zero byte."""
    if not len(texts):
        return True
    wide = np.int64 if str(texts.type) == "large_string" else np.int32
    _, places, data = texts.buffers()
    ends = np.frombuffer(places, wide)[texts.offset : texts.offset + len(texts) + 1]
    first, last = int(ends[0]), int(ends[-1])
    raw = np.zeros(last - first + _WORD, dtype=np.uint8)
    if data is not None:
        raw[: last - first] = np.frombuffer(data, np.uint8, last - first, first)
    every: Words = np.ndarray(last - first + 1, "<u8", raw, strides=(1,))
    starts = ends[:-1] - first
    lengths = np.diff(ends)
    for number in range(len(held)):
        left = lengths - number * _WORD
        np.clip(left, 0, _WORD, out=left)
        at = np.minimum(starts + number * _WORD, last - first) if number else starts
        np.bitwise_and(every[at], _MASKS[left], out=held[number])
    return bool(raw[: last - first].all())


def same_words(left: tuple[Words, Places], right: tuple[Words, Places]) -> NDArray[np.bool_]:
    """Tell for rows of one column and as many of another whether their texts are the same."""
    (one, rows), (other, partners) = left, right
    same = np.ones(len(rows), dtype=bool)

    def compare(block: slice) -> None:
        for expected, found in zip(one, other, strict=True):
            same[block] &= expected[rows[block]] == found[partners[block]]

    _at_once(compare, _blocks(len(rows)))
    return same


def _blocks(count: int) -> list[slice]:
    """Return the parts in which long columns are gone through: their memory is used again."""
    return [slice(start, min(start + _BLOCK, count)) for start in range(0, count, _BLOCK)]


def first_places(one: Words, other: Words) -> tuple[Places, Places] | None:
    """Return for each text of two columns the first place in `one` that has it, -1 if none does.

    None if that takes too long, as it may where somebody chose the texts to make it so.
    """
    found = _looked_up(_mixed(one), _mixed(other))
    if found is None or len(one) == 1:
        return found
    for texts, places in zip((one, other), found, strict=True):
        there = np.flatnonzero(places >= 0)
        if not np.array_equal(one[:, places[there]], texts[:, there]):
            return None
    return found


def _mixed(texts: Words) -> Words:
    """Return one number for each text, that of a text of one word being this word.

    The mixing is a multiplication by an odd constant and a shift, as in the finaliser of
    splitmix64 (Steele, Lea and Flood 2014).
    """
    mixed: Words = texts[0]
    for more in texts[1:]:
        mixed = (mixed ^ (mixed >> np.uint64(29))) * np.uint64(_ODD) ^ more
    return mixed


class _Sought:
    """Numbers that are looked up in tables: the rows that are left, the place found for each."""

    def __init__(self, numbers: Words) -> None:
        self.numbers = numbers
        self.left = np.arange(len(numbers), dtype=np.int32)
        self.found = np.full(len(numbers), -1, dtype=np.int64)

    def lay(self, table: NDArray[np.int32], factor: int) -> None:
        """Write each row that is left to its place; where several belong the first stays."""
        for block in reversed(_blocks(len(self.left))):
            rows = self.left[block]
            # What is written last counts.
            table[_places(self.numbers[rows], factor, len(table))[::-1]] = rows[::-1]

    def meet(self, table: NDArray[np.int32], known: Words, factor: int) -> None:
        """Find the numbers that a table has, by the rows of `known` that it holds."""
        left = [self._meet(self.left[b], table, known, factor) for b in _blocks(len(self.left))]
        self.left = np.concatenate(left) if left else self.left

    def _meet(
        self, rows: NDArray[np.int32], table: NDArray[np.int32], known: Words, factor: int
    ) -> NDArray[np.int32]:
        values = self.numbers[rows]
        holder = table[_places(values, factor, len(table))]
        there = holder >= 0
        met = there & (known[holder] == values)
        self.found[rows[met]] = holder[met]
        left: NDArray[np.int32] = rows[there & ~met]
        return left


def _places(numbers: Words, factor: int, size: int) -> Places:
    """Return where in a table of a size, a power of two, numbers belong."""
    spread = numbers * np.uint64(factor)
    spread >>= np.uint64(65 - size.bit_length())
    return spread.view(np.int64)


def _looked_up(one: Words, other: Words) -> tuple[Places, Places] | None:
    """Return for each number the first place in `one` that has it, -1 if none does.

    All are put into a table at once; those that meet another one there go into the next table,
    which spreads them otherwise. None if that does not end.
    """
    first, second = _Sought(one), _Sought(other)
    factor = _ODD
    for _ in range(_MAX_TABLES):
        if not len(first.left):
            return first.found, second.found
        table = np.full(max(16, 2 << len(first.left).bit_length()), -1, dtype=np.int32)
        first.lay(table, factor)
        _at_once(partial(_Sought.meet, table=table, known=one, factor=factor), (first, second))
        factor = factor * _ODD % (1 << 64)
    return None
