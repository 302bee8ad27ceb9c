"""Documents of seven formats become the same headings, paragraphs and tables."""

import random
import sys
import time
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path

import docx
import pptx
import pypdf
import pytest

from studio.base.errors import FaultError, HostileInputError
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.documents import Document, read_document
from studio.grading.readers.values import fold
from tests.unit.grading.families.document_cases import rewrite, track
from tests.unit.grading.families.document_files import WRITERS, Content, write

REPORT = Content(
    "Dose report",
    [
        ("Findings", ["The total dose was 12.4 mGy.", "No incident was seen."]),
        ("Conclusion", ["Net total: 1,250.00 EUR"]),
    ],
    [("Series", "Dose"), ("A", "4.0 mGy"), ("B", "8.4 mGy")],
)


def read(place: Path, content: Content = REPORT) -> Document:
    return read_document(write(content, place))


@pytest.mark.parametrize("suffix", WRITERS)
def test_each_format_gives_its_headings_text_and_table(tmp_path: Path, suffix: str) -> None:
    document = read(tmp_path / f"report.{suffix}")
    headings = [b.text.rstrip(":") for b in document.blocks if b.kind in ("heading", "title")]
    assert headings == ["Dose report", "Findings", "Conclusion"]
    assert "The total dose was 12.4 mGy." in fold(document.text)
    assert [table.rows for table in document.tables] == [tuple(REPORT.table)]
    assert document.text.count("8.4 mGy") == 1
    assert document.pages == {"pptx": 4, "pdf": 1}.get(suffix)


@pytest.mark.parametrize("suffix", ["docx", "odt", "pptx", "pdf"])
@pytest.mark.parametrize("content", [b"", b"no document", b"%PDF-1.7\n1 0 obj", b"PK\x03\x04"])
def test_a_file_that_is_not_what_its_name_says(tmp_path: Path, suffix: str, content: bytes) -> None:
    place = tmp_path / f"x.{suffix}"
    place.write_bytes(content)
    with pytest.raises(Unreadable):
        read_document(place)


def test_tables_of_a_page_keep_blank_cells_and_leave_prose_alone(tmp_path: Path) -> None:
    columns = [
        ("Flat", "Tenant", "Owed"),
        ("L-1", "Ann Ames", "1,400.00"),
        ("Total", "", "1,400.00"),
    ]
    two = ["This text runs over the page in lines that are far longer than a cell would be. " * 3]
    document = read(tmp_path / "x.pdf", Content("Owed", [("One", two)], columns))
    assert [table.rows for table in document.tables] == [tuple(columns)]


def test_tracked_changes_read_as_accepted_and_are_listed(tmp_path: Path) -> None:
    place = write(REPORT, tmp_path / "report.docx")
    track(place, "12.4", "13.9", "Ann Ames")
    document = read_document(place)
    assert "The total dose was 13.9 mGy." in document.text
    assert "12.4" not in document.text
    assert [(r.kind, r.author, r.text) for r in document.revisions] == [
        ("deletion", "Ann Ames", "12.4"),
        ("insertion", "Ann Ames", "13.9"),
    ]
    assert read(tmp_path / "plain.docx").revisions == ()


def test_a_row_deleted_as_a_tracked_change_is_gone(tmp_path: Path) -> None:
    place = write(REPORT, tmp_path / "report.docx")
    gone = '<w:tr><w:trPr><w:del w:id="1" w:author="Ann"/></w:trPr>'

    def spoil(text: str) -> str:
        head, _, last = text.rpartition("<w:tr>")
        return head + gone + last

    rewrite(place, "word/document.xml", spoil)
    assert read_document(place).tables[0].rows == (("Series", "Dose"), ("A", "4.0 mGy"))


def test_without_pypdf_the_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = write(Content("Other", [("One", ["x"])]), tmp_path / "x.pdf")
    monkeypatch.setitem(sys.modules, "pypdf", None)
    with pytest.raises(FaultError, match=r"\[documents\]"):
        read_document(place)


ODT_CHANGES = """<text:tracked-changes>
<text:changed-region text:id="c1"><text:insertion><office:change-info><dc:creator>Ann</dc:creator>
</office:change-info></text:insertion></text:changed-region>
<text:changed-region text:id="c2"><text:deletion><office:change-info><dc:creator>Bob</dc:creator>
</office:change-info><text:p>gone words</text:p></text:deletion></text:changed-region>
</text:tracked-changes><text:p>Kept <text:change-start text:change-id="c1"/>new words\
<text:change-end text:change-id="c1"/> here<text:change text:change-id="c2"/>.</text:p>"""


def test_tracked_changes_of_opendocument(tmp_path: Path) -> None:
    place = write(REPORT, tmp_path / "report.odt")
    rewrite(
        place,
        "content.xml",
        lambda text: text.replace("<office:text>", "<office:text>" + ODT_CHANGES).replace(
            "<office:document-content ",
            '<office:document-content xmlns:dc="http://purl.org/dc/elements/1.1/" '
            if "xmlns:dc=" not in text
            else "<office:document-content ",
        ),
    )
    document = read_document(place)
    assert "Kept new words here." in document.text
    assert "gone" not in document.text
    assert [(r.kind, r.author, r.text) for r in document.revisions] == [
        ("insertion", "Ann", "new words"),
        ("deletion", "Bob", "gone words"),
    ]


def test_styles_lists_headers_and_merged_cells_of_word(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_heading("One", 1)
    made.add_heading("Below", 3)
    made.add_paragraph("First", style="List Bullet")
    made.add_paragraph("Quoted", style="Intense Quote")
    made.sections[0].header.paragraphs[0].text = "Confidential"
    hidden = made.add_paragraph("Seen ").add_run("not seen")
    hidden.font.hidden = True
    table = made.add_table(3, 2, style="Light Grid")
    table.cell(0, 0).merge(table.cell(0, 1)).text = "Both"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "Down"
    table.cell(1, 1).text, table.cell(2, 1).text = "x", "y"
    made.save(str(tmp_path / "x.docx"))
    document = read_document(tmp_path / "x.docx")
    assert [(b.kind, b.level, b.text) for b in document.blocks] == [
        ("heading", 1, "One"),
        ("heading", 3, "Below"),
        ("item", 0, "First"),
        ("paragraph", 0, "Quoted"),
        ("paragraph", 0, "Seen"),
        ("note", 0, "Confidential"),
    ]
    assert document.tables[0].rows == (("Both", ""), ("Down", "x"), ("Down", "y"))
    assert document.tables[0].after == "Seen"
    assert {"Heading 1", "Heading 3", "List Bullet", "Intense Quote", "Light Grid"} <= set(
        document.styles
    )


def test_slides_are_read_in_order_with_their_notes(tmp_path: Path) -> None:
    deck = pptx.Presentation()
    for title in ("One", "Two"):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = f"Point of {title}"
        slide.notes_slide.notes_text_frame.text = f"Say {title}"
    order = deck.slides._sldIdLst
    order.insert(0, order[1])
    deck.save(str(tmp_path / "x.pptx"))
    document = read_document(tmp_path / "x.pptx")
    assert [(b.kind, b.text, b.page) for b in document.blocks] == [
        ("heading", "Two", 1),
        ("item", "Point of Two", 1),
        ("note", "Say Two", 1),
        ("heading", "One", 2),
        ("item", "Point of One", 2),
        ("note", "Say One", 2),
    ]


def test_markdown_reads_as_it_is_shown(tmp_path: Path) -> None:
    place = tmp_path / "x.md"
    place.write_text(
        "Title\n=====\n\n## Sub ##\n\n**Total dose:** `12.4` mGy, see [page](http://x/y).\n"
        "second line\n- item *one*\n  more\n1. first\n\n"
        "```\n# no heading\n| a | b |\n|---|---|\n```\n| Name | Sum |\n|:-----|----:|\n"
        "| a \\| b | **3** |\n| c | 4 |\n\n> quoted snake_case_word\n"
    )
    document = read_document(place)
    assert [(b.kind, b.level, b.text) for b in document.blocks] == [
        ("heading", 1, "Title"),
        ("heading", 2, "Sub"),
        ("paragraph", 0, "Total dose: 12.4 mGy, see page.\nsecond line"),
        ("item", 0, "item one\n  more"),
        ("item", 0, "first"),
        ("paragraph", 0, "# no heading\n| a | b |\n|---|---|"),
        ("paragraph", 0, "quoted snake_case_word"),
    ]
    assert document.tables[0].rows == (("Name", "Sum"), ("a | b", "3"), ("c", "4"))


def test_comments_in_markdown_are_not_read_but_those_in_code_are(tmp_path: Path) -> None:
    place = tmp_path / "a.md"
    place.write_text(
        "One <!-- 1 --> two <!-- 2\n\n3\n--> three.\n\n```\n<!-- four -->\n```\n\n"
        "Write `<!--` five.\n\n<!-- 6\n"
    )
    text = fold(read_document(place).text)
    assert text == "One two three. <!-- four --> Write <!-- five."


def test_headings_of_plain_text(tmp_path: Path) -> None:
    place = tmp_path / "x.txt"
    place.write_text(
        "REPORT ON THE ROOF\n\nFindings:\nAll is well, as far as\nwe could see.\n\nNext steps\n"
        "----------\n- call Ann\n1. write\nTOTAL: 12 EUR\n\nSecond. Sentence ends:\n"
    )
    document = read_document(place)
    kinds = [(b.kind, b.text) for b in document.blocks]
    assert kinds == [
        ("heading", "REPORT ON THE ROOF"),
        ("heading", "Findings:"),
        ("paragraph", "All is well, as far as\nwe could see."),
        ("heading", "Next steps"),
        ("item", "call Ann"),
        ("item", "write"),
        ("paragraph", "TOTAL: 12 EUR"),
        ("paragraph", "Second. Sentence ends:"),
    ]


def test_html_shows_what_a_browser_would_without_loading_anything(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("HUSH")
    place = tmp_path / "x.html"
    place.write_text(
        f"<html><head><title>t</title><script>var leak='A1'</script></head><body class='wide'>"
        f"<h2>Re&amp;sults</h2><p>Line<br>two <b>bold</b><span hidden>A2</span></p>"
        f"<p style='display: none'>A3</p><ul><li>point</li></ul>"
        f"<img src='file://{secret}' alt='A4'>"
        f"<iframe src='file://{secret}'>A5</iframe><object data='file://{secret}'></object>"
        "<table><tr><th>k</th><th>v</th></tr><tr><td rowspan=2>a</td><td>1 <i>2</i></td></tr>"
        "<tr><td>3</td></tr></table><!-- A6 -->tail</body></html>"
    )
    document = read_document(place)
    assert document.text == "Re&sults\nLine\ntwo bold\npoint\nk\tv\na\t1 2\na\t3\ntail"
    assert document.tables[0].rows == (("k", "v"), ("a", "1 2"), ("a", "3"))
    assert document.styles == {"wide"}


def zipped(place: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return place


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>'
OUTSIDE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'


@pytest.mark.parametrize("suffix", ["docx", "odt", "pptx"])
@pytest.mark.parametrize(
    "parts",
    [
        {"word/document.xml": ENTITIES},
        {"word/document.xml": OUTSIDE},
        {"big.bin": bytes(140 * 1024 * 1024)},
        {"../outside.xml": b"<x/>"},
    ],
    ids=["entities", "outside", "bomb", "path"],
)
def test_hostile_packages_are_refused(tmp_path: Path, suffix: str, parts: dict[str, bytes]) -> None:
    with pytest.raises(HostileInputError):
        read_document(zipped(tmp_path / f"x.{suffix}", parts))


def test_deep_nesting_and_endless_tables_are_refused(tmp_path: Path) -> None:
    place = write(REPORT, tmp_path / "deep.docx")
    deep = "<w:sdt>" * 5_000 + "</w:sdt>" * 5_000
    rewrite(place, "word/document.xml", lambda text: text.replace("<w:body>", f"<w:body>{deep}"))
    with pytest.raises(Unreadable):
        read_document(place)
    place = write(REPORT, tmp_path / "wide.odt")
    wide = (
        '<table:table-row table:number-rows-repeated="9999999"><table:table-cell '
        'table:number-columns-repeated="9999999"><text:p>x</text:p></table:table-cell>'
        "</table:table-row></table:table>"
    )
    rewrite(place, "content.xml", lambda text: text.replace("</table:table>", wide))
    with pytest.raises(Unreadable, match="cells"):
        read_document(place)


def pdf_of(stream: bytes, filters: str) -> bytes:
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents 4 0 R"
        b" /Resources << /Font << /F 5 0 R >> >> >>",
        b"<< /Length %d /Filter %s >>\nstream\n%s\nendstream"
        % (len(stream), filters.encode(), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    body, places = b"%PDF-1.4\n", []
    for number, held in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, held)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 6\n0000000000 65535 f \n"
    end = b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(body)
    return body + head + table + end


def test_a_pdf_bomb_is_hostile_and_quick(tmp_path: Path) -> None:
    bomb = zlib.compress(zlib.compress(bytes(400 * 1024 * 1024), 9), 9)
    place = tmp_path / "x.pdf"
    place.write_bytes(pdf_of(bomb, "[/FlateDecode /FlateDecode]"))
    start = time.monotonic()
    with pytest.raises(HostileInputError):
        read_document(place)
    assert time.monotonic() - start < 20


def test_encrypted_and_endless_pdf_files_cannot_be_read(tmp_path: Path) -> None:
    place = write(REPORT, tmp_path / "x.pdf")
    writer = pypdf.PdfWriter(clone_from=str(place))
    writer.encrypt("secret")
    writer.write(str(tmp_path / "locked.pdf"))
    with pytest.raises(Unreadable, match="encrypted"):
        read_document(tmp_path / "locked.pdf")
    many = pypdf.PdfWriter()
    for _ in range(2_001):
        many.add_blank_page(9, 9)
    many.write(str(tmp_path / "many.pdf"))
    with pytest.raises(Unreadable, match="2,000 pages"):
        read_document(tmp_path / "many.pdf")


@pytest.mark.parametrize("suffix", list(WRITERS))
def test_damage_of_any_kind_is_only_unreadable(tmp_path: Path, suffix: str) -> None:
    whole = write(REPORT, tmp_path / f"x.{suffix}").read_bytes()
    chance = random.Random(7)
    place = tmp_path / f"y.{suffix}"
    for _ in range(40):
        spoiled = bytearray(whole)
        for _ in range(chance.randrange(1, 20)):
            spoiled[chance.randrange(len(spoiled))] = chance.randrange(256)
        place.write_bytes(spoiled[: chance.randrange(1, len(spoiled) + 1)])
        with suppress(Unreadable, HostileInputError):
            read_document(place)


def test_a_long_text_is_read_within_its_cap(tmp_path: Path) -> None:
    place = tmp_path / "x.md"
    for line in ("**" * 40, "[" * 80, "| a |\n|---|", "| a |\n|---|\n", "# " * 40, "_a " * 30):
        place.write_text(f"{line}\n" * (2_000_000 // len(line)))
        start = time.monotonic()
        with suppress(Unreadable):
            read_document(place)
        assert time.monotonic() - start < 30
    dump = tmp_path / "dump.txt"
    dump.write_text("a\tb\tc\td\n" * 150_000)
    assert read_document(dump).text.count("a\tb") == 150_000
    place.write_text("x " * 5_000_000)
    with pytest.raises(Unreadable, match="8 MiB"):
        read_document(place)
