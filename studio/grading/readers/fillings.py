"""What was filled in to a document: the words that took the place of blanks, line by line."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import groupby

from studio.grading.readers.documents import Document
from studio.grading.readers.placed_words import TOKEN, dates_at
from studio.grading.readers.values import fold

BLANK = re.compile(
    r"\b(?:TODO|TBD|TBC|XXX+|N\.?N\.?|lorem ipsum)\b|_{2,}|\.{4,}|…+|\[[^\[\]\n]{0,60}\]|"
    r"<<[^<>\n]{1,60}>>|<[^<>\n]{2,60}>|«[^«»\n]{1,60}»|\{\{[^{}\n]{1,60}\}\}|\{[^{}\n]{2,60}\}|"
    r"\bto be (?:added|advised|confirmed|completed|filled)\b",
    re.IGNORECASE,
)
_HOLE = "\0"
_CAPITALS = re.compile(r"[A-Z][A-Z_]+")
_WORD_OR_HOLE = re.compile(rf"{_HOLE}[^{_HOLE}]*{_HOLE}|{TOKEN.pattern}")
_MOST_WORDS = 4_000
_LEAST_FORM = 6
_SHARE = 0.75


@dataclass(frozen=True)
class Token:
    """A word of a text: as it is written, with its line and its place therein."""

    text: str
    line: int
    start: int
    end: int


@dataclass(frozen=True)
class Fill:
    """Words of one line that the earlier document did not have: `first` to `last`, both in it.

    `blank` is whether they took the place of a blank, or of nothing; `old` are the words of that
    blank, or those that stood there.
    """

    first: int
    last: int
    blank: bool
    old: tuple[str, ...]


@dataclass(frozen=True)
class Filled:
    """A document beside an earlier one: its lines, its words, and what was filled in.

    `share` is how much of the earlier document, without its blanks, is still there.
    """

    lines: tuple[str, ...]
    tokens: tuple[Token, ...]
    fills: tuple[Fill, ...]
    share: float

    @property
    def is_form(self) -> bool:
        """Whether the document is the earlier one with its blanks filled in."""
        fixed = len(self.tokens) - sum(fill.last + 1 - fill.first for fill in self.fills)
        return self.share >= _SHARE and fixed >= _LEAST_FORM and bool(self.fills)

    @property
    def has_blanks(self) -> bool:
        """Whether the earlier document had blanks: signs for them, or nothing behind a colon."""
        return any(
            fill.blank
            and (fill.old or self.lines[self.line_of(fill)][: self._start(fill)].endswith(":"))
            for fill in self.fills
        )

    def _start(self, fill: Fill) -> int:
        """Return where a fill begins in its line, with the space before it."""
        line, start = self.lines[self.line_of(fill)], self.tokens[fill.first].start
        return len(line[:start].rstrip())

    @cached_property
    def by_token(self) -> dict[int, Fill]:
        """The fill that each word of one belongs to."""
        return {n: fill for fill in self.fills for n in range(fill.first, fill.last + 1)}

    def line_of(self, fill: Fill) -> int:
        """Return the number of the line of a fill."""
        return self.tokens[fill.first].line

    def value(self, fill: Fill) -> str:
        """Return what was filled in, as it is written."""
        first, last = self.tokens[fill.first], self.tokens[fill.last]
        return self.lines[first.line][first.start : last.end]

    def starts_line(self, place: int) -> bool:
        """Tell whether a word is the first of its line."""
        return place == 0 or self.tokens[place - 1].line != self.tokens[place].line

    def ends_line(self, place: int) -> bool:
        """Tell whether a word is the last of its line."""
        last = len(self.tokens) - 1
        return place == last or self.tokens[place + 1].line != self.tokens[place].line

    def rest(self) -> Iterator[tuple[str, ...]]:
        """Yield the runs of words that stand around what was filled in to a line."""
        lines = {self.line_of(fill) for fill in self.fills}
        run: list[str] = []
        for place, token in enumerate(self.tokens):
            if run and (place in self.by_token or self.starts_line(place)):
                yield tuple(run)
                run = []
            if token.line in lines and place not in self.by_token:
                run.append(token.text)
        if run:
            yield tuple(run)


def filled_in(
    given: Document, document: Document, known: Callable[[str], Iterable[str]] = lambda line: ()
) -> Filled:
    """Return what was filled in to a document.

    Args:
        given: the document as it was.
        document: the document as it is.
        known: returns the values of a line that belong together, such as names of a data sheet.
    """
    lines = tuple(fold(line) for line in document.text.split("\n"))
    tokens = tuple(_tokens(lines))
    places = _earlier(given)
    earlier = [word for word, _ in places]
    if not tokens or max(len(tokens), len(earlier)) > _MOST_WORDS:
        return Filled(lines, tokens, (), 0.0)
    one, other = [word.casefold() for word in earlier], [t.text.casefold() for t in tokens]
    codes = SequenceMatcher(None, one, other, autojunk=False).get_opcodes()
    kept = sum(last - first for tag, first, last, _, _ in codes if tag == "equal")
    fixed = kept + sum(
        sum(not _is_blank(word) for word in earlier[first:last])
        for tag, first, last, _, _ in codes
        if tag != "equal"
    )
    parts = (
        part
        for tag, first, last, left, right in codes
        if tag in ("replace", "insert")
        for part in _by_line(places[first:last], left, right, tokens)
    )
    fills = _joined(_whole(part, lines, tokens, known) for part in parts)
    return Filled(lines, tokens, tuple(fills), kept / fixed if fixed else 0.0)


def _tokens(lines: Iterable[str]) -> Iterator[Token]:
    for number, line in enumerate(lines):
        for found in TOKEN.finditer(line):
            yield Token(found.group(), number, found.start(), found.end())


def _earlier(given: Document) -> list[tuple[str, int]]:
    """Return the words of a document with their lines; a blank is one, between its own signs."""
    return [
        (word, number)
        for number, line in enumerate(map(fold, given.text.split("\n")))
        for word in _WORD_OR_HOLE.findall(
            BLANK.sub(lambda found: f" {_HOLE}{found[0]}{_HOLE} ", line)
        )
    ]


def _is_blank(word: str) -> bool:
    return word.startswith(_HOLE) or _CAPITALS.fullmatch(word) is not None


def _by_line(
    earlier: list[tuple[str, int]], left: int, right: int, tokens: tuple[Token, ...]
) -> Iterator[Fill]:
    """Yield what took the place of some words, line by line, each with those that it replaced.

    Where the lines are not as many as before, each has all that were replaced.
    """
    blank = all(_is_blank(word) for word, _ in earlier)
    old = [tuple(w for w, _ in run) for _, run in groupby(earlier, key=lambda one: one[1])]
    new = [list(run) for _, run in groupby(range(left, right), key=lambda n: tokens[n].line)]
    whole = tuple(word for word, _ in earlier)
    for number, run in enumerate(new):
        yield Fill(run[0], run[-1], blank, old[number] if len(old) == len(new) else whole)


def _whole(
    fill: Fill,
    lines: tuple[str, ...],
    tokens: tuple[Token, ...],
    known: Callable[[str], Iterable[str]],
) -> Fill:
    """Return a fill with all of the date or value that it is a part of."""
    number = tokens[fill.first].line
    line = lines[number]
    spans = [(start, end) for start, end, _ in dates_at(line)]
    for value in known(line):
        spelled = rf"(?<!\w){re.escape(value)}(?!\w)"
        spans += [found.span() for found in re.finditer(spelled, line, re.IGNORECASE)]
    first, last = fill.first, fill.last
    for start, end in spans:
        if start < tokens[fill.last].end and end > tokens[fill.first].start:
            inside = [
                n
                for n, token in enumerate(tokens)
                if token.line == number and start <= token.start and token.end <= end
            ]
            first, last = min([first, *inside]), max([last, *inside])
    return Fill(first, last, fill.blank, fill.old)


def _joined(fills: Iterable[Fill]) -> list[Fill]:
    """Return fills in order, those that overlap as one."""
    found: list[Fill] = []
    for fill in sorted(fills, key=lambda one: one.first):
        if found and fill.first <= found[-1].last:
            last = found.pop()
            old = last.old if fill.old == last.old else (*last.old, *fill.old)
            end = max(last.last, fill.last)
            fill = Fill(last.first, end, last.blank and fill.blank, old)
        found.append(fill)
    return found
