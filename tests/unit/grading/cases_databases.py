"""Generated cases of databases, and of outputs that must agree with themselves."""

import csv
import io
import json
import random
import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

from studio.model.check import Check
from tests.unit.grading.generated import Case, Damage, case_of


def filled(place: Path, rows: list[tuple[int, str, float]]) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(place)
    connection.execute("CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT, price REAL)")
    connection.executemany("INSERT INTO items VALUES (?, ?, ?)", rows)
    connection.commit()
    connection.close()


def grown(rng: random.Random) -> list[tuple[int, str, float]]:
    count = rng.randrange(1, 12)
    return [
        (n, f"item {rng.randrange(10**5, 10**6)}", rng.uniform(10_000, 99_999))
        for n in range(count)
    ]


def spoiler(name: str, statements: list[str]) -> Damage:
    """Return what spoils a database: a row, a table, or its bytes; what is spoiled stays so."""

    def spoil(rng: random.Random, folder: Path) -> None:
        place = folder / name
        if rng.random() < 0.1:
            place.write_bytes(rng.choice([b"", b"SQLite format 3\0", b"\0" * 4096]))
            return
        with suppress(sqlite3.Error):
            connection = sqlite3.connect(place)
            try:
                connection.execute(rng.choice(statements))
                connection.commit()
            finally:
                connection.close()

    return spoil


@case_of("sqlite_query")
def query(rng: random.Random, folder: Path) -> Case:
    rows = grown(rng)
    filled(folder / "reference" / "shop.db", rows)
    filled(folder / "input" / "shop.db", rng.sample(rows, rng.randrange(len(rows))))
    asked = rng.choice(
        [
            "SELECT name, price FROM items",
            "SELECT * FROM items ORDER BY id",
            "SELECT name FROM items WHERE price > 0",
        ]
    )
    parameters = {"query": asked, "order_matters": "ORDER" in asked}
    check = Check(
        id="x",
        kind="sqlite_query",
        target="shop.db",
        parameters=parameters,
        tolerance=rng.choice([None, 0.01, 100.0]),
    )
    turn = rng.randrange(1, 97)
    chosen = f"(SELECT id FROM items WHERE price > 0 ORDER BY (id * {turn}) % 97 LIMIT 1)"
    last = "(SELECT max(id) FROM items WHERE price > 0)"
    damage = spoiler(
        "shop.db",
        [
            f"UPDATE items SET price = -1e6, name = 'spoiled' || id WHERE id = {chosen}",
            f"DELETE FROM items WHERE id = {last}",
        ],
    )
    told = tuple(name for _, name, _ in rows)
    return Case(check, folder / "reference", folder / "input", damage, told)


@case_of("sqlite_schema")
def schema(rng: random.Random, folder: Path) -> Case:
    filled(folder / "reference" / "shop.db", grown(rng))
    parameters = {"exact": rng.random() < 0.5, "types": rng.random() < 0.5}
    check = Check(id="x", kind="sqlite_schema", target="shop.db", gate=True, parameters=parameters)
    damage = spoiler("shop.db", ["ALTER TABLE items DROP COLUMN price", "DROP TABLE items"])
    return Case(check, folder / "reference", folder / "input", damage)


def costs(rng: random.Random) -> list[float]:
    return [round(rng.uniform(1, 9_999), 2) for _ in range(rng.randrange(1, 20))]


def write_costs(folder: Path, parts: list[float], total: float, said: float) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    lines = io.StringIO()
    csv.writer(lines).writerows([["item", "amount"], *([f"i{n}", a] for n, a in enumerate(parts))])
    (folder / "costs.csv").write_text(lines.getvalue())
    (folder / "sum.json").write_text(json.dumps({"total": total}))
    (folder / "note.txt").write_text(f"Costs of 2026.\nThe grand total is {said:.2f} euro.\n")


def drifting(parts: list[float], total: float, sums: bool) -> Damage:
    """Return what lets parts grow and the rest shrink, so that they never agree again."""
    state: dict[str, Any] = {"parts": list(parts), "total": total, "said": total}

    def drift(rng: random.Random, folder: Path) -> None:
        if rng.random() < 0.15:
            (folder / rng.choice(["sum.json", "costs.csv" if sums else "note.txt"])).write_text("")
            return
        if sums:
            state["parts"][rng.randrange(len(parts))] += rng.uniform(10, 500)
        else:
            state["said"] += rng.uniform(10, 500)
        state["total"] -= rng.uniform(10, 500)
        gone = [name for name in ("sum.json", "costs.csv", "note.txt")
                if not (folder / name).read_text()]  # fmt: skip
        write_costs(folder, state["parts"], state["total"], state["said"])
        for name in gone:
            (folder / name).write_text("")

    return drift


@case_of("outputs_agree")
def agree(rng: random.Random, folder: Path) -> Case:
    parts = costs(rng)
    total = round(sum(parts), 2)
    write_costs(folder / "reference", parts, total, total)
    check = Check(
        id="x",
        kind="outputs_agree",
        target="sum.json#/total",
        parameters={"other": "note.txt#grand total"},
        tolerance=rng.choice([None, 0.005, 5.0]),
    )
    damage = drifting(parts, total, sums=False)
    return Case(check, folder / "reference", folder / "input", damage, (f"{total:.2f}",))


@case_of("total_is_sum")
def total_of(rng: random.Random, folder: Path) -> Case:
    parts = costs(rng)
    total = round(sum(parts), 2)
    write_costs(folder / "reference", parts, total, total)
    check = Check(
        id="x",
        kind="total_is_sum",
        target="sum.json#/total",
        parameters={"parts": "costs.csv#amount"},
        tolerance=rng.choice([0.005, 5.0]),
    )
    damage = drifting(parts, total, sums=True)
    return Case(check, folder / "reference", folder / "input", damage, (f"{total:.2f}",))
