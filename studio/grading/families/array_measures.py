"""The checks of arrays as a whole: how far off they are by a norm, and their statistics."""

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import AfterValidator, Field

from studio.grading.families.array_pairs import (
    EXACT_NOISE,
    is_flat,
    pair_of,
    reference_array,
    room,
    told_of,
    wide,
)
from studio.grading.kinds import Grounds, Judgement, Kind, failed, passed, register
from studio.grading.phrasing import listed
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.arrays import read_array
from studio.grading.readers.plain_arrays import Plain
from studio.model.check import Check, Target
from studio.model.frozen import Frozen


class ArrayNormParameters(Frozen):
    """How far an array as a whole may be from the reference.

    Measured is the norm of the difference, divided by the norm of the reference.
    """

    at_most: float = Field(
        default=0.01, gt=0, lt=1, title="At most", description="The share that it may be off by."
    )
    norm: Literal["euclidean", "largest", "sum"] = Field(
        default="euclidean",
        title="Norm",
        description="The root of the sum of squares, the largest, or the sum of absolute values.",
    )
    sign_free: bool = Field(
        default=False,
        title="Sign is free",
        description="Whether each column may have the other sign throughout, as eigenvectors may.",
    )


_NORMS: Mapping[str, Callable[[Plain], float]] = {
    "euclidean": lambda values: float(np.sqrt(np.sum(np.abs(values) ** 2))),
    "largest": lambda values: float(np.max(np.abs(values))),
    "sum": lambda values: float(np.sum(np.abs(values))),
}


def _aligned(expected: Plain, found: Plain) -> Plain:
    """Return the output with the sign of each column turned to where the reference points."""
    along = np.sum(np.conj(expected) * found, axis=0)
    return found * np.where(np.real(along) < 0, -1.0, 1.0)


def relative_norm(parameters: ArrayNormParameters, expected: Plain, found: Plain) -> float:
    """Return the norm of the difference over that of the reference; without end if it is unknown.

    Places where the reference is not a number are left out.
    """
    left, right = wide(expected), wide(found)
    if parameters.sign_free:
        right = _aligned(left, right)
    known = np.isfinite(left)
    norm = _NORMS[parameters.norm]
    with np.errstate(all="ignore"):
        value = norm((right - left)[known]) / norm(left[known])
    return value if np.isfinite(value) else float("inf")


def _judge_norm(
    check: Check, parameters: ArrayNormParameters, target: Target, grounds: Grounds
) -> Judgement:
    try:
        expected, found = pair_of(target, grounds)
    except Unreadable as fault:
        return told_of(target, fault)
    value = relative_norm(parameters, expected, found)
    if value <= parameters.at_most + EXACT_NOISE:
        line = f"{check.target} is near enough to the reference as a whole."
        return passed(line, public=line, off=round(value, 12))
    if not np.isfinite(value):
        line = f"{check.target} holds something that is not a number."
        return failed(line, public=line)
    line = f"{check.target} is off by {value:.3%} as a whole"
    sentence = f"{line}, and may be by {parameters.at_most:.3%}."
    return failed(sentence, public=f"{check.target} is too far off as a whole.", off=value)


def _sentence_norm(
    check: Check, parameters: ArrayNormParameters, target: Target, grounds: Grounds
) -> str:
    return (
        f"The difference of {check.target} from the reference is at most "
        f"{parameters.at_most * 100:g}% of it ({parameters.norm} norm)"
    )


def _fit_norm(
    check: Check, parameters: ArrayNormParameters, target: Target, grounds: Grounds
) -> str:
    expected = wide(reference_array(target, grounds))
    known = expected[np.isfinite(expected)]
    if not known.size or not np.any(known):
        return f"{check.target} of the reference is 0 everywhere, so nothing is a share of it."
    flat = np.full(expected.shape, known.mean())
    reached = relative_norm(parameters, expected, flat)
    if not is_flat(known) and reached <= parameters.at_most:
        return (
            f"The mean for each number is off by {reached:.3%} only; ask for less than "
            f"{parameters.at_most:.3%}."
        )
    return ""


_STATISTIC = re.compile(r"mean|std|min|max|median|rms|sum|count|q(?:0?\.\d{1,4}|\d{1,2})")


def _statistic(name: str) -> str:
    if not _STATISTIC.fullmatch(name):
        raise ValueError(
            f"{name!r} is no statistic; take mean, std, min, max, median, rms, sum, count, or a "
            "quantile such as q95"
        )
    return name


class ArrayStatisticsParameters(Frozen):
    """Which statistics of an array must be those of the reference, or the ones given here."""

    statistics: tuple[Annotated[str, AfterValidator(_statistic)], ...] = Field(
        default=("mean", "std", "min", "max"),
        min_length=1,
        title="Statistics",
        description="mean, std, min, max, median, rms, sum, count, or a quantile such as q95.",
    )
    expected: dict[str, float] = Field(
        default_factory=dict,
        title="Expected",
        description="What a statistic must be, where it is not that of the reference.",
    )
    relative: float = Field(
        default=0.01, ge=0, lt=1, title="Relative", description="The share each may be off by."
    )


_PLAIN: Mapping[str, Callable[[Plain], Any]] = {
    "mean": np.mean, "std": np.std, "min": np.min, "max": np.max, "median": np.median,
    "sum": np.sum, "count": np.size, "rms": lambda values: np.sqrt(np.mean(values**2)),
}  # fmt: skip


def statistic(name: str, values: Plain) -> float:
    """Return a statistic of the finite numbers of an array; complex ones count by their size."""
    sizes = np.abs(values) if values.dtype.kind == "c" else values.astype(np.float64)
    known = sizes[np.isfinite(sizes)]
    if not known.size:
        return float("nan")
    with np.errstate(all="ignore"):
        if name.startswith("q"):
            level = float(name[1:])
            return float(np.quantile(known, level if "." in name else level / 100))
        return float(_PLAIN[name](known))


def wrong_statistics(
    check: Check, parameters: ArrayStatisticsParameters, reference: Plain, values: Plain
) -> dict[str, dict[str, float]]:
    """Return the statistics that are off, each with what it is and what it must be."""
    noise = EXACT_NOISE * statistic("rms", reference)
    wrong = {}
    for name in parameters.statistics:
        wanted = parameters.expected.get(name, statistic(name, reference))
        found = statistic(name, values)
        slack = max(check.tolerance or 0.0, parameters.relative * abs(wanted), noise)
        if not abs(found - wanted) <= slack:
            wrong[name] = {"found": found, "expected": wanted}
    return wrong


def _judge_statistics(
    check: Check, parameters: ArrayStatisticsParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    reference = reference_array(target, grounds)
    try:
        values = read_array(grounds.output, target)
    except Unreadable as fault:
        return told_of(target, fault)
    if is_flat(values) and not is_flat(reference):
        return told_of(target, Unreadable("is the same number everywhere"))
    if np.any(np.isnan(wide(values))) and not np.any(np.isnan(wide(reference))):
        return told_of(target, Unreadable("holds something that is not a number"))
    if not np.all([np.isfinite(statistic(name, values)) for name in parameters.statistics]):
        return told_of(target, Unreadable("holds no numbers that are finite"))
    wrong = wrong_statistics(check, parameters, reference, values)
    if not wrong:
        line = f"The {', '.join(parameters.statistics)} of {check.target} are as they must be."
        return passed(line, public=line)
    public = f"The {', '.join(wrong)} of {check.target} {'is' if len(wrong) == 1 else 'are'} off."
    told = [f"{n} is {w['found']:.6g} and must be {w['expected']:.6g}" for n, w in wrong.items()]
    score = 1 - len(wrong) / len(parameters.statistics)
    return Judgement(score, f"Of {check.target} the {'; '.join(told)}.", {"wrong": wrong}, public)


def _sentence_statistics(
    check: Check, parameters: ArrayStatisticsParameters, target: Target, grounds: Grounds
) -> str:
    names = parameters.statistics
    those = "is that" if len(names) == 1 else "are those"
    return (
        f"The {listed(names)} of {check.target} {those} of the reference"
        f"{room(check, parameters.relative)}"
    )


def _fit_statistics(
    check: Check, parameters: ArrayStatisticsParameters, target: Target, grounds: Grounds
) -> str:
    values = reference_array(target, grounds)
    for name in parameters.statistics:
        if not np.isfinite(statistic(name, values)):
            return f"{check.target} of the reference has no {name}."
    unknown = [name for name in parameters.expected if name not in parameters.statistics]
    return f"{unknown[0]} is expected, but not among the statistics." if unknown else ""


register(
    Kind(
        id="array_norm",
        family="arrays",
        title="The array as a whole is near enough",
        parameters=ArrayNormParameters,
        judge=_judge_norm,
        sentence=_sentence_norm,
        fit=_fit_norm,
        extra="arrays",
    )
)
register(
    Kind(
        id="array_statistics",
        family="arrays",
        title="Statistics of the array are right",
        parameters=ArrayStatisticsParameters,
        judge=_judge_statistics,
        sentence=_sentence_statistics,
        fit=_fit_statistics,
        extra="arrays",
    )
)
