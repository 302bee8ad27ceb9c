"""Documents of seven formats become the same headings, paragraphs and tables."""

from pathlib import Path

import pytest

from studio.grading.readers.archives import Unreadable
from studio.grading.readers.documents import Document, read_document
from studio.grading.readers.values import fold
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
    if suffix not in ("txt", "pdf"):
        assert [table.rows for table in document.tables] == [tuple(REPORT.table)]
    assert document.pages == {"pptx": 4, "pdf": 1}.get(suffix)


@pytest.mark.parametrize("suffix", ["docx", "odt", "pptx", "pdf"])
@pytest.mark.parametrize("content", [b"", b"no document", b"%PDF-1.7\n1 0 obj", b"PK\x03\x04"])
def test_a_file_that_is_not_what_its_name_says(tmp_path: Path, suffix: str, content: bytes) -> None:
    place = tmp_path / f"x.{suffix}"
    place.write_bytes(content)
    with pytest.raises(Unreadable):
        read_document(place)
