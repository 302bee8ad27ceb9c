"""Documents for showing: their blocks, and what was put in and taken out."""

from pathlib import Path

import pytest

from studio.base.errors import HostileInputError
from studio.grading.readers.archives import Unreadable
from studio.viewing.changes import Step, pieces, steps
from studio.viewing.document import opened
from studio.viewing.document_data import Piece, ShownBlock
from tests.unit.grading import hostile_bombs, hostile_files


def docx(place: Path, *lines: str, table: tuple[tuple[str, ...], ...] = ()) -> Path:
    from docx import Document

    made = Document()
    for line in lines:
        if line.startswith("# "):
            made.add_heading(line[2:], 1)
        else:
            made.add_paragraph(line)
    if table:
        grid = made.add_table(len(table), len(table[0]))
        for row, cells in enumerate(table):
            for column, text in enumerate(cells):
                grid.cell(row, column).text = text
    made.save(str(place))
    return place


def blocks(place: Path, other: Path | None = None) -> list[ShownBlock]:
    found = opened(place, other)
    parts = [found.blocks(part).blocks for part in range(found.head().parts)]
    return [block for part in parts for block in part]


def test_headings_paragraphs_and_rows_stand_in_their_order(tmp_path: Path) -> None:
    place = docx(tmp_path / "a.docx", "# Note", "One.", table=(("a", "b"), ("1", "2")))
    found = blocks(place)
    assert [(block.kind, block.text) for block in found] == [
        ("heading", "Note"),
        ("paragraph", "One."),
        ("row", "a\tb"),
        ("row", "1\t2"),
    ]
    assert found[0].level == 1 and found[3].cells == ("1", "2")


@pytest.mark.parametrize("suffix", ["odt", "pptx", "pdf", "md", "html"])
def test_every_format_is_shown(tmp_path: Path, suffix: str) -> None:
    place = tmp_path / f"a.{suffix}"
    place.write_bytes(hostile_files.text(suffix, ["The total is 12.", "Nothing is missing."]))
    text = "\n".join(block.text for block in blocks(place))
    assert "The total is 12." in text and "Nothing is missing." in text


def test_a_long_document_comes_in_parts(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("\n\n".join(f"Line {n}." for n in range(1000)))
    found = opened(tmp_path / "a.md", None)
    assert found.head().parts == 3
    assert found.blocks(2).blocks[0].text == "Line 800."


def test_what_changed_is_told_word_by_word(tmp_path: Path) -> None:
    before = docx(tmp_path / "a.docx", "# Note", "The total is 12.", "Gone.", "Same.")
    after = docx(tmp_path / "b.docx", "# Note", "The total is 14.", "Same.", "Added.")
    found = blocks(after, before)
    assert [(block.text, block.change) for block in found] == [
        ("Note", ""),
        ("The total is 14.", "changed"),
        ("", "gone"),
        ("Same.", ""),
        ("Added.", "new"),
    ]
    assert found[1].pieces == (
        Piece("The total is "),
        Piece("12", "deletion"),
        Piece("14", "insertion"),
        Piece("."),
    )
    assert found[2].pieces == (Piece("Gone.", "deletion"),)


def test_words_of_a_sentence_that_was_written_anew_stand_together() -> None:
    assert pieces("The lungs are clear.", "A nodule of 8 mm.") == (
        Piece("The lungs are clear", "deletion"),
        Piece("A nodule of 8 mm", "insertion"),
        Piece("."),
    )
    assert pieces("It is 12, they say.", "It is 14, we say.") == (
        Piece("It is "),
        Piece("12, they", "deletion"),
        Piece("14, we", "insertion"),
        Piece(" say."),
    )


def test_a_row_of_a_table_that_changed_tells_what_stood_there(tmp_path: Path) -> None:
    before = docx(tmp_path / "a.docx", "Sizes.", table=(("Organ", "Size"), ("Liver", "14")))
    after = docx(tmp_path / "b.docx", "Sizes.", table=(("Organ", "Size"), ("Liver", "15")))
    row = blocks(after, before)[-1]
    assert (row.cells, row.before) == (("Liver", "15"), ("Liver", "14"))


def test_tracked_changes_are_told_apart(tmp_path: Path) -> None:
    content = docx(tmp_path / "a.docx", "The total is PLACE.").read_bytes()
    members = hostile_files.members_of(content)
    part = members["word/document.xml"]
    assert isinstance(part, bytes)
    head, _, rest = part.partition(b"<w:r>")
    tail = rest[rest.index(b"</w:r>") + 6 :]
    put = b'<w:r><w:t xml:space="preserve">Due: </w:t></w:r><w:ins w:author="A"><w:r><w:t>14</w:t>'
    put += b'</w:r></w:ins><w:del w:author="A"><w:r><w:delText>12</w:delText></w:r></w:del>'
    place = tmp_path / "b.docx"
    place.write_bytes(hostile_files.archive(members | {"word/document.xml": head + put + tail}))
    assert opened(place, None).head().revisions == 2
    assert [block.pieces for block in blocks(place)] == [
        (Piece("Due: "), Piece("14", "insertion")),
        (Piece("12", "deletion"),),
    ]


@pytest.mark.parametrize(("before", "after"), [("", "abc"), ("abcd", "abxd"), ("aab", "ab")])
def test_every_line_of_both_is_in_the_steps_once_and_in_order(before: str, after: str) -> None:
    found = steps(before, after)
    assert [s.before for s in found if s.before >= 0] == list(range(len(before)))
    assert [s.after for s in found if s.after >= 0] == list(range(len(after)))


def test_long_texts_that_share_nothing_are_taken_line_by_line() -> None:
    before = [f"old {n}" for n in range(10_000)]
    after = [f"new {n}" for n in range(10_001)]
    found = steps(before, after)
    assert found[5] == Step(5, 5) and found[-1] == Step(-1, 10_000)
    assert pieces("a " * 3000, "b " * 3000)[0].change == "deletion"


@pytest.mark.parametrize("suffix", ["docx", "odt", "pptx", "pdf"])
def test_what_harms_or_is_no_document_is_refused(tmp_path: Path, suffix: str) -> None:
    place = tmp_path / f"a.{suffix}"
    place.write_bytes(b"not a document")
    with pytest.raises(Unreadable):
        opened(place, None)
    bomb = {"pdf": hostile_bombs.flate_bomb}.get(
        suffix, lambda: hostile_bombs.with_part(suffix, "fill.bin", bytes(200 << 20))
    )
    place.write_bytes(bomb())
    with pytest.raises((HostileInputError, Unreadable)):
        blocks(place)


def test_a_block_tells_how_a_target_names_it_and_what_it_stands_below(tmp_path: Path) -> None:
    place = docx(tmp_path / "a.docx", "Intro.", "# Note", "One.", table=(("a", "b"), ("1", "2")))
    told = [(block.place, block.above) for block in blocks(place)]
    assert told == [
        ("paragraph[1]", ()),
        ("Note", ("Note",)),
        ("Note[1]", ("Note",)),
        ("Note[2]", ("Note",)),
        ("Note[3]", ("Note",)),
    ]
    other = docx(tmp_path / "b.docx", "Intro.", "# Note", "Gone.", "One.", "Two.")
    found = blocks(place, other)
    gone = [block for block in found if block.change == "gone"]
    assert gone and all(block.place == "" for block in gone)
    assert [block.place for block in found if block.change != "gone"] == [at for at, _ in told]


def test_the_paragraphs_of_a_pdf_are_named_by_their_page(tmp_path: Path) -> None:
    place = tmp_path / "a.pdf"
    place.write_bytes(hostile_files.text("pdf", ["The total is 12.", "Nothing is missing."]))
    assert {block.place.partition("[")[0] for block in blocks(place)} == {"page 1"}
