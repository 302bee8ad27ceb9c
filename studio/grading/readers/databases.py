"""Asking SQLite databases of strangers: a copy, read-only, and only what reads."""

import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from urllib.parse import quote

from studio.grading.readers.archives import Unreadable
from studio.grading.readers.places import locate, read_bytes
from studio.grading.readers.values import Scalar, legible, scalar

DATABASES = (".db", ".sqlite", ".sqlite3")
MAX_ROWS = 20_000
# About 2 s of work, counted in instructions so that a busy machine gives the same verdict.
_STEPS = 10_000
_MAX_TURNS = 2_500
_SECONDS = 20.0
_MAX_VALUE = 256 * 1024
_MAGIC = b"SQLite format 3\0"
# Nothing that loads, writes, allocates at will, or answers otherwise another time.
_FUNCTIONS = frozenset(
    {
        *("abs", "avg", "ceil", "ceiling", "coalesce", "count", "date", "datetime", "dense_rank"),
        *("first_value", "floor", "glob", "group_concat", "hex", "ifnull", "iif", "instr"),
        *("json_array_length", "json_extract", "json_type", "json_valid", "julianday", "lag"),
        *("last_value", "lead", "length", "like", "lower", "ltrim", "max", "min", "nth_value"),
        *("ntile", "nullif", "percent_rank", "quote", "rank", "replace", "round", "row_number"),
        *("rtrim", "sign", "strftime", "substr", "substring", "sum", "time", "total", "trim"),
        *("typeof", "unicode", "unixepoch", "upper", "cume_dist", "->", "->>"),
    }
)
_READS = {
    sqlite3.SQLITE_SELECT,
    sqlite3.SQLITE_READ,
    sqlite3.SQLITE_RECURSIVE,
}


class QueryFault(Exception):
    """A question that the database does not answer; the message is the rest of a sentence."""


def _allows(action: int, first: str | None, second: str | None, *_: str | None) -> int:
    if action in _READS:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_FUNCTION and (second or "").lower() in _FUNCTIONS:
        return sqlite3.SQLITE_OK
    if action == sqlite3.SQLITE_PRAGMA and first == "table_xinfo":
        return sqlite3.SQLITE_OK
    return sqlite3.SQLITE_DENY


def _copied(place: Path, folder: Path) -> Path:
    """Copy a database, with what a program left beside it unwritten, and take that in."""
    content = read_bytes(place)
    if not content.startswith(_MAGIC):
        raise Unreadable("is not an SQLite database")
    copy = folder / "copy.db"
    copy.write_bytes(content)
    beside = locate(place.parent, f"{place.name}-wal")
    if beside is not None:
        copy.with_name("copy.db-wal").write_bytes(read_bytes(beside))
        with suppress(sqlite3.Error):
            _take_in(copy)
    return copy


def _take_in(copy: Path) -> None:
    connection = sqlite3.connect(copy)
    try:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        connection.close()


@contextmanager
def open_database(folder: Path, path: str) -> Iterator[sqlite3.Connection]:
    """Open a database of a folder for reading and nothing else.

    Raises:
        Unreadable: if there is no such file, or it is no SQLite database.
    """
    place = locate(folder, path)
    if place is None:
        raise Unreadable("is missing")
    with tempfile.TemporaryDirectory(prefix="studio-database-") as beside:
        copy = _copied(place, Path(beside))
        address = f"file:{quote(str(copy))}?mode=ro&immutable=1"
        connection = sqlite3.connect(address, uri=True, isolation_level=None)
        try:
            connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _MAX_VALUE)
            connection.setlimit(sqlite3.SQLITE_LIMIT_ATTACHED, 0)
            connection.text_factory = lambda content: content.decode("utf-8", "replace")
            connection.execute("PRAGMA trusted_schema=OFF")
            connection.execute("PRAGMA cell_size_check=ON")
            connection.set_authorizer(_allows)
            yield connection
        finally:
            connection.close()


def ask(connection: sqlite3.Connection, query: str) -> list[tuple[Scalar, ...]]:
    """Return the rows that answer a query, blobs as hexadecimal digits.

    Raises:
        QueryFault: if it is not answered, takes too much work or has too many rows.
    """
    turns = count()
    until = time.monotonic() + _SECONDS
    connection.set_progress_handler(
        lambda: next(turns) > _MAX_TURNS or time.monotonic() > until, _STEPS
    )
    try:
        rows = connection.execute(query).fetchmany(MAX_ROWS + 1)
    except (sqlite3.Error, sqlite3.Warning) as fault:
        raise QueryFault(_told(fault)) from None
    finally:
        connection.set_progress_handler(None, 0)
    if len(rows) > MAX_ROWS:
        raise QueryFault(f"gives more than {MAX_ROWS:,} rows")
    return [tuple(_value(value) for value in row) for row in rows]


def _told(fault: Exception) -> str:
    text = str(fault)
    if text == "interrupted":
        return "takes too much work"
    if "prohibited" in text or "not authorized" in text:
        return f"may only read ({text})"
    return f"does not answer ({legible(text[:120])})"


def _value(value: object) -> Scalar:
    return value.hex() if isinstance(value, bytes) else scalar(value)


def columns_of(connection: sqlite3.Connection) -> dict[str, dict[str, str]]:
    """Return for each table and view its columns with their declared types, all in small letters.

    Raises:
        QueryFault: if the database does not say.
    """
    named = ask(
        connection,
        "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') "
        "AND name NOT LIKE 'sqlite_%' ORDER BY name",
    )
    found = {}
    for (name,) in named:
        quoted = str(name).replace('"', '""')
        rows = ask(connection, f'PRAGMA table_xinfo("{quoted}")')
        found[str(name).casefold()] = {
            str(row[1]).casefold(): str(row[2] or "").casefold() for row in rows
        }
    return found
