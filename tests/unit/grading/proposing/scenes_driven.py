"""Invented tasks with charts, parameters, lists of one column, dialects of XML, numbered tables."""

import io
from collections.abc import Sequence

import openpyxl
from openpyxl.chart import LineChart, Reference

from tests.unit.grading.proposing.scenes import Content, Rows, Scene, csv_text, database, xlsx

_METERS = [["month", "site", "kwh", "euro"],
           ["Jan", "Plant", 4200, 1050], ["Jan", "Office", 610, 170],
           ["Feb", "Plant", 3900, 980], ["Feb", "Office", 580, 165], ["Mar", "Plant", 4500, 1110],
           ["Mar", "Office", 540, 150]]  # fmt: skip
_USE = [["Month", "Plant", "Office"], ["Jan", 4200, 610], ["Feb", 3900, 580], ["Mar", 4500, 540]]
_COST = [["Month", "Plant", "Office"], ["Jan", 1050, 170], ["Feb", 980, 165], ["Mar", 1110, 150]]


def _charted(
    sheets: dict[str, Rows], areas: Sequence[tuple[str, int, int, int]]
) -> dict[str, Content]:
    """Return a workbook with a line chart; areas are sheet, column, first and last row."""
    book = openpyxl.load_workbook(io.BytesIO(xlsx(sheets)))
    chart = LineChart()
    for sheet, column, first, last in areas:
        area = Reference(book[sheet], min_col=column, min_row=first, max_row=last)
        chart.add_data(area, titles_from_data=True)
    book.worksheets[0].add_chart(chart, "F2")
    stream = io.BytesIO()
    book.save(stream)
    return {"energy.xlsx": stream.getvalue()}


ENERGY = Scene(
    "energy chart",
    "Please put the kWh of `meters.csv` into `energy.xlsx`, sheet Use, a row for each month and a "
    "column for each site, and beside it a line chart of the kWh with one line per site.",
    {"meters.csv": csv_text(_METERS)},
    _charted({"Use": _USE}, [("Use", 2, 1, 4), ("Use", 3, 1, 4)]),
    {
        "from another sheet": _charted(
            {"Use": _USE, "Data": _USE}, [("Data", 3, 1, 4), ("Data", 2, 1, 4)]
        ),
        "title above": _charted(
            {"Use": [["Energy 2026"], [], *_USE]}, [("Use", 2, 3, 6), ("Use", 3, 3, 6)]
        ),
    },
    {
        "one line": dict(_charted({"Use": _USE}, [("Use", 2, 1, 4)])),
        "of the cost": dict(
            _charted({"Use": _USE, "Cost": _COST}, [("Cost", 2, 1, 4), ("Cost", 3, 1, 4)])
        ),
        "a month short": dict(_charted({"Use": _USE}, [("Use", 2, 1, 3), ("Use", 3, 1, 3)])),
        "no chart": {"energy.xlsx": xlsx({"Use": _USE})},
    },
)

_JOBS = [["file", "hours", "copies"], ["N-31", 2.5, 40], ["N-32", 1, 12], ["N-35", 4.25, 110]]
_FEES = [["File", "Hours", "Copies", "Fee", "VAT", "Gross"]]


def _notary(rate: str, page: str, vat: str, places: dict[str, object], first: int = 2) -> bytes:
    rows: list[list[object]] = [[]] * (first - 2) + [list(_FEES[0])]
    for n, (file, hours, copies) in enumerate(_JOBS[1:], first):
        fee = f"=B{n}*{rate}+C{n}*{page}"
        rows.append([file, hours, copies, fee, f"=D{n}*{vat}", f"=D{n}+E{n}"])
    book = openpyxl.load_workbook(io.BytesIO(xlsx({"Fees": rows, "Assumptions": [[]]})))
    for name, value in places.items():
        sheet, _, cell = name.partition("!")
        book[sheet][cell] = value
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


_THERE: dict[str, object] = {
    "Assumptions!A1": "Rate per hour", "Assumptions!B1": 180, "Assumptions!A2": "Copy, per page",
    "Assumptions!B2": 0.5, "Assumptions!A3": "VAT", "Assumptions!B3": 0.19,
}  # fmt: skip
_ELSEWHERE: dict[str, object] = {
    "Assumptions!B4": "VAT in per cent", "Assumptions!D4": 19, "Assumptions!B5": "Page copied",
    "Assumptions!D5": 0.5, "Assumptions!B6": "Hourly rate", "Assumptions!D6": 180,
}  # fmt: skip

NOTARY = Scene(
    "fees that follow",
    "Fees for the files in `jobs.csv` as `fees.xlsx`: sheet Fees with File, Hours, Copies, Fee, "
    "VAT, Gross. The hour is 180, a copied page 0.50, VAT 19 %. Fee, VAT and Gross must be "
    "formulas. The rate per hour, the price of a copy and the VAT go to a sheet Assumptions, "
    "each in a cell of its own, so that I can change them there and all follows.",
    {"jobs.csv": csv_text(_JOBS)},
    {"fees.xlsx": _notary("Assumptions!$B$1", "Assumptions!$B$2", "Assumptions!$B$3", _THERE)},
    {
        "elsewhere": {
            "fees.xlsx": _notary(
                "Assumptions!$D$6", "Assumptions!$D$5", "Assumptions!$D$4/100", _ELSEWHERE, 4
            )
        },
    },
    {
        "typed into formulas": {"fees.xlsx": _notary("180", "0.5", "0.19", _THERE)},
        "one of them typed": {
            "fees.xlsx": _notary("Assumptions!$B$1", "0.5", "Assumptions!$B$3", _THERE)
        },
        "no assumptions": {"fees.xlsx": _notary("180", "0.5", "0.19", {})},
        "values": {
            "fees.xlsx": xlsx(
                {"Fees": [*_FEES, ["N-31", 2.5, 40, 470, 89.3, 559.3], ["N-32", 1, 12, 186, 35.34,
                          221.34], ["N-35", 4.25, 110, 820, 155.8, 975.8]]}
            )
        },
    },
)  # fmt: skip

_HELD = csv_text(
    [["isbn", "title", "shelf"], ["978-3-01", "Moss", "A"], ["978-3-02", "Fern", "A"],
     ["978-3-03", "Oak", "B"], ["978-3-04", "Elm", "C"], ["978-3-05", "Yew", "C"]],
)  # fmt: skip
_SEEN = csv_text([["scan"], ["978-3-04"], ["978-3-01"], ["978-3-04"], ["978-9-99"]])

MISSING = Scene(
    "stock take",
    "We walked the shelves with the scanner (`scans.csv`). Write `missing.csv` with one column "
    "isbn: the books of `books.csv` that nobody scanned. And `strange.csv`, also one column "
    "isbn: what was scanned and is not ours.",
    {"books.csv": _HELD, "scans.csv": _SEEN},
    {
        "missing.csv": csv_text([["isbn"], ["978-3-02"], ["978-3-03"], ["978-3-05"]]),
        "strange.csv": csv_text([["isbn"], ["978-9-99"]]),
    },
    {"backwards": {"missing.csv": "isbn\r\n978-3-05\r\n978-3-03\r\n978-3-02"}},
    {
        "one lost": {"missing.csv": csv_text([["isbn"], ["978-3-02"], ["978-3-03"]])},
        "one too many": {
            "missing.csv": csv_text(
                [["isbn"], ["978-3-02"], ["978-3-03"], ["978-3-04"], ["978-3-05"]]
            )
        },
        "one twice": {
            "missing.csv": csv_text(
                [["isbn"], ["978-3-02"], ["978-3-02"], ["978-3-03"], ["978-3-05"]]
            )
        },
        "none strange": {"strange.csv": csv_text([["isbn"]])},
        "strange is ours": {"strange.csv": csv_text([["isbn"], ["978-3-04"]])},
        "no strange": {"strange.csv": None},
    },
)

_TREES = (
    "CREATE TABLE tree(no INTEGER PRIMARY KEY, species TEXT, crew TEXT, height REAL)",
    "INSERT INTO tree VALUES (101,'oak','North',12.5),(102,'Oak ','South',9),"
    "(103,'lime','North',14),(104,'elm',NULL,7.5),(105,'lime','South',11)",
)
_NEW_TREES = (
    "CREATE TABLE species(id INTEGER PRIMARY KEY, name TEXT UNIQUE)",
    "CREATE TABLE crew(id INTEGER PRIMARY KEY, name TEXT UNIQUE)",
    "CREATE TABLE t(no INTEGER PRIMARY KEY, height REAL, species_id INTEGER, crew_id INTEGER)",
    "INSERT INTO species VALUES (1,'oak'),(2,'lime'),(3,'elm')",
    "INSERT INTO crew VALUES (1,'North'),(2,'South')",
    "INSERT INTO t VALUES (101,12.5,1,1),(102,9,1,2),(103,14,2,1),(104,7.5,3,NULL),(105,11,2,2)",
)
_SWAPPED = ("DROP TABLE tree", "ALTER TABLE t RENAME TO tree")


def _trees(*more: str) -> dict[str, Content | None]:
    return {"trees.db": database([*_TREES, *_NEW_TREES, *more, *_SWAPPED])}


TREES = Scene(
    "tree register",
    "In `trees.db` take the texts out of `tree`: a new table `species` (id, name) and a new table "
    "`crew` (id, name), each name once (oak and `Oak ` are the same, write it small), and in "
    "`tree` the columns `species_id` and `crew_id` instead of species and crew. A tree without a "
    "crew has NULL. Everything else stays.",
    {"trees.db": database(_TREES)},
    _trees(),
    {
        "other ids": _trees(
            "UPDATE t SET species_id = 8 - species_id", "UPDATE species SET id = id + 100",
            "UPDATE species SET id = 108 - id", "UPDATE t SET crew_id = crew_id + 40",
            "UPDATE crew SET id = id + 40",
        ),
    },
    {
        "another species": _trees("UPDATE t SET species_id = 2 WHERE no = 104"),
        "another crew": _trees("UPDATE t SET crew_id = 3 - crew_id WHERE no < 103"),
        "a crew for all": _trees("UPDATE t SET crew_id = 1 WHERE crew_id IS NULL"),
        "oak twice": _trees("INSERT INTO species VALUES (4,'Oak')",
                            "UPDATE t SET species_id = 4 WHERE no = 102"),
        "no such species": _trees("UPDATE t SET species_id = 9 WHERE no = 103"),
        "a tree lost": _trees("DELETE FROM t WHERE no = 105"),
        "a height": _trees("UPDATE t SET height = 12 WHERE no = 101"),
    },
    "in_place",
)  # fmt: skip

_POINTS = csv_text([["point", "lon", "lat", "depth"], ["W1", 7.1021, 50.7311, 12.4],
                    ["W2", 7.1188, 50.7402, 31], ["W3", 7.0954, 50.7275, 18.5]])  # fmt: skip


def _kml(rows: Sequence[tuple[str, str, str]], extra: str = "", prefix: str = "") -> str:
    p = f"{prefix}:" if prefix else ""
    space = f"xmlns:{prefix}" if prefix else "xmlns"
    marks = "".join(
        f"<{p}Placemark><{p}name>{name}</{p}name><{p}description>{text}</{p}description>"
        f"<{p}Point><{p}coordinates>{place}</{p}coordinates></{p}Point></{p}Placemark>{extra}"
        for name, place, text in rows
    )
    root = f'<{p}kml {space}="http://www.opengis.net/kml/2.2">'
    return f"<?xml version='1.0'?>{root}<{p}Document>{marks}</{p}Document></{p}kml>"


_DEEP = [("W2", "7.1188,50.7402", "31 m"), ("W3", "7.0954,50.7275", "18.5 m")]

WELLS = Scene(
    "wells on a map",
    "Make `wells.kml` with a Placemark for each well of `wells.csv` deeper than 15 m: its `name` "
    "is the point, the `description` the depth as in `31 m`, the `coordinates` lon,lat.",
    {"wells.csv": _POINTS},
    {"wells.kml": _kml(_DEEP)},
    {
        "indented, prefixed": {"wells.kml": _kml(_DEEP, "\n  ", "k")},
        "backwards": {"wells.kml": _kml(_DEEP[::-1])},
    },
    {
        "lat first": {
            "wells.kml": _kml([(n, ",".join(c.split(",")[::-1]), d) for n, c, d in _DEEP])
        },
        "all wells": {"wells.kml": _kml([("W1", "7.1021,50.7311", "12.4 m"), *_DEEP])},
        "one well": {"wells.kml": _kml(_DEEP[:1])},
        "places swapped": {
            "wells.kml": _kml([(n, _DEEP[1 - i][1], d) for i, (n, _, d) in enumerate(_DEEP)])
        },
        "depth": {"wells.kml": _kml([_DEEP[0], ("W3", "7.0954,50.7275", "15.8 m")])},
    },
)

SCENES = [ENERGY, NOTARY, MISSING, TREES, WELLS]
