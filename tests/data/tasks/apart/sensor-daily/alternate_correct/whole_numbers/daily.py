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
whole = "\n".join(["name,day,count,min,mean,max", *job.lines()])
pathlib.Path("daily.csv").write_text(whole)
