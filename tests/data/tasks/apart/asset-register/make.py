"""Make the asset register task.

The register is written with openpyxl; the reference stays as openpyxl saves it (formulas without
results), one alternate goes through LibreOffice Calc. LibreOffice proves all of them.
"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

from tests.data.tasks.fixed_files import begin, calc, finish, place

NAME = "assets-2025.xlsx"
HEAD = ["Asset", "Purchased", "Cost", "Life (years)", "Sold", "Sale price", "Book value 1 Jan 2025"]
NEW = ["Months 2025", "Depreciation 2025", "Book value 31 Dec 2025", "Loss on disposal"]
ASSETS = [
    ("Delivery van", "2022-04-12", 31800, 6, None, None, 17225),
    ("Oven line", "2019-09-02", 84500, 8, None, None, 28166.67),
    ("Dough mixer", "2025-03-27", 9640, 8, None, None, None),
    ("Shop fittings", "2017-02-15", 22750, 8, None, None, 473.96),
    ("Till system", "2023-11-06", 5390, 5, "2025-08-19", 2100, 4132.33),
    ("Cooling cell", "2021-01-20", 14200, 10, None, None, 8520),
    ("Laptop office", "2024-06-03", 1549, 3, None, None, 1247.81),
    ("Old slicer", "2015-05-11", 3980, 7, "2025-02-28", 150, 1),
    ("Cargo bike", "2025-10-01", 6480, 7, None, None, None),
    ("Coffee machine", "2025-02-10", 7200, 6, "2025-11-03", 6900, None),
    ("Air filter", "2018-12-04", 2990, 7, None, None, 391.55),
    ("Sign board", "2016-07-22", 1860, 5, None, None, 1),
]
END = len(ASSETS) + 2
MONTHS = '=MAX(0,IF(E{r}="",13,MONTH(E{r}))-IF(YEAR(B{r})=2025,MONTH(B{r}),1))'
CHARGE = '=MAX(0,MIN(ROUND(C{r}/D{r}/12*H{r},2),IF(G{r}="",C{r},G{r})-1))'
VALUE = '=IF(E{r}="",ROUND(IF(G{r}="",C{r},G{r})-I{r},2),0)'
LOSS = '=IF(E{r}="",0,ROUND(IF(G{r}="",C{r},G{r})-I{r}-F{r},2))'
ABOUT = {
    "title": "Complete the depreciation of a year",
    "profession": "Tax preparer",
    "occupation": "13-2082.00",
    "work": "in_place",
    "families": ["xlsx formulas", "sum"],
    "alternate_correct": {
        "further_columns": "Monthly rate and opening value stand in two further columns to the "
        "right; saved by LibreOffice.",
        "datedif_style": "Months counted from year and month numbers; assets that are not sold "
        "have an empty loss; money formats.",
    },
    "known_bad": {
        "month_of_sale_counts": "The month of the sale is depreciated too.",
        "memo_value_ignored": "Fully used assets go to 0 although they are still owned.",
        "typed_results": "The right results, typed in, so nothing follows a changed date.",
    },
}


def cents(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def charge(asset: tuple) -> tuple:
    """Return months, depreciation, closing value and loss, month by month in plain arithmetic."""
    _, bought, cost, life, sold, price, before = asset
    start, end = date.fromisoformat(bought), date.fromisoformat(sold) if sold else None
    owned = [
        month
        for month in range(1, 13)
        if (start.year < 2025 or month >= start.month) and (end is None or month < end.month)
    ]
    opening = Decimal(str(cost if before is None else before))
    amount = cents(Decimal(cost) / life / 12 * len(owned))
    amount = max(Decimal(0), min(amount, opening - 1))
    rest = opening - amount
    loss = rest - Decimal(price) if sold else Decimal(0)
    return len(owned), amount, Decimal(0) if sold else rest, loss


def blank() -> Workbook:
    book = Workbook()
    sheet = book.active
    sheet.title = "Assets"
    sheet.append([*HEAD, *NEW])
    for name, bought, cost, life, sold, price, before in ASSETS:
        gone = date.fromisoformat(sold) if sold else None
        sheet.append([name, date.fromisoformat(bought), cost, life, gone, price, before])
    sheet[f"A{END}"] = "Total"
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for row in sheet.iter_rows(min_row=2, min_col=2, max_col=11):
        for cell in row:
            cell.number_format = {2: "yyyy-mm-dd", 5: "yyyy-mm-dd", 4: "0", 8: "0"}.get(
                cell.column, "0.00"
            )
    return book


def filled(columns: dict[str, str], total: str = "=SUM({c}2:{c}13)") -> Workbook:
    book = blank()
    sheet = book["Assets"]
    for column, formula in columns.items():
        for r in range(2, END):
            sheet[f"{column}{r}"] = formula.format(r=r)
    for column in "GIJK":
        sheet[f"{column}{END}"] = total.format(c=column)
    return book


USUAL = {"H": MONTHS, "I": CHARGE, "J": VALUE, "K": LOSS}


def further_columns() -> Workbook:
    columns = {
        "M": "=C{r}/(D{r}*12)",
        "N": "=IF(ISNUMBER(G{r}),G{r},C{r})",
        "H": "=MAX(0,IF(ISNUMBER(E{r}),MONTH(E{r})-1,12)-IF(B{r}<DATE(2025,1,1),0,MONTH(B{r})-1))",
        "I": "=MAX(0,MIN(ROUND(M{r}*H{r},2),N{r}-1))",
        "J": "=IF(ISNUMBER(E{r}),0,N{r}-I{r})",
        "K": "=IF(ISNUMBER(E{r}),N{r}-I{r}-F{r},0)",
    }
    book = filled(columns)
    book["Assets"]["M1"], book["Assets"]["N1"] = "Per month", "Opening"
    return book


def datedif() -> Workbook:
    months = (
        "=MAX(0,MIN(2025*12+12,IF(E{r}>0,YEAR(E{r})*12+MONTH(E{r})-1,9^9))"
        "-MAX(2025*12+1,YEAR(B{r})*12+MONTH(B{r}))+1)"
    )
    loss = '=IF(E{r}>0,ROUND(IF(G{r}>0,G{r},C{r})-I{r}-F{r},2),"")'
    book = filled({**USUAL, "H": months, "K": loss}, "=SUBTOTAL(9,{c}2:{c}13)")
    for row in book["Assets"].iter_rows(min_row=2, min_col=9, max_col=11):
        for cell in row:
            cell.number_format = '#,##0.00 "EUR"'
    return book


def typed() -> Workbook:
    book = blank()
    sheet, results = book["Assets"], [charge(asset) for asset in ASSETS]
    for r, values in enumerate(results, 2):
        for column, value in zip("HIJK", values, strict=True):
            sheet[f"{column}{r}"] = float(value)
    sheet[f"G{END}"] = sum(asset[6] or 0 for asset in ASSETS)
    for at, column in enumerate("IJK", 1):
        sheet[f"{column}{END}"] = float(sum(values[at] for values in results))
    return book


def prove(path: Path) -> None:
    scratch = path.with_name("proof.xlsx")
    calc(path, scratch)
    rows = list(load_workbook(scratch, data_only=True)["Assets"].values)[1:]
    results = [charge(asset) for asset in ASSETS]
    for row, expected in zip(rows[:-1], results, strict=True):
        for found, value in zip(row[7:11], expected, strict=True):
            assert abs((found or 0) - float(value)) < 1e-6, (row, expected)
    for at, column in ((1, 8), (2, 9), (3, 10)):
        assert abs(rows[-1][column] - float(sum(v[at] for v in results))) < 1e-6, rows[-1]
    assert abs(rows[-1][6] - sum(asset[6] or 0 for asset in ASSETS)) < 1e-6
    scratch.unlink()


def main() -> None:
    folder = begin(__file__)
    blank().save(folder / "input" / NAME)
    made = place(folder, "reference") / NAME
    filled(USUAL).save(made)
    prove(made)
    made = place(folder, "alternate_correct/further_columns") / NAME
    further_columns().save(made)
    calc(made, made)
    prove(made)
    made = place(folder, "alternate_correct/datedif_style") / NAME
    datedif().save(made)
    prove(made)
    late = MONTHS.replace("MONTH(E{r}))", "MONTH(E{r})+1)")
    no_memo = CHARGE.replace("-1))", "))")
    wrong = {
        "month_of_sale_counts": filled({**USUAL, "H": late}),
        "memo_value_ignored": filled({**USUAL, "I": no_memo}),
        "typed_results": typed(),
    }
    for name, book in wrong.items():
        book.save(place(folder, f"known_bad/{name}") / NAME)
    finish(folder, ABOUT)


if __name__ == "__main__":
    main()
