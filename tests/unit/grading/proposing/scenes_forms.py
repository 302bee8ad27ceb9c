"""Invented tasks whose values can be written in several ways, and live sheets whose rows move."""

import datetime as dt
from typing import Any

from tests.unit.grading.proposing.scenes import Content, Rows, Scene, csv_text, xlsx

_VISITS = [["date", "clinic", "patient", "no_show"]] + [
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
    _monthly(_MONTHLY),  # type: ignore[arg-type]
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
    _stock(),  # type: ignore[arg-type]
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

SCENES = [MONTHS, LIVE]
