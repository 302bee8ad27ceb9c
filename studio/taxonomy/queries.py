"""What a text typed into the search says: its words and phrases, weighed by the index."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from studio.taxonomy import titles, typos
from studio.taxonomy.index import Index, load
from studio.taxonomy.vocabulary import also_said
from studio.taxonomy.words import FAINT, STOP, phrases, root, split, stem

# A phrase adds this part of its weight to what its words add.
PHRASE = 0.5
# What a title of several words adds that is a part of the text, if it names one occupation only.
TITLE = 6.0
# A title of more occupations says too little of each.
MOST_TITLED = 6
# A word tells of an occupation if it has this part there of what it has at most.
_TELLING = 0.5
# A word that tells of more occupations is a common one.
_RARE = 2
# What is left of words that everybody uses.
FAINTLY = 0.3
# What is left of words that are meant by another.
ALSO = 0.5
MOST_WORDS = 300
# By so many first signs names are looked for.
START = 3
_MOST_SIGNS = 10 * MOST_WORDS
_MOST_UNKNOWN = 10
_MOST_RELATIVES = 6
_RELATIVE = 0.7
_AROUND = ".,;:!?()[]\"'\u2018\u2019\u201c\u201d"


class Word(NamedTuple):
    """A word, folded, and how it is read.

    Attributes:
        stems: what it is read as.
        part: how much of the weight of the stems it gets.
        taken_for: the word that it seems to be a slip of.
        also: stems of what is meant by it in other speech, which get ALSO of their weight.
    """

    folded: str
    stems: tuple[str, ...]
    part: float = 1.0
    taken_for: str = ""
    also: tuple[str, ...] = ()


class Query:
    """A text that was read: its words, and by place of each occupation how much they add."""

    def __init__(self, text: str, words: Sequence[Word], known: Index) -> None:
        self._text = text
        self.words = words
        self._known = known
        self.stems = frozenset(stem for word in words for stem in (*word.stems, *word.also))
        self.titled: set[int] = set()
        self.weights: dict[str, NDArray[np.float32]] = dict(self._weighed())

    def _weighed(self) -> Iterator[tuple[str, NDArray[np.float32]]]:
        seen: set[tuple[str, ...]] = set()
        for word in self.words:
            row = None if word.stems in seen else self._weight(word)
            if row is not None:
                seen.add(word.stems)
                yield word.folded, row
        read = [word.stems[0] for word in self.words if word.stems]
        for phrase in dict.fromkeys(phrases(read)):
            row = self._known.weights(phrase)
            if row is not None:
                yield phrase, PHRASE * row
        yield from self._titles_weighed()

    def _titles_weighed(self) -> Iterator[tuple[str, NDArray[np.float32]]]:
        for title, named in titles.standing_in(self._text):
            if len(named) <= MOST_TITLED:
                places = [one.place for one in named]
                row = np.zeros(self._known.occupations, np.float32)
                row[places] = TITLE / np.sqrt(len(places))
                self.titled.update(places)
                yield f"title {title}", row

    def _weight(self, word: Word) -> NDArray[np.float32] | None:
        whole = word.part * (FAINTLY if FAINT.issuperset(word.stems) else 1.0)
        parts = [*((one, whole) for one in word.stems), *((one, ALSO) for one in word.also)]
        rows = [(self._known.weights(one), part) for one, part in parts]
        found = [row * np.float32(part) for row, part in rows if row is not None]
        return np.max(found, axis=0) if found else None

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
    def corrected(self) -> bool:
        """Tell whether a word that counts is not read as it was typed."""
        return any(
            one.part < 1 or one.taken_for for one in self.words if one.folded in self.weights
        )

    @cached_property
    def _tellings(self) -> Sequence[tuple[NDArray[np.bool_], bool]]:
        """Return of each word and phrase where it tells much, and whether it is a common one."""
        single = {one.folded for one in self.words}
        faint = {one.folded for one in self.words if FAINT.issuperset(one.stems or one.also)}
        rows = {word: row for word, row in self.weights.items() if word not in faint}
        told = {word: row >= _TELLING * row.max() for word, row in rows.items()}
        return [(row, word in single and row.sum() > _RARE) for word, row in told.items()]

    def is_thin(self, place: int) -> bool:
        """Tell whether one common word alone speaks for the occupation at `place`."""
        here = [common for row, common in self._tellings if row[place]]
        return len(here) < 2 and all(here)

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

    @cached_property
    def said(self) -> frozenset[str]:
        """Return the words of the text, folded."""
        return frozenset(word.folded for word in self.words)

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
        found = _read(word, known)
        if word not in STOP and not (found.stems or found.also) and left:
            left -= 1
            found = _unknown(word, known, unfinished and place == len(typed) - 1)
        words.append(found)
    return Query(kept, [*words, *_joined(typed, known)], known)


def _read(word: str, known: Index) -> Word:
    if word in STOP:
        return Word(word, ())
    stemmed = stem(word)
    also = tuple(stem(other) for other in also_said().get(word, ()))
    if not known.holds(stemmed):
        return Word(word, (), also=also)
    # The stems of both are one, so that only the spelling tells.
    spelled = word.replace("f", "ph")
    slipped = spelled != word and word not in known.known and spelled in known.known
    return Word(word, (stemmed,), taken_for=spelled if slipped else "", also=also)


def _unknown(word: str, known: Index, unfinished: bool) -> Word:
    relatives = _relatives(word, known)
    if relatives:
        near = typos.slips(word, known)
        own = tuple(form for form in near if stem(form) in relatives)
        taken_for = typos.closest(word, own) if own else ""
        return Word(word, relatives, _RELATIVE, taken_for)
    meant = typos.meant(word, known, unfinished)
    stems = tuple(dict.fromkeys(stem(form) for form in meant.forms))
    taken_for = typos.closest(word, meant.forms) if meant.slipped and stems else ""
    if "".join(meant.forms) == word:
        taken_for = " ".join(meant.forms)
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
