"""The sections of a document: its headings, and what stands below each."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from studio.grading.readers.parts import Block, Document, is_drawn, text_of_part
from studio.grading.readers.values import fold

_NUMBERING = re.compile(
    r"(?:(?:section|chapter|part|annex|appendix|abschnitt|kapitel|teil)\s+\w{1,5}\s*[.:)\u2013-]?\s+"
    r"|§\s*\d[\d.]*\s+|\(?(?:\d{1,3}(?:\.\d{1,3}){0,5}|[ivxl]{1,6}|[a-z])[.)](?!\d)\s*"
    r"|\d{1,3}(?:\.\d{1,3}){0,5}\s+)(?=\S)",
    re.IGNORECASE,
)
_LONGEST_HEADING = 200


@dataclass(frozen=True)
class Section:
    """A heading, and the text below it up to the next one of its rank."""

    heading: str
    text: str


def heading_key(text: str) -> str:
    """Return a heading as it is compared: without case, numbering, marks and a final colon."""
    words = fold(text).casefold().strip("#*_= ")
    numbering = _NUMBERING.match(words)
    rest = words[numbering.end() :] if numbering else words
    return (rest or words).rstrip(":.*_ \u2013-")


def headings_of(document: Document) -> tuple[str, ...]:
    """Return the headings and titles in order."""
    return tuple(b.text for b in document.blocks if b.kind in ("heading", "title"))


def found_headings(document: Document, wanted: Iterable[str]) -> tuple[str, ...]:
    """Return the keys of headings in order; a line of its own that is a wanted one counts too."""
    keys = {heading_key(heading) for heading in wanted}
    return tuple(key for key, _, _ in _lines(document, keys) if key)


def section(document: Document, heading: str, others: Iterable[str]) -> Section | None:
    """Return the section of a heading, None if there is none.

    Args:
        document: where to look; several sections of one heading are one.
        heading: its text, with or without numbering.
        others: headings that end it, even where they are lines without a style.
    """
    wanted = heading_key(heading)
    keys = {heading_key(other) for other in others} | {wanted}
    kept: list[str] = []
    found = ""
    rank = -1
    for key, level, text in _lines(document, keys):
        if key == wanted and rank < 0:
            found, rank = found or key, level
        elif key and rank >= 0 and (level <= rank or not level or not rank):
            rank = level if key == wanted else -1
        if rank >= 0 and text:
            kept.append(text)
    return Section(found, "\n".join(kept)) if found else None


def _lines(document: Document, keys: set[str]) -> Iterator[tuple[str, int, str]]:
    """Yield (key of a heading or nothing, its level, text that follows on the line)."""
    for part in document.parts:
        if is_drawn(part) or (isinstance(part, Block) and part.kind == "note"):
            continue
        if isinstance(part, Block) and part.kind in ("heading", "title"):
            yield heading_key(part.text), part.level, ""
            continue
        for line in text_of_part(part).split("\n"):
            yield _heading_line(line, keys) if isinstance(part, Block) else ("", 0, line)


def _heading_line(line: str, keys: set[str]) -> tuple[str, int, str]:
    """Take a line that is a known heading, or begins with one and a colon (`FINDINGS: ...`)."""
    if len(line) <= _LONGEST_HEADING and heading_key(line) in keys:
        return heading_key(line), 0, ""
    head, colon, rest = line.partition(":")
    if colon and len(head) <= _LONGEST_HEADING and heading_key(head) in keys:
        return heading_key(head), 0, rest
    return "", 0, line
