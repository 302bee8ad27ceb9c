"""Lines of prose that only break because the page or the editor is no wider."""

import re
from collections.abc import Iterator
from itertools import pairwise

_NARROWEST = 50
_SLACK = 8
_CLOSED = re.compile(r"[.!?:;|][)\]\"'*_\u201d\u2019]*$")
_CELLS = re.compile(r"\S {2,}\S|[\t|]")
_LABEL = re.compile(r"[^\s:=][^:=.,]{0,40}[:=](?=\s|$)")
_WORDS = re.compile(r"[^\W\d_]+")


def unwrapped(lines: list[str]) -> list[str]:
    """Return lines with those joined that are one sentence.

    A line goes on in the next one if that is the only reason for its end: it is long, ends without
    a stop, and the next word would not have fitted. Lines of cells, labels with their values, and
    lines that are all made alike stay as they are.
    """
    return list(_joined(lines)) if len(lines) > 1 else lines


def _joined(lines: list[str]) -> Iterator[str]:
    width = max(len(line.strip()) for line in lines)
    taken = lines[0]
    for line, following in pairwise(lines):
        if _goes_on(line, following, width):
            taken = f"{taken.rstrip()} {following.strip()}"
        else:
            yield taken
            taken = following
    yield taken


def _goes_on(line: str, following: str, width: int) -> bool:
    """Tell whether a line of prose goes on in the following one."""
    words, more = line.strip(), following.strip()
    if len(words) < _NARROWEST or not more or _CLOSED.search(words) or line.endswith("  "):
        return False
    if _CELLS.search(words) or _CELLS.search(more) or _LABEL.match(more):
        return False
    if more[0].islower():
        return True
    first = more.split()[0]
    return len(words) + 1 + len(first) > width - _SLACK and not _are_alike(words, more)


def _are_alike(one: str, other: str) -> bool:
    """Tell whether two lines are made alike: they begin in one way, or share half their words."""
    if _start(one) == _start(other):
        return True
    words, others = (set(_WORDS.findall(line.casefold())) for line in (one, other))
    return 2 * len(words & others) >= min(len(words), len(others))


def _start(words: str) -> str:
    """Return the first word of a line, with all digits alike."""
    return re.sub(r"\d", "0", words.split()[0])
