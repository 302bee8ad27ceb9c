"""Invented tasks that add rows to tables of a database, and take rows away."""

from tests.unit.grading.proposing.scenes import Content, Scene, csv_text, database

_PRACTICE = (
    "CREATE TABLE patients(id INTEGER PRIMARY KEY, name TEXT, phone TEXT)",
    "CREATE TABLE visits"
    "(id INTEGER PRIMARY KEY, patient_id INTEGER, day TEXT, state TEXT, fee REAL)",
    "CREATE TABLE drafts(id INTEGER PRIMARY KEY, text TEXT)",
    "INSERT INTO patients VALUES (1,'Ada','1'),(2,'Ben',NULL),(3,'Cleo','3'),(4,'Ben','4')",
    "INSERT INTO visits VALUES (11,1,'2026-03-02','done',45),(12,2,'2026-03-02','no-show',NULL),"
    "(13,4,'2026-03-09','cancelled',NULL),(14,3,'2026-03-10','no-show',NULL)",
    "INSERT INTO drafts VALUES (1,'x'),(2,'y')",
)
_NEW = (
    "INSERT INTO visits VALUES (15,2,'2026-04-13','planned',NULL),"
    "(16,3,'2026-04-13','planned',NULL)"
)
_FEES = "UPDATE visits SET fee = 20 WHERE state = 'no-show'"
_OLD = (_FEES, "DELETE FROM drafts")
_DONE = (*_OLD, _NEW)


def _practice(*more: str, done: tuple[str, ...] = _DONE) -> dict[str, Content | None]:
    return {"practice.db": database([*_PRACTICE, *done, *more])}


VISITS = Scene(
    "no-shows",
    "In `practice.db` charge everybody who did not come in March (state no-show) 20 euros, column "
    'fee of `visits`, and give each a new visit on 13 April 2026, state "planned", without a fee. '
    "Empty the table `drafts`. Do not change anything else.",
    {"practice.db": database(_PRACTICE)},
    {"practice.db": database([*_PRACTICE, *_DONE])},
    {
        "other numbers": _practice("UPDATE visits SET id = id + 85 WHERE id > 14"),
        "other order": _practice(
            "UPDATE visits SET patient_id = 5 - patient_id WHERE id > 14",
        ),
        "index and view": _practice(
            "CREATE INDEX i ON visits(day)", "CREATE VIEW v AS SELECT * FROM visits"
        ),
        "a column more": _practice("ALTER TABLE visits ADD COLUMN note TEXT"),
    },
    {
        "stale": {"practice.db": database(_PRACTICE)},
        "no new visits": _practice(done=_OLD),
        "no fees": _practice(done=(_NEW, "DELETE FROM drafts")),
        "a visit missing": _practice("DELETE FROM visits WHERE id = 16"),
        "a visit doubled": _practice(f"{_NEW},(17,2,'2026-04-13','planned',NULL)", done=_OLD),
        "another patient": _practice("UPDATE visits SET patient_id = 4 WHERE id = 15"),
        "no such patient": _practice("UPDATE visits SET patient_id = 40 WHERE id = 15"),
        "another day": _practice("UPDATE visits SET day = '2026-04-14' WHERE id = 15"),
        "nothing for zero": _practice("UPDATE visits SET fee = 0 WHERE fee IS NULL"),
        "cancelled pay": _practice("UPDATE visits SET fee = 20 WHERE state = 'cancelled'"),
        "an old fee changed": _practice("UPDATE visits SET fee = 54 WHERE id = 11"),
        "an old visit lost": _practice("DELETE FROM visits WHERE id = 13"),
        "old numbers changed": _practice("UPDATE visits SET id = id + 100"),
        "patients merged": _practice("DELETE FROM patients WHERE id = 4"),
        "a phone changed": _practice("UPDATE patients SET phone = '' WHERE id = 2"),
        "a draft left": _practice("INSERT INTO drafts VALUES (2,'y')"),
    },
    "in_place",
)  # fmt: skip

_SHOP = (
    "CREATE TABLE orders(id INTEGER PRIMARY KEY, customer TEXT)",
    "CREATE TABLE items(order_id INTEGER, sku TEXT, pieces INTEGER)",
    "INSERT INTO orders VALUES (1,'Ada'),(2,'Ben')",
    "INSERT INTO items VALUES (1,'A',2),(2,'B',1)",
)
_WAITING = csv_text([["customer", "sku", "pieces"], ["Cleo", "A", 3], ["Dora", "B", 5]])
_TAKEN = (
    "INSERT INTO orders VALUES (3,'Cleo'),(4,'Dora')",
    "INSERT INTO items VALUES (3,'A',3),(4,'B',5)",
)


def _shop(*more: str) -> dict[str, Content | None]:
    return {"shop.db": database([*_SHOP, *_TAKEN, *more])}


ORDERS = Scene(
    "orders",
    "Take the orders of `waiting.csv` into `shop.db`: one row in `orders` and one in `items` each.",
    {"shop.db": database(_SHOP), "waiting.csv": _WAITING},
    _shop(),
    {"vacuumed": _shop("CREATE INDEX i ON items(sku)")},
    {
        "each other's items": _shop("UPDATE items SET order_id = 7 - order_id WHERE order_id > 2"),
        "each other's customer": _shop("UPDATE orders SET id = 7 - id WHERE id > 9",
                                       "UPDATE orders SET customer = 'Dora' WHERE id = 3",
                                       "UPDATE orders SET customer = 'Cleo' WHERE id = 4"),
        "an item lost": _shop("DELETE FROM items WHERE order_id = 4"),
        "an order twice": _shop("INSERT INTO orders VALUES (5,'Dora')"),
    },
    "in_place",
)  # fmt: skip

_LIST = csv_text(
    [["order_no", "day", "customer", "city", "total"], ["O-1", "2026-05-02", "Anna", "Bonn", 120.5],
     ["O-2", "2026-05-02", "Max", "Ulm", 80], ["O-3", "2026-05-04", "Anna", "Bonn", 15.25]]
)  # fmt: skip
_SPLIT = (
    "CREATE TABLE customers(id INTEGER PRIMARY KEY, name TEXT, city TEXT)",
    "CREATE TABLE orders(order_no TEXT, day TEXT, customer_id INTEGER, total REAL)",
    "INSERT INTO customers VALUES (1,'Anna','Bonn'),(2,'Max','Ulm')",
    "INSERT INTO orders VALUES ('O-1','2026-05-02',1,120.5),('O-2','2026-05-02',2,80),"
    "('O-3','2026-05-04',1,15.25)",
)


def _split(*more: str) -> dict[str, Content | None]:
    return {"shop.db": database([*_SPLIT, *more])}


SPLIT = Scene(
    "two tables",
    "Turn `list.csv` into `shop.db` (SQLite): `customers` with id, name and city, each customer "
    "once, and `orders` with order_no, day, customer_id and total.",
    {"list.csv": _LIST},
    _split(),
    {
        "other numbers": _split("UPDATE orders SET customer_id = 3 - customer_id",
                                "UPDATE customers SET id = 9 WHERE id = 2",
                                "UPDATE customers SET id = 2 WHERE id = 1",
                                "UPDATE customers SET id = 1 WHERE id = 9"),
        "large numbers": _split("UPDATE orders SET customer_id = customer_id + 700",
                                "UPDATE customers SET id = id + 700"),
    },
    {
        "another customer": _split("UPDATE orders SET customer_id = 2 WHERE order_no = 'O-3'"),
        "no such customer": _split("UPDATE customers SET id = id + 700"),
        "no customer": _split("UPDATE orders SET customer_id = NULL WHERE order_no = 'O-3'"),
        "a customer twice": _split("INSERT INTO customers VALUES (3,'Anna','Bonn')",
                                   "UPDATE orders SET customer_id = 3 WHERE order_no = 'O-3'"),
        "names for numbers": _split("UPDATE orders SET customer_id = 'Anna' WHERE customer_id = 1"),
        "another city": _split("UPDATE customers SET city = 'Bonn'"),
        "order lost": _split("DELETE FROM orders WHERE order_no = 'O-3'"),
        "total": _split("UPDATE orders SET total = 15.52 WHERE order_no = 'O-3'"),
    },
)  # fmt: skip

_LOANS = (
    "CREATE TABLE loans(id INTEGER PRIMARY KEY, reader TEXT, due TEXT, note TEXT)",
    "INSERT INTO loans VALUES (1,'Ann','2026-02-20','late twice'),(2,'Bo','2026-03-09',NULL),"
    "(3,'Ann','2026-02-27','')",
)
_DAYS = "ALTER TABLE loans ADD COLUMN days_late INTEGER"
_LATE = (_DAYS, "UPDATE loans SET days_late = CASE id WHEN 1 THEN 9 WHEN 2 THEN 0 ELSE 2 END")


def _late(*more: str, done: tuple[str, ...] = _LATE) -> dict[str, Content | None]:
    return {"loans.db": database([*_LOANS, *done, *more])}


LATE = Scene(
    "a column more",
    "Add a column `days_late` to the table `loans` in loans.db: the days from `due` to 1 March "
    "2026, 0 if it is due later.",
    {"loans.db": database(_LOANS)},
    _late(),
    {
        "made anew": {
            "loans.db": database(
                [
                    "CREATE TABLE loans(days_late INT, note TEXT, due TEXT, reader TEXT, id INT)",
                    "INSERT INTO loans VALUES (2,'','2026-02-27','Ann',3),"
                    "(9,'late twice','2026-02-20','Ann',1),(0,NULL,'2026-03-09','Bo',2)",
                ]
            )
        },
        "one more column": _late("ALTER TABLE loans ADD COLUMN checked TEXT"),
    },
    {
        "stale": {"loans.db": database(_LOANS)},
        "not filled": _late(done=(_DAYS,)),
        "below zero": _late("UPDATE loans SET days_late = -8 WHERE id = 2"),
        "nothing for zero": _late("UPDATE loans SET days_late = NULL WHERE id = 2"),
        "each other's": _late("UPDATE loans SET days_late = 11 - days_late WHERE id <> 2"),
        "a note lost": _late("UPDATE loans SET note = NULL WHERE id = 1"),
        "a due changed": _late("UPDATE loans SET due = '2026-02-21' WHERE id = 1"),
        "a loan lost": _late("DELETE FROM loans WHERE id = 2"),
        "another name": _late("ALTER TABLE loans RENAME COLUMN days_late TO late"),
    },
    "in_place",
)

_NAMED = (*_LOANS, "CREATE TABLE readers(name TEXT)", "INSERT INTO readers VALUES ('Ann'),('Bo')")


def _apart(*more: str, drop: str = "reader") -> dict[str, Content | None]:
    done = [*_NAMED, f"ALTER TABLE loans DROP COLUMN {drop}", *more] if drop else [*_NAMED, *more]
    return {"loans.db": database(done)}


GONE = Scene(
    "a column less",
    "In loans.db, make a new table `readers` with `name`, every reader of `loans` once. Then the "
    "column `reader` disappears from `loans`.",
    {"loans.db": database(_LOANS)},
    _apart(),
    {"an index": _apart("CREATE INDEX due_of ON loans(due)"),
     "backwards": _apart("DELETE FROM readers", "INSERT INTO readers VALUES ('Bo'),('Ann')")},
    {
        "the column left": _apart(drop=""),
        "another dropped": _apart(drop="due"),
        "twice": _apart("INSERT INTO readers VALUES ('Ann')"),
        "its rows lost": _apart("DELETE FROM loans WHERE id = 2"),
    },
    "in_place",
)  # fmt: skip

COPIED = Scene(
    "a column that may stay",
    "In loans.db, make a new table `readers` with `name`, every reader of the column `reader` of "
    "`loans` once. Delete the note of loan 1.",
    {"loans.db": database(_LOANS)},
    _apart("UPDATE loans SET note = NULL WHERE id = 1"),
    {"the column left": _apart("UPDATE loans SET note = NULL WHERE id = 1", drop="")},
    {"the note left": _apart(), "one lost": _apart("DELETE FROM readers WHERE name = 'Bo'")},
    "in_place",
)

SCENES = [VISITS, ORDERS, SPLIT, LATE, GONE, COPIED]
