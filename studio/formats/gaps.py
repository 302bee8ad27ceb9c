"""Gaps: what a drafted instruction leaves to the expert, as `[how exact?]` in its text."""

import re

_GAP = re.compile(r"\[[^\W\d_][^\[\]\n]* [^\[\]\n]*\?\]")


def gap(question: str) -> str:
    """Return the mark of a gap; the question has at least two words and ends with `?`."""
    return f"[{question}]"


def gaps_of(prompt: str) -> tuple[str, ...]:
    """Return the gaps that a text still holds, as they stand in it."""
    return tuple(found[0] for found in _GAP.finditer(prompt))


def gap_places(prompt: str) -> tuple[tuple[int, int], ...]:
    """Return where each gap begins and ends in a text, in signs."""
    return tuple(found.span() for found in _GAP.finditer(prompt))
