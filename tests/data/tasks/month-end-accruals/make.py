"""Make the accruals task.

The workbooks are written with openpyxl; the reference and one alternate then go through LibreOffice
Calc, which calculates them and keeps its results beside the formulas. The other outputs stay as
openpyxl saves them, without results.
"""

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

from tests.data.tasks.fixed_files import begin, calc, finish, place

NAME = "close-june.xlsx"
ACCOUNTS = [("6100", "Cleaning"), ("6210", "Maintenance"), ("6300", "IT services")]
ACCOUNTS += [("6450", "Legal and advisory")]
LINES = [
    ("Brunner Gebaeudeservice", "Office cleaning", "6100", "2026-06-01", "2026-06-30", 1840, "no"),
    ("Halden Lifts", "Lift service Q2/Q3", "6210", "2026-05-16", "2026-08-15", 2760, "no"),
    ("Nordwind Hosting", "Servers, June", "6300", "2026-06-01", "2026-06-30", 3125.5, "yes"),
    ("Nordwind Hosting", "Backup, quarter", "6300", "2026-06-01", "2026-08-31", 990, "no"),
    ("Kessler & Rau", "Opinion on lease", "6450", "2026-06-08", "2026-07-03", 4800, "no"),
    ("Brunner Gebaeudeservice", "Windows", "6100", "2026-05-20", "2026-06-10", 655, "no"),
    ("Tectra Klima", "Air conditioning", "6210", "2026-07-01", "2026-07-31", 1210, "no"),
    ("Tectra Klima", "Filter exchange", "6210", "2026-06-22", "2026-06-24", 387.4, "yes"),
    ("Optima Desk", "Helpdesk", "6300", "2026-04-01", "2026-06-30", 5460, "no"),
    ("Kessler & Rau", "Annual meeting", "6450", "2026-06-29", "2026-07-05", 1999.99, "no"),
    ("Halden Lifts", "Emergency call", "6210", "2026-05-30", "2026-06-02", 412.35, "no"),
]
HEAD = ["Supplier", "Service", "Account", "From", "To", "Amount", "Invoice by 30 June"]
LAST = len(LINES) + 1
FIRST_DAY, LAST_DAY = date(2026, 6, 1), date(2026, 6, 30)
FULL = (
    '=IF(G{r}="yes",0,ROUND(F{r}*MAX(0,MIN(E{r},DATE(2026,6,30))-MAX(D{r},DATE(2026,6,1))+1)'
    "/(E{r}-D{r}+1),2))"
)
ABOUT = {
    "title": "Accrue what June owes and post the journal",
    "profession": "Accountant",
    "occupation": "13-2011.00",
    "work": "in_place",
    "families": ["xlsx formulas", "sum"],
    "alternate_correct": {
        "period_sheet": "Period dates stand on a sheet of their own and the journal uses "
        "SUMPRODUCT; saved by openpyxl, so no results are stored.",
        "total_row": "A total below the lines, SUMIFS in the journal, amounts shown with "
        "thousands separators; saved by LibreOffice.",
    },
    "known_bad": {
        "pasted_values": "The right numbers, but typed in, so nothing follows a changed date.",
        "last_day_lost": "The last day of service is not counted.",
        "invoiced_too": "Lines whose invoice had arrived are accrued as well.",
    },
}


def share(start: str, end: str, amount: float, arrived: str) -> Decimal:
    first, last = date.fromisoformat(start), date.fromisoformat(end)
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    june = sum(FIRST_DAY <= day <= LAST_DAY for day in days)
    exact = Decimal(str(amount)) * june / len(days) if arrived == "no" else Decimal(0)
    return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)


def blank() -> Workbook:
    book = Workbook()
    unbilled = book.active
    unbilled.title = "Unbilled"
    unbilled.append([*HEAD, "Accrue for June"])
    for supplier, service, account, start, end, amount, arrived in LINES:
        days = [date.fromisoformat(start), date.fromisoformat(end)]
        unbilled.append([supplier, service, account, *days, amount, arrived])
    journal = book.create_sheet("Journal")
    journal.append(["Line", "Account", "Text", "Debit", "Credit"])
    for line, (account, text) in enumerate([*ACCOUNTS, ("2100", "Accrued liabilities")], 1):
        journal.append([line, account, text])
    for sheet in book:
        for cell in sheet[1]:
            cell.font = Font(bold=True)
    for row in unbilled.iter_rows(min_row=2, min_col=4, max_col=6):
        row[0].number_format = row[1].number_format = "dd.mm.yyyy"
        row[2].number_format = "0.00"
    return book


def fill(book: Workbook, line: str, debit: str) -> None:
    for row in range(2, LAST + 1):
        book["Unbilled"][f"H{row}"] = line.format(r=row)
        book["Unbilled"][f"H{row}"].number_format = "0.00"
    for row in range(2, 6):
        book["Journal"][f"D{row}"] = debit.format(r=row, last=LAST)
    book["Journal"]["E6"] = "=SUM(D2:D5)"


def sumif(row_formula: str = FULL) -> Workbook:
    book = blank()
    fill(book, row_formula, "=SUMIF(Unbilled!C$2:C${last},B{r},Unbilled!H$2:H${last})")
    return book


def period_sheet() -> Workbook:
    book = blank()
    period = book.create_sheet("Period")
    period.append(["First day", FIRST_DAY])
    period.append(["Last day", LAST_DAY])
    line = (
        '=ROUND((G{r}<>"yes")*MAX(0,MIN(E{r},Period!$B$2)-MAX(D{r},Period!$B$1)+1)'
        "*F{r}/(E{r}-D{r}+1),2)"
    )
    fill(book, line, "=SUMPRODUCT((Unbilled!C$2:C${last}=B{r})*Unbilled!H$2:H${last})")
    return book


def total_row() -> Workbook:
    book = blank()
    fill(book, FULL, "=SUMIFS(Unbilled!H$2:H${last},Unbilled!C$2:C${last},B{r})")
    book["Unbilled"][f"A{LAST + 1}"] = "Total"
    book["Unbilled"][f"H{LAST + 1}"] = f"=SUM(H2:H{LAST})"
    for row in range(2, LAST + 2):
        book["Unbilled"][f"H{row}"].number_format = "#,##0.00"
    for row in range(2, 7):
        book["Journal"][f"D{row}"].number_format = "#,##0.00"
        book["Journal"][f"E{row}"].number_format = "#,##0.00"
    return book


def pasted() -> Workbook:
    book = blank()
    shares = [share(*line[3:]) for line in LINES]
    for row, value in enumerate(shares, 2):
        book["Unbilled"][f"H{row}"] = float(value)
    for row, (account, _) in enumerate(ACCOUNTS, 2):
        parts = [part for part, line in zip(shares, LINES, strict=True) if line[2] == account]
        book["Journal"][f"D{row}"] = float(sum(parts))
    book["Journal"]["E6"] = float(sum(shares))
    return book


def prove(path: Path) -> None:
    """Compare what LibreOffice calculated with the plain arithmetic above."""
    book = load_workbook(path, data_only=True)
    shares = [share(*line[3:]) for line in LINES]
    found = [book["Unbilled"][f"H{row}"].value for row in range(2, LAST + 1)]
    assert [Decimal(str(value)).quantize(Decimal("0.01")) for value in found] == shares, found
    for row, (account, _) in enumerate(ACCOUNTS, 2):
        parts = [part for part, line in zip(shares, LINES, strict=True) if line[2] == account]
        assert abs(book["Journal"][f"D{row}"].value - float(sum(parts))) < 1e-6
    assert abs(book["Journal"]["E6"].value - float(sum(shares))) < 1e-6


def main() -> None:
    folder = begin(__file__)
    blank().save(folder / "input" / NAME)
    through_calc = {"reference": sumif(), "alternate_correct/total_row": total_row()}
    for where, book in through_calc.items():
        draft = place(folder, where) / NAME
        book.save(draft)
        calc(draft, draft)
        prove(draft)
    plain = {
        "alternate_correct/period_sheet": period_sheet(),
        "known_bad/pasted_values": pasted(),
        "known_bad/last_day_lost": sumif(FULL.replace("+1)/(E", ")/(E")),
        "known_bad/invoiced_too": sumif(FULL.replace('G{r}="yes"', 'G{r}="paid"')),
    }
    for where, book in plain.items():
        book.save(place(folder, where) / NAME)
    scratch = folder / "proof.xlsx"
    calc(folder / "alternate_correct/period_sheet" / NAME, scratch)
    prove(scratch)
    scratch.unlink()
    finish(folder, ABOUT)


if __name__ == "__main__":
    main()
