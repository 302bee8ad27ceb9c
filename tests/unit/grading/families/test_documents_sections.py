"""Headings and sections, however they are numbered, written and marked."""

from pathlib import Path

import pytest

from tests.unit.grading.families.document_files import Content, write
from tests.unit.grading.families.judging import Desk, check

REFERENCE = "# Report\n\n## 1. Findings\n\nThe roof is sound.\n\n## 2. Costs\n\n1,200 EUR in all.\n"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, {"r.md": REFERENCE, "r.txt": REFERENCE.replace("#", "")})


SAYS = check("section_says", "r.md", heading="Findings", terms=["roof", "sound"])


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("# FINDINGS\nThe roof is sound.\n# Costs\nx\n", 1.0),
        ("## 1.2 Findings:\nThe roof is sound.\n", 1.0),
        ("## II. Findings\n### Outside\nThe roof is sound.\n", 1.0),
        ("**Findings**\n\nThe roof is sound.\n\n**Costs**\n\nx\n", 1.0),
        ("Findings: The roof is sound.\n\nCosts: 3", 1.0),
        ("# Section 1: Findings\nThe roof is sound.", 1.0),
        ("# Findings\nThe roof leaks.\n# Costs\nAll is sound.", 0.5),
        ("# Findings\n\n# Costs\nThe roof is sound.", 0.0),
        ("# Costs\nThe roof is sound.", 0.0),
        ("The roof is sound.", 0.0),
        ("# Findings of others\nThe roof is sound.", 0.0),
    ],
)
def test_a_section_is_found_by_its_heading(desk: Desk, text: str, score: float) -> None:
    result = desk.judge(SAYS, r_md=text)
    assert result.score == pytest.approx(score), result.sentence


def test_a_section_must_not_say_what_is_forbidden(desk: Desk) -> None:
    asked = check("section_says", "r.md", heading="Findings", terms=["roof"], forbidden=["leak"])
    assert desk.judge(asked, r_md="# Findings\nThe roof is dry.\n# Costs\nleak").score == 1.0
    assert desk.judge(asked, r_md="# Findings\nThe roof has a leak.").score == 0.0
    most = check("section_says", "r.md", heading="Findings", terms=["3"], max_numbers=2)
    assert desk.judge(most, r_md="# Findings\n1, 2, 3, 4, 5").score == 0.0


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("# A\n# Findings\n# Costs\n", 1.0),
        ("# 4) Findings:\ntext\n# COSTS\n", 1.0),
        ("# Costs\n# Findings\n", 0.5),
        ("# Findings\nThe costs are low.\n", 0.5),
        ("Findings and costs\n", 0.0),
    ],
)
def test_headings_in_order(desk: Desk, text: str, score: float) -> None:
    asked = check("headings_present", "r.md", headings=["Findings", "Costs"])
    assert desk.judge(asked, r_md=text).score == pytest.approx(score)
    free = check("headings_present", "r.md", headings=["Costs", "Findings"], in_order=False)
    assert desk.judge(free, r_md="# Findings\n# Costs\n").score == 1.0


@pytest.mark.parametrize("suffix", ["txt", "md", "html", "docx", "odt", "pptx", "pdf"])
def test_sections_of_each_format(tmp_path: Path, suffix: str) -> None:
    sections = [("Findings", ["The roof is sound."]), ("Costs", ["It costs 1,200 EUR in all."])]
    desk = Desk(tmp_path, {})
    name = f"r.{suffix}"
    write(Content("Report", sections), desk.grounds.reference / name)
    asked = check("section_says", name, heading="2. costs", terms=["1200"])
    assert desk.fault(asked) == ""
    assert desk.grounds.output is not None
    swapped = [(sections[0][0], sections[1][1]), (sections[1][0], sections[0][1])]
    write(Content("Report", swapped), desk.grounds.output / name)
    assert desk.judge(asked).score == 0.0


FILLED = "# Report\n\n## Findings\n\nAll is well.\n\n## Costs\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"


@pytest.mark.parametrize(
    ("text", "score"),
    [
        (FILLED, 1.0),
        (FILLED.replace("## ", "# "), 1.0),
        (FILLED.replace("# Report\n\n", ""), 1.0),
        (FILLED.replace("All is well.", "- Nothing was found."), 1.0),
        ("Findings: all is well.\n\nCosts:\n\n12 EUR\n", 1.0),
        (FILLED.replace("All is well.\n", ""), 0.5),
        (FILLED.partition("| a")[0], 0.5),
    ],
)
def test_something_must_stand_below_each_heading(tmp_path: Path, text: str, score: float) -> None:
    desk = Desk(tmp_path, {"note.md": FILLED})
    asked = check("headings_present", "note.md", headings=["Findings", "Costs"], filled=True)
    assert desk.fault(asked) == ""
    assert desk.judge(asked, note_md=text).score == score
