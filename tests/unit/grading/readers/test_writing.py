"""Numbers and dates as columns write them, and what they mean."""

import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.base.errors import FaultError, HostileInputError
from studio.grading.readers import columns
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.books import read_book
from studio.grading.readers.dates import date_of
from studio.grading.readers.values import same
from studio.grading.readers.writing import Writing, of_one_hand, plain, writing_of
from tests.unit.grading.table_files import write_table


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("2026-10-31", "2026-10-31"),
        ("2026-10-31T00:00:00Z", "2026-10-31T00:00:00Z"),
        ("2026-10-31 00:00", "2026-10-31"),
        ("2026-10-31 08:05:00.50", "2026-10-31T08:05:00.5"),
        ("2026/1/2", "2026-01-02"),
        ("31/10/2026", "2026-10-31"),
        ("10/31/2026", "2026-10-31"),
        ("12/12/2026", "2026-12-12"),
        ("05/10/2026", None),
        ("31.10.2026", "2026-10-31"),
        ("5.10.2026", "2026-10-05"),
        ("31 Oct 2026", "2026-10-31"),
        ("Oct. 31, 2026", "2026-10-31"),
        ("October 31st, 2026", "2026-10-31"),
        ("31/02/2026", None),
        ("32/13/2026", None),
        ("Octember 3, 2026", None),
        ("20261031", None),
        ("10.000.2026", None),
    ],
)
def test_dates(text: str, date: str | None) -> None:
    assert date_of(text) == date


def test_a_column_tells_which_comes_first() -> None:
    days, months = ["05/10/2026", "31/10/2026"], ["05/10/2026", "10/31/2026"]
    assert [plain(v, writing_of(days)) for v in days] == ["2026-10-05", "2026-10-31"]
    assert [plain(v, writing_of(months)) for v in months] == ["2026-05-10", "2026-10-31"]
    assert writing_of([*days, *months]).day_first is None


@pytest.mark.parametrize(
    ("values", "meant"),
    [
        (["1.250,00", "3,5", "7"], [1250, 3.5, 7]),
        (["1.250", "3,5"], [1250, 3.5]),
        (["1,250", "3.5"], [1250, 3.5]),
        (["1,250"], [1250]),
        (["1.250"], [1.25]),
        (["1.250.000"], [1_250_000]),
        (["1 250,5", "12 %"], [1250.5, 0.12]),
        (["1'250.50"], [1250.5]),
        (["(1.250,00) €"], ["(1.250,00) €"]),
        (["(1.250,00)", "-3,25"], [-1250, -3.25]),
        (["1.5", "2,5"], [1.5, "2,5"]),
        (["007", "1E5", "true"], ["007", "1E5", True]),
        (["4000123412341234"], ["4000123412341234"]),
    ],
)
def test_a_column_tells_its_decimal_sign(values: list[str], meant: list[object]) -> None:
    writing = writing_of(values)
    assert [plain(value, writing) for value in values] == meant


def test_the_columns_of_a_table_are_of_one_hand() -> None:
    unclear, comma, point = writing_of(["1.250"]), writing_of(["3,5"]), writing_of(["3.5"])
    assert [w.decimal for w in of_one_hand([unclear, comma])] == [",", ","]
    assert [w.decimal for w in of_one_hand([unclear, comma, point])] == ["", ",", "."]


@given(st.text(max_size=45), st.sampled_from(["", ".", ","]), st.sampled_from([None, True, False]))
def test_any_text_means_something(text: str, decimal: object, order: bool | None) -> None:
    writing = Writing(decimal, order)  # type: ignore[arg-type]
    assert plain(text, writing) == plain(text, writing)
    assert writing_of([text]) == writing_of([text, text])


def test_whole_numbers_have_no_noise() -> None:
    assert not same(123456789012345.0, 123456789012346.0, None)
    assert same(0.1 + 0.2, 0.3, None)
    assert same("31/10/2026", "2026-10-31", None)


def test_the_missing_extra_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = write_table(tmp_path / "t.parquet", [["a"], [1]])
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(FaultError, match=r"\[columns\]"):
        read_book(place)


def test_a_small_parquet_file_may_not_unpack_to_a_large_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = write_table(tmp_path / "t.parquet", [["a"], *(["x" * 1000] for _ in range(2000))])
    assert place.stat().st_size < 20_000
    monkeypatch.setattr(columns, "MAX_PACKED_BYTES", 1_000_000)
    with pytest.raises(HostileInputError):
        columns.read_parquet(place)


def test_lists_and_bytes_are_no_cells(tmp_path: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    for values in ([[1], [2]], [b"a", b"b"]):
        pq.write_table(pa.table({"a": values}), tmp_path / "t.parquet")
        with pytest.raises(Unreadable, match="no plain values"):
            read_book(tmp_path / "t.parquet")


def test_parquet_values_are_those_of_cells(tmp_path: Path) -> None:
    import datetime as dt
    import decimal

    import pyarrow as pa
    import pyarrow.parquet as pq

    table = pa.table(
        {
            "long": [9007199254740993, 1],
            "money": [decimal.Decimal("12.50"), None],
            "day": [dt.date(2026, 1, 2), None],
            "time": [dt.datetime(2026, 1, 2), dt.datetime(2026, 1, 2, 3, 4)],
            "true": [True, False],
            "float": [float("nan"), float("inf")],
            "kind": pa.array(["x", None]).dictionary_encode(),
        }
    )
    pq.write_table(table, tmp_path / "t.parquet")
    (sheet,) = read_book(tmp_path / "t.parquet").sheets.values()
    rows = [[plain(sheet.value(row, column)) for column in range(1, 8)] for row in (2, 3)]
    assert rows == [
        ["9007199254740993", 12.5, "2026-01-02", "2026-01-02", True, None, "x"],
        [1, None, None, "2026-01-02T03:04:00", False, "inf", None],
    ]


@pytest.mark.parametrize("length", [32, 40, 64])
def test_sums_of_files_are_the_same_in_capitals(length: int) -> None:
    text = ("0a1b2c3d4e5f" * 6)[:length]
    assert plain(text.upper()) == plain(text) == text
    assert plain(f"{text[:-1]}x") == f"{text[:-1]}x" and plain("A" * length) == "A" * length
