"""Proposals for letters and forms: what was filled in, each value tied to the words around it."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import re2

from studio.grading.proposing.draft import Draft, name_words
from studio.grading.proposing.instruction import words_of
from studio.grading.proposing.known import Known
from studio.grading.proposing.latitude import Latitude, latitude_of
from studio.grading.readers.documents import Document
from studio.grading.readers.fillings import Fill, Filled, filled_in
from studio.grading.readers.placed_words import TOKEN, Place, leading_pattern
from studio.grading.readers.values import fold

_GREETING = re.compile(
    r"(?m)^\W*(?:dear|hello|to whom|sehr geehrte|liebe|guten tag|madame|monsieur|cher|chère|"
    r"estimad[oa]|gentile|geachte)\b",
    re.IGNORECASE,
)
_MOST_FREE = 12
_LEAST_SHARE = 0.5
_MOST_WORDS = 150
_CLAUSE = 7
_MOST_BEFORE = 6
_MOST_CHECKS = 8
_LONGEST_PIECE = {True: 50, False: 18}
_MOST_GROUPS = 12


@dataclass(frozen=True)
class Filling:
    """A letter with what was filled in to it, and the fills of which checks can be made.

    `free` are clauses whose words the instruction leaves to the worker.
    """

    filled: Filled
    fills: tuple[Fill, ...]
    known: Known
    latitude: Latitude
    free: tuple[Fill, ...]

    @property
    def is_whole(self) -> bool:
        """Whether nothing else was done to the letter."""
        return len(self.fills) + len(self.free) == len(self.filled.fills)

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
    draft: Draft, path: str, given: Document, document: Document, source: str | None
) -> Filling | None:
    """Return what was filled in to a form or letter, None if it was not just filled in.

    A document without blanks that greets nobody was edited, and its new words are the worker's.
    """
    if document.revisions or given.revisions:
        return None
    known = Known.of(draft, source)
    filled = filled_in(given, document, known.within)
    if not filled.has_blanks and not _GREETING.search(document.text):
        return None
    latitude = latitude_of(draft.instruction, path)
    free = [fill for fill in filled.fills if _is_free(filled, fill, latitude)]
    fills = [f for f in filled.fills if f not in free and _is_worth(filled, f, known)]
    made = Filling(filled, tuple(fills), known, latitude, tuple(free))
    if not filled.is_form and (filled.share < _LEAST_SHARE or not made.is_whole):
        return None
    return made if fills or free else None


def _is_free(filled: Filled, fill: Fill, latitude: Latitude) -> bool:
    """Tell whether the instruction leaves the wording of a clause to the worker."""
    several = len(TOKEN.findall(filled.value(fill))) >= _CLAUSE
    return several and latitude.frees(" ".join((*fill.old, *_beside(filled, fill))))


def _is_worth(filled: Filled, fill: Fill, known: Known) -> bool:
    words = fill.last + 1 - fill.first
    if words > _MOST_WORDS:
        return False
    value = filled.value(fill)
    return known.holds(value) or (fill.blank and bool(fill.old) and words <= _MOST_FREE)


def propose_fills(draft: Draft, path: str, filling: Filling) -> None:
    """Add the checks that each value is filled in at its place."""
    if filling.latitude.wording:
        _propose_anywhere(draft, path, filling)
        return
    filled = filling.filled
    fills = sorted((*filling.fills, *filling.free), key=lambda fill: fill.first)
    parts = (_pieces(filled, fill) if fill in filling.fills else (fill,) for fill in fills)
    groups = [[part] for pieces in parts for part in pieces]
    if len(groups) > _MOST_CHECKS:
        groups = list(_by_line(filled, groups, filling.free))
    for group in groups[:_MOST_GROUPS]:
        _propose(draft, path, filling, group)
    for group in groups[_MOST_GROUPS:]:
        draft.skip(f"{_text(filled, group)} was filled in to {path}, but nothing checks it")


def _propose_anywhere(draft: Draft, path: str, filling: Filling) -> None:
    """Add the check of the values where the words around them are free."""
    short = (f for f in filling.fills if f.last + 1 - f.first < _CLAUSE)
    values = list(dict.fromkeys(filling.filled.value(fill) for fill in short))
    if values:
        draft.add(
            f"filled {path}",
            "facts_told",
            path,
            parameters={"facts": [{"terms": [value]} for value in values]},
            weak=name_words(path),
            reason="the values, in whatever words the letter puts them",
        )


def keep_around(draft: Draft, path: str, filling: Filling) -> None:
    """Let the gate of what a letter said keep the words around what was filled in, too.

    Where the wording of the letter is free there is no such gate.
    """
    for place, check in reversed(list(enumerate(draft.checks))):
        if check.kind != "text_kept" or check.target != path:
            continue
        if filling.latitude.wording:
            del draft.checks[place]
        elif filling.is_whole:
            rest = {k: v for k, v in check.parameters.items() if k != "least_words"}
            around = {"parameters": rest | {"around": True}}
            draft.checks[place] = check.model_copy(update=around)


def _pieces(filled: Filled, fill: Fill) -> Iterator[Fill]:
    """Yield a fill in pieces that are not too long for a pattern."""
    longest = _LONGEST_PIECE[filled.value(fill).isascii()]
    for first in range(fill.first, fill.last + 1, longest):
        last = min(fill.last, first + longest - 1)
        yield Fill(first, last, fill.blank, fill.old)


def _by_line(
    filled: Filled, groups: Iterable[list[Fill]], free: tuple[Fill, ...]
) -> Iterator[list[Fill]]:
    """Yield groups of one line as one; a free clause stays alone."""
    held: list[Fill] = []
    for group in groups:
        apart = group[0] in free or (held and held[0] in free)
        if held and (apart or filled.line_of(held[-1]) != filled.line_of(group[0])):
            yield held
            held = []
        held = [*held, *group]
    if held:
        yield held


def _text(filled: Filled, group: list[Fill]) -> str:
    first, last = filled.tokens[group[0].first], filled.tokens[group[-1].last]
    return filled.lines[first.line][first.start : last.end]


def _propose(draft: Draft, path: str, filling: Filling, group: list[Fill]) -> None:
    """Add the check of fills of one line; of a free clause that something stands there."""
    filled = filling.filled
    value = _text(filled, group)
    before, first = _before(filled, group[0], filling.latitude.order)
    last = group[-1].last
    ends = filled.ends_line(last)
    free = group[0] in filling.free
    # Of a free clause nothing else is known than that the next line follows.
    shown = free and not filling.latitude.order and last + 1 < len(filled.tokens)
    after = "" if ends and not shown else filled.tokens[last + 1].text
    label = _label(filling, group)
    days = filling.known.days(value)
    if not filling.latitude.dates:
        days = {written: both for written, both in days.items() if len(both) == 1}
    place = Place(tuple(before), after, first, ends)
    draft.add(
        f"{label or 'filled'} {'' if free else value}",
        "text_pattern",
        path,
        parameters={
            "pattern": place.pattern("" if free else value, days),
            "case": False,
        },
        strong=(label,) if label else (),
        weak=(*words_of(label), *name_words(path)),
        reason="the instruction leaves its words to the worker"
        if free
        else "what was filled in stands at its place, and nothing else there",
    )


def _label(filling: Filling, group: list[Fill]) -> str:
    """Return what a value is called: by its column or label, its blank, or the words before it."""
    filled = filling.filled
    if len(group) == 1 and (name := filling.known.names.get(filled.value(group[0]).casefold())):
        return name
    blanks = [" ".join(words_of(word)) for fill in group if fill.blank for word in fill.old]
    return " ".join(filter(None, blanks)) or " ".join(_beside(filled, group[0]))


def _beside(filled: Filled, fill: Fill) -> list[str]:
    """Return up to three words right before a fill in its line."""
    place = fill.first
    words: list[str] = []
    while not filled.starts_line(place) and len(words) < 3 and place - 1 not in filled.by_token:
        place -= 1
        words.insert(0, filled.tokens[place].text)
    return words


def _before(filled: Filled, fill: Fill, alone: bool) -> tuple[list[str], bool]:
    """Return the words before a fill that tell its place, and whether the text begins with them.

    An empty word stands for what was filled in there. `alone` are lines whose order is free: only
    words of the same one count.
    """
    words: list[str] = []
    place, fixed = fill.first - 1, 0
    while place >= 0 and fixed < _MOST_BEFORE:
        if alone and filled.starts_line(place + 1):
            return words, False
        other = filled.by_token.get(place)
        if other:
            words.insert(0, "")
            place = min(place, other.first) - 1
            continue
        words.insert(0, filled.tokens[place].text)
        fixed += 1
        if (fixed > 1 or filled.starts_line(place)) and _is_once(filled, words):
            return words, False
        place -= 1
    return words, place < 0 and not alone


def _is_once(filled: Filled, words: list[str]) -> bool:
    found = re2.finditer(f"(?mi){leading_pattern(words)}", "\n".join(filled.lines))
    return sum(1 for _ in found) == 1
