"""What comparing large tables costs, each beside its own reader in the same run."""

import json
import random
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import openpyxl
import pyarrow as pa
import pyarrow.csv
import pytest

from studio.grading.kinds import Grounds
from studio.grading.readers import books
from studio.grading.verdicts import judge
from studio.model.check import Check

HERE = Path(__file__).parent
BY_KEY = Check(
    id="x", kind="table_equals", target="table.xlsx", parameters={"key": ["id"]}, tolerance=0.005
)


def write_book(path: Path, rows: list[tuple[object, ...]]) -> None:
    path.parent.mkdir(parents=True)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Data")
    sheet.append(["id", "name", "net", "count", "day"])
    for row in rows:
        sheet.append(row)
    book.save(path)


def compare_books(folder: Path, height: int) -> tuple[float, float]:
    """Return the processor seconds of reading two workbooks, and of comparing them by key."""
    rng = random.Random(6)
    rows = [
        (
            f"K{n}",
            rng.choice(["Acme", "Borg"]),
            rng.randrange(10**6) / 100,
            n,
            f"2026-01-{n % 28 + 1:02d}",
        )
        for n in range(height)
    ]
    write_book(folder / "right/table.xlsx", rows)
    rng.shuffle(rows)
    write_book(folder / "found/table.xlsx", rows)
    books._books.forget()
    began = time.process_time()
    for side in ("right", "found"):
        books.read_book(folder / side / "table.xlsx")
    reading = time.process_time() - began
    books._books.forget()
    began = time.process_time()
    grounds = Grounds(folder / "found", folder / "right", folder / "none", folder / "none")
    result = judge(BY_KEY, grounds)
    assert result.status == "pass", result.sentence
    return reading, time.process_time() - began


@pytest.mark.parametrize(
    "height",
    [5_000, pytest.param(100_000, marks=[pytest.mark.long, pytest.mark.timeout(1800)])],
)
def test_two_workbooks_by_key(tmp_path: Path, height: int) -> None:
    reading, comparing = compare_books(tmp_path, height)
    ratio = comparing / reading
    print(
        f"\ntwo workbooks of {height:,} rows: reading {reading:.1f} s, "
        f"reading and comparing {comparing:.1f} s, ratio {ratio:.2f} (limit 1.5)"
    )
    assert ratio <= 1.5


def write_columns(folder: Path, height: int) -> None:
    rng = np.random.default_rng(6)
    table = pa.table(
        {
            "id": pa.array([f"K{n}" for n in range(height)]),
            "name": rng.choice(["Acme", "Borg", "Cyan"], height),
            "net": np.round(rng.uniform(0, 10_000, height), 2),
            "count": rng.integers(0, 1_000, height),
        }
    )
    for side, order in (("right", None), ("found", rng.permutation(height))):
        (folder / side).mkdir()
        rows = table if order is None else table.take(pa.array(order))
        pyarrow.csv.write_csv(rows, folder / side / "table.csv")


@pytest.mark.parametrize(
    "height",
    [400_000, pytest.param(5_000_000, marks=[pytest.mark.long, pytest.mark.timeout(1800)])],
)
def test_two_files_of_columns_by_key(tmp_path: Path, height: int) -> None:
    write_columns(tmp_path, height)
    command = [sys.executable, str(HERE / "comparing_columns.py"), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found = json.loads(done.stdout)
    ratio, peak = found["ours"] / found["theirs"], found["peak"] / found["size"]
    print(
        f"\ntwo CSV of {height:,} rows: pyarrow reads {found['theirs']:.2f} s, "
        f"reading and comparing {found['ours']:.2f} s, ratio {ratio:.2f} (limit 5); "
        f"peak {found['peak'] >> 20} MiB, {peak:.1f} times the Arrow size (limit 6)"
    )
    if height > 1_000_000:
        assert ratio <= 5
        assert peak <= 6
