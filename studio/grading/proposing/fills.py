"""Proposals for letters and forms: what was filled in, each value tied to the words around it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import re2

from studio.grading.proposing.draft import Draft, name_words
from studio.grading.proposing.instruction import words_of
from studio.grading.proposing.layouts import key_text
from studio.grading.readers.documents import Document
from studio.grading.readers.fillings import Fill, Filled, filled_in
from studio.grading.readers.placed_words import TOKEN, dates_at, leading_pattern, passage_pattern
from studio.grading.readers.quantities import quantities
from studio.grading.readers.values import fold, is_blank, number_of

_LABELLED = re.compile(r"[\W_]*([^:=\t\n]{1,40}?)\s*[:=\t]\s*(.{1,200}?)\s*")
_MOST_CELLS = 5_000
_LONGEST_CELL = 400
_MOST_FREE = 12
_LEAST_SHARE = 0.5
_MOST_WORDS = 150
_CLAUSE = 7
_MOST_BEFORE = 6
_MOST_CHECKS = 8
_MOST_GROUPS = 12


@dataclass(frozen=True)
class Sheet:
    """The values of the input from which a letter may be filled in, each with its name."""

    names: dict[str, str]
    words: str
    dates: frozenset[str]
    numbers: frozenset[float]

    @classmethod
    def of(cls, draft: Draft, source: str | None) -> "Sheet":
        """Return the values of the input and the instruction; `source` is the form itself."""
        names = dict(_named_values(draft, source))
        texts = [text for path, text in draft.given.texts.items() if path != source]
        words = fold(" ".join((*texts, *names, draft.instruction.prompt))).casefold()
        dates = {iso[:10] for _, _, iso in dates_at(words) if iso}
        dates |= {key[:10] for key in draft.given.keys if re.match(r"\d{4}-\d\d-\d\d", key)}
        numbers = draft.given.numbers | {round(n, 9) for n in draft.instruction.numbers}
        return cls(names, words, frozenset(dates), frozenset(numbers))

    @cached_property
    def parts(self) -> frozenset[str]:
        """The words of the values in small letters."""
        return frozenset(word for value in self.names for word in TOKEN.findall(value))

    @cached_property
    def longest_first(self) -> tuple[str, ...]:
        """The values in small letters, the longest first."""
        return tuple(sorted(self.names, key=len, reverse=True))

    def within(self, line: str) -> list[str]:
        """Return the values that a line says."""
        small = line.casefold()
        return [value for value in self.longest_first if value in small]

    def holds(self, value: str) -> bool:
        """Tell whether a value was copied: it is one, or its words stand there in their order."""
        small = fold(value).casefold()
        days = [iso[:10] for _, _, iso in dates_at(small)]
        if small in self.names or (days and set(days) <= self.dates):
            return True
        if (number := number_of(small)) is not None:
            return round(number, 9) in self.numbers
        telling = any(sign.isupper() or sign.isdigit() for sign in value)
        several = len(TOKEN.findall(value)) >= _CLAUSE
        said = rf"(?<!\w){re.escape(small.strip(' .,;:'))}(?!\w)"
        if (telling or several) and re.search(said, self.words) is not None:
            return True
        if telling and set(TOKEN.findall(small)) <= self.parts:
            return True
        found = [round(one.value, 9) for one in quantities(value, ".")]
        return bool(found) and set(found) <= self.numbers


def _named_values(draft: Draft, source: str | None) -> Iterator[tuple[str, str]]:
    """Yield each value of the input in small letters with its name: of its column or label."""
    cells = [
        (fold(key_text(cell.value)), "")
        for book in draft.given.books.values()
        for sheet in book.sheets.values()
        for cell in sheet.cells.values()
        if not is_blank(cell.value)
    ]
    named = [(text, header) for header, column in draft.given.named_columns for text in column]
    lines = [
        (match[2], match[1])
        for path, text in draft.given.texts.items()
        if path != source
        for line in text.splitlines()
        if (match := _LABELLED.fullmatch(line))
    ]
    for value, name in (*cells[:_MOST_CELLS], *named[:_MOST_CELLS], *lines[:_MOST_CELLS]):
        if 1 < len(value) <= _LONGEST_CELL:
            yield fold(value).casefold(), name


@dataclass(frozen=True)
class Filling:
    """A letter with what was filled in to it, and the fills of which checks can be made."""

    filled: Filled
    fills: tuple[Fill, ...]
    sheet: Sheet

    @property
    def is_whole(self) -> bool:
        """Whether nothing else was done to the letter."""
        return len(self.fills) == len(self.filled.fills)

    @property
    def lines(self) -> frozenset[str]:
        """The lines of which every change is checked, folded."""
        done = set(self.fills)
        open_lines = {self.filled.line_of(f) for f in self.filled.fills if f not in done}
        told = {self.filled.line_of(fill) for fill in done} - open_lines
        return frozenset(self.filled.lines[number] for number in told)

    def says(self, word: str) -> bool:
        """Tell whether one of the values that are checked says a word."""
        said = re.compile(rf"(?<!\w){re.escape(fold(word))}(?!\w)", re.IGNORECASE)
        return any(said.search(self.filled.value(fill)) for fill in self.fills)


def filling_of(
    draft: Draft, given: Document, document: Document, source: str | None
) -> Filling | None:
    """Return what was filled in to a form or letter, None if it was not just filled in."""
    if document.revisions or given.revisions:
        return None
    sheet = Sheet.of(draft, source)
    filled = filled_in(given, document, sheet.within)
    fills = [fill for fill in filled.fills if _is_worth(filled, fill, sheet)]
    if not filled.is_form and (filled.share < _LEAST_SHARE or len(fills) < len(filled.fills)):
        return None
    return Filling(filled, tuple(fills), sheet) if fills else None


def _is_worth(filled: Filled, fill: Fill, sheet: Sheet) -> bool:
    words = fill.last + 1 - fill.first
    if words > _MOST_WORDS:
        return False
    value = filled.value(fill)
    return sheet.holds(value) or (fill.blank and bool(fill.old) and words <= _MOST_FREE)


def propose_fills(draft: Draft, path: str, filling: Filling) -> None:
    """Add the checks that each value is filled in at its place."""
    filled = filling.filled
    groups = [[fill] for fill in filling.fills]
    if len(groups) > _MOST_CHECKS:
        groups = list(_by_line(filled, groups))
    for group in groups[:_MOST_GROUPS]:
        _propose(draft, path, filling, group)
    for group in groups[_MOST_GROUPS:]:
        draft.skip(f"{_text(filled, group)} was filled in to {path}, but nothing checks it")


def _by_line(filled: Filled, groups: Iterable[list[Fill]]) -> Iterator[list[Fill]]:
    held: list[Fill] = []
    for group in groups:
        if held and filled.line_of(held[-1]) != filled.line_of(group[0]):
            yield held
            held = []
        held = [*held, *group]
    if held:
        yield held


def _text(filled: Filled, group: list[Fill]) -> str:
    first, last = filled.tokens[group[0].first], filled.tokens[group[-1].last]
    return filled.lines[first.line][first.start : last.end]


def keep_around(draft: Draft, path: str, filling: Filling) -> None:
    """Let the gate of what a letter said keep the words around what was filled in, too."""
    for place, check in enumerate(draft.checks):
        if check.kind == "text_kept" and check.target == path and filling.is_whole:
            rest = {k: v for k, v in check.parameters.items() if k != "least_words"}
            around = {"parameters": rest | {"around": True}}
            draft.checks[place] = check.model_copy(update=around)


def _propose(draft: Draft, path: str, filling: Filling, group: list[Fill]) -> None:
    filled = filling.filled
    value = _text(filled, group)
    before, first = _before(filled, group[0])
    last = group[-1].last
    ends = filled.ends_line(last)
    after = "" if ends else filled.tokens[last + 1].text
    label = _label(filling, group)
    draft.add(
        f"{label or 'filled'} {value}",
        "text_pattern",
        path,
        parameters={
            "pattern": passage_pattern(before, value, after, first=first, last=ends),
            "case": False,
        },
        strong=(label,) if label else (),
        weak=(*words_of(label), *name_words(path)),
        reason="what was filled in stands at its place, and nothing else there",
    )


def _label(filling: Filling, group: list[Fill]) -> str:
    """Return what a value is called: its column or label, else the words before it in its line."""
    filled = filling.filled
    if len(group) == 1 and (name := filling.sheet.names.get(filled.value(group[0]).casefold())):
        return name
    place = group[0].first
    words: list[str] = []
    while not filled.starts_line(place) and len(words) < 3 and place - 1 not in filled.by_token:
        place -= 1
        words.insert(0, filled.tokens[place].text)
    return " ".join(words)


def _before(filled: Filled, fill: Fill) -> tuple[list[str], bool]:
    """Return the words before a fill that tell its place, and whether the text begins with them.

    An empty word stands for what was filled in there.
    """
    words: list[str] = []
    place, fixed = fill.first - 1, 0
    while place >= 0 and fixed < _MOST_BEFORE:
        other = filled.by_token.get(place)
        if other:
            words.insert(0, "")
            place = other.first - 1
            continue
        words.insert(0, filled.tokens[place].text)
        fixed += 1
        if (fixed > 1 or filled.starts_line(place)) and _is_once(filled, words):
            return words, False
        place -= 1
    return words, place < 0


def _is_once(filled: Filled, words: list[str]) -> bool:
    found = re2.finditer(f"(?mi){leading_pattern(words)}", "\n".join(filled.lines))
    return sum(1 for _ in found) == 1
