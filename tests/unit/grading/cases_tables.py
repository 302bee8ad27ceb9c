"""Generated cases of the kinds of the tables family."""

import io
import random
import zipfile
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any, cast

import openpyxl
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.worksheet.worksheet import Worksheet

from studio.model.check import Check
from tests.unit.grading.generated import Case, Damage, case_of
from tests.unit.grading.pivot_files import write_pivot
from tests.unit.grading.table_files import (
    SUFFIXES,
    Rows,
    made,
    read_rows,
    spoil_cells,
    spoil_table,
    values_of,
    write_table,
)


def check(kind: str, target: str, tolerance: float | None = None, **parameters: object) -> Check:
    return Check(id="x", kind=kind, target=target, tolerance=tolerance, parameters=parameters)


def spoiler(name: str, cells_only: bool = False) -> Damage:
    spoil = spoil_cells if cells_only else spoil_table
    return lambda rng, folder: spoil(rng, folder / name)


def plain_case(
    rng: random.Random,
    folder: Path,
    kind: str,
    cells_only: bool = False,
    height: int | None = None,
    **parameters: object,
) -> Case:
    """Return a case over one table; the input holds it without its amounts and counts."""
    name = f"table{rng.choice(SUFFIXES)}"
    rows = made(rng, height or rng.randrange(2, 14))
    write_table(folder / "reference" / name, rows)
    given = [rows[0], *([*row[:2], None, None, row[4]] for row in rows[1:])]
    if rng.random() < 0.7:
        write_table(folder / "input" / name, given)
    return Case(
        check(kind, name, rng.choice([None, 0.005, 0.5]), **parameters),
        folder / "reference",
        folder / "input",
        spoiler(name, cells_only),
        values_of(rows),
    )


@case_of("table_equals")
def whole_table(rng: random.Random, folder: Path) -> Case:
    key = rng.choice([["id"], ["id", "name"], []])
    columns = rng.choice([None, ["amount"], ["amount", "count"]])
    facts = rng.choice(["all", "changed"])
    order = rng.random() < 0.3
    extra = rng.choice(["fail", "ignore"])
    return plain_case(
        rng, folder, "table_equals", key=key, columns=columns, facts=facts,
        order_matters=order, extra_rows=extra,
    )  # fmt: skip


@case_of("table_subset")
def subset(rng: random.Random, folder: Path) -> Case:
    return plain_case(rng, folder, "table_subset", columns=rng.choice([None, ["id", "amount"]]))


@case_of("column_aggregate")
def aggregate(rng: random.Random, folder: Path) -> Case:
    function = rng.choice(["sum", "mean", "median", "min", "max"])
    case = plain_case(
        rng, folder, "column_aggregate", height=5, column=rng.choice(["amount", "count"]),
        function=function,
    )  # fmt: skip
    name = case.check.target

    def lower(rng: random.Random, output: Path) -> None:
        """Make each number wrong, further each time: no mean of wrong ones may become right."""
        if rng.random() < 0.2:
            spoil_table(rng, output / name)
        try:
            rows = read_rows(output / name)
        except Exception:
            return
        off = [[*row[:2], "", "", row[4]] if len(row) > 4 else row for row in rows[1:]]
        write_table(output / name, [rows[0], *off])

    return Case(case.check, case.reference, case.given, lower, case.secrets)


@case_of("rows_sorted")
def rows_sorted(rng: random.Random, folder: Path) -> Case:
    case = plain_case(rng, folder, "rows_sorted", columns=["amount"], descending=rng.random() < 0.5)
    place = folder / "reference" / case.check.target
    rows = read_rows(place)
    down = bool(case.check.parameters["descending"])
    ordered = sorted(rows[1:], key=lambda row: float(str(row[2])), reverse=down)
    write_table(place, [rows[0], *ordered])
    return case


@case_of("row_count")
def row_count(rng: random.Random, folder: Path) -> Case:
    asked: dict[str, Any] = rng.choice([{}, {"at_least": 2}])
    return plain_case(rng, folder, "row_count", **asked)


@case_of("table_schema")
def schema(rng: random.Random, folder: Path) -> Case:
    return plain_case(rng, folder, "table_schema", order=rng.random() < 0.5)


@case_of("column_unique")
def unique(rng: random.Random, folder: Path) -> Case:
    return plain_case(rng, folder, "column_unique", cells_only=True, columns=["id"])


@case_of("csv_writing")
def csv_writing(rng: random.Random, folder: Path) -> Case:
    rows = made(rng, rng.randrange(2, 14))
    write_table(folder / "reference/table.csv", rows)
    return Case(
        check("csv_writing", "table.csv", None, between="comma"),
        folder / "reference",
        folder / "input",
        spoiler("table.csv", True),
        values_of(rows),
    )


@case_of("line_records")
def line_records(rng: random.Random, folder: Path) -> Case:
    lines = [f"{name}\t{rng.randrange(9000)}\t{rng.random():.3f}" for name in "abcdefg"]
    place = folder / "reference/changes.txt"
    place.parent.mkdir(parents=True)
    place.write_text("\n".join(lines))

    def damage(rng: random.Random, folder: Path) -> None:
        spoiled = (folder / "changes.txt").read_text().splitlines()
        spoiled[rng.randrange(len(spoiled))] += "7"
        (folder / "changes.txt").write_text("\n".join(spoiled))

    made_check = check("line_records", "changes.txt")
    return Case(made_check, folder / "reference", folder / "input", damage)


@case_of("column_values")
def allowed(rng: random.Random, folder: Path) -> Case:
    return plain_case(rng, folder, "column_values", cells_only=True, column="name")


def book_case(rng: random.Random, folder: Path, kind: str, cells: str, **more: object) -> Case:
    """Return a case over some cells of a workbook; the input's are blank."""
    rows = made(rng, 8)
    write_table(folder / "reference/book.xlsx", rows)
    write_table(folder / "input/book.xlsx", [row[:2] for row in rows])
    target = f"book.xlsx#Data!{cells}"
    asked = check(kind, target, rng.choice([None, 0.005]), **more)
    damage = spoiler("book.xlsx")
    return Case(asked, folder / "reference", folder / "input", damage, values_of(rows))


@case_of("cell_equals")
def cell(rng: random.Random, folder: Path) -> Case:
    if rng.random() < 0.5:
        case = plain_case(rng, folder, "cell_equals")
        row = rng.choice(read_rows(folder / "reference" / case.check.target)[1:])
        target = f"{case.check.target}#{rng.choice(['amount', 'count'])}[{row[0]}]"
        asked = case.check.model_copy(update={"target": target})
        return Case(asked, case.reference, case.given, case.damage, case.secrets)
    return book_case(rng, folder, "cell_equals", f"{rng.choice('CD')}{rng.randrange(2, 10)}")


@case_of("range_equals")
def cells(rng: random.Random, folder: Path) -> Case:
    area = f"C{rng.randrange(2, 5)}:D{rng.randrange(5, 10)}"
    return book_case(rng, folder, "range_equals", area, facts=rng.choice(["all", "changed"]))


@case_of("label_value")
def label(rng: random.Random, folder: Path) -> Case:
    name = f"table{rng.choice(SUFFIXES[:2] + SUFFIXES[3:])}"
    total = rng.randrange(1_000_000, 9_999_999) / 100
    rows: Rows = [
        ["Summary", None, None],
        ["Net", 12, None],
        ["Total tax:", None, total],
        ["End", 1, 2],
    ]
    write_table(folder / "reference" / name, rows)
    where = rng.choice(["right", "either"])
    asked = check("label_value", name, label="total tax", where=where)
    secrets = (str(total), f"{total:,.2f}")
    damage = spoiler(name)
    return Case(asked, folder / "reference", folder / "input", damage, secrets)


@case_of("number_format")
def number_format(rng: random.Random, folder: Path) -> Case:
    case = book_case(rng, folder, "number_format", "C2:C9", decimals=2)
    place = folder / "reference/book.xlsx"
    book = openpyxl.load_workbook(place)
    for row in range(2, 10):
        book["Data"].cell(row, 3).number_format = "#,##0.00"
    book.save(place)
    return replace(case, damage=_spoil_format)


def _spoil_format(rng: random.Random, folder: Path) -> None:
    """Show a cell otherwise, or as nothing; a file that was cut off stays as it is."""
    place = folder / "book.xlsx"
    if rng.random() < 0.2:
        place.write_bytes(place.read_bytes()[: rng.randrange(200)])
        return
    if place.stat().st_size < 200:
        return
    book = openpyxl.load_workbook(place)
    cell = book["Data"].cell(rng.randrange(2, 10), 3)
    cell.number_format = rng.choice(["0", "0.0", "#,##0.000", "@", "General"])
    cell.value = rng.choice([None, "seven", 3.25125])
    book.save(place)


# So many workbooks are computed for all cases of a kind, and each is asked for in several ways.
BOOKS = 250
FORMULAS = ("G2", "G3", "G4", "G5", "G6", "G8", "C8", "H8", "I2", "I3")


@cache
def computed_book(number: int, spoiled: tuple[tuple[str, str | float], ...] = ()) -> bytes:
    """Return a workbook whose totals follow its amounts, some cells of it spoiled.

    The same bytes for the same numbers, for what LibreOffice computes is kept by digest.
    """
    rng = random.Random(number)
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Data"
    for row in made(rng, 5):
        sheet.append(row)
    sheet["F1"], sheet["G1"] = "rate", "double"
    sheet["F2"] = rng.randrange(2, 9)
    for place in range(2, 7):
        sheet[f"G{place}"] = f"=C{place}*$F$2"
    sheet["C8"], sheet["G8"] = "=SUM(C2:C6)", "=SUM(G2:G6)"
    name = rng.choice(["Amber", "Birch", "Cedar", "Delta"])
    sheet["H8"] = f'=SUMIF(B2:B6,"{name}",G2:G6)'
    sheet["I2"] = '=IF(G8>100000,"high "&F2,"low "&F2)'
    sheet["I3"] = "=ROUND(AVERAGE(G2:G6),1)"
    for cell, value in spoiled:
        sheet[cell] = value
    stream = io.BytesIO()
    book.save(stream)
    return timeless(stream.getvalue())


def timeless(content: bytes) -> bytes:
    """Return a workbook without the time at which it was written."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            if name != "docProps/core.xml":
                new.writestr(zipfile.ZipInfo(name), old.read(name))
    return stream.getvalue()


@cache
def bare_book(number: int) -> bytes:
    """Return the same workbook as it is handed out: without its formulas."""
    return computed_book(number, tuple((cell, "") for cell in FORMULAS))


def spoiler_of_formulas(number: int) -> Damage:
    """Return what puts something wrong over one formula after the other, or breaks the file.

    Each workbook is always spoiled in the same order, so that few must be computed.
    """
    state: dict[str, str | float] = {}
    order = random.Random(f"order {number}")

    def damage(rng: random.Random, output: Path) -> None:
        place = output / "book.xlsx"
        if not place.exists() or len(place.read_bytes()) < 600:
            return
        if rng.random() < 0.15:
            place.write_bytes(place.read_bytes()[: rng.randrange(500)])
            return
        sound = [cell for cell in FORMULAS if cell not in state]
        cell, junk = order.choice(sound), order.randrange(10**8, 10**9)
        # No two sums of such numbers come out alike.
        wrong: list[str | float] = [f"={junk}+1", junk / 8, f"=F2*0+{junk}", "gone"]
        state[cell] = order.choice(wrong)
        place.write_bytes(computed_book(number, tuple(state.items())))

    return damage


def computed_case(rng: random.Random, folder: Path, asked: Check) -> Case:
    number = rng.randrange(BOOKS)
    for side, content in (("reference", computed_book(number)), ("input", bare_book(number))):
        (folder / side).mkdir()
        (folder / side / "book.xlsx").write_bytes(content)
    secrets = values_of(made(random.Random(number), 5), ("amount",))
    return Case(asked, folder / "reference", folder / "input", spoiler_of_formulas(number), secrets)


@case_of("formula_present")
def formulas(rng: random.Random, folder: Path) -> Case:
    area, functions = rng.choice(
        [
            ("G2:G6", []),
            ("G8", ["SUM"]),
            ("G2:G8", []),
            ("C8", ["SUM"]),
            ("H8", ["SUMIF", "SUMIFS"]),
            ("I2", ["IF"]),
            ("I2:I3", []),
        ]
    )
    asked = check("formula_present", f"book.xlsx#Data!{area}", 0.005, functions=functions)
    return computed_case(rng, folder, asked)


@case_of("formula_follows")
def follows(rng: random.Random, folder: Path) -> Case:
    change = rng.choice([{"F2": 11}, {"Data!C3": 5.5}, {"F2": 10.25, "C4": 7}])
    reads = rng.choice([["G8"], ["Data!G2:G8"], ["I3", "G8"], ["Data!G2:I8"]])
    asked = check("formula_follows", "book.xlsx#Data!G8", 0.005, change=change, reads=reads)
    return computed_case(rng, folder, asked)


@case_of("chart_present")
def chart(rng: random.Random, folder: Path) -> Case:
    drawn, kind = rng.choice([(BarChart, "column"), (BarChart, "bar"), (LineChart, "line")])
    title = rng.choice([None, "Amounts by id"])
    asked: dict[str, object] = {"type": kind, "refers_to": "Data!C2:C9"}
    case = book_case(
        rng, folder, "chart_present", "A1", **asked | ({"title": title} if title else {})
    )
    place = folder / "reference/book.xlsx"
    book = openpyxl.load_workbook(place)
    made_chart = drawn()
    made_chart.title = title
    made_chart.add_data(
        Reference(book["Data"], min_col=3, min_row=1, max_row=9), titles_from_data=True
    )
    cast(Worksheet, book["Data"]).add_chart(made_chart, "H2")
    book.save(place)
    return case


@case_of("pivot_present")
def pivot(rng: random.Random, folder: Path) -> Case:
    write_pivot(folder / "reference/book.xlsx", made(rng, 6))
    fields = rng.choice([[], ["name"]])
    asked = check("pivot_present", "book.xlsx", fields=fields, values=["amount"])
    return Case(asked, folder / "reference", folder / "input", spoiler("book.xlsx"))
