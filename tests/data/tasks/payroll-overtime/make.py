"""Make the payroll task.

The csv files are written with Python's csv module, the reference with openpyxl, one alternate with
live formulas that LibreOffice Calc calculated, one with xlsxwriter.
"""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import xlsxwriter
from openpyxl import Workbook, load_workbook

from tests.data.tasks.fixed_files import MOMENT, begin, calc, finish, place, read_rows, write_rows

NAME = "payroll-week-18.xlsx"
HEAD = ["Employee", "Name", "Regular hours", "Overtime hours", "Sunday hours", "Gross pay"]
DAYS = [f"2026-04-{day}" for day in (27, 28, 29, 30)] + [f"2026-05-0{day}" for day in (1, 2, 3)]
PEOPLE = {
    1042: ("Ines Falk", "18.35", "8 8.25 8 9.5 7.75 - -"),
    1007: ("Petr Dolezal", "21.10", "10 10 10 10 - - -"),
    1113: ("Amira Haddad", "19.45", "8 8 8 8 8 4.5 -"),
    1066: ("Jonas Ritter", "17.90", "- 7.5 7.5 8.75 8 - 6"),
    1090: ("Lucia Moretti", "22.75", "8 8 8.5 8 8 - 9.25"),
    1018: ("Samuel Owusu", "18.35", "6 6 6 6 6 6 -"),
    1131: ("Greta Lind", "16.80", "9.25 - 9.25 - 9.25 - 4"),
    1055: ("Tomasz Wilk", "20.05", "8 8 8 - 8 11.5 -"),
    1124: ("Hanna Vogel", "18.95", "7.25 8 7.75 8 8.5 - -"),
}
TWICE = [(1042, "2026-04-30"), (1131, "2026-05-03"), (1113, "2026-04-28")]
ABOUT = {
    "title": "Turn a week of time sheets into the payroll",
    "profession": "Payroll clerk",
    "occupation": "43-3051.00",
    "work": "separate",
    "families": ["csv", "xlsx typed values", "sum"],
    "alternate_correct": {
        "live_formulas": "Gross pay and totals are formulas over a sheet with the rates; saved "
        "by LibreOffice.",
        "formatted": "Written with xlsxwriter: euro formats, frozen header, a second sheet "
        "with the hours of each day.",
    },
    "known_bad": {
        "sent_twice": "The lines that the clock sent twice are counted twice.",
        "weekly_overtime": "Overtime is what exceeds 40 hours in the week, not 8 in the day.",
        "text_numbers": "Hours and pay are text, which the bank's import refuses.",
    },
}


def inputs(folder: Path) -> None:
    lines = []
    for number, (_, _, hours) in PEOPLE.items():
        for day, worked in zip(DAYS, hours.split(), strict=True):
            if worked != "-":
                gate = 1 + (number * 7 + int(day[-2:])) % 2
                lines.append([day, number, worked, gate])
    again = [[day, number, worked, 2] for day, number, worked, _ in lines if (number, day) in TWICE]
    for line in lines:
        line[3] = 2 if (line[1], line[0]) in TWICE else line[3]
    lines = sorted(lines + again, key=lambda line: (line[0], line[1] % 17))
    write_rows(folder / "timesheets.csv", [["date", "employee", "hours", "gate"], *lines])
    rates = [[number, name, rate] for number, (name, rate, _) in PEOPLE.items()]
    write_rows(folder / "rates.csv", [["employee", "name", "hourly_rate"], *rates])


def payroll(folder: Path, twice: bool = False, weekly: bool = False) -> list[list[object]]:
    """Return the rows of the payroll, computed from the input files."""
    lines = [
        tuple(row[k] for k in ("employee", "date", "hours"))
        for row in read_rows(folder / "timesheets.csv")
    ]
    kept = lines if twice else list(dict.fromkeys(lines))
    rows: list[list[object]] = []
    for person in sorted(read_rows(folder / "rates.csv"), key=lambda row: int(row["employee"])):
        worked = [
            (date.fromisoformat(day), Decimal(hours))
            for number, day, hours in kept
            if number == person["employee"]
        ]
        sunday = sum((hours for day, hours in worked if day.isoweekday() == 7), Decimal(0))
        week = [hours for day, hours in worked if day.isoweekday() != 7]
        over = sum((max(hours - 8, Decimal(0)) for hours in week), Decimal(0))
        if weekly:
            over = max(sum(week, Decimal(0)) - 40, Decimal(0))
        regular = sum(week, Decimal(0)) - over
        weighted = regular + over * Decimal("1.5") + sunday * 2
        gross = (weighted * Decimal(person["hourly_rate"])).quantize(Decimal("0.01"), ROUND_HALF_UP)
        rows.append([int(person["employee"]), person["name"], regular, over, sunday, gross])
    return rows


def with_total(rows: list[list[object]]) -> list[list[object]]:
    sums = [sum(row[column] for row in rows) for column in range(2, 6)]
    return [*rows, ["Total", None, *sums]]


def write(path: Path, rows: list[list[object]], text: bool = False) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "Week 18"
    sheet.append(HEAD)
    for row in with_total(rows):
        values = [str(v) if text else float(v) for v in row[2:]]
        sheet.append([*row[:2], *values])
    for cells in sheet.iter_rows(min_row=2, min_col=3):
        for cell in cells:
            cell.number_format = "0.00"
    book.save(path)


def live(path: Path, rows: list[list[object]], rates: dict[int, float]) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "Week 18"
    sheet.append(HEAD)
    paid = book.create_sheet("Rates")
    for at, row in enumerate(rows, 2):
        pay = f"=ROUND((C{at}+1.5*D{at}+2*E{at})*VLOOKUP(A{at},Rates!A:B,2,FALSE),2)"
        sheet.append([*row[:2], *map(float, row[2:5]), pay])
        paid.append([row[0], rates[row[0]]])
    last = len(rows) + 1
    sheet.append(["Total", None, *(f"=SUM({c}2:{c}{last})" for c in "CDEF")])
    book.save(path)
    calc(path, path)
    found = [row[5] for row in load_workbook(path, data_only=True)["Week 18"].values][1:]
    expected = [float(row[5]) for row in with_total(rows)]
    assert all(abs(a - b) < 1e-9 for a, b in zip(found, expected, strict=True)), found


def formatted(path: Path, rows: list[list[object]], days: list[dict[str, str]]) -> None:
    book = xlsxwriter.Workbook(str(path))
    book.set_properties({"created": datetime(*MOMENT)})
    sheet, daily = book.add_worksheet("Week 18"), book.add_worksheet("Days")
    bold, euro = book.add_format({"bold": True}), book.add_format({"num_format": '#,##0.00 "EUR"'})
    sheet.freeze_panes(1, 0)
    sheet.set_column(1, 5, 16)
    sheet.write_row(0, 0, HEAD, bold)
    for at, row in enumerate(with_total(rows), 1):
        sheet.write_row(at, 0, [*row[:2], *map(float, row[2:5])])
        sheet.write_number(at, 5, float(row[5]), euro)
    daily.write_row(0, 0, ["Date", "Employee", "Hours"], bold)
    for at, day in enumerate(days, 1):
        daily.write_row(at, 0, [day["date"], int(day["employee"]), float(day["hours"])])
    book.close()


def main() -> None:
    folder = begin(__file__)
    source = folder / "input"
    inputs(source)
    rows = payroll(source)
    assert (rows[0][0], rows[0][3], rows[0][5]) == (1007, 8, Decimal("928.40"))
    write(place(folder, "reference") / NAME, rows)
    rates = {number: float(rate) for number, (_, rate, _) in PEOPLE.items()}
    live(place(folder, "alternate_correct/live_formulas") / NAME, rows, rates)
    days = read_rows(source / "timesheets.csv")
    formatted(place(folder, "alternate_correct/formatted") / NAME, rows, days)
    write(place(folder, "known_bad/sent_twice") / NAME, payroll(source, twice=True))
    write(place(folder, "known_bad/weekly_overtime") / NAME, payroll(source, weekly=True))
    write(place(folder, "known_bad/text_numbers") / NAME, rows, text=True)
    finish(folder, ABOUT)


if __name__ == "__main__":
    main()
