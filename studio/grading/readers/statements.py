"""What a text says of something, and whether another text says the opposite."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from studio.grading.readers.polarity import Clause, clauses_of, sentences_of
from studio.grading.readers.values import number_of
from studio.grading.readers.verdict_words import side_of, spelled_out


@dataclass(frozen=True)
class Statement:
    """A clause that certainly affirms or denies something.

    `place` is that of the word that it affirms or denies, `verb` that of its auxiliary or, where it
    has none, of the word itself.
    """

    clause: Clause
    verb: int
    place: int
    affirmed: bool

    @cached_property
    def about(self) -> frozenset[str]:
        """The stems that a clause must hold to be about the same: the subject, and names."""
        stems = self.clause.stems
        subject = {found for found in stems[: self.verb] if found}
        return frozenset(subject | self.names) - {stems[self.place]}

    @cached_property
    def names(self) -> frozenset[str]:
        """The stems of names and codes: what has a capital or a digit inside."""
        words = zip(self.clause.words, self.clause.stems, strict=True)
        return frozenset(
            found
            for number, (word, found) in enumerate(words)
            if found and number_of(word) is None and self._is_name(word, number)
        ) - {self.clause.stems[self.place]}

    def _is_name(self, word: str, number: int) -> bool:
        """Tell whether a word is a name; the first one if it is the whole subject."""
        coded = any(sign.isdigit() for sign in word)
        first = number == 0 and word[1:].islower() and self.verb != 1
        return coded or (word[:1].isupper() and not first)

    @cached_property
    def after(self) -> frozenset[str]:
        """The stems that may follow what is said, all that the clause holds."""
        return frozenset(found for found in self.clause.stems if found)

    def is_denied_by(self, other: Clause) -> bool:
        """Tell whether a clause says the opposite in the same words."""
        said = self.clause.stems[self.place]
        if said not in other.stems or not self.about <= set(other.stems):
            return False
        place = other.stems.index(said)
        if self._is_narrowed(other, place):
            return False
        return self._is_plain(other, place) and other.affirms(place) is (not self.affirmed)

    def _is_narrowed(self, other: Clause, place: int) -> bool:
        """Tell whether a word before the subject makes it another one, as in `the old bridge`."""
        nouns = self.about - self.names
        return any(
            found in nouns and before and before not in self.after
            for n, (before, found) in enumerate(pairwise(other.stems[:place]))
        )

    def _is_plain(self, other: Clause, place: int) -> bool:
        """Tell whether nothing follows a word that a denial could be about instead."""
        return {found for found in other.stems[place + 1 :] if found} <= self.after

    def agrees(self, other: Clause, named: frozenset[str]) -> bool | None:
        """Tell whether a clause judges in the same way, by any word; None if it does not judge.

        Args:
            other: the clause.
            named: the stems that tell what it is about; None, too, unless they hold the names.
        """
        side = side_of(self.clause.small[self.place])
        if side is None or not self.names or not self.names <= named:
            return None
        for place, word in enumerate(other.small):
            found = side_of(word)
            if found is not None and found[0] == side[0]:
                affirmed = other.affirms(place)
                if affirmed is None or not (affirmed or self._is_plain(other, place)):
                    return None
                return (found[1] == side[1]) == (affirmed == self.affirmed)
        return None


def clauses_in(text: str) -> tuple[tuple[Clause, ...], ...]:
    """Return the clauses of a text, those of a sentence together."""
    return tuple(clauses_of(spelled_out(sentence)) for sentence in sentences_of(text))


def statement_of(clause: Clause) -> Statement | None:
    """Return what a clause says for certain, None if that cannot be told."""
    places = clause.predicate() or _judging(clause)
    if places is None:
        return None
    verb, place = places
    affirmed = clause.affirms(place)
    number = number_of(clause.words[place]) is not None
    if affirmed is None or (number and not affirmed):
        return None
    found = Statement(clause, verb, place, affirmed)
    telling = any(number_of(part) is None for part in found.about)
    return found if telling else None


def _judging(clause: Clause) -> tuple[int, int] | None:
    places = (n for n, word in enumerate(clause.small) if n and side_of(word))
    place = next(places, None)
    return None if place is None else (place, place)


def statement_in(text: str) -> Statement | None:
    """Return the first statement of a text that holds one clause or a few."""
    clauses = (clause for sentence in clauses_in(text) for clause in sentence)
    return next((found for found in map(statement_of, clauses) if found), None)


def contradiction(statement: Statement, text: Iterable[Iterable[Clause]]) -> Clause | None:
    """Return the clause of a text that says the opposite of a statement, None if none does.

    The same words with a denial more or less say the opposite wherever they stand; other words of
    judgement do only where the text says nowhere what the statement says.
    """
    other: Clause | None = None
    agreed = False
    for sentence in text:
        clauses = tuple(sentence)
        named = frozenset(found for clause in clauses for found in clause.stems)
        if any(statement.agrees(clause, named) for clause in clauses):
            agreed = True
            continue
        for clause in clauses:
            if statement.is_denied_by(clause):
                return clause
            if statement.agrees(clause, frozenset(clause.stems)) is False:
                other = other or clause
    return None if agreed else other
