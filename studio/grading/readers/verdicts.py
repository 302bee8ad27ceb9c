"""What a document says of each of some names: that something holds of it, or that it does not.

Tables, lists under a label, lists of labels and sentences are read alike.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from studio.grading.readers.documents import Block, Document, DocumentTable
from studio.grading.readers.polarity import Clause, clauses_of
from studio.grading.readers.values import fold
from studio.grading.readers.verdict_words import is_good, side_of, spelled_out, yes_or_no

_SENTENCE = re.compile(r"(?<=[.!?])[\"')\]]*\s+(?=\W*[A-ZÄÖÜ])|\n|;\s")
_LABEL = re.compile(r"([^:\u2013\u2014]{1,80}?)\s?(?::|\s[\u2013\u2014-])\s(.+)")
_REST = re.compile(
    r"\b(?:others?|rest|remaining|everything else|all|every|none|each)\b", re.IGNORECASE
)
_MAX_PASSAGES = 5_000


@dataclass
class Said:
    """What a document says: for each name the verdicts found, and those on all the others."""

    mentioned: set[str] = field(default_factory=set)
    found: dict[str, set[bool]] = field(default_factory=dict)
    rest: set[bool] = field(default_factory=set)

    def of(self, name: str) -> bool | None:
        """Return the one verdict on a name, None if there is none or both."""
        found = self.found.get(name, set())
        if name not in self.mentioned:
            found = self.rest
        return next(iter(found)) if len(found) == 1 else None

    def both(self, name: str) -> bool:
        """Tell whether a name got both verdicts."""
        return len(self.found.get(name, ())) == 2


def verdicts_in(document: Document, names: Sequence[str], verdict: str) -> Said:
    """Return what a document says of names.

    Args:
        document: where to look.
        names: as they are written; capitals do not matter.
        verdict: the word that is affirmed or denied of each, such as `exceeded`.
    """
    reading = _Reading(tuple(names), verdict)
    for number, part in enumerate(document.parts):
        if number >= _MAX_PASSAGES:
            break
        if isinstance(part, DocumentTable):
            reading.take_table(part)
        elif part.kind != "note":
            reading.take_block(part)
    return reading.said


class _Reading:
    """Reads a document from its start to its end; a heading or label may judge what follows."""

    def __init__(self, names: tuple[str, ...], verdict: str) -> None:
        self.said = Said()
        self._names = {
            name: re.compile(rf"(?<!\w){re.escape(fold(name))}(?!\w)", re.IGNORECASE)
            for name in sorted(names, key=len, reverse=True)
        }
        self._verdict = verdict
        self._side = side_of(verdict)
        self._under: bool | None = None

    def take_table(self, table: DocumentTable) -> None:
        heads = [self._judged(cell) for cell in table.rows[0]]
        for row in table.rows[1:]:
            named = self._named(" | ".join(row))
            cells = zip(row, [*heads, *(None for _ in row)], strict=False)
            found = {v for cell, head in cells if (v := self._cell(cell, head)) is not None}
            self._note(named, found or self._below())

    def _cell(self, cell: str, head: bool | None) -> bool | None:
        """Return what a cell says: yes or no to its head, or a verdict itself."""
        plain = yes_or_no(cell)
        if plain is not None:
            return plain == (head if head is not None else True)
        return self._judged(cell) if not self._named(cell) else None

    def _below(self) -> set[bool]:
        return set() if self._under is None else {self._under}

    def take_block(self, block: Block) -> None:
        text = fold(block.text)
        if block.kind in ("heading", "title"):
            named = self._named(text)
            self._under = None if named else self._judged(text)
            self._note(named, set())
            return
        for passage in _SENTENCE.split(block.text):
            if passage and passage.strip():
                self._take_passage(fold(passage), block.kind == "item")

    def _take_passage(self, text: str, listed: bool) -> None:
        named = self._named(text)
        label = _LABEL.fullmatch(text)
        if label and not self._named(label[1]) and self._named(label[2]):
            judged = self._judged(label[1])
            if judged is not None:
                self._note(named, {judged})
                return
        if label and named and self._named(label[1]) == named:
            plain = yes_or_no(label[2])
            if plain is not None:
                self._note(named, {plain == self._asked(label[1])})
                return
        self._take_sentence(text, named, listed)

    def _asked(self, label: str) -> bool:
        """Return whether yes to a label affirms the verdict: `R-1 differs: yes` does not."""
        judged = self._judged(label)
        return True if judged is None else judged

    def _take_sentence(self, text: str, named: list[str], listed: bool) -> None:
        clauses = clauses_of(spelled_out(text))
        judged = [(clause, self._judgement(clause)) for clause in clauses]
        values = {value for _, value in judged if value is not None}
        if not named:
            if values and _REST.search(text):
                self.said.rest |= set(_of_the_rest(judged))
            elif not listed and not values:
                self._under = None
            elif text.endswith(":") and len(values) == 1:
                self._under = next(iter(values))
            return
        if len(values) <= 1 or len(named) == 1:
            self._note(named, values or (self._below() if listed else set()))
            return
        for clause, value in judged:
            here = self._named(" ".join(clause.words))
            self._note(here, set() if value is None else {value})
        self.said.mentioned |= set(named)

    def _named(self, text: str) -> list[str]:
        """Return the names in a text; a name within a longer one does not count."""
        rest, found = fold(text), []
        for name, pattern in self._names.items():
            fewer = pattern.sub(" _ ", rest)
            if fewer != rest:
                found.append(name)
            rest = fewer
        return found

    def _note(self, names: list[str], found: set[bool]) -> None:
        for name in names:
            self.said.mentioned.add(name)
            self.said.found.setdefault(name, set()).update(found)

    def _judged(self, text: str) -> bool | None:
        """Return the one verdict that a short text gives."""
        values = {self._judgement(clause) for clause in clauses_of(spelled_out(fold(text)))}
        values -= {None}
        return next(iter(values)) if len(values) == 1 else None

    def _judgement(self, clause: Clause) -> bool | None:
        for place, word in enumerate(clause.small):
            holds = self._word(word)
            if holds is not None:
                affirmed = clause.affirms(place) if "than" in clause.small else _firm(clause, word)
                return None if affirmed is None else holds == affirmed
        return None

    def _word(self, word: str) -> bool | None:
        """Return whether a word affirms the verdict (True), says its opposite, or neither."""
        if self._side is None:
            return None
        found = side_of(word)
        if found is not None and found[0] == self._side[0]:
            return found[1] == self._side[1]
        good = is_good(word)
        if good is None or self._side not in _GOOD_SIDES:
            return None
        return good == _GOOD_SIDES[self._side]


def _firm(clause: Clause, word: str) -> bool | None:
    """Tell whether a clause affirms a word, also where it is about the others."""
    words = tuple(w for w in clause.words if w.casefold() not in ("other", "others"))
    plain = Clause(words)
    return plain.affirms(plain.small.index(word))


def _of_the_rest(judged: Sequence[tuple[Clause, bool | None]]) -> Iterator[bool]:
    """Yield the verdicts of clauses about all others; `the others are not` turns the one before."""
    before: bool | None = None
    for clause, value in judged:
        spoken = bool(_REST.search(" ".join(clause.words)))
        if spoken and value is not None:
            yield value
        elif spoken and before is not None and "not" in clause.small:
            yield not before
        before = value if value is not None else before


def _good_sides() -> Iterator[tuple[tuple[int, bool], bool]]:
    """Yield each side of the pairs of which one is good, with whether it is that one."""
    for word in ("undershoots", "passed", "compliant", "valid", "correct", "safe", "sufficient"):
        side = side_of(word)
        assert side is not None
        yield side, True
        yield (side[0], not side[1]), False


_GOOD_SIDES = dict(_good_sides())
