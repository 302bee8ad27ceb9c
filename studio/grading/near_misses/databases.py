"""Near misses and harmless variants of SQLite databases."""

import random
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from studio.grading.near_misses.operators import Made, Scene, spoils, varies

_SQLITE = (".sqlite", ".sqlite3", ".db")
_MAX_ROWS = 5_000
Connection = sqlite3.Connection


def _changed(scene: Scene, change: Callable[[Connection], Any]) -> bytes:
    """Return the bytes of a copy of the database after a change."""
    with tempfile.TemporaryDirectory(prefix="studio-variant-") as folder:
        place = Path(folder) / "copy.sqlite"
        place.write_bytes(scene.content())
        connection = sqlite3.connect(place, isolation_level=None)
        try:
            connection.execute("PRAGMA journal_mode=DELETE")
            connection.execute("PRAGMA foreign_keys=OFF")
            change(connection)
        except sqlite3.Error as fault:
            raise ValueError(str(fault)) from None
        finally:
            connection.close()
        return place.read_bytes()


def _q(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _tables(scene: Scene) -> dict[str, tuple[list[str], list[tuple[Any, ...]]]]:
    """Return for each table its columns and its rows, each row led by its rowid."""
    found: dict[str, tuple[list[str], list[tuple[Any, ...]]]] = {}

    def look(connection: Connection) -> None:
        names = connection.execute(
            "SELECT name FROM sqlite_master WHERE type='table' AND name NOT LIKE 'sqlite_%' "
            "AND sql NOT LIKE '%WITHOUT ROWID%' ORDER BY name"
        ).fetchall()
        for (name,) in names:
            cursor = connection.execute(f"SELECT rowid, * FROM {_q(name)} LIMIT {_MAX_ROWS}")
            rows = cursor.fetchall()
            found[name] = ([column[0] for column in cursor.description[1:]], rows)

    _changed(scene, look)
    return found


def _new_rows(scene: Scene, rng: random.Random) -> list[tuple[str, list[str], tuple[Any, ...]]]:
    """Return the rows that the worker made in a random order; all if none was made anew."""
    tables = _tables(scene)
    given: dict[str, set[tuple[Any, ...]]] = {}
    if scene.given is not None:
        before = Scene(scene.path, scene.given, None, scene.prompt, scene.reference)
        given = {name: {row[1:] for row in rows} for name, (_, rows) in _tables(before).items()}
    every = [(name, columns, row) for name, (columns, rows) in tables.items() for row in rows]
    fresh = [found for found in every if found[2][1:] not in given.get(found[0], set())]
    chosen = fresh or every
    rng.shuffle(chosen)
    return chosen


@spoils("db_row_deleted", "databases", "A row is missing", _SQLITE)
def _db_row_deleted(scene: Scene, rng: random.Random) -> Iterator[Made]:
    for name, _, row in _new_rows(scene, rng):
        statement = f"DELETE FROM {_q(name)} WHERE rowid=?"
        content = _changed(scene, lambda c, s=statement, r=row: c.execute(s, (r[0],)))  # type: ignore[misc]
        yield scene.made(f"deleted a row of {name} ({_told(row)})", content)


def _told(row: tuple[Any, ...]) -> str:
    return ", ".join(str(value)[:20] for value in row[1:4])


def _updates(
    scene: Scene, rng: random.Random, change: Callable[[Any], Any], how: str
) -> Iterator[Made]:
    for name, columns, row in _new_rows(scene, rng):
        places = list(range(len(columns)))
        rng.shuffle(places)
        for place in places:
            value = row[place + 1]
            other = change(value)
            # An id that is the row's own number names the row; it is spoilt by other operators.
            if other is None or other == value or value == row[0]:
                continue
            statement = f"UPDATE {_q(name)} SET {_q(columns[place])}=? WHERE rowid=?"
            values = (None if other == "" else other, row[0])
            try:
                content = _changed(scene, lambda c, s=statement, v=values: c.execute(s, v))  # type: ignore[misc]
            except ValueError:
                continue
            told = f"{how} {columns[place]} of {name} ({_told(row)}): {other!r}, not {value!r}"
            yield scene.made(told, content)
            break


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float)


@spoils("db_number_changed", "databases", "A number of a row is wrong", _SQLITE)
def _db_number_changed(scene: Scene, rng: random.Random) -> Iterator[Made]:
    yield from _updates(
        scene, rng,
        lambda value: value + max(1, abs(value) // 10) if _is_number(value) else None, "miscounted",
    )  # fmt: skip


@spoils("db_sign_flipped", "databases", "A sign is flipped", _SQLITE)
def _db_sign_flipped(scene: Scene, rng: random.Random) -> Iterator[Made]:
    yield from _updates(
        scene, rng, lambda value: -value if _is_number(value) else None, "flipped the sign of"
    )


@spoils("db_text_changed", "databases", "A text of a row is wrong", _SQLITE)
def _db_text_changed(scene: Scene, rng: random.Random) -> Iterator[Made]:
    yield from _updates(
        scene, rng,
        lambda value: f"{value[:-1]}x" if isinstance(value, str) and value else None, "mistyped",
    )  # fmt: skip


@spoils("db_value_nulled", "databases", "A value of a row is not filled in", _SQLITE)
def _db_value_nulled(scene: Scene, rng: random.Random) -> Iterator[Made]:
    yield from _updates(
        scene, rng, lambda value: "" if value not in (None, "") else None, "left blank"
    )


@spoils("db_row_doubled", "databases", "A row stands there twice", _SQLITE)
def _db_row_doubled(scene: Scene, rng: random.Random) -> Iterator[Made]:
    for name, columns, row in _new_rows(scene, rng):
        values = [value if value != row[0] else None for value in row[1:]]
        marks = ",".join("?" * len(columns))
        statement = f"INSERT INTO {_q(name)} VALUES ({marks})"
        try:
            content = _changed(scene, lambda c, s=statement, v=values: c.execute(s, v))  # type: ignore[misc]
        except ValueError:
            continue
        yield scene.made(f"inserted a row of {name} twice ({_told(row)})", content)


@spoils("db_table_emptied", "databases", "A table is empty", _SQLITE)
def _db_table_emptied(scene: Scene, rng: random.Random) -> Iterator[Made]:
    for name in dict.fromkeys(name for name, _, _ in _new_rows(scene, rng)):
        statement = f"DELETE FROM {_q(name)}"
        content = _changed(scene, lambda c, s=statement: c.execute(s))  # type: ignore[misc]
        yield scene.made(f"left the table {name} empty", content)


@spoils("db_table_dropped", "databases", "A table is missing", _SQLITE)
def _db_table_dropped(scene: Scene, rng: random.Random) -> Iterator[Made]:
    for name in dict.fromkeys(name for name, _, _ in _new_rows(scene, rng)):
        statement = f"DROP TABLE {_q(name)}"
        content = _changed(scene, lambda c, s=statement: c.execute(s))  # type: ignore[misc]
        yield scene.made(f"left out the table {name}", content)


@varies("db_vacuumed", "databases", "Packed by VACUUM", _SQLITE)
def _db_vacuumed(scene: Scene, rng: random.Random) -> Iterator[Made]:
    def pack(connection: Connection) -> None:
        connection.execute("PRAGMA page_size=8192")
        connection.execute("VACUUM")

    yield scene.made("packed the database with VACUUM", _changed(scene, pack))


@varies("db_indexed", "databases", "An index more", _SQLITE)
def _db_indexed(scene: Scene, rng: random.Random) -> Iterator[Made]:
    for name, (columns, _) in _tables(scene).items():
        statement = f"CREATE INDEX studio_index ON {_q(name)} ({_q(columns[0])})"
        content = _changed(scene, lambda c, s=statement: c.execute(s))  # type: ignore[misc]
        yield scene.made(f"added an index on {name}", content)


@varies("db_rows_reordered", "databases", "Rows inserted in another order", _SQLITE)
def _db_rows_reordered(scene: Scene, rng: random.Random) -> Iterator[Made]:
    for name, (columns, rows) in _tables(scene).items():
        # A row that is known by its number keeps it; then the order of insertion leaves no trace.
        if len(rows) < 2 or any(value == row[0] for row in rows for value in row[1:]):
            continue
        marks = ",".join("?" * len(columns))
        statement = f"INSERT INTO {_q(name)} VALUES ({marks})"

        def refill(c: Connection, n: str = name, s: str = statement, r: Any = rows) -> None:
            c.execute(f"DELETE FROM {_q(n)}")
            c.executemany(s, [row[1:] for row in reversed(r)])

        yield scene.made(f"inserted the rows of {name} backwards", _changed(scene, refill))
