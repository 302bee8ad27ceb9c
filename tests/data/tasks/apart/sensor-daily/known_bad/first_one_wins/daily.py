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
                latest.setdefault((row["sensor"], moment), Fraction(row["value"]))
    days = {}
    for (sensor, moment), value in latest.items():
        about = sensors[sensor]
        low, high = (Fraction(str(limit)) for limit in about["range"])
        if low <= value <= high:
            key = about["name"], moment.astimezone(LOCAL).date().isoformat()
            days.setdefault(key, []).append(celsius(value, about["unit"]))
    with Path("daily.csv").open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["name", "day", "count", "min", "mean", "max"])
        for (name, day), values in sorted(days.items()):
            figures = min(values), sum(values) / len(values), max(values)
            out.writerow([name, day, len(values), *map(shown, figures)])


main()
