"""Proposals for what a text must not tell: remarks and names of the input that are not for it."""

import re
from collections.abc import Iterable, Iterator

from studio.grading.proposing.draft import Draft
from studio.grading.proposing.instruction import Sentence, stems_of
from studio.grading.proposing.wording import is_name
from studio.grading.readers.documents import Document
from studio.grading.readers.values import fold, number_of

_NEVER = (
    r"(?:must ?n[o'\u2019]t|may not|should ?n[o'\u2019]t|shall not|can ?n[o'\u2019]t|do not|"
    r"don['\u2019]t|does not|never|not(?: to)?)"
)
_UNTOLD = re.compile(
    rf"\b{_NEVER}(?: be)? (?:name|mention|show|tell|told|disclose|reveal|quote|appear|print|cite|"
    r"repeat|copy|copied|pass)\w*\b|"
    r"\b(?:is|are) (?:not for|only for us|for us only|internal|confidential|private|secret)\b|"
    r"\bnot for (?:the|our|their|his|her)\b|"
    r"\b(?:anonym\w+|confidential|leave out|left out|omit\w*)\b|"
    r"\bstays? (?:with us|internal|in[- ]house)\b|\b(?:no|without)(?: any)? (?=[a-z]+)",
    re.IGNORECASE,
)
_LEFT_OUT = re.compile(r"leave|left|omit|^no\b|^without\b", re.IGNORECASE)
_PRIVATE = re.compile(
    r"\b(?:names?|persons?|people|patients?|remarks?|notes?|comments?|codes?|ids?|initials|phones?|"
    r"telephones?|e-?mails?|address(?:es)?|internal)\b",
    re.IGNORECASE,
)
_NO_CODE = re.compile(
    rf"\b{_NEVER}\b[^.;:]{{0,40}}\b(?:codes?|ids?|identifiers?|numbers?)\b|"
    r"\b(?:codes?|ids?|identifiers?|numbers?)\b[^.;:]{0,60}\bmust not\b",
    re.IGNORECASE,
)
_REMARK = re.compile(r"\b(?:comments?|remarks?|notes?|(?:first|top|head) line|on top)\b", re.I)
_CODE = re.compile(r"\b(?=[\w.-]*\d)(?=[\w.-]*[A-Z])[A-Z0-9]+(?:[.-][A-Z0-9]+)*\b")
_PIECE = re.compile(r"[,;:.!?()]\s*")
_LEAST_WORDS = 2
_MAX_TERMS = 200
_FEW = 3


def propose_withheld(draft: Draft, path: str, document: Document) -> None:
    """Add the gate that a text does not tell a column of the input that is not meant for it."""
    said = fold(document.text).casefold()
    for sentence in draft.instruction.sentences:
        elsewhere = sentence.files and not any(path.casefold().endswith(f) for f in sentence.files)
        for clause in () if elsewhere else _untold(sentence):
            for header, column in draft.given.named_columns:
                if _is_meant(header, clause, sentence):
                    _add(draft, path, sentence, _withheld(draft, header, column, said))
        if not elsewhere and _NO_CODE.search(sentence.text) and _REMARK.search(sentence.text):
            asked = fold(draft.instruction.prompt).casefold()
            codes = dict.fromkeys(_remarked_codes(draft))
            kept = [code for code in codes if not (_says(said, code) or _says(asked, code))]
            _add(draft, path, sentence, kept[:_MAX_TERMS])


def _remarked_codes(draft: Draft) -> Iterator[str]:
    """Yield the codes of the lines of the input's tables that are remarks, such as `# case F12`."""
    for book in draft.given.books.values():
        for sheet in book.sheets.values():
            for row, _ in (place for place in sheet.cells if place[1] == 1):
                if str(sheet.value(row, 1)).startswith("#"):
                    line = [str(cell.value) for (r, _), cell in sheet.cells.items() if r == row]
                    yield from _CODE.findall(" | ".join(line))


def _untold(sentence: Sentence) -> Iterator[str]:
    """Yield the clauses of a sentence that want something left out of a text."""
    for clause in re.split(r"[;,.]\s", sentence.text):
        found = _UNTOLD.search(clause)
        if not found:
            continue
        rest = clause[found.start() :]
        if not _LEFT_OUT.match(found.group()) or _PRIVATE.search(rest[: _reach(rest)]):
            yield clause


def _reach(text: str) -> int:
    """Return where the first few words of a text end."""
    words = list(re.finditer(r"\S+", text))
    return words[min(_FEW, len(words) - 1)].end()


def _is_meant(header: str, clause: str, sentence: Sentence) -> bool:
    stems = stems_of(header)
    named = header.casefold() in sentence.names or header in sentence.names
    return bool(stems) and stems <= stems_of(clause) and (named or bool(_PRIVATE.search(clause)))


def _withheld(draft: Draft, header: str, column: Iterable[str], said: str) -> list[str]:
    """Return what a column alone holds, in pieces; nothing if the text itself tells much of it."""
    others = {
        fold(text).casefold()
        for name, values in draft.given.named_columns
        if name != header
        for text in values
    }
    pieces = sorted({piece for text in column for piece in _pieces(text)})
    asked = fold(draft.instruction.prompt).casefold()
    kept = [
        piece
        for piece in pieces
        if not _says(said, piece) and piece.casefold() not in others and not _says(asked, piece)
    ]
    return kept[:_MAX_TERMS] if _FEW * (len(pieces) - len(kept)) <= len(pieces) else []


def _pieces(text: str) -> Iterator[str]:
    if is_name(text) and len(text.split()) < _FEW:
        yield fold(text)
        return
    for piece in _PIECE.split(fold(text)):
        if len(piece.split()) >= _LEAST_WORDS and number_of(piece) is None:
            yield piece


def _says(text: str, piece: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(piece.casefold())}(?!\w)", text) is not None


def _add(draft: Draft, path: str, sentence: Sentence, terms: list[str]) -> None:
    if terms:
        draft.add(
            f"withheld {path}",
            "text_absent",
            path,
            parameters={"terms": terms},
            gate=True,
            sentence=sentence,
            reason="the input holds it, and it is not for this text",
        )
