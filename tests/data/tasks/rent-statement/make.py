"""Make the arrears task: workbooks by openpyxl (and LibreOffice), pdf by reportlab."""

import re
from decimal import Decimal
from pathlib import Path

from openpyxl import Workbook, load_workbook
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

from tests.data.tasks.fixed_files import begin, calc, finish, place, read_rows, write_rows

ROLL, NAME, PAPER = "rent-roll.xlsx", "arrears.xlsx", "statement.pdf"
FLATS = [
    ("L-01", "Okonkwo", 780, 145, 0, 0),
    ("L-02", "Brandt", 845, 160, 45, -20),
    ("L-03", "Sorensen", 692.5, 138.4, 0, 412.3),
    ("L-04", "Yilmaz", 910, 171, 45, 0),
    ("L-05", "Petit", 780, 145, 0, 95),
    ("L-06", "Hartmann", 1120, 198.75, 90, 0),
    ("L-07", "Novotna", 692.5, 138.4, 0, -138.4),
    ("L-08", "Achterberg", 845, 160, 45, 1050),
]
BANK = [
    ("2026-04-01", "Okonkwo rent Lindenhof L-01", "925.00"),
    ("2026-04-01", "M. Brandt L-02 April", "1050.00"),
    ("2026-04-02", "Standing order L-04/Yilmaz", "1126.00"),
    ("2026-04-02", "Rosenweg R-04 April", "990.00"),
    ("2026-04-03", "Sorensen flat l-03 part payment", "500.00"),
    ("2026-04-03", "PETIT L-05 APRIL + ARREARS", "1020.00"),
    ("2026-04-07", "Return: insufficient funds PETIT L-05", "-1020.00"),
    ("2026-04-09", "Hartmann L-06", "1318.75"),
    ("2026-04-10", "Novotna L-07", "692.50"),
    ("2026-04-14", "Petit L-05 second attempt", "925.00"),
    ("2026-04-20", "Sorensen flat L-03 rest April", "330.90"),
    ("2026-04-22", "Gartenstrasse G-01 garage", "70.00"),
    ("2026-04-28", "Achterberg L-08 instalment", "700.00"),
]
HEAD = ["Flat", "Tenant", "Carried forward", "Due", "Received", "Balance"]
ABOUT = {
    "title": "State the rent arrears of a house",
    "profession": "Property manager",
    "occupation": "11-9141.00",
    "work": "separate",
    "families": ["xlsx formulas", "csv", "pdf", "sum", "agreement of two outputs"],
    "alternate_correct": {
        "title_rows": "Saved by LibreOffice; a title above the table, SUM in the balance; the "
        "pdf writes amounts as EUR 1,400.00.",
        "receipts_sheet": "Received is SUMIFS over a sheet with the payments; the pdf is plain "
        "lines instead of a table, with a page header.",
    },
    "known_bad": {
        "return_ignored": "The payment that was booked back counts as received.",
        "credits_in_total_owed": "The total owed by the flats in arrears is reduced by the "
        "credits of the others.",
        "carried_forward_lost": "The balance leaves out what was carried forward.",
    },
}


def inputs(source: Path) -> None:
    book = Workbook()
    book.active.title = "Lindenhof"
    book.active.append(["Flat", "Tenant", "Rent", "Service charge", "Parking", "From March"])
    for row in FLATS:
        book.active.append(row)
    for row in book.active.iter_rows(min_row=2, min_col=3):
        for cell in row:
            cell.number_format = "#,##0.00"
    book.save(source / ROLL)
    write_rows(source / "bank.csv", [("booked", "purpose", "amount"), *BANK])


def arrears(source: Path, returns: bool = True) -> list[tuple]:
    """Return flat, tenant, carried forward, due, received for each flat."""
    received: dict[str, Decimal] = {}
    for row in read_rows(source / "bank.csv"):
        flat, amount = re.search(r"\bL-\d\d\b", row["purpose"].upper()), Decimal(row["amount"])
        if flat and (returns or amount > 0):
            received[flat[0]] = received.get(flat[0], Decimal(0)) + amount
    rows = []
    for flat, tenant, *parts, before in list(load_workbook(source / ROLL).active.values)[1:]:
        due = sum(Decimal(str(part)) for part in parts)
        rows.append((flat, tenant, Decimal(str(before)), due, received.get(flat, Decimal(0))))
    return rows


def balances(rows: list[tuple], before: bool = True) -> dict[str, Decimal]:
    return {row[0]: (row[2] if before else 0) + row[3] - row[4] for row in rows}


def workbook(rows: list[tuple], balance: str = "=C{r}+D{r}-E{r}", first: int = 1) -> Workbook:
    book = Workbook()
    sheet = book.active
    sheet.title = "April"
    if first > 1:
        sheet["A1"] = "Lindenhof, arrears April 2026"
    for column, text in enumerate([*HEAD], 1):
        sheet.cell(first, column, text)
    for r, row in enumerate(rows, first + 1):
        values = [*row[:2], *map(float, row[2:5]), balance.format(r=r)]
        for column, value in enumerate(values, 1):
            sheet.cell(r, column, value)
    end = first + len(rows) + 1
    sheet.cell(end, 1, "Total")
    for column, name in enumerate("CDEF", 3):
        sheet.cell(end, column, f"=SUM({name}{first + 1}:{name}{end - 1})")
    for line in sheet.iter_rows(min_row=first + 1, min_col=3):
        for cell in line:
            cell.number_format = "#,##0.00"
    return book


def receipts(rows: list[tuple]) -> Workbook:
    book = workbook(rows)
    paid = book.create_sheet("Payments")
    paid.append(["Flat", "Booked", "Amount"])
    for booked, purpose, amount in BANK:
        flat = re.search(r"\bL-\d\d\b", purpose.upper())
        if flat:
            paid.append([flat[0], booked, float(amount)])
    for r in range(2, len(rows) + 2):
        book["April"][f"E{r}"] = f"=SUMIFS(Payments!C:C,Payments!A:A,A{r})"
    return book


def owing(found: dict[str, Decimal]) -> list[tuple[str, Decimal]]:
    return sorted(((f, b) for f, b in found.items() if b > 0), key=lambda pair: -pair[1])


def statement(
    path: Path, found: dict[str, Decimal], owed: Decimal | None = None, money: str = "{:,.2f} EUR"
) -> None:
    page = SimpleDocTemplate(str(path), pagesize=A4, invariant=True, title="Arrears April 2026")
    style, tenants = getSampleStyleSheet(), {row[0]: row[1] for row in FLATS}
    total = sum(b for _, b in owing(found)) if owed is None else owed
    lines = [[f, tenants[f], money.format(b)] for f, b in owing(found)]
    lines.append(["Total owed", "", money.format(total)])
    house = money.format(sum(found.values()))
    page.build(
        [
            Paragraph("Lindenhof: rent arrears, April 2026", style["Title"]),
            Table([["Flat", "Tenant", "Owed"], *lines]),
            Spacer(1, 20),
            Paragraph(f"Including credits, the balance of the house is {house}.", style["Normal"]),
        ]
    )


def plain_statement(path: Path, found: dict[str, Decimal]) -> None:
    canvas = Canvas(str(path), pagesize=A4, invariant=1)
    canvas.drawString(60, 800, "Hausverwaltung Merz - page 1 of 1")
    canvas.setFont("Helvetica-Bold", 14)
    canvas.drawString(60, 760, "Outstanding rents Lindenhof (April)")
    canvas.setFont("Helvetica", 11)
    lines = [f"Flat {f} owes {b:.2f} EUR" for f, b in owing(found)]
    lines.append(f"These flats owe {sum(b for _, b in owing(found)):.2f} EUR together.")
    lines.append(f"Total balance of the house with all credits: {sum(found.values()):.2f} EUR")
    for at, line in enumerate(lines):
        canvas.drawString(60, 720 - 18 * at, line)
    canvas.save()


def prove(path: Path, found: dict[str, Decimal]) -> None:
    scratch = path.with_name("proof.xlsx")
    calc(path, scratch)
    values = {row[0]: row[5] for row in load_workbook(scratch, data_only=True)["April"].values}
    for flat, balance in found.items():
        assert abs(values[flat] - float(balance)) < 1e-6, (flat, values[flat], balance)
    assert abs(values["Total"] - float(sum(found.values()))) < 1e-6
    scratch.unlink()


def main() -> None:
    folder = begin(__file__)
    source = folder / "input"
    inputs(source)
    rows = arrears(source)
    found = balances(rows)
    assert owing(found) == [
        ("L-08", Decimal(1400)),
        ("L-03", Decimal("412.30")),
        ("L-05", Decimal(95)),
        ("L-06", Decimal(90)),
    ], found
    assert found["L-02"] == -20 and found["L-07"] == 0, found
    made = place(folder, "reference")
    workbook(rows).save(made / NAME)
    statement(made / PAPER, found)
    prove(made / NAME, found)

    made = place(folder, "alternate_correct/title_rows")
    workbook(rows, "=SUM(C{r},D{r},-E{r})", first=3).save(made / NAME)
    calc(made / NAME, made / NAME)
    statement(made / PAPER, found, money="EUR {:,.2f}")
    prove(made / NAME, found)
    made = place(folder, "alternate_correct/receipts_sheet")
    receipts(rows).save(made / NAME)
    plain_statement(made / PAPER, found)
    prove(made / NAME, found)

    kept = arrears(source, returns=False)
    made = place(folder, "known_bad/return_ignored")
    workbook(kept).save(made / NAME)
    statement(made / PAPER, balances(kept))
    made = place(folder, "known_bad/credits_in_total_owed")
    workbook(rows).save(made / NAME)
    statement(made / PAPER, found, owed=sum(found.values()))
    made = place(folder, "known_bad/carried_forward_lost")
    workbook(rows, "=D{r}-E{r}").save(made / NAME)
    statement(made / PAPER, balances(rows, before=False))
    finish(folder, ABOUT)


if __name__ == "__main__":
    main()
