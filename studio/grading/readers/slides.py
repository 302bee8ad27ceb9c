"""Reading pptx: slides in the order in which they are shown.

Source: ECMA-376 part 1, PresentationML and DrawingML.
"""

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from studio.grading.readers.archives import Unreadable
from studio.grading.readers.packages import Package, attribute, child, children, local_name
from studio.grading.readers.parts import BlockKind, Composer, Document

MAX_SLIDES = 2_000
_TITLES = ("title", "ctrTitle")
_NUMBERING = ("buChar", "buAutoNum", "buBlip")


def read_slides(content: bytes, name: str) -> Document:
    """Return the document that a pptx file holds; the titles of slides are its headings.

    Raises:
        HostileInputError: if the file tries to harm.
        Unreadable: if it is no pptx file.
    """
    package = Package(content, name)
    main = next((p for kind, p in package.related("").values() if kind == "officeDocument"), "")
    listed = list(children(child(package.required(main), "sldIdLst"), "sldId"))
    if len(listed) > MAX_SLIDES:
        raise Unreadable(f"holds more than {MAX_SLIDES:,} slides")
    known = package.related(main)
    composer = Composer()
    paths = [path for slide in listed if (path := _slide_path(slide, known))]
    for number, path in enumerate(paths, 1):
        _take_slide(package, path, number, composer)
    return composer.document(pages=len(paths))


def _slide_path(slide: Element, known: dict[str, tuple[str, str]]) -> str:
    """Return the part of a slide; its plain `id` is a number, the namespaced one a relation."""
    relation = next((v for k, v in slide.attrib.items() if k.endswith("}id")), "")
    kind, path = known.get(relation, ("", ""))
    return path if kind == "slide" else ""


def _take_slide(package: Package, path: str, number: int, composer: Composer) -> None:
    tree = child(package.required(path), "cSld", "spTree")
    shapes = list(_shapes(tree)) if tree is not None else []
    for shape in sorted(shapes, key=lambda shape: _holder(shape) not in _TITLES):
        _take_shape(shape, number, composer)
    for kind, beside in sorted(package.related(path).values()):
        if kind == "slideLayout":
            layout = attribute(child(package.part(beside), "cSld"), "name")
            composer.styles |= {layout} if layout else set()
        elif kind == "notesSlide":
            notes = package.part(beside)
            for shape in _shapes(child(notes, "cSld", "spTree")):
                if _holder(shape) == "body":
                    for paragraph in children(child(shape, "txBody"), "p"):
                        composer.block("note", _text(paragraph), page=number)


def _shapes(tree: Element | None) -> Iterator[Element]:
    """Yield shapes and frames in drawing order, those within groups too."""
    for element in tree.iter() if tree is not None else ():
        if local_name(element) in ("sp", "graphicFrame"):
            yield element


def _holder(shape: Element) -> str:
    """Return the kind of the placeholder that a shape fills, `obj` for a plain one, or none."""
    holder = child(shape, "nvSpPr", "nvPr", "ph")
    return "" if holder is None else attribute(holder, "type") or "obj"


def _take_shape(shape: Element, number: int, composer: Composer) -> None:
    if local_name(shape) == "graphicFrame":
        for table in shape.iter():
            if local_name(table) == "tbl":
                composer.table(_rows(table), page=number)
        return
    holder = _holder(shape)
    for paragraph in children(child(shape, "txBody"), "p"):
        properties = child(paragraph, "pPr")
        level = attribute(properties, "lvl")
        kind: BlockKind = "paragraph"
        if holder in _TITLES:
            kind = "title" if holder == "ctrTitle" else "heading"
        elif holder in ("body", "obj") or any(
            child(properties, sign) is not None for sign in _NUMBERING
        ):
            kind = "item"
        rank = 1 if kind == "heading" else int(level) if level in set("12345678") else 0
        composer.block(kind, _text(paragraph), level=rank, page=number)


def _text(paragraph: Element) -> str:
    words = []
    for element in paragraph.iter():
        name = local_name(element)
        words.append((element.text or "") if name == "t" else "\n" if name == "br" else "")
    return "".join(words)


def _rows(table: Element) -> Iterator[list[str]]:
    for row in children(table, "tr"):
        yield [
            "\n".join(_text(paragraph) for paragraph in children(child(cell, "txBody"), "p"))
            for cell in children(row, "tc")
        ]
