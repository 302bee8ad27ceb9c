"""Proposals for curves: how far y may be off along x, at whatever rate it was sampled."""

import math
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from studio.grading.proposing.bounds import Bound, bound_for, bounds_of
from studio.grading.proposing.draft import Draft, name_words
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.arrays import SERIES, arrays_of
from studio.grading.readers.conversions import convert, is_known, named_unit
from studio.grading.readers.curves import is_even
from studio.grading.readers.measures import bare_name
from studio.grading.readers.plain_arrays import Plain

_LEAST_ROWS = 25
_SHARE = 0.01
_DECADES = 100
_CURVE = re.compile(
    r"\b(?:curves?|responses?|trajector\w+|signals?|time[- ]series|waveforms?|traces?|spectr\w+|"
    r"bode|sweeps?|simulat\w+|resampl\w+|sampl(?:ed|ing)|filter\w*|smooth\w*|integrat\w+|profile|"
    r"history|motion|frequency response|solution|solve|decay|oscillat\w+|velocity|displacement)\b",
    re.IGNORECASE,
)
_SAMPLING = re.compile(
    r"\b(?:every|each|steps? (?:of|size)|interval of|spaced|sampled (?:at|every)|sampling rate|"
    r"sample rate|at the same (?:times?|points|x|frequencies)|same time ?stamps?|"
    r"(?:one|a) row (?:per|for each))\b",
    re.IGNORECASE,
)
_FREE_SAMPLING = re.compile(
    r"\b(?:any|own|whatever|whichever|free|up to you|your choice|at least)\b", re.IGNORECASE
)
# Moments of the calendar are read as seconds since 1970; rows of days are told apart by a key.
_CALENDAR = 1e8
_AXIS = re.compile(
    r"(?i)\b(?:t|x|f|s|time|zeit|freq\w*|omega|angle|theta|distance|position|depth|height|radius|"
    r"wavelength|wavenumber|energy|gait|percent|stance|cycle|channel|sample|temperature|strain|"
    r"displacement|rpm|speed|voltage|current)\b"
)
_PHASE = re.compile(r"(?i)\b(?:phase|heading|bearing|azimuth|argument)\b")
_COLUMNS = re.compile(r"(?i)\bcolumns?\b[^.,:;(]{0,30}[,:(]\s*(?P<list>[^;:]{3,200})")
_BETWEEN = re.compile(r",\s*(?:and\s+)?|\s+and\s+")
_COLUMN = re.compile(
    r"(?i)(?:the )?(?P<name>[^\W\d][\w -]{0,40}?)(?: (?:in |[(\[])(?P<unit>[^\s()\[\]]+))?\W*"
)
_MOST_COLUMNS = 12
_WIDEST = re.compile(
    r"(?i)\b(?:at least (?:(?:an?|one) (?:point|sample|value|row) )?(?:every|each|per)|"
    r"(?:points?|samples?|values?|steps?)\b[^.;,]{0,20}\b(?:at most|no (?:more|larger|wider) than))"
    r" (?P<step>\d+(?:\.\d+)?) ?(?P<unit>[^\W\d_]+)\b"
)
_STEP = re.compile(r"(\d+(?:\.\d+)?)\s*([kM]?Hz|ms|s|seconds?|samples per second)\b")


def propose_curves(draft: Draft, path: str, place: Path) -> bool:
    """Propose the distance of each curve of a file of columns; tell whether it holds curves."""
    if place.suffix.lower() not in SERIES or not _speaks_of_curves(draft):
        return False
    try:
        columns = {name: load() for name, load in arrays_of(place).items()}
    except Unreadable:
        return False
    return len(columns) > 1 and propose_lists(draft, path, columns) == columns.keys()


def _speaks_of_curves(draft: Draft) -> bool:
    return any(_CURVE.search(sentence.text) for sentence in draft.instruction.sentences)


def propose_lists(draft: Draft, path: str, lists: Mapping[str, Plain]) -> frozenset[str]:
    """Propose the distance of each list of numbers over the one that is an axis.

    Returns:
        the names of the axis and of what is judged over it, nothing if there is no axis.
    """
    axis = _axis_of(lists)
    if axis is None:
        return frozenset()
    length = lists[axis].shape
    over = [
        name
        for name, values in lists.items()
        if name != axis and values.shape == length and values.dtype.kind != "c"
    ]
    bounds = bounds_of(draft, path)
    for name in over:
        _propose(draft, path, (axis, name), {n: lists[n] for n in (axis, *over)}, bounds)
    return frozenset((axis, *over)) if over else frozenset()


def propose_table(draft: Draft, path: str, lists: Mapping[str, Plain]) -> frozenset[str]:
    """Propose the distance of each column of a file's only matrix over the first, if it is an axis.

    The columns have no names in the file, so they are called as the instruction lists them.

    Returns:
        the name of the matrix, nothing if there are several or its first column is no axis.
    """
    values = next(iter(lists.values()), np.zeros(0))
    whole = values.ndim == 2 and values.dtype.kind != "c"
    if len(lists) != 1 or not whole or not 1 < min(values.shape) <= _MOST_COLUMNS:
        return frozenset()
    table = values if values.shape[0] >= values.shape[1] else values.T
    columns = dict(zip(_called(draft, path, table.shape[1]), table.T, strict=True))
    axis, *over = columns
    spoken = bool(_AXIS.search(named_unit(axis)[0])) and len(table) >= _LEAST_ROWS
    if not _is_axis(axis, columns[axis]) and not (spoken and np.all(np.diff(columns[axis]) > 0)):
        return frozenset()
    sides = [None if side == len(table) else side for side in values.shape]
    draft.add(
        f"columns {path}",
        "array_shape",
        path,
        parameters={"shape": sides},
        gate=True,
        weak=(*name_words(path), "columns"),
        reason="as many columns as in the reference, and any number of points",
    )
    bounds = bounds_of(draft, path)
    for name in over:
        _propose(draft, path, (axis, name), columns, bounds, nameless=True)
    return frozenset(lists)


def _called(draft: Draft, path: str, count: int) -> list[str]:
    """Return what the instruction calls the columns of a file, with units; else their places."""
    for sentence in draft.instruction.sentences:
        listed = _COLUMNS.search(sentence.text)
        if listed is None or not draft.instruction.is_about(sentence, path):
            continue
        parts = [_COLUMN.fullmatch(part) for part in _BETWEEN.split(listed["list"])[:count]]
        names = [_with_unit(part["name"], part["unit"] or "") for part in parts if part]
        if len(set(names)) == count:
            return names
    return [f"column {number}" for number in range(1, count + 1)]


def _with_unit(name: str, unit: str) -> str:
    return f"{name} ({unit})" if unit and is_known(unit) else name


def _axis_of(lists: Mapping[str, Plain]) -> str | None:
    """Return the name of the axis: the first list if it is one, else one that is called so."""
    names = list(lists)
    if names and _is_axis(names[0], lists[names[0]]):
        return names[0]
    called = (name for name in names if _AXIS.search(named_unit(name)[0]))
    return next((name for name in called if _is_axis(name, lists[name])), None)


def _is_axis(name: str, values: Plain) -> bool:
    """Tell whether numbers are an axis: even, and no mere numbers of rows or days of a calendar."""
    if values.ndim != 1 or len(values) < _LEAST_ROWS or not is_even(values):
        return False
    counted = bool(np.all(values == np.round(values))) and not named_unit(name)[1]
    return float(values[0]) < _CALENDAR and (not counted or bool(_AXIS.search(name)))


def _propose(
    draft: Draft,
    path: str,
    names: tuple[str, str],
    lists: Mapping[str, Plain],
    bounds: Sequence[Bound],
    nameless: bool = False,
) -> None:
    x, y = names
    others = [name for name in lists if name not in names]
    bound = bound_for(y, others, bounds)
    called = _by_place(names, lists) if nameless else _by_name(draft, names, lists)
    parameters = called | _limit(bound, y)
    parameters |= _axis(x, lists[x]) | _period(y) | _sampling(draft, lists[x], named_unit(x)[1])
    reason = (
        "as far off as the instruction allows"
        if bound
        else "a hundredth of the spread of the reference, below a mistake in a parameter"
    )
    draft.add(
        f"curve {bare_name(y)} {path}",
        "curve_distance",
        path,
        parameters=parameters,
        strong=(named_unit(y)[0],),
        weak=name_words(path),
        sentence=bound.sentence if bound else None,
        reason=reason,
    )
    draft.used.update([bound.sentence.text] if bound else [])
    draft.compared.update(lists)


def _by_name(draft: Draft, names: tuple[str, str], lists: Mapping[str, Plain]) -> dict[str, Any]:
    """Return the names of x and y, nothing where their places tell them."""
    fixed = any(draft.instruction.fixes(part) for name in names for part in _spellings(name))
    if len(lists) == 2 and not fixed:
        return {}
    return {"x": names[0], "y": names[1]}


def _by_place(names: tuple[str, str], lists: Mapping[str, Plain]) -> dict[str, Any]:
    """Return the places of x and y in a matrix, nothing where it has no other columns."""
    if len(lists) == 2:
        return {}
    x, y = (f"column {list(lists).index(name) + 1}" for name in names)
    return {"x": x, "y": y}


def _spellings(name: str) -> tuple[str, ...]:
    return name, named_unit(name)[0]


def _limit(bound: Bound | None, y: str) -> dict[str, Any]:
    if bound is None:
        return {"relative": _SHARE, "of": "spread", "measure": "rms"}
    measure = "largest" if bound.measure in ("largest", "") else "rms"
    if bound.is_share:
        return {"relative": bound.amount, "measure": measure}
    return {"at_most": bound.in_unit(named_unit(y)[1]) or bound.amount, "measure": measure}


def _axis(name: str, values: Plain) -> dict[str, Any]:
    """Return that x is even by ratios, where it is."""
    steps = np.diff(values)
    wide = values[0] > 0 and values[-1] / values[0] >= _DECADES
    uneven = float(np.ptp(steps)) > 1e-3 * float(np.mean(steps))
    return {"scale": "logarithmic"} if wide and uneven else {}


def _period(name: str) -> dict[str, Any]:
    bare, unit = named_unit(name)
    if not _PHASE.search(bare.replace("_", " ")):
        return {}
    return {"period": 2 * math.pi} if unit == "rad" else {"period": 360.0}


def _sampling(draft: Draft, x: Plain, unit: str) -> dict[str, Any]:
    """Return that x must be that of the reference, where the instruction gives its step."""
    step = float(np.median(np.diff(x)))
    for sentence in draft.instruction.sentences:
        if not _SAMPLING.search(sentence.text) or _FREE_SAMPLING.search(sentence.text):
            continue
        if "same" in sentence.folded or any(
            _is_step(float(number), spelled, step, unit)
            for number, spelled in _STEP.findall(sentence.text)
        ):
            draft.used.add(sentence.text)
            return {"sampling": "reference"}
    return _widest_step(draft, x, unit)


def _widest_step(draft: Draft, x: Plain, unit: str) -> dict[str, Any]:
    """Return how far apart points may be, where the instruction says so and the reference obeys."""
    for sentence in draft.instruction.sentences:
        found = _WIDEST.search(sentence.text)
        step = convert(float(found["step"]), found["unit"], unit) if found and unit else None
        if step is not None and float(np.max(np.diff(x))) <= step * (1 + 1e-6):
            draft.used.add(sentence.text)
            return {"step": float(f"{step:.6g}")}
    return {}


def _is_step(number: float, spelled: str, step: float, unit: str) -> bool:
    """Tell whether a number with its unit is the step of x, or its rate."""
    scale = {"kHz": 1e3, "MHz": 1e6, "Hz": 1.0, "ms": 1e-3}.get(spelled, 1.0)
    own = 1e-3 if unit == "ms" else 1.0
    rate = spelled.endswith("Hz") or spelled.startswith("samples")
    wanted = 1 / (number * scale) if rate and number else number * scale
    return math.isclose(wanted, step * own, rel_tol=1e-3)
