"""Texts that say the opposite of what is right fail; right ones pass in whatever words."""

from pathlib import Path

import pytest

from studio.authoring import add_check, new_task
from studio.base.errors import UserError
from studio.grading.readers.statements import clauses_in, contradiction, statement_in
from studio.model.check import Check
from tests.unit.grading.families.judging import Desk

CASES: dict[str, tuple[list[str], list[str]]] = {
    "The limit for nitrate is exceeded at Talmuehle": (
        [
            "Only the well Talmuehle is above its permit, for nitrate (mean 51.9, permitted 50).",
            "Above the limit: nitrate, well Talmuehle",
            "No well other than Talmuehle exceeds the nitrate limit.",
            "Nitrate is not within the limit at Talmuehle.",
            "The limit for nitrate is not exceeded at Brunn but is exceeded at Talmuehle.",
            "At Brunn the limit for nitrate is not exceeded; at Talmuehle it is.",
            "Unlike Brunn, Talmuehle exceeds the nitrate limit.",
            "Talmuehle fails to keep the nitrate limit.",
            "The limit for nitrate is not exceeded anywhere except at Talmuehle.",
            "The limit for nitrate is not exceeded at Talmuehle in the samples of January.",
            "Only at Talmuehle is the limit for nitrate exceeded, not at Brunn.",
            "Is the limit for nitrate exceeded at Talmuehle? Yes, it is.",
            "At Talmuehle the limit for nitrate is not only reached but exceeded.",
            "If the limit for nitrate were not exceeded at Talmuehle, we could close the case.",
            "Nitrate at Talmuehle exceeds the limit. Arsenic at Talmuehle is within the limit.",
        ],
        [
            "The limit for nitrate (50 mg/l) is not exceeded at Talmuehle, where it is 51.9.",
            "The limit for nitrate isn't exceeded at Talmuehle.",
            "The limit for nitrate isn\u2019t exceeded at Talmuehle.",
            "At Talmuehle, the nitrate limit was not exceeded.",
            "Nitrate at Talmuehle is within the limit.",
            "Nitrate stays below the limit at Talmuehle.",
            "The well Talmuehle does not exceed the limit for nitrate.",
        ],
    ),
    "The average of the final points is 66.5": (
        [
            "The class average of the final points was 66.5.",
            "On average the final points are 66.5, not 68.2.",
            "The average of the final points is not 68.2 but 66.5.",
        ],
        ["The average of the final points is not 66.5."],
    ),
    "5 items are overdue": (
        [
            "There are 5 overdue items.",
            "5 items are overdue, none of them by more than 100 days.",
            "Of the 5 items none are overdue by more than 100 days.",
            "3 items are not overdue.",
        ],
        ["5 items are not overdue."],
    ),
    "The prices do not include VAT": (
        [
            "All prices are net of VAT.",
            "VAT is not included.",
            "If the prices include VAT, say so.",
        ],
        ["The prices include VAT.", "The prices do include VAT."],
    ),
    "S-03 failed the leak test": (
        [
            "S-03 passed the visual check but failed the leak test.",
            "S-03 did not pass the leak test.",
            "S-03 passed the visual check. Later S-03 failed.",
            "S-04 passed the leak test.",
        ],
        ["S-03 passed the leak test.", "S-03 did not fail the leak test.", "S-03 has passed."],
    ),
    "Flat L-04 has not paid the rent for April": (
        [
            "L-04 hasn't paid.",
            "The rent of L-04 is outstanding.",
            "Flat L-04 paid nothing in April.",
        ],
        ["Flat L-04 has paid the rent for April."],
    ),
    "The contract must be renewed by 5 May": (
        ["The contract must be renewed by 5 May and must not be renewed later than that."],
        ["The contract must not be renewed by 5 May."],
    ),
    "Stations 3 and 7 are closed": (
        ["Stations 1 and 2 are not closed.", "All other stations are not closed."],
        ["Stations 3 and 7 are not closed."],
    ),
    "Sales rose by 5% in Hamburg": (
        ["Sales fell in Bremen and rose in Hamburg.", "In Hamburg sales went up by 5%."],
        ["Sales fell by 5% in Hamburg.", "Sales did not rise by 5% in Hamburg."],
    ),
    "The two files agree": (
        ["The two files do not differ.", "Both files agree to the cent."],
        ["The two files do not agree."],
    ),
}


def says_the_opposite(statement: str, text: str) -> bool:
    found = statement_in(statement)
    assert found is not None
    return contradiction(found, clauses_in(text)) is not None


@pytest.mark.parametrize("statement", CASES)
def test_other_right_words_pass_and_the_opposite_fails(statement: str) -> None:
    right, wrong = CASES[statement]
    refused = [text for text in (statement, *right) if says_the_opposite(statement, f"{text}")]
    accepted = [text for text in wrong if not says_the_opposite(statement, text)]
    assert refused == [] and accepted == []


def test_a_report_that_says_the_opposite_is_refused_in_two_voices(tmp_path: Path) -> None:
    statement = "The limit for nitrate is exceeded at Talmuehle"
    right = f"# Wells\n\nWe looked.\n\n{statement}.\n"
    desk = Desk(tmp_path, {"note.md": right})
    check = Check(
        id="c", kind="not_contradicted", target="note.md", gate=True,
        parameters={"statements": [statement]},
    )  # fmt: skip
    assert desk.judge(check).score == 0, "a missing file says nothing"
    told = desk.judge(check, note_md=right.replace("is exceeded", "is not exceeded"))
    assert told.score == 0 and "is not exceeded at Talmuehle" in told.sentence
    assert "Talmuehle" not in told.public and "1 of 1" in told.public
    assert desk.judge(check, note_md=right).score == 1


def test_a_statement_that_says_nothing_or_that_the_reference_denies_is_refused(
    tmp_path: Path,
) -> None:
    for name, text in (("in", "See the wells.\n"), ("ref", "The pump is not open at Brunn.\n")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "note.md").write_text(text)
    new_task(tmp_path / "t", input=tmp_path / "in", reference=tmp_path / "ref", prompt="Write it.")
    for statement, reason in (
        ("Hello there", "says nothing that can be denied"),
        ("The pump is open at Brunn", "The reference fails it"),
    ):
        with pytest.raises(UserError, match=reason):
            add_check(
                tmp_path / "t",
                "not_contradicted",
                "note.md",
                parameters={"statements": [statement]},
            )
