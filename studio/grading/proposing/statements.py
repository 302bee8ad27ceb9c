"""Proposals for what a text says: it must not say the opposite of what the reference does."""

import re
from collections.abc import Iterator
from itertools import pairwise

from studio.grading.families.documents_statements import opposed
from studio.grading.proposing.draft import Draft, name_words
from studio.grading.proposing.instruction import stems_of
from studio.grading.readers.documents import Document
from studio.grading.readers.polarity import Clause, clauses_of, sentences_of
from studio.grading.readers.quantities import Quantity, quantities
from studio.grading.readers.statements import Statement, statement_in
from studio.grading.readers.verdict_words import side_of

_MAX_STATEMENTS = 20
_FEWEST_WORDS, _MOST_WORDS = 3, 40
_FEW = 21
_POINTS_BACK = frozenset(["them", "they", "it", "he", "she", "these", "those", "both", "former"])
_PARENTHESIS = re.compile(r"\s?[(\[][^()\[\]]*[)\]]")
_JOINS = r",?\s(?:and|or)\s"
_DAY = re.compile(
    r"\b\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*(?: \d{4})?\b|\b20\d\d\b"
)


def propose_statements(draft: Draft, path: str, document: Document, fresh: Document) -> None:
    """Add the gate that a text does not deny what the reference's says, nor affirm what it denies.

    Only whole clauses count that name their subject and bear on what the instruction speaks of. One
    that only says how many there are is left to the figures.

    Args:
        draft: the proposal.
        path: the file.
        document: the reference's document.
        fresh: the part of it that the input did not have.
    """
    texts = [
        text
        for text in dict.fromkeys(_statements(draft, path, fresh))
        if (kept := statement_in(text)) and not opposed(kept, document)
    ]
    if texts:
        draft.add(
            f"sense {path}",
            "not_contradicted",
            path,
            parameters={"statements": texts[:_MAX_STATEMENTS]},
            weak=(*name_words(path), *texts[:2]),
            reason="the same words with a denial more or less would be wrong",
        )


def _statements(draft: Draft, path: str, document: Document) -> Iterator[str]:
    for block in document.blocks:
        if block.kind not in ("paragraph", "item"):
            continue
        for sentence in _whole(draft, block.text):
            for clause in _untorn(sentence):
                text = " ".join(clause.words)
                found = statement_in(text)
                if found and _matters(draft, path, found, text):
                    yield text


def _whole(draft: Draft, text: str) -> Iterator[str]:
    """Yield the sentences of a text, but for those whose subject is the name before a colon."""
    for line in text.split("\n"):
        label, colon, rest = line.partition(":")
        if colon and rest.strip() and draft.given.holds(label.strip(" *_`")):
            continue
        yield from sentences_of(line)


def _untorn(sentence: str) -> Iterator[Clause]:
    """Yield the clauses of a sentence that do not break off before an `and` without a verb."""
    plain = _PARENTHESIS.sub("", sentence)
    clauses = clauses_of(plain)
    for clause, following in pairwise([*clauses, None]):
        words = (clause.words[-1], following.words[0]) if clause and following else ()
        joined = words and re.search(_JOINS.join(map(re.escape, words)), plain)
        verbless = following and statement_in(" ".join(following.words)) is None
        if clause and not (joined and verbless):
            yield clause


def _matters(draft: Draft, path: str, statement: Statement, text: str) -> bool:
    words = statement.clause
    if not _FEWEST_WORDS <= len(words.words) <= _MOST_WORDS or _POINTS_BACK & set(words.small):
        return False
    if not any(words.stems[: statement.verb]):
        return False
    spoken = len(stems_of(text) & draft.instruction.stems)
    numbers = list(quantities(_DAY.sub("", text)))
    if numbers:
        edited = draft.in_place and path in draft.given.documents
        return spoken > 0 and _tells_more(statement, numbers, edited)
    if any(len(name) > 1 for name in statement.names):
        return spoken > 0
    return spoken > 1 and statement.verb != statement.place


def _tells_more(statement: Statement, numbers: list[Quantity], edited: bool) -> bool:
    """Tell whether a statement with figures says more than how many there are of something.

    In a document that was edited the figures are checked where they stand.
    """
    judged = any(map(side_of, statement.clause.small))
    measured = any(n.unit or n.decimals or abs(n.value) >= _FEW for n in numbers)
    if len(numbers) > 1 or measured:
        at_number = statement.clause.words[statement.place][-1:].isdigit()
        return judged or (at_number and not edited)
    return False
