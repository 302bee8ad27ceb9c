"""What a document is made of, whatever format it came in."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from studio.grading.readers.archives import Unreadable
from studio.grading.readers.places import MAX_TEXT

BlockKind = Literal["title", "heading", "paragraph", "item", "note"]
MAX_TABLE_CELLS = 400_000
MAX_DEPTH = 60


@dataclass(frozen=True)
class Block:
    """A heading (of level 1 to 9), title, paragraph, list item, or note beside the body.

    A note is what stands outside the flow of the text: headers and footers, foot notes, notes of
    a speaker. `page` is the number of the slide or page, 0 where the format has none.
    """

    kind: BlockKind
    level: int
    text: str
    style: str = ""
    page: int = 0


@dataclass(frozen=True)
class DocumentTable:
    """A table: its rows of cell texts, and the text of the block before it.

    A `drawn` one was made out from where words stand on a page; the blocks hold its words, too.
    """

    rows: tuple[tuple[str, ...], ...]
    after: str = ""
    page: int = 0
    drawn: bool = False


@dataclass(frozen=True)
class Revision:
    """A tracked change that nobody has accepted or refused yet."""

    kind: Literal["insertion", "deletion", "move", "format"]
    author: str
    text: str


@dataclass(frozen=True)
class Document:
    """A document as it reads with all tracked changes accepted; parts are in reading order.

    `pages` counts pages or slides, None where the format does not fix them. `styles` are the
    names of the styles in use. `source` is the text of the file for formats that are plain text,
    `original` the text as it reads with all tracked changes refused, where that can be told.
    """

    parts: tuple[Block | DocumentTable, ...]
    pages: int | None = None
    styles: frozenset[str] = frozenset()
    revisions: tuple[Revision, ...] = ()
    source: str = ""
    original: str = ""

    @cached_property
    def blocks(self) -> tuple[Block, ...]:
        """The parts that are no tables."""
        return tuple(part for part in self.parts if isinstance(part, Block))

    @cached_property
    def tables(self) -> tuple[DocumentTable, ...]:
        """The tables."""
        return tuple(part for part in self.parts if isinstance(part, DocumentTable))

    @cached_property
    def text(self) -> str:
        """Everything in reading order: a block a paragraph, a row of a table a line."""
        return "\n".join(text_of_part(part) for part in self.parts if not is_drawn(part))


def is_drawn(part: Block | DocumentTable) -> bool:
    """Tell whether a part repeats what the blocks say."""
    return isinstance(part, DocumentTable) and part.drawn


def text_of_part(part: Block | DocumentTable) -> str:
    """Return the text of a block, or of a table with a line a row and a tab between cells."""
    if isinstance(part, Block):
        return part.text
    return "\n".join("\t".join(row) for row in part.rows)


class Composer:
    """Takes the parts of a document as they are read, up to what a person could hand in."""

    def __init__(self) -> None:
        self.styles: set[str] = set()
        self.revisions: list[Revision] = []
        self._parts: list[Block | DocumentTable] = []
        self._after = ""
        self._letters = MAX_TEXT
        self._cells = MAX_TABLE_CELLS

    def block(
        self, kind: BlockKind, text: str, *, level: int = 0, style: str = "", page: int = 0
    ) -> None:
        """Add a block unless it is blank.

        Raises:
            Unreadable: if the document holds too much text.
        """
        text = text.strip()
        if not text:
            return
        self._spend(len(text), 0)
        if style:
            self.styles.add(style)
        self._parts.append(Block(kind, level, text, style, page))
        if kind != "note":
            self._after = text

    def table(self, rows: Iterable[Iterable[str]], page: int = 0, *, drawn: bool = False) -> None:
        """Add a table; rows without text are left out.

        Raises:
            Unreadable: if the document holds too many cells or too much text.
        """
        kept = []
        for row in rows:
            cells = tuple(cell.strip() for cell in row)
            self._spend(sum(len(cell) for cell in cells), len(cells))
            if any(cells):
                kept.append(cells)
        if kept:
            self._parts.append(DocumentTable(tuple(kept), self._after, page, drawn))

    def _spend(self, letters: int, cells: int) -> None:
        self._letters -= letters
        self._cells -= cells
        if self._letters < 0:
            raise Unreadable(f"holds more than {MAX_TEXT >> 20} MiB of text")
        if self._cells < 0:
            raise Unreadable(f"holds tables of more than {MAX_TABLE_CELLS:,} cells")

    def document(self, pages: int | None = None, source: str = "") -> Document:
        """Return what was taken."""
        return Document(
            tuple(self._parts), pages, frozenset(self.styles), tuple(self.revisions), source
        )
