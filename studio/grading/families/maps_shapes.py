"""The checks of what maps show: how far shapes cover each other, and what they measure."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from pydantic import Field

from studio.base.errors import FaultError
from studio.grading.cartography import (
    AREAS,
    LENGTHS,
    SHOWN,
    Numbers,
    alongside,
    apart,
    are_swapped,
    faults_of,
    flat_crs,
    measures,
    nearest,
    overlap_of_wholes,
    overlaps,
    plane_of,
    together,
)
from studio.grading.families.maps_reading import (
    CRS,
    FACTS,
    KEY,
    Facts,
    first_few,
    given_layer,
    key_fault,
    known_crs,
    pairs_of,
    reference_layer,
    some,
    two_layers,
    unreadable_layer,
)
from studio.grading.kinds import EVIDENCE_CAP, Grounds, Judgement, Kind, passed, register
from studio.grading.readers.archives import Unreadable
from studio.grading.readers.maps import KINDS_OF_SHAPE, Layer, Shapes
from studio.grading.readers.values import legible, number_of
from studio.model.check import Check, Target
from studio.model.frozen import Frozen

_SAME = 1e-9
Unit = Literal["m2", "ha", "km2", "acre", "sqmi", "sqft", "m", "km", "mi", "ft"]


class MapOverlapParameters(Frozen):
    """How well the shapes of a layer must cover those of the reference."""

    key: tuple[str, ...] = Field(
        default=(),
        title="Attributes that tell apart",
        description="The attributes that tell features apart; without any the layers are compared "
        "as wholes, however they are cut into features.",
    )
    at_least: float = Field(
        default=0.98,
        gt=0,
        le=1,
        title="At least",
        description="The shared area of polygons over the area of both (IoU), for lines the share "
        "of both that runs alongside the other.",
    )
    within: float = Field(
        default=1.0,
        gt=0,
        title="Within",
        description="How far points, and lines beside each other, may be apart, in metres.",
    )
    crs: str | None = CRS
    facts: Facts = FACTS


@dataclass(frozen=True)
class Fit:
    """How one thing of the reference is met: its name, how well, and what is wrong with it."""

    name: str
    value: float
    right: bool
    fault: str = ""


def _judge_overlap(
    check: Check, parameters: MapOverlapParameters, target: Target, grounds: Grounds
) -> Judgement:
    expected = reference_layer(target, grounds)
    crs = known_crs(parameters.crs)
    try:
        _, found = two_layers(target, grounds)
        fits, extra = fits_of(parameters, expected, found, crs)
    except Unreadable as fault:
        return unreadable_layer(check, target, fault)
    fits = _counted(parameters, target, grounds, expected, fits)
    if parameters.facts != "all":
        extra = []
    total = len(fits) + len(extra)
    score = sum(fit.right for fit in fits) / total if total else 1.0
    swapped = score < 1 and are_swapped(expected, found)
    return _told_overlap(check, target, score, [f for f in fits if not f.right], extra, swapped)


def fits_of(
    parameters: MapOverlapParameters, expected: Layer, found: Layer, crs: Any = None
) -> tuple[list[Fit], list[str]]:
    """Return how well each feature, or each sort of shape, is met, and what is too many.

    Raises:
        Unreadable: if the layers have no plane in common, or an attribute of the key is missing.
    """
    plane = plane_of(expected, found, crs)
    if not parameters.key:
        return _wholes(parameters, plane.expected, plane.found)
    pairs = pairs_of(expected, found, parameters.key)
    partners = np.array(pairs.partners, dtype=np.int64)
    there = np.flatnonzero(partners >= 0)
    values = np.full(expected.count, np.nan)
    good = np.zeros(expected.count, dtype=bool)
    others: Shapes = np.full(expected.count, None, dtype=object)
    others[there] = plane.found[partners[there]]
    for kind in ("polygon", "line", "point"):
        chosen = [int(n) for n in there if kind_of(plane.expected[n]) == kind == kind_of(others[n])]
        values[chosen], good[chosen] = _met(
            parameters, kind, plane.expected[chosen], others[chosen]
        )
    broken = faults_of(others)
    excused = faults_of(expected.shapes)
    fits = []
    for number, name in enumerate(pairs.names):
        fault = "" if number in excused else broken.get(number, "")
        fault = fault or ("" if partners[number] >= 0 else "missing")
        value = 0.0 if np.isnan(values[number]) else float(values[number])
        fits.append(Fit(name, value, bool(good[number]) and not fault, fault))
    return fits, [*pairs.extra, *pairs.doubled]


def kind_of(shape: Any) -> str:
    """Return whether a shape is a point, line or polygon, empty if it is none or nothing."""
    return "" if shape is None or shape.is_empty else KINDS_OF_SHAPE.get(shape.geom_type, "")


def _met(
    parameters: MapOverlapParameters, kind: str, one: Shapes, other: Shapes
) -> tuple[Numbers, Any]:
    """Return how well each shape of one kind meets its partner, and whether that is enough."""
    if kind == "point":
        far = apart(one, other)
        return far, far <= parameters.within + _SAME
    values = overlaps(one, other) if kind == "polygon" else alongside(one, other, parameters.within)
    return values, values >= parameters.at_least - _SAME


def _wholes(
    parameters: MapOverlapParameters, expected: Shapes, found: Shapes
) -> tuple[list[Fit], list[str]]:
    """Return how well all polygons, all lines, and each point are met."""
    broken = {} if faults_of(expected) else faults_of(found)
    fault = next(iter(broken.values()), "")
    fits: list[Fit] = []
    extra: list[str] = []
    for kind in ("polygon", "line", "point"):
        ours, theirs = (
            np.array([s for s in side if kind_of(s) == kind], dtype=object)
            for side in (expected, found)
        )
        if kind == "point":
            made, more = _points(parameters, ours, theirs)
            fits, extra = fits + made, extra + more
        elif len(ours) and len(theirs):
            value = _whole(parameters, kind, ours, theirs)
            right = value >= parameters.at_least - _SAME and not fault
            fits.append(Fit(f"all {kind}s", value, right, fault))
        elif len(ours):
            fits.append(Fit(f"all {kind}s", 0.0, False, "missing"))
        elif len(theirs):
            extra.append(f"{len(theirs):,} {kind}s")
    return fits, extra


def _whole(parameters: MapOverlapParameters, kind: str, expected: Shapes, found: Shapes) -> float:
    """Return how well all polygons or all lines together are met."""
    if kind == "polygon":
        return overlap_of_wholes(expected, found)
    ours, theirs = (np.array([together(side)], dtype=object) for side in (expected, found))
    return float(alongside(ours, theirs, parameters.within)[0])


def _points(
    parameters: MapOverlapParameters, expected: Shapes, found: Shapes
) -> tuple[list[Fit], list[str]]:
    partners = nearest(expected, found)
    fits = []
    for number, partner in enumerate(partners):
        name = f"point {number + 1}"
        if partner < 0:
            fits.append(Fit(name, 0.0, False, "missing"))
            continue
        far = float(apart(expected[number : number + 1], found[partner : partner + 1])[0])
        fits.append(Fit(name, far, far <= parameters.within + _SAME))
    taken = set(partners)
    return fits, [f"point {n + 1}" for n in range(len(found)) if n not in taken]


def _counted(
    parameters: MapOverlapParameters,
    target: Target,
    grounds: Grounds,
    expected: Layer,
    fits: list[Fit],
) -> list[Fit]:
    """Return those that changed since the input, or stayed; all if all count."""
    if parameters.facts == "all":
        return fits
    given = given_layer(target, grounds, expected.name)
    try:
        before = fits_of(parameters, expected, given)[0] if given else []
    except Unreadable:
        before = []
    if len(before) != len(fits):
        return fits if parameters.facts == "changed" else []
    stays = parameters.facts == "unchanged"
    return [fit for fit, old in zip(fits, before, strict=True) if old.right == stays]


def _told_overlap(
    check: Check, target: Target, score: float, wrong: list[Fit], extra: list[str], swapped: bool
) -> Judgement:
    missing = [fit.name for fit in wrong if fit.fault == "missing"]
    broken = [fit for fit in wrong if fit.fault not in ("", "missing")]
    off = [fit for fit in wrong if not fit.fault]
    evidence = {
        "place": check.target,
        "missing": some(missing),
        "extra": some(extra),
        "off": [
            {"feature": legible(fit.name[:80]), "value": round(fit.value, 6), "fault": fit.fault}
            for fit in [*broken, *off][:EVIDENCE_CAP]
        ],
    }
    if score >= 1:
        told = f"The shapes of {target.path} are where they must be."
        return passed(told, public=told, **evidence)
    parts = [
        (len(missing), "missing", first_few(missing)),
        (len(extra), "too many", first_few(extra)),
        (len(broken), "not valid", f"{broken[0].name}: {broken[0].fault}" if broken else ""),
        (len(off), "not where they must be", _first_off(off)),
    ]
    found = [part for part in parts if part[0]]
    ends = "; its axes are swapped, latitude stands before longitude" if swapped else ""
    line = f"Of the shapes of {target.path} "
    sentence = ", ".join(f"{count:,} {what} ({which})" for count, what, which in found)
    public = ", ".join(f"{count:,} {what}" for count, what, _ in found)
    return Judgement(score, f"{line}{sentence}{ends}.", evidence, f"{line}{public}{ends}.")


def _first_off(off: list[Fit]) -> str:
    return f"{legible(off[0].name[:40])}: {off[0].value:.4g}" if off else ""


def _sentence_overlap(
    check: Check, parameters: MapOverlapParameters, target: Target, grounds: Grounds
) -> str:
    try:
        kinds = sorted({kind_of(s) for s in reference_layer(target, grounds).shapes} - {""})
    except FaultError:
        kinds = ["shape"]
    what = " and ".join(f"{kind}s" for kind in kinds)
    each = (
        f"Each of the {what} of {check.target}"
        if parameters.key
        else f"The {what} of {check.target}"
    )
    verbs = ("agrees", "lies") if parameters.key else ("agree", "lie")
    bounds = []
    if "point" not in kinds or len(kinds) > 1:
        bounds.append(f"{verbs[0]} with the reference by at least {parameters.at_least:.4g}")
    if "point" in kinds or "line" in kinds:
        bounds.append(f"{verbs[1]} within {parameters.within:g} m of the reference's")
    where = f" in {parameters.crs}" if parameters.crs else ""
    return f"{each} {' and '.join(bounds)}{where}"


def _fit_overlap(
    check: Check, parameters: MapOverlapParameters, target: Target, grounds: Grounds
) -> str:
    layer = reference_layer(target, grounds)
    crs = known_crs(parameters.crs)
    if crs is not None and not crs.is_projected:
        return f"{parameters.crs} has degrees; choose a projection with metres."
    if fault := key_fault(layer, parameters.key):
        return fault
    if not any(kind_of(shape) for shape in layer.shapes):
        return f"{target.path} of the reference shows no point, line or polygon."
    try:
        plane_of(layer, layer, crs or flat_crs(layer))
    except Unreadable as fault_of_crs:
        return f"{target.path} of the reference {fault_of_crs}."
    return ""


class MapAreasParameters(Frozen):
    """What the features measure, or say that they measure."""

    key: tuple[str, ...] = KEY
    unit: Unit = Field(title="Unit", description="Of areas or lengths; it says which is measured.")
    method: Literal["geodesic", "planar"] = Field(
        default="geodesic",
        title="Method",
        description="On the ellipsoid, or in the plane of a projection.",
    )
    crs: str | None = Field(
        default=None,
        title="Projection",
        description="The plane, such as EPSG:25832; the layer's own if it is left out.",
    )
    attribute: str | None = Field(
        default=None,
        title="Attribute",
        description="Where the output states the measure; its shapes are measured if left out.",
    )
    relative: float = Field(
        default=0.002, ge=0, lt=1, title="Share", description="How far off it may be: 0.01 is 1%."
    )


def _expected(parameters: MapAreasParameters, layer: Layer, path: str) -> Numbers:
    """Return what each feature of the reference measures.

    Raises:
        FaultError: if that is not known.
    """
    try:
        measured = measures(layer, parameters.unit, parameters.method, known_crs(parameters.crs))
        if parameters.attribute is None:
            return measured
        stated = layer.needed(parameters.attribute)
    except Unreadable as fault:
        raise FaultError(f"{path} of the reference {fault}.") from None
    numbers = [number_of(value) for value in stated]
    if None in numbers:
        raise FaultError(f"{parameters.attribute} of the reference is not always a number.")
    return np.array(numbers, dtype=float)


def _stated(parameters: MapAreasParameters, layer: Layer) -> Numbers:
    """Return what each feature of an output measures, NaN where it does not say."""
    if parameters.attribute is None:
        return measures(layer, parameters.unit, parameters.method, known_crs(parameters.crs))
    numbers = [number_of(value) for value in layer.needed(parameters.attribute)]
    return np.array([np.nan if n is None else n for n in numbers], dtype=float)


def _room(check: Check, parameters: MapAreasParameters, expected: float) -> float:
    return max(check.tolerance or 0.0, parameters.relative * abs(expected), _SAME)


def _judge_areas(
    check: Check, parameters: MapAreasParameters, target: Target, grounds: Grounds
) -> Judgement:
    expected = reference_layer(target, grounds)
    wanted = _expected(parameters, expected, target.path)
    try:
        _, found = two_layers(target, grounds)
        stated = _stated(parameters, found)
        pairs = pairs_of(expected, found, parameters.key)
    except Unreadable as fault:
        return unreadable_layer(check, target, fault)
    wrong, right = [], 0
    for number, partner in enumerate(pairs.partners):
        value = float(stated[partner]) if partner >= 0 else float("nan")
        ok = bool(abs(value - wanted[number]) <= _room(check, parameters, wanted[number]))
        right += ok
        if not ok:
            wrong.append((pairs.names[number], float(wanted[number]), value))
    unit = SHOWN.get(parameters.unit, parameters.unit)
    evidence: dict[str, Any] = {"place": check.target, "unit": parameters.unit}
    evidence["wrong"] = [
        {"feature": legible(name[:80]), "expected": round(a, 6), "found": _told_number(b)}
        for name, a, b in wrong[:EVIDENCE_CAP]
    ]
    if not wrong:
        told = f"The {_what(parameters)} of {target.path} are right."
        return passed(told, public=told, **evidence)
    name, a, b = wrong[0]
    first = f"{legible(name[:40])} has {_shown(b)} {unit}, expected {_shown(a)} {unit}"
    line = f"{len(wrong):,} of {len(wanted):,} {_what(parameters)} of {target.path} are wrong"
    public = f"{line[0].upper()}{line[1:]}."
    return Judgement(right / len(wanted), f"{line} ({first}).", evidence, public)


def _told_number(value: float) -> float | None:
    return round(value, 6) if np.isfinite(value) else None


def _shown(value: float) -> str:
    return f"{value:,.6g}" if np.isfinite(value) else "no number of"


def _what(parameters: MapAreasParameters) -> str:
    return "areas" if parameters.unit in AREAS else "lengths"


def _sentence_areas(
    check: Check, parameters: MapAreasParameters, target: Target, grounds: Grounds
) -> str:
    assert parameters.unit in AREAS or parameters.unit in LENGTHS
    where = "on the ellipsoid"
    if parameters.method == "planar":
        where = f"in {parameters.crs or 'the plane of its projection'}"
    stated = f" in {parameters.attribute}" if parameters.attribute else ""
    unit = SHOWN.get(parameters.unit, parameters.unit)
    room = f", within {parameters.relative * 100:g}%"
    room += f" or {check.tolerance:g}" if check.tolerance else ""
    return f"{check.target} has the right {_what(parameters)}{stated} in {unit}, {where}{room}"


def _fit_areas(
    check: Check, parameters: MapAreasParameters, target: Target, grounds: Grounds
) -> str:
    layer = reference_layer(target, grounds)
    if fault := key_fault(layer, parameters.key):
        return fault
    stated = _expected(parameters, layer, target.path)
    if not len(stated):
        return f"{target.path} of the reference has no features."
    shapes = parameters.model_copy(update={"attribute": None})
    measured = _expected(shapes, layer, target.path)
    if not measured.any():
        return f"{target.path} of the reference has no {_what(parameters)} to be measured."
    for number, (a, b) in enumerate(zip(stated, measured, strict=True)):
        if abs(a - b) > 2 * _room(check, parameters, b):
            return (
                f"{parameters.attribute} of feature {number + 1} of the reference is {a:,.6g}, but "
                f"its shape measures {b:,.6g} {parameters.unit}."
            )
    return ""


register(
    Kind(
        id="map_overlap",
        family="maps",
        title="Shapes of a map",
        parameters=MapOverlapParameters,
        judge=_judge_overlap,
        sentence=_sentence_overlap,
        fit=_fit_overlap,
        extra="maps",
    )
)
register(
    Kind(
        id="map_areas",
        family="maps",
        title="Areas or lengths on a map",
        parameters=MapAreasParameters,
        judge=_judge_areas,
        sentence=_sentence_areas,
        fit=_fit_areas,
        extra="maps",
    )
)
