"""Invented tasks whose outputs are nested data and databases."""

import json
from typing import Any

from tests.unit.grading.proposing.scenes import Content, Rows, Scene, csv_text, database, xlsx

VISITS: Rows = [["patient", "date", "minutes", "kind"],
          ["A7", "2026-05-04", 30, "check"], ["B2", "2026-05-04", 45, "therapy"],
          ["A7", "2026-05-11", 40, "therapy"], ["C9", "2026-05-12", 15, "check"],
          ["B2", "2026-05-18", 50, "therapy"]]  # fmt: skip
_STATS: dict[str, Any] = {
    "visits": 5,
    "mean_minutes": 36.0,
    "by_kind": {"check": 2, "therapy": 3},
    "patients": [
        {"id": "A7", "minutes": 70},
        {"id": "B2", "minutes": 95},
        {"id": "C9", "minutes": 15},
    ],
}


def _stats(**changes: Any) -> dict[str, Content | None]:
    return {"stats.json": json.dumps(_STATS | changes)}


STATS = Scene(
    "visit statistics",
    "Summarise visits.csv as `stats.json`: `visits` (how many), `mean_minutes` (one decimal), "
    "`by_kind` (the number of visits of each kind) and `patients`, a list with `id` and `minutes` "
    "(total) of each patient.",
    {"visits.csv": csv_text(VISITS)},
    {"stats.json": json.dumps(_STATS | {"generated_at": "2026-06-01T10:00:00"}, indent=1)},
    {
        "no date": _stats(),
        "another date": _stats(generated_at="2027-01-01"),
        "whole number": _stats(mean_minutes=36),
        "keys moved": {"stats.json": json.dumps(dict(reversed(_STATS.items())))},
        "list moved": _stats(patients=_STATS["patients"][::-1]),
        "indented": {"stats.json": json.dumps(_STATS, indent=4)},
        "near enough": _stats(mean_minutes=36.04),
    },
    {
        "wrong count": _stats(visits=6),
        "wrong mean": _stats(mean_minutes=37.5),
        "median": _stats(mean_minutes=40),
        "kinds swapped": _stats(by_kind={"check": 3, "therapy": 2}),
        "a kind missing": _stats(by_kind={"therapy": 3}),
        "a patient missing": _stats(patients=_STATS["patients"][1:]),
        "a patient twice": _stats(patients=[*_STATS["patients"], _STATS["patients"][0]]),
        "minutes swapped": _stats(
            patients=[{"id": "A7", "minutes": 95}, {"id": "B2", "minutes": 70},
                      {"id": "C9", "minutes": 15}]
        ),
        "sign": _stats(mean_minutes=-36.0),
        "hours": _stats(mean_minutes=0.6),
        "text": _stats(visits="five"),
        "not a number": {"stats.json": '{"visits": NaN}'},
        "empty": {"stats.json": "{}"},
        "no file": {"stats.json": None},
    },
)  # fmt: skip

_CONFIG = "# access point\nname: ward-4\nradio:\n  channel: 6\n  power_dbm: 17\nusers: [ann, ben]\n"


def _config(*pairs: tuple[str, str]) -> dict[str, Content | None]:
    text = _CONFIG
    for pair in (("channel: 6", "channel: 11"), ("[ann, ben]", "[ann, ben, caro]"), *pairs):
        text = text.replace(*pair)
    return {"ap.yaml": text}


CONFIG = Scene(
    "access point",
    "In `ap.yaml` set the radio channel to 11 and add the user caro. Change nothing else.",
    {"ap.yaml": _CONFIG},
    {"ap.yaml": str(_config()["ap.yaml"])},
    {
        "comment lost": _config(("# access point\n", "")),
        "block list": _config(("[ann, ben, caro]", "\n  - ann\n  - ben\n  - caro")),
        "flow": {"ap.yaml": "{name: ward-4, radio: {power_dbm: 17, channel: 11}, "
                            "users: [ann, ben, caro]}"},
        "quoted": _config(("ward-4", '"ward-4"')),
    },
    {
        "stale": {"ap.yaml": _CONFIG},
        "channel 1": _config(("channel: 11", "channel: 1")),
        "text": _config(("channel: 11", 'channel: "11"')),
        "no user": _config((", caro", "")),
        "another user": _config(("caro", "carl")),
        "a user lost": _config(("ann, ", "")),
        "power changed": _config(("17", "20")),
        "name lost": _config(("name: ward-4\n", "")),
        "elsewhere": _config(("  channel: 11", "channel: 11")),
        "empty": {"ap.yaml": ""},
        "damaged": {"ap.yaml": "radio: ["},
    },
    "in_place",
)  # fmt: skip

_XML = (
    '<catalogue><item sku="T1"><name>Lamp</name><price>40.00</price></item>'
    '<item sku="T2"><name>Desk</name><price>220.00</price></item>'
    '<item sku="T3"><name>Chair</name><price>85.50</price></item></catalogue>'
)
_RAISED = _XML.replace("40.00", "42.00").replace("220.00", "231.00").replace("85.50", "89.78")


def _prices(*pairs: tuple[str, str]) -> dict[str, Content | None]:
    text = _RAISED
    for pair in pairs:
        text = text.replace(*pair)
    return {"catalogue.xml": text}


PRICES = Scene(
    "catalogue",
    "Raise every price in catalogue.xml by 5%, rounded to the cent, and leave the rest unchanged.",
    {"catalogue.xml": _XML},
    {"catalogue.xml": _RAISED},
    {
        "indented": {"catalogue.xml": '<?xml version="1.0" encoding="UTF-8"?>\n'
                     + _RAISED.replace("><", ">\n  <")},
        "no zeros": _prices(("42.00", "42"), ("231.00", "231.0")),
        "other quotes": _prices(('"', "'")),
    },
    {
        "stale": {"catalogue.xml": _XML},
        "one left": _prices(("231.00", "220.00")),
        "cut instead": _prices(("42.00", "38.00")),
        "truncated": _prices(("89.78", "89.77")),
        "name changed": _prices(("Desk", "Table")),
        "sku changed": _prices(("T3", "T4")),
        "item lost": _prices(('<item sku="T2"><name>Desk</name><price>231.00</price></item>', "")),
        "item doubled": _prices(("</catalogue>", '<item sku="T1"><name>Lamp</name>'
                                 "<price>42.00</price></item></catalogue>")),
        "swapped": _prices(("42.00", "x"), ("231.00", "42.00"), ("x", "231.00")),
        "empty": {"catalogue.xml": ""},
    },
    "in_place",
)  # fmt: skip

_TABLES = (
    "CREATE TABLE loans (id INTEGER PRIMARY KEY, reader TEXT, days INTEGER, fee REAL)",
    "CREATE TABLE readers (name TEXT, town TEXT)",
    "INSERT INTO readers VALUES ('Ann', 'Lund'), ('Bo', 'Ystad')",
)


def _loans(*fees: float | None, more: tuple[str, ...] = ()) -> bytes:
    days = (12, 35, 41)
    rows = ", ".join(
        f"({n}, '{name}', {late}, {'NULL' if fee is None else fee})"
        for n, (name, late, fee) in enumerate(zip(("Ann", "Bo", "Ann"), days, fees, strict=True), 1)
    )
    return database([*_TABLES, f"INSERT INTO loans VALUES {rows}", *more])


FEES = Scene(
    "library fees",
    "In library.db fill the column `fee` of the table `loans`: 0.25 for each day beyond 30, else "
    "0. Do not touch the readers.",
    {"library.db": _loans(None, None, None)},
    {"library.db": _loans(0, 1.25, 2.75)},
    {
        "vacuumed": {"library.db": _loans(0.0, 1.25, 2.75, more=("CREATE INDEX i ON loans (id)",))},
        "more decimals": {"library.db": _loans(0, 1.2500001, 2.75)},
        "a view": {"library.db": _loans(0, 1.25, 2.75, more=("CREATE VIEW v AS SELECT 1",))},
    },
    {
        "stale": {"library.db": _loans(None, None, None)},
        "one left": {"library.db": _loans(0, 1.25, None)},
        "all days": {"library.db": _loans(3, 8.75, 10.25)},
        "swapped": {"library.db": _loans(0, 2.75, 1.25)},
        "sign": {"library.db": _loans(0, -1.25, 2.75)},
        "row lost": {"library.db": _loans(0, 1.25, 2.75, more=("DELETE FROM loans WHERE id = 2",))},
        "row doubled": {
            "library.db": _loans(0, 1.25, 2.75, more=("INSERT INTO loans VALUES (4,'Bo',35,1.25)",))
        },
        "days changed": {"library.db": _loans(0, 1.25, 2.75, more=("UPDATE loans SET days = 1",))},
        "reader lost": {"library.db": _loans(0, 1.25, 2.75, more=("DELETE FROM readers",))},
        "table dropped": {"library.db": _loans(0, 1.25, 2.75, more=("DROP TABLE readers",))},
        "empty": {"library.db": b""},
    },
    "in_place",
)

_COUNTS: dict[str, Any] = {"trees": 412, "mean_height_m": 18.35, "volume_m3": 1260.0}


def _counts(**changes: Any) -> dict[str, Content | None]:
    return {"estimate.json": json.dumps(_COUNTS | changes)}


ESTIMATE = Scene(
    "forest estimate",
    "Estimate the stand from plots.csv and write `estimate.json` with `trees`, `mean_height_m` and "
    "`volume_m3`. Values within 2% of the surveyor's are accepted.",
    {"plots.csv": csv_text([["plot", "trees", "height"], [1, 12, 17.9], [2, 15, 18.7]])},
    {"estimate.json": json.dumps(_COUNTS)},
    {
        "one per cent up": _counts(trees=416, mean_height_m=18.5, volume_m3=1272),
        "one per cent down": _counts(trees=408, mean_height_m=18.2, volume_m3=1248),
    },
    {
        "three per cent": _counts(trees=425),
        "volume of three per cent": _counts(volume_m3=1300),
        "height of three per cent": _counts(mean_height_m=18.95),
        "half": _counts(volume_m3=630),
        "sign": _counts(mean_height_m=-18.35),
        "centimetres": _counts(mean_height_m=1835),
        "missing": {"estimate.json": json.dumps({"trees": 412})},
        "nothing": {"estimate.json": "{}"},
        "swapped": _counts(trees=18.35, mean_height_m=412),
    },
)

CLAIMS: Rows = [["claim", "amount", "covered"], ["K1", 410.0, "yes"], ["K2", 99.5, "no"],
          ["K3", 1250.75, "yes"], ["K4", 80.25, "yes"]]  # fmt: skip
_PAID: Rows = [["claim", "payout"], ["K1", 310.0], ["K3", 1150.75], ["K4", 0]]
_NOTE = "Total payout: 1,460.75 EUR on 3 claims.\n"


def _pair(rows: Rows, note: str) -> dict[str, Content | None]:
    return {"payouts.xlsx": xlsx({"Payouts": rows}), "note.txt": note}


PAIR = Scene(
    "claims and note",
    "Pay the covered claims of claims.csv less a deductible of 100 each (never below 0): "
    "payouts.xlsx, sheet `Payouts`, columns `claim` and `payout`. Write note.txt with the line "
    "`Total payout: ... EUR`, to the cent; it must agree with the workbook.",
    {"claims.csv": csv_text(CLAIMS)},
    {"payouts.xlsx": xlsx({"Payouts": _PAID}), "note.txt": _NOTE},
    {
        "no claims told": _pair(_PAID, "Total payout: 1460.75 EUR\n"),
        "more said": _pair(_PAID, "Dear all,\nTotal payout: 1,460.75 EUR\nThree claims were paid."),
        "rows moved": _pair([_PAID[0], *_PAID[:0:-1]], _NOTE),
    },
    {
        "totals disagree": _pair(_PAID, _NOTE.replace("1,460.75", "1,460.57")),
        "uncovered paid": _pair([*_PAID, ["K2", 0]], _NOTE),
        "no deductible": _pair([["claim", "payout"], ["K1", 410], ["K3", 1250.75], ["K4", 80.25]],
                               "Total payout: 1,741.00 EUR"),
        "below zero": _pair([*_PAID[:3], ["K4", -19.75]], _NOTE.replace("1,460.75", "1,441.00")),
        "no note": {"note.txt": None},
        "empty note": _pair(_PAID, ""),
        "no book": {"payouts.xlsx": None},
        "row lost": _pair(_PAID[:-1], _NOTE),
        "placeholder": _pair(_PAID, "Total payout: ... EUR"),
    },
)  # fmt: skip

_WARES: list[dict[str, Any]] = [
    {"code": "W7", "price": 10, "tags": ["new", "blue"]},
    {"code": "B2", "price": 30, "tags": []},
    {"code": "M4", "price": 20, "tags": ["old"]},
]
_DEARER = [{**ware, "price": ware["price"] * 1.1} for ware in _WARES]


def _shop(wares: list[dict[str, Any]]) -> dict[str, Content | None]:
    return {"shop-2.json": json.dumps({"shop": "Kiosk", "wares": wares})}


STAYING = Scene(
    "a list in its order",
    "Take `shop.json` and write `shop-2.json` with the same structure: every price rises by 10 %. "
    "Everything else stays exactly as it is. Order of the wares as before.",
    {"shop.json": json.dumps({"shop": "Kiosk", "wares": _WARES})},
    _shop(_DEARER),
    {
        "fields moved": _shop([{name: ware[name] for name in reversed(ware)} for ware in _DEARER]),
        "indented": {"shop-2.json": json.dumps({"wares": _DEARER, "shop": "Kiosk"}, indent=4)},
    },
    {
        "sorted by code": _shop(sorted(_DEARER, key=lambda ware: ware["code"])),
        "sorted by price": _shop(sorted(_DEARER, key=lambda ware: ware["price"])),
        "one left out": _shop(_DEARER[:2]),
        "not raised": _shop(_WARES),
    },
)

_KEYS = "Order of the keys as before."
FREE = Scene(
    "a list in any order",
    STAYING.prompt.replace("Order of the wares as before.", _KEYS),
    STAYING.given,
    STAYING.right,
    {"sorted by code": STAYING.wrongs["sorted by code"]},
    {"not raised": _shop(_WARES)},
)

SCENES = [STATS, CONFIG, PRICES, FEES, ESTIMATE, PAIR, STAYING, FREE]
