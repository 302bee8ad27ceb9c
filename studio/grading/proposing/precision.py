"""Tolerances: what the instruction says, else the digits that are shown, and the margin left."""

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from studio.grading.proposing.instruction import Instruction
from studio.grading.proposing.scopes import (
    Subject,
    is_counted,
    is_unrounded,
    rounding_for,
    slack_for,
)
from studio.grading.proposing.wishes import Rounding
from studio.grading.readers.values import Scalar, fold, number_of

_COUNTS = re.compile(
    r"(?i)(?:^|[^a-z])(?:counts?|number|no|nr|n|qty|quantity|ids?|year|rank|days?|items?|orders?|"
    r"pieces|units|code|anzahl|menge)(?:$|[^a-z])"
)
_PERCENT = re.compile(r"(?i)%|percent|per cent|\bpct\b|\bshare\b|\brate\b|anteil|prozent")
_NOISE_DIGITS = 7
_SEVERAL = 4
_LEAST_MEASURED = 20
_ALL_DIGITS = 1e-6
_MAX_DIGITS = 12
_MULTIPLE = 1e-4
_MIXED = 2
_PLAIN = 3
_SMALL = 0.05
_SHOWN = re.compile(r"0[.](0+)")
_TAIL = re.compile(r"\d[.,](\d+)\D*$")


@dataclass(frozen=True)
class Precision:
    """A tolerance, absolute, and why; None is exact.

    `alone` is an exact one beside which no other may be that of the whole check.
    """

    tolerance: float | None
    reason: str
    share: float | None = None
    stated: bool = False
    alone: bool = False


def may_be_measured(name: str, copied: bool, carried: int) -> bool:
    """Tell whether whole numbers of a name may be rounded measures: derived from decimals."""
    return not copied and carried > 0 and not _COUNTS.search(name)


def decimals_of(value: Scalar, number_format: str) -> int:
    """Return how many decimals a number is shown with, as its cell or its spelling says."""
    shown = _SHOWN.search(number_format)
    if shown:
        return len(shown[1]) + (2 if "%" in number_format else 0)
    if re.fullmatch(r"0*%", number_format):
        return 2
    if isinstance(value, str):
        return _spelled_decimals(fold(value))
    if re.match(r"[#,]*0(?![0.])", number_format):
        return 0
    number = number_of(value)
    if number is None:
        return 0
    return len(f"{abs(number):.{_MAX_DIGITS}f}".rstrip("0").partition(".")[2])


def _spelled_decimals(text: str) -> int:
    found = _TAIL.search(text)
    if not found:
        return 0
    grouped = len(found[1]) == 3 and not text.startswith("0") and _is_grouped(text)
    return 0 if grouped else len(found[1]) + (2 if text.rstrip().endswith("%") else 0)


def _is_grouped(text: str) -> bool:
    """Tell whether the last mark of `1,250` separates thousands: it does if number_of says so."""
    number = number_of(text)
    return number is not None and number.is_integer() and abs(number) >= 1000


def precision_of(
    instruction: Instruction,
    subject: Subject,
    values: Iterable[tuple[Scalar, str]],
    carried: int,
    measured: bool = False,
) -> Precision:
    """Return the tolerance of the values of one name.

    Args:
        instruction: what it states comes first.
        subject: the label or column of the values, its neighbours and its file.
        values: each value with its number format.
        carried: how many decimals the numbers of the input carry.
        measured: whether whole numbers may be rounded measures and not counts.
    """
    found = [(value, form) for value, form in values if number_of(value) is not None]
    numbers = [number for value, _ in found if (number := number_of(value)) is not None]
    if not numbers:
        return Precision(None, "")
    plain = _plain_precision(instruction, subject, found, numbers, carried, measured)
    slack = slack_for(instruction, subject)
    if not slack or _are_counts(subject, found):
        return plain
    least = min((abs(number) for number in numbers if number), default=0.0)
    shown = plain.stated or any(decimals_of(value, form) for value, form in found)
    room = max(slack.of(least), (plain.tolerance or 0.0) if shown else 0.0)
    share = f"{(slack.share or 0) * 100:g}%" if slack.share else f"{slack.margin:g}"
    return Precision(room, f"the instruction allows {share}", slack.share, stated=True)


def _are_counts(subject: Subject, found: list[tuple[Scalar, str]]) -> bool:
    """Tell whether values are counts or codes by their name, and whole."""
    whole = not any(decimals_of(value, form) for value, form in found)
    return whole and any(_COUNTS.search(name) for name in subject.names[:1])


def _plain_precision(
    instruction: Instruction,
    subject: Subject,
    found: list[tuple[Scalar, str]],
    numbers: list[float],
    carried: int,
    measured: bool,
) -> Precision:
    """Return the tolerance that rounding leaves: as asked for, as shown, or as carried."""
    if digits := instruction.significant:
        room = 0.5 * 10.0 ** (1 - digits)
        least = min((abs(number) for number in numbers if number), default=0.0)
        told = f"{digits} significant digits are asked for"
        return Precision(least * room, told, room, stated=True)
    rounding, named = rounding_for(instruction, subject)
    if not (rounding and named) and is_unrounded(instruction, subject):
        return _unrounded(found, numbers)
    shares = all(_is_percent(value, form) for value, form in found)
    spoken = _PERCENT.search(" ".join(subject.names)) and max(map(abs, numbers)) <= 1.5
    if rounding and (shares or spoken):
        rounding = replace(rounding, unit=rounding.unit / 100)
    if rounding and not named and _is_coarser(found, rounding.unit):
        rounding = None
    if rounding and _holds(rounding, named, found, numbers):
        fraction = named or _may_be_fraction(subject, found, rounding.unit)
        if rounding.tolerance is None or not fraction:
            told = f"the instruction asks for multiples of {rounding.unit:g}"
            return Precision(None, told if rounding.unit > 1 else "the numbers are whole")
        if rounding.ruled and _are_multiples(numbers, rounding.unit):
            told = f"the instruction has the numbers themselves rounded to {rounding.unit:g}"
            return Precision(rounding.noise, told, stated=True)
        told = "half a unit of the last digit that the instruction asks for"
        return Precision(rounding.tolerance, told, stated=True)
    middle = sorted(abs(number) for number in numbers)[len(numbers) // 2]
    counted = _are_counts(subject, found) or is_counted(instruction, subject.names[:1])
    counted = counted or middle < _LEAST_MEASURED
    return _shown_precision(found, numbers, carried, measured and not counted)


def _unrounded(found: list[tuple[Scalar, str]], numbers: list[float]) -> Precision:
    """Return the room that all digits leave: a millionth, more only where the reference has fewer.

    Six digits tell a rounded value from a whole one, whatever order the sums were done in.
    """
    shown = max(decimals_of(value, form) for value, form in found)
    if not shown:
        return Precision(None, "whole numbers are exact")
    if shown < _NOISE_DIGITS and not any(_tells_digits(number) for number in numbers):
        return Precision(0.5 * 10.0**-shown, "half a unit of the last digit shown")
    least = min((abs(number) for number in numbers if number), default=0.0)
    told = "the instruction wants all digits, so they agree to a millionth"
    return Precision(least * _ALL_DIGITS, told, _ALL_DIGITS, stated=True)


def _tells_digits(number: float) -> bool:
    """Tell whether a number has at least seven digits of its own."""
    return len(f"{abs(number):.12g}".replace(".", "").strip("0")) >= _NOISE_DIGITS


def _is_percent(value: Scalar, form: str) -> bool:
    return "%" in form or (isinstance(value, str) and fold(value).endswith("%"))


def _holds(
    rounding: Rounding, beside: bool, found: list[tuple[Scalar, str]], numbers: list[float]
) -> bool:
    """Tell whether a wish to round is about some values and not about others.

    Values that show more digits are others, unless the wish stands beside their name and is
    small against them: an expert may keep all digits behind a format.
    """
    if not _is_finer(found, rounding.unit):
        return True
    sizes = sorted(abs(number) for number in numbers if number)
    return beside and bool(sizes) and rounding.unit < 0.05 * sizes[len(sizes) // 2]


def _are_multiples(numbers: list[float], unit: float) -> bool:
    """Tell whether all numbers are multiples of a unit, but for the noise of floats."""
    return all(abs(n / unit - round(n / unit)) < _MULTIPLE for n in numbers)


def _is_finer(found: list[tuple[Scalar, str]], unit: float) -> bool:
    """Tell whether the reference shows more digits than a unit, so that it is of other values."""
    shown = max(decimals_of(value, form) for value, form in found)
    return shown < _NOISE_DIGITS and 10.0**-shown < unit * 0.999 and unit <= 1


def _is_coarser(found: list[tuple[Scalar, str]], unit: float) -> bool:
    """Tell whether several values all show fewer digits than a unit, so that it is of others."""
    shown = max(decimals_of(value, form) for value, form in found)
    return len(found) >= _SEVERAL and shown > 0 and 10.0**-shown > unit * 1.001


def _may_be_fraction(subject: Subject, found: list[tuple[Scalar, str]], unit: float) -> bool:
    """Tell whether values may have decimals: some have, or money is spoken of."""
    if any(decimals_of(value, form) for value, form in found):
        return True
    return unit == 0.01 and not _are_counts(subject, found)


def _shown_precision(
    found: list[tuple[Scalar, str]], numbers: list[float], carried: int, measured: bool
) -> Precision:
    shown = max(decimals_of(value, form) for value, form in found)
    if shown >= _NOISE_DIGITS:
        return Precision(_carried(numbers, carried), "half a unit of what the input carries")
    room = min(_carried(numbers, carried), max(0.5 * margin_of(numbers), 0.5 * 10.0**-shown))
    if shown and _are_mixed(found, numbers):
        least = min(abs(number) for number in numbers if number)
        told = "half a unit of the finest digit, and small against the least value"
        return Precision(min(0.5 * 10.0**-shown, _SMALL * least), told)
    if shown and 0.5 * 10.0**-shown < room:
        return Precision(room, "half a unit of what the input carries")
    if shown:
        return Precision(0.5 * 10.0**-shown, "half a unit of the last digit shown")
    if all(number.is_integer() for number in numbers) and not measured:
        return Precision(None, "whole numbers are exact")
    return Precision(0.5, "half a unit of the last digit shown")


def _are_mixed(found: list[tuple[Scalar, str]], numbers: list[float]) -> bool:
    """Tell whether values have digits of all lengths, as 20, 5 and 0.075: none was rounded.

    Those with the most decimals have few digits, so they are no cut-off fractions.
    """
    lengths = [decimals_of(value, form) for value, form in found]
    longest = max(lengths)
    whole, short = lengths.count(0), sum(length <= longest - _MIXED for length in lengths)
    parted = [n for n, length in zip(numbers, lengths, strict=True) if length == longest]
    plain = all(len(f"{abs(n):.12g}".replace(".", "").strip("0")) <= _PLAIN for n in parted)
    several = len(set(numbers)) >= _MIXED and longest > 0
    return several and plain and (2 * whole >= len(lengths) or 4 * short >= len(lengths))


def _carried(numbers: list[float], carried: int) -> float:
    """Return half a unit of the input's decimals, and at least three digits of small numbers."""
    digits = max(carried, 2)
    sizes = sorted(abs(number) for number in numbers if number)
    middle = sizes[len(sizes) // 2] if sizes else 1.0
    small = 2 - math.floor(math.log10(middle)) if middle < 1 else 0
    return 0.5 * 10.0 ** -min(max(digits, small), _MAX_DIGITS)


def margin_of(numbers: Sequence[float]) -> float:
    """Return the smallest real mistake: the least gap between two values, or the least value.

    Swapping two rows or taking the neighbour's value is off by at least the gap, dropping a row
    by at least its value.
    """
    distinct = sorted({number for number in numbers})
    gaps = [b - a for a, b in pairwise(distinct)]
    sizes = [abs(number) for number in distinct if number]
    return min([*gaps, *sizes], default=math.inf)


def rooms_of(precisions: Mapping[str, Precision]) -> tuple[float | None, dict[str, Any]]:
    """Return the tolerance of a check, and the parameters that say more of it.

    One tolerance serves all names if they have no other: what is exact is whole or text, and off
    by more than that. Else each name gets its own.

    Args:
        precisions: the precision of the numbers of each name.
    """
    shares = {found.share for found in precisions.values() if found.tolerance is not None}
    if len(shares) == 1 and (share := next(iter(shares))):
        rooms = [found.tolerance for found in precisions.values() if found.tolerance is not None]
        return min(rooms), {"relative": share}
    known = {n: p.tolerance for n, p in precisions.items() if p.tolerance is not None}
    if any(shares):
        own = {n: p.share for n, p in precisions.items() if p.tolerance is not None and p.share}
        return None, {"tolerances": known, "shares": own}
    apart = any(found.alone for found in precisions.values())
    if not known or (len(set(known.values())) == 1 and not apart):
        return next(iter(known.values()), None), {}
    return None, {"tolerances": known}


def copied(precision: Precision, numbers: Sequence[float]) -> Precision:
    """Return the precision of values that are taken over from the input: none of it is lost."""
    if precision.tolerance is None or precision.stated:
        return precision
    parted = any(not number.is_integer() for number in numbers)
    return Precision(None, "the input holds the very values", alone=parted)


def with_margin(precision: Precision, numbers: Sequence[float]) -> str:
    """Return the reason of a tolerance, with the margin to the smallest real mistake."""
    margin = margin_of(numbers)
    if precision.tolerance is None or not math.isfinite(margin):
        return precision.reason
    told = f"the smallest mistake, another row's value or a row left out, is off by {margin:,.4g}"
    return f"within {precision.tolerance:g}: {precision.reason}; {told}"


def below_change(precision: Precision, changes: Sequence[float]) -> Precision:
    """Return a precision by which numbers that nobody changed are wrong.

    A tolerance as large as a change was meant for other numbers.
    """
    least = min(changes, default=math.inf)
    if precision.tolerance is None or precision.tolerance < least:
        return precision
    return Precision(float(f"{least / 20:.3g}"), "small against what was changed", precision.share)


def bounded(precision: Precision, numbers: Sequence[float]) -> Precision:
    """Return a precision that is small against the values, whatever digits are shown."""
    sizes = sorted(abs(number) for number in numbers if number)
    middle = sizes[len(sizes) // 2] if sizes else math.inf
    if precision.tolerance is None or precision.stated or precision.tolerance < middle / 4:
        return precision
    return Precision(middle / 20, "small against the values", precision.share)
