"""Invented plans with figures beside them: another plan has other totals, and they must be its."""

import json

from tests.unit.grading.proposing.scenes import Scene

Laid = dict[str, str | bytes | None]


def _lines(head: str, *rows: str) -> str:
    return "\n".join((head, *rows)) + "\n"


_STALLS = {
    "S1": ("cheese", 3, 120.0, 4.5), "S2": ("bread", 2, 80.0, 2.0), "S3": ("honey", 2, 95.5, 1.5),
    "S4": ("fish", 4, 150.0, 6.0), "S5": ("flowers", 3, 110.0, 3.0), "S6": ("books", 2, 60.0, 1.0),
    "S7": ("soap", 2, 70.5, 2.5),
}  # fmt: skip


def _market(numbers: str, **changes: float) -> Laid:
    chosen = [f"S{n}" for n in numbers]
    summary = {
        "stalls": len(chosen),
        "rent": round(sum(_STALLS[s][2] for s in chosen), 2),
        "metres": sum(_STALLS[s][1] for s in chosen),
        "power": round(sum(_STALLS[s][3] for s in chosen), 1),
        "market": "Saturday",
    }
    return {
        "chosen.csv": _lines("stall,sells", *(f"{s},{_STALLS[s][0]}" for s in chosen)),
        "summary.json": json.dumps(summary | changes, indent=2),
    }


MARKET = Scene(
    "stalls of a market with a summary",
    "Choose which of the stalls in `stalls.csv` get a place on the Saturday market. Each stall at "
    "most once.\n\n"
    "- Together they take at most 12 metres.\n"
    "- At least 350 of rent in total.\n\n"
    "Whichever selection is fine. Write `chosen.csv` with stall and sells, and `summary.json` with "
    "`stalls` (how many), `rent`, `metres` and `power` (kilowatts) of the selection, and `market` "
    "which is Saturday.\n",
    {
        "stalls.csv": _lines(
            "stall,sells,metres,rent,power",
            *(f"{s},{what},{m},{rent},{kw}" for s, (what, m, rent, kw) in _STALLS.items()),
        )
    },
    _market("1234"),
    alternates={
        "others": _market("14567"[:4]),
        "in one line": _market("1254") | {
            "summary.json": json.dumps(json.loads(str(_market("1254")["summary.json"])))
        },
    },
    wrongs={
        "totals of another selection": {"chosen.csv": _market("1254")["chosen.csv"]},
        "one too many": _market("1234", stalls=5),
        "rent off": _market("1254", rent=400.0),
        "power off by a digit": _market("1234", power=14.1),
        "another market": _market("1234") | {
            "summary.json": str(_market("1234")["summary.json"]).replace("Saturday", "Sunday")
        },
        "nothing but the totals": {"chosen.csv": None},
        "too many metres": _market("12345"),
    },
)  # fmt: skip

_PARCELS = {"P1": 12.5, "P2": 8.0, "P3": 20.25, "P4": 6.5, "P5": 14.0, "P6": 9.75}


def _carts(text: str, **changes: str) -> Laid:
    """Return the rounds of `P1 P2 / P3`, with a line for each courier and all in the note."""
    rounds = [part.split() for part in text.split("/")]
    rows = [f"C{n},{p}" for n, parcels in enumerate(rounds, 1) for p in parcels]
    loads = [
        changes.get(f"C{n}", f"C{n},{len(parcels)},{sum(_PARCELS[p] for p in parcels):g}")
        for n, parcels in enumerate(rounds, 1)
    ]
    total = len(rounds)
    note = f"Rounds for Tuesday\n\ncarts: {changes.get('carts', total)}\n"
    return {
        "rounds.csv": _lines("cart,parcel", *rows),
        "loads.csv": _lines("cart,parcels,kg", *(row for row in loads if row)),
        "note.txt": note,
    }


CARTS = Scene(
    "loads of cargo carts",
    "Plan the rounds: put each parcel of `parcels.csv` on a cart, every parcel once, and no cart "
    "may carry more than 40 kg. Who takes what is up to you. At most three carts.\n\n"
    "`rounds.csv` has the columns cart and parcel. `loads.csv` sums up the plan: one line for "
    "each cart with cart, parcels (how many) and kg. In `note.txt` write `carts:` and how many "
    "carts the plan needs.\n",
    {"parcels.csv": _lines("parcel,kg", *(f"{p},{kg}" for p, kg in _PARCELS.items()))},
    _carts("P1 P2 P4 / P3 P5 / P6"),
    alternates={
        "two carts": _carts("P1 P3 P4 / P2 P5 P6"),
        "other rounds": _carts("P1 P5 / P3 P6 / P2 P4"),
    },
    wrongs={
        "a load of another plan": _carts("P1 P3 P4 / P2 P5 P6", C1="C1,3,27"),
        "a count is wrong": _carts("P1 P2 P4 / P3 P5 / P6", C2="C2,3,34.25"),
        "a cart is missing": _carts("P1 P2 P4 / P3 P5 / P6", C3=""),
        "the note is of another plan": _carts("P1 P3 P4 / P2 P5 P6", carts="3"),
        "too heavy": _carts("P1 P2 P3 P4 / P5 / P6"),
    },
)

_TALKS = {"T1": 30, "T2": 45, "T3": 20, "T4": 60, "T5": 25}


def _talks(text: str, **changes: str) -> Laid:
    """Return a programme of `T1 A 9:00, T2 B 9:00`, and its totals as a table."""
    rows, minutes = [], 0
    for talk, hall, start in (part.split() for part in text.split(", ")):
        hour, minute = start.split(":")
        end = int(hour) * 60 + int(minute) + _TALKS[talk]
        minutes += _TALKS[talk]
        rows.append(f"{talk},{hall},{start},{end // 60}:{end % 60:02d}")
    halls = len({row.split(",")[1] for row in rows})
    told = {"talks": str(len(rows)), "halls": str(halls), "hours": f"{minutes / 60:.2f}"} | changes
    return {
        "programme.csv": _lines("talk,hall,start,end", *rows),
        "totals.csv": _lines("figure,value", *(f"{name},{v}" for name, v in told.items())),
    }


TALKS = Scene(
    "a programme of talks with totals",
    "Schedule the talks of `talks.csv` in the two halls between 9:00 and 12:00. Every talk is held "
    "once and lasts as long as its minutes say. A hall has one talk at a time, so nothing in the "
    "same hall may overlap. Any programme that keeps to this is good.\n\n"
    "Save `programme.csv` (talk, hall, start, end) and `totals.csv` with the columns figure and "
    "value: talks, halls (used) and hours (of all talks together, two decimals) of the schedule.\n",
    {"talks.csv": _lines("talk,minutes", *(f"{t},{m}" for t, m in _TALKS.items()))},
    _talks("T1 A 9:00, T2 B 9:00, T3 A 9:45, T4 B 10:00, T5 A 10:30"),
    alternates={
        "in one hall": _talks("T4 A 9:00, T2 A 10:00, T1 A 10:45, T5 A 11:15, T3 A 11:40"),
        "the other way": _talks("T4 A 9:00, T5 B 9:00, T1 B 9:30, T3 A 10:00, T2 B 11:00"),
    },
    wrongs={
        "halls of another programme": _talks(
            "T4 A 9:00, T2 A 10:00, T1 A 10:45, T5 A 11:15, T3 A 11:40", halls="2"
        ),
        "hours in minutes": _talks("T1 A 9:00, T2 B 9:00, T3 A 9:45, T4 B 10:00, T5 A 10:30",
                                   hours="180"),
        "one talk less": _talks("T1 A 9:00, T2 B 9:00, T3 A 9:45, T4 B 10:00, T5 A 10:30",
                                talks="4"),
        "two at once": _talks("T1 A 9:00, T2 B 9:00, T3 A 9:20, T4 B 10:00, T5 A 10:30"),
    },
)  # fmt: skip

SCENES = [MARKET, CARTS, TALKS]
