"""Tables written as files, and ways to spoil them."""

import csv
import io
import random
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

Rows = list[list[object]]
SUFFIXES = (".csv", ".tsv", ".parquet", ".xlsx")


def write_table(path: Path, rows: Rows, sheet: str = "Data", **style: object) -> Path:
    """Write rows, the header first, in the format of the path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".parquet":
        write_parquet(path, rows)
    elif path.suffix == ".xlsx":
        write_workbook(path, {sheet: rows})
    else:
        mark = "\t" if path.suffix == ".tsv" else str(style.get("delimiter", ","))
        path.write_bytes(csv_text(rows, mark).encode(str(style.get("encoding", "utf-8"))))
    return path


def csv_text(rows: Rows, delimiter: str = ",") -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=delimiter, lineterminator="\n")
    writer.writerows([["" if value is None else value for value in row] for row in rows])
    return stream.getvalue()


def write_parquet(path: Path, rows: Rows) -> None:
    columns = {}
    for number, name in enumerate(rows[0]):
        values = [row[number] for row in rows[1:]]
        plain = all(isinstance(v, int | float | None) for v in values)
        columns[str(name)] = values if plain else [None if v is None else str(v) for v in values]
    pq.write_table(pa.table(columns), path)


def write_workbook(path: Path, sheets: dict[str, Rows]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def read_rows(path: Path) -> Rows:
    """Return the rows of a file that write_table wrote."""
    if path.suffix == ".parquet":
        table = pq.read_table(path)
        return [list(table.column_names), *map(list, zip(*table.to_pydict().values(), strict=True))]
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        return [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]
    mark = "\t" if path.suffix == ".tsv" else ","
    return [list(row) for row in csv.reader(io.StringIO(path.read_text()), delimiter=mark)]


def made(rng: random.Random, height: int) -> Rows:
    """Return a table of distinct keys and values: id, name, amount, count, day."""
    header: list[object] = ["id", "name", "amount", "count", "day"]
    keys = rng.sample(range(10_000, 99_999), height)
    amounts = rng.sample(range(1_000_000, 9_999_999), height)
    counts = rng.sample(range(10_000, 99_999), height)
    names = ["Amber", "Birch", "Cedar", "Delta"]
    rows: Rows = [
        [
            f"K{key}",
            rng.choice(names),
            cents / 100,
            count,
            f"2026-{key % 12 + 1:02d}-{key % 28 + 1:02d}",
        ]
        for key, cents, count in zip(keys, amounts, counts, strict=True)
    ]
    return [header, *rows]


def values_of(rows: Rows, names: Sequence[str] = ("amount", "count")) -> tuple[str, ...]:
    """Return how the values of some columns are written and shown."""
    positions = [rows[0].index(name) for name in names]
    found = [row[n] for row in rows[1:] for n in positions]
    spelled = {str(value) for value in found}
    spelled |= {f"{value:,.2f}" for value in found if isinstance(value, float)}
    return tuple(sorted(spelled | {f"{value:,}" for value in found if isinstance(value, int)}))


def spoil_cells(rng: random.Random, path: Path) -> None:
    """Make one value below the header wrong, never one like another."""
    rows = read_rows(path)
    row, column = rng.randrange(1, len(rows)), rng.randrange(len(rows[0]))
    old = rows[row][column]
    junk = rng.randrange(10**8, 10**9)
    rows[row][column] = junk / 8 if isinstance(old, int | float) else f"junk {junk}"
    write_table(path, rows)


def spoil_table(rng: random.Random, path: Path) -> None:
    """Make a value wrong, drop the last row, cut the file short, or delete it."""
    if not path.exists() or path.stat().st_size < 40:
        return
    way = rng.randrange(8)
    if way == 0:
        path.unlink()
    elif way == 1:
        path.write_bytes(path.read_bytes()[:20])
    elif way == 2:
        try:
            rows = read_rows(path)
            # To take a wrong row away would be no damage.
            if not any("junk" in str(value) for value in rows[-1]):
                write_table(path, rows[:-1])
        except Exception:
            path.unlink()
    else:
        try:
            spoil_cells(rng, path)
        except Exception:
            path.unlink()
