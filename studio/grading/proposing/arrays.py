"""Proposals for files of arrays: shape, and how far off the numbers may be."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from studio.grading.families.array_measures import statistic
from studio.grading.families.array_pairs import squeezed
from studio.grading.proposing.bounds import Bound, bound_for, bounds_of
from studio.grading.proposing.curves import propose_lists, propose_table
from studio.grading.proposing.draft import Draft, name_words
from studio.grading.proposing.instruction import Sentence
from studio.grading.proposing.scopes import Subject, bare_slack, slack_for
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.arrays import BINARY, HDF5, arrays_of, attributes_in
from studio.grading.readers.conversions import named_unit
from studio.grading.readers.plain_arrays import Loaders, Plain, kind_of, shape_text
from studio.grading.readers.values import legible

__all__ = ["BINARY", "propose_arrays"]
_RELATIVE = 1e-3
_FLOOR = 1e-5
_MOST_ARRAYS = 40
_LEAST_RANDOM = 100
_SPREAD = ("q05", "median", "q95")
# Seven standard errors, and half as much again for what quantiles have of it.
_WIDEST = 10.0
_RANDOM = re.compile(
    r"\b(?:random\w*|monte[- ]carlo|noise|stochastic|drawn|realis\w+|realiz\w+|bootstrap\w*)\b",
    re.I,
)
_SIGN = re.compile(
    r"\b(?:sign (?:is|of each \w+ is|does|may)|up to (?:a |the )?sign|either sign|"
    r"eigenvectors?|mode shapes?|singular vectors?|principal components?)\b",
    re.IGNORECASE,
)
_ATTRIBUTES = re.compile(r"\b(?:attributes?|attrs?|metadata|meta[- ]data)\b", re.IGNORECASE)
_FREE_SAMPLING = re.compile(
    r"\b(?:any|own|whatever|free|your choice)\b[^.;]{0,40}\b(?:sampl\w+|rate|steps?|grid|spacing|"
    r"time points)\b|\b(?:sampl\w+|rate|steps?|grid|spacing)\b[^.;]{0,40}\b(?:up to you|is yours|"
    r"is free|your choice|any)\b|"
    r"\bat least (?:an?|one|two|\d+) (?:points?|samples?|values?|rows?)\b|"
    r"\b(?:lay|lays|laid|put|puts|plots?|plotted) (?:\w+ )?over (?:\w+ ){1,3}curves?\b",
    re.IGNORECASE,
)
_ROUNDED = re.compile(
    r"\b(?:to|with|rounded to) (?P<count>\d+|one|two|three|four|five|six) decimals?\b",
    re.IGNORECASE,
)
_COUNTS = {word: n for n, word in enumerate(("one", "two", "three", "four", "five", "six"), 1)}


def propose_arrays(draft: Draft, path: str, place: Path, given: Path | None) -> None:
    """Add the checks of a file of arrays; `given` is the same file of the input."""
    found = _loaded(draft, path, arrays_of(place))
    earlier = _known(given) if given else {}
    judged: frozenset[str] = frozenset()
    if _frees_sampling(draft):
        lists = {name: squeezed(v) for name, v in found.items()}
        judged = propose_lists(draft, path, lists) or propose_table(draft, path, lists)
    _propose_attributes(draft, path, place, given)
    bounds = bounds_of(draft, path)
    for name, values in found.items():
        if name in judged:
            continue
        kept = name in earlier and _is_same(values, earlier[name])
        _propose(draft, path, name, values, _Company(path, tuple(found), tuple(bounds), kept))


def _propose_attributes(draft: Draft, path: str, place: Path, given: Path | None) -> None:
    """Propose the attributes of an HDF5 file that a sentence names as such."""
    if place.suffix.lower() not in HDF5:
        return
    found = attributes_in(place.parent, place.name)
    spoken = [
        sentence
        for sentence in draft.instruction.sentences
        if _ATTRIBUTES.search(sentence.text) and draft.instruction.is_about(sentence, path)
    ]
    there = dict.fromkeys(name for held in found.values() for name in held)
    asked = {name: s for name in there for s in spoken if _is_named(name, s)}
    if asked and not (given and attributes_in(given.parent, given.name) == found):
        draft.add(
            f"attributes {path}",
            "array_attributes",
            path,
            parameters={"names": list(asked)},
            sentence=next(iter(asked.values())),
            reason="the instruction names them",
        )


def _is_named(name: str, sentence: Sentence) -> bool:
    spoken = re.escape(name.casefold()).replace("_", "[_ ]")
    return re.search(rf"(?<!\w){spoken}(?!\w)", sentence.folded) is not None


@dataclass(frozen=True)
class _Company:
    """A file with its names, the bounds that are stated, and whether the input has the array."""

    path: str
    names: tuple[str, ...]
    bounds: tuple[Bound, ...]
    kept: bool


def _loaded(draft: Draft, path: str, found: Loaders) -> dict[str, Plain]:
    """Return the arrays of a reference that hold numbers."""
    kept: dict[str, Plain] = {}
    for name, load in list(found.items())[:_MOST_ARRAYS]:
        try:
            values = load()
        except Unreadable as fault:
            draft.skip(f"{legible(name) or 'The array'} of {path} is not checked, for it {fault}")
            continue
        if values.size and not np.all(np.isnan(values.astype(complex))):
            kept[name] = values
        else:
            draft.skip(f"{legible(name) or 'The array'} of {path} holds no numbers")
    return kept


def _known(given: Path) -> dict[str, Plain]:
    try:
        return {name: load() for name, load in arrays_of(given).items()}
    except Unreadable:
        return {}


def _is_same(values: Plain, earlier: Plain) -> bool:
    if values.shape != earlier.shape:
        return False
    return bool(np.all((values == earlier) | (np.isnan(values) & np.isnan(earlier))))


def _frees_sampling(draft: Draft) -> bool:
    return any(_FREE_SAMPLING.search(sentence.text) for sentence in draft.instruction.sentences)


def target_for(path: str, name: str) -> str:
    """Return the target of an array of a file; a path in it is written as a pointer."""
    if not name:
        return path
    return f"{path}#/{name}" if "/" in name else f"{path}#{name}"


def _propose(draft: Draft, path: str, name: str, values: Plain, company: _Company) -> None:
    target = target_for(path, name)
    words = (named_unit(name)[0],) if name else ()
    weak = name_words(path)
    draft.add(
        f"shape {name} {path}",
        "array_shape",
        target,
        parameters={"shape": [int(side) for side in values.shape], **_numbers(draft, values)},
        gate=True,
        strong=words,
        weak=(*weak, "shape", shape_text(values.shape)),
    )
    if _any(draft, _RANDOM) and values.size >= _LEAST_RANDOM and not company.kept:
        _propose_statistics(draft, target, values, company.bounds)
        return
    kind, parameters, tolerance, reason, bound = _how(draft, name, values, company)
    draft.add(
        f"{name or 'array'} {path}",
        kind,
        target,
        parameters=parameters,
        tolerance=tolerance,
        gate=company.kept,
        strong=words,
        weak=weak,
        sentence=bound.sentence if bound else None,
        reason=reason,
    )
    if bound:
        draft.used.add(bound.sentence.text)
    draft.compared.add(name)


def _numbers(draft: Draft, values: Plain) -> dict[str, str]:
    """Return the kind of numbers where the instruction speaks of it."""
    words = draft.instruction.words
    if kind_of(values) == "integer" and words & {"integer", "integers", "int", "int32", "int64"}:
        return {"numbers": "integer"}
    if kind_of(values) == "complex" and "complex" in words:
        return {"numbers": "complex"}
    return {}


def _propose_statistics(draft: Draft, target: str, values: Plain, bounds: Sequence[Bound]) -> None:
    """Propose statistics of random numbers, each within its bound, else within what chance does."""
    left = [*_SPREAD]
    for name, spoken in (("mean", "mean"), ("std", "standard deviation")):
        other = "standard deviation" if name == "mean" else "mean"
        bound = bound_for(spoken, [other], bounds)
        if bound is None:
            left.append(name)
            continue
        share = bound.amount if bound.is_share else 0.0
        draft.add(
            f"{name} {target}",
            "array_statistics",
            target,
            parameters={"statistics": [name], "relative": share},
            tolerance=None if bound.is_share else bound.amount,
            sentence=bound.sentence,
            reason="as asked for",
        )
    draft.add(
        f"statistics {target}",
        "array_statistics",
        target,
        parameters={"statistics": left, "relative": 0.0},
        tolerance=_chance(values),
        weak=name_words(target.partition("#")[0]),
        reason="random numbers are never the same twice, but their statistics are nearly",
    )


def _chance(values: Plain) -> float:
    """Return how far apart statistics of two drawings may be: seven standard errors of one.

    Source of the error of a standard deviation: Kenney and Keeping, "Mathematics of Statistics",
    part 2, 1951, section 7.7 (by the fourth moment).
    """
    spread, known = statistic("std", values), np.real(values[np.isfinite(values)])
    tails = float(np.mean((known - known.mean()) ** 4)) / spread**4 if spread else 3.0
    share = max(1.0, np.sqrt(max(tails - 1, 1.0)) / 2) * _WIDEST / np.sqrt(values.size)
    return float(f"{spread * share:.3g}")


_How = tuple[str, dict[str, Any], float | None, str, Bound | None]


def _how(draft: Draft, name: str, values: Plain, company: _Company) -> _How:
    """Return the kind of check for an array, its parameters, tolerance and the reason."""
    others = [other for other in company.names if other != name]
    bound = bound_for(name, others, company.bounds)
    if company.kept:
        return "array_close", {}, None, "the input holds it already", None
    if _any(draft, _SIGN) and values.ndim == 2 and min(values.shape) > 1:
        share = bound.amount if bound and bound.is_share else 0.001
        told = "vectors may point either way"
        return "array_norm", {"at_most": share, "sign_free": True}, None, told, bound
    if bound and bound.measure == "norm" and (bound.is_share or not bound.unit):
        return "array_norm", {"at_most": min(bound.amount, 0.5)}, None, "as asked for", bound
    if kind_of(values) in ("integer", "truth"):
        return "array_close", {}, None, "whole numbers are exact", None
    subject = Subject((name,), tuple(others), company.path)
    slack = (
        None if bound else slack_for(draft.instruction, subject) or bare_slack(draft.instruction)
    )
    if slack and slack.share:
        told = f"the instruction allows {slack.share * 100:g}%"
        if _runs_through_zero(values):
            return "array_close", {"peak": min(slack.share, 0.5)}, None, told, None
        return "array_close", {"relative": slack.share}, _floor(values), told, None
    return _close(draft, name, values, bound)


def _runs_through_zero(values: Plain) -> bool:
    """Tell whether numbers are those of a signal on both sides of 0.

    It is as far off beside 0 as at its peaks, for its errors do not shrink with it.
    """
    real = values.dtype.kind != "c"
    return real and bool(np.any(values < 0) and np.any(values > 0))


def _any(draft: Draft, pattern: "re.Pattern[str]") -> bool:
    return any(pattern.search(sentence.text) for sentence in draft.instruction.sentences)


def _close(draft: Draft, name: str, values: Plain, bound: Bound | None) -> _How:
    if bound is not None and bound.is_share and bound.of_peak:
        return "array_close", {"peak": min(bound.amount, 0.5)}, None, "as asked for", bound
    if bound is not None and bound.is_share:
        floor = _floor(values)
        return "array_close", {"relative": bound.amount}, floor, "as asked for", bound
    if bound is not None:
        room = bound.in_unit(named_unit(name)[1]) or bound.amount
        return "array_close", {}, room, "as asked for", bound
    decimals = _decimals(draft)
    if decimals is not None:
        return "array_close", {}, 0.5 * 10.0**-decimals * 1.001, "half of the last digit", None
    told = "what another library's arithmetic leaves, far below a mistake"
    return "array_close", {"relative": _RELATIVE}, _floor(values), told, None


def _decimals(draft: Draft) -> int | None:
    for sentence in draft.instruction.sentences:
        found = _ROUNDED.search(sentence.text)
        if found:
            word = found["count"].casefold()
            return _COUNTS.get(word) or int(word)
    return None


def _floor(values: Plain) -> float:
    """Return how far off numbers near 0 may be: a hundred-thousandth of the largest."""
    sizes = np.abs(values[np.isfinite(values)])
    return float(f"{_FLOOR * float(np.max(sizes)):.3g}") if sizes.size else 0.0
