"""The checks of labels in volumes: overlap, distance of surfaces, and volume, label by label.

Volumes are compared where they lie in space: another order of axes is the same work, a lost affine
is not. What lies on another grid is brought to the reference's by the nearest voxel.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import Field, field_validator

from studio.base.errors import FaultError
from studio.grading.families.volume_stated import StatedVolumes, Told, all_hold, stated_volumes
from studio.grading.families.volumes import of_reference, told, volume_at
from studio.grading.kinds import EVIDENCE_CAP, Grounds, Judgement, Kind, register
from studio.grading.overlaps import Pair
from studio.grading.phrasing import percent
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.units import factor, is_unit
from studio.grading.readers.volumes import MOST_LABELS, Volume, labels_in, read_volume, resampled
from studio.model.check import Check, Target, parse_target
from studio.model.frozen import Frozen

Measure = Literal["mean", "hausdorff", "hausdorff95"]
MEASURES: Mapping[Measure, str] = {
    "mean": "mean surface distance",
    "hausdorff": "Hausdorff distance",
    "hausdorff95": "95% Hausdorff distance",
}
_NOISE = 1e-9
_NO_LABELS: Mapping[str, float] = {}


class _LabelParameters(Frozen):
    """Which labels are looked at, and what people call them."""

    labels: tuple[int, ...] = Field(
        default=(),
        title="Labels",
        description="The numbers of the labels; all of the reference but 0 if left out.",
    )
    names: dict[str, str] = Field(
        default_factory=dict,
        title="Names",
        description="What the labels are called in sentences, by number.",
    )

    def called(self, label: int) -> str:
        """Return a label as a sentence names it."""
        name = self.names.get(str(label))
        return f"label {label} ({name})" if name else f"label {label}"


class LabelOverlapParameters(_LabelParameters):
    """How much each label must overlap with the reference's, as Dice's coefficient."""

    at_least: float = Field(
        default=0.9, gt=0, le=1, title="At least", description="Dice of each label, up to 1."
    )
    floors: dict[str, float] = Field(
        default_factory=dict,
        title="Floors",
        description="Another floor for some labels, by number.",
    )
    extra: Literal["fail", "ignore"] = Field(
        default="fail",
        title="Other labels",
        description="What labels amount to that the reference does not have.",
    )

    @field_validator("floors")
    @classmethod
    def _are_shares(cls, floors: dict[str, float]) -> dict[str, float]:
        if any(not 0 < floor <= 1 for floor in floors.values()):
            raise ValueError("a floor is above 0 and at most 1")
        return floors

    def floor(self, label: int) -> float:
        """Return the least Dice of a label."""
        return self.floors.get(str(label), self.at_least)


class LabelDistanceParameters(_LabelParameters):
    """How far the surface of each label may be from the reference's, in mm."""

    measure: Measure = Field(
        default="mean",
        title="Measure",
        description="`mean` over both surfaces, `hausdorff` at the farthest point, `hausdorff95` "
        "without the farthest 5%.",
    )
    at_most: float = Field(gt=0, title="At most", description="In mm.")
    ceilings: dict[str, float] = Field(
        default_factory=dict,
        title="Ceilings",
        description="Another ceiling for some labels, by number.",
    )

    @field_validator("ceilings")
    @classmethod
    def _are_distances(cls, ceilings: dict[str, float]) -> dict[str, float]:
        if any(not ceiling > 0 for ceiling in ceilings.values()):
            raise ValueError("a ceiling is above 0")
        return ceilings

    def ceiling(self, label: int) -> float:
        """Return the largest distance of a label."""
        return self.ceilings.get(str(label), self.at_most)


class LabelVolumeParameters(_LabelParameters):
    """How large each label must be, in a unit of volume."""

    unit: str = Field(default="mL", title="Unit", description="Such as mL, cm3 or mm3.")
    expected: dict[str, float] = Field(
        default_factory=dict,
        title="Expected",
        description="The volume of each label, by number; that of the reference if left out.",
    )
    relative: float = Field(
        default=0.05,
        ge=0,
        le=1,
        title="Relative",
        description="How far off a volume may be as a part of it; the tolerance, in the unit, if "
        "that is given.",
    )
    stated: StatedVolumes | None = Field(
        default=None,
        title="Stated in",
        description="The table of the same output whose volumes must be those of its own labels, "
        "however large the reference's are.",
    )

    @field_validator("unit")
    @classmethod
    def _is_volume(cls, unit: str) -> str:
        if _in_mm3(unit) is None:
            raise ValueError(f"{unit} is no unit of volume; write mL, cm3 or mm3")
        return unit

    @property
    def cubic_mm(self) -> float:
        """How many cubic millimetres the unit is."""
        return _in_mm3(self.unit) or 1.0


def _in_mm3(unit: str) -> float | None:
    """Return how many cubic millimetres a unit of volume is, None if it is none."""
    plain = {"cc": "cm3", "ccm": "cm3", "ml": "mL", "l": "L", "µl": "uL", "ul": "uL"}
    written = unit.strip().replace("³", "3").replace("^", "")
    written = plain.get(written.casefold(), written)
    if not is_unit(written):
        return None
    cubic, litres = factor(written, "mm3"), factor(written, "L")
    return cubic if cubic is not None else litres * 1e6 if litres is not None else None


@dataclass(frozen=True)
class _Label:
    """What came of one label: how it is, how it must be, and whether it is so."""

    label: int
    right: bool
    value: float | None
    bound: float
    sentence: str


def _right(target: Target, grounds: Grounds) -> Volume:
    """Return the labels of the reference.

    Raises:
        FaultError: if it has none.
    """
    return of_reference(
        lambda: labels_in(read_volume(volume_at(grounds.reference, target.path))), target
    )


def pair_of(target: Target, grounds: Grounds, right: Volume) -> Pair:
    """Return the labels of the reference with those of the output at the same place.

    Raises:
        Unreadable: if the output has none.
    """
    assert grounds.output is not None
    found = labels_in(read_volume(volume_at(grounds.output, target.path)))
    return Pair(right.voxels, resampled(found, right.grid).voxels, right.grid)


def reference_pair(target: Target, grounds: Grounds) -> Pair:
    """Return the labels of the reference with themselves.

    Raises:
        FaultError: if they cannot be read.
    """
    right = _right(target, grounds)
    return Pair(right.voxels, right.voxels, right.grid)


def _asked(parameters: _LabelParameters, pair: Pair) -> list[int]:
    """Return the labels that are looked at.

    Raises:
        FaultError: if the reference has none.
    """
    labels = list(parameters.labels) or pair.labels
    if not labels:
        raise FaultError("The reference holds no labels but the background.")
    return labels


def _verdict(
    target: Target, found: list[_Label], parameters: _LabelParameters, extra: list[int]
) -> Judgement:
    """Return the share of labels that are right, told in two voices."""
    wrong = [one for one in found if not one.right]
    evidence: dict[str, Any] = {
        "labels": [
            {"label": one.label, "value": one.value, "bound": one.bound, "right": one.right}
            for one in found[:EVIDENCE_CAP]
        ]
    }
    score = (len(found) - len(wrong)) / (len(found) + len(extra))
    if extra:
        evidence["extra"] = extra[:EVIDENCE_CAP]
    told_of = [one.sentence for one in (wrong or found)[:5]]
    also = f" It has the label {extra[0]}, which is not asked for." if extra else ""
    sentence = f"In {target.path} {', '.join(told_of)}.{also}"
    if not wrong and not extra:
        line = f"All {len(found)} labels of {target.path} are as they must be."
        return Judgement(1.0, sentence, evidence, line)
    public = f"{len(wrong)} of {len(found)} labels of {target.path} are not as they must be.{also}"
    return Judgement(score, sentence, evidence, public)


def _judge_overlap(
    check: Check, parameters: LabelOverlapParameters, target: Target, grounds: Grounds
) -> Judgement:
    right = _right(target, grounds)
    try:
        pair = pair_of(target, grounds, right)
    except Unreadable as fault:
        return told(target, fault)
    found = []
    for label in _asked(parameters, pair):
        dice, floor = pair.dice(label), parameters.floor(label)
        name = parameters.called(label)
        line = f"{name} has a Dice of {dice:.4f}, at least {floor:g} is asked for"
        found.append(_Label(label, dice >= floor - _NOISE, round(dice, 6), floor, line))
    extra = pair.extra if parameters.extra == "fail" and not parameters.labels else []
    return _verdict(target, found, parameters, extra)


def _judge_distance(
    check: Check, parameters: LabelDistanceParameters, target: Target, grounds: Grounds
) -> Judgement:
    right = _right(target, grounds)
    try:
        pair = pair_of(target, grounds, right)
    except Unreadable as fault:
        return told(target, fault)
    found = []
    for label in _asked(parameters, pair):
        distances, ceiling = pair.distances(label), parameters.ceiling(label)
        name = parameters.called(label)
        if distances is None:
            found.append(_Label(label, False, None, ceiling, f"{name} is missing"))
            continue
        value = float(getattr(distances, parameters.measure))
        line = (
            f"{name} has a {MEASURES[parameters.measure]} of {value:.3f} mm, at most "
            f"{ceiling:g} mm is asked for"
        )
        found.append(_Label(label, value <= ceiling + _NOISE, round(value, 6), ceiling, line))
    return _verdict(target, found, parameters, [])


def _judge_volume(
    check: Check, parameters: LabelVolumeParameters, target: Target, grounds: Grounds
) -> Judgement:
    assert grounds.output is not None
    right = _right(target, grounds)
    reference = Pair(right.voxels, right.voxels, right.grid)
    try:
        volume = labels_in(read_volume(volume_at(grounds.output, target.path)))
    except Unreadable as fault:
        return told(target, fault)
    output = Pair(volume.voxels, volume.voxels, volume.grid)
    if parameters.stated is not None:
        labels = _asked(parameters, reference)
        return _judge_stated(check, parameters, parameters.stated, target, grounds, output, labels)
    found = []
    for label in _asked(parameters, reference):
        expected = _expected(parameters, reference, label)
        value = output.sizes(label)[0] * volume.grid.voxel / parameters.cubic_mm
        room = check.tolerance if check.tolerance is not None else parameters.relative * expected
        line = (
            f"{parameters.called(label)} has {value:,.4g} {parameters.unit}, "
            f"{expected:,.4g} within {room:,.4g} is asked for"
        )
        right_size = value > 0 and abs(value - expected) <= room * (1 + _NOISE) + _NOISE * expected
        found.append(_Label(label, right_size, round(value, 6), round(expected, 6), line))
    return _verdict(target, found, parameters, [])


def _judge_stated(
    check: Check,
    parameters: LabelVolumeParameters,
    stated: StatedVolumes,
    target: Target,
    grounds: Grounds,
    output: Pair,
    labels: list[int],
) -> Judgement:
    """Judge whether a table of the output says how large the labels of the output are."""
    assert grounds.output is not None
    scale = output.grid.voxel / parameters.cubic_mm
    sizes = {label: output.sizes(label)[0] * scale for label in labels}

    def room(label: int) -> float:
        held = check.tolerance
        return parameters.relative * sizes[label] if held is None else held

    def holds(label: int, value: float) -> bool:
        size = sizes[label]
        return size > 0 and abs(value - size) <= room(label) * (1 + _NOISE) + _NOISE * size

    try:
        told_of = stated_volumes(grounds.output, stated, labels, parameters.names, holds)
    except Unreadable as fault:
        return told(parse_target(stated.target), fault)
    found = []
    for label in labels:
        values = told_of.get(label, [])
        line = (
            f"{parameters.called(label)} has {sizes[label]:,.6g} {parameters.unit}, and "
            f"{stated.target} says {_said(told_of, label)}"
        )
        right = all_hold(values, label, holds)
        value = values[0] if values else None
        found.append(_Label(label, right, value, round(sizes[label], 6), line))
    return _verdict(target, found, parameters, [])


def _said(told_of: Told, label: int) -> str:
    values = [f"{value:,.6g}" for value in told_of.get(label, []) if value is not None]
    return " and ".join(values[:3]) or "nothing"


def _expected(parameters: LabelVolumeParameters, reference: Pair, label: int) -> float:
    if str(label) in parameters.expected:
        return parameters.expected[str(label)]
    return reference.sizes(label)[0] * reference.grid.voxel / parameters.cubic_mm


def _which(parameters: _LabelParameters) -> str:
    if not parameters.labels:
        return "each label"
    return ", ".join(parameters.called(label) for label in parameters.labels)


def _but(parameters: _LabelParameters, others: Mapping[str, float], unit: str = "") -> str:
    told_of = [
        f"{parameters.called(int(label)) if label.isdigit() else label} {bound:g}{unit}"
        for label, bound in others.items()
    ]
    return f" ({', '.join(told_of)})" if told_of else ""


def _sentence_overlap(
    check: Check, parameters: LabelOverlapParameters, target: Target, grounds: Grounds
) -> str:
    return (
        f"In {target.path} {_which(parameters)} overlaps with the reference's by a Dice of at "
        f"least {parameters.at_least:g}{_but(parameters, parameters.floors)}"
    )


def _sentence_distance(
    check: Check, parameters: LabelDistanceParameters, target: Target, grounds: Grounds
) -> str:
    return (
        f"In {target.path} {_which(parameters)} has a {MEASURES[parameters.measure]} of at most "
        f"{parameters.at_most:g} mm{_but(parameters, parameters.ceilings, ' mm')}"
    )


def _sentence_volume(
    check: Check, parameters: LabelVolumeParameters, target: Target, grounds: Grounds
) -> str:
    room = (
        f"{check.tolerance:g} {parameters.unit}"
        if check.tolerance is not None
        else percent(parameters.relative)
    )
    if (stated := parameters.stated) is not None:
        return (
            f"{stated.values} of {stated.target} is what {_which(parameters)} of {target.path} has "
            f"in the same output, within {room}"
        )
    expected = _but(parameters, parameters.expected, f" {parameters.unit}") or " of the reference"
    return f"In {target.path} {_which(parameters)} has the volume{expected}, within {room}"


def _fit(check: Check, parameters: _LabelParameters, target: Target, grounds: Grounds) -> str:
    try:
        pair = reference_pair(target, grounds)
    except FaultError as fault:
        return str(fault)
    there = set(pair.labels)
    if not there:
        return f"{target.path} of the reference holds no labels but the background."
    if len(there) > MOST_LABELS:
        return f"{target.path} of the reference holds {len(there):,} labels, which are too many."
    named = [*parameters.labels, *_numbered(parameters)]
    for label in named:
        if label not in there:
            return f"{target.path} of the reference has no label {label}."
    return ""


def _numbered(parameters: _LabelParameters) -> list[int]:
    """Return the labels that the floors, ceilings or volumes of a check name."""
    bounds = (getattr(parameters, name, _NO_LABELS) for name in ("floors", "ceilings", "expected"))
    return [int(label) if label.isdigit() else -1 for group in bounds for label in group]


def _fit_sizes(
    check: Check, parameters: LabelVolumeParameters, target: Target, grounds: Grounds
) -> str:
    if fault := _fit(check, parameters, target, grounds):
        return fault
    as_output = Grounds(grounds.reference, grounds.reference, grounds.input, grounds.hidden)
    judged = _judge_volume(check, parameters, target, as_output)
    return "" if judged.score == 1 else f"In the reference itself: {judged.sentence}"


register(
    Kind(
        id="label_overlap",
        family="medical",
        title="Labels overlap with the reference's",
        parameters=LabelOverlapParameters,
        judge=_judge_overlap,
        sentence=_sentence_overlap,
        fit=_fit,
        extra="medical",
    )
)
register(
    Kind(
        id="label_distance",
        family="medical",
        title="Surfaces of labels are near the reference's",
        parameters=LabelDistanceParameters,
        judge=_judge_distance,
        sentence=_sentence_distance,
        fit=_fit,
        extra="medical",
    )
)
register(
    Kind(
        id="label_volume",
        family="medical",
        title="Labels have their volume",
        parameters=LabelVolumeParameters,
        judge=_judge_volume,
        sentence=_sentence_volume,
        fit=_fit_sizes,
        extra="medical",
    )
)
