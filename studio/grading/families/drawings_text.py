"""The check of the texts of a drawing: what is written, and where it stands."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace

from pydantic import Field

from studio.base.errors import FaultError
from studio.grading.families.drawings import (
    UNITS,
    Units,
    drawing_before,
    folded,
    on_layers,
    output_drawing,
    reference_drawing,
    unreadable,
)
from studio.grading.kinds import Grounds, Judgement, Kind, passed, register
from studio.grading.outlines import is_within, outlines_of
from studio.grading.overlays import scales, usual_tolerance
from studio.grading.phrasing import listed as in_words
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.drawings import EXTRA, Drawing
from studio.grading.readers.quantities import whole_quantity
from studio.grading.readers.strokes import Label
from studio.grading.readers.values import close, fold, legible, number_of, same
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

_MOST_SHOWN = 20
_MOST_LABELS = 5_000


class DrawingTextParameters(Frozen):
    """Which texts a drawing must hold: labels, attributes of blocks, and dimensions.

    A text of several lines is as good as several texts, and a number is the same however it is
    written.
    """

    texts: tuple[str, ...] | None = Field(
        default=None,
        title="Texts",
        description="The texts; those of the reference that the drawing of the input lacks, if "
        "left out.",
    )
    layers: tuple[str, ...] | None = Field(
        default=None, title="Layers", description="The layers that they stand on; any if left out."
    )
    within: float | None = Field(
        default=None,
        gt=0,
        title="Within",
        description="How far from its place in the reference a text may stand, in the unit of the "
        "reference; anywhere if left out.",
    )
    inside: str | None = Field(
        default=None,
        title="Inside",
        description="The layer of the output whose closed outlines they must stand in.",
    )
    absent: tuple[str, ...] = Field(
        default=(), title="Absent", description="Texts that must not be there any more."
    )
    units: Units = Field(default="either", title="Units", description=UNITS)
    before: str | None = Field(
        default=None,
        title="Before",
        description="The drawing of the input that the work began with; the one of the same path "
        "if left out.",
    )


def labels_on(drawing: Drawing, layers: Sequence[str] | None) -> list[Label]:
    """Return the texts on some layers, on all if none are named."""
    named = folded(layers)
    return [
        label
        for label in drawing.labels
        if fold(label.text) and (named is None or label.layer.casefold() in named)
    ]


def wanted_labels(
    parameters: DrawingTextParameters, reference: Drawing, before: Drawing | None
) -> list[Label]:
    """Return the labels of the reference that a check asks for.

    Raises:
        FaultError: if a text is named that the reference lacks.
    """
    found = labels_on(reference, parameters.layers)
    if parameters.texts is None:
        given = labels_on(before, None) if before else []
        return [label for label in found if not any(_stands(label, g) for g in given)]
    wanted = []
    for text in parameters.texts:
        near = [label for label in found if is_said(text, label, None) and label not in wanted]
        if not near:
            raise FaultError(f"The reference has no text {text} {on_layers(parameters.layers)}.")
        wanted.append(near[0])
    return wanted


def labels_inside(drawing: Drawing, labels: Sequence[Label], layer: str) -> list[Label]:
    """Return the labels that stand within a closed outline on a layer of their drawing."""
    strokes = drawing.on(folded((layer,)))
    outlines = outlines_of(strokes, usual_tolerance(drawing)) if labels and strokes else []
    return [label for label in labels if any(is_within(label.place, one) for one in outlines)]


def _stands(label: Label, other: Label) -> bool:
    near = 2 * max(label.height, other.height, 1e-9)
    return fold(label.text) == fold(other.text) and math.dist(label.place, other.place) <= near


def is_said(text: str, label: Label, tolerance: float | None) -> bool:
    """Tell whether a label says a text, numbers to the digits that the text shows."""
    room = _room(text) if tolerance is None else tolerance
    if same(text, label.text, room, case=False):
        return True
    expected, found = whole_quantity(text), whole_quantity(label.text)
    if expected and found and expected.unit and found.unit:
        value = found.in_unit(expected.unit)
        return value is not None and close(expected.value, value, room)
    number = number_of(text)
    return label.number is not None and number is not None and close(number, label.number, room)


def _room(text: str) -> float | None:
    """Return half a unit of the last decimal that a number shows, None if it shows none."""
    quantity = whole_quantity(text)
    return 0.5 * 10.0**-quantity.decimals if quantity and quantity.decimals else None


def scaled_labels(labels: Iterable[Label], scale: float) -> list[Label]:
    """Return labels whose places and dimensions are scaled."""
    return [
        replace(
            label,
            place=(label.place[0] * scale, label.place[1] * scale),
            number=None if label.number is None else label.number * scale,
        )
        for label in labels
    ]


def unfound(
    wanted: Sequence[Label], made: Sequence[Label], tolerance: float | None, within: float | None
) -> list[Label]:
    """Return the wanted labels that have no counterpart of their own, the nearest taken first."""
    left = list(made)
    missing = []
    for label in wanted:
        near = [
            (math.dist(label.place, other.place), place)
            for place, other in enumerate(left)
            if is_said(label.text, other, tolerance)
        ]
        best = min(near, default=None)
        if best is None or (within is not None and best[0] > within):
            missing.append(label)
        else:
            del left[best[1]]
    return missing


def _judge(
    check: Check, parameters: DrawingTextParameters, target: Target, grounds: Grounds
) -> Judgement:
    reference = reference_drawing(target, grounds)
    wanted = wanted_labels(parameters, reference, _before(parameters, target, grounds))
    try:
        output = output_drawing(target, grounds)
    except Unreadable as fault:
        return unreadable(target, fault)
    labels = labels_on(output, parameters.layers)[:_MOST_LABELS]
    if parameters.inside is not None:
        labels = labels_inside(output, labels, parameters.inside)
    missing = min(
        (
            unfound(wanted, scaled_labels(labels, scale), check.tolerance, parameters.within)
            for scale in scales(reference, output, parameters.units)
        ),
        key=len,
    )
    stale = [t for t in parameters.absent if any(is_said(t, one, None) for one in output.labels)]
    evidence = {
        "missing": [[label.text, *map(round, label.place)] for label in missing[:_MOST_SHOWN]],
        "stale": stale,
        "texts": len(wanted),
    }
    if not missing and not stale:
        told = f"{target.path} says each of {len(wanted)} texts where it must."
        return passed(told, public=told, **evidence)
    public = f"{target.path}: {len(missing)} of {len(wanted)} texts are missing or stand elsewhere"
    public += f", and {len(stale)} should be gone." if stale else "."
    first = f" {legible(fold(missing[0].text))} is missing there." if missing else ""
    score = max(0.0, (len(wanted) - len(missing) - len(stale)) / max(1, len(wanted)))
    return Judgement(min(score, 0.99), public + first, evidence, public)


def _before(parameters: DrawingTextParameters, target: Target, grounds: Grounds) -> Drawing | None:
    return drawing_before(parameters.before, target, grounds)


def _sentence(
    check: Check, parameters: DrawingTextParameters, target: Target, grounds: Grounds
) -> str:
    where = f" {on_layers(parameters.layers)}" if parameters.layers else ""
    its = "its" if len(parameters.texts or "12") == 1 else "their"
    near = f", within {parameters.within:g} of {its} place" if parameters.within else ""
    near += f", inside the outlines of {parameters.inside}" if parameters.inside else ""
    if parameters.texts is None:
        return f"{target.path} says the texts of the reference{where}{near}"
    named = [f'"{legible(text)}"' for text in parameters.texts[:8]]
    named += [f"{len(parameters.texts) - 8} more"] if len(parameters.texts) > 8 else []
    return f"{target.path} says {in_words(named)}{where}{near}"


def _fit(check: Check, parameters: DrawingTextParameters, target: Target, grounds: Grounds) -> str:
    try:
        reference = reference_drawing(target, grounds)
        wanted = wanted_labels(parameters, reference, _before(parameters, target, grounds))
    except FaultError as fault:
        return str(fault)
    if parameters.inside is not None:
        stand = labels_inside(reference, wanted, parameters.inside)
        if len(stand) < len(wanted):
            return f"Texts of the reference stand outside of the outlines of {parameters.inside}."
    for text in parameters.absent:
        if any(is_said(text, label, None) for label in reference.labels):
            return f"The reference says {text} still."
    if not wanted and not parameters.absent:
        return f"The reference has no text {on_layers(parameters.layers)}."
    return ""


register(
    Kind(
        id="drawing_text",
        family="drawings",
        title="Texts of a drawing",
        parameters=DrawingTextParameters,
        judge=_judge,
        sentence=_sentence,
        fit=_fit,
        extra=EXTRA,
    )
)
