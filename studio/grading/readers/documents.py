"""Reading documents of every format as blocks and tables; hostile files are refused first."""

from pathlib import Path

from studio.formats import digests
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.memory import Memory
from studio.grading.readers.opendocument import read_opendocument, read_presentation
from studio.grading.readers.parts import (
    Block,
    BlockKind,
    Document,
    DocumentTable,
    Revision,
    text_of_part,
)
from studio.grading.readers.pdf import read_pdf
from studio.grading.readers.places import MAX_TEXT, decode, read_bytes
from studio.grading.readers.plain import read_markdown, read_text
from studio.grading.readers.slides import read_slides
from studio.grading.readers.values import legible
from studio.grading.readers.web import read_web
from studio.grading.readers.word import read_word

__all__ = [
    "DOCUMENTS",
    "Block",
    "BlockKind",
    "Document",
    "DocumentTable",
    "Revision",
    "read_document",
    "text_of_part",
]

_PACKAGES = {
    ".docx": read_word,
    ".docm": read_word,
    ".pptx": read_slides,
    ".pptm": read_slides,
    ".odt": read_opendocument,
    ".odp": read_presentation,
    ".pdf": read_pdf,
}
_MARKDOWN = (".md", ".markdown")
_WEB = (".html", ".htm", ".xhtml")
DOCUMENTS = (".txt", *_MARKDOWN, *_WEB, *_PACKAGES)
_KEPT_DOCUMENTS = 300
_KEPT_BYTES = 64 * 1024 * 1024


def read_document(place: Path) -> Document:
    """Return the document that a file holds; any other text file is read as plain text.

    Raises:
        HostileInputError: if the file tries to harm.
        Unreadable: if it is not what its name says.
        FaultError: if an extra is missing.
    """
    suffix = place.suffix.lower()
    content = read_bytes(place) if suffix in _PACKAGES else read_bytes(place, MAX_TEXT)
    name = f"{digests.of_bytes(content)}{suffix}"
    return _documents.get(
        name, lambda: (len(content), _read(content, suffix, legible(place.name)))
    )[1]


_documents: Memory[tuple[int, Document]] = Memory(
    _KEPT_DOCUMENTS, lambda kept: kept[0], _KEPT_BYTES
)


def _read(content: bytes, suffix: str, name: str) -> Document:
    if suffix in _PACKAGES:
        return _PACKAGES[suffix](content, name)
    if suffix in _WEB:
        return read_web(content)
    text = decode(content)
    if "\0" in text:
        raise Unreadable("is not a text")
    return read_markdown(text) if suffix in _MARKDOWN else read_text(text)
