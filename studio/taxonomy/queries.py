"""What a text typed into the search says: its words and phrases, weighed by the index."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from studio.taxonomy import typos
from studio.taxonomy.index import Index, load
from studio.taxonomy.words import STOP, phrases, root, split, stem

# A phrase adds this part of its weight to what its words add.
PHRASE = 0.5
MOST_WORDS = 300
# By so many first signs names are looked for.
START = 3
_MOST_SIGNS = 10 * MOST_WORDS
_MOST_UNKNOWN = 10
_MOST_RELATIVES = 6
_RELATIVE = 0.7
_AROUND = ".,;:!?()[]\"'\u2018\u2019\u201c\u201d"


class Word(NamedTuple):
    """A word, folded; the stems that it is read as, the part of their weight, and its mending."""

    folded: str
    stems: tuple[str, ...]
    part: float = 1.0
    taken_for: str = ""


class Query:
    """A text that was read: its words, and by place of each occupation how much they add."""

    def __init__(self, text: str, words: Sequence[Word], known: Index) -> None:
        self._text = text
        self.words = words
        self._known = known
        self.stems = frozenset(stem for word in words for stem in word.stems)
        self.weights: dict[str, NDArray[np.float32]] = dict(self._weighed())

    def _weighed(self) -> Iterator[tuple[str, NDArray[np.float32]]]:
        seen: set[tuple[str, ...]] = set()
        for word in self.words:
            if word.stems and word.stems not in seen:
                seen.add(word.stems)
                found = [self._known.weights(stem) for stem in word.stems]
                rows = [row for row in found if row is not None]
                if rows:
                    yield word.folded, word.part * np.max(rows, axis=0)
        read = [word.stems[0] for word in self.words if word.stems]
        for phrase in dict.fromkeys(phrases(read)):
            row = self._known.weights(phrase)
            if row is not None:
                yield phrase, PHRASE * row

    @cached_property
    def scores(self) -> NDArray[np.float32]:
        """Return what the text adds up to, by place of the occupation."""
        whole = np.zeros(self._known.occupations, np.float32)
        for row in self.weights.values():
            whole += row
        return whole

    @cached_property
    def best(self) -> float:
        """Return what the words could add at best, were all strongest in one occupation."""
        return float(sum(row.max() for row in self.weights.values())) or 1.0

    @cached_property
    def typed(self) -> dict[str, str]:
        """Return how the words were typed, by their folded form."""
        pieces = (piece.strip(_AROUND) for piece in self._text.split())
        return {words[0]: piece for piece in pieces if len(words := split(piece)) == 1}

    @cached_property
    def starts(self) -> frozenset[str]:
        """Return the first signs of the words of the text, in any spelling."""
        said = (form for word in self.words for form in (word.folded, word.taken_for, *word.stems))
        return frozenset(form[:START] for form in said)

    def mended(self, text: str) -> str:
        """Return a folded text with the slips in its words put right."""
        known = {word.folded: word.taken_for for word in self.words if word.taken_for}
        return " ".join(known.get(word, word) for word in text.split())


def read(text: str) -> Query:
    """Return what `text` says; of a very long one its first words."""
    known = load()
    kept = text[:_MOST_SIGNS]
    typed = split(kept)[:MOST_WORDS]
    unfinished = kept[-1:].isalnum()
    words: list[Word] = []
    left = _MOST_UNKNOWN
    for place, word in enumerate(typed):
        found = Word(word, ()) if word in STOP else _read(word, known)
        if word not in STOP and not found.stems and left:
            left -= 1
            found = _unknown(word, known, unfinished and place == len(typed) - 1)
        words.append(found)
    return Query(kept, [*words, *_joined(typed, known)], known)


def _read(word: str, known: Index) -> Word:
    stemmed = stem(word)
    return Word(word, (stemmed,) if known.holds(stemmed) else ())


def _unknown(word: str, known: Index, unfinished: bool) -> Word:
    relatives = _relatives(word, known)
    if relatives:
        return Word(word, relatives, _RELATIVE)
    meant = typos.meant(word, known, unfinished)
    stems = tuple(dict.fromkeys(stem(form) for form in meant.forms))
    taken_for = typos.closest(word, meant.forms) if meant.slipped and stems else ""
    return Word(word, stems, meant.part, taken_for)


def _relatives(word: str, known: Index) -> tuple[str, ...]:
    """Return the known stems of the family of a word that is itself not known."""
    stemmed = stem(word)
    family = root(stemmed)
    if len(family) < 5 or family == stemmed:
        return ()
    near = known.beginning(family[:5], words=True)
    found = [other for other in near if "_" not in other and root(other) == family]
    return tuple(found[:_MOST_RELATIVES])


def _joined(typed: Sequence[str], known: Index) -> Iterator[Word]:
    """Yield what two neighbouring words are if written as one: book keeping."""
    for one, two in pairwise(typed):
        whole = one + two
        if len(one) > 2 and len(two) > 2 and len(whole) > 6 and whole in known.known:
            yield Word(whole, (stem(whole),))
