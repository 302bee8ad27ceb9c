"""Invented tasks about tables that go on: added rows, running totals, ranks, sums of all."""

from collections.abc import Sequence
from typing import Any

from tests.unit.grading.proposing.scenes import Content, Rows, Scene, csv_text, xlsx

_HEAD = ["Entry", "Day", "What", "Received", "Paid", "Balance"]
_OLD: list[tuple[str, str, float | None, float | None]] = [
    ("2026-04-02", "Mooring fees", 640, None),
    ("2026-04-11", "Rope and shackles", None, 85.4),
    ("2026-04-19", "Regatta entries", 312.5, None),
    ("2026-04-28", "Harbour master", None, 120),
]
_NEW: list[tuple[str, str, float | None, float | None]] = [
    ("2026-05-04", "Paint for the hull", None, 96.75),
    ("2026-05-09", "Guest berths", 210, None),
    ("2026-05-09", "Diesel", None, 148.2),
    ("2026-05-30", "Members' subscriptions", 905, None),
]
_BANK: Rows = [
    ["day", "purpose", "amount", "kind"],
    ["2026-05-30", "MEMBERS SUBSCR 1-14", "905.00", ""],
    ["2026-05-09", "DIESEL PUMP 3", "-148.20", ""],
    ["2026-05-12", "TRANSFER OWN ACCOUNT", "-500.00", "internal"],
    ["2026-05-09", "GUEST BERTHS WEEK 19", "210.00", ""],
    ["2026-05-04", "CHANDLER BOATPAINT", "-96.75", ""],
]


def _club(
    entries: Sequence[Sequence[Any]], filler: float | None = None, slip: float = 0.0
) -> dict[str, Content | None]:
    """Return the cash book with entries added, each with the balance after it."""
    rows: list[list[Any]] = [["Cash book of the boat club"]]
    rows += [["Carried over", None, None, None, None, 1204.3], _HEAD]
    balance = 1204.3
    for n, (day, what, received, paid) in enumerate([*_OLD, *entries]):
        new = n >= len(_OLD)
        balance = round(balance + (received or 0) - (paid or 0), 2)
        pair = [filler if value is None and new else value for value in (received, paid)]
        rows.append([f"B-{37 + n:03d}", day, what, *pair, balance + slip * new])
    return {"cash.xlsx": xlsx({"Cash book": rows})}


_SWAPPED = [_NEW[0], _NEW[2], _NEW[1], _NEW[3]]
CASH = Scene(
    "entries added to a cash book",
    "Please go on with the cash book `cash.xlsx`, sheet `Cash book`: add the lines of May from "
    "`bank.csv` below the last one, in order of the day. Entry goes on counting (B-041 and so on), "
    "What is up to you. A negative amount was paid. Lines of the kind internal are left out. "
    "Balance is what is there after the line. Do not change anything of April.",
    {**_club([]), "bank.csv": csv_text(_BANK)},
    _club(_NEW),
    {
        "the day in another order": _club(_SWAPPED),
        "other words": _club([(d, "see the bank", r, p) for d, _, r, p in _NEW]),
        "zeros beside the amounts": _club(_NEW, filler=0),
        "the day in another order, with zeros": _club(_SWAPPED, filler=0),
    },
    {
        "digits swapped": _club([("2026-05-04", "Paint", None, 96.57), *_NEW[1:]]),
        "paid as received": _club([("2026-05-04", "Paint", 96.75, None), *_NEW[1:]]),
        "internal line": _club([*_NEW[:3], ("2026-05-12", "Own", None, 500), _NEW[3]]),
        "one line left out": _club([*_NEW[:2], _NEW[3]]),
        "one line twice": _club([*_NEW[:2], *_NEW[1:]]),
        "not in order": _club([_NEW[3], *_NEW[:3]]),
        "a balance off": _club(_NEW, slip=0.1),
        "another day": _club([("2026-05-05", *_NEW[0][1:]), *_NEW[1:]]),
    },
    "in_place",
)  # fmt: skip

_PRIZES: Rows = [
    ["dog", "height", "points", "starts"],
    *[["Bella", 41, 88, 4], ["Max", 52, 90, 4], ["Otto", 38, 79, 3], ["Fee", 47, 0, 0]],
]
_MEANS: Rows = [
    ["dog", "points", "starts", "mean"],
    *[["Otto", 79, 3, "26.3"], ["Max", 90, 4, "22.5"], ["Bella", 88, 4, "22.0"], ["Fee", 0, 0, ""]],
]


def _means(rows: Rows) -> dict[str, Content | None]:
    return {"means.csv": csv_text(rows)}


LAST = Scene(
    "those without a result at the end",
    "From `dogs.csv` make `means.csv` with dog, points, starts and mean, the points for each "
    "start (one decimal, \u00b1 1.5\u00b7sqrt(n) is not asked for). Leave the mean empty for dogs "
    "that did not start. Sorted by mean, highest first, dogs without one at the end.",
    {"dogs.csv": csv_text(_PRIZES)},
    _means(_MEANS),
    {"quoted": {"means.csv": csv_text(_MEANS).replace("Otto", '"Otto"')}},
    {
        "by points": _means([_MEANS[0], _MEANS[2], _MEANS[3], _MEANS[1], _MEANS[4]]),
        "without a result on top": _means([_MEANS[0], _MEANS[4], *_MEANS[1:4]]),
        "one more than a point off": _means([_MEANS[0], ["Otto", 79, 3, "27.3"], *_MEANS[2:]]),
    },
)

_SCANS: Rows = [
    ["file", "box", "scanned"],
    ["a7.tif", "K2", "09:40"],
    ["b1.tif", "K1", "09:12"],
    ["c3.tif", "K2", "09:05"],
    ["d9.tif", "K1", "10:31"],
    ["e2.tif", "", "10:40"],
]
_NAMED: Rows = [
    ["old", "new"],
    *[["a7.tif", "K2_2.tif"], ["b1.tif", "K1_1.tif"], ["c3.tif", "K2_1.tif"]],
    *[["d9.tif", "K1_2.tif"], ["e2.tif", ""]],
]


def _named(rows: Rows) -> dict[str, Content | None]:
    return {"names.csv": csv_text(rows)}


COUNTED = Scene(
    "names counted in order of the time",
    "The scans need names. A scan is called `<box>_<n>.tif`, n counts from 1 for each box in order "
    "of the time in `scans.csv`.\n\nWrite `names.csv` with: old,new. One line for every scan, new "
    "stays empty where no box is given.",
    {"scans.csv": csv_text(_SCANS)},
    _named(_NAMED),
    {
        "backwards": _named([_NAMED[0], *_NAMED[:0:-1]]),
        "by the new name": _named([_NAMED[0], *sorted(_NAMED[1:], key=lambda row: str(row[1]))]),
    },
    {
        "counted by file": _named([_NAMED[0], ["a7.tif", "K2_1.tif"], _NAMED[2],
                                   ["c3.tif", "K2_2.tif"], *_NAMED[4:]]),
        "one left out": _named(_NAMED[:-1]),
    },
)  # fmt: skip

_PUMPS: Rows = [
    ["pump", "hall", "power_kw"],
    *[["P1", "North", 4.2], ["P2", "North", 7.25], ["P3", "South", 3.1], ["P4", "South", 8.35]],
]
_HALLS: Rows = [
    ["Hall", "Pumps", "Power kW"],
    *[["North", 2, 11.45], ["South", 2, 11.45], ["Works", 4, 22.9]],
]


def _halls(rows: Rows, share: float = 0.85, place: str = "B2") -> dict[str, Content | None]:
    inputs: list[list[Any]] = [["Settings"], ["Load factor", share]]
    inputs = inputs if place == "B2" else [["Settings"], [], ["Load factor", share]]
    return {"halls.xlsx": xlsx({"Pumps": rows, "Settings": inputs})}


SUMS = Scene(
    "a line for the whole works",
    'Please make `halls.xlsx` from `pumps.csv`. Sheet "Pumps": each hall with the number of its '
    "pumps and the power in kW, two decimals, and a line for the whole works. A sheet `Settings` "
    "with the load factor (85%) in B2.",
    {"pumps.csv": csv_text(_PUMPS)},
    _halls(_HALLS),
    {
        "called All": _halls([*_HALLS[:3], ["All", *_HALLS[3][1:]]]),
        "called Total, other headers": _halls(
            [["Hall", "No. of pumps", "Power (kW)"], *_HALLS[1:3], ["Total", *_HALLS[3][1:]]]
        ),
        "a title above": _halls([["Pumps of the works"], [], *_HALLS]),
        "another label": {
            "halls.xlsx": xlsx({"Pumps": _HALLS, "Settings": [["Settings"], ["Factor", 0.85]]})
        },
    },
    {
        "no line for the works": _halls(_HALLS[:3]),
        "a wrong sum": _halls([*_HALLS[:3], ["Works", 4, 22.8]]),
        "a wrong factor": _halls(_HALLS, 0.58),
        "the factor elsewhere": _halls(_HALLS, place="B3"),
        "a pump short": _halls([_HALLS[0], ["North", 1, 11.45], *_HALLS[2:]]),
    },
)

SCENES = [CASH, LAST, COUNTED, SUMS]
