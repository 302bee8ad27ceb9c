"""Databases asked for reading and nothing else."""

import sqlite3
import time
from pathlib import Path

import pytest

from tests.unit.grading.families.grounds import Desk, Files, lay

BOOKS = "CREATE TABLE books (id INTEGER PRIMARY KEY, title TEXT, price REAL);"
OLD = BOOKS + "INSERT INTO books VALUES (1, 'Old', 10.0);"
NEW = OLD + "INSERT INTO books VALUES (2, 'New', 12.5), (3, 'Newer', 7.25);"
QUERY = "SELECT title, price FROM books"


def database(folder: Path, script: str) -> bytes:
    folder.mkdir(parents=True, exist_ok=True)
    place = folder / "made.db"
    place.unlink(missing_ok=True)
    connection = sqlite3.connect(place)
    connection.executescript(script)
    connection.close()
    return place.read_bytes()


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    right = database(tmp_path / "made", NEW)
    return Desk(tmp_path / "t", {"b.db": right}, {"b.db": database(tmp_path / "made", OLD)})


def handed_in(tmp_path: Path, script: str) -> Files:
    return {"b.db": database(tmp_path / "other", script)}


def test_a_query_answers_as_in_the_reference(desk: Desk, tmp_path: Path) -> None:
    check = desk.check("sqlite_query", "b.db", query=QUERY, tolerance=0.01)
    desk.is_sound(check)
    other_way = BOOKS + (
        "INSERT INTO books VALUES (7, 'Newer', 7.2501), (8, 'New', 12.5), (9, 'Old', 10);"
    )
    assert desk.score(check, handed_in(tmp_path, other_way)) == 1
    half = desk.judged(check, handed_in(tmp_path, NEW.replace("7.25", "8.25")))
    assert half.score == pytest.approx(1 / 2)
    assert half.evidence["wrong"] == [
        {"row": 3, "expected": ["Newer", 7.25], "found": ["Newer", 8.25], "off_by": 1.0}
    ]
    assert "7.25" in half.sentence and "7.25" not in half.public
    both = NEW.replace("12.5", "1.5").replace("7.25", "8.25").replace("(2,", "(9,")
    beside = desk.judged(check, handed_in(tmp_path, both)).evidence["wrong"]
    assert [found["found"] for found in beside] == [["New", 1.5], ["Newer", 8.25]]
    lost = desk.judged(check, handed_in(tmp_path, NEW.replace("'Old', 10.0", "'Old', 99.0")))
    assert lost.score == pytest.approx(2 / 3)
    more = NEW + "INSERT INTO books VALUES (4, 'X', 1), (5, 'Y', 2);"
    assert desk.score(check, handed_in(tmp_path, more)) == 0
    lying = NEW.replace("12.5", "9e999").replace("7.25", "'7.25x'")
    assert desk.score(check, handed_in(tmp_path, lying)) == 0


def test_order_counts_where_it_must(desk: Desk, tmp_path: Path) -> None:
    query = "SELECT title FROM books ORDER BY id"
    check = desk.check("sqlite_query", "b.db", query=query, order_matters=True)
    desk.is_sound(check)
    turned = NEW.replace("(2,", "(5,").replace("(3,", "(2,").replace("(5,", "(3,")
    assert desk.score(check, handed_in(tmp_path, turned)) < 1


@pytest.mark.parametrize(
    "content", [b"", b"\0" * 5000, b"SQLite format 3\0", b"SQLite format 3\0" + b"\xff" * 5000]
)
def test_what_is_no_database_earns_nothing(desk: Desk, content: bytes) -> None:
    check = desk.check("sqlite_query", "b.db", query=QUERY)
    schema = desk.check("sqlite_schema", "b.db")
    assert desk.score(check, {"b.db": content}) == 0
    assert desk.score(schema, {"b.db": content}) == 0


BOMB = (
    "CREATE VIEW books AS WITH RECURSIVE n(x) AS "
    "(SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT 'a' AS title, x AS price FROM n {};"
)


@pytest.mark.parametrize(
    "script",
    [
        BOMB.format("WHERE x < 0"),
        BOMB.format(""),
        "CREATE VIEW books AS SELECT load_extension('/tmp/x') AS title, 1 AS price;",
        "CREATE VIEW books AS SELECT hex(zeroblob(900000000)) AS title, 1 AS price;",
        "CREATE VIEW books AS SELECT printf('%.900000000d', 1) AS title, 1 AS price;",
        "CREATE TABLE other (a);",
    ],
)
def test_hostile_databases_fail_in_time(desk: Desk, tmp_path: Path, script: str) -> None:
    check = desk.check("sqlite_query", "b.db", query=QUERY)
    start = time.monotonic()
    assert desk.score(check, handed_in(tmp_path, script)) == 0
    assert time.monotonic() - start < 10


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("DELETE FROM books", "SELECT"),
        ("PRAGMA table_info(books)", "SELECT"),
        ("SELECT 1; DELETE FROM books", "does not answer"),
        ("WITH x AS (SELECT 1) DELETE FROM books", "only read"),
        ("SELECT randomblob(5) FROM books", "only read"),
        ("SELECT date('now') FROM books", "present time"),
        ("SELECT writer FROM books", "no such column"),
        ("SELECT title FROM books WHERE 0", "no row"),
        ("SELECT title, FROM", "syntax"),
    ],
)
def test_queries_that_cannot_judge_are_refused(desk: Desk, query: str, word: str) -> None:
    assert word in desk.fault(desk.check("sqlite_query", "b.db", query=query))


def test_nothing_is_written_beside_the_database(desk: Desk, tmp_path: Path) -> None:
    output = lay(tmp_path / "o", desk.reference)
    before = (output / "b.db").read_bytes()
    check = desk.check("sqlite_query", "b.db", query=QUERY)
    assert desk.judged_folder(check, output).score == 1
    assert [place.name for place in output.iterdir()] == ["b.db"]
    assert (output / "b.db").read_bytes() == before


def test_what_a_program_left_beside_the_database_counts(desk: Desk, tmp_path: Path) -> None:
    place = tmp_path / "wal" / "b.db"
    place.parent.mkdir()
    connection = sqlite3.connect(place)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA wal_autocheckpoint=0")
    connection.executescript(NEW)
    output = {path.name: path.read_bytes() for path in place.parent.iterdir()}
    connection.close()
    assert "b.db-wal" in output
    check = desk.check("sqlite_query", "b.db", query=QUERY)
    assert desk.score(check, output) == 1
    assert desk.score(check, output | {"b.db-wal": b"\xff" * 9000}) == 0


def test_tables_and_columns(desk: Desk, tmp_path: Path) -> None:
    check = desk.check("sqlite_schema", "b.db")
    desk.is_sound(check)
    more = NEW + "ALTER TABLE books ADD COLUMN note TEXT; CREATE TABLE extra (a);"
    assert desk.score(check, handed_in(tmp_path, more)) == 1
    exact = desk.check("sqlite_schema", "b.db", exact=True)
    desk.is_sound(exact)
    assert desk.score(exact, handed_in(tmp_path, more)) == 0
    result = desk.judged(check, handed_in(tmp_path, NEW.replace("price REAL", "price TEXT")))
    assert result.score == 0 and "books.price" in result.sentence
    assert "price" not in result.public
    loose = desk.check("sqlite_schema", "b.db", types=False, tables=["Books"])
    desk.is_sound(loose)
    assert desk.score(loose, handed_in(tmp_path, NEW.replace("price REAL", "price TEXT"))) == 1
    assert desk.score(loose, handed_in(tmp_path, NEW.replace("title", "name"))) == 0
    assert "no table" in desk.fault(desk.check("sqlite_schema", "b.db", tables=["none"]))


def test_what_must_be_gone(desk: Desk, tmp_path: Path) -> None:
    gone = desk.check("sqlite_schema", "b.db", gone=["Books.Author", "loans"])
    desk.is_sound(gone)
    assert desk.score(gone, handed_in(tmp_path, NEW + "CREATE TABLE author (loans);")) == 1
    left = NEW + "ALTER TABLE books ADD COLUMN author TEXT;"
    result = desk.judged(gone, handed_in(tmp_path, left))
    assert result.score == 0 and "Books.Author is still there" in result.sentence
    assert "Author" not in result.public
    assert desk.score(gone, handed_in(tmp_path, NEW + "CREATE VIEW loans AS SELECT 1;")) == 0
    assert desk.score(gone, {}) == 0
    both = desk.check("sqlite_schema", "b.db", tables=["books"], gone=["loans"])
    desk.is_sound(both)
    assert desk.score(both, handed_in(tmp_path, NEW.replace("title", "name"))) == 0
    assert "still has books.price" in desk.fault(
        desk.check("sqlite_schema", "b.db", gone=["books.price"])
    )
