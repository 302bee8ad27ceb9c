"""Make the catalogue task: databases by the sqlite3 module, pages as a librarian's script does."""

import html
import sqlite3
from collections import defaultdict
from datetime import date
from pathlib import Path

from tests.data.tasks.fixed_files import begin, finish, place

NAME, PAGE = "catalogue.sqlite", "overdue.html"
DAY = date(2026, 3, 1)
BOOKS = [
    (3, "978-3-16-148410-0", "The Salt Path of Almeria", "Ruiz, Elena", 2011),
    (7, "9780306406157", "Tides and Timber", "Hargreave, Paul", 1998),
    (8, "0-8044-2957-X", "Letters from the Ferry", "Lowell, Anne", 1979),
    (12, "978-0-306-40615-7", "Tides & timber", "Hargreave, P.", 1998),
    (15, "9781861972712", "A Field Guide to Roof Moss", "Quist, Bram", 2004),
    (19, "080442957x", "Letters from the ferry", "Lowell, A.", 1979),
    (21, "978-1-4028-9462-6", "Counting Swallows", "Okello, Grace", 2016),
    (22, "9783161484100", "Salt path of Almeria", "Ruiz, E.", 2011),
    (26, "978-0-5213-5100-3", "Bread of the North", "Nyman, Siri", 1988),
    (30, "9780306406157", "Tides and Timber (large print)", "Hargreave, Paul", 1998),
    (31, "9789295055025", "Standards for Small Museums", "Bellini, Carla", 2013),
]
COPIES = [
    (101, 3, "Wa 12"),
    (102, 22, "Wa 12 b"),
    (103, 7, "Nt 4"),
    (104, 12, "Nt 4 b"),
    (105, 30, "GD 31"),
    (106, 8, "Br 77"),
    (107, 19, "Br 77 b"),
    (108, 15, "Bo 9"),
    (109, 21, "Zo 15"),
    (110, 26, "Hw 2"),
    (111, 31, "Ku 60"),
    (112, 12, "Nt 4 c"),
]
LOANS = [
    (501, 102, "R-2231", "2026-02-03", None),
    (502, 104, "R-1180", "2025-12-19", None),
    (503, 106, "R-2231", "2026-02-10", "2026-02-21"),
    (504, 107, "R-0913", "2026-02-27", None),
    (505, 108, "R-4402", "2026-03-14", None),
    (506, 110, "R-3307", "2026-01-30", None),
    (507, 105, "R-0772", "2026-03-01", None),
    (508, 111, "R-3307", "2026-01-12", "2026-01-12"),
    (509, 109, "R-1180", "2026-02-18", None),
    (510, 103, "R-2954", "2026-02-24", "2026-03-01"),
]
SCHEMA = """
CREATE TABLE books (id INTEGER PRIMARY KEY, isbn TEXT NOT NULL, title TEXT, author TEXT,
                    year INTEGER);
CREATE TABLE copies (id INTEGER PRIMARY KEY, book_id INTEGER NOT NULL, shelf_mark TEXT);
CREATE TABLE loans (id INTEGER PRIMARY KEY, copy_id INTEGER NOT NULL, reader TEXT, due TEXT,
                    returned TEXT);
"""
ABOUT = {
    "title": "Merge double records and list what is overdue",
    "profession": "Librarian",
    "occupation": "25-4022.00",
    "work": "in_place",
    "families": ["sqlite", "html", "order"],
    "alternate_correct": {
        "rebuilt_table": "The table of books is built anew and the file compacted, so rows lie "
        "in another order; the page gives dates as 3 February 2026.",
        "plain_page": "Another page: no style, columns with other headings, the number of items "
        "above the table, an index on the ISBN in the database.",
    },
    "known_bad": {
        "orphaned_copies": "The doubles are deleted but their copies still point at them.",
        "newest_kept": "The record with the highest id is kept.",
        "returned_too": "Books that came back late are on the overdue page.",
    },
}


def build(path: Path, books: list[tuple], copies: list[tuple], extra: str = "") -> None:
    base = sqlite3.connect(path)
    base.executescript(SCHEMA)
    base.executemany("INSERT INTO books VALUES (?,?,?,?,?)", books)
    base.executemany("INSERT INTO copies VALUES (?,?,?)", copies)
    base.executemany("INSERT INTO loans VALUES (?,?,?,?,?)", LOANS)
    base.executescript(extra)
    base.commit()
    base.close()


def merge(pick=min, move: bool = True) -> tuple[list[tuple], list[tuple]]:
    groups = defaultdict(list)
    for number, isbn, *rest in BOOKS:
        groups[isbn.replace("-", "").upper()].append((number, *rest))
    books, kept = [], {}
    for isbn, records in groups.items():
        number, *rest = pick(records)
        books.append((number, isbn, *rest))
        kept |= {record[0]: number for record in records}
    copies = [(n, kept[book] if move else book, mark) for n, book, mark in COPIES]
    return sorted(books), copies


def work_in_sql(path: Path) -> None:
    """Do the work in SQL, on a copy of the input, as the reference and the proof of `merge`."""
    base = sqlite3.connect(path)
    base.executescript("""
        UPDATE books SET isbn = upper(replace(isbn, '-', ''));
        UPDATE copies SET book_id = (SELECT min(k.id) FROM books k JOIN books b USING (isbn)
                                     WHERE b.id = copies.book_id);
        DELETE FROM books WHERE id NOT IN (SELECT min(id) FROM books GROUP BY isbn);
    """)
    base.close()


def content(path: Path) -> list[list[tuple]]:
    base = sqlite3.connect(path)
    tables = [
        list(base.execute(f"SELECT * FROM {name} ORDER BY id"))
        for name in ("books", "copies", "loans")
    ]
    base.close()
    return tables


def overdue(returned_too: bool = False) -> list[tuple[str, str, str, int]]:
    books, copies = merge()
    title = {book[0]: book[2] for book in books}
    place_of = {copy[0]: copy for copy in copies}
    rows = []
    for _, copy, _, due, returned in LOANS:
        days = (DAY - date.fromisoformat(due)).days
        if days > 0 and (returned is None or returned_too):
            rows.append((title[place_of[copy][1]], place_of[copy][2], due, days))
    return sorted(rows, key=lambda row: -row[3])


def table(rows: list[tuple], heads: list[str], tag: str = "") -> str:
    lines = [f"<table{tag}>", "<tr>" + "".join(f"<th>{head}</th>" for head in heads) + "</tr>"]
    for row in rows:
        cells = "".join(f"<td>{html.escape(str(value))}</td>" for value in row)
        lines.append(f"<tr>{cells}</tr>")
    return "\n".join([*lines, "</table>"])


HEADS = ["Title", "Shelf mark", "Due", "Days overdue"]
FULL = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Overdue on 1 March 2026</title>
<style>table {{ border-collapse: collapse }} td, th {{ border: 1px solid; padding: 4px }}</style>
</head><body>
<h1>Overdue on 1 March 2026</h1>
{table}
<p>{count} items are overdue.</p>
</body></html>
"""
PLAIN = """<html><head><title>Desk list</title></head><body><h2>To be chased: {count} items</h2>
{table}
</body></html>
"""


def page(rows: list[tuple]) -> str:
    return FULL.format(table=table(rows, HEADS), count=len(rows))


def long_date(text: str) -> str:
    day = date.fromisoformat(text)
    return f"{day.day} {day:%B %Y}"


def main() -> None:
    folder = begin(__file__)
    start = folder / "input" / NAME
    build(start, BOOKS, COPIES)
    made = place(folder, "reference", folder / "input")
    work_in_sql(made / NAME)
    books, copies = merge()
    assert content(made / NAME) == [books, copies, LOANS]
    rows = overdue()
    assert [row[3] for row in rows] == [72, 30, 26, 11, 2], rows
    (made / PAGE).write_text(page(rows))

    made = place(folder, "alternate_correct/rebuilt_table")
    build(made / NAME, books[::-1], copies[::-1], "VACUUM;")
    dated = [(title, mark, long_date(due), days) for title, mark, due, days in rows]
    (made / PAGE).write_text(page(dated))
    made = place(folder, "alternate_correct/plain_page")
    build(made / NAME, books, copies, "CREATE UNIQUE INDEX one_isbn ON books (isbn);")
    other = [(days, mark, title, due) for title, mark, due, days in rows]
    heads = ["Days late", "Signature", "Book", "Was due"]
    (made / PAGE).write_text(
        PLAIN.format(table=table(other, heads, ' border="1"'), count=len(rows))
    )

    made = place(folder, "known_bad/orphaned_copies")
    build(made / NAME, *merge(move=False))
    (made / PAGE).write_text(page(rows))
    made = place(folder, "known_bad/newest_kept")
    build(made / NAME, *merge(pick=max))
    (made / PAGE).write_text(page(rows))
    made = place(folder, "known_bad/returned_too")
    build(made / NAME, books, copies)
    (made / PAGE).write_text(page(overdue(returned_too=True)))
    finish(folder, ABOUT)


if __name__ == "__main__":
    main()
