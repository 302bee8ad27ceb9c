"""Rows that somebody adds to a table: numbered, with running totals, debit or credit; sums."""

from pathlib import Path
from typing import Any

import pytest

from studio.grading.kinds import KINDS, Grounds
from studio.grading.verdicts import judge, parse_parameters
from studio.model.check import Check, parse_target
from tests.unit.grading.table_files import Rows, write_table

HEAD = ["no", "day", "in", "out", "left"]
GIVEN: Rows = [HEAD, [1, "2026-01-02", 50, "", 50], [2, "2026-01-03", "", 20, 30]]
RIGHT: Rows = [
    *GIVEN,
    [3, "2026-01-09", 12.5, "", 42.5],
    [4, "2026-01-11", "", 40, 2.5],
    [5, "2026-01-11", 7, "", 9.5],
]
GROWS = {
    "key": ["no"],
    "columns": HEAD,
    "facts": "changed",
    "numbered": True,
    "running": {"left": ["in", "-out"]},
    "either": [["in", "out"]],
}


def _fault(check: Check, grounds: Grounds) -> str:
    kind = KINDS[check.kind]
    return kind.fit(check, parse_parameters(check), parse_target(check.target), grounds)


def graded(folder: Path, rows: Rows, **parameters: Any) -> float:
    write_table(folder / "in/t.csv", GIVEN)
    write_table(folder / "right/t.csv", RIGHT)
    write_table(folder / "out/t.csv", rows)
    settings: dict[str, Any] = GROWS | parameters
    check = Check(id="c", kind="table_equals", target="t.csv", parameters=settings, tolerance=0.005)
    grounds = Grounds(folder / "out", folder / "right", folder / "in", folder / "hidden")
    assert _fault(check, grounds) == ""
    result = judge(check, grounds)
    assert result.status in ("pass", "fail"), result.sentence
    return result.score or 0.0


def test_the_reference_is_right(tmp_path: Path) -> None:
    assert graded(tmp_path, RIGHT) == 1


def test_rows_of_one_day_may_change_places(tmp_path: Path) -> None:
    swapped: Rows = [*RIGHT[:4], [4, "2026-01-11", 7, 0, 49.5], [5, "2026-01-11", 0, 40, 9.5]]
    assert graded(tmp_path, swapped) == 1
    assert graded(tmp_path, swapped, numbered=False) < 1
    assert graded(tmp_path, swapped, either=[]) < 1


@pytest.mark.parametrize(
    "last",
    [
        [[5, "2026-01-11", 7, "", 49.5], [4, "2026-01-11", "", 40, 9.5]],
        [[4, "2026-01-11", 7, "", 2.5], [5, "2026-01-11", "", 40, 9.5]],
        [[4, "2026-01-11", 7, "", 49.5], [6, "2026-01-11", "", 40, 9.5]],
        [[4, "2026-01-11", 70, "", 112.5], [5, "2026-01-11", "", 40, 72.5]],
        [[4, "2026-01-11", "", 7, 35.5], [5, "2026-01-11", "", 40, -4.5]],
        [[4, "2026-01-11", "", "", 42.5], [5, "2026-01-11", "", 40, 2.5]],
        [[4, "2026-01-11", 7, "", 49.5]],
        [[4, "2026-01-11", 7, "", 49.5], [5, "2026-01-11", 7, "", 56.5]],
        [
            [4, "2026-01-11", 7, "", 49.5],
            [5, "2026-01-11", "", 40, 9.5],
            [6, "2026-01-11", "", 40, -30.5],
        ],
    ],
)
def test_wrong_numbers_amounts_and_totals_fail(tmp_path: Path, last: Rows) -> None:
    assert graded(tmp_path, [*RIGHT[:4], *last]) < 1


HALLS: Rows = [["hall", "pumps"], ["North", 2], ["South", 5], ["Works", 7]]


@pytest.mark.parametrize(
    ("rows", "score"),
    [
        ([*HALLS[:3], ["All", 7]], 1),
        ([*HALLS[:3], ["Both halls", 7]], 1),
        ([*HALLS[:3], ["All", 6]], 2 / 3),
        ([*HALLS[:2], ["East", 5], ["All", 7]], 0),
        (HALLS[:3], 2 / 3),
    ],
)
def test_the_row_of_all_may_have_another_name(tmp_path: Path, rows: Rows, score: float) -> None:
    write_table(tmp_path / "right/t.csv", HALLS)
    write_table(tmp_path / "out/t.csv", rows)
    settings: dict[str, Any] = {"key": ["hall"], "totals": "ignore", "sums": ["Works"]}
    check = Check(id="c", kind="table_equals", target="t.csv", parameters=settings)
    grounds = Grounds(tmp_path / "out", tmp_path / "right", tmp_path / "in", tmp_path / "hidden")
    assert judge(check, grounds).score == pytest.approx(score)


def test_rows_without_a_value_stand_last(tmp_path: Path) -> None:
    rows: Rows = [["dog", "mean"], ["Otto", 26.3], ["Max", 22.5], ["Fee", ""]]
    write_table(tmp_path / "right/t.csv", rows)
    settings: dict[str, Any] = {"columns": ["mean"], "descending": True}
    check = Check(id="c", kind="rows_sorted", target="t.csv", parameters=settings)
    grounds = Grounds(tmp_path / "out", tmp_path / "right", tmp_path / "in", tmp_path / "hidden")
    assert _fault(check, grounds) == ""
    write_table(tmp_path / "out/t.csv", rows)
    assert judge(check, grounds).score == 1
    write_table(tmp_path / "out/t.csv", [rows[0], rows[3], *rows[1:3]])
    assert judge(check, grounds).score == 0


CASH: Rows = [["item", "net"], ["Stamps", "1.200,50"], ["Paper", "34,50"], ["Total", "1.235,00"]]


@pytest.mark.parametrize(
    ("rows", "score"),
    [
        (CASH, 1),
        ([CASH[0], ["Stamps", 1.5], CASH[3]], 1),
        ([*CASH[:3], [], ["Summe", "1.235"]], 1),
        ([["item", "net"], ["Stamps", 1200.5], ["Total", 1235.0]], 1),
        ([*CASH[:3], ["Total", "1.235,01"]], 0),
        ([*CASH[:3], ["Paper again", "1.235,00"]], 0),
        (CASH[:3], 0),
    ],
)
def test_the_row_of_totals_alone_may_be_asked_for(tmp_path: Path, rows: Rows, score: float) -> None:
    write_table(tmp_path / "right/t.csv", CASH)
    write_table(tmp_path / "out/t.csv", rows)
    settings: dict[str, Any] = {"key": ["item"], "totals": "only"}
    check = Check(id="c", kind="table_equals", target="t.csv", tolerance=0.005, parameters=settings)
    grounds = Grounds(tmp_path / "out", tmp_path / "right", tmp_path / "in", tmp_path / "hidden")
    assert _fault(check, grounds) == ""
    assert judge(check, grounds).score == score


def test_a_table_without_a_total_has_none_to_ask_for(tmp_path: Path) -> None:
    write_table(tmp_path / "right/t.csv", CASH[:3])
    check = Check(id="c", kind="table_equals", target="t.csv", parameters={"totals": "only"})
    grounds = Grounds(tmp_path / "out", tmp_path / "right", tmp_path / "in", tmp_path / "hidden")
    assert "no rows" in _fault(check, grounds)
