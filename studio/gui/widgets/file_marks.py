"""What is highlighted in a file, and which side of it is shown; without Qt."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

Side = Literal["reference", "input", "difference", "output"]


@dataclass(frozen=True)
class Mark:
    """What one check looks at.

    Attributes:
        target: the target of the check.
        sentence: what the check asks, for the tip and the screen reader.
        columns: the columns of a table that it is about, empty if about all.
        words: the words that it looks for in a text.
        selected: whether it is the check that is selected.
        parts: the labels of a volume or layers of a drawing that it is about, empty if about all.
        place: the passage of a document that it looks at, as a target names it after `#`.
        region: left, top, width and height of what it looks at in a picture, empty for all.
    """

    target: str
    sentence: str = ""
    columns: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    selected: bool = False
    parts: tuple[str, ...] = ()
    place: str = ""
    region: tuple[int, ...] = ()


_NUMBERING = re.compile(r"[\d.)]+\s+(?=\S)")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")


def folded(text: str) -> str:
    """Return a text as words are looked for in it: small letters, plain numbers, single spaces."""
    return _THOUSANDS.sub("", " ".join(text.split()).casefold())


def says(text: str, words: Iterable[str]) -> bool:
    """Tell whether a folded text holds any of some words, as whole words."""
    return any(_stands_whole(word, text) for word in map(_folded_word, words) if word in text)


@lru_cache(maxsize=4_096)
def _folded_word(word: str) -> str:
    # Nothing that can stand in a text is found for a blank.
    return folded(word) or "\n"


def _stands_whole(word: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None


def looks_at(mark: Mark, text: str, place: str, above: tuple[str, ...] = ()) -> bool:
    """Tell whether what a mark is about is in a passage.

    Args:
        mark: what a check looks at.
        text: what the passage says, folded.
        place: how a target names it.
        above: the headings that it stands below.
    """
    if not mark.place:
        return says(text, mark.words)
    if mark.place == place:
        return True
    head, _, which = mark.place.rstrip("]").partition("[")
    if not any(_heading(head) == _heading(name) for name in above):
        return False
    if which:
        return not which.isdecimal() and folded(which) in text
    return not mark.words or says(text, mark.words)


@lru_cache(maxsize=4_096)
def _heading(text: str) -> str:
    """Return a heading as it is compared, without numbering and a final colon."""
    return _NUMBERING.sub("", folded(text.rpartition(" > ")[2]), count=1).rstrip(": ")


def state_of(side: Side, differs: bool, checked: bool) -> str:
    """Return how a place is highlighted: `checked`, `changed`, `caught`, `wrong`, or nothing."""
    if side == "output" and differs:
        return "caught" if checked else "wrong"
    if checked and (differs or side != "difference"):
        return "checked"
    return "changed" if differs and side in ("reference", "difference") else ""
