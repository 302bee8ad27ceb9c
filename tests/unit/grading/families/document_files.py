"""Documents made by the libraries of their formats: one content, seven files."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import docx
import pptx
from odf import style as odf_style
from odf import table as odf_table
from odf import text as odf_text
from odf.opendocument import OpenDocumentText
from pptx.util import Inches
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate, Table

_STYLES = {"Normal", "Title", "Heading 1", "Default Paragraph Font", "Normal Table", "No List"}


@dataclass(frozen=True)
class Content:
    """Headings with the paragraphs below each, and a table at the end."""

    title: str
    sections: Sequence[tuple[str, Sequence[str]]]
    table: Sequence[Sequence[str]] = field(default_factory=tuple)


def write_txt(content: Content, place: Path) -> None:
    lines = [content.title, "=" * len(content.title), ""]
    for heading, paragraphs in content.sections:
        lines += [f"{heading}:", *(line for text in paragraphs for line in (text, ""))]
    lines += ["\t".join(row) for row in content.table]
    place.write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_md(content: Content, place: Path) -> None:
    lines = [f"# {content.title}", ""]
    for heading, paragraphs in content.sections:
        lines += [f"## {heading}", "", *(line for text in paragraphs for line in (text, ""))]
    if content.table:
        lines += [f"| {' | '.join(content.table[0])} |", "|---" * len(content.table[0]) + "|"]
        lines += [f"| {' | '.join(row)} |" for row in content.table[1:]]
    place.write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_html(content: Content, place: Path) -> None:
    parts = ["<!DOCTYPE html><html><head><meta charset='utf-8'><title>x</title></head><body>"]
    parts.append(f"<h1>{content.title}</h1>")
    for heading, paragraphs in content.sections:
        parts.append(f"<h2>{heading}</h2>" + "".join(f"<p>{text}</p>" for text in paragraphs))
    rows = "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in content.table
    )
    parts.append(f"<table>{rows}</table></body></html>" if rows else "</body></html>")
    place.write_text("\n".join(parts), encoding="utf-8")


@cache
def _blank_docx() -> bytes:
    """Return the library's blank document without the styles that no test uses.

    They are most of what it holds, and reading them most of what a case takes.
    """
    document = docx.Document()
    latent = document.styles.latent_styles.element
    latent.getparent().remove(latent)
    for style in list(document.styles):
        if style.name not in _STYLES:
            style.delete()
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def write_docx(content: Content, place: Path) -> None:
    document = docx.Document(io.BytesIO(_blank_docx()))
    document.add_heading(content.title, 0)
    for heading, paragraphs in content.sections:
        document.add_heading(heading, 1)
        for text in paragraphs:
            document.add_paragraph(text)
    if content.table:
        table = document.add_table(0, len(content.table[0]))
        for row in content.table:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    document.save(str(place))


def write_odt(content: Content, place: Path) -> None:
    document = OpenDocumentText()
    title = odf_style.Style(name="Title", family="paragraph")
    document.styles.addElement(title)
    document.text.addElement(odf_text.P(stylename=title, text=content.title))
    for heading, paragraphs in content.sections:
        document.text.addElement(odf_text.H(outlinelevel=1, text=heading))
        for text in paragraphs:
            document.text.addElement(odf_text.P(text=text))
    if content.table:
        table = odf_table.Table(name="T")
        for row in content.table:
            line = odf_table.TableRow()
            for text in row:
                cell = odf_table.TableCell()
                cell.addElement(odf_text.P(text=text))
                line.addElement(cell)
            table.addElement(line)
        document.text.addElement(table)
    document.save(str(place))


def write_pptx(content: Content, place: Path) -> None:
    deck = pptx.Presentation()
    deck.slides.add_slide(deck.slide_layouts[0]).shapes.title.text = content.title
    for heading, paragraphs in content.sections:
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = heading
        slide.placeholders[1].text = "\n".join(paragraphs)
    if content.table:
        slide = deck.slides.add_slide(deck.slide_layouts[6])
        size = (len(content.table), len(content.table[0]))
        frame = slide.shapes.add_table(*size, Inches(1), Inches(1), Inches(8), Inches(3))
        for line, row in enumerate(content.table):
            for column, text in enumerate(row):
                frame.table.cell(line, column).text = text
    deck.save(str(place))


def write_pdf(content: Content, place: Path) -> None:
    styles = getSampleStyleSheet()
    story = [Paragraph(content.title, styles["Title"])]
    for heading, paragraphs in content.sections:
        story.append(Paragraph(heading, styles["Heading1"]))
        story += [Paragraph(text, styles["BodyText"]) for text in paragraphs]
    if content.table:
        story.append(Table([list(row) for row in content.table]))
    SimpleDocTemplate(str(place), invariant=1).build(story)


WRITERS: dict[str, Callable[[Content, Path], None]] = {
    "txt": write_txt,
    "md": write_md,
    "html": write_html,
    "docx": write_docx,
    "odt": write_odt,
    "pptx": write_pptx,
    "pdf": write_pdf,
}


def write(content: Content, place: Path) -> Path:
    """Write a content in the format of the name; return the place."""
    place.parent.mkdir(parents=True, exist_ok=True)
    WRITERS[place.suffix[1:]](content, place)
    return place
