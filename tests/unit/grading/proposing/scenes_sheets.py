"""Invented tasks about the order, the charts and the formulas of sheets, and about series."""

import io
import json
from typing import cast

import openpyxl
from openpyxl.chart import BarChart, PieChart, Reference
from openpyxl.worksheet.worksheet import Worksheet

from tests.unit.grading.proposing.scenes import Content, Rows, Scene, csv_text, xlsx

_CATCHES: Rows = [
    ["Boat", "Trip", "Boxes", "Spoiled"],
    ["Aurora", "1", "40", "3"],
    ["Aurora", "2", "31", "2"],
    ["Aurora", "3", "35", "4"],
    ["Brise", "1", "52", "1"],
    ["Brise", "2", "55", "2"],
    ["Brise", "3", "61", "3"],
    ["Cormoran", "1", "18", "2"],
    ["Cormoran", "2", "20", "0"],
    ["Cormoran", "3", "25", "1"],
]
_BOATS: Rows = [
    ["Boat", "Trips", "Mean boxes", "Spoiled %"],
    ["Brise", 3, 56.0, 3.6],
    ["Aurora", 3, 35.3, 8.5],
    ["Cormoran", 3, 21.0, 4.8],
]
_EXACT: Rows = [
    ["Boat", "Trips", "Mean boxes", "Spoiled %"],
    ["Brise", 3, 168 / 3, 6 / 168],
    ["Aurora", 3, 106 / 3, 9 / 106],
    ["Cormoran", 3, 63 / 3, 3 / 63],
]


def _drawn(rows: Rows, chart: str = "bar", formats: dict[str, str] | None = None) -> bytes:
    """Return a workbook with one sheet and a chart of its third column, if any."""
    book = openpyxl.load_workbook(io.BytesIO(xlsx({"Boats": rows}, formats)))
    sheet = cast(Worksheet, book["Boats"])
    if chart:
        drawn = PieChart() if chart == "pie" else BarChart()
        head = next(n for n, row in enumerate(rows, 1) if row and row[0] == "Boat")
        drawn.add_data(Reference(sheet, min_col=3, min_row=head, max_row=head + 3), True)
        sheet.add_chart(drawn, "G2")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _boats(content: bytes) -> dict[str, Content | None]:
    return {"boats.xlsx": content}


CHART = Scene(
    "boats in order with a chart",
    "From `catches.csv` please make `boats.xlsx`, sheet `Boats`, with the columns Boat, Trips, "
    "Mean boxes and Spoiled %.\n\n- mean with one decimal\n- spoiled boxes in per cent of all "
    "boxes, one decimal\n- highest mean on top\n\nand a bar chart of the mean per line of the "
    "sheet next to it.",
    {"catches.csv": csv_text(_CATCHES)},
    {"boats.xlsx": _drawn(_BOATS)},
    {
        "fractions shown as per cent, not rounded": _boats(
            _drawn(_EXACT, "bar", {f"Boats!D{n}": "0.0%" for n in (2, 3, 4)})
        ),
        "a row of all boats": _boats(_drawn([*_BOATS, ["All boats", 9, 37.4, 5.3]])),
        "a title above": _boats(_drawn([["Catches"], [], *_BOATS])),
    },
    {
        "no chart": _boats(_drawn(_BOATS, "")),
        "a pie": _boats(_drawn(_BOATS, "pie")),
        "by name": _boats(_drawn([_BOATS[0], _BOATS[2], _BOATS[1], _BOATS[3]])),
        "lowest on top": _boats(_drawn([_BOATS[0], *_BOATS[:0:-1]])),
        "a mean off": _boats(_drawn([*_BOATS[:3], ["Cormoran", 3, 21.2, 4.8]])),
    },
)

_SHIFTS: Rows = [
    ["Ward", "Day", "Hours"],
    *[
        [ward, day, hours]
        for ward, hours in (("A", "7.5"), ("B", "6.25"))
        for day in ("Friday", "Monday", "Thursday", "Tuesday", "Wednesday")
    ],
    ["C", "Monday", "3"],
]
_WEEK: Rows = [
    ["Day", "Hours"],
    ["Monday", 16.8],
    ["Tuesday", 13.8],
    ["Wednesday", 13.8],
    ["Thursday", 13.8],
    ["Friday", 13.8],
]


def _week(rows: Rows) -> dict[str, Content | None]:
    return {"week.xlsx": xlsx({"Week": rows})}


DAYS = Scene(
    "days in their order",
    "Add up `shifts.csv` for every day, Monday to Friday in this order, and save it as "
    "`week.xlsx`, sheet `Week`, columns `Day` and `Hours`, the hours with one decimal.",
    {"shifts.csv": csv_text(_SHIFTS)},
    {"week.xlsx": xlsx({"Week": _WEEK})},
    {"title above": _week([["Hours of the wards"], [], *_WEEK])},
    {
        "by the alphabet": _week([_WEEK[0], *sorted(_WEEK[1:], key=list)]),
        "backwards": _week([_WEEK[0], *_WEEK[:0:-1]]),
        "a day missing": _week(_WEEK[:-1]),
    },
)

_READINGS: Rows = [
    ["month", "level_m"],
    *[[n, v] for n, v in enumerate(("1.2", "1.5", "0.9", "1.1"), 1)],
]
_CURVE = {"steps": [0.3, -0.6, 0.2], "gauges": "Hafen", "largest": 0.6}


def _curve(**changes: object) -> dict[str, Content | None]:
    return {"curve.json": json.dumps({**_CURVE, **changes})}


SERIES = Scene(
    "a list of bare numbers",
    "From `levels.csv` make `curve.json`: `steps`, a list of the change from each month to the "
    "next in metres, and `largest`, the largest change up or down, both with one decimal, and "
    "`gauges`, which is `Hafen`.",
    {"levels.csv": csv_text(_READINGS)},
    {"curve.json": json.dumps(_CURVE)},
    {
        "other key order": _curve(**dict(reversed(_CURVE.items()))),
        "not rounded": _curve(steps=[0.30000000000000004, -0.6000000000000001, 0.2]),
    },
    {
        "reversed": _curve(steps=[0.2, -0.6, 0.3]),
        "sorted": _curve(steps=sorted([0.3, -0.6, 0.2])),
        "one too many": _curve(steps=[0.3, -0.6, 0.2, 0.0]),
    },
)

_WORKS: Rows = [
    ["Job", "Hours", "Rate"],
    ["J-1", "3.5", "48"],
    ["J-2", "1.25", "52"],
    ["J-3", "8", "45"],
]
_BILL: Rows = [
    ["Job", "Hours", "Rate", "Amount", "Paid"],
    ["J-1", 3.5, 48, "=B2*C2", "no"],
    ["J-2", 1.25, 52, "=B3*C3", "yes"],
    ["J-3", 8, 45, "=B4*C4", "no"],
]


def _bill(rows: Rows) -> dict[str, Content | None]:
    return {"bill.xlsx": xlsx({"Bill": rows})}


COMPUTED = Scene(
    "formulas of a new workbook",
    "Turn `jobs.csv` into `bill.xlsx`, sheet `Bill`, with the columns Job, Hours, Rate, Amount and "
    "Paid, where Amount is hours times rate as a live formula. Paid is yes for J-2 and no for "
    "the others.",
    {"jobs.csv": csv_text(_WORKS)},
    {"bill.xlsx": xlsx({"Bill": _BILL})},
    {
        "other formulas, two rows lower": _bill(
            [["Bill"], [], _BILL[0], *[[*r[:3], f"=PRODUCT(B{n}:C{n})", r[4]]
                                       for n, r in enumerate(_BILL[1:], 4)]]
        ),
        "capitals": _bill([_BILL[0], *[[*r[:4], str(r[4]).upper()] for r in _BILL[1:]]]),
    },
    {
        "typed": _bill([_BILL[0], *[[*r[:3], r[1] * r[2], r[4]] for r in _BILL[1:]]]),
        "one typed": _bill([*_BILL[:3], [*_BILL[3][:3], 360, "no"]]),
        "another paid": _bill([*_BILL[:3], [*_BILL[3][:4], "yes"]]),
    },
)  # fmt: skip

_LOANS: Rows = [
    ["Loan", "Sum", "Term months", "Interest", "Share of sum"],
    ["A", 1200.5, 14, None, None],
    ["B", 830.25, 8, None, None],
    ["C", 2410.75, 30, None, None],
]
_RATE = {"Rates": [["Yearly rate", 0.043]]}


def _loans(interest: str, share: str, **formats: str) -> bytes:
    rows = [list(_LOANS[0])]
    for n, row in enumerate(_LOANS[1:], 2):
        rows.append([*row[:3], f"={interest.format(n=n)}", f"={share.format(n=n)}"])
    shown = {f"Loans!{c}{n}": form for c, form in formats.items() for n in (2, 3, 4)}
    return xlsx({"Loans": rows, **_RATE}, shown)


_INTEREST = "B{n}*Rates!$B$1*C{n}/12"
ROOMS = Scene(
    "formulas shown with few digits",
    "Complete `loans.xlsx`, sheet Loans. Interest is the sum times the yearly rate for the months "
    "of the term, with two decimals, and Share of sum is interest by sum as a percentage with one. "
    "All of it must be live formulas on the rate in Rates!B1. Do not change the other cells.",
    {"loans.xlsx": xlsx({"Loans": _LOANS, **_RATE})},
    {"loans.xlsx": _loans(_INTEREST, "D{n}/B{n}", D="0.00", E="0.0%")},
    {
        "rounded in the formula": {
            "loans.xlsx": _loans(f"ROUND({_INTEREST},2)", "ROUND(D{n}/B{n},3)", E="0.0%")
        },
    },
    {
        "share rounded to whole per cent": {
            "loans.xlsx": _loans(_INTEREST, "ROUND(D{n}/B{n},2)", E="0%")
        },
        "interest rounded to whole": {"loans.xlsx": _loans(f"ROUND({_INTEREST},0)", "D{n}/B{n}")},
        "the rate typed in": {"loans.xlsx": _loans("B{n}*0.043*C{n}/12", "D{n}/B{n}")},
        "a header renamed": {
            "loans.xlsx": xlsx(
                {
                    "Loans": [
                        ["Loan", "Sum", "Term months", "Column1", "Share of sum"],
                        *[
                            [*r[:3], f"=B{n}*Rates!$B$1*C{n}/12", f"=D{n}/B{n}"]
                            for n, r in enumerate(_LOANS[1:], 2)
                        ],
                    ],
                    **_RATE,
                }
            )
        },
    },
    "in_place",
)

_TILES: Rows = [
    ["article", "colour", "boxes", "m2_per_box", "eur_m2"],
    ["F-10", "sand", "12", "1,44", "18,90"],
    ["F-11", "slate", "7", "1,08", "24,50"],
    ["F-12", "moss", "30", "1,44", "16,25"],
]
_PRICES: Rows = [
    ["article", "boxes", "eur_box"],
    ["F-10", "12", "27,22"],
    ["F-11", "7", "26,46"],
    ["F-12", "30", "23,40"],
]


def _prices(text: str) -> dict[str, Content | None]:
    return {"prices.csv": text}


SIGNS = Scene(
    "the signs that a program wants",
    "Please make `prices.csv` from `tiles.csv`: article, boxes and eur_box, the price of one box "
    "rounded to the cent. The cash register reads it only with semicolons between the fields and a "
    "comma for the decimals. The order of the articles does not matter.",
    {"tiles.csv": csv_text(_TILES, ";")},
    {"prices.csv": csv_text(_PRICES, ";")},
    {
        "backwards": _prices(csv_text([_PRICES[0], *_PRICES[:0:-1]], ";")),
        "quoted, other line ends": _prices(
            csv_text(_PRICES, ";").replace("27,22", '"27,22"').replace("\n", "\r\n")
        ),
    },
    {
        "points": _prices(csv_text(_PRICES, ";").replace(",", ".")),
        "commas between": _prices(csv_text(_PRICES)),
        "the price of a metre": _prices(csv_text(_PRICES, ";").replace("27,22", "18,90")),
    },
)

_MOVES = "A-3\tshelf 4\tshelf 9\nB-17\tshelf 2\tshelf 11\nC-5\tshelf 7\tshelf 1\n"
RECORDS = Scene(
    "one line a move",
    "Read `stock.csv` and write `moves.txt`, one line for each article that is to be moved, with "
    "the article, the old and the new place, separated by tabs.",
    {
        "stock.csv": csv_text(
            [["article", "is", "belongs"], ["A-3", "shelf 4", "shelf 9"],
             ["D-1", "shelf 6", "shelf 6"],
             ["B-17", "shelf 2", "shelf 11"], ["C-5", "shelf 7", "shelf 1"]]
        )
    },
    {"moves.txt": _MOVES},
    {
        "backwards, with a header": {
            "moves.txt": "article\told\tnew\n" + "\n".join(_MOVES.splitlines()[::-1])
        },
        "other line ends": {"moves.txt": _MOVES.replace("\n", "\r\n")},
    },
    {
        "one left out": {"moves.txt": "\n".join(_MOVES.splitlines()[:2])},
        "places swapped": {"moves.txt": _MOVES.replace("shelf 2\tshelf 11", "shelf 11\tshelf 2")},
        "a wrong place": {"moves.txt": _MOVES.replace("shelf 9", "shelf 8")},
        "two more": {"moves.txt": _MOVES + "D-1\tshelf 6\tshelf 6\nE-1\tshelf 1\tshelf 2\n"},
    },
)  # fmt: skip

_STINTS: Rows = [["crew", "minutes"], ["Ada", "455"], ["Ada", "500"], ["Bo", "610"], ["Cy", "290"]]
_CREW: Rows = [["crew", "hours"], ["Ada", 16.0], ["Bo", 10.0], ["Cy", 5.0]]
HALVES = Scene(
    "half hours without totals",
    "Make `crew.csv` from `stints.csv`, one row per person with the columns crew and hours, sorted "
    "by crew. Hours is the sum to the nearest half hour. Please do not add a line of totals.",
    {"stints.csv": csv_text(_STINTS)},
    {"crew.csv": csv_text(_CREW)},
    {"fewer digits": {"crew.csv": csv_text([_CREW[0], ["Ada", 16], ["Bo", 10], ["Cy", 5]])}},
    {
        "half an hour off": {"crew.csv": csv_text([*_CREW[:3], ["Cy", 4.5]])},
        "not rounded": {"crew.csv": csv_text([*_CREW[:2], ["Bo", 10.17], ["Cy", 4.83]])},
        "a total": {"crew.csv": csv_text([*_CREW, ["Total", 31.0]])},
        "backwards": {"crew.csv": csv_text([_CREW[0], *_CREW[:0:-1]])},
    },
)

SCENES = [HALVES, RECORDS, SIGNS, CHART, DAYS, SERIES, COMPUTED, ROOMS]
