"""What texts say and must not say: whole words, tricks of letters, patterns, placeholders."""

import time
from pathlib import Path

import pytest

from studio.grading.readers.placed_words import Place
from tests.unit.grading.families.judging import Desk, check

CYRILLIC_O = "\u043e"
REFERENCE = {"r.txt": "The pump is in good order. It draws 12.50 kW, 7.5 % more than before."}


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path, REFERENCE)


@pytest.mark.parametrize(
    ("text", "passes"),
    [
        ("The PUMP is in good\n  order.", True),
        ("The pump is in good\u00a0order.", True),
        ("The \uff50\uff55\uff4d\uff50 is in good order", True),
        ("The pumps are in good order", False),
        ("The pump is in go" + CYRILLIC_O + "d order", False),
        ("The pump is in god order", False),
        ("redro doog ni pmup \u202eeht", False),
    ],
)
def test_terms_are_whole_words(desk: Desk, text: str, passes: bool) -> None:
    asked = check("text_contains", "r.txt", terms=["pump", "good order"])
    assert (desk.judge(asked, r_txt=text).status == "pass") is passes


@pytest.mark.parametrize(
    ("term", "text", "passes"),
    [
        ("12.50", "draws 12.5 kW", True),
        ("12.50", "draws 12.5kW", True),
        ("12.50", "zieht 12,50 kW", True),
        ("12.50", "draws 125 kW", False),
        ("12.50", "draws 12.51 kW", False),
        ("12.50", "see 12.50.3", False),
        ("1,250", "kostet 1.250,00 EUR", True),
        ("7.5%", "7,5 % mehr", True),
        ("7.5%", "by 0.075 in all", True),
        ("7.5%", "by 7.5 kW", False),
        ("7.5", "by 7.5%", False),
    ],
)
def test_numbers_are_compared_by_value(desk: Desk, term: str, text: str, passes: bool) -> None:
    asked = check("text_contains", "r.txt", terms=[term])
    assert (desk.judge(asked, r_txt=text).status == "pass") is passes


@pytest.mark.parametrize("kind", ["text_contains", "text_absent"])
@pytest.mark.parametrize(
    "word",
    ["Smith", "SMITH", "Sm\u200bith", "S\u00admith", "Smi\u0442h", "\u0405mith", "\uff33mith"],
)
def test_a_forbidden_word_does_not_hide(desk: Desk, kind: str, word: str) -> None:
    named = "forbidden" if kind == "text_contains" else "terms"
    asked = check(kind, "r.txt", **{named: ["Smith"]})
    result = desk.judge(asked, r_txt=f"Seen by Ms {word} in May.")
    assert (result.status, result.score) == ("fail", 0.0)
    assert "Smith" not in result.public
    assert desk.judge(asked, r_txt="Seen by Ms Smithers in May.").status == "pass"


def test_patterns_are_bounded_and_counted(desk: Desk) -> None:
    asked = check("text_pattern", "r.txt", pattern=r"^- \w+", at_least=2, at_most=3)
    text = "\n".join(["list;", "* - one", "* - two"])
    assert desk.judge(asked, r_txt=text).evidence["found"] == 2
    assert desk.judge(asked, r_txt=text).status == "pass"
    bomb = check("text_pattern", "r.txt", pattern=r"(a+)+$")
    start = time.monotonic()
    assert desk.judge(bomb, r_txt="a" * 500_000 + "b").score == 0.0
    assert desk.judge(check("text_absent", "r.txt", pattern=r"(x+x+)+y"), r_txt="x" * 50_000)
    assert time.monotonic() - start < 10


def test_a_value_at_its_place_is_told_in_words(desk: Desk) -> None:
    asked = check("text_pattern", "r.txt", pattern=Place(("Dear",), "we").pattern("Noor Berg"))
    assert desk.judge(asked, r_txt="Dear Noor Berg,\nwe").sentence == (
        "r.txt says “Noor Berg” between “Dear” and “we”."
    )
    wrong = desk.judge(asked, r_txt="Dear Nora Berg,\nwe")
    assert wrong.sentence == "r.txt does not say “Noor Berg” between “Dear” and “we”."
    assert wrong.score == 0.0
    assert "Berg" not in wrong.public


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The date is TBD.", "TBD"),
        ("Signed by [Name].", "[Name]"),
        ("Signed by [client name]", "[client name]"),
        ("Signed by <your name>", "<your name>"),
        ("Signed: ____________", "____________"),
        ("Dear {{ first }},", "{{ first }}"),
        ("Lorem ipsum dolor", "Lorem ipsum"),
        ("Sum: XX EUR", "XX"),
        ("todo: write this", "todo"),
        ("[INSERT DATE]", "[INSERT DATE]"),
        ("Amount to be determined", "Amount to be determined"),
        ("Contact: to be confirmed", ": to be confirmed"),
        ("Dear N.N., thank you.", "N.N."),
        ("Dear all, insert your name here.", "insert your name here"),
    ],
)
def test_placeholders_left_behind(desk: Desk, text: str, found: str) -> None:
    result = desk.judge(check("no_placeholders", "r.txt"), r_txt=text)
    assert result.status == "fail"
    assert result.evidence["found"][0] == found
    allowed = check("no_placeholders", "r.txt", allowed=[found])
    assert desk.judge(allowed, r_txt=text).status == "pass"


@pytest.mark.parametrize(
    "text",
    [
        "As shown [1] and [12], the value is < 5 and > 3.",
        "The XXL size; todos are done; Title IX; 3 x 4.",
        "See [Table 2] and a_b_c, e.g. ...",
        "Write to <ann@example.org>.",
        "Two are incomplete, their exam marks are to follow.",
        "Omeprazole: to be added to the chart, the dose to be confirmed by the ward.",
        "The question of prices was left open; the results are pending confirmation.",
    ],
)
def test_what_is_no_placeholder(desk: Desk, text: str) -> None:
    assert desk.judge(check("no_placeholders", "r.txt"), r_txt=text).status == "pass"


def test_markdown_is_read_as_written_and_as_shown(tmp_path: Path) -> None:
    desk = Desk(tmp_path, {"r.md": "**Total** dose: `12.4`"})
    asked = check("text_contains", "r.md", terms=["Total dose: 12.4"])
    assert desk.judge(asked, r_md="The **Total** dose: `12.4`").status == "pass"
    marks = check("text_contains", "r.md", terms=["`12.4`"])
    assert desk.judge(marks, r_md="The **Total** dose: `12.4`").status == "pass"


def test_listing_every_answer_does_not_pay(desk: Desk) -> None:
    asked = check("text_contains", "r.txt", terms=["12.50"], max_numbers=4)
    listing = " ".join(f"{number / 100:.2f}" for number in range(1000, 1500))
    assert desk.judge(asked, r_txt=listing).score == 0.0
    assert desk.judge(asked, r_txt="12.50 and 3").score == 1.0


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (check("text_contains", "r.txt", terms=["pump", "boiler"]), "does not say boiler"),
        (check("text_contains", "gone.txt", terms=["pump"]), "gone.txt is missing"),
        (check("text_pattern", "r.txt", pattern="("), "not a pattern of RE2"),
        (check("text_pattern", "r.txt", pattern="a" * 2_000), "longer than"),
        (check("text_pattern", "r.txt", pattern="z{4}"), "matches z{4} 0 times itself"),
        (check("text_pattern", "r.txt", pattern="e", at_least=2, at_most=1), "less than at_least"),
        (check("text_absent", "r.txt", terms=["pump"]), "itself says pump"),
        (check("text_absent", "r.txt"), "give terms or pattern"),
        (check("text_absent", "gone.txt", terms=["x"]), "gone.txt is missing"),
        (check("no_placeholders", "r.txt", also=["pump"]), "holds pump itself"),
        (check("word_count", "r.txt", exactly=3), "expected exactly 3"),
        (check("word_count", "r.txt"), "give exactly"),
        (
            check("page_count", "r.txt", exactly=3),
            "Only pdf, docx, odt, pptx and odp files have pages",
        ),
        (check("slide_count", "r.txt", exactly=3), "Only presentations have slides"),
        (check("styles_used", "r.txt", styles=["Heading 1"]), "does not use Heading 1"),
        (check("tracked_changes", "r.txt", state="present"), "Only docx and odt"),
        (check("text_similarity", "r.txt", floor=0), "more than 0"),
        (check("text_similarity", "r.txt", floor=0.9, section="Costs"), "no text in a section"),
        (check("document_table", "r.txt"), "no table that can be read"),
        (check("headings_present", "r.txt"), "has no headings"),
        (check("headings_present", "r.txt", headings=["Costs"]), "lacks the heading Costs"),
        (check("section_says", "r.txt", heading="Costs", terms=["x"]), "no section Costs"),
    ],
)
def test_a_wrong_parameter_is_refused_with_a_sentence(desk: Desk, asked: object, why: str) -> None:
    assert why in desk.fault(asked)  # type: ignore[arg-type]


def test_similarity_is_counted_in_words(desk: Desk) -> None:
    asked = check("text_similarity", "r.txt", floor=0.9)
    assert desk.judge(asked, r_txt=REFERENCE["r.txt"].upper()).status == "pass"
    close = REFERENCE["r.txt"].replace("good", "fine")
    assert desk.judge(asked, r_txt=close).status == "pass"
    half = desk.judge(asked, r_txt="The pump is in good order.")
    assert half.status == "fail"
    assert half.evidence["found"] == pytest.approx(0.57, abs=0.1)
