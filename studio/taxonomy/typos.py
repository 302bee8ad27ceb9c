"""What an unknown word may stand for: its beginning, two words typed as one, a slip of a key."""

from collections.abc import Iterator
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from studio.taxonomy.index import Index
from studio.taxonomy.words import join, stem

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_SHORTEST = 4
_FAR_FROM = 7
_LONGEST = 24
_MOST_ENDINGS = 40
_PREFIX = 3


class Meant(NamedTuple):
    """Forms that a word may stand for, how much of their weight it gets, and whether it slipped."""

    forms: tuple[str, ...]
    part: float
    slipped: bool = True


NOTHING = Meant((), 0.0)


def meant(word: str, known: Index, unfinished: bool) -> Meant:
    """Return what an unknown word may stand for; an unfinished one may be a beginning."""
    if not word.isalpha() or not word.isascii() or len(word) > _LONGEST:
        return NOTHING
    if unfinished and len(word) >= _PREFIX:
        begun = known.beginning(word)[:_MOST_ENDINGS]
        if begun:
            return Meant(tuple(begun), 0.7, slipped=False)
    if len(word) < _SHORTEST:
        return NOTHING
    near = slips(word, known)
    if near:
        return Meant(near, 0.85)
    halves = _halves(word, known)
    return Meant(halves, 0.85) if halves else _far(word, known)


def slips(word: str, known: Index) -> tuple[str, ...]:
    """Return the known forms that one slip makes `word` of."""
    return tuple(sorted(form for form in set(_slips(word)) if form in known.known))


def _slips(word: str) -> Iterator[str]:
    """Yield what one key left out, added, struck wrong or struck too early makes of a word."""
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    for before, after in cuts:
        if after:
            yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        for letter in _LETTERS:
            yield before + letter + after
            if after:
                yield before + letter + after[1:]


def _halves(word: str, known: Index) -> tuple[str, ...]:
    for place in range(len(word) - _SHORTEST, _SHORTEST - 1, -1):
        halves = word[:place], word[place:]
        # Else any end that happens to be a word would cut one of another language in two.
        if known.known.issuperset(halves) and known.holds(join([stem(half) for half in halves])):
            return halves
    return ()


def _far(word: str, known: Index) -> Meant:
    """Return the forms two slips away that begin alike, for words long enough to tell."""
    if len(word) < _FAR_FROM:
        return NOTHING
    near = [form for form in known.beginning(word[:2]) if abs(len(form) - len(word)) <= 2]
    found = process.extract(word, near, scorer=OSA.distance, score_cutoff=2, limit=4)
    return Meant(tuple(sorted(form for form, _, _ in found)), 0.7) if found else NOTHING


def closest(word: str, forms: tuple[str, ...]) -> str:
    """Return the one of `forms` to name as what was meant."""
    same = [form for form in forms if form[0] == word[0] and stem(form)[:3] == stem(word)[:3]]
    return min(
        same or forms, key=lambda form: (OSA.distance(word, form), form[-1] != word[-1], form)
    )
