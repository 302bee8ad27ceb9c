"""Proposals for answers: whom a text names where it was asked which one does something."""

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from studio.grading.families.documents_members import MemberList, called, lines_of
from studio.grading.proposing.draft import Draft, name_words
from studio.grading.proposing.instruction import Sentence, stem, stems_of, words_of
from studio.grading.proposing.layouts import find_tables
from studio.grading.proposing.wording import is_name
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.books import read_book
from studio.grading.readers.documents import Document
from studio.grading.readers.values import Scalar, fold, number_of

_WHICH = re.compile(r"\b(?:which|what)\b", re.IGNORECASE)
_ASKED = re.compile(
    r"\b(?:which|what) (?:of the |one of the )?(?P<kind>[^\W\d_]{3,}(?: [^\W\d_]{3,})?) "
    r"(?P<rest>[^.;:?()]{4,120})",
    re.IGNORECASE,
)
_NEXT = re.compile(
    r",|\band (?=(?:one|another|(?:a|the) sentence|which|who|how|what|when|where|why|in|by)\b)|"
    r"\bor (?=which\b)",
    re.IGNORECASE,
)
_SAYING = re.compile(
    r"\b(?:says?|tells?|states?|names?|gives?|shows?|reports?|mentions?|writes?|sentences?|lines?|"
    r"answers?|know|and)(?: (?:us|me|them|there|also|just|exactly))*:? $",
    re.IGNORECASE,
)
_NO_QUESTION = re.compile(
    r"\b(?:in|of|for|from|by|with|on|to|at|under|after|before|during) $|"
    r"\b(?:depends on|no matter|regardless of|decides?) $",
    re.IGNORECASE,
)
_WORDLESS = stems_of(
    "does have been were will must should that this with from they their them only more than "
    "each every also just there these those"
)
_FEWEST, _MOST = 3, 200
_MOST_ANSWERS = 4
_SHORT = 3
_LONGEST_FILE = 2 << 20

Names = dict[str, str]


@dataclass(frozen=True)
class Question:
    """What is asked for: the kind of thing, and the words that say what it does.

    `said` is whether the sentence wants it said, and does not only remark it of a thing.
    """

    kind: frozenset[str]
    words: tuple[str, ...]
    sentence: Sentence
    said: bool


def note_names(draft: Draft, made: Mapping[str, Path]) -> None:
    """Note the texts of the columns of the tables that are made, before any is proposed for."""
    for path, place in made.items():
        if (
            path.lower().endswith((".csv", ".tsv", ".xlsx"))
            and place.stat().st_size < _LONGEST_FILE
        ):
            with suppress(Unreadable):
                for sheet in read_book(place).sheets.values():
                    for table in find_tables(sheet):
                        for number, header in table.header.items():
                            texts = [v for v in table.column(sheet, number) if isinstance(v, str)]
                            draft.named.append((header, frozenset(map(fold, texts))))
                    draft.wholes |= _wholes(cell.value for cell in sheet.cells.values())


def _wholes(values: Iterable[Scalar]) -> set[float]:
    numbers = {
        number_of(value)
        for value in values
        if isinstance(value, float) or (isinstance(value, str) and fold(value).isdecimal())
    }
    return {number for number in numbers if number is not None and number.is_integer()}


def propose_answers(draft: Draft, path: str, document: Document) -> frozenset[str]:
    """Add the check of the answers to questions such as `which list receives the last seat`.

    Returns:
        The sentences whose questions are checked. Those that ask for nothing but lists of several
        names are none of them.
    """
    found: dict[str, list[tuple[Question, MemberList, Names]]] = {}
    for question in _questions(draft, path):
        for names in _universes(draft, document, question):
            if said := _answer(document, question, names):
                members = tuple(sorted(names[name] for name in said))
                answer = MemberList(members=members, words=question.words, answer=True)
                found.setdefault(question.sentence.text, []).append((question, answer, names))
                break
    kept = {
        text: told
        for text, told in found.items()
        if any(len(answer.members) == 1 for _, answer, _ in told)
    }
    every = [one for told in kept.values() for one in told]
    for names in {tuple(sorted(names)): names for _, _, names in every}.values():
        _add(draft, path, [one for one in every if one[2].keys() == names.keys()], names)
    return frozenset(kept)


def _add(
    draft: Draft, path: str, own: list[tuple[Question, MemberList, Names]], names: Names
) -> None:
    lists = [answer for _, answer, _ in own][:_MOST_ANSWERS]
    members = {name for one in lists for name in one.members} if len(lists) == 1 else set()
    draft.add(
        f"answers {path}",
        "members_listed",
        path,
        parameters={
            "lists": [one.model_dump(mode="json", exclude_defaults=True) for one in lists],
            "others": sorted(set(names.values()) - members),
        },
        sentence=own[0][0].sentence,
        weak=name_words(path),
        reason="who is named where it was asked which, in whatever words",
    )


def _questions(draft: Draft, path: str) -> Iterator[Question]:
    for sentence in draft.instruction.sentences:
        if not draft.instruction.is_about(sentence, path):
            continue
        for start in _WHICH.finditer(sentence.text):
            match = _ASKED.match(sentence.text, start.start())
            if match is None or _NO_QUESTION.search(sentence.text[: match.start()]):
                continue
            kind, *more = words_of(match["kind"])
            rest = " ".join((*more, _NEXT.split(match["rest"])[0]))
            words = tuple(dict.fromkeys(filter(_tells, _parts(rest))))
            if words:
                said = bool(_SAYING.search(sentence.text[: match.start()]) and stems_of(kind))
                yield Question(frozenset({stem(kind)}), words, sentence, said)


def _parts(text: str) -> list[str]:
    return re.findall(r"\d+(?=(?:st|nd|rd|th)?\b)|[^\W\d_]+", fold(text).casefold())


def _tells(word: str) -> bool:
    return word.isdigit() or (len(word) > _SHORT and stem(word) not in _WORDLESS)


def _universes(draft: Draft, document: Document, question: Question) -> Iterator[Names]:
    """Yield the names that may be the answer: of a column of that kind, else headings of the input.

    The columns are those of the input, of the other outputs, and of the document's own tables.
    """
    columns = [(header, sorted(names)) for header, names in draft.given.named_columns]
    columns += [(header, sorted(names)) for header, names in draft.named]
    columns += [
        (table.rows[0][0], [row[0] for row in table.rows[1:] if row])
        for table in document.tables
        if table.rows and table.rows[0]
    ]
    of_kind = [names for header, names in columns if stems_of(header) & question.kind]
    across = list(_headings(draft)) if question.said and not of_kind else []
    for found in (*sorted(of_kind, key=len, reverse=True), *across):
        names = {fold(name).casefold(): fold(name) for name in found if fold(name)}
        if _FEWEST <= len(names) <= _MOST and all(map(_may_be_name, names.values())):
            yield names


def _may_be_name(text: str) -> bool:
    return is_name(text) or (len(text) == 1 and text.isupper())


def _headings(draft: Draft) -> Iterator[list[str]]:
    """Yield the headings of each table of the input below which numbers stand."""
    for book in draft.given.books.values():
        for sheet in book.sheets.values():
            for table in find_tables(sheet):
                yield [
                    name
                    for number, name in table.header.items()
                    if all(number_of(v) is not None for v in table.column(sheet, number))
                ]


def _answer(document: Document, question: Question, names: Names) -> frozenset[str]:
    """Return whom the reference names in answer to a question, nobody if that is not plain."""
    best: dict[int, set[frozenset[str]]] = {}
    for line in lines_of(document, True):
        said = called(line.text, list(names))
        parts = _parts(line.text)
        stems = {stem(part) for part in parts} | set(parts)
        shared = sum(stem(word) in stems or word in stems for word in question.words)
        if 0 < len(said) < len(names) and shared:
            best.setdefault(shared, set()).add(said)
    told = best[max(best)] if best else set()
    return next(iter(told)) if len(told) == 1 else frozenset()
