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
