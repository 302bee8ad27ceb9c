"""Order of rows each way and in sequences, totals under any label, what charts draw, parameters."""

from pathlib import Path

import openpyxl
import pytest
from openpyxl.chart import BarChart, Reference

from tests.unit.grading.families.test_tables import asked, fault, graded
from tests.unit.grading.families.test_tables_formulas import write_budget
from tests.unit.grading.table_files import Rows, write_table, write_workbook

FAULTS: Rows = [
    ["fault", "grade", "day", "cost"],
    ["F1", "critical", "2026-03-05", 190],
    ["F2", "critical", "2026-03-01", 285],
    ["F3", "major", "2026-03-04", 95],
    ["F4", "major", "2026-03-04", 237],
    ["F5", "minor", "2026-02-27", 47],
]
SORTED = asked(
    "rows_sorted",
    "t.csv",
    columns=["grade", "day", "cost"],
    descending=False,
    other_way=["day"],
    sequences={"grade": ["critical", "major", "minor"]},
)


@pytest.mark.parametrize(
    ("order", "score"), [("12345", 1), ("21345", 0), ("12435", 0), ("34125", 0), ("12534", 0)]
)
def test_rows_in_a_sequence_and_each_way(tmp_path: Path, order: str, score: int) -> None:
    write_table(tmp_path / "right/t.csv", FAULTS)
    assert fault(tmp_path, SORTED) == ""
    write_table(tmp_path / "out/t.csv", [FAULTS[0], *(FAULTS[int(n)] for n in order)])
    assert graded(tmp_path, SORTED).score == score


def test_another_way_of_no_column_is_refused(tmp_path: Path) -> None:
    write_table(tmp_path / "right/t.csv", FAULTS)
    check = asked("rows_sorted", "t.csv", columns=["day"], descending=True, other_way=["cost"])
    assert "not sorted by cost" in fault(tmp_path, check)


HOURS: Rows = [
    ["no", "name", "hours", "rate"],
    [7, "Ann", 3, 20],
    [9, "Bo", 4, 25],
    ["Total", None, 7, None],
]


@pytest.mark.parametrize(
    ("last", "score"),
    [
        ([None, "Sum", 7, None], 1),
        ([None, "Total", 7, 22.5], 1),
        (["Total", None, 8, None], 6 / 7),
        ([None, "Total", None, None], 6 / 7),
    ],
)
def test_the_label_of_a_total_may_stand_in_any_column(
    tmp_path: Path, last: list[object], score: float
) -> None:
    check = asked("table_equals", "t.csv", key=["no"])
    write_table(tmp_path / "right/t.csv", HOURS)
    write_table(tmp_path / "out/t.csv", [*HOURS[:-1], last])
    assert graded(tmp_path, check).score == pytest.approx(score)


USE = [["month", "plant", "office"], ["Jan", 4200, 610], ["Feb", 3900, 580], ["Mar", 4500, 540]]


def chart(place: Path, columns: tuple[int, ...], last: int = 4, factor: float = 1) -> None:
    rows = [USE[0], *([m, p * factor, o * factor] for m, p, o in USE[1:])]
    write_workbook(place, {"Use": rows})
    book = openpyxl.load_workbook(place)
    made = BarChart()
    for column in columns:
        area = Reference(book["Use"], min_col=column, min_row=1, max_row=last)
        made.add_data(area, titles_from_data=True)
    book["Use"].add_chart(made, "F2")
    book.save(place)


@pytest.mark.parametrize(
    ("columns", "last", "factor", "score"),
    [
        ((2, 3), 4, 1, 1),
        ((3, 2), 4, 0.01, 1),
        ((2,), 4, 1, 0),
        ((2, 3), 3, 1, 0),
        ((2, 3), 4, 1.1, 0),
    ],
)
def test_what_a_chart_draws(
    tmp_path: Path, columns: tuple[int, ...], last: int, factor: float, score: float
) -> None:
    chart(tmp_path / "right/t.xlsx", (2, 3))
    check = asked("chart_present", "t.xlsx", series=2, draws="as the reference")
    assert fault(tmp_path, check) == ""
    chart(tmp_path / "out/t.xlsx", columns, last, factor)
    assert graded(tmp_path, check).score == score


PARAMETER = asked(
    "formula_follows",
    "b.xlsx#Summary!D5",
    change={"Inputs!B1": 0.5},
    reads=["D5"],
    labels={"Inputs!B1": "rate"},
)


@pytest.mark.parametrize(
    ("cells", "formula", "score"),
    [
        ({"A7": "the rate", "C7": 0.2}, "=SUM(D2:D3)*(1+C7)", 1),
        ({"A7": "rate in %", "B7": 20}, "=SUM(D2:D3)*(1+B7/100)", 1),
        ({"A7": "rate", "B7": 0.2, "A8": "bonus", "B8": 0.2}, "=SUM(D2:D3)*(1+B7)", 1),
        ({"A7": "rate", "B7": 0.2}, "=SUM(D2:D3)*1.2", 0),
        ({}, "=SUM(D2:D3)*(1+0.2)", 0),
    ],
)
def test_a_parameter_may_stand_elsewhere(
    tmp_path: Path, cells: dict[str, object], formula: str, score: int
) -> None:
    write_budget(tmp_path / "right/b.xlsx")
    assert fault(tmp_path, PARAMETER) == ""
    place = write_budget(tmp_path / "out/b.xlsx", D5=formula, **cells)
    book = openpyxl.load_workbook(place)
    del book["Inputs"]
    book.save(place)
    assert graded(tmp_path, PARAMETER).score == score


def test_a_label_of_what_is_not_changed_is_refused(tmp_path: Path) -> None:
    write_budget(tmp_path / "right/b.xlsx")
    check = asked("formula_follows", "b.xlsx", change={"Inputs!B1": 1}, reads=["Summary!D5"],
                  labels={"Inputs!B2": "rate"})  # fmt: skip
    assert fault(tmp_path, check) == "Inputs!B2 has a label, but is not changed."
