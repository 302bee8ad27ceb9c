"""The check of what a drawing draws: the same ground covered, whatever entities draw it."""

from collections import Counter
from typing import Any, Literal

from pydantic import Field

from studio.base.errors import FaultError
from studio.grading.families.drawings import (
    LAYERS,
    UNITS,
    Units,
    drawing_before,
    folded,
    listed,
    on_layers,
    output_drawing,
    reference_drawing,
    tolerance_of,
    unreadable,
)
from studio.grading.kinds import Grounds, Judgement, Kind, failed, passed, register
from studio.grading.overlays import EXPLODED, Overlay, moved, overlay, placed, scales, settled
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.drawings import EXTRA, Drawing
from studio.grading.readers.strokes import Piece, Stroke
from studio.grading.tracing import TooMuch
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

MOST_SHOWN = 25


class DrawingEntitiesParameters(Frozen):
    """What is drawn where, compared by the ground that lines and arcs cover.

    A wall is the same drawn as lines, as a polyline or within a block, in any order; one that is
    moved, on another layer, too long, too short or drawn twice is not.
    """

    layers: tuple[str, ...] | None = Field(default=None, title="Layers", description=LAYERS)
    by_layer: bool = Field(
        default=True,
        title="Layers count",
        description="Whether each piece must lie on the layer that it has in the reference.",
    )
    placement: Literal["exact", "free"] = Field(
        default="exact",
        title="Placement",
        description="Whether the drawing as a whole may stand elsewhere (`free`).",
    )
    units: Units = Field(default="either", title="Units", description=UNITS)
    before: str | None = Field(
        default=None,
        title="Before",
        description="The drawing of the input that the work began with; the one of the same path "
        "if left out. What it holds already earns nothing.",
    )


_EVERY = DrawingEntitiesParameters()


def compared_strokes(parameters: DrawingEntitiesParameters, drawing: Drawing) -> list[Stroke]:
    """Return the strokes of a drawing that a check looks at."""
    layers = folded(parameters.layers) if parameters.by_layer else None
    return [s for s in drawing.on(layers) if s.layer.casefold() != "defpoints"]


def _looked_at(parameters: DrawingEntitiesParameters, reference: Drawing) -> frozenset[str]:
    """Return the layers that count, in small letters."""
    named = folded(parameters.layers)
    drawn = {s.layer.casefold() for s in compared_strokes(parameters, reference)}
    return named if named is not None else frozenset(drawn)


def laid_over(
    parameters: DrawingEntitiesParameters,
    reference: Drawing,
    output: Drawing,
    before: Drawing | None,
    tolerance: float,
) -> tuple[Overlay, list[Stroke]]:
    """Return the best overlay of an output, with its strokes as they were laid.

    Raises:
        TooMuch: if the drawings are too crowded to be compared.
    """
    layers = _looked_at(parameters, reference)
    every = not parameters.by_layer
    right = [s for s in compared_strokes(parameters, reference) if every or _on(s, layers)]
    given: list[Stroke] = []
    if before is not None:
        found = [s for s in compared_strokes(parameters, before) if every or _on(s, layers)]
        given = moved(found, scales(reference, before, parameters.units)[0])
    best: tuple[Overlay, list[Stroke]] | None = None
    for scale in scales(reference, output, parameters.units):
        made = [s for s in compared_strokes(_EVERY, output) if every or _on(s, layers | {EXPLODED})]
        free = parameters.placement == "free"
        for standing in placed(right, moved(made, scale), free):
            strokes = settled(right, standing, tolerance) if not every else standing
            strokes = [s for s in strokes if every or _on(s, layers)]
            found_overlay = overlay(right, strokes, given, tolerance, parameters.by_layer)
            if best is None or found_overlay.score > best[0].score:
                best = found_overlay, strokes
    assert best is not None
    return best


def _on(stroke: Stroke, layers: frozenset[str]) -> bool:
    return stroke.layer.casefold() in layers


def told_piece(piece: Piece) -> list[float]:
    """Return the numbers that tell a piece to a person: its ends, and centre and radius."""
    told = [*piece.start, *piece.end, *((*piece.centre, piece.radius) if piece.radius else ())]
    return [round(number, 4) for number in told]


def _evidence(found: Overlay) -> dict[str, Any]:
    return {
        "missing": [[layer, told_piece(piece)] for layer, piece in found.missing[:MOST_SHOWN]],
        "extra": [[layer, told_piece(piece)] for layer, piece in found.extra[:MOST_SHOWN]],
        "doubled": found.doubled,
        "wanted": found.wanted,
    }


def _told(parameters: DrawingEntitiesParameters, target: Target, found: Overlay) -> str:
    """Return what is wrong with an output in numbers, which anybody may know."""
    parts = []
    for what, pieces in (("missing or elsewhere", found.missing), ("too many", found.extra)):
        if pieces:
            layers = sorted({layer for layer, _ in pieces if layer})
            spelled = _spelled(parameters, layers)
            where = f" ({listed(spelled)})" if spelled else ""
            parts.append(f"{len(pieces)} {'piece' if len(pieces) == 1 else 'pieces'} {what}{where}")
    if found.doubled:
        parts.append(f"{found.doubled} drawn twice")
    return f"{target.path}: {', '.join(parts)}."


def _spelled(parameters: DrawingEntitiesParameters, layers: list[str]) -> list[str]:
    names = {name.casefold(): name for name in parameters.layers or ()}
    return [names[layer] for layer in layers if layer in names]


def _judge(
    check: Check, parameters: DrawingEntitiesParameters, target: Target, grounds: Grounds
) -> Judgement:
    reference = reference_drawing(target, grounds)
    before = drawing_before(parameters.before, target, grounds)
    try:
        output = output_drawing(target, grounds)
        if not output.strokes:
            return failed(_nothing(target, parameters), public=_nothing(target, parameters))
        tolerance = tolerance_of(check, reference)
        found, _ = laid_over(parameters, reference, output, before, tolerance)
    except Unreadable as fault:
        return unreadable(target, fault)
    except TooMuch:
        told = f"{target.path} is too crowded to be compared."
        return failed(told, public=told)
    if found.score == 1.0:
        told = f"{target.path} draws all {found.wanted} pieces where they must be."
        return passed(told, public=f"{target.path} draws what it must.", **_evidence(found))
    wrong = _told(parameters, target, found)
    worst = next((layer for layer, _ in (*found.missing, *found.extra) if layer), "")
    counted = Counter(layer for layer, _ in found.missing)
    more = f" The most pieces are missing on {worst}." if worst and counted else ""
    return Judgement(found.score, f"{wrong[:-1]}.{more}", _evidence(found), wrong)


def _nothing(target: Target, parameters: DrawingEntitiesParameters) -> str:
    return f"{target.path} draws nothing {on_layers(parameters.layers)}."


def _sentence(
    check: Check, parameters: DrawingEntitiesParameters, target: Target, grounds: Grounds
) -> str:
    where = on_layers(parameters.layers)
    if not parameters.by_layer:
        where = "on any layer"
    elif parameters.layers is None:
        where = "on each layer"
    room = f", within {check.tolerance:g}" if check.tolerance is not None else ""
    free = ", wherever it stands" if parameters.placement == "free" else ""
    return f"{target.path} draws {where} what the reference draws{room}{free}"


def _fit(
    check: Check, parameters: DrawingEntitiesParameters, target: Target, grounds: Grounds
) -> str:
    try:
        reference = reference_drawing(target, grounds)
        before = drawing_before(parameters.before, target, grounds)
    except FaultError as fault:
        return str(fault)
    earlier = before.strokes if before else ()
    drawn = {s.layer.casefold() for s in (*reference.strokes, *earlier)}
    for layer in parameters.layers or ():
        if layer.casefold() not in drawn:
            return f"The reference draws nothing on a layer {layer}."
    if not compared_strokes(parameters, reference):
        return f"{target.path} of the reference draws nothing there."
    return ""


register(
    Kind(
        id="drawing_entities",
        family="drawings",
        title="Drawn as it must be",
        parameters=DrawingEntitiesParameters,
        judge=_judge,
        sentence=_sentence,
        fit=_fit,
        extra=EXTRA,
    )
)
