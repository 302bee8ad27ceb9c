"""Make the nightly job: three right and three wrong programs, and days to run them on."""

import csv
import json
import shutil
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta
from fractions import Fraction
from pathlib import Path

from tests.data.tasks.fixed_files import begin, finish, place, write_rows

NAME, RESULT = "daily.py", "daily.csv"
HEAD = ["name", "day", "count", "min", "mean", "max"]
SENSORS = {
    "t1": {"name": "Bench 1", "unit": "C", "range": [-5, 45]},
    "t2": {"name": "Bench 2, north", "unit": "F", "range": [23, 113]},
    "t7": {"name": "Outside", "unit": "C", "range": [-30, 40]},
}
SAMPLE = """\
t1 2026-03-01T08:00:00+01:00 18.4
t1 2026-03-01T12:00:00+01:00 23.75
t1 2026-03-01T23:30:00+00:00 17.2
t2 2026-03-01T08:00:00+01:00 64.4
t2 2026-03-01T12:00:00+01:00 140
t9 2026-03-01T12:00:00+01:00 21.0
t1 2026-03-01T08:00:00+01:00 18.6
"""
CASES = {
    "quiet-day": """\
t1 2026-03-04T06:00:00+01:00 12.5
t7 2026-03-04T06:00:00+01:00 3.1
t1 2026-03-04T14:00:00+01:00 24.8
t7 2026-03-04T14:00:00+01:00 9.4
t1 2026-03-04T22:00:00+01:00 16.25
t2 2026-03-04T14:00:00+01:00 77
""",
    "around-midnight": """\
t7 2026-03-07T22:59:59+00:00 4.0
t7 2026-03-07T23:00:00+00:00 3.5
t7 2026-03-08T04:10:00+05:30 3.9
t7 2026-03-08T05:00:00+05:30 2.7
t7 2026-03-07T18:30:00-05:00 2.2
t1 2026-03-08T00:00:00+02:00 15.0
t1 2026-03-08T01:00:00+02:00 14.5
""",
    "fahrenheit": """\
t2 2026-03-10T06:00:00+01:00 50
t2 2026-03-10T09:00:00+01:00 23
t2 2026-03-10T12:00:00+01:00 113
t2 2026-03-10T13:00:00+01:00 113.1
t2 2026-03-10T15:00:00+01:00 71.3
t2 2026-03-11T07:00:00+01:00 22.9
t1 2026-03-10T06:00:00+01:00 -5
t1 2026-03-10T07:00:00+01:00 45
t1 2026-03-10T08:00:00+01:00 45.01
t1 2026-03-10T09:00:00+01:00 10.01
""",
    "sent-again": """\
t1 2026-03-12T10:00:00+01:00 20.0
t7 2026-03-12T10:00:00+01:00 8.0
t1 2026-03-12T09:00:00+00:00 21.0
t1 2026-03-12T11:00:00+01:00 22.005
t7 2026-03-12T11:00:00+02:00 99
t7 2026-03-12T12:00:00+01:00 9.1
t7 2026-03-12T09:00:00+00:00 8.4
t3 2026-03-12T12:00:00+01:00 20.0
""",
    "nothing-plausible": """\
t1 2026-03-13T10:00:00+01:00 85.0
t2 2026-03-13T10:00:00+01:00 -40
t5 2026-03-13T10:00:00+01:00 20
""",
}
REFERENCE = '''\
"""Sum up the readings of each sensor and day."""

import csv
import json
from datetime import datetime, timedelta, timezone
from fractions import Fraction
from pathlib import Path

LOCAL = timezone(timedelta(hours=1))


def celsius(value, unit):
    return (value - 32) * 5 / 9 if unit == "F" else value


def shown(value):
    cents = (abs(value) * 200 + 1) // 2
    return f"{'-' if value < 0 else ''}{cents // 100}.{cents % 100:02d}"


def main():
    sensors = json.loads(Path("sensors.json").read_text(encoding="utf-8"))
    latest = {}
    with Path("readings.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["sensor"] in sensors:
                moment = datetime.fromisoformat(row["time"])
                latest[row["sensor"], moment] = Fraction(row["value"])
    days = {}
    for (sensor, moment), value in latest.items():
        about = sensors[sensor]
        low, high = (Fraction(str(limit)) for limit in about["range"])
        if low <= value <= high:
            key = about["name"], moment.astimezone(LOCAL).date().isoformat()
            days.setdefault(key, []).append(celsius(value, about["unit"]))
    with Path("daily.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\\n")
        out.writerow(["name", "day", "count", "min", "mean", "max"])
        for (name, day), values in sorted(days.items()):
            figures = min(values), sum(values) / len(values), max(values)
            out.writerow([name, day, len(values), *map(shown, figures)])


main()
'''
DECIMALS = """\
import csv
import json
from collections import defaultdict
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

sensors = json.loads(Path("sensors.json").read_text())
rows = list(csv.reader(Path("readings.csv").read_text().splitlines()))
where = {title: at for at, title in enumerate(rows.pop(0))}
seen = set()
groups = defaultdict(list)
for row in reversed(rows):
    sensor, when, value = (row[where[title]] for title in ("sensor", "time", "value"))
    when = datetime.fromisoformat(when)
    when = (when - when.utcoffset()).replace(tzinfo=None) + timedelta(hours=1)
    if sensor not in sensors or (sensor, when) in seen:
        continue
    seen.add((sensor, when))
    value, about = Decimal(value), sensors[sensor]
    if about["range"][0] <= value <= about["range"][1]:
        groups[about["name"], about["unit"], str(when.date())].append(value)


def two(value, unit):
    if unit == "F":
        value = (value - 32) * 5 / 9
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


with Path("daily.csv").open("w", newline="") as file:
    writer = csv.writer(file)
    writer.writerow(["name", "day", "count", "min", "mean", "max"])
    for name, unit, day in sorted(groups, key=lambda key: (key[0], key[2])):
        found = groups[name, unit, day]
        mean = sum(found) / len(found)
        figures = [two(value, unit) for value in (min(found), mean, max(found))]
        writer.writerow([name, day, len(found), *figures])
"""
WHOLE_NUMBERS = '''\
"""Nightly job. Counts in 1/1000 of a degree of the sensor, so that nothing is rounded early."""

import csv
import datetime
import json
import pathlib


def thousandths(text):
    sign = -1 if text.startswith("-") else 1
    whole, _, part = text.lstrip("+-").partition(".")
    return sign * (int(whole) * 1000 + int((part + "000")[:3]))


def hundredths(total, count, unit):
    """Half up of total / count in 1/100 degrees Celsius."""
    above, below = total, count * 10
    if unit == "F":
        above, below = (total - 32000 * count) * 5, count * 90
    sign = -1 if above < 0 else 1
    return sign * ((2 * abs(above) + below) // (2 * below))


def text(value):
    return f"{'-' if value < 0 else ''}{abs(value) // 100}.{abs(value) % 100:02}"


class Job:
    def __init__(self):
        self.sensors = json.loads(pathlib.Path("sensors.json").read_text())
        self.readings = {}
        self.zone = datetime.timezone(datetime.timedelta(hours=1))

    def read(self):
        for row in csv.DictReader(pathlib.Path("readings.csv").read_text().splitlines()):
            moment = datetime.datetime.fromisoformat(row["time"]).astimezone(self.zone)
            self.readings[row["sensor"], moment] = thousandths(row["value"])

    def lines(self):
        for name, key in sorted((about["name"], key) for key, about in self.sensors.items()):
            low, high = (1000 * limit for limit in self.sensors[key]["range"])
            days = {}
            for (sensor, moment), value in self.readings.items():
                if sensor == key and low <= value <= high:
                    days.setdefault(moment.strftime("%Y-%m-%d"), []).append(value)
            for day in sorted(days):
                some, unit = days[day], self.sensors[key]["unit"]
                small, large = hundredths(min(some), 1, unit), hundredths(max(some), 1, unit)
                mean = hundredths(sum(some), len(some), unit)
                yield f'"{name}",{day},{len(some)},{text(small)},{text(mean)},{text(large)}'


job = Job()
job.read()
whole = "\\n".join(["name,day,count,min,mean,max", *job.lines()])
pathlib.Path("daily.csv").write_text(whole)
'''
WRONG = {
    "day_as_written": [("moment.astimezone(LOCAL).date()", "moment.date()")],
    "first_one_wins": [
        (
            'latest[row["sensor"], moment] = Fraction(row["value"])',
            'latest.setdefault((row["sensor"], moment), Fraction(row["value"]))',
        )
    ],
    "limits_ignored": [("if low <= value <= high:", "if low < value < high:")],
}
ABOUT = {
    "title": "Write the nightly job for greenhouse sensors",
    "profession": "Data engineer",
    "occupation": "15-1243.01",
    "work": "separate",
    "families": ["py", "csv", "json", "program", "hidden cases"],
    "alternate_correct": {
        "decimals": "Decimals, reads the file from its end; Windows line ends as Python's csv has "
        "them by default.",
        "whole_numbers": "Whole numbers and a class; every name quoted, no last newline.",
    },
    "known_bad": {
        "day_as_written": "Takes the day of the time as it is written, without its offset.",
        "first_one_wins": "Of a reading that was sent again the first one counts.",
        "limits_ignored": "Values on the limits of the plausible range are ignored.",
    },
}


def lines_of(text: str) -> list[list[str]]:
    return [line.split() for line in text.splitlines()]


def expected(text: str) -> list[list[str]]:
    """Work the lines of a day out in another way than the programs do."""
    last: dict[tuple[str, datetime], str] = {}
    for sensor, time, value in lines_of(text):
        written = datetime.fromisoformat(time)
        offset = written.utcoffset() or timedelta()
        last[sensor, written.replace(tzinfo=None) - offset + timedelta(hours=1)] = value
    rows = []
    for sensor, told in SENSORS.items():
        good = {
            moment: Fraction(value)
            for (who, moment), value in last.items()
            if who == sensor and told["range"][0] <= Fraction(value) <= told["range"][1]
        }
        for day in sorted({moment.date() for moment in good}):
            some = [value for moment, value in good.items() if moment.date() == day]
            if told["unit"] == "F":
                some = [(value - 32) * Fraction(5, 9) for value in some]
            three = [min(some), sum(some) / len(some), max(some)]
            rows.append([told["name"], day.isoformat(), str(len(some)), *map(half_up, three)])
    return [HEAD, *sorted(rows)]


def half_up(value: Fraction) -> str:
    cents = int(abs(value) * 100 + Fraction(1, 2))
    assert cents or value == 0, "would be shown as -0.00 by some"
    return f"{'-' if value < 0 else ''}{cents // 100}.{cents % 100:02d}"


def write_day(folder: Path, text: str) -> None:
    folder.mkdir(parents=True)
    write_rows(folder / "readings.csv", [["sensor", "time", "value"], *lines_of(text)])
    shown = json.dumps(SENSORS, indent=1)
    (folder / "sensors.json").write_text(shown + "\n", encoding="utf-8")


def right(program: Path, cases: Path) -> bool:
    for case in sorted(cases.iterdir()):
        with tempfile.TemporaryDirectory() as scratch:
            shutil.copytree(case / "input", scratch, dirs_exist_ok=True)
            command = [sys.executable, "-I", program]
            subprocess.run(command, cwd=scratch, check=True, timeout=20)
            made = read_table(Path(scratch) / RESULT)
        if made != read_table(case / "expected" / RESULT):
            return False
    return True


def read_table(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def main() -> None:
    folder = begin(__file__)
    write_day(folder / "input" / "sample", SAMPLE)
    write_rows(folder / "input" / "sample" / RESULT, expected(SAMPLE))
    cases = folder / "hidden" / "cases"
    for name, text in CASES.items():
        write_day(cases / name / "input", text)
        (cases / name / "expected").mkdir()
        write_rows(cases / name / "expected" / RESULT, expected(text))
    programs = {
        "reference": REFERENCE,
        "alternate_correct/decimals": DECIMALS,
        "alternate_correct/whole_numbers": WHOLE_NUMBERS,
    }
    for name, changes in WRONG.items():
        text = REFERENCE
        for before, after in changes:
            assert before in text
            text = text.replace(before, after)
        programs[f"known_bad/{name}"] = text
    for where, text in programs.items():
        path = place(folder, where) / NAME
        path.write_text(text, encoding="ascii")
        assert right(path, cases) == ("known_bad" not in where), where
    finish(folder, ABOUT)


if __name__ == "__main__":
    main()
