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

_BEFORE = [{"pos": 1, "title": "Intro", "seconds": 30}, {"pos": 2, "title": "Rain", "seconds": 198},
           {"pos": 3, "title": "Old Mill", "seconds": 245}]  # fmt: skip
_AFTER = [_BEFORE[0], {"pos": 2, "title": "North Wind", "seconds": 187}, _BEFORE[2],
          {"pos": 4, "title": "Outro", "seconds": 25}]  # fmt: skip


def _played(tracks: list[dict[str, Any]], day: str = "2026-06-12") -> dict[str, Content | None]:
    return {"list.json": json.dumps({"date": day, "tracks": tracks}, indent=1)}


PLAYLIST = Scene(
    "playlist",
    "In `list.json` North Wind (187 seconds) takes the place of Rain, and Outro (25 seconds) comes "
    "at the end. Do not change anything else; the list is played from top to bottom.",
    {"list.json": json.dumps({"date": "2026-06-12", "tracks": _BEFORE})},
    _played(_AFTER),
    {"on one line": {"list.json": json.dumps({"tracks": _AFTER, "date": "2026-06-12"})}},
    {
        "stale": _played(_BEFORE),
        "another order": _played([_AFTER[0], _AFTER[2], _AFTER[1], _AFTER[3]]),
        "last one first": _played([_AFTER[3], *_AFTER[:3]]),
        "Rain left": _played([*_AFTER, {"pos": 5, "title": "Rain", "seconds": 198}]),
        "another number": _played([*_AFTER[:3], _AFTER[3] | {"pos": 5}]),
        "day changed": _played(_AFTER, "2026-06-13"),
    },
    "in_place",
)

_SITES = [{"name": "creek", "interval": 60, "alarm": 2.4}, {"name": "mill", "interval": 120}]
_CREEK = 'name = "creek"\ninterval_s = 60\n[alarm]\nmax_m = 2.4\n'
_MILL = 'name = "mill"\ninterval_s = 120\n'

SITES = Scene(
    "sites",
    "Split `sites.json` into one `NAME.toml` a site, each with `name`, `interval_s`, and a table "
    "`alarm` with `max_m` if there is an alarm.",
    {"sites.json": json.dumps(_SITES)},
    {"creek.toml": _CREEK, "mill.toml": _MILL},
    {
        "inline": {"creek.toml": "alarm = {max_m = 2.40}\ninterval_s = 60\nname = 'creek'\n"},
        "a field more": {"mill.toml": f"unit = 'm'\n{_MILL}"},
    },
    {
        "an alarm that is none": {"mill.toml": f"{_MILL}[alarm]\nmax_m = 0.0\n"},
        "no alarm": {"creek.toml": _CREEK.partition("[")[0]},
        "another name": {"mill.toml": _MILL.replace("interval_s", "interval")},
        "one file": {"mill.toml": None},
    },
)

MISSING = Scene(
    "missing drawings",
    "Which drawings of `wanted.csv` are not in `plans.csv`? Write their names to `missing.txt`, "
    "one name per line.",
    {
        "wanted.csv": csv_text([["drawing"], ["P1.dwg"], ["P2.dwg"], ["P9.dwg"], ["P7.dwg"]]),
        "plans.csv": csv_text([["drawing"], ["P1.dwg"], ["P2.dwg"], ["P3.dwg"]]),
    },
    {"missing.txt": "P9.dwg\nP7.dwg\n"},
    {"other order": {"missing.txt": "P7.dwg\r\nP9.dwg\r\n"}},
    {
        "one more": {"missing.txt": "P9.dwg\nP7.dwg\nP3.dwg\n"},
        "one less": {"missing.txt": "P9.dwg\n"},
        "another": {"missing.txt": "P9.dwg\nP1.dwg\n"},
        "all": {"missing.txt": "P1.dwg\nP2.dwg\nP9.dwg\nP7.dwg\n"},
        "empty": {"missing.txt": ""},
    },
)

_LOAD = (
    '<load><box no="A"><gross unit="kg">13.4</gross></box>'
    '<box no="B"><gross unit="kg">22.9</gross></box></load>'
)


def _load(*pair: str) -> dict[str, Content | None]:
    return {"load.xml": _LOAD.replace(*pair) if pair else _LOAD}


LOAD = Scene(
    "load",
    "Write `load.xml` for the carrier: each box of boxes.csv with its gross weight (net and tare).",
    {"boxes.csv": csv_text([["no", "net", "tare"], ["A", 12.3, 1.1], ["B", 20.8, 2.1]])},
    _load(),
    {"two decimals": _load("13.4", "13.40")},
    {
        "tons": _load('"kg"', '"t"'),
        "net": _load("13.4", "12.3"),
        "no unit": _load(' unit="kg"', ""),
        "a box lost": _load('<box no="A"><gross unit="kg">13.4</gross></box>', ""),
    },
)

_DESK = "[General]\nName=Hall\nRate=30\n\n[Output]\nMode=Simple\nBitrate=6000\n"
_MIXER: dict[str, Any] = {"scene": "Hall", "inputs": [
    {"name": "Desk", "gain": 0.5, "muted": False}, {"name": "Choir", "gain": 0.7, "muted": False},
]}  # fmt: skip


def _desk(*pairs: tuple[str, str]) -> dict[str, Content | None]:
    text = _DESK
    for pair in (("Rate=30", "Rate=25"), ("Bitrate=6000", "Bitrate=3500"), *pairs):
        text = text.replace(*pair)
    return {"desk.ini": text}


def _mixer(desk: float = 0.7063, choir: bool = True, **more: Any) -> dict[str, Content | None]:
    inputs = [{**_MIXER["inputs"][0], "gain": desk, **more}, {**_MIXER["inputs"][1],
              "muted": choir, **more}]  # fmt: skip
    return {"mixer.json": json.dumps({**_MIXER, "inputs": inputs})}


FILLED = Scene(
    "files that a program completes",
    "Edit the two files of the mixing program here. `desk.ini`: 25 frames per second as a whole "
    "number, bitrate 3500. `mixer.json`: \"Choir\" is muted, and \"Desk\" goes up by 3 dB (the "
    "gain is a linear factor). Leave all the rest alone. The program sorts and fills in its files "
    "itself when it starts.",
    {"desk.ini": _DESK, "mixer.json": json.dumps(_MIXER, indent=2)},
    {**_desk(), **_mixer(0.5 * 10**0.15)},
    {
        "gain in short": _mixer(),
        "more keys": {**_desk(("Mode", "Delay=20\nMode")), **_mixer(balance=0.5)},
        "another section": _desk(("[Output]", "[Audio]\nTracks=2\n\n[Output]")),
        "sorted": _desk(("Name=Hall\nRate=25", "Rate=25\nName=Hall")),
    },
    {
        "gain as it was": _mixer(0.5),
        "decibels added": _mixer(3.5),
        "gain rounded": _mixer(1.0),
        "not muted": _mixer(choir=False),
        "another rate": _desk(("Rate=25", "Rate=24")),
        "another mode": _desk(("Simple", "Advanced")),
        "mode lost": _desk(("Mode=Simple\n", "")),
        "another input": {"mixer.json": json.dumps({**_MIXER, "inputs": [*json.loads(
            str(_mixer()["mixer.json"]))["inputs"], {"name": "Hall", "gain": 1.0,
            "muted": False}]})},
        "another scene": {"mixer.json": str(_mixer()["mixer.json"]).replace("Hall", "Wait")},
    },
    work="in_place",
)  # fmt: skip

SCENES = [LOAD, INVENTORY, CREDIT, FIXED, SHIFTS, PLAYLIST, SITES, MISSING, FILLED]
