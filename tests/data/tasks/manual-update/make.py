"""Make the manual task: documents by python-docx."""

from pathlib import Path

from docx.document import Document
from docx.oxml.parser import OxmlElement
from docx.text.paragraph import Paragraph

from tests.data.tasks.fixed_files import begin, finish, new_paper, place

NAME = "manual.docx"
OLD, NEW = "AQ-20", "AQ-25"
HOLD = "Earlier models"
PARTS = [
    ("h1", "About the AQ-20"),
    (
        "p",
        "The AQ-20 is a submersible pump for clear and rain water. It starts by itself when the "
        "float rises. Keep this manual with the AQ-20.",
    ),
    ("h1", "Connecting"),
    ("p", "Fit the hose before you lower the pump into the shaft."),
    (
        "p",
        "Warning: the AQ-20 must be protected by a 10 A fuse and a residual current device of "
        "30 mA.",
    ),
    ("h1", "Technical data"),
    ("t", ""),
    ("h1", "Maintenance"),
    ("h2", "Every month"),
    ("p", "Rinse the AQ-20 with clear water and check that the float moves freely."),
    ("h2", "Every year"),
    ("p", "Replace the seal ring (part 4410-07)."),
    ("h1", HOLD),
    ("p", "The AQ-20 replaced the AQ-15 in 2019. Seal rings of the AQ-20 fit the AQ-15 as well."),
]
DATA = [
    ("Model", "AQ-20"),
    ("Power", "750 W"),
    ("Voltage", "230 V / 50 Hz"),
    ("Delivery head", "8.5 m"),
    ("Flow rate", "13,500 l/h"),
    ("Weight", "5.2 kg"),
]
AFTER = [
    ("Model", "AQ-25"),
    ("Power", "900 W"),
    ("Voltage", "230 V / 50 Hz"),
    ("Delivery head", "9.5 m"),
    ("Flow rate", "15,800 l/h"),
    ("Sound level", "62 dB(A)"),
    ("Weight", "5.2 kg"),
]
STEPS = [
    "Take the pump out of the water before the first frost.",
    "Let it run dry for no longer than 10 seconds, then drain the hose.",
    "Store the pump upright at 5 to 30 degrees C.",
]
TITLE = "Storage in winter"
NOTE = f"""Change note CN-118, AQ-20 to AQ-25

1  Motor: 900 W instead of 750 W. Delivery head 9.5 m, flow rate 15,800 l/h. Housing, voltage and
   weight unchanged.
2  New line for the table, between flow rate and weight: sound level, 62 dB(A).
3  Fuse: 16 A instead of 10 A. The residual current device stays.
4  New section "{TITLE}":
   - {STEPS[0]}
   - {STEPS[1]}
   - {STEPS[2]}
5  Seal ring: same part.
"""
ABOUT = {
    "title": "Turn a manual into that of the next model",
    "profession": "Technical writer",
    "occupation": "27-3042.00",
    "work": "in_place",
    "families": ["docx", "headings", "tables", "txt"],
    "alternate_correct": {
        "typed_numbers": "The steps are plain paragraphs that begin with 1., 2. and 3.; the rest "
        "is edited in the document as it was.",
        "built_again": "The document is built anew with the same content; the table in another "
        "style, the warning in bold.",
    },
    "known_bad": {
        "history_renamed": "The section on earlier models is renamed too, which makes it false.",
        "section_at_end": "The new section stands after Earlier models and on the second level.",
        "fuse_forgotten": "The warning still asks for a fuse of 10 A.",
    },
}


def build(
    parts: list[tuple[str, str]], data: list[tuple[str, str]], style: str = "Table Grid"
) -> Document:
    paper = new_paper()
    for kind, text in parts:
        if kind in ("h1", "h2"):
            paper.add_heading(text, int(kind[1]))
        elif kind == "t":
            table = paper.add_table(len(data), 2, style)
            for row, values in zip(table.rows, data, strict=True):
                for cell, value in zip(row.cells, values, strict=True):
                    cell.text = value
        elif kind == "b":
            paper.add_paragraph().add_run(text).bold = True
        else:
            paper.add_paragraph(text, "List Number" if kind == "n" else None)
    return paper


def after(
    list_kind: str = "n", history: bool = False, fuse: str = "16 A", at_end: bool = False
) -> list[tuple[str, str]]:
    """Return the parts of the new manual."""
    made, held = [], False
    section = [("h2" if at_end else "h1", TITLE), *((list_kind, step) for step in STEPS)]
    for kind, text in PARTS:
        held = held or text == HOLD
        if text == HOLD and not at_end:
            made += section
        made.append((kind, text if held and not history else text.replace(OLD, NEW)))
    made += section if at_end else []
    return [(kind, text.replace("10 A", fuse)) for kind, text in made]


def insert_before(mark: Paragraph, kind: str, text: str) -> None:
    style = {"h1": "Heading 1", "n": "List Number"}.get(kind, "Normal")
    mark.insert_paragraph_before(text, style)


def edit(paper: Document, list_kind: str) -> Document:
    """Change the manual as somebody does who works in the document."""
    for paragraph in paper.paragraphs:
        if paragraph.text == HOLD:
            break
        for run in paragraph.runs:
            run.text = run.text.replace(OLD, NEW).replace("10 A", "16 A")
    insert_before(paragraph, "h1", TITLE)
    for at, step in enumerate(STEPS, 1):
        insert_before(paragraph, list_kind, step if list_kind == "n" else f"{at}. {step}")
    table = paper.tables[0]
    row = OxmlElement("w:tr")
    table._tbl.tr_lst[4].addnext(row)
    for _ in range(2):
        row.append(OxmlElement("w:tc"))
        row[-1].append(OxmlElement("w:p"))
    for found, values in zip(table.rows, AFTER, strict=True):
        for cell, value in zip(found.cells, values, strict=True):
            if cell.text != value:
                cell.text = value
    return paper


def content(path: Path) -> tuple[list[tuple[str, str]], list[tuple[str, ...]]]:
    """Return the headings and paragraphs, and the cells of the table."""
    paper, lines = new_paper(path), []
    for paragraph in paper.paragraphs:
        style = paragraph.style.name
        kind = f"h{style[-1]}" if style.startswith("Heading") else "p"
        text = paragraph.text
        if kind == "p" and text[:3] in ("1. ", "2. ", "3. "):
            text = text[3:]
        lines.append((kind, text))
    return lines, [tuple(cell.text for cell in row.cells) for row in paper.tables[0].rows]


def prove(path: Path) -> None:
    plain = {"n": "p", "b": "p"}
    wanted = [(plain.get(kind, kind), text) for kind, text in after() if kind != "t"]
    assert content(path) == (wanted, AFTER), content(path)


def main() -> None:
    folder = begin(__file__)
    start = folder / "input" / NAME
    build(PARTS, DATA).save(start)
    (folder / "input" / "change-note.txt").write_text(NOTE)
    bold = [("b" if text.startswith("Warning") else k, text) for k, text in after()]
    papers = {
        "reference": edit(new_paper(start), "n"),
        "alternate_correct/typed_numbers": edit(new_paper(start), "p"),
        "alternate_correct/built_again": build(bold, AFTER, "Light List Accent 1"),
        "known_bad/history_renamed": build(after(history=True), AFTER),
        "known_bad/section_at_end": build(after(at_end=True), AFTER),
        "known_bad/fuse_forgotten": build(after(fuse="10 A"), AFTER),
    }
    for where, paper in papers.items():
        made = place(folder, where, folder / "input") / NAME
        paper.save(made)
        if not where.startswith("known_bad"):
            prove(made)
    finish(folder, ABOUT)


if __name__ == "__main__":
    main()
