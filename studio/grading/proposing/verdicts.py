"""Proposals for verdicts: what a text says of each name, where the instruction asks whether."""

import re
from collections.abc import Iterator

from studio.grading.proposing.draft import Draft, name_words
from studio.grading.proposing.instruction import Sentence, stems_of
from studio.grading.proposing.wording import is_name
from studio.grading.readers.documents import Document
from studio.grading.readers.polarity import Clause, clauses_of
from studio.grading.readers.verdict_words import side_of, spelled_out
from studio.grading.readers.verdicts import verdicts_in

_EACH = re.compile(r"\b(?:each|every|all|any|per)\b", re.IGNORECASE)
_WHETHER = re.compile(
    r"\b(?:whether|if|or not|yes or no|yes/no|pass(?:es|ed)? or fail(?:s|ed)?|status|verdict|"
    r"result)\b",
    re.IGNORECASE,
)
_FEWEST_NAMES, _MOST_NAMES = 2, 200


def propose_verdicts(draft: Draft, path: str, document: Document) -> frozenset[str]:
    """Add the check that each name gets the right verdict; return the names that are checked.

    The instruction must ask for it of each, and the reference must answer for all names of one
    column of the input in words that can be told from their opposite.
    """
    for sentence in draft.instruction.sentences:
        elsewhere = sentence.files and not any(path.casefold().endswith(f) for f in sentence.files)
        if elsewhere or not (_EACH.search(sentence.text) and _WHETHER.search(sentence.text)):
            continue
        for word in _verdict_words(sentence):
            found = _answered(draft, sentence, document, word)
            if found:
                _add(draft, path, sentence, word, found)
                return frozenset(found)
    return frozenset()


def _verdict_words(sentence: Sentence) -> Iterator[str]:
    clauses: tuple[Clause, ...] = clauses_of(spelled_out(sentence.text))
    yield from dict.fromkeys(
        word for clause in clauses for word in clause.small if side_of(word) is not None
    )


def _answered(
    draft: Draft, sentence: Sentence, document: Document, word: str
) -> dict[str, bool] | None:
    """Return the verdicts of the reference on the names of the column that is asked about."""
    columns = [
        (header, sorted(names))
        for header, names in draft.given.named_columns
        if _FEWEST_NAMES <= len(names) <= _MOST_NAMES and all(map(is_name, names))
    ]
    spoken = [names for header, names in columns if stems_of(header) & sentence.stems]
    for names in sorted(spoken, key=len, reverse=True):
        said = verdicts_in(document, names, word)
        found = {name: said.of(name) for name in names}
        if set(names) <= said.mentioned and None not in found.values():
            return {name: bool(value) for name, value in found.items()}
    return None


def _add(draft: Draft, path: str, sentence: Sentence, word: str, found: dict[str, bool]) -> None:
    draft.add(
        f"verdicts {path}",
        "verdicts_told",
        path,
        parameters={
            "verdict": word,
            "holds": [name for name, holds in found.items() if holds],
            "not_holds": [name for name, holds in found.items() if not holds],
        },
        weak=name_words(path),
        sentence=sentence,
        reason="what the reference says of each name, in whatever words",
    )
