"""The check of what the datasets of an HDF5 file say of themselves: units, rates and the like."""

import math
from pathlib import Path
from typing import NamedTuple

from pydantic import Field

from studio.base.errors import FaultError
from studio.grading.families.array_pairs import told_of
from studio.grading.kinds import EVIDENCE_CAP, Grounds, Judgement, Kind, passed, register
from studio.grading.phrasing import are, listed
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.arrays import attributes_in, name_in
from studio.grading.readers.hdf5 import Attribute, Attributes
from studio.grading.readers.units import factor, is_unit
from studio.grading.readers.values import fold, legible, number_of
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

_NEAR = 1e-6
_TOLD = 4


class ArrayAttributesParameters(Frozen):
    """Which attributes the datasets of an HDF5 file must have, with the values of the reference."""

    names: tuple[str, ...] = Field(
        min_length=1,
        max_length=100,
        title="Attributes",
        description="Such as unit and rate_hz; each dataset, group or file that has one in the "
        "reference must have it. Numbers count by value, units in any spelling.",
    )


class _Wanted(NamedTuple):
    """An attribute that must be there: of which dataset, its name and value."""

    place: str
    name: str
    value: Attribute

    def __str__(self) -> str:
        return f"{legible(self.name)} of {legible(self.place) or 'the file'}"


def same_attribute(one: Attribute, other: Attribute) -> bool:
    """Tell whether two attributes say the same: numbers by value, units in any spelling."""
    if isinstance(one, tuple) or isinstance(other, tuple):
        sides = [side if isinstance(side, tuple) else (side,) for side in (one, other)]
        return len(sides[0]) == len(sides[1]) and all(map(same_attribute, *sides))
    numbers = number_of(one), number_of(other)
    if numbers[0] is not None and numbers[1] is not None:
        return math.isclose(numbers[0], numbers[1], rel_tol=_NEAR)
    texts = fold(str(one)), fold(str(other))
    if texts[0] == texts[1]:
        return True
    return all(map(is_unit, texts)) and factor(*texts) == 1.0


def _value(found: Attributes, place: str, name: str) -> Attribute | None:
    there = {fold(path).casefold(): held for path, held in found.items()}
    held = there.get(fold(place).casefold(), {})
    return next((v for n, v in held.items() if n.casefold() == name.casefold()), None)


def _wanted(
    parameters: ArrayAttributesParameters, target: Target, grounds: Grounds
) -> list[_Wanted]:
    """Return the attributes that must be there.

    Raises:
        FaultError: if the reference has none of them.
    """
    only = name_in(target).casefold()
    try:
        found = attributes_in(grounds.reference, target.path)
    except Unreadable as fault:
        raise FaultError(f"{target.path} of the reference {fault}.") from None
    wanted = [
        _Wanted(place, name, value)
        for place in found
        if not only or fold(place).casefold() == only
        for name in parameters.names
        if (value := _value(found, place, name)) is not None
    ]
    lost = sorted(set(parameters.names) - {one.name for one in wanted})
    if lost:
        raise FaultError(f"Nothing in {target.path} of the reference has {', '.join(lost)}.")
    return wanted


def _right(wanted: list[_Wanted], folder: Path, path: str) -> set[_Wanted]:
    found = attributes_in(folder, path)
    values = ((one, _value(found, one.place, one.name)) for one in wanted)
    return {one for one, value in values if value is not None and same_attribute(one.value, value)}


def _given(wanted: list[_Wanted], target: Target, grounds: Grounds) -> set[_Wanted]:
    """Return the attributes that the input has already, which are worth nothing."""
    try:
        return _right(wanted, grounds.input, target.path)
    except Unreadable:
        return set()


def _judge(
    check: Check, parameters: ArrayAttributesParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    wanted = _wanted(parameters, target, grounds)
    try:
        right = _right(wanted, grounds.output, target.path)
    except Unreadable as fault:
        return told_of(target, fault)
    wrong = [one for one in wanted if one not in right]
    told = f"{len(right):,} of {len(wanted):,} attributes of {target.path} are right"
    if not wrong:
        return passed(f"{told}.", public=f"{told}.", right=len(right))
    given = _given(wanted, target, grounds)
    worked = [one for one in wanted if one not in given] or wanted
    share = sum(one in right for one in worked) / len(worked) if given <= right else 0.0
    named = ", ".join(f"{one}, which must be {_shown(one.value)}" for one in wrong[:_TOLD])
    public = ", ".join(str(one) for one in wrong[:_TOLD])
    evidence = {"wrong": [str(one) for one in wrong[:EVIDENCE_CAP]]}
    sentence = f"{told}; missing or wrong: {named}."
    return Judgement(share, sentence, evidence, f"{told}; missing or wrong: {public}.")


def _shown(value: Attribute) -> str:
    parts = value if isinstance(value, tuple) else (value,)
    return ", ".join(legible(str(part))[:40] for part in parts[:_TOLD])


def _sentence(
    check: Check, parameters: ArrayAttributesParameters, target: Target, grounds: Grounds
) -> str:
    names = parameters.names
    what = f"The attribute{'s' * (len(names) > 1)} {listed(names)} in {check.target}"
    return f"{what} {are(len(names))} as in the reference"


def _fit(
    check: Check, parameters: ArrayAttributesParameters, target: Target, grounds: Grounds
) -> str:
    try:
        _wanted(parameters, target, grounds)
    except FaultError as fault:
        return str(fault)
    return ""


register(
    Kind(
        id="array_attributes",
        family="arrays",
        title="Datasets have their attributes",
        parameters=ArrayAttributesParameters,
        judge=_judge,
        sentence=_sentence,
        fit=_fit,
        extra="arrays",
    )
)
