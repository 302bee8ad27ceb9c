"""Proposals for lists: which names a text lists where it was asked which, and just these."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from studio.grading.families.documents_members import (
    MemberList,
    lines_of,
    names_said,
    numbers_beside,
    single_names,
    wholes_in,
)
from studio.grading.proposing.beside import EMPTY
from studio.grading.proposing.draft import Draft, name_words
from studio.grading.proposing.instruction import Sentence, stems_of, words_of
from studio.grading.proposing.layouts import find_tables
from studio.grading.proposing.wording import is_name
from studio.grading.readers.documents import Document
from studio.grading.readers.quantities import quantities
from studio.grading.readers.values import fold, number_of, spelled_numbers

_WHICH = re.compile(
    r"\b(?:which|who|whose|those|lists?|name|names|identify|flag|welche\w*|nenne)\b", re.IGNORECASE
)
_EACH = re.compile(r"\b(?:each|every|per|jede[rnms]?)\b", re.IGNORECASE)
_BRACKETED = re.compile(r"\s*\([^()]*\)")
_JOINED = re.compile(
    r"[\s,;/&+|]*(?:\b(?:and|und|or|oder|sowie|et|y|as well as)\b)?\s*(?:the |die |das )?"
)
_CALLED = re.compile(r"[^\W\d_]+(?:[ -][^\W\d_]+){1,3}")
_FEWEST, _MOST = 3, 200
_FEWEST_OF = 2
_LONGEST = 4
_SHORT = 3
_MOST_LISTS = 4
_ITEM_WORDS = 4

Universe = tuple[str, dict[str, str]]


def propose_members(
    draft: Draft, path: str, document: Document, answered: frozenset[str] = frozenset()
) -> None:
    """Add the checks of the lists of a text that the instruction asks for by `which`.

    Args:
        draft: what is proposed so far.
        path: the file.
        document: what it holds.
        answered: the sentences of the instruction whose answers are checked one by one.
    """
    meant = [sentence for sentence in _meant(draft, path) if sentence.text not in answered]
    asking = [sentence for sentence in meant if _WHICH.search(sentence.text)]
    universes = list(_universes(draft, document)) if asking else []
    for sentence in asking:
        for header, names in universes:
            if _propose_names(draft, path, document, sentence, (header, names)):
                return
    for sentence in asking:
        for header, names in universes:
            spoken = _EACH.search(sentence.text) and stems_of(header) & sentence.stems
            given = {f"{n:.0f}" for _, n in spelled_numbers(sentence.text) if n.is_integer()}
            found = _numbered(document, names, given) if spoken else []
            told = {member for one in found for member in one.members}
            if found and told <= _numbers_of(draft, sentence):
                _add(draft, path, sentence, found, [], sorted(given))
                return


def _meant(draft: Draft, path: str) -> Iterator[Sentence]:
    name = path.rpartition("/")[2].casefold()
    for sentence in draft.instruction.sentences:
        if not sentence.files or any(name in file for file in sentence.files):
            yield sentence


def _universes(draft: Draft, document: Document) -> Iterator[Universe]:
    """Yield the columns of the input and of the document's tables that hold names.

    Each comes with its header and its names, by the way they are compared.
    """
    columns = [(header, sorted(names)) for header, names in draft.given.named_columns]
    columns += [
        (table.rows[0][0], [row[0] for row in table.rows[1:] if row])
        for table in document.tables
        if table.rows and table.rows[0]
    ]
    for header, column in columns:
        names = {fold(name).casefold(): fold(name) for name in column if fold(name)}
        if _FEWEST <= len(names) <= _MOST and not any(map(number_of, names.values())):
            yield header, names


def _propose_names(
    draft: Draft, path: str, document: Document, sentence: Sentence, universe: Universe
) -> bool:
    """Add the check of the lists of names of one column, where a sentence asks which they are."""
    header, names = universe
    if not stems_of(header) & sentence.stems or not all(map(_is_called, names.values())):
        return False
    known = stems_of(header) | stems_of(" ".join(names))
    found: dict[frozenset[str], set[str]] = {}
    for text, said in _listed(document, list(names)):
        shared = (stems_of(text) - known) & sentence.stems
        if _FEWEST_OF <= len(said) < len(names) and shared:
            words = {word for word in words_of(text) if stems_of(word) & shared}
            found.setdefault(said, set(filter(_tells, words)))
    lists = [
        MemberList(members=tuple(sorted(names[n] for n in said)), words=tuple(sorted(words)))
        for said, words in found.items()
    ]
    if lists:
        _add(draft, path, sentence, lists[:_MOST_LISTS], sorted(names.values()))
    return bool(lists)


def _is_called(text: str) -> bool:
    """Tell whether a text may be what something is called; in small letters it has two words."""
    return is_name(text) or bool(_CALLED.fullmatch(text))


def _tells(word: str) -> bool:
    return len(word) > _SHORT and word.isalpha() and not stems_of(word) & EMPTY


def _listed(document: Document, names: list[str]) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield each sentence with the names that it lists, and like items with one name each."""
    lines = [(line, names_said(line.text, names)) for line in lines_of(document, True)]
    yield from ((line.text, said) for line, said in lines if _are_joined(line.text, said))
    for text, said in single_names(lines):
        own = [line.text for line, names in lines if len(names) == 1 and line.text in text]
        if _are_alike(own):
            yield text, said


def _are_alike(lines: list[str]) -> bool:
    """Tell whether lines are items of one list: they share a word, or are hardly more than names.

    Sentences that each tell something else of another name are none.
    """
    shared = frozenset.intersection(*map(stems_of, lines)) if lines else frozenset()
    words = sum(len(words_of(line)) for line in lines)
    return bool(shared - EMPTY) or words <= _ITEM_WORDS * len(lines)


def _are_joined(text: str, said: frozenset[str]) -> bool:
    """Tell whether names follow each other with nothing but signs and brackets between them."""
    small = _BRACKETED.sub("", fold(text).casefold())
    places = sorted((small.find(name), name) for name in said)
    between = [small[start + len(name) : end] for (start, name), (end, _) in pairwise(places)]
    return len(said) > 1 and all(_JOINED.fullmatch(part) for part in between)


def _numbers_of(draft: Draft, sentence: Sentence) -> set[str]:
    """Return the whole numbers of the columns of the input of which a sentence speaks."""
    found: set[str] = set()
    for book in draft.given.books.values():
        for sheet in book.sheets.values():
            for table in find_tables(sheet):
                for number, name in table.header.items():
                    if stems_of(name) & sentence.stems:
                        numbers = map(number_of, table.column(sheet, number))
                        found |= {f"{n:.0f}" for n in numbers if n is not None and n.is_integer()}
    return found


def _numbered(document: Document, names: dict[str, str], ignored: set[str]) -> list[MemberList]:
    """Return the whole numbers that the text gives for each name, none if it is about more.

    Numbers that the instruction gives, such as a limit, are none of them.
    """
    found: list[MemberList] = []
    beside = numbers_beside(document, list(names), tables=False)
    for name, texts in beside.items():
        if len(texts) != 1 or any(one.unit or one.decimals for one in quantities(texts[0][0])):
            return []
        members = [number for number in wholes_in(texts[0][0]) if number not in ignored]
        if bool(members) == texts[0][1] or any(len(member) > _LONGEST for member in members):
            return []
        found.append(MemberList(of=names[name], members=tuple(members)))
    counts = {len(one.members) for one in found}
    return found if max(counts, default=0) and counts != {1} else []


def _add(
    draft: Draft,
    path: str,
    sentence: Sentence,
    lists: list[MemberList],
    names: list[str],
    ignored: Sequence[str] = (),
) -> None:
    members = {name for one in lists for name in one.members}
    others = [name for name in names if len(lists) > 1 or name not in members]
    draft.add(
        f"lists {path}",
        "members_listed",
        path,
        parameters={
            "lists": [one.model_dump(mode="json", exclude_defaults=True) for one in lists],
            **({"others": others} if others else {}),
            **({"ignored": list(ignored)} if ignored else {}),
        },
        sentence=sentence,
        weak=name_words(path),
        reason="who stands in a list that was asked for, in whatever words",
    )
