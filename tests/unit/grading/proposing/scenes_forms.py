"""Invented tasks whose values can be written in several ways, and live sheets whose rows move."""

import datetime as dt
from typing import Any

from tests.unit.grading.proposing.scenes import Content, Rows, Scene, csv_text, xlsx

_VISITS: Rows = [["date", "clinic", "patient", "no_show"]] + [
    [f"2026-0{month}-{day:02d}", clinic, f"P{month}{day}{clinic[0]}", shown]
    for month, days in ((1, (5, 12, 19)), (2, (2, 9)), (3, (2, 16, 23, 30)))
    for day in days
    for clinic, shown in (("North", "no"), ("South", "yes" if day in (9, 12, 23) else "no"))
]
_MONTHLY: Rows = [
    ["Month", "Visits", "No-shows", "No-show rate", "Over target"],
    ["January", 6, 1, 1 / 6, "no"],
    ["February", 4, 1, 0.25, "yes"],
    ["March", 8, 1, 0.125, "no"],
]


def _monthly(rows: Rows, form: str = "0.0%", name: str = "Months") -> dict[str, Content | None]:
    head = next(n for n, row in enumerate(rows, 1) if len(row) > 3)
    formats = {f"{name}!D{n}": form for n in range(head + 1, head + 4)}
    return {"clinics.xlsx": xlsx({name: rows, "Notes": [["made from visits.csv"]]}, formats)}


def _with(number: int, *values: Any) -> Rows:
    rows = [list(row) for row in _MONTHLY]
    for row, value in zip(rows[1:], values, strict=True):
        row[number] = value
    return rows


MONTHS = Scene(
    "months, shares and truths",
    "From `visits.csv` I need `clinics.xlsx` with one line per month: month, visits, no-shows, the "
    "no-show rate in percent with one decimal, and whether it is over our target of 20 %.",
    {"visits.csv": csv_text(_VISITS)},
    _monthly(_MONTHLY),
    {
        "months as numbers": _monthly(_with(0, 1, 2, 3)),
        "months as dates": _monthly(_with(0, *(dt.date(2026, n, 1) for n in (1, 2, 3)))),
        "months with the year": _monthly(_with(0, "Jan 2026", "Feb 2026", "Mar 2026")),
        "hundreds": _monthly(_with(3, 16.7, 25, 12.5), "0.0"),
        "spelled": _monthly(_with(3, "16.7 %", "25.0 %", "12.5 %")),
        "truths": _monthly(_with(4, False, True, False)),
        "ticks": _monthly(_with(4, None, "x", None)),
        "another name": _monthly(_MONTHLY, "0.0%", "Overview"),
        "titled, with a total": _monthly(
            [["No-shows"], [], *_MONTHLY, ["Total", 18, 3, 1 / 6, None]]
        ),
    },
    {
        "another month": _monthly(_with(0, "January", "March", "February")),
        "a month forgotten": _monthly(_MONTHLY[:-1]),
        "rates of all": _monthly(_with(3, 0.056, 0.056, 0.056)),
        "hundreds shown as percentages": _monthly(_with(3, 16.7, 25, 12.5), "0.0%"),
        "all over": _monthly(_with(4, "yes", "yes", "yes")),
        "the wrong ones ticked": _monthly(_with(4, "x", None, "x")),
        "visits of the ones that came": _monthly(_with(1, 5, 3, 7)),
    },
)

_LINES: Rows = [
    ["Line no", "Article", "Booked", "Pieces", "Unit price", "Value"],
    [101, "Hinge", dt.date(2026, 3, 2), 40, 2.35, None],
    [102, "Latch", dt.date(2026, 3, 20), 12, 7.9, None],
    [103, "Bolt", dt.date(2026, 4, 1), 250, 0.32, None],
    [104, "Lock", dt.date(2026, 4, 9), 8, 31.5, None],
]
_SUMS: Rows = [["Month", "Value"], ["March", None], ["April", None], ["Total", None]]
_VALUE = "=ROUND(D{n}*E{n}*(1-Terms!$B$1),2)"
_MARCH = '=SUMIFS(Lines!F$2:F$5,Lines!C$2:C$5,"<"&DATE(2026,4,1))'
_APRIL = '=SUMIFS(Lines!F$2:F$5,Lines!C$2:C$5,">="&DATE(2026,4,1))'


def _stock(
    order: tuple[int, ...] = (1, 2, 3, 4), value: str = _VALUE, **cells: Any
) -> dict[str, Content | None]:
    """Return the workbook with its lines in some order; `S2` gives a cell of the sums anew."""
    rows = [list(_LINES[0])]
    for n, line in enumerate(order, 2):
        rows.append([*_LINES[line][:5], value.format(n=n)])
    sums = [list(row) for row in _SUMS]
    for row, formula in zip(sums[1:], (_MARCH, _APRIL, "=B2+B3"), strict=True):
        row[1] = cells.get(f"S{sums.index(row) + 1}", formula)
    for place, changed in cells.items():
        if place[0] != "S":
            rows[int(place[1]) - 1]["ABCDEF".index(place[0])] = changed
    return {"stock.xlsx": xlsx({"Lines": rows, "Sums": sums, "Terms": [["Discount", 0.05]]})}


LIVE = Scene(
    "live sheets whose rows may stand elsewhere",
    "Complete `stock.xlsx`. On Lines, Value is pieces times unit price less the discount on Terms, "
    "rounded to the cent. On Sums, add up the values of March and of April by the day they were "
    "booked, and the total of both. Use live formulas, I will still change dates and the discount. "
    "Leave everything else as it is.",
    {"stock.xlsx": xlsx({"Lines": _LINES, "Sums": _SUMS, "Terms": [["Discount", 0.05]]})},
    _stock(),
    {
        "lines sorted by article": _stock((3, 1, 2, 4)),
        "another formula": _stock(value="=ROUND(PRODUCT(D{n}:E{n})-D{n}*E{n}*Terms!$B$1,2)"),
        "a total over all lines": _stock(S4="=SUM(Lines!F2:F5)"),
    },
    {
        "discount typed in": _stock(value="=ROUND(D{n}*E{n}*0.95,2)"),
        "price typed in": _stock(F3="=ROUND(D3*7.9*(1-Terms!$B$1),2)", F2="=ROUND(D2*2.35*0.95,2)"),
        "values": _stock(F2=89.3, F3=90.06, F4=76, F5=239.4),
        "sum typed in": _stock(S2=179.36),
        "months by their rows": _stock(S2="=Lines!F2+Lines!F3", S3="=Lines!F4+Lines!F5"),
        "pieces changed": _stock(D2=41),
        "not rounded": _stock(value="=D{n}*E{n}*(1-Terms!$B$1)"),
        "a line forgotten": _stock((1, 2, 3)),
    },
    "in_place",
)

_METERS = [["day", "site", "kwh"]] + [
    [f"2026-0{month}-{day:02d}", site, str(base * month + day)]
    for month in (1, 2, 3)
    for day in (3, 17)
    for site, base in (("Town hall", 110), ("Library", 45), ("Depot", 71))
]
_ACROSS: Rows = [
    ["Month", "Town hall", "Library", "Depot", "All sites"],
    ["2026-01", 240, 110, 162, 512],
    ["2026-02", 460, 200, 304, 964],
    ["2026-03", 680, 290, 446, 1416],
    ["Total", 1380, 600, 912, 2892],
]


def _across(rows: Rows) -> dict[str, Content | None]:
    return {"energy.xlsx": xlsx({"Energy": rows})}


def _cells(row: int, column: int, value: Any) -> Rows:
    rows = [list(line) for line in _ACROSS]
    rows[row][column] = value
    return rows


ACROSS = Scene(
    "one column for each site",
    "Please sum up `meters.csv` in `energy.xlsx`, sheet `Energy`: the months down, the sites "
    "across as they are called in the file, and a column and a row with the totals, in kWh.",
    {"meters.csv": csv_text(_METERS)},
    _across(_ACROSS),  # type: ignore[arg-type]
    {
        "sites in another order": _across([[r[0], r[3], r[2], r[1], r[4]] for r in _ACROSS]),
        "months as dates, the total called Sum": _across(
            [
                _ACROSS[0],
                *[[dt.date(2026, n, 1), *r[1:]] for n, r in enumerate(_ACROSS[1:4], 1)],
                ["Sum", *_ACROSS[4][1:]],
            ]
        ),
    },
    {
        "a site of last month": _across(_cells(3, 3, 304)),
        "two sites swapped": _across([[r[0], r[2], r[1], *r[3:]] for r in _ACROSS[1:]]),
        "the first site forgotten": _across([[r[0], *r[2:]] for r in _ACROSS]),
        "a stale total": _across(_cells(4, 4, 2446)),
        "no totals": _across(_ACROSS[:-1]),
    },
)

_BANK = [
    ["date", "text", "amount"],
    ["2026-03-02", "Fee", "-4.50"],
    ["2026-03-02", "Fee", "-12.00"],
    ["2026-03-05", "Rent", "-910.00"],
    ["2026-03-06", "Sale", "120.00"],
    ["2026-03-09", "Sale", "95.50"],
]
_PAID = [["date", "text", "amount"], *[[r[0], r[1], float(r[2])] for r in _BANK[1:4]]]


def _paid(rows: Rows) -> dict[str, Content | None]:
    return {"paid.csv": csv_text(rows)}


KEYLESS = Scene(
    "rows that nothing tells apart",
    "List what was paid (negative amounts) from `bank.csv` in `paid.csv`: date, text and amount, "
    "with a column `note` in which the wording is up to you. The note is yours, we read it anyway.",
    {"bank.csv": csv_text(_BANK)},
    _paid([[*_PAID[0], "note"], *[[*r, "paid by us"] for r in _PAID[1:]]]),  # type: ignore[arg-type]
    {
        "backwards": _paid([[*_PAID[0], "note"], *[[*r, "left"] for r in _PAID[:0:-1]]]),
        "without decimals": _paid(
            [[*_PAID[0], "note"], *[[r[0], r[1], f"{r[2]:g}", "x"] for r in _PAID[1:]]]
        ),
    },
    {
        "a row forgotten": _paid(_PAID[:-1]),
        "a row twice": _paid([*_PAID, _PAID[1]]),
        "an amount of another row": _paid([*_PAID[:2], [*_PAID[2][:2], -4.5], _PAID[3]]),
        "signs lost": _paid([_PAID[0], *[[r[0], r[1], abs(r[2])] for r in _PAID[1:]]]),
        "all rows": _paid(_BANK),
    },
)

_HOURS = [["who", "team", "day", "hours"], ["Ada", "Red", "3/2/2026", "7.5"],
          ["Bo", "Red", "3/4/2026", "6"], ["Cy", "Blue", "3/3/2026", "8"],
          ["Di", "Blue", "3/20/2026", "4.25"], ["Ed", "Red", "3/19/2026", "2"]]  # fmt: skip
_IMPORT = [
    ["team", "person", "day", "hours"],
    ["Blue", "Cy", "2026-03-03", "8"],
    ["Blue", "Di", "2026-03-20", "4.25"],
    ["Red", "Ada", "2026-03-02", "7.5"],
    ["Red", "Bo", "2026-03-04", "6"],
    ["Red", "Ed", "2026-03-19", "2"],
]


def _import(rows: Rows) -> dict[str, Content | None]:
    return {"import.csv": csv_text(rows)}


IMPORT = Scene(
    "a file for another program",
    "Bring `hours.csv` (days as month/day/year) into the form that the payroll reads: "
    "`import.csv` with exactly these columns in this order: team, person, day, hours. "
    "Sort the rows by team and then by person. Write the dates as 2026-03-31.",
    {"hours.csv": csv_text(_HOURS)},
    _import(_IMPORT),  # type: ignore[arg-type]
    {
        "with decimals": _import(
            [_IMPORT[0], *[[*r[:3], f"{float(r[3]):.2f}"] for r in _IMPORT[1:]]]
        )
    },
    {
        "days as they were": _import(
            [_IMPORT[0], *[[*r[:2], f"{int(r[2][5:7])}/{int(r[2][8:])}/2026", r[3]]
                           for r in _IMPORT[1:]]]
        ),
        "days and months mixed up": _import(
            [_IMPORT[0], ["Blue", "Cy", "2026-03-03", "8"], _IMPORT[2],
             ["Red", "Ada", "2026-02-03", "7.5"], *_IMPORT[4:]]
        ),
        "columns in another order": _import([[r[1], r[0], *r[2:]] for r in _IMPORT]),
        "a column more": _import([[*r, n] for n, r in enumerate(_IMPORT)]),
        "by person alone": _import([_IMPORT[0], *sorted(_IMPORT[1:], key=lambda r: r[1])]),
        "by team alone": _import([_IMPORT[0], *_IMPORT[1:3], *_IMPORT[:2:-1]]),
    },
)  # fmt: skip

SCENES = [IMPORT, MONTHS, LIVE, ACROSS, KEYLESS]
