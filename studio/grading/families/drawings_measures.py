"""The check of lengths by layer, and what it shares with that of areas."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pydantic import Field, model_validator

from studio.base.errors import FaultError
from studio.grading.families.drawings import (
    LAYERS,
    UNITS,
    Units,
    folded,
    on_layers,
    output_drawing,
    reference_drawing,
    unreadable,
)
from studio.grading.kinds import Grounds, Judgement, Kind, failed, passed, register
from studio.grading.overlays import moved, scales, settled, usual_tolerance
from studio.grading.phrasing import listed as in_words
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.drawings import EXTRA, METRES, Drawing
from studio.grading.readers.strokes import Stroke
from studio.grading.readers.values import shown
from studio.grading.tracing import TooMuch, total_length
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

_FINE = 0.1
_SHARE = 1e-3


class Measured(Frozen):
    """What the checks of lengths and of areas share."""

    layers: tuple[str, ...] | None = Field(default=None, title="Layers", description=LAYERS)
    unit: str = Field(
        default="",
        title="Unit",
        description="The unit that values are told in: mm, cm, m, in or ft (its square for areas); "
        "that of the drawing if left out.",
    )
    units: Units = Field(default="either", title="Units", description=UNITS)

    @model_validator(mode="after")
    def _known_unit(self) -> "Measured":
        if self.unit and self.unit not in METRES:
            raise ValueError(f"{self.unit} is not one of {', '.join(METRES)}")
        return self


class DrawingLengthsParameters(Measured):
    """How long the lines and arcs of each layer are together, each stretch counted once."""

    expected: dict[str, float] | None = Field(
        default=None,
        title="Expected",
        description="The length by layer; that of the reference if left out.",
    )
    at_least: float | None = Field(
        default=None, ge=0, title="At least", description="The least that all layers together have."
    )
    at_most: float | None = Field(
        default=None, ge=0, title="At most", description="The most that all layers together have."
    )

    @property
    def is_bound(self) -> bool:
        """Whether bounds are asked for, and not the lengths of the reference."""
        return self.at_least is not None or self.at_most is not None


def factor_of(parameters: Measured, reference: Drawing) -> float:
    """Return what one unit of the reference is in the unit that values are told in."""
    if not parameters.unit:
        return 1.0
    if not reference.unit:
        return 1.0
    return METRES[reference.unit] / METRES[parameters.unit]


def unit_of(parameters: Measured, reference: Drawing) -> str:
    """Return the unit that values are told in, empty if nobody says."""
    return parameters.unit or reference.unit


def by_layer(strokes: Iterable[Stroke]) -> dict[str, list[Stroke]]:
    """Return strokes by the name of their layer in small letters, without hatches and points."""
    found: dict[str, list[Stroke]] = defaultdict(list)
    for stroke in strokes:
        if stroke.entity != "point" and stroke.layer.casefold() != "defpoints":
            found[stroke.layer.casefold()].append(stroke)
    return found


def measured_layers(parameters: Measured, reference: Drawing) -> list[str]:
    """Return the layers that count, in small letters and in order."""
    named = folded(parameters.layers)
    return sorted(named if named is not None else by_layer(reference.strokes))


def scaled_strokes(drawing: Drawing, scale: float) -> dict[str, list[Stroke]]:
    """Return the strokes of each layer, scaled."""
    return by_layer(moved(drawing.strokes, scale))


def lengths_of(
    strokes: Iterable[Stroke], layers: Sequence[str], tolerance: float
) -> dict[str, float]:
    """Return the length on each layer, in the unit of the strokes."""
    found = by_layer(strokes)
    return {
        layer: total_length(
            [p for s in found.get(layer, ()) if s.entity != "hatch" for p in s.pieces], tolerance
        )
        for layer in layers
    }


def _standing(reference: Drawing, output: Drawing, scale: float) -> list[Stroke]:
    """Return the strokes of an output in the unit of the reference, exploded blocks settled."""
    strokes = moved(output.strokes, scale)
    return settled(reference.strokes, strokes, usual_tolerance(reference))


def _expected_lengths(
    parameters: DrawingLengthsParameters, reference: Drawing, layers: Sequence[str]
) -> dict[str, float]:
    if parameters.expected is not None:
        return {name.casefold(): value for name, value in parameters.expected.items()}
    fine = usual_tolerance(reference) * _FINE
    factor = factor_of(parameters, reference)
    lengths = lengths_of(reference.strokes, layers, fine)
    return {layer: length * factor for layer, length in lengths.items()}


def _judge_lengths(
    check: Check, parameters: DrawingLengthsParameters, target: Target, grounds: Grounds
) -> Judgement:
    reference = reference_drawing(target, grounds)
    layers = sorted(
        {name.casefold() for name in parameters.expected}
        if parameters.expected
        else measured_layers(parameters, reference)
    )
    fine, factor = usual_tolerance(reference) * _FINE, factor_of(parameters, reference)
    try:
        output = output_drawing(target, grounds)
        made = [
            {layer: n * factor for layer, n in lengths_of(strokes, layers, fine).items()}
            for scale in scales(reference, output, parameters.units)
            for strokes in [_standing(reference, output, scale)]
        ]
    except Unreadable as fault:
        return unreadable(target, fault)
    except TooMuch:
        told = f"{target.path} is too crowded to be measured."
        return failed(told, public=told)
    if parameters.is_bound:
        return _bounded_length(parameters, target, made, unit_of(parameters, reference))
    expected = _expected_lengths(parameters, reference, layers)
    unit = unit_of(parameters, reference)
    return max(
        (_compared_lengths(check, target, expected, one, unit) for one in made),
        key=lambda judgement: judgement.score,
    )


def _bounded_length(
    parameters: DrawingLengthsParameters,
    target: Target,
    made: Sequence[Mapping[str, float]],
    unit: str,
) -> Judgement:
    totals = [sum(lengths.values()) for lengths in made]
    low = parameters.at_least if parameters.at_least is not None else 0.0
    high = parameters.at_most if parameters.at_most is not None else float("inf")
    # An empty drawing is short enough for any bound, and nobody's work.
    fits = [t for t in totals if t > 0 and low - 1e-9 <= t <= high * (1 + 1e-9)]
    total = (fits or totals)[0]
    where, bound = (
        on_layers(parameters.layers),
        bounds_told(parameters.at_least, parameters.at_most),
    )
    told = f"{target.path} draws {shown(round(total, 3))} {unit} {where}, asked for {bound}."
    if fits:
        return passed(told, public=f"{target.path} draws {bound} {where}.", length=total)
    return failed(told, public=f"{target.path} does not draw {bound} {where}.", length=total)


def bounds_told(low: float | None, high: float | None) -> str:
    """Return bounds in words: `at least 3 and at most 5`."""
    told = [f"at least {low:g}"] if low is not None else []
    told += [f"at most {high:g}"] if high is not None else []
    return " and ".join(told)


def _compared_lengths(
    check: Check,
    target: Target,
    expected: Mapping[str, float],
    made: Mapping[str, float],
    unit: str,
) -> Judgement:
    wrong = {}
    for layer, length in expected.items():
        room = check.tolerance if check.tolerance is not None else _SHARE * length
        if not made[layer] or abs(made[layer] - length) > room + 1e-9 * length:
            wrong[layer] = (round(length, 6), round(made[layer], 6))
    evidence: dict[str, Any] = {"wrong": wrong, "layers": dict(made)}
    if not wrong:
        told = f"The lengths on {len(expected)} layers of {target.path} are right."
        return passed(told, public=told, **evidence)
    layer, (length, found) = next(iter(wrong.items()))
    public = (
        f"The lengths on {len(wrong)} of {len(expected)} layers of {target.path} are not right."
    )
    told = (
        f"{target.path} draws {shown(found)} {unit} on {layer} instead of {shown(length)} {unit}; "
        f"{len(wrong)} of {len(expected)} layers are wrong."
    )
    return Judgement(1 - len(wrong) / len(expected), told, evidence, public)


def _sentence_lengths(
    check: Check, parameters: DrawingLengthsParameters, target: Target, grounds: Grounds
) -> str:
    where = on_layers(parameters.layers)
    if parameters.is_bound:
        bound = bounds_told(parameters.at_least, parameters.at_most)
        return f"{target.path} draws {bound} {parameters.unit} {where}".replace("  ", " ")
    if parameters.expected:
        unit = f" {parameters.unit}" if parameters.unit else ""
        told = [f"{shown(long)}{unit} on {name}" for name, long in parameters.expected.items()]
        return f"{target.path} draws {in_words(told)}, {_room(check)}"
    return (
        f"The lengths that {target.path} draws {where} are those of the reference, {_room(check)}"
    )


def _room(check: Check) -> str:
    return f"within {check.tolerance:g}" if check.tolerance is not None else "within 0.1%"


def _fit_lengths(
    check: Check, parameters: DrawingLengthsParameters, target: Target, grounds: Grounds
) -> str:
    try:
        reference = reference_drawing(target, grounds)
    except FaultError as fault:
        return str(fault)
    drawn = by_layer(reference.strokes)
    named = [*(parameters.layers or ()), *(parameters.expected or ())]
    for layer in named:
        if layer.casefold() not in drawn:
            return f"The reference draws nothing on a layer {layer}."
    if not drawn:
        return f"{target.path} of the reference draws nothing."
    told = _judge_lengths(check, parameters, target, as_output(grounds))
    return "" if told.score == 1 else f"The reference fails it: {told.sentence}"


def as_output(grounds: Grounds) -> Grounds:
    """Return grounds on which the reference itself is handed in."""
    return Grounds(grounds.reference, grounds.reference, grounds.input, grounds.hidden)


register(
    Kind(
        id="drawing_lengths",
        family="drawings",
        title="Lengths by layer",
        parameters=DrawingLengthsParameters,
        judge=_judge_lengths,
        sentence=_sentence_lengths,
        fit=_fit_lengths,
        extra=EXTRA,
    )
)
