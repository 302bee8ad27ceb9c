"""The margin of a tolerance: how far off the smallest real mistake is, said with the reason."""

import math
from collections.abc import Iterator

from studio.formats.tasks import TaskFolder
from studio.grading.proposing.draft import Draft
from studio.grading.proposing.precision import margin_of
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.books import parse_cells, places, read_book
from studio.grading.readers.quantities import whole_quantity
from studio.grading.readers.values import number_of
from studio.model.check import Check, parse_target

_SPOTS = ("formula_present", "formula_follows", "cell_equals", "range_equals")
_SAID = "the smallest mistake"


def tell_margins(draft: Draft, task: TaskFolder) -> None:
    """Add to the reasons of tolerances how far off the smallest real mistake is."""
    for check in draft.checks:
        reason = draft.reasons.get(check.id, "")
        if _SAID in reason or not _has_room(check):
            continue
        margin = min((margin_of(group) for group in _groups(check, task)), default=math.inf)
        if math.isfinite(margin):
            told = f"{_SAID}, another one's value or one left out, is off by {margin:,.4g}"
            draft.reasons[check.id] = f"{reason}; {told}" if reason else told


def _has_room(check: Check) -> bool:
    figures = check.parameters.get("figures", ())
    return check.tolerance is not None or any("within" in figure for figure in figures)


def _groups(check: Check, task: TaskFolder) -> Iterator[list[float]]:
    """Yield the numbers that a check compares, in groups of those that may be mixed up."""
    if check.kind in _SPOTS:
        yield from _columns(check, task)
    elif check.kind == "figures_stated":
        by_unit: dict[str, list[float]] = {}
        for figure in check.parameters["figures"]:
            if (quantity := whole_quantity(figure["value"])) is not None:
                scale = 0.01 if quantity.unit == "%" else 1.0
                by_unit.setdefault(quantity.unit, []).append(quantity.value * scale)
        yield from by_unit.values()


def _columns(check: Check, task: TaskFolder) -> Iterator[list[float]]:
    target = parse_target(check.target)
    place = task.reference / target.path
    if target.cells is None or not place.is_file():
        return
    try:
        sheet = read_book(place).sheet(target.sheet)
    except Unreadable:
        return
    by_column: dict[int, list[float]] = {}
    for spot in places(parse_cells(target.cells)) if sheet else ():
        if sheet and (number := number_of(sheet.value(*spot))) is not None:
            by_column.setdefault(spot[1], []).append(number)
    yield from by_column.values()
