"""What was filled in to a document."""

import pytest

from studio.grading.readers.documents import Document
from studio.grading.readers.fillings import Filled, filled_in
from studio.grading.readers.plain import read_text

FORM = "To: {to}\n{street}\nDear {to},\nwe agree to meet you on {day} in our office.\nKind regards"


def letter(to: str, street: str, day: str) -> Document:
    return read_text(FORM.format(to=to, street=street, day=day))


def values(filled: Filled) -> list[tuple[str, bool]]:
    return [(filled.value(fill), fill.blank) for fill in filled.fills]


@pytest.mark.parametrize(
    "blanks",
    [("[name]", "[street]", "[day]"), ("____", "________", "....."),
     ("<<to>>", "{{street}}", "«d»"), ("NAME", "STREET", "DAY")],
)  # fmt: skip
def test_blanks_of_every_kind_are_told_with_what_took_their_place(
    blanks: tuple[str, str, str],
) -> None:
    filled = filled_in(letter(*blanks), letter("Noor Berg", "5 Mill Row", "3 May 2026"))
    assert values(filled) == [
        ("Noor Berg", True), ("5 Mill Row", True), ("Noor Berg", True), ("3 May 2026", True)
    ]  # fmt: skip
    assert filled.is_form
    assert filled.has_blanks
    assert filled.share == 1.0


def test_another_letter_is_told_by_what_is_other_there() -> None:
    given = letter("Ada Pike", "5 Hill Row", "4 May 2026")
    filled = filled_in(
        given, letter("Noor Berg", "5 Mill Row", "3 May 2026"), lambda _: ["5 mill row"]
    )
    assert not filled.has_blanks
    assert values(filled)[1] == ("5 Mill Row", False)
    assert values(filled)[3] == ("3 May 2026", False)
    assert list(filled.rest())[-1] == ("in", "our", "office")


def test_a_letter_written_anew_is_no_form() -> None:
    other = read_text("Hello Noor, how nice of you to write. We shall see each other in May, then.")
    assert not filled_in(letter("[name]", "[street]", "[day]"), other).is_form
    assert not filled_in(read_text("Dear"), read_text("Dear you")).is_form


def test_a_value_on_each_line_has_the_blank_of_its_line() -> None:
    given, made = read_text("Firm\nNAME\nSTREET\nDear"), read_text("Firm\nNoor Berg\n5 Row\nDear")
    assert [fill.old for fill in filled_in(given, made).fills] == [("NAME",), ("STREET",)]


def test_nothing_behind_a_colon_is_a_blank() -> None:
    given = read_text("Name:\nof the firm that we wrote to in the spring\nPlace")
    named = read_text(given.text.replace("Name:", "Name: Noor Berg"))
    longer = read_text(given.text.replace("spring", "spring of last year"))
    assert filled_in(given, named).has_blanks
    assert not filled_in(given, longer).has_blanks


def test_a_line_to_write_on_is_a_blank() -> None:
    given = read_text("Dear ____,\nwe wrote to you last week about the flat.")
    made = read_text(given.text.replace("____", "Noor Berg"))
    assert filled_in(given, made).has_blanks
