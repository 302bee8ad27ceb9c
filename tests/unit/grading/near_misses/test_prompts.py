"""What an instruction leaves free and what it demands."""

import pytest

from studio.grading.near_misses import prompts


@pytest.mark.parametrize(
    ("prompt", "surely", "perhaps"),
    [
        ("Sort the rows by date.", True, True),
        ("The oldest invoices come first.", True, True),
        ("List them in any order.", False, False),
        ("Match each purchase order with its invoice.", False, True),
        ("Fill in the amounts.", False, False),
    ],
)
def test_orders(prompt: str, surely: bool, perhaps: bool) -> None:
    assert prompts.asks_for_order(prompt) == surely
    assert prompts.may_ask_for_order(prompt) == perhaps


def test_tolerances() -> None:
    assert prompts.slack("Within 2% of the true value.", 50.0) == 1.0
    assert prompts.slack("Give the length, ±0.5 mm.", 50.0) == 0.5
    assert prompts.slack("To the cent.", 50.0) == 0.0


def test_formulas_and_the_columns_that_need_them() -> None:
    columns = ["due", "received", "balance"]
    one = "Columns due, received and balance, where balance = due - received, as a live formula."
    assert prompts.asks_for_formulas(one)
    assert prompts.columns_of_formulas(one, columns) == {"balance"}
    every = "Please leave live formulas in all of these cells."
    assert prompts.asks_for_formulas(every) and not prompts.columns_of_formulas(every, columns)
    assert not prompts.asks_for_formulas("Complete the amounts.")


def test_places_and_names() -> None:
    assert prompts.names_cells("Put the total in F14.")
    assert not prompts.names_cells("Use form 1099 of the IRS, plan B.")
    assert prompts.names('Put the label "Total" there.', "total")
    assert not prompts.names("Write a subtotal.", "Total")
