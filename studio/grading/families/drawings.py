"""The checks of drawings in DXF: layers, and what all checks of drawings share."""

from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from pydantic import Field

from studio.base.errors import FaultError
from studio.grading.kinds import Grounds, Judgement, Kind, failed, passed, register
from studio.grading.overlays import usual_tolerance
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.drawings import DRAWINGS, EXTRA, Drawing, read_drawing
from studio.grading.readers.places import locate
from studio.grading.readers.values import legible
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

Units = Literal["either", "header", "numbers"]
UNITS = (
    "Which unit the coordinates of an output are in: what its header says (`header`), that of the "
    "reference whatever its header says (`numbers`), or what of both fits (`either`)."
)
LAYERS = "The layers that are looked at; all that the reference draws on if left out."
_MOST_NAMED = 6


def drawing_at(folder: Path, target: Target) -> Drawing:
    """Return the drawing at a target.

    Raises:
        HostileInputError: if it tries to harm.
        Unreadable: if it is missing or no DXF drawing.
    """
    place = locate(folder, target.path)
    if place is None:
        raise Unreadable("is missing")
    if place.suffix.lower() not in DRAWINGS:
        raise Unreadable("is not a DXF drawing")
    return read_drawing(place)


def reference_drawing(target: Target, grounds: Grounds) -> Drawing:
    """Return the drawing of the reference.

    Raises:
        FaultError: if it cannot be read.
    """
    try:
        return drawing_at(grounds.reference, target)
    except Unreadable as fault:
        raise FaultError(f"{target.path} of the reference {fault}.") from None


def output_drawing(target: Target, grounds: Grounds) -> Drawing:
    """Return the drawing that was handed in.

    Raises:
        Unreadable: if it is missing or no DXF drawing.
    """
    assert grounds.output is not None
    return drawing_at(grounds.output, target)


def drawing_before(path: str | None, target: Target, grounds: Grounds) -> Drawing | None:
    """Return the drawing of the input that the work began with, None if there is none.

    Raises:
        FaultError: if one is named that cannot be read.
    """
    try:
        return drawing_at(grounds.input, Target(path=path or target.path))
    except Unreadable as fault:
        if path:
            raise FaultError(f"{path} of the input {fault}.") from None
        return None


def tolerance_of(check: Check, reference: Drawing) -> float:
    """Return how far off a point may lie, in the unit of the reference."""
    return check.tolerance if check.tolerance is not None else usual_tolerance(reference)


def folded(layers: Sequence[str] | None) -> frozenset[str] | None:
    """Return the names of layers in small letters, for DXF does not tell capitals apart."""
    return None if layers is None else frozenset(name.casefold() for name in layers)


def listed(names: Sequence[str]) -> str:
    """Return names in a row: `A, B and C`."""
    shown = [*map(legible, names[:_MOST_NAMED])]
    if len(names) > _MOST_NAMED:
        shown.append(f"{len(names) - _MOST_NAMED} more")
    return " and ".join(filter(None, [", ".join(shown[:-1]), shown[-1]])) if shown else "no layer"


def on_layers(layers: Sequence[str] | None) -> str:
    """Return the words that say on which layers something is looked at."""
    if layers is None:
        return "on all layers"
    return f"on {'layer' if len(layers) == 1 else 'layers'} {listed(layers)}"


def unreadable(target: Target, fault: Unreadable) -> Judgement:
    """Return the judgement of a drawing that cannot be read."""
    told = f"{target.path} {legible(str(fault))}."
    return failed(told, public=told)


def drawn_layers(drawing: Drawing) -> list[str]:
    """Return the names of the layers that something is drawn on, in their order by name."""
    used = {stroke.layer.casefold() for stroke in drawing.strokes}
    used |= {label.layer.casefold() for label in drawing.labels}
    return [layer.name for key, layer in sorted(drawing.layers.items()) if key in used]


class WantedLayer(Frozen):
    """A layer that a drawing must have, and how it must look."""

    name: str = Field(title="Name", description="The name of the layer.")
    colour: int | None = Field(
        default=None, ge=1, le=255, title="Colour", description="The number of its colour (ACI)."
    )
    linetype: str | None = Field(
        default=None, title="Line type", description="Its line type, such as DASHED."
    )


class DrawingLayersParameters(Frozen):
    """Which layers a DXF drawing must have, with something drawn on each."""

    layers: tuple[WantedLayer, ...] | None = Field(
        default=None, title="Layers", description="The layers; those of the reference if left out."
    )
    exact: bool = Field(
        default=False, title="No others", description="Whether nothing may be drawn on others."
    )
    drawn: bool = Field(
        default=True, title="Drawn on", description="Whether something must be drawn on each."
    )


def _wanted(parameters: DrawingLayersParameters, reference: Drawing) -> tuple[WantedLayer, ...]:
    if parameters.layers is not None:
        return parameters.layers
    return tuple(WantedLayer(name=name) for name in drawn_layers(reference))


def _floats(reference: Drawing, name: str) -> bool:
    """Tell whether only blocks draw on a layer, whose parts lie on layer 0 when exploded."""
    strokes = reference.on(frozenset([name.casefold()]))
    return bool(strokes) and all(stroke.floating for stroke in strokes)


def _faults(
    parameters: DrawingLayersParameters, drawing: Drawing, wanted: WantedLayer, reference: Drawing
) -> str:
    """Return what is wrong with a layer, empty if nothing is."""
    layer = drawing.layers.get(wanted.name.casefold())
    if layer is None:
        return "missing"
    exploded = _floats(reference, wanted.name) and bool(drawing.on(frozenset(["0"])))
    if parameters.drawn and layer.name not in drawn_layers(drawing) and not exploded:
        return "empty"
    if wanted.colour is not None and layer.colour != wanted.colour:
        return "of another colour"
    if wanted.linetype is not None and layer.linetype.casefold() != wanted.linetype.casefold():
        return "of another line type"
    return ""


def _judge_layers(
    check: Check, parameters: DrawingLayersParameters, target: Target, grounds: Grounds
) -> Judgement:
    reference = reference_drawing(target, grounds)
    wanted = _wanted(parameters, reference)
    try:
        drawing = output_drawing(target, grounds)
    except Unreadable as fault:
        return unreadable(target, fault)
    faults = {w.name: told for w in wanted if (told := _faults(parameters, drawing, w, reference))}
    known = {w.name.casefold() for w in wanted} | {"0", "defpoints"}
    others = [name for name in drawn_layers(drawing) if name.casefold() not in known]
    others = others if parameters.exact else []
    if not faults and not others:
        told = f"{target.path} has each of {len(wanted)} layers."
        return passed(told, public=told, layers=[w.name for w in wanted])
    parts = [f"{name} is {told}" for name, told in faults.items()][:_MOST_NAMED]
    parts += [f"{listed(others)} should not be there"] if others else []
    public = f"{len(faults)} of {len(wanted)} layers of {target.path} are not as they must be"
    public += f", and {len(others)} should not be there." if others else "."
    score = max(0.0, 1 - (len(faults) + len(others)) / max(1, len(wanted)))
    sentence = f"{target.path}: {'; '.join(parts)}."
    return Judgement(min(score, 0.99), sentence, {"wrong": faults, "others": others[:20]}, public)


def _sentence_layers(
    check: Check, parameters: DrawingLayersParameters, target: Target, grounds: Grounds
) -> str:
    wanted = parameters.layers
    if wanted is None:
        wanted = _wanted(parameters, reference_drawing(target, grounds))
    names = [
        name
        for layer in wanted
        for name in [f"{layer.name} in colour {layer.colour}" if layer.colour else layer.name]
    ]
    end = " and no others" if parameters.exact else ""
    return f"{target.path} has the layer{'s' * (len(names) > 1)} {listed(names)}{end}"


def _fit_layers(
    check: Check, parameters: DrawingLayersParameters, target: Target, grounds: Grounds
) -> str:
    try:
        reference = reference_drawing(target, grounds)
    except FaultError as fault:
        return str(fault)
    for wanted in _wanted(parameters, reference):
        if told := _faults(parameters, reference, wanted, reference):
            return f"The layer {wanted.name} of the reference is {told}."
    return ""


register(
    Kind(
        id="drawing_layers",
        family="drawings",
        title="Layers of a drawing",
        parameters=DrawingLayersParameters,
        judge=_judge_layers,
        sentence=_sentence_layers,
        fit=_fit_layers,
        presence=True,
        extra=EXTRA,
    )
)
