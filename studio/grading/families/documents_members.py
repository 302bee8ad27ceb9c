"""The check that a document lists just some names, or for each of several things just its numbers.

A list may be a sentence, a line, items with one name each, or a table; its wording is free.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from pydantic import Field, model_validator

from studio.grading.families.documents_claims import Passage, starts_of
from studio.grading.families.documents_facts import SENTENCE
from studio.grading.families.documents_reading import judged, reference_document
from studio.grading.kinds import Grounds, Judgement, Kind, passed, register
from studio.grading.phrasing import listed
from studio.grading.readers.documents import Block, Document
from studio.grading.readers.quantities import quantities
from studio.grading.readers.values import fold, legible
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

_PART = re.compile(
    r",?\s(?:while|whereas|but|although|though)\s|"
    r",\s(?:and\s)?the (?=others?\b|rest\b|remaining\b)|[()]",
    re.IGNORECASE,
)
_NOTHING = re.compile(
    r"\b(?:no|none|not|nothing|never|neither|nil|zero|all|every|each|within|inside|without|kein\w*|"
    r"alle)\b|n['\u2019]t\b|[\u2013\u2014-]\s*$",
    re.IGNORECASE,
)
_OTHERS = re.compile(
    r"\b(?:others?|rest|remaining|else|further|elsewhere|all|übrigen|anderen|alle)\b", re.IGNORECASE
)
_WHOLE = re.compile(
    r"(?:/|\b(?:out )?of(?: the| all| these| our)*|\bn ?=|\bvon(?: den)?)\s*$", re.I
)
_CLAUSE = re.compile(
    r"[,;]\s(?:and\s|but\s|while\s|whereas\s)?|\s(?:while|whereas|but|and (?=the\s))\s?",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w+")
_PHRASE = 3
_INITIALS = 2
_ENDS = re.compile(r"[.:;!?]\s*$")
_WIDE = 50
_MAX_NAMES = 400
_MAX_PASSAGES = 5_000


class MemberList(Frozen):
    """What one list holds."""

    of: str = Field(
        default="",
        title="Of",
        description="The name that the list is about; its members are whole numbers then.",
    )
    members: tuple[str, ...] = Field(
        default=(), max_length=_MAX_NAMES, title="Members", description="Just these stand there."
    )
    words: tuple[str, ...] = Field(
        default=(),
        title="Words",
        description="If lists of names have some of them, only those lists count.",
    )
    answer: bool = Field(
        default=False,
        title="Answer",
        description="The text answers a question with the members: of the sentences with a name, "
        "the one with most of the words names just these.",
    )


class MembersListedParameters(Frozen):
    """The lists that a text must give, each with just its members."""

    lists: tuple[MemberList, ...] = Field(min_length=1, max_length=_MAX_NAMES, title="Lists")
    others: tuple[str, ...] = Field(
        default=(),
        max_length=_MAX_NAMES,
        title="Others",
        description="Names of the same kind that must not stand in the lists of names.",
    )
    ignored: tuple[str, ...] = Field(
        default=(),
        max_length=_MAX_NAMES,
        title="Other numbers",
        description="Numbers that may stand there, too, such as a limit.",
    )

    @model_validator(mode="after")
    def _says_something(self) -> "MembersListedParameters":
        for one in self.lists:
            if not one.of and not one.members:
                raise ValueError("a list without members needs the name that it is about")
            if one.answer and (one.of or not one.words):
                raise ValueError("an answer has members and the words of its question")
            if one.of and not all(member.isdigit() for member in one.members):
                raise ValueError("the members of a list about a name are whole numbers")
        if not all(fold(name) for one in self.lists for name in one.members):
            raise ValueError("a member is empty")
        return self


@dataclass(frozen=True)
class Line:
    """A sentence or line of the running text, and which stretch of like lines it belongs to."""

    text: str
    stretch: int


def lines_of(document: Document, whole: bool = False) -> list[Line]:
    """Return the sentences and lines of the running text, headings left out.

    Args:
        document: the document.
        whole: read lines that break off as one, as texts of a fixed width have them.
    """
    rows = [[fold(cell) for cell in row] for table in document.tables for row in table.rows]
    shown = {cell for row in rows for cell in row}
    shown |= {" ".join(cell for cell in row if cell) for row in rows}
    found: list[Line] = []
    stretch, before = 0, ""
    for part in document.parts:
        kind = part.kind if isinstance(part, Block) else "table"
        stretch += kind != before or kind == "table"
        before = kind
        if isinstance(part, Block) and kind not in ("heading", "title"):
            own = kind == "item"
            lines = [line for line in part.text.split("\n") if own or fold(line) not in shown]
            joined = _joined(lines) if whole else "\n".join(lines)
            texts = (fold(text) for text in SENTENCE.split(joined))
            found += [Line(text, stretch) for text in texts if text]
    return found[:_MAX_PASSAGES]


def _joined(lines: list[str]) -> str:
    text = ""
    for line in lines:
        text += (
            "\n" if _ENDS.search(text) or len(text.rpartition("\n")[2]) < _WIDE else " "
        ) + line
    return text.strip()


def names_said(text: str, names: Sequence[str]) -> frozenset[str]:
    """Return which names, in small letters, a text says; a longer one hides those within it.

    `engel, paula` may be written as `paula engel`, too.
    """
    rest, found = fold(text).casefold(), set()
    for name in sorted(names, key=lambda one: (-len(one), one)):
        last, comma, first = name.partition(", ")
        for spelled in (name, f"{first} {last}") if comma else (name,):
            if spelled in rest:
                rest, count = re.subn(rf"(?<!\w){re.escape(spelled)}(?!\w)", "\0", rest)
                found |= {name} if count else set()
    return frozenset(found)


def lists_in(document: Document, names: Sequence[str]) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield texts with the names that they list: sentences, parts of them, items, and tables.

    Args:
        document: the document.
        names: the names that count, folded and in small letters.
    """
    for whole in (False, True):
        lines = [(line, names_said(line.text, names)) for line in lines_of(document, whole)]
        for line, said in lines:
            if said:
                yield line.text, said
                for part in _parts(line.text):
                    if (held := names_said(part, names)) != said:
                        yield part, held
        yield from single_names(lines)
    for table in document.tables:
        rows = [names_said(" | ".join(row), names) for row in table.rows]
        if all(len(said) <= 1 for said in rows):
            yield f"{table.after} {table.rows[0]}", frozenset(name for r in rows for name in r)


def single_names(lines: list[tuple[Line, frozenset[str]]]) -> Iterator[tuple[str, frozenset[str]]]:
    """Yield the names of like lines with one name each, with the line before them."""
    lead = ""
    for single, group in groupby(lines, key=lambda one: (len(one[1]) == 1, one[0].stretch)):
        held = list(group)
        if single[0] and len(held) > 1:
            text = " ".join([lead, *(line.text for line, _ in held)])
            yield text, frozenset(name for _, said in held for name in said)
        lead = text if (text := held[-1][0].text).endswith(":") else ""


def numbers_beside(
    document: Document, names: Sequence[str], tables: bool = True
) -> dict[str, list[tuple[str, bool]]]:
    """Return for each name the sentences, and the rows of tables, that are about it alone.

    With each stands whether it tells that there is nothing. In a sentence with several names a
    text reaches from its name to the next one.
    """
    found: dict[str, list[tuple[str, bool]]] = {name: [] for name in names}
    shown = document.tables if tables else ()
    rows = [" | ".join(row) for table in shown for row in table.rows[1:]]
    for text in (*(line.text for line in lines_of(document, True)), *map(fold, rows)):
        small = text.casefold()
        said = sorted(names_said(text, names), key=small.find)
        starts = [small.find(name) for name in said]
        for name, start, end in zip(said, starts, [*starts[1:], len(small)], strict=False):
            own = text if len(said) == 1 else text[start:end]
            bare = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "_", own, flags=re.IGNORECASE)
            found[name].append((bare, _NOTHING.search(text) is not None))
    return found


def wholes_in(text: str) -> list[str]:
    """Return the whole numbers without a unit of a text, but for the m of `n of m`."""
    return [
        f"{one.value:.0f}"
        for one in quantities(text)
        if not (one.unit or one.decimals or one.scale != 1 or _WHOLE.search(text[: one.start]))
    ]


def _is_listed(document: Document, one: MemberList, others: Sequence[str]) -> bool:
    """Tell whether a list holds just the members, or just all others."""
    members = frozenset(fold(name).casefold() for name in one.members)
    rest = frozenset(fold(name).casefold() for name in others) - members
    lists = list(lists_in(document, sorted(members | rest)))
    starts = starts_of(one.words)
    told = [s for text, s in lists if s != members | rest and Passage(text).places_of(starts)]
    meant = [said for said in told if len(said) > 1]
    meant = _worded_like(document, starts, sorted(members | rest)) or meant
    together = frozenset(name for said in told for name in said)
    return together == members or any(
        said in (members, rest) for said in meant or [said for _, said in lists] if said
    )


def _is_answered(document: Document, one: MemberList, others: Sequence[str]) -> bool:
    """Tell whether the sentence that answers a question names just the members.

    It is the one with most of the question's words; one with the same words that names others
    contradicts it. Where no sentence has any of them, one that names just the members will do.
    """
    members = frozenset(fold(name).casefold() for name in one.members)
    names = sorted(members | {fold(name).casefold() for name in others})
    told = [
        (_words_said(text, one.words), said)
        for text in _sentences(document, names)
        if 0 < len(said := called(text, names)) < len(names)
    ]
    most = max((len(words) for words, _ in told), default=0)
    best = [(words, said) for words, said in told if len(words) == most]
    right = {words for words, said in best if said == members}
    return bool(right) and not (most and any(w in right for w, said in best if said != members))


def _sentences(document: Document, names: Sequence[str]) -> Iterator[str]:
    """Yield the sentences of a text, or the clauses of those with several answers, and rows.

    A line with hardly more than names belongs to the one before it, as an answer below a question.
    """
    before = ""
    for line in lines_of(document, True):
        words = len(_WORD.findall(line.text)) - sum(
            len(_WORD.findall(name)) for name in called(line.text, names)
        )
        whole = f"{before} {line.text}" if words <= 1 else line.text
        before = "" if called(line.text, names) else line.text
        clauses = _CLAUSE.split(whole)
        named = [clause for clause in clauses if called(clause, names)]
        sides = len(named) > 1 and all(len(_WORD.findall(clause)) > _PHRASE for clause in named)
        yield from named if sides else [whole]
    for table in document.tables:
        for row in table.rows:
            if row and fold(row[0]).casefold() not in names:
                yield " | ".join(map(fold, row))


def called(text: str, names: Sequence[str]) -> frozenset[str]:
    """Return which names, in small letters, a text says; short ones stand there in capitals."""
    short = frozenset(name for name in names if len(name) <= _INITIALS)
    words = enumerate(_WORD.findall(text))
    capitals = {word for place, word in words if word.isupper() and (place or word not in "AI")}
    longer = names_said(text, [name for name in names if name not in short])
    return longer | (short & {word.casefold() for word in capitals})


def _words_said(text: str, words: Sequence[str]) -> frozenset[str]:
    """Return which words of a question a sentence has, numbers in figures or words."""
    passage = Passage(fold(text))
    spoken = {f"{number.value:.0f}" for number in passage.spoken}
    return frozenset(
        word
        for word in words
        if (
            word in spoken or re.search(rf"(?<![\d.,]){word}(?!\d|[.,]\d)", text)
            if word.isdigit()
            else passage.places_of(starts_of([word]))
        )
    )


def _worded_like(
    document: Document, starts: Sequence[str], names: Sequence[str]
) -> list[frozenset[str]]:
    """Return the lists of the sentences that say all the words of a list, with two names or more.

    Where one says them all, sentences that happen to say one of them are of something else.
    """
    parts = [part for line in lines_of(document, True) for part in (line.text, *_parts(line.text))]
    told = [part for part in parts if all(Passage(part).places_of([one]) for one in starts)]
    lists = [names_said(part, names) for part in told] if starts else []
    return [said for said in lists if 1 < len(said) < len(names)]


def _parts(text: str) -> list[str]:
    return _PART.split(text)


def _are_beside(
    document: Document, lists: Sequence[MemberList], ignored: Sequence[str]
) -> list[bool]:
    """Tell for each list about a name whether a text about that name gives just its members."""
    names = [fold(one.of).casefold() for one in lists]
    beside = numbers_beside(document, names)
    rest = any(_OTHERS.search(line.text) for line in lines_of(document))
    return [
        _gives(beside[name], one.members, set(ignored))
        or (not one.members and not beside[name] and rest)
        for one, name in zip(lists, names, strict=True)
    ]


def _gives(texts: list[tuple[str, bool]], members: tuple[str, ...], ignored: set[str]) -> bool:
    wanted = {str(int(member)) for member in members}
    told = [(set(wholes_in(text)) - (ignored - wanted), nothing) for text, nothing in texts]
    if not wanted:
        return any(nothing and found <= {"0"} for found, nothing in told)
    spare = {str(len(wanted))}
    return any(wanted <= found and found - wanted <= spare for found, _ in told)


def _verdict(document: Document, parameters: MembersListedParameters, target: Target) -> Judgement:
    about = [one for one in parameters.lists if one.of]
    told_right = _are_beside(document, about, parameters.ignored)
    right = dict(zip((one.of for one in about), told_right, strict=True))
    wrong = [
        one
        for one in parameters.lists
        if not (
            right[one.of]
            if one.of
            else (_is_answered if one.answer else _is_listed)(document, one, parameters.others)
        )
    ]
    evidence: dict[str, Any] = {"place": target.path, "facts": len(parameters.lists)}
    evidence["missing"] = [_told(one) for one in wrong[:20]]
    if not wrong:
        told = f"{target.path} lists just what it must."
        return passed(told, public=told, **evidence)
    score = 1 - len(wrong) / len(parameters.lists)
    public = f"{target.path} has {len(wrong)} of {len(parameters.lists)} lists wrong."
    told = f"{target.path} does not list just {legible(_told(wrong[0])[:200])}."
    return Judgement(score, told, evidence, public)


def _told(one: MemberList) -> str:
    members = listed(one.members[:8]) or "nothing"
    more = f" and {len(one.members) - 8} more" if len(one.members) > 8 else ""
    return f"{members}{more}" + (f" for {one.of}" if one.of else "")


def _judge(
    check: Check, parameters: MembersListedParameters, target: Target, grounds: Grounds
) -> Judgement:
    def judge(check: Check, document: Document) -> Judgement:
        return _verdict(document, parameters, target)

    return judged(judge, check, target, grounds)


def _fit(
    check: Check, parameters: MembersListedParameters, target: Target, grounds: Grounds
) -> str:
    verdict = _verdict(reference_document(target, grounds), parameters, target)
    return "" if verdict.score == 1 else f"The reference fails it: {verdict.sentence}"


def _sentence(
    check: Check, parameters: MembersListedParameters, target: Target, grounds: Grounds
) -> str:
    lists = [_told(one) for one in parameters.lists]
    more = [f"{len(lists) - 3} more lists"] if len(lists) > 4 else lists[3:]
    return f"{check.target} lists just {'; '.join([*lists[:3], *more])}"


register(
    Kind(
        id="members_listed",
        family="documents",
        title="A text lists just these names or numbers",
        parameters=MembersListedParameters,
        judge=_judge,
        sentence=_sentence,
        fit=_fit,
        passages=True,
    )
)
