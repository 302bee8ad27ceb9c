"""Tables whose values are written in another way: the same facts, or not."""

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from studio.grading.kinds import Grounds
from studio.grading.verdicts import judge
from studio.model.check import Check

Rows = list[list[Any]]
WEEKS: Rows = [
    ["Week", "Cost", "Paid", "Share"],
    [10, 12.5, "yes", 0.25],
    [11, 7.125, "no", 0.75],
]


def book(place: Path, rows: Rows, form: str = "") -> None:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for line in range(2, len(rows) + 1):
        if form:
            sheet.cell(line, 4).number_format = form
    place.parent.mkdir(exist_ok=True)
    made.save(place)


def graded(
    folder: Path, found: Rows, wanted: Rows = WEEKS, forms: tuple[str, str] = ("", ""), **more: Any
) -> float:
    (folder / "input").mkdir(exist_ok=True)
    book(folder / "reference/a.xlsx", wanted, forms[0])
    book(folder / "output/a.xlsx", found, forms[1])
    grounds = Grounds(folder / "output", folder / "reference", folder / "input", folder / "hidden")
    settings = {"key": ["Week"], "columns": ["Cost", "Paid", "Share"]} | more
    check = Check(id="c", kind="table_equals", target="a.xlsx", parameters=settings)
    result = judge(check, grounds)
    assert result.status in ("pass", "fail"), result.sentence
    return result.score or 0.0


def columns(number: int, *values: Any) -> Rows:
    rows = [list(row) for row in WEEKS]
    for row, value in zip(rows[1:], values, strict=True):
        row[number] = value
    return rows


@pytest.mark.parametrize(
    "rows",
    [
        columns(0, "2026-W10", "2026-W11"),
        columns(0, "KW 10", "KW 11"),
        columns(1, "12.5 EUR", "7.125 EUR"),
        columns(2, True, False),
        columns(2, "x", None),
        columns(3, "25%", "75 %"),
    ],
)
def test_the_same_written_in_another_way_is_right(tmp_path: Path, rows: Rows) -> None:
    assert graded(tmp_path, rows) == 1


@pytest.mark.parametrize(
    "rows",
    [
        columns(0, "2026-W10", "2026-W12"),
        columns(1, "12.5 EUR", "7.126 EUR"),
        columns(2, False, True),
        columns(2, None, "x"),
        columns(2, "x", "x"),
        columns(3, 25, 7.5),
    ],
)
def test_something_else_is_wrong_however_it_is_written(tmp_path: Path, rows: Rows) -> None:
    assert graded(tmp_path, rows) < 1


def test_words_that_are_asked_for_stay(tmp_path: Path) -> None:
    assert graded(tmp_path, columns(2, True, False), worded=["Paid"]) < 1
    assert graded(tmp_path, columns(2, "YES", "No"), worded=["Paid"]) == 1


def test_hundreds_shown_as_percentages_are_hundredfold(tmp_path: Path) -> None:
    hundreds = columns(3, 25, 75)
    assert graded(tmp_path, hundreds, forms=("0%", "0")) == 1
    assert graded(tmp_path, hundreds, forms=("0%", "0%")) < 1


def test_free_names_are_found_in_another_form(tmp_path: Path) -> None:
    free = {"free_names": ["Week", "Cost", "Paid", "Share"]}
    rows = [["KW", "Cost in EUR", "Settled", "%"], *columns(0, "W10", "W11")[1:]]
    for row in rows[1:]:
        row[2], row[3] = row[2] == "yes", row[3] * 100
    assert graded(tmp_path, rows, forms=("0%", ""), **free) == 1
    rows[1][3] += 1
    assert graded(tmp_path, rows, forms=("0%", ""), **free) < 1


LEFT: Rows = [["Asset", "Value", "Left"], ["A", 5, "=MAX(0,B2-2)"], ["B", 1, "=MAX(0,B3-2)"]]


def left(value: Any) -> Rows:
    return [LEFT[0], LEFT[1], ["B", 1, value]]


@pytest.mark.parametrize(
    ("value", "strict", "free"),
    [
        ('=IF(B3>2,B3-2,"")', 0.5, 1),
        ('=IF(B3>2,B3-2,"-")', 0.5, 1),
        ("-", 0.5, 1),
        (None, 0.5, 0.5),
        ("=1*B3", 0.5, 0.5),
    ],
)
def test_nothing_may_be_shown_in_another_way_where_it_is_computed(
    tmp_path: Path, value: Any, strict: float, free: float
) -> None:
    settings = {"key": ["Asset"], "columns": ["Left"]}
    assert graded(tmp_path, left(value), LEFT, **settings) == strict
    assert graded(tmp_path, left(value), LEFT, **settings, empty_is_zero=["Left"]) == free


def test_a_formula_of_typed_numbers_is_typed(tmp_path: Path) -> None:
    settings = {"key": ["Asset"], "columns": ["Left"], "computed": ["Left"]}
    assert graded(tmp_path, LEFT, LEFT, **settings) == 1
    assert graded(tmp_path, left("=5-5"), LEFT, **settings) == 0.5


def test_a_row_of_totals_may_have_another_name(tmp_path: Path) -> None:
    total = [*WEEKS, ["Total", 19.625, None, 1]]
    named = [*WEEKS, ["All weeks", 19.625, None, 1]]
    assert graded(tmp_path, named, total) == 1
    assert graded(tmp_path, [*columns(0, "2026-W10", "2026-W11"), named[-1]], total) == 1
    assert graded(tmp_path, [*WEEKS, ["All weeks", 19.5, None, 1]], total) < 1
    slip = [*WEEKS, ["Totla", 19.625, None, 1]]
    assert graded(tmp_path, slip, total) < 1
    assert graded(tmp_path, [*named, ["Sum", 19.625, None, 1]], total) == 0


def test_rows_without_a_key_are_no_rows(tmp_path: Path) -> None:
    notes = [*WEEKS, [None, "as of Friday"], [None, 19.625]]
    assert graded(tmp_path, notes) == 1
    assert graded(tmp_path, WEEKS, notes) == 1
    assert graded(tmp_path, [*WEEKS[:2], [None, *WEEKS[2][1:]]]) < 1


def test_dates_are_dates_where_that_is_asked_for(tmp_path: Path) -> None:
    real: Rows = [["Batch", "Expiry"], ["B1", dt.date(2026, 3, 9)], ["B2", dt.date(2026, 4, 1)]]
    text: Rows = [real[0], ["B1", "2026-03-09"], ["B2", "2026-04-01"]]
    settings = {"key": ["Batch"], "columns": ["Expiry"]}
    assert graded(tmp_path, text, real, **settings) == 1
    assert graded(tmp_path, text, real, **settings, typed=True) == 0
    assert graded(tmp_path, real, real, **settings, typed=True) == 1


def test_the_table_with_the_values_is_meant(tmp_path: Path) -> None:
    raw = [["Week", "Cost", "Paid", "Share"], *([n, 1, "no", 0.1] for n in range(1, 9))]
    assert graded(tmp_path, [*raw, [], *WEEKS]) == 1
    assert graded(tmp_path, [*raw, [], *columns(1, 12.5, 7)]) < 1


@pytest.mark.parametrize(("case", "score"), [(True, 0.5), (False, 1)])
def test_capitals_matter_or_not(tmp_path: Path, case: bool, score: float) -> None:
    wanted: Rows = [["Room", "Floor"], ["R-1", "vinyl"], ["R-2", "stone"]]
    found: Rows = [["Room", "Floor"], ["R-1", "Vinyl"], ["R-2", "stone"]]
    settings = {"key": ["Room"], "columns": ["Floor"], "case": case}
    assert graded(tmp_path, found, wanted, **settings) == score
    assert graded(tmp_path, [*found[:2], ["R-2", "wood"]], wanted, **settings) < 1
