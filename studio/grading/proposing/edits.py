"""The edits of a document: what was written for what, with the words on both sides."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from studio.grading.readers.documents import Document
from studio.grading.readers.numerals import SPELLED
from studio.grading.readers.values import fold

_WORD = re.compile(r"\w+(?:[.,:/'\u2019-]\w+)*")
_DIGIT = re.compile(r"\d")
_SPACE = " "
_MAX_EDITS = 12
_MAX_STALE = 40
_LONGEST = 8
_MAX_WORDS = 4_000
_WIDEST = 12
_LEAST = 6
_OFTEN = 2


@dataclass(frozen=True)
class Edit:
    """Words that took the place of others; `before` and `after` stand beside both."""

    old: tuple[str, ...]
    new: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def gone(self) -> str:
        """A pattern for the words that are no longer there."""
        return _pattern((*self.before, *self.old, *self.after))

    @property
    def made(self) -> str:
        """A pattern for the words that are there now; small numbers may be words or figures."""
        return _pattern((*self.before, *self.new, *self.after))


def edits_of(given: Document, document: Document) -> list[Edit]:
    """Return the short edits that made one document of another, in order."""
    one, other = _words(given), _words(document)
    if max(len(one), len(other)) > _MAX_WORDS:
        return []
    return [edit for edit in _edits(one, other) if edit.old != edit.new][:_MAX_EDITS]


def are_short(given: Document, document: Document) -> bool:
    """Tell whether only short edits, and passages taken out, made one document of another."""
    matcher = SequenceMatcher(None, _words(given), _words(document), autojunk=False)
    changes = [code for code in matcher.get_opcodes() if code[0] != "equal"]
    replaced = [code for code in changes if code[0] == "replace"]
    short = all(max(b - a, d - c) <= _LONGEST for _, a, b, c, d in replaced)
    return short and len(changes) <= _MAX_EDITS and all(tag != "insert" for tag, *_ in changes)


def taken_out(given: Document, document: Document) -> list[str]:
    """Return the first and last words of the passages that a document does not say any more."""
    now = f" {' '.join(_words(document))} "
    found: list[str] = []
    for block in given.blocks:
        words = _WORD.findall(fold(block.text).casefold())
        parts = [words[n : n + _LEAST] for n in range(max(1, len(words) - _LEAST + 1))]
        if len(words) >= _LEAST and not any(f" {' '.join(part)} " in now for part in parts):
            spelled = fold(block.text).split()
            ends = (" ".join(part).strip(" ,;:.") for part in (spelled[:_LEAST], spelled[-_LEAST:]))
            found += dict.fromkeys(ends)
    return found[: 2 * _MAX_EDITS]


def stale_numbers(given: Document, document: Document) -> list[str]:
    """Return the numbers for which a document says others now, with the words that tell them apart.

    Each is as long as it must be so that the document does not say it any more.
    """
    words = [
        (line, found)
        for line in map(fold, given.text.split("\n"))
        for found in _WORD.finditer(line)
    ]
    one, other = [found.group().casefold() for _, found in words], _words(document)
    if max(len(one), len(other)) > _MAX_WORDS:
        return []
    now = fold(document.text).casefold()
    stale = (_longer(*words[place], now) for place in _renumbered(one, other))
    return [text for text in dict.fromkeys(stale) if text][:_MAX_STALE]


def _renumbered(one: list[str], other: list[str]) -> Iterator[int]:
    """Yield which words are numbers that gave way to another one, or went alone.

    What was struck right behind a number is no part of what took its place.
    """
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    for tag, first, last, left, right in matcher.get_opcodes():
        if tag == "replace" and right - left <= _LONGEST:
            for place, new in zip(range(first, last), other[left:right], strict=False):
                if _DIGIT.search(one[place]) and _DIGIT.search(new) and one[place] != new:
                    yield place
        elif tag == "delete" and last - first == 1 and _DIGIT.search(one[first]):
            yield first


def _longer(line: str, found: "re.Match[str]", now: str) -> str:
    """Return a word with the fewest beside it, as they stand, that a text does not say."""
    around = list(_WORD.finditer(line))
    place = next(n for n, one in enumerate(around) if one.start() == found.start())
    for before, after in ((1, 0), *((n, n) for n in range(1, _WIDEST))):
        left = around[max(0, place - before)].start()
        text = line[left : around[min(len(around) - 1, place + after)].end()]
        if _SPACE in text and text.casefold() not in now:
            return text
    return ""


def replaced_name(given: Document, document: Document, prompt: str) -> tuple[str, list[str]]:
    """Return a name that stood for another one at many places, and how these places read before.

    Both names stand in the prompt. The name itself is returned as the only place if it is gone;
    else the words beside it tell each place.
    """
    pairs = Counter((edit.old, edit.new) for edit in edits_of(given, document))
    (old, new), times = next(iter(pairs.most_common(1)), (((), ()), 0))
    said = fold(prompt).casefold()
    name = " ".join(old)
    if times < _OFTEN or not all(part in said for part in (name, " ".join(new))):
        return "", []
    now = fold(document.text).casefold()
    pattern = re.compile(rf"(?<!\w){_pattern(old)}(?!\w)", re.IGNORECASE)
    if not pattern.search(now):
        return name, [name]
    lines = (fold(line) for line in given.text.split("\n"))
    told = (_told_apart(line, m, now) for line in lines for m in pattern.finditer(line))
    return name, [text for text in dict.fromkeys(told) if text]


def _told_apart(line: str, found: "re.Match[str]", now: str) -> str:
    """Return a name with the fewest words of its line that a text does not say, else nothing."""
    before, after = line[: found.start()].split(), line[found.end() :].split()
    for width in range(1, _WIDEST):
        told = (*before[-width:], found.group(), *after[:width])
        text = " ".join(told).strip(" ,;:.|")
        if text.casefold() not in now:
            return text
    return ""


def _words(document: Document) -> list[str]:
    return _WORD.findall(fold(document.text).casefold())


def _edits(one: list[str], other: list[str]) -> Iterator[Edit]:
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    for tag, first, last, left, right in matcher.get_opcodes():
        if tag == "replace" and max(last - first, right - left) <= _LONGEST:
            before, after = _least_around(one, first, last)
            yield Edit(
                tuple(one[first:last]),
                tuple(other[left:right]),
                tuple(one[max(0, first - before) : first]),
                tuple(one[last : last + after]),
            )


def _least_around(words: list[str], first: int, last: int) -> tuple[int, int]:
    """Return how many words before and after some tell them from all others; one each if none."""
    text = " ".join(["", *words, ""])
    widths = [(n, 1) for n in range(1, _WIDEST)] + [(1, n) for n in range(2, _WIDEST)]
    for before, after in sorted(widths, key=sum):
        part = words[max(0, first - before) : last + after]
        if text.count(f" {' '.join(part)} ") == 1:
            return before, after
    return 1, 1


def _pattern(words: tuple[str, ...]) -> str:
    return r"\b" + r"\W+".join(_either_way(word) for word in words) + r"\b"


def _either_way(word: str) -> str:
    """Return a pattern for a word, for a small number in figures or as a word."""
    if word in SPELLED:
        return f"({SPELLED.index(word)}|{word})"
    if word.isascii() and word.isdigit() and int(word[:4]) < len(SPELLED):
        return f"({word}|{SPELLED[int(word[:4])]})"
    return re.escape(word)
