"""Documents as passages whose text can be changed: txt, md, html, docx, odt, pptx and pdf alike.

A change touches only the signs that differ, so formats and tracked changes around them stay.
"""

import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any, Literal

from lxml import etree, html

from studio.grading.near_misses.workbooks import packed, parse_xml, unpacked
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.places import MAX_TEXT, decode, read_bytes
from studio.grading.readers.values import fold

PLAIN = (".txt", ".md", ".log", ".rst")
MARKUP = (".html", ".htm")
ZIPPED = (".docx", ".odt", ".pptx")
PROSE = (*PLAIN, *MARKUP, *ZIPPED, ".pdf")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_BLOCKS = frozenset(
    ["p", "li", "h1", "h2", "h3", "h4", "h5", "h6", "td", "th", "dt", "dd", "caption", "pre"]
)
Kind = Literal["heading", "paragraph", "item", "cell"]
Slot = tuple[Any, str]


@dataclass(frozen=True)
class Passage:
    """A paragraph, heading, item or cell; `row` numbers the table row it stands in, else 0."""

    kind: Kind
    level: int
    text: str
    row: int = 0


@dataclass(frozen=True)
class Prose:
    """The passages of a document, and how to write it with others: None leaves one out."""

    passages: tuple[Passage, ...]
    write: Callable[[Mapping[int, str | None]], bytes]


def open_prose(place: Path) -> Prose:
    """Return a document for changing.

    Raises:
        Unreadable: if it is none.
        HostileInputError: if it tries to harm.
    """
    suffix = place.suffix.lower()
    if suffix in PLAIN:
        return _plain(place)
    if suffix in MARKUP:
        return _markup(place)
    if suffix == ".pdf":
        return _pdf(place)
    return _zipped(place)


def _plain(place: Path) -> Prose:
    text = decode(read_bytes(place, MAX_TEXT))
    lines = text.splitlines()
    numbers = [number for number, line in enumerate(lines) if line.strip()]
    passages = tuple(_line(lines[number], number) for number in numbers)

    def write(changes: Mapping[int, str | None]) -> bytes:
        made: list[str | None] = list(lines)
        for index, value in changes.items():
            made[numbers[index]] = value
        kept = [line for line in made if line is not None]
        return ("\n".join(kept) + ("\n" if text.endswith("\n") else "")).encode()

    return Prose(passages, write)


def _line(line: str, number: int) -> Passage:
    if found := re.match(r"(#{1,6})\s", line):
        return Passage("heading", len(found[1]), line)
    if line.lstrip().startswith("|"):
        ruler = re.fullmatch(r"[\s|:+-]+", line)
        return Passage("cell", 0, line, 0 if ruler else number + 1)
    item = re.match(r"\s*([-*+•]|\d+[.)])\s", line)
    return Passage("item" if item else "paragraph", 0, line)


def _join(slots: list[Slot]) -> str:
    return "".join(getattr(element, name) or "" for element, name in slots)


def _put(slots: list[Slot], text: str) -> None:
    """Change the text that slots hold together, touching only what differs."""
    old = _join(slots)
    pairs = zip(old, text, strict=False)
    start = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    longest = min(len(old), len(text)) - start
    backwards = zip(reversed(old), reversed(text), strict=False)
    end = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], backwards))
    stop = len(old) - min(end, longest)
    fresh: str | None = text[start : len(text) - (len(old) - stop)]
    offset = 0
    for number, (element, name) in enumerate(slots):
        part = getattr(element, name) or ""
        before = part[: max(0, start - offset)]
        after = part[max(0, stop - offset) :]
        here = fresh is not None and (start < offset + len(part) or number == len(slots) - 1)
        setattr(element, name, before + ((fresh or "") if here else "") + after)
        fresh = None if here else fresh
        offset += len(part)


def _inner_slots(element: Any) -> list[Slot]:
    found: list[Slot] = [(element, "text")]
    for child in element.iterchildren():
        if isinstance(child.tag, str):
            found += _inner_slots(child)
        found.append((child, "tail"))
    return found


def _tagged_slots(element: Any, tag: str) -> list[Slot]:
    return [(found, "text") for found in element.iter(tag)]


@dataclass
class _Piece:
    """A passage within a tree: its element and the slots that hold its text."""

    passage: Passage
    element: Any
    slots: list[Slot]

    def change(self, text: str | None) -> None:
        if text is not None:
            _put(self.slots, text)
            return
        parent = self.element.getparent()
        if self.passage.kind == "cell" or parent is None:
            _put(self.slots, "")
        else:
            self.element.tail = None
            parent.remove(self.element)


def _piece(kind: Kind, level: int, element: Any, slots: list[Slot], row: int = 0) -> _Piece | None:
    text = _join(slots)
    return _Piece(Passage(kind, level, text, row), element, slots) if fold(text) else None


def _markup_pieces(root: Any) -> Iterator[_Piece]:
    rows: dict[Any, int] = {}
    for element in root.iter():
        tag = element.tag
        if tag not in _BLOCKS or any(child.tag in _BLOCKS for child in element.iterdescendants()):
            continue
        row = next((found for found in element.iterancestors("tr")), None)
        number = rows.setdefault(row, len(rows) + 1) if row is not None else 0
        heading = re.fullmatch(r"h([1-6])", tag)
        kind: Kind = "cell" if tag in ("td", "th") else "item" if tag == "li" else "paragraph"
        level = int(heading[1]) if heading else 0
        found = _piece(
            "heading" if heading else kind, level, element, _inner_slots(element), number
        )
        if found:
            yield found


def _tree_prose(pieces: Callable[[], tuple[list[_Piece], Callable[[], bytes]]]) -> Prose:
    """Return the prose of a tree; each writing starts from a tree of its own."""

    def write(changes: Mapping[int, str | None]) -> bytes:
        fresh, save = pieces()
        for index, text in changes.items():
            fresh[index].change(text)
        return save()

    return Prose(tuple(piece.passage for piece in pieces()[0]), write)


def _markup(place: Path) -> Prose:
    content = read_bytes(place, MAX_TEXT)

    def pieces() -> tuple[list[_Piece], Callable[[], bytes]]:
        try:
            root = html.document_fromstring(decode(content).encode(), parser=_html_parser())
        except etree.ParserError as fault:
            raise Unreadable(f"is not HTML ({fault})") from None
        return list(_markup_pieces(root)), lambda: _html_bytes(root)

    return _tree_prose(pieces)


def _html_parser() -> Any:
    return html.HTMLParser(encoding="utf-8", no_network=True)


def _html_bytes(root: Any) -> bytes:
    return bytes(etree.tostring(root.getroottree(), method="html", encoding="utf-8"))


def _part_names(members: Mapping[str, bytes], suffix: str) -> list[str]:
    if suffix == ".docx":
        names = ["word/document.xml"]
    elif suffix == ".odt":
        names = ["content.xml"]
    else:
        found = [name for name in members if re.fullmatch(r"ppt/slides/slide\d+\.xml", name)]
        names = sorted(found, key=lambda name: int(re.sub(r"\D", "", name)))
    if not names or any(name not in members for name in names):
        raise Unreadable("is not such a document")
    return names


def _zipped(place: Path) -> Prose:
    suffix = place.suffix.lower()
    members = unpacked(read_bytes(place))
    names = _part_names(members, suffix)
    finders = {".docx": _docx_pieces, ".odt": _odt_pieces, ".pptx": _pptx_pieces}

    def pieces() -> tuple[list[_Piece], Callable[[], bytes]]:
        roots = {name: parse_xml(members[name]) for name in names}
        found = [piece for name in names for piece in finders[suffix](roots[name])]

        def save() -> bytes:
            changed = {
                name: etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
                for name, root in roots.items()
            }
            return packed(members | changed)

        return found, save

    return _tree_prose(pieces)


def _docx_pieces(root: Any) -> Iterator[_Piece]:
    rows: dict[Any, int] = {}
    for element in root.iter(f"{_W}p"):
        style = element.find(f"{_W}pPr/{_W}pStyle")
        name = style.get(f"{_W}val", "") if style is not None else ""
        heading = re.fullmatch(r"(?:Heading|heading) ?([1-9])|Title()", name)
        item = element.find(f"{_W}pPr/{_W}numPr") is not None or name.startswith("List")
        row = next((found for found in element.iterancestors(f"{_W}tr")), None)
        number = rows.setdefault(row, len(rows) + 1) if row is not None else 0
        kind: Kind = "heading" if heading else "cell" if number else "item" if item else "paragraph"
        level = int(heading[1] or 1) if heading else 0
        found = _piece(kind, level, element, _tagged_slots(element, f"{_W}t"), number)
        if found:
            yield found


def _pptx_pieces(root: Any) -> Iterator[_Piece]:
    rows: dict[Any, int] = {}
    for element in root.iter(f"{_A}p"):
        row = next((found for found in element.iterancestors(f"{_A}tr")), None)
        number = rows.setdefault(row, len(rows) + 1) if row is not None else 0
        shape = next((found for found in element.iterancestors(f"{_P}sp")), None)
        place = shape.find(f"{_P}nvSpPr/{_P}nvPr/{_P}ph") if shape is not None else None
        heading = place is not None and place.get("type") in ("title", "ctrTitle")
        kind: Kind = "heading" if heading else "cell" if number else "item"
        slots = _tagged_slots(element, f"{_A}t")
        if found := _piece(kind, int(heading), element, slots, number):
            yield found


def _odt_pieces(root: Any) -> Iterator[_Piece]:
    rows: dict[Any, int] = {}
    for element in root.iter(f"{_TEXT}p", f"{_TEXT}h"):
        row = next((found for found in element.iterancestors(f"{_TABLE}table-row")), None)
        number = rows.setdefault(row, len(rows) + 1) if row is not None else 0
        heading = element.tag == f"{_TEXT}h"
        item = any(True for _ in element.iterancestors(f"{_TEXT}list-item"))
        kind: Kind = "heading" if heading else "cell" if number else "item" if item else "paragraph"
        level = int(element.get(f"{_TEXT}outline-level", "1")) if heading else 0
        if found := _piece(kind, level, element, _inner_slots(element), number):
            yield found


def _pdf(place: Path) -> Prose:
    content = read_bytes(place)

    def write(changes: Mapping[int, str | None]) -> bytes:
        from pypdf.generic import NameObject, TextStringObject

        writer, streams = _pdf_streams(content)
        places = _pdf_strings(streams)
        for index, text in changes.items():
            where, number = places[index]
            where[number] = TextStringObject(text or "")
        for page, stream in streams:
            page[NameObject("/Contents")] = stream
        out = io.BytesIO()
        writer.write(out)
        return out.getvalue()

    try:
        found = _pdf_strings(_pdf_streams(content)[1])
    except Exception:
        # pypdf raises whatever its parsers raise on a damaged file.
        raise Unreadable("is not a PDF") from None
    return Prose(tuple(Passage("paragraph", 0, str(where[n])) for where, n in found), write)


def _pdf_streams(content: bytes) -> tuple[Any, list[tuple[Any, Any]]]:
    """Return a writer with a copy of a PDF, and each page with its operations."""
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import ContentStream

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(content)))
    pages = [page for page in writer.pages if page.get_contents() is not None]
    return writer, [(page, ContentStream(page.get_contents(), writer)) for page in pages]


def _pdf_strings(streams: list[tuple[Any, Any]]) -> list[tuple[list[Any], int]]:
    """Return the lists and indices at which strings to be shown stand."""
    from pypdf.generic import TextStringObject

    found: list[tuple[list[Any], int]] = []
    for operands, operator in (pair for _, stream in streams for pair in stream.operations):
        if operator in (b"Tj", b"'"):
            found.append((operands, len(operands) - 1))
        elif operator == b"TJ":
            found += [(operands[0], number) for number in range(len(operands[0]))]
    return [
        (where, number)
        for where, number in found
        if isinstance(where[number], TextStringObject) and fold(str(where[number]))
    ]
