"""An output against itself."""

import json
from pathlib import Path

import docx
import openpyxl
import pytest

from tests.unit.grading.families.grounds import Desk, Files

COSTS = "item,amount\npaint,10.50\nwood,4.25\nnails,\n"


def book(folder: Path, total: float | str = 14.75) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "Costs"
    for row in (["item", "amount"], ["paint", 10.5], ["wood", 4.25], ["Total", total]):
        sheet.append(row)
    place = folder / "made.xlsx"
    made.save(place)
    return place.read_bytes()


def work(folder: Path, **changed: str | bytes) -> Files:
    files: dict[str, str | bytes] = {
        "book.xlsx": book(folder),
        "costs.csv": COSTS,
        "sum.json": json.dumps({"total": 14.75, "rows": [{"a": 10.5}, {"a": 4.25}]}),
        "note.md": "# Costs\n\nIn 2026 the total cost is 14.75 euro, of 2 items.\n",
    }
    return files | {name.replace("_", "."): content for name, content in changed.items()}


@pytest.mark.parametrize("other", ["sum.json#/total", "note.md#total cost"])
def test_two_places_agree(tmp_path: Path, other: str) -> None:
    desk = Desk(tmp_path, work(tmp_path))
    check = desk.check("outputs_agree", "book.xlsx#Costs!B4", other=other, tolerance=0.005)
    desk.is_sound(check)
    near = work(tmp_path, sum_json='{"total": 14.754}', note_md="Total cost: \u20ac14.7512")
    assert desk.score(check, near) == 1
    wrong = work(tmp_path, sum_json='{"total": 14.76}', note_md="Total cost: 14.57; or 14.75")
    result = desk.judged(check, wrong)
    assert result.score == 0 and result.evidence["expected"] == 14.75
    assert abs(result.evidence["off_by"]) > 0.005
    assert other in result.sentence and "14" not in result.public
    for nothing in ({}, {"book.xlsx": book(tmp_path)}, work(tmp_path, sum_json="{}", note_md="")):
        assert desk.score(check, nothing) == 0
    blank = work(tmp_path, book_xlsx=book(tmp_path, ""), sum_json='{"total": null}', note_md="")
    assert desk.score(check, blank) == 0


def test_a_text_that_says_every_answer_does_not_agree(tmp_path: Path) -> None:
    desk = Desk(tmp_path, work(tmp_path))
    check = desk.check("outputs_agree", "sum.json#/total", other="note.md#total cost")
    listing = " ".join(f"Total cost: {n}." for n in ("14.73", "14.74", "14.75"))
    assert desk.score(check, work(tmp_path, note_md=listing)) == 0


@pytest.mark.parametrize(
    ("target", "parts"),
    [
        ("book.xlsx#Costs!B4", "book.xlsx#Costs!B2:B3"),
        ("sum.json#/total", "costs.csv#amount"),
        ("book.xlsx#amount[Total]", "book.xlsx#amount"),
        ("note.md#total cost", "sum.json#/rows/*/a"),
    ],
)
def test_a_total_is_the_sum_of_its_parts(tmp_path: Path, target: str, parts: str) -> None:
    desk = Desk(tmp_path, work(tmp_path))
    check = desk.check("total_is_sum", target, parts=parts, tolerance=0.005)
    desk.is_sound(check)
    wrong = work(
        tmp_path,
        book_xlsx=book(tmp_path, 15.75),
        costs_csv=COSTS.replace("4.25", "3.25"),
        sum_json='{"total": 14.75, "rows": [{"a": 10.5}, {"a": 5.25}]}',
    )
    result = desk.judged(check, wrong)
    assert result.score == 0 and abs(result.evidence["off_by"]) == pytest.approx(1)
    assert "14" not in result.public and "15" not in result.public
    for nothing in ({}, {name: "" for name in work(tmp_path)}):
        assert desk.score(check, nothing) == 0


def test_other_ways_to_write_are_the_same(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("The total cost is 1,250.50 euro.")
    document.save(str(tmp_path / "made.docx"))
    files = {
        "costs.csv": "Costs of May;\nitem;amount\npaint;1.000,25\nwood;250,25\nTotal;1.250,50\n",
        "note.docx": (tmp_path / "made.docx").read_bytes(),
    }
    desk = Desk(tmp_path, files)
    label = "note.docx#total cost"
    agree = desk.check("outputs_agree", "costs.csv#amount[Total]", other=label)
    desk.is_sound(agree)
    total = desk.check("total_is_sum", "costs.csv#amount[Total]", parts="costs.csv#amount")
    desk.is_sound(total)
    wrong = files | {"costs.csv": files["costs.csv"].replace("1.250,50", "1.205,50")}
    assert desk.score(agree, wrong) == 0
    assert desk.judged(total, wrong).evidence["off_by"] == pytest.approx(-45)


@pytest.mark.parametrize(
    "text",
    [
        '{"total": 14.75, "rows": [{"a": "ten"}, {"a": 4.25}]}',
        '{"total": 14.75, "rows": [{"a": true}, {"a": 13.75}]}',
        '{"total": 14.75, "rows": [{"a": 1e300}, {"a": 1e300}]}',
        '{"total": 14.75, "rows": []}',
        '{"total": 0, "rows": []}',
        '{"total": 14.75, "rows": [{"a": [14.75]}]}',
        '{"total": true, "rows": [{"a": 1}]}',
        '{"total": NaN, "rows": [{"a": NaN}]}',
        '{"total": null, "rows": [{"a": null}]}',
    ],
)
def test_parts_that_are_no_numbers_fail(tmp_path: Path, text: str) -> None:
    desk = Desk(tmp_path, work(tmp_path))
    check = desk.check("total_is_sum", "sum.json#/total", parts="sum.json#/rows/*/a")
    assert desk.score(check, work(tmp_path, sum_json=text)) == 0


def test_what_the_reference_does_not_hold_is_refused(tmp_path: Path) -> None:
    desk = Desk(tmp_path, work(tmp_path))
    itself = desk.check("outputs_agree", "sum.json#/total", other="sum.json#/total")
    assert "itself" in desk.fault(itself)
    unequal = desk.check("outputs_agree", "sum.json#/total", other="sum.json#/rows/0/a")
    assert "reference itself" in desk.fault(unequal)
    unknown = desk.check("total_is_sum", "sum.json#/total", parts="book.xlsx#Nowhere!A1:A2")
    assert "no sheet Nowhere" in desk.fault(unknown)
    assert desk.fault(desk.check("total_is_sum", "sum.json#/total", parts="../x"))
