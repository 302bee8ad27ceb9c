"""What an instruction says about names, digits, tolerances and order."""

import pytest

from studio.grading.proposing.instruction import Instruction, names_in, sentences
from studio.grading.proposing.scopes import Subject, rounding_for, slack_for


def test_wrapped_lines_are_one_sentence_and_list_marks_go() -> None:
    prompt = "# Title\n\nWrite the total\nof all rows. Sort them.\n\n- `a.csv`: one row each\n"
    assert [sentence.text for sentence in sentences(prompt)] == [
        "Write the total of all rows.",
        "Sort them.",
        "`a.csv`: one row each",
    ]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("with the columns Region, Orders and Net sales.", ("Region", "Orders", "Net sales")),
        ("put “Total” in `E7`, the supplier's name beside it", ("Total", "E7")),
        ("the worker's list and the driver's list", ()),
        ("**Summary** and 'Notes'", ("Summary", "Notes")),
    ],
)
def test_names_in_quotes_marks_and_lists(text: str, names: tuple[str, ...]) -> None:
    assert names_in(text) == names


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Give the fee to the cent.", 0.01),
        ("State the share with one decimal.", 0.1),
        ("Round the mean to three decimal places.", 0.001),
        ("Give whole weeks.", 1.0),
        ("Round to the nearest 10.", 10.0),
        ("Keep full precision in all steps.", None),
        ("Sum the whole table.", None),
    ],
)
def test_roundings(text: str, unit: float | None) -> None:
    found, _ = rounding_for(Instruction(text), Subject(("length",)))
    assert (found.unit if found else None) == unit


def test_the_nearest_rounding_is_that_of_a_name() -> None:
    instruction = Instruction("List hours to one decimal and pay to the cent.")
    hours, _ = rounding_for(instruction, Subject(("hours",), ("pay",)))
    pay, _ = rounding_for(instruction, Subject(("pay",), ("hours",)))
    assert hours and pay and (hours.unit, pay.unit) == (0.1, 0.01)


@pytest.mark.parametrize(
    ("text", "share", "margin"),
    [
        ("Values within 2% of mine are accepted.", 0.02, None),
        ("A tolerance of 0.5 mm is fine.", None, 0.5),
        ("Flag what lies within 5% of the limit.", None, None),
        ("Reply within 3 days if it is correct.", None, None),
    ],
)
def test_tolerances_of_the_author_and_not_of_the_work(
    text: str, share: float | None, margin: float | None
) -> None:
    found = slack_for(Instruction(text), Subject(("length",)))
    assert (found.share if found else None, found.margin if found else None) == (share, margin)


@pytest.mark.parametrize(
    ("text", "wanted", "descending"),
    [
        ("Sort the rows by net, largest first.", True, True),
        ("List them in alphabetical order.", True, False),
        ("Rank the sites by yield, worst first.", True, True),
        ("One row per person, in any order.", False, False),
        ("Add the order number.", False, False),
    ],
)
def test_orders(text: str, wanted: bool, descending: bool) -> None:
    orders = Instruction(text).sentences[0].orders
    assert bool(orders) is wanted
    assert any(order.descending for order in orders) is descending


def test_live_kept_and_exact() -> None:
    instruction = Instruction(
        "The totals are formulas. Do not change other cells. Only these columns, nothing else."
    )
    assert instruction.first("live") and instruction.first("keeps") and instruction.is_exact
    assert Instruction("Paste values, without formulas.").first("live") is None


def test_the_sentence_that_asks_wins_over_one_that_remarks() -> None:
    instruction = Instruction(
        "The fee is in column C. Write the fee of each member into `fees.csv`."
    )
    assert instruction.because(["fee"]) == "Write the fee of each member into `fees.csv`."


def test_a_sheet_is_fixed_only_where_it_is_named_as_one() -> None:
    assert Instruction("Fill the sheet Weeks.").fixes_sheet("Weeks")
    assert Instruction("Fill `Weeks`.").fixes_sheet("Weeks")
    assert not Instruction("Compare the weeks of the campaign.").fixes_sheet("Weeks")


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Order of the items as before, the shop depends on it.", True),
        ("The order of the entries stays unchanged.", True),
        ("Leave the sequence of the slides as it is.", True),
        ("The order of the rows is up to you.", False),
        ("Cancel the order of last week.", False),
    ],
)
def test_an_order_that_stays_is_one_that_is_given(text: str, wanted: bool) -> None:
    assert bool(sentences(text)[0].given_orders) == wanted
