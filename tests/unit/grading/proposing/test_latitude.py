"""What an instruction leaves free in a letter, and what only sounds like it."""

import pytest

from studio.grading.proposing.instruction import Instruction
from studio.grading.proposing.latitude import latitude_of


@pytest.mark.parametrize(
    ("prompt", "free"),
    [
        ("Write the reply; the wording is up to you.", True),
        ("The wording of the letter may differ.", True),
        ("Answer the customer in your own words.", True),
        ("The letter need not be word for word the same.", True),
        ("The wording may not differ.", False),
        ("Do not answer in your own words.", False),
        ("The wording of the letter must not be changed.", False),
        ("Use the wording of clause B.", False),
        ("The words in brackets are placeholders.", False),
        ("The wording is up to you, but do not change anything else.", False),
    ],
)
def test_the_wording_of_a_letter_is_free_only_where_that_is_said(prompt: str, free: bool) -> None:
    assert latitude_of(Instruction(prompt), "letter.docx").wording is free


@pytest.mark.parametrize(
    ("prompt", "label", "free"),
    [
        ("The wording of the reason may differ.", "The price [reason]", True),
        ("The wording of the clause may vary.", "", True),
        ("The wording is yours. Leave the rest as it is.", "", True),
        ("The wording of the diagnosis may differ.", "Diagnosis", True),
        ("The wording of the diagnosis may differ.", "Medication", False),
        ("The wording of the clause may not vary.", "", False),
        ("Fill in the clause.", "", False),
    ],
)
def test_a_clause_is_free_where_its_wording_is(prompt: str, label: str, free: bool) -> None:
    assert latitude_of(Instruction(prompt), "letter.docx").frees(label) is free


@pytest.mark.parametrize(
    ("prompt", "free"),
    [
        ("Any order of the paragraphs is fine.", True),
        ("The order of the paragraphs does not matter.", True),
        ("The paragraphs may come in any order.", True),
        ("The paragraphs may not come in any order.", False),
        ("Do not hand it in with the paragraphs in any order.", False),
        ("Put the paragraphs in order.", False),
        ("List the orders of the paragraphs on page 2.", False),
    ],
)
def test_the_order_of_paragraphs_is_free_only_where_that_is_said(prompt: str, free: bool) -> None:
    assert latitude_of(Instruction(prompt), "letter.docx").order is free


@pytest.mark.parametrize(
    ("prompt", "free"),
    [
        ("The date format is yours.", True),
        ("The format of the dates does not matter.", True),
        ("Any usual date format is fine.", True),
        ("The date format is not yours to choose.", False),
        ("The date format is DD/MM/YYYY.", False),
        ("Fill in the date.", False),
    ],
)
def test_the_form_of_dates_is_free_only_where_that_is_said(prompt: str, free: bool) -> None:
    assert latitude_of(Instruction(prompt), "letter.docx").dates is free


def test_a_sentence_about_another_file_frees_nothing() -> None:
    told = Instruction("Fill in `letter.docx`.\n\nIn `notes.md` the wording is up to you.")
    assert not latitude_of(told, "letter.docx").wording
    assert latitude_of(told, "notes.md").wording
