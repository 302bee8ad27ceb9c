"""Tolerances by column, names that are free, rows of totals, shares, and numbers as numbers."""

import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from studio.grading.kinds import Grounds
from studio.grading.verdicts import judge
from studio.model.check import Check

ROWS = [["site", "mean", "share %"], ["A", 12.5, 0.25], ["B", 7.125, 0.5], ["C", 30.0, 0.75]]


def book(place: Path, rows: list[list[Any]]) -> None:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    place.parent.mkdir(exist_ok=True)
    made.save(place)


def graded(folder: Path, rows: list[list[Any]], **parameters: Any) -> float:
    (folder / "input").mkdir(exist_ok=True)
    book(folder / "reference/a.xlsx", ROWS)
    book(folder / "output/a.xlsx", rows)
    grounds = Grounds(folder / "output", folder / "reference", folder / "input", folder / "hidden")
    settings = {"key": ["site"], "columns": ["mean", "share %"]} | parameters
    check = Check(id="c", kind="table_equals", target="a.xlsx", parameters=settings)
    result = judge(check, grounds)
    assert result.status in ("pass", "fail"), result.sentence
    return result.score or 0.0


def changed(row: int, column: int, value: Any) -> list[list[Any]]:
    rows = [list(line) for line in ROWS]
    rows[row][column] = value
    return rows


def test_each_column_has_its_room(tmp_path: Path) -> None:
    rooms = {"tolerances": {"mean": 0.05, "share %": 0.001}}
    assert graded(tmp_path, changed(1, 1, 12.54), **rooms) == 1
    assert graded(tmp_path, changed(1, 1, 12.56), **rooms) < 1
    assert graded(tmp_path, changed(1, 2, 0.26), **rooms) < 1


def test_a_share_of_the_right_value(tmp_path: Path) -> None:
    assert graded(tmp_path, changed(3, 1, 30.5), relative=0.02) == 1
    assert graded(tmp_path, changed(3, 1, 30.7), relative=0.02) < 1
    assert graded(tmp_path, changed(2, 1, 7.5), relative=0.02) < 1


def test_each_column_has_its_share(tmp_path: Path) -> None:
    rooms = {"shares": {"mean": 0.02}, "tolerances": {"share %": 0.001}}
    assert graded(tmp_path, changed(3, 1, 30.5), **rooms) == 1
    assert graded(tmp_path, changed(3, 1, 30.7), **rooms) < 1
    assert graded(tmp_path, changed(2, 1, 7.5), **rooms) < 1
    assert graded(tmp_path, changed(3, 2, 0.755), **rooms) < 1


def test_free_names_are_found_by_values(tmp_path: Path) -> None:
    rows = [["Place", "Average", "Part"], *ROWS[1:]]
    free = {"free_names": ["site", "mean", "share %"]}
    assert graded(tmp_path, rows, **free) == 1
    assert graded(tmp_path, rows) == 0
    assert graded(tmp_path, [rows[0], ["A", 99, 0.25], *rows[2:]], **free) < 1
    assert graded(tmp_path, [rows[0], *([r[0], 1, 2] for r in rows[1:])], **free) < 1


def test_rows_of_totals_may_be_left_out(tmp_path: Path) -> None:
    rows = [*ROWS, ["Total", 49.625, 1.5]]
    assert graded(tmp_path, rows) == 0
    assert graded(tmp_path, rows, totals="ignore") == 1
    assert graded(tmp_path, [*rows, ["D", 1, 1]], totals="ignore") == 0


def test_percent_may_be_a_fraction_as_a_whole_column(tmp_path: Path) -> None:
    hundreds = [ROWS[0], *([r[0], r[1], float(r[2]) * 100] for r in ROWS[1:])]
    assert graded(tmp_path, hundreds) == 1
    assert graded(tmp_path, changed(1, 2, 25.0)) < 1


def test_numbers_stored_as_text(tmp_path: Path) -> None:
    assert graded(tmp_path, changed(1, 1, "12.5")) == 1
    assert graded(tmp_path, changed(1, 1, "12.5"), typed=True) < 1


@pytest.mark.parametrize(
    ("found", "passes"),
    [
        ({"n": 3, "mean": 4.04, "rows": [{"id": 1}]}, True),
        ({"n": 3, "mean": 4.0, "rows": [{"id": 1}], "note": "x"}, True),
        ({"n": 3, "mean": 4.06, "rows": [{"id": 1}]}, False),
        ({"n": 4, "mean": 4.0, "rows": [{"id": 1}]}, False),
        ({"n": 3, "mean": 4.0, "rows": [{"id": 1}, {"id": 2}]}, False),
    ],
)
def test_trees_with_room_by_field_and_free_fields(
    tmp_path: Path, found: dict[str, Any], passes: bool
) -> None:
    right = {"n": 3, "mean": 4.0, "rows": [{"id": 1}]}
    for name, tree in (("reference", right), ("output", found)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.json").write_text(json.dumps(tree))
    (tmp_path / "input").mkdir()
    grounds = Grounds(tmp_path / "output", tmp_path / "reference", tmp_path / "input", tmp_path)
    for room in ({"tolerances": {"mean": 0.05}}, {"shares": {"mean": 0.0125}}):
        settings = {**room, "extra": "elements"}
        check = Check(id="c", kind="tree_equals", target="a.json", parameters=settings)
        assert (judge(check, grounds).status == "pass") is passes
