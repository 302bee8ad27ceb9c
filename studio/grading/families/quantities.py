"""The check of a value with its unit: 12.4 kN is 12400 N, wherever the unit stands."""

import math
from pathlib import Path
from typing import Any, Literal

from pydantic import Field

from studio.base.errors import FaultError
from studio.grading.families.addressing import of_reference
from studio.grading.families.spots import value_of
from studio.grading.kinds import Grounds, Judgement, Kind, failed, passed, register
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.conversions import convert, is_known, named_unit
from studio.grading.readers.documents import DOCUMENTS, read_document
from studio.grading.readers.labels import labelled_numbers
from studio.grading.readers.measures import Measure, bare_name, measure_in
from studio.grading.readers.places import locate
from studio.grading.readers.tables import reference_table
from studio.grading.readers.trees import read_tree, value_at
from studio.grading.readers.values import legible
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

_NOISE = 1e-9


class QuantityCloseParameters(Frozen):
    """A value with its unit, which may be given in any other unit of the same quantity.

    The unit stands with the number (`12.4 kN`), beside it (`{"value": 12.4, "unit": "kN"}`), or in
    the name of its field or column (`force_kN`, `Force (kN)`).
    """

    unit: str = Field(
        default="",
        title="Unit",
        description="The unit of the tolerance and of what is expected; that of the reference if "
        "left out.",
    )
    expected: float | None = Field(
        default=None,
        allow_inf_nan=False,
        title="Expected",
        description="The value, in the unit; that of the reference if left out.",
    )
    relative: float = Field(
        default=0.0,
        ge=0,
        lt=1,
        title="Relative",
        description="The share of the value that it may be off by, if that is more than the "
        "tolerance of the check.",
    )
    bare: Literal["accept", "fail"] = Field(
        default="accept",
        title="Without a unit",
        description="What a number without any unit amounts to: it has the unit asked for, or it "
        "is wrong.",
    )


def measure_at(folder: Path, target: Target) -> Measure:
    """Return the quantity at a place, wherever its unit stands.

    Raises:
        Unreadable: if there is none, or no number.
    """
    place = locate(folder, target.path)
    if place is None:
        raise Unreadable("is missing")
    suffix = place.suffix.lower()
    if target.pointer is not None:
        found = _of_tree(read_tree(place), target.pointer)
    elif suffix in DOCUMENTS and target.column is not None:
        found = _of_text(place, target.column)
    else:
        named = _with_column(folder, target)
        value = value_of(folder, named)
        found = measure_in(value, named.column or "")
    if found is None:
        raise Unreadable("holds no number with a unit that is known")
    return found


def _of_tree(tree: Any, pointer: str) -> Measure | None:
    """Return the quantity at a pointer; its field may show another unit in its name."""
    above, _, last = pointer.rpartition("/")
    parent = value_at(tree, above) if above else tree
    if isinstance(parent, dict) and last not in parent:
        same = [name for name in parent if bare_name(name) == bare_name(last)]
        last = same[0] if len(same) == 1 else last
    return measure_in(value_at(parent, f"/{last}"), last)


def _of_text(place: Path, label: str) -> Measure | None:
    """Return the quantity that stands with a label; the same one counts once."""
    found = {
        (number.value, number.unit): number
        for mention in labelled_numbers(read_document(place), label, "")
        for number in mention.numbers
    }
    if len(found) != 1:
        raise Unreadable(f"has {len(found)} numbers with {legible(label)} where one is wanted")
    (value, unit) = next(iter(found))
    return Measure(value, unit)


def _with_column(folder: Path, target: Target) -> Target:
    """Return a target with the column as the file calls it, which may show another unit."""
    if target.column is None or not named_unit(target.column)[1]:
        return target
    table = reference_table(folder, Target(path=target.path), ())
    same = [name for name in table.header if bare_name(name) == bare_name(target.column)]
    if target.column in table.header or len(same) != 1:
        return target
    return target.model_copy(update={"column": same[0]})


def _reference(target: Target, grounds: Grounds) -> Measure:
    return of_reference(lambda: measure_at(grounds.reference, target), target)


def wanted_of(
    parameters: QuantityCloseParameters, target: Target, grounds: Grounds
) -> tuple[float, str]:
    """Return the value that is asked for and its unit.

    Raises:
        FaultError: if the reference has no such quantity.
    """
    if parameters.expected is not None:
        return parameters.expected, parameters.unit
    found = _reference(target, grounds)
    unit = parameters.unit or found.unit
    value = convert(found.value, found.unit or unit, unit)
    if value is None:
        raise FaultError(f"{target.path} of the reference is in {found.unit}, not in {unit}.")
    return value, unit


def _judge(
    check: Check, parameters: QuantityCloseParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    wanted, unit = wanted_of(parameters, target, grounds)
    try:
        found = measure_at(grounds.output, target)
    except Unreadable as fault:
        line = f"{check.target} {fault}."
        return failed(line, public=line)
    if not found.unit and unit and parameters.bare == "fail":
        line = f"{check.target} has no unit."
        return failed(line, public=line)
    value = convert(found.value, found.unit or unit, unit)
    if value is None:
        line = f"{check.target} is in {found.unit or 'no unit'}, which does not measure the same."
        return failed(line, public=line)
    room = max(check.tolerance or 0.0, parameters.relative * abs(wanted), _NOISE * abs(wanted))
    if math.isfinite(value) and abs(value - wanted) <= room * (1 + _NOISE):
        line = f"{check.target} is the quantity that is asked for."
        return passed(line, public=line)
    sentence = f"{check.target} is {value:.6g} {unit} and must be {wanted:.6g} {unit}."
    return failed(sentence, public=f"{check.target} is not the quantity that is asked for.")


def _sentence(
    check: Check, parameters: QuantityCloseParameters, target: Target, grounds: Grounds
) -> str:
    try:
        value, unit = wanted_of(parameters, target, grounds)
        told = f"is {value:,.6g} {unit}".rstrip()
    except FaultError:
        told = "is the quantity of the reference"
    rooms = [f"{check.tolerance:g} {parameters.unit}".rstrip()] if check.tolerance else []
    rooms += [f"{parameters.relative * 100:g}%"] if parameters.relative else []
    return f"{check.target} {told}{', within ' + ' or '.join(rooms) if rooms else ''}, in any unit"


def _fit(
    check: Check, parameters: QuantityCloseParameters, target: Target, grounds: Grounds
) -> str:
    if parameters.unit and not is_known(parameters.unit):
        return f"{parameters.unit!r} is no unit that is known; write it like kN, m/s or °C."
    try:
        wanted, unit = wanted_of(parameters, target, grounds)
        found = _reference(target, grounds)
    except FaultError as fault:
        return str(fault)
    value = convert(found.value, found.unit or unit, unit)
    room = max(check.tolerance or 0.0, parameters.relative * abs(wanted), _NOISE * abs(wanted))
    if value is None or abs(value - wanted) > room * (1 + _NOISE):
        return f"{check.target} of the reference is {found.value:g} {found.unit}".rstrip() + "."
    if wanted and room >= abs(wanted):
        return f"A tolerance of {room:g} {unit} lets 0 pass; take less."
    return ""


register(
    Kind(
        id="quantity_close",
        family="arrays",
        title="A value with its unit",
        parameters=QuantityCloseParameters,
        judge=_judge,
        sentence=_sentence,
        fit=_fit,
    )
)
