"""Make the van rounds: a seeded search in plain Python finds plans, Python's csv writes them."""

import csv
import math
import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.data.tasks.fixed_files import begin, finish, place, read_rows, write_rows

NAME = "plan.csv"
DEPOT = "D"
MOST_KM = 215.0
RULES = """\
# Tomorrow's vans
vans = 3
capacity_kg = 800
start = "07:00"
longest_route_hours = 8
speed_km_per_h = 42      # everywhere, the distances are road distances
unloading_minutes = 18   # for each customer, after arrival or after the opening of the window
"""
ABOUT = {
    "title": "Plan the rounds of three delivery vans",
    "profession": "Logistician",
    "occupation": "13-1081.00",
    "work": "separate",
    "families": ["csv", "toml", "feasibility", "a bound on the cost"],
    "alternate_correct": {
        "other_rounds": "Other rounds with a few kilometres more, still within 215 km.",
        "named_vans": "Another plan again, vans by name, two more columns with the load and the "
        "leaving time, every field quoted.",
    },
    "known_bad": {
        "one_twice": "One customer is served twice and another one not at all.",
        "overloaded": "One van carries more than 800 kg.",
        "window_missed": "One customer is reached after the window has closed.",
    },
}
Routes = list[list[str]]


@dataclass
class Day:
    """What is known of tomorrow: weights, windows in minutes after midnight, distances in km."""

    kg: dict[str, int]
    window: dict[str, tuple[int, int]]
    km: dict[tuple[str, str], float]
    rules: dict


@dataclass
class Stop:
    """One line of the plan; arrival is exact, in minutes after midnight."""

    customer: str
    kg: int
    km: float
    arrival: float


def clock(minutes: float) -> str:
    whole = math.floor(minutes + 1e-9)
    return f"{whole // 60:02d}:{whole % 60:02d}"


def minutes(text: str) -> int:
    hours, rest = text.split(":")
    return int(hours) * 60 + int(rest)


def write_input(folder: Path) -> None:
    draw = random.Random(1912)
    at = {DEPOT: (0.0, 0.0)}
    rows = []
    for number in range(1, 15):
        angle, away = draw.uniform(0, 2 * math.pi), draw.uniform(6, 25)
        at[f"C{number:02d}"] = (away * math.cos(angle), away * math.sin(angle))
        opening = draw.choice(["07:00", "07:00", "08:00", "09:30", "11:00"])
        closing = clock(minutes(opening) + draw.choice([150, 210, 240, 300]))
        rows.append([f"C{number:02d}", draw.randrange(80, 265, 5), opening, closing])
    write_rows(folder / "customers.csv", [["customer", "kg", "opens", "closes"], *rows])
    lines = [["km", *at]]
    for one, here in at.items():
        gaps = [round(0.9 * math.dist(here, there), 1) for there in at.values()]
        lines.append([one, *gaps])
    write_rows(folder / "distances.csv", lines)
    (folder / "rules.toml").write_text(RULES, encoding="utf-8")


def read_day(folder: Path) -> Day:
    customers = read_rows(folder / "customers.csv")
    return Day(
        kg={row["customer"]: int(row["kg"]) for row in customers},
        window={
            row["customer"]: (minutes(row["opens"]), minutes(row["closes"])) for row in customers
        },
        km={
            (row["km"], other): float(gap)
            for row in read_rows(folder / "distances.csv")
            for other, gap in row.items()
            if other != "km"
        },
        rules=tomllib.loads((folder / "rules.toml").read_text("utf-8")),
    )


def drive(day: Day, route: list[str]) -> list[Stop]:
    now, here, made = float(minutes(day.rules["start"])), DEPOT, []
    for customer in [*route, DEPOT]:
        gap = day.km[here, customer]
        now += gap / day.rules["speed_km_per_h"] * 60
        if customer != DEPOT:
            now = max(now, day.window[customer][0])
        made.append(Stop(customer, day.kg.get(customer, 0), gap, now))
        now += day.rules["unloading_minutes"] if customer != DEPOT else 0
        here = customer
    return made


def broken(day: Day, routes: Routes) -> set[str]:
    """Return the rules that the rounds break."""
    found = set()
    every = sorted(customer for route in routes for customer in route)
    if every != sorted(day.kg):
        found.add("once")
    if len(routes) > day.rules["vans"]:
        found.add("vans")
    for route in routes:
        stops = drive(day, route)
        if sum(stop.kg for stop in stops) > day.rules["capacity_kg"]:
            found.add("capacity")
        if any(stop.arrival > day.window[stop.customer][1] for stop in stops[:-1]):
            found.add("window")
        if stops[-1].arrival > minutes(day.rules["start"]) + day.rules["longest_route_hours"] * 60:
            found.add("hours")
    if length(day, routes) > MOST_KM:
        found.add("km")
    return found


def length(day: Day, routes: Routes) -> float:
    return round(sum(stop.km for route in routes for stop in drive(day, route)), 1)


def inserted(day: Day, order: list[str], waived: set[str]) -> Routes | None:
    """Put one customer after the other where it costs least, if the rules allow it anywhere."""
    routes: Routes = [[] for _ in range(day.rules["vans"])]
    for customer in order:
        best: tuple[float, int, list[str]] | None = None
        for at, route in enumerate(routes):
            before = sum(stop.km for stop in drive(day, route))
            for place_at in range(len(route) + 1):
                tried = [*route[:place_at], customer, *route[place_at:]]
                if broken(day, [tried]) - waived - {"once", "km"}:
                    continue
                more = sum(stop.km for stop in drive(day, tried)) - before
                if best is None or more < best[0]:
                    best = more, at, tried
        if best is None:
            return None
        routes[best[1]] = best[2]
    return routes


def plans(day: Day, seed: int, waived: str = "") -> Iterator[Routes]:
    draw = random.Random(seed)
    for _ in range(120):
        order = draw.sample(sorted(day.kg), len(day.kg))
        found = inserted(day, order, {waived})
        if found and all(found) and broken(day, found) == ({waived} if waived else set()):
            yield found


def one_twice(day: Day, routes: Routes) -> Routes:
    """Replace one stop by a customer of another van, so that no other rule is broken."""
    places = [(a, b) for a, route in enumerate(routes) for b in range(len(route))]
    for a, b in places:
        for other in (customer for c, r in enumerate(routes) if c != a for customer in r):
            tried = [list(route) for route in routes]
            tried[a][b] = other
            if broken(day, tried) == {"once"}:
                return tried
    raise AssertionError("no such plan")


def heaviest(day: Day, routes: Routes) -> int:
    return max(sum(day.kg[customer] for customer in route) for route in routes)


def latest(day: Day, routes: Routes) -> float:
    """Return the minutes after closing of the latest customer; under five count as many."""
    late = max(
        stop.arrival - day.window[stop.customer][1]
        for route in routes
        for stop in drive(day, route)[:-1]
    )
    return late if late > 5 else math.inf


def overloaded(day: Day, found: list[Routes]) -> Iterator[Routes]:
    """Move one customer of a good plan to another van, so that only its load is too high."""
    for plan in found:
        for a, b in ((a, b) for a in range(len(plan)) for b in range(len(plan)) if a != b):
            for customer in plan[a]:
                for at in range(len(plan[b]) + 1):
                    tried = [list(route) for route in plan]
                    tried[a].remove(customer)
                    tried[b].insert(at, customer)
                    if all(tried) and broken(day, tried) == {"capacity"}:
                        yield tried


def write_plan(
    path: Path, day: Day, routes: Routes, names: str = "123", more: bool = False
) -> None:
    rows = [["van", "stop", "customer", "kg", "km", "arrival"]]
    rows[0] += ["load", "leaves"] if more else []
    for van, route in zip(names.split("|") if more else names, routes, strict=True):
        stops = drive(day, route)
        load = sum(stop.kg for stop in stops)
        for at, stop in enumerate(stops, 1):
            row = [van, str(at), stop.customer, str(stop.kg), f"{stop.km:.1f}", clock(stop.arrival)]
            if more:
                gone = clock(stop.arrival + day.rules["unloading_minutes"])
                row += [str(load), gone if stop.customer != DEPOT else ""]
            rows.append(row)
            load -= stop.kg
    write_rows(path, rows, quoting=csv.QUOTE_ALL if more else csv.QUOTE_MINIMAL)


def right(path: Path, day: Day) -> bool:
    """Judge the lines as they stand in the file."""
    rows = read_rows(path)
    routes: dict[str, list[str]] = {}
    for row in rows:
        routes.setdefault(row["van"], []).append(row["customer"])
    assert all(route[-1] == DEPOT for route in routes.values())
    planned = [route[:-1] for route in routes.values()]
    stops = [stop for route in planned for stop in drive(day, route)]
    said = all(
        (int(row["kg"]), float(row["km"]), row["arrival"])
        == (stop.kg, stop.km, clock(stop.arrival))
        for row, stop in zip(rows, stops, strict=True)
    )
    return said and not broken(day, planned)


def main() -> None:
    folder = begin(__file__)
    write_input(folder / "input")
    day = read_day(folder / "input")
    found: list[Routes] = []
    for plan in plans(day, 7):
        if not any(set(map(frozenset, plan)) == set(map(frozenset, one)) for one in found):
            found.append(plan)
    found.sort(key=lambda plan: length(day, plan))
    best, second, third = found[0], found[len(found) // 2], found[-1]
    write_plan(place(folder, "reference") / NAME, day, best)
    write_plan(place(folder, "alternate_correct/other_rounds") / NAME, day, second)
    path = place(folder, "alternate_correct/named_vans") / NAME
    write_plan(path, day, third, "blue|grey|old Transit", more=True)
    wrong = {
        "one_twice": one_twice(day, best),
        "overloaded": min(overloaded(day, found), key=lambda plan: heaviest(day, plan)),
        "window_missed": min(plans(day, 9, "window"), key=lambda plan: latest(day, plan)),
    }
    for name, plan in wrong.items():
        write_plan(place(folder, f"known_bad/{name}") / NAME, day, plan)
    for path in folder.rglob(NAME):
        assert right(path, day) == ("known_bad" not in path.parts), path
    finish(folder, ABOUT)


if __name__ == "__main__":
    main()
