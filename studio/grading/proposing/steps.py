"""The step of a series, as the input gives it: a field such as `dt_ms`, or a regular axis."""

import math
import re
from collections.abc import Iterable, Iterator
from contextlib import suppress

import numpy as np

from studio.base.errors import FaultError, UserError
from studio.grading.proposing.clauses import clauses_of
from studio.grading.proposing.draft import Draft
from studio.grading.proposing.given import field_of
from studio.grading.proposing.layouts import find_tables
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.arrays import BINARY, arrays_of
from studio.grading.readers.conversions import convert, named_unit
from studio.grading.readers.values import number_of

_STEP = re.compile(
    r"(?:^|[_ ])(?:d[txz]|delta|step|spacing|interval|sampling[_ ]?(?:interval|step|period)|"
    r"sample[_ ]?(?:interval|period))$",
    re.IGNORECASE,
)
_RATE = re.compile(r"(?:^|[_ ])(?:fs|(?:sampling|sample)[_ ]?(?:rate|frequency)|rate)$", re.I)
_FEWEST = 4
_MOST_ARRAYS = 40
_REGULAR = 1e-6

_Numbers = list[float]


def step_of(draft: Draft, name: str) -> float | None:
    """Return the step of the series that a column is about, in its unit; None if nothing tells it.

    Fields that are called a step count first, then axes of the input that rise regularly. Where
    they do not agree nothing is told.
    """
    unit = named_unit(name)[1]
    if not unit or not any(one.steps for s in draft.instruction.sentences for one in clauses_of(s)):
        return None
    series = list(_series(draft))
    for steps in (_named(series, unit), _regular(series, unit)):
        found = [step for step in steps if step > 0]
        if found and max(found) - min(found) <= _REGULAR * max(found):
            return found[0]
    return None


def _named(series: Iterable[tuple[str, _Numbers]], unit: str) -> Iterator[float]:
    for name, numbers in series:
        bare, own = _named_unit(name)
        if len(set(numbers)) != 1 or not numbers[0] > 0:
            continue
        if _STEP.search(bare) and own and (step := convert(numbers[0], own, unit)):
            yield step
        hertz = convert(numbers[0], own, "Hz") if _RATE.search(bare) and own else None
        if hertz and (step := convert(1 / hertz, "s", unit)):
            yield step


def _named_unit(name: str) -> tuple[str, str]:
    """Return a name and its unit, that of frequencies in small letters, too."""
    return named_unit(re.sub(r"(?i)(?<=[_ ])(k?)hz$", r"\1Hz", name))


def _regular(series: Iterable[tuple[str, _Numbers]], unit: str) -> Iterator[float]:
    for name, numbers in series:
        own = named_unit(name)[1]
        if not own or len(numbers) < _FEWEST:
            continue
        steps = np.diff(np.asarray(numbers))
        first = float(steps[0])
        even = bool(np.all(np.abs(steps - first) <= _REGULAR * abs(first)))
        if first > 0 and even and (step := convert(first, own, unit)):
            yield step


def _series(draft: Draft) -> Iterator[tuple[str, _Numbers]]:
    """Yield the columns, fields and arrays of the input that hold nothing but numbers."""
    for book in draft.given.books.values():
        for sheet in book.sheets.values():
            for table in find_tables(sheet):
                for number, name in table.header.items():
                    yield from _numbers(name, map(number_of, table.column(sheet, number)))
    for leaves in draft.given.trees.values():
        for pointer, value in leaves:
            yield from _numbers(field_of(pointer), [number_of(value)])
    yield from _arrays(draft)


def _numbers(name: str, values: Iterable[float | None]) -> Iterator[tuple[str, _Numbers]]:
    found = list(values)
    numbers = [value for value in found if value is not None and math.isfinite(value)]
    if numbers and len(numbers) == len(found):
        yield name, numbers


def _arrays(draft: Draft) -> Iterator[tuple[str, _Numbers]]:
    folder = draft.given.folder
    for path in draft.given.paths if folder else ():
        if folder is None or not path.lower().endswith(BINARY):
            continue
        with suppress(Unreadable, FaultError, UserError):
            for name, load in list(arrays_of(folder / path).items())[:_MOST_ARRAYS]:
                values = load()
                if values.ndim <= 1 and values.size and values.dtype.kind in "iuf":
                    yield from _numbers(name, map(float, np.atleast_1d(values)))
