"""The checks of arrays of numbers: element by element, as a whole, by shape and by statistics."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Field

from studio.grading.families.array_pairs import (
    EXACT_NOISE,
    is_flat,
    pair_of,
    reference_array,
    room,
    squeezed,
    told_of,
    wide,
)
from studio.grading.kinds import Grounds, Judgement, Kind, failed, passed, register
from studio.grading.phrasing import percent
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.arrays import read_array
from studio.grading.readers.plain_arrays import Plain, kind_of, shape_text
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

# What arithmetic in single precision leaves of a number.
_NOISE = 1e-6
_MOST_PLACES = 20

Nan = Literal["equal", "ignore", "fail"]
NanPolicy = Annotated[
    Nan,
    Field(
        title="Not a number",
        description="Where the reference is not a number: `equal` wants the same there and only "
        "there, `ignore` leaves these places free, `fail` wants a number everywhere.",
    ),
]


class ArrayCloseParameters(Frozen):
    """How near each number of an array must be to that of the reference.

    A number may be off by the tolerance of the check, by `relative` of it, or by `peak` of the
    largest one of its column, whichever is most.
    """

    relative: float | None = Field(
        default=None,
        ge=0,
        le=1,
        title="Relative",
        description="The share of each number that it may be off by; what single precision leaves "
        "if this is left out, and nothing for whole numbers.",
    )
    peak: float = Field(
        default=0.0,
        ge=0,
        lt=1,
        title="Of the peak",
        description="The share of the largest number of its column, or of a whole list.",
    )
    nan: NanPolicy = "equal"
    share: float = Field(
        default=1.0,
        gt=0,
        le=1,
        title="Share",
        description="How much of the numbers must be near enough for the check to pass.",
    )


@dataclass(frozen=True)
class Compared:
    """Which numbers are right, how far off each is, and which of them count at all."""

    right: Plain
    off: Plain
    counted: Plain


def compared(
    parameters: ArrayCloseParameters, tolerance: float | None, expected: Plain, found: Plain
) -> Compared:
    """Compare two arrays of one shape, element by element."""
    whole = kind_of(expected) in ("integer", "truth") and kind_of(found) in ("integer", "truth")
    relative = parameters.relative
    if relative is None:
        relative = 0.0 if whole else (EXACT_NOISE if tolerance or parameters.peak else _NOISE)
    same = expected == found
    left, right = wide(expected), wide(found)
    gaps, unknown = np.isnan(left), np.isnan(right)
    with np.errstate(all="ignore"):
        off = np.abs(left - right)
        peaks = _peaks(left)
        room = np.maximum(tolerance or 0.0, parameters.peak * peaks)
        noise = EXACT_NOISE * float(np.max(peaks))
        near = off <= np.maximum(room, relative * np.abs(left)) + noise
    near = (near & np.isfinite(right)) | same
    off = np.where(same, 0.0, off)
    if parameters.nan == "equal":
        near |= gaps & unknown
    counted = ~gaps if parameters.nan == "ignore" else np.ones(left.shape, dtype=bool)
    return Compared(near, off, counted)


def _peaks(values: Plain) -> Plain:
    """Return the largest size of each column of a table, of a list or a larger array as a whole."""
    sizes = np.where(np.isfinite(values), np.abs(values), 0.0)
    return np.asarray(np.max(sizes, axis=0 if values.ndim == 2 else None))


def _untouched(target: Target, grounds: Grounds, expected: Plain) -> Plain | None:
    """Return where the input holds what the reference does already, None if it has no such array.

    What cannot be read there gives nothing away.
    """
    try:
        given = squeezed(read_array(grounds.input, target))
    except Unreadable:
        return None
    if given.shape != expected.shape:
        return None
    kept: Plain = (given == expected) | (np.isnan(wide(given)) & np.isnan(wide(expected)))
    return kept


def _score(judged: Compared, kept: Plain | None) -> float:
    """Return the share of what was worked out that is right, less where what was given is not."""
    counted, right = judged.counted, judged.right
    if kept is None or not np.any(counted & ~kept):
        return _share(right, counted)
    worked, given = counted & ~kept, counted & kept
    return _share(right, worked) * (_share(right, given) if np.any(given) else 1.0)


def _share(right: Plain, among: Plain) -> float:
    return int(np.count_nonzero(right & among)) / max(1, int(np.count_nonzero(among)))


def _places(judged: Compared) -> list[list[int]]:
    wrong = np.argwhere(judged.counted & ~judged.right)[:_MOST_PLACES]
    return [[int(n) for n in place] for place in wrong]


def _judge_close(
    check: Check, parameters: ArrayCloseParameters, target: Target, grounds: Grounds
) -> Judgement:
    try:
        expected, found = pair_of(target, grounds)
    except Unreadable as fault:
        return told_of(target, fault)
    judged = compared(parameters, check.tolerance, expected, found)
    count = int(np.count_nonzero(judged.counted))
    wrong = count - int(np.count_nonzero(judged.counted & judged.right))
    line = f"{wrong:,} of {count:,} numbers of {check.target} are off"
    if wrong <= (1 - parameters.share) * count + 1e-9:
        return passed(f"{line}, which is few enough.", public=f"{line}.", wrong=wrong)
    score = min(_score(judged, _untouched(target, grounds, expected)), 1 - 1 / (count + 1))
    worst = _worst(judged)
    sentence = (
        f"{line}; at {_place_text(worst)} it is {_shown(found[worst])} and must be "
        f"{_shown(expected[worst])}."
    )
    return Judgement(score, sentence, {"wrong": wrong, "places": _places(judged)}, f"{line}.")


def _worst(judged: Compared) -> tuple[int, ...]:
    off = np.where(judged.counted & ~judged.right, np.nan_to_num(judged.off, nan=np.inf), -1.0)
    return tuple(int(n) for n in np.unravel_index(int(np.argmax(off)), off.shape))


def _place_text(place: tuple[int, ...]) -> str:
    return f"[{', '.join(str(n) for n in place)}]"


def _shown(value: Any) -> str:
    return f"{value:.6g}" if not isinstance(value, np.bool_) else str(bool(value))


def _sentence_close(
    check: Check, parameters: ArrayCloseParameters, target: Target, grounds: Grounds
) -> str:
    much = f"Each number of {check.target} is that"
    if parameters.share < 1:
        much = f"At least {percent(parameters.share)} of the numbers of {check.target} are those"
    near = room(check, parameters.relative)
    peak = f", within {parameters.peak * 100:g}% of the peak" if parameters.peak else ""
    return f"{much} of the reference{near}{peak}"


def _fit_close(
    check: Check, parameters: ArrayCloseParameters, target: Target, grounds: Grounds
) -> str:
    expected = reference_array(target, grounds)
    values = wide(expected)
    unknown = np.isnan(values)
    if np.all(unknown):
        return f"{check.target} of the reference holds no number at all."
    if parameters.nan == "fail" and np.any(unknown):
        return f"{check.target} of the reference is not a number in places; set nan to equal."
    if is_flat(expected) or not check.tolerance:
        return ""
    if float(np.nanmax(np.abs(values - np.nanmean(values)))) <= check.tolerance:
        return f"A tolerance of {check.tolerance:g} lets the mean pass for each number; take less."
    return ""


class ArrayShapeParameters(Frozen):
    """Which sides and which kind of numbers an array must have."""

    shape: tuple[int | None, ...] | None = Field(
        default=None,
        title="Shape",
        description="The length of each side, null where it is free; that of the reference if left "
        "out. Sides of length 1 are not counted.",
    )
    numbers: Literal["any", "integer", "real", "complex", "truth", "reference"] = Field(
        default="any",
        title="Numbers",
        description="Which kind of numbers it must hold; `reference` means the kind of those of "
        "the reference. Whole numbers stored as reals are integer, too.",
    )


def _kind_name(values: Plain) -> str:
    kind = kind_of(values)
    if kind == "real" and np.all(np.isfinite(values)) and np.all(values == np.round(values)):
        return "integer"
    return kind


def _judge_shape(
    check: Check, parameters: ArrayShapeParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    reference = reference_array(target, grounds)
    try:
        values = read_array(grounds.output, target)
    except Unreadable as fault:
        return told_of(target, fault)
    wanted = _wanted_shape(parameters, reference)
    shape = squeezed(values).shape
    if len(wanted) != len(shape) or any(
        side not in (None, found) for side, found in zip(wanted, shape, strict=True)
    ):
        line = f"{check.target} has the shape {shape_text(values.shape)}"
        sentence = f"{line} and must have {_wanted_text(wanted)}."
        return failed(sentence, public=f"{line}, which is not the one asked for.")
    kind = parameters.numbers if parameters.numbers != "reference" else kind_of(reference)
    if kind != "any" and kind not in (kind_of(values), _kind_name(values)):
        line = f"{check.target} holds {kind_of(values)} numbers where {kind} ones are asked for."
        return failed(line, public=line)
    line = f"{check.target} has the shape {shape_text(values.shape)}, as asked for."
    return passed(line, public=line)


def _wanted_shape(parameters: ArrayShapeParameters, reference: Plain) -> tuple[int | None, ...]:
    shape = parameters.shape if parameters.shape is not None else reference.shape
    return tuple(side for side in shape if side != 1)


def _wanted_text(shape: tuple[int | None, ...]) -> str:
    return " x ".join("any" if side is None else f"{side:,}" for side in shape) or "one number"


def _sentence_shape(
    check: Check, parameters: ArrayShapeParameters, target: Target, grounds: Grounds
) -> str:
    shape = parameters.shape
    if shape is None:
        try:
            shape = read_array(grounds.reference, target).shape
        except Unreadable:
            shape = ()
    kinds = {"any": "", "truth": " of truth values", "reference": " of the reference's numbers"}
    kind = kinds.get(parameters.numbers, f" of {parameters.numbers} numbers")
    return f"{check.target} has the shape {_wanted_text(tuple(shape))}{kind}"


def _fit_shape(
    check: Check, parameters: ArrayShapeParameters, target: Target, grounds: Grounds
) -> str:
    told = _judge_shape(check, parameters, target, Grounds(grounds.reference, *_rest_of(grounds)))
    return "" if told.score == 1 else f"The reference does not fit: {told.sentence}"


def _rest_of(grounds: Grounds) -> tuple[Any, ...]:
    return grounds.reference, grounds.input, grounds.hidden


register(
    Kind(
        id="array_close",
        family="arrays",
        title="Each number is near enough",
        parameters=ArrayCloseParameters,
        judge=_judge_close,
        sentence=_sentence_close,
        fit=_fit_close,
        extra="arrays",
    )
)
register(
    Kind(
        id="array_shape",
        family="arrays",
        title="The array has its shape",
        parameters=ArrayShapeParameters,
        judge=_judge_shape,
        sentence=_sentence_shape,
        fit=_fit_shape,
        presence=True,
        extra="arrays",
    )
)
