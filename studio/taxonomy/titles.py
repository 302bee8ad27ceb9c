"""Titles: which occupations a title names, whichever case, signs or number it is typed in."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from typing import NamedTuple

import numpy as np

from studio.taxonomy import index, tables
from studio.taxonomy.words import fold, stem

# No title is longer.
LONGEST = 250
_MOST_WORDS = 8
# How many signs two forms of a word may differ in.
_SPARE = 3
_LINE = ord("\n")
# fold() for ASCII, but with its line ends.
_FOLDED = bytes(
    sign if chr(sign).isalnum() or sign == _LINE or sign > 127 else ord(" ")
    for sign in bytes(range(256)).lower()
)
_BRACKET = re.compile(r"(.*?) ?\(([^()]*)\) ?(.*)")


class Named(NamedTuple):
    """An occupation by its place among all, and which of its titles was meant."""

    place: int
    kind: str
    title: str


class _Titles:
    """Every title as it is written, and folded as one text to look in, a line each."""

    def __init__(self) -> None:
        codes = {found.code: place for place, found in enumerate(tables.occupations())}
        general = {code[:7]: place for code, place in codes.items() if code.endswith(".00")}
        official = {found.code: (found.title,) for found in tables.occupations()}
        self._titles: list[str] = []
        self._sources: list[tuple[int, str]] = []
        self._ends: list[int] = []
        self._add("title", official, codes)
        self._add("alternate title", tables.alternate_titles(), codes)
        self._add("BLS title", tables.direct_match_titles(), general)
        self.text = _folded(self._titles)
        self._lines = np.flatnonzero(np.frombuffer(self.text, np.uint8) == _LINE)

    def _add(
        self, kind: str, titles: Mapping[str, Sequence[str]], places: Mapping[str, int]
    ) -> None:
        for key, found in titles.items():
            self._titles += found
            self._titles += [form for title in found if "(" in title for form in forms_of(title)]
            self._sources.append((places[key], kind))
            self._ends.append(len(self._titles))

    @cached_property
    def lines(self) -> frozenset[bytes]:
        """Return the folded titles, for asking."""
        return frozenset(self.text.split(b"\n"))

    def at(self, position: int) -> Named:
        """Return what the line that begins before `position` names."""
        line = int(np.searchsorted(self._lines, position)) - 1
        place, kind = self._sources[int(np.searchsorted(self._ends, line, side="right"))]
        return Named(place, kind, self._titles[line])


def forms_of(title: str) -> list[str]:
    """Return what a title with brackets also says: without them, and what they hold."""
    parts = _BRACKET.fullmatch(title)
    if not parts:
        return []
    before, inside, after = parts.groups()
    return [f"{before} {after}".strip(), f"{inside} {after}".strip()]


def _folded(titles: Iterable[str]) -> bytes:
    text = "\n".join(title if title.isascii() else fold(title) for title in titles)
    folded = text.encode().translate(_FOLDED, b"'")
    while b"  " in folded:
        folded = folded.replace(b"  ", b" ")
    return b"\n" + folded.replace(b" \n", b"\n").replace(b"\n ", b"\n") + b"\n"


@cache
def load() -> _Titles:
    """Return the titles, folded when they are first asked for."""
    return _Titles()


def named(text: str) -> list[Named]:
    """Return the occupations that `text` is a title of, each once, official titles first."""
    titles = load()
    line = b"\n" + fold(text).encode() + b"\n"
    if len(line) == 2:
        return []
    return _once(titles.at(found + 1) for found in _positions(titles.text, line))


def standing_in(text: str) -> Iterator[tuple[str, list[Named]]]:
    """Yield the titles of two or more words that are a part of `text`, each with whose it is.

    A title within a longer one counts no more, and its last word may be one or many.
    """
    words = fold(text).split()
    taken: list[range] = []
    for length in range(min(_MOST_WORDS, len(words) - 1), 1, -1):
        for begin in range(len(words) - length + 1):
            here = range(begin, begin + length)
            run = " ".join(words[begin : here.stop])
            forms = (form for form in (run, f"{run}s", run.removesuffix("s")))
            title = next((form for form in forms if form.encode() in load().lines), "")
            if title and not any(here[0] in other and here[-1] in other for other in taken):
                taken.append(here)
                yield title, named(title)


def nearly_named(text: str) -> list[Named]:
    """Return the occupations that `text` is another form of a title of: plural, UK spelling."""
    words = fold(text).split()
    if not 0 < len(words) <= _MOST_WORDS:
        return []
    wanted = [stem(word) for word in words]
    sought = max(words, key=len)
    start = _shared(_forms(sought)).encode()
    length = len(" ".join(words))
    return _once(
        load().at(position)
        for position, line in _lines_with(load().text, start)
        if abs(len(line) - length) <= _SPARE * len(words)
        and [stem(word) for word in line.decode().split(" ")] == wanted
    )


def _lines_with(text: bytes, start: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield the lines that hold a word that begins with `start`, and where they begin."""
    found = text.find(start)
    while found >= 0:
        begin = text.rfind(b"\n", 0, found) + 1
        end = text.find(b"\n", found)
        yield begin, text[begin:end]
        found = text.find(start, end)


def _positions(text: bytes, line: bytes) -> Iterator[int]:
    found = text.find(line)
    while found >= 0:
        yield found
        found = text.find(line, found + len(line) - 1)


def _forms(word: str) -> list[str]:
    """Return the known forms of a word, or the word alone."""
    stemmed = stem(word)
    near = {*index.load().beginning(word[:3]), *index.load().beginning(stemmed[:3])}
    return [form for form in near if stem(form) == stemmed] or [word]


def _once(found: Iterable[Named]) -> list[Named]:
    kept: dict[int, Named] = {}
    for one in found:
        kept.setdefault(one.place, one)
    return list(kept.values())


def _shared(forms: Sequence[str]) -> str:
    """Return what all forms begin with."""
    length = 0
    for first, last in zip(min(forms), max(forms), strict=False):
        if first != last:
            break
        length += 1
    return forms[0][:length]
