"""Reading odt and odp: the text as it is once tracked changes are accepted, and the changes.

Source: OpenDocument 1.3 part 3 (schema), chapters 5 (text), 9 (tables) and 10 (slides).
"""

from collections.abc import Iterable, Iterator
from typing import Literal
from xml.etree.ElementTree import Element

from studio.grading.readers.archives import Unreadable
from studio.grading.readers.packages import (
    Package,
    attribute,
    bounded,
    child,
    children,
    local_name,
)
from studio.grading.readers.parts import BlockKind, Composer, Document, Revision

_REGIONS: dict[str, Literal["insertion", "deletion", "format"]] = {
    "insertion": "insertion",
    "deletion": "deletion",
    "format-change": "format",
}
_SIGNS = {"tab": "\t", "line-break": "\n"}
_SKIPPED = ("annotation", "annotation-end", "tracked-changes", "note-citation", "ruby-text")
_MAX_REPEATED = 1_000
_MAX_OVERLAPPING = 20
MAX_SLIDES = 2_000
_Styles = dict[str, tuple[str, str, bool]]


def read_opendocument(content: bytes, name: str) -> Document:
    """Return the document that an odt file holds.

    Raises:
        HostileInputError: if the file tries to harm.
        Unreadable: if it is no odt file.
    """
    package = Package(content, name)
    root = package.required("content.xml")
    body = child(root, "body", "text")
    if body is None:
        raise Unreadable("is damaged or not a document of its kind")
    named = package.part("styles.xml")
    reader = _Reader(_styles(root) | _styles(named))
    reader.blocks(body, 0, "paragraph")
    reader.composer.revisions.extend(_revisions(body))
    for page in children(child(named, "master-styles"), "master-page"):
        for beside in page:
            reader.blocks(beside, 0, "note")
    return reader.composer.document()


def read_presentation(content: bytes, name: str) -> Document:
    """Return the document that an odp file holds; the titles of slides are its headings.

    Raises:
        HostileInputError: if the file tries to harm.
        Unreadable: if it is no odp file.
    """
    package = Package(content, name)
    root = package.required("content.xml")
    body = child(root, "body", "presentation")
    if body is None:
        raise Unreadable("is damaged or not a document of its kind")
    slides = list(children(body, "page"))
    if len(slides) > MAX_SLIDES:
        raise Unreadable(f"holds more than {MAX_SLIDES:,} slides")
    reader = _Reader(_styles(root) | _styles(package.part("styles.xml")))
    for number, slide in enumerate(slides, 1):
        reader.slide(slide, number)
    return reader.composer.document(pages=len(slides))


def _styles(root: Element | None) -> _Styles:
    """Return styles by name: the name that is shown, the parent, whether it is automatic."""
    found: _Styles = {}
    for holder in ("automatic-styles", "styles"):
        for style in children(child(root, holder), "style"):
            name = attribute(style, "name")
            shown = attribute(style, "display-name") or name.replace("_20_", " ")
            parent = attribute(style, "parent-style-name")
            found[name] = (shown, parent, holder == "automatic-styles")
    return found


class _Reader:
    """Walks one file."""

    def __init__(self, styles: _Styles) -> None:
        self.composer = Composer()
        self._styles = styles
        self._page = 0

    def slide(self, slide: Element, number: int) -> None:
        """Take a slide: its title, the other frames, then the notes of the speaker."""
        self._page = number
        frames = sorted(slide, key=lambda frame: attribute(frame, "class") != "title")
        for frame in frames:
            if local_name(frame) == "notes":
                self.blocks(frame, 0, "note")
                continue
            title = attribute(frame, "class") == "title"
            for holder in frame if local_name(frame) == "frame" else (frame,):
                if local_name(holder) == "table":
                    self.composer.table(_rows(holder, 0), number)
                else:
                    self.blocks(holder, 0, "heading" if title else "paragraph")

    def blocks(self, holder: Iterable[Element], depth: int, kind: BlockKind) -> None:
        """Take the paragraphs, lists and tables of a part, in order."""
        for element in holder:
            name = local_name(element)
            if name in ("p", "h"):
                self._paragraph(element, depth, kind)
            elif name == "table":
                self.composer.table(_rows(element, 0))
            elif name == "list":
                plain = kind in ("note", "heading")
                self.blocks(element, bounded(depth), kind if plain else "item")
            elif name not in _SKIPPED:
                self.blocks(element, bounded(depth), kind)

    def _paragraph(self, element: Element, depth: int, kind: BlockKind) -> None:
        aside: list[Element] = []
        text = "".join(_inline(element, aside, 0))
        style = self._named(attribute(element, "style-name"))
        level = 1 if kind == "heading" else 0
        if kind != "note" and style.casefold() == "title":
            kind = "title"
        elif kind != "note" and local_name(element) == "h":
            written = attribute(element, "outline-level")
            kind, level = "heading", int(written) if written in set("123456789") else 1
        shown = style if kind != "note" else ""
        self.composer.block(kind, text, level=level, style=shown, page=self._page)
        for inner in element.iter():
            if local_name(inner) == "span":
                self._span_style(attribute(inner, "style-name"))
        for box in aside:
            self.blocks(box, bounded(depth), "note" if local_name(box) == "note-body" else kind)

    def _named(self, name: str) -> str:
        """Return the name of the style that an automatic style varies, or of the style itself."""
        for _ in range(20):
            shown, parent, automatic = self._styles.get(
                name, (name.replace("_20_", " "), "", False)
            )
            if not automatic or not parent:
                return "" if automatic else shown
            name = parent
        return ""

    def _span_style(self, name: str) -> None:
        style = self._named(name)
        if style:
            self.composer.styles.add(style)


def _inline(element: Element, aside: list[Element], depth: int) -> Iterator[str]:
    """Yield the text of a paragraph; boxes and notes found on the way are put into `aside`."""
    yield element.text or ""
    for inner in element:
        name = local_name(inner)
        if name == "s":
            count = attribute(inner, "c")
            yield " " * (min(int(count), _MAX_REPEATED) if count.isdecimal() else 1)
        elif name in _SIGNS:
            yield _SIGNS[name]
        elif name in ("text-box", "note-body"):
            aside.append(inner)
        elif name not in _SKIPPED:
            yield from _inline(inner, aside, bounded(depth))
        yield inner.tail or ""


def _rows(table: Element, depth: int) -> Iterator[list[str]]:
    for element in table:
        name = local_name(element)
        if name == "table-row":
            cells = list(_cells(element))
            for _ in range(_repeated(element, "number-rows-repeated") if any(cells) else 1):
                yield cells
        elif name in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _rows(element, bounded(depth))


def _cells(row: Element) -> Iterator[str]:
    kept: list[str] = []
    for cell in row:
        if local_name(cell) in ("table-cell", "covered-table-cell"):
            texts = ["".join(_inline(p, [], 0)) for p in cell.iter() if local_name(p) in ("p", "h")]
            text = "\n".join(text for text in texts if text.strip())
            kept += [text] * _repeated(cell, "number-columns-repeated")
    while kept and not kept[-1]:
        kept.pop()
    yield from kept


def _repeated(element: Element, name: str) -> int:
    written = attribute(element, name)
    count = int(written) if written.isdecimal() and len(written) < 8 else 1
    return min(max(count, 1), _MAX_REPEATED)


def _revisions(body: Element) -> Iterator[Revision]:
    inserted = _inserted(body)
    for region in children(child(body, "tracked-changes"), "changed-region"):
        for change in region:
            kind = _REGIONS.get(local_name(change))
            if kind is None:
                continue
            creator = child(change, "change-info", "creator")
            author = "".join(creator.itertext()) if creator is not None else ""
            gone = [e for e in change if local_name(e) != "change-info"]
            text = "\n".join("".join(element.itertext()) for element in gone)
            yield Revision(kind, author, text or inserted.get(attribute(region, "id"), ""))


def _inserted(body: Element) -> dict[str, str]:
    """Return the text between the marks of each insertion that is at most a few levels inside."""
    found: dict[str, str] = {}
    marked: dict[str, list[str]] = {}
    for element, text in _stream(body, 0):
        name = attribute(element, "change-id")
        if local_name(element) == "change-start" and len(marked) < _MAX_OVERLAPPING:
            marked[name] = []
        elif local_name(element) == "change-end" and name in marked:
            found[name] = "".join(marked.pop(name))
        for words in marked.values():
            words.append(text)
    return found


def _stream(element: Element, depth: int) -> Iterator[tuple[Element, str]]:
    """Yield each element with the text that follows its start, or its end if it is a mark."""
    yield element, element.text or ""
    for inner in element:
        if len(inner):
            yield from _stream(inner, bounded(depth))
            yield element, inner.tail or ""
        else:
            yield inner, (inner.text or "") + (inner.tail or "")
