"""Small real files of every family: an input, and what somebody made of it."""

import datetime as dt
import io
import json
import sqlite3
from pathlib import Path

import docx
import pptx
import pyarrow as pa
import pyarrow.parquet as pq
from odf.opendocument import OpenDocumentSpreadsheet, OpenDocumentText
from odf.table import Table, TableCell, TableRow
from odf.text import H, P
from openpyxl import Workbook
from pptx.util import Inches
from reportlab.pdfgen import canvas

from studio.grading.near_misses import Scene
from studio.grading.near_misses.grids import token

PLAIN = "# Close October\n\nFill in what is missing, to the cent, and write the note to Zoë."
STRICT = (
    '# Close October\n\nUse formulas in the column "Amount". Put the label "Total" under the '
    "table. Write only what is asked, under the heading Findings, sorted by invoice, with tracked "
    "changes."
)
ROWS = [
    ("INV-11", dt.date(2026, 3, 4), 3, 12.5, "paid", 0.12),
    ("INV-12", dt.date(2026, 4, 5), 7, 9.99, "open", 0.25),
    ("INV-13", dt.date(2026, 5, 6), 2, 151.25, "paid", 0.5),
    ("INV-14", dt.date(2026, 6, 7), 11, 20.4, "open", 0.07),
    ("INV-15", dt.date(2026, 7, 8), 5, 1310.1, "paid", 0.31),
]
HEADER = ("Invoice", "Due", "Quantity", "Price", "State", "Rate", "Amount")
NOTE = "The total is 7,256.83 and the ledger says 7,200.00; the difference is 56.83 (INV-15)."


def workbook(done: bool, formulas: bool = True) -> bytes:
    book = Workbook()
    sheet = book.active
    sheet.title = "Invoices"
    sheet.append(HEADER)
    for number, row in enumerate(ROWS, 2):
        amount = f"=C{number}*D{number}" if formulas else round(row[2] * row[3], 2)
        sheet.append([*row[:4], *(row[4:] if done else (None, None)), amount if done else None])
        sheet.cell(number, 2).number_format = "yyyy-mm-dd"
        sheet.cell(number, 6).number_format = "0%"
        sheet.cell(number, 7).number_format = "0.00"
    if done:
        sheet["F8"] = "Total"
        sheet["G8"] = "=SUM(G2:G6)" if formulas else 7256.83
        sheet["G8"].number_format = "0.00"
        sheet["A10"] = NOTE
    return saved(book)


def saved(document: object) -> bytes:
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def sheet_of_ods(done: bool) -> bytes:
    document = OpenDocumentSpreadsheet()
    table = Table(name="Invoices")
    for row in [("Invoice", "State", "Amount"), *ROWS]:
        line = TableRow()
        values = row if len(row) == 3 else (row[0], row[4] if done else "", row[3] if done else "")
        for value in values:
            number = isinstance(value, float)
            cell = TableCell(valuetype="float", value=value) if number else TableCell()
            if not number and value:
                cell = TableCell(valuetype="string")
            cell.addElement(P(text=str(value)))
            line.addElement(cell)
        table.addElement(line)
    document.spreadsheet.addElement(table)
    return saved(document)


def csv_text() -> str:
    lines = [
        f"{row[0]},{row[1]},{row[4]},{row[2] * row[3]:.2f},{row[5]:.0%},Müller" for row in ROWS
    ]
    return "\n".join(["invoice,due,state,amount,rate,clerk", *lines]) + "\n"


def parquet() -> bytes:
    stream = io.BytesIO()
    names = [row[0] for row in ROWS]
    amounts = [row[2] * row[3] for row in ROWS]
    pq.write_table(pa.table({"invoice": names, "amount": amounts, "n": [1, 2, 3, 4, 5]}), stream)
    return stream.getvalue()


MARKDOWN = f"""# Close October

Intro for Zoë, written on 3 October 2026 about INV-15 and 20 kg of paper.

## Findings

{NOTE} The ledger is wrong about it.

- 3 invoices are paid
- 2 invoices are open

| invoice | amount |
|---|---|
| INV-11 | 37.50 |
| INV-12 | 69.93 |

## Next

Pay 1,250.00 EUR by 2026-11-05, for it was agreed and has been confirmed by the bank.
"""
PAGE = f"""<html><head><title>x</title></head><body><h1>Close October</h1>
<h2>Findings</h2><p>{NOTE} The ledger is wrong.</p><ul><li>3 invoices are paid</li></ul>
<table><tr><th>invoice</th><th>amount</th></tr><tr><td>INV-11</td><td>37.50</td></tr>
<tr><td>INV-12</td><td>69.93</td></tr></table><h2>Next</h2><p>Pay 20 kg by 2026-11-05.</p>
</body></html>"""


def word() -> bytes:
    document = docx.Document()
    document.add_heading("Findings", 1)
    paragraph = document.add_paragraph(f"{NOTE} The ledger is wrong about 20 kg on 3 October 2026.")
    xml = (
        '<w:ins xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" w:id="1" '
        'w:author="A"><w:r><w:t> It was 12.75 before.</w:t></w:r></w:ins>'
    )
    paragraph._p.append(docx.oxml.parse_xml(xml))
    table = document.add_table(rows=0, cols=2)
    for name, amount in (("invoice", "amount"), ("INV-11", "37.50"), ("INV-12", "69.93")):
        cells = table.add_row().cells
        cells[0].text, cells[1].text = name, amount
    document.add_heading("Next", 1)
    document.add_paragraph("Pay 1,250.00 EUR, as it was agreed.", style="List Bullet")
    return saved(document)


def slides() -> bytes:
    deck = pptx.Presentation()
    for title, text in (("Findings", NOTE), ("Next", "Pay 20 kg, as it was agreed in 14 letters.")):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = text
        for run in slide.placeholders[1].text_frame.paragraphs[0].runs:
            run.font.bold = True
    grid = deck.slides[1].shapes.add_table(3, 2, Inches(1), Inches(4), Inches(4), Inches(1)).table
    for number, row in enumerate((("invoice", "amount"), ("INV-11", "37.5"), ("INV-12", "69.93"))):
        grid.cell(number, 0).text, grid.cell(number, 1).text = row
    return saved(deck)


def letter() -> bytes:
    document = OpenDocumentText()
    document.text.addElement(H(outlinelevel=1, text="Findings"))
    document.text.addElement(P(text=f"{NOTE} The ledger is wrong."))
    document.text.addElement(H(outlinelevel=1, text="Next"))
    document.text.addElement(P(text="Pay 1,250.00 EUR by 2026-11-05."))
    return saved(document)


def pages() -> bytes:
    stream = io.BytesIO()
    sheet = canvas.Canvas(stream, invariant=True)
    for line, text in enumerate(("Findings", "The total is 7,256.83.", "It was 20 kg in 4 boxes.")):
        sheet.drawString(72, 720 - 20 * line, text)
    sheet.save()
    return stream.getvalue()


def database(done: bool, place: Path) -> bytes:
    connection = sqlite3.connect(place)
    connection.execute("CREATE TABLE invoices (id TEXT, state TEXT, amount REAL)")
    for row in ROWS:
        values = (row[0], row[4] if done else None, row[2] * row[3] if done else None)
        connection.execute("INSERT INTO invoices VALUES (?,?,?)", values)
    connection.commit()
    connection.close()
    return place.read_bytes()


TREE = {
    "month": "October",
    "by": "Zoë",
    "closed": True,
    "total": 7256.83,
    "count": 5,
    "invoices": [
        {"id": "INV-11", "amount": 37.5, "states": ["open", "paid"]},
        {"id": "INV-12", "amount": 69.93, "states": ["open"]},
        {"id": "INV-13", "amount": 302.5, "states": ["open", "void"]},
    ],
}
YAML = "host: db-7.example\nport: 5433\ntls: true\npools:\n  max: 20\n  name: web-pool\n"
TOML = '[db]\nhost = "db-7.example"\nport = 5433\ntls = true\n'
INI = "[db]\nhost = db-7.example\nport = 5433\ntls = yes\n"
XML = '<list day="2026-10-31" by="Zoë"><item id="INV-11">37.50</item><item id="B">9</item></list>'


def write_work(folder: Path) -> tuple[Path, Path]:
    """Write the reference and the input, and return their folders."""
    reference, given = folder / "reference", folder / "input"
    reference.mkdir(parents=True)
    given.mkdir()
    files = {
        "close.xlsx": workbook(True),
        "values.xlsx": workbook(True, formulas=False),
        "states.ods": sheet_of_ods(True),
        "list.csv": csv_text().encode(),
        "other.csv": b"a,b\n1,2\n3,4\n",
        "list.tsv": csv_text().replace(",", "\t").encode(),
        "list.parquet": parquet(),
        "note.md": MARKDOWN.encode(),
        "note.txt": MARKDOWN.encode(),
        "note.html": PAGE.encode(),
        "note.docx": word(),
        "note.pptx": slides(),
        "note.odt": letter(),
        "note.pdf": pages(),
        "close.json": json.dumps(TREE, indent=2, ensure_ascii=False).encode(),
        "app.yaml": YAML.encode(),
        "app.toml": TOML.encode(),
        "app.ini": INI.encode(),
        "list.xml": XML.encode(),
        "books.sqlite": database(True, folder / "made.sqlite"),
    }
    for name, content in files.items():
        (reference / name).write_bytes(content)
    (given / "close.xlsx").write_bytes(workbook(False))
    (given / "books.sqlite").write_bytes(database(False, folder / "given.sqlite"))
    (given / "app.yaml").write_text(YAML.replace("5433", "5432").replace("db-7", "db-3"))
    return reference, given


def scenes(folder: Path) -> list[Scene]:
    """Return a scene for each file and each instruction."""
    reference, given = write_work(folder)
    held = frozenset(token(row[0]) for row in ROWS)
    return [
        Scene(
            place.name,
            place,
            given / place.name if (given / place.name).exists() else None,
            prompt,
            reference,
            held,
        )
        for prompt in (PLAIN, STRICT)
        for place in sorted(reference.iterdir())
    ]
