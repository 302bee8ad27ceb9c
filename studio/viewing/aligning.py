"""Bringing the rows of two sheets together, so that a row that was put in moves no others.

Rows that are the same in both and stand once are held fast, as in patience diff (Bram Cohen, 2008);
between them rows stand for each other that begin with the same value, then those in order. Takes
time in proportion to the rows, but for the sorting of those that hold fast.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from studio.viewing.changes import Step

MOST_ROWS = 300_000
"""A longer sheet is compared row by row in its place."""
_MOST_BETWEEN = 2_000
Key = Hashable
Keys = Sequence[Key]
Heads = Callable[[range, range], tuple[Keys, Keys]]


@dataclass
class Alignment:
    """The rows of two sheets side by side.

    Attributes:
        rows: for each its number in the other sheet and in this one, from 1, 0 where it is not.
        same: whether both are known to hold the same.
    """

    rows: list[tuple[int, int]]
    same: list[bool]
    _places: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Find out where each row of this sheet stands."""
        self._places = {own: place for place, (_, own) in enumerate(self.rows) if own}

    def place(self, row: int) -> int:
        """Return where a row of this sheet stands among the rows of both, from 1."""
        return self._places.get(row, len(self.rows) - 1) + 1

    def beside(self, row: int) -> tuple[int, bool]:
        """Return the other number of a row of this sheet, 0 for none, and if it is the same."""
        place = self._places.get(row)
        return (0, True) if place is None else (self.rows[place][0], self.same[place])

    def gone(self) -> tuple[tuple[int, int], ...]:
        """Return where rows are gone: the row of this sheet that follows them, and how many."""
        found: list[tuple[int, int]] = []
        count, last = 0, 0
        for _, own in self.rows:
            if own and count:
                found.append((own, count))
            count = 0 if own else count + 1
            last = own or last
        return (*found, (last + 1, count)) if count else tuple(found)

    def doubt(self) -> None:
        """Take nothing for the same any more, for values may have become others."""
        self.same = [False] * len(self.rows)


def in_place(before: int, after: int) -> Alignment:
    """Return rows that stand for each other by their number."""
    both = min(before, after)
    rows = [(number, number) for number in range(1, both + 1)]
    rows += [(0, number) for number in range(both + 1, after + 1)]
    rows += [(number, 0) for number in range(both + 1, before + 1)]
    return Alignment(rows, [False] * len(rows))


def aligned(before: Keys, after: Keys, heads: Heads) -> Alignment:
    """Return the rows of two sheets brought together.

    Args:
        before: for each row of the other sheet what is equal only for the same content.
        after: the same of this sheet.
        heads: returns what rows of both, counted from 0, begin with.
    """
    steps = _steps(before, after, heads)
    rows = [(step.before + 1, step.after + 1) for step in steps]
    same = [b > 0 and a > 0 and before[b - 1] == after[a - 1] for b, a in rows]
    return Alignment(rows, same)


def _steps(before: Keys, after: Keys, heads: Heads) -> list[Step]:
    fast = [Step(-1, -1), *_held_fast(before, after), Step(len(before), len(after))]
    found: list[Step] = []
    for one, other in pairwise(fast):
        gap = range(one.before + 1, other.before), range(one.after + 1, other.after)
        found += _between(*gap, before, after, heads)
        found.append(other)
    return found[:-1]


def _held_fast(before: Keys, after: Keys) -> list[Step]:
    """Return rows that are the same in both, in order: the ends, and those that stand once."""
    start, most = 0, min(len(before), len(after))
    while start < most and before[start] == after[start]:
        start += 1
    end = 0
    while end < most - start and before[-1 - end] == after[-1 - end]:
        end += 1
    old, new = range(start, len(before) - end), range(start, len(after) - end)
    once = _once(before, old)
    places = {before[row]: row for row in old if before[row] in once}
    pairs = [Step(places[after[row]], row) for row in new if after[row] in places]
    counts = Counter(after[pair.after] for pair in pairs)
    middle = _increasing([pair for pair in pairs if counts[after[pair.after]] == 1])
    first = [Step(row, row) for row in range(start)]
    last = [Step(len(before) - n, len(after) - n) for n in range(end, 0, -1)]
    return [*first, *_grown(middle, before, after, start, end), *last]


def _once(keys: Keys, rows: range) -> set[Key]:
    counts = Counter(keys[row] for row in rows)
    return {key for key, count in counts.items() if count == 1}


def _increasing(pairs: list[Step]) -> list[Step]:
    """Return the longest run of pairs that are in order in both; they are in that of `after`."""
    tops: list[int] = []
    ends: list[int] = []
    links = [-1] * len(pairs)
    for number, pair in enumerate(pairs):
        place = bisect_left(tops, pair.before)
        links[number] = ends[place - 1] if place else -1
        tops[place : place + 1], ends[place : place + 1] = [pair.before], [number]
    found: list[Step] = []
    number = ends[-1] if ends else -1
    while number >= 0:
        found.append(pairs[number])
        number = links[number]
    return found[::-1]


def _grown(fast: list[Step], before: Keys, after: Keys, start: int, end: int) -> list[Step]:
    """Add the rows around those held fast that are the same, though they stand more than once."""
    bounds = [Step(start - 1, start - 1), *fast, Step(len(before) - end, len(after) - end)]
    found: list[Step] = []
    for one, other in pairwise(bounds):
        b, a = one.before + 1, one.after + 1
        while b < other.before and a < other.after and before[b] == after[a]:
            found.append(Step(b, a))
            b, a = b + 1, a + 1
        back: list[Step] = []
        x, y = other.before - 1, other.after - 1
        while x >= b and y >= a and before[x] == after[y]:
            back.append(Step(x, y))
            x, y = x - 1, y - 1
        found += [*back[::-1], other]
    return found[:-1]


def _between(old: range, new: range, before: Keys, after: Keys, heads: Heads) -> list[Step]:
    """Return rows between two that hold fast: of the same beginning, in order, gone and new."""
    if not old or not new or len(old) == len(new) or len(old) + len(new) > _MOST_BETWEEN:
        return _in_order(old, new)
    one, other = heads(old, new)
    places: dict[Key, int] = {}
    for row, head in zip(old, one, strict=True):
        if head is not None:
            places.setdefault(head, row)
    pairs = [Step(places[h], r) for r, h in zip(new, other, strict=True) if h in places]
    counts = Counter(pair.before for pair in pairs)
    fast = _increasing([pair for pair in pairs if counts[pair.before] == 1])
    found: list[Step] = []
    for one_, other_ in pairwise([Step(old[0] - 1, new[0] - 1), *fast, Step(old.stop, new.stop)]):
        gap = range(one_.before + 1, other_.before), range(one_.after + 1, other_.after)
        found += _in_order(*gap) if not fast else _apart(*gap)
        found.append(other_)
    return found[:-1]


def _in_order(old: range, new: range) -> list[Step]:
    both = min(len(old), len(new))
    found = [Step(b, a) for b, a in zip(old[:both], new[:both], strict=True)]
    return [*found, *_apart(old[both:], new[both:])]


def _apart(old: range, new: range) -> list[Step]:
    return [*(Step(row, -1) for row in old), *(Step(-1, row) for row in new)]
