"""Curves in files of numbers: y over x, however finely sampled, and how far two of them are apart.

Two curves are compared at the points of the coarser one, the finer one taken between its points;
so a curve that was sampled at another rate is the same curve.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from studio.grading.readers.archives import Unreadable
from studio.grading.readers.arrays import arrays_of
from studio.grading.readers.conversions import convert, named_unit
from studio.grading.readers.measures import bare_name
from studio.grading.readers.places import locate
from studio.grading.readers.plain_arrays import Loaders, Plain
from studio.grading.readers.values import fold, legible
from studio.model.check import Target

Numbers = NDArray[np.float64]
Scale = Literal["linear", "logarithmic"]
_NAMELESS = re.compile(r"column \d+")
_SLACK = 0.015
_WIDEST_GAP = 0.1
_LEAST_POINTS = 20


@dataclass(frozen=True)
class Curve:
    """Points of a curve by ascending x, with the names of x and y as the file has them.

    One that is not `whole` had points that are not numbers, which were left out.
    """

    x: Numbers
    y: Numbers
    names: tuple[str, str]
    whole: bool = True

    @property
    def span(self) -> tuple[float, float]:
        """The least and the greatest x."""
        return float(self.x[0]), float(self.x[-1])


@dataclass(frozen=True)
class Apart:
    """Two curves at the same x: what was expected, what was found, and the difference."""

    x: Numbers
    expected: Numbers
    found: Numbers
    off: Numbers


def read_curve(folder: Path, path: str, x: str, y: str, like: Curve | None = None) -> Curve:
    """Return a curve of a file.

    Args:
        folder: the output.
        path: the file.
        x: the name of the column or array of x; the first if it is empty.
        y: that of y; the second if it is empty.
        like: the curve that it is compared with: units in the names are turned into its own.

    Raises:
        HostileInputError: if the file tries to harm.
        Unreadable: if there is no such file or curve.
    """
    place = locate(folder, Target(path=path).path)
    if place is None:
        raise Unreadable("is missing")
    columns = _columns(arrays_of(place))
    names = _name_of(columns, x, 0), _name_of(columns, y, 1)
    across, upwards = (_list(columns[name](), name) for name in names)
    if len(across) != len(upwards):
        raise Unreadable(f"has {len(across):,} values of x and {len(upwards):,} of y")
    if like is not None:
        across = _in_unit(across, names[0], like.names[0])
        upwards = _in_unit(upwards, names[1], like.names[1])
    found = _ordered(across, upwards, names)
    if like is not None and like.whole and not found.whole:
        raise Unreadable("has points that are not numbers")
    return found


def _columns(found: Loaders) -> Loaders:
    """Return the columns; those of a single matrix have the numbers of their places as names."""
    if len(found) != 1:
        return found
    load = next(iter(found.values()))
    values = load()
    if values.ndim != 2 or min(values.shape) < 2:
        return found
    table = values if values.shape[0] >= values.shape[1] else values.T
    return {f"column {n + 1}": _picked(table, n) for n in range(min(table.shape[1], 1_000))}


def _picked(table: Plain, place: int) -> "_Column":
    return _Column(table, place)


@dataclass(frozen=True)
class _Column:
    """What reads a column of a matrix."""

    table: Plain
    place: int

    def __call__(self) -> Plain:
        return self.table[:, self.place]


def _name_of(columns: Loaders, wanted: str, place: int) -> str:
    """Return the name of a column: as it is, without its unit, or by its place if none has names.

    Raises:
        Unreadable: if there is none.
    """
    names = list(columns)
    if len(names) <= place:
        raise Unreadable("holds fewer than two columns of numbers")
    if not wanted:
        return names[place]
    for read in (_plainest, bare_name):
        same = [name for name in names if read(name) == read(wanted)]
        if len(same) == 1:
            return same[0]
    if all(_NAMELESS.fullmatch(name) for name in names) and len(names) == 2:
        return names[place]
    shown = ", ".join(legible(name)[:40] for name in names[:8])
    raise Unreadable(f"has no column {legible(wanted)}; it has {shown}")


def _plainest(name: str) -> str:
    return fold(name).casefold()


def _list(values: Plain, name: str) -> Numbers:
    found = values.reshape(-1) if values.size == max(values.shape, default=0) else None
    if found is None or values.dtype.kind == "c":
        raise Unreadable(f"has more than a list of real numbers as {legible(name) or 'its array'}")
    return found.astype(np.float64)


def _in_unit(values: Numbers, name: str, wanted: str) -> Numbers:
    """Return values in the unit that another name shows, if both names show one.

    Raises:
        Unreadable: if they measure different things.
    """
    unit, other = named_unit(name)[1], named_unit(wanted)[1]
    if not unit or not other or unit == other:
        return values
    zero, one = convert(0.0, unit, other), convert(1.0, unit, other)
    if zero is None or one is None:
        raise Unreadable(f"gives {legible(name)} in {unit}, which is no unit of what is asked for")
    return values * (one - zero) + zero


def _ordered(across: Numbers, upwards: Numbers, names: tuple[str, str]) -> Curve:
    known = np.isfinite(across) & np.isfinite(upwards)
    if np.count_nonzero(known) < 2:
        raise Unreadable("has fewer than two points that are numbers")
    whole = bool(np.all(known))
    across, upwards = across[known], upwards[known]
    order = np.argsort(across, kind="stable")
    if across[order[0]] == across[order[-1]]:
        raise Unreadable("has the same x at all of its points")
    return Curve(across[order], upwards[order], names, whole)


def within(curve: Curve, low: float | None, high: float | None) -> Curve:
    """Return the part of a curve between two x, its ends taken between its points.

    Raises:
        Unreadable: if there is nothing of it.
    """
    first, last = curve.span
    low, high = max(first, first if low is None else low), min(last, last if high is None else high)
    if low >= high:
        raise Unreadable("has no points in the range that is asked for")
    inside = (curve.x > low) & (curve.x < high)
    ends = np.array([low, high])
    at_ends = np.interp(ends, curve.x, curve.y)
    x = np.concatenate([ends[:1], curve.x[inside], ends[1:]])
    y = np.concatenate([at_ends[:1], curve.y[inside], at_ends[1:]])
    return Curve(x, y, curve.names, curve.whole)


def apart(expected: Curve, found: Curve, scale: Scale, period: float | None) -> Apart:
    """Return two curves at the same x.

    Args:
        expected: the right one; its whole span must be covered.
        found: the other one.
        scale: whether x is even by differences or by ratios, as frequencies are.
        period: what y may be off by without a difference, such as 360 degrees of a phase.

    Raises:
        Unreadable: if the other one is too short or too coarse to be compared.
    """
    along = (_log(expected), _log(found)) if scale == "logarithmic" else (expected, found)
    right, other = (_unwrapped(curve, period) for curve in along)
    _refuse_short(right, other)
    low, high = max(right.x[0], other.x[0]), min(right.x[-1], other.x[-1])
    grid = right.x if len(right.x) <= len(other.x) else other.x
    grid = grid[(grid >= low) & (grid <= high)]
    one, two = np.interp(grid, right.x, right.y), np.interp(grid, other.x, other.y)
    off = two - one
    if period:
        off = (off + period / 2) % period - period / 2
    shown = 10**grid if scale == "logarithmic" else grid
    return Apart(shown, one, one + off, off)


def _log(curve: Curve) -> Curve:
    if curve.x[0] <= 0:
        kept = curve.x > 0
        if np.count_nonzero(kept) < 2:
            raise Unreadable("has no x above 0, which a logarithmic axis needs")
        curve = Curve(curve.x[kept], curve.y[kept], curve.names)
    return Curve(np.log10(curve.x), curve.y, curve.names)


def _unwrapped(curve: Curve, period: float | None) -> Curve:
    if not period:
        return curve
    return Curve(curve.x, np.unwrap(curve.y, period=period), curve.names)


def _refuse_short(expected: Curve, found: Curve) -> None:
    """Look at whether a curve covers the other one.

    Raises:
        Unreadable: if it ends too early, begins too late, or has gaps.
    """
    (low, high), (first, last) = expected.span, found.span
    span = high - low
    widest = max(_WIDEST_GAP * span, 1.5 * float(np.max(np.diff(expected.x))))
    slack = max(_SLACK * span, min(1.5 * float(np.median(np.diff(found.x))), widest))
    if first > low + slack or last < high - slack:
        raise Unreadable("covers only a part of the range of x that is asked for")
    inside = found.x[(found.x >= low) & (found.x <= high)]
    least = min(_LEAST_POINTS, len(expected.x))
    if len(inside) < least:
        raise Unreadable(f"has {len(inside)} points where {least} are the least for this curve")
    if float(np.max(np.diff(inside))) > widest:
        raise Unreadable("has a gap among its points")


def is_even(values: Sequence[float] | Numbers) -> bool:
    """Tell whether values ascend by the same step, or by the same ratio."""
    x = np.asarray(values, dtype=np.float64)
    if len(x) < 3 or not np.all(np.isfinite(x)) or np.any(np.diff(x) <= 0):
        return False
    steps = np.diff(x)
    if np.ptp(steps) <= 1e-3 * steps.mean():
        return True
    if x[0] <= 0:
        return False
    ratios = np.diff(np.log(x))
    return bool(np.ptp(ratios) <= 1e-2 * ratios.mean())
