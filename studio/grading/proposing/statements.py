"""Proposals for what a text says: it must not say the opposite of what the reference does."""

from collections.abc import Iterator

from studio.grading.families.documents_statements import opposed
from studio.grading.proposing.draft import Draft, name_words
from studio.grading.proposing.instruction import stems_of
from studio.grading.readers.documents import Document
from studio.grading.readers.polarity import clauses_of, sentences_of
from studio.grading.readers.statements import Statement, statement_in
from studio.grading.readers.values import spelled_numbers

_MAX_STATEMENTS = 20
_FEWEST_WORDS, _MOST_WORDS = 3, 40


def propose_statements(draft: Draft, path: str, document: Document, fresh: Document) -> None:
    """Add the gate that a text does not deny what the reference's says, nor affirm what it denies.

    Only statements count that the instruction speaks of, or that hold a figure or a name.

    Args:
        draft: the proposal.
        path: the file.
        document: the reference's document.
        fresh: the part of it that the input did not have.
    """
    texts = [
        text
        for text in dict.fromkeys(_statements(draft, fresh))
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


def _statements(draft: Draft, document: Document) -> Iterator[str]:
    for block in document.blocks:
        if block.kind not in ("paragraph", "item"):
            continue
        for sentence in _whole(draft, block.text):
            for clause in clauses_of(sentence):
                text = " ".join(clause.words)
                found = statement_in(text)
                if found and _matters(draft, found, text):
                    yield text


def _whole(draft: Draft, text: str) -> Iterator[str]:
    """Yield the sentences of a text, but for those whose subject is the name before a colon."""
    for line in text.split("\n"):
        label, colon, rest = line.partition(":")
        if colon and rest.strip() and draft.given.holds(label.strip(" *_`")):
            continue
        yield from sentences_of(line)


def _matters(draft: Draft, statement: Statement, text: str) -> bool:
    if not _FEWEST_WORDS <= len(statement.clause.words) <= _MOST_WORDS:
        return False
    told = any(len(name) > 1 for name in statement.names) or bool(spelled_numbers(text))
    if not told and statement.verb == statement.place:
        return False
    return told or len(stems_of(text) & draft.instruction.stems) >= 2
