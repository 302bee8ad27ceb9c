"""Reading the text of PDF files by pypdf, page by page and within bounds."""

import io
import logging
import math
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from studio.base.errors import HostileInputError
from studio.base.remedies import to_install_extra
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.layouts import drawn_tables
from studio.grading.readers.parts import Block, Composer, Document
from studio.grading.readers.plain import LONGEST_HEADING, take_lines

MAX_PAGES = 2_000
MAX_LAID_OUT = 100
SECONDS = 60.0
_MAX_DRAWN = 100_000


def read_pdf(content: bytes, name: str) -> Document:
    """Return the text of a PDF file; each page is read as plain text is.

    Raises:
        HostileInputError: if a stream of it unpacks beyond all bounds.
        Unreadable: if it is encrypted, damaged, too long or takes too much time.
        FaultError: if the extra `documents` is not installed.
    """
    with _bounded(name) as pypdf:
        return _read(_opened(pypdf, content))


class PdfPages:
    """The pages of a PDF file, each read when it is asked for.

    Raises:
        HostileInputError: if a stream of it unpacks beyond all bounds.
        Unreadable: if it is encrypted, damaged or too long.
        FaultError: if the extra `documents` is not installed.
    """

    def __init__(self, content: bytes, name: str) -> None:
        self._name = name
        with _bounded(name) as pypdf:
            self._reader = _opened(pypdf, content)
            self.count = len(self._reader.pages)

    def blocks(self, number: int) -> tuple[Block, ...]:
        """Return what a page says, counted from 0.

        Raises:
            HostileInputError: if it unpacks beyond all bounds.
            Unreadable: if it is damaged.
        """
        composer = Composer()
        with _bounded(self._name):
            page = _page(self._reader.pages[number], False)
            take_lines(composer, page.text.splitlines(), number + 1, _headings([page]))
        return composer.document().blocks


@contextmanager
def _bounded(name: str) -> Iterator[Any]:
    """Give pypdf; whatever it raises says what is wrong with the file."""
    try:
        import pypdf
        from pypdf.errors import LimitReachedError
    except ImportError:
        raise to_install_extra("PDF files need pypdf", "documents") from None
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield pypdf
    except (Unreadable, HostileInputError):
        raise
    except (LimitReachedError, MemoryError):
        raise HostileInputError(f"{name} unpacks beyond all bounds.") from None
    except Exception:
        # pypdf raises whatever its parsers raise on a damaged file.
        raise Unreadable("is damaged") from None


def _opened(pypdf: Any, content: bytes) -> Any:
    reader = pypdf.PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise Unreadable("is encrypted")
    if len(reader.pages) > MAX_PAGES:
        raise Unreadable(f"holds more than {MAX_PAGES:,} pages")
    return reader


def _read(reader: Any) -> Document:
    count = len(reader.pages)
    end = time.monotonic() + SECONDS
    pages = []
    for number in range(count):
        if time.monotonic() > end:
            raise Unreadable(f"takes more than {SECONDS:.0f} seconds to read")
        pages.append(_page(reader.pages[number], number < MAX_LAID_OUT))
    composer = Composer()
    headings = _headings(pages)
    for number, page in enumerate(pages, 1):
        take_lines(composer, page.text.splitlines(), number, headings)
        for rows in drawn_tables(page.layout):
            composer.table(rows, number, drawn=True)
    return composer.document(pages=count)


@dataclass(frozen=True)
class _Page:
    """The text of a page, in the order of drawing and as it is laid out.

    `drawn` is what was drawn at once: text, size in points, whether bold.
    """

    text: str
    layout: str
    drawn: list[tuple[str, float, bool]]


def _page(page: Any, laid_out: bool) -> _Page:
    # Reading the text passes over a stream that unpacks beyond the bounds; unpacking it does not.
    if contents := page.get_contents():
        contents.get_data()
    drawn: list[tuple[str, float, bool]] = []

    def visit(text: str, _: Any, matrix: list[float], font: Any, size: float) -> None:
        words = " ".join(text.split())
        if words and len(drawn) < _MAX_DRAWN:
            scale = math.hypot(float(matrix[2]), float(matrix[3]))
            name = str((font or {}).get("/BaseFont", ""))
            drawn.append((words, round(float(size) * scale, 1), "bold" in name.casefold()))

    text = str(page.extract_text(visitor_text=visit) or "")
    return _Page(text, _layout(page) if laid_out else "", drawn)


def _layout(page: Any) -> str:
    try:
        return str(page.extract_text(extraction_mode="layout") or "")
    except MemoryError:
        raise
    except Exception:
        # What pypdf can read but not lay out has no tables that could be made out.
        return ""


def _headings(pages: list[_Page]) -> set[str]:
    """Return the short texts that are set larger or bolder than most of the letters are."""
    letters: Counter[tuple[float, bool]] = Counter()
    for page in pages:
        for text, size, bold in page.drawn:
            letters[size, bold] += len(text)
    if not letters:
        return set()
    (usual, usually_bold), _ = max(letters.items(), key=lambda item: (item[1], item[0]))
    return {
        text
        for page in pages
        for text, size, bold in page.drawn
        if len(text) <= LONGEST_HEADING
        and (size >= usual * 1.1 or (size >= usual and bold and not usually_bold))
        and any(sign.isalpha() for sign in text)
    }
