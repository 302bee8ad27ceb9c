"""What was put in and taken out between two texts, by lines and by words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from studio.viewing.document_data import Piece

_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_MOST_WORDS = 4_000
_MOST_LINES = 12_000


@dataclass(frozen=True)
class Step:
    """A line of the result: its number before and after, counted from 0, -1 where it is not."""

    before: int
    after: int


def steps(before: Sequence[str], after: Sequence[str]) -> list[Step]:
    """Return how one text becomes the other: lines kept, changed for each other, gone and new.

    Where too many differ to be compared, those at the same place are taken for each other.
    """
    start = 0
    while start < min(len(before), len(after)) and before[start] == after[start]:
        start += 1
    end = 0
    most = min(len(before), len(after)) - start
    while end < most and before[len(before) - 1 - end] == after[len(after) - 1 - end]:
        end += 1
    found = [Step(number, number) for number in range(start)]
    found += _middle(before[start : len(before) - end], after[start : len(after) - end], start)
    found += [Step(len(before) - number, len(after) - number) for number in range(end, 0, -1)]
    return found


def _middle(before: Sequence[str], after: Sequence[str], start: int) -> list[Step]:
    if len(before) + len(after) > _MOST_LINES:
        return _paired(range(len(before)), range(len(after)), start)
    found: list[Step] = []
    matcher = SequenceMatcher(None, before, after, autojunk=len(before) + len(after) > 2_000)
    for _, first, last, left, right in matcher.get_opcodes():
        found += _paired(range(first, last), range(left, right), start)
    return found


def _paired(before: range, after: range, start: int) -> list[Step]:
    """Return lines that stand for each other, then those that have no other."""
    both = min(len(before), len(after))
    found = [Step(start + b, start + a) for b, a in zip(before[:both], after[:both], strict=True)]
    found += [Step(start + b, -1) for b in before[both:]]
    found += [Step(-1, start + a) for a in after[both:]]
    return found


def pieces(before: str, after: str) -> tuple[Piece, ...]:
    """Return a text with the words that were put in and taken out."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) + len(new) > _MOST_WORDS:
        return Piece(before, "deletion"), Piece(after, "insertion")
    found: list[Piece] = []
    for what, first, last, left, right in _joined(old, new):
        if what == "equal":
            found.append(Piece("".join(new[left:right])))
            continue
        if first < last:
            found.append(Piece("".join(old[first:last]), "deletion"))
        if left < right:
            found.append(Piece("".join(new[left:right]), "insertion"))
    return tuple(found)


def _joined(old: list[str], new: list[str]) -> list[tuple[str, int, int, int, int]]:
    """Return how words become others; what is only a blank or a mark between two is no island."""
    steps = SequenceMatcher(None, old, new, False).get_opcodes()
    found: list[tuple[str, int, int, int, int]] = []
    for number, step in enumerate(steps):
        within = 0 < number < len(steps) - 1
        is_bare = not any(word[0].isalnum() for word in new[step[3] : step[4]])
        changed = step[0] != "equal" or (within and is_bare)
        if changed and found and found[-1][0] != "equal":
            _, first, _, left, _ = found.pop()
            found.append(("replace", first, step[2], left, step[4]))
        else:
            found.append(("replace" if changed else "equal", *step[1:]))
    return found
