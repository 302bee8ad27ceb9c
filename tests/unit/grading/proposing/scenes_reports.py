"""Invented reports with a table and sentences about it, right and wrong in many ways."""

import io

import openpyxl
from openpyxl.chart import BarChart, Reference

from tests.unit.grading.proposing.scenes import Content, Scene, csv_text

_LIFTS = [
    ["lift", "site", "load_kg", "speed"],
    ["L-01", "Town hall", 640, 1.02],
    ["L-02", "Town hall", 655, 0.88],
    ["L-03", "Library", 480, 1.00],
    ["L-04", "Library", 470, 0.79],
    ["L-05", "School", 1020, 0.97],
    ["L-06", "School", 990, 0.83],
    ["L-07", "Clinic", 1610, 1.05],
    ["L-08", "Clinic", 1580, 1.01],
]

_LIFT_TABLE = (
    "| Lift | Speed (m/s) | Result |\n|---|---|---|\n| L-01 | 1.02 | in order |\n"
    "| L-02 | 0.88 | too slow |\n| L-03 | 1.00 | in order |\n| L-04 | 0.79 | too slow |\n"
    "| L-05 | 0.97 | in order |\n| L-06 | 0.83 | too slow |\n| L-07 | 1.05 | in order |\n"
    "| L-08 | 1.01 | in order |\n"
)
_LIFT_REPORT = (
    "# Lift tests\n\n## Results\n\n{table}\n## Defects\n\n{defects}\n\n## Charge\n\n{charge}\n\n"
    "## Next test\n\n{next}\n"
)
_LIFT_RIGHT = {
    "table": _LIFT_TABLE,
    "defects": "3 of the 8 lifts are too slow: L-02, L-04 and L-06.",
    "charge": "The charge is 458.00 EUR: basic 90.00 EUR, 8 lifts at 46.00 EUR (368.00 EUR).",
    "next": "The slow lifts are tested again on 17 April 2026.",
}


def _lifts(**parts: str) -> dict[str, Content | None]:
    return {"lifts.md": _LIFT_REPORT.format(**{**_LIFT_RIGHT, **parts})}


LIFTS = Scene(
    "lift tests",
    "Please write `lifts.md` on the lift tests of 27 March 2026 from `lifts.csv`.\n\n"
    'Under "Results" a table with one line per lift: lift, speed (m/s) and the result, "in order" '
    'or "too slow" (below 0.90 m/s). Under "Defects" how many of the lifts are too slow and which. '
    'Under "Charge" the charge, with how it is made up: 90 EUR and 46 EUR a lift. Under "Next '
    'test" the date on which the slow ones are tested again, 15 working days later (Monday to '
    "Friday).",
    {"lifts.csv": csv_text(_LIFTS)},
    _lifts(),
    {
        "units in cells": _lifts(
            table=_LIFT_TABLE.replace("2 | in", "2 m/s | in").replace("8 | too", "8 m/s | too")
        ),
        "words": _lifts(
            defects="Three of eight lifts run too slowly, namely L-06, L-04, L-02.",
            charge="90.00 EUR + 8 x 46.00 EUR = 458.00 EUR",
            next="Date of the next test: 2026-04-17",
        ),
        "items": _lifts(
            defects="Too slow are 3 lifts:\n\n- L-02 (0.88 m/s)\n- L-04 (0.79 m/s)\n"
            "- L-06 (0.83 m/s)",
            charge="| what | EUR |\n|---|---|\n| Basic | 90.00 |\n| Lifts | 368.00 |\n"
            "| Charge | 458.00 |",
            next="Friday, 17.04.2026",
        ),
        "a row of means": _lifts(table=_LIFT_TABLE + "| All lifts | 0.94 | |\n"),
        "the others": _lifts(
            defects="Number of lifts that are too slow: 3 (of 8). L-02, L-04 and L-06 are too "
            "slow, while L-01, L-03, L-05, L-07 and L-08 are in order.",
        ),
    },
    {
        "counted two": _lifts(defects="2 of the 8 lifts are too slow: L-02, L-04 and L-06."),
        "one left out": _lifts(defects="3 of the 8 lifts are too slow: L-02 and L-04."),
        "one too many": _lifts(defects="3 of the 8 lifts are too slow: L-02, L-04, L-05 and L-06."),
        "another one": _lifts(defects="3 of the 8 lifts are too slow: L-02, L-04 and L-05."),
        "calendar days": _lifts(next="The slow lifts are tested again on 11 April 2026."),
        "seven lifts": _lifts(
            charge="The charge is 412.00 EUR: basic 90.00 EUR, 7 lifts at 46.00 EUR (322.00 EUR)."
        ),
        "verdict in the table": _lifts(
            table=_LIFT_TABLE.replace("0.79 | too slow", "0.79 | in order")
        ),
        "a lift that is none": _lifts(table=_LIFT_TABLE + "| L-09 | 1.00 | in order |\n"),
    },
)

_EXAM = [
    ["candidate", "theory", "practice"],
    ["Aalto", 71, 80], ["Brandt", 44, 66], ["Castillo", 90, 85], ["Dvorak", 62, 49],
    ["Eze", 55, 58], ["Fischer", 38, 41], ["Gomez", 77, 69],
]  # fmt: skip
_EXAM_RIGHT = (
    "Subject: Results of the examination\n\nDear colleagues,\n\n"
    "4 of 7 candidates passed. The mean is 62.4 points in theory and 64.0 points in practice.\n\n"
    "Brandt, Dvorak and Fischer did not pass. Brandt and Dvorak may repeat one part, Fischer must "
    "repeat both.\n\nThe best result in both parts together is that of Castillo with 175 points.\n"
)


def _mail(text: str) -> dict[str, Content | None]:
    return {"mail.txt": text}


EXAM = Scene(
    "examination",
    "From `marks.csv` please write `mail.txt` to the colleagues: how many of how many candidates "
    "passed (50 points or more in both parts), the mean of theory and that of practice (one "
    "decimal), which candidates did not pass and who of them must repeat both parts, and who has "
    "the best result of both parts together, with the points.",
    {"marks.csv": csv_text(_EXAM)},
    _mail(_EXAM_RIGHT),
    {
        "list": _mail(
            "Results\n\n- passed: 4/7 candidates\n- mean theory: 62.4\n- mean practice: 64.0\n"
            "- not passed: Brandt, Dvorak, Fischer\n- repeats both parts: Fischer\n"
            "- best result: Castillo (175 points)\n"
        ),
        "other words": _mail(
            "Hello all, four of the seven candidates have passed. In theory the mean was 62.4, in "
            "practice 64.0. Three failed: Fischer in both parts, which must be repeated; Dvorak "
            "and Brandt in one. The candidates Fischer, Dvorak and Brandt did not pass, then. Best "
            "of all was Castillo: 175 points together.\n"
        ),
    },
    {
        "means swapped": _mail(
            _EXAM_RIGHT.replace("62.4", "xx").replace("64.0", "62.4").replace("xx", "64.0")
        ),
        "five passed": _mail(_EXAM_RIGHT.replace("4 of 7", "5 of 7")),
        "one not named": _mail(
            _EXAM_RIGHT.replace("Brandt, Dvorak and Fischer did", "Brandt and Fischer did")
        ),
        "one too many": _mail(
            _EXAM_RIGHT.replace("Brandt, Dvorak and Fischer", "Brandt, Dvorak, Eze and Fischer")
        ),
        "another best": _mail(_EXAM_RIGHT.replace("that of Castillo", "that of Aalto")),
        "other points": _mail(_EXAM_RIGHT.replace("175", "157")),
    },
)  # fmt: skip

_SPRINGS = [
    ["spring", "week", "germs"],
    *(
        [spring, week, germs]
        for spring, counts in {
            "upper spring": [12, 31, 105, 22, 118, 40],
            "mill spring": [3, 8, 11, 7, 2, 9],
            "chapel spring": [44, 51, 38, 130, 60, 47],
            "old well": [20, 25, 19, 31, 28, 26],
        }.items()
        for week, germs in enumerate(counts, start=14)
    ),
]
_SPRINGS_RIGHT = (
    "# Springs\n\nupper spring: above 100 in weeks 16, 18.\n\n"
    "mill spring: no week above 100.\n\nchapel spring: above 100 in week 17.\n\n"
    "old well: no week above 100.\n"
)


def _springs(text: str) -> dict[str, Content | None]:
    return {"springs.md": text}


SPRINGS = Scene(
    "germs in springs",
    "`springs.md` for the council, please: for each spring a sentence in which weeks the germs "
    "were above 100, or that they never were. The counts are in `germs.csv` (one row for each "
    "spring and week).",
    {"germs.csv": csv_text(_SPRINGS)},
    _springs(_SPRINGS_RIGHT),
    {
        "sentences": _springs(
            "In the chapel spring the germs were above 100 in week 17. In the upper spring they "
            "were in two weeks, 16 and 18. In the mill spring they never were, nor in any week in "
            "the old well.\n"
        ),
        "table": _springs(
            "| spring | weeks above 100 |\n|---|---|\n| chapel spring | 17 |\n"
            "| upper spring | 16, 18 |\n| mill spring | none |\n| old well | none |\n"
        ),
        "the others": _springs(
            "# Germs\n\n- upper spring: weeks 16 and 18\n- chapel spring: week 17\n\n"
            "In the other springs the germs were never above 100.\n"
        ),
        "of all weeks": _springs(
            "- upper spring: 2 of 6 weeks above 100 (16 and 18)\n- mill spring: none\n"
            "- chapel spring: 1 of 6 weeks above 100 (17)\n- old well: none\n"
        ),
    },
    {
        "week left out": _springs(_SPRINGS_RIGHT.replace("weeks 16, 18", "week 16")),
        "week too many": _springs(_SPRINGS_RIGHT.replace("week 17", "weeks 15, 17")),
        "another spring": _springs(
            _SPRINGS_RIGHT.replace("mill spring", "x").replace("chapel spring", "mill spring")
            .replace("x:", "chapel spring:")
        ),
        "none said": _springs(
            _SPRINGS_RIGHT.replace("chapel spring: above 100 in week 17", "chapel spring: no week "
                                   "above 100")
        ),
    },
)  # fmt: skip

_SALES = [
    ["brand", "quarter", "litres"],
    *(
        [brand, quarter, litres]
        for brand, sold in {
            "Nordwind": (1810, 2010), "Alpenquell": (1240, 1160), "Petit Lac": (190, 230),
            "Rheinperle": (1400, 1960),
        }.items()
        for quarter, litres in zip(("Q1", "Q2"), sold, strict=True)
    ),
]  # fmt: skip
_SHARES = (
    "<table><tr><th>Brand</th><th>Litres</th><th>Share (%)</th></tr>"
    "<tr><td>Nordwind</td><td>3820</td><td>38.2</td></tr>"
    "<tr><td>Alpenquell</td><td>2400</td><td>24.0</td></tr>"
    "<tr><td>Petit Lac</td><td>420</td><td>4.2</td></tr>"
    "<tr><td>Rheinperle</td><td>3360</td><td>33.6</td></tr></table>"
)
_SHARES_TEXT = (
    "<p>10,000 litres were sold in all. The largest share is that of Nordwind with 38.2 %, the "
    "smallest that of Petit Lac with 4.2 %.</p><p>Alpenquell sold less in Q2 than in Q1, by 80 "
    "litres; the other brands sold more.</p>"
)


def _shares(text: str, table: str = _SHARES) -> dict[str, Content | None]:
    return {"shares.html": f"<html><body><h1>Water</h1>{table}{text}</body></html>"}


SHARES = Scene(
    "shares of brands",
    "Please make `shares.html` of `sales.csv`: a table with the columns brand, litres, share (%, "
    "one decimal), and below it in a few sentences how many litres were sold in all, which brand "
    "has the largest and which the smallest share, with the share, and which brand sold less in Q2 "
    "than in Q1 and by how many litres.",
    {"sales.csv": csv_text(_SALES)},
    _shares(_SHARES_TEXT),
    {
        "list": _shares(
            "<ul><li>Sold in all: 10000 litres</li><li>Largest share: Nordwind (38.2%)</li>"
            "<li>Smallest share: Petit Lac (4.2%)</li><li>Less in Q2: Alpenquell (80 litres less)"
            "</li></ul>"
        ),
        "with units and a total": _shares(
            "<p>Nordwind leads with a share of 38.2 %; Petit Lac has the smallest one, 4.2 %. All "
            "brands together sold 10,000 l. Only Alpenquell's sales fell, by 80 l.</p>",
            _SHARES.replace("</td></tr>", " %</td></tr>").replace(
                "</table>", "<tr><td>All</td><td>10000</td><td>100.0 %</td></tr></table>"
            ),
        ),
    },
    {
        "shares swapped": _shares(
            _SHARES_TEXT.replace("38.2", "x").replace("4.2", "38.2").replace("x", "4.2")
        ),
        "share of another": _shares(_SHARES_TEXT.replace("38.2", "33.6")),
        "another brand": _shares(_SHARES_TEXT.replace("that of Nordwind", "that of Rheinperle")),
        "fell by": _shares(_SHARES_TEXT.replace("by 80", "by 180")),
        "another fell": _shares(_SHARES_TEXT.replace("Alpenquell sold", "Petit Lac sold")),
        "sum": _shares(_SHARES_TEXT.replace("10,000", "9,580")),
    },
)

_CRITERIA = [
    ["criterion", "required", "found"],
    ["K1", 90, 94], ["K2", 85, 81], ["K3", 99, 99], ["K4", 70, 88], ["K5", 95, 91], ["K6", 80, 80],
    ["K7", 60, 77], ["K8", 92, 89], ["K9", 75, 79],
]  # fmt: skip
_AUDIT_TABLE = "| Criterion | Required (%) | Found (%) | Status |\n|---|---|---|---|\n" + "".join(
    f"| {name} | {required} | {found} | {'met' if found >= required else 'not met'} |\n"
    for name, required, found in _CRITERIA[1:]
)
_AUDIT = (
    "# Audit\n\n{table}\nSix of the nine criteria are met. {named}\n\n"
    "The greatest shortfall is 4 points, at K2 and K5.\n\nThe report on the measures is due on "
    "14 May 2026.\n"
)


def _audit(
    named: str = "K2, K5 and K8 are not met.", table: str = _AUDIT_TABLE, **changes: str
) -> dict[str, Content | None]:
    text = _AUDIT.format(table=table, named=named)
    for old, new in changes.items():
        text = text.replace(old.replace("_", " "), new)
    return {"audit.md": text}


AUDIT = Scene(
    "audit of criteria",
    "Write `audit.md` about the audit of 23 April 2026 (figures in `criteria.csv`): a table with "
    'criterion, required (%), found (%) and status ("met" or "not met"), then how many of the '
    "criteria are met, which criteria are not met, the greatest shortfall in points with the "
    "criteria, and the date by which the report on the measures is due (three weeks later).",
    {"criteria.csv": csv_text(_CRITERIA)},
    _audit(),
    {
        "percent in cells": _audit(
            "The criteria K2, K5 and K8 are not met.",
            "".join(
                f"| {name} | {required} % | {found} % | {'met' if found >= required else 'not met'}"
                " |\n"
                if name != "criterion"
                else _AUDIT_TABLE[: _AUDIT_TABLE.index("| K1")]
                for name, required, found in _CRITERIA
            ),
        ),
        "items": _audit(
            "These are not met:\n\n- K8 (by 3 points)\n- K5 (by 4 points)\n- K2 (by 4 points)\n",
            Six_of_the_nine="6 of 9",
        ),
        "dates": _audit(**{"14_May_2026": "2026-05-14"}),
        "failed": _audit("Three failed: K2, K5, K8."),
    },
    {
        "seven": _audit(Six_of="Seven of"),
        "one missing": _audit("K2 and K8 are not met."),
        "one too many": _audit("K2, K3, K5 and K8 are not met."),
        "status": _audit(table=_AUDIT_TABLE.replace("| 80 | met", "| 80 | not met")),
        "a month later": _audit(**{"14_May_2026": "23 May 2026"}),
        "shortfall": _audit(**{"4_points,": "3 points,"}),
    },
)

_VISITS = [["month", "Museum", "Castle"], ["Jan", 410, 180], ["Feb", 380, 220], ["Mar", 520, 350]]


def _chart(
    columns: int, title: str = "Visitors 2026", mistake: int = 0
) -> dict[str, Content | None]:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Visitors"
    for number, row in enumerate(_VISITS):
        sheet.append([*row[:2], int(row[2]) + mistake] if number else row)
    drawn = BarChart()
    drawn.title = title
    area = Reference(sheet, min_col=2, max_col=1 + columns, min_row=1, max_row=4)
    drawn.add_data(area, titles_from_data=True)
    sheet.add_chart(drawn, "F2")
    stream = io.BytesIO()
    book.save(stream)
    return {"visitors.xlsx": stream.getvalue()}


CHART = Scene(
    "chart of two houses",
    "From `tickets.csv` make `visitors.xlsx`: a sheet Visitors with the columns month, Museum and "
    'Castle (visitors), and a column chart with the title "Visitors 2026", one series per house.',
    {
        "tickets.csv": csv_text(
            [["day", "house", "visitors"]]
            + [
                [f"2026-0{month}-{day:02d}", house, visitors // 2]
                for month, row in enumerate(_VISITS[1:], start=1)
                for house, visitors in (("Museum", int(row[1])), ("Castle", int(row[2])))
                for day in (3, 17)
            ]
        )
    },
    _chart(2),
    {"longer title": _chart(2, "Our visitors 2026 by month")},
    {
        "one house": _chart(1),
        "another title": _chart(2, "Chart 1"),
        "wrong visitors": _chart(2, mistake=10),
    },
)

SCENES = [LIFTS, EXAM, SPRINGS, SHARES, AUDIT, CHART]
