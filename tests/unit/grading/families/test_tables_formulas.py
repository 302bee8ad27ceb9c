"""Formulas: there, right when computed anew, and following their input."""

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from studio.grading.readers.books import read_book
from studio.grading.readers.workbooks import with_cells
from studio.model.check import Check
from tests.unit.grading.families.test_tables import asked, fault, graded

FORMULAS = {"D2": "=B2*C2", "D3": "=B3*C3", "D5": "=SUM(D2:D3)*(1+Inputs!B1)"}


def write_budget(path: Path, **changes: object) -> Path:
    """Write a workbook of two sheets whose total follows a rate; cells may be given anew."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Summary"
    for row in (["item", "price", "count", "sum"], ["a", 2.5, 4], ["b", 3, 5]):
        sheet.append(row)
    for cell, formula in (FORMULAS | changes).items():
        sheet[cell] = formula
    inputs = book.create_sheet("Inputs")
    inputs["A1"], inputs["B1"] = "rate", 0.2
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


PRESENT = asked("formula_present", "b.xlsx#Summary!D2:D5")
SUMS = asked("formula_present", "b.xlsx#Summary!D5", functions=["SUM", "SUBTOTAL"])
FOLLOWS = asked(
    "formula_follows", "b.xlsx#Summary!D5", change={"Inputs!B1": 0.5}, reads=["D5", "Summary!D2"]
)
FOLLOWS_PRICE = asked("formula_follows", "b.xlsx#Summary!D2:D5", change={"B2": 10})


@pytest.mark.parametrize("check", [PRESENT, SUMS, FOLLOWS, FOLLOWS_PRICE])
def test_right_formulas_pass_however_they_are_written(tmp_path: Path, check: Check) -> None:
    write_budget(tmp_path / "right/b.xlsx")
    assert fault(tmp_path, check) == ""
    write_budget(tmp_path / "out/b.xlsx", D2="=PRODUCT(B2:C2)", D5="=(D2+SUM(D3))*(1+Inputs!$B$1)")
    result = graded(tmp_path, check)
    assert result.score == 1.0, result.sentence


@pytest.mark.parametrize(
    ("check", "cell", "value", "score", "says"),
    [
        (PRESENT, "D2", 10, 2 / 3, "Summary!D2 is 10, but typed, not computed."),
        (PRESENT, "D2", "=2.5*4", 2 / 3, "Summary!D2 computes from typed numbers alone"),
        (PRESENT, "D2", "=B2*C3", 1 / 3, "Summary!D2 is 12.50, expected 10. 1 more"),
        (SUMS, "D5", "=(D2+D3)*(1+Inputs!B1)", 0, "Summary!D5 does not use SUBTOTAL or SUM."),
        (SUMS, "D5", '="SUM("&B2', 0, "Summary!D5 does not use SUBTOTAL or SUM."),
        (FOLLOWS, "D5", 30, 0, "Summary!D5 is 30 after Inputs!B1 is changed, expected 37.50."),
        (FOLLOWS, "D5", "=SUM(D2:D3)*1.2", 0, "Summary!D5 is 30 after Inputs!B1 is changed"),
        (FOLLOWS_PRICE, "D2", 10, 0, "Summary!D2 is 10 after B2 is changed, expected 40."),
        (FOLLOWS_PRICE, "D5", "=25*(1+Inputs!B1)", 1 / 2, "Summary!D5 is 30 after B2"),
    ],
)
def test_typed_or_wrong_formulas_fail(
    tmp_path: Path, check: Check, cell: str, value: object, score: float, says: str
) -> None:
    write_budget(tmp_path / "right/b.xlsx")
    write_budget(tmp_path / "out/b.xlsx", **{cell: value})
    result = graded(tmp_path, check)
    assert result.score == pytest.approx(score), result.sentence
    assert says in result.sentence
    assert "37.5" not in result.public and "expected" not in result.public


@pytest.mark.parametrize(
    ("check", "says"),
    [
        (
            asked("formula_present", "b.xlsx#Summary!A1:B2"),
            "A1:B2 of Summary holds no formula in the reference.",
        ),
        (
            asked("formula_present", "b.xlsx#Summary!D5", functions=["VLOOKUP"]),
            "In the reference Summary!D5 does not use VLOOKUP.",
        ),
        (
            asked("formula_follows", "b.xlsx#Summary!D2", change={"Inputs!B1": 0.5}),
            "Nothing that is read changes in the reference when Inputs!B1 is changed.",
        ),
        (
            asked("formula_follows", "b.xlsx#Summary!D2", change={"Input!B1": 0.5}),
            "b.xlsx of the reference has no sheet Input.",
        ),
    ],
)
def test_what_the_reference_does_not_do_is_refused(tmp_path: Path, check: Check, says: str) -> None:
    write_budget(tmp_path / "right/b.xlsx")
    assert fault(tmp_path, check) == says


def test_a_cell_is_changed_where_none_was(tmp_path: Path) -> None:
    from studio.sandbox.office import recompute

    source = write_budget(tmp_path / "b.xlsx", F9="=G9&H8&D5")
    changes = {("Summary", 9, 7): "x<y", ("summary", 8, 8): 1.5, ("Inputs", 1, 2): 0.0}
    changed = tmp_path / "changed.xlsx"
    changed.write_bytes(with_cells(recompute(source).read_bytes(), changes))
    sheet = read_book(changed).sheets["Summary"]
    assert sheet.value(9, 6) == "x<y1.525"


def test_a_cell_of_a_table_must_be_computed_too(tmp_path: Path) -> None:
    write_budget(tmp_path / "right/b.xlsx")
    check = asked("cell_equals", "b.xlsx#sum[a]", formula=True)
    assert fault(tmp_path, check) == ""
    write_budget(tmp_path / "out/b.xlsx")
    assert graded(tmp_path, check).score == 1.0
    write_budget(tmp_path / "out/b.xlsx", D2=10)
    assert graded(tmp_path, check).sentence == "sum of a is 10, but typed, not computed."


@pytest.mark.parametrize("check", [PRESENT, FOLLOWS])
@pytest.mark.parametrize("content", [b"", b"PK\x03\x04"])
def test_no_workbook_scores_nothing(tmp_path: Path, check: Check, content: bytes) -> None:
    write_budget(tmp_path / "right/b.xlsx")
    (tmp_path / "out").mkdir()
    (tmp_path / "out/b.xlsx").write_bytes(content)
    assert (graded(tmp_path, check).status, graded(tmp_path, check).score) == ("fail", 0.0)


def test_a_labelled_value_must_be_computed_too(tmp_path: Path) -> None:
    write_budget(tmp_path / "right/b.xlsx", C5="Total")
    check = asked("label_value", "b.xlsx", label="Total", computed=True)
    assert fault(tmp_path, check) == ""
    assert fault(tmp_path, asked("label_value", "b.xlsx", label="rate", computed=True)) == (
        "rate is not computed by a formula in the reference."
    )
    write_budget(tmp_path / "out/b.xlsx", C5="Total")
    assert graded(tmp_path, check).score == 1.0
    for typed in (30, "=25*1.2"):
        write_budget(tmp_path / "out/b.xlsx", C5="Total", D5=typed)
        assert graded(tmp_path, check).score == 0.0


def test_what_follows_is_found_by_key(tmp_path: Path) -> None:
    write_budget(tmp_path / "right/b.xlsx")
    moved = {"A2": "b", "B2": 3, "C2": 5, "A3": "a", "B3": 2.5, "C3": 4}
    write_budget(tmp_path / "out/b.xlsx", **moved)
    check = asked("formula_follows", "b.xlsx", change={"Summary!B2": 10}, reads=["Summary!D2:D5"])
    by_key = asked(
        "formula_follows", "b.xlsx", change={"Summary!B2": 10}, reads=["Summary!D2:D5"],
        keys={"Summary": ["item"]},
    )  # fmt: skip
    assert fault(tmp_path, by_key) == ""
    assert graded(tmp_path, check).score == 0.0
    assert graded(tmp_path, by_key).score == 1.0
    write_budget(tmp_path / "out/b.xlsx", **moved, D3="=10")
    assert graded(tmp_path, by_key).score == 0.0
    write_budget(tmp_path / "out/b.xlsx", **{**moved, "A3": "c"})
    assert graded(tmp_path, by_key).score == 0.0
    wrong = asked("formula_follows", "b.xlsx", change={"B2": 1}, reads=["D5"], keys={"No": ["x"]})
    assert fault(tmp_path, wrong).startswith("There is no sheet No;")


def test_a_date_is_changed_as_a_date(tmp_path: Path) -> None:
    day = dt.date(2026, 3, 1)
    write_budget(tmp_path / "right/b.xlsx", F1=day, D5="=F1+1")
    check = asked("formula_follows", "b.xlsx", change={"F1": "2026-03-05"}, reads=["D5"])
    assert fault(tmp_path, check) == ""
    write_budget(tmp_path / "out/b.xlsx", F1=day, D5="=1+F1")
    assert graded(tmp_path, check).score == 1.0
    write_budget(tmp_path / "out/b.xlsx", F1=day, D5="=DATE(2026,3,2)")
    assert graded(tmp_path, check).score == 0.0
