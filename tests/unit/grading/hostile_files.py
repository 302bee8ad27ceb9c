"""One small answer in every format that is read, and the same format with anything else in it."""

import csv
import io
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from xml.sax.saxutils import escape

from studio.model.check import Check

Rows = Sequence[Sequence[object]]
TABLES = ("xlsx", "ods", "csv", "tsv", "parquet")
TREES = ("json", "yaml", "toml", "ini", "xml")
TEXTS = ("txt", "md", "html", "docx", "odt", "pptx", "pdf")
FORMATS = (*TABLES, *TREES, *TEXTS, "sqlite")
PACKED = ("xlsx", "ods", "docx", "odt", "pptx")
ROWS: Rows = (("item", "value"), ("total", 1234.5), ("rest", 1.0), ("more", 2.0))
LINE = "The total is {} EUR, approved by Keller."
MAIN_PART = {
    "xlsx": "xl/worksheets/sheet1.xml",
    "ods": "content.xml",
    "docx": "word/document.xml",
    "odt": "content.xml",
    "pptx": "ppt/slides/slide1.xml",
}
_ODF = "urn:oasis:names:tc:opendocument:xmlns"
_SHEET = f"""<?xml version="1.0" encoding="UTF-8"?><office:document-content \
xmlns:office="{_ODF}:office:1.0" xmlns:table="{_ODF}:table:1.0" xmlns:text="{_ODF}:text:1.0" \
office:version="1.2"><office:body><office:spreadsheet><table:table table:name="Data">{{}}\
</table:table></office:spreadsheet></office:body></office:document-content>"""
_MANIFEST = f"""<?xml version="1.0"?><manifest:manifest xmlns:manifest="{_ODF}:manifest:1.0">\
<manifest:file-entry manifest:full-path="/" manifest:media-type="{{0}}"/>\
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>\
</manifest:manifest>"""
_SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"


def archive(members: dict[str, bytes | str]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return stream.getvalue()


def members_of(content: bytes) -> dict[str, bytes | str]:
    with zipfile.ZipFile(io.BytesIO(content)) as found:
        return {name: found.read(name) for name in found.namelist()}


def xlsx(rows: Rows) -> bytes:
    from openpyxl import Workbook

    made = Workbook()
    assert made.active is not None
    for row in rows:
        made.active.append(list(row))
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def ods_of(cells: str) -> bytes:
    """Return an OpenDocument spreadsheet whose one table holds these rows, as XML."""
    return archive(
        {
            "mimetype": _SPREADSHEET,
            "content.xml": _SHEET.format(cells),
            "META-INF/manifest.xml": _MANIFEST.format(_SPREADSHEET),
        }
    )


def _ods_cell(value: object) -> str:
    if isinstance(value, bool):
        kind = f'office:value-type="boolean" office:boolean-value="{str(value).lower()}"'
    elif isinstance(value, float):
        kind = f'office:value-type="float" office:value="{value!r}"'
    else:
        kind = 'office:value-type="string"'
    return f"<table:table-cell {kind}><text:p>{escape(str(value))}</text:p></table:table-cell>"


def ods(rows: Rows) -> bytes:
    return ods_of(
        "".join(
            f"<table:table-row>{''.join(_ods_cell(value) for value in row)}</table:table-row>"
            for row in rows
        )
    )


def delimited(rows: Rows, sign: str) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, delimiter=sign).writerows(rows)
    return stream.getvalue().encode()


def parquet(rows: Rows) -> bytes:
    import pyarrow as pa
    from pyarrow import parquet as pq

    head, *body = rows
    sink = io.BytesIO()
    values = [row[1] for row in body]
    # A column holds one type: odd values make the others texts.
    plain = len({type(value) for value in values}) == 1
    columns = {
        str(head[0]): [str(row[0]) for row in body],
        str(head[1]): values if plain else [str(value) for value in values],
    }
    pq.write_table(pa.table(columns), sink)
    return sink.getvalue()


def sqlite(*statements: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "made.sqlite"
        connection = sqlite3.connect(place)
        for statement in statements:
            connection.execute(statement)
        connection.commit()
        connection.close()
        return place.read_bytes()


def table(suffix: str, rows: Rows) -> bytes:
    """Return a table in a format."""
    if suffix in ("csv", "tsv"):
        return delimited(rows, "," if suffix == "csv" else "\t")
    return {"xlsx": xlsx, "ods": ods, "parquet": parquet}[suffix](rows)


def tree(suffix: str, spelled: str) -> bytes:
    """Return nested data whose total is spelled so, as the format writes it."""
    form = {
        "json": '{{"total": {}}}',
        "yaml": "total: {}\n",
        "toml": "total = {}\n",
        "ini": "[sum]\ntotal = {}\n",
        "xml": "<sum><total>{}</total></sum>",
    }[suffix]
    return form.format(spelled).encode()


def docx(lines: Sequence[str]) -> bytes:
    from docx import Document

    made = Document()
    for line in lines:
        made.add_paragraph(line)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def odt(lines: Sequence[str]) -> bytes:
    from odf.opendocument import OpenDocumentText
    from odf.text import P

    made = OpenDocumentText()
    for line in lines:
        made.text.addElement(P(text=line))
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def pptx(lines: Sequence[str]) -> bytes:
    from pptx import Presentation

    made = Presentation()
    slide = made.slides.add_slide(made.slide_layouts[1])
    slide.placeholders[1].text = "\n".join(lines)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def pdf(lines: Sequence[str]) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    stream = io.BytesIO()
    canvas = Canvas(stream)
    for number, line in enumerate(lines):
        canvas.drawString(72, 720 - 20 * (number % 30), line)
        if number % 30 == 29:
            canvas.showPage()
    canvas.save()
    return stream.getvalue()


def text(suffix: str, lines: Sequence[str]) -> bytes:
    """Return a document of these lines in a format."""
    if suffix in ("txt", "md"):
        return "\n\n".join(lines).encode()
    if suffix == "html":
        return "".join(f"<p>{line}</p>" for line in lines).encode()
    makers: dict[str, Callable[[Sequence[str]], bytes]] = {
        "docx": docx,
        "odt": odt,
        "pptx": pptx,
        "pdf": pdf,
    }
    return makers[suffix](lines)


@cache
def right(suffix: str) -> bytes:
    """Return the right answer in a format."""
    if suffix in TABLES:
        return table(suffix, ROWS)
    if suffix in TREES:
        return tree(suffix, "1234.5")
    if suffix == "sqlite":
        return sqlite("create table t(total real)", "insert into t values(1234.5)")
    return text(suffix, [LINE.format("1,234.50")])


def checks_of(suffix: str) -> tuple[Check, ...]:
    """Return the check that asks for the total in a file of a format, of a text also the name."""
    name = f"total.{suffix}"
    if suffix in TEXTS:
        told = _asked("text_contains", name, terms=["1234.5"], max_numbers=5)
        named = _asked("text_contains", name, terms=["Keller"])
        return told, named.model_copy(update={"id": "name", "gate": True})
    if suffix in TABLES:
        return (_asked("table_equals", name, key=["item"]),)
    if suffix == "sqlite":
        return (_asked("sqlite_query", name, query="select total from t"),)
    if suffix == "xml":
        return (_asked("xpath_value", name, xpath="/sum/total/text()"),)
    return (_asked("json_value", f"{name}#{'/sum' if suffix == 'ini' else ''}/total"),)


def _asked(kind: str, target: str, **parameters: object) -> Check:
    return Check(
        id="total", checkpoint="all", kind=kind, target=target, parameters=parameters,
        tolerance=0.005,
    )  # fmt: skip
