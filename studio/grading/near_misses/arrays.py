"""Near misses and harmless variants of arrays and curves."""

import io
import random
from collections.abc import Callable, Iterator

import numpy as np

from studio.base.extras import import_extra
from studio.grading.near_misses.array_files import FILES, Arrays, open_arrays, written
from studio.grading.near_misses.operators import Made, Make, Scene, spoils, varies
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.arrays import BINARY, HDF5, SERIES, arrays_of, attributes_in
from studio.grading.readers.plain_arrays import Plain, kind_of
from studio.grading.verdicts import parse_parameters

_LEAST_LIST = 8
_LEAST_POINTS = 45

Change = Callable[[Plain, random.Random], Plain | None]
Whole = Callable[[Arrays, random.Random], bytes | None]


def _spoil(id: str, title: str, did: str, places: bool = False) -> Callable[[Change], Change]:
    """Register what spoils one array of a file; None is a change that does not apply.

    What moves numbers to other `places` spoils only those that have a place each.
    """

    def keep(change: Change) -> Change:
        def make(scene: Scene, rng: random.Random) -> Iterator[Made]:
            found = open_arrays(scene)
            for name in _in_any_order(found, rng):
                assert found is not None
                if places and name not in found.ordered:
                    continue
                values = found.arrays[name]
                other = change(values, rng)
                if other is not None and not _is_same(values, other):
                    content = found.with_arrays({name: other.astype(_kept_type(values, other))})
                    yield scene.made(f"{did} {name or 'the array'}", content)

        kept: Make = make
        spoils(id, "arrays", title, FILES)(kept)
        return change

    return keep


def _in_any_order(found: Arrays | None, rng: random.Random) -> list[str]:
    names = list(found.worked) if found else []
    rng.shuffle(names)
    return names


def _kept_type(values: Plain, other: Plain) -> "np.dtype[np.generic]":
    """Return the type of the array before, where its numbers can hold what it became."""
    return values.dtype if kind_of(values) == kind_of(other) else other.dtype


def _is_same(values: Plain, other: Plain) -> bool:
    if values.shape != other.shape or kind_of(values) == "truth":
        return np.array_equal(values, other)
    room = 1e-6 * float(np.nanmax(np.abs(values)))
    return np.allclose(values, other, rtol=0, atol=room, equal_nan=True)


def _numbers(values: Plain) -> Plain:
    return values.astype(np.float64) if kind_of(values) != "complex" else values


@_spoil("array_unit", "Numbers in another unit", "gave in thousandths of the unit")
def _unit(values: Plain, rng: random.Random) -> Plain | None:
    return None if kind_of(values) == "truth" else _numbers(values) * 1000


@_spoil("array_gain", "A factor that is a little wrong", "took a factor of 1.05 too much for")
def _gain(values: Plain, rng: random.Random) -> Plain | None:
    return None if kind_of(values) in ("truth", "integer") else values * 1.05


@_spoil("array_offset", "An offset that was not taken away", "left an offset in")
def _offset(values: Plain, rng: random.Random) -> Plain | None:
    if kind_of(values) in ("truth", "complex"):
        return None
    spread = float(np.nanmax(values) - np.nanmin(values))
    return _numbers(values) + (max(1.0, round(0.1 * spread)) if spread >= 10 else 0.1 * spread)


@_spoil("array_shifted", "Numbers too late", "came too late with", True)
def _shifted(values: Plain, rng: random.Random) -> Plain | None:
    if not values.ndim or values.shape[0] < _LEAST_LIST:
        return None
    late = max(1, values.shape[0] // 20)
    return np.concatenate([np.repeat(values[:1], late, axis=0), values[:-late]])


@_spoil("array_reversed", "Numbers from the end to the beginning", "turned round", True)
def _reversed(values: Plain, rng: random.Random) -> Plain | None:
    return values[::-1] if values.ndim else None


@_spoil("array_zeros", "An array that was made and never filled", "left at 0")
def _zeros(values: Plain, rng: random.Random) -> Plain:
    return np.zeros_like(values)


@_spoil("array_gaps", "Not a number in the midst", "left something that is not a number in")
def _gaps(values: Plain, rng: random.Random) -> Plain | None:
    if kind_of(values) not in ("real", "complex") or values.size < 2:
        return None
    other = values.copy().reshape(-1)
    known = np.flatnonzero(~np.isnan(other))
    other[known[len(known) // 2]] = np.nan
    return other.reshape(values.shape)


@_spoil("array_noisy", "Noise that was not taken away", "left noise in", True)
def _noisy(values: Plain, rng: random.Random) -> Plain | None:
    if kind_of(values) in ("truth", "integer") or values.size < _LEAST_LIST:
        return None
    spread = float(np.nanstd(values))
    noise = np.array([rng.gauss(0, 0.1 * spread) for _ in range(min(values.size, 10_000))])
    return values + np.resize(noise, values.shape)


def _spoil_whole(id: str, title: str, did: str) -> Callable[[Whole], Whole]:
    return _whole(id, title, did, FILES, harmless=False)


def _vary(id: str, title: str, did: str, suffixes: tuple[str, ...]) -> Callable[[Whole], Whole]:
    return _whole(id, title, did, suffixes, harmless=True)


def _whole(
    id: str, title: str, did: str, suffixes: tuple[str, ...], harmless: bool
) -> Callable[[Whole], Whole]:
    """Register what changes a whole file of arrays; None is a change that does not apply."""

    def keep(change: Whole) -> Whole:
        def make(scene: Scene, rng: random.Random) -> Iterator[Made]:
            found = open_arrays(scene)
            content = change(found, rng) if found is not None else None
            if content is not None:
                yield scene.made(did, content)

        kept: Make = make
        (varies if harmless else spoils)(id, "arrays", title, suffixes)(kept)
        return change

    return keep


@_spoil_whole("array_sign", "The sign is wrong", "turned the sign of all numbers")
def _sign(found: Arrays, rng: random.Random) -> bytes | None:
    if any(check.parameters.get("sign_free") for check in found.checks):
        return None
    turned = {
        name: -_numbers(found.arrays[name])
        for name in found.worked
        if kind_of(found.arrays[name]) != "truth" and np.any(found.arrays[name])
    }
    return found.with_arrays(turned) if turned else None


@_spoil_whole("array_cut", "The end is missing", "left out the last fifth")
def _cut(found: Arrays, rng: random.Random) -> bytes | None:
    first = found.arrays[found.worked[0]]
    length = first.shape[0] if first.ndim else 0
    if length < _LEAST_LIST or not _are_lists(found):
        return None
    kept = length - length // 5
    return found.with_arrays({n: v[:kept] for n, v in found.arrays.items() if len(v) == length})


def _are_lists(found: Arrays) -> bool:
    return all(values.ndim >= 1 for values in found.arrays.values())


@_spoil_whole("array_transposed", "Rows and columns swapped", "swapped rows and columns")
def _transposed(found: Arrays, rng: random.Random) -> bytes | None:
    name = found.worked[0]
    values = found.arrays[name]
    if values.ndim != 2 or min(values.shape) < 2 or _is_same(values, values.T):
        return None
    return found.with_arrays({name: np.ascontiguousarray(values.T)})


@_spoil_whole("array_swapped", "Two arrays under each other's name", "swapped two arrays")
def _swapped(found: Arrays, rng: random.Random) -> bytes | None:
    for one, other in zip(found.worked, found.worked[1:], strict=False):
        left, right = found.arrays[one], found.arrays[other]
        if left.shape == right.shape and not np.allclose(left, right, equal_nan=True):
            return found.with_arrays({one: right, other: left})
    return None


@spoils("array_untouched", "arrays", "The input as it came", BINARY)
def _untouched(scene: Scene, rng: random.Random) -> Iterator[Made]:
    found = open_arrays(scene)
    if found is None or scene.given is None:
        return
    try:
        before = {name: load() for name, load in arrays_of(scene.given).items()}
    except Unreadable:
        return
    for name in found.worked:
        given = before.get(name)
        if given is not None and not _is_same(given, found.arrays[name]):
            yield scene.made(
                f"left {name or 'the array'} as it came", found.with_arrays({name: given})
            )


@spoils("attributes_lost", "arrays", "Attributes are missing", HDF5)
def _lost(scene: Scene, rng: random.Random) -> Iterator[Made]:
    yield from _retold(scene, rng, "left out an attribute", None)


@spoils("attributes_wrong", "arrays", "An attribute says something else", HDF5)
def _retold_wrong(scene: Scene, rng: random.Random) -> Iterator[Made]:
    yield from _retold(scene, rng, "wrote something else into an attribute", "?")


def _retold(scene: Scene, rng: random.Random, did: str, value: str | None) -> Iterator[Made]:
    """Yield the file with one attribute that is asked for changed, or taken away."""
    checks = [check for check in scene.checks if check.kind == "array_attributes"]
    names = [str(name) for check in checks for name in check.parameters["names"]]
    found = attributes_in(scene.reference, scene.path) if names else {}
    there = [(path, name) for path, held in found.items() for name in names if name in held]
    if there:
        library = import_extra("h5py", "arrays", "HDF5 files")
        stream = io.BytesIO(scene.content())
        path, name = rng.choice(there)
        with library.File(stream, "r+") as file:
            attributes = (file[path] if path else file).attrs
            del attributes[name]
            if value is not None:
                attributes[name] = value
        yield scene.made(f"{did}, {name} of {path or 'the file'}", stream.getvalue())


@_vary("array_resaved", "Written by another program", "saved it again another way", BINARY)
def _resaved(found: Arrays, rng: random.Random) -> bytes:
    return found.with_only(found.arrays, variant="other")


@_vary("array_single", "Single precision", "saved it in single precision", BINARY)
def _single(found: Arrays, rng: random.Random) -> bytes | None:
    narrow = {
        name: values.astype(np.float32)
        for name, values in found.arrays.items()
        if kind_of(values) == "real" and values.dtype.itemsize == 8
    }
    exact = any(check.parameters.get("relative") == 0 for check in found.checks)
    return found.with_arrays(narrow) if narrow and not exact else None


@_vary("array_column", "A list as a column", "saved lists as columns", (".npy", ".npz", ".mat"))
def _column(found: Arrays, rng: random.Random) -> bytes | None:
    tall = {
        name: values.reshape(-1, 1)
        for name, values in found.arrays.items()
        if values.ndim == 1 and values.size > 1
    }
    return found.with_arrays(tall) if tall else None


@_vary("curve_finer", "Sampled twice as finely", "sampled it twice as finely", FILES)
def _finer(found: Arrays, rng: random.Random) -> bytes | None:
    if not _has_free_sampling(found):
        return None
    fine = {name: _with_midpoints(values) for name, values in found.arrays.items()}
    return found.with_only(fine)


def _with_midpoints(values: Plain) -> Plain:
    places = np.arange(2 * len(values) - 1) / 2
    return np.interp(places, np.arange(len(values)), values)


@_vary("curve_coarser", "Sampled half as finely", "sampled it half as finely", FILES)
def _coarser(found: Arrays, rng: random.Random) -> bytes | None:
    limited = any(check.parameters.get("step") for check in found.checks)
    if limited or not _has_free_sampling(found):
        return None
    return found.with_only({name: values[::2] for name, values in found.arrays.items()})


def _has_free_sampling(found: Arrays) -> bool:
    """Tell whether all of a file are curves of any sampling."""
    asked = [check for check in found.checks if check.kind == "curve_distance"]
    others = found.arrays.keys() - set(found.worked) - found.axes
    lists = [values for values in found.arrays.values() if values.ndim == 1]
    return (
        bool(asked)
        and not others
        and len(asked) == len(found.checks)
        and len(lists) == len(found.arrays)
        and min(map(len, lists)) >= _LEAST_POINTS
        and all(parse_parameters(check).model_dump()["sampling"] == "free" for check in asked)
    )


@_vary("curve_columns", "Columns in another order", "put the columns into another order", SERIES)
def _columns(found: Arrays, rng: random.Random) -> bytes | None:
    named = all(check.parameters.get("x") and check.parameters.get("y") for check in found.checks)
    if not found.are_curves or not named:
        return None
    return written(found.suffix, dict(reversed(list(found.arrays.items()))))
