"""A target names one passage of a document, and finds it again in another work."""

from pathlib import Path

import pytest

from studio.grading.readers.archives import Unreadable
from studio.grading.readers.documents import read_document
from studio.grading.readers.passages import names_of, narrowed, passage_of, passages_in
from tests.unit.grading import hostile_files

REPORT = """Intro of all.

# 1. Findings

Liver is normal.

- Spleen is small.

## Left

A nodule of 8 mm.

# Warning!

Mind [this].

# Summary

| a | b |
|---|---|
| 1 | 2 |

# Right

## Left

Nothing.
"""


def names(place: Path) -> list[str]:
    return names_of(passages_in(read_document(place).parts))


@pytest.fixture
def report(tmp_path: Path) -> Path:
    place = tmp_path / "report.md"
    place.write_text(REPORT)
    return place


def test_a_passage_is_named_by_its_heading_and_its_number(report: Path) -> None:
    assert names(report) == [
        "paragraph[1]",
        "1. Findings",
        "1. Findings[1]",
        "1. Findings[2]",
        "1. Findings > Left",
        "1. Findings > Left[1]",
        "paragraph[7]",
        "paragraph[8]",
        "Summary",
        "Summary[1]",
        "Summary[2]",
        "Right",
        "Right > Left",
        "Right > Left[1]",
    ]


def test_every_name_leads_back_to_its_passage(report: Path) -> None:
    document = read_document(report)
    found = passages_in(document.parts)
    for passage, name in zip(found, names_of(found), strict=True):
        head, bracket, which = name.rstrip("]").partition("[")
        said = narrowed(document, head, which if bracket else None)
        if bracket:
            assert said.parts == (passage.part,)


@pytest.mark.parametrize(
    ("place", "which", "text"),
    [
        ("Findings", None, "Liver is normal.\nSpleen is small.\nA nodule of 8 mm."),
        ("FINDINGS:", "2", "Spleen is small."),
        ("Findings", "spleen", "Spleen is small."),
        ("Left", "1", "A nodule of 8 mm."),
        ("Summary", "2", "1\t2"),
        ("line", "5", "Liver is normal."),
    ],
)
def test_a_place_says_only_what_stands_there(
    report: Path, place: str, which: str | None, text: str
) -> None:
    assert passage_of(report, place, which).text == text


@pytest.mark.parametrize(
    ("place", "which"),
    [("Results", None), ("Findings", "9"), ("Findings", "0"), ("line", "999"), ("page 2", "1")],
)
def test_a_place_that_is_not_there_is_told(report: Path, place: str, which: str | None) -> None:
    with pytest.raises(Unreadable, match="has no"):
        passage_of(report, place, which)


def test_a_line_that_says_a_heading_stands_for_one(tmp_path: Path) -> None:
    place = tmp_path / "letter.md"
    place.write_text("Findings: none at all.\n\nThe end.\n")
    assert passage_of(place, "Findings", "1").text == "none at all."


def test_a_page_of_a_pdf_is_numbered_as_it_is_shown(tmp_path: Path) -> None:
    place = tmp_path / "a.pdf"
    place.write_bytes(hostile_files.text("pdf", ["The total is 12.", "Nothing is missing."]))
    assert "12" in passage_of(place, "page 1", "1").text
    with pytest.raises(Unreadable):
        passage_of(place, "page 7", "1")
