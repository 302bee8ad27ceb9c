"""Reading docx: the text as it is once each tracked change is accepted, and the changes.

Source: ECMA-376 part 1, WordprocessingML. The parts are read as they are stored, because
python-docx leaves out inserted text, content controls and text boxes.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal
from xml.etree.ElementTree import Element

from studio.formats import digests
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

_HOLDERS = {
    *("body", "sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "hdr", "ftr"),
    *("footnote", "endnote", "footnotes", "endnotes", "txbxContent"),
}
_INLINE = {
    *("r", "ins", "moveTo", "hyperlink", "smartTag", "sdt", "sdtContent", "fldSimple", "dir"),
    *("bdo", "customXml", "oMath", "oMathPara", "drawing", "pict", "AlternateContent", "Choice"),
    *("object", "ruby", "rubyBase", "inline", "anchor", "graphic", "graphicData", "wsp", "txbx"),
    *("wgp", "shape", "textbox", "group", "rect", "f", "num", "den", "sup", "sub", "e", "sSup"),
    *("sSub", "rad", "d", "nary"),
}
_SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_NOTES = ("header", "footer", "footnotes", "endnotes")
_REVISIONS: dict[str, Literal["insertion", "deletion", "move", "format"]] = {
    "ins": "insertion",
    "cellIns": "insertion",
    "del": "deletion",
    "cellDel": "deletion",
    "moveFrom": "move",
    "moveTo": "move",
    "rPrChange": "format",
    "pPrChange": "format",
    "tblPrChange": "format",
    "trPrChange": "format",
    "tcPrChange": "format",
    "sectPrChange": "format",
    "numberingChange": "format",
}
_MAX_SPAN = 64


@dataclass(frozen=True)
class _Style:
    name: str
    base: str
    level: int | None
    numbered: bool


# The styles are most of what there is to read, and the same in all variants of a document.
_kept_styles: dict[str, dict[str, _Style]] = {}
_MAX_KEPT_STYLES = 32
_LARGEST_KEPT = 1 << 20


def read_word(content: bytes, name: str) -> Document:
    """Return the document that a docx file holds.

    Raises:
        HostileInputError: if the file tries to harm.
        Unreadable: if it is no docx file.
    """
    package = Package(content, name)
    main = next((p for kind, p in package.related("").values() if kind == "officeDocument"), "")
    body = child(package.required(main), "body")
    if body is None:
        raise Unreadable("is damaged or not a document of its kind")
    reader = _Reader(_styles(package, main))
    reader.blocks(body, 0)
    for revision in _revisions(body):
        reader.composer.revisions.append(revision)
    for kind, path in sorted(package.related(main).values()):
        root = package.part(path) if kind in _NOTES else None
        if root is not None:
            reader.beside(root)
    return replace(reader.composer.document(), original="".join(_refused(body, 0)))


def _styles(package: Package, main: str) -> dict[str, _Style]:
    """Return the styles by id; the default one of paragraphs also stands at the empty id."""
    path = next((p for kind, p in package.related(main).values() if kind == "styles"), "")
    content = package.content(path) or b""
    if len(content) > _LARGEST_KEPT:
        return _read_styles(package.part(path))
    key = digests.of_bytes(content)
    if key not in _kept_styles:
        if len(_kept_styles) >= _MAX_KEPT_STYLES:
            _kept_styles.clear()
        _kept_styles[key] = _read_styles(package.part(path))
    return _kept_styles[key]


def _read_styles(root: Element | None) -> dict[str, _Style]:
    found: dict[str, _Style] = {}
    for style in children(root, "style"):
        name = attribute(child(style, "name"), "val")
        made = _Style(
            name[:1].upper() + name[1:],
            attribute(child(style, "basedOn"), "val"),
            _outline(child(style, "pPr")),
            child(style, "pPr", "numPr") is not None,
        )
        found[attribute(style, "styleId")] = made
        if attribute(style, "type") == "paragraph" and attribute(style, "default") in ("1", "true"):
            found[""] = made
    return found


def _outline(properties: Element | None) -> int | None:
    """Return the outline level counted from 1, None where there is none (10 is body text)."""
    written = attribute(child(properties, "outlineLvl"), "val")
    return int(written) + 1 if written in set("0123456789") else None


class _Reader:
    """Walks the parts of one file."""

    def __init__(self, styles: dict[str, _Style]) -> None:
        self.composer = Composer()
        self._styles = styles

    def blocks(self, holder: Element, depth: int) -> None:
        """Take the paragraphs and tables of a part, in order."""
        for element in holder:
            name = local_name(element)
            if name == "p":
                boxes: list[Element] = []
                kind, level, style = self._kind(element)
                text = _paragraph(element, boxes)
                self.composer.block(kind, text, level=level, style=style)
                self._run_styles(element)
                for box in boxes:
                    self.blocks(box, bounded(depth))
            elif name == "tbl":
                self.composer.table(_rows(element))
                self._table_styles(element)
            elif name in _HOLDERS:
                self.blocks(element, bounded(depth))

    def beside(self, root: Element) -> None:
        """Take the paragraphs of a header, a footer or foot notes."""
        for paragraph in root.iter():
            if local_name(paragraph) == "p":
                self.composer.block("note", _paragraph(paragraph, []), style="")

    def _kind(self, paragraph: Element) -> tuple[BlockKind, int, str]:
        properties = child(paragraph, "pPr")
        style = attribute(child(properties, "pStyle"), "val")
        chain = list(self._chain(style))
        name = chain[0].name if chain else ""
        if any(known.name.casefold() == "title" for known in chain):
            return "title", 0, name
        own = _outline(properties)
        level = own if own is not None else self._first_level(chain)
        if level is not None and level < 10:
            return "heading", level, name
        numbering = child(properties, "numPr")
        numbered = attribute(child(numbering, "numId"), "val") != "0" and numbering is not None
        listed = any(s.numbered or s.name.casefold().startswith("list ") for s in chain)
        return ("item" if numbered or listed else "paragraph"), 0, name

    def _first_level(self, chain: list[_Style]) -> int | None:
        for style in chain:
            if style.level is not None:
                return style.level
            word, _, number = style.name.casefold().partition(" ")
            if word == "heading" and number in set("123456789"):
                return int(number)
        return None

    def _chain(self, style: str) -> Iterator[_Style]:
        """Yield a style and those that it is based on, each once."""
        seen: set[str] = set()
        while style in self._styles and style not in seen:
            seen.add(style)
            yield self._styles[style]
            style = self._styles[style].base or "-"

    def _run_styles(self, paragraph: Element) -> None:
        for element in paragraph.iter():
            if local_name(element) == "rStyle" and attribute(element, "val") in self._styles:
                self.composer.styles.add(self._styles[attribute(element, "val")].name)

    def _table_styles(self, table: Element) -> None:
        for element in table.iter():
            if local_name(element) in ("tblStyle", "pStyle", "rStyle"):
                style = self._styles.get(attribute(element, "val"))
                if style is not None:
                    self.composer.styles.add(style.name)


def _refused(element: Element, depth: int) -> Iterator[str]:
    """Yield the text of a part as it was before its tracked changes, a line a paragraph."""
    for inner in element:
        name = local_name(inner)
        if name in ("t", "delText"):
            yield inner.text or ""
        elif name in _SIGNS:
            yield _SIGNS[name]
        elif name not in ("ins", "moveTo", "Fallback", "pPr", "rPr"):
            yield from _refused(inner, bounded(depth))
            yield "\n" if name == "p" else ""


def _paragraph(paragraph: Element, boxes: list[Element]) -> str:
    return "".join(_inline(paragraph, boxes, 0))


def _inline(element: Element, boxes: list[Element], depth: int) -> Iterator[str]:
    """Yield the text of runs; text boxes found on the way are put aside into `boxes`."""
    for inner in element:
        name = local_name(inner)
        if name == "t":
            yield inner.text or ""
        elif name in _SIGNS:
            yield _SIGNS[name]
        elif name == "txbxContent":
            boxes.append(inner)
        elif name in _INLINE and not (name == "r" and _is_hidden(inner)):
            yield from _inline(inner, boxes, bounded(depth))


def _is_hidden(run: Element) -> bool:
    vanish = child(run, "rPr", "vanish")
    return vanish is not None and attribute(vanish, "val") not in ("0", "false", "off")


def _unwrapped(holder: Element, name: str, depth: int = 0) -> Iterator[Element]:
    """Yield the rows or cells of a holder, also those within content controls."""
    for inner in holder:
        if local_name(inner) == name:
            yield inner
        elif local_name(inner) in ("sdt", "sdtContent", "customXml"):
            yield from _unwrapped(inner, name, bounded(depth))


def _rows(table: Element) -> Iterator[list[str]]:
    above: list[str] = []
    for row in _unwrapped(table, "tr"):
        if child(row, "trPr", "del") is not None:
            continue
        cells: list[str] = []
        for cell in _unwrapped(row, "tc"):
            properties = child(cell, "tcPr")
            if child(properties, "cellDel") is not None:
                continue
            merge = child(properties, "vMerge")
            continued = merge is not None and attribute(merge, "val") != "restart"
            held = above[len(cells)] if continued and len(cells) < len(above) else _cell(cell)
            written = attribute(child(properties, "gridSpan"), "val")
            span = int(written) if written.isdecimal() and len(written) < 4 else 1
            cells += [held] + [""] * (min(max(span, 1), _MAX_SPAN) - 1)
        above = cells
        yield cells


def _cell(cell: Element) -> str:
    texts = [_paragraph(inner, []) for inner in cell.iter() if local_name(inner) == "p"]
    return "\n".join(text for text in texts if text.strip())


def _revisions(body: Element) -> Iterator[Revision]:
    for element in body.iter():
        kind = _REVISIONS.get(local_name(element))
        if kind is not None:
            words = [e.text or "" for e in element.iter() if local_name(e) in ("t", "delText")]
            yield Revision(kind, attribute(element, "author"), "".join(words))
