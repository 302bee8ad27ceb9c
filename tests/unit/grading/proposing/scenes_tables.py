"""Invented tasks whose outputs are workbooks and CSV files."""

import datetime as dt

from tests.unit.grading.proposing.scenes import Rows, Scene, csv_text, spoiled, xlsx

INVOICES: Rows = [
    ["Invoice", "Supplier", "Date", "Quantity", "Unit price", "Amount"],
    ["R-101", "Acme Paper", dt.date(2026, 3, 2), 12, 4.15, 49.8],
    ["R-102", "Borg Tools", dt.date(2026, 3, 4), 3, 412.5, None],
    ["R-103", "Cato Freight", dt.date(2026, 3, 9), 18, 79.9, None],
    ["R-104", "Dune Steel", dt.date(2026, 3, 15), 2.5, 1264, 3160],
    ["R-105", "Acme Paper", dt.date(2026, 3, 21), 31, 42.35, None],
]
LEDGER: Rows = [[None] * 7, [None] * 7]


def _completed(amounts: dict[str, object], tail: Rows = ()) -> Rows:
    rows = [list(row) for row in INVOICES]
    for row in rows[1:]:
        row[5] = amounts.get(str(row[0]), row[5])
    return [*rows, *tail]


_AMOUNTS: dict[str, object] = {"R-102": 1237.5, "R-103": 1438.2, "R-105": 1312.85}
_TOTAL = [None, None, None, None, "Total", 7198.35]
_RIGHT = _completed(_AMOUNTS, [_TOTAL])


def _book(rows: Rows, **more: Rows) -> dict[str, bytes | str | None]:
    return {"ledger.xlsx": xlsx({"Invoices": rows, **more})}


STANDING = Scene(
    "invoices in place",
    "Open `ledger.xlsx`. Complete each missing value in the column `Amount` as quantity times unit "
    "price, to the cent, and do not change the other invoices.\n\n"
    'Put the label "Total" in E7 and the total of all amounts in F7.',
    {"ledger.xlsx": xlsx({"Invoices": INVOICES})},
    {"ledger.xlsx": xlsx({"Invoices": _RIGHT})},
    {
        "formulas": _book(
            _completed(
                {"R-102": "=D3*E3", "R-103": "=D4*E4", "R-105": "=D6*E6"},
                [[None, None, None, None, "Total", "=SUM(F2:F6)"]],
            )
        ),
        "text amounts": _book(_completed({**_AMOUNTS, "R-102": "1,237.50"}, [_TOTAL])),
        "more decimals": _book(_completed({**_AMOUNTS, "R-103": 1438.2000001}, [_TOTAL])),
        "another sheet": _book(_RIGHT, Notes=[["checked", "me"]]),
        "capitals in the label": _book(_completed(_AMOUNTS, [[*[None] * 4, "TOTAL", 7198.35]])),
    },
    {
        "wrong total": _book(_completed(_AMOUNTS, [[*_TOTAL[:5], 7198.53]])),
        "total of the completed ones": _book(_completed(_AMOUNTS, [[*_TOTAL[:5], 3988.55]])),
        "no total": _book(_completed(_AMOUNTS)),
        "total elsewhere": _book(_completed(_AMOUNTS, [[], _TOTAL])),
        "one amount left out": _book(_completed({**_AMOUNTS, "R-105": None}, [_TOTAL])),
        "swapped amounts": _book(
            _completed({**_AMOUNTS, "R-102": 1438.2, "R-103": 1237.5}, [_TOTAL])
        ),
        "sign": _book(_completed({**_AMOUNTS, "R-105": -1312.85}, [_TOTAL])),
        "rounded to whole": _book(_completed({**_AMOUNTS, "R-105": 1313}, [_TOTAL])),
        "another invoice changed": _book(_completed({**_AMOUNTS, "R-104": 3161}, [_TOTAL])),
        "a price changed": _book(
            [[*r[:4], 80.0 if r[0] == "R-103" else r[4], r[5]] for r in _RIGHT]
        ),
        "a supplier renamed": _book(
            [[r[0], "Dune" if r[1] == "Dune Steel" else r[1], *r[2:]] for r in _RIGHT]
        ),
        "a row removed": _book([r for r in _RIGHT if r[0] != "R-104"]),
        "placeholder": _book(_completed({**_AMOUNTS, "R-102": "TBD"}, [_TOTAL])),
        "blank book": _book([[]]),
        "stale copy": _book(INVOICES),
    },
    "in_place",
)

SALES: Rows = [
    ["Order", "Date", "Region", "Rep", "Net"],
    *[
        [f"S-{n:03}", f"2026-0{1 + n % 3}-1{n % 9}", region, rep, f"{net:.2f}"]
        for n, (region, rep, net) in enumerate(
            [
                ("North", "Ida", 120.5), ("South", "Jon", 310.25), ("West", "Kim", 99.9),
                ("North", "Leo", 410.0), ("West", "Ida", 78.35), ("South", "Mia", 55.55),
                ("East", "Jon", 640.1), ("East", "Kim", 12.99), ("North", "Ida", 205.75),
            ]
        )
    ],
]  # fmt: skip
_SUMMARY: Rows = [
    ["Region", "Orders", "Net sales"],
    ["East", 2, 653.09],
    ["North", 3, 736.25],
    ["South", 2, 365.8],
    ["West", 2, 178.25],
]
_GRAND: Rows = [["Total", 9, 1933.39]]


def _summary(rows: Rows, name: str = "Summary", **more: Rows) -> dict[str, bytes | str | None]:
    return {"summary.xlsx": xlsx({name: rows, **more})}


SUMMARY = Scene(
    "sales by region",
    "From `sales.csv`, make a workbook `summary.xlsx` with a sheet `Summary` that gives one row "
    "per region with the columns Region, Orders and Net sales: the number of orders, and the sum "
    "of the net amounts to the cent. Below the table, add a row labelled `Total` with the totals "
    "of both columns.",
    {"sales.csv": csv_text(SALES)},
    {"summary.xlsx": xlsx({"Summary": [*_SUMMARY, *_GRAND]})},
    {
        "other order": _summary([_SUMMARY[0], *_SUMMARY[:0:-1], *_GRAND]),
        "columns moved": _summary([[r[0], r[2], r[1]] for r in [*_SUMMARY, *_GRAND]]),
        "title above": _summary([["Sales"], [], *_SUMMARY, *_GRAND]),
        "another column": _summary([[*r, "x"] for r in [*_SUMMARY, *_GRAND]]),
        "another sheet first": {
            "summary.xlsx": xlsx({"Notes": [["a", "b"]], "Summary": [*_SUMMARY, *_GRAND]})
        },
        "formulas": _summary(
            [*_SUMMARY, ["Total", "=SUM(B2:B5)", "=SUM(C2:C5)"]],
        ),
        "text": _summary([*_SUMMARY[:2], ["North", "3", "736.25"], *_SUMMARY[3:], *_GRAND]),
        "more decimals": _summary([*_SUMMARY[:3], ["South", 2, 365.8000004], _SUMMARY[4], *_GRAND]),
    },
    {
        **{k: _summary([*v, *_GRAND]) for k, v in spoiled(_SUMMARY, 2).items()},
        "wrong total": _summary([*_SUMMARY, ["Total", 9, 1933.93]]),
        "wrong count": _summary([*_SUMMARY, ["Total", 8, 1933.39]]),
        "no total": _summary(_SUMMARY),
        "columns swapped under the header": _summary(
            [_SUMMARY[0], *([r[0], r[2], r[1]] for r in [*_SUMMARY[1:], *_GRAND])]
        ),
        "other sheet name": _summary([*_SUMMARY, *_GRAND], "Sheet1"),
        "the input": _summary(SALES),
        "blank": _summary([[]]),
        "no workbook": {"summary.xlsx": b"nothing"},
    },
)

HOURS: Rows = [
    ["employee_id", "name", "hours", "rate"],
    [1042, "Okafor, N.", 38.5, 21.4],
    [1043, "Silva, M.", 40, 19.75],
    [1051, "Tanaka, R.", 22.25, 30.1],
    [1060, "Weber, U.", 37, 25],
]
_PAY: Rows = [
    ["employee_id", "gross", "tax", "net"],
    [1042, 823.9, 164.78, 659.12],
    [1043, 790, 158, 632],
    [1051, 669.73, 133.95, 535.78],
    [1060, 925, 185, 740],
]


def _pay(rows: Rows, delimiter: str = ",") -> dict[str, bytes | str | None]:
    return {"payroll.csv": csv_text(rows, delimiter)}


PAYROLL = Scene(
    "payroll",
    "Compute the weekly payroll from hours.csv and write payroll.csv with the columns "
    "`employee_id`, `gross`, `tax` and `net`. Gross is hours times rate, tax is 20% of gross, net "
    "is what remains; round each to two decimals. One row per employee, in any order.",
    {"hours.csv": csv_text(HOURS)},
    {"payroll.csv": csv_text(_PAY)},
    {
        "reversed": _pay([_PAY[0], *_PAY[:0:-1]]),
        "semicolons": _pay(_PAY, ";"),
        "columns moved": _pay([[r[3], r[1], r[0], r[2]] for r in _PAY]),
        "names too": _pay([[*r, "n"] for r in _PAY]),
        "two decimals": _pay(
            [_PAY[0], *([r[0], *(f"{float(v):.2f}" for v in r[1:])] for r in _PAY[1:])]
        ),
        "unrounded": _pay([*_PAY[:3], [1051, 669.725, 133.945, 535.78], _PAY[4]]),
        "marks": {"payroll.csv": "\ufeff" + csv_text(_PAY).replace("\n", "\r\n")},
        "currency": _pay([*_PAY[:4], [1060, "$925.00", "$185.00", "$740.00"]]),
    },
    {
        **{k: _pay(v) for k, v in spoiled(_PAY, 3).items()},
        **{f"{k} of tax": _pay(v) for k, v in spoiled(_PAY, 2).items()},
        "gross and net swapped": _pay([_PAY[0], *([r[0], r[3], r[2], r[1]] for r in _PAY[1:])]),
        "tax of 25%": _pay(
            [_PAY[0], *([r[0], r[1], round(r[1] / 4, 2), round(r[1] * 0.75, 2)] for r in _PAY[1:])]
        ),
        "the input": _pay(HOURS),
        "empty": {"payroll.csv": ""},
        "another id": _pay([*_PAY[:4], [1061, *_PAY[4][1:]]]),
    },
)

PARTS: Rows = [
    ["part", "length_mm", "material"],
    *[[f"P{n}", 100 + (n * 37) % 90, m] for n, m in enumerate(["oak", "ash", "elm", "oak", "fir"])],
]
_BY_LENGTH: Rows = [PARTS[0], *sorted(PARTS[1:], key=lambda r: -r[1])]
_OAK: Rows = [PARTS[0], *[r for r in PARTS[1:] if r[2] == "oak"]]
SORTED = Scene(
    "cutting list",
    "Write `cutting.csv` with all parts of `parts.csv`, sorted by length_mm, longest first. Keep "
    "the columns of the input.",
    {"parts.csv": csv_text(PARTS)},
    {"cutting.csv": csv_text(_BY_LENGTH)},
    {
        "semicolons": {"cutting.csv": csv_text(_BY_LENGTH, ";")},
        "columns moved": {"cutting.csv": csv_text([r[::-1] for r in _BY_LENGTH])},
        "quoted": {"cutting.csv": csv_text(_BY_LENGTH).replace("oak", '"oak"')},
        "decimals": {"cutting.csv": csv_text(_BY_LENGTH).replace(",100,", ",100.0,")},
    },
    {
        "unsorted": {"cutting.csv": csv_text(PARTS)},
        "ascending": {"cutting.csv": csv_text([PARTS[0], *_BY_LENGTH[:0:-1]])},
        "dropped": {"cutting.csv": csv_text(_BY_LENGTH[:-1])},
        "doubled": {"cutting.csv": csv_text([*_BY_LENGTH, _BY_LENGTH[-1]])},
        "changed": {"cutting.csv": csv_text(_BY_LENGTH).replace("elm", "yew")},
        "two swapped": {
            "cutting.csv": csv_text([_BY_LENGTH[0], _BY_LENGTH[2], _BY_LENGTH[1], *_BY_LENGTH[3:]])
        },
        "empty": {"cutting.csv": ""},
        "header": {"cutting.csv": csv_text(PARTS[:1])},
    },
)
FILTERED = Scene(
    "oak only",
    "Extract from `parts.csv` only the parts made of oak into `oak.csv`, with the same columns.",
    {"parts.csv": csv_text(PARTS)},
    {"oak.csv": csv_text(_OAK)},
    {
        "reversed": {"oak.csv": csv_text([_OAK[0], *_OAK[:0:-1]])},
        "tabs": {"oak.csv": csv_text(_OAK, "\t")},
        "columns moved": {"oak.csv": csv_text([r[::-1] for r in _OAK])},
    },
    {
        "all": {"oak.csv": csv_text(PARTS)},
        "ash": {"oak.csv": csv_text([r for r in PARTS if r[2] in ("ash", "material")])},
        "one too many": {"oak.csv": csv_text([*_OAK, PARTS[2]])},
        "one missing": {"oak.csv": csv_text(_OAK[:-1])},
        "a length changed": {"oak.csv": csv_text([*_OAK[:-1], [_OAK[-1][0], 7, "oak"]])},
        "empty": {"oak.csv": ""},
        "header": {"oak.csv": csv_text(_OAK[:1])},
    },
)

GERMAN: Rows = [
    ["Kostenstelle", "Betrag"],
    ["4711", "1.250,00"],
    ["4712", "980,50"],
    ["4713", "12,75"],
]
_GERMAN_OUT: Rows = [["Kostenstelle", "Betrag", "MwSt", "Brutto"],
    ["4711", "1.250,00", "237,50", "1.487,50"],
    ["4712", "980,50", "186,30", "1.166,80"],
    ["4713", "12,75", "2,42", "15,17"],
]  # fmt: skip


def _german(rows: Rows, delimiter: str = ";") -> dict[str, bytes | str | None]:
    return {"brutto.csv": csv_text(rows, delimiter)}


def _wrong_german() -> dict[str, dict[str, bytes | str | None]]:
    text = csv_text(_GERMAN_OUT, ";")
    changes = {
        "digit": ("1.166,80", "1.166,08"), "point moved": ("2,42", "24,2"),
        "sign": ("15,17", "-15,17"), "thousandfold": ("237,50", "237500"),
        "blank": ("186,30", ""), "word": ("186,30", "folgt"),
    }  # fmt: skip
    made: dict[str, dict[str, bytes | str | None]] = {
        name: {"brutto.csv": text.replace(*change)} for name, change in changes.items()
    }
    made["dropped"] = _german(_GERMAN_OUT[:-1])
    made["doubled"] = _german([*_GERMAN_OUT, _GERMAN_OUT[1]])
    made["input"] = _german(GERMAN)
    made["empty"] = {"brutto.csv": ""}
    return made


LOCALE = Scene(
    "German figures",
    "Für jede Kostenstelle in `netto.csv`: berechne 19 % MwSt und den Bruttobetrag, auf den Cent "
    "genau, und schreibe `brutto.csv` mit den Spalten `Kostenstelle`, `Betrag`, `MwSt` und "
    "`Brutto`.",
    {"netto.csv": csv_text(GERMAN, ";")},
    {"brutto.csv": csv_text(_GERMAN_OUT, ";")},
    {
        "points": {
            "brutto.csv": csv_text(
                [
                    _GERMAN_OUT[0],
                    *([r[0], *(v.replace(".", "").replace(",", ".") for v in r[1:])]
                      for r in _GERMAN_OUT[1:]),
                ]
            )
        },
        "no grouping": {"brutto.csv": csv_text(_GERMAN_OUT, ";").replace("1.", "1")},
        "reversed": _german([_GERMAN_OUT[0], *_GERMAN_OUT[:0:-1]]),
    },
    _wrong_german(),
)  # fmt: skip

LOANS: Rows = [["loan", "start", "term_days"], ["L1", "2026-01-15", 30], ["L2", "2026-02-01", 90],
         ["L3", "2026-02-20", 60]]  # fmt: skip
_DUE: Rows = [["loan", "due"], ["L1", "2026-02-14"], ["L2", "2026-05-02"], ["L3", "2026-04-21"]]
DATES = Scene(
    "due dates",
    "Work out when each loan in loans.csv is due (start plus term) and save due.csv with the "
    "columns loan and due.",
    {"loans.csv": csv_text(LOANS)},
    {"due.csv": csv_text(_DUE)},
    {
        "written out": {"due.csv": csv_text([_DUE[0], ["L1", "14 February 2026"],
                                             ["L2", "2 May 2026"], ["L3", "21 April 2026"]])},
        "points": {"due.csv": csv_text([_DUE[0], ["L1", "14.02.2026"], ["L2", "02.05.2026"],
                                        ["L3", "21.04.2026"]])},
        "reversed": {"due.csv": csv_text([_DUE[0], *_DUE[:0:-1]])},
    },
    {
        "a day off": {"due.csv": csv_text(_DUE).replace("04-21", "04-22")},
        "a year off": {"due.csv": csv_text(_DUE).replace("2026-05", "2025-05")},
        "swapped": {"due.csv": csv_text([_DUE[0], ["L1", "2026-05-02"], ["L2", "2026-02-14"],
                                         _DUE[3]])},
        "start dates": {"due.csv": csv_text([_DUE[0], *([r[0], r[1]] for r in LOANS[1:])])},
        "dropped": {"due.csv": csv_text(_DUE[:-1])},
        "blank": {"due.csv": csv_text(_DUE).replace("2026-04-21", "")},
        "empty": {"due.csv": ""},
    },
)  # fmt: skip

BUDGET: Rows = [["Item", "Plan", "Actual", "Variance"], ["Rent", 1200, 1250, None],
          ["Power", 300, 275.4, None], ["Travel", 450, 512.3, None]]  # fmt: skip


def _budget(variances: list[object], total: object = None) -> dict[str, bytes | str | None]:
    rows = [BUDGET[0], *([*r[:3], v] for r, v in zip(BUDGET[1:], variances, strict=True))]
    return {"budget.xlsx": xlsx({"Budget": [*rows, ["Sum", None, None, total]]})}


FORMULAS = Scene(
    "live variances",
    "In `budget.xlsx`, sheet `Budget`, fill the column `Variance` (actual minus plan) with "
    "formulas, and put their sum in D5, also as a formula, so that the sheet recalculates when a "
    "figure changes.",
    {"budget.xlsx": xlsx({"Budget": [*BUDGET, ["Sum"]]})},
    _budget(["=C2-B2", "=C3-B3", "=C4-B4"], "=SUM(D2:D4)"),
    {
        "other formulas": _budget(["=-(B2-C2)", "=SUM(C3,-B3)", "=C4-$B4"], "=D2+D3+D4"),
        "sum of columns": _budget(["=C2-B2", "=C3-B3", "=C4-B4"], "=SUM(C2:C4)-SUM(B2:B4)"),
    },
    {
        "typed": _budget([50, -24.6, 62.3], 87.7),
        "typed sum": _budget(["=C2-B2", "=C3-B3", "=C4-B4"], 87.7),
        "typed variance": _budget(["=C2-B2", -24.6, "=C4-B4"], "=SUM(D2:D4)"),
        "typed within formulas": _budget(["=50", "=-24.6", "=62.3"], "=87.7"),
        "wrong sign": _budget(["=B2-C2", "=B3-C3", "=B4-C4"], "=SUM(D2:D4)"),
        "short sum": _budget(["=C2-B2", "=C3-B3", "=C4-B4"], "=SUM(D2:D3)"),
        "no sum": _budget(["=C2-B2", "=C3-B3", "=C4-B4"]),
        "wrong row": _budget(["=C2-B2", "=C3-B2", "=C4-B4"], "=SUM(D2:D4)"),
        "stale": {"budget.xlsx": xlsx({"Budget": [*BUDGET, ["Sum"]]})},
    },
    "in_place",
)

SCENES = [STANDING, SUMMARY, PAYROLL, SORTED, FILTERED, LOCALE, DATES, FORMULAS]
