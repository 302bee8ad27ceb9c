"""What a document is shown from."""

from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Change = Literal["", "insertion", "deletion"]


@dataclass(frozen=True)
class Piece:
    """A stretch of text: kept, put in or taken out."""

    text: str
    change: Change = ""


@dataclass(frozen=True)
class ShownBlock:
    """A heading, paragraph, list item, note or row of a table.

    Attributes:
        kind: `title`, `heading`, `paragraph`, `item`, `note` or `row`.
        level: of a heading, from 1.
        pieces: its text; that of a row is in `cells`.
        cells: of a row.
        page: the number of its page or slide, 0 where there are none.
        change: `new`, `changed` or `gone` beside the other file, empty if it is there as well.
        place: how a target names it after `#`, empty where nothing can.
        above: the headings that it stands below, as targets name their sections.
        before: of a row that is changed what stood in its cells.
    """

    kind: str
    level: int = 0
    pieces: tuple[Piece, ...] = ()
    cells: tuple[str, ...] = ()
    page: int = 0
    change: str = ""
    place: str = ""
    above: tuple[str, ...] = ()
    before: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """What it says, without what was taken out."""
        if self.cells:
            return "\t".join(self.cells)
        return "".join(piece.text for piece in self.pieces if piece.change != "deletion")


@dataclass(frozen=True)
class DocumentHead:
    """How many parts the document is handed over in.

    Attributes:
        parts: how many there are; `blocks` gives them by number.
        pages: how many pages or slides, None where the format does not fix them.
        revisions: how many tracked changes nobody has accepted or refused yet.
        compared: whether there is another file to compare it with.
    """

    parts: int
    pages: int | None = None
    revisions: int = 0
    compared: bool = False


@dataclass(frozen=True)
class DocumentBlocks:
    """The blocks of one part, in order; those that are gone stand where they were."""

    part: int
    blocks: tuple[ShownBlock, ...]


PARTS = MappingProxyType({"head": DocumentHead, "blocks": DocumentBlocks})
