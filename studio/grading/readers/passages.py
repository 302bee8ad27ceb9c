"""Passages of a document, a paragraph, item or row each: how a target names one, and what it says.

After `#` a target names the heading above a passage and which one below it is: `Findings[2]`. The
heading alone names its whole section. Headings that are there twice have those above before them
(`Left > Findings[2]`). Where no heading can be named it is `page 3[2]` in a document of pages or
slides, else `paragraph[5]`; in a plain text `line[12]`. Words may stand for the number: the first
passage that says them is meant.
"""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from studio.grading.readers.archives import Unreadable
from studio.grading.readers.documents import (
    Block,
    Document,
    DocumentTable,
    read_document,
    text_of_part,
)
from studio.grading.readers.outline import heading_key
from studio.grading.readers.pdf import PdfPages
from studio.grading.readers.places import read_bytes
from studio.grading.readers.values import fold, legible

Part = Block | DocumentTable
Way = tuple[tuple[str, int], ...]
LINE, PARAGRAPH, PAGE = "line", "paragraph", "page"
BETWEEN = " > "
_PAGE = re.compile(rf"{PAGE} (\d{{1,5}})")
_LONGEST = 80
_HEADS = ("heading", "title")


@dataclass(frozen=True)
class Passage:
    """A block, or a row of a table.

    Attributes:
        part: the block, or a table of this row alone.
        above: the headings that it stands below, the nearest last: text and level of each.
        below: which one it is right below its heading, from 1; 0 for a heading or a note.
        order: which one it is in the document, from 1, headings too; 0 for a note.
    """

    part: Part
    above: Way
    below: int
    order: int

    @property
    def is_heading(self) -> bool:
        """Whether others stand below it."""
        return isinstance(self.part, Block) and self.part.kind in _HEADS

    @property
    def is_note(self) -> bool:
        """Whether it stands beside the text."""
        return isinstance(self.part, Block) and self.part.kind == "note"

    @property
    def path(self) -> Way:
        """The headings above, with itself if it is one."""
        if not self.is_heading or not isinstance(self.part, Block):
            return self.above
        return (*self.above, (self.part.text, self.part.level))


def passages_in(parts: Iterable[Part]) -> list[Passage]:
    """Return the passages of the parts of a document in order; drawn tables repeat them."""
    found: list[Passage] = []
    above: list[tuple[str, int]] = []
    below = order = 0
    for part in _rows_apart(parts):
        if isinstance(part, Block) and part.kind == "note":
            found.append(Passage(part, tuple(above), 0, 0))
            continue
        order += 1
        if isinstance(part, Block) and part.kind in _HEADS:
            while above and above[-1][1] >= part.level:
                above.pop()
            found.append(Passage(part, tuple(above), 0, order))
            above.append((part.text, part.level))
            below = 0
        else:
            below += 1
            found.append(Passage(part, tuple(above), below, order))
    return found


def _rows_apart(parts: Iterable[Part]) -> Iterable[Part]:
    for part in parts:
        if isinstance(part, Block):
            yield part
        elif not part.drawn:
            yield from (replace(part, rows=(row,)) for row in part.rows)


def names_of(passages: Sequence[Passage], by_page: bool = False) -> list[str]:
    """Return how a target names each passage after `#`; empty for notes.

    Args:
        passages: all of a document, or of a page if they are named by page.
        by_page: whether headings are left out of account.
    """
    paths = {passage.path for passage in passages if passage.is_heading}
    keys = Counter(_keys(path)[-1] for path in paths)
    wholes = Counter(_keys(path) for path in paths)
    repeated = Counter(passage.path for passage in passages if passage.is_heading)
    heads: dict[Way, str] = {}
    for path in paths:
        alone = keys[_keys(path)[-1]] == 1
        told = path[-1:] if alone else path
        unique = repeated[path] == 1 and (alone or wholes[_keys(path)] == 1)
        heads[path] = BETWEEN.join(fold(text) for text, _ in told) if unique else ""
        heads[path] = heads[path] if _can_be_named(told) and not by_page else ""
    on_pages = Counter[int]()
    return [_name(passage, heads, on_pages) for passage in passages]


def _name(passage: Passage, heads: dict[Way, str], on_pages: Counter[int]) -> str:
    if passage.is_note:
        return ""
    page = passage.part.page
    on_pages[page] += 1
    if head := heads.get(passage.path, ""):
        return head if passage.is_heading else f"{head}[{passage.below}]"
    return f"{PAGE} {page}[{on_pages[page]}]" if page else f"{PARAGRAPH}[{passage.order}]"


def _keys(path: Way) -> tuple[str, ...]:
    return tuple(heading_key(text) for text, _ in path)


def is_heading(place: str) -> bool:
    """Tell whether what stands before the number of a passage is a heading."""
    key = fold(place).casefold()
    return key not in (LINE, PARAGRAPH) and _PAGE.fullmatch(key) is None


def _can_be_named(path: Way) -> bool:
    """Tell whether headings can stand in a target, where other signs and words mean others."""
    for text, _ in path:
        words = fold(text)
        means_another = set(words) & set("[]!") or words[:1] in ("/", "@") or BETWEEN in words
        if means_another or not is_heading(words):
            return False
        if not heading_key(words) or len(words) > _LONGEST:
            return False
    return bool(path)


def lines_of(text: str) -> list[str]:
    """Return the lines of a plain text as they are numbered."""
    return text.split("\n") if "\r" not in text else text.splitlines()


def passage_of(file: Path, place: str, which: str | None) -> Document:
    """Return only what a place of a document in a file says.

    Raises:
        HostileInputError: if the file tries to harm.
        Unreadable: if there is no such place, or the file is not what its name says.
        FaultError: if an extra is missing.
    """
    page = _PAGE.fullmatch(fold(place).casefold())
    if page and file.suffix.lower() == ".pdf":
        # A page that is read alone is what is shown, whatever headings the other pages have.
        pages, number = PdfPages(read_bytes(file), legible(file.name)), int(page[1])
        parts = pages.blocks(number - 1) if 0 < number <= pages.count else ()
        return narrowed(Document(parts), place, which)
    return narrowed(read_document(file), place, which)


def narrowed(document: Document, place: str, which: str | None) -> Document:
    """Return only what a place of a document says.

    Args:
        document: the whole.
        place: a heading with those above it, `line`, `paragraph` or `page N`.
        which: the number of a passage there, or words of it; None for all that stands there.

    Raises:
        Unreadable: if there is no such place.
    """
    held = _held(document, fold(place))
    if which is not None:
        held = [_chosen(held, fold(place), fold(which))]
    return replace(
        document,
        parts=tuple(passage.part for passage in held),
        revisions=(), source="", original="",
    )  # fmt: skip


def _chosen(held: Sequence[Passage], place: str, which: str) -> Passage:
    found = [one for one in held if which.casefold() in fold(text_of_part(one.part)).casefold()]
    if which.isdecimal():
        found = list(held[int(which) - 1 : int(which)]) if int(which) else []
    if not found:
        told = f"{place} {which}" if place in (LINE, PARAGRAPH) else f"{which} below {place}"
        raise Unreadable(f"has no {told}")
    return found[0]


def _held(document: Document, place: str) -> list[Passage]:
    """Return the passages that numbers count at a place."""
    key = place.casefold()
    if key == LINE:
        lines = lines_of(document.source or document.text)
        return [Passage(Block("paragraph", 0, line), (), n, n) for n, line in enumerate(lines, 1)]
    found = passages_in(document.parts)
    body = [passage for passage in found if not passage.is_note]
    if key == PARAGRAPH:
        return body
    if page := _PAGE.fullmatch(key):
        held = [passage for passage in body if passage.part.page == int(page[1])]
    else:
        held = _below(body, tuple(map(heading_key, place.split(BETWEEN))))
    if not held:
        raise Unreadable(f"has nothing at {place}")
    return held


def _below(body: list[Passage], wanted: tuple[str, ...]) -> list[Passage]:
    """Return what stands below a heading: right below it first, then below those under it."""
    heads = [one for one in body if one.is_heading and _keys(one.path)[-len(wanted) :] == wanted]
    if not heads:
        return _below_line(body, wanted[-1])
    path = heads[0].path
    return [one for one in body if not one.is_heading and one.above[: len(path)] == path]


def _below_line(body: list[Passage], wanted: str) -> list[Passage]:
    """Return what follows a line that says a heading without being one, up to the next heading."""
    held: list[Passage] = []
    is_found = False
    for one in body:
        if is_found and one.is_heading:
            break
        if is_found:
            held.append(one)
            continue
        head, colon, rest = text_of_part(one.part).partition(":")
        is_found = heading_key(f"{head}{colon}") == wanted
        if is_found and rest.strip():
            held.append(replace(one, part=Block("paragraph", 0, rest.strip())))
    return held
