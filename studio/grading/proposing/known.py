"""The values of the input and the instruction from which a letter may be filled in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from studio.grading.proposing.draft import Draft
from studio.grading.proposing.layouts import key_text
from studio.grading.readers.books import Book
from studio.grading.readers.placed_words import TOKEN, dates_at, readings_of
from studio.grading.readers.quantities import quantities
from studio.grading.readers.values import fold, is_blank, number_of

_LABELLED = re.compile(r"[\W_]*([^:=\t\n]{1,40}?)\s*[:=\t]\s*(.{1,200}?)\s*")
_MOST_CELLS = 5_000
_LONGEST_CELL = 400
_RUN = 3
_TOLD = 0.75
_CLAUSE = 7
_LONGEST_VALUE = 12


@dataclass(frozen=True)
class Known:
    """The values of the input from which a letter may be filled in, each with its name."""

    names: dict[str, str]
    words: str
    dates: frozenset[str]
    numbers: frozenset[float]

    @classmethod
    def of(cls, draft: Draft, source: str | None) -> "Known":
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

    def days(self, text: str) -> dict[str, tuple[str, ...]]:
        """Return for each date of a text that may be two which ones it may be.

        Those that the input holds, if it holds just one of them.
        """
        found = {}
        for start, end, iso in dates_at(text):
            both = () if iso else readings_of(text[start:end])
            held = tuple(day for day in both if day in self.dates)
            if both:
                found[text[start:end]] = held if len(held) == 1 else both
        return found

    def holds(self, value: str) -> bool:
        """Tell whether a value was copied: it is one, or its words stand there in their order."""
        small = fold(value).casefold()
        days = {iso[:10] for _, _, iso in dates_at(small) if iso}
        days |= {day for both in self.days(small).values() for day in both}
        if small in self.names or days & self.dates:
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
        if len(TOKEN.findall(value)) <= _LONGEST_VALUE:
            return bool(found) and set(found) <= self.numbers
        return self._tells(TOKEN.findall(small))

    def _tells(self, words: list[str]) -> bool:
        """Tell whether nearly all words of a clause stand in the input in the same order."""
        told: set[int] = set()
        for place in range(len(words) - _RUN + 1):
            if tuple(words[place : place + _RUN]) in self.runs:
                told |= set(range(place, place + _RUN))
        return len(told) >= _TOLD * len(words)

    @cached_property
    def runs(self) -> frozenset[tuple[str, ...]]:
        """Each run of a few words of the input."""
        words = TOKEN.findall(self.words)
        return frozenset(zip(*(words[n:] for n in range(_RUN)), strict=False))


def _named_values(draft: Draft, source: str | None) -> Iterator[tuple[str, str]]:
    """Yield each value of the input in small letters with its name: of its column or label."""
    cells = [pair for book in draft.given.books.values() for pair in _cells(book)]
    named = [(text, header) for header, column in draft.given.named_columns for text in column]
    lines = [
        (match[2], match[1])
        for path, text in draft.given.texts.items()
        if path != source
        for line in text.splitlines()
        if (match := _LABELLED.fullmatch(line))
    ]
    pairs = [pair for book in draft.given.books.values() for pair in _pairs(book)]
    for found in (cells, named, lines, pairs):
        for value, name in found[:_MOST_CELLS]:
            if 1 < len(value) <= _LONGEST_CELL:
                yield fold(value).casefold(), name


def _cells(book: Book) -> Iterator[tuple[str, str]]:
    for sheet in book.sheets.values():
        for cell in sheet.cells.values():
            if not is_blank(cell.value):
                yield fold(key_text(cell.value)), ""


def _pairs(book: Book) -> Iterator[tuple[str, str]]:
    """Yield the values of sheets of two columns, with the labels beside them."""
    for sheet in book.sheets.values():
        if {column for _, column in sheet.cells} == {1, 2}:
            for row in {row for row, _ in sheet.cells}:
                value, label = sheet.value(row, 2), sheet.value(row, 1)
                if not is_blank(value) and isinstance(label, str):
                    yield fold(key_text(value)), fold(label)
