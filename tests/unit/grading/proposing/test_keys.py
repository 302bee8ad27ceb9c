"""Which columns tell rows apart: what a person would name, not what is unique by chance."""

from pathlib import Path

import pytest

from studio.grading.proposing.given import Given
from studio.grading.proposing.instruction import Instruction
from studio.grading.proposing.keys import is_spoken_of, key_of
from studio.grading.proposing.layouts import find_tables
from studio.grading.readers.books import read_book
from tests.unit.grading.proposing.scenes import Rows, csv_text

ORDERS = [
    ["order", "sku", "pieces"],
    ["7001", "A-1", "3"],
    ["7001", "B-2", "4"],
    ["7002", "A-1", "9"],
]
STAFF = [
    ["staff_no", "department", "last_day"],
    ["5109", "Yard", "2026-01-31"],
    ["5151", "Yard", ""],
]


def key(
    folder: Path, rows: Rows, prompt: str, given: Rows = (), weak: tuple[str, ...] = ()
) -> tuple[str, ...]:
    (folder / "input").mkdir()
    (folder / "input/given.csv").write_text(csv_text(given or [["a", "b"], ["1", "2"]]))
    place = folder / "made.csv"
    place.write_text(csv_text(rows))
    sheet = next(iter(read_book(place).sheets.values()))
    table = find_tables(sheet)[0]
    return key_of(table, sheet, Instruction(prompt), Given.read(folder / "input"), weak)


@pytest.mark.parametrize(
    ("prompt", "given", "rows", "wanted"),
    [
        ("A line for every item that travels.", ORDERS, ORDERS, ("order", "sku")),
        (
            "Staff number, department and last day of all who left.",
            [*STAFF, ["5160", "Shop", "2026-02-02"]],
            [STAFF[0], ["5109", "Yard", "2026-01-31"], ["5160", "Shop", "2026-02-02"]],
            ("staff_no",),
        ),
        (
            "One row per employee, sorted by employee.",
            [["Employee", "Hours"], ["11", "8"], ["11", "7"], ["12", "8"]],
            [["Employee", "Name", "Hours"], [11, "Ada", 15], [12, "Bo", 8]],
            ("Employee",),
        ),
        (
            "One row per well and parameter.",
            [],
            [["well", "parameter", "samples"], ["W1", "Fe", 3], ["W1", "Mn", 4], ["W2", "Fe", 5]],
            ("well", "parameter"),
        ),
        (
            "How many visits were there in each month?",
            [],
            [["Month", "Visits"], [1, 40], [2, 31], [3, 35]],
            ("Month",),
        ),
        (
            "The journal, please.",
            [],
            [["Line", "Account", "Amount"], [1, 6100, 7.5], [2, 6210, 8.5], [3, 2100, 16.0]],
            ("Account",),
        ),
        (
            "For each well and parameter I need the number of samples, the mean and the limit.",
            [],
            [["well", "parameter", "mean"], ["W1", "Fe", 0.31], ["W1", "Mn", 0.4], ["W2", "Fe", 5]],
            ("well", "parameter"),
        ),
        (
            "One row for each item of the bill.",
            [],
            [["Item", "Description", "Rate"], ["1.01", "Topsoil", 3.8], ["1.02", "Slab", 18.4]],
            ("Item",),
        ),
        ("Nothing tells these apart.", [], [["a", "b"], ["x", 1.5], ["x", 1.5]], ()),
    ],
)
def test_rows_are_told_apart_as_a_person_would(
    tmp_path: Path, prompt: str, given: Rows, rows: Rows, wanted: tuple[str, ...]
) -> None:
    assert key(tmp_path, rows, prompt, given) == wanted


def test_a_column_that_nobody_asks_for_serves_last(tmp_path: Path) -> None:
    rows: list[list[object]] = [["ID", "Tenant", "Owed"], ["X1", "Ada", 3], ["X2", "Bo", 4]]
    assert key(tmp_path, rows, "Tenant and what is owed.", weak=("ID",)) == ("Tenant",)


@pytest.mark.parametrize(
    ("prompt", "name", "spoken"),
    [
        ("staff number and last day", "staff_no", True),
        ("the average price of each article", "avg_price", True),
        ("the area of every room", "Area m2", True),
        ("the shelf mark of the book", "Shelfmark", True),
        ("the area of every room", "Height", False),
    ],
)
def test_columns_are_spoken_of_in_other_words(prompt: str, name: str, spoken: bool) -> None:
    assert is_spoken_of(Instruction(prompt), name) is spoken
