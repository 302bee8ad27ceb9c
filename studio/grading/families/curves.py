"""The check of a curve: how far it is from the right one, whatever rate it was sampled at."""

from dataclasses import dataclass
from typing import Literal, Self

import numpy as np
from pydantic import Field, model_validator

from studio.base.errors import FaultError
from studio.grading.families.array_pairs import told_of
from studio.grading.kinds import Grounds, Judgement, Kind, failed, passed, register
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.curves import Apart, Curve, apart, read_curve, within
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

_NOISE = 1e-9
_SAME_X = 1e-6


class CurveDistanceParameters(Frozen):
    """How far a curve may be from that of the reference.

    Both are compared at the points of the coarser one, so another sampling rate is right. The curve
    must cover the range of x, without gaps. Units in names such as `time (ms)` are converted.
    """

    x: str = Field(
        default="", title="Column of x", description="The column of x; the first if left out."
    )
    y: str = Field(
        default="", title="Column of y", description="The column of y; the second if left out."
    )
    measure: Literal["rms", "largest"] = Field(
        default="rms",
        title="Measure",
        description="The root of the mean square of the distances, or the largest one.",
    )
    at_most: float | None = Field(
        default=None, gt=0, title="At most", description="The distance, in the unit of y."
    )
    relative: float | None = Field(
        default=None,
        gt=0,
        lt=1,
        title="Relative",
        description="The distance as a share of what y spans in the reference.",
    )
    of: Literal["range", "spread"] = Field(
        default="range",
        title="Share of",
        description="Whether a share is one of the range of y, or of its standard deviation, "
        "which is less where y has few peaks.",
    )
    low: float | None = Field(
        default=None, title="From", description="The least x that counts; all if left out."
    )
    high: float | None = Field(
        default=None, title="To", description="The greatest x that counts; all if left out."
    )
    scale: Literal["linear", "logarithmic"] = Field(
        default="linear",
        title="Scale of x",
        description="Whether x is even by differences, or by ratios as frequencies are.",
    )
    period: float | None = Field(
        default=None,
        gt=0,
        title="Period",
        description="What y may be off by without a difference: 360 for a phase in degrees.",
    )
    sampling: Literal["free", "reference"] = Field(
        default="free",
        title="Sampling",
        description="Whether the curve may have other x than the reference.",
    )
    step: float | None = Field(
        default=None,
        gt=0,
        title="Widest step",
        description="How far apart neighbouring points may be, in the unit of x; as wide as a "
        "comparison bears if left out.",
    )

    @model_validator(mode="after")
    def _has_one_bound(self) -> Self:
        if (self.at_most is None) == (self.relative is None):
            raise ValueError("give either at_most, in the unit of y, or relative, a share of it")
        return self


@dataclass(frozen=True)
class Measured:
    """A curve beside the right one: how far off it is, and how far it may be."""

    apart: Apart
    distance: float
    limit: float


def expected_curve(parameters: CurveDistanceParameters, target: Target, grounds: Grounds) -> Curve:
    """Return the curve of the reference, in the range that counts.

    Raises:
        FaultError: if it cannot be read.
    """
    try:
        whole = read_curve(grounds.reference, target.path, parameters.x, parameters.y)
        return within(whole, parameters.low, parameters.high)
    except Unreadable as fault:
        raise FaultError(f"{target.path} of the reference {fault}.") from None


def limit_of(parameters: CurveDistanceParameters, expected: Curve) -> float:
    """Return how far off a curve may be, in the unit of y."""
    if parameters.at_most is not None:
        return parameters.at_most
    assert parameters.relative is not None
    whole = np.ptp(expected.y) if parameters.of == "range" else np.std(expected.y)
    return parameters.relative * float(whole)


def measured(parameters: CurveDistanceParameters, target: Target, grounds: Grounds) -> Measured:
    """Return how far the curve of an output is from that of the reference.

    Raises:
        FaultError: if the reference has none.
        Unreadable: if the output has none, or one that cannot be compared.
    """
    assert grounds.output is not None
    expected = expected_curve(parameters, target, grounds)
    found = read_curve(grounds.output, target.path, parameters.x, parameters.y, like=expected)
    if parameters.sampling == "reference":
        _refuse_other_x(within(found, parameters.low, parameters.high), expected)
    if parameters.step is not None:
        _refuse_wide_steps(within(found, *expected.span), parameters.step)
    return _beside(parameters, expected, found)


def _refuse_wide_steps(curve: Curve, step: float) -> None:
    """Look at whether the points of a curve are near enough to each other.

    Raises:
        Unreadable: if two neighbours are not.
    """
    widest = float(np.max(np.diff(curve.x)))
    if widest > step + _SAME_X * float(np.ptp(curve.x)):
        raise Unreadable(f"has points {widest:.4g} apart where {step:g} is the most")


def _refuse_other_x(found: Curve, expected: Curve) -> None:
    """Look at whether two curves have the same x.

    Raises:
        Unreadable: if they do not.
    """
    room = _SAME_X * float(np.ptp(expected.x))
    if len(found.x) != len(expected.x) or np.any(np.abs(found.x - expected.x) > room):
        raise Unreadable("is not sampled at the x that are asked for")


def _beside(parameters: CurveDistanceParameters, expected: Curve, found: Curve) -> Measured:
    both = apart(expected, found, parameters.scale, parameters.period)
    with np.errstate(over="ignore"):
        distance = (
            float(np.max(np.abs(both.off)))
            if parameters.measure == "largest"
            else float(np.sqrt(np.mean(both.off**2)))
        )
    return Measured(both, distance, limit_of(parameters, expected))


def _judge(
    check: Check, parameters: CurveDistanceParameters, target: Target, grounds: Grounds
) -> Judgement:
    try:
        both = measured(parameters, target, grounds)
    except Unreadable as fault:
        return told_of(target, fault)
    if not np.isfinite(both.distance):
        return failed(f"{_what(parameters)} of {target.path} is without end.")
    name = _what(parameters)
    evidence = {"distance": float(f"{both.distance:.6g}"), "points": len(both.apart.x)}
    if both.distance <= both.limit * (1 + _NOISE):
        line = f"{name} of {target.path} follows the curve that is asked for."
        return passed(line, public=line, **evidence)
    worst = int(np.argmax(np.abs(both.apart.off)))
    share = float(np.mean(np.abs(both.apart.off) > both.limit))
    public = f"{name} of {target.path} leaves the curve that is asked for."
    sentence = (
        f"{name} of {target.path} is {both.distance:.4g} off ({parameters.measure}) and may be "
        f"{both.limit:.4g}; most at x = {both.apart.x[worst]:.4g}, where it is "
        f"{both.apart.found[worst]:.4g} and must be {both.apart.expected[worst]:.4g}."
    )
    return failed(sentence, public=public, outside=round(share, 4), **evidence)


def _what(parameters: CurveDistanceParameters) -> str:
    return parameters.y or "The curve"


def _bound(parameters: CurveDistanceParameters) -> str:
    if parameters.at_most is not None:
        return f"{parameters.at_most:g}"
    return f"{(parameters.relative or 0) * 100:g}% of its {parameters.of}"


def _sentence(
    check: Check, parameters: CurveDistanceParameters, target: Target, grounds: Grounds
) -> str:
    measure = "at every point" if parameters.measure == "largest" else "on average (RMS)"
    over = f" over {parameters.x}" if parameters.x else ""
    rate = "" if parameters.sampling == "free" else ", at the same points"
    rate += f", with points at most {parameters.step:g} apart" if parameters.step else ""
    return (
        f"{_what(parameters)}{over} in {target.path} is within {_bound(parameters)} of the "
        f"reference {measure}{rate}"
    )


def flat_distance(parameters: CurveDistanceParameters, expected: Curve) -> float:
    """Return how far a straight line at the mean of a curve is from it."""
    line = Curve(expected.x, np.full(len(expected.y), float(np.mean(expected.y))), expected.names)
    return _beside(parameters, expected, line).distance


def _fit(
    check: Check, parameters: CurveDistanceParameters, target: Target, grounds: Grounds
) -> str:
    try:
        expected = expected_curve(parameters, target, grounds)
        if float(np.ptp(expected.y)) == 0:
            return "" if parameters.at_most else "The curve is flat; give at_most, not relative."
        reached = flat_distance(parameters, expected)
        if parameters.step is not None:
            _refuse_wide_steps(expected, parameters.step)
    except Unreadable as fault:
        return f"{target.path} of the reference {fault}."
    except FaultError as fault:
        return str(fault)
    limit = limit_of(parameters, expected)
    if reached <= limit:
        return f"A flat line is off by {reached:.4g} only; ask for less than {limit:.4g}."
    return ""


register(
    Kind(
        id="curve_distance",
        family="arrays",
        title="The curve is near enough",
        parameters=CurveDistanceParameters,
        judge=_judge,
        sentence=_sentence,
        fit=_fit,
        extra="arrays",
    )
)
