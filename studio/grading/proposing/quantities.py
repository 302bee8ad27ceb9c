"""Proposals for values that are given with their unit: they may come in any other unit."""

import re
from collections.abc import Mapping

from studio.grading.proposing.bounds import bound_for, bounds_of
from studio.grading.proposing.draft import Draft, name_words
from studio.grading.readers.measures import measure_of
from studio.grading.readers.values import Scalar, fold

_MOST = 30
_DECIMALS = re.compile(r"\d(?:[\d,]*)(?:\.(?P<decimals>\d+))?(?P<power>[eE])?")


def propose_quantities(draft: Draft, path: str, derived: Mapping[str, Scalar]) -> tuple[str, ...]:
    """Propose a check for each text that is a number with a unit; return their pointers."""
    found = {
        pointer: measure
        for pointer, value in derived.items()
        if isinstance(value, str)
        and (measure := measure_of(value)) is not None
        and measure.unit
        and not _is_listed(pointer)
    }
    if not found or len(found) > _MOST:
        return ()
    bounds = bounds_of(draft, path)
    for pointer, measure in found.items():
        name = pointer.rpartition("/")[2].replace("_", " ")
        others = [p.rpartition("/")[2].replace("_", " ") for p in found if p != pointer]
        bound = bound_for(name, others, bounds)
        amount = bound.in_unit(measure.unit) if bound else None
        shown = _last_digit(str(derived[pointer]))
        share = {"relative": bound.amount} if bound and bound.is_share else {}
        draft.add(
            f"quantity {name} {path}",
            "quantity_close",
            f"{path}#{pointer}",
            parameters={"unit": measure.unit, "bare": "fail", **share},
            tolerance=max(shown, amount or 0.0),
            strong=(name, pointer.rpartition("/")[2]),
            weak=name_words(path),
            reason="as asked for" if bound else "one unit of the last digit shown",
        )
        draft.compared.add(fold(str(derived[pointer])))
    return tuple(found)


def _is_listed(pointer: str) -> bool:
    return any(part.isdigit() for part in pointer.split("/"))


def _last_digit(text: str) -> float:
    """Return what the last digit of a spelled number is worth."""
    found = _DECIMALS.search(text)
    if found is None or found["power"]:
        return 0.0
    return 10.0 ** -len(found["decimals"] or "") if found["decimals"] else 0.5
