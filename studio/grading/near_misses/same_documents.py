"""Harmless variants of texts and documents: other layout, marks, fonts and programs."""

import io
import random
import re
from collections.abc import Callable, Iterator
from typing import Any

from lxml import etree, html

from studio.grading.near_misses.operators import Made, Scene, varies
from studio.grading.near_misses.prose import MARKUP, PROSE, open_prose
from studio.grading.near_misses.workbooks import packed, parse_xml, unpacked
from studio.grading.readers.places import decode

_TEXTS = (".txt", ".md", ".log")
_WORDS = (".docx",)
_SLIDES = (".pptx",)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def _text_operator(
    id: str, title: str, did: str, change: Callable[[str], str],
    suffixes: tuple[str, ...] = _TEXTS, encoding: str = "utf-8",
) -> None:  # fmt: skip
    def make(scene: Scene, rng: random.Random) -> Iterator[Made]:
        yield scene.made(did, change(decode(scene.content())).encode(encoding))

    varies(id, "documents", title, suffixes)(make)


def _spaced(text: str) -> str:
    return re.sub(r"(?<=[^\W\d]) (?=[^\W\d])", "\u00a0", text, count=5)


def _bullets(text: str) -> str:
    return re.sub(r"(?m)^(\s*)[-*](?= )", lambda m: f"{m[1]}{'*' if '-' in m[0] else '-'}", text)


def _wrapped(text: str) -> str:
    """Break the first long paragraph lines of Markdown, where a line end means a space."""
    lines = []
    for line in text.splitlines():
        plain = re.match(r"[A-Z]", line) and len(line) > 60 and not line.endswith("  ")
        cut = line.find(" ", 40) if plain else -1
        following = line[cut + 1 : cut + 2]
        lines += [line[:cut], line[cut + 1 :]] if cut > 0 and following.isalpha() else [line]
    return "\n".join(lines) + ("\n" if text.endswith("\n") else "")


def _underlined(text: str) -> str:
    return re.sub(r"(?m)^# (.+)$", lambda m: f"{m[1]}\n{'=' * len(m[1])}", text)


_text_operator(
    "text_line_ends", "Other line ends", "ended the lines as Windows does",
    lambda text: text.replace("\r\n", "\n").replace("\n", "\r\n"),
)  # fmt: skip
_text_operator(
    "text_final_lines", "Blank lines at the end", "left blank lines at the end",
    lambda text: text.rstrip("\n") + "\n\n\n",
)  # fmt: skip
_text_operator(
    "text_line_spaces", "Spaces at line ends", "left a space at the end of each line",
    lambda text: re.sub(r"(?m)(?<=\S)$", " ", text),
)  # fmt: skip
_text_operator(
    "text_mark", "With a byte order mark", "put a byte order mark in front", lambda text: text,
    encoding="utf-8-sig",
)  # fmt: skip
_text_operator("text_no_break", "No-break spaces", "put no-break spaces between words", _spaced)
_text_operator("markdown_bullets", "Other list marks", "used other list marks", _bullets, (".md",))
_text_operator("markdown_wrapped", "Other line breaks", "broke long lines", _wrapped, (".md",))
_text_operator(
    "markdown_underlined", "Headings underlined", "underlined the headings", _underlined, (".md",)
)


@varies("html_spaced", "documents", "Other white space in HTML", MARKUP)
def _html_spaced(scene: Scene, rng: random.Random) -> Iterator[Made]:
    text = decode(scene.content())
    other = re.sub(r"(</(?:p|li|tr|h[1-6]|table|ul|ol|div)>)", r"\1\n\n  ", text)
    yield scene.made("put blank lines between the elements", other.encode())


@varies("html_classes", "documents", "Classes and styles in HTML", MARKUP)
def _html_classes(scene: Scene, rng: random.Random) -> Iterator[Made]:
    parser = html.HTMLParser(encoding="utf-8", no_network=True)
    root = html.document_fromstring(decode(scene.content()).encode(), parser=parser)
    for element in root.iter("p", "td", "th", "li", "h1", "h2", "table"):
        element.set("class", "plain")
    content = etree.tostring(root.getroottree(), method="html", encoding="utf-8")
    yield scene.made("gave the elements a class", bytes(content))


def _part_operator(
    id: str, title: str, did: str, suffixes: tuple[str, ...], change: Callable[[Any], bool]
) -> None:
    """Register an operator that changes the XML parts of a docx or pptx."""

    def make(scene: Scene, rng: random.Random) -> Iterator[Made]:
        members = unpacked(scene.content())
        changed = {}
        for name in members:
            if re.fullmatch(r"word/document\.xml|ppt/slides/slide\d+\.xml", name):
                root = parse_xml(members[name])
                if change(root):
                    changed[name] = bytes(
                        etree.tostring(root, xml_declaration=True, encoding="UTF-8")
                    )
        if changed:
            yield scene.made(did, packed(members | changed))

    varies(id, "documents", title, suffixes)(make)


def _other_font(root: Any) -> bool:
    runs = list(root.iter(f"{_W}r"))
    for run in runs:
        properties = run.find(f"{_W}rPr")
        if properties is None:
            properties = etree.Element(f"{_W}rPr")
            run.insert(0, properties)
        for old in properties.findall(f"{_W}rFonts"):
            properties.remove(old)
        font = etree.Element(f"{_W}rFonts")
        font.set(f"{_W}ascii", "Arial")
        properties.insert(0, font)
    return bool(runs)


def _split_runs(root: Any) -> bool:
    changed = False
    for run in list(root.iter(f"{_W}r")):
        texts = run.findall(f"{_W}t")
        if len(texts) != 1 or len(texts[0].text or "") < 4:
            continue
        copy = etree.fromstring(etree.tostring(run))
        half = len(texts[0].text) // 2
        copy.find(f"{_W}t").text = texts[0].text[half:]
        texts[0].text = texts[0].text[:half]
        for text in (texts[0], copy.find(f"{_W}t")):
            text.set(_SPACE, "preserve")
        run.addnext(copy)
        changed = True
    return changed


def _blank_paragraphs(root: Any) -> bool:
    found = [p for p in root.iter(f"{_W}p") if p.getparent().tag == f"{_W}body"]
    for paragraph in found[1:]:
        paragraph.addprevious(etree.Element(f"{_W}p"))
    return len(found) > 1


def _smaller(root: Any) -> bool:
    runs = list(root.iter(f"{_A}rPr"))
    for run in runs:
        run.set("sz", "1600")
    return bool(runs)


_part_operator("word_font", "Another font", "set the text in Arial", _WORDS, _other_font)
_part_operator("word_runs", "Runs split in two", "split the runs in two", _WORDS, _split_runs)
_part_operator(
    "word_blank_paragraphs", "Blank paragraphs between", "put blank paragraphs between", _WORDS,
    _blank_paragraphs,
)  # fmt: skip
_part_operator(
    "slide_font", "Another size of letters", "set the text in 16 points", _SLIDES, _smaller
)


def _steady(content: bytes) -> bytes:
    """Return a saved document with fixed times, so that the same variant has the same bytes."""
    return packed(unpacked(content))


@varies("word_resaved", "documents", "Saved again by python-docx", _WORDS)
def _word_resaved(scene: Scene, rng: random.Random) -> Iterator[Made]:
    import docx

    document = docx.Document(io.BytesIO(scene.content()))
    stream = io.BytesIO()
    document.save(stream)
    yield scene.made("saved the document again with python-docx", _steady(stream.getvalue()))


@varies("slides_resaved", "documents", "Saved again by python-pptx", _SLIDES)
def _slides_resaved(scene: Scene, rng: random.Random) -> Iterator[Made]:
    import pptx

    presentation = pptx.Presentation(io.BytesIO(scene.content()))
    stream = io.BytesIO()
    presentation.save(stream)
    yield scene.made("saved the slides again with python-pptx", _steady(stream.getvalue()))


@varies("archive_repacked", "documents", "Packed again", (".docx", ".pptx", ".odt"))
def _archive_repacked(scene: Scene, rng: random.Random) -> Iterator[Made]:
    yield scene.made("packed the document's parts again", _steady(scene.content()))


@varies("pdf_resaved", "documents", "Saved again by pypdf", (".pdf",))
def _pdf_resaved(scene: Scene, rng: random.Random) -> Iterator[Made]:
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(scene.content())))
    writer.add_metadata({"/Title": "Copy"})
    for page in writer.pages:
        page.compress_content_streams()
    stream = io.BytesIO()
    writer.write(stream)
    yield scene.made("saved the pages again with pypdf", stream.getvalue())


@varies("figures_separated", "documents", "Thousands separated or not", PROSE)
def _figures_separated(scene: Scene, rng: random.Random) -> Iterator[Made]:
    prose = open_prose(scene.place)
    changes: dict[int, str | None] = {}
    for number, passage in enumerate(prose.passages):
        text = re.sub(
            r"(?<![\w.,#/-])\d{1,3}(?:,\d{3})+(?=\.\d\d(?!\d))",
            lambda found: found.group().replace(",", ""),
            passage.text,
        )
        if text != passage.text:
            changes[number] = text
    if changes:
        did = f"left out the commas of figures in {len(changes)} places"
        yield scene.made(did, prose.write(changes))
