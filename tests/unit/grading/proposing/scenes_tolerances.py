"""Invented tasks whose tolerances are given clause by clause, and fields that may be more."""

import io
import json
from typing import Any

import numpy as np

from tests.unit.grading.proposing.scenes import Content, Rows, Scene, csv_text

_READINGS: Rows = [["time_s", "press_kN"], *([round(n * 0.05, 2), n * 0.37] for n in range(12))]
_STROKES: Rows = [
    ["stroke", "start_s", "top_n", "parts"],
    ["A", 0.25, 412.37, 120],
    ["B", 1.4, 38.92, 340],
    ["C", 3.05, 871.06, 215],
]
_WORK = {"work_j": 1843.27, "lost_j": 12.46}


def _press(rows: Rows = _STROKES, work: Any = None) -> dict[str, Content | None]:
    return {"strokes.csv": csv_text(rows), "energy.json": json.dumps(work or _WORK)}


def _stroke(column: int, *values: Any) -> dict[str, Content | None]:
    head, *body = [list(row) for row in _STROKES]
    for row, value in zip(body, values, strict=True):
        row[column] = value
    return _press([head, *body])


PRESS = Scene(
    "tolerances by clause",
    "`press.csv` is the log of the punching press.\n\n1. `strokes.csv`: stroke, start_s, top_n, "
    "parts. The start is the first row over 1 kN. top_n is the greatest force of the stroke.\n\n"
    '2. `energy.json`: `{"work_j": ..., "lost_j": ...}` of all strokes.\n\n'
    "Forces within 0.5 %, starts within one step, energy within 2 %.",
    {"press.csv": csv_text(_READINGS)},
    _press(),
    {
        "a step later": _stroke(1, 0.30, 1.45, 3.00),
        "forces nearly": _stroke(2, 413.9, 39.08, 867.5),
        "energy nearly": _press(work={"work_j": 1810, "lost_j": 12.6}),
        "a field more": _press(work={**_WORK, "strokes": 3}),
        "digits": _stroke(2, 412.3719, 38.9, 871),
    },
    {
        "two steps later": _stroke(1, 0.35, 1.5, 3.15),
        "a small force off": _stroke(2, 412.37, 39.3, 871.06),
        "a large force off": _stroke(2, 412.37, 38.92, 880.0),
        "parts off by one": _stroke(3, 121, 340, 215),
        "energy off": _press(work={"work_j": 1780, "lost_j": 12.46}),
        "little lost": _press(work={"work_j": 1843.27, "lost_j": 13.4}),
        "a field less": _press(work={"work_j": 1843.27}),
    },
)


def _arrays(**arrays: Any) -> bytes:
    stream = io.BytesIO()
    np.savez(stream, **arrays)
    return stream.getvalue()


_BEATS: Rows = [["beat", "at_ms", "height_mv"], [1, 312.5, 1.184], [2, 1145, 0.973],
                [3, 1962.5, 1.246]]  # fmt: skip


def _beats(column: int, *values: float) -> dict[str, Content | None]:
    head, *body = [list(row) for row in _BEATS]
    for row, value in zip(body, values, strict=True):
        row[column] = value
    return {"beats.csv": csv_text([head, *body])}


BEATS = Scene(
    "so many samples off",
    "`lead.npz` has a lead of the patient (`lead_mv`, `sampling_rate_hz`). List the R waves in "
    "`beats.csv`: beat, at_ms (the time of the peak), height_mv. Times within two samples; heights "
    "to within 0.02 mV.",
    {"lead.npz": _arrays(lead_mv=np.sin(np.arange(800) / 40), sampling_rate_hz=np.array(400.0))},
    {"beats.csv": csv_text(_BEATS)},
    {
        "samples off": _beats(1, 317.5, 1140, 1965),
        "heights nearly": _beats(2, 1.19, 0.96, 1.26),
    },
    {
        "three samples off": _beats(1, 320, 1145, 1962.5),
        "seconds": _beats(1, 0.3125, 1.145, 1.9625),
        "heights off": _beats(2, 1.184, 1.0, 1.246),
        "a beat missing": {"beats.csv": csv_text(_BEATS[:3])},
    },
)

_TRIPS: Rows = [["van", "km"], ["N1", 120], ["N2", 83], ["N1", 44]]
_FLEET = {"vans": [{"van": "N1", "km": 164}, {"van": "N2", "km": 83}], "longest_km": 120}


def _fleet(**changes: Any) -> dict[str, Content | None]:
    return {"fleet.json": json.dumps(_FLEET | changes)}


MORE_FIELDS = Scene(
    "a field more is free",
    "From trips.csv, which has only the trips of March, write `fleet.json`: `vans`, a list with "
    "`van` and `km` (total) of each, and `longest_km`, the longest trip.",
    {"trips.csv": csv_text(_TRIPS)},
    _fleet(),
    {
        "a total more": _fleet(total_km=247),
        "in the elements": _fleet(vans=[{**van, "trips": 1} for van in _FLEET["vans"]]),
    },
    {
        "an element more": _fleet(vans=[*_FLEET["vans"], {"van": "N3", "km": 0}]),
        "an element twice": _fleet(vans=[*_FLEET["vans"], _FLEET["vans"][0]]),
        "another name": {"fleet.json": json.dumps({"vans": _FLEET["vans"], "longest": 120})},
    },
)

_CLOSED = "It has just these fields, the depot's program reads nothing else."
JUST_THESE = Scene(
    "just these fields",
    f"{MORE_FIELDS.prompt} {_CLOSED}",
    MORE_FIELDS.given,
    MORE_FIELDS.right,
    {"indented": {"fleet.json": json.dumps(_FLEET, indent=2)}},
    {"a total more": _fleet(total_km=247)},
)

SCENES = [PRESS, BEATS, MORE_FIELDS, JUST_THESE]
