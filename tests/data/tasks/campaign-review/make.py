"""Make the campaign task.

The workbooks are written with openpyxl (the reference, then calculated by LibreOffice Calc) and
with xlsxwriter.
"""

import json
import random
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import xlsxwriter
from openpyxl import Workbook, load_workbook
from openpyxl.chart import BarChart, Reference

from tests.data.tasks.fixed_files import begin, calc, finish, place, read_rows, write_rows

NAME = "campaign.xlsx"
SEED = 5
CHANNELS = {"Search": ("EUR", 52), "Social": ("USD", 31), "Newsletter": ("EUR", 9)}
CHANNELS |= {"Trade press": ("CHF", 64), "Video": ("USD", 40)}
START = date(2026, 3, 2)
QUIET = 12
RATES = {"EUR": 1, "USD": 0.925, "CHF": 1.04}
HEAD = ["Channel", "Cost (EUR)", "Leads", "Cost per lead", "Share of cost"]
ABOUT = {
    "title": "Review a campaign by channel and week",
    "profession": "Marketing analyst",
    "occupation": "13-1161.00",
    "work": "separate",
    "families": ["csv", "json", "xlsx formulas", "charts", "order", "sum"],
    "alternate_correct": {
        "xlsxwriter_beside": "Written with xlsxwriter, which stores 0 as the result of every "
        "formula until a program calculates; the chart beside the table, weeks as text like "
        "2026-W10, ROUND in the formulas.",
        "title_and_data": "A title above each table, the cleaned leads on a third sheet and "
        "counted from there; saved by LibreOffice.",
    },
    "known_bad": {
        "currencies_mixed": "Costs in other currencies are added up as if they were EUR.",
        "leads_twice": "A lead that shows up twice is counted twice.",
        "mean_of_means": "Cost per lead of all channels is the mean of the channels instead of "
        "all cost by all leads.",
    },
}


def inputs(source: Path) -> None:
    draw = random.Random(SEED)
    days = [START + timedelta(n) for n in range(35)]
    ads = [
        [d.isoformat(), c, f"{draw.uniform(0.6, 1.4) * base:.2f}", money]
        for d in days
        for c, (money, base) in CHANNELS.items()
    ]
    write_rows(source / "ads.csv", [["date", "channel", "cost", "currency"], *ads])
    leads: list[list[str]] = []
    for at in range(96):
        day = draw.choice([d for d in days if d.isocalendar().week != QUIET])
        channel = draw.choices(list(CHANNELS), [30, 26, 14, 10, 16])[0]
        state = draw.choice(["qualified"] * 3 + ["spam"])
        leads.append(
            [f"{day}T{8 + at % 10:02}:{at % 60:02}", channel, f"p{at}@firm{at % 7}.example", state]
        )
    again = [
        [
            f"2026-04-0{1 + n}T07:1{n}",
            draw.choice(list(CHANNELS)),
            leads[at][2].upper(),
            "qualified",
        ]
        for n, at in enumerate((4, 17, 30, 58))
    ]
    spam = [["2026-03-10T09:00", "Video", "bot@spam.example", "spam"]]
    made = leads + again + spam
    draw.shuffle(made)
    write_rows(source / "leads.csv", [["received", "channel", "email", "state"], *made])
    (source / "fx.json").write_text(json.dumps({"to": "EUR", "rates": RATES}, indent=2) + "\n")


def costs(source: Path, convert: bool = True) -> list[tuple[date, str, Decimal]]:
    rates = json.loads((source / "fx.json").read_text())["rates"]
    return [
        (
            date.fromisoformat(row["date"]),
            row["channel"],
            Decimal(row["cost"]) * (Decimal(str(rates[row["currency"]])) if convert else 1),
        )
        for row in read_rows(source / "ads.csv")
    ]


def leads(source: Path, twice: bool = False) -> list[tuple[date, str, str]]:
    """Return the qualified leads, each at its first appearance."""
    found, seen = [], set()
    for row in sorted(read_rows(source / "leads.csv"), key=lambda row: row["received"]):
        mail = row["email"].lower()
        if row["state"] == "qualified" and (twice or mail not in seen):
            seen.add(mail)
            found.append((date.fromisoformat(row["received"][:10]), row["channel"], mail))
    return found


def channels(spent: list[tuple], came: list[tuple]) -> list[tuple[str, float, int]]:
    rows = []
    for name in CHANNELS:
        cost = sum(amount for _, channel, amount in spent if channel == name)
        rows.append((name, round(float(cost), 2), sum(lead[1] == name for lead in came)))
    return sorted(rows, key=lambda row: row[1] / row[2])


def weeks(spent: list[tuple], came: list[tuple]) -> list[tuple[int, float, int]]:
    numbers = sorted({day.isocalendar().week for day, *_ in spent})
    rows = []
    for week in numbers:
        cost = sum(amount for day, _, amount in spent if day.isocalendar().week == week)
        count = sum(lead[0].isocalendar().week == week for lead in came)
        rows.append((week, round(float(cost), 2), count))
    return rows


def chart(book: Workbook, first: int, count: int, at: str) -> None:
    sheet, made = book["Channels"], BarChart()
    made.type, made.title = "col", "Cost per lead (EUR)"
    made.add_data(Reference(sheet, min_col=4, min_row=first, max_row=first + count), True)
    made.set_categories(Reference(sheet, min_col=1, min_row=first + 1, max_row=first + count))
    sheet.add_chart(made, at)


def workbook(
    rows: list[tuple], by_week: list[tuple], first: int = 1, means: bool = False
) -> Workbook:
    book = Workbook()
    sheet, weekly = book.active, book.create_sheet("Weeks")
    sheet.title = "Channels"
    if first > 1:
        sheet["A1"], weekly["A1"] = "Spring campaign by channel", "Spring campaign by week"
    end = first + len(rows) + 1
    table = [
        HEAD,
        *rows,
        ("All channels", f"=SUM(B{first + 1}:B{end - 1})", f"=SUM(C{first + 1}:C{end - 1})"),
    ]
    for r, row in enumerate(table, first):
        live = [] if r == first else [f"=B{r}/C{r}", f"=B{r}/B${end}"]
        if means and r == end:
            live[0] = f"=AVERAGE(D{first + 1}:D{end - 1})"
        for column, value in enumerate([*row, *live], 1):
            sheet.cell(r, column, value)
        sheet.cell(r, 2).number_format = sheet.cell(r, 4).number_format = "#,##0.00"
        sheet.cell(r, 5).number_format = "0.0%"
    for r, row in enumerate([("ISO week", "Cost (EUR)", "Qualified leads"), *by_week], first):
        for column, value in enumerate(row, 1):
            weekly.cell(r, column, value)
    chart(book, first, len(rows), f"A{end + 2}")
    return book


def beside(path: Path, rows: list[tuple], by_week: list[tuple]) -> None:
    book = xlsxwriter.Workbook(str(path))
    sheet, weekly = book.add_worksheet("Channels"), book.add_worksheet("Weeks")
    money, per_cent = (
        book.add_format({"num_format": "0.00"}),
        book.add_format({"num_format": "0.0 %"}),
    )
    sheet.write_row(0, 0, ["Channel", "Cost EUR", "Leads", "CPL EUR", "Share"])
    end = len(rows) + 2
    for r, row in enumerate(rows, 2):
        sheet.write_row(r - 1, 0, row)
    sheet.write_row(end - 1, 0, ["All channels", f"=SUM(B2:B{end - 1})", f"=SUM(C2:C{end - 1})"])
    for r in range(2, end + 1):
        sheet.write_formula(r - 1, 3, f"=ROUND(B{r}/C{r},2)", money)
        sheet.write_formula(r - 1, 4, f"=ROUND(B{r}/$B${end},3)", per_cent)
    made = book.add_chart({"type": "column"})
    made.add_series(
        {
            "categories": ["Channels", 1, 0, end - 2, 0],
            "values": ["Channels", 1, 3, end - 2, 3],
            "name": "Cost per lead",
        }
    )
    sheet.insert_chart("G2", made)
    weekly.write_row(0, 0, ["Week", "Cost EUR", "Leads"])
    for r, (week, *rest) in enumerate(by_week, 1):
        weekly.write_row(r, 0, [f"2026-W{week:02}", *rest])
    book.close()


def with_leads(rows: list[tuple], by_week: list[tuple], came: list[tuple]) -> Workbook:
    book = workbook(rows, by_week, first=3)
    listed = book.create_sheet("Leads")
    listed.append(["Day", "Channel", "E-mail"])
    for lead in came:
        listed.append(lead)
    for r in range(4, 4 + len(rows)):
        book["Channels"][f"C{r}"] = f"=COUNTIF(Leads!B:B,A{r})"
    return book


def prove(path: Path, rows: list[tuple]) -> None:
    scratch = path.with_name("proof.xlsx")
    load_workbook(path).save(scratch)
    calc(scratch, scratch)
    sheet = load_workbook(scratch, data_only=True)["Channels"]
    found = {row[0]: row[1:5] for row in sheet.values if isinstance(row[3], int | float)}
    total, count = sum(row[1] for row in rows), sum(row[2] for row in rows)
    for name, cost, number in [*rows, ("All channels", total, count)]:
        expected = (cost, number, cost / number, cost / total)
        for got, right, slack in zip(found[name], expected, (1e-6, 0, 0.006, 0.0006), strict=True):
            assert abs(got - right) <= slack, (name, found[name], expected)
    scratch.unlink()


def main() -> None:
    folder = begin(__file__)
    source = folder / "input"
    inputs(source)
    spent, came = costs(source), leads(source)
    rows, by_week = channels(spent, came), weeks(spent, came)
    assert [count for week, _, count in by_week if week == QUIET] == [0], by_week
    assert len({round(cost / count, 2) for _, cost, count in rows}) == 5
    made = place(folder, "reference") / NAME
    workbook(rows, by_week).save(made)
    calc(made, made)
    prove(made, rows)
    made = place(folder, "alternate_correct/xlsxwriter_beside") / NAME
    beside(made, rows, by_week)
    prove(made, rows)
    made = place(folder, "alternate_correct/title_and_data") / NAME
    with_leads(rows, by_week, came).save(made)
    calc(made, made)
    prove(made, rows)

    mixed, doubled = costs(source, convert=False), leads(source, twice=True)
    assert len(doubled) > len(came)
    wrong = {
        "currencies_mixed": workbook(channels(mixed, came), weeks(mixed, came)),
        "leads_twice": workbook(channels(spent, doubled), weeks(spent, doubled)),
        "mean_of_means": workbook(rows, by_week, means=True),
    }
    for name, book in wrong.items():
        book.save(place(folder, f"known_bad/{name}") / NAME)
    finish(folder, ABOUT)


if __name__ == "__main__":
    main()
