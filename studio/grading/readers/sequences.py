"""Reading sequences of DNA, RNA and protein in FASTA.

Source: Pearson and Lipman, PNAS 85, 1988 (the format); IUPAC-IUB nomenclature 1984 (the letters).
"""

import zlib
from dataclasses import dataclass
from pathlib import Path

from studio.base.errors import HostileInputError
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.places import MAX_FILE, locate, read_bytes
from studio.grading.readers.values import legible

FASTA = (".fasta", ".fa", ".fna", ".ffn", ".faa", ".frn", ".fas")
MAX_RECORDS = 100_000
_GZIP = b"\x1f\x8b"
_BASES = frozenset("ACGTUNRYSWKMBDHV-")
_COMPLEMENT = str.maketrans("ACGTUNRYSWKMBDHV", "TGCAANYRSWMKVHDB")
_OTHER_SIGNS = str.maketrans("", "", "-*.")


@dataclass(frozen=True)
class Record:
    """A sequence: the first word of its heading, the rest of it, and its letters as written."""

    name: str
    about: str
    letters: str

    @property
    def is_protein(self) -> bool:
        """Whether it has letters that are no bases."""
        return not set(self.letters.upper()) <= _BASES


def read_fasta(folder: Path, path: str) -> tuple[Record, ...]:
    """Return the sequences of a FASTA file.

    Raises:
        Unreadable: if there is none, or it is no FASTA.
        HostileInputError: if it unpacks to far more than it holds.
    """
    text = text_of(folder, path)
    if not text.lstrip().startswith(">"):
        raise Unreadable("is not FASTA: it does not begin with a heading (>)")
    found = []
    for number, part in enumerate(text.lstrip()[1:].split("\n>")):
        if number >= MAX_RECORDS:
            raise Unreadable(f"holds more than {MAX_RECORDS:,} sequences")
        heading, _, body = part.partition("\n")
        name, _, about = heading.strip().partition(" ")
        found.append(Record(name, about.strip(), _letters(body, name)))
    return tuple(found)


def _letters(body: str, name: str) -> str:
    letters = "".join(body.split())
    plain = letters.translate(_OTHER_SIGNS)
    if not letters:
        raise Unreadable(f"has no sequence below the heading {legible(name[:40])}")
    if not (plain.isascii() and plain.isalpha()) and plain:
        raise Unreadable(f"has signs that are no letters in the sequence {legible(name[:40])}")
    return letters


def reverse_complement(letters: str) -> str:
    """Return the other strand of DNA."""
    return letters.upper().translate(_COMPLEMENT)[::-1]


def text_of(folder: Path, path: str) -> str:
    """Return the text of a file that may be packed with gzip, with plain line ends.

    Raises:
        Unreadable: if there is no such file, or it is no text.
        HostileInputError: if it unpacks to far more than it holds.
    """
    place = locate(folder, path)
    if place is None:
        raise Unreadable("is missing")
    content = read_bytes(place)
    if content.startswith(_GZIP):
        content = _unpacked(content, legible(place.name))
    if b"\0" in content:
        raise Unreadable("is not a text")
    text = content.decode("utf-8-sig", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _unpacked(content: bytes, name: str) -> bytes:
    """Return what gzip packed, in all its members, as block gzip has many."""
    found, size = [], 0
    try:
        while content:
            unpacker = zlib.decompressobj(31)
            part = unpacker.decompress(content, MAX_FILE - size + 1)
            size += len(part)
            if size > MAX_FILE or unpacker.unconsumed_tail:
                raise HostileInputError(f"{name} unpacks to more than {MAX_FILE >> 20} MiB.")
            if not unpacker.eof:
                raise Unreadable("is cut off")
            found.append(part)
            content = unpacker.unused_data
    except zlib.error:
        raise Unreadable("is damaged") from None
    return b"".join(found)
