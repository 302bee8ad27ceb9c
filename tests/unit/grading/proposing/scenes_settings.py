"""Invented tasks whose outputs are settings and records for other programs to read."""

import json
from typing import Any

from tests.unit.grading.proposing.scenes import Content, Scene, csv_text

_HOSTS = csv_text(
    [
        ["host", "ip", "role", "port", "state"],
        ["web-a", "10.4.0.11", "web", 443, "live"],
        ["web-b", "10.4.0.12", "web", 443, "live"],
        ["web-old", "10.4.0.9", "web", 80, "decommissioned"],
        ["db-a", "10.4.1.20", "database", 5432, "live"],
    ]
)
_SITE = """# east
site: east
monitoring: true
groups:
  web:
    hosts:
      - {name: web-a, ip: 10.4.0.11, port: 443}
      - {name: web-b, ip: 10.4.0.12, port: 443}
  database:
    hosts:
      - name: db-a
        ip: 10.4.1.20
        port: 5432
"""


def _site(*pairs: tuple[str, str]) -> dict[str, Content | None]:
    text = _SITE
    for pair in pairs:
        text = text.replace(*pair)
    return {"site.yaml": text}


INVENTORY = Scene(
    "inventory",
    "Write `site.yaml` from `hosts.csv`: `site` is east, `monitoring` is on (true), and under "
    "`groups` one entry for each role with its `hosts`, each with `name`, `ip` and `port`, a "
    "number. Decommissioned machines do not belong in there.",
    {"hosts.csv": _HOSTS},
    {"site.yaml": _SITE},
    {
        "anchors": _site(
            ("web-a, ip: 10.4.0.11, port: 443", "web-a, ip: 10.4.0.11, port: &tls 443"),
            ("web-b, ip: 10.4.0.12, port: 443", "web-b, ip: 10.4.0.12, port: *tls"),
        ),
        "quoted": _site(("# east\n", "---\n"), (": east", ": 'east'"), ("true", "yes")),
        "hosts moved": _site(("web-a, ip: 10.4.0.11", "X"), ("web-b, ip: 10.4.0.12",
                             "web-a, ip: 10.4.0.11"), ("X", "web-b, ip: 10.4.0.12")),
        "a field more": _site(("monitoring", "written_by: lena\nmonitoring")),
    },
    {
        "decommissioned": _site(("      - {name: web-b", "      - {name: web-old, ip: 10.4.0.9, "
                                 "port: 80}\n      - {name: web-b")),
        "text": _site(("5432", "'5432'")),
        "no value": _site(("port: 5432", "port:")),
        "no key": _site(("        port: 5432\n", "")),
        "wrong address": _site(("10.4.0.12", "10.4.0.21")),
        "another group": _site(("  database:", "  cache:")),
        "host twice": _site(("  database", "      - {name: web-b, ip: 10.4.0.12, port: 443}\n"
                             "  database")),
        "off": _site(("true", "false")),
        "text of a truth": _site(("true", '"true"')),
    },
)  # fmt: skip

_NOTE = (
    '<creditNote number="CN-31" currency="EUR"><customer>Hotel Seeblick</customer><lines>'
    '<line return="R-77"><item>Sieve</item><net>29.80</net><vat>5.66</vat></line>'
    '<line return="R-79"><item>Book</item><net>54.00</net><vat>3.78</vat></line></lines>'
    "<totals><net>83.80</net><vat>9.44</vat><gross>93.24</gross></totals></creditNote>"
)
_ASKED = (
    "Hotel Seeblick sent goods back, see returns.csv (prices are net, VAT in %). Write the credit "
    "note `credit.xml`, number CN-31, in EUR: a `creditNote` with number, currency and `customer`, "
    "under `lines` a `line` for each return with the return number, `item`, `net` and `vat`, "
    "rounded to the cent, and `totals` with `net`, `vat` and `gross`."
)


def _credit(*pairs: tuple[str, str]) -> dict[str, Content | None]:
    text = _NOTE
    for pair in pairs:
        text = text.replace(*pair, 1)
    return {"credit.xml": text}


_CREDIT_WRONGS = {
    "gross": _credit(("29.80", "35.46")),
    "one rate": _credit(("3.78", "10.26")),
    "currency": _credit(("EUR", "USD")),
    "number": _credit(("CN-31", "CN-13")),
    "line twice": _credit(("</lines>", '<line return="R-79"><item>Book</item><net>54.00</net>'
                           "<vat>3.78</vat></line></lines>")),
    "line lost": _credit(('<line return="R-77"><item>Sieve</item><net>29.80</net>'
                          "<vat>5.66</vat></line>", "")),
    "each other's": _credit(("R-77", "X"), ("R-79", "R-77"), ("X", "R-79")),
    "vat lost": _credit(("<vat>5.66</vat>", "")),
    "total": _credit(("93.24", "83.80")),
    "cut off": _credit(("5.66", "5.65")),
    "open": _credit(("</lines>", "")),
}  # fmt: skip
_RETURNS = csv_text(
    [["return", "item", "pieces", "price", "vat"], ["R-77", "Sieve", 2, 14.9, 19],
     ["R-79", "Book", 3, 18, 7]]
)  # fmt: skip

CREDIT = Scene(
    "credit note",
    _ASKED,
    {"returns.csv": _RETURNS},
    {"credit.xml": _NOTE},
    {
        "elements": _credit((' number="CN-31" currency="EUR">', "><number>CN-31</number>"
                             "<currency>EUR</currency>"),
                            ('<line return="R-77">', "<line><return>R-77</return>"),
                            ('<line return="R-79">', "<line><return>R-79</return>")),
        "name space": _credit(("<creditNote", '<creditNote xmlns="urn:credit"')),
        "short": _credit(("54.00", "54"), ("29.80", "29.8")),
        "a day more": _credit(("<customer>", "<issued>2026-04-02</issued><customer>")),
    },
    _CREDIT_WRONGS,
)  # fmt: skip

FIXED = Scene(
    "credit note in a layout",
    f"{_ASKED} All numbers of notes and returns are attributes.",
    {"returns.csv": _RETURNS},
    {"credit.xml": _NOTE},
    {"indented": _credit(("><", ">\n <"), ("><", ">\n\t<"))},
    _CREDIT_WRONGS | {"element": _credit(('<line return="R-77">', "<line><return>R-77</return>"))},
)

_SHIFTS: list[dict[str, Any]] = [
    {"unit": "A", "day": 1, "nurses": 3}, {"unit": "A", "day": 2, "nurses": 4},
    {"unit": "B", "day": 1, "nurses": 3}, {"unit": "B", "day": 2, "nurses": 2},
]  # fmt: skip
_NIGHTS = csv_text([["unit", "day", "nurse"], *(
    [s["unit"], s["day"], f"N{n}"] for s in _SHIFTS for n in range(s["nurses"])
)])  # fmt: skip


def _shifts(rows: list[dict[str, Any]]) -> dict[str, Content | None]:
    return {"shifts.json": json.dumps({"shifts": rows})}


SHIFTS = Scene(
    "shifts",
    "Count the nurses in nights.csv: `shifts.json`, a list `shifts` of `unit`, `day`, `nurses`.",
    {"nights.csv": _NIGHTS},
    _shifts(_SHIFTS),
    {
        "backwards": _shifts(_SHIFTS[::-1]),
        "by day": _shifts(sorted(_SHIFTS, key=lambda s: s["day"])),
    },
    {
        "miscounted": _shifts([*_SHIFTS[:3], _SHIFTS[3] | {"nurses": 3}]),
        "mixed up": _shifts([_SHIFTS[0] | {"nurses": 4}, _SHIFTS[1] | {"nurses": 3}, *_SHIFTS[2:]]),
        "one lost": _shifts(_SHIFTS[1:]),
        "one twice": _shifts([*_SHIFTS, _SHIFTS[0]]),
        "another day": _shifts([*_SHIFTS[:3], _SHIFTS[3] | {"day": 3}]),
        "text": _shifts([*_SHIFTS[:3], _SHIFTS[3] | {"nurses": "2"}]),
        "nothing": _shifts([*_SHIFTS[:3], _SHIFTS[3] | {"nurses": None}]),
    },
)

SCENES = [INVENTORY, CREDIT, FIXED, SHIFTS]
