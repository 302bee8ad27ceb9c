"""Documents of every format as blocks, a few hundred at a time, with what changed in them."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from pathlib import Path

from studio.grading.readers.archives import Unreadable
from studio.grading.readers.documents import Block, Document, DocumentTable, read_document
from studio.grading.readers.passages import Passage, Way, names_of, passages_in
from studio.grading.readers.pdf import PdfPages
from studio.grading.readers.places import read_bytes
from studio.grading.readers.values import fold, legible
from studio.viewing.changes import pieces, steps
from studio.viewing.document_data import Change, DocumentBlocks, DocumentHead, Piece, ShownBlock

_TOGETHER = 400
_PAGES_TOGETHER = 5
_LONGEST = 20_000
_MOST_CELLS = 60


class _Whole:
    """A document whose format is read as a whole."""

    def __init__(self, place: Path) -> None:
        self._document: Document = read_document(place)
        self.pages = self._document.pages
        self.revisions = len(self._document.revisions)
        self._blocks = _blocks(self._document.parts)
        self._blocks = [*_with_insertions(self._blocks, self._document), *self._deletions()]
        self.parts = max(1, -(-len(self._blocks) // _TOGETHER))

    def _deletions(self) -> Iterator[ShownBlock]:
        for revision in self._document.revisions:
            if revision.kind == "deletion" and revision.text.strip():
                text = legible(revision.text[:_LONGEST])
                yield ShownBlock("note", 0, (Piece(text, "deletion"),))

    def blocks(self) -> list[ShownBlock]:
        """Return all blocks."""
        return self._blocks

    def part(self, number: int) -> list[ShownBlock]:
        """Return the blocks of a part."""
        return self._blocks[number * _TOGETHER : (number + 1) * _TOGETHER]


class _Pages:
    """A PDF file, whose pages are read when they are asked for."""

    revisions = 0

    def __init__(self, place: Path) -> None:
        self._pages = PdfPages(read_bytes(place), legible(place.name))
        self.pages: int | None = self._pages.count
        self.parts = max(1, -(-self._pages.count // _PAGES_TOGETHER))

    def part(self, number: int) -> list[ShownBlock]:
        """Return the blocks of some pages."""
        first = number * _PAGES_TOGETHER
        numbers = range(first, min(first + _PAGES_TOGETHER, self._pages.count))
        return [
            block for page in numbers for block in _blocks(self._pages.blocks(page), by_page=True)
        ]


class OpenedDocument:
    """An open document, and the one that it is compared with."""

    def __init__(self, shown: Path, other: Path | None) -> None:
        self._file = _read(shown)
        self._other_path = other

    @cached_property
    def _other(self) -> "_Whole | _Pages | None":
        """The other file; one that cannot be read is compared with nothing."""
        try:
            return _read(self._other_path) if self._other_path else None
        except Unreadable:
            return None

    @cached_property
    def _merged(self) -> list[ShownBlock]:
        """The blocks of both files; each with how it differs."""
        assert isinstance(self._file, _Whole) and isinstance(self._other, _Whole)
        return _compared(self._other.blocks(), self._file.blocks())

    def head(self) -> DocumentHead:
        """Return how much there is."""
        file, compared = self._file, self._other is not None
        parts = file.parts
        if isinstance(file, _Whole) and isinstance(self._other, _Whole):
            parts = max(1, -(-len(self._merged) // _TOGETHER))
        return DocumentHead(parts, file.pages, file.revisions, compared)

    def blocks(self, part: int) -> DocumentBlocks:
        """Return the blocks of a part by its number."""
        if isinstance(self._file, _Whole) and isinstance(self._other, _Whole):
            found = self._merged[part * _TOGETHER : (part + 1) * _TOGETHER]
        elif self._other is not None and part < self._other.parts:
            found = _compared(self._other.part(part), self._file.part(part))
        else:
            found = self._file.part(part)
        return DocumentBlocks(part, tuple(found))


def opened(shown: Path, other: Path | None) -> OpenedDocument:
    """Return an open document.

    Raises:
        HostileInputError: if it tries to harm.
        Unreadable: if it is not what its name says.
        FaultError: if an extra is missing.
    """
    return OpenedDocument(shown, other)


def _read(place: Path) -> "_Whole | _Pages":
    return _Pages(place) if place.suffix.lower() == ".pdf" else _Whole(place)


def _blocks(parts: Iterable[Block | DocumentTable], by_page: bool = False) -> list[ShownBlock]:
    """Return the passages of a document, or of a page, as they are shown."""
    passages = passages_in(parts)
    names = names_of(passages, by_page)
    heads = {
        passage.path: name
        for passage, name in zip(passages, names, strict=True)
        if passage.is_heading
    }
    return [_shown(*one, heads) for one in zip(passages, names, strict=True)]


def _shown(passage: Passage, name: str, heads: dict[Way, str]) -> ShownBlock:
    part, path = passage.part, passage.path
    ways = (heads.get(path[: n + 1], "") for n in range(len(path)))
    above = tuple(filter(None, ways))
    if isinstance(part, Block):
        piece = Piece(_lines(part.text[:_LONGEST]))
        return ShownBlock(part.kind, part.level, (piece,), (), part.page, "", name, above)
    cells = tuple(_lines(cell[:_LONGEST]) for cell in part.rows[0][:_MOST_CELLS])
    return ShownBlock("row", 0, (), cells, part.page, "", name, above)


def _lines(text: str) -> str:
    return "\n".join(legible(line) for line in text.splitlines())


def _with_insertions(blocks: list[ShownBlock], document: Document) -> Iterator[ShownBlock]:
    """Yield blocks, with tracked insertions told apart where they stand for themselves."""
    left = [r.text for r in document.revisions if r.kind == "insertion" and r.text.strip()]
    for block in blocks:
        text = block.text
        if left and block.pieces and left[0] in text:
            yield replace(block, pieces=tuple(_told_apart(text, left)))
        else:
            yield block


def _told_apart(text: str, left: list[str]) -> Iterator[Piece]:
    """Yield the pieces of a text; the insertions that it holds are taken from those left."""
    while left and left[0] in text:
        inserted = left.pop(0)
        before, _, text = text.partition(inserted)
        if before:
            yield Piece(before)
        yield Piece(inserted, "insertion")
    if text:
        yield Piece(text)


def _compared(before: list[ShownBlock], after: list[ShownBlock]) -> list[ShownBlock]:
    found = []
    old, new = ([fold(block.text) for block in blocks] for blocks in (before, after))
    for step in steps(old, new):
        if step.after < 0:
            found.append(_as(before[step.before], "gone"))
        elif step.before < 0:
            found.append(_as(after[step.after], "new"))
        elif old[step.before] == new[step.after]:
            found.append(after[step.after])
        else:
            found.append(_changed(before[step.before], after[step.after]))
    return found


def _as(block: ShownBlock, change: str) -> ShownBlock:
    what: Change = "deletion" if change == "gone" else "insertion"
    told = tuple(Piece(piece.text, what) for piece in block.pieces)
    # What is gone is in the other file alone, where nothing of this one looks.
    where = {"place": "", "above": ()} if change == "gone" else {}
    return replace(block, pieces=told, change=change, **where)  # type: ignore[arg-type]


def _changed(before: ShownBlock, after: ShownBlock) -> ShownBlock:
    told = pieces(before.text, after.text) if after.pieces else ()
    return replace(after, pieces=told, change="changed", before=before.cells)
